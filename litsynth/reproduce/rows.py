"""Labelled pairs and parallel sentences, from the rows of files; labels are names, never numbers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any, Protocol, TypeVar

from litsynth.codec import digest
from litsynth.errors import BadRecord

LABELS = ("entailment", "neutral", "contradiction")
PARAPHRASE = ("different", "paraphrase")
"""The classes of natural language inference, and of telling paraphrases (PAWS, QQP: 0 and 1); in the order of their numbers."""
NUMBERS = {name: number for names in (LABELS, PARAPHRASE) for number, name in enumerate(names)}
"""The number of each class among those of its task."""
# XNLI's machine-translated training files write the third label otherwise; ANLI's own files have initials.
_SPELLINGS = {name: name for name in NUMBERS} | {"contradictory": "contradiction"} | {name[0]: name for name in LABELS}
# How files write that a row has no label: SNLI and the hub, MultiNLI's own files, JSON's null and Parquet's.
_NONE = (-1, "-1", "-", "", None)
# PAWS-X has "NS" and the like where a translator had no sentence; its shortest real sentence has more letters than this.
_NO_SENTENCE = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """Premise and hypothesis with a label (a name of LABELS)."""

    id: str
    premise: str
    hypothesis: str
    label: str

    @property
    def texts(self) -> tuple[str, str]:
        """Both sentences."""
        return self.premise, self.hypothesis


@dataclass(frozen=True, slots=True)
class Translation:
    """A sentence, and what it is in English."""

    id: str
    target: str
    english: str

    @property
    def texts(self) -> tuple[str, str]:
        """Both sentences."""
        return self.target, self.english


class TwoTexts(Protocol):
    """A row of two sentences."""

    @property
    def id(self) -> str:
        """Of the row, in every language."""
        ...

    @property
    def texts(self) -> tuple[str, str]:
        """Both sentences."""
        ...


Two = TypeVar("Two", bound=TwoTexts)


_LEAVE_OUT = 'incomplete = "leave out" in the spec leaves such rows out, and says how many'


class Incomplete(BadRecord):
    """A row without a label, or without a sentence: nothing to learn from, and nothing to be tested on."""


def pair_of(
    row: Mapping[str, Any],
    names: Sequence[str] = (),
    columns: Sequence[str] = ("premise", "hypothesis"),
    classes: Sequence[str] = LABELS,
) -> Pair:
    """The pair in the two `columns` of a row; `names` are those of labels that are numbers, in their order.

    Raises BadRecord on a label that is a placeholder or none of `classes`, or a number without names: what it means would
    be a guess; Incomplete on one that says that there is none.

    >>> pair_of({"id": "1", "premise": "a", "hypothesis": "b", "label": "contradictory"}).label
    'contradiction'
    """
    label = named(row, "label", names)
    if _SPELLINGS.get(label) not in classes:
        raise BadRecord(f"label {label!r} of {row['id']} is no name of a class", f"names: {', '.join(classes)}")
    one, two = (str(row[column]).strip() for column in columns)
    return Pair(str(row["id"]), one, two, _SPELLINGS[label])


def paraphrase_of(row: Mapping[str, Any], names: Sequence[str], columns: Sequence[str]) -> Pair:
    """The pair in a row of PAWS, PAWS-X or QQP. Raises BadRecord as `pair_of`, Incomplete where a sentence is missing too.

    >>> paraphrase_of({"id": 1, "one": "It is so.", "two": "So it is.", "label": 1}, PARAPHRASE, ("one", "two")).label
    'paraphrase'
    """
    pair = pair_of(row, names, columns, PARAPHRASE)
    if missing := [text for text in pair.texts if sum(map(str.isalnum, text)) <= _NO_SENTENCE]:
        raise Incomplete(f"{pair.id} has {missing[0]!r} in the place of a sentence", _LEAVE_OUT)
    return pair


def named(row: Mapping[str, Any], column: str, names: Sequence[str]) -> Any:
    """What a row has in its column of labels: a name, in the place of a number its name. Raises Incomplete on none.

    >>> named({"id": "1", "answer": "2"}, "answer", ("a", "b", "c"))
    'c'
    """
    label = row[column]
    if label in _NONE or (isinstance(label, float) and isnan(label)):  # what pandas has for null
        raise Incomplete(f"{row.get('id')} has no label: {label!r} is no name of a class", _LEAVE_OUT)
    whole = int(label) if isinstance(label, int | float) or str(label).isdigit() else -1
    return names[whole] if 0 <= whole < len(names) else label


def label_of(pair: Pair) -> str:
    """The label."""
    return pair.label


def translations_of(
    english: Iterable[Two], target: Iterable[Two], told: Callable[[Two], object], where: str
) -> tuple[Translation, ...]:
    """Both sentences of the rows that both files hold, joined by id; each pair of sentences once.

    Raises BadRecord when rows of one id are `told` (labelled or scored) differently: then the ids do not mean the same row.
    """
    known = {pair.id: pair for pair in english}
    found: dict[tuple[str, str], Translation] = {}
    for other in target:
        own = known.get(other.id)
        if own is None:
            continue
        if told(own) != told(other):
            raise BadRecord(
                f"{where}: {other.id} is {told(own)} in English and {told(other)} here", "not the same rows"
            )
        for part, (text, english_text) in enumerate(zip(other.texts, own.texts, strict=True)):
            if text and english_text:
                found.setdefault((text, english_text), Translation(f"{other.id}/{part}", text, english_text))
    return tuple(found.values())


def premise_ids(pairs: Iterable[Pair]) -> dict[str, str]:
    """The cluster of each pair, by id: pairs of one premise are not independent.

    >>> ids = premise_ids([Pair("1", "a", "x", "neutral"), Pair("2", "a", "y", "neutral"), Pair("3", "b", "z", "neutral")])
    >>> ids["1"] == ids["2"], ids["1"] == ids["3"]
    (True, False)
    """
    return {pair.id: digest(pair.premise) for pair in pairs}
