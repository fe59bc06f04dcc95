"""Labelled pairs and parallel sentences, from the rows of files; labels are names, never numbers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from litsynth.codec import digest
from litsynth.errors import BadRecord

LABELS = ("entailment", "neutral", "contradiction")
# XNLI's machine-translated training files write the third label otherwise.
_SPELLINGS = {name: name for name in LABELS} | {"contradictory": "contradiction"}


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


def pair_of(row: Mapping[str, Any], names: Sequence[str] = ()) -> Pair:
    """The pair in a row of a file; `names` are those of labels that are numbers, in their order.

    Raises BadRecord on a label that is a placeholder, or a number without names: what it means would be a guess.

    >>> pair_of({"id": "1", "premise": "a", "hypothesis": "b", "label": "contradictory"}).label
    'contradiction'
    """
    label = row["label"]
    if names and isinstance(label, int) and 0 <= label < len(names):
        label = names[label]
    if label not in _SPELLINGS:
        raise BadRecord(f"label {label!r} of {row['id']} is no name of a class", f"names: {', '.join(LABELS)}")
    return Pair(str(row["id"]), str(row["premise"]).strip(), str(row["hypothesis"]).strip(), _SPELLINGS[label])


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
