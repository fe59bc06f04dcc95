"""Sentence encoders behind the Embedder port: ONNX Runtime for plain ones on a CPU, else sentence-transformers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from litsynth.codec import digest_file
from litsynth.models.checkpoint import graph_shape
from litsynth.models.graph import Shape, embedder_graph, float_linear
from litsynth.models.hub import find_checkpoint
from litsynth.models.int8 import int8_linear, quantise
from litsynth.models.onnx_model import OnFirstUse, OnnxModel, open_graph
from litsynth.models.packaged import local_weights
from litsynth.models.tokens import encode_texts, unbounded
from litsynth.ports import TextEmbedder, Vectors

Precision = Literal["int8", "fp32"]
# What multiplies in a layer; word and position embeddings are looked up, and stay float32.
_LAYERS = "encoder.layer."
# The packaged MiniLM was trained on pieces of at most 256 word pieces; longer text is cut there.
MAX_TOKENS = 256


@dataclass(frozen=True, slots=True)
class OnnxEmbedder:
    """Embedder: float32, mean-pooled, unit-length vectors, the same to the bit in any batch.

    `identity` names the model, the SHA-256 of its weights, the precision and the engine: vectors differ between them (in
    the seventh digit between engines), and a memory that mixed them would not hold what a run from nothing computes.
    """

    model: OnFirstUse
    tokenizer: Tokenizer
    identity: str
    dimensions: int
    most: int = MAX_TOKENS
    sha256: str = ""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions); equal texts are embedded once."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        unique = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        means = self.model.run(encode_texts(self.tokenizer, list(unique), self.most))
        vectors = means / np.linalg.norm(means, axis=1, keepdims=True)
        return np.asarray(vectors[[unique[text] for text in texts]], dtype=np.float32)


def load_embedder(
    name: str, device: str, batch: int, offline: bool, threads: int = 0, precision: Precision | None = None
) -> TextEmbedder:
    """The packaged model, a folder, or a hub id. Raises MissingInput or NetworkRefused when it is not at hand.

    `precision` of the matrix products in ONNX Runtime; None: int8 for the packaged model, whose retrieval was measured to
    be as good that way (docs/benchmarks.md), fp32 for any other. PyTorch's engine is fp32 in any case.
    """
    folder = Path(local_weights(name)) if name.startswith("packaged:") else find_checkpoint(name, offline)
    weights = folder / "model.safetensors"
    sha256 = digest_file(weights) if weights.is_file() else ""
    identity = f"{name}@{sha256[:12] or folder.name}"
    shape = _plain(folder) if device == "cpu" and sha256 else None
    if shape is not None:
        kind = precision or ("int8" if name.startswith("packaged:") else "fp32")
        return _open(folder, shape, kind, f"{identity} {kind} onnx", sha256, threads)
    # Importing sentence-transformers takes seconds.
    from litsynth.models.sentence_embedder import load_sentence_embedder  # noqa: PLC0415

    return load_sentence_embedder(folder, device, batch, f"{identity} fp32 torch", sha256, threads)


def _open(folder: Path, shape: Shape, precision: str, identity: str, sha256: str, threads: int) -> OnnxEmbedder:
    def opened() -> OnnxModel:
        weights = load_file(folder / "model.safetensors")
        layers = {key: value for key, value in weights.items() if _LAYERS in key}
        linear = int8_linear(quantise(layers)) if precision == "int8" else float_linear(weights)
        return open_graph(embedder_graph(weights, shape, linear), threads)

    tokenizer = unbounded(Tokenizer.from_file(str(folder / "tokenizer.json")))
    dimensions = int(_read(folder / "config.json")["hidden_size"])
    return OnnxEmbedder(OnFirstUse(opened), tokenizer, identity, dimensions, _window(folder), sha256)


def _plain(folder: Path) -> Shape | None:
    """The encoder's shape if the graph covers it and it has mean pooling and nothing more but normalisation, else None."""
    if not all((folder / name).is_file() for name in ("config.json", "modules.json", "tokenizer.json")):
        return None
    modules = _read(folder / "modules.json")
    kinds = [module["type"].rpartition(".")[2] for module in modules]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        return None
    lowers = _read(folder / "sentence_bert_config.json").get("do_lower_case", False)
    mean = _takes_the_mean(_read(folder / modules[1]["path"] / "config.json"))
    return graph_shape(_read(folder / "config.json"), "") if mean and not lowers else None


def _takes_the_mean(pooling: dict[str, Any]) -> bool:
    # Newer files have one key, older ones a flag for each kind before; several kinds are concatenated.
    if "pooling_mode" in pooling:
        return bool(pooling["pooling_mode"] == "mean")
    kinds = [key for key, value in pooling.items() if key.startswith("pooling_mode_") and value]
    return kinds == ["pooling_mode_mean_tokens"]


def _window(folder: Path) -> int:
    lengths = [
        _read(folder / "sentence_bert_config.json").get("max_seq_length"),
        _read(folder / "tokenizer_config.json").get("model_max_length"),
    ]
    return min(int(length) for length in (*lengths, MAX_TOKENS) if length)


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
