"""Which values of a paper people note at all, on whatever leaderboard: words of headers, prose, rare names."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, log1p

import numpy as np
from numpy.typing import NDArray

from litsynth.benchmarks.tuples.annotations import Annotated
from litsynth.benchmarks.tuples.cells import Standing
from litsynth.benchmarks.tuples.pages import Page, Sheet
from litsynth.benchmarks.tuples.words import Grams, Spellings

Floats = NDArray[np.float64]
_CLAIMED = re.compile(r" (?:we|our|ours|achieve|achieving|outperform|state of the art|sota|best|new|improve) ")
_FIGURE = re.compile(r"\d*\.?\d+")
_PRIOR, _SHARE = 2.0, 0.3
"""Papers without a noted value that a word is taken to have been in, and the share of as many with one."""
_SIDES = ("row", "column", "caption")


class Habits:
    """In how many papers rows, columns and captions that have a word hold a noted value, and in how many they hold none."""

    def __init__(self, papers: Iterable[tuple[Annotated, Page]]) -> None:
        self._with: dict[str, Counter[str]] = {side: Counter() for side in _SIDES}
        self._without: dict[str, Counter[str]] = {side: Counter() for side in _SIDES}
        for paper, page in papers:
            noted = {score for _, _, score in paper.entries}
            for side in _SIDES:
                has, lacks = _words_of(page, side, noted)
                self._with[side].update(has)
                self._without[side].update(lacks)

    def odds(self, side: str, text: Grams) -> tuple[float, float, float]:
        """Highest, lowest and mean log odds of the words of a header or caption."""
        yes, no = self._with[side], self._without[side]
        found = [log((yes[word] + _PRIOR * _SHARE) / (no[word] + _PRIOR)) for word in sorted(text)]
        return (max(found), min(found), sum(found) / len(found)) if found else (0.0, 0.0, 0.0)


def _words_of(page: Page, side: str, noted: set[float]) -> tuple[Grams, Grams]:
    has: set[str] = set()
    lacks: set[str] = set()
    for sheet in page.sheets:
        if not sheet.values:
            continue
        if side == "caption":
            (has if any(one.value in noted for one in sheet.values) else lacks).update(sheet.of_caption)
            continue
        labels = sheet.rows if side == "row" else sheet.columns
        hit = {getattr(one, side) for one in sheet.values if one.value in noted}
        for at, (_, text) in labels.items():
            (has if at in hit else lacks).update(text)
    return frozenset(has), frozenset(lacks)


def said(page: Page) -> dict[str, tuple[float, float, float]]:
    """For the digits in the sentences of a paper: how many have them, how many of these claim something, where the last is."""
    sentences = page.run.split(" | ")
    found: dict[str, tuple[float, float, float]] = {}
    for at, sentence in enumerate(sentences):
        claimed = float(bool(_CLAIMED.search(f" {sentence} ")))
        for digits in set(_FIGURE.findall(sentence)):
            before = found.get(digits, (0.0, 0.0, 0.0))
            found[digits] = (before[0] + 1, before[1] + claimed, (at + 1) / len(sentences))
    return found


def features(page: Page, standings: Sequence[Standing], habits: Habits, spellings: Spellings) -> Floats:
    """Features of the values of a paper whatever the triple, shape (values, features)."""
    prose = said(page)
    everywhere = Counter(one.value for one in page.values)
    parts = [
        _of_sheet(page, sheet, cells, (habits, spellings), (prose, everywhere))
        for sheet, cells in zip(page.tables, standings, strict=True)
    ]
    return np.vstack(parts).astype(np.float32) if parts else np.zeros((0, 0))


def _of_sheet(
    page: Page,
    sheet: Sheet,
    cells: Standing,
    learnt: tuple[Habits, Spellings],
    told: tuple[Mapping[str, tuple[float, float, float]], Mapping[float, int]],
) -> Floats:
    habits, spellings = learnt
    prose, everywhere = told
    none: Grams = frozenset()
    headers = [sheet.columns[at][1] if at in sheet.columns else none for at in cells.columns]
    rows = np.array([_of_row(page, sheet, at, habits, spellings) for at in cells.rows])
    columns = np.array([habits.odds("column", header) for header in headers])
    caption = np.tile(np.array(habits.odds("caption", sheet.of_caption)), (len(cells.value), 1))
    said_of = np.array([prose.get(one.digits, (0.0, 0.0, 0.0)) for one in sheet.values])
    here = Counter(one.value for one in sheet.values)
    copies = np.array([(here[one.value], everywhere[one.value] - here[one.value]) for one in sheet.values])
    parts = [cells.fixed, cells.rank.T, cells.gap.T, rows[cells.row], columns[cells.column], caption, said_of, copies]
    return np.hstack(parts)


def _of_row(page: Page, sheet: Sheet, at: int, habits: Habits, spellings: Spellings) -> tuple[float, ...]:
    text, label = sheet.rows[at]
    words = [word for word in label if word.isalpha()]
    rare = max(words, key=lambda word: (spellings.weight(word), word), default="")
    tables = [one for one in page.sheets if one.values]
    return (
        *habits.odds("row", label),
        spellings.weight(rare) if rare else 0.0,
        float(rare in page.title),
        float(rare in page.abstract),
        log1p(page.counts[rare]),
        sum(any(rare in of for _, of in one.rows.values()) for one in tables) / len(tables),
        sum(rare in of for _, of in sheet.rows.values()) / len(sheet.rows),
        float(len(text)),
    )
