"""The strongest evidence against a finding."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from litsynth.records import Claim, Evidence, Objection, Verdict

_WEIGHT = {"refutes": 0, "opposite": 1, "differs": 2}


def strongest_against(
    claim_ids: Sequence[str],
    opposite: Iterable[str],
    claims: Mapping[str, Claim],
    verdicts: Mapping[str, Verdict],
) -> Objection | None:
    """Of a finding with these claims the weightiest objection, the most confident first; None where there is none.

    `opposite` are the supported claims that say the contrary of the same thing. A passage of another protocol counts only
    where it prints another number.
    """
    found = [
        *(
            _piece(claim_id, piece)
            for claim_id in claim_ids
            for piece in verdicts[claim_id].evidence
            if piece.stance == "refutes"
        ),
        *(_opposite(claims[claim_id], verdicts[claim_id]) for claim_id in opposite if claim_id not in claim_ids),
        *_elsewhere(claim_ids, verdicts),
    ]
    return min(found, key=lambda one: (_WEIGHT[one.kind], -one.confidence, one.claim_id, one.text), default=None)


def _piece(claim_id: str, piece: Evidence) -> Objection:
    kind = "refutes" if piece.stance == "refutes" else "differs"
    text = piece.anchor.exact if piece.passage.table < 0 else piece.passage.text
    return Objection(kind, claim_id, piece.anchor.paper_id, text, piece.confidence, piece.why)  # type: ignore[arg-type]


def _opposite(claim: Claim, verdict: Verdict) -> Objection:
    return Objection("opposite", claim.claim_id, claim.paper_id, claim.text, verdict.confidence)


def _elsewhere(claim_ids: Sequence[str], verdicts: Mapping[str, Verdict]) -> Iterator[Objection]:
    for claim_id in claim_ids:
        for piece in verdicts[claim_id].evidence:
            if piece.stance == "different protocol" and any(not check.agree for check in piece.numbers):
                yield _piece(claim_id, piece)
