"""`litsynth config`."""

from dataclasses import fields
from typing import Annotated

import typer

from litsynth.cli.emit import emit
from litsynth.cli.settings import Layers, layers
from litsynth.codec import encode
from litsynth.config import SECRET, Settings, settle
from litsynth.records import Report
from litsynth.schema import schema_of

app = typer.Typer(add_completion=False)

_FORMAT = next(field.default for field in fields(Report) if field.name == "format")


@app.command()
def config(
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of report.json instead.")] = False,
) -> None:
    """Print the settings in force and where each came from.

    Example: LITSYNTH_SEARCH_PAPERS=10 litsynth config
    """
    if schema:
        emit([schema_of(Report, f"urn:litsynth:report:{_FORMAT}")])
        return
    found = layers({})
    values = encode(settle(found))
    defaults = encode(Settings())
    rows = [
        {
            "key": f"{section}.{key}",
            "value": "(hidden)" if value and f"{section}.{key}" in SECRET else value,
            "from": _origin(section, key, found, value == defaults[section][key]),
        }
        for section, keys in values.items()
        for key, value in keys.items()
    ]
    if json:
        emit([rows])
    else:
        for row in rows:
            typer.echo(f"{row['key']} = {row['value']!r}  # {row['from']}")


def _origin(section: str, key: str, found: Layers, is_default: bool) -> str:
    named = [where for where, tables in found if key in tables.get(section, {})]
    return named[-1] if named else "default" if is_default else "unknown"
