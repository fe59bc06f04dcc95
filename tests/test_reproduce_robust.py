"""Robust training: perturbations stay in the ball and find the worst, words give way to neighbours only, all pairs are right."""

import json
import tomllib
from contextlib import suppress
from dataclasses import replace
from itertools import permutations, product
from pathlib import Path

import numpy as np
import pytest
import reproduce_world
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from reproduce_world import pairs, write_rows, write_world
from test_reproduce_training import Quiet, classification, fit

from litsynth.errors import BadRecord, LitsynthError, MissingInput, UsageError
from litsynth.reproduce.code_identity import code_identity, differing
from litsynth.reproduce.compare import judge
from litsynth.reproduce.evidence import measured_run
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import Adversarial, RandomPerturbation
from litsynth.reproduce.loop import train
from litsynth.reproduce.measured import gather
from litsynth.reproduce.models import accuracy
from litsynth.reproduce.objective import Known
from litsynth.reproduce.pairing import Match, Tower, match_rows, matched_logits
from litsynth.reproduce.perturbation import Perturbed, in_ball, mean_norm, projected, shifted
from litsynth.reproduce.plan import cell_of, cells, jobs, key_of, sides
from litsynth.reproduce.plugins import apply_all
from litsynth.reproduce.plugins.context import Context
from litsynth.reproduce.predicting import weights_name
from litsynth.reproduce.predictions import read_predictions
from litsynth.reproduce.report import Told, markdown
from litsynth.reproduce.rows import Pair, Translation, pair_of
from litsynth.reproduce.run import Choice, planned, run
from litsynth.reproduce.spec import Encoder, Optimiser, Smoothing
from litsynth.reproduce.spec_file import read_spec
from litsynth.reproduce.stages import Stages
from litsynth.reproduce.wordnet import WordNet, neighbours_of, read_wordnet

CBOW = Encoder("cbow", "mean", dim=16, classifier=16, dropout=0.0)
MAX = Encoder("bilstm", "max", dim=12, hidden=10, classifier=16, dropout=0.0)
ROWS = tuple(pair_of(row) for row in pairs("train", 0, 16))
NEIGHBOURS = [{"word": "garden", "neighbours": ["park", "yard"]}, {"word": "walked", "neighbours": ["strolled"]}]
NEIGHBOURS += [{"word": "river", "neighbours": ["stream"]}]
EVERYTHING = np.arange(len(ROWS))


@pytest.mark.parametrize("encoder", [CBOW, MAX], ids=["cbow", "max"])
@pytest.mark.parametrize("loss", [Adversarial(0.05), RandomPerturbation(0.2)], ids=["adv", "rs_rp"])
def test_training_under_perturbation_overfits_a_small_set(encoder, loss, tmp_path):
    objective, _ = classification(encoder)
    fit(Perturbed(objective, loss), Optimiser(epochs=40, batch=8, learning_rate=0.01), tmp_path)
    assert accuracy(objective.model, objective.pairs) == 1.0


@pytest.mark.parametrize("encoder", [CBOW, MAX], ids=["cbow", "max"])
def test_the_gradient_that_the_ascent_follows_is_that_of_finite_differences(encoder):
    objective, _ = classification(encoder)
    objective.model.double()
    found = Perturbed(objective, Adversarial(0.3))
    shapes = []
    with shifted(objective.model, lambda number, ids, words: shapes.append(words.shape) or torch.zeros_like(words)):
        objective.loss(EVERYTHING)
    at = [torch.zeros(shape, dtype=torch.float64, requires_grad=True) for shape in shapes]
    gradients = torch.autograd.grad(found.loss_at(EVERYTHING, at), at)
    chance = np.random.default_rng(0)
    for part, gradient in enumerate(gradients):
        for _ in range(5):
            where = tuple(int(chance.integers(size)) for size in (*gradient.shape[:1], 3, gradient.shape[2]))
            values = []
            for step in (1e-5, -1e-5):
                moved = [each.detach().clone() for each in at]
                moved[part][where] += step
                values.append(found.loss_at(EVERYTHING, moved).item())
            assert gradient[where].item() == pytest.approx((values[0] - values[1]) / 2e-5, rel=1e-4, abs=1e-9)


def test_ascent_finds_a_larger_loss_than_chance_within_the_same_ball_and_leaves_no_gradient_behind():
    objective, _ = classification(CBOW)
    torch.manual_seed(0)
    found = {}
    for name, loss in (("none", None), ("random", RandomPerturbation(0.3)), ("one", Adversarial(0.3)),
                       ("three", Adversarial(0.3, 3, 0.5))):  # fmt: skip
        wrapped = Perturbed(objective, loss) if loss else objective
        found[name] = wrapped.loss(EVERYTHING).item()
    assert found["one"] > found["random"] + 0.01
    assert found["three"] >= found["one"] - 1e-3
    assert all(weight.grad is None for weight in objective.parameters())
    Perturbed(objective, Adversarial(0.3)).loss(EVERYTHING).backward()
    assert all(weight.grad is not None for weight in objective.parameters())


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**31), st.floats(1e-3, 10), st.integers(1, 30))
def test_noise_lies_in_the_ball_and_padding_has_none(seed, radius, dim):
    torch.manual_seed(seed)
    ids = torch.tensor([[4, 5, 6], [7, 0, 0]])
    words = torch.randn(2, 3, dim) * (ids != 0).unsqueeze(-1)
    drawn = in_ball(ids != 0, words, torch.tensor(radius))
    assert (torch.linalg.vector_norm(drawn, dim=-1) <= radius * (1 + 1e-5)).all()
    assert not drawn[1, 1:].any()
    assert drawn[0].any(dim=-1).all()
    moved = projected(drawn * 5, (ids != 0).unsqueeze(-1), torch.tensor(radius))
    assert (torch.linalg.vector_norm(moved, dim=-1) <= radius * (1 + 1e-5)).all()


def test_noise_fills_the_ball_evenly():
    torch.manual_seed(0)
    ids, words = torch.ones(1, 20_000, dtype=torch.int64), torch.zeros(1, 20_000, 3)
    lengths = torch.linalg.vector_norm(in_ball(ids != 0, words, torch.tensor(2.0)), dim=-1)
    # Half of a ball's volume is within radius / 2^(1/3).
    assert (lengths < 2 / 2 ** (1 / 3)).float().mean().item() == pytest.approx(0.5, abs=0.02)


def test_every_perturbation_of_a_step_is_in_the_ball_about_the_words_of_its_batch():
    objective, _ = classification(CBOW)
    wrapped = Perturbed(objective, Adversarial(0.25, 3, 1.0))
    seen = []
    embeddings = objective.model.encoder.embeddings
    true = embeddings.weight.detach().clone()
    read = objective.model.encoder.register_forward_pre_hook(lambda module, given: seen.append([given[0], None]))
    told = embeddings.register_forward_hook(lambda module, given, out: seen[-1].__setitem__(1, out.detach()))
    objective.model.encoder.embeddings._forward_hooks.move_to_end(told.id)
    original = wrapped.loss_at

    def watched(rows, perturbations):
        for perturbation, (ids, _) in zip(perturbations, seen[:2], strict=True):
            norms = torch.linalg.vector_norm(perturbation, dim=-1)
            assert (norms <= 0.25 * mean_norm(ids != 0, true[ids]) * (1 + 1e-5)).all()
            assert not norms[ids == 0].any()
        return original(rows, perturbations)

    wrapped.loss_at = watched
    wrapped.loss(EVERYTHING)
    read.remove()
    told.remove()
    assert len(seen) == 2 * 4  # premises and hypotheses, a start and three steps
    assert wrapped.radius == pytest.approx(0.25 * max(mean_norm(ids != 0, true[ids]).item() for ids, _ in seen[:2]))


@pytest.mark.parametrize("loss", [Adversarial(0.05, 2, 0.5), RandomPerturbation(0.2)], ids=["adv", "rs_rp"])
def test_training_that_was_cut_in_the_middle_of_an_epoch_comes_to_the_same_weights(loss, tmp_path, monkeypatch):
    class Cut(Quiet):
        def step(self, done, total, loss):
            if done == 10:  # an epoch is 6
                raise KeyboardInterrupt

    monkeypatch.setattr("litsynth.reproduce.loop.CHECKPOINT_SECONDS", 0.0)
    optimiser, found = Optimiser(epochs=3, batch=8, learning_rate=0.01), []
    for name, watch in (("cut", Cut()), ("cut", Quiet()), ("whole", Quiet())):
        objective, _ = classification(replace(CBOW, dropout=0.1))
        wrapped = Perturbed(objective, loss)
        path = tmp_path / f"{name}.pt"
        with suppress(KeyboardInterrupt):
            train(wrapped, optimiser, 3, lambda: {"dev": 0.0}, path, "this", watch)
        found.append({name: value.clone() for name, value in objective.model.state_dict().items()})
    assert not torch.equal(found[0]["head.layers.0.weight"], found[2]["head.layers.0.weight"])
    assert all(torch.equal(found[1][name], found[2][name]) for name in found[2])


CONTEXT = Context("en", 7, lambda name: NEIGHBOURS if name == "neighbours/en.gz" else [])
RS_DA = {"neighbours": "neighbours/{language}.gz"}


def test_only_words_with_neighbours_give_way_and_only_to_those():
    rows = [Pair(str(number), "he walked to the garden", "Garden by the river !", "neutral") for number in range(300)]
    made = apply_all(rows, {"copies": 2, "rs_da": RS_DA}, CONTEXT)
    assert [(row.id, row.label) for row in made] == [(row.id, row.label) for row in rows] * 2
    assert {row.premise for row in made} == {
        f"he {one} to the {other}" for one, other in product(("walked", "strolled"), ("garden", "park", "yard"))
    }
    assert {row.hypothesis for row in made} == {"Garden by the river !", "Garden by the stream !"}  # case counts
    share = sum("garden" in row.premise for row in made) / len(made)
    assert share == pytest.approx(1 / 3, abs=0.08)  # itself or one of two, equally often
    assert apply_all(rows, {"copies": 2, "rs_da": RS_DA}, CONTEXT) == made
    assert apply_all(rows, {"copies": 2, "rs_da": RS_DA}, replace(CONTEXT, seed=8)) != made


def test_the_placebo_gives_every_word_the_neighbours_of_another():
    rows = [Pair(str(number), "garden walked river", "x", "neutral") for number in range(200)]
    made = apply_all(rows, {"rs_da": {**RS_DA, "shuffled": True}}, CONTEXT)
    own = {row["word"]: {row["word"], *row["neighbours"]} for row in NEIGHBOURS}
    for place, word in enumerate(("garden", "walked", "river")):
        drawn = {row.premise.split()[place] for row in made} - {word}
        assert drawn
        assert not drawn & own[word]
        assert any(drawn == set(row["neighbours"]) for row in NEIGHBOURS)


def test_what_the_plug_ins_refuse():
    with pytest.raises(UsageError, match="only labelled pairs"):
        apply_all([Translation("1", "a", "b")], {"rs_da": RS_DA}, CONTEXT)
    with pytest.raises(UsageError, match="copies: 0"):
        apply_all(ROWS, {"copies": 0}, CONTEXT)
    with pytest.raises(UsageError, match="rs_da"):
        apply_all(ROWS, {"rs_da": {**RS_DA, "most": 3}}, CONTEXT)


INDEX = """  1 A licence line.
{entries}
"""
ENTRIES = {
    "noun": "car n 2 1 @ 2 1 00000001 00000002\nbank n 2 1 @ 2 1 00000003 00000004\nhe n 1 0 1 0 00000005\n"
    "pair_of_shoes n 1 0 1 0 00000006\nparis n 1 0 1 0 00000007\nodd n 2 0 2 0 00000008 00000001",
    "verb": "bank v 1 1 @ 1 1 00000001\nrun v 1 0 1 0 00000002",
    "adj": "quick a 1 1 & 1 1 00000001",
    "adv": "",
}  # fmt: skip
DATA = {
    "noun": "00000001 06 n 04 car 0 auto 0 motor_car 0 Machine 2 001 @ 00000002 n 0000 | a thing\n"
    "00000002 06 n 01 car 1 000 | other\n00000003 17 n 01 bank 0 000 | side of a river\n00000004 14 n 01 bank 1 000 | money\n"
    "00000005 27 n 02 he 0 helium 0 000 | a gas\n00000006 06 n 02 pair_of_shoes 0 footwear 0 000 | shoes\n"
    "00000007 15 n 02 Paris 0 capital 0 000 | a city\n00000008 06 n 02 odd 0 strange 0 000 | two senses, never tagged",
    "verb": "00000001 40 v 03 bank 0 deposit 0 rely 1 000 | put\n00000002 38 v 02 run 0 he 0 000 | one sense",
    "adj": "00000001 00 s 02 quick(p) 0 fast 0 000 | soon",
    "adv": "",
}
COUNTS = "bank%1:17:00:: 1 5\nbank%2:40:00:: 1 9\nbank%1:14:00:: 2 30\ncar%1:06:00:: 1 71\nquick%5:00:00:fast:00 1 2\n"


def test_neighbours_are_the_single_word_synonyms_of_the_sense_found_most_often():
    wordnet = WordNet({part: INDEX.format(entries=text) for part, text in ENTRIES.items()}, DATA, COUNTS)
    assert neighbours_of(wordnet) == {
        "Paris": ("capital",),
        "bank": ("deposit", "rely"),  # the verb: 9 against 5 for the first sense of the noun
        "car": ("auto", "Machine"),
        "quick": ("fast",),
    }
    with pytest.raises(BadRecord, match="not a WordNet database"):
        neighbours_of(replace(wordnet, index={**wordnet.index, "noun": "car n two\n"}))


def test_the_command_writes_them_and_says_where_wordnet_is_to_be_had(litsynth_, folder: Path):
    for part, entries in ENTRIES.items():
        (folder / f"index.{part}").write_text(INDEX.format(entries=entries))
        (folder / f"data.{part}").write_text(DATA[part])
    (folder / "cntlist.rev").write_text(COUNTS)
    status, out, _ = litsynth_("reproduce", "neighbours", "data/n.jsonl.gz", "--wordnet", ".")
    assert (status, out) == (0, "data/n.jsonl.gz: 4 words with 6 neighbours\n")
    rows = Folder(folder / "data").rows("n.jsonl.gz")
    assert rows[2] == {"word": "car", "neighbours": ["auto", "Machine"]}
    status, _, err = litsynth_("reproduce", "neighbours", "data/n.jsonl.gz", "--wordnet", "nowhere")
    assert (status, "apt install wordnet-base" in err) == (3, True)
    with pytest.raises(MissingInput):
        read_wordnet(Path("nowhere"))


ROBUST = (
    reproduce_world.SPEC.replace('report = "target_dev"', 'report = "english_dev"\npairing = "all"')
    .replace('languages = ["en", "xx"]\nreport', 'languages = ["en", "xx"]\nreport')
    .replace("epochs = 12", "epochs = 4")
    .partition("[arms.aligned]")[0]
    + """
[arms.plain]
encoder = "cbow"
stages = ["english", "align"]
[arms.adv]
encoder = "cbow"
stages = ["english", "align"]
set.english.loss.adv = { radius = 0.05, steps = 2, step_size = 0.5 }
[arms.rs-rp]
encoder = "cbow"
stages = ["english", "align"]
set.english.loss.rs_rp = { radius = 0.2 }
smoothing = { radius = 0.2, samples = 3 }
[arms.rs-da]
encoder = "cbow"
stages = ["english", "align"]
set.english.data = { copies = 2, rs_da = { neighbours = "neighbours/{language}.gz" } }
[[claims]]
id = "same"
text = "Better in one language"
better = "adv"
worse = "plain"
margin = 1.0
better_as = ["adversarial training"]
worse_as = ["plain training"]
[[claims]]
id = "mixed"
text = "Better in two languages"
better = "adv"
worse = "plain"
margin = 1.0
pairing = "mixed"
better_as = ["adversarial training"]
worse_as = ["plain training"]
[[claims]]
id = "every"
text = "Better in all pairs"
better = "adv"
worse = "plain"
margin = 1.0
pairing = "all"
[[claims]]
id = "beyond"
text = "More so in two languages"
better = "adv"
worse = "plain"
margin = 1.0
pairing = "mixed"
beyond = "same"
[scale.small]
"""
)


def robust_spec(old="", new=""):
    assert old in ROBUST
    return read_spec(tomllib.loads(ROBUST.replace(old, new, 1)), "robust", "small")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A whole run of two seeds, its folder and its results."""
    root = tmp_path_factory.mktemp("robust")
    write_world(root)
    write_rows(root / "neighbours" / "en.gz", NEIGHBOURS)
    experiment = replace(robust_spec(), seeds=(1, 2), dataset="XNLI")
    stages = Stages(root / "out" / "stages", Folder(root), torch.device("cpu"))
    results = run(experiment, planned(experiment, Choice(), stages), stages, root / "out", Quiet())
    return root, experiment, stages, results


def test_every_pair_of_languages_is_a_result_with_premise_ids(world):
    root, _, _, results = world
    assert len(results) == 4 * 2 * 4  # arms, seeds, en xx en+xx xx+en
    kept = read_predictions(root / "out" / "results" / "adv" / "en+xx-1" / "dev-last.csv.gz")
    assert kept.language == "en+xx"
    assert (len(kept.items), len(set(kept.premises))) == (90, 30)


def test_pairs_of_languages_come_to_what_both_models_say_one_by_one(world):
    _, experiment, stages, results = world
    folder = stages.folder
    for seed, (one, other) in product((1, 2), permutations(("en", "xx"))):
        cell = cell_of(experiment, experiment.arm("adv"), f"{one}+{other}", seed)
        english = cell.lineage[0]
        models = {"en": stages.load(english, "english_dev"), "xx": stages.load(cell.lineage[-1], "last")}
        premises, hypotheses = (folder.pairs(experiment.data["test"], code) for code in (one, other))
        right = 0
        for premise, hypothesis in zip(premises, hypotheses, strict=True):
            towers = [Tower.of(models[code], [pair], 128) for code, pair in ((one, premise), (other, hypothesis))]
            row = np.asarray([0])
            with torch.no_grad():
                embedded = (
                    models[one].model.embed(towers[0].premises, row),
                    models[other].model.embed(towers[1].hypotheses, row),
                )
                said = models["xx"].model.head(*embedded).argmax().item()
            right += ("entailment", "neutral", "contradiction")[said] == premise.label
        (result,) = [each for each in results if (each.arm, each.language, each.seed) == ("adv", cell.language, seed)]
        assert result.test["english_dev"] == pytest.approx(right / len(premises))


def test_a_pair_of_one_language_is_what_the_language_is(world):
    _, experiment, stages, _ = world
    cell = cell_of(experiment, experiment.arm("plain"), "xx", 1)
    known = stages.load(cell.job, "last")
    rows = stages.folder.pairs(experiment.data["test"], "xx")
    (logits,) = matched_logits(
        {"a": Tower.of(known, rows, 128)}, [Match("a", "a", (np.arange(len(rows)), np.arange(len(rows))))], None, 1
    )
    kept = read_predictions(stages.root.parent / "results" / "plain" / "xx-1" / "last.csv.gz")
    assert np.allclose(logits, kept.logits, atol=1e-4)


def test_a_model_that_others_go_by_is_taken_as_they_took_it(world):
    _, experiment, _, _ = world
    of = {code: cell_of(experiment, experiment.arm("plain"), code, 1) for code in ("en", "xx", "en+xx", "xx+en")}
    assert {code: weights_name(cell, "last") for code, cell in of.items()} == {
        "en": "last", "xx": "last", "en+xx": "dev-last", "xx+en": "last-dev",
    }  # fmt: skip
    assert weights_name(of["en+xx"], "target_dev") == "dev"
    assert sides("en+xx") == ("en", "xx")


def test_smoothing_is_seeded_and_its_mean_and_vote_are_those_of_the_copies(world):
    _, experiment, stages, _ = world
    cell = cell_of(experiment, experiment.arm("rs-rp"), "xx", 1)
    rows = stages.folder.pairs(experiment.data["test"], "xx")
    towers = {"a": Tower.of(stages.load(cell.job, "last"), rows, 128)}
    match = [Match("a", "a", (np.arange(len(rows)), np.arange(len(rows))))]

    def said(radius, samples, by, seed=1):
        return matched_logits(towers, match, Smoothing(radius, samples, by), seed)[0]

    assert np.array_equal(said(0.5, 4, "mean"), said(0.5, 4, "mean"))
    assert not np.array_equal(said(0.5, 4, "mean"), said(0.5, 4, "mean", seed=2))
    assert np.allclose(np.exp(said(0.5, 4, "mean")).sum(axis=1), 1, atol=1e-5)
    (plain,) = matched_logits(towers, match, None, 1)
    assert np.array_equal(said(1e-6, 3, "mean").argmax(axis=1), plain.argmax(axis=1))
    one = [np.exp(matched_logits(towers, match, Smoothing(3.0, 1, "vote"), 1)[0])]
    assert np.array_equal(one[0].argmax(axis=1), said(3.0, 1, "mean").argmax(axis=1))
    votes = np.exp(said(3.0, 5, "vote")) * 5
    assert np.abs(votes - votes.round()).max() < 0.1


def test_two_classifiers_and_two_test_sets_are_refused(world):
    _, experiment, stages, _ = world
    rows = stages.folder.pairs(experiment.data["test"], "en")
    one, two = (stages.load(cell_of(experiment, experiment.arm("plain"), "en", seed).job, "last") for seed in (1, 2))
    towers = {"a": Tower.of(one, rows, 128), "b": Tower.of(Known(two.model, two.vocabulary), rows, 128)}
    with pytest.raises(LitsynthError, match="another classifier"):
        matched_logits(towers, [Match("a", "b", (np.arange(len(rows)), np.arange(len(rows))))], None, 1)
    apart = [
        Match(name, name, (np.arange(len(rows)), np.arange(len(rows)))) for name in towers
    ]  # two epochs of one model, each by itself
    assert len(matched_logits(towers, apart, Smoothing(0.5, 2, "mean"), 1)) == 2
    with pytest.raises(BadRecord, match="one of the languages only"):
        match_rows(rows, rows[1:], "test")
    with pytest.raises(BadRecord, match="two labels"):
        match_rows(rows, [replace(rows[0], label=rows[1].label), *rows[1:]], "test")
    with pytest.raises(UsageError, match="makes a classifier for each language"):
        robust_spec('stages = ["english", "align"]', 'stages = ["translated"]')


def test_a_second_run_finds_everything_and_another_folder_comes_to_the_same_numbers(world):
    root, experiment, stages, results = world
    again = run(experiment, planned(experiment, Choice(), stages), stages, root / "out", Quiet())
    assert [replace(each, seal="") for each in again] == results
    one = replace(experiment, seeds=(1,))
    anew = Stages(root / "anew" / "stages", Folder(root), torch.device("cpu"))
    for choice in (Choice(("rs-rp",), ("xx",)), Choice(("rs-rp", "adv", "rs-da"))):  # begun in part, then gone on with
        run(one, planned(one, choice, anew), anew, root / "anew", Quiet())
    names = [str(path.relative_to(root / "anew")) for path in (root / "anew").glob("results/*/*/*")]
    assert len(names) > 3 * 4 * 2
    assert all((root / "anew" / name).read_bytes() == (root / "out" / name).read_bytes() for name in names)


def test_claims_are_judged_on_the_pairs_that_they_are_about(world):
    root, experiment, _, results = world
    measured = gather([root / "out"])
    judged = {claim.id: judge(measured, claim) for claim in experiment.claims}
    by = {(each.arm, each.language, each.seed): each.test["english_dev"] for each in results}

    def gain(languages):
        return 100 * np.mean([by["adv", code, seed] - by["plain", code, seed] for code in languages for seed in (1, 2)])

    assert judged["same"].languages == ("xx",)
    assert judged["mixed"].languages == ("en+xx", "xx+en")
    assert judged["same"].headline.value == pytest.approx(gain(["xx"]))
    assert judged["mixed"].headline.value == pytest.approx(gain(["en+xx", "xx+en"]))
    assert judged["every"].headline.value == pytest.approx(gain(["en", "xx", "en+xx", "xx+en"]))
    assert judged["beyond"].headline.value == pytest.approx(gain(["en+xx", "xx+en"]) - gain(["xx"]))
    assert judged["every"].where == "2 pairs and 2 languages"
    assert judged["beyond"].where == "2 pairs beyond one language"
    text = markdown(Told.of(measured))
    assert "| premise, hypothesis | en | xx |" in text
    assert "| **all pairs** | 2 |" in text
    assert "Better in two languages | adv, plain | 2 pairs |" in text
    contrasts = {each.contrast_id: each.languages for each in measured_run([root / "out"]).contrasts}
    assert contrasts == {"same": ("xx",), "mixed": ("en", "xx")}


def test_the_commands_compare_and_report_pairs_of_languages(world, litsynth_, folder: Path):
    out = str(world[0] / "out")
    own = ("reproduce", "compare", out, "--better", "adv", "--worse", "rs-da", "--json", "--pairing")
    told = {pairing: json.loads(litsynth_(*own, pairing)[1])["languages"] for pairing in ("same", "mixed", "all")}
    assert told == {"same": ["xx"], "mixed": ["en+xx", "xx+en"], "all": ["en", "en+xx", "xx", "xx+en"]}
    assert litsynth_("reproduce", "report", out, "--out", "report")[0] == 0
    page = (folder / "report" / "report.html").read_text()
    assert "Pairs of languages of rs-da" in page
    assert "<td>2 pairs beyond one language</td>" in page


def test_a_stage_is_named_by_its_loss_and_by_the_neighbours_that_it_read(world):
    root, experiment, stages, _ = world

    def key(name, spec=experiment, folder=stages.folder):
        return key_of(cell_of(spec, spec.arm(name), "en", 1).job, folder)

    other = robust_spec("radius = 0.05", "radius = 0.06")
    assert len({key("plain"), key("adv"), key("rs-rp"), key("rs-da"), key("adv", other)}) == 5
    before = key("rs-da")
    write_rows(root / "copy" / "neighbours" / "en.gz", NEIGHBOURS[1:])
    for part in ("train", "dev", "test"):
        (root / "copy" / part).symlink_to(root / part)
    assert key("rs-da", folder=Folder(root / "copy")) != before
    assert key("adv", folder=Folder(root / "copy")) == key("adv")
    plain, adv = (experiment.arm(name).stages[0] for name in ("plain", "adv"))
    encoder = experiment.arm("plain").encoder
    assert differing(code_identity(plain, encoder), code_identity(adv, encoder)) == ["perturbation"]
    assert differing(code_identity(plain, encoder), code_identity(experiment.arm("rs-da").stages[0], encoder)) == [
        "plugins/copies", "plugins/rs_da",
    ]  # fmt: skip


def test_without_neighbours_the_arm_is_a_gap_and_the_rest_is_planned(tmp_path):
    write_world(tmp_path)
    found, gaps = cells(robust_spec(), Folder(tmp_path))
    assert {(gap.arm, gap.missing) for gap in gaps} == {("rs-da", ("neighbours/en.gz",))}
    assert {cell.arm.name for cell in found} == {"plain", "adv", "rs-rp"}
    assert len(list(jobs(found))) == 3 * 3 * 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("radius = 0.05", "radius = 0", "radius and step_size are above 0"),
        ("steps = 2", "step = 2", "unknown key step"),
        ("loss.rs_rp", "loss.noise", "loss noise"),
        ("{ radius = 0.2 }\n", "{ radius = 0.2 }\nset.english.loss.adv = { radius = 1.0 }\n", "loss rs_rp, adv"),
        ("samples = 3", "samples = 0", "samples at least 1"),
        ("samples = 3", 'samples = 3, by = "luck"', "luck not in literal"),
        ('pairing = "mixed"', 'pairing = "other"', "other not in literal"),
    ],
)
def test_a_wrong_spec_is_refused(old, new, said):
    with pytest.raises(UsageError, match=said):
        robust_spec(old, new)
