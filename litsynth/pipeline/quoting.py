"""What is quoted is in the papers: looked up once more, right before it is printed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from litsynth.errors import OutputFailed
from litsynth.records import Anchor, Claim, Document, Verdict
from litsynth.text import relocate

_TOLD = 3


def refuse_lost_quotes(
    claims: Sequence[Claim], verdicts: Iterable[Verdict], document: Callable[[str], Document]
) -> None:
    """Find again every quote that is printed of claims and of all their evidence.

    Raises OutputFailed, naming the first ones, when a quote is not in its paper's document, stands elsewhere than its
    anchor says, or was read from another substrate than its anchor says.
    """
    anchors = dict.fromkeys((*_of_claims(claims), *(piece.anchor for one in verdicts for piece in one.evidence)))
    lost = [anchor for anchor in anchors if not _stands(anchor, document(anchor.paper_id))]
    if lost:
        told = "; ".join(f"{one.paper_id} at {one.span.start}: {one.exact[:60]!r}" for one in lost[:_TOLD])
        more = f" and {len(lost) - _TOLD} more" if len(lost) > _TOLD else ""
        raise OutputFailed(
            f"nothing was printed: a quote is not where its anchor says: {told}{more}",
            "add the paper again (litsynth corpus add), and report it if that does not help",
        )


def _of_claims(claims: Iterable[Claim]) -> Iterator[Anchor]:
    for claim in claims:
        yield claim.anchor
        yield replace(claim.anchor, exact=claim.quote)
        yield from claim.also_at


def _stands(anchor: Anchor, document: Document) -> bool:
    return anchor.substrate == document.substrate and relocate(anchor, document) == anchor.span
