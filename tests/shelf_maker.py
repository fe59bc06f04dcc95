"""Small papers with their documents and passages, for the tests of the store."""

from collections.abc import Iterable

from litsynth.codec import digest
from litsynth.records import Document, Paper, Passage, Section, Sentence, Span
from litsynth.store import PassageRows

TEXT = "XLM-R reaches 80.9. mBERT reaches 66.3."


def paper(number: int, version: str = "v1") -> Paper:
    return Paper(f"arXiv:2001.{number:05}", f"Paper number {number}", ("A. Author",), 2020, "An abstract.", version)


def document(number: int, text: str = TEXT) -> Document:
    cut = text.index(". ") + 1
    sentences = (Sentence(Span(0, cut), 0), Sentence(Span(cut + 1, len(text)), 0))
    return Document(paper(number).paper_id, "Title", text, "text", (Section("", Span(0, len(text))),), sentences)


def rows(texts: Iterable[str]) -> PassageRows:
    """Texts as the passages of one paper."""
    found = (Passage(digest(text, str(row)), "p", text, Span(0, 0), "text") for row, text in enumerate(texts))
    return PassageRows.of(found)


def passages(number: int, text: str = TEXT) -> tuple[Passage, ...]:
    whole = document(number, text)
    return tuple(
        Passage(
            digest(whole.paper_id, str(row)), whole.paper_id, part.span.of(text), part.span, "text", sentences=(row,)
        )
        for row, part in enumerate(whole.sentences)
    )
