"""NLI checkpoints from the hub or a folder: XLM-R by default."""

import os
from pathlib import Path

import torch
from huggingface_hub import snapshot_download
from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, RepositoryNotFoundError
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from litsynth.errors import MissingInput, NetworkRefused
from litsynth.models.labels import label_order
from litsynth.models.nli import NliModel

# XLM-R large fine-tuned for NLI in 15 languages (MIT). Its card says that it was trained on XNLI's dev and
# test sets too: it may judge evidence, but must never be evaluated or calibrated on XNLI.
XLM_R = "joeddav/xlm-roberta-large-xnli"
XLM_R_REVISION = "a2a45f84b9f7216de3462a96dc0fa0d65d441f9f"


def load_transformer(name: str, device: str, batch: int, offline: bool, revision: str | None = None) -> NliModel:
    """The checkpoint `name` (hub id or folder): bf16 on CUDA, float32 on a CPU; labels checked by name.

    Raises MissingInput when it is nowhere, NetworkRefused when only the hub has it and `offline` forbids
    asking, UsageError when its labels are not the three of NLI.
    """
    folder = find_checkpoint(name, offline, revision)
    precision = torch.bfloat16 if device == "cuda" else torch.float32
    model = AutoModelForSequenceClassification.from_pretrained(folder, dtype=precision, local_files_only=True)
    label_order(model.config.id2label, name)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    identity = f"{name}@{revision or folder.name} {str(precision).removeprefix('torch.')} T=1"
    return NliModel(model.eval().to(device), tokenizer, identity, 1.0, batch)


def find_checkpoint(name: str, offline: bool, revision: str | None = None) -> Path:
    """The folder that holds a checkpoint: as given, in the hub's cache, or downloaded unless `offline`."""
    if Path(name).is_dir():
        return Path(name)
    refused = offline or os.environ.get("HF_HUB_OFFLINE") == "1"
    try:
        return Path(snapshot_download(name, revision=revision, local_files_only=refused))
    except LocalEntryNotFoundError as error:
        raise NetworkRefused(
            f"the model {name} is not on this machine" + (", and --offline forbids fetching it" if refused else ""),
            "use --verifier embedded, or fetch it once with a network",
        ) from error
    except (RepositoryNotFoundError, HfHubHTTPError, ValueError) as error:
        raise MissingInput(f"no model {name!r}: not a folder, not on the hub", "check the name") from error


def at_hand(name: str, revision: str | None = None) -> bool:
    """Whether a checkpoint can be loaded without a network."""
    try:
        find_checkpoint(name, offline=True, revision=revision)
    except MissingInput:
        return False
    return True
