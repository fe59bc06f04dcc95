"""`litsynth results`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from litsynth.cli.completing import CorpusOrBundled
from litsynth.cli.emit import emit
from litsynth.cli.offline import Offline, refuse_sockets
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import Bars, Quiet, Verbose, say
from litsynth.config import Settings
from litsynth.errors import MissingInput, UsageError
from litsynth.records import Paper, Result, Skipped

if TYPE_CHECKING:
    from litsynth.cli.averages import Found
    from litsynth.pipeline.results import Row
    from litsynth.results import Lexicon
    from litsynth.results.choose import Wanted
    from litsynth.store import Corpus

app = typer.Typer(add_completion=False)

Format = Literal["table", "csv", "md", "json"]
Names = Annotated[Path | None, typer.Option(help="Names of your own (TOML), laid over the shipped ones.")]
Averages = Annotated[
    bool,
    typer.Option(
        "--averages", help="Instead, printed averages that the cells of their row do not give (of --paper, or of all)."
    ),
]


@app.command()
def results(
    corpus: CorpusOrBundled = None,
    task: Annotated[str, typer.Option(help='A task ("NLI").')] = "",
    dataset: Annotated[str, typer.Option(help="A data set, or a benchmark for all of its data sets.")] = "",
    metric: Annotated[str, typer.Option(help='A metric ("acc").')] = "",
    system: Annotated[str, typer.Option(help="Part of a system's name.")] = "",
    language: Annotated[str, typer.Option(help='A language ("sw", "Swahili", "en-de", "average").')] = "",
    setting: Annotated[str, typer.Option(help='Part of a setting ("zero-shot").')] = "",
    paper: Annotated[str, typer.Option(help="Part of a paper's id.")] = "",
    averages: Averages = False,
    format: Annotated[Format, typer.Option(help="table: aligned text; json: JSON lines with every field.")] = "table",
    names: Names = None,
    offline: Offline = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Print every reported value for a task, data set, metric, system, language or setting across a corpus.

    Each has its paper, table and cell. Those of different papers for the same thing are compared: "restated" lists papers
    with the same digits, "agrees" those with a compatible value of their own, "differs" those with one that is not.

    Example: litsynth results --corpus xnli --dataset XNLI --language average
    """
    from litsynth.results.choose import Wanted

    if offline:
        refuse_sockets()
    wanted = Wanted(task, dataset, metric, system, language, setting, paper)
    return _looked_up(wanted, corpus, averages, format, names, quiet, verbose)


def _looked_up(
    wanted: Wanted, corpus: str | None, averages: bool, format: Format, names: Path | None, quiet: bool, verbose: bool
) -> int:
    from litsynth.cli.averages import averages as misfitting
    from litsynth.cli.names import load_lexicon
    from litsynth.cli.session import corpus_name, open_named, refuse_unknown
    from litsynth.cli.telling import tell_outdated, tell_skipped
    from litsynth.pipeline.results import side_by_side

    lexicon = load_lexicon(names)
    settings = settings_in_force({"corpus": {"name": corpus}})
    name = corpus_name(settings, offline=True)
    refuse_unknown(settings, name)
    with open_named(settings, name) as store, Bars(quiet, verbose) as bars:
        skipped = _filled(store, name, settings, bars)
        if averages:
            _print_averages(list(misfitting(store, wanted.paper, bars)), format, quiet)
        else:
            papers = store.by_id()
            chosen = _chosen(_results(store, lexicon, bars), wanted, lexicon)
            _print(side_by_side(chosen, papers), papers, format, quiet)
            tell_outdated(store, quiet)
    return tell_skipped(skipped, quiet)


def _print_averages(found: Sequence[Found], format: Format, quiet: bool) -> None:
    from litsynth.cli.averages import averages_frame, averages_text, averages_values

    if format == "json":
        emit(averages_values(found))
    elif format == "csv":
        typer.echo(averages_frame(found).to_csv(index=False, lineterminator="\n"), nl=False)
    else:
        typer.echo(averages_text(found, format == "md"))
    if not found:
        say("every printed average that could be checked fits its row", quiet)


def _chosen(found: Iterator[Result], wanted: Wanted, lexicon: Lexicon) -> Iterator[Result]:
    """What is asked for. Raises UsageError on a name that nobody knows: it must not look like one without results."""
    from litsynth.results.choose import choose, unknown

    results = list(found)
    for one in unknown(results, wanted, lexicon):
        near = f"nearest: {', '.join(map(repr, one.nearest))}" if one.nearest else "--names FILE adds names of your own"
        raise UsageError(f"--{one.field} {one.name}: no inventory and no result of this corpus has it", near)
    return choose(results, wanted, lexicon)


def _filled(store: Corpus, name: str, settings: Settings, bars: Bars) -> tuple[Skipped, ...]:
    """Bring in what lies beside the corpus; what could not be read. Raises MissingInput where there is no paper then."""
    from litsynth.cli.session import renew_kept, sources_for, the_date
    from litsynth.pipeline import failures, fill

    today = the_date(None)
    renew_kept(store, settings, today, bars)
    skipped = failures(fill(store, sources_for([], store, name, settings, today, True), bars, settings.corpus))
    if not store.ids():
        raise MissingInput(f"the corpus {name} is empty", f"litsynth corpus add {name} FILES")
    return skipped


def _results(store: Corpus, lexicon: Lexicon, bars: Bars) -> Iterator[Result]:
    from litsynth.results import results_of_document

    ids = store.ids()
    bars.stage("reading results", len(ids))
    for paper_id in ids:
        yield from results_of_document(store.document(paper_id), lexicon)
        bars.step()


def _print(rows: Sequence[Row], papers: Mapping[str, Paper], format: Format, quiet: bool) -> None:
    from litsynth.cli.board import board, board_markdown, board_text, board_value

    if not rows:
        say("no result has all of that; with fewer options there are more", quiet)
    if format == "json":
        emit(board_value(row, papers) for row in rows)
        return
    frame = board(rows, papers)
    if format == "csv":
        typer.echo(frame.to_csv(index=False, lineterminator="\n"), nl=False)
    else:
        typer.echo(board_markdown(frame) if format == "md" else board_text(frame))
