"""Which models a run uses, from its settings and what is on this machine."""

import torch
from transformers.utils import logging as transformers_logging

from litsynth.config import ModelSettings
from litsynth.errors import MissingInput, UsageError
from litsynth.models.embedded import load_embedded, shipped_folder
from litsynth.models.embedder import SentenceEmbedder, load_embedder
from litsynth.models.nli import NliModel
from litsynth.models.transformer import XLM_R, XLM_R_REVISION, at_hand, load_transformer


def choose_device(wanted: str) -> str:
    """`cpu` or `cuda`. Raises UsageError on another name, MissingInput where CUDA is wanted and absent."""
    if wanted not in ("auto", "cpu", "cuda"):
        raise UsageError(f"unknown device {wanted!r}", "one of: auto, cpu, cuda")
    if wanted == "cuda" and not torch.cuda.is_available():
        raise MissingInput("no CUDA device on this machine", "use --device cpu")
    return "cuda" if wanted != "cpu" and torch.cuda.is_available() else "cpu"


def choose_verifier(settings: ModelSettings, offline: bool) -> NliModel:
    """`auto`: XLM-R where a CUDA device and its weights are at hand, else the embedded verifier."""
    device = _prepare(settings)
    name = settings.verifier
    if name == "auto":
        name = "xlm-r" if device == "cuda" and at_hand(XLM_R, XLM_R_REVISION) else "embedded"
    if name == "embedded":
        return load_embedded(shipped_folder(), device, settings.batch)
    if name == "xlm-r":
        return load_transformer(XLM_R, device, settings.batch, offline, XLM_R_REVISION)
    return load_transformer(name, device, settings.batch, offline)


def choose_embedder(settings: ModelSettings, offline: bool) -> SentenceEmbedder:
    """The embedder that the settings name, on the device that they name."""
    return load_embedder(settings.embedder, _prepare(settings), settings.batch, offline)


def _prepare(settings: ModelSettings) -> str:
    # Their bars and remarks on loading would stand between ours on standard error.
    transformers_logging.disable_progress_bar()
    transformers_logging.set_verbosity_error()
    if settings.threads:
        torch.set_num_threads(settings.threads)
    return choose_device(settings.device)
