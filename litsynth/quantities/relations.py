"""How a number is asserted: over, at least, up to, less than, about. Read from the words around it."""

import re

from litsynth.records import Relation

_CUES: tuple[tuple[Relation, str], ...] = (
    (">=", r"at\s+least|(?:no|not)\s+(?:less|fewer)\s+than|(?:a\s+)?minimum\s+of|as\s+(?:few|low|little)\s+as"),
    ("<=", r"up\s?-?to|at\s+most|(?:no|not)\s+(?:more|greater|larger|higher)\s+than|within"),
    ("<=", r"(?:a\s+)?max(?:imum|\.)?\s+of"),
    ("<=", r"as\s+(?:much|many|high|large)\s+as"),
    ("~", r"just\s+(?:under|over|below|above)|close\s+to|a\s+little\s+(?:over|under|more\s+than|less\s+than)"),
    (">", r"(?:more|greater|higher|larger|better|longer)\s+than|over|above|beyond"),
    (">", r"exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)|upwards?\s+of|in\s+excess\s+of"),
    ("<", r"(?:less|fewer|lower|smaller|shorter)\s+than|under|below"),
    ("~", r"about|around|approximately|approx\.?|roughly|nearly|almost|some|circa|ca?\.|(?:an\s+)?estimated"),
)  # fmt: skip
_EMPHASIS = r"(?:(?:well|far|slightly|only|just|much|even|still)\s+)?"
_FILL = r"(?:\s+(?:an?\s+average\s+of|a\s+total\s+of|the|an?|average|absolute|relative|additional|only|just))?"
_WORDS = [
    (relation, re.compile(rf"{_EMPHASIS}(?<![\w-])(?:{cue}){_FILL}\s+\$?$", re.IGNORECASE)) for relation, cue in _CUES
]
_LAST_WORDS = frozenset(
    "least than of as to most within over above beyond exceed exceeds exceeded exceeding surpasses surpassed "
    "surpassing under below about around approximately approx approx. roughly nearly almost some circa ca. c. "
    "estimated the a an average absolute relative additional only just".split()
)
"""Every word that can stand last in a match of `_WORDS`: a cheap test before eight expressions are tried."""
_MARKS: tuple[tuple[Relation, str], ...] = (
    (">=", r"≥ ⩾ >= \geq \ge"),
    ("<=", r"≤ ⩽ <= \leq \le"),
    (">", r"> \gt"),
    ("<", r"< \lt"),
    ("~", r"~ ≈ ∼ ∽ \sim \approx"),
)
_SYMBOLS: dict[str, Relation] = {mark: relation for relation, marks in _MARKS for mark in marks.split()}
_SYMBOL = re.compile(r"(>=|<=|[><≥⩾≤⩽~≈∼∽]|\\(?:geq?|leq?|sim|approx|gt|lt))\s?\{?\}?\s?\$?$")
_SYMBOL_ENDS = "><≥⩾≤⩽~≈∼∽tqemx"
_BEHIND = re.compile(
    r"(?P<least>\+(?![\w+/])|\s+(?:or|and)\s+(?:more|above|higher|greater|over|larger|better)\b(?!\s?[\d$]))"
    r"|\s+or\s+(?:less|fewer|below|lower|smaller)\b"
)
_TOPIC = re.compile(
    r"\b(?:information|knowledge|claims?|questions?|facts|statements?|cent(?:er|re)d|built|learn\w*|revolv\w*)\s+$",
    re.IGNORECASE,
)
_REPEATS = frozenset(
    "run seed fold trial repetition baseline setting scenario condition circumstance experiment category".split()
)
_AMBIGUOUS = frozenset({"over", "above", "about", "around", "under", "below", "within"})
_GOVERNED = re.compile(
    r"(?:\b(?:on|across|for|with|in|of|from|by|to|at|has|have|contain(?:s|ing)?|covers?|covering|and|than|spann?ing|spans?|"
    r"includ(?:ing|es?)|compris(?:ing|es?)|supports?|totall?ing|collect(?:ed|s)?)|[,(])\s+$",
    re.IGNORECASE,
)
_REACH = 64

NEARLY = re.compile(r"(?:nearly|almost|close\s+to|just\s+(?:under|below))\b", re.IGNORECASE)
"""Cues that put the number below what is printed, unlike `about`."""
JUST_OVER = re.compile(r"just\s+(?:over|above)\b|a\s+little\s+(?:over|more)", re.IGNORECASE)
"""Cues that put the number slightly above what is printed."""


def relation_before(text: str, start: int, noun: str, small_count: bool) -> tuple[Relation, int]:
    """The relation asserted in front of `start`, and where its words begin (`start` itself when there are none).

    "Over" and its like are prepositions in "averaged over 15 languages" and "over five runs"; `noun` is what the number
    counts, and `small_count` says that it counts so few that a preposition is as likely.

    >>> relation_before("well over 80", 10, "", False)
    ('>', 0)
    >>> relation_before("averaged over 15", 14, "language", True)
    ('=', 14)
    """
    left = text[max(0, start - _REACH) : start]
    stripped = left.rstrip(" $\t\n\u00a0{}")
    if not stripped:
        return "=", start
    if stripped[-1] in _SYMBOL_ENDS and (symbol := _SYMBOL.search(left)):
        return _SYMBOLS[symbol.group(1)], start - len(left) + symbol.start()
    if stripped.rpartition(" ")[2].lower().lstrip("([") not in _LAST_WORDS:
        return "=", start
    for relation, cue in _WORDS:
        if match := cue.search(left):
            words = _AMBIGUOUS.intersection(match.group().lower().split())
            if words and _prepositional(words, left[: match.start()], noun, small_count):
                return "=", start
            return relation, start - len(left) + match.start()
    return "=", start


def _prepositional(words: frozenset[str], before: str, noun: str, small_count: bool) -> bool:
    """Whether "over" and its like, behind `before`, say where instead of how much."""
    if noun.rpartition(" ")[2] in _REPEATS:
        return True
    if words <= {"about", "around"}:
        return _TOPIC.search(before) is not None
    return small_count and _GOVERNED.search(before) is None


def relation_after(text: str, end: int) -> tuple[Relation, int]:
    """The relation asserted behind a number (`100+`, `5 or more`), and where its words end."""
    match = _BEHIND.match(text, end)
    if not match:
        return "=", end
    return (">=" if match["least"] else "<="), match.end()
