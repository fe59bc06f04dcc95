"""Whose a figure is, in a sentence that tells several of several things: "A reaches 52.9% and B 48.2%"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from litsynth.labels import NameSet, aggregation_of, figures_told
from litsynth.labels.told import AGGREGATION, DATA, KINDS, MODEL
from litsynth.protocol import mentions
from litsynth.protocol.aggregation import aggregations_differ, aggregations_told
from litsynth.quantities import find_quantities, same_figure
from litsynth.records import Quantity
from litsynth.text import split_sentences
from litsynth.verify.sides import told_ahead

# A system and its size are told apart, and how scores are made of runs has its own comparison.
_KINDS = tuple(kind for kind in KINDS if kind not in (MODEL, AGGREGATION))
_NOTE = re.compile(r"\s*\(([A-Za-z][\w .-]{0,30})\)")
_TO = re.compile(r"\W*to\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Tie:
    """A figure, what its sentence ties it to, by kind, and what it ties other figures to.

    `note`: what stands in brackets behind the figure; `notes`: behind others. `aggregation`: how it was made of runs.
    """

    figure: Quantity
    own: Mapping[str, NameSet]
    others: dict[str, NameSet]
    note: str
    notes: NameSet
    aggregation: NameSet


def tied_elsewhere(claim: str, evidence: str) -> str:
    """What the claim says a figure is of, where the evidence tells that figure of another, as "kind: claim / evidence".

    A figure that the evidence ties to nothing of a kind may be of anything, and one that it tells twice of either. A change
    "from A to B" is not one from B to A.

    >>> told = "BLOOMZ reaches 52.99% and mT0 48.24% average accuracy on XNLI."
    >>> tied_elsewhere("BLOOMZ reaches 48.24% on XNLI.", told), tied_elsewhere("mT0 reaches 48.24% on XNLI.", told)
    ('system: BLOOMZ / mT0', '')
    """
    sentences = [span.of(evidence) for span in split_sentences(evidence)]
    told = [tie for sentence in sentences for tie in _ties(sentence)]
    changes = [pair for sentence in sentences for pair in _changes(sentence)]
    for left, right in _changes(claim):
        if _among(right, left, changes) and not _among(left, right, changes):
            return f"order: from {left.text} to {right.text} / from {right.text} to {left.text}"
    turned = [
        _turned(claim, sentence)
        for sentence in sentences
        if any(same_figure(mine.figure, tie.figure).answer == "yes" for mine in _ties(claim) for tie in _ties(sentence))
    ]
    if turned and all(turned):
        return turned[0]
    for mine in _ties(claim):
        found = [
            _other(mine, tie) or _aggregated(mine, tie) or _noted(claim, tie)
            for tie in told
            if same_figure(mine.figure, tie.figure).answer == "yes"
        ]
        if found and all(found):
            return found[0]
    return ""


def _turned(claim: str, sentence: str) -> str:
    """Two systems that both name, and that the claim has in the other order."""
    here, there = ({one.name for one in mentions("systems", text)} for text in (claim, sentence))
    for one, other in combinations(sorted(here & there), 2):
        mine, theirs = told_ahead(claim, [one], [other]), told_ahead(sentence, [one], [other])
        if mine and theirs and mine != theirs:
            first, second = (one, other) if mine == "better" else (other, one)
            return f"ahead: {first} / {second}"
    return ""


def _other(mine: _Tie, theirs: _Tie) -> str:
    for kind in _KINDS:
        own = theirs.own[kind]
        strange = mine.own[kind] & theirs.others[kind]
        if strange and (own or kind == DATA) and not mine.own[kind] & own:
            return f"{kind}: {', '.join(sorted(strange))} / {', '.join(sorted(own)) or 'other data'}"
    return ""


def _aggregated(mine: _Tie, theirs: _Tie) -> str:
    differ = aggregations_differ(mine.aggregation, theirs.aggregation)
    return aggregations_told(mine.aggregation, theirs.aggregation) if differ else ""


def _noted(claim: str, theirs: _Tie) -> str:
    """What the claim says of what stands behind another figure in brackets: "69.1% (small), 83.7% (XXL)"."""
    said = [note for note in sorted(theirs.notes) if re.search(rf"\b{re.escape(note)}\b", claim, re.IGNORECASE)]
    own = theirs.note and re.search(rf"\b{re.escape(theirs.note)}\b", claim, re.IGNORECASE)
    return f"in brackets: {', '.join(said)} / {theirs.note}" if said and theirs.note and not own else ""


# The same sentences are held against claim after claim.
@lru_cache(maxsize=4096)
def _ties(sentence: str) -> tuple[_Tie, ...]:
    """The scores and gains of a sentence, each with what it is told of."""
    told = figures_told(sentence)
    notes = [_note(sentence, one.figure.span.end) for one in told]
    ties = []
    for one, note in zip(told, notes, strict=True):
        rest = [at for at, other in enumerate(told) if same_figure(one.figure, other.figure).answer != "yes"]
        others = {kind: frozenset[str]().union(*(told[at].of[kind] for at in rest)) for kind in _KINDS}
        beside = frozenset(filter(None, (notes[at] for at in rest)))
        ties.append(_Tie(one.figure, one.of, others, note, beside, aggregation_of(one.figure, sentence)))
    return tuple(ties)


def _note(sentence: str, end: int) -> str:
    found = _NOTE.match(sentence, end)
    return found[1] if found else ""


def _changes(sentence: str) -> list[tuple[Quantity, Quantity]]:
    """The pairs "from A to B" of a sentence."""
    return [
        (left, right)
        for left, right in pairwise(find_quantities(sentence))
        if _TO.fullmatch(sentence[left.span.end : right.span.start])
        and sentence[: left.span.start].rstrip().lower().endswith("from")
    ]


def _among(left: Quantity, right: Quantity, pairs: Sequence[tuple[Quantity, Quantity]]) -> bool:
    return any(
        same_figure(left, one).answer == "yes" and same_figure(right, other).answer == "yes" for one, other in pairs
    )
