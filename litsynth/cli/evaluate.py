"""`litsynth evaluate`."""

from __future__ import annotations

import json as json_module
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from litsynth.cli.emit import emit
from litsynth.cli.offline import refuse_sockets
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import Bars, Quiet, say
from litsynth.config import ModelSettings
from litsynth.errors import BadRecord, OutputFailed, UsageError

if TYPE_CHECKING:
    from litsynth.benchmarks import Benchmark, Options, Split, Unseen
    from litsynth.models.nli import NliModel

app = typer.Typer(
    help="Benchmarks over labelled data. Example: litsynth evaluate run scifact --data data", add_completion=False
)

_FOLD = "{fold}"
HELD_OUT = "held_out.json"
"""Beside the weights, as `litsynth train` leaves it."""
_PLAIN, _OWN = "plain NLI", "verifier"


@app.command("list")
def list_(json: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False) -> int:
    """List the benchmarks, the splits that are at hand, and the files that they need.

    Example: litsynth evaluate list
    """
    from litsynth.benchmarks import BENCHMARKS
    from litsynth.benchmarks.swaps import ABOUT, SWAPS
    from litsynth.benchmarks.swaps_read import SPLITS, files_of
    from litsynth.benchmarks.tuples import ABOUT as ABOUT_TUPLES
    from litsynth.benchmarks.tuples import SPLITS as SPLITS_OF_TUPLES
    from litsynth.benchmarks.tuples import TUPLES

    made = (
        (SWAPS, ABOUT, {name: list(files_of(name)) for name in SPLITS}),
        (TUPLES, ABOUT_TUPLES, {name: list(files) for name, files in SPLITS_OF_TUPLES.items()}),
    )
    listed = [
        (one.name, one.about, {name: list(split.files) for name, split in one.splits.items()})
        for one in BENCHMARKS.values()
    ]
    for name, about, splits in (*listed, *made):
        if json:
            emit([{"name": name, "about": about, "splits": splits}])
        else:
            typer.echo(f"{name:<19} {', '.join(splits):<11} {about}")
    return 0


@app.command()
def run(
    name: Annotated[str, typer.Argument(help="A benchmark; see: litsynth evaluate list")],
    data: Annotated[Path, typer.Option(help="The folder of labelled data.")],
    split: Annotated[str, typer.Option(help="The split (default: the first that is listed).")] = "",
    verifier: Annotated[
        str | None, typer.Option(help=f"As for litsynth check; {_FOLD} stands for a fold's number.")
    ] = None,
    plain: Annotated[
        str, typer.Option(help="A verifier to compare with, such as the NLI stage of a training.")
    ] = "embedded",
    folds: Annotated[int, typer.Option(help="Folds of cross-validation.", min=3)] = 5,
    limit: Annotated[int, typer.Option(help="Claims, drawn by digest of their ids (0: all).", min=0)] = 0,
    depth: Annotated[int, typer.Option(help="Abstracts retrieved for each claim, where they are.", min=1)] = 3,
    windows: Annotated[str, typer.Option(help="Lengths of windows, in sentences.")] = "1,3",
    title: Annotated[bool, typer.Option(help="Put the title before each window.")] = False,
    memory: Annotated[Path | None, typer.Option(help="For swaps: a folder that keeps what the models said.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where everything is written as JSON.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the JSON, not a table.")] = False,
    device: Annotated[str | None, typer.Option(help="auto, cpu or cuda.")] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Open no socket.")] = False,
    quiet: Quiet = False,
) -> int:
    """Measure the verifier, or the retrieve stage, on one benchmark, beside baselines that need no evidence.

    What is learnt (the pooling of windows, thresholds, the claim-only model) is learnt on the other folds, which share
    no claim, document or sentence with the fold that is judged. The same input gives the same JSON, byte for byte.

    Example: litsynth evaluate run scifact --data data --limit 100 --out scifact.json
    """
    from litsynth.benchmarks import Options, WindowPlan

    if offline:
        refuse_sockets()
    models = settings_in_force({"models": {"verifier": verifier, "device": device}}).models
    refuse_unwritable(out)
    options = Options(split, folds, limit, depth, WindowPlan(_sizes(windows), title=title))
    with Bars(quiet) as bars:
        _tell(_report(name, data, options, models, plain, memory, offline, bars), out, json, quiet)
    return 0


def _report(
    name: str,
    data: Path,
    options: Options,
    models: ModelSettings,
    plain: str,
    memory: Path | None,
    offline: bool,
    bars: Bars,
) -> dict[str, Any]:
    from litsynth.benchmarks.swaps import SWAPS
    from litsynth.benchmarks.tuples import TUPLES

    if name == SWAPS:
        from litsynth.cli.swaps import run_swaps

        return run_swaps(data, options.split, options.limit, models, memory, offline, bars)
    if name == TUPLES:
        from litsynth.cli.tuples import run_tuples

        return run_tuples(data, options.split, options.folds, models, offline, bars)
    benchmark = _benchmark(name)
    benchmark.split(options.split)[1].load(data)  # before any model is: a wrong path should not take seconds to say so
    return _measured(benchmark, data, options, models, plain, offline, bars)


def _tell(report: dict[str, Any], out: Path | None, json: bool, quiet: bool) -> None:
    if out is not None:
        out.write_text(json_module.dumps(report, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
        say(f"written to {out}", quiet)
    if json:
        emit([report])
    else:
        typer.echo(_as_text(report))


def _as_text(report: dict[str, Any]) -> str:
    from litsynth.benchmarks import table
    from litsynth.benchmarks.swaps import SWAPS
    from litsynth.benchmarks.swaps_table import swaps_table
    from litsynth.benchmarks.tuples import TUPLES

    if report["benchmark"] == TUPLES:
        from litsynth.cli.tuples import tuples_table

        return tuples_table(report)
    return swaps_table(report) if report["benchmark"] == SWAPS else table(report)


def _measured(
    benchmark: Benchmark,
    data: Path,
    options: Options,
    models: ModelSettings,
    plain: str,
    offline: bool,
    bars: Bars,
) -> dict[str, Any]:
    from litsynth.benchmarks import Instruments, evaluate
    from litsynth.cli.session import load_embedder
    from litsynth.models.contaminated import refuse_for

    retrieves = benchmark.task in ("retrieve", "judge retrieved")
    embedder = load_embedder(models, offline) if retrieves else None
    if benchmark.task == "retrieve":
        return evaluate(benchmark, data, options, Instruments({}, embedder, bars))
    split = benchmark.split(options.split)[1]
    verifiers = _verifiers(models, plain, options.folds, offline)
    for model in (model for row in verifiers.values() for model in row):
        refuse_for(model.identity, benchmark.name)
    options, unseen, found = _untrained(verifiers, plain, models.verifier, split, data, options)
    report = evaluate(benchmark, data, options, Instruments(verifiers, embedder, bars), unseen)
    return report | {"notes": found}


def _untrained(
    verifiers: dict[str, list[NliModel]], plain: str, own: str, split: Split, data: Path, options: Options
) -> tuple[Options, Unseen, list[str]]:
    """What may be judged, by what each verifier was trained on, and what a reader must know of that.

    Where the weights come with a list of claims held out, that list decides: the folds of a training need not be those
    of a benchmark, which may know of more that claims have in common.
    """
    from litsynth.benchmarks import Unseen, notes, refuse_seen, unseen_claims, was_seen
    from litsynth.folds import fold_of

    read = split.load(data)
    folds, unseen, by_fold = fold_of(read.links, options.folds), set(read.links), False
    found: list[str] = []
    for name, row in verifiers.items():
        for number, model in enumerate(row):
            chosen = plain if name == _PLAIN else own.replace(_FOLD, str(number))
            recipe, kept = recipe_of(model.identity, chosen), held_out_of(held_out_path(model.identity, chosen))
            found += notes(model.identity, recipe, split)
            if kept and was_seen(recipe, split):
                judged = {claim for claim in unseen if len(row) == 1 or folds[claim] == number}
                unseen -= judged - unseen_claims(recipe, kept, split, read)
                by_fold = by_fold or len(row) > 1
                continue
            fold = f"{number}/{options.folds}" if len(row) > 1 else ""
            options = replace(options, left_out=refuse_seen(model.identity, recipe, split, fold) or options.left_out)
    if len(unseen) < len(read.links):
        found.append(f"only the {len(unseen):,} claims that no verifier was trained on are judged")
    return options, Unseen(unseen, by_fold), list(dict.fromkeys(found))


def _verifiers(models: ModelSettings, plain: str, folds: int, offline: bool) -> dict[str, list[NliModel]]:
    """The plain verifier and the one of interest; only this where they are the same."""
    names = [models.verifier.replace(_FOLD, str(number)) for number in range(folds if _FOLD in models.verifier else 1)]
    own = [load_verifier(name, models, offline) for name in names]
    reference = load_verifier(plain, models, offline)
    if [model.identity for model in own] == [reference.identity]:
        return {_OWN: own}
    return {_PLAIN: [reference], _OWN: own}


def load_verifier(name: str, models: ModelSettings, offline: bool) -> NliModel:
    """A verifier by the name that --verifier takes."""
    from litsynth.models.choose import choose_verifier

    return choose_verifier(replace(models, verifier=name), offline)


def held_out_of(path: Path) -> Mapping[str, list[str]]:
    """Claims that a training kept out, by the path of their set; none where there is no such file. Raises BadRecord."""
    if not path.is_file():
        return {}
    try:
        found = json_module.loads(path.read_text(encoding="utf-8"))
        return {str(name): [str(claim) for claim in claims] for name, claims in found.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise BadRecord(f"{path}: not claims by set: {error}") from error


def held_out_path(identity: str, name: str) -> Path:
    """Where the claims that a verifier's training kept out stand, if anywhere: beside its weights."""
    from litsynth.models.embedded import folder_of  # onnxruntime takes a while

    return (folder_of(identity, name) or Path(name)) / HELD_OUT


def recipe_of(identity: str, name: str) -> Mapping[str, Any]:
    """The recipe of a verifier that litsynth trained; an empty one for a checkpoint of others."""
    from litsynth.models.embedded import MANIFEST, folder_of, read_manifest

    folder = folder_of(identity, name)
    return read_manifest(folder).recipe if folder and (folder / MANIFEST).is_file() else {}


def _benchmark(name: str) -> Benchmark:
    from litsynth.benchmarks import BENCHMARKS
    from litsynth.benchmarks.swaps import SWAPS
    from litsynth.benchmarks.tuples import TUPLES

    if name not in BENCHMARKS:
        raise UsageError(f"no benchmark {name!r}", f"one of: {', '.join((*BENCHMARKS, SWAPS, TUPLES))}")
    return BENCHMARKS[name]


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(int(size) for size in text.split(",") if size.strip().isdigit())
    if len(sizes) != len(text.split(",")) or not all(1 <= size <= 10 for size in sizes):
        raise UsageError(f"--windows {text!r}", "give lengths from 1 to 10, as 1,3")
    return tuple(sorted(set(sizes)))


def refuse_unwritable(out: Path | None) -> None:
    """Raises OutputFailed where no file can be written at that path."""
    if out is not None and (out.is_dir() or not out.parent.is_dir()):
        raise OutputFailed(f"cannot write {out}", "give a file in a folder that is there with --out")
