"""Documents that another parser read are read again, where their bytes are kept."""

from litsynth.errors import MissingInput, SourceFailed, UnreadablePaper
from litsynth.pipeline.gather import complete
from litsynth.pipeline.progress import Progress
from litsynth.ports import PaperSource
from litsynth.records import Document
from litsynth.split import split
from litsynth.store import Corpus


def renew(corpus: Corpus, kept: PaperSource, progress: Progress) -> None:
    """Read again what another parser than today's read, from `kept`: the files that the corpus downloaded.

    Text that comes out as before keeps its ids, and so its vectors and judgements. A paper whose bytes are not
    kept stays as it was read, and `corpus.outdated()` goes on naming it; papers from files of the user's own are
    read again when their source is next given.
    """
    papers = [paper for paper in corpus.outdated() if not paper.fingerprint]
    if papers:
        progress.stage("reading again", len(papers))
    for paper in papers:
        try:
            document = kept.fetch(paper)
        except (UnreadablePaper, SourceFailed, MissingInput):
            progress.step()
            continue
        if _takes_the_place(document, corpus.document(paper.paper_id)):
            corpus.put_paper(complete(paper, document), document, split(document))
        progress.step()


def _takes_the_place(new: Document, old: Document) -> bool:
    # From the same bytes; or there was no more than an abstract, which the parser of the day may have been to blame for.
    return new.sha256 == old.sha256 or (old.substrate == "abstract" and new.substrate != "abstract")
