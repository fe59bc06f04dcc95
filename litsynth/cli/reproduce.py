"""`litsynth reproduce`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from litsynth.cli.emit import emit
from litsynth.cli.reproduce_ahead import bench, expand, suggest
from litsynth.cli.reproduce_checkpoint import checkpoint
from litsynth.cli.reproduce_neighbours import neighbours
from litsynth.cli.reproduce_run import Scale, run
from litsynth.cli.settings import settings
from litsynth.cli.templates import templates_in_force
from litsynth.cli.terminal import say
from litsynth.codec import encode
from litsynth.errors import MissingInput, OutputFailed, UsageError
from litsynth.reproduce.pairings import Pairing

if TYPE_CHECKING:
    from litsynth.reproduce.measured import Measured
    from litsynth.reproduce.spec import Claim, Encoder, Experiment

app = typer.Typer(
    help="Rerun published experiments, and compare. Example: litsynth reproduce list", add_completion=False
)

for command in (run, expand, bench, suggest, neighbours, checkpoint):
    app.command()(command)

Json = Annotated[bool, typer.Option("--json", help="JSON, not a table.")]
Runs = Annotated[list[Path], typer.Argument(help="Folders that litsynth reproduce run wrote to.")]


@app.command("list")
def list_(json: Json = False) -> int:
    """List the experiments.

    Example: litsynth reproduce list
    """
    from litsynth.reproduce.spec_file import load_spec, packaged

    for name in packaged():
        experiment = load_spec(name, "small")
        if json:
            emit(
                [{"id": experiment.id, "title": experiment.title, "paper": experiment.paper, "arms": _arms(experiment)}]
            )
        else:
            typer.echo(f"{experiment.id:<16} {experiment.paper:<18} {len(experiment.arms):>2} arms  {experiment.title}")
    return 0


@app.command()
def show(
    spec: Annotated[str, typer.Argument(help="The name of a packaged spec, or a TOML file.")],
    scale: Scale = "small",
    json: Json = False,
) -> int:
    """Show what a spec declares at a scale: arms with their stages, claims, deviations.

    Example: litsynth reproduce show xnli-baselines
    """
    from litsynth.reproduce.spec_file import load_spec

    experiment = load_spec(spec, scale)
    if json:
        emit([encode(experiment)])
        return 0
    typer.echo(
        f"{experiment.title}\n{experiment.paper}, scale {scale}, kind {experiment.kind}, seeds {experiment.seeds}\n"
    )
    for arm in experiment.arms:
        stages = " -> ".join(
            f"{stage.name} ({stage.objective} on {', '.join(stage.train)}, {stage.optimiser.epochs} epochs"
            f"{''.join(f', {name} {value}' for name, value in (*stage.data.items(), *stage.loss.items()))}"
            f"{''.join(f', beside it {each.objective}' for each in stage.beside)})"
            for stage in arm.stages
        )
        typer.echo(f"{arm.name}\n  {_encoder(arm.encoder)}: {stages}")
        typer.echo(f"  tested on {arm.test} in {' '.join(arm.languages)}{_published(arm.published)}")
    for claim in experiment.claims:
        typer.echo(
            f"\nclaim {claim.id}: {claim.text}\n  {claim.better} above {claim.worse}, margin {claim.margin} points"
        )
    typer.echo("\n" + "\n".join(f"deviation: {line}" for line in experiment.deviations))
    return 0


@app.command()
def compare(
    runs: Runs,
    better: Annotated[str, typer.Option(help="An arm, to compare with --worse instead of the spec's claims.")] = "",
    worse: Annotated[str, typer.Option(help="The arm that it is compared with.")] = "",
    margin: Annotated[float, typer.Option(help="Points that would not matter, for such a pair.")] = 1.0,
    pairing: Annotated[
        Pairing,
        typer.Option(help="For such a pair: premise and hypothesis in the same language, in mixed ones, or all."),
    ] = "same",
    best: Annotated[
        str, typer.Option(help="Arms, with commas: the best of them over --worse, and what choosing it is worth.")
    ] = "",
    json: Json = False,
) -> int:
    """Judge the claims of the spec, one pair of arms, or the best of several, on the predictions of runs.

    Results that are bugs (below chance, permuted labels) are left out and named; then the exit status is 1.

    Example: litsynth reproduce compare runs/xnli
    """
    from litsynth.reproduce.measured import gather
    from litsynth.reproduce.spec import Claim

    if bool(better) + bool(best) != bool(worse):
        raise UsageError("--worse belongs to --better or to --best", "give two of them, or none")
    measured = gather(runs)
    arms = tuple(filter(None, best.split(",")))
    for name in filter(None, (better, worse, *arms)):
        measured.run.experiment.arm(name)
    status = _told_bugs(measured)
    if arms:
        _tell_best(measured, arms, worse, json)
        return status
    own = (Claim("own", f"{better} is better than {worse}", better, worse, margin, pairing=pairing),)
    _tell_claims(measured, own if better else measured.run.experiment.claims, json)
    return status


def _tell_claims(measured: Measured, claims: Sequence[Claim], json: bool) -> None:
    from litsynth.reproduce.compare import judge
    from litsynth.reproduce.report import comparison_table

    judged = [each for claim in claims if (each := judge(measured, claim))]
    if not judged:
        raise MissingInput("no language and seed in which both arms of a claim were run", "run the missing arm")
    if json:
        emit([encode(each) for each in judged])
    else:
        typer.echo(comparison_table(judged))


def _told_bugs(measured: Measured) -> int:
    """Name the results that are none; the exit status."""
    for each in measured.bugs:
        say(f"BUG, left out: {each.arm}, {each.language}, seed {each.seed}; see litsynth reproduce report")
    return 1 if measured.bugs else 0


def _tell_best(measured: Measured, arms: tuple[str, ...], over: str, json: bool) -> None:
    from litsynth.reproduce.best import best_arm

    found = best_arm(measured, arms, over)
    if json:
        emit([encode(found)])
        return
    told = found.best
    typer.echo(
        f"best of {len(arms)} over {over}: {found.arm}, {told.gain:+.1f} points (mean of {' '.join(found.languages)}); when all "
        f"are alike the best gains {told.expected:+.1f}, so {told.corrected:+.1f} is left, p = {told.p:.3f}\n"
        f"chosen on dev of the other seeds: {' '.join(f'{value:+.1f}' for value in found.nested)}"
    )


@app.command()
def report(
    runs: Runs,
    out: Annotated[
        Path | None,
        typer.Option(help="A folder for report.md, report.html and figures, or a .md file (default: standard output)."),
    ] = None,
    json: Json = False,
) -> int:
    """Report on runs of one experiment: claims, measured beside published by language, every deviation, data.

    Example: litsynth reproduce report runs/xnli --out report
    """
    from litsynth.reproduce.measured import gather
    from litsynth.reproduce.report import Told, markdown, values
    from litsynth.reproduce.report_files import report_files

    told = Told.of(gather(runs))
    if json:
        emit([values(told)])
    elif out is None:
        typer.echo(markdown(told))
    else:
        single = out.suffix == ".md"
        _write(
            out.parent if single else out,
            {out.name: markdown(told)} if single else report_files(told, templates_in_force(settings({}))),
        )
    return 0


@app.command("check-published")
def check_published(
    files: Annotated[
        list[Path] | None, typer.Argument(help="CSV tables to check (default: the packaged ones).")
    ] = None,
    json: Json = False,
) -> int:
    """Find printed averages that do not fit their rows, and columns in another order than their headers.

    Example: litsynth reproduce check-published
    """
    from litsynth.reproduce.published.check import check_rows
    from litsynth.reproduce.published.table import TABLES, packaged_table, read_table

    tables = {str(path): read_table(_read(path), str(path)) for path in files or ()}
    tables = tables or {name: packaged_table(name) for name in TABLES}
    for name, rows in tables.items():
        found = check_rows(rows)
        if json:
            emit([{"table": name, **encode(finding)} for finding in found])
            continue
        typer.echo(f"{name}: {len(rows)} rows, {len(found)} findings")
        for finding in found:
            remedy = f"\n    {finding.remedy}" if finding.remedy else ""
            typer.echo(f"  {finding.kind}: {finding.row}\n    {finding.arithmetic}{remedy}")
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise MissingInput(f"{path}: {error.strerror}", "give a CSV file") from error
    except UnicodeDecodeError as error:
        raise MissingInput(f"{path}: no UTF-8 text", "give a CSV file") from error


def _write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    try:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    except OSError as error:
        raise OutputFailed(f"{folder} cannot be written: {error.strerror}", "name another folder") from error


def _arms(experiment: Experiment) -> list[str]:
    return [arm.name for arm in experiment.arms]


def _encoder(encoder: Encoder) -> str:
    if encoder.model:
        return f"{encoder.model}, {encoder.pooling} state, {encoder.max_tokens} tokens"
    return f"{encoder.kind}, {encoder.pooling}, {encoder.dim} units"


def _published(row: str) -> str:
    return f", published as {row}" if row else ""
