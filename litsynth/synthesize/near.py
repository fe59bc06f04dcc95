"""How near a claim is to the question."""

from litsynth.question import Question, stems
from litsynth.records import Claim
from litsynth.synthesize.coverage import answers, speaks_of


def closeness(question: Question, claim: Claim) -> float:
    """By how much of each side of the comparison, or else of the whole question, and of its names a claim holds.

    The higher the nearer: one more for a claim that answers the question as a whole, and its relevance.
    """
    words = set(stems(claim.text))
    shares = [len(side & words) / len(side) for side in _sides(question)]
    shares += [float(speaks_of(name, claim.text)) for name in question.names]
    return round(answers(question, claim.text) + sum(shares) / len(shares) + claim.relevance, 6)


def speaks_to(question: Question, claim: Claim) -> bool:
    """Whether a claim holds at least two thirds of one side of the comparison, or of a question without sides."""
    words = set(stems(claim.text))
    return any(3 * len(side & words) >= 2 * len(side) for side in _sides(question))


def _sides(question: Question) -> list[set[str]]:
    return [set(stems(side)) for side in question.alternatives] or [set(question.topics)]
