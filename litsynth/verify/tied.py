"""Whose a figure is, in a sentence that tells several of several things: "A reaches 52.9% and B 48.2%"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from litsynth.labels import labels_of
from litsynth.protocol import LANGUAGES
from litsynth.quantities import find_quantities, same_figure
from litsynth.records import Quantity, Span
from litsynth.text import split_sentences

# Data named with its language, as in "English MNLI".
_DATA = "training data"
_HAVING = "with or without"
_KINDS = ("system", "size", "dataset", "language", "setting", "technique", _HAVING, _DATA)
_LANGUAGES = frozenset(name.lower() for name in LANGUAGES.values())
# With more figures a sentence is a list or a broken table, and each is held against all others.
_MOST_FIGURES = 40
# What follows is told of something else, where it names something of the kind.
_TURN = re.compile(r"[,;]?\s+(?:while|whereas|but)\s|;\s")
# "With English prompts, ..." is told of the whole sentence.
_WITH = re.compile(r"\b(?:([Ww]ithout|w/o|with no)|with(?!\s+(?:\d|an?\b)))(?=\W|$)")
# "8.8 points for A, 10.4 for B", "75.3% (large), 70.5% (small)": what a figure is of comes behind it.
_BEHIND = re.compile(
    r"\s*\(?|\W*(?:(?!and\b|or\b)[a-z1]+\W+){0,6}?(?:for|with|in|on|of|by)\W+(?:(?:the|average|mean|zero-shot)\W+)*",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\s*\(([A-Za-z][\w .-]{0,30})\)")
_UP_TO = re.compile(r"[^,;()]{0,60}")
_AGAINST = re.compile(r"\W*(?:against|versus|vs\.?|compared (?:to|with))\W*", re.IGNORECASE)
_TO = re.compile(r"\W*to\W*", re.IGNORECASE)

Names = frozenset[str]
_NONE: Names = frozenset()


@dataclass(frozen=True, slots=True)
class _Name:
    kind: str
    name: str
    start: int


@dataclass(frozen=True, slots=True)
class _Tie:
    """A figure, what its sentence ties it to, by kind, and what it ties other figures to.

    `note`: what stands in brackets behind the figure; `notes`: behind others.
    """

    figure: Quantity
    own: dict[str, Names]
    others: dict[str, Names]
    note: str
    notes: Names


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
    for mine in _ties(claim):
        found = [
            _other(mine, tie) or _noted(claim, tie)
            for tie in told
            if same_figure(mine.figure, tie.figure).answer == "yes"
        ]
        if found and all(found):
            return found[0]
    return ""


def _other(mine: _Tie, theirs: _Tie) -> str:
    for kind in _KINDS:
        own = theirs.own[kind]
        strange = mine.own[kind] & theirs.others[kind]
        if strange and (own or kind == _DATA) and not mine.own[kind] & own:
            return f"{kind}: {', '.join(sorted(strange))} / {', '.join(sorted(own)) or 'other data'}"
    return ""


def _noted(claim: str, theirs: _Tie) -> str:
    """What the claim says of what stands behind another figure in brackets: "69.1% (small), 83.7% (XXL)"."""
    said = [note for note in sorted(theirs.notes) if re.search(rf"\b{re.escape(note)}\b", claim, re.IGNORECASE)]
    own = theirs.note and re.search(rf"\b{re.escape(theirs.note)}\b", claim, re.IGNORECASE)
    return f"in brackets: {', '.join(said)} / {theirs.note}" if said and theirs.note and not own else ""


# The same sentences are held against claim after claim.
@lru_cache(maxsize=4096)
def _ties(sentence: str) -> tuple[_Tie, ...]:
    """The scores and gains of a sentence, each with what it is told of."""
    figures = list(find_quantities(sentence))
    if not 0 < len(figures) <= _MOST_FIGURES:
        return ()
    named = [*_named(sentence), *_having(sentence)]
    own = {kind: _tied(sentence, figures, [name for name in named if name.kind == kind]) for kind in _KINDS}
    ties = []
    notes = [_note(sentence, figure.span.end) for figure in figures]
    for row, figure in enumerate(figures):
        rest = [at for at, other in enumerate(figures) if same_figure(figure, other).answer != "yes"]
        others = {kind: _NONE.union(*(own[kind][at] for at in rest)) for kind in _KINDS}
        noted = frozenset(filter(None, (notes[at] for at in rest)))
        ties.append(_Tie(figure, {kind: own[kind][row] for kind in _KINDS}, others, notes[row], noted))
    return tuple(ties)


def _note(sentence: str, end: int) -> str:
    found = _NOTE.match(sentence, end)
    return found[1] if found else ""


def _named(sentence: str) -> Iterator[_Name]:
    labels = [label for label in labels_of(sentence) if not label.negated]
    # Where no system of the inventory is named, other names are those of systems as a rule.
    unlisted = not any(label.kind == "system" for label in labels)
    for label in labels:
        yield _Name("system" if label.kind == "name" and unlisted else label.kind, label.name, label.start)
        before = sentence[: label.start].split()
        if label.kind == "dataset" and before and before[-1].lower() in _LANGUAGES:
            yield _Name(_DATA, f"{before[-1].capitalize()} {label.name}", label.start)


def _having(sentence: str) -> Iterator[_Name]:
    for found in _WITH.finditer(sentence):
        yield _Name(_HAVING, "without" if found[1] else "with", found.start())


def _tied(text: str, figures: Sequence[Quantity], names: Sequence[_Name]) -> list[Names]:
    """For each figure what its clause tells it of, of one kind."""
    edges = [0, *(turn.start() for turn in _TURN.finditer(text)), len(text)]
    found: list[Names] = []
    for start, end in pairwise(edges):
        spans = [figure.span for figure in figures if start <= figure.span.start < end]
        inside = [name for name in names if start <= name.start < end]
        if len(spans) == 1:  # all that the clause names may be what it is of
            found.append(_between(inside, start, end))
            continue
        found += _in_clause(text, spans, inside, start, end) if spans else []
    return found


def _in_clause(text: str, spans: Sequence[Span], names: Sequence[_Name], start: int, end: int) -> list[Names]:
    """What comes right behind a figure, else what was named last before it; of "A beats B, 74 against 59" each in its order."""
    starts, ends = [span.end for span in spans], [*(span.start for span in spans[1:]), end]
    behind = [_behind(text, names, left, right) for left, right in zip(starts, ends, strict=True)]
    first = [name.name for name in names if start <= name.start < spans[0].start]
    held, found = _NONE, []
    for row, (span, after) in enumerate(zip(spans, behind, strict=True)):
        before = _between(names, spans[row - 1].end if row else start, span.start)
        last = behind[row - 1] if row else _NONE
        # Behind a figure that was told of what follows it, what came before that holds no longer.
        held = before - last or (_NONE if last else held)
        found.append(after or held)
        if row and _AGAINST.fullmatch(text[spans[row - 1].end : span.start]):
            # With another number of names nobody knows whose is which.
            found[row - 1 :] = (
                [frozenset({first[0]}), frozenset({first[-1]})] if len(set(first)) == 2 else [_NONE, _NONE]
            )
    return found


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


def _between(names: Sequence[_Name], start: int, end: int) -> Names:
    return frozenset(name.name for name in names if start <= name.start < end)


def _behind(text: str, names: Sequence[_Name], start: int, end: int) -> Names:
    """What is named right behind a figure: "for A", "points in B"."""
    first = next((name for name in names if start <= name.start < end), None)
    if first is None:
        return _NONE
    right_behind = _UP_TO if first.kind == _HAVING else _BEHIND
    return frozenset({first.name}) if right_behind.fullmatch(text[start : first.start]) else _NONE
