"""What a paper calls its own system: from its title, from where it is introduced, and from its tables."""

import re
from collections.abc import Sequence

from litsynth.records import Document, Table

_NAME = r"(?:[A-Za-z][\w+@*]*(?:[-–][\w+*]+)*)"
_TITLE = re.compile(rf"^({_NAME}(?: {_NAME})?)\s*:\s")
_INTRODUCED = re.compile(
    rf"\b(?:we|this (?:paper|work)|paper)\b[^.;]{{0,60}}?\b(?:propose|introduce|present|develop|release|describe)s?\s+"
    rf"(?:an? |the |our )?(?:(?:novel|new|simple|efficient|effective)\s+)*({_NAME})",
    re.IGNORECASE,
)
_CALLED = re.compile(
    rf"\b(?:called|named|dubbed|termed|namely|call it|name it|denoted (?:as|by)|"
    rf"refer to (?:it|this (?:model|method|system)|our (?:\w+ ){{1,3}})as|"
    rf"call (?:it|this|our|the) (?:[\w-]+ ){{0,4}}?)\s*(?:as )?[\"“'‘`]*({_NAME})",
    re.IGNORECASE,
)
_OURS = re.compile(
    rf"\bour (?:(?:proposed|full|final|best|new|own|joint) )?"
    rf"(?:(?:model|method|approach|system|framework|architecture|parser),? )?"
    rf"[(\"“]?({_NAME})"
)
_IN_BRACKETS = re.compile(rf"\b(?:propose|introduce|present)s?\b[^.;()]{{5,160}}\(({_NAME})\)", re.IGNORECASE)
_ROW = re.compile(rf"({_NAME})\s*\(\s*(?:ours?|this (?:work|paper)|proposed)\s*\)", re.IGNORECASE)
_MOST_SENTENCES = 80
"""Sentences from the start in which a system is introduced: abstract and introduction."""


def own_names(document: Document) -> frozenset[str]:
    """Names of the systems (or data sets) that a paper brings, as printed; empty where none could be told."""
    return _found(document, (_INTRODUCED, _IN_BRACKETS, _CALLED, _OURS))


def introduced_names(document: Document) -> frozenset[str]:
    """Those of the own names that the paper gives to something new; "our BERT" gives none."""
    return _found(document, (_INTRODUCED, _IN_BRACKETS, _CALLED))


def _found(document: Document, rules: Sequence[re.Pattern[str]]) -> frozenset[str]:
    found: list[str] = []
    if (title := _TITLE.match(document.title)) is not None:
        found.append(title.group(1))
    found += _INTRODUCED.findall(document.title)
    for sentence in document.sentences[:_MOST_SENTENCES]:
        text = sentence.span.of(document.text)
        for rule in rules:
            found += rule.findall(text)
    for table in document.tables:
        found += _marked(table, document.text)
    return frozenset(name for name in found if _is_name(name))


def _marked(table: Table, text: str) -> list[str]:
    """The names of stub cells that say "(ours)"."""
    stubs = (cell.span.of(text) for cell in table.cells if cell.column < table.stub_columns)
    return [name for stub in stubs for name in _ROW.findall(stub)]


def _is_name(name: str) -> bool:
    """Whether a word is a name and no ordinary word: a capital or a digit behind its first letter."""
    return len(name) > 1 and (
        any(mark.isupper() or mark.isdigit() for mark in re.split(r"[-–]", name)[0][1:])
        or sum(mark.isupper() for mark in name) > 1
    )
