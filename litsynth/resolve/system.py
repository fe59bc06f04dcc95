"""What a paper calls its own system, where it has one name for it, and sentences with that name for "our model"."""

import re

from litsynth.protocol import mentions
from litsynth.records import Document
from litsynth.resolve.acronyms import COMMON
from litsynth.resolve.names import introduced_names

_THING = r"(?:model|method|approach|system|framework|architecture|network|algorithm|parser|technique|strategy)"
_KIND = r"(?:(?!(?:and|or|than|with|without)\b)[\w-]+\s){0,3}?"
_OURS = re.compile(
    rf"\b(?P<whose>our|the proposed|the presented)(?P<kind>\s{_KIND}){_THING}(?![\w-])"
    r"(?!\s(?:variants?|architectures?|sizes?|to|for|of|training|trained|called|named)\b|\s(?-i:[A-Z])[\w-]*)",
    re.IGNORECASE,
)
# Of a thing among several the name says too little, and of another's or an older one nothing.
_OTHER = re.compile(
    r"\b(?:baselines?|best|base|large|small|previous|earlier|other|second|first|initial|simple|full|final|single|student|teacher"
    r"|\w+er|without|vanilla|language|reward|acoustic|translation|evaluation|training|sampling|decoding|search|experimental|original)\b",
    re.IGNORECASE,
)
_LEAST = 3
"""Times that a name stands in a paper from which it is taken for that of its system."""
_AS_DATA = 0.25
"""Share of these behind "on", "from" or "of the" from which it names data."""


def system_name(document: Document) -> str:
    """The name of the one system that a paper brings; empty where it brings none, several, or it cannot be told.

    That of the title ("NAME: ..."), or else the introduced name that stands at least twice as often as any other, if the
    title has it or a table has a row for it. Names that stand with a citation are others', those of two letters, and short
    forms of what many papers use ("MTL"), are no names.
    """
    if document.substrate == "digest":  # others write there of the paper
        return ""
    text = document.text
    counts = {name: len(_standing(name, text)) for name in introduced_names(document) | _titled(document)}
    often = (name for name in counts if counts[name] >= _LEAST and not _names_data(name, document))
    named = sorted(often, key=lambda name: (-counts[name], name))
    titled = [name for name in named if document.title.startswith(f"{name}:")]
    if titled:
        name = max(titled, key=len)
    elif named and _may_stand_alone(named[0]) and (len(named) == 1 or counts[named[0]] >= 2 * counts[named[1]]):
        name = named[0]
    else:
        return ""
    return "" if _not_own(name, text) or not (name in document.title or _labels_row(name, document)) else name


def with_system(text: str, name: str) -> str:
    """The sentence with the name behind each "our model", "the proposed approach"; not where the name stands anyway.

    >>> with_system("Our proposed model beats the baseline.", "DUAL")
    'Our proposed model DUAL beats the baseline.'
    >>> with_system("Our model DUAL wins.", "DUAL"), with_system("Our baseline model wins.", "DUAL")
    ('Our model DUAL wins.', 'Our baseline model wins.')
    """
    if not name or _standing(name, text):
        return text

    def named(found: re.Match[str]) -> str:
        return found.group() if _OTHER.search(found["kind"]) else f"{found.group()} {name}"

    return _OURS.sub(named, text, count=1)


def _standing(name: str, text: str) -> list[str]:
    return re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)


def _may_stand_alone(name: str) -> bool:
    """Not two letters, a task, a plural ("LLMs") or an adjective ("BERT-based")."""
    return len(name) > 2 and name.lower() not in COMMON and not re.search(r"[A-Z]s$|-(?:based|style|like|only)$", name)


def _titled(document: Document) -> set[str]:
    """A word before the colon of the title that is a name: it is not written in lower case anywhere."""
    found = re.match(r"([A-Z][\w+-]+): ", document.title)
    return {found[1]} if found and not _standing(found[1].lower(), document.text) else set()


def _labels_row(name: str, document: Document) -> bool:
    """Whether a row or column of a table is called so: what is measured has a row, what is only spoken of has none."""
    labels = (
        cell.span.of(document.text)
        for table in document.tables
        for cell in table.cells
        if cell.row < table.header_rows or cell.column < table.stub_columns
    )
    return any(_standing(name, label) for label in labels)


def _not_own(name: str, text: str) -> bool:
    """Whether a name stands with a citation, or more than once with what makes it a class or a component."""
    given = rf"(?<![\w-]){re.escape(name)}"
    if re.search(rf"{given}\s?(?:\[[^\][]+\]|\([A-Z][^()]*\d{{4}}[a-z]?\))", text):
        return True
    return len(re.findall(rf"{given}\s(?:mechanisms?|layers?|modules?|loss|tasks?)\b", text)) > 1


def _names_data(name: str, document: Document) -> bool:
    if mentions("datasets", name):
        return True
    given, text = re.escape(name), f"{document.title}. {document.text}"
    if re.search(
        rf"\b{given}(?: [A-Z]\w+){{0,2}} (?:[Dd]ata ?[Ss]et|[Cc]orpus|[Bb]enchmark|[Cc]hallenge|[Tt]reebank)\b", text
    ):
        return True
    as_data = re.findall(rf"\b(?:on|from|of the|in)\s(?:the\s)?{given}(?![\w-])|{given}\s(?:data|corpora)", text)
    return len(as_data) > _AS_DATA * len(_standing(name, text))
