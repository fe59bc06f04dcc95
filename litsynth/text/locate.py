"""A quote found again in a document: W3C TextQuote and TextPosition selectors, forgiving of typesetting only."""

import re
from collections.abc import Iterator
from functools import lru_cache

from litsynth.records import Anchor, Document, Span
from litsynth.text.folding import Folded, fold
from litsynth.text.quotes import near_duplicate
from litsynth.text.tex import CITATION

_SIGNS = frozenset("+-±~<>≤≥≈∓$€£¥")
_PER_CENT = frozenset("%‰°")
_DOCUMENTS_IN_MEMORY = 8
_LOST = 2  # characters at a quote's edge
_NEIGHBOURS = 24  # characters on either side that may tell that a number or word goes on
# What a `\cite` or `\ref` may print, folded: brackets, a name with its year, a number; or nothing.
_CITED = (
    r"(?:\([^()]{1,200}\)|\[[^\[\]]{1,200}\]|[^\W\d_][^\d%()]{1,60}\(?(?:19|20)\d\d[a-z]?\)?|[A-Z]?\d{1,2}(?:\.\d)?)?"
)
_YEAR = r"(?:19|20)\d\d[a-z]?"
_MARKS = re.compile(
    rf"\([^\W\d_][^()\d]{{0,120}}{_YEAR}(?:[;,]\s?(?:[^\W\d_][^()\d]{{0,120}})?{_YEAR})*\)"
    r"|\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\]|\[[\w:./+-]*[a-z][\w:./+-]*(?:; [\w:./+-]+)*\]"
)
_context = lru_cache(64)(fold)
_folded = lru_cache(_DOCUMENTS_IN_MEMORY)(fold)


def locate(quote: str, document: Document, prefix: str = "", suffix: str = "", start: int | None = None) -> Span | None:
    """Where `quote` stands in `document.text`; None where it does not.

    Ligatures, hyphenation, spacing, quotation marks, dashes and TeX's markup may differ; digits, decimal points, signs,
    percent signs and letters may not, and no word or number is cut in two. Of several places the one is taken whose
    surroundings are most like `prefix` and `suffix`, and of equals the nearest to the offset `start`, or the first.
    A citation that stands in the quote as TeX may be printed in any form.

    >>> document = Document("file:1", "", "It gains 1.8 points on multi-\\nlingual tasks.", "pdf", (), ())
    >>> locate("gains 1.8 points on multilingual tasks", document), locate("gains 1.3 points", document)
    (Span(start=3, end=43), None)
    """
    quote = quote.strip()
    text, context, wanted = document.text, (prefix, suffix), fold(quote).text
    found = None
    if quote and text.count(quote) == 1:
        at = text.find(quote)
        left = max(0, at - _NEIGHBOURS)
        window = text[left : at + len(quote) + _NEIGHBOURS]
        near = _nearest(fold(window), window, wanted, context, None)
        found = None if near is None else Span(left + near.start, left + near.end)
    found = found or _nearest(_folded(text), text, wanted, context, start)
    return None if found is None else _with_edges(found, quote, text)


def relocate(anchor: Anchor, document: Document) -> Span | None:
    """Where the anchor's quote stands in a document of its paper, the one that it was taken from or another substrate.

    Between substrates citation marks may differ too, and, failing all else, the sentence is taken that has the same
    numbers and (almost) the same words.
    """
    if anchor.substrate == document.substrate:
        if anchor.span.of(document.text) == anchor.exact:
            return anchor.span
        return locate(anchor.exact, document, anchor.prefix, anchor.suffix, anchor.span.start)
    found = locate(anchor.exact, document, anchor.prefix, anchor.suffix)
    if found is None:
        unmarked = _folded(_without_marks(document.text))
        quote = fold(_without_marks(anchor.exact)).text
        found = _nearest(unmarked, document.text, quote, (anchor.prefix, anchor.suffix), None)
    return found or _said_alike(anchor.exact, document)


def _with_edges(found: Span, quote: str, text: str) -> Span:
    """The place with the hyphen or bar at the quote's edge that folding loses, where the quote stands there verbatim."""
    at = text.find(quote, max(0, found.start - _LOST), found.start + len(quote))
    return Span(at, at + len(quote)) if 0 <= at <= found.start and found.end <= at + len(quote) else found


def _said_alike(quote: str, document: Document) -> Span | None:
    spans = (sentence.span for sentence in document.sentences)
    alike = [span for span in spans if near_duplicate(quote, span.of(document.text))]
    return min(alike, key=lambda span: abs(span.end - span.start - len(quote)), default=None)


def _without_marks(text: str) -> str:
    """The text with spaces in the place of its citation marks."""
    return _MARKS.sub(lambda found: " " * len(found.group()), text)


def _nearest(folded: Folded, text: str, quote: str, context: tuple[str, str], start: int | None) -> Span | None:
    # A hyphen at a quote's edge may stand between letters in the document, and so be lost there.
    for wanted in dict.fromkeys((quote, _without_loose_hyphens(quote))):
        places = [place for place in _places(folded, wanted) if _is_whole(folded, text, *place)]
        if places:
            break
    if not places:
        return None
    if len(places) > 1:
        before, after = (_context(part).text for part in context)

        def rank(place: tuple[int, int]) -> tuple[int, int]:
            first, last = place
            # The space that keeps two numbers apart is in neither fold of the two sides alone.
            likeness = _common(folded.text[max(0, first - 1 - len(before)) : first].rstrip(" ")[::-1], before[::-1])
            likeness += _common(folded.text[last : last + 1 + len(after)].lstrip(" "), after)
            return -likeness, 0 if start is None else abs(int(folded.places[first]) - start)

        places.sort(key=rank)
    first, last = places[0]
    return Span(int(folded.places[first]), int(folded.places[last - 1]) + 1)


def _without_loose_hyphens(quote: str) -> str:
    """The quote without a hyphen at its edge that is no sign, since a letter is beside it."""
    if len(quote) > 1 and quote[0] == "-" and quote[1].isalpha():
        quote = quote[1:]
    return quote[:-1] if len(quote) > 1 and quote[-1] == "-" and quote[-2].isalpha() else quote


def _places(folded: Folded, quote: str) -> Iterator[tuple[int, int]]:
    parts = [re.escape(part) for part in quote.split(CITATION)]
    if len(parts) > 1:
        if any(parts):
            yield from (found.span() for found in re.finditer(_CITED.join(parts), folded.text))
        return
    at = folded.text.find(quote) if quote else -1
    while at >= 0:
        yield at, at + len(quote)
        at = folded.text.find(quote, at + 1)


def _is_whole(folded: Folded, text: str, first: int, last: int) -> bool:
    """Whether a place neither begins nor ends inside a word, a number or a ligature, nor leaves a sign behind."""
    shown, places = folded.text, folded.places
    if first and shown[first - 1] != " " and not _may_begin(shown, first, text[places[first - 1] : places[first] + 1]):
        return False
    return last >= len(shown) or shown[last] == " " or _may_end(shown, last, text[places[last - 1] : places[last] + 1])


def _may_begin(shown: str, first: int, border: str) -> bool:
    """`border` runs from the character in front, as printed, to the place's first one."""
    before, here = shown[first - 1], shown[first : first + 2]
    if len(border) < 2 or (_runs_on(border) and _in_word(before) and _in_word(here[0])):
        return False
    if not (here[0].isdigit() or (here[0] in ".," and here[1:].isdigit())):
        return True
    if before in _SIGNS and (_runs_on(border) or border[0] in "−±"):
        return False
    return not (_runs_on(border) and (before.isdigit() or (before in ".," and shown[max(0, first - 2)].isdigit())))


def _may_end(shown: str, last: int, border: str) -> bool:
    """`border` runs from the place's last character to the one behind, as printed."""
    here, after = shown[last - 1], shown[last : last + 2]
    if len(border) < 2 or (_runs_on(border) and _in_word(here) and _in_word(after[0])):
        return False
    if not here.isdigit():
        return True
    return after[0] not in _PER_CENT and not (after[0] in ".," and after[1:].isdigit())


def _runs_on(border: str) -> bool:
    """Whether no space and no hyphen is printed between a border's two characters."""
    return not any(character.isspace() or character in "-|\u2010\u2011\u2013\u2014" for character in border[1:-1])


def _in_word(character: str) -> bool:
    return character.isalnum() and character < "\u0e00"  # from Thai on, many scripts set no spaces between words


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common from their beginning."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
