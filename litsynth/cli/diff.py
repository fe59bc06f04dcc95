"""`litsynth diff`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from litsynth.cli.completing import reports
from litsynth.cli.emit import emit
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.templates import templates_in_force

app = typer.Typer(add_completion=False)


@app.command()
def diff(
    old: Annotated[
        Path, typer.Argument(help="The earlier report: its folder, or a file in it.", autocompletion=reports)
    ],
    new: Annotated[Path, typer.Argument(help="The later report.", autocompletion=reports)],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object, not Markdown.")] = False,
    fail_on: Annotated[
        Literal["changed"] | None,
        typer.Option(help="changed: exit with 5 where a verdict changed, or a claim came or went."),
    ] = None,
) -> int:
    """Print what changed between two reports: verdicts, each with the evidence that caused it, support, confidence, papers.

    Example: litsynth diff reports/old reports/new
    """
    from litsynth.cli.reports import read_report
    from litsynth.render import changes_markdown, changes_value
    from litsynth.synthesize import changes_between

    before, after = read_report(old), read_report(new)
    changes = changes_between(before, after)
    if json:
        emit([changes_value(changes)])
    else:
        papers = {paper.paper_id: paper for paper in (*before.papers, *after.papers)}
        typer.echo(changes_markdown(changes, papers, templates_in_force(settings_in_force())), nl=False)
    return 5 if fail_on == "changed" and changes.conclusions else 0
