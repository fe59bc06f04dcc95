"""A trained model measured, calibrated, written and described: what `litsynth train` leaves behind."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from litsynth.calibrate import Floats, Ints, calibration_error, fit_temperature, softmax
from litsynth.codec import digest, digest_bytes
from litsynth.models.embedded import MANIFEST, WEIGHTS, Manifest, load_embedded, read_manifest, save_quantised
from litsynth.models.labels import NLI_LABELS
from litsynth.models.nli import NliModel
from litsynth.models.transformer import load_transformer
from litsynth.training.base import base_folder, completing, is_embedded
from litsynth.training.card import model_card
from litsynth.training.composition import Part
from litsynth.training.pairs import LabelledPair, read_pairs
from litsynth.training.recipe import Recipe

_CHECKPOINT = "model.safetensors"


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, its tokenizer, the recipe that made it, and the mixture's composition."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    recipe: Recipe
    parts: tuple[Part, ...]


def export(trained: Trained, data: Path, out: Path, device: str = "cpu") -> Manifest:
    """Write weights, manifest and model card to `out`; every figure is measured on the weights as loaded from there.

    A recipe that quantises leaves int8 rows for the embedded verifier; any other a checkpoint folder, which
    `--verifier FOLDER` takes (without the temperature, which is in the manifest all the same).
    """
    out.mkdir(parents=True, exist_ok=True)
    recipe = trained.recipe
    weights = out / (WEIGHTS if recipe.quantise else _CHECKPOINT)
    sha256 = _save(trained, weights)
    manifest = _manifest(recipe, sha256, temperature=1.0)
    _write(manifest, out)
    verifier = (
        load_embedded(out, device, 64) if recipe.quantise else load_transformer(str(out), device, 64, offline=True)
    )
    metrics = {source.path: _accuracy(verifier, list(read_pairs(data, source))) for source in recipe.evaluate}
    temperature, calibration = calibrate_verifier(verifier, list(read_pairs(data, recipe.calibrate)))
    manifest = _manifest(recipe, sha256, temperature, metrics, {"data": recipe.calibrate.path, **calibration})
    _write(manifest, out)
    card = model_card(manifest, recipe, trained.parts, weights.stat().st_size)
    (out / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    return manifest


def _save(trained: Trained, weights: Path) -> str:
    """The SHA-256 of the file of weights that is written."""
    if trained.recipe.quantise:
        return save_quantised(trained.model, weights)
    trained.model.save_pretrained(weights.parent)
    trained.tokenizer.save_pretrained(weights.parent)
    return digest_bytes(weights.read_bytes())


def calibrate_verifier(verifier: NliModel, pairs: list[LabelledPair]) -> tuple[float, dict[str, Any]]:
    """The temperature fitted on one half of the pairs, and its error on the other; no premise is in both halves."""
    half = np.array([int(digest(pair.premise), 16) % 2 for pair in pairs])
    logits, labels = logits_and_labels(verifier, pairs)
    temperature = fit_temperature(logits[half == 0], labels[half == 0])
    held_out = half == 1
    before = calibration_error(softmax(logits[held_out]), labels[held_out])
    after = calibration_error(softmax(logits[held_out], temperature), labels[held_out])
    return temperature, {
        "fitted_on": int((half == 0).sum()),
        "evaluated_on": after.n,
        "accuracy": round(after.accuracy, 4),
        "ece": round(after.ece, 4),
        "ece_uncalibrated": round(before.ece, 4),
        "ece_ideal": round(after.ideal_ece, 4),
        "brier": round(after.brier, 4),
    }


def logits_and_labels(verifier: NliModel, pairs: list[LabelledPair]) -> tuple[Floats, Ints]:
    """Logits of shape (n, 3) as entailment, neutral, contradiction, and gold label indices of shape (n,)."""
    logits, _ = verifier.logits([(pair.premise, pair.hypothesis) for pair in pairs])
    return np.asarray(logits, dtype=np.float64), np.array([NLI_LABELS.index(pair.label) for pair in pairs])


def _accuracy(verifier: NliModel, pairs: list[LabelledPair]) -> float:
    logits, labels = logits_and_labels(verifier, pairs)
    return round(float((logits.argmax(axis=1) == labels).mean()), 4)


def _manifest(
    recipe: Recipe,
    sha256: str,
    temperature: float,
    metrics: dict[str, float] | None = None,
    calibration: dict[str, Any] | None = None,
) -> Manifest:
    base = completing(recipe.base)
    before = base_folder(base, offline=True) / _CHECKPOINT
    trained_from = read_manifest(Path(recipe.base)).identity if is_embedded(recipe.base) else ""
    return Manifest(
        name=f"litsynth-{recipe.name}",
        base=base,
        base_sha256=digest_bytes(before.read_bytes()) if before.is_file() else "",
        sha256=sha256,
        temperature=round(temperature, 4),
        licence=recipe.licence,
        # Weights are known by their identity: where they lay says nothing to anyone else.
        recipe={**asdict(recipe), "base": trained_from or recipe.base},
        metrics=metrics or {},
        calibration=calibration or {},
        trained_from=trained_from,
    )


def _write(manifest: Manifest, out: Path) -> None:
    text = json.dumps(asdict(manifest), indent=2, sort_keys=True, ensure_ascii=False)
    (out / MANIFEST).write_text(text + "\n", encoding="utf-8")
