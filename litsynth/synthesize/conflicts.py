"""Where the literature disagrees with a claim, and whether the two were measured alike."""

from collections.abc import Sequence

from litsynth.records import Claim, Conflict, Evidence, Verdict


def conflicts_of(claims: Sequence[Claim], verdicts: Sequence[Verdict]) -> tuple[Conflict, ...]:
    """Each piece of evidence that refutes a claim or gives another number under a different protocol.

    A difference between the same two statements is listed once, under the claim that ranks first.
    """
    by_id = {verdict.claim_id: verdict for verdict in verdicts}
    found: dict[tuple[str, str], Conflict] = {}
    for claim in claims:
        for piece in by_id[claim.claim_id].evidence:
            if piece.stance in ("refutes", "different protocol"):
                left, right = sorted((claim.quote, piece.anchor.exact))
                found.setdefault((left, right), _conflict(claim, piece))
    return tuple(found.values())


def _conflict(claim: Claim, piece: Evidence) -> Conflict:
    return Conflict(
        claim_id=claim.claim_id,
        statement=claim.text,
        against=piece.anchor.exact if piece.passage.table < 0 else piece.passage.text,
        against_paper=piece.passage.paper_id,
        same_protocol=piece.stance == "refutes",
        why=piece.why,
    )
