"""A few sentences that answer the question, each with the claims it rests on. Extractive: nothing is made up."""

from collections.abc import Sequence

from litsynth.question import Question, stems
from litsynth.records import Claim, Coverage, ReportSentence, Verdict
from litsynth.synthesize.coverage import answers

_MOST_CLAIMS = 4


def answer_of(
    question: Question, claims: Sequence[Claim], verdicts: Sequence[Verdict], coverage: Coverage, papers: int
) -> tuple[ReportSentence, ...]:
    """Whether the question was measured directly, the supported claims nearest to it, and what stands against them.

    `claims` are in order of rank, `papers` is how many were read.
    """
    by_id = {verdict.claim_id: verdict for verdict in verdicts}
    supported = [claim for claim in claims if by_id[claim.claim_id].label == "supported"]
    ordered = sorted(supported, key=lambda claim: -_closeness(question, claim))
    chosen = ordered[:_MOST_CLAIMS]
    sentences = [_directness(question, coverage, papers, bool(chosen))]
    sentences += [ReportSentence(claim.text, (claim.claim_id,)) for claim in chosen]
    disputed = [claim for claim in claims if by_id[claim.claim_id].label in ("refuted", "conflicting")]
    if disputed:
        ids = tuple(claim.claim_id for claim in disputed)
        sentences.append(ReportSentence(f"{_count(len(ids), 'claim')} of this set stand against other evidence.", ids))
    return tuple(sentences)


def _closeness(question: Question, claim: Claim) -> float:
    # A claim that ties the whole question together comes before one that is merely similar to it.
    shared = len(set(question.topics) & set(stems(claim.text))) / len(question.topics)
    return 2.0 * answers(question, claim.text) + shared + claim.relevance + 0.1 * bool(claim.quantities)


def _directness(question: Question, coverage: Coverage, papers: int, any_supported: bool) -> ReportSentence:
    if coverage.direct:
        return ReportSentence(f"{_count(papers, 'paper')} were read; at least one speaks to the question as a whole.")
    subject = f"{question.alternatives[0]} against {question.alternatives[1]}" if question.alternatives else "this"
    where = f" on {' or '.join(question.names)}" if question.alternatives and question.names else ""
    rest = "The nearest supported claims are:" if any_supported else "No claim near the question could be verified."
    return ReportSentence(
        f"No verified claim in the {_count(papers, 'paper')} read compares {subject}{where} directly. {rest}"
        if question.alternatives
        else f"No verified claim in the {_count(papers, 'paper')} read answers {subject} directly. {rest}"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
