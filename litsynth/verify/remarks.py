"""What a claim says beyond its figures, and which of that its figures or the rows they stand in settle."""

import re
from collections.abc import Sequence
from dataclasses import replace

from litsynth.quantities import BAND_AVERAGE
from litsynth.records import Quantity
from litsynth.verify.contrasts import MARGIN
from litsynth.verify.grid import Entry
from litsynth.verify.pairs import pairs_of
from litsynth.verify.wording import Wording

_SIZES = ("small", "base", "large", "xl", "xxl")
_WITH_SIZE = re.compile(
    r",?\s*so (?:the|its|their) (?:gain|gap|difference|advantage)s? "
    r"(?:(?P<falls>shrinks?|falls?|gets? smaller)|(?:grows?|rises?|gets? larger)) with (?:the )?(?:model )?size\b",
    re.IGNORECASE,
)
_HARDLY = re.compile(r"\bhardly (?:changes?|moves?|matters?)\b", re.IGNORECASE)
# "X, an encoder to which others were aligned, reaches": a description of what stands before it.
_APPOSITION = re.compile(r"(?<=[\w)]), an? (?P<told>[^,;.\d]*\b(?:which|whose|where)\b[^,;.\d]*),", re.IGNORECASE)


def beyond(wording: Wording, figures: Sequence[Quantity]) -> str:
    """The first word of what the claim says beyond its figures, less remarks that they imply; empty when it says no more.

    Implied are a gain that shrinks or grows with size, where the figures do in the order of the sizes named, and
    scores that hardly change, where they stay within the noise of a rerun. What describes a system is left to
    `described`.
    """
    text = MARGIN.sub("", wording.text)
    remark = _WITH_SIZE.search(text)
    if remark and _runs_with_size(wording, figures, bool(remark.group("falls"))):
        text = text.replace(remark.group(), "")
    pairs = pairs_of(wording, figures)
    hardly = _HARDLY.search(text)
    if hardly and pairs and abs(figures[pairs[0].before].value - figures[pairs[0].after].value) <= BAND_AVERAGE:
        text = text.replace(hardly.group(), "")
    return replace(wording, text=_APPOSITION.sub(",", text)).more


def described(wording: Wording, cells: Sequence[Entry]) -> bool:
    """Whether the rows of the cells bear out a description of a system: all that it names, and half of its words."""
    found = _APPOSITION.search(wording.text)
    if not found:
        return True
    start, end = found.span("told")
    labels = [label for label in wording.labels if start <= label.start < end]
    borne = frozenset().union(*(cell.of_row for cell in cells))
    names = {label.name for label in labels if label.kind not in ("word", "language")}
    words = {label.name for label in labels if label.kind == "word"}
    return names <= borne and 2 * len(words & borne) >= len(words)


def _runs_with_size(wording: Wording, figures: Sequence[Quantity], falls: bool) -> bool:
    sizes = [_SIZES.index(label.name) for label in wording.labels if label.kind == "size"]
    values = [figure.value for figure in figures]
    if len(sizes) != len(values) or len(values) < 2 or sizes != sorted(set(sizes)):
        return False
    return values == sorted(set(values), reverse=falls)
