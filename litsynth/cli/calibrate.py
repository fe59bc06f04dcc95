"""`litsynth calibrate`."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from litsynth.cli.emit import emit
from litsynth.cli.offline import Offline, refuse_sockets
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import Bars, Quiet, say
from litsynth.codec import encode
from litsynth.config import Settings
from litsynth.errors import MissingInput, UsageError

if TYPE_CHECKING:
    from litsynth.benchmarks import Gathered
    from litsynth.calibrate import Calibrator, Comparison
    from litsynth.ports import Entailer

app = typer.Typer(add_completion=False)


@app.command()
def calibrate(
    data: Annotated[Path | None, typer.Option(help="The folder of labelled data.")] = None,
    judged: Annotated[Path | None, typer.Option(help="Judged verdicts: lines of claims.jsonl with right.")] = None,
    verifier: Annotated[str | None, typer.Option(help="As for litsynth check, or a folder of litsynth train.")] = None,
    held_out: Annotated[Path | None, typer.Option(help="Claims kept out of training (default: the folder's).")] = None,
    precision: Annotated[float, typer.Option(help="What the abstention threshold is chosen for.")] = 0.9,
    limit: Annotated[int, typer.Option(help="Claims of each set, drawn by digest of their ids (0: all).", min=0)] = 0,
    out: Annotated[Path | None, typer.Option(help="Where the calibrator is written.")] = None,
    report: Annotated[Path | None, typer.Option(help="Where all that was measured is written, as JSON.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the JSON, not tables.")] = False,
    device: Annotated[str | None, typer.Option(help="auto, cpu or cuda.")] = None,
    offline: Offline = False,
    quiet: Quiet = False,
) -> int:
    """Fit the confidence of verdicts to data whose truth is known, and measure it on data that shares no document.

    Half of the groups of documents and claims is fitted on, half measured on; claims that the verifier was trained on are
    left out. A file named calibrator.json beside a verifier's weights is used whenever that verifier is.

    Example: litsynth calibrate --data data --verifier out --out out/calibrator.json
    """
    from litsynth.calibrate import calibrator_json, make_calibrator
    from litsynth.cli.evaluate import load_verifier

    if offline:
        refuse_sockets()
    _refuse_useless(data, judged, held_out, precision, out, report)
    settings = settings_in_force({"models": {"verifier": verifier, "device": device}})
    with Bars(quiet) as bars:
        model = load_verifier(settings.models.verifier, settings.models, offline)
        gathered = _gathered(data, judged, model, settings, held_out, limit, bars)
        bars.stage("fitting", 0)
        calibrator, comparison = make_calibrator(gathered.samples, model.identity, gathered.sha256, precision)
    if out is not None:
        out.write_text(calibrator_json(calibrator), encoding="utf-8")
        say(f"calibrator {calibrator.identity} written to {out}", quiet)
    _tell(_value(model, calibrator, comparison, gathered), report, json, quiet)
    return 0


def _refuse_useless(
    data: Path | None,
    judged: Path | None,
    held_out: Path | None,
    precision: float,
    out: Path | None,
    report: Path | None,
) -> None:
    """What can be known to fail fails before a model is loaded."""
    from litsynth.cli.evaluate import HELD_OUT, refuse_unwritable

    if data is None and judged is None:
        raise UsageError("nothing to calibrate on", "give --data FOLDER, --judged FILE, or both")
    if not 0.5 <= precision < 1:
        raise UsageError(f"--precision {precision:g}", "give a share from 0.5 to below 1, as 0.9")
    if held_out is not None and not held_out.is_file():
        raise MissingInput(f"no file {held_out}", f"litsynth train leaves {HELD_OUT} beside the weights")
    for path in (out, report):
        refuse_unwritable(path)


def _gathered(
    data: Path | None,
    judged: Path | None,
    model: Entailer,
    settings: Settings,
    held_out: Path | None,
    limit: int,
    bars: Bars,
) -> Gathered:
    # What a person wrote is read first: a mistake in it should not take minutes to say so.
    from litsynth.benchmarks import Background, Gathered, labelled_verdicts, read_judged
    from litsynth.cli.evaluate import held_out_of, held_out_path, recipe_of

    parts = [read_judged(judged, model.identity)] if judged is not None else []
    if data is not None:
        name = settings.models.verifier
        kept = held_out_of(held_out or held_out_path(model.identity, name))
        background = Background(recipe_of(model.identity, name), kept)
        parts.append(labelled_verdicts(data, model, background, limit, settings.verify, bars))
    return Gathered(
        tuple(sample for part in parts for sample in part.samples),
        {name: sha256 for part in parts for name, sha256 in part.sha256.items()},
        tuple(note for part in parts for note in part.notes),
    )


def _value(model: Entailer, calibrator: Calibrator, comparison: Comparison, gathered: Gathered) -> dict[str, Any]:
    from litsynth.benchmarks import rounded

    return {
        "verifier": model.identity,
        "calibrator": {"identity": calibrator.identity, **encode(calibrator)},
        "comparison": rounded(encode(comparison)),
        "notes": list(gathered.notes),
    }


def _tell(value: dict[str, Any], report: Path | None, json: bool, quiet: bool) -> None:
    from litsynth.benchmarks import calibration_table

    if report is not None:
        text = json_module.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)
        report.write_text(text + "\n", encoding="utf-8")
        say(f"measurements written to {report}", quiet)
    if json:
        emit([value])
    else:
        typer.echo(calibration_table(value))
