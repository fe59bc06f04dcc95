"""Scores with what they are scores of: read from a sentence or from a table row, and compared slot by slot.

A number only bears on a claim when it is the score of the same system on the same data set, in the same
setting and for the same language or average. Where a sentence leaves open which system or setting a number
belongs to, the slot stays empty, and an empty slot neither supports nor refutes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from litsynth.labels import aggregation_of, labels_of
from litsynth.protocol import COLLECTIONS, LANGUAGES, Field, mentions, read_protocol
from litsynth.protocol.aggregation import (
    aggregations_differ,
    aggregations_in,
    aggregations_of_lines,
    aggregations_told,
    without_aggregates,
)
from litsynth.quantities import find_in_cell, find_quantities
from litsynth.records import Document, Quantity
from litsynth.text.tables import paths

AVERAGE = "average"
_SCORES = ("score", "percent")
_AVERAGE = re.compile(r"\b(?:avg|averages?d?|mean|averaging|overall)\b", re.IGNORECASE)
# "(78.5% against 75.4%)", "from 75.7% to 76.3%": the second number is another system's or setting's, and only the
# sense of the sentence says whose.
_CONTRAST = re.compile(r"\b(?:against|compared|versus|vs|than|from|to|below|above|over|under)\b", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(from|into|to)\s+English\b", re.IGNORECASE)
# "FooNet reaches", "FooNet, built on X, reaches": a name that no inventory holds is the system all the same.
_SUBJECT = re.compile(
    r"(?:On \w[\w-]*, )?((?=\S*[A-Z\d]\S*[A-Z]|\S[A-Z])[A-Za-z][\w+.-]*\w)(?:,[^,.;]{1,60},)?\s+"
    r"(?:reach|achiev|obtain|scor|get|attain|has\b|averag|yield)"
)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One score; a slot that the text does not settle is empty. `place` is a language code, "average" or empty.

    `direction` is that of retrieval or translation, from or into English. `variant` holds the qualifiers of the system
    that the text names (MLM, TLM, large corpus), `words` every word of a sentence, or of a row's stub. `aggregation` is how
    the score was made of several runs or models.
    """

    quantity: Quantity
    system: str = ""
    dataset: str = ""
    setting: str = ""
    split: str = ""
    version: str = ""
    place: str = ""
    direction: str = ""
    variant: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    aggregation: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def measurements_in(text: str) -> tuple[Measurement, ...]:
    """The scores of a sentence, each with the system, setting and language that it is told of.

    >>> [(m.system, m.place, m.quantity.value) for m in measurements_in(
    ...     "On XNLI, XLM-R large reaches 80.9% on average and 73.9% in Swahili, zero-shot.")]
    [('XLM-R large', 'average', 80.9), ('XLM-R large', 'sw', 73.9)]
    """
    scores = [quantity for quantity in find_quantities(text) if quantity.unit in _SCORES]
    if not scores:
        return ()
    systems, settings = _assigned("systems", text, scores), _assigned("settings", text, scores)
    datasets = _assigned("datasets", text, scores)
    whole = read_protocol(text)
    return tuple(
        Measurement(
            quantity=score,
            system=systems[row],
            dataset=datasets[row],
            setting=settings[row],
            split=_only(whole.splits),
            version=_only(whole.versions),
            place=_place(text, score, scores),
            direction=direction_in(text),
            variant=_variant(text),
            words=_words(text),
            aggregation=aggregation_of(score, text),
        )
        for row, score in enumerate(scores)
    )


def measurements_of_table(document: Document, number: int) -> tuple[tuple[int, Measurement], ...]:
    """The scores of a table, each with its row: the system from the row's path, the rest from row, header and caption."""
    table = document.tables[number]
    named = paths(table, document.text)
    headers = {column: " ".join(path) for column, path in named.columns.items()}
    caption = table.caption.of(document.text)
    stubs = {row: " ".join(path) for row, path in named.rows.items()}
    made, over = aggregations_of_lines(stubs, caption), aggregations_of_lines(headers, caption)
    cells: dict[int, list[_Cell]] = {row: [] for row in named.rows}
    for cell in table.cells:
        if cell.row in cells and cell.column >= table.stub_columns:
            own = tuple(sorted({*made[cell.row], *over.get(cell.column, ())}))
            cells[cell.row].append((headers.get(cell.column, ""), cell.span.of(document.text).strip(), own))
    return tuple((row, found) for row, stub in stubs.items() for found in _row(stub, caption, tuple(cells[row])))


_Cell = tuple[str, str, tuple[str, ...]]
"""The header of a cell, its text, and what its row and column say of runs and models."""


# A run asks for the same tables for claim after claim: a third of its time, when nothing is judged anew.
@lru_cache(maxsize=8192)
def _row(stub: str, caption: str, cells: tuple[_Cell, ...]) -> tuple[Measurement, ...]:
    return tuple(_measured(stub, caption, cells))


def _measured(stub: str, caption: str, cells: Sequence[_Cell]) -> Iterator[Measurement]:
    told = read_protocol(f"{stub} {caption}")
    system = _only([mention.full for mention in mentions("systems", stub)]) or stub.strip().lower()
    setting = _only(read_protocol(stub).settings) or _only(told.settings)
    of_table = aggregations_in(caption)
    for header, text, own in cells:
        average = _AVERAGE.search(without_aggregates(header)) and not _is_over_runs(own)
        place = AVERAGE if average else header.strip().lower()
        for quantity in find_in_cell(text)[:1]:
            yield Measurement(
                quantity=quantity,
                system=system,
                dataset=_only(read_protocol(header).datasets) or _only(told.datasets),
                setting=setting,
                split=_only(told.splits),
                version=_only(told.versions),
                place=place if place == AVERAGE or place in LANGUAGES else "",
                direction=direction_in(header) or direction_in(stub),
                variant=_variant(stub),
                words=_words(stub),
                aggregation=frozenset(own or of_table),
            )


def direction_in(text: str) -> str:
    """The direction of retrieval or translation that a text tells, if it tells one: "from English" or "into English"."""
    return _only([f"{'from' if found[1].lower() == 'from' else 'into'} English" for found in _ENGLISH.finditer(text)])


def differing_slot(left: Measurement, right: Measurement) -> str:
    """The first slot that both settle and that differs, as "slot: left / right"; empty when there is none."""
    for slot in ("system", "dataset", "setting", "place", "split", "version", "direction"):
        mine, other = getattr(left, slot), getattr(right, slot)
        if mine and other and mine != other:
            return f"{slot}: {mine} / {other}"
    if aggregations_differ(left.aggregation, right.aggregation):
        return aggregations_told(left.aggregation, right.aggregation)
    return ""


def open_slot(left: Measurement, right: Measurement, slots: Sequence[str]) -> str:
    """The first of `slots` that either side leaves open; empty when both settle them all."""
    return next((slot for slot in slots if not getattr(left, slot) or not getattr(right, slot)), "")


def _assigned(field: Field, text: str, scores: list[Quantity]) -> list[str]:
    """Which mention of a field each score belongs to: the only one, or the one that stands with it.

    Mentions stand before their scores ("A 83.6 and B 79.1") or behind them ("67.2 with a and 65.4 with b"); a score
    between which and its neighbour there are two has none.
    """
    spans = _named(field, text)
    names = list(dict.fromkeys(name for name, _ in spans))
    contrasted = len(scores) > 1 and bool(_CONTRAST.search(text[scores[0].span.end : scores[-1].span.start]))
    if contrasted and field != "datasets" and len(spans) != len(scores):
        return [""] * len(scores)
    if len(names) <= 1:
        return [names[0] if names else ""] * len(scores)
    edges = [0, *(score.span.start for score in scores), len(text)]
    between = [[name for name, end in spans if left < end <= right] for left, right in pairwise(edges)]
    if not between[0] and between[-1]:
        return [_only(found) for found in between[1:]]
    assigned: list[str] = []
    for found in between[:-1]:
        assigned.append(_only(found) if found else assigned[-1] if assigned else "")
    return assigned


def _named(field: Field, text: str) -> list[tuple[str, int]]:
    """The names of a field, each with the offset where it ends."""
    spans = [(mention.full, mention.end) for mention in mentions(field, text)]
    if field == "datasets" and any(name not in COLLECTIONS for name, _ in spans):
        return [item for item in spans if item[0] not in COLLECTIONS]
    subject = _SUBJECT.match(text) if field == "systems" else None
    if subject and not mentions("systems", subject.group(1)):
        # What the subject is built on, told before the verb, is not what has the score.
        return [(subject.group(1), subject.end(1)), *(item for item in spans if item[1] > subject.end())]
    return spans


def _variant(text: str) -> frozenset[str]:
    known_names = (*mentions("systems", text), *mentions("datasets", text))
    named = {mention.full.upper() for mention in known_names}
    known = {part for name in named for part in re.split(r"[^A-Z0-9]+", name)}
    found = set(re.findall(r"\b[A-Z]{2,}\b", text)) - known - {code.upper() for code in LANGUAGES}
    return frozenset(found | {match.lower() for match in re.findall(r"(?i)\b(?:small|large)(?=[- ]corpus)", text)})


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", text.lower()))


def _place(text: str, score: Quantity, scores: list[Quantity]) -> str:
    """The language named right after a score ("73.9% in Swahili"), else an average that the sentence speaks of."""
    later = [other.span.start for other in scores if other.span.start > score.span.start]
    after = text[score.span.end : min([*later, score.span.end + 40])]
    for code, name in LANGUAGES.items():
        if re.match(rf"[^.;,]{{0,12}}\b(?:in|on|for)\s+{name}\b", after):
            return code
    before = text[: score.span.start][-30:]
    text, after = without_aggregates(text), without_aggregates(after)
    if _AVERAGE.search(text) and any(re.search(rf"\b(?:in|for)\s+{name}\b", before) for name in LANGUAGES.values()):
        return ""
    named = len(re.findall(rf"\b(?:{'|'.join(LANGUAGES.values())})\b(?![- ](?:only|data|fine))", text))
    if not _AVERAGE.search(text):
        return _only([label.name for label in labels_of(text) if label.kind == "language"])
    return AVERAGE if _AVERAGE.search(text) and (named == 0 or score is scores[0] or _AVERAGE.search(after)) else ""


def _is_over_runs(own: Sequence[str]) -> bool:
    """Whether what a row or column says is that its scores are means over runs, in a word that could be one over languages."""
    return any(name.startswith("mean") for name in own)


def _only(names: Sequence[str]) -> str:
    distinct = tuple(dict.fromkeys(names))
    return distinct[0] if len(distinct) == 1 else ""
