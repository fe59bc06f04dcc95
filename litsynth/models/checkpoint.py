"""A folder as transformers saves it: what is in it, and whether the hand-written graph covers its architecture."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from litsynth.codec import digest_bytes, digest_file
from litsynth.errors import MissingInput
from litsynth.models.graph import Shape

_WEIGHTS = (
    "model.safetensors",
    "pytorch_model.bin",
    "model.safetensors.index.json",
    "pytorch_model.bin.index.json",
)
_TOKENIZERS = ("tokenizer.json", "sentencepiece.bpe.model", "spm.model", "vocab.txt", "vocab.json")
# RoBERTa counts positions from the padding id (1) plus one.
_FIRST_POSITION = {"bert": 0, "roberta": 2, "xlm-roberta": 2}


def read_config(folder: Path) -> dict[str, Any]:
    """The folder's config.json; raises MissingInput, in one line, on whatever a model needs and the folder lacks."""
    lacking = [] if (folder / "config.json").is_file() else ["config.json"]
    for what, names in (("weights", _WEIGHTS), ("tokenizer", _TOKENIZERS)):
        if not any((folder / name).is_file() for name in names):
            lacking.append(f"{what} ({' or '.join(names[:2])})")
    if lacking:
        raise MissingInput(f"{folder} is no whole model, it lacks: {', '.join(lacking)}", "copy the whole folder")
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except ValueError as error:
        raise MissingInput(f"{folder / 'config.json'} is not JSON: {error}", "copy the whole folder") from error
    return dict(config)


def weights_digest(folder: Path) -> str:
    """SHA-256 of a checkpoint's weights: of the file, or of the digests of its parts, in order of their names."""
    for name in _WEIGHTS[:2]:
        if (folder / name).is_file():
            return digest_file(folder / name)
    parts = sorted(folder.glob("model-*.safetensors")) or sorted(folder.glob("pytorch_model-*.bin"))
    return digest_bytes("".join(map(digest_file, parts)).encode())


def graph_shape(config: Mapping[str, Any], prefix: str) -> Shape | None:
    """What the graph needs to know of a BERT or RoBERTa encoder; None for any other architecture or variant."""
    plain = (
        config.get("model_type") in _FIRST_POSITION
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and not config.get("is_decoder", False)
    )
    if not plain:
        return None
    return Shape(
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        epsilon=config["layer_norm_eps"],
        first_position=_FIRST_POSITION[config["model_type"]],
        prefix=prefix,
    )
