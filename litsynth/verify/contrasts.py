"""Which of two things a sentence says is ahead: "A lags B by 2.1", "B is overtaken by A", "set against B, A is behind"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from litsynth.records import Quantity

LOWER_IS_BETTER = re.compile(
    r"perplexity|\bppl\b|\berr|\b(?-i:[WCPT]ER)\b|\bloss\b|\bm[sa]e\b|\brmse\b|distance|\bmean rank\b|\b(?-i:MR)\b",
    re.IGNORECASE,
)
"""Measures of which less is better, as sentences and headers name them."""

_AHEAD = (
    r"lead(?:s|ing)?(?! to\b)|led(?! to\b)|outperform\w*|surpass\w*|exceed\w*|beat(?:s|en|ing)?|betters|bettered|"
    r"top(?:s|ped)|outdo(?:es|ne)?|overtak\w+|overtook|outscor\w*|outrank\w*"
)
_BEHIND = (
    r"lag(?:s|ged|ging)?(?: behind)?|trail(?:s|ed|ing)?(?: behind)?|miss(?:es|ed|ing)?|underperform\w*|"
    r"falls? (?:short of|behind)"
)
_IS = r"\b(?:is|are|was|were|stays?|remains?|comes?|lies?|stands?)\s+(?:also |still |only |slightly |clearly |even )?"
_ACTIVE = re.compile(rf"\b(?:(?P<ahead>{_AHEAD})|(?P<behind>{_BEHIND}))\b", re.IGNORECASE)
_PASSIVE = re.compile(
    rf"{_IS}(?:(?P<ahead>{_AHEAD})|(?P<behind>not (?:reached|matched|attained)|missed))\s+by\b", re.IGNORECASE
)
_STATE = re.compile(rf"{_IS}(?:(?P<ahead>ahead)|(?P<behind>behind))(?P<of> of)?\b", re.IGNORECASE)
_SET_AGAINST = re.compile(
    r"^\s*(?:set against|(?:when )?compar(?:ed|ing) (?:with|to)|in comparison (?:with|to)|relative to|next to|against)\s+",
    re.IGNORECASE,
)
_IT = re.compile(r"(?:it|them|this|these|that)(?: (?:model|system|baseline|method|approach)s?)?", re.IGNORECASE)
MARGIN = re.compile(r"\b(?:margin|amount|gap) by which\s+", re.IGNORECASE)
"""What a margin is told by as a noun: no more is said by it than by the verb behind."""
_TOLD_BY = re.compile(
    r"\bby\s+(?:an?\s+)?(?:(?:relative|further|margin of|full|mere|good|whole|absolute)\s+)*$", re.IGNORECASE
)
_RELATIVE = re.compile(r"\brelative(?:ly)?\s+$", re.IGNORECASE)
AVERAGED_OVER = re.compile(r"\s*(?:the |all )?[\w-]+ (?:\w+ )?(?:languages|tasks|runs|seeds)\b", re.IGNORECASE)
"""Behind "over" where it names no rival."""
_BEHIND_FIGURE = re.compile(
    r"[\w\s%@-]{0,40}?\b(?:(?P<ahead>better|ahead|stronger|more \w+)|(?P<behind>worse|behind|weaker|less \w+)|"
    r"(?P<more>higher|above|larger|over(?!"
    rf"{AVERAGED_OVER.pattern}))|(?P<less>lower|below|smaller))\b"
    r"(?:(?:\s+(?:in|on) [\w-]+){0,2}\s+(?:than|of))?\s+(?:(?:that|those) of\s+)?",
    re.IGNORECASE,
)
_ADDS = re.compile(r"\badd(?:s|ed|ing)?\s+(?:(?:an?|another|further|full)\s+)*$", re.IGNORECASE)
_TO = re.compile(r"(?:\s+(?:points?|[A-Z][\w@-]*))*\s+to\s+")
_ENDS = re.compile(
    r"\s(?:on|in|for|by|under|over|when|while|at|with regard to|as to)\s|[;:]|\.\s|,\s*(?:by|and|but|while)\s"
)
_SEPARATES = re.compile(r"^[%\s,]*(?:(?:points?|\w+)\s)?(?:,\s*)?and\s+", re.IGNORECASE)


VERBS = re.compile(rf"\b(?:{_AHEAD}|{_BEHIND}|not (?:reached|matched|attained))\b", re.IGNORECASE)
"""Verbs of winning and losing."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """What one figure is the margin between. `ahead`: the subject is the better one, or with `plain` the one with more.

    Both are spans of the text.
    """

    figure: Quantity
    ahead: bool
    plain: bool
    subject: tuple[int, int]
    reference: tuple[int, int]


def contrasts(text: str, quantities: Sequence[Quantity]) -> tuple[Contrast, ...]:
    """The margins that a sentence tells by a verb of winning or losing, active or passive, or by "ahead" and "behind".

    >>> from litsynth.quantities import find_quantities
    >>> text = "FooNet is overtaken by BarNet on XNLI, by 2.1 points."
    >>> [(one.ahead, text[slice(*one.subject)], text[slice(*one.reference)])
    ...  for one in contrasts(text, find_quantities(text))]
    [(True, 'BarNet', 'FooNet')]
    """
    return tuple(_contrasts(text, quantities))


def as_margin(figure: Quantity, contrast: Contrast, text: str) -> Quantity:
    """The figure as a change with its direction: of points, or relative where the sentence says so."""
    lower = not contrast.plain and LOWER_IS_BETTER.search(text) is not None
    relative = figure.relative or _RELATIVE.search(text[: figure.span.start]) is not None
    unit = "points" if figure.unit == "score" else figure.unit
    return replace(figure, unit=unit, direction="up" if contrast.ahead != lower else "down", relative=relative)


def _contrasts(text: str, quantities: Sequence[Quantity]) -> Iterator[Contrast]:
    told = [figure for figure in quantities if figure.unit in ("points", "percent", "score")]
    for figure in told:
        if further := _further(text, figure):
            yield further
            continue
        lead = text[: figure.span.start]
        margin = MARGIN.search(lead)
        if not margin and not _TOLD_BY.search(lead):
            continue
        earlier = [other.span.end for other in told if other.span.end <= figure.span.start]
        start = margin.end() if margin else 0
        read = _passive(text, start, lead) or _state(text, lead) or _active(text, start, lead, earlier)
        if read:
            ahead, subject, reference = read
            yield Contrast(figure, ahead, False, subject, reference)


def _further(text: str, figure: Quantity) -> Contrast | None:
    """ "A is 2.1 points better than B", "A adds 2.1 points to B"; only of a figure that is told as a change."""
    added = _ADDS.search(text[: figure.span.start]) is not None
    cue = (_TO if added else _BEHIND_FIGURE).match(text, figure.span.end)
    if not cue or (not added and (figure.unit == "score" or not figure.direction)):
        return None
    reference = _trimmed(text, cue.end(), _end(text, cue.end()))
    return Contrast(figure, added or figure.direction == "up", True, _trimmed(text, 0, figure.span.start), reference)


_Read = tuple[bool, tuple[int, int], tuple[int, int]]


def _passive(text: str, start: int, lead: str) -> _Read | None:
    cue = _PASSIVE.search(lead, start)
    if not cue:
        return None
    return (
        cue.group("ahead") is not None,
        _trimmed(text, cue.end(), _end(text, cue.end())),
        _trimmed(text, start, cue.start()),
    )


def _state(text: str, lead: str) -> _Read | None:
    """ "A is ahead of B by", and "set against B, A is ahead by"."""
    cue, opening = _STATE.search(lead), _SET_AGAINST.match(lead)
    if not cue:
        return None
    ahead = cue.group("ahead") is not None
    comma = text.rfind(",", 0, cue.start())
    if opening and comma > 0:
        return ahead, _trimmed(text, comma + 1, cue.start()), _trimmed(text, opening.end(), comma)
    if not cue.group("of") and ahead:
        return None
    return ahead, _trimmed(text, 0, cue.start()), _trimmed(text, cue.end(), _end(text, cue.end()))


def _active(text: str, start: int, lead: str, earlier: Sequence[int]) -> _Read | None:
    cue = _ACTIVE.search(lead, start)
    if not cue:
        return None
    before = max((end for end in earlier if end > cue.end()), default=cue.end())
    further = _SEPARATES.match(text[before:]) if before > cue.end() else None
    begin = before + further.end() if further else cue.end()
    ahead, reference = cue.group("ahead") is not None, _trimmed(text, begin, _end(text, begin))
    opening, comma = _SET_AGAINST.match(lead), lead.rfind(",", 0, cue.start())
    if opening and comma > 0 and _IT.fullmatch(text, *reference):  # "compared with B, A exceeds it by"
        return ahead, _trimmed(text, comma + 1, cue.start()), _trimmed(text, opening.end(), comma)
    return ahead, _trimmed(text, start, cue.start()), reference


def _end(text: str, start: int) -> int:
    """Where a name that starts behind a cue ends: at a preposition outside of brackets."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth <= 0 and (found := _ENDS.match(text, at)) is not None:
            return found.start()
    return len(text)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
