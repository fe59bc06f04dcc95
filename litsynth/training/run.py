"""From a recipe to a trained model: mixture, tokens, training."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from transformers import PreTrainedModel, PreTrainedTokenizerBase

from litsynth.errors import UsageError
from litsynth.training.adapter import add_adapter, merge_adapter
from litsynth.training.base import new_model
from litsynth.training.composition import Part, composition, composition_table
from litsynth.training.encode import EncodedPairs, encode_pairs
from litsynth.training.export import Trained
from litsynth.training.fit import fit
from litsynth.training.mixture import build_mixture
from litsynth.training.recipe import Recipe
from litsynth.training.resuming import note, refuse_other, training_digest


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that training needs, and what the mixture is made of."""

    recipe: Recipe
    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    pairs: EncodedPairs
    parts: tuple[Part, ...]
    digest: str


def prepare(recipe: Recipe, data: Path, out: Path, offline: bool = False) -> Prepared:
    """Load the base, make the mixture, and note in `out` what it is made of and which claims it leaves out.

    `held_out.json` maps the path of each set of claims to the ids of the claims kept out: what may be evaluated or
    calibrated on. Raises MissingInput, BadRecord, UsageError, the last also where `out` holds another training.
    """
    model, tokenizer = new_model(recipe, offline)
    mixture = build_mixture(data, recipe)
    if not mixture.pairs:
        raise UsageError(f"recipe {recipe.name}: no pair is left to train on", "check groups, labels and limits")
    pairs = encode_pairs(mixture.pairs, tokenizer, recipe.max_tokens)
    parts = tuple(composition(mixture.pairs, pairs.lengths))
    training = training_digest(recipe, pairs)
    refuse_other(out, training)
    out.mkdir(parents=True, exist_ok=True)
    table = f"{composition_table(parts)}\n\n{pairs.cut:,} premises were shortened to {recipe.max_tokens} tokens.\n"
    (out / "mixture.md").write_text(table, encoding="utf-8")
    _write_json(out / "mixture.json", [asdict(part) for part in parts])
    _write_json(out / "held_out.json", mixture.held_out)
    return Prepared(recipe, model, tokenizer, pairs, parts, training)


def train_model(prepared: Prepared, out: Path, stop_after: int | None = None) -> Trained:
    """Fit the prepared model; an interrupted run goes on from `out/checkpoints`."""
    recipe, model = prepared.recipe, prepared.model
    note(out, prepared.digest)
    if recipe.adapter_rank:
        model = add_adapter(model, recipe.adapter_rank, recipe.seed)
    model = fit(recipe, model, prepared.tokenizer, prepared.pairs, out, stop_after)
    if recipe.adapter_rank:
        model = merge_adapter(model, out)
    return Trained(model, prepared.tokenizer, recipe, prepared.parts)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, sort_keys=True) + "\n", encoding="utf-8")
