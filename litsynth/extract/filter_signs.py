"""What the cheap filter sees of a sentence: its cues, and signs of its form and of where it stands."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from litsynth.extract.cues import MARK, contributes, cues_of, on_others
from litsynth.records import Document, Sentence

_TITLES = {
    "results": r"result|evaluation|performance|ablation|comparison|finding",
    "analysis": r"analys|discussion|effect|impact|case stud|error|limitation|does|how |what |why",
    "conclusion": r"conclu|summary",
    "introduction": r"introduction|contribution",
    "set-up": r"setup|set-up|setting|dataset|data\b|corpus|corpora|implementation|training detail|hyper|baseline|metric"
    r"|preprocess|annotation|experimental",
    "experiments": r"experiment",
    "method": r"method|model|approach|architecture|framework|algorithm|loss|objective|formulation|problem|definition"
    r"|notation",
    "proof": r"proof|theorem|lemma",
    "future": r"future|acknow|ethic",
}
_TITLED = {sign: re.compile(pattern) for sign, pattern in _TITLES.items()}
_DECIMAL, _NUMBER = re.compile(r"\d\.\d"), re.compile(r"(?<![\w.])\d[\d,.]*(?!\w)")
_SHARE = re.compile(r"\d ?%|\bpercent|\bpoints?\b")
_SHOWN = re.compile(r"(?:as )?(?:shown |can be seen )?(?:in |from )?(?:the )?(?:table|figure|fig)")
_STATEMENT = re.compile(r"(?:Theorem|Lemma|Proposition|Corollary)\b")
_LABEL = 8
"""Words of the longest line that names a theorem; what comes after it is its statement."""
_READ = 90
"""Words of a sentence that are looked at: what a list or a formula adds to a longer one says nothing of its role."""
_LENGTHS, _PLACES = (0, 6, 10, 15, 25, 40, 60, 90), (0.0, 0.05, 0.12, 0.3, 0.5, 0.7, 0.85, 0.95)


@dataclass(frozen=True, slots=True)
class Where:
    """Where a sentence stands: signs of its section, of its part of the paper, and of its neighbours."""

    signs: tuple[str, ...] = ()


NOWHERE = Where()
"""Of a sentence of which nothing but its words is known."""


def signs_of(sentence: str, where: Where = NOWHERE) -> frozenset[str]:
    """The cues of a sentence (see `cues.cues_of`) and its signs, which open with an at sign.

    >>> sorted(sign for sign in signs_of("It gains 1.8 points.") if sign.startswith("@"))
    ['@decimal', '@length 0', '@number', '@share']
    """
    words = sentence.split()
    text = sentence if len(words) <= _READ else " ".join(words[:_READ])
    return cues_of(text) | {f"@{sign}" for sign in _form(text, len(words))} | {f"@{sign}" for sign in where.signs}


def places_of(document: Document) -> Iterator[tuple[Sentence, Where]]:
    """Every sentence of a document with where it stands."""
    sizes, seen = Counter(sentence.section for sentence in document.sentences), Counter[int]()
    named = False
    for number, sentence in enumerate(document.sentences):
        section = document.sections[sentence.section]
        part = _PLACES[bisect_right(_PLACES, number / len(document.sentences)) - 1]
        signs = [f"kind {section.kind}", f"place {part}", *_title_signs(section.title)]
        if seen[sentence.section] == 0:
            signs.append("first")
        seen[sentence.section] += 1
        if seen[sentence.section] == sizes[sentence.section]:
            signs.append("last")
        opening = document.text[sentence.span.start : sentence.span.start + 100]
        names = _STATEMENT.match(opening) is not None
        signs += ["theorem"] if names else ["stated"] if named else []
        named = names and len(sentence.span.of(document.text).split()) <= _LABEL
        yield sentence, Where(tuple(signs))


@lru_cache(maxsize=512)
def _title_signs(title: str) -> tuple[str, ...]:
    lowered = title.lower()
    found = [f"title {sign}" for sign, pattern in _TITLED.items() if pattern.search(lowered)]
    return (*found, "others") if on_others(title) else tuple(found)


def _form(text: str, words: int) -> Iterator[str]:
    """The signs of a sentence's form, given how many words it has in all."""
    yield f"length {_LENGTHS[bisect_right(_LENGTHS, words) - 1]}"
    lowered, decimals = text.lower(), len(_DECIMAL.findall(text))
    if decimals:
        yield "decimal"
    if decimals > 1:
        yield "decimals"
    if _NUMBER.search(text):
        yield "number"
    if _SHARE.search(lowered):
        yield "share"
    if text.endswith(":"):
        yield "colon"
    if not text[:1].isupper():
        yield "lower"
    if contributes(text):
        yield "contributes"
    if _SHOWN.match(lowered):
        yield "shown"
    if MARK.search(text):
        yield "cited"
    if ",," in text or " ," in text or "()" in text:
        yield "gap"  # of a formula that was not read
