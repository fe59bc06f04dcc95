"""Whether a number is a change, and which way it points: gains of 2.3, drops by 4%, 5 points lower."""

import re
from dataclasses import dataclass
from typing import Literal

from litsynth.quantities.metrics import ERROR_METRICS, METRIC, lone_metric
from litsynth.quantities.senses import AFTER, BEFORE, DIRECT, NOUNS, Sense

Direction = Literal["", "up", "down"]


@dataclass(frozen=True, slots=True)
class Change:
    """A number that is a difference. `direction` is empty where only a gap or margin is named."""

    direction: Direction
    metric: str = ""
    relative: bool = False
    absolute: bool = False


_CUE = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(BEFORE, key=lambda w: (-len(w), w)))})(?![\w-])", re.IGNORECASE)
_CLAUSE_EDGE = re.compile(r"[;:?!]\s|\.\s|[()]")
_FILLER = re.compile(
    r"(?:\s+|^)(?:an?|the|average|averaged|mean|absolute(?:ly)?|relative(?:ly)?|additional|further|another|total|around|"
    r"about|of|on|as|much|significant|substantial|large|margin|roughly|approximately|only|just|up|to|impressive)$",
    re.IGNORECASE,
)
_BY_AVERAGE = re.compile(
    r"\bby\s+an?\s+(?:\w+\s+)?(?:average|mean|median|total|maximum|minimum|factor|margin)\s+of$", re.IGNORECASE
)
_LINK = re.compile(
    r"(?:\s|^)(by|of|from|ranging\s+(?:from|between)|rang(?:e|es|ed)\s+(?:from|between)|between|:|with|is|was|are)$",
    re.IGNORECASE,
)
_ADJACENT_LINKS = frozenset({"with", "is", "was", "are", "from"})
# "the improvements of A in B were 1.3%"
_OF_SOMETHING = re.compile(
    r"\s(?:of|in|on|for)\b(?!.*(?:\b(?:has|have|with|when|which|that|if|by)\b|\s\d))[^,;()]{2,120}"
)
_COMPARED = re.compile(r"\b(?:over|than|compared|against|to)\b", re.IGNORECASE)
_ABSOLUTE = re.compile(r"\babsolute(?:ly)?\b(?!\s+(?:\w+\s+)?error)", re.IGNORECASE)
_METRIC_SUBJECT = re.compile(rf"{METRIC}(?:\s(?:scores?|rates?))?(?:\s(?:is|are|was|were|has|have|can\sbe))?\s$")
_NEXT = re.compile(r"[\s\u00a0~-]{1,2}([A-Za-z][\w'’-]*|\([A-Za-z\s]{3,20}\))")
_SUBTRACTED = re.compile(r"\s+\d")
"""Behind "less": "80.9% less 66.3%" are two levels."""
_STEP_OVER = re.compile(
    r"\s(?:on\saverage|of\s(?:absolute|relative|(?=improvement|gain|increase|reduction)))(?=\s|\w)", re.IGNORECASE
)
_BREAK = frozenset(
    "on in at to of for from by with without than as via per and or but when while which that where using compared the "
    "is are was were has have this over after before under vs versus against if its their our we it".split()
)
_OVER_RIVAL = re.compile(
    r"(?:\s(?:absolute|relative|absolutely|on\saverage))?\sover\s(?:(?:the|our|its|a|an|both|previous|existing|prior|strong|"
    r"standard|vanilla|state)\b|[A-Z])(?!\s?\d)"
)
_FOLLOWING_WORDS = 6
_NOUN_WINDOW = 24
"""Characters before a noun of change that may name its metric: `F1 gains of`, `an absolute accuracy improvement of`."""
_REACH = 140
"""Characters read back from a number: about the longest clause between a verb and its "by 2.3 points"."""


def change_before(text: str, start: int) -> Change | None:
    """The change that the words before `start` announce, within the clause.

    >>> change_before("it improves XNLI accuracy by an average of 1.8", 43)
    Change(direction='up', metric='accuracy', relative=False, absolute=False)
    """
    left = text[max(0, start - _REACH) : start].rstrip(" $({+[\u00a0~")
    edges = [edge.end() for edge in _CLAUSE_EDGE.finditer(left)]
    bare = _BY_AVERAGE.sub("by", (left[edges[-1] :] if edges else left).rstrip())
    marks = ""
    while not (link := _LINK.search(bare)) and (filler := _FILLER.search(bare)):
        marks += filler.group().lower()
        bare = bare[: filler.start()].rstrip()
    if link:
        return _linked(bare[: link.start()], link.group(1).lower(), marks)
    word = bare.rpartition(" ")[2].lower()
    return _change(BEFORE[word], "", marks) if word in DIRECT else None


def _linked(before: str, link: str, marks: str) -> Change | None:
    """A change announced by a verb or noun and "by", or by a noun and "of", "between", a colon."""
    cues = list(_CUE.finditer(before))
    if not cues:
        return None
    cue = cues[-1]
    word, between = cue.group().lower(), before[cue.end() :]
    if link != "by" and (word not in NOUNS or len(between.split()) > 7 or _COMPARED.search(between)):
        return None
    if link in _ADJACENT_LINKS and between.strip() and not (link != "with" and _OF_SOMETHING.fullmatch(between)):
        return None
    sense = BEFORE[word]
    if sense == "change" and len(cues) > 1:  # "outperforms it by a margin of 3.2": the verb says which way
        sense = BEFORE[cues[-2].group().lower()]
    ahead = before[max(0, cue.start() - _NOUN_WINDOW) : cue.start()] if word in NOUNS else ""
    window = ahead + before[cue.start() :]
    if not ahead and (subject := _METRIC_SUBJECT.search(before[: cue.start()])):
        window = subject.group()
    return _change(sense, window, f"{marks} {ahead} {between}")


def change_after(text: str, end: int) -> Change | None:
    """The change that the words behind `end` announce (`5 points higher`, `a 2% relative improvement`).

    >>> change_after("2.3 BLEU points lower", 15)
    Change(direction='down', metric='', relative=False, absolute=False)
    """
    at = end
    for _ in range(_FOLLOWING_WORDS):
        if skipped := _STEP_OVER.match(text, at):
            at = skipped.end() - (text[skipped.end() - 1] == " ")
        match = _NEXT.match(text, at)
        if not match:
            return None
        if match.group(1).lower() == "short" and text.startswith(" of ", match.end()):
            return Change("down")
        if match.group(1).lower() == "less" and _SUBTRACTED.match(text, match.end()):
            return None
        word, window = match.group(1).lower().strip("()"), text[end : match.end()]
        if word in AFTER:
            return _change(AFTER[word], window, window)
        if word in _BREAK:
            return None
        at = match.end()
    return None


def gain_over(text: str, end: int) -> Change | None:
    """The gain in "5 points over the baseline": a number with a unit, then a rival and not what it is averaged over.

    >>> gain_over("5% over the baseline", 2), gain_over("5% over 15 languages", 2)
    (Change(direction='up', metric='', relative=False, absolute=False), None)
    """
    return Change("up") if _OVER_RIVAL.match(text, end) else None


def _change(sense: Sense, window: str, marks: str) -> Change:
    """The change of a sense. `window` may name its metric; `marks` may say that it is relative or absolute."""
    metric = lone_metric(window)
    direction: Direction = "down"
    if sense == "change":
        direction = ""
    elif sense in ("up", "worse" if metric in ERROR_METRICS else "better"):
        direction = "up"
    return Change(direction, metric, "relative" in marks.lower(), _ABSOLUTE.search(marks) is not None)
