"""What is said of papers that were not read, or not as one might think."""

from collections.abc import Iterable
from pathlib import Path

import typer

from litsynth.cli.terminal import say
from litsynth.cli.writer import tell_written
from litsynth.pipeline import failures
from litsynth.ports import PaperSource
from litsynth.records import Changes, Document, Paper, Report, Skipped
from litsynth.render import findings_summary, summary
from litsynth.render.marked import printable
from litsynth.render.words import count
from litsynth.sources import LIBRARIES, FolderSource
from litsynth.store import Corpus


def tell_read(paper: Paper, document: Document, quiet: bool) -> None:
    """What was read of a paper, and what its reader warns of."""
    say(f"read: {paper.paper_id} as {document.substrate}, {len(document.sentences)} sentences", quiet)
    for warning in document.warnings:
        say(f"warning: {warning}", quiet)


def tell_skipped(skipped: Iterable[Skipped], quiet: bool) -> int:
    """A line each; the exit status: 4 when something could not be read, 0 when people only left things out."""
    failed = failures(skipped := tuple(skipped))
    for skip in skipped:
        say(f"{'skipped' if skip in failed else 'left out'}: {skip.what} ({skip.stage}): {skip.reason}", quiet)
    return 4 if failed else 0


def tell_failures(report: Report, quiet: bool, verbose: bool) -> int:
    """What could not be read, and what became of a writer's sentences; the exit status: 4 where something was not done.

    With `verbose` also what people left out.
    """
    skipped = report.skipped if verbose else failures(report.skipped)
    return max(tell_skipped(skipped, quiet), tell_written(report, quiet))


def tell_passed_over(sources: Iterable[PaperSource], quiet: bool) -> None:
    """Which files were not read because another one holds the same paper, and how many because of their kind."""
    for source in sources:
        if isinstance(source, FolderSource):
            for skip in source.superseded:
                say(f"passed over: {skip.what}: {skip.reason}", quiet)
            for suffix, count in source.other_kinds.items():
                kind = f"{suffix} files" if suffix else "files without a suffix"
                why = "name the file itself" if suffix in LIBRARIES else "litsynth does not read them"
                say(f"passed over: {count} {kind} in {source.name}: {why}", quiet)


def tell_missing(sources: Iterable[PaperSource], quiet: bool) -> int:
    """The files that reference libraries say are attached and that are not there; the exit status: 4 with any."""
    missing = [skip for source in sources if isinstance(source, FolderSource) for skip in source.missing]
    for skip in missing:
        say(f"missing: {skip.what}: {skip.reason}", quiet)
    return 4 if missing else 0


def tell_outdated(corpus: Corpus, quiet: bool) -> None:
    """Which papers stand as another version of the parser read them."""
    if outdated := corpus.outdated():
        ids = ", ".join(outdated.ids)
        remedy = f"litsynth corpus add {corpus.folder.name} FILES reads them again"
        say(f"note: read by another version of the parser, and their files are not kept: {ids} ({remedy})", quiet)


def tell_changes(changes: Changes, report: Report, folder: Path | None) -> None:
    """To standard output: what changed, the verdicts that are others now, and where the new report lies."""
    update = report.history[-1]
    read = f"{count(update.read, 'paper')} read, {update.new_papers:,} of them new, {update.new_versions:,} in a new version"
    if folder is None:
        typer.echo(f"nothing changed since {changes.old_date}: {count(changes.same, 'claim')} as before; {read}")
        return
    typer.echo(f"since {changes.old_date}: {summary(changes) or 'papers only'}; {read}; {update.withdrawn:,} withdrawn")
    if told := findings_summary(changes):
        typer.echo(told)
    for change in changes.claims:
        if change.old and change.new and change.kind == "verdict":
            typer.echo(printable(f"- {change.old.label} -> {change.new.label}: {change.claim.text}"))
    typer.echo(f"\n{folder / 'report.md'}")
