"""Long evidence judged piece by piece: windows of sentences, and what their judgements together say of a claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, log1p

from litsynth.records import Judgement

Probabilities = tuple[float, float, float]
"""That the evidence supports, says nothing of, and refutes the claim; they sum to 1."""

# Log-odds beyond this are a float's rounding, not evidence; the embedded verifier reaches about 7.
_LARGEST_LOG_ODDS = 8.0
_MOST_RATIONALE_SENTENCES = 3
_ENDS = (".", "?", "!")


@dataclass(frozen=True, slots=True)
class WindowPlan:
    """`sizes`: lengths of the windows in sentences. `whole`: judge all sentences together as well.

    `title`: put the title in front of every window.
    """

    sizes: tuple[int, ...] = (1, 3)
    whole: bool = True
    title: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring sentences, by index, and the text that is judged; `size` is 0 for the whole evidence."""

    size: int
    sentences: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class JudgedWindow:
    """A window with the model's judgement of the claim against it."""

    window: Window
    judgement: Judgement


def windows_of(sentences: Sequence[str], title: str, plan: WindowPlan) -> tuple[Window, ...]:
    """The windows of a plan in order of size, the whole last. Any two neighbours share a window of each size above 1.

    A size that the evidence does not reach gives one window of all that there is. Empty evidence has no windows.

    >>> [window.sentences for window in windows_of(["A.", "B.", "C.", "D."], "", WindowPlan(sizes=(3,)))]
    [(0, 1, 2), (1, 2, 3), (0, 1, 2, 3)]
    """
    if not sentences:
        return ()
    lead = [title if title.endswith(_ENDS) else f"{title}."] if plan.title and title else []
    count = len(sentences)
    spans = [(size, start, min(start + size, count)) for size in plan.sizes for start in _starts(count, size)]
    spans += [(0, 0, count)] if plan.whole else []
    return tuple(
        Window(size, tuple(range(start, end)), " ".join(" ".join([*lead, *sentences[start:end]]).split()))
        for size, start, end in spans
    )


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


def _starts(count: int, size: int) -> list[int]:
    last = max(0, count - size)
    starts = list(range(0, last + 1, max(1, size - 1)))
    return starts if starts[-1] == last else [*starts, last]


def _log_odds(probability: float) -> float:
    if probability <= 0:
        return -_LARGEST_LOG_ODDS
    if probability >= 1:
        return _LARGEST_LOG_ODDS
    return max(-_LARGEST_LOG_ODDS, min(_LARGEST_LOG_ODDS, log(probability / (1 - probability))))
