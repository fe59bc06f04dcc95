import math

import pytest
import torch
from tiny_xlmr import make_tiny_xlmr

from litsynth.config import ModelSettings
from litsynth.errors import MissingInput, NetworkRefused, UsageError
from litsynth.models.choose import choose_device, choose_embedder, choose_verifier
from litsynth.models.embedded import dequantise, load_embedded, quantise, shipped_folder
from litsynth.models.labels import label_order
from litsynth.models.nli import MAX_TOKENS
from litsynth.models.transformer import load_transformer

PAIRS = [
    ("The model reaches 80.9.", "It reaches 80.9."),
    ("Training on English data alone transfers.", "Nothing transfers to other languages in any setting at all."),
    ("No difference was found.", "A difference was found."),
]


@pytest.fixture(scope="session")
def xlmr(tmp_path_factory):
    return make_tiny_xlmr(tmp_path_factory.mktemp("xlmr"))


@pytest.fixture(scope="session")
def embedded():
    return load_embedded(shipped_folder())


def test_xlm_r_runs_through_its_real_classes(xlmr):
    verifier = load_transformer(str(xlmr), "cpu", 2, offline=True)
    assert type(verifier.model).__name__ == "XLMRobertaForSequenceClassification"
    judgements = verifier.judge(PAIRS)
    assert len(judgements) == len(PAIRS)
    assert all(math.isclose(j.entailment + j.neutral + j.contradiction, 1, abs_tol=1e-6) for j in judgements)


def test_labels_are_read_by_name_whatever_their_order(xlmr, tmp_path):
    other = make_tiny_xlmr(tmp_path / "other", ("entailment", "neutral", "contradiction"))
    first = load_transformer(str(xlmr), "cpu", 2, offline=True).judge(PAIRS)
    second = load_transformer(str(other), "cpu", 2, offline=True).judge(PAIRS)
    for left, right in zip(first, second, strict=True):
        # The same weights under reversed label names: entailment and contradiction change places.
        assert left.entailment == pytest.approx(right.contradiction, abs=1e-6)
        assert left.entailment != pytest.approx(right.entailment, abs=1e-3)


def test_numbered_labels_are_refused(tmp_path):
    folder = make_tiny_xlmr(tmp_path, ("LABEL_0", "LABEL_1", "LABEL_2"))
    with pytest.raises(UsageError, match="labels"):
        load_transformer(str(folder), "cpu", 2, offline=True)
    with pytest.raises(UsageError):
        label_order({0: "entailment", 1: "not_entailment"}, "two-way")


@pytest.mark.parametrize("which", ["embedded", "xlmr"])
def test_premise_and_hypothesis_are_not_interchangeable(which, request, xlmr):
    verifier = (
        request.getfixturevalue("embedded") if which == "embedded" else load_transformer(str(xlmr), "cpu", 2, True)
    )
    forward, backward = verifier.judge([PAIRS[1], PAIRS[1][::-1]])
    assert forward != backward


def test_a_batch_of_one_judges_like_a_batch_of_many(embedded):
    alone = [embedded.judge([pair])[0] for pair in PAIRS]
    together = embedded.judge([*PAIRS, ("word " * 150, "A long premise makes the others padded.")])
    for left, right in zip(alone, together, strict=False):
        assert left.entailment == pytest.approx(right.entailment, abs=1e-3)


def test_only_the_premise_is_cut_and_the_cut_is_said(embedded):
    claim = "The premise was cut but this claim was not."
    long, short = embedded.judge([("word " * (2 * MAX_TOKENS), claim), ("word", claim)])
    assert (long.truncated, short.truncated) == (True, False)
    ids = embedded._cut("word " * 1000, claim)["input_ids"]
    assert len(ids) == MAX_TOKENS
    assert claim.lower().rstrip(".") in embedded.tokenizer.decode(ids)


def test_a_hypothesis_longer_than_the_model_does_not_stop_a_run(embedded):
    (judgement,) = embedded.judge([("A premise.", "claim " * 600)])
    assert judgement.truncated


def test_the_shipped_verifier_knows_plain_entailment_and_contradiction(embedded):
    entailed, contradicted, neutral = embedded.judge(
        [
            ("A man is sleeping on a bench in the park.", "A man is sleeping."),
            ("A man is sleeping on a bench in the park.", "Nobody is sleeping."),
            ("A man is sleeping on a bench in the park.", "The man is a famous painter."),
        ]
    )
    assert entailed.entailment > 0.8
    assert contradicted.contradiction > 0.8
    assert neutral.neutral > 0.5


def test_the_shipped_weights_are_checked_and_small(tmp_path):
    files = list(shipped_folder().iterdir())
    assert sum(path.stat().st_size for path in files) < 25_000_000
    for path in files:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    weights = tmp_path / "weights.safetensors"
    damaged = bytearray(weights.read_bytes())
    damaged[-1] ^= 1
    weights.write_bytes(bytes(damaged))
    with pytest.raises(MissingInput, match="not the file"):
        load_embedded(tmp_path)


def test_quantised_rows_come_back_within_half_a_step():
    state = {"matrix": torch.randn(8, 16, generator=torch.Generator().manual_seed(0)), "bias": torch.ones(3)}
    back = dequantise(quantise(state))
    step = state["matrix"].abs().amax(dim=1, keepdim=True) / 127
    assert ((back["matrix"] - state["matrix"]).abs() <= step / 2 + 1e-6).all()
    assert torch.equal(back["bias"], state["bias"])


def test_what_is_not_at_hand_is_named(monkeypatch):
    with pytest.raises(NetworkRefused, match="nobody/nothing"):
        choose_verifier(ModelSettings(verifier="nobody/nothing"), offline=True)
    with pytest.raises(UsageError, match="tpu"):
        choose_device("tpu")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(MissingInput, match="CUDA"):
        choose_device("cuda")


def test_the_packaged_embedder_gives_unit_vectors():
    embedder = choose_embedder(ModelSettings(), offline=True)
    vectors = embedder.embed(["cross-lingual transfer", "transfer across languages", "a recipe for soup"])
    assert vectors.shape == (3, 384)
    assert (vectors**2).sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
    assert embedder.embed([]).shape == (0, 384)
