"""Claims of an earlier report that today's selection leaves out: what a person has seen does not vanish by rank."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from litsynth.extract import make_claim
from litsynth.records import Candidate, Claim, Document, Paper, Sentence, Span
from litsynth.resolve import PaperNames, names_of
from litsynth.text import locate, relocate


def carried(
    before: Mapping[str, Claim],
    chosen: Sequence[Claim],
    document: Callable[[str], Document],
    papers: Mapping[str, Paper],
    removed: Collection[str],
) -> tuple[tuple[Claim, ...], dict[str, str]]:
    """The claims of `before` that are not `chosen` and still stand in their papers, and why the others do not.

    Both are by id. A claim keeps its id, its kind, its role and its relevance; its place and its numbers are read anew.
    `papers` are all of the corpus, `removed` the ids of those that a person took out.
    """
    there = {claim.claim_id for claim in chosen}
    kept: list[Claim] = []
    gone: dict[str, str] = {}
    for claim in (claim for claim_id, claim in before.items() if claim_id not in there):
        if claim.paper_id not in papers:
            by_hand = claim.paper_id in removed
            gone[claim.claim_id] = f"its paper {'was taken out by hand' if by_hand else 'is no longer in the corpus'}"
            continue
        paper, text = papers[claim.paper_id], document(claim.paper_id)
        again = _found_again(claim, text, paper)
        if again is None:
            gone[claim.claim_id] = _why_gone(paper)
        elif other := next((one for one in chosen if _same_place(one, again)), None):
            gone[claim.claim_id] = f"its sentence is now read otherwise: {other.claim_id}"
        else:
            kept.append(again)
    return tuple(kept), gone


def _found_again(claim: Claim, document: Document, paper: Paper) -> Claim | None:
    """The claim at the place where the document has its quote today; None where it has it no longer."""
    anchor = claim.anchor
    span = locate(claim.quote, document, anchor.prefix, anchor.suffix, anchor.span.start)
    if span is None:
        return None
    names, spans = names_of(document), (relocate(place, document) for place in claim.also_at)
    places = tuple(_made_at(place, claim, document, paper, names).anchor for place in spans if place is not None)
    return replace(_made_at(span, claim, document, paper, names), claim_id=claim.claim_id, also_at=places)


def _made_at(span: Span, claim: Claim, document: Document, paper: Paper, names: PaperNames) -> Claim:
    within = next((one for one in document.sentences if one.span.start <= span.start < one.span.end), None)
    sentence = replace(within, span=span) if within else Sentence(span, 0)
    candidate = Candidate(paper.paper_id, sentence, span.of(document.text), 0.0, claim.relevance)
    return make_claim(candidate, claim.kind, claim.role, document, paper, names, claim.part)


def _why_gone(paper: Paper) -> str:
    if paper.withdrawn:
        return f"its paper was withdrawn ({paper.version}), and what is left does not say it"
    return f"its paper{f' ({paper.version})' if paper.version else ''} no longer says it"


def _same_place(one: Claim, other: Claim) -> bool:
    parts = one.part and other.part and one.part != other.part
    return one.paper_id == other.paper_id and _overlap(one.anchor.span, other.anchor.span) and not parts


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
