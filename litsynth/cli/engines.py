"""The options that say where papers are read and models are asked."""

from typing import Annotated

import typer

Engine = Annotated[str | None, typer.Option(help="local, or ray: papers are read and models asked on a Ray cluster.")]
EngineAddress = Annotated[
    str | None,
    typer.Option(help="Of the Ray cluster: HOST:PORT or auto (default: RAY_ADDRESS, else a Ray of its own)."),
]
