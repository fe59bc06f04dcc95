"""Documents that another parser read are read again, where their bytes are kept."""

import re
from dataclasses import replace

from litsynth.config import CorpusSettings
from litsynth.parse.plain import read_abstract
from litsynth.pipeline.intake import EVERY_CORE, complete
from litsynth.pipeline.progress import Progress
from litsynth.ports import PaperSource
from litsynth.reading import OpenReaders, Reading, local_readers, reading_of
from litsynth.records import Document, Paper
from litsynth.split import split
from litsynth.store import Corpus

# Rows of JSON and entries of reference libraries: where no more than an abstract was read, the record holds it.
_ROW = re.compile(r".*(?:\.jsonl(?:\.gz)?|, line \d+)")


def renew(
    corpus: Corpus,
    kept: PaperSource,
    progress: Progress,
    settings: CorpusSettings = EVERY_CORE,
    open_readers: OpenReaders = local_readers,
) -> None:
    """Read again what another parser than today's read: from the corpus, or from `kept`, the files that it downloaded.

    Text that comes out as before keeps its ids, and so its vectors and judgements. A paper whose bytes are not
    kept stays as it was read, and `corpus.outdated()` goes on naming it; it is read again when its file is next given. So
    do all papers of a corpus that may not be written.
    """
    if corpus.read_only:
        return
    files = corpus.with_file()
    papers = [
        paper
        for paper in corpus.outdated()
        if not paper.fingerprint or paper.paper_id in files or _ROW.fullmatch(paper.source)
    ]
    if not papers:
        return
    progress.stage("reading again", len(papers))
    with open_readers(settings) as readers:
        for done in readers.each((paper, _again(corpus, kept, paper)) for paper in papers):
            paper, document = done.what, done.document
            if document is not None and _takes_the_place(document, corpus.document(paper.paper_id)):
                file = corpus.file(paper.paper_id)
                paper, document = complete(paper, document), replace(document, version="")
                corpus.put_paper(paper, document, split(document), file)
            progress.step()


def _again(corpus: Corpus, kept: PaperSource, paper: Paper) -> Reading:
    if (file := corpus.file(paper.paper_id)) is not None:
        return (yield file)
    if not paper.fingerprint:
        return (yield from reading_of(kept, paper))
    return read_abstract(paper)  # of a row that is no more than this


def _takes_the_place(new: Document, old: Document) -> bool:
    # From the same bytes; or there was no more than an abstract, which the parser of the day may have been to blame for.
    return new.sha256 == old.sha256 or (old.substrate == "abstract" and new.substrate != "abstract")
