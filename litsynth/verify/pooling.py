"""What the judgements of a piece of evidence's windows together say of a claim, and which sentences say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, log1p

from litsynth.records import Judgement
from litsynth.verify.windows import Window, WindowPlan

Probabilities = tuple[float, float, float]
"""That the evidence supports, says nothing of, and refutes the claim; they sum to 1."""

# Log-odds beyond this are a float's rounding, not evidence; the embedded verifier reaches about 7.
_LARGEST_LOG_ODDS = 8.0
_MOST_RATIONALE_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class JudgedWindow:
    """A window with the model's judgement of the claim against it."""

    window: Window
    judgement: Judgement


def strongest(judged: Sequence[JudgedWindow]) -> Probabilities:
    """The most that any window says for and against: neutral is that neither holds, then all are scaled to sum to 1.

    No windows say nothing.
    """
    support = max((piece.judgement.entailment for piece in judged), default=0.0)
    refute = max((piece.judgement.contradiction for piece in judged), default=0.0)
    neither = (1 - support) * (1 - refute)
    total = support + neither + refute
    return support / total, neither / total, refute / total


def whole(judged: Sequence[JudgedWindow]) -> Probabilities:
    """What the whole evidence, judged at once, says; the strongest windows where it was not judged at once."""
    for piece in judged:
        if piece.window.size == 0:
            return piece.judgement.entailment, piece.judgement.neutral, piece.judgement.contradiction
    return strongest(judged)


def mixture(judged: Sequence[JudgedWindow]) -> Probabilities:
    """The mean of what the strongest windows and what the whole say."""
    one, other = strongest([piece for piece in judged if piece.window.size]), whole(judged)
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2, (one[2] + other[2]) / 2


def features(judged: Sequence[JudgedWindow], plan: WindowPlan) -> tuple[float, ...]:
    """What a fitted pooling sees: log-odds of the strongest support and refutation at each size, and log(1 + windows).

    The number of windows is there because the maximum of fifty is not the maximum of three. A size that was not
    judged, as all are for empty evidence, counts as the least log-odds.
    """
    sizes = [*plan.sizes, *([0] if plan.whole else [])]
    values: list[float] = []
    for size in sizes:
        pieces = [piece.judgement for piece in judged if piece.window.size == size]
        values.append(max((_log_odds(judgement.entailment) for judgement in pieces), default=-_LARGEST_LOG_ODDS))
        values.append(max((_log_odds(judgement.contradiction) for judgement in pieces), default=-_LARGEST_LOG_ODDS))
    return (*values, log1p(len(judged)))


def rationale(judged: Sequence[JudgedWindow], refutes: bool, threshold: float) -> tuple[int, ...]:
    """The sentences that a stance rests on, best first, at most three: the best one, and others above the threshold.

    A sentence's score is the highest probability of the stance in a window of the smallest size that was judged and
    that holds it.
    """
    sized = [piece for piece in judged if piece.window.size] or list(judged)
    smallest = min((piece.window.size for piece in sized), default=0)
    scores: dict[int, float] = {}
    for piece in sized:
        if piece.window.size == smallest:
            score = piece.judgement.contradiction if refutes else piece.judgement.entailment
            for sentence in piece.window.sentences:
                scores[sentence] = max(score, scores.get(sentence, 0.0))
    ranked = sorted(scores, key=lambda sentence: (-scores[sentence], sentence))
    best = ranked[:_MOST_RATIONALE_SENTENCES]
    return tuple(sentence for rank, sentence in enumerate(best) if not rank or scores[sentence] >= threshold)


def _log_odds(probability: float) -> float:
    if probability <= 0:
        return -_LARGEST_LOG_ODDS
    if probability >= 1:
        return _LARGEST_LOG_ODDS
    return max(-_LARGEST_LOG_ODDS, min(_LARGEST_LOG_ODDS, log(probability / (1 - probability))))
