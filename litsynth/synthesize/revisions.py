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
# Words in more sentences than these tell no sentence from others; and so many are compared word by word. By both the
# work grows with the length of a paper, and not with its square.
_RARE, _COMPARED = 40, 5
_FEWEST = 5  # words besides figures; "Table 3 (continued)." is like any other such line


Words = tuple[str, ...]
"""Of a sentence in its normal form, with one sign for every figure."""


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
    near = _Near(by_words)
    for key, text in gone.items():
        words = _words(key)
        if len(set(words) - {"#"}) < _FEWEST:
            continue
        found = by_words.get(words) or by_words.get(near.nearest(words), [])
        if found and _numbers(found[0]) != _numbers(text):
            yield Revision(text, found.pop(0))


class _Near:
    """The sentences that one may stand in the place of; `texts` by their words, of which none is left where it is taken."""

    def __init__(self, texts: Mapping[Words, list[str]]) -> None:
        self._texts = texts
        self._holding = defaultdict[str, list[Words]](list)
        for words in texts:
            for word in set(words):
                self._holding[word].append(words)

    def nearest(self, words: Words) -> Words:
        """The words of the most alike that is left; empty where none is alike enough.

        Of those that share the most words in few sentences, a few are compared word by word.
        """
        shared = Counter(
            other
            for word in sorted(set(words))
            if len(self._holding.get(word, ())) <= _RARE
            for other in self._holding.get(word, ())
            if self._texts[other]
        )
        best: tuple[float, Words] = (_ALIKE, ())
        for other, _ in shared.most_common(_COMPARED):
            share = SequenceMatcher(None, words, other, autojunk=False).ratio()
            best = (share, other) if share > best[0] else best
        return best[1]


def _figured(document: Document) -> dict[str, str]:
    """The sentences with figures, by their normal form."""
    texts = (sentence.span.of(document.text) for sentence in document.sentences)
    return {normalise(text): " ".join(text.split()) for text in texts if _NUMBER.search(text)}


def _words(said: str) -> Words:
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
