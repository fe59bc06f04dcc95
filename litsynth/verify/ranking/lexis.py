"""The words of a paper by where they stand: in its sentences, in the labels of its tables, in their captions."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from litsynth.quantities import find_quantities
from litsynth.records import Document, Quantity, Table
from litsynth.resolve import Setting, setting_of
from litsynth.text.tables import referring
from litsynth.verify.alike import NUMERALS, keys_of
from litsynth.verify.grid import Entry, Grid
from litsynth.verify.naming import Axis, said_in
from litsynth.verify.terms import Term, terms_of

_PRINTED = re.compile(
    r"(?<![\w.@])(?<![A-Za-z]-)\d[\d,]*(?:\.\d+)?\s?(?:[kKMB]\b|thousand|million|billion)?|\b(?:"
    + "|".join(NUMERALS)
    + r")\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALES = ((re.compile(r"k\b|thousand"), 1e3), (re.compile(r"m\b|million"), 1e6), (re.compile(r"b\b|billion"), 1e9))
_IN_WORDS = {**{word: float(number) for word, number in NUMERALS.items()}, "hundred": 100.0, "half": 0.5, "twice": 2.0}
_MOST_REFERRING = 12
"""Sentences that speak of a table of which the words are taken."""
_UNREAD = ("references", "boilerplate")


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """A row or column by its label: `every` key of it, and those that tell it from others with their `weights`."""

    every: frozenset[str]
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A table. `telling` are the keys that tell its rows or columns apart, `spoken` those of the sentences about it."""

    grid: Grid
    caption: frozenset[str]
    numbers: frozenset[str]
    spoken: frozenset[str]
    rows: Mapping[int, Head]
    columns: Mapping[int, Head]
    telling: frozenset[str]
    words: frozenset[str]
    by_row: Mapping[int, Sequence[Entry]]
    by_column: Mapping[int, Sequence[Entry]]


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A sentence, number `number` of the document. `numbers` are its printed numbers: value, start, end."""

    text: str
    terms: tuple[Term, ...]
    keys: frozenset[str]
    section: int
    number: int
    numbers: tuple[tuple[float, int, int], ...]
    quantities: tuple[Quantity, ...]

    def at(self, start: int, end: int) -> Quantity | None:
        """The quantity that a number belongs to."""
        return next((one for one in self.quantities if one.span.start < end and start < one.span.end), None)


Siblings = Mapping[str, Sequence[frozenset[str]]]
"""By a key that labels a row or column: the keys that only others of the same table have."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexis:
    """A paper. `title` are the keys of its title, of its authors and of what it names its own, `labels` all keys of its tables.

    `frequency` counts the sentences that have a key.
    """

    document: Document
    setting: Setting
    sheets: tuple[Sheet, ...]
    sentences: tuple[Said, ...]
    title: frozenset[str]
    labels: frozenset[str]
    frequency: Mapping[str, int]
    siblings: Siblings

    def weight(self, key: str) -> float:
        """The inverse document frequency over the paper's sentences, 1 for what none of them has."""
        count = len(self.sentences) + 1
        return math.log(1 + count / (1 + self.frequency.get(key, 0))) / math.log(1 + count)

    def heading(self, section: int) -> frozenset[str]:
        """The keys of a section's title."""
        sections = self.document.sections
        return (
            keys_of(term.key for term in terms_of(sections[section].title)) if section < len(sections) else frozenset()
        )


def lexis_of(document: Document, grids: Sequence[Grid]) -> Lexis:
    """The words of a paper and of its tables; reference lists and running heads are left out."""
    setting = grids[0].setting if grids else setting_of(document)
    sheets = tuple(_sheet(grid, document) for grid in grids)
    sentences = tuple(_sentences(document, setting))
    frequency = Counter(key for sentence in sentences for key in sentence.keys)
    return Lexis(
        document=document,
        setting=setting,
        sheets=sheets,
        sentences=sentences,
        title=keys_of(
            term.key for term in terms_of(" ".join((document.title, *document.authors, *sorted(setting.own))))
        ),
        labels=frozenset().union(*(sheet.words for sheet in sheets)),
        frequency=frequency,
        siblings=_siblings(sheets),
    )


def _sentences(document: Document, setting: Setting) -> Iterable[Said]:
    for number, sentence in enumerate(document.sentences):
        sections = document.sections
        if sentence.section < len(sections) and sections[sentence.section].kind in _UNREAD:
            continue
        text = sentence.span.of(document.text)
        terms = said_in(text, setting.acronyms).terms
        numbers = tuple(_numbers(text))
        quantities = find_quantities(text) if numbers else ()
        keys = keys_of(term.key for term in terms)
        yield Said(text, terms, keys, sentence.section, number, numbers, quantities)


def _numbers(text: str) -> Iterable[tuple[float, int, int]]:
    for match in _PRINTED.finditer(text):
        value = value_of(match.group())
        if value is not None:
            yield value, match.start(), match.end()


def value_of(printed: str) -> float | None:
    """The number that a text prints, in words or digits.

    >>> value_of("2,500"), value_of("1.9 million"), value_of("eighteen-layer"), value_of("many")
    (2500.0, 1900000.0, 18.0, None)
    """
    found = _NUMBER.search(printed)
    if not found:
        words = re.split(r"[\s-]", printed.strip().lower())
        return next((_IN_WORDS[word] for word in words if word in _IN_WORDS), None)
    value = float(found.group().rstrip(",").replace(",", ""))
    behind = printed[found.end() : found.end() + 12].strip().lower()
    return value * next((scale for rule, scale in _SCALES if rule.match(behind)), 1.0)


def _sheet(grid: Grid, document: Document) -> Sheet:
    table = document.tables[grid.table]
    rows, columns = _heads(grid.rows), _heads(grid.columns)
    heads = (*rows.values(), *columns.values())
    caption = keys_of(grid.caption)
    by_row, by_column = defaultdict(list), defaultdict(list)
    for entry in grid.entries:
        if not entry.computed:
            by_row[entry.row_number].append(entry)
            by_column[entry.column_number].append(entry)
    return Sheet(
        grid=grid,
        caption=caption,
        numbers=digits_in(table.caption.of(document.text)),
        spoken=_spoken(table, document),
        rows=rows,
        columns=columns,
        telling=frozenset(key for head in heads for key in head.weights),
        words=caption.union(*(head.every for head in heads)),
        by_row=by_row,
        by_column=by_column,
    )


def _heads(axis: Axis) -> dict[int, Head]:
    present = {number: keys_of(line.present | line.cited) for number, line in axis.lines.items()}
    having = Counter(key for keys in present.values() for key in keys)
    return {
        number: Head(
            every=keys_of(axis.lines[number].every),
            weights={key: math.log(1 + len(present) / having[key]) for key in sorted(keys)},
        )
        for number, keys in present.items()
    }


def _spoken(table: Table, document: Document) -> frozenset[str]:
    spans = (document.sentences[at].span for at in referring(document, table)[:_MOST_REFERRING])
    texts = [span.of(document.text) for span in spans]
    if table.section < len(document.sections):
        texts.append(document.sections[table.section].title)
    return keys_of(term.key for text in texts for term in terms_of(text))


def digits_in(text: str) -> frozenset[str]:
    """The numbers that a text prints, without thousands' marks."""
    return frozenset(found.rstrip(",").replace(",", "") for found in _NUMBER.findall(text))


def _siblings(sheets: Sequence[Sheet]) -> dict[str, list[frozenset[str]]]:
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for sheet in sheets:
        for heads in (sheet.rows, sheet.columns):
            for head in heads.values():
                for key in head.weights:
                    others = (other.weights for other in heads.values() if key not in other.weights)
                    found[key].append(
                        frozenset(one for weights in others for one in weights if one not in head.weights)
                    )
    return found
