"""The sentences of papers that may state claims: looked for once in each reading of a paper, whatever is asked."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from litsynth.codec import digest, dumps, encode
from litsynth.config import ExtractSettings
from litsynth.errors import OutputFailed
from litsynth.extract import candidates
from litsynth.pipeline.kept import CODE
from litsynth.records import Document, Sifted
from litsynth.resources import code_digest
from litsynth.store import Corpus


def sift(
    corpus: Corpus, ids: Iterable[str], document: Callable[[str], Document], settings: ExtractSettings
) -> dict[str, Sifted]:
    """By paper_id what the cheap filter finds, in the order of `ids`; what is new is kept in the corpus.

    A document is only opened where nothing is kept of it.
    """
    known = {key: sifted(corpus, key, settings) for key in ids}
    new: dict[str, tuple[str, Sifted]] = {}
    for key in (key for key, found in known.items() if found is None):
        content = corpus.content(key)  # before its document: should this change meanwhile, nothing is believed of it
        new[key] = content, look_through(document(key), settings)
    if new and code_digest() == CODE:
        with suppress(OutputFailed):  # a corpus that cannot be written serves a run all the same
            corpus.put_sifted(_under(settings), new)
    return {key: found or new[key][1] for key, found in known.items()}


def sifted(corpus: Corpus, paper_id: str, settings: ExtractSettings) -> Sifted | None:
    """What is kept of the document that a paper has now, if anything is."""
    return corpus.sifted(Sifted, _under(settings), paper_id)


def look_through(document: Document, settings: ExtractSettings) -> Sifted:
    """What the cheap filter finds in a document."""
    return Sifted(len(document.sentences), candidates(document, settings))


def _under(settings: ExtractSettings) -> str:
    return digest(CODE, dumps(encode(settings)))
