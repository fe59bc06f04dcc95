"""A few sentences that answer the question, each with the claims it rests on. Extractive: nothing is made up."""

import math
from collections.abc import Sequence

from litsynth.question import Question, stems
from litsynth.records import Claim, Coverage, ReportSentence, Verdict
from litsynth.synthesize.coverage import answers

_MOST_SUPPORTED, _MOST_UNCONFIRMED = 4, 3


def answer_of(
    question: Question, claims: Sequence[Claim], verdicts: Sequence[Verdict], coverage: Coverage, papers: int
) -> tuple[ReportSentence, ...]:
    """Whether the question was measured directly; the supported claims nearest to it; what is nearer but unconfirmed.

    `claims` are in order of rank, `papers` is how many were read. Sentences without claims introduce those that follow.
    """
    by_id = {verdict.claim_id: verdict for verdict in verdicts}
    nearest = _nearest_first(question, claims)
    supported = [claim for claim in nearest if by_id[claim.claim_id].label == "supported"][:_MOST_SUPPORTED]
    open_ = [claim for claim in nearest if by_id[claim.claim_id].label == "not enough evidence"][:_MOST_UNCONFIRMED]
    disputed = [claim for claim in claims if by_id[claim.claim_id].label in ("refuted", "conflicting")]
    sentences = [_directness(question, coverage, papers)]
    if supported:
        sentences.append(ReportSentence("Supported, nearest to the question first:"))
        sentences += [ReportSentence(claim.text, (claim.claim_id,)) for claim in supported]
    if open_:
        sentences.append(ReportSentence("Stated, but confirmed by nothing else that was read:"))
        sentences += [ReportSentence(claim.text, (claim.claim_id,)) for claim in open_]
    if disputed:
        sentences.append(ReportSentence("Contradicted by other evidence:"))
        sentences += [ReportSentence(claim.text, (claim.claim_id,)) for claim in disputed]
    return tuple(sentences)


def _nearest_first(question: Question, claims: Sequence[Claim]) -> list[Claim]:
    """By the question's content words that a claim holds, rare ones among the claims counting more."""
    held = {claim.claim_id: set(stems(claim.text)) & set(question.topics) for claim in claims}
    count = {topic: sum(topic in words for words in held.values()) for topic in question.topics}
    weight = {topic: math.log(1 + len(claims) / count[topic]) for topic in question.topics if count[topic]}
    total = sum(weight.values()) or 1.0

    def closeness(claim: Claim) -> float:
        shared = sum(weight[topic] for topic in held[claim.claim_id]) / total
        return round(2.0 * answers(question, claim.text) + shared + claim.relevance, 6)

    return sorted(claims, key=lambda claim: (-closeness(claim), claim.claim_id))


def _directness(question: Question, coverage: Coverage, papers: int) -> ReportSentence:
    read = f"{papers} paper{'' if papers == 1 else 's'}"
    if coverage.direct:
        return ReportSentence(f"Of the {read} read, at least one speaks to the question as a whole.")
    if not question.alternatives:
        return ReportSentence(f"No supported claim in the {read} read answers the question as a whole.")
    sides = " with ".join(question.alternatives)
    where = f" on {' or '.join(question.names)}" if question.names else ""
    return ReportSentence(f"No supported claim in the {read} read compares {sides}{where} directly.")
