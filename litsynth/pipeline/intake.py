"""From offers to papers in a corpus: read on several cores, committed one after the other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from litsynth.config import CorpusSettings
from litsynth.parse.machine_written import says_machine_written
from litsynth.parse.substrates import is_better
from litsynth.pipeline.joined import Joined
from litsynth.pipeline.offers import Offer
from litsynth.pipeline.progress import Progress
from litsynth.reading import Done, OpenReaders, Reading, Unread, local_readers, reading_of
from litsynth.records import Document, Paper, Skipped
from litsynth.split import split
from litsynth.store import Corpus
from litsynth.works import united

EVERY_CORE = CorpusSettings()
"""How papers are read unless someone says otherwise."""

FULL_TEXT = "full text"
"""The stage of what was read as its abstract, because the text was not to be had in passing."""

# Where a paper has no abstract, this much of its beginning stands for it (characters; an abstract is about 1,200).
_BEGINNING = 1_500
# Bytes of a file of the user's own that a corpus keeps, so that another parser can read it: of 1,106 LaTeX papers the
# longest has 0.84 million. Archives with figures and PDFs are larger, and stay with the user.
_MOST_KEPT = 1_000_000


@dataclass(frozen=True, slots=True)
class _Sought:
    """`kept`: what the corpus has of the paper in this version, or where one of them names none; `known`: the same where

    nothing else is to be read of it (`_is_same`), and it is not news that it was withdrawn. `renamed`: its source calls
    it otherwise.
    """

    paper: Paper
    kept: Paper | None
    known: Paper | None
    renamed: bool


def take_in(
    corpus: Corpus,
    offers: Iterable[Offer],
    progress: Progress,
    settings: CorpusSettings,
    open_readers: OpenReaders = local_readers,
) -> Iterator[Paper | Skipped]:
    """Read papers into the corpus; each is committed when it and all before it are read, and then given back.

    In the order of the offers, whatever the number of processes; few papers are in memory at a time. Those already there
    are not read again, unless another parser read them and their source still has them, or a fuller text was not to be
    had in passing. Where it is so now, that follows upon the paper, which is there as its abstract.
    """
    with open_readers(settings) as readers:
        for done in readers.each(sought(corpus, offers)):
            yield (taken := _settled(corpus, done))
            if isinstance(taken, Paper) and (why := _awaited(corpus, done)):
                yield Skipped(called(taken), FULL_TEXT, why)
            progress.step()


def complete(paper: Paper, document: Document) -> Paper:
    """The paper with title, authors, abstract and version from its document where its source knew none.

    It is marked as written by a machine where its text says so.
    """
    abstract = next((part.span.of(document.text) for part in document.sections if part.kind == "abstract"), "")
    return replace(
        paper,
        title=paper.title or document.title,
        abstract=paper.abstract or (abstract or document.text[:_BEGINNING]).strip(),
        authors=paper.authors or document.authors,
        version=paper.version or document.version,
        machine_written=paper.machine_written or says_machine_written(document.text),
    )


def called(paper: Paper) -> str:
    """What a paper is called in a list of those that were not read."""
    return paper.title or paper.source or paper.paper_id


def sought(corpus: Corpus, offers: Iterable[Offer]) -> Iterator[tuple[_Sought, Reading | None]]:
    """What is to be read of each offer, and the steps of reading it; None where the corpus has it as it would be read."""
    for paper, source in offers:
        kept = corpus.paper(paper.paper_id)
        if kept is not None and kept.version != paper.version and kept.version and paper.version:
            kept = None
        same = kept is not None and _is_same(corpus, kept, paper)
        known = kept if same and not _newly_withdrawn(kept, paper) else None
        is_read = known is not None and not corpus.is_due(paper.paper_id)
        renamed = isinstance(source, Joined) and source.is_renamed
        yield _Sought(paper, kept, known, renamed), None if is_read else reading_of(source, paper)


def _settled(corpus: Corpus, done: Done[_Sought]) -> Paper | Skipped:
    paper, kept, known = done.what.paper, done.what.kept, done.what.known
    document = done.document
    if document is None:
        if known is not None:
            return _told(corpus, known, paper)  # what another parser read is better than nothing
        if kept is not None and _newly_withdrawn(kept, paper):
            return _told(corpus, kept, paper)
        return Skipped(called(paper), "read", str(done.error).removeprefix(f"{called(paper)}: "))
    if known is not None and _says_no_more(document, corpus.document(paper.paper_id)):
        return _told(corpus, known, paper)  # the source is this corpus, or another of its age
    if kept is not None and _stays(kept, done.what, corpus.document(paper.paper_id), document):
        return _told(corpus, kept, paper)
    paper, document = complete(paper, document), replace(document, version="")
    if (before := corpus.paper(paper.paper_id)) is not None:
        paper = replace(paper, identifiers=united(paper.paper_id, [paper, before]).identifiers)
    corpus.put_paper(paper, document, split(document), _worth_keeping(paper, document, done.file))
    return paper


def _awaited(corpus: Corpus, done: Done[_Sought]) -> str:
    """Why a fuller text could not be had, where it was asked for and the corpus has the abstract in its place."""
    if done.error is None and (done.document is None or not done.document.awaited):
        return ""
    awaited = corpus.document(done.what.paper.paper_id).awaited
    return str(done.error or "; ".join(awaited)) if awaited else ""


def _says_no_more(new: Document, old: Document) -> bool:
    return new.parser == old.parser and (not old.awaited or new == old)


def _is_same(corpus: Corpus, kept: Paper, paper: Paper) -> bool:
    """Whether a paper is kept as it is offered: the same file, and the same version.

    A database names no version of what it is read through on arXiv: what is kept of that in some version is not read at
    every run again, unless the database may have more than the abstract.
    """
    if kept.fingerprint != paper.fingerprint:
        return False
    read_through = not paper.version and not paper.fingerprint
    return kept.version == paper.version or (
        read_through and (kept.withdrawn or corpus.document(kept.paper_id).substrate != "abstract")
    )


def _newly_withdrawn(kept: Paper | None, paper: Paper) -> bool:
    return kept is not None and paper.withdrawn and not kept.withdrawn


def _stays(kept: Paper, sought: _Sought, old: Document, new: Document) -> bool:
    """Whether what the corpus has of a paper stays: a PDF does not take the place of the LaTeX of the same version.

    Nor does what names no version, or another name of the work, take the place of an equal text, nor what a database is
    read through that of a file of the user's own; and what was withdrawn stays so, whoever else has not heard of it.
    """
    if kept.withdrawn != sought.paper.withdrawn:
        return kept.withdrawn
    named = sought.paper.version or (new.version and not kept.fingerprint)
    weaker = sought.renamed or bool(kept.version and not named)
    return is_better(old.substrate, new.substrate) or (weaker and old.substrate == new.substrate)


def _told(corpus: Corpus, kept: Paper, paper: Paper) -> Paper:
    """The paper as it is kept, with what its record lacks, further identifiers, and that it was withdrawn."""
    told = united(kept.paper_id, [kept, paper])
    if told != kept:
        corpus.put_record(told)
    return told


def _worth_keeping(paper: Paper, document: Document, file: Unread | None) -> Unread | None:
    """The bytes of a paper where the corpus has them from nowhere else, and they are little more than its text."""
    own = paper.fingerprint and document.substrate in {"latex", "html", "text"}
    return file if own and file is not None and len(file.data) <= _MOST_KEPT else None
