"""A claim is no evidence for itself, nor is what its paper repeats of it."""

from litsynth.records import Claim, Passage, Span
from litsynth.text import near_duplicate, split_sentences


def repeats(claim: Claim, passage: Passage) -> bool:
    """Whether a passage is the claim's own sentence over again.

    So it is when it is of the same paper and overlaps the place that the claim was taken from or one that is
    known to say the same (`also_at`), or when one of its sentences is a near-duplicate of the claim's quote. A
    table row is never a near-duplicate of a sentence: it is what the sentence rests on.
    """
    if passage.paper_id != claim.paper_id:
        return False
    if any(_overlap(anchor.span, passage.span) for anchor in (claim.anchor, *claim.also_at)):
        return True
    if passage.table >= 0:
        return False
    return any(near_duplicate(span.of(passage.text), claim.quote) for span in split_sentences(passage.text))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
