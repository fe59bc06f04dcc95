"""What stands around a sentence of a paper: the sentences before it, its heading, and the tables that it speaks of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from litsynth.records import Document
from litsynth.resolve.acronyms import MEASURES, acronyms_of
from litsynth.resolve.headers import cut_words
from litsynth.resolve.names import own_names
from litsynth.text.tables import table_number, tables_named

_BEFORE = 2
"""Sentences before one that may name what it leaves out."""
_OFTEN = 3
"""Times that a paper has a name of what it is about, at least."""
_NEAR = 12
"""Sentences back in which a table was named that is still spoken of."""


@dataclass(frozen=True, slots=True)
class Context:
    """`before` are the sentences right before, in the same section; `section` is its heading.

    `tables` are positions of the tables that the sentence names, `near` of those named before it in its section, the
    nearest first.
    """

    before: str = ""
    section: str = ""
    tables: tuple[int, ...] = ()
    near: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds all through a paper: names of its own systems, its short forms, and which sentences name which tables."""

    own: frozenset[str]
    acronyms: dict[str, str]
    tables: dict[int, tuple[int, ...]]
    at: dict[int, int]
    """The number of the sentence that starts at an offset."""
    text: str
    """The paper's."""

    def often(self, word: str) -> bool:
        """Whether the paper has a word so often that it is of its matter."""
        return len(re.findall(rf"(?<![\w-]){re.escape(word)}(?!\w)", self.text)) >= _OFTEN


def setting_of(document: Document) -> Setting:
    """The names, short forms and table references of a paper."""
    return Setting(
        own=own_names(document),
        acronyms={**MEASURES, **cut_words(_labels(document), document.text), **acronyms_of(document.text)},
        tables=dict(_references(document)),
        at={sentence.span.start: number for number, sentence in enumerate(document.sentences)},
        text=document.text,
    )


def _labels(document: Document) -> Iterator[str]:
    """The texts of all stubs and headers."""
    for table in document.tables:
        for cell in table.cells:
            if cell.row < table.header_rows or cell.column < table.stub_columns:
                yield cell.span.of(document.text)


def _references(document: Document) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The sentences that name tables, captions apart, each with the positions of these."""
    numbers = [table_number(table) for table in document.tables]
    captions = {table.caption.start for table in document.tables if table.caption.end}
    for at, sentence in enumerate(document.sentences):
        named = tables_named(sentence.span.of(document.text)) if sentence.span.start not in captions else set()
        found = tuple(position for position, number in enumerate(numbers) if number in named)
        if found:
            yield at, found


def context_at(document: Document, setting: Setting, offset: int) -> Context:
    """The context of the sentence that starts at `offset`; an empty one where none does."""
    at = setting.at.get(offset)
    if at is None:
        return Context()
    section = document.sentences[at].section
    same = [number for number in range(max(0, at - _NEAR), at) if document.sentences[number].section == section]
    near = (table for number in reversed(same) for table in setting.tables.get(number, ()))
    before = [document.sentences[number].span.of(document.text) for number in same if number >= at - _BEFORE]
    title = document.sections[section].title if section < len(document.sections) else ""
    return Context(" ".join(before), title, setting.tables.get(at, ()), tuple(dict.fromkeys(near)))
