"""`litsynth search`."""

import json as json_module
from collections.abc import Iterator
from typing import Annotated

import typer

from litsynth.cli.completing import CorpusOrBundled
from litsynth.cli.emit import emit
from litsynth.cli.lines import numbered_lines
from litsynth.cli.offline import Offline, refuse_sockets
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import Bars, Quiet, Verbose
from litsynth.errors import BadRecord, UsageError

app = typer.Typer(add_completion=False)


@app.command()
def search(
    query: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    queries: Annotated[str | None, typer.Option(help='JSON lines {"id", "text"}; - reads standard input.')] = None,
    corpus: CorpusOrBundled = None,
    depth: Annotated[int, typer.Option("--depth", "-k", help="Results for each query.", min=1)] = 10,
    papers: Annotated[bool, typer.Option("--papers", help="Rank papers instead of passages.")] = False,
    offline: Offline = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Print ranked passages of a corpus, one JSON object a line: query_id, rank, paper_id, passage_id, score, text.

    Example: litsynth search "accuracy of XLM-R on Swahili" --corpus xnli
    """
    from litsynth.cli.filled import filled
    from litsynth.cli.session import load_embedder
    from litsynth.cli.telling import tell_outdated, tell_skipped
    from litsynth.pipeline import index_of, search_papers, search_passages
    from litsynth.store import MemoEmbedder

    if offline:
        refuse_sockets()
    if (query is None) == (queries is None):
        raise UsageError("give either a query or --queries FILE", "see: litsynth search --help")
    if query is not None and not any(map(str.isalnum, query)):
        raise UsageError(f"the query {query!r} has no word", "say what to look for")
    settings = settings_in_force({"corpus": {"name": corpus}})
    rank = search_papers if papers else search_passages
    with Bars(quiet, verbose) as bars, filled(settings, bars) as (store, skipped):
        embedder = MemoEmbedder(load_embedder(settings.models, offline), store)
        index = index_of(store, embedder, bars, settings.retrieve)
        for query_id, text in _queries(query, queries):
            emit({"query_id": query_id, **row} for row in rank(text, index, embedder, depth))
        tell_outdated(store, quiet)
    return tell_skipped(skipped, quiet)


def _queries(query: str | None, file: str | None) -> Iterator[tuple[str, str]]:
    if query is not None:
        yield "q1", query
        return
    for number, line in numbered_lines(file or "-"):
        try:
            row = json_module.loads(line)
            if not isinstance(row["text"], str):
                raise TypeError("text is not a text")
            yield str(row["id"]), row["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise BadRecord(f'{file}:{number}: not a query {{"id", "text"}}: {error!r}') from error
