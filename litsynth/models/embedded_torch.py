"""The embedded verifier on PyTorch: for CUDA, and as a checkpoint that other tools read."""

from collections.abc import Mapping
from pathlib import Path

import torch
from transformers import (
    AutoConfig,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from litsynth.models.embedded import read_embedded
from litsynth.models.int8 import dequantise
from litsynth.models.labels import NLI_LABELS
from litsynth.models.onnx_file import Array
from litsynth.models.torch_model import TorchModel
from litsynth.models.transformer import quiet, torch_engine


def torch_classifier(weights: Mapping[str, Array], base: Path, device: str, batch: int, threads: int = 0) -> TorchModel:
    """A classifier of the base's architecture with the given tensors, all of them and no others."""
    tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)
    return torch_engine(_classifier(weights, base), tokenizer, device, batch, threads)


def whole_classifier(folder: Path) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """The embedded verifier in `folder` in float32, word embeddings and all, and its tokenizer."""
    _, base, weights = read_embedded(folder)
    return _classifier(weights, base), AutoTokenizer.from_pretrained(base, local_files_only=True)


def save_classifier(folder: Path, out: Path) -> None:
    """Write the embedded verifier in `folder` to `out` as transformers saves a float32 checkpoint."""
    for part in whole_classifier(folder):
        part.save_pretrained(out)


def _classifier(weights: Mapping[str, Array], base: Path) -> PreTrainedModel:
    quiet()
    config = AutoConfig.from_pretrained(base, local_files_only=True)
    config.num_labels = len(NLI_LABELS)
    config.id2label = dict(enumerate(NLI_LABELS))
    config.label2id = {label: index for index, label in enumerate(NLI_LABELS)}
    model = AutoModelForSequenceClassification.from_config(config)
    # Copied: the tensors of a file may be read-only pages.
    state = {key: torch.tensor(value) for key, value in dequantise(weights).items()}
    model.load_state_dict(state, strict=True)
    return model.eval()
