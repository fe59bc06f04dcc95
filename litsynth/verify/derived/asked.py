"""What a claim says of one of its figures that evidence may bear out by arithmetic: between what, and in what sense."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from litsynth.quantities import find_quantities
from litsynth.records import Quantity
from litsynth.verify.contrasts import as_margin, contrasts
from litsynth.verify.derived.keys import Keys, marks_of

Way = Literal["difference", "percent", "error", "more", "less"]
"""How a figure relates two others: a − b, that in percent of b, of what b errs; a as a multiple of b, or b of a."""

_SIDE_ENDS = re.compile(
    r",\s|;|\s(?:on|in|for|at|by|under|when|while|and|but|with regard to)\s|\.$|\.\s|\s(?:is|are|was|were)\s"
)
_GAP = re.compile(
    r"\b(?:gap|difference|margin|distance) between (?P<a>.{2,60}?) and (?P<b>.{2,60}?)(?= (?:on|in|is|was|of|amounts)\b)"
)
_OVER = re.compile(r"\bimprov\w+\s(?:over|on|upon)\s+(?P<b>[^,;.]{2,60}?)\s+by\s", re.IGNORECASE)
_MORE = r"larger|bigger|more|longer|slower|higher|greater|as many|as much|as large|as big|as long|as slow|as high"
_LESS = r"smaller|fewer|less|shorter|faster|quicker|lower|as fast|as few|as small|as quick"
_MULTIPLE = re.compile(
    rf"\s*(?:times\s|x\s)?(?:(?P<more>{_MORE})|(?P<less>{_LESS}))\b(?P<of>[^.;,]{{0,40}}?)\s(?:than|as)\s"
    r"(?:that of\s|those of\s)?",
    re.IGNORECASE,
)
_PART = re.compile(r"\s*(?:of\s)?(?:the\s|as many\s|as much\s)?(?P<of>[\w-]+(?:\s[\w-]+)?)\s(?:of|as)\s", re.IGNORECASE)
_BEHIND = re.compile(r"(?:\s(?:points?|%|[A-Z]\w+)){0,2}\s+(?:over|compared (?:to|with)|relative to)\s+")
_SPEED = frozenset({"faster", "quicker", "slower", "as fast", "as quick", "as slow"})
_OF_RIVAL = re.compile(
    r"\b(?:reduc|cut|lower|decreas|rais|increas|improv|boost|lift)\w*\s+(?:the\s)?(?:[\w-]+\s){1,3}?of\s+(?P<b>[^,;.]{2,60}?)\s+by\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure with the two things, as keys, that it is told between; without `reference` it is a change by what is named.

    `sign` is that of the first less the second; 0 where the claim leaves it open. `speed`: what takes less is faster.
    `measure` is what a multiple counts, as the claim words it.
    """

    figure: Quantity
    way: Way
    subject: Keys
    reference: Keys
    sign: int = 0
    speed: bool = False
    measure: str = ""
    names: tuple[str, str] = ("", "")


# A claim is held against passage after passage.
@lru_cache(maxsize=2048)
def asked_of(text: str) -> tuple[Asked, ...]:
    """The gains, multiples and shares of a claim that may follow from two figures, each with what it is told between.

    >>> one, = asked_of("FooNet outperforms BarNet by 2.3 points on XNLI.")
    >>> one.way, sorted(one.subject), sorted(one.reference), one.sign
    ('difference', [('foonet', False)], [('barnet', False)], 1)
    """
    quantities = find_quantities(text)
    margins = {one.figure.span: one for one in contrasts(text, quantities)}
    found = []
    for figure in quantities:
        if figure.unit in ("points", "percent", "score") and figure.span in margins:
            contrast = margins[figure.span]
            told = as_margin(figure, contrast, text)
            found.append(_between(text, told, contrast.subject, contrast.reference))
        elif figure.unit == "percent" and (cue := _MULTIPLE.match(text, figure.span.end)):
            found.append(_less_or_more(text, figure, cue))
        elif figure.unit in ("points", "percent") and (figure.direction or figure.unit == "points"):
            found.append(_change(text, figure))
        if figure.unit == "times" or (figure.unit == "percent" and not figure.direction):
            found.append(_ratio(text, figure))
    return tuple(one for one in found if one)


def _between(text: str, figure: Quantity, left: tuple[int, int], right: tuple[int, int]) -> Asked | None:
    subject, one = _side(text[slice(*left)], last=True)
    reference, other = _side(text[slice(*right)], last=False)
    way = _way(text, figure)
    sign = {"up": 1, "down": -1, "": 0}[figure.direction]
    first, second = _apart(subject, reference)
    if not first or not second:
        return None
    return Asked(figure, way, first, second, sign, names=(one, other))


def _change(text: str, figure: Quantity) -> Asked | None:
    """A gain over what is named behind "over", between two things, or by what the claim is about."""
    if gap := _GAP.search(text):
        return _between(text, figure, gap.span("a"), gap.span("b"))
    behind = _BEHIND.match(text, figure.span.end)
    if behind:
        end = _SIDE_ENDS.search(text, behind.end())
        return _between(text, figure, (0, figure.span.start), (behind.end(), end.start() if end else len(text)))
    lead = text[: figure.span.start]
    over = _OVER.search(lead) or _OF_RIVAL.search(lead)
    if over and _side(over["b"], last=False)[0]:
        return _between(text, figure, (0, over.start()), over.span("b"))
    if not figure.direction:
        return None
    sign = 1 if figure.direction == "up" else -1
    return Asked(figure, _way(text, figure), frozenset(), frozenset(), sign)


def _less_or_more(text: str, figure: Quantity, cue: re.Match[str]) -> Asked | None:
    """ "40% fewer parameters than B"; how much faster something is in percent can be meant in two ways."""
    word = " ".join((cue["more"] or cue["less"]).lower().split())
    if word in _SPEED or word.startswith("as "):
        return None
    end = _SIDE_ENDS.search(text, cue.end())
    told = replace(figure, direction="up" if cue["more"] else "down")
    return _between(text, told, (0, figure.span.start), (cue.end(), end.start() if end else len(text)))


def _way(text: str, figure: Quantity) -> Way:
    if figure.unit != "percent":
        return "difference"
    return "error" if figure.noun == "error" or re.search(r"\berrors?\b", text, re.IGNORECASE) else "percent"


def _ratio(text: str, figure: Quantity) -> Asked | None:
    """ "3x faster than B", "twice as many parameters as B", "a third of the parameters of B"."""
    cue = _MULTIPLE.match(text, figure.span.end)
    part = None if cue else _PART.match(text, figure.span.end)
    if not cue and (not part or figure.unit != "percent"):
        return None
    found = cue or part
    assert found is not None
    end = _SIDE_ENDS.search(text, found.end())
    subject, one = _side(text[: figure.span.start], last=True)
    reference, other = _side(text[found.end() : end.start() if end else len(text)], last=False)
    first, second = _apart(subject, reference)
    if not first or not second:
        return None
    word = " ".join((cue["more"] or cue["less"]).lower().split()) if cue else ""
    way: Way = "less" if cue and cue["less"] else "more"
    return Asked(figure, way, first, second, 0, word in _SPEED, found["of"].strip().lower(), (one, other))


def _side(text: str, last: bool) -> tuple[Keys, str]:
    """What names one side of a contrast: of the subject what stands last before the verb, of the other what stands first."""
    parts = [part for part in re.split(r",\s|;", text) if part.strip()]
    ordered = reversed(parts) if last else iter(parts)
    for part in ordered:
        marks = marks_of(part)
        if marks:
            telling = [mark for mark in marks if mark.kind != "word" or mark.key[0] not in _VERBS]
            spelled = part[telling[0].start : telling[-1].end] if telling else ""
            return frozenset(mark.key for mark in telling), spelled
    return frozenset(), ""


_VERBS = frozenset(
    "gain train run is are ha have improve improvement reduce need use take model system method approach reache require "
    "achieve with by than contain consume process processe give give cover obtain yield bring outperform get only about point "
    "margin relative average averaged score result accuracy".split()
)


def _apart(one: Keys, other: Keys) -> tuple[Keys, Keys]:
    """What each side is named by and the other is not."""
    return one - other, other - one
