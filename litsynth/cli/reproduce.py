"""`litsynth reproduce`."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from litsynth.cli.emit import emit
from litsynth.cli.reproduce_ahead import bench, expand, suggest
from litsynth.cli.reproduce_neighbours import neighbours
from litsynth.cli.settings import settings
from litsynth.cli.templates import templates_in_force
from litsynth.cli.terminal import Quiet, say
from litsynth.codec import encode
from litsynth.errors import MissingInput, OutputFailed, UsageError
from litsynth.reproduce.published.check import check_rows
from litsynth.reproduce.published.table import TABLES, packaged_table, read_table
from litsynth.reproduce.spec import Experiment, Pairing
from litsynth.reproduce.spec_file import load_spec, packaged

if TYPE_CHECKING:
    from litsynth.reproduce.costs import Cost
    from litsynth.reproduce.run import Planned

app = typer.Typer(
    help="Rerun published experiments, and compare. Example: litsynth reproduce list", add_completion=False
)

for command in (expand, bench, suggest, neighbours):
    app.command()(command)

Scale = Annotated[str, typer.Option(help="A scale of the spec: small is for two CPU cores, full is the paper's.")]
Json = Annotated[bool, typer.Option("--json", help="JSON, not a table.")]
Runs = Annotated[list[Path], typer.Argument(help="Folders that litsynth reproduce run wrote to.")]
_IN_PART, _BUG = 4, 1


@app.command("list")
def list_(json: Json = False) -> int:
    """List the experiments.

    Example: litsynth reproduce list
    """
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
        typer.echo(f"{arm.name}\n  {arm.encoder.kind}, {arm.encoder.pooling}, {arm.encoder.dim} units: {stages}")
        typer.echo(f"  tested on {arm.test} in {' '.join(arm.languages)}{_published(arm.published)}")
    for claim in experiment.claims:
        typer.echo(
            f"\nclaim {claim.id}: {claim.text}\n  {claim.better} above {claim.worse}, margin {claim.margin} points"
        )
    typer.echo("\n" + "\n".join(f"deviation: {line}" for line in experiment.deviations))
    return 0


@app.command()
def run(
    spec: Annotated[str, typer.Argument(help="The name of a packaged spec, or a TOML file.")],
    data: Annotated[Path, typer.Option(help="The folder of the data; the spec's paths are below it.")],
    out: Annotated[Path, typer.Option(help="Where stages and results are kept.")],
    scale: Scale = "small",
    arm: Annotated[str, typer.Option(help="Only these arms, with commas.")] = "",
    language: Annotated[str, typer.Option(help="Only these languages, with commas.")] = "",
    seed: Annotated[str, typer.Option(help="These seeds instead of the spec's, with commas.")] = "",
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    threads: Annotated[int, typer.Option(help="Threads; numbers may differ in the last digits with them.", min=1)] = 1,
    plan: Annotated[bool, typer.Option("--plan", help="Say what it would take, and train nothing.")] = False,
    quiet: Quiet = False,
) -> int:
    """Run an experiment: train what is missing, predict, keep every prediction.

    Killed or interrupted, the same command goes on and comes to the same numbers. Several processes may share a folder,
    each with its seeds. Exit status 4: done as far as there is data, and the gaps are named; 1: a result is a bug.

    Example: litsynth reproduce run xnli-baselines --data data --out runs/xnli
    """
    experiment = _with_seeds(load_spec(spec, scale), seed)
    if not data.is_dir():
        raise MissingInput(f"no folder {data}", "give the folder of the data with --data")
    return _conducted(experiment, data, out, (_names(arm), _names(language)), (device, threads), plan, quiet)


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
    json: Json = False,
) -> int:
    """Judge the claims of the spec, or one pair of arms, on the predictions of runs.

    Example: litsynth reproduce compare runs/xnli
    """
    from litsynth.reproduce.compare import judge  # noqa: PLC0415
    from litsynth.reproduce.measured import gather  # noqa: PLC0415
    from litsynth.reproduce.report import comparison_table  # noqa: PLC0415
    from litsynth.reproduce.spec import Claim  # noqa: PLC0415

    if bool(better) is not bool(worse):
        raise UsageError("--better and --worse belong together", "give both, or neither")
    measured = gather(runs)
    for name in filter(None, (better, worse)):
        measured.run.experiment.arm(name)
    own = (Claim("own", f"{better} is better than {worse}", better, worse, margin, pairing=pairing),)
    claims = own if better else measured.run.experiment.claims
    judged = [each for claim in claims if (each := judge(measured, claim))]
    if not judged:
        raise MissingInput("no language and seed in which both arms of a claim were run", "run the missing arm")
    if json:
        emit([encode(each) for each in judged])
    else:
        typer.echo(comparison_table(judged))
    return 0


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
    from litsynth.reproduce.measured import gather  # noqa: PLC0415
    from litsynth.reproduce.report import Told, markdown, values  # noqa: PLC0415
    from litsynth.reproduce.report_files import report_files  # noqa: PLC0415

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


def _conducted(
    experiment: Experiment,
    data: Path,
    out: Path,
    part: tuple[tuple[str, ...], tuple[str, ...]],
    machine: tuple[str, int],
    plan: bool,
    quiet: bool,
) -> int:
    """The exit status; `part` are arms and languages, `machine` device and threads."""
    from litsynth.reproduce.costs import estimate, refuse_too_little  # noqa: PLC0415 - torch takes seconds to load
    from litsynth.reproduce.folder import Folder  # noqa: PLC0415
    from litsynth.reproduce.machine import prepare_machine  # noqa: PLC0415
    from litsynth.reproduce.progress import Lines  # noqa: PLC0415
    from litsynth.reproduce.run import Choice, planned  # noqa: PLC0415
    from litsynth.reproduce.run import run as conduct  # noqa: PLC0415
    from litsynth.reproduce.stages import Stages  # noqa: PLC0415

    place = prepare_machine(*machine)
    folder = Folder(data)
    stages = Stages(out / "stages", folder, place)
    todo = planned(experiment, Choice(*part), stages)
    costs = estimate(todo.to_do, folder, place)
    _tell(todo, costs, quiet)
    refuse_too_little(max((cost.memory for cost in costs.values()), default=0), place)
    if plan:
        return 0
    results = conduct(experiment, todo, stages, out, Lines(costs, lambda line: say(line, quiet)))
    bugs = [result for result in results if any(alarm.bug for found in result.alarms.values() for alarm in found)]
    for result in bugs:
        say(f"BUG in {result.arm}, {result.language}, seed {result.seed}: not a result; see the report")
    say(f"{len(results)} results in {out}; see: litsynth reproduce report {out}", quiet)
    return _BUG if bugs else _IN_PART if todo.gaps else 0


def _tell(todo: "Planned", costs: "dict[str, Cost]", quiet: bool) -> None:
    from litsynth.reproduce.progress import duration  # noqa: PLC0415

    for gap in todo.gaps:
        say(f"no data: {gap.arm} in {gap.language} is left out ({', '.join(gap.missing)})")
    steps = sum(cost.steps for cost in costs.values())
    seconds = sum(cost.seconds for cost in costs.values())
    memory = max((cost.memory for cost in costs.values()), default=0)
    say(
        f"{len(todo.cells)} results; {len(todo.to_do)} stages to train, {todo.made} kept; {steps:,} steps, "
        f"about {duration(seconds)}, about {memory / 2**30:.1f} GiB",
        quiet,
    )


def _with_seeds(experiment: Experiment, seeds: str) -> Experiment:
    if not seeds:
        return experiment
    try:
        return replace(experiment, seeds=tuple(int(seed) for seed in _names(seeds)))
    except ValueError as error:
        raise UsageError(f"--seed {seeds}: not whole numbers with commas") from error


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


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _arms(experiment: Experiment) -> list[str]:
    return [arm.name for arm in experiment.arms]


def _published(row: str) -> str:
    return f", published as {row}" if row else ""
