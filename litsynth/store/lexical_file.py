"""passages.bm25: the lexical index of a large corpus, so that a second run need not build it again."""

import numpy as np

from litsynth.retrieve import LexicalIndex, Tokens, words_of
from litsynth.store.mapped import Arrays, read_arrays, write_arrays
from litsynth.store.packing import pack, unpack
from litsynth.store.rows import Outline, PassageRows, since
from litsynth.store.table import Table

LEXICAL_FILE = "passages.bm25"
LEAST_TEXTS = 10_000
"""Texts from which reading the file is quicker than building the index by more than a second."""
# Raised whenever the file, `LexicalIndex`, its tokens or `Outline` change, so that a file of before is not taken for one of now.
_FORM = "2"


class LexicalFile(Table):
    """The file (see `mapped`) is used only if it was made of the same texts."""

    def lexical_index(self, passages: PassageRows) -> LexicalIndex:
        """The index of the texts of `passages`, read or else built and kept; texts of before are not read again."""
        if len(passages) < LEAST_TEXTS:
            return LexicalIndex.build(passage.text for passage in passages)
        path, made_of = self.folder / LEXICAL_FILE, passages.digest
        was_made_of, kept = read_arrays(path, _FORM)
        if made_of == was_made_of:
            return LexicalIndex.from_arrays(kept)
        built = _built(passages, kept)
        write_arrays(path, _FORM, made_of, built)
        now_made_of, held = read_arrays(path, _FORM)
        return LexicalIndex.from_arrays(held if now_made_of == made_of else built)  # a disk that is full or read-only


def _built(passages: PassageRows, kept: Arrays) -> Arrays:
    tokens = _tokens(passages, kept)
    lengths, numbers = tokens.arrays()
    papers = np.frombuffer(pack(passages.outlines), np.uint8)
    return LexicalIndex.of(tokens).to_arrays() | {"lengths": lengths, "numbers": numbers, "papers": papers}


def _tokens(passages: PassageRows, kept: Arrays) -> Tokens:
    """The tokens of all passages, those of papers that are as they were from the file."""
    tokens = Tokens(words_of(kept["words"]) if kept else {})
    before = unpack(tuple[Outline, ...], kept["papers"].tobytes()) if kept else ()
    ends = np.concatenate([[0], np.cumsum(kept["lengths"], dtype=np.int64)]) if kept else np.zeros(1, np.int64)
    for part in since(before, passages.outlines):
        if isinstance(part, slice):
            tokens.take(kept["lengths"][part], kept["numbers"][ends[part.start] : ends[part.stop]])
            continue
        for passage in passages.of_paper(part.paper_id):
            tokens.add(passage.text)
    return tokens.renumbered() if kept else tokens
