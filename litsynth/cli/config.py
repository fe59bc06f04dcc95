"""`litsynth config`."""

from typing import Annotated

import typer

from litsynth.cli.emit import emit
from litsynth.cli.settings import Layers, layers
from litsynth.codec import encode
from litsynth.config import Settings, settle

app = typer.Typer(add_completion=False)


@app.command()
def config(json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False) -> None:
    """Print the settings in force and where each came from.

    Example: LITSYNTH_SEARCH_PAPERS=10 litsynth config
    """
    found = layers({})
    values = encode(settle(found))
    defaults = encode(Settings())
    rows = [
        {
            "key": f"{section}.{key}",
            "value": value,
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
