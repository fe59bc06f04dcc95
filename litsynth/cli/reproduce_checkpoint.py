"""`litsynth reproduce checkpoint`: a small untrained checkpoint of XLM-R or mBERT, where there is no hub."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from litsynth.errors import MissingInput


def checkpoint(
    out: Annotated[Path, typer.Argument(help="The folder to make; it must be new or empty.")],
    data: Annotated[Path, typer.Option(help="The folder of the data; the pattern is below it.")],
    files: Annotated[str, typer.Option(help="A pattern of gzip JSONL files whose texts the pieces are learnt from.")],
    kind: Annotated[
        Literal["xlm-roberta", "bert"], typer.Option(help="XLM-R's classes, or those of multilingual BERT.")
    ] = "xlm-roberta",
    pieces: Annotated[int, typer.Option(help="The size of the vocabulary; fewer if the texts have no more.")] = 8000,
    layers: Annotated[int, typer.Option(help="Layers of the encoder.")] = 2,
    width: Annotated[int, typer.Option(help="Units of a hidden state, a multiple of the heads.")] = 64,
    heads: Annotated[int, typer.Option(help="Heads of attention in a layer.")] = 4,
    seed: Annotated[int, typer.Option(help="The seed of the weights.")] = 0,
) -> int:
    """Make a small checkpoint of the real classes and tokenizers, untrained, so that a spec that names one can run.

    Example: litsynth reproduce checkpoint tiny-xlmr --data data --files "nli/mnli_head_translated/*.jsonl.gz"
    """
    if not data.is_dir():
        raise MissingInput(f"no folder {data}", "give the folder of the data with --data")
    from litsynth.reproduce.pretrained.checkpoint_builder import build, texts_of

    made = build(kind, texts_of(data, files), out, pieces=pieces, layers=layers, width=width, heads=heads, seed=seed)
    typer.echo(f"{made.folder}: {made.pieces:,} pieces, {made.weights:,} weights, untrained: it knows no language yet")
    return 0
