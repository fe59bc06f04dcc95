"""A few sentences that answer the question, each with the claims it rests on. Extractive: nothing is made up."""

from collections.abc import Sequence

from litsynth.question import Question, stems
from litsynth.records import Claim, Coverage, ReportSentence, Verdict
from litsynth.synthesize.coverage import answers, speaks_of

_MOST_SUPPORTED, _MOST_UNCONFIRMED = 4, 3


def answer_of(
    question: Question, claims: Sequence[Claim], verdicts: Sequence[Verdict], coverage: Coverage, papers: int, read: int
) -> tuple[ReportSentence, ...]:
    """Whether one claim holds the whole question; the supported claims nearest to it; what is nearer but unconfirmed.

    `claims` are in order of rank, taken from `papers` of the `read`. Sentences without claims introduce those that follow.
    """
    by_id = {verdict.claim_id: verdict for verdict in verdicts}
    nearest = _nearest_first(question, claims)
    supported = [claim for claim in nearest if by_id[claim.claim_id].label == "supported"]
    to_the_point = [claim for claim in supported if _speaks_to(question, claim)]
    open_ = [claim for claim in nearest if by_id[claim.claim_id].label == "not enough evidence"]
    disputed = [claim for claim in claims if by_id[claim.claim_id].label in ("refuted", "conflicting")]
    shown = to_the_point[:_MOST_SUPPORTED]
    others = [claim for claim in supported if claim not in to_the_point]
    groups = (
        ("Supported, nearest to the question first:", shown),
        ("Supported, in other words than the question's:", others[: _MOST_SUPPORTED - len(shown)]),
        ("Contradicted by a part of the evidence:", [claim for claim in disputed if _speaks_to(question, claim)]),
        ("Stated, but not confirmed in this run:", open_[:_MOST_UNCONFIRMED]),
    )
    sentences = [_directness(question, coverage, papers, read)]
    for lead, group in groups:
        if group:
            sentences.append(ReportSentence(lead))
            sentences += [ReportSentence(claim.text, (claim.claim_id,)) for claim in group]
    return tuple(sentences)


def _speaks_to(question: Question, claim: Claim) -> bool:
    """Whether a claim holds at least two thirds of one side of the comparison, or of a question without sides."""
    words = set(stems(claim.text))
    sides = [set(stems(side)) for side in question.alternatives] or [set(question.topics)]
    return any(3 * len(side & words) >= 2 * len(side) for side in sides)


def _nearest_first(question: Question, claims: Sequence[Claim]) -> list[Claim]:
    """By how much of each side of the comparison, or else of the whole question, and of its names a claim holds."""
    sides = [set(stems(side)) for side in question.alternatives] or [set(question.topics)]

    def closeness(claim: Claim) -> float:
        words = set(stems(claim.text))
        shares = [len(side & words) / len(side) for side in sides]
        shares += [float(speaks_of(name, claim.text)) for name in question.names]
        return round(answers(question, claim.text) + sum(shares) / len(shares) + claim.relevance, 6)

    return sorted(claims, key=lambda claim: (-closeness(claim), claim.claim_id))


def _directness(question: Question, coverage: Coverage, papers: int, read: int) -> ReportSentence:
    nearest = f"{papers} nearest of {read}" if papers < read else f"{read}"
    said = f"{nearest} paper{'' if read == 1 else 's'} read"
    if coverage.direct:
        return ReportSentence(f"Of the {said}, at least one speaks to the question as a whole.")
    if not question.alternatives:
        return ReportSentence(f"No supported claim in the {said} holds the whole question in its words.")
    # Other words may say the same, so this is said of the words, not of what was measured.
    sides = " and ".join(f"“{side}”" for side in question.alternatives)
    return ReportSentence(f"In the {said}, no one supported claim speaks of {sides} in these words.")
