"""The sentences of papers that may state claims: looked for once in each reading of a paper, whatever is asked."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from litsynth.config import ExtractSettings
from litsynth.errors import OutputFailed
from litsynth.extract import candidates
from litsynth.pipeline.kept import by_this_code, is_this_code
from litsynth.pipeline.progress import Progress
from litsynth.records import Document, Sifted
from litsynth.store import Corpus

# Papers whose sentences are kept at once: what a process that is killed may lose.
_BLOCK = 128


def sift(
    corpus: Corpus,
    ids: Sequence[str],
    document: Callable[[str], Document],
    settings: ExtractSettings,
    progress: Progress,
) -> dict[str, Sifted]:
    """By paper_id what the cheap filter finds, in the order of `ids`; what is new is kept in the corpus.

    A document is only opened where nothing is kept of it. Steps once for each paper.
    """
    found: dict[str, Sifted] = {}
    for start in range(0, len(ids), _BLOCK):
        new: dict[str, tuple[str, Sifted]] = {}
        for key in ids[start : start + _BLOCK]:
            known = sifted(corpus, key, settings)
            if known is None:
                content = corpus.content(key)  # before its document: if it changes meanwhile, nothing is believed of it
                known = look_through(document(key), settings)
                new[key] = content, known
            found[key] = known
            progress.step()
        if new and is_this_code():
            with suppress(OutputFailed):  # a corpus that cannot be written serves a run all the same
                corpus.put_sifted(_under(settings), new)
    return found


def sifted(corpus: Corpus, paper_id: str, settings: ExtractSettings) -> Sifted | None:
    """What is kept of the document that a paper has now, if anything is."""
    return corpus.sifted(Sifted, _under(settings), paper_id)


def look_through(document: Document, settings: ExtractSettings) -> Sifted:
    """What the cheap filter finds in a document."""
    return Sifted(len(document.sentences), candidates(document, settings))


def _under(settings: ExtractSettings) -> str:
    """The filter depends on no other setting."""
    return by_this_code(str(settings.filter_share))
