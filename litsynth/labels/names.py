"""What a text names, each with its place: systems, data sets, settings, languages, techniques, and other names.

The same reading serves a claim, a row's stub and a column's header, so that one can be looked for in the other.
Known names come from the inventory of `protocol`, under one spelling; any other word with a capital or a digit
inside is a name as it stands; the rest are words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from litsynth.protocol import LANGUAGES, METRICS, SETTINGS, SPLITS, VERSIONS, mentions, sizes_in
from litsynth.protocol.aggregation import aggregates

Kind = Literal[
    "system",
    "size",
    "dataset",
    "setting",
    "metric",
    "split",
    "version",
    "language",
    "average",
    "technique",
    "name",
    "word",
]

# Techniques that tables abbreviate and sentences spell out.
_TECHNIQUES = {
    "TLM": r"\bTLM\b|translation language model\w*",
    "MLM": r"\bMLM\b|masked language model\w*|(?<=on )monolingual (?:text|data)(?: alone| only)",
    "NLI": r"\bNLI\b",
    "STS": r"\bSTS\b",
    "parallel data": r"parallel (?:data|corpora|corpus|sentences|text)",
}
# Tasks that tables abbreviate and sentences spell out.
_TASKS = {"QQP": r"\bQQP\b|Quora question pairs?", "CCG": r"\bCCG\b(?: supertagging)?"}
_AVERAGE = r"\b(?:avg|averages?d?|averaging|mean)\b"
_LANGUAGE = {code: rf"\b{name}\b" for code, name in LANGUAGES.items()}
_INVENTORIES: tuple[tuple[Kind, dict[str, str]], ...] = (
    ("setting", SETTINGS),
    ("dataset", _TASKS),
    ("technique", _TECHNIQUES),
    ("metric", METRICS),
    ("split", SPLITS),
    ("version", VERSIONS),
    ("language", _LANGUAGE),
    ("average", {"average": _AVERAGE}),
)
_WORD = re.compile(r"[^\W\d_]\w*(?:[./]?\w+)*")
_NEGATION = re.compile(
    r"(?:\b(?:no|without|not|non|except|excluding|minus|removing|remove|drop|dropping)\b|\bw/o\b|(?:^|\s)[-–−])\s?(?:[a-z-]+\s){0,3}$"
)
_CITATION = re.compile(r"\([^()]*\b(?:19|20)\d\d[a-z]?\b[^()]*\)|\[[\d,;\s@\w-]*\]")
_EMPTY = frozenset(
    "a an the of on in for to and or with by as at is are was were be it its this that these those from over than into our "
    "we their which who what when while but also only each all both more most very such per one two not no without".split()
)
# English is the language of nearly every training set: it is a place of measurement only in words like these.
_PLACE_BEFORE = re.compile(r"(?<!data )\b(?:in|for)\s$", re.IGNORECASE)
_PLACE_BEHIND = re.compile(r"\s*(?:[,.;)]|and\b|or\b|$)")


@dataclass(frozen=True, slots=True)
class Label:
    """One thing named in a text: `name` in one spelling, its place, and whether the text says that it is absent."""

    kind: Kind
    name: str
    start: int
    end: int
    negated: bool = False


# Claims, captions and headers are asked about again and again.
@lru_cache(maxsize=4096)
def labels_of(text: str) -> tuple[Label, ...]:
    """Everything that a text names, in order.

    >>> [(label.kind, label.name) for label in labels_of("XLM-R large + HellaSwag, without MLM")]
    [('system', 'XLM-R'), ('size', 'large'), ('dataset', 'HellaSwag'), ('technique', 'MLM')]
    """
    blank = _CITATION.sub(lambda match: " " * len(match.group()), text)
    known = _longest([*_systems(blank), *_listed(blank), *_header_language(blank)])
    for label in known:
        blank = blank[: label.start] + " " * (label.end - label.start) + blank[label.end :]
    found = sorted([*known, *_words(blank)], key=lambda label: (label.start, label.end))
    return tuple(label for label in found if label.kind != "language" or _is_place(label, text))


def _systems(text: str) -> Iterator[Label]:
    for mention in mentions("datasets", text):
        yield Label("dataset", mention.name, mention.start, mention.end, _negated(text, mention.start))
    for mention in mentions("systems", text):
        yield Label("system", mention.name, mention.start, mention.end, _negated(text, mention.start))
    for match in sizes_in(text):
        yield Label("size", match.group().lower(), match.start(), match.end())


def _listed(text: str) -> Iterator[Label]:
    for kind, inventory in _INVENTORIES:
        for name, rule in inventory.items():
            for match in re.finditer(rule, text, re.IGNORECASE):
                if kind != "average" or not _over_runs(match, text):
                    yield Label(kind, name, match.start(), match.end(), _negated(text, match.start()))


def _over_runs(average: re.Match[str], text: str) -> bool:
    """Whether an average is one over runs: no place of measurement."""
    return any(one.start <= average.start() < one.end and not one.over_languages(text) for one in aggregates(text))


def _header_language(text: str) -> Iterator[Label]:
    code = text.strip().lower()
    if code in LANGUAGES:
        start = text.lower().index(code)
        yield Label("language", code, start, start + len(code))


def _longest(found: list[Label]) -> list[Label]:
    """Of labels that overlap the longest."""
    kept: list[Label] = []
    for label in sorted(found, key=lambda label: (label.start - label.end, label.start, label.kind)):
        if all(label.end <= other.start or other.end <= label.start for other in kept):
            kept.append(label)
    return kept


def _words(text: str) -> Iterator[Label]:
    for match in _WORD.finditer(text):
        word = match.group()
        if word.lower() in _EMPTY or len(word) < 2:
            continue
        opens = not text[: match.start()].strip() or text[: match.start()].rstrip().endswith((".", ":", ";"))
        inside = any(mark.isupper() or mark.isdigit() for mark in word[1:])
        name = inside or (word[0].isupper() and not opens)
        spelled = word if name else word.lower().removesuffix("s")
        yield Label("name" if name else "word", spelled, match.start(), match.end(), _negated(text, match.start()))


def _is_place(label: Label, text: str) -> bool:
    if label.name != "en" or text.strip().lower() == "en":
        return True
    return bool(_PLACE_BEFORE.search(text[: label.start]) and _PLACE_BEHIND.match(text[label.end :]))


def _negated(text: str, start: int) -> bool:
    segment = re.split(r"[,;:()]", text[max(0, start - 40) : start])[-1]
    return bool(_NEGATION.search(segment.lower()))
