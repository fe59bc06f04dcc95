import gzip
import json

import pytest
import torch
from transformers import BertConfig, BertModel, BertTokenizerFast

from litsynth.errors import BadRecord, MissingInput, UsageError
from litsynth.models.embedded import load_embedded
from litsynth.training.data import LabelledPair, read_pairs, training_pairs
from litsynth.training.export import export
from litsynth.training.fit import fit
from litsynth.training.recipe import DataSet, load_recipe

LABELS = {"entailment": "entailment", "neutral": "neutral", "contradiction": "contradiction"}
RECIPE = """
name = "tiny"
base = "{base}"
licence = "none"
seed = 1
epochs = 30.0
batch_size = 8
learning_rate = 2e-3
warmup_fraction = 0.1
weight_decay = 0.0
max_tokens = 32
freeze_word_embeddings = true
[[train]]
path = "train.jsonl.gz"
labels = {{ entailment = "entailment", neutral = "neutral", contradiction = "contradiction" }}
licence = "none"
[[evaluate]]
path = "held_out.jsonl.gz"
labels = {{ entailment = "entailment", neutral = "neutral", contradiction = "contradiction" }}
licence = "none"
[calibrate]
path = "held_out.jsonl.gz"
labels = {{ entailment = "entailment", neutral = "neutral", contradiction = "contradiction" }}
licence = "none"
"""


def write_rows(path, rows):
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        for row in rows:
            lines.write(json.dumps(row) + "\n")


def rows_about(prefix, count):
    hypotheses = (("yes it is", "entailment"), ("maybe it is", "neutral"), ("no it is not", "contradiction"))
    return [
        {"premise": f"{prefix} {number} is so", "hypothesis": text, "label": label}
        for number in range(count)
        for text, label in hypotheses
    ]


@pytest.fixture
def workshop(tmp_path):
    """A tiny BERT to start from, data, and a recipe for them."""
    words = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        "yes",
        "no",
        "not",
        "maybe",
        "it",
        "is",
        "so",
        "item",
        "case",
    ]
    base = tmp_path / "base"
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(base)
    (base / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(str(base / "vocab.txt")).save_pretrained(base)
    write_rows(tmp_path / "train.jsonl.gz", rows_about("item", 24))
    write_rows(tmp_path / "held_out.jsonl.gz", rows_about("case", 24))
    (tmp_path / "recipe.toml").write_text(RECIPE.format(base=base), encoding="utf-8")
    return tmp_path


def test_a_recipe_becomes_a_verifier_that_loads_and_was_measured(workshop):
    recipe = load_recipe(str(workshop / "recipe.toml"))
    before = BertModel.from_pretrained(recipe.base).embeddings.word_embeddings.weight.clone()
    model = fit(recipe, workshop, workshop / "out")
    assert torch.equal(model.bert.embeddings.word_embeddings.weight.cpu(), before)
    manifest = export(model, recipe, workshop, workshop / "out")
    # The label can be read off the first word of the hypothesis: a loop that learns at all learns that.
    assert manifest.metrics["held_out.jsonl.gz"] > 0.9
    assert manifest.calibration["fitted_on"] + manifest.calibration["evaluated_on"] == 72
    verifier = load_embedded(workshop / "out")
    assert verifier.temperature == manifest.temperature
    card = (workshop / "out" / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert manifest.sha256 in card


def test_an_interrupted_training_goes_on_from_its_checkpoint_to_the_same_weights(workshop, monkeypatch):
    recipe = load_recipe(str(workshop / "recipe.toml"))
    monkeypatch.setattr("litsynth.training.fit.SAVE_STEPS", 10)
    whole = fit(recipe, workshop, workshop / "whole").state_dict()
    fit(recipe, workshop, workshop / "cut", stop_after=10)
    resumed = fit(recipe, workshop, workshop / "cut").state_dict()
    assert all(torch.allclose(whole[key], resumed[key], atol=1e-6) for key in whole)


def test_pairs_that_share_a_premise_with_what_is_evaluated_are_left_out(workshop):
    leak = {"premise": "Case 3 is so!", "hypothesis": "item", "label": "neutral"}
    write_rows(workshop / "train.jsonl.gz", [*rows_about("item", 2), *rows_about("item", 1), leak])
    pairs = training_pairs(workshop, load_recipe(str(workshop / "recipe.toml")))
    assert len(pairs) == 6
    assert not any("Case" in pair.premise for pair in pairs)


def test_rows_are_mapped_cleaned_and_named_when_bad(tmp_path):
    source = DataSet("rows.jsonl.gz", {"yes": "entailment"}, "none", "evidence", "claim", tokenised=True)
    rows = [{"evidence": "It 's 2 % .", "claim": "so", "label": "yes"}, {"evidence": "a", "claim": "b", "label": "?"}]
    write_rows(tmp_path / "rows.jsonl.gz", rows)
    assert list(read_pairs(tmp_path, source)) == [LabelledPair("It's 2%.", "so", "entailment")]
    write_rows(tmp_path / "rows.jsonl.gz", [{"evidence": "a"}])
    with pytest.raises(BadRecord, match=r"rows\.jsonl\.gz:1"):
        list(read_pairs(tmp_path, source))
    with pytest.raises(MissingInput, match="--data"):
        list(read_pairs(tmp_path / "elsewhere", source))


def test_recipes_are_checked(tmp_path):
    assert load_recipe("embedded").calibrate.path == "nli/lingnli/val.jsonl.gz"
    with pytest.raises(MissingInput, match="embedded"):
        load_recipe("nowhere")
    (tmp_path / "r.toml").write_text('name = "x"\nepoch = 2\n', encoding="utf-8")
    with pytest.raises(UsageError, match="unknown key epoch"):
        load_recipe(str(tmp_path / "r.toml"))
