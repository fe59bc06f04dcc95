"""What a paper calls its baseline, where it says so and has one."""

import re

from litsynth.records import Document
from litsynth.resolve.listed import is_name
from litsynth.resolve.names import own_names

_NAME = r"([A-Z][\w+@*]*(?:[-–][\w+*]+)*)"
_CITED = r"(?:\s?\[[^\][]*\]|\s?\([^()]*\d{4}[a-z]?\))?"
_NOUN = r"(?:\s(?:model|system|method|parser|approach|network|architecture))?"
_RULES = (
    re.compile(
        r"\b(?:(?:us|tak|adopt|choos|chos|employ|consider|treat|select|regard)(?:e|es|ed|ing|en|s)?|[Ww]ith)\s(?:the\s|an?\s)?"
        rf"{_NAME}{_CITED}{_NOUN}{_CITED}\sas\s(?:our|the|a)\s(?:main\s|primary\s)?baseline\b(?!s)"
    ),
    re.compile(
        r"\b(?:[Oo]ur|[Tt]he)\s(?:main\s|primary\s)?baseline"
        rf"{_NOUN}(?:\s(?:is|was)\s(?:the\s|an?\s)?|,\s(?:the\s)?){_NAME}(?![\w-]|,?\s(?:and|or)\b)"
    ),
    re.compile(
        r"\b[Aa]s\s(?:our|the|a)\s(?:main\s|primary\s)?baseline,?\swe\s(?:use|adopt|employ|take|train|choose|consider)\s(?:the\s|an?\s)?"
        rf"{_NAME}(?![\w-]|,?\s(?:and|or)\b)"
    ),
    re.compile(rf"\b(?:[Oo]ur|[Tt]he)\sbaseline{_NOUN}\s\({_NAME}\)"),
    re.compile(rf"\b[Oo]ur\sbaseline{_NOUN}\s{_NAME}(?![\w-]|,?\s(?:and|or)\b)"),
)
_SEVERAL = re.compile(
    r"\b(?:[Oo]ur|[Tt]he|[Tt]wo|[Tt]hree|[Tt]hese|[Bb]oth)\sbaselines\b|\bbaseline\s(?:models|systems|methods)\b"
)
_MOST_SEVERAL = 2
"""Times that a paper may speak of several baselines and still mean one by "the baseline"."""
_ROW = re.compile(rf"^{_NAME}\s?\((?:our\s)?baseline\)|^(?:our\s)?baseline(?:\s\(|:\s){_NAME}\)?$", re.IGNORECASE)
_MEANT = re.compile(
    r"\b(?P<what>(?:the|our)\sbaseline(?:\s(?:model|system|method|parser|approach))?)"
    r"(?=\s(?:by|in|on|with a|and|but|while|is|was|has|achieves|obtains|reaches|scores|gives|for|of \d|at)\b|[.,;:)]|$)",
    re.IGNORECASE,
)
_NO_NAMES = frozenset("table figure section row rows sota results we it the this our".split())


def baseline_name(document: Document) -> str:
    """The name of the one system that a paper calls its baseline; empty where it names none, or several."""
    text = document.text
    said = [one for sentence in document.sentences if "aseline" in (one := sentence.span.of(text))]
    found = {name for one in said for rule in _RULES for name in rule.findall(one)}
    for table in document.tables:
        stubs = (cell.span.of(text) for cell in table.cells if cell.column < table.stub_columns)
        found |= {name for stub in stubs for names in _ROW.findall(stub.strip()) for name in names if name}
    found = {name for name in found if name.lower() not in _NO_NAMES}
    if len(found) != 1 or sum(_SEVERAL.search(one) is not None for one in said) > _MOST_SEVERAL:
        return ""
    name = found.pop()
    # What the paper brings, or a part of its name, is not what it is compared with.
    own = any(name in one for one in (document.title, *own_names(document)))
    return name if is_name(name) and not own else ""


def with_baseline(text: str, name: str) -> str:
    """The sentence with the name behind the first "the baseline" that says no more of it; not where the name stands anyway.

    >>> with_baseline("It beats the baseline by 2 points.", "DUAL")
    'It beats the baseline DUAL by 2 points.'
    """
    if not name or re.search(rf"(?<![\w-]){re.escape(name)}", text):
        return text
    return _MEANT.sub(lambda found: f"{found['what']} {name}", text, count=1)
