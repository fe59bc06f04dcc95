"""The embedded verifier: int8 weights shipped with litsynth, on top of the packaged MiniLM's word embeddings.

The shipped file holds every trained tensor; matrices as int8 with one float32 scale a row. They are turned
back into float32 when loaded, so the arithmetic, and with it every byte of a report, is that of float32.
"""

import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer, PreTrainedModel

from litsynth.codec import digest_bytes
from litsynth.errors import MissingInput
from litsynth.models.labels import NLI_LABELS
from litsynth.models.nli import NliModel
from litsynth.models.packaged import local_weights

WEIGHTS = "weights.safetensors"
MANIFEST = "manifest.json"
_WORD_EMBEDDINGS = "embeddings.word_embeddings.weight"
_SCALE = ".scale"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a weights file is: written by `litsynth train`, read when the verifier is loaded.

    `base` is the model whose word embeddings complete the file, `base_sha256` that of its weights;
    `metrics` holds the measured accuracies, on [0, 1], by data set; `temperature` divides the logits.
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


def shipped_folder() -> Path:
    """Where the embedded verifier lies in the installed package."""
    return Path(str(resources.files("litsynth.models") / "shipped"))


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`; raises MissingInput when there is none."""
    path = folder / MANIFEST
    if not path.is_file():
        raise MissingInput(f"no verifier at {folder}: {MANIFEST} is missing", "make one with: litsynth train")
    return Manifest(**json.loads(path.read_text(encoding="utf-8")))


def load_embedded(folder: Path, device: str = "cpu", batch: int = 32) -> NliModel:
    """The verifier in `folder`, checked against its manifest.

    Raises MissingInput when a file is missing or is not the one that the manifest describes.
    """
    manifest = read_manifest(folder)
    base = Path(local_weights(manifest.base))
    _check(folder / WEIGHTS, manifest.sha256)
    _check(base / "model.safetensors", manifest.base_sha256)
    model = _empty(base)
    state = dequantise(load_file(folder / WEIGHTS))
    prefix = f"{model.base_model_prefix}."
    base_state = load_file(base / "model.safetensors")
    # A sentence-transformers checkpoint names its tensors without the prefix that a classifier gives them.
    name = _WORD_EMBEDDINGS if _WORD_EMBEDDINGS in base_state else prefix + _WORD_EMBEDDINGS
    state[prefix + _WORD_EMBEDDINGS] = base_state[name]
    model.load_state_dict(state, strict=True)
    identity = f"{manifest.name}@{manifest.sha256[:12]} T={manifest.temperature:.4f}"
    tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)
    return NliModel(model.eval().to(device), tokenizer, identity, manifest.temperature, batch, manifest.sha256)


def save_quantised(model: PreTrainedModel, path: Path) -> str:
    """Write all tensors but the word embeddings as int8 rows; returns the file's SHA-256."""
    kept = {key: value for key, value in model.state_dict().items() if not key.endswith(_WORD_EMBEDDINGS)}
    save_file(quantise(kept), path)
    return digest_bytes(path.read_bytes())


def quantise(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Matrices as int8 with a float32 scale a row (symmetric, largest magnitude = 127); vectors stay float32."""
    out: dict[str, torch.Tensor] = {}
    for key, tensor in state.items():
        value = tensor.detach().float().cpu()
        if value.ndim == 2:
            scale = value.abs().amax(dim=1, keepdim=True).clamp_min(1e-12) / 127
            out[key] = torch.round(value / scale).to(torch.int8)
            out[key + _SCALE] = scale
        elif value.is_floating_point():
            out[key] = value.contiguous()
    return out


def dequantise(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The inverse of `quantise`, to float32, within half a scale step."""
    return {
        key: value.float() * state[key + _SCALE] if value.dtype == torch.int8 else value
        for key, value in state.items()
        if not key.endswith(_SCALE)
    }


def _empty(base: Path) -> PreTrainedModel:
    config = AutoConfig.from_pretrained(base, local_files_only=True)
    config.num_labels = len(NLI_LABELS)
    config.id2label = dict(enumerate(NLI_LABELS))
    config.label2id = {label: index for index, label in enumerate(NLI_LABELS)}
    return AutoModelForSequenceClassification.from_config(config)


def _check(path: Path, sha256: str) -> None:
    if not path.is_file():
        raise MissingInput(f"{path} is missing", "install litsynth again")
    if digest_bytes(path.read_bytes()) != sha256:
        raise MissingInput(f"{path} is not the file that its manifest describes", "install litsynth again")
