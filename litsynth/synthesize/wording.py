"""What the words of a claim say of its numbers: which way a difference goes, from what to what, on what it was measured."""

import re
from functools import lru_cache
from typing import Final, Literal

from litsynth.labels import is_trained_on
from litsynth.labels.told import FROM
from litsynth.protocol import mentions

Direction = Literal["", "up", "down"]

_UP = re.compile(
    r"\b(?:worth|gain\w*|improv\w+|rais\w+|better|higher|outperform\w*|help\w*|beats?|increas\w+|lifts?|exceed\w*|surpass\w*"
    r"|above|boost\w*|benefi\w+|effective|best|ahead)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:costs?|lower(?:s|ed|ing|(?= than\b))|hurt\w*|drop\w*|degrad\w+|worse|reduc\w+|fall\w*|fell|decreas\w+|below|behind"
    r"|los(?:es?|t|ses)|harm\w*)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not?|neither|nor|hardly|never|fails?|without|no longer|little)\b", re.IGNORECASE)
# What such a number measures is a gap, not what a method does.
_GAP = re.compile(
    r"\b(?:gains?|benefits?|advantages?|improvements?)\b[^.;,]{0,80}\s(?:falls?|drops?|shrinks?|grows?|rises?|decreas\w+)\s+(?:from|to)\b|"
    r"\b(?:gaps?|drops? from|differences? between|distances? between|variance|deviation)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"^(?:\s*\([^()]*\))?\s+to\s+$")
_MEASURED = re.compile(
    r"\s+(?:(?:zero-shot|development|dev|test|validation|average|retrieval)\s+)*(?:accurac|F1|score|languages?\b|results?\b|MRR|"
    r"BLEU|development|test\b|average)",
    re.IGNORECASE,
)
_ON: Final = re.compile(r"\b(?:on|for|of)\s+(?:the\s+)?(?:\d+\s+)?(?:[\w-]+\s)?$", re.IGNORECASE)
_REACH = 80
"""Characters before a number that may say which way it goes; a clause is about that long."""

_OVER = re.compile(r"(?:\s\w+){0,2}?\s(?:above|below|over|than|behind|ahead of|under)\s(?:the\s)?", re.IGNORECASE)


def sign_of(text: str, start: int) -> Direction:
    """Which way the number at `start` goes by the nearest cue before it in its sentence; empty without one.

    >>> sign_of("CCG supertagging costs 2.6 points", 23), sign_of("is worth 2.7 points", 9)
    ('down', 'up')
    """
    before = text[max(0, start - _REACH) : start]
    up = max((match.end() for match in _UP.finditer(before)), default=-1)
    down = max((match.end() for match in _DOWN.finditer(before)), default=-1)
    if up == down or _GAP.search(text):
        return ""
    return "up" if up > down else "down"


def direction_of(text: str) -> Direction:
    """Which way a sentence without figures goes; empty where it says both, neither, or denies something.

    >>> direction_of("Freezing the lower layers improves transfer."), direction_of("It does not improve transfer.")
    ('up', '')
    """
    up, down = bool(_UP.search(text)), bool(_DOWN.search(text))
    if up == down or _NEGATED.search(text):
        return ""
    return "up" if up else "down"


def is_gap(text: str) -> bool:
    """Whether what is measured is a gap between languages, runs or sets, and not what a method does."""
    return bool(_GAP.search(text))


def from_to(text: str, first_start: int, first_end: int, second_start: int) -> bool:
    """Whether two numbers stand as "from 55.6% to 59.0%"."""
    return bool(FROM.search(text[:first_start]) and _TO.match(text[first_end:second_start]))


# Asked for each figure of a claim.
@lru_cache(maxsize=1024)
def measured_on(text: str) -> tuple[str, ...]:
    """The data sets that a sentence says something was measured on, not those trained on; those with a score named first.

    >>> measured_on("Intermediate training on MNLI lowers zero-shot XNLI accuracy by 0.4 points.")
    ('XNLI',)
    """
    scored, on = [], []
    for mention in mentions("datasets", text):
        before = text[: mention.start]
        if _MEASURED.match(text[mention.end :]):
            scored.append(mention.name)
        elif _ON.search(before) and not is_trained_on(text, mention.start):
            on.append(mention.name)
    return tuple(dict.fromkeys((*scored, *on)))


def rival_behind(text: str, end: int) -> str:
    """The system that a difference is told to be over, right behind the number; empty where none is named there.

    >>> text = "reaches 71.5%, 5.2 points above mBERT, which has fewer parameters"
    >>> rival_behind(text, text.index(" above"))
    'mBERT'
    """
    behind = (one for one in mentions("systems", text) if one.start >= end)
    first = next(behind, None)
    return first.full if first and _OVER.fullmatch(text[end : first.start]) else ""
