"""Scored pairs and tagged sentences, from the rows of files, and both sides of SICK's rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litsynth.errors import BadRecord
from litsynth.reproduce.choices import Choice
from litsynth.reproduce.rows import Pair, Translation, pair_of

_STSB_HIGHEST = 5.0
# SICK's relatedness goes from 1 to 5.
_SICK_LOWEST, _SICK_HIGHEST = 1.0, 5.0


@dataclass(frozen=True, slots=True)
class Scored:
    """Two sentences and how near they are in meaning: 0 (not at all) to 1 (the same)."""

    id: str
    one: str
    two: str
    score: float

    @property
    def texts(self) -> tuple[str, str]:
        """Both sentences."""
        return self.one, self.two


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence in tokens, each with a tag."""

    id: str
    tokens: tuple[str, ...]
    tags: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.tokens) != len(self.tags) or not self.tokens:
            raise BadRecord(f"{self.id}: {len(self.tokens)} tokens and {len(self.tags)} tags", "each token has a tag")

    @property
    def texts(self) -> tuple[str]:
        """The sentence."""
        return (" ".join(self.tokens),)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence alone."""

    id: str
    text: str

    @property
    def texts(self) -> tuple[str]:
        """The sentence."""
        return (self.text,)


@dataclass(frozen=True, slots=True)
class Question:
    """A question on a text; `answers` are passages of it that begin at `starts` (in characters); none: it has no answer."""

    id: str
    question: str
    context: str
    answers: tuple[str, ...]
    starts: tuple[int, ...]

    @property
    def texts(self) -> tuple[str, str]:
        """The question, and the text that it is on."""
        return self.question, self.context


Labelled = Pair | Choice
"""What is tested on by its label."""
Row = Labelled | Translation | Scored | Tagged | Line | Question


def scored_of(row: Mapping[str, Any]) -> Scored:
    """The pair in a row of the STS benchmark, whose scores go from 0 to 5. Raises BadRecord on another score.

    >>> scored_of({"id": "1", "sentence1": "a", "sentence2": "b", "score": 2.5}).score
    0.5
    """
    sides = str(row["sentence1"]).strip(), str(row["sentence2"]).strip()
    return Scored(str(row["id"]), *sides, _unit(row, "score", 0.0, _STSB_HIGHEST))


def tagged_of(row: Mapping[str, Any], field: str = "tags", names: Sequence[str] = ()) -> Tagged:
    """The sentence in a row of `tokens` and of tags in a `field`; `names` are those of tags that are numbers.

    Raises BadRecord on a number without a name.
    """
    tags = [_tag(tag, names, str(row["id"])) for tag in row[field]]
    return Tagged(str(row["id"]), tuple(map(str, row["tokens"])), tuple(tags))


def _tag(tag: Any, names: Sequence[str], where: str) -> str:
    if isinstance(tag, str):
        return tag
    if 0 <= int(tag) < len(names):
        return names[int(tag)]
    raise BadRecord(
        f"tag {int(tag)} of {where} is no name of a tag", "name them in labels, in the order of their numbers"
    )


def sick_pair(row: Mapping[str, Any], language: str) -> Pair:
    """The labelled pair of SICK in a language; Japanese was labelled anew (JSICK).

    Raises BadRecord where the label that JSICK has for the English pair is not SICK's: JSICK's ids mean other pairs
    in parts of the data, so that its sentences belong to a row only where the English ones agree.
    """
    if language == "ja" and row["label_en_jsick"] != row["label"]:
        raise BadRecord(f"the Japanese side of {row['id']} is of another pair", "join by the English text, not by id")
    label = row.get(f"label_{language}", row["label"])
    premise, hypothesis = row[language]
    return pair_of({"id": row["id"], "premise": premise, "hypothesis": hypothesis, "label": label})


def sick_scored(row: Mapping[str, Any], language: str) -> Scored:
    """The pair of SICK in a language with its relatedness, which goes from 1 to 5."""
    one, two = row[language]
    return Scored(str(row["id"]), one.strip(), two.strip(), _unit(row, "relatedness", _SICK_LOWEST, _SICK_HIGHEST))


def _unit(row: Mapping[str, Any], name: str, lowest: float, highest: float) -> float:
    score = row[name]
    if isinstance(score, bool) or not isinstance(score, int | float) or not lowest <= score <= highest:
        raise BadRecord(f"{name} {score!r} of {row['id']} is not from {lowest:g} to {highest:g}")
    return (float(score) - lowest) / (highest - lowest)
