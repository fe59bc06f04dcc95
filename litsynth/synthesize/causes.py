"""What makes a difference: the method, or the system over a rival, that a sentence says a gain or a loss comes from."""

import re
from dataclasses import dataclass

from litsynth.labels import CHANGES, PASSIVE, figures_told
from litsynth.labels.methods import Method, methods_in
from litsynth.protocol import mentions
from litsynth.records import OWN, Result
from litsynth.synthesize.wording import rival_behind

_CLAUSE = re.compile(
    r"[;:]\s|\.\s|,\s(?=(?:and|but|while|whereas|so|although)\s)|\s(?=(?:but|while|whereas)\s)|"
    rf"\s(?=and\s{CHANGES}\s)"
)
_THAN_WITH = re.compile(
    r"[^,;]{0,40}\bthan (?:with|when|without|if|for|in)\b|[^;]{0,80}\b(?:when|by|after|once)\s+\w+ing\b"
)
"""Behind a figure: it is told of other conditions, and no system is above another."""
# "over distillation", "than with adapters": what a gain is over is not what it comes from.
_RIVAL = re.compile(
    r"\b(?:over|short of|than|against|versus|vs\.?|compared (?:to|with)|instead of|above|below|relative to|unlike|"
    r"(?:switch|go|mov)\w+ from)\s+(?:[\w-]+\s){0,3}$",
    re.IGNORECASE,
)
_OFF = r"(?:without|w/o|with no|remov\w+|exclud\w+|ablat\w+|dropping|disabl\w+|leaving out|skipping|omitting)"
_LEFT_OUT = re.compile(rf"\b{_OFF}\s+(?:(?:the|any|our|all|use of)\s+)*$", re.IGNORECASE)
_ABLATED = re.compile(rf"\b(?:{_OFF}|replac\w+|only (?:using|with)|using only|no)\b", re.IGNORECASE)
_THROUGH = re.compile(
    r"[^,;.\d]{0,60}\b(?:with(?:out)?|by|through|from|using|via|due to|thanks to|after|when|once)\s+(?:[\w-]+\s){0,3}$"
)
# "raises F1 of FooNet", "training FooNet on": what the sentence does something to.
_DONE_TO = re.compile(
    r"\b(?:of|for|in|on|to|from|with|using|(?:pre-?)?train\w*|fine-?tun\w*|distil\w*|align\w*|takes?|took|lift\w*|rais\w+|lower\w*|"
    r"improv\w+|boost\w*|help\w*|hurt\w*|g[ai]ves?|lets?|makes?|costs?|measures?|lists?|puts|quotes?|credits?)\s+"
    r"(?:(?:the|our|an?)\s+)?(?:(?-i:[A-Z])[\w-]*(?:\s(?:base|large|small))?(?:,|\sand|,\sand)\s+)*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cause:
    """`method` is empty where the sentence leaves it open, `steps` are the methods named beside it.

    `absent`: the sentence tells what happens without the method.
    """

    method: str
    system: str
    rival: str
    steps: tuple[str, ...] = ()
    absent: bool = False


def cause_of(text: str, result: Result, system: str) -> Cause:
    """What the difference `result` comes from, by the sentence `text` that states it.

    A system over another; else a method named in the same clause or before it, or right behind the figure as what it was
    done with; else a system that does something. What the figure is over, and what something is done to, is none of them.
    """
    start, end = result.quantity.span.start, result.quantity.span.end
    begin = _clause_start(text, start)
    # Who is beaten stands first here, and what wins behind it.
    if PASSIVE.search(text, begin, start):
        return Cause("", "", "")
    rival = rival_behind(text, end) or result.baseline
    named = "" if system == rival else system
    if rival and named:
        return Cause(f"{named} over {rival}", named, rival)
    found = _methods(text, begin, start, end)
    if not found:
        return Cause("" if rival or _is_open(text, begin, start, end, named) else named, named, rival)
    first = found[0]
    absent = bool(_LEFT_OUT.search(text[: first.start]))
    open_ = not absent and (_ABLATED.search(text, begin, start) or _ABLATED.search(text, end, _clause_end(text, end)))
    return Cause("" if open_ else first.name, named, rival, tuple(one.name for one in found[1:]), absent)


def _is_open(text: str, begin: int, start: int, end: int, system: str) -> bool:
    """Whether a difference that no method is told of may come from something else than the system's own doing."""
    behind = _clause_end(text, end)
    others = methods_in(text[begin:behind])
    apart = _ABLATED.search(text, begin, start) or _ABLATED.search(text, end, behind) or _THAN_WITH.match(text[end:])
    systems = {one.full for one in mentions("systems", text[begin:behind])} - {system}
    return bool(others or systems or apart or system in ("", OWN) or _done_to(text, system, start))


def _methods(text: str, begin: int, start: int, end: int) -> list[Method]:
    """Those that a figure came through, right behind it; else those before it, since the last figure if it has any.

    Without any in its own clause, which starts at `begin`, those of clauses before.
    """
    known = [one for one in methods_in(text) if not _RIVAL.search(text[: one.start])]
    behind = [one for one in known if end <= one.start < _clause_end(text, end)]
    through = [one for one in behind if _THROUGH.fullmatch(text[end : one.start])]
    before = [one for one in known if begin <= one.start < start]
    last = max((one.figure.span.end for one in figures_told(text) if one.figure.span.end <= start), default=0)
    since = [one for one in before if one.start >= last]
    return through[:1] or since or before or [one for one in known if one.start < begin]


def _clause_start(text: str, start: int) -> int:
    return max((found.end() for found in _CLAUSE.finditer(text, 0, start)), default=0)


def _clause_end(text: str, end: int) -> int:
    found = _CLAUSE.search(text, end)
    return found.start() if found else len(text)


def _done_to(text: str, system: str, start: int) -> bool:
    place = text.find(system)
    if place < 0:
        place = next((one.start for one in mentions("systems", text) if one.full == system), -1)
    return place > start or (place > 0 and bool(_DONE_TO.search(text[:place])))
