"""The model card that goes with trained weights."""

from collections.abc import Sequence

from litsynth.models.embedded import Manifest
from litsynth.training.composition import Part, composition_table
from litsynth.training.kinds import AnySource, Changed
from litsynth.training.recipe import Recipe

_MADE_PAIRS = """### Pairs made by this project's code

Result rows are templates: invented systems, with data sets, metrics and values from the annotations named above. Other
pairs change one place of an entailed sentence. The rule for both: another number, unit or direction for the same
subject contradicts; another data set, metric, split, language, number of languages, setting, system or baseline leaves
the claim open (neutral); the same number with fewer digits, or a bound that it meets, is still entailed. Neutral pairs
from abstracts are sentences of the same abstract that annotators did not mark, abstracts cited without a stance,
and the abstract of another claim that shares most words with this one: a few of them do bear on the claim.
"""

_NOT_FOR = """## Not for

Arithmetic over several numbers (litsynth does that outside the model); premises of more than about 200 words; text in
languages that the training data does not hold. Its temperature was fitted on the data named above alone.
"""


def model_card(manifest: Manifest, recipe: Recipe, parts: Sequence[Part], size_bytes: int) -> str:
    """Markdown: what the model is, on what it was trained, how good it is, and under which licence it is offered."""
    metrics = "\n".join(f"| {path} | {accuracy:.4f} |" for path, accuracy in manifest.metrics.items())
    fit = manifest.calibration
    made = _MADE_PAIRS + "\n" if any(source.group != "nli" for source in recipe.chosen) else ""
    return f"""# {manifest.name}: a verifier for litsynth

A three-way natural language inference cross-encoder (entailment, neutral, contradiction) for judging whether a
passage supports a claim.

{_origin(manifest, recipe, size_bytes)}
* Licence of the weights, apart from that of the code: **{manifest.licence}**

## Training data: {parts[-1].pairs:,} pairs an epoch

None shares a premise, a sentence of one, or a claim with the evaluation data below{_held_out(recipe)}.
Labels are sums of probabilities: votes are trained on as shares.

{composition_table(parts)}

| group | data | licence as its source states it |
|---|---|---|
{chr(10).join(_source_line(source) for source in recipe.chosen)}

{made}## Accuracy, measured on the file as it is

| data set | accuracy |
|---|---|
{metrics}

## Calibration

Temperature {manifest.temperature}, fitted on {fit["fitted_on"]:,} pairs of {fit["data"]}; on the other {fit["evaluated_on"]:,}
(no premise in both): ECE {fit["ece"]:.4f} with 15 equal-width bins (uncalibrated {fit["ece_uncalibrated"]:.4f}; a perfectly
calibrated model would show {fit["ece_ideal"]:.4f} at that size), Brier score {fit["brier"]:.4f}, accuracy {fit["accuracy"]:.4f}.

{_NOT_FOR}"""


def _origin(manifest: Manifest, recipe: Recipe, size_bytes: int) -> str:
    if recipe.quantise:
        file = f"`weights.safetensors`, {size_bytes:,} bytes, int8 rows; the base's word embeddings complete it"
    else:
        file = f"`model.safetensors`, {size_bytes:,} bytes"
    options = f" --groups {','.join(recipe.groups)}" if recipe.groups else ""
    options += f" --budget {recipe.budget}" if recipe.budget else ""
    options += f" --adapter {recipe.adapter_rank}" if recipe.adapter_rank else ""
    options += f" --fold {recipe.fold}" if recipe.fold else ""
    begun = f"* Training went on from: {manifest.trained_from}\n" if manifest.trained_from else ""
    base = "" if manifest.trained_from else f" --base {recipe.base}"
    return f"""* Base: {manifest.base}, weights SHA-256 `{manifest.base_sha256}`
{begun}* File: {file}; SHA-256 `{manifest.sha256}`
* Made by: `litsynth train {recipe.name} --data FOLDER --out FOLDER{base} --seed {recipe.seed}{options}`,
  {recipe.epochs} epochs, batch {recipe.batch_size}, peak learning rate {recipe.learning_rate},
  at most {recipe.max_tokens} tokens"""


def _held_out(recipe: Recipe) -> str:
    return (
        f",\nnor with the claims of fold {recipe.fold} of each set of claims (in held_out.json)" if recipe.fold else ""
    )


def _source_line(source: AnySource) -> str:
    if isinstance(source, Changed):
        return f"| {source.group} | changed pairs of {', '.join(source.of)} | {source.licence} |"
    return f"| {source.group} | {source.path} | {source.licence} |"
