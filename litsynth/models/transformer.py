"""NLI checkpoints from the hub or a folder: XLM-R by default."""

from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer, PreTrainedModel
from transformers.utils import logging as transformers_logging

from litsynth.errors import MissingInput, UsageError
from litsynth.models.checkpoint import graph_shape, read_config, weights_digest
from litsynth.models.graph import classifier_graph, float_linear
from litsynth.models.hub import find_checkpoint
from litsynth.models.labels import label_order
from litsynth.models.nli import MAX_TOKENS, TWO_LABELS, Engine, NliModel
from litsynth.models.onnx_model import open_graph
from litsynth.models.tokens import unbounded
from litsynth.models.torch_model import TorchModel


def load_transformer(
    name: str, device: str, batch: int, offline: bool, revision: str | None = None, threads: int = 0
) -> NliModel:
    """The checkpoint `name` (hub id or folder), labels checked by name. `choose_verifier` tests whether they are true.

    bf16 on CUDA, `batch` of the longest pairs at once, more of shorter ones. On a CPU float32: by ONNX Runtime where
    the architecture is BERT's or RoBERTa's, else by PyTorch. Raises MissingInput when the model or a part of it is
    nowhere, NetworkRefused when only the hub has it and `offline` forbids asking, UsageError when its labels are
    not those of NLI or it cannot be read.
    """
    quiet()
    folder = find_checkpoint(name, offline, revision)
    config = read_config(folder)
    model, tokenizer = _load(folder, name, torch.bfloat16 if device == "cuda" else torch.float32)
    columns = label_order(model.config.id2label, name)
    shape = graph_shape(config, f"{model.base_model_prefix}.") if device == "cpu" else None
    engine: Engine
    if shape is None:
        engine = torch_engine(model, tokenizer, device, batch, threads)
    else:
        weights = {key: value.float().numpy() for key, value in model.state_dict().items()}
        engine = open_graph(classifier_graph(weights, shape, float_linear(weights)), threads)
    numbers = f"{'bf16' if device == 'cuda' else 'fp32'} {'torch' if shape is None else 'onnx'}"
    labels = f" {TWO_LABELS}" if columns[2] is None else ""
    sha256 = weights_digest(folder)
    # In a folder of one's own weights may be replaced, and what the former said must not be remembered as theirs.
    version = sha256[:12] if Path(name).is_dir() else revision or folder.name
    identity = f"{name}@{version} {numbers} T=1{labels}"
    return NliModel(engine, unbounded(tokenizer.backend_tokenizer), columns, identity, sha256=sha256)


def torch_engine(model: PreTrainedModel, tokenizer: Any, device: str, batch: int, threads: int = 0) -> TorchModel:
    """A model on its device, in evaluation mode. `threads` 0: as many as PyTorch likes."""
    if threads:
        torch.set_num_threads(threads)
    typed = "token_type_ids" in tokenizer.model_input_names
    return TorchModel(model.eval().to(device), batch * MAX_TOKENS, tokenizer.pad_token_id, typed)


def quiet() -> None:
    """Keep the bars and remarks of transformers off standard error, where ours stand."""
    transformers_logging.disable_progress_bar()
    transformers_logging.set_verbosity_error()


def _load(folder: Path, name: str, precision: torch.dtype) -> tuple[PreTrainedModel, Any]:
    try:
        model, report = AutoModelForSequenceClassification.from_pretrained(
            folder, dtype=precision, local_files_only=True, output_loading_info=True
        )
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    except Exception as error:
        # Each library below has its own errors for a damaged file.
        line = str(error).strip().partition("\n")[0]
        raise UsageError(f"model {name} cannot be read: {line}", "fetch it again, or use another checkpoint") from error
    if report["missing_keys"]:
        raise MissingInput(
            f"model {name} was never trained for NLI: it has no {sorted(report['missing_keys'])[0]}",
            "use a checkpoint with a trained classifier",
        )
    if not hasattr(tokenizer, "backend_tokenizer"):
        raise UsageError(f"model {name} has a tokenizer in Python only", "use a checkpoint with tokenizer.json")
    return model, tokenizer
