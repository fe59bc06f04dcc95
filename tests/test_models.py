import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from litsynth.config import ModelSettings
from litsynth.errors import MissingInput, NetworkRefused, UsageError
from litsynth.models.choose import choose_device, choose_embedder, choose_verifier
from litsynth.models.describe import calibration_of, describe
from litsynth.models.embedded import folder_of, load_embedded, read_embedded, shipped_folder
from litsynth.models.embedded_torch import torch_classifier
from litsynth.models.embedder import load_embedder
from litsynth.models.nli import MAX_TOKENS
from litsynth.models.packaged import local_weights
from litsynth.models.self_test import self_test
from litsynth.models.sentence_embedder import load_sentence_embedder
from litsynth.models.tokens import encode_pairs, encode_texts

PAIRS = [
    ("The model reaches 80.9.", "It reaches 80.9."),
    ("Training on English data alone transfers.", "Nothing transfers to other languages in any setting at all."),
    ("No difference was found.", "A difference was found."),
]
# Lengths from a few words to the whole window, so that batches hold one pair and many.
MANY = [(f"{'The system was trained on English data. ' * (row % 12)}Run {row} reached {row}.5.", f"Run {row} reached 7.5.")
        for row in range(64)]  # fmt: skip


@pytest.fixture(scope="session")
def embedded():
    return load_embedded(shipped_folder())


@pytest.fixture(scope="session")
def exact():
    return load_embedded(shipped_folder(), precision="fp32")


@pytest.fixture(scope="session")
def embedder():
    return choose_embedder(ModelSettings(device="cpu"), offline=True)


@pytest.mark.parametrize("which", ["embedded", "exact"])
def test_a_batch_of_one_judges_like_a_batch_of_many_to_the_bit(which, request):
    verifier = request.getfixturevalue(which)
    together = verifier.judge(MANY)
    assert [verifier.judge([pair])[0] for pair in MANY] == together
    assert verifier.judge(MANY[::-1])[::-1] == together
    assert len(set(together)) > len(MANY) / 2


@pytest.mark.parametrize("threads", [1, 3])
def test_the_number_of_threads_changes_nothing(threads, embedded):
    assert load_embedded(shipped_folder(), threads=threads).judge(MANY) == embedded.judge(MANY)


def test_a_pair_is_asked_once_and_answered_everywhere(embedded, monkeypatch):
    asked = []
    run = type(embedded.engine).run
    monkeypatch.setattr(type(embedded.engine), "run", lambda self, rows: asked.append(len(rows)) or run(self, rows))
    judgements = embedded.judge([PAIRS[0], PAIRS[1], PAIRS[0], PAIRS[0]])
    assert asked == [2]
    assert judgements[0] == judgements[2] == judgements[3] != judgements[1]


def test_int8_agrees_with_fp32_and_is_told_apart_from_it(embedded, exact):
    assert embedded.identity != exact.identity
    for left, right in zip(embedded.judge(MANY + PAIRS), exact.judge(MANY + PAIRS), strict=True):
        assert left.entailment == pytest.approx(right.entailment, abs=0.1)
        assert left.contradiction == pytest.approx(right.contradiction, abs=0.1)


def test_the_graph_computes_what_pytorch_computes(exact):
    _, base, weights = read_embedded(shipped_folder())
    rows = encode_pairs(exact.tokenizer, MANY[:16], MAX_TOKENS)
    torches = torch_classifier(weights, base, "cpu", 1).run(rows)
    assert exact.engine.run(rows) == pytest.approx(torches, abs=1e-4)


def test_only_the_premise_is_cut_and_the_cut_is_said(embedded):
    claim = "The premise was cut but this claim was not."
    long, short = embedded.judge([("word. " * 10_000, claim), ("word", claim)])
    assert (long.truncated, short.truncated) == (True, False)
    (tokens,) = encode_pairs(embedded.tokenizer, [("word " * 1000, claim)], MAX_TOKENS)
    assert len(tokens.ids) == MAX_TOKENS
    assert claim.lower().rstrip(".") in embedded.tokenizer.decode(tokens.ids)
    assert tokens.types[-1] == 1


def test_a_premise_is_cut_at_the_end_of_a_sentence(embedded):
    premise = " ".join(f"Sentence number {word} says the same as every other sentence here." for word in range(60))
    (tokens,) = encode_pairs(embedded.tokenizer, [(premise, "A claim.")], MAX_TOKENS)
    assert tokens.cut
    assert MAX_TOKENS - 20 < len(tokens.ids) < MAX_TOKENS
    assert embedded.tokenizer.decode(tokens.ids).endswith("every other sentence here. a claim.")


@pytest.mark.parametrize("premise", ["A premise.", "premise " * 600])
def test_a_claim_longer_than_the_window_is_not_cut_and_does_not_stop_a_run(premise, embedded):
    long = "claim " * 600
    judgement, usual = embedded.judge([(premise, long), ("It is so.", "It is so.")])
    assert (judgement.entailment, judgement.neutral, judgement.truncated) == (
        pytest.approx(1 / 3),
        judgement.neutral,
        True,
    )
    assert judgement.contradiction == pytest.approx(1 / 3)
    assert usual == embedded.judge([("It is so.", "It is so.")])[0]
    assert encode_pairs(embedded.tokenizer, [(premise, long)], MAX_TOKENS) == [None]


@pytest.mark.parametrize("nothing", ["", " \n", "\x00\x07", "...", "—"])
def test_where_there_is_nothing_to_judge_the_answer_is_neutral(nothing, embedded):
    assert [j.neutral for j in embedded.judge([(nothing, "A claim."), ("Evidence.", nothing)])] == [1.0, 1.0]
    assert embedded.judge([]) == []


@pytest.mark.parametrize(
    "text",
    ["a\x00b\x1f\u200b c", "深度学习的模型", "ภาษาไทย", "हिन्दी भाषा", "اللغة العربية", "half a \ud800 pair", "🙂 80.9"],
)
def test_odd_characters_are_read_as_text(text, embedded, embedder):
    (judgement,) = embedded.judge([(text, f"{text} is so.")])
    assert judgement.entailment + judgement.neutral + judgement.contradiction == pytest.approx(1)
    assert (embedder.embed([text]) ** 2).sum() == pytest.approx(1, abs=1e-5)


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
    assert neutral.neutral > max(neutral.entailment, neutral.contradiction)
    assert self_test(embedded).passed


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
    weights.unlink()
    with pytest.raises(MissingInput, match="is missing"):
        load_embedded(tmp_path)


def test_what_is_not_at_hand_is_named(monkeypatch):
    with pytest.raises(NetworkRefused, match="nobody/nothing"):
        choose_verifier(ModelSettings(verifier="nobody/nothing"), offline=True)
    with pytest.raises(UsageError, match="tpu"):
        choose_device("tpu")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert choose_device("auto") == "cpu"
    with pytest.raises(MissingInput, match="CUDA"):
        choose_device("cuda")


def test_the_packaged_models_load_without_pytorch():
    # It, transformers and sentence-transformers take ten seconds to import.
    code = """
import sys
from litsynth.config import ModelSettings
from litsynth.models.choose import choose_embedder, choose_verifier
choose_verifier(ModelSettings(device="cpu"), True).judge([("a", "b")])
choose_embedder(ModelSettings(device="cpu"), True).embed(["a"])
print(sorted({"torch", "transformers", "sentence_transformers", "huggingface_hub"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_packaged_embedder_gives_unit_vectors(embedder):
    vectors = embedder.embed(["cross-lingual transfer", "transfer across languages", "a recipe for soup"])
    assert vectors.shape == (3, 384)
    assert (vectors**2).sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
    assert embedder.embed([]).shape == (0, 384)


def test_a_text_has_the_same_vector_in_any_batch(embedder):
    texts = [premise for premise, _ in MANY]
    together = embedder.embed(texts)
    assert all((embedder.embed([text])[0] == vector).all() for text, vector in zip(texts, together, strict=True))


def test_the_embedder_agrees_with_sentence_transformers(embedder):
    folder = Path(local_weights("packaged:all-MiniLM-L6-v2"))
    texts = [*(premise for premise, _ in MANY[:12]), "", "word " * 1000]
    theirs = load_sentence_embedder(folder, "cpu", 8, "theirs", "").embed(texts)
    exact = load_embedder("packaged:all-MiniLM-L6-v2", "cpu", 8, offline=True, precision="fp32")
    assert exact.embed(texts) == pytest.approx(theirs, abs=1e-5)
    assert (exact.identity[-9:], embedder.identity[-9:]) == ("fp32 onnx", "int8 onnx")  # never mixed in a memory
    assert (embedder.embed(texts) * theirs).sum(axis=1) == pytest.approx(np.ones(len(texts)), abs=0.02)
    assert len(encode_texts(embedder.tokenizer, ["word " * 1000], embedder.most)[0].ids) == embedder.most


def test_another_pooling_is_left_to_sentence_transformers(tmp_path):
    source = Path(local_weights("packaged:all-MiniLM-L6-v2"))
    for path in source.rglob("*.*"):
        target = tmp_path / path.relative_to(source)
        if path.is_file():
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
    settings = ModelSettings(embedder=str(tmp_path), device="cpu")
    assert choose_embedder(settings, True).identity.endswith("fp32 onnx")
    pooling = tmp_path / "1_Pooling" / "config.json"
    first = {"word_embedding_dimension": 384, "pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
    pooling.write_text(json.dumps(first), encoding="utf-8")
    other = choose_embedder(settings, True)
    assert other.identity.endswith("fp32 torch")
    assert other.embed(["a text"]).shape == (1, 384)


def test_what_a_report_says_of_a_verifier(embedded):
    described = describe(embedded.identity, embedded.sha256)
    assert described["name"] == "litsynth-embedded"
    assert described["settings"].startswith("int8 onnx T=")
    assert "temperature fitted" in calibration_of(embedded)["statement"]


@pytest.mark.parametrize("text", ["{}", "no JSON", '{"name": 1}', "[]"])
def test_a_damaged_manifest_is_one_clear_line(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(MissingInput, match=r"manifest.json describes no verifier: .") as raised:
        load_embedded(tmp_path)
    assert "\n" not in str(raised.value)


def test_what_lies_beside_weights_is_that_of_the_folder_that_was_named(embedded, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("mine", "embedded"):
        (tmp_path / name).mkdir()
    assert folder_of(embedded.identity, "mine") == Path("mine")
    assert folder_of(embedded.identity, "embedded") == folder_of(embedded.identity, "auto") == shipped_folder()
    assert folder_of("another/model@1 fp32 onnx T=1", "another/model") is None
