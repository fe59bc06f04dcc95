"""Transformers in experiments: what they read, that every objective learns a small set, and whole runs on a small checkpoint."""

from dataclasses import replace
from math import log
from shutil import copytree

import numpy as np
import pytest
import torch
from reproduce_world import Silent, pairs, turned, write_world

from litsynth.errors import MissingInput, NetworkRefused, UsageError
from litsynth.reproduce.annotations import Line, Scored, Tagged
from litsynth.reproduce.checkpoint import checkpoint_name, identity_of
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import Adversarial, RandomPerturbation
from litsynth.reproduce.loop import new_optimiser, rate, train
from litsynth.reproduce.models import evaluating
from litsynth.reproduce.objective import Training
from litsynth.reproduce.perturbation import Perturbed
from litsynth.reproduce.pretrained import masked, recovery, tagging
from litsynth.reproduce.pretrained import pairs as joint
from litsynth.reproduce.pretrained.checkpoint_builder import build
from litsynth.reproduce.pretrained.inputs import cut_pairs
from litsynth.reproduce.pretrained.masked import chosen
from litsynth.reproduce.pretrained.model import load_model
from litsynth.reproduce.pretrained.predicting import joint_logits
from litsynth.reproduce.results import results_of
from litsynth.reproduce.rows import Translation, pair_of
from litsynth.reproduce.run import Choice, planned, run
from litsynth.reproduce.spec import Encoder, Optimiser, Smoothing
from litsynth.reproduce.spec_file import load_spec, with_model
from litsynth.reproduce.stages import Stages

pytestmark = pytest.mark.usefixtures("one_thread")

ROWS = tuple(pair_of(row) for row in pairs("train", 0, 8))
ENGLISH = [pair.hypothesis for pair in ROWS]
OTHER = [turned(text) for text in ENGLISH]
TEXTS = [text for pair in ROWS for text in (*pair.texts, *map(turned, pair.texts))]
KINDS = pytest.mark.parametrize("kind", ["xlm-roberta", "bert"])
SHORT = [(turned(word), word) for word in ("dog", "cat", "bird", "horse")]
OPTIMISER = Optimiser(epochs=25, batch=8, learning_rate=0.003)


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory):
    """A small XLM-R and a small BERT, by kind."""
    root = tmp_path_factory.mktemp("checkpoints")
    texts = [
        text
        for row in pairs("train", 0, 80)
        for one in (row["premise"], row["hypothesis"])
        for text in (one, turned(one))
    ]
    for kind in ("xlm-roberta", "bert"):
        build(kind, texts, root / kind, pieces=400, layers=2, width=32, heads=2)
    return root


def encoder_of(checkpoints, kind="xlm-roberta", **over):
    return replace(Encoder("transformer", "first", model=str(checkpoints / kind), max_tokens=64), **over)


def model_of(checkpoints, kind="xlm-roberta", **over):
    torch.manual_seed(7)
    model = load_model(checkpoints / kind, encoder_of(checkpoints, kind, **over))
    for part in model.modules():
        if isinstance(part, torch.nn.Dropout):
            part.p = 0.0
    return model


class _Job:
    """What a builder asks of a job."""

    def __init__(self, objective, **settings):
        self.stage = type("Stage", (), {"name": "one", "objective": objective, "settings": settings})()
        self.own_head = False


def fitted(ready, tmp_path, optimiser=OPTIMISER):
    return train(ready.objective, optimiser, 3, ready.score, tmp_path / "c.pt", "x", Silent())


@KINDS
def test_pairs_are_framed_as_the_tokenizer_frames_them(checkpoints, kind):
    model = model_of(checkpoints, kind)
    one, two = (model.pieces.sentences([pair.texts[side] for pair in ROWS], 64) for side in (0, 1))
    rows = np.asarray([3, 0])
    inputs = model.pieces.joined(one, two, (rows, rows), 64, torch.device("cpu"))
    for place, row in enumerate(rows):
        expected = model.pieces.tokenizer.encode(*ROWS[row].texts)
        count = int(inputs.inside[place].sum())
        assert inputs.ids[place, :count].tolist() == expected.ids
        assert inputs.types[place, :count].tolist() == expected.type_ids
        assert ((inputs.parts[place, :count] == 0).numpy() == np.asarray(expected.special_tokens_mask)).all()
        assert (inputs.ids[place, count:] == model.pieces.pad).all()


@KINDS
def test_one_sentence_is_framed_as_the_tokenizer_frames_it(checkpoints, kind):
    model = model_of(checkpoints, kind)
    inputs = model.pieces.alone(model.pieces.sentences(ENGLISH, 64), np.asarray([5]), 64, torch.device("cpu"))
    assert inputs.ids[0].tolist() == model.pieces.tokenizer.encode(ENGLISH[5]).ids


def test_too_long_a_pair_loses_the_end_of_its_longer_sentence(checkpoints):
    model = model_of(checkpoints)
    long, short = " ".join(ENGLISH), ENGLISH[0]
    one, two = (model.pieces.sentences([text], 64) for text in (long, short))
    row = np.asarray([0])
    inputs = model.pieces.joined(one, two, (row, row), 64, torch.device("cpu"))
    assert inputs.ids.shape[1] == 64
    assert int((inputs.parts == 2).sum()) == len(model.pieces.sentences([short], 64).tokens)
    assert cut_pairs(one, two, model.pieces.frame, 64).tolist() == [True]
    assert cut_pairs(two, two, model.pieces.frame, 64).tolist() == [False]


def test_padding_and_company_change_nothing(checkpoints):
    """Each pair alone and all together: equal logits."""
    model = model_of(checkpoints).eval()
    premises, hypotheses = ([pair.texts[side] for pair in ROWS] for side in (0, 1))
    together, cut = joint_logits(model, premises, hypotheses, None, 1)
    alone = np.concatenate(
        [joint_logits(model, [one], [two], None, 1)[0] for one, two in zip(premises, hypotheses, strict=True)]
    )
    assert np.allclose(together, alone, atol=1e-5)
    assert not cut.any()


def test_pooling_by_the_mean_leaves_padding_out(checkpoints):
    model = model_of(checkpoints, pooling="mean").eval()
    sentences = model.pieces.sentences([ENGLISH[0], " ".join(ENGLISH[:3])], 64)
    with torch.no_grad():
        both = model.pooled(model.pieces.alone(sentences, np.asarray([0, 1]), 64, model.device))
        alone = model.pooled(model.pieces.alone(sentences, np.asarray([0]), 64, model.device))
    assert torch.allclose(both[0], alone[0], atol=1e-5)


@KINDS
def test_nli_learns_a_small_set(checkpoints, kind, tmp_path):
    ready = joint.build_labelled(_Job("nli"), model_of(checkpoints, kind), Training(ROWS, ROWS, 0))
    progress = fitted(ready, tmp_path)
    assert ready.score()["dev"] > 0.95
    assert progress.history[-1]["loss"] < 0.5 * log(3)


def test_similarity_learns_a_small_set(checkpoints, tmp_path):
    rows = tuple(
        Scored(str(number), one, two, float(number % 2))
        for number, (one, two) in enumerate(zip(ENGLISH, ENGLISH[::2] * 2, strict=True))
    )
    ready = joint.build_similarity(_Job("similarity", head="joint"), model_of(checkpoints), Training(rows, rows, 0))
    fitted(ready, tmp_path)
    assert ready.score()["dev"] > 0.8


def test_pair_learns_a_small_set(checkpoints, tmp_path):
    """So few pairs that each can be told from its neighbours by heart."""
    rows = tuple(Translation(str(number), *SHORT[number]) for number in range(4))
    ready = joint.build_pair(_Job("pair"), model_of(checkpoints), Training(rows, rows, 0))
    before = ready.score()["dev"]
    fitted(ready, tmp_path, replace(OPTIMISER, epochs=150, batch=4))
    assert before < 0.7
    assert ready.score()["dev"] > 0.85


def test_mlm_learns_a_small_set(checkpoints, tmp_path):
    rows = tuple(Line(str(number), text) for number, text in enumerate(ENGLISH))
    ready = masked.build_mlm(_Job("mlm", share=0.3), model_of(checkpoints), Training(rows, rows, 0))
    before = ready.score()["dev"]
    fitted(ready, tmp_path)
    assert ready.score()["dev"] > before + 2.0


@pytest.mark.parametrize("objective", ["tlm", "clmlm"])
def test_masked_pieces_of_two_sentences_are_learnt(checkpoints, objective, tmp_path):
    rows = tuple(Translation(str(number), *both) for number, both in enumerate(zip(OTHER, ENGLISH, strict=True)))
    ready = masked.build_two(_Job(objective), model_of(checkpoints), Training(rows, rows, 0))
    before = ready.score()["dev"]
    fitted(ready, tmp_path)
    assert ready.score()["dev"] > before + 2.0


def test_clwr_learns_a_small_set(checkpoints, tmp_path):
    rows = tuple(Translation(str(number), *both) for number, both in enumerate(zip(OTHER, ENGLISH, strict=True)))
    ready = recovery.build(_Job("clwr"), model_of(checkpoints), Training(rows, rows, 0))
    before = ready.score()["dev"]
    fitted(ready, tmp_path)
    assert ready.score()["dev"] > before + 2.0


def test_tagging_learns_a_small_set(checkpoints, tmp_path):
    rows = tuple(
        Tagged(str(number), tuple(text.split()), tuple("B" if word.isdigit() else "O" for word in text.split()))
        for number, text in enumerate(ENGLISH)
    )
    ready = tagging.build(_Job("tagging"), model_of(checkpoints), Training(rows, rows, 0))
    fitted(ready, tmp_path)
    assert ready.score()["dev"] > 0.95


def test_the_first_piece_of_a_word_has_its_tag(checkpoints):
    model = model_of(checkpoints)
    row = Tagged("1", ("unheard-of", "dog", "."), ("A", "B", "A"))
    sentences, tags = tagging.encoded(model, (row,), ["A", "B"])
    tokens = [model.pieces.tokenizer.id_to_token(int(piece)) for piece in sentences.tokens]
    assert len(tags) == len(tokens) > 3
    assert [tag for tag in tags.tolist() if tag >= 0] == [0, 1, 0]
    assert tokens[tags.tolist().index(1)].strip("▁").startswith("d")


def test_masking_leaves_special_tokens_alone():
    text = torch.tensor([[False, True, True, True, True, False], [False, True, False, False, False, False]])
    for seed in range(20):
        picked = chosen(text, 0.5, torch.Generator().manual_seed(seed))
        assert picked.sum(dim=1).tolist() == [2, 1]
        assert not (picked & ~text).any()


def test_held_out_loss_is_the_same_each_time_and_leaves_chance_alone(checkpoints):
    rows = tuple(Line(str(number), text) for number, text in enumerate(ENGLISH))
    ready = masked.build_mlm(_Job("mlm"), model_of(checkpoints), Training(rows, rows, 0))
    state = torch.get_rng_state()
    assert ready.score() == ready.score()
    assert torch.equal(state, torch.get_rng_state())


def test_perturbation_stays_in_the_ball_and_raises_the_loss(checkpoints):
    """Ascent finds a higher loss than a random point; special tokens count as words, padding does not."""
    model = model_of(checkpoints)
    objective = joint.build_labelled(_Job("nli"), model, Training(ROWS, ROWS, 0)).objective
    rows = np.arange(12)
    torch.manual_seed(1)
    chance = Perturbed(objective, RandomPerturbation(0.5)).loss(rows).item()
    torch.manual_seed(1)
    worst = Perturbed(objective, Adversarial(0.5, steps=3)).loss(rows).item()
    assert worst > chance


def test_smoothing_is_seeded_and_a_small_ball_changes_little(checkpoints):
    model = model_of(checkpoints).eval()
    one, two = [pair.premise for pair in ROWS], [pair.hypothesis for pair in ROWS]
    plain, _ = joint_logits(model, one, two, None, 1)
    smooth = [joint_logits(model, one, two, Smoothing(0.001, 3), seed)[0] for seed in (1, 1, 2)]
    assert np.array_equal(smooth[0], smooth[1])
    assert not np.array_equal(smooth[0], smooth[2])
    shares = np.exp(plain) / np.exp(plain).sum(axis=1, keepdims=True)
    assert np.allclose(np.exp(smooth[0]), shares, atol=1e-2)


def test_rate_rises_and_falls():
    settings = Optimiser(epochs=1, learning_rate=1.0, warmup=0.2, schedule="linear")
    rates = [rate(settings, step, 10) for step in range(10)]
    assert rates[:2] == [0.5, 1.0]
    assert rates[2:] == pytest.approx([1 - number / 8 for number in range(8)])
    assert {rate(replace(settings, warmup=0.0, schedule="constant"), step, 10) for step in range(10)} == {1.0}


def test_biases_and_norms_do_not_decay(checkpoints):
    objective = joint.build_labelled(_Job("nli"), model_of(checkpoints), Training(ROWS, ROWS, 0)).objective
    decayed, plain = new_optimiser(objective, replace(OPTIMISER, weight_decay=0.1)).param_groups
    assert decayed["weight_decay"] == 0.1
    assert plain["weight_decay"] == 0.0
    assert all(parameter.ndim == 1 for parameter in plain["params"])
    assert min(parameter.ndim for parameter in decayed["params"]) == 2


_TRANSFORMER = 'kind = "transformer"\npooling = "first"\nmodel = "someone/no-such-checkpoint"'
SPEC = """
id = "joint"
title = "Transformers in small"
paper = "arXiv:0000.00000"
kind = "conceptual"
seeds = [1]
languages = ["en", "xx"]
report = "english_dev"
carry = "english_dev"
chance = 0.3333333333333333
dev = "dev"
test = "test"
deviations = ["It is tiny."]
[data.train]
kind = "nli"
path = "train/{language}.jsonl.gz"
languages = ["en", "xx"]
[data.lines]
kind = "parallel-nli"
path = "train/{language}.jsonl.gz"
languages = ["xx"]
[data.dev]
kind = "nli"
path = "dev/{language}.jsonl.gz"
languages = ["en", "xx"]
[data.test]
kind = "nli"
path = "test/{language}.jsonl.gz"
languages = ["en", "xx"]
[encoders.small]
kind = "transformer"
pooling = "first"
model = "someone/no-such-checkpoint"
max_tokens = 64
[stages.pretrain]
objective = "tlm"
language = "en"
train = ["lines:*"]
epochs = 1
batch = 16
learning_rate = 0.002
[stages.pretrain.beside.clwr]
objective = "clwr"
train = ["lines:*"]
[stages.pretrain.beside.clmlm]
objective = "clmlm"
train = ["lines:*"]
[stages.english]
objective = "nli"
language = "en"
train = ["train"]
epochs = 12
batch = 16
learning_rate = 0.004
warmup = 0.1
schedule = "linear"
precision = "bfloat16"
[arms.plain]
encoder = "small"
stages = ["english"]
[arms.before]
encoder = "small"
stages = ["pretrain", "english"]
[arms.all-languages]
encoder = "small"
stages = ["english"]
set.english.train = ["train:*"]
[[claims]]
id = "before"
text = "Pre-training helps"
better = "before"
worse = "plain"
margin = 1.0
[scale.small]
[scale.pairs]
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    root = tmp_path_factory.mktemp("world")
    write_world(root)
    (root / "joint.toml").write_text(SPEC)
    return root


def conducted(world, experiment, out, arms=()):
    stages = Stages(out / "stages", Folder(world), torch.device("cpu"))
    return run(experiment, planned(experiment, Choice(arms), stages), stages, out, Silent())


@pytest.fixture(scope="module")
def experiment(world, checkpoints):
    return with_model(load_spec(str(world / "joint.toml"), "small"), str(checkpoints / "xlm-roberta"))


def test_a_whole_run_is_the_same_twice(world, experiment, tmp_path):
    first = conducted(world, experiment, tmp_path / "a")
    conducted(world, experiment, tmp_path / "b", ("before",))
    kept, again = (results_of(tmp_path / name) for name in "ab")
    assert [result for result in kept if result.arm == "before"] == again
    assert all(result.seal for result in kept)
    assert {(result.arm, result.language) for result in first} == {
        (arm, language) for arm in ("plain", "before", "all-languages") for language in ("en", "xx")
    }
    assert {each.seal for each in conducted(world, experiment, tmp_path / "a")} == {each.seal for each in kept}
    by_name = {result.name: result for result in first}
    assert by_name["plain/en-1"].stages == by_name["plain/xx-1"].stages
    assert by_name["plain/en-1"].test != by_name["before/en-1"].test
    assert by_name["plain/en-1"].test["last"] > 0.9
    assert by_name["all-languages/xx-1"].test["last"] > by_name["plain/xx-1"].test["last"] + 0.2


class _Killed(Exception):
    pass


class _KillsAt(Silent):
    def __init__(self, step):
        self.left = step

    def step(self, done, total, loss):
        self.left -= 1
        if not self.left:
            raise _Killed


def test_an_interrupted_stage_goes_on_to_the_same_numbers(world, experiment, tmp_path, monkeypatch):
    monkeypatch.setattr("litsynth.reproduce.loop.CHECKPOINT_SECONDS", 0.0)
    monkeypatch.setattr("litsynth.reproduce.loop._WRITING", 0)
    conducted(world, experiment, tmp_path / "a", ("before",))
    stages = Stages(tmp_path / "b" / "stages", Folder(world), torch.device("cpu"))
    for step in (3, 7, 9):
        with pytest.raises(_Killed):
            run(experiment, planned(experiment, Choice(("before",)), stages), stages, tmp_path / "b", _KillsAt(step))
    conducted(world, experiment, tmp_path / "b", ("before",))
    assert results_of(tmp_path / "b") == results_of(tmp_path / "a")


def test_all_pairs_of_languages_and_smoothing(world, experiment, tmp_path):
    mixed = replace(experiment, pairing="all", arms=(replace(experiment.arm("plain"), smoothing=Smoothing(0.1, 2)),))
    results = conducted(world, mixed, tmp_path)
    assert {result.language for result in results} == {"en", "xx", "en+xx", "xx+en"}
    assert all(0 <= value <= 1 for result in results for value in result.test.values())


def test_a_checkpoint_is_known_by_its_content(world, experiment, checkpoints, tmp_path):
    copytree(checkpoints / "xlm-roberta", tmp_path / "elsewhere")
    assert identity_of(tmp_path / "elsewhere") == identity_of(checkpoints / "xlm-roberta")
    assert identity_of(checkpoints / "bert") != identity_of(checkpoints / "xlm-roberta")
    first = conducted(world, experiment, tmp_path / "out", ("plain",))
    moved = with_model(experiment, str(tmp_path / "elsewhere"))
    stages = Stages(tmp_path / "out" / "stages", Folder(world), torch.device("cpu"))
    plan = planned(moved, Choice(("plain",)), stages)
    assert not plan.to_do
    assert first[0].stages == run(moved, plan, stages, tmp_path / "out", Silent())[0].stages


def test_no_checkpoint_is_one_clear_line(world, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    folder = Folder(world)
    spec = load_spec(str(world / "joint.toml"), "small")
    with pytest.raises(NetworkRefused, match=r"no-such-checkpoint.*--model FOLDER"):
        folder.checksum(checkpoint_name(spec.arms[0].encoder))


def test_what_is_no_checkpoint_is_refused(checkpoints, tmp_path):
    with pytest.raises(MissingInput, match="no whole model"):
        load_model(tmp_path, encoder_of(checkpoints))
    with pytest.raises(UsageError, match="has 514 positions"):
        load_model(checkpoints / "xlm-roberta", encoder_of(checkpoints, max_tokens=513))
    assert load_model(checkpoints / "xlm-roberta", encoder_of(checkpoints, max_tokens=512)).limit == 512
    assert load_model(checkpoints / "bert", encoder_of(checkpoints, "bert", max_tokens=512)).limit == 512


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"pooling": "max"}, "pooling is first or mean"),
        ({"dim": 8}, "leave out dim"),
        ({"model": ""}, "hub name or a folder"),
    ],
)
def test_a_transformer_has_no_sizes_of_its_own(over, said):
    with pytest.raises(UsageError, match=said):
        replace(Encoder("transformer", "first", model="a/b"), **over)


def test_a_sentence_encoder_has_no_checkpoint():
    with pytest.raises(UsageError, match="a transformer's"):
        Encoder("cbow", "mean", dim=8, model="a/b")


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('objective = "tlm"', 'objective = "align_joint"', "a transformer has no objective align_joint"),
        ('objective = "clwr"', 'objective = "align"', "align"),
        (_TRANSFORMER, 'kind = "cbow"\npooling = "mean"\ndim = 8', "a sentence encoder has no objective clmlm"),
        ("warmup = 0.1", "warmup = 1.0", "warmup is a share"),
    ],
)  # fmt: skip
def test_what_a_family_can_not_do_is_refused_before_the_run(world, tmp_path, was, now, said):
    spec = SPEC.replace(was, now).replace('["pretrain", "english"]', '["english", "pretrain"]')
    (tmp_path / "bad.toml").write_text(spec)
    with pytest.raises(UsageError, match=said):
        load_spec(str(tmp_path / "bad.toml"), "small")


def test_another_checkpoint_makes_a_run_conceptual(world):
    spec = replace(load_spec(str(world / "joint.toml"), "small"), kind="close")
    assert with_model(spec, "other/one").kind == "conceptual"
    assert with_model(spec, "") is spec
    assert "other/one" in with_model(spec, "other/one").deviations[-1]
    with pytest.raises(UsageError, match="trains no transformer"):
        with_model(load_spec("xnli-baselines", "small"), "other/one")


def test_evaluation_is_left_as_it_was(checkpoints):
    model = model_of(checkpoints).train()
    with evaluating(model):
        assert not model.training
    assert model.training
