"""Claims held against passages: each passage as a whole first, and sentence by sentence where that can matter.

The mean of both calls fewer claims supported that are not than the passage alone does (docs/benchmarks.md). The second
look is taken only where it could still lift the mean to a stance, so that leaving it out loses none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from litsynth.config import VerifySettings
from litsynth.ports import Entailer, Progress
from litsynth.records import Judgement
from litsynth.verify.pooling import JudgedWindow, mixture, rationale
from litsynth.verify.queue import Pair, ask_once
from litsynth.verify.windows import TITLES, Window, passages_of, window_text


@dataclass(frozen=True, slots=True)
class Held:
    """A claim held against a passage, of which the model reads `text`.

    `sentences` are those of the passage, and `lead` what stands before one that is read alone. With no or one sentence,
    as a table row, a passage is read as a whole only.
    """

    claim: str
    text: str
    sentences: tuple[str, ...] = ()
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a passage says of a claim, and the sentences that say it: positions in the passage, rising.

    The judgement is `truncated` where any premise that it rests on was cut.
    """

    judgement: Judgement
    rationale: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Readings:
    """A reading for each pair that was held, in order; how many distinct questions that took, and how many were cut."""

    readings: tuple[Reading, ...]
    pairs: int
    truncated: int


def held_against_given(claim: str, sentences: Sequence[str], title: str) -> list[tuple[tuple[int, ...], Held]]:
    """The passages of evidence that was given as sentences, each with the sentences, by index, that it holds."""
    lead = title if TITLES else ""
    texts = [(rows, tuple(sentences[row] for row in rows)) for rows in passages_of(sentences)]
    return [(rows, Held(claim, window_text(lead, found), found, lead)) for rows, found in texts]


def judge_passages(held: Sequence[Held], entailer: Entailer, settings: VerifySettings, progress: Progress) -> Readings:
    """What each passage says of its claim, by one queue of distinct questions for a first and one for a second look."""
    first = ask_once("verifying", ((one.text, one.claim) for one in held), entailer, progress)
    again = [row for row, one in enumerate(held) if _can_matter(one, first[one.text, one.claim], settings)]
    pairs = {pair for row in again for pair in _alone(held[row])}
    second = ask_once("reading closely", pairs, entailer, progress) if pairs else {}
    closely = set(again)
    readings = tuple(
        _closely(one, first, second, settings) if row in closely else _at_once(one, first)
        for row, one in enumerate(held)
    )
    truncated = sum(judgement.truncated for known in (first, second) for judgement in known.values())
    return Readings(readings, len(first) + len(second), truncated)


def _can_matter(held: Held, whole: Judgement, settings: VerifySettings) -> bool:
    # The mean of a probability and of one that is at most 1.
    return len(held.sentences) > 1 and (
        whole.entailment >= 2 * settings.support - 1 or whole.contradiction >= 2 * settings.refute - 1
    )


def _alone(held: Held) -> list[Pair]:
    return [(window_text(held.lead, [sentence]), held.claim) for sentence in held.sentences]


def _at_once(held: Held, first: dict[Pair, Judgement]) -> Reading:
    return Reading(first[held.text, held.claim], tuple(range(len(held.sentences))))


def _closely(
    held: Held, first: dict[Pair, Judgement], second: dict[Pair, Judgement], settings: VerifySettings
) -> Reading:
    whole = first[held.text, held.claim]
    alone = [
        JudgedWindow(Window(1, (at,), premise), second[premise, claim])
        for at, (premise, claim) in enumerate(_alone(held))
    ]
    support, _, refute = mixture([*alone, JudgedWindow(Window(0, tuple(range(len(alone))), held.text), whole)])
    cut = whole.truncated or any(piece.judgement.truncated for piece in alone)
    against = refute > support
    threshold = settings.refute if against else settings.support
    sure = any((one.judgement.contradiction if against else one.judgement.entailment) >= threshold for one in alone)
    # Where no sentence carries the stance alone, they carry it together.
    found = sorted(rationale(alone, against, threshold)) if sure else range(len(alone))
    return Reading(Judgement(support, 1 - support - refute, refute, cut), tuple(found))
