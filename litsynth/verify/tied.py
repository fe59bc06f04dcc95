"""Whose a figure is, in a sentence that tells several of several things: "A reaches 52.9% and B 48.2%"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from litsynth.labels import labels_of
from litsynth.protocol import LANGUAGES
from litsynth.quantities import find_quantities, same_figure
from litsynth.records import Quantity
from litsynth.text import split_sentences

_FIGURES = ("score", "percent", "points")
# Data named with its language, as in "English MNLI".
_DATA = "training data"
_KINDS = ("system", "size", "dataset", "language", "setting", _DATA)
_CODES = {name.lower(): code for code, name in LANGUAGES.items()}
# What follows is told of something else, where it names something of the kind.
_TURN = re.compile(r"[,;]?\s+(?:while|whereas|but)\s|;\s")
# "8.8 points for A, 10.4 for B": what a figure is of comes behind it.
_BEHIND = re.compile(r"\W*(?:[a-z1]+\W+){0,4}?(?:for|with|in|on|of|by)\W+(?:the\W+)?", re.IGNORECASE)

Names = frozenset[str]
_NONE: Names = frozenset()


@dataclass(frozen=True, slots=True)
class _Name:
    kind: str
    name: str
    start: int


@dataclass(frozen=True, slots=True)
class _Tie:
    """A figure, what its sentence ties it to, by kind, and what it ties other figures to."""

    figure: Quantity
    own: dict[str, Names]
    others: dict[str, Names]


def tied_elsewhere(claim: str, evidence: str) -> str:
    """What the claim says a figure is of, where the evidence tells that figure of another, as "kind: claim / evidence".

    A figure that the evidence ties to nothing of a kind may be of anything, and one that it tells twice of either.

    >>> told = "BLOOMZ reaches 52.99% and mT0 48.24% average accuracy on XNLI."
    >>> tied_elsewhere("BLOOMZ reaches 48.24% on XNLI.", told), tied_elsewhere("mT0 reaches 48.24% on XNLI.", told)
    ('system: BLOOMZ / mT0', '')
    """
    told = [tie for span in split_sentences(evidence) for tie in _ties(span.of(evidence))]
    for mine in _ties(claim):
        found = [_other(mine, tie) for tie in told if same_figure(mine.figure, tie.figure).answer == "yes"]
        if found and all(found):
            return found[0]
    return ""


def _other(mine: _Tie, theirs: _Tie) -> str:
    for kind in _KINDS:
        own = theirs.own[kind]
        strange = (mine.own[kind] - own) & theirs.others[kind]
        if strange and (own or kind == _DATA):
            return f"{kind}: {', '.join(sorted(strange))} / {', '.join(sorted(own)) or 'other data'}"
    return ""


def _ties(sentence: str) -> list[_Tie]:
    """The scores and gains of a sentence, each with what it is told of."""
    figures = [figure for figure in find_quantities(sentence) if figure.unit in _FIGURES]
    if not figures:
        return []
    named = list(_named(sentence))
    own = {kind: _tied(sentence, figures, [name for name in named if name.kind == kind]) for kind in _KINDS}
    ties = []
    for row, figure in enumerate(figures):
        rest = [at for at, other in enumerate(figures) if same_figure(figure, other).answer != "yes"]
        others = {kind: _NONE.union(*(own[kind][at] for at in rest)) for kind in _KINDS}
        ties.append(_Tie(figure, {kind: own[kind][row] for kind in _KINDS}, others))
    return ties


def _named(sentence: str) -> Iterator[_Name]:
    labels = [label for label in labels_of(sentence) if not label.negated]
    # Where no system of the inventory is named, other names are those of systems as a rule.
    unlisted = not any(label.kind == "system" for label in labels)
    for label in labels:
        yield _Name("system" if label.kind == "name" and unlisted else label.kind, label.name, label.start)
        before = sentence[: label.start].split()
        if label.kind == "dataset" and before and before[-1].lower() in _CODES:
            yield _Name(_DATA, f"{before[-1].capitalize()} {label.name}", label.start)


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
        starts, ends = [start, *(span.end for span in spans)], [*(span.start for span in spans), end]
        before = [_between(inside, left, right) for left, right in zip(starts, ends, strict=True)]
        behind = [_behind(text, inside, left, right) for left, right in zip(starts[1:], ends[1:], strict=True)]
        found += [before[0] | names for names in behind] if all(behind) else _carried(before[:-1])
    return found


def _carried(found: Sequence[Names]) -> list[Names]:
    """What is named before a figure holds on until something else is."""
    held: list[Names] = []
    for names in found:
        held.append(names or (held[-1] if held else _NONE))
    return held


def _between(names: Sequence[_Name], start: int, end: int) -> Names:
    return frozenset(name.name for name in names if start <= name.start < end)


def _behind(text: str, names: Sequence[_Name], start: int, end: int) -> Names:
    """What is named right behind a figure: "for A", "points in B"."""
    first = next((name for name in names if start <= name.start < end), None)
    return frozenset({first.name}) if first and _BEHIND.fullmatch(text[start : first.start]) else _NONE
