"""The readings of a claim in the sentences of a paper: neighbouring ones that state all of its figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from litsynth.labels import NameSet, aggregation_of
from litsynth.protocol.aggregation import aggregations_differ
from litsynth.quantities import find_quantities
from litsynth.quantities.precision import last_step
from litsynth.records import Quantity
from litsynth.verify.ranking.asserted import Asserted, Figure
from litsynth.verify.ranking.cells import follows
from litsynth.verify.ranking.lexis import Said, value_of

_REACH = 4
"""Sentences between which the figures of one claim may be spread."""
_LEAST = 0.1
"""Share of a claim's words that the sentences have at least."""
_ROOM = 1e-9


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure and where a sentence states it: the sentence's position, and the spans of the number there."""

    figure: Figure
    sentence: int
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """All figures of a claim, stated by sentences that stand together."""

    stated: tuple[Stated, ...]

    @property
    def window(self) -> tuple[int, ...]:
        """The positions of the sentences, in order."""
        return tuple(sorted({one.sentence for one in self.stated}))


def tellings(claim: Asserted) -> Iterator[Telling]:
    """Each place of the rarest figure with the nearest places of the others in the same section."""
    sentences = claim.lexis.sentences
    at = {figure: _places(figure, sentences, claim.text) for figure in claim.figures}
    needed = [
        figure for figure in claim.figures if at[figure] or not (figure.in_words or follows(figure, claim.figures))
    ]
    hard = [figure for figure in needed if not figure.in_words]
    if not hard or not all(at[figure] for figure in hard):
        return
    rarest = min(hard, key=lambda figure: len(at[figure]))
    seen = set()
    for first in at[rarest]:
        chosen = []
        for figure in needed:
            near = [one for one in at[figure] if _together(sentences, one.sentence, first.sentence)]
            if near:
                chosen.append(min(near, key=lambda one: abs(one.sentence - first.sentence)))
        telling = Telling(tuple(chosen))
        keys = frozenset().union(*(sentences[at].keys for at in telling.window))
        told = {one.figure for one in chosen} >= set(hard) and claim.share(claim.covered(keys)) >= _LEAST
        if told and telling not in seen:
            seen.add(telling)
            yield telling


def _together(sentences: Sequence[Said], one: int, other: int) -> bool:
    return abs(one - other) <= _REACH and sentences[one].section == sentences[other].section


def _places(figure: Figure, sentences: Sequence[Said], claim: str) -> list[Stated]:
    """Where sentences print a figure, and do not tell it of other runs than the claim does."""
    found, told = [], aggregation_of(figure.quantity, claim)
    for number, sentence in enumerate(sentences):
        spans = tuple(
            (start, end)
            for value, start, end in sentence.numbers
            if prints(figure.quantity, value) and not (told and _of_other_runs(told, sentence.text, start))
        )
        if spans:
            found.append(Stated(figure, number, spans))
    return found


def _of_other_runs(told: NameSet, sentence: str, start: int) -> bool:
    figures = (one for one in find_quantities(sentence) if one.span.start <= start < one.span.end)
    return any(aggregations_differ(told, aggregation_of(one, sentence)) for one in figures)


def prints(asked: Quantity, value: float) -> bool:
    """Whether a printed number is a figure: the same digits, or within a step of a bound."""
    mine = value_of(asked.text)
    wanted = asked.value if mine is None else mine
    if abs(value - wanted) <= _ROOM * max(1.0, abs(wanted)):
        return True
    bound = asked.relation not in ("=", "~") and asked.value
    return bool(bound) and abs(value - asked.value) <= last_step(asked.value) + _ROOM
