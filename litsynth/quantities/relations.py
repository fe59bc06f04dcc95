"""How a number is asserted: over, at least, up to, less than, about. Read from the words around it."""

import re

from litsynth.records import Relation

_CUES: tuple[tuple[Relation, str], ...] = (
    (
        ">=",
        r"at\s+least|no\s+(?:less|fewer)\s+than|not\s+(?:less|fewer)\s+than|(?:a\s+)?minimum\s+of|as\s+(?:few|low|little)\s+as",
    ),
    (
        "<=",
        r"up\s?-?to|at\s+most|(?:no|not)\s+(?:more|greater|larger|higher)\s+than|as\s+(?:much|many|high|large)\s+as|within"
        r"|(?:a\s+)?max(?:imum|\.)?\s+of",
    ),
    ("~", r"just\s+(?:under|over|below|above)|close\s+to|a\s+little\s+(?:over|under|more\s+than|less\s+than)"),
    (
        ">",
        r"(?:more|greater|higher|larger|better|longer)\s+than|over|above|beyond|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)"
        r"|upwards?\s+of|in\s+excess\s+of",
    ),
    ("<", r"(?:less|fewer|lower|smaller|shorter)\s+than|under|below"),
    ("~", r"about|around|approximately|approx\.?|roughly|nearly|almost|some|circa|ca?\.|an\s+estimated|estimated"),
)
_FILL = r"(?:\s+(?:an?\s+average\s+of|a\s+total\s+of|the|an?|average|absolute|relative|additional|only|just))?"
_SYMBOLS: dict[str, Relation] = {
    ">": ">",
    "<": "<",
    "≥": ">=",
    "⩾": ">=",
    "≤": "<=",
    "⩽": "<=",
    "~": "~",
    "≈": "~",
    "∼": "~",
    "∽": "~",
    ">=": ">=",
    "<=": "<=",
    r"\geq": ">=",
    r"\ge": ">=",
    r"\leq": "<=",
    r"\le": "<=",
    r"\sim": "~",
    r"\approx": "~",
    r"\gt": ">",
    r"\lt": "<",
}
_SYMBOL = re.compile(r"(>=|<=|[><≥⩾≤⩽~≈∼∽]|\\(?:geq?|leq?|sim|approx|gt|lt))\s?\{?\}?\s?\$?$")
_WORDS = [
    (
        relation,
        re.compile(
            rf"(?:(?:well|far|slightly|only|just|much|even|still)\s+)?(?<![\w-])(?:{cue}){_FILL}\s+\$?$", re.IGNORECASE
        ),
    )
    for relation, cue in _CUES
]
_LAST = frozenset(
    "least than of as to most within over above beyond exceed exceeds exceeded exceeding surpasses surpassed surpassing under "
    "below about around approximately approx approx. roughly nearly almost some circa ca. c. estimated the a an average "
    "absolute relative additional only just".split()
)
_BOUND = re.compile(
    r"(\+(?![\w+/])|\s+(?:or|and)\s+(?:more|above|higher|greater|over|larger|better)\b(?!\s?[\d$]))|(\s+or\s+(?:less|fewer|below|lower|smaller)\b)"
)
_TOPIC = re.compile(
    r"\b(?:information|knowledge|claims?|questions?|facts|statements?|cent(?:er|re)d|built|learn\w*|revolv\w*)\s+$",
    re.I,
)
_REPEATS = frozenset(
    "run seed fold trial repetition baseline setting scenario condition circumstance experiment category".split()
)
_AMBIGUOUS = frozenset({"over", "above", "about", "around", "under", "below", "within"})
_GOVERNED = re.compile(
    r"(?:\b(?:on|across|for|with|in|of|from|by|to|at|has|have|contain(?:s|ing)?|covers?|covering|and|than|spann?ing|spans?|including|includes?|comprising|comprises?|supports?|totall?ing|collect(?:ed|s)?)|[,(])\s+$",
    re.IGNORECASE,
)


def relation_before(text: str, start: int, noun: str, small_count: bool) -> tuple[Relation, int]:
    """The relation asserted in front of `start`, and where its words begin (`start` itself when there are none).

    "Over" and its like are prepositions in "averaged over 15 languages" and "over five runs"; `noun` is what the number
    counts and `small_count` says that it counts at all.

    >>> relation_before("well over 80", 10, "", False)
    ('>', 0)
    >>> relation_before("averaged over 15", 14, "language", True)
    ('=', 14)
    """
    left = text[max(0, start - 64) : start]
    stripped = left.rstrip(" $\t\n\u00a0{}")
    if not stripped:
        return "=", start
    if stripped[-1] in "><≥⩾≤⩽~≈∼∽tqemx" and (symbol := _SYMBOL.search(left)):
        return _SYMBOLS[symbol.group(1)], start - len(left) + symbol.start()
    if stripped.rpartition(" ")[2].lower().lstrip("([") not in _LAST:
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
        return bool(_TOPIC.search(before))
    return small_count and not _GOVERNED.search(before)


def relation_after(text: str, end: int) -> tuple[Relation, int]:
    """The relation asserted behind a number (`100+`, `5 or more`), and where its words end."""
    match = _BOUND.match(text, end)
    if not match:
        return "=", end
    return (">=" if match.group(1) else "<="), match.end()


NEARLY = re.compile(r"(?:nearly|almost|close\s+to|just\s+(?:under|below))\b", re.IGNORECASE)
"""Cues that put the number below what is printed, unlike `about`."""
EMPHASIS_ABOVE = re.compile(r"just\s+(?:over|above)\b|a\s+little\s+(?:over|more)", re.IGNORECASE)
"""Cues that put the number slightly above what is printed."""
