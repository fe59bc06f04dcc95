"""The model card that goes with shipped weights."""

from litsynth.models.embedded import Manifest
from litsynth.training.recipe import Recipe

_NOT_FOR = """## Not for

Text in other languages; arithmetic or comparing numbers (litsynth does that outside the model); premises of more
than about 200 words. Its confidence was calibrated on general English; its error on scientific text is unknown.
"""


def model_card(manifest: Manifest, recipe: Recipe, pairs: int, size_bytes: int) -> str:
    """Markdown: what the model is, on what it was trained, how good it is, and under which licence it is offered."""
    training = "\n".join(f"| {source.path} | {source.licence} |" for source in recipe.train)
    metrics = "\n".join(f"| {path} | {accuracy:.4f} |" for path, accuracy in manifest.metrics.items())
    fit = manifest.calibration
    return f"""# {manifest.name}: the verifier that ships with litsynth

A three-way natural language inference cross-encoder (entailment, neutral, contradiction) for judging whether a
passage supports a claim. English. Six layers, 384 dimensions, 22.7 million parameters, of which 11.7 million (the
word embeddings) are those of the base model and are not in the file.

* Base: {recipe.base} (Apache-2.0), weights SHA-256 `{manifest.base_sha256}`
* File: `weights.safetensors`, {size_bytes:,} bytes, int8 rows, computed in float32, SHA-256 `{manifest.sha256}`
* Made by: `litsynth train {recipe.name} --data FOLDER --out FOLDER`, seed {recipe.seed}, {recipe.epochs} epochs,
  batch {recipe.batch_size}, peak learning rate {recipe.learning_rate}, at most {recipe.max_tokens} tokens
* Licence of the weights, apart from that of the code: **{manifest.licence}**

## Training data: {pairs:,} distinct pairs

None shares a premise with the evaluation data below.

| data set | licence as its source states it |
|---|---|
{training}

## Accuracy, measured on the file as shipped

| data set | accuracy |
|---|---|
{metrics}

## Calibration

Temperature {manifest.temperature}, fitted on {fit["fitted_on"]:,} pairs of {fit["data"]}; on the other {fit["evaluated_on"]:,}
(no premise in both): ECE {fit["ece"]:.4f} with 15 equal-width bins (uncalibrated {fit["ece_uncalibrated"]:.4f}; a perfectly
calibrated model would show {fit["ece_ideal"]:.4f} at that size), Brier score {fit["brier"]:.4f}, accuracy {fit["accuracy"]:.4f}.

{_NOT_FOR}"""
