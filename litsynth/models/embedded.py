"""The embedded verifier: int8 weights shipped with litsynth, on top of the packaged MiniLM's word embeddings.

The shipped file holds every trained tensor; matrices as int8 with one float32 scale a row. On a CPU the int8 matrices
are multiplied as they are (see int8.py), or turned back into float32 with `precision="fp32"`; on CUDA always the latter.
Both engines are exact to the bit for a pair whatever else is asked with it, but differ from one another by about 0.004 in
probability (mean over 2,000 LingNLI pairs), so the precision is part of the identity.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from litsynth.codec import decode, digest_file
from litsynth.errors import BadRecord, MissingInput
from litsynth.models.checkpoint import graph_shape, read_config
from litsynth.models.graph import Shape, classifier_graph, float_linear
from litsynth.models.int8 import dequantise, int8_linear, quantise
from litsynth.models.nli import Engine, NliModel
from litsynth.models.onnx_file import Array
from litsynth.models.onnx_model import OnFirstUse, OnnxModel, open_graph
from litsynth.models.packaged import local_weights
from litsynth.models.tokens import unbounded
from litsynth.text import in_latin_script

SETTINGS = ("auto", "embedded", "xlm-r")
"""What --verifier takes besides folders and hub ids."""
WEIGHTS = "weights.safetensors"
MANIFEST = "manifest.json"
_WORD_EMBEDDINGS = "embeddings.word_embeddings.weight"
_PREFIX = "bert."


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a weights file is: written by `litsynth train`, read when the verifier is loaded.

    `base` is the model whose word embeddings complete the file, `base_sha256` that of its weights;
    `metrics` holds the measured accuracies, on [0, 1], by data set; `temperature` divides the logits.
    `trained_from` is the identity of the verifier that training went on from, empty where it began with `base`.
    """

    name: str
    base: str
    base_sha256: str
    sha256: str
    temperature: float
    licence: str
    recipe: dict[str, Any]
    metrics: dict[str, float]
    calibration: dict[str, Any]
    trained_from: str = ""

    @property
    def identity(self) -> str:
        """Name and the first digits of the SHA-256 of the weights."""
        return f"{self.name}@{self.sha256[:12]}"


def shipped_folder() -> Path:
    """Where the embedded verifier lies in the installed package."""
    return Path(str(resources.files("litsynth.models") / "shipped"))


def folder_of(identity: str, name: str) -> Path | None:
    """Where the weights of a loaded verifier lie, chosen by `name` (as --verifier takes it); None where that is no folder."""
    if name not in SETTINGS and Path(name).is_dir():
        return Path(name)
    shipped = shipped_folder()
    return shipped if identity.startswith(f"{read_manifest(shipped).identity} ") else None


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`; raises MissingInput when there is none or it is damaged."""
    path = folder / MANIFEST
    if not path.is_file():
        raise MissingInput(f"no verifier at {folder}: {MANIFEST} is missing", "make one with: litsynth train")
    try:
        return decode(Manifest, json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, BadRecord) as error:
        raise MissingInput(f"{path} describes no verifier: {error}", "make one with: litsynth train") from error


def load_embedded(
    folder: Path, device: str = "cpu", batch: int = 32, threads: int = 0, precision: Literal["int8", "fp32"] = "int8"
) -> NliModel:
    """The verifier in `folder`, checked against its manifest. On CUDA it is float32, `batch` of the longest pairs at once.

    Its vocabulary is English: other scripts are single letters or unknown words to it, so it has no opinion of them.
    Raises MissingInput when a file is missing or is not the one that the manifest describes.
    """
    manifest, base = _checked(folder)
    engine: Engine
    if device == "cpu":
        numbers, shape = f"{precision} onnx", _shape(base)
        engine = OnFirstUse(lambda: _on_cpu(_tensors(folder, base), shape, precision, threads))
    else:
        from litsynth.models.embedded_torch import torch_classifier  # noqa: PLC0415 - torch takes seconds

        numbers = "fp32 torch"
        engine = torch_classifier(_tensors(folder, base), base, device, batch, threads)
    tokenizer = unbounded(Tokenizer.from_file(str(base / "tokenizer.json")))
    identity = f"{manifest.identity} {numbers} T={manifest.temperature:.4f}"
    return NliModel(
        engine, tokenizer, (0, 1, 2), identity, manifest.temperature, manifest.sha256, reads=in_latin_script
    )


def read_embedded(folder: Path) -> tuple[Manifest, Path, dict[str, Array]]:
    """The manifest, the folder of its base, and all tensors, int8 matrices as they are; raises as `load_embedded` does."""
    manifest, base = _checked(folder)
    return manifest, base, _tensors(folder, base)


def save_quantised(model: Any, path: Path) -> str:
    """Write all tensors of a PyTorch model but the word embeddings, matrices as int8; returns the file's SHA-256."""
    state = {key: value.detach().float().cpu().numpy() for key, value in model.state_dict().items()}
    save_file(quantise({key: value for key, value in state.items() if not key.endswith(_WORD_EMBEDDINGS)}), path)
    return digest_file(path)


def _checked(folder: Path) -> tuple[Manifest, Path]:
    manifest = read_manifest(folder)
    base = Path(local_weights(manifest.base))
    _check(folder / WEIGHTS, manifest.sha256)
    _check(base / "model.safetensors", manifest.base_sha256)
    return manifest, base


def _tensors(folder: Path, base: Path) -> dict[str, Array]:
    trained, before = load_file(folder / WEIGHTS), load_file(base / "model.safetensors")
    # A sentence-transformers checkpoint names its tensors without the prefix that a classifier gives them.
    name = _WORD_EMBEDDINGS if _WORD_EMBEDDINGS in before else _PREFIX + _WORD_EMBEDDINGS
    return {**trained, _PREFIX + _WORD_EMBEDDINGS: before[name]}


def _shape(base: Path) -> Shape:
    shape = graph_shape(read_config(base), _PREFIX)
    if shape is None:
        raise MissingInput(f"the encoder at {base} is not BERT's", "train the verifier on a BERT-like base")
    return shape


def _on_cpu(weights: Mapping[str, Array], shape: Shape, precision: str, threads: int) -> OnnxModel:
    floats = dequantise(weights)
    linear = int8_linear(weights) if precision == "int8" else float_linear(floats)
    return open_graph(classifier_graph(floats, shape, linear), threads)


def _check(path: Path, sha256: str) -> None:
    if not path.is_file():
        raise MissingInput(f"{path} is missing", "install litsynth again")
    if digest_file(path) != sha256:
        raise MissingInput(f"{path} is not the file that its manifest describes", "install litsynth again")
