"""`litsynth profile`: where the time, the memory and the bytes of a run went."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import Annotated, Any

import typer

from litsynth.cli.completing import reports
from litsynth.cli.emit import emit
from litsynth.errors import BadRecord, MissingInput

app = typer.Typer(add_completion=False)


@app.command()
def profile(
    report: Annotated[
        list[Path], typer.Argument(help="Reports: their folders, or files in them.", autocompletion=reports)
    ],
    json: Annotated[bool, typer.Option("--json", help="Print what each log says as a JSON object a line.")] = False,
) -> int:
    """Print where the time, the memory and the bytes of a run or a reverify went, stage by stage, from its run.log.json.

    Example: litsynth profile reports/mine
    """
    from litsynth.cli.profile_table import profile_table

    logs = {str(folder): _log(folder) for folder in (one.parent if one.is_file() else one for one in report)}
    if json:
        emit({"report": name, **log} for name, log in logs.items())
    else:
        typer.echo("\n\n".join(profile_table(name, log) for name, log in logs.items()))
    return 0


def _log(folder: Path) -> dict[str, Any]:
    """The log of a run. Raises MissingInput where there is none, BadRecord where it is damaged or tells no stages."""
    from litsynth.store.runs import LOG

    path = folder / LOG
    try:
        log = json_module.loads(path.read_bytes())
    except OSError as error:
        raise MissingInput(f"{path} cannot be read: {error.strerror}", "give the folder of a run") from error
    except ValueError as error:
        raise BadRecord(f"{path}: not JSON: {error}", "make the run again, with another --out") from error
    if not _has_stages(log):
        raise BadRecord(
            f"{path} does not tell what each stage took", "make the run again with this version, with another --out"
        )
    return dict(log)


def _has_stages(log: Any) -> bool:
    stages = log.get("stages") if isinstance(log, dict) else None
    return isinstance(stages, dict) and all(
        isinstance(stage, dict) and isinstance(stage.get("began"), (int, float)) for stage in stages.values()
    )
