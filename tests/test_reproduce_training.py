"""Every objective learns, is bounded, and comes to the same numbers after a kill."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from math import log
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from reproduce_world import conduct, pairs, turned, write_world

from litsynth.errors import LitsynthError
from litsynth.reproduce.alignment import Alignment, alignment_floor, alignment_loss, distance, retrieval, start_from
from litsynth.reproduce.batches import epoch_batches
from litsynth.reproduce.classification import Classification
from litsynth.reproduce.encoders import new_encoder
from litsynth.reproduce.loop import train
from litsynth.reproduce.models import PairModel, accuracy, encode_pairs, predict
from litsynth.reproduce.objective import Known
from litsynth.reproduce.rows import pair_of
from litsynth.reproduce.sentences import encode_sentences
from litsynth.reproduce.spec import Encoder, Optimiser
from litsynth.reproduce.vocabulary import build

CBOW = Encoder("cbow", "mean", dim=16, classifier=16, dropout=0.0)
LAST = Encoder("bilstm", "last", dim=12, hidden=10, classifier=16, dropout=0.0)
MAX = replace(LAST, pooling="max")
SUBWORDS = replace(CBOW, vocabulary="subwords", pieces=120)
ROWS = tuple(pair_of(row) for row in pairs("train", 0, 16))


class Quiet:
    def step(self, done, total, loss):
        pass

    def job(self, job):
        pass

    def cell(self, result):
        pass


def classification(settings, seed=3):
    torch.manual_seed(seed)
    vocabulary = build((text for pair in ROWS for text in pair.texts), settings.vocabulary, settings.pieces)
    model = PairModel(settings, len(vocabulary.pieces))
    objective = Classification(model, model.head, encode_pairs(vocabulary, ROWS, settings.max_tokens))
    return objective, vocabulary


def fit(objective, optimiser, path, score=None, seed=3):
    return train(objective, optimiser, seed, score or (lambda: {"dev": 0.0}), path / "c.pt", "this", Quiet())


@pytest.mark.parametrize("settings", [CBOW, LAST, MAX, SUBWORDS], ids=["cbow", "last", "max", "subwords"])
def test_every_encoder_under_the_pair_head_overfits_a_small_set(settings, tmp_path):
    objective, _ = classification(settings)
    assert objective.loss(np.arange(len(ROWS))).item() == pytest.approx(log(3), abs=0.2)
    fitted = fit(objective, Optimiser(epochs=40, batch=8, learning_rate=0.01), tmp_path)
    assert accuracy(objective.model, objective.pairs) == 1.0
    assert fitted.history[-1]["loss"] < 0.05


@pytest.mark.parametrize("settings", [CBOW, LAST, MAX], ids=["cbow", "last", "max"])
def test_alignment_overfits_until_every_sentence_is_near_its_translation(settings, tmp_path):
    english, words = classification(settings)
    sources = [pair.hypothesis for pair in ROWS[:24]]
    targets = [turned(text) for text in sources]
    vocabulary = build(targets + targets, "words", 500)
    model = PairModel(settings, len(vocabulary.pieces))
    start_from(model, vocabulary, Known(english.model, words), "random")
    before = {name: value.clone() for name, value in english.model.state_dict().items()}
    target, source = encode_sentences(vocabulary, targets, 64), encode_sentences(words, sources, 64)
    objective = Alignment(model, english.model, target, source, 0.25)
    everything = np.arange(len(sources))
    first = objective.loss(everything).item()
    fit(objective, Optimiser(epochs=40, batch=8, learning_rate=0.01), tmp_path)
    model.eval()
    with torch.no_grad():
        x, y = objective.english_of(everything), model.embed(target, everything)
        assert objective.loss(everything).item() < first
        assert distance(x, y).mean() < distance(x.roll(1, 0), y).mean() / 2
        assert retrieval(x, y) > 0.5
    after = english.model.state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert all(torch.equal(before[name], model.state_dict()[name]) for name in before if name.startswith("head"))


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 6), st.integers(1, 5), st.floats(0, 0.5), st.integers(0, 2**31), st.floats(0, 1e3))
def test_the_alignment_loss_has_a_floor(count, size, weight, seed, scale):
    chance = torch.Generator().manual_seed(seed)
    english, target = torch.randn(2, count, size, generator=chance, dtype=torch.float64)
    assert alignment_loss(english, target * scale, weight) >= alignment_floor(english, weight) - 1e-9


def test_above_a_half_the_alignment_loss_has_none():
    english, target = torch.randn(2, 4, 3, generator=torch.Generator().manual_seed(0))
    assert alignment_loss(english, target * 1e6, 0.6) < -1e4


def test_the_alignment_loss_by_hand():
    english, target = torch.tensor([[0.0, 0.0], [3.0, 4.0]]), torch.tensor([[0.0, 1.0], [3.0, 4.0]])
    # d(x, y): 1, 0; d(x_c, y): |(3,4)-(0,1)| = sqrt 18, |(0,0)-(3,4)| = 5; d(x, y_c): 5, |(3,4)-(0,1)| = sqrt 18
    negative = (2 * 18**0.5 + 10) / 2
    assert alignment_loss(english, target, 0.25).item() == pytest.approx(0.5 - 0.25 * negative)


def test_padding_changes_no_embedding():
    for kind in (CBOW, LAST, MAX):
        torch.manual_seed(0)
        encoder = new_encoder(kind, 50).eval()
        ids = torch.tensor([[4, 5, 6, 0, 0], [7, 8, 9, 10, 11]])
        short = encoder(ids[:1, :3], torch.tensor([3]))
        assert torch.allclose(encoder(ids, torch.tensor([3, 5]))[:1], short, atol=1e-6)


def test_predictions_do_not_depend_on_the_batch_that_a_pair_is_in(monkeypatch):
    objective, _ = classification(MAX)
    whole = predict(objective.model, objective.pairs)
    monkeypatch.setattr("litsynth.reproduce.models._AT_ONCE", 5)
    assert np.allclose(whole, predict(objective.model, objective.pairs), atol=1e-6)


def test_a_batch_in_parts_is_the_same_batch(tmp_path):
    found = []
    for micro in (0, 5):
        objective, _ = classification(CBOW)
        fit(objective, Optimiser(epochs=2, batch=16, micro=micro, learning_rate=0.01), tmp_path / str(micro))
        found.append(objective.model.state_dict())
    assert all(torch.allclose(found[0][name], found[1][name], atol=1e-4) for name in found[0])


def test_every_row_is_in_one_batch_of_an_epoch_and_epochs_differ():
    lengths = np.random.default_rng(0).integers(1, 40, 333)
    one, two = epoch_batches(lengths, 10, (1, 0)), epoch_batches(lengths, 10, (1, 1))
    assert sorted(np.concatenate(one).tolist()) == list(range(333))
    assert len(one) == 34
    assert [rows.tolist() for rows in one] != [rows.tolist() for rows in two]
    assert [rows.tolist() for rows in one] == [rows.tolist() for rows in epoch_batches(lengths, 10, (1, 0))]


def test_a_loss_that_is_no_number_is_an_error(tmp_path):
    objective, _ = classification(CBOW)
    with torch.no_grad():
        objective.model.encoder.embeddings.weight[5] = torch.nan
    with pytest.raises(LitsynthError, match="loss is nan at step"):
        fit(objective, Optimiser(epochs=3, batch=48), tmp_path)


def test_the_weights_that_were_best_on_dev_are_kept_and_a_tie_goes_to_the_earlier_epoch(tmp_path):
    objective, _ = classification(CBOW)
    scores = iter([0.4, 0.6, 0.6, 0.5])
    fitted = fit(objective, Optimiser(epochs=4, batch=16), tmp_path, lambda: {"dev": next(scores)})
    assert fitted.best_epoch == 1
    assert [row["dev"] for row in fitted.history] == [0.4, 0.6, 0.6, 0.5]
    assert not torch.equal(fitted.best["head.layers.0.weight"], objective.model.state_dict()["head.layers.0.weight"])


def test_a_checkpoint_of_something_else_is_refused(tmp_path):
    objective, _ = classification(CBOW)
    optimiser = Optimiser(epochs=1, batch=16)
    fit(objective, optimiser, tmp_path)
    with pytest.raises(LitsynthError, match="another stage or other code"):
        train(objective, optimiser, 3, lambda: {"dev": 0.0}, tmp_path / "c.pt", "that", Quiet())


KILLED = """
import os, signal, sys
from pathlib import Path
import litsynth.reproduce.loop as loop
from litsynth.reproduce.machine import prepare_machine
from reproduce_world import conduct

class Killer:
    taken = 0
    def step(self, done, total, loss):
        self.taken += 1
        if self.taken == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
    def job(self, job): pass
    def cell(self, result): pass

loop.CHECKPOINT_SECONDS = 0.0
prepare_machine("cpu", 1)
conduct(Path(sys.argv[1]), Path(sys.argv[1]) / "cut", Killer())
"""


def test_a_run_killed_in_the_middle_of_an_epoch_comes_to_the_same_numbers(tmp_path):
    steps = 30  # the English stage takes 24, an epoch of the second 9
    spec = write_world(tmp_path)
    spec.write_text(spec.read_text().replace("epochs = 12", "epochs = 3"))
    command = [sys.executable, "-c", KILLED, str(tmp_path), str(steps)]
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    killed = subprocess.run(command, capture_output=True, text=True, check=False, env=here)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    (checkpoint,) = (tmp_path / "cut").glob("stages/*/checkpoint.pt")
    assert 0 < torch.load(checkpoint, weights_only=True)["step"] <= steps - 24
    assert not list((tmp_path / "cut").glob("results/*/*/result.json"))
    conduct(tmp_path, tmp_path / "cut", Quiet())
    conduct(tmp_path, tmp_path / "whole", Quiet())
    names = [str(path.relative_to(tmp_path / "whole")) for path in (tmp_path / "whole").glob("results/*/*/*")]
    assert len(names) == 3
    assert all((tmp_path / "cut" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes() for name in names)
    for path in (tmp_path / "whole").glob("stages/*/*.pt"):
        other = tmp_path / "cut" / path.relative_to(tmp_path / "whole")
        one, two = (torch.load(each, weights_only=True) for each in (path, other))
        assert all(torch.equal(one[name], two[name]) for name in one)
