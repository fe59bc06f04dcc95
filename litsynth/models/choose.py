"""Which models a run uses, from its settings and what is on this machine.

PyTorch and transformers take seconds to import: they are, only where a model needs them.
"""

from ctypes import CDLL
from pathlib import Path

from litsynth.config import ModelSettings
from litsynth.errors import MissingInput, UsageError
from litsynth.models.embedded import MANIFEST, load_embedded, read_manifest, shipped_folder
from litsynth.models.embedder import load_embedder
from litsynth.models.hub import at_hand, find_checkpoint
from litsynth.models.nli import NliModel
from litsynth.models.packaged import local_weights
from litsynth.models.self_test import self_test
from litsynth.ports import TextEmbedder

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
    name = _verifier_name(settings.verifier, device)
    if name == "embedded" or (Path(name) / MANIFEST).is_file():  # the latter written by `litsynth train`
        folder = shipped_folder() if name == "embedded" else Path(name)
        return load_embedded(folder, device, settings.batch, settings.threads)
    from litsynth.models.transformer import load_transformer  # noqa: PLC0415 - see above

    name, revision = _on_the_hub(name)
    model = load_transformer(name, device, settings.batch, offline, revision, settings.threads)
    self_test(model)  # labels may be declared in an order that they do not have
    return model


def models_ahead(settings: ModelSettings, offline: bool) -> dict[str, str]:
    """By role the model that would be loaded, whether it is at hand, and the device; nothing is loaded or fetched.

    Raises what loading does where a model cannot be had.
    """
    device = choose_device(settings.device)
    names = {"verifier": _verifier_name(settings.verifier, device), "embedder": settings.embedder}
    return {role: f"{name} ({_whereabouts(name, offline)}; {device})" for role, name in names.items()}


def _verifier_name(wanted: str, device: str) -> str:
    if wanted != "auto":
        return wanted
    return "xlm-r" if device == "cuda" and at_hand(XLM_R, XLM_R_REVISION) else "embedded"


def _on_the_hub(name: str) -> tuple[str, str | None]:
    return (XLM_R, XLM_R_REVISION) if name == "xlm-r" else (name, None)


def _whereabouts(name: str, offline: bool) -> str:
    if name == "embedded" or Path(local_weights(name)).is_dir():
        return "at hand"
    checkpoint, revision = _on_the_hub(name)
    if offline:
        find_checkpoint(checkpoint, offline, revision)
    return "at hand" if at_hand(checkpoint, revision) else "to be fetched"


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
