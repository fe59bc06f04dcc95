"""The options of commands that may ask a language model to write."""

from typing import Annotated

import typer

WriterUrl = Annotated[
    str | None,
    typer.Option(
        "--writer", help="Also let a language model write: the base of an OpenAI-compatible API.", metavar="URL"
    ),
]
WriterModel = Annotated[str | None, typer.Option("--writer-model", help="The name of that model.", metavar="NAME")]
