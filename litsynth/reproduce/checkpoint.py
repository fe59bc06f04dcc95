"""The checkpoint that an encoder names: where it lies, and what it is by content."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from litsynth.codec import digest, digest_file
from litsynth.errors import MissingInput, UsageError
from litsynth.models.hub import find_checkpoint
from litsynth.reproduce.spec import Encoder

_MARK = "checkpoint:"
# The ends of the names of classes that transformers saves a checkpoint as when it is but pre-trained.
_PRETRAINED = ("ForMaskedLM", "ForPreTraining", "Model")
_READ = (
    "config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "sentencepiece.bpe.model",
    "vocab.txt", "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json",
)  # fmt: skip


def checkpoint_name(encoder: Encoder) -> str:
    """What a run's record calls the checkpoint, among the names of the files that were read."""
    return f"{_MARK}{encoder.model}@{encoder.revision}" if encoder.revision else f"{_MARK}{encoder.model}"


def is_checkpoint(name: str) -> bool:
    """Whether a name in a run's record is that of a checkpoint."""
    return name.startswith(_MARK)


def content_name(name: str) -> str:
    """The name without where a checkpoint lies: it is told by its content."""
    return _MARK if is_checkpoint(name) else name


@cache
def folder_of(name: str) -> Path:
    """Where the checkpoint of that name (see `checkpoint_name`) lies: a folder, the hub's cache, or downloaded into it.

    Raises NetworkRefused where only the hub may have it and must not be asked, MissingInput where there is none, UsageError
    where it was fine-tuned on a task.
    """
    model, _, revision = name.removeprefix(_MARK).partition("@")
    try:
        folder = find_checkpoint(model, offline=False, revision=revision or None)
    except MissingInput as error:
        raise type(error)(error.message, "--model FOLDER with a checkpoint, or fetch it once with a network") from error
    _refuse_fine_tuned(folder)
    return folder


def origin_of(model: str) -> str:
    """What the configuration of a checkpoint in a folder says that it was made from; empty where it does not say."""
    return str(_config(Path(model)).get("_name_or_path", ""))


def _refuse_fine_tuned(folder: Path) -> None:
    """An encoder of a rerun begins with language modelling alone: what was fine-tuned may know the task, or its answers."""
    for name in _config(folder).get("architectures") or ():
        if not str(name).endswith(_PRETRAINED):
            raise UsageError(
                f"checkpoint {folder} is a {name}: it was fine-tuned on a task already",
                "a checkpoint as it was pre-trained, with a masked language model",
            )


def _config(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # what reads the whole checkpoint says so
    return found if isinstance(found, dict) else {}


@cache
def identity_of(folder: Path) -> str:
    """The content of the files that are read, in 16 hexadecimal digits; not where they lie."""
    files = [folder / name for name in _READ if (folder / name).is_file()]
    files += [path for path in sorted(folder.glob("*-of-*")) if path.suffix in (".safetensors", ".bin")]
    return digest(*(part for path in files for part in (path.name, digest_file(path))))


def sizes_of(folder: Path) -> dict[str, int]:
    """The sizes in a checkpoint's configuration: hidden, layers, heads, pieces. Raises MissingInput where there is none."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        names = {
            "hidden": "hidden_size",
            "layers": "num_hidden_layers",
            "heads": "num_attention_heads",
            "between": "intermediate_size",
            "pieces": "vocab_size",
        }
        return {name: int(config[key]) for name, key in names.items()}
    except (OSError, ValueError, KeyError) as error:
        raise MissingInput(f"{folder / 'config.json'} does not tell the sizes of a transformer: {error}") from error
