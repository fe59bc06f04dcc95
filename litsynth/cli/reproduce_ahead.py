"""`litsynth reproduce expand | bench | suggest`: what an experiment is made of, what it costs here, and what it would settle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from litsynth.cli.completing import ReportGiven
from litsynth.cli.emit import emit
from litsynth.cli.reproduce_run import Model, Scale
from litsynth.codec import encode
from litsynth.errors import MissingInput, UsageError
from litsynth.records import MeasuredContrast, Report

if TYPE_CHECKING:
    from litsynth.reproduce.spec import Experiment
    from litsynth.reproduce.suggest import OpenClaim, Suggestion

Spec = Annotated[str, typer.Argument(help="The name of a packaged spec, or a TOML file.")]
Data = Annotated[Path, typer.Option(help="The folder of the data; the spec's paths are below it.")]


def expand(spec: Spec, data: Data, scale: Scale = "small") -> int:
    """Print every result of an experiment with the stages that lead to it, one JSON object a line, and what has no data.

    Example: litsynth reproduce expand xnli-baselines --data data
    """
    from litsynth.reproduce.folder import Folder
    from litsynth.reproduce.plan import cells
    from litsynth.reproduce.spec_file import load_spec

    found, gaps = cells(load_spec(spec, scale), Folder(_folder(data)))
    emit(
        {
            "arm": cell.arm.name,
            "language": cell.language,
            "seed": cell.seed,
            "test": cell.arm.test,
            "stages": [{"job": job.name, "label": job.label} for job in cell.lineage],
        }
        for cell in found
    )
    emit({"arm": gap.arm, "language": gap.language, "missing": list(gap.missing)} for gap in gaps)
    return 0


def bench(
    spec: Spec,
    data: Data,
    scale: Scale = "small",
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    threads: Annotated[int, typer.Option(help="Threads.", min=1)] = 1,
    model: Model = "",
) -> int:
    """Time a few steps of each kind on this machine: JSON lines of ms a step, hours for all seeds, memory; trains nothing.

    Example: litsynth reproduce bench xnli-baselines --data data
    """
    from litsynth.reproduce.costs import estimate
    from litsynth.reproduce.folder import Folder
    from litsynth.reproduce.machine import prepare_machine
    from litsynth.reproduce.plan import cells, jobs
    from litsynth.reproduce.spec_file import load_spec, with_model

    place, folder = prepare_machine(device, threads), Folder(_folder(data))
    todo = {job.name: job for job in jobs(cells(with_model(load_spec(spec, scale), model), folder)[0])}
    costs = estimate(todo.values(), folder, place)
    kinds = defaultdict(list)
    for name, job in todo.items():
        kinds[job.encoder.kind, job.encoder.pooling, job.encoder.dim, job.stage.objective].append(costs[name])
    for (encoder, pooling, dim, objective), parts in sorted(kinds.items()):
        steps = sum(cost.steps for cost in parts)
        seconds = sum(cost.seconds for cost in parts)
        emit(
            [
                {"encoder": encoder, "pooling": pooling, "dim": dim, "objective": objective, "stages": len(parts)}
                | {
                    "steps": steps,
                    "ms_per_step": round(1000 * seconds / max(1, steps), 2),
                    "hours": round(seconds / 3600, 2),
                }
                | {"memory_mib": max(cost.memory for cost in parts) // 2**20, "device": str(place), "threads": threads}
            ]
        )
    return 0


def suggest(
    report: ReportGiven,
    data: Annotated[
        Path | None, typer.Option(help="The folder of the data: then the cost of each run is measured here.")
    ] = None,
    scale: Scale = "small",
    json: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False,
) -> int:
    """Name the experiments that bear on what a report leaves open, conflicts first, and what each of them could decide.

    Example: litsynth reproduce suggest reports/examples/1
    """
    from litsynth.cli.reports import read_report
    from litsynth.reproduce.spec_file import load_spec, packaged
    from litsynth.reproduce.suggest import suggestions

    experiments = {name: load_spec(name, scale) for name in packaged()}
    read = read_report(report)
    found = list(suggestions(_open(read), list(experiments.values())))
    known = {(run.experiment, one.contrast_id): one for run in read.measured for one in run.contrasts}
    costs = list(_costs(found, experiments, data)) if data else [dict[str, Any]()] * len(found)
    for one, cost in zip(found, costs, strict=True):
        had = known.get((one.experiment, one.contrast.id))
        if json:
            emit([_value(one, experiments[one.experiment]) | cost | {"in_report": encode(had) if had else None}])
        else:
            typer.echo(_text(one, experiments[one.experiment], cost, had))
    if not found and not json:
        typer.echo(f"no experiment at hand ({', '.join(experiments)}) compares what the open claims speak of")
    return 0


def _open(report: Report) -> list[OpenClaim]:
    from litsynth.render.arrange import arrange
    from litsynth.render.lookup import Lookup
    from litsynth.reproduce.suggest import OPEN, OpenClaim

    lookup = Lookup.of(report)
    parts = [part for part in arrange(report, lookup).sections if lookup.verdicts[part.claim.claim_id].label in OPEN]
    return [
        OpenClaim(part.claim.claim_id, part.name, part.claim.text, lookup.verdicts[part.claim.claim_id].label)
        for part in parts
    ]


def _value(one: Suggestion, experiment: Experiment) -> dict[str, Any]:
    claims = [{"claim_id": claim.claim_id, "label": claim.label} for claim in one.claims]
    contrast = {"id": one.contrast.id, "better": one.contrast.better, "worse": one.contrast.worse}
    return {"experiment": experiment.id, "contrast": contrast, "kind": experiment.kind, "claims": claims}


_WEIGHT = {
    "exact": "may decide",
    "close": "may decide",
    "conceptual": "stands beside the literature and decides nothing",
    "smoke": "is no evidence",
}


def _text(one: Suggestion, experiment: Experiment, cost: dict[str, Any], had: MeasuredContrast | None) -> str:
    arms = f"{one.contrast.better},{one.contrast.worse}"
    hours = f"; about {cost['hours']} hours here" if cost else ""
    lines = [
        f"{experiment.id}, {one.contrast.id}: {one.contrast.text}",
        f"  run: litsynth reproduce run {experiment.id} --arm {arms} --data DATA --out runs/{experiment.id}",
        f"  then: litsynth corpus add CORPUS runs/{experiment.id}",
        f"  evidence of kind {experiment.kind}, which {_WEIGHT[experiment.kind]}; {len(experiment.seeds)} seeds{hours}",
    ]
    if had:
        lines.append(
            f"  in this report already: {had.value:+.1f} [{had.low:+.1f}, {had.high:+.1f}], seeds {len(had.seeds)}"
        )
    elif experiment.scale != "hub" and (large := _at_hub(experiment.id)) and large.kind == "close":
        lines.append("  on a GPU with the paper's encoder, which may decide: the same with --scale hub")
    return "\n".join(lines + [f"  {claim.heading}, {claim.label}: {claim.text}" for claim in one.claims]) + "\n"


def _at_hub(name: str) -> Experiment | None:
    from litsynth.reproduce.spec_file import load_spec

    try:
        return load_spec(name, "hub")
    except UsageError:
        return None


def _costs(found: list[Suggestion], experiments: dict[str, Experiment], data: Path) -> Iterator[dict[str, Any]]:
    """Of each suggestion the hours on this machine, and the arms that have no data; every kind of step is timed once."""
    from litsynth.reproduce.costs import estimate
    from litsynth.reproduce.folder import Folder
    from litsynth.reproduce.machine import prepare_machine
    from litsynth.reproduce.plan import cells, jobs

    folder, place = Folder(_folder(data)), prepare_machine("auto", 1)
    every = {name: cells(experiment, folder)[0] for name, experiment in experiments.items()}
    compared = {(one.experiment, arm) for one in found for arm in (one.contrast.better, one.contrast.worse)}
    part = [cell for name, row in every.items() for cell in row if (name, cell.arm.name) in compared]
    costs = estimate(jobs(part), folder, place)
    for one in found:
        arms = {one.contrast.better, one.contrast.worse}
        own = [cell for cell in every[one.experiment] if cell.arm.name in arms]
        seconds = sum(costs[job.name].seconds for job in jobs(own))
        yield {"hours": round(seconds / 3600, 2), "no_data": sorted(arms - {cell.arm.name for cell in own})}


def _folder(data: Path) -> Path:
    if not data.is_dir():
        raise MissingInput(f"no folder {data}", "give the folder of the data with --data")
    return data
