import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from training_shop import FLAT, WORDS, rows_about, tiny_base, write_recipe, write_rows
from transformers import AutoModelForSequenceClassification, BertConfig, BertForSequenceClassification, BertModel
from typer.testing import CliRunner

from litsynth.cli.train import app
from litsynth.errors import BadRecord, MissingInput, UsageError
from litsynth.models.embedded import load_embedded, read_embedded, read_manifest
from litsynth.models.int8 import dequantise
from litsynth.models.transformer import load_transformer
from litsynth.training.base import new_model
from litsynth.training.encode import encode_pairs
from litsynth.training.export import export
from litsynth.training.kinds import Pairs
from litsynth.training.pairs import LabelledPair, read_pairs
from litsynth.training.recipe import load_recipe
from litsynth.training.run import prepare, train_model


@pytest.fixture
def workshop(tmp_path):
    """A tiny BERT to start from, data, and a recipe for them."""
    tiny_base(tmp_path / "base")
    write_rows(tmp_path / "train.jsonl.gz", rows_about("item", 24))
    write_rows(tmp_path / "held_out.jsonl.gz", rows_about("case", 24))
    write_recipe(tmp_path)
    return tmp_path


def recipe_of(workshop):
    return load_recipe(str(workshop / "recipe.toml"))


def test_a_recipe_becomes_a_verifier_that_loads_and_was_measured(workshop):
    recipe, out = recipe_of(workshop), workshop / "out"
    before = BertModel.from_pretrained(recipe.base).embeddings.word_embeddings.weight.clone()
    trained = train_model(prepare(recipe, workshop, out), out)
    assert torch.equal(trained.model.bert.embeddings.word_embeddings.weight.cpu(), before)
    manifest = export(trained, workshop, out)
    # The label can be read off the first word of the hypothesis: a loop that learns at all learns that.
    assert manifest.metrics["held_out.jsonl.gz"] > 0.9
    assert manifest.calibration["fitted_on"] + manifest.calibration["evaluated_on"] == 72
    verifier = load_embedded(out)
    assert verifier.temperature == manifest.temperature
    card = (out / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert manifest.sha256 in card
    assert "| nli |  | 72 | 24 | 24 | 24 |" in card


def test_an_adapter_is_small_leaves_the_weights_that_it_was_trained_on_and_judges_as_the_whole(workshop):
    pytest.importorskip("peft")
    recipe, out = replace(recipe_of(workshop), adapter_rank=4, learning_rate=1e-2), workshop / "out"
    prepared = prepare(recipe, workshop, out)
    before = {key: value.clone() for key, value in prepared.model.state_dict().items()}
    trained = train_model(prepared, out)
    after = trained.model.state_dict()
    assert after.keys() == before.keys(), "merged: the same tensors as a model without an adapter"
    assert not torch.equal(
        after["bert.encoder.layer.0.output.dense.weight"], before["bert.encoder.layer.0.output.dense.weight"]
    )
    drift = after["bert.encoder.layer.0.output.dense.weight"] - before["bert.encoder.layer.0.output.dense.weight"]
    assert torch.linalg.matrix_rank(drift.double(), rtol=1e-4) == 4
    assert torch.equal(
        after["bert.embeddings.word_embeddings.weight"], before["bert.embeddings.word_embeddings.weight"]
    )
    manifest = export(trained, workshop, out)
    # Chance is a third. A random base that stays as it is keeps two of the three labels alike.
    assert manifest.metrics["held_out.jsonl.gz"] > 0.6
    assert "--adapter 4" in (out / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert (out / "adapter" / "adapter_model.safetensors").is_file()


def test_an_interrupted_training_goes_on_from_its_checkpoint_to_the_same_weights(workshop, monkeypatch):
    recipe = recipe_of(workshop)
    monkeypatch.setattr("litsynth.training.fit.SAVE_STEPS", 10)

    def weights(folder, stop_after=None):
        return train_model(prepare(recipe, workshop, folder), folder, stop_after).model.state_dict()

    whole = weights(workshop / "whole")
    weights(workshop / "cut", stop_after=10)
    resumed = weights(workshop / "cut")
    assert all(torch.allclose(whole[key], resumed[key], atol=1e-6) for key in whole)


@pytest.mark.parametrize("change", [{"seed": 2}, {"epochs": 0.5}, {"learning_rate": 1e-3}])
@pytest.mark.parametrize("stop_after", [2, None])
def test_checkpoints_of_another_training_are_not_gone_on_from(workshop, monkeypatch, change, stop_after):
    monkeypatch.setattr("litsynth.training.fit.SAVE_STEPS", 2)
    out, recipe = workshop / "out", recipe_of(workshop)
    train_model(prepare(recipe, workshop, out), out, stop_after)
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    with pytest.raises(UsageError, match="another recipe, other options or other data"):
        prepare(replace(recipe, **change), workshop, out)
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()} == before
    prepare(recipe, workshop, out)


def test_checkpoints_of_other_data_are_not_gone_on_from(workshop):
    out, recipe = workshop / "out", recipe_of(workshop)
    train_model(prepare(recipe, workshop, out), out)
    write_rows(workshop / "train.jsonl.gz", rows_about("item", 20))
    with pytest.raises(UsageError, match="other data"):
        prepare(recipe, workshop, out)


def test_votes_are_learned_as_shares(workshop):
    shared = FLAT.replace('neutral = "neutral"', "neutral = { entailment = 0.5, neutral = 0.5 }")
    write_recipe(workshop, shared)
    out = workshop / "out"
    export(train_model(prepare(recipe_of(workshop), workshop, out), out), workshop, out)
    logits, _ = load_embedded(out).logits([("item 3 is so", "maybe it is")])
    entailed, neutral, refuted = torch.softmax(torch.as_tensor(logits), dim=1)[0].tolist()
    assert entailed == pytest.approx(0.5, abs=0.15)
    assert neutral == pytest.approx(0.5, abs=0.15)
    assert refuted < 0.1


def test_another_base_and_seed_leave_a_checkpoint_that_the_verifier_option_takes(workshop):
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    other = workshop / "other"
    BertModel(config).save_pretrained(other)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (other / name).write_bytes((workshop / "base" / name).read_bytes())
    write_recipe(workshop, epochs=0.2)
    arguments = ["--data", str(workshop), "--out", str(workshop / "out"), "--base", str(other), "--seed", "7"]
    result = CliRunner().invoke(app, [str(workshop / "recipe.toml"), *arguments, "--offline"])
    assert result.exit_code == 0, result.output
    manifest = json.loads((workshop / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["recipe"]["seed"], manifest["recipe"]["base"]) == (7, str(other))
    assert BertConfig.from_pretrained(workshop / "out").hidden_size == 16
    judgement = load_transformer(str(workshop / "out"), "cpu", 8, offline=True).judge([("item is so", "yes it is")])[0]
    assert judgement.entailment + judgement.neutral + judgement.contradiction == pytest.approx(1)


def test_a_recipe_goes_on_from_the_weights_of_another(workshop):
    first = Path(write_recipe(workshop, epochs=3.0))
    first.rename(workshop / "first.toml")
    write_recipe(workshop, base=f"recipe:{workshop / 'first.toml'}", epochs=0.1)
    arguments = [str(workshop / "recipe.toml"), "--data", str(workshop), "--offline", "--out"]
    assert CliRunner().invoke(app, [*arguments, str(workshop / "plan"), "--plan"]).exit_code == 0
    assert not (workshop / "plan" / "tiny").exists(), "a plan trains nothing"
    result = CliRunner().invoke(app, [*arguments, str(workshop / "out")])
    assert result.exit_code == 0, result.output
    before, after = (dequantise(read_embedded(workshop / where)[2]) for where in ("out/tiny", "out"))
    drift = after["classifier.weight"] - before["classifier.weight"]
    assert 0 < np.abs(drift).max() < 0.2 * np.abs(before["classifier.weight"]).max(), (
        "a short second stage moves little"
    )
    manifest = read_manifest(workshop / "out")
    assert manifest.base == str(workshop / "base"), "the word embeddings are those of the first stage's base"
    assert manifest.trained_from == read_manifest(workshop / "out" / "tiny").identity == manifest.recipe["base"]
    assert manifest.trained_from in (workshop / "out" / "MODEL_CARD.md").read_text(encoding="utf-8")
    weights = (workshop / "out" / "tiny" / "weights.safetensors").stat().st_mtime_ns
    CliRunner().invoke(app, [*arguments, str(workshop / "out")])
    assert (workshop / "out" / "tiny" / "weights.safetensors").stat().st_mtime_ns == weights, "trained once"


def test_the_head_of_an_nli_checkpoint_is_kept_in_our_order(workshop):
    config = BertConfig.from_pretrained(workshop / "base")
    config.num_labels = 3
    config.id2label = {0: "CONTRADICTION", 1: "NEUTRAL", 2: "ENTAILMENT"}
    config.label2id = {label: index for index, label in config.id2label.items()}
    before = BertForSequenceClassification(config)
    before.save_pretrained(workshop / "base")
    model, _ = new_model(recipe_of(workshop))
    assert torch.equal(model.classifier.weight, before.classifier.weight[[2, 1, 0]])
    assert model.config.id2label[0] == "entailment"
    assert AutoModelForSequenceClassification.from_pretrained(workshop / "base").config.id2label[0] == "CONTRADICTION"


def test_long_premises_lose_whole_sentences_from_the_end_and_claims_nothing(workshop):
    _, tokenizer = new_model(recipe_of(workshop))
    long = " ".join(["Item is so."] * 20)
    encoded = encode_pairs([LabelledPair(long, "yes it is", (1.0, 0.0, 0.0))], tokenizer, 24)
    ids = encoded.rows[0]["input_ids"]
    text = tokenizer.decode(ids)
    assert encoded.cut == 1
    assert len(ids) <= 24
    assert text.endswith("so. [SEP] yes it is [SEP]")
    claim = "yes it is " * 40
    assert len(encode_pairs([LabelledPair(long, claim, (1.0, 0.0, 0.0))], tokenizer, 24).rows[0]["input_ids"]) == 24


def test_a_plan_says_what_the_mixture_is_made_of_and_trains_nothing(workshop):
    arguments = [
        str(workshop / "recipe.toml"),
        "--data",
        str(workshop),
        "--out",
        str(workshop / "out"),
        "--budget",
        "30",
    ]
    result = CliRunner().invoke(app, [*arguments, "--plan"])
    assert result.exit_code == 0, result.output
    parts = [json.loads(line) for line in result.stdout.splitlines()]
    assert (parts[-1]["group"], parts[-1]["pairs"]) == ("all", 30)
    assert parts[-1]["tokens"] == sum(part["tokens"] for part in parts[:-1])
    assert not (workshop / "out" / "checkpoints").exists()


def test_rows_are_mapped_cleaned_and_named_when_bad(tmp_path):
    source = Pairs(
        path="rows.jsonl.gz",
        labels={"yes": "entailment", "half": {"neutral": 0.5, "contradiction": 0.5}},
        licence="none",
        premise="evidence",
        hypothesis="claim",
        tokenised=True,
    )
    rows = [
        {"evidence": "It 's 2 % .", "claim": "so", "label": "yes"},
        {"evidence": "a", "claim": "b", "label": "?"},
        {"evidence": "a", "claim": "b", "label": "half"},
    ]
    write_rows(tmp_path / "rows.jsonl.gz", rows)
    first, second = read_pairs(tmp_path, source)
    assert (first.premise, first.hypothesis, first.label) == ("It's 2%.", "so", "entailment")
    assert second.target == (0.0, 0.5, 0.5)
    write_rows(tmp_path / "rows.jsonl.gz", [{"evidence": "a"}])
    with pytest.raises(BadRecord, match=r"rows\.jsonl\.gz:1"):
        list(read_pairs(tmp_path, source))
    (tmp_path / "rows.jsonl.gz").write_bytes(b"")
    with pytest.raises(MissingInput, match="--data"):
        list(read_pairs(tmp_path / "elsewhere", source))


def test_recipes_are_checked(tmp_path):
    assert {source.group for source in load_recipe("embedded").train} == {
        "nli", "grounding", "hard-neutrals", "climate", "numbers"
    }  # fmt: skip
    with pytest.raises(MissingInput, match="embedded"):
        load_recipe("nowhere")

    def refused(sources, message):
        with pytest.raises(UsageError, match=message):
            load_recipe(write_recipe(tmp_path, sources))

    refused(FLAT + "epoch = 2\n", "unknown key epoch")
    refused(FLAT + 'kind = "magic"\n', "unknown kind magic")
    refused(FLAT + "limit = -1\n", "limit")
    refused(
        FLAT.replace('"neutral" }', '"maybe" }').replace('neutral = "neutral"', 'neutral = "maybe"'),
        "'maybe' is no label",
    )
    refused(FLAT.replace('neutral = "neutral"', "neutral = { neutral = 0.4 }"), "sum to 1")
    refused("", "no ..train..")
    refused("[[train]]\nkind = 'pairs'\nlicence = 'none'\n", "missing")
    refused("= not toml", "not TOML")


@pytest.mark.parametrize(
    ("options", "message"),
    [(["--groups", "nlli"], "no group nlli"), (["--fold", "5/5"], "fold '5/5'"), (["--fold", "x"], "fold")],
)
def test_overrides_are_checked(workshop, options, message):
    arguments = [str(workshop / "recipe.toml"), "--data", str(workshop), "--out", str(workshop / "out")]
    result = CliRunner().invoke(app, [*arguments, *options])
    assert isinstance(result.exception, UsageError)
    assert message in str(result.exception)
