"""What a paper calls data sets, whether or not an inventory has them, and its own one."""

import re
from functools import lru_cache

from litsynth.records import Document

NAME = r"(?=[\w.+-]*(?:[A-Z\d][\w.+-]*[A-Z\d]|[a-z][A-Z\d]|-[A-Z]))[A-Za-z][\w.+-]*\w"
"""A name by its shape: a second capital, or a digit."""
DATA_NOUN = r"(?:data ?sets?|corpus|corpora|benchmarks?|treebanks?|test ?beds?|test ?suites?)"
_HEAD = re.compile(rf"\b{DATA_NOUN}\b", re.IGNORECASE)
_BEFORE = re.compile(
    rf"((?:{NAME}(?:\s?\[[^\]]*\])?(?:,\s+and\s+|,\s+|\s+and\s+|\s*&\s*))*{NAME})(?:\s?\[[^\]]*\])?\s+$"
)
_BEHIND = re.compile(
    rf"(?::|,? (?:such as|including|like|namely|called|named)|,|)\s+((?:{NAME}(?:,\s+and\s+|,\s+|\s+and\s+|\s*&\s*))*{NAME})"
)
SPLIT = re.compile(r",\s+and\s+|,\s+|\s+and\s+|\s*&\s*|\s?\[[^\]]*\]")
"""What stands between the names of a list."""
_REACH = 90
"""Characters before and behind the word in which its names are looked for."""
_OF_TITLE = re.compile(rf"({NAME})\s*[:–—-]+\s+.*\b{DATA_NOUN}\b", re.IGNORECASE)
_PREFIX = re.compile(r"^.*?[!?:]\s+(?=\S+\s*[:–—-]+\s)")
_BROUGHT = re.compile(
    r"\b(?:we|this (?:paper|work)|paper)\b[^.;]{0,60}?"
    r"\b(?:propose|introduce|present|release|create|construct|build)(?:s|ed)?\s+"
    rf"({NAME})(?:\s\([^()]*\))?,\s(?:an?|the)\s(?!(?:[\w-]+\s){{0,6}}?(?:model|method|framework|system)\b)(?:[\w-]+\s){{0,6}}?{DATA_NOUN}\b",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:our|the (?:proposed|presented)) (?:new |full |proposed |final )?(?:data ?set|corpus|benchmark)"
    r"(?![\w-]|\s(?:of|for|split|pair|[A-Z])\b)",
    re.IGNORECASE,
)
_MOST_SENTENCES = 60
"""Sentences from the start in which a data set is introduced: abstract and introduction."""
_LEAST = 3


@lru_cache(maxsize=8)
def dataset_names(text: str) -> frozenset[str]:
    """The names that stand right before or behind "data set", "corpus", "benchmark" and the like.

    >>> sorted(dataset_names("We use FooSet and Bar-2 datasets, and the ZEB corpus."))
    ['Bar-2', 'FooSet', 'ZEB']
    """
    found: set[str] = set()
    for head in _HEAD.finditer(text):
        sides = (_BEFORE.search(text, max(0, head.start() - _REACH), head.start()), _BEHIND.match(text, head.end()))
        found.update(name for side in sides if side for name in SPLIT.split(side.group(1)) if name)
    return frozenset(found)


def own_dataset(title: str) -> str:
    """The data set that a title presents ("FooSet: A Dataset for X"); empty where it presents none.

    >>> own_dataset("FooSet: A Large Corpus of Questions")
    'FooSet'
    """
    match = _OF_TITLE.match(_PREFIX.sub("", title))
    return match.group(1) if match else ""


def data_name(document: Document) -> str:
    """The name of the one data set that a paper brings; empty where it brings none, several, or it cannot be told."""
    start = (sentence.span.of(document.text) for sentence in document.sentences[:_MOST_SENTENCES])
    found = {name for text in start for name in _BROUGHT.findall(text)}
    found |= {own_dataset(document.title)} - {""}
    often = {
        name for name in found if len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", document.text)) >= _LEAST
    }
    return often.pop() if len(often) == 1 else ""


def with_data_name(text: str, name: str) -> str:
    """The sentence with the name behind its first "our data set", "the proposed corpus"; not where the name stands anyway.

    >>> with_data_name("Our corpus is larger than SNLI.", "FooSet")
    'Our corpus FooSet is larger than SNLI.'
    """
    if not name or name in text:
        return text
    return _OURS.sub(lambda found: f"{found.group()} {name}", text, count=1)
