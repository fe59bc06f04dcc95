"""Every objective beside NLI and alignment learns a small set, has finite gradients, and measures what it says."""

from dataclasses import replace
from math import log

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from reproduce_world import pairs, turned

from litsynth.errors import BadRecord, LitsynthError, UsageError
from litsynth.reproduce.alignment import Alignment, retrieval
from litsynth.reproduce.annotations import Line, Scored, Tagged, scored_of, sick_pair, sick_scored
from litsynth.reproduce.batches import epoch_batches
from litsynth.reproduce.classification import Classification
from litsynth.reproduce.encoders import PairHead
from litsynth.reproduce.kinds import OBJECTIVES
from litsynth.reproduce.leaks import without_leaks
from litsynth.reproduce.loop import train
from litsynth.reproduce.masked import Masked, taken_out
from litsynth.reproduce.mixture import Mixture
from litsynth.reproduce.models import PairModel, accuracy, encode_pairs, without_tasks
from litsynth.reproduce.objectives import ON_ENCODER
from litsynth.reproduce.paraphrase import Paraphrase
from litsynth.reproduce.parts import MODULES, TRANSFORMER_MODULES
from litsynth.reproduce.plugins import apply_all
from litsynth.reproduce.plugins.context import Context
from litsynth.reproduce.pretrained.family import ON_TRANSFORMER
from litsynth.reproduce.recovery import Recovery, RecoveryHead
from litsynth.reproduce.rows import Pair, Translation, pair_of
from litsynth.reproduce.sentences import encode_sentences, joined
from litsynth.reproduce.similarity import CosineHead, FeatureHead, Similarity, correlations
from litsynth.reproduce.spec import Encoder, Optimiser
from litsynth.reproduce.tagging import Tagging, encode_tagged
from litsynth.reproduce.vocabulary import PAD, UNKNOWN, build
from litsynth.reproduce.word_prediction import WordPrediction

CBOW = Encoder("cbow", "mean", dim=16, classifier=16, dropout=0.0)
LAST = Encoder("bilstm", "last", dim=12, hidden=8, classifier=16, dropout=0.0)
MAX = replace(LAST, pooling="max")
ENCODERS = pytest.mark.parametrize("encoder", [CBOW, LAST, MAX], ids=["cbow", "last", "max"])

PAIRS = tuple(pair_of(row) for row in pairs("train", 0, 12))
ENGLISH = list(dict.fromkeys(pair.hypothesis for pair in PAIRS))[:24]
OTHER = [turned(text) for text in ENGLISH]
VOCABULARY = build([*ENGLISH, *ENGLISH, *OTHER, *OTHER, *(pair.premise for pair in PAIRS)], "words", 500)
HERE, THERE = encode_sentences(VOCABULARY, ENGLISH, 64), encode_sentences(VOCABULARY, OTHER, 64)
EVERYTHING = np.arange(len(ENGLISH))
OPTIMISER = Optimiser(epochs=40, batch=8, learning_rate=0.02)


class Quiet:
    def step(self, done, total, loss):
        pass


def model_of(encoder):
    torch.manual_seed(5)
    return PairModel(encoder, len(VOCABULARY.pieces))


def fit(objective, path, optimiser=OPTIMISER):
    """The loss before and after; every gradient of the first step is finite."""
    first = objective.loss(np.arange(len(objective.lengths)))
    first.backward()
    gradients = [weight.grad for weight in objective.parameters() if weight.grad is not None]
    assert gradients
    assert all(torch.isfinite(each).all() for each in gradients)
    fitted = train(objective, optimiser, 3, lambda: {"dev": 0.0}, path / "c.pt", "this", Quiet())
    return first.item(), fitted.history[-1]["loss"]


@ENCODERS
@pytest.mark.parametrize("head", ["cosine", "features"])
def test_similarity_overfits(encoder, head, tmp_path):
    model = model_of(encoder)
    layer = CosineHead() if head == "cosine" else FeatureHead(model.encoder.size)
    model.add("sts", layer)
    gold = [(7 * number % 24) / 24 for number in range(24)]
    objective = Similarity(model, layer, (HERE, encode_sentences(VOCABULARY, [*ENGLISH[5:], *ENGLISH[:5]], 64)), gold)
    fit(objective, tmp_path)
    found = objective.correlations()
    assert min(found["pearson"], found["spearman"]) > 0.95


@ENCODERS
def test_translations_are_told_from_other_sentences(encoder, tmp_path):
    model = model_of(encoder)
    head = PairHead(model.encoder.size, encoder, values=1)
    model.add("pair", head)
    objective = Paraphrase(model, head, THERE, HERE)
    first, last = fit(objective, tmp_path, replace(OPTIMISER, epochs=80))
    assert first == pytest.approx(log(2), abs=0.1)
    assert last < 0.5
    assert objective.accuracy() > 0.6  # the sentences next to each other in length are other ones than in training
    assert torch.isfinite(objective.loss(np.asarray([3])))


@pytest.mark.parametrize("text", [HERE, joined(HERE, THERE)], ids=["mlm", "tlm"])
@pytest.mark.parametrize(("encoder", "negatives"), [(CBOW, 10_000), (LAST, 10_000), (MAX, 10_000), (CBOW, 20)])
def test_masked_words_are_found_from_the_rest(text, encoder, negatives, tmp_path):
    model = model_of(encoder)
    head = WordPrediction(model.encoder.size, encoder.dim, len(VOCABULARY.pieces), negatives)
    model.add("words", head)
    objective = Masked(model, head, text, 0.15)
    before, chance = objective.held_out_loss(), torch.get_rng_state()
    assert before < log(len(VOCABULARY.pieces)) + 1
    assert objective.held_out_loss() == before
    assert torch.equal(torch.get_rng_state(), chance)
    fit(objective, tmp_path, replace(OPTIMISER, epochs=80))
    assert objective.held_out_loss() < before - 0.4


@ENCODERS
def test_words_are_recovered_from_their_translation(encoder, tmp_path):
    model = model_of(encoder)
    head = RecoveryHead(model.encoder.size, encoder.dim, len(VOCABULARY.pieces), 10_000)
    model.add("clwr", head)
    objective = Recovery(model, head, HERE, THERE)
    first, last = fit(objective, tmp_path, replace(OPTIMISER, epochs=80))
    assert first < log(len(VOCABULARY.pieces)) + 1
    assert last < 0.5
    assert objective.held_out_loss() < 0.5


def test_the_attention_of_word_recovery_is_that_of_the_paper():
    torch.manual_seed(0)
    head = RecoveryHead(4, 4, 20, 10)
    source, target = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    inside = torch.tensor([[True] * 5, [True, True, False, False, False]])
    pairs_ = [
        torch.cat([a.expand(2, 3, 5, 4) for a in (x, y, x * y)], 3) for x, y in [(source[:, :, None], target[:, None])]
    ]
    weights = head.attention(pairs_[0]).squeeze(3).masked_fill(~inside[:, None], -torch.inf).softmax(2)
    assert torch.allclose(head(source, target, inside), weights @ target, atol=1e-5)


TAGGED = tuple(
    Tagged(
        str(number), tuple(text.split()), tuple("B-THING" if place == 1 else "O" for place in range(len(text.split())))
    )
    for number, text in enumerate(ENGLISH)
)


@ENCODERS
def test_tags_are_learnt_and_measured_without_the_outside_tag(encoder, tmp_path):
    model, names = model_of(encoder), ["B-THING", "O"]
    head = torch.nn.Linear(2 * model.encoder.size, 2)
    model.add("tags", head)
    objective = Tagging(model, head, *encode_tagged(VOCABULARY, TAGGED, names, 64))
    _, last = fit(objective, tmp_path)
    assert last < 0.1
    assert objective.f1(outside=1) == 1.0
    with torch.no_grad():
        head.weight.zero_()
        head.bias.copy_(torch.tensor([1.0, 0.0]))  # all are said to be things: 24 of 24 found, 24 of all tokens right
    tokens = len(objective.tags)
    assert objective.f1(outside=1) == pytest.approx(2 * (24 / tokens) / (24 / tokens + 1))


def test_a_token_of_several_pieces_has_its_tag_on_the_first():
    vocabulary = build(["pre - trained models"] * 2, "words", 50)
    row = Tagged("1", ("pre-trained", "models"), ("B-X", "O"))
    sentences, tags = encode_tagged(vocabulary, (row,), ["B-X", "O"], 64)
    assert tags.tolist() == [0, -100, -100, 1]
    assert encode_tagged(vocabulary, (row,), ["B-X", "O"], 2)[1].tolist() == [0, -100]
    assert sentences.lengths.tolist() == [4]


def test_all_languages_of_one_encoder_are_aligned_to_a_frozen_copy(tmp_path):
    model, frozen = model_of(CBOW), model_of(CBOW)
    fit(Alignment(model, frozen, THERE, HERE, 0.25), tmp_path)
    with torch.no_grad():
        assert retrieval(frozen.embed(HERE, EVERYTHING), model.embed(THERE, EVERYTHING)) > 0.5


@pytest.mark.parametrize("apart", [False, True], ids=["sum", "alternate"])
def test_an_auxiliary_loss_is_learnt_beside_the_main_one(apart, tmp_path):
    model = model_of(CBOW)
    head = PairHead(16, CBOW, values=1)
    model.add("pair", head)
    other = Paraphrase(model, head, THERE, HERE)
    main = Classification(model, model.head, encode_pairs(VOCABULARY, PAIRS, 64))
    both = Mixture([main, other], [1.0, 0.5], apart)
    steps = both.batches(8, (1, 0))
    assert len(steps) == 5 * (2 if apart else 1)
    in_first = [int((rows < len(PAIRS)).sum()) for rows in steps]
    assert sum(in_first) == len(PAIRS)
    assert set(in_first[1::2]) == {0} if apart else all(rows.max() >= len(PAIRS) for rows in steps)
    if not apart:
        rows = steps[0]
        parts = main.loss(rows[rows < 36]) + 0.5 * other.loss(rows[rows >= 36] - 36)
        assert both.loss(rows).item() == pytest.approx(parts.item(), rel=1e-5)
    fit(both, tmp_path)
    assert accuracy(model, main.pairs) == 1.0
    assert other.accuracy() > 0.9


def test_rows_of_a_larger_auxiliary_set_come_in_other_passes():
    model = model_of(CBOW)
    small = Paraphrase(
        model, PairHead(16, CBOW, values=1), *(encode_sentences(VOCABULARY, t[:4], 64) for t in (OTHER, ENGLISH))
    )
    large = Paraphrase(model, PairHead(16, CBOW, values=1), THERE, HERE)
    both = Mixture([small, large], [1.0, 1.0], apart=True)
    seen = {int(row) for number in range(30) for rows in both.batches(2, (1, number)) for row in rows}
    assert seen == set(range(4 + 24))


def test_an_epoch_of_so_many_rows_takes_as_many_steps_on_any_data(tmp_path):
    histories = []
    for count in (36, 12):
        model = model_of(CBOW)
        objective = Classification(model, model.head, encode_pairs(VOCABULARY, PAIRS[:count], 64))
        seen = []

        class Watch:
            def step(self, done, total, loss, seen=seen):
                seen.append((done, total))

        optimiser = Optimiser(epochs=3, batch=8, epoch_rows=20)
        fitted = train(objective, optimiser, 3, lambda: {"dev": 0.0}, tmp_path / f"{count}.pt", "this", Watch())
        assert seen == [(number, 9) for number in range(1, 10)]
        histories.append(len(fitted.history))
    assert histories == [3, 3]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.integers(1, 30), min_size=1, max_size=9), min_size=1, max_size=6), st.floats(0.01, 0.99))
def test_masked_words_are_known_ones_and_something_is_left(rows, share):
    longest = max(map(len, rows))
    ids = torch.tensor([row + [PAD] * (longest - len(row)) for row in rows])
    lengths = torch.tensor([len(row) for row in rows])
    out = taken_out(ids, lengths, share, torch.Generator().manual_seed(1))
    assert not (out & ((ids == PAD) | (ids == UNKNOWN))).any()
    for row, taken in zip(rows, out.sum(dim=1).tolist(), strict=True):
        known = sum(word != UNKNOWN for word in row)
        assert taken == min(known, max(1, round(share * len(row))), len(row) - 1)


def test_the_sampled_softmax_estimates_the_whole_one():
    torch.manual_seed(2)
    head = WordPrediction(8, 8, 600, 400)
    states, table, words = torch.randn(64, 8), torch.randn(600, 8) * 0.3, torch.arange(2, 66)
    with torch.no_grad():
        sampled = torch.stack([head.loss(states, words, table) for _ in range(50)]).mean()
        assert sampled.item() == pytest.approx(head.whole_loss(states, words, table).item(), abs=0.1)


def test_correlations_are_those_of_the_definition():
    told, gold = np.asarray([1.0, 2.0, 4.0, 3.0]), np.asarray([1.0, 2.0, 3.0, 4.0])
    assert correlations(told, gold)["spearman"] == pytest.approx(1 - 6 * 2 / (4 * 15))
    assert correlations(told, gold)["pearson"] == pytest.approx(np.corrcoef(told, gold)[0, 1])
    assert correlations(np.ones(4), gold) == {"pearson": 0.0, "spearman": 0.0}


def test_heads_of_tasks_are_not_carried_on():
    model = model_of(CBOW)
    plain = set(model.state_dict())
    model.add("pair.x", PairHead(16, CBOW, values=1))
    assert set(without_tasks(model.state_dict())) == plain
    assert set(model.state_dict()) != plain


def test_every_objective_has_its_rows_and_its_head():
    assert set(ON_ENCODER) | {"align"} == set(MODULES)
    assert set(ON_TRANSFORMER) == set(TRANSFORMER_MODULES)
    assert set(MODULES) | set(TRANSFORMER_MODULES) == set(OBJECTIVES)


def test_rows_of_sick_in_each_language_and_a_wrong_join_is_refused():
    row = {"id": "s-1", "label": "neutral", "label_en_jsick": "neutral", "label_ja": "entailment", "relatedness": 3.0}
    row |= {"en": ["a", "b"], "ja": ["c", "d"]}
    assert (sick_pair(row, "en").label, sick_pair(row, "ja").label) == ("neutral", "entailment")
    assert sick_scored(row, "en") == Scored("s-1", "a", "b", 0.5)
    with pytest.raises(BadRecord, match="of another pair"):
        sick_pair({**row, "label_en_jsick": "contradiction"}, "ja")
    with pytest.raises(BadRecord, match="no name of a class"):
        sick_pair({**row, "label": "1"}, "en")
    for score in (0.5, 5.5, "3", True):
        with pytest.raises(BadRecord, match="is not from 1 to 5"):
            sick_scored({**row, "relatedness": score}, "en")
    with pytest.raises(BadRecord, match="is not from 0 to 5"):
        scored_of({"id": "1", "sentence1": "a", "sentence2": "b", "score": -1})
    with pytest.raises(BadRecord, match="2 tokens and 1 tags"):
        Tagged("1", ("a", "b"), ("O",))


def test_shuffled_labels_are_the_same_labels_on_other_rows():
    context = Context("en", 4, list)
    scored = [Scored(str(number), f"a{number}", f"b{number}", number / 24) for number in range(24)]
    mixed = apply_all(scored, {"shuffle_labels": True}, context)
    assert [row.texts for row in mixed] == [row.texts for row in scored]
    assert sorted(row.score for row in mixed) == sorted(row.score for row in scored)
    assert [row.score for row in mixed] != [row.score for row in scored]
    tagged = apply_all(TAGGED, {"shuffle_labels": True}, context)
    assert all(sorted(one.tags) == sorted(two.tags) for one, two in zip(tagged, TAGGED, strict=True))
    assert tagged != TAGGED
    labelled = apply_all(PAIRS, {"shuffle_labels": True}, context)
    assert sum(one.label == two.label for one, two in zip(labelled, PAIRS, strict=True)) < 24
    assert apply_all(scored, {"shuffle_labels": False}, context) == tuple(scored)
    with pytest.raises(UsageError, match="no labels"):
        apply_all([Translation("1", "a", "b"), Translation("2", "c", "d")], {"shuffle_labels": True}, context)


def test_of_a_set_that_shares_sentences_with_the_test_set_whole_pairs_are_left_out():
    test = [Pair("t", "A dog.", "a cat", "neutral")]
    rows = [
        Pair(*texts, "neutral") for texts in [("1", "a cat", "a dog"), ("2", "a dog", "a bird"), ("3", "x", "y")] * 3
    ]
    kept, dropped = without_leaks([*rows, *[Pair("4", "u", "v", "neutral")] * 10], test, "sick", whole=True)
    assert dropped == 3
    assert {row.id for row in kept} == {"2", "3", "4"}
    with pytest.raises(BadRecord, match="6 of 9 rows"):
        without_leaks(rows, test, "sick")
    assert without_leaks([Line("1", "a bird")], test, "lines") == ((Line("1", "a bird"),), 0)


def test_a_loss_that_is_no_number_is_an_error_in_any_objective(tmp_path):
    model = model_of(CBOW)
    head = PairHead(16, CBOW, values=1)
    model.add("pair", head)
    with torch.no_grad():
        model.encoder.embeddings.weight[4] = torch.nan
    with pytest.raises(LitsynthError, match="loss is nan"):
        train(Paraphrase(model, head, THERE, HERE), OPTIMISER, 3, lambda: {"dev": 0.0}, tmp_path / "c", "x", Quiet())


def test_the_order_of_a_pass_depends_on_all_of_its_seed():
    lengths = np.arange(40)
    orders = {
        tuple(np.concatenate(epoch_batches(lengths, 4, seed))) for seed in [(1, 0), (1, 1), (1, 0, 1, 0), (1, 0, 2, 0)]
    }
    assert len(orders) == 4
