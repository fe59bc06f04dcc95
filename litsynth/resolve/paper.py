"""The names that a paper has for what its sentences call "our model", "it", "this data set", or by a short form."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

from litsynth.records import Document
from litsynth.resolve.acronyms import expanded, expansions_of
from litsynth.resolve.antecedents import with_antecedent
from litsynth.resolve.baseline import baseline_name, with_baseline
from litsynth.resolve.datasets import DATA_NOUN, data_name, dataset_names, with_data_name
from litsynth.resolve.listed import counted_data
from litsynth.resolve.system import system_name, with_system

_BEFORE = 3
"""Sentences before one, in its paragraph, in which the name that it points back to is looked for."""
_CAPTION = re.compile(r"(?:Figure|Table|Algorithm)\s[\dA-Z?]+[.:]")


@dataclass(frozen=True, slots=True)
class PaperNames:
    """What a paper calls its system, its data set and its baseline: empty where that cannot be told, or there are several.

    `data` are names of data sets that it speaks of, `counted` those that it counts and lists ("two data sets: A and B"),
    by their number, `longs` its short forms (in the singular) with what they stand for.
    """

    system: str = ""
    own_data: str = ""
    baseline: str = ""
    data: frozenset[str] = frozenset()
    counted: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    longs: Mapping[str, str] = field(default_factory=dict)


def names_of(document: Document) -> PaperNames:
    """The names of a paper; none for a digest, in which others write of it."""
    if document.substrate == "digest":
        return PaperNames()
    longs = expansions_of(document.text)
    return PaperNames(
        system=system_name(document),
        own_data=data_name(document),
        baseline=baseline_name(document),
        data=frozenset(name for name in dataset_names(document.text) if _may_name_data(longs.get(name, ""))),
        counted=counted_data(sentence.span.of(document.text) for sentence in document.sentences),
        longs=longs,
    )


def _may_name_data(long: str) -> bool:
    """Not short forms of what a data set is for ("the TE data sets")."""
    return not long or re.search(rf"\b{DATA_NOUN}\b", long, re.IGNORECASE) is not None


def with_names(text: str, before: tuple[str, ...], names: PaperNames) -> str:
    """A sentence with the paper's names for what it leaves to its context; `before` are those before it, the last nearest.

    >>> names = PaperNames(system="DUAL", longs={"SCU": "shared cloze unit"})
    >>> with_names("It needs SCUs.", ("Our model is faster.",), names)
    'It needs SCUs (shared cloze units).'
    >>> with_names("It improves SCUs.", ("Our model is faster.",), names)
    'Our model DUAL improves SCUs (shared cloze units).'
    """
    text = with_antecedent(text, before, names.data, names.counted, names.system)
    text = with_data_name(with_system(text, names.system), names.own_data)
    return expanded(with_baseline(text, names.baseline), names.longs)


def sentences_before(document: Document, offset: int) -> tuple[str, ...]:
    """The sentences before the one that starts at `offset`, of its paragraph, the last nearest; at most three, no captions.

    None of a digest, whose statements stand each for itself.
    """
    if document.substrate == "digest":
        return ()
    at = bisect_left(document.sentences, offset, key=lambda sentence: sentence.span.start)
    found: list[str] = []
    for number in range(at - 1, max(-1, at - 1 - _BEFORE), -1):
        sentence, behind = document.sentences[number], document.sentences[number + 1 : number + 2]
        gap = document.text[sentence.span.end : behind[0].span.start if behind else sentence.span.end]
        said = sentence.span.of(document.text)
        if "\n" in gap or _CAPTION.match(said):
            break
        found.append(said)
    return tuple(found[::-1])
