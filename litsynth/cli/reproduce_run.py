"""`litsynth reproduce run`."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from litsynth.cli.engines import Engine, EngineAddress
from litsynth.cli.offline import Offline, refuse_sockets
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import Quiet, say
from litsynth.config import EngineSettings
from litsynth.errors import MissingInput, UsageError

if TYPE_CHECKING:
    from litsynth.reproduce.costs import Cost
    from litsynth.reproduce.run import Planned
    from litsynth.reproduce.spec import Experiment

Scale = Annotated[
    str,
    typer.Option(
        help="A scale of the spec: small is for two CPU cores, full is the paper's, pretrained takes checkpoints."
    ),
]
Model = Annotated[
    str, typer.Option(help="A checkpoint in place of the spec's, by hub name or folder; then the kind is conceptual.")
]
_IN_PART, _BUG = 4, 1


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
    model: Model = "",
    engine: Engine = None,
    engine_address: EngineAddress = None,
    plan: Annotated[bool, typer.Option("--plan", help="Say what it would take, and train nothing.")] = False,
    offline: Offline = False,
    quiet: Quiet = False,
) -> int:
    """Run an experiment: train what is missing, predict, keep every prediction.

    Killed or interrupted, the same command goes on and comes to the same numbers. Several processes may share a folder,
    each with its seeds; started by torchrun they share each batch. With --engine ray the stages are tasks of a cluster,
    whose nodes have to see both folders under the same names. Exit status 4: done as far as there is data, and the
    gaps are named; 1: a result is a bug.

    Example: litsynth reproduce run xnli-baselines --data data --out runs/xnli
    """
    from litsynth.reproduce.spec_file import load_spec, with_model

    experiment = _with_seeds(with_model(load_spec(spec, scale), model), seed)
    if not data.is_dir():
        raise MissingInput(f"no folder {data}", "give the folder of the data with --data")
    if out.exists() and not out.is_dir():
        raise UsageError(f"--out {out} is a file", "name a folder")
    if offline:
        refuse_sockets()
    spread_on = settings_in_force({"engine": {"name": engine, "address": engine_address}}).engine
    part = (_names(arm), _names(language))
    return _conducted(experiment, data, out, part, (device, threads), (spread_on, offline), plan, quiet)


def _conducted(
    experiment: Experiment,
    data: Path,
    out: Path,
    part: tuple[tuple[str, ...], tuple[str, ...]],
    machine: tuple[str, int],
    spread_on: tuple[EngineSettings, bool],
    plan: bool,
    quiet: bool,
) -> int:
    """The exit status; `part` are arms and languages, `machine` device and threads, `spread_on` engine and offline."""
    from litsynth.reproduce.costs import estimate
    from litsynth.reproduce.folder import Folder
    from litsynth.reproduce.machine import prepare_machine
    from litsynth.reproduce.progress import Lines
    from litsynth.reproduce.ranks import is_first, joined_ranks
    from litsynth.reproduce.run import Choice, planned
    from litsynth.reproduce.run import run as conduct
    from litsynth.reproduce.stages import Stages

    place, folder, quiet = prepare_machine(*machine), Folder(data), quiet or not is_first()
    todo = planned(experiment, Choice(*part), Stages(out / "stages", folder, place))
    # Before the processes are joined: one of them times steps, which are of no batch that they share.
    costs = estimate(todo.to_do, folder, place) if is_first() else {}
    speak = partial(say, quiet=quiet)
    lines = Lines(costs, speak)
    _tell(todo, costs, quiet)
    if plan:
        return 0
    if spread_on[0].name == "ray" and todo.to_do:
        from litsynth.cli.reproduce_spread import spread

        spread(todo.to_do, Stages(out / "stages", folder, place), data, machine, *spread_on, speak)
    with joined_ranks(place) as own:
        stages = Stages(out / "stages", folder, own)
        results = conduct(experiment, todo, stages, out, lines)
    bugs = [result for result in results if result.is_bug]
    for result in bugs:
        say(f"BUG in {result.arm}, {result.language}, seed {result.seed}: not a result; see the report")
    say(f"{len(results)} results in {out}{lines.took}; see: litsynth reproduce report {out}", quiet)
    return _BUG if bugs else _IN_PART if todo.gaps else 0


def _tell(todo: Planned, costs: dict[str, Cost], quiet: bool) -> None:
    from litsynth.reproduce.progress import duration

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


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
