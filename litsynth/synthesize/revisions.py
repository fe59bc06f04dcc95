"""Figures that one version of a paper gives and another gives otherwise: in the same words, or in the same table cell."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from litsynth.records import Document, Revision, Table
from litsynth.text import normalise
from litsynth.text.tables import paths

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+|#")
# Of two sentences with other figures, this share of the words has to be the same, in the same order, for one to stand in
# the place of the other: a sentence of twelve words may have two others.
_ALIKE = 0.8
_FEWEST = 5  # words besides figures; "Table 3 (continued)." is like any other such line


def revisions_between(old: Document, new: Document) -> tuple[Revision, ...]:
    """The sentences of `old` that `new` has with other figures, in their order, and then the table cells.

    A sentence that only came or went is none, nor is one that says the same figures in other words.
    """
    return (*_sentences(old, new), *_cells(old, new))


def in_its_place(quote: str, revisions: Iterable[Revision]) -> str:
    """What a newer version says in the place of a sentence of the older one; empty where it says nothing like it."""
    said = normalise(quote)
    return next((one.now for one in revisions if not one.cell and said in normalise(one.before)), "")


def _sentences(old: Document, new: Document) -> Iterator[Revision]:
    left, right = _figured(old), _figured(new)
    gone = {key: text for key, text in left.items() if key not in right}
    come = {key: text for key, text in right.items() if key not in left}
    by_words = defaultdict(list)
    for key, text in come.items():
        by_words[_words(key)].append(text)
    for key, text in gone.items():
        words = _words(key)
        if len(set(words) - {"#"}) < _FEWEST:
            continue
        found = by_words.get(words) or by_words.get(_nearest(words, by_words), [])
        if found and _numbers(found[0]) != _numbers(text):
            yield Revision(text, found.pop(0))


def _nearest(words: tuple[str, ...], others: Mapping[tuple[str, ...], list[str]]) -> tuple[str, ...]:
    """The most alike of the other sentences that are still unmatched; empty where none is alike enough."""
    best: tuple[float, tuple[str, ...]] = (_ALIKE, ())
    for other in (other for other, texts in others.items() if texts):
        matcher = SequenceMatcher(None, words, other, autojunk=False)
        if (
            matcher.real_quick_ratio() > best[0]
            and matcher.quick_ratio() > best[0]
            and (share := matcher.ratio()) > best[0]
        ):
            best = (share, other)
    return best[1]


def _figured(document: Document) -> dict[str, str]:
    """The sentences with figures, by their normal form."""
    texts = (sentence.span.of(document.text) for sentence in document.sentences)
    return {normalise(text): " ".join(text.split()) for text in texts if _NUMBER.search(text)}


def _words(said: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(_NUMBER.sub(" # ", said)))


def _numbers(said: str) -> Counter[str]:
    return Counter(_NUMBER.findall(said))


def _cells(old: Document, new: Document) -> Iterator[Revision]:
    before, now = _by_headers(old), _by_headers(new)
    for where, said in before.items():
        if where in now and _numbers(said) and _numbers(now[where]) and _numbers(said) != _numbers(now[where]):
            yield Revision(said, now[where], cell=", ".join(filter(None, where)))


def _by_headers(document: Document) -> dict[tuple[str, ...], str]:
    """The cells by table, row and column; those of which two have the same headers are left out."""
    found: dict[tuple[str, ...], str] = {}
    twice: set[tuple[str, ...]] = set()
    for table in document.tables:
        for where, said in _named_cells(table, document.text):
            twice |= {where} & found.keys()
            found[where] = said
    return {where: said for where, said in found.items() if where not in twice}


def _named_cells(table: Table, text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    named = paths(table, text)
    for cell in table.cells:
        row, column = named.rows.get(cell.row, ()), named.columns.get(cell.column, ())
        if row and column and cell.column >= table.stub_columns:
            yield (table.label, " ".join(row), " ".join(column)), " ".join(cell.span.of(text).split())
