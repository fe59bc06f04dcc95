"""What a paper calls its baseline, where it says so and has one."""

import re

from litsynth.records import Document
from litsynth.resolve.names import own_names

_NAME = r"([A-Z][\w+@*]*(?:[-–][\w+*]+)*)"
_CITED = r"(?:\s?\[[^\][]*\]|\s?\([^()]*\d{4}[a-z]?\))?"
_NOUN = r"(?:\s(?:model|system|method|parser|approach|network|architecture))?"
_RULES = (
    re.compile(
        rf"\b(?:us|tak|adopt|choos|chos|employ|consider|treat|select|regard|serv)(?:e|es|ed|ing|en|s)?\s(?:the\s|a\s|an\s)?{_NAME}"
        rf"{_CITED}{_NOUN}{_CITED}\s(?:as|for)\s(?:our|the|a)\s(?:[a-z-]+\s){{0,2}}baseline\b(?!s)"
    ),
    re.compile(rf"\b(?:[Oo]ur|[Tt]he)\sbaseline{_NOUN}(?:\s(?:is|was)\s(?:the\s|a\s|an\s)?|,\s|\s){_NAME}(?![\w-])"),
    re.compile(rf"\b(?:[Oo]ur|[Tt]he)\s{_NAME}{_CITED}\sbaseline\b(?!s)"),
)
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
    if found:  # what the paper brings is not what it is compared with
        own = (document.title, *own_names(document))
        found = {name for name in found if not any(name in one for one in own)}
    named = {name for name in found if sum(map(str.isupper, name)) > 1 or any(map(str.isdigit, name))}
    others = {name for name in found - named if name.lower() not in _NO_NAMES}
    return named.pop() if len(named) == 1 and not others else ""


def with_baseline(text: str, name: str) -> str:
    """The sentence with the name behind the first "the baseline" that says no more of it; not where the name stands anyway.

    >>> with_baseline("It beats the baseline by 2 points.", "DUAL")
    'It beats the baseline DUAL by 2 points.'
    """
    if not name or re.search(rf"(?<![\w-]){re.escape(name)}", text):
        return text
    return _MEANT.sub(lambda found: f"{found['what']} {name}", text, count=1)
