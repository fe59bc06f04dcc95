"""Text of papers for an HTML page: which parts are to be marked, which characters it may hold."""

import re
from collections.abc import Iterable

from litsynth.records import Anchor, Claim, Evidence, Span

# Not allowed in HTML (control characters, surrogates), or able to reorder what stands around them (Unicode TR 9).
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_REORDERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def printable(text: str) -> str:
    """The text without characters that a page may not hold or that turn the text around them.

    >>> printable("a\\x00b\\u202ec")
    'a\\ufffdbc'
    """
    return _REORDERING.sub("", _UNPRINTABLE.sub("\ufffd", text))


def marked(text: str, spans: Iterable[Span]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is to be marked; spans that overlap are marked as one.

    >>> marked("from 1 to 2", [Span(5, 6), Span(10, 11)])
    [('from ', False), ('1', True), (' to ', False), ('2', True)]
    """
    pieces: list[tuple[str, bool]] = []
    at = 0
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        start, end = max(at, span.start), min(span.end, len(text))
        if end <= start:
            continue
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:], False))
    return [(piece, is_marked) for piece, is_marked in pieces if piece]


def figures_at(claim: Claim) -> list[Span]:
    """Where the figures of a claim stand in its text; their own places are in what its paper says, nothing resolved."""
    if claim.text == claim.said:
        return [quantity.span for quantity in claim.quantities]
    found: list[Span] = []
    at = 0
    for quantity in sorted(claim.quantities, key=lambda one: one.span.start):
        match = re.compile(rf"(?<![\w.]){re.escape(quantity.text)}(?!\w)").search(claim.text, at)
        if match is not None:
            found.append(Span(*match.span()))
            at = match.end()
    return found


def cells_of(piece: Evidence) -> list[tuple[str, bool]]:
    """The cells of a table row that is evidence, each with whether a number of the claim was found in it.

    Empty for evidence that is no table row.
    """
    anchor: Anchor = piece.anchor
    if piece.passage.table < 0:
        return []
    found = {number for check in piece.numbers if check.agree for number in _NUMBER.findall(check.evidence)}
    cells = [cell.strip() for cell in anchor.exact.split(" | ")]
    return [(cell, bool(found & set(_NUMBER.findall(cell)))) for cell in cells]
