"""A report brought up to date: the same question, asked again of the same sources."""

from collections.abc import Sequence
from dataclasses import replace

from litsynth.config import CorpusSettings, Settings
from litsynth.errors import MissingInput, SourceFailed
from litsynth.pipeline.answer import Outcome, answer
from litsynth.pipeline.gather import read_into
from litsynth.pipeline.models import Models
from litsynth.pipeline.progress import Progress
from litsynth.ports import PaperSource
from litsynth.reading import OpenReaders, local_readers
from litsynth.records import MeasuredRun, Query, Report, Skipped
from litsynth.store import Corpus


def reverify(
    before: Report,
    sources: Sequence[PaperSource],
    corpus: Corpus,
    models: Models,
    settings: Settings,
    today: str,
    progress: Progress,
    cited: Sequence[PaperSource] = (),
    measured: Sequence[MeasuredRun] = (),
    open_readers: OpenReaders = local_readers,
) -> Outcome:
    """Answer the question of `before` again; the report says what changed since. `measured` as in `answer`.

    `cited` offer the newest versions of papers that `before` cites, and those that were retracted, since a search need
    not return them again: these are read before anything is judged. Claims of `before` stay, whatever their rank, as long as
    their papers say them; all verdicts come about as in a fresh run on the same corpus, and are equal to it. Only pairs
    that were never judged are judged. Raises what `answer` raises.
    """
    news = [_read_again(source, corpus, settings.corpus, progress, open_readers) for source in cited]
    outcome = answer(
        before.question, sources, corpus, models, settings, today, progress, before, measured, open_readers
    )
    report = outcome.report
    asked = tuple(query for queries, _ in news for query in queries)
    known = {one.what for one in report.skipped}
    told = tuple(skip for _, failed in news for skip in failed if skip.what not in known)
    return replace(outcome, report=replace(report, queries=(*report.queries, *asked), skipped=(*report.skipped, *told)))


def _read_again(
    cited: PaperSource, corpus: Corpus, settings: CorpusSettings, progress: Progress, open_readers: OpenReaders
) -> tuple[Sequence[Query], tuple[Skipped, ...]]:
    """Read what became of papers into the corpus, but not of those that a person took out of it."""
    try:
        papers, asked = cited.find("", 0)
    except (MissingInput, SourceFailed) as error:
        return (), (Skipped(f"{cited.name}: news of the papers cited", "search again", str(error)),)
    removed = corpus.removed()
    offers = [(paper, cited) for paper in papers if paper.paper_id not in removed]
    progress.stage("reading again", len(offers))
    corpus.put_queries(asked)
    return asked, read_into(corpus, offers, progress, settings, open_readers)[1]
