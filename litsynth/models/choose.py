"""Which models a run uses, from its settings and what is on this machine.

PyTorch and transformers take seconds to import: they are, only where a model needs them.
"""

from ctypes import CDLL
from pathlib import Path

from litsynth.config import ModelSettings
from litsynth.errors import MissingInput, UsageError
from litsynth.models.embedded import MANIFEST, load_embedded, read_manifest, shipped_folder
from litsynth.models.embedder import TextEmbedder, load_embedder
from litsynth.models.hub import at_hand
from litsynth.models.nli import NliModel
from litsynth.models.self_test import self_test

# XLM-R large fine-tuned for NLI in 15 languages (MIT). It may judge evidence, but see contaminated.py.
XLM_R = "joeddav/xlm-roberta-large-xnli"
XLM_R_REVISION = "a2a45f84b9f7216de3462a96dc0fa0d65d441f9f"


def choose_device(wanted: str) -> str:
    """`cpu` or `cuda`. Raises UsageError on another name, MissingInput where CUDA is wanted and absent."""
    if wanted not in ("auto", "cpu", "cuda"):
        raise UsageError(f"unknown device {wanted!r}", "one of: auto, cpu, cuda")
    if wanted == "cpu":
        return "cpu"
    found = _cuda()
    if wanted == "cuda" and not found:
        raise MissingInput("no CUDA device on this machine", "use --device cpu")
    return "cuda" if found else "cpu"


def choose_verifier(settings: ModelSettings, offline: bool) -> NliModel:
    """`auto`: XLM-R where a CUDA device and its weights are at hand, else the embedded verifier.

    Raises what loading does, and UsageError where a checkpoint fails the self-test: its labels are not what they say.
    """
    device = choose_device(settings.device)
    name = settings.verifier
    if name == "auto":
        name = "xlm-r" if device == "cuda" and at_hand(XLM_R, XLM_R_REVISION) else "embedded"
    if name == "embedded" or (Path(name) / MANIFEST).is_file():  # the latter written by `litsynth train`
        folder = shipped_folder() if name == "embedded" else Path(name)
        return load_embedded(folder, device, settings.batch, settings.threads)
    from litsynth.models.transformer import load_transformer  # noqa: PLC0415 - see above

    name, revision = (XLM_R, XLM_R_REVISION) if name == "xlm-r" else (name, None)
    model = load_transformer(name, device, settings.batch, offline, revision, settings.threads)
    self_test(model)  # labels may be declared in an order that they do not have
    return model


def setting_of(verifier: str) -> str:
    """What to set in the place of `auto` to have the verifier of that name again, whatever the machine; else `auto`.

    >>> setting_of(XLM_R), setting_of("another/model")
    ('xlm-r', 'auto')
    """
    names = {XLM_R: "xlm-r", read_manifest(shipped_folder()).name: "embedded"}
    return names.get(verifier, "auto")


def choose_embedder(settings: ModelSettings, offline: bool) -> TextEmbedder:
    """The embedder that the settings name, on the device that they name."""
    device = choose_device(settings.device)
    return load_embedder(settings.embedder, device, settings.batch, offline, settings.threads)


def _cuda() -> bool:
    for driver in ("libcuda.so.1", "nvcuda.dll"):
        try:
            CDLL(driver)
        except OSError:
            continue
        import torch  # noqa: PLC0415 - see above

        return bool(torch.cuda.is_available())
    return False
