"""Citation traversal, one step: what the best papers cite, and what cites them."""

from collections.abc import Sequence

from litsynth.errors import MissingInput, SourceFailed, UsageError
from litsynth.pipeline.offers import Found
from litsynth.pipeline.progress import Progress
from litsynth.ports import CitationSource, PaperSource
from litsynth.records import Paper, Query, Skipped


def follow_citations(
    best: Sequence[Paper], sources: Sequence[PaperSource], limit: int, progress: Progress
) -> tuple[list[Found], tuple[Query, ...], tuple[Skipped, ...]]:
    """The neighbours of `best` in every source that knows citations, what was asked, and which source failed.

    `limit` bounds the citations and the references taken of each paper. Raises UsageError where no source knows citations.
    """
    able = [source for source in sources if isinstance(source, CitationSource)]
    if not able:
        raise UsageError(
            "no source here knows citations, so none can be followed",
            "add --source openalex or --source semanticscholar, or leave --snowball away",
        )
    progress.stage("citations", len(able))
    offers: list[Found] = []
    queries: list[Query] = []
    failed: list[Skipped] = []
    for source in able:
        try:
            papers, asked = source.neighbours(best, limit)
        except (MissingInput, SourceFailed) as error:
            failed.append(Skipped(f"{source.name}: citations", "search", str(error)))
        else:
            offers.append((papers, source))
            queries.extend(asked)
        progress.step()
    return offers, tuple(queries), tuple(failed)
