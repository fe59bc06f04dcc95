"""Checkpoints of others: what they must hold, what their labels mean, and what they may be measured on."""

import json
import math

import numpy as np
import pytest
from safetensors.torch import load_file, save_file
from tiny_xlmr import make_tiny_xlmr

from litsynth.config import ModelSettings
from litsynth.errors import MissingInput, UsageError
from litsynth.models.checkpoint import weights_digest
from litsynth.models.choose import choose_verifier
from litsynth.models.contaminated import refuse_for
from litsynth.models.describe import calibration_of, describe
from litsynth.models.labels import NLI_LABELS, label_order
from litsynth.models.nli import MAX_TOKENS
from litsynth.models.probes import PROBES
from litsynth.models.self_test import self_test
from litsynth.models.tokens import encode_pairs
from litsynth.models.transformer import load_transformer, torch_engine
from litsynth.records import Judgement

PAIRS = [
    ("The model reaches 80.9.", "It reaches 80.9."),
    ("Training on English data alone transfers.", "Nothing transfers to other languages in any setting at all."),
    ("No difference was found.", "A difference was found."),
    ("Das Modell wird auf englischen Daten trainiert.", "Le modèle est entraîné sur des données anglaises."),
    ("word " * 400, "A long premise."),
]


def load(folder):
    return load_transformer(str(folder), "cpu", 2, offline=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_tiny_xlmr(tmp_path_factory.mktemp("xlmr"))


@pytest.fixture(scope="module")
def xlmr(folder):
    return load(folder)


def copied(folder, target):
    target.mkdir(exist_ok=True)
    for path in folder.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
    return target


def test_xlm_r_runs_on_onnx_as_on_pytorch(folder, xlmr):
    from transformers import AutoModelForSequenceClassification, AutoTokenizer  # noqa: PLC0415

    model = AutoModelForSequenceClassification.from_pretrained(folder)
    assert type(model).__name__ == "XLMRobertaForSequenceClassification"
    rows = encode_pairs(xlmr.tokenizer, PAIRS, MAX_TOKENS)
    for batch in (1, 4):
        torches = torch_engine(model, AutoTokenizer.from_pretrained(folder), "cpu", batch).run(rows)
        assert xlmr.engine.run(rows) == pytest.approx(torches, abs=1e-4)
    judgements = xlmr.judge(PAIRS)
    assert all(math.isclose(j.entailment + j.neutral + j.contradiction, 1, abs_tol=1e-6) for j in judgements)
    assert [xlmr.judge([pair])[0] for pair in PAIRS] == judgements
    assert [judgement.truncated for judgement in judgements] == [False] * 4 + [True]


def test_an_architecture_that_the_graph_does_not_cover_runs_on_pytorch(folder, tmp_path):
    config = json.loads((copied(folder, tmp_path) / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps(config | {"hidden_act": "relu"}))
    verifier = load(tmp_path)
    assert " fp32 torch " in verifier.identity
    alone = [verifier.judge([pair])[0] for pair in PAIRS]
    for left, right in zip(alone, verifier.judge(PAIRS), strict=True):
        assert left.entailment == pytest.approx(right.entailment, abs=1e-3)


def test_a_checkpoint_of_many_languages_is_asked_in_every_script(xlmr):
    judgement, other = xlmr.judge([("猫在沙发上睡觉。", "下雨了。"), ("القطة تنام.", "猫在沙发上睡觉。")])
    assert not judgement.truncated
    assert judgement.entailment != pytest.approx(1 / 3, abs=1e-3)
    assert judgement != other


def test_other_weights_in_the_same_folder_are_another_model(folder, tmp_path):
    before = load(copied(folder, tmp_path))
    weights = load_file(tmp_path / "model.safetensors")
    weights["classifier.out_proj.bias"][1] += 1
    save_file(weights, tmp_path / "model.safetensors", metadata={"format": "pt"})
    after = load(tmp_path)
    assert before.identity != after.identity
    assert (before.sha256, after.sha256) == (weights_digest(folder), weights_digest(tmp_path))
    assert describe(after.identity, after.sha256)["revision"] == after.sha256[:12]


def test_weights_in_parts_have_one_digest(folder, tmp_path):
    for number, text in enumerate((b"one", b"two"), 1):
        (tmp_path / f"model-0000{number}-of-00002.safetensors").write_bytes(text)
    whole = weights_digest(tmp_path)
    (tmp_path / "model-00002-of-00002.safetensors").write_bytes(b"too")
    assert len({whole, weights_digest(tmp_path), weights_digest(folder)}) == 3


def test_labels_are_read_by_name_whatever_their_order(xlmr, tmp_path):
    other = load(make_tiny_xlmr(tmp_path, NLI_LABELS))
    for left, right in zip(xlmr.judge(PAIRS), other.judge(PAIRS), strict=True):
        # The same weights under reversed label names: entailment and contradiction change places.
        assert left.entailment == pytest.approx(right.contradiction, abs=1e-6)
        assert left.entailment != pytest.approx(right.entailment, abs=1e-3)


def test_two_labels_are_usable_and_said_so(tmp_path):
    verifier = load(make_tiny_xlmr(tmp_path, ("not_entailment", "entailment")))
    judgements = verifier.judge(PAIRS)
    assert {judgement.contradiction for judgement in judgements} == {0.0}
    assert all(math.isclose(judgement.entailment + judgement.neutral, 1) for judgement in judgements)
    assert "nothing is ever refuted" in describe(verifier.identity, "")["labels"]
    assert "nothing is ever refuted" in calibration_of(verifier)["statement"]


def test_three_labels_need_no_remark(xlmr):
    assert "labels" not in describe(xlmr.identity, "")
    assert "not calibrated." in calibration_of(xlmr)["statement"]


@pytest.mark.parametrize("labels", [("LABEL_0", "LABEL_1", "LABEL_2"), ("LABEL_0", "LABEL_1"), ("entailment",)])
def test_labels_without_a_meaning_are_refused(labels):
    with pytest.raises(UsageError, match="labels"):
        label_order(dict(enumerate(labels)), "m")


def test_premise_and_hypothesis_are_not_interchangeable(xlmr):
    forward, backward = xlmr.judge([PAIRS[1], PAIRS[1][::-1]])
    assert forward != backward


@pytest.mark.parametrize(
    ("gone", "named"),
    [
        (("config.json",), "config.json"),
        (("model.safetensors",), "weights"),
        (("tokenizer.json", "sentencepiece.bpe.model"), "tokenizer"),
    ],
)
def test_a_folder_that_lacks_a_file_is_named_in_one_line(folder, tmp_path, gone, named):
    copied(folder, tmp_path)
    for name in gone:
        (tmp_path / name).unlink(missing_ok=True)
    with pytest.raises(MissingInput) as raised:
        load(tmp_path)
    assert f"it lacks: {named}" in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_damaged_file_is_one_clear_line(folder, tmp_path, name):
    copied(folder, tmp_path)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:40])
    with pytest.raises((UsageError, MissingInput)) as raised:
        load(tmp_path)
    assert str(tmp_path) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_checkpoint_without_a_trained_classifier_is_refused(folder, tmp_path):
    weights = load_file(copied(folder, tmp_path) / "model.safetensors")
    kept = {name: value for name, value in weights.items() if not name.startswith("classifier")}
    save_file(kept, tmp_path / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(MissingInput, match="never trained for NLI: it has no classifier"):
        load(tmp_path)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_scores_that_are_no_numbers_are_an_error_never_a_verdict(folder, tmp_path, value):
    weights = load_file(copied(folder, tmp_path) / "model.safetensors")
    weights["classifier.out_proj.bias"][1] = value
    save_file(weights, tmp_path / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(UsageError, match=r"no number for the claim 'It reaches 80\.9\.'"):
        load(tmp_path).judge(PAIRS)


class Knowing:
    """An entailer that knows the probes, says so under a permuted label map, and errs on every `errs`-th."""

    def __init__(self, said=NLI_LABELS, errs=0, two=False):
        self.identity = "knowing@1 fp32 T=1" + (" two-label" if two else "")
        self.labels = {(premise, hypothesis): label for _, premise, hypothesis, label in PROBES}
        self.said, self.errs, self.two = said, errs, two

    def judge(self, pairs):
        judgements = []
        for number, pair in enumerate(pairs, 1):
            truth = NLI_LABELS.index(self.labels[pair])
            column = (truth + 1) % 3 if self.errs and number % self.errs == 0 else truth
            name = self.said[min(column, 1) if self.two else column]
            judgements.append(Judgement(**{label: 0.8 if label == name else 0.1 for label in NLI_LABELS}))
        return judgements


def test_an_nli_model_passes_its_probes():
    assert self_test(Knowing()) == self_test(Knowing(), refuse=False)
    assert (self_test(Knowing()).english, self_test(Knowing()).elsewhere) == (48, 12)
    assert self_test(Knowing(errs=4)).multilingual
    assert self_test(Knowing(two=True)).passed


@pytest.mark.parametrize(
    "said",
    [
        ("contradiction", "neutral", "entailment"),
        ("neutral", "entailment", "contradiction"),
        ("neutral", "contradiction", "entailment"),
    ],
)
@pytest.mark.parametrize("errs", [0, 4])
def test_a_permuted_label_map_is_refused_and_the_permutation_named(said, errs):
    with pytest.raises(UsageError, match="where it means") as raised:
        self_test(Knowing(said, errs))
    for declared, meant in zip(said, NLI_LABELS, strict=True):
        assert (f"{declared} where it means {meant}" in str(raised.value)) == (declared != meant)


def test_two_swapped_labels_are_refused():
    with pytest.raises(UsageError, match="entailment where it means neutral"):
        self_test(Knowing(("neutral", "entailment", "contradiction"), two=True))


def test_a_model_that_guesses_is_refused_unless_only_its_speed_is_measured(xlmr):
    with pytest.raises(UsageError, match="was trained for NLI"):
        self_test(xlmr)
    assert not self_test(xlmr, refuse=False).passed


@pytest.mark.parametrize("two", [False, True])
def test_a_model_that_always_says_the_same_is_refused(two):
    constant = Knowing(("neutral", "neutral", "neutral"), two=two)
    with pytest.raises(UsageError, match="obvious English pairs"):
        self_test(constant)


def test_a_chosen_checkpoint_is_tested_before_it_judges(folder):
    with pytest.raises(UsageError, match="obvious"):
        choose_verifier(ModelSettings(verifier=str(folder), device="cpu"), offline=True)


def test_there_are_sixty_probes_of_each_label_alike():
    assert len({probe[1:3] for probe in PROBES}) == 60
    english = [label for language, *_, label in PROBES if language == "en"]
    assert {label: english.count(label) for label in NLI_LABELS} == dict.fromkeys(NLI_LABELS, 16)


def test_a_checkpoint_is_not_measured_on_what_it_was_trained_on():
    for benchmark in ("xnli", "XNLI-dev", "xnli test"):
        with pytest.raises(UsageError, match="cannot be measured"):
            refuse_for("joeddav/xlm-roberta-large-xnli@abc bf16 T=1", benchmark)
    refuse_for("joeddav/xlm-roberta-large-xnli", "scifact")
    refuse_for("litsynth-embedded@abc T=1.3", "xnli")


def test_logits_come_in_order_with_a_row_for_each_pair(xlmr):
    logits, cut = xlmr.logits([PAIRS[0], PAIRS[4], PAIRS[0]])
    assert logits.shape == (3, 3)
    assert (logits[0] == logits[2]).all()
    assert np.isfinite(logits).all()
    assert cut == [False, True, False]
