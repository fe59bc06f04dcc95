"""What a paper calls a data set, whether or not an inventory has it."""

import re
from collections.abc import Mapping
from functools import lru_cache

from litsynth.protocol import mentions
from litsynth.records import Document
from litsynth.resolve import own_dataset
from litsynth.resolve.datasets import DATA_NOUN, NAME, SPLIT
from litsynth.results.headers import Lexicon, Names, merged, names_in

_ON = re.compile(
    rf"\b(?:on|for)\s+(?:the\s+)?(?:(?:dev(?:elopment)?|test|validation) (?:sets?|splits?) of\s+)?(?:the\s+)?({NAME})"
    rf"(?=\s+(?:test|dev|development|validation|{DATA_NOUN})\b|\s*[.;,(]|\s*$)|"
    rf"\b(?:on|for)\s+(?:the\s+)?([A-Z][\w.+-]*\w)(?=\s+{DATA_NOUN}\b)"
)
_LISTED = re.compile(rf"\b(?:on|for|over)\s+(?:the\s+)?({NAME}(?:(?:,\s+and\s+|,\s+|\s+and\s+|\s*&\s*){NAME})+)")
_KEY = r"\[([^\[\],;\s]*[A-Za-z][^\[\],;\s]*)\]"
_CITATION = re.compile(_KEY)
_CITED = re.compile(rf"(?<![\w-])({NAME}(?:\s(?:base|large|small|xl|xxl)\b)?)\s?{_KEY}")


@lru_cache(maxsize=8)
def cited_names(text: str) -> Mapping[str, str]:
    """By the key of a citation the name that a text prints right before it most often, as systems are named.

    >>> dict(cited_names("FooNet [kim2019] and BarT5 [lee2020b] beat FooNet [kim2019], as Kim [kim2019] says."))
    {'kim2019': 'FooNet', 'lee2020b': 'BarT5'}
    """
    found: dict[str, list[str]] = {}
    for match in _CITED.finditer(text):
        found.setdefault(match.group(2), []).append(match.group(1))
    return {key: max(names, key=names.count) for key, names in found.items()}


def with_cited(label: str, cited: Mapping[str, str]) -> str:
    """A label that begins with a citation, behind the name of what is cited, where that is known."""
    match = _CITATION.match(label)
    name = cited.get(match.group(1), "") if match else ""
    return f"{name} {label}" if name else label


def unlisted(text: str, lexicon: Lexicon, own: frozenset[str]) -> str:
    """The only name behind "on" or "for" that is a data set's by its place, and that nobody knows as something else.

    A name that the inventory knows under a longer or another form ("V-SNLI") is one of its own.
    """
    listed = {name for found in _LISTED.findall(text) for name in SPLIT.split(found)}
    found = {
        name
        for name in map("".join, _ON.findall(text))
        if name not in own | listed
        and not lexicon.names.find(name)
        and not mentions("systems", name)
        and not _common(name, lexicon)
    }
    return found.pop() if len(found) == 1 else ""


def beside(text: str, lexicon: Lexicon, known: tuple[str, ...]) -> tuple[str, ...]:
    """Names that no inventory has in one list with the only known data set: "on FooSet and SNLI"."""
    if len(known) != 1:
        return ()
    lists = [SPLIT.split(found) for found in _LISTED.findall(text)]
    mine = (names for names in lists if any(names_in(name, lexicon).datasets == known for name in names))
    return tuple(name for names in mine for name in names if name and not _common(name, lexicon))


def _common(name: str, lexicon: Lexicon) -> bool:
    names = names_in(name, lexicon, alone=True)
    return names.of_measure or bool(names.splits or names.settings or names.systems)


def far_places(document: Document, lexicon: Lexicon) -> tuple[Names, ...]:
    """The title, with the data set that it presents, then the tasks of the abstract."""
    title = names_in(document.title, lexicon)
    mine = own_dataset(document.title)
    spans = (part.span for part in document.sections if part.kind == "abstract")
    abstract = merged(names_in(span.of(document.text), lexicon) for span in spans)
    return (Names(tasks=title.tasks, datasets=title.datasets or ((mine,) if mine else ())), Names(tasks=abstract.tasks))
