"""Retrieval and bitext mining as targets: what is found, its measures, guards, and whole runs."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from reproduce_world import _PLACES, _THINGS, SPEC, Silent, turned, write_rows, write_world
from transformers import AutoModel, AutoTokenizer

from litsynth.errors import BadRecord, UsageError
from litsynth.reproduce.answers import Answered, one_each, read_told, write_answers
from litsynth.reproduce.bitext import bitext_of
from litsynth.reproduce.compare import judge
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.measured import gather
from litsynth.reproduce.plan import cells, files_needed
from litsynth.reproduce.pretrained.checkpoint_builder import build
from litsynth.reproduce.pretrained.family import embedded
from litsynth.reproduce.pretrained.model import load_model
from litsynth.reproduce.report import Told, markdown
from litsynth.reproduce.results import results_of
from litsynth.reproduce.retrieval import mined, mining_answers, retrieved, threshold_of
from litsynth.reproduce.rows import Translation
from litsynth.reproduce.run import Choice, planned, run
from litsynth.reproduce.spec import Encoder
from litsynth.reproduce.spec_file import load_spec
from litsynth.reproduce.stages import Stages
from litsynth.reproduce.statistics.resampling import pooled, two_way_bootstrap
from litsynth.reproduce.tasks import Retrieval

pytestmark = pytest.mark.usefixtures("one_thread")

FOUND = f"""{SPEC}
[data.found]
kind = "parallel"
path = "found/{{language}}.jsonl.gz"
languages = ["xx"]
[scale.found]
test = "found"
chance = 0.0125
report = "last"
dataset = "found"
languages = ["xx"]
without_arms = ["translated"]
[scale.found.encoders.cbow]
dim = 32
[scale.found.stages.align]
epochs = 60
[scale.found.arms.aligned]
published = ""
"""
MINED = """
[data.fit]
kind = "bitext"
path = "bucc/{language}-en.sample.{side}"
languages = ["xx"]
[data.mined]
kind = "bitext"
path = "bucc/{language}-en.training.{side}"
languages = ["xx"]
[stages.joint]
objective = "align_joint"
language = "en"
train = ["parallel:xx"]
epochs = 60
batch = 16
learning_rate = 0.02
held_out = 10
[stages.words]
objective = "mlm"
language = "en"
train = ["train", "train:xx"]
epochs = 1
[scale.mined]
extends = "found"
test = "mined"
dev = "fit"
metric = "F1"
chance = 0.0
retrieval.neighbours = 2
swap_stages = {english = "words", align = "joint"}
[scale.mined.arms.unaligned]
set.joint.epochs = 0
"""
SENTENCES = [f"the {thing} of the {place}" for thing in _THINGS for place in _PLACES]


@pytest.fixture
def world(tmp_path):
    write_world(tmp_path)
    rows = [{"id": str(at), "target": turned(text), "english": text} for at, text in enumerate(SENTENCES)]
    write_rows(tmp_path / "found" / "xx.jsonl.gz", rows)
    (tmp_path / "tiny.toml").write_text(FOUND)
    return tmp_path


def done(world, scale, seeds=(1,), name="tiny"):
    spec = replace(load_spec(str(world / f"{name}.toml"), scale), seeds=seeds)
    out = world / f"out-{scale}"
    stages = Stages(out / "stages", Folder(world), torch.device("cpu"))
    plan = planned(spec, Choice(), stages)
    assert not plan.gaps
    return out, run(spec, plan, stages, out, Silent())


def vectors(*rows):
    return np.asarray(rows, dtype=np.float32)


def translations(count):
    return [Translation(str(number), f"x{number}", f"e{number}") for number in range(count)]


UNCUT = np.zeros(3, dtype=np.bool_)


def test_the_nearest_sentence_is_found_by_cosine_in_both_directions():
    own = vectors((5, 0), (0, 1), (1, 1))
    english = vectors((1, 0), (0.2, 0.9), (3, 1))  # the third is nearest to the first row, which has its own
    told = retrieved(translations(3), "xx", own, english, UNCUT)
    assert told.items[0] == "0 to English"
    assert told.items[5] == "2 from English"
    assert told.predicted == ("0", "1", "2", "0", "1", "0")
    assert told.right.tolist() == [1, 1, 1, 1, 1, 0]
    assert told.score == pytest.approx(5 / 6)
    assert told.correct == pytest.approx(told.right)
    assert told.others == {"to English": 1.0, "from English": pytest.approx(2 / 3)}
    assert set(told.premises) == {"0", "1", "2"}


def test_an_encoder_that_says_one_thing_finds_one_sentence_and_is_marked():
    same = np.ones((40, 4), dtype=np.float32)
    told = retrieved(translations(40), "xx", same, same, np.zeros(40, dtype=np.bool_))
    assert told.score == pytest.approx(1 / 40)
    assert [alarm.kind for alarm in told.alarms] == ["degenerate"]
    assert not told.alarms[0].bug


def test_files_shifted_by_a_line_are_a_bug():
    chance = np.random.default_rng(0)
    own = chance.normal(size=(30, 8)).astype(np.float32)
    uncut = np.zeros(30, dtype=np.bool_)
    assert not retrieved(translations(30), "xx", own, own, uncut).alarms
    told = retrieved(translations(30), "xx", own, np.roll(own, 1, axis=0), uncut)
    assert any(alarm.kind == "shifted lines" and alarm.bug for alarm in told.alarms)


def test_answers_are_written_and_read_and_equal_ones_have_equal_bytes(tmp_path):
    right, told, wanted = one_each([1, 0.5])
    answers = Answered(
        ("1", "2"), ("a", "a"), "xx", ("x, y", "z\nz"), ("", 'q"'), right, told, wanted, np.asarray([True, False])
    )
    write_answers(tmp_path / "a.csv.gz", answers)
    write_answers(tmp_path / "b.csv.gz", answers)
    assert (tmp_path / "a.csv.gz").read_bytes() == (tmp_path / "b.csv.gz").read_bytes()
    again = read_told(tmp_path / "a.csv.gz")
    assert (again.items, again.gold, again.predicted) == (answers.items, answers.gold, answers.predicted)
    assert again.correct.tolist() == [1, 0.5]
    assert again.truncated.tolist() == [True, False]


def test_the_values_of_a_ratio_have_it_as_mean_and_its_error_as_spread():
    """Against the spread of F1 over drawn sentences, computed anew each time."""
    chance = np.random.default_rng(3)
    wanted = chance.integers(0, 4, 400).astype(float)
    told = np.maximum(0, wanted + chance.integers(-1, 2, 400))
    right = np.minimum(wanted, told) * (chance.random(400) < 0.7)
    names = tuple(map(str, range(400)))
    answers = Answered(names, names, "xx", names, names, right, told, wanted, np.zeros(400, dtype=np.bool_))
    assert answers.correct.mean() == pytest.approx(answers.score)
    drawn = []
    for _ in range(2000):
        at = chance.integers(400, size=400)
        drawn.append(2 * right[at].sum() / (told[at].sum() + wanted[at].sum()))
    interval = two_way_bootstrap(answers.correct[None], names)
    assert interval.high - interval.low == pytest.approx(2 * 1.96 * np.std(drawn), rel=0.1)


def test_test_sets_of_other_sizes_are_averaged_with_the_error_of_independent_samples():
    chance = np.random.default_rng(5)
    sets = [(chance.random((1, size)) < share).astype(float) for size, share in ((900, 0.9), (100, 0.3))]
    names = [tuple(map(str, range(row.shape[1]))) for row in sets]
    table, clusters = pooled(sets, names)
    assert table.mean() == pytest.approx(np.mean([row.mean() for row in sets]))
    assert len(clusters) == 1000
    assert len(set(clusters)) == 900
    error = np.sqrt(sum(row.var() / row.shape[1] for row in sets)) / 2
    interval = two_way_bootstrap(table, clusters)
    assert interval.high - interval.low == pytest.approx(2 * 1.96 * error, rel=0.06)
    alike, _ = pooled([sets[0], 1 - sets[0]], [names[0], names[0]])
    assert alike == pytest.approx(np.full((1, 900), 0.5))


def test_translations_of_one_item_are_one_cluster_though_the_sets_differ():
    """The second set holds most of the first one's items, with equal values: their mean is no surer than one set."""
    values = (np.random.default_rng(6).random((1, 400)) < 0.6).astype(float)
    names = tuple(map(str, range(400)))
    table, clusters = pooled([values, values[:, :390]], [names, names[:390]])
    both, alone = two_way_bootstrap(table, clusters), two_way_bootstrap(values, names)
    assert both.high - both.low == pytest.approx(alone.high - alone.low, rel=0.05)


def test_an_aligned_encoder_finds_translations_and_its_test_sentences_were_kept_from_training(world):
    train = [Translation("t", turned(SENTENCES[3]), SENTENCES[3])]
    leaked = [
        {"id": f"leak-{at}", "premise": row.english, "hypothesis": "nowhere", "label": "neutral"}
        for at, row in enumerate(train)
    ]
    for code in ("en", "xx"):
        rows = Folder(world).rows(f"train/{code}.jsonl.gz")
        own = [{**row, "premise": turned(row["premise"])} if code == "xx" else row for row in leaked]
        write_rows(world / "train" / f"{code}.jsonl.gz", [*rows, *own])
    out, made = done(world, "found", (1, 2, 3))
    score = {(each.arm, each.seed): each.test["last"] for each in made}
    assert min(score["aligned", seed] for seed in (1, 2, 3)) > 0.25
    assert max(score["unaligned", seed] for seed in (1, 2, 3)) < 0.1
    assert all(set(each.others) == {"to English", "from English"} for each in made)
    leaks = {path.parent.name: path.read_text() for path in out.glob("stages/*/stage.json")}
    assert all('"leaks": 1' in text or '"leaks": 2' in text for text in leaks.values())
    (claim,) = gather([out]).run.experiment.claims
    found = judge(gather([out]), claim)
    assert found.verdict.outcome == "reproduced"
    assert found.headline.value > 20
    assert results_of(out)[0].items == 2 * len(SENTENCES)


def test_english_training_is_kept_from_every_language_of_the_test_set(world):
    spec = load_spec(str(world / "tiny.toml"), "found")
    cell = cells(spec, Folder(world))[0][0]
    assert "found/xx.jsonl.gz" in files_needed(cell.job.lineage[0])
    (world / "found" / "xx.jsonl.gz").unlink()
    assert all("found/xx.jsonl.gz" in gap.missing for gap in cells(spec, Folder(world))[1])


@pytest.mark.parametrize(
    ("scale", "old", "new", "said"),
    [
        ("mined", 'metric = "F1"', 'metric = "accuracy"', "mining is not measured by accuracy"),
        ("mined", 'dev = "fit"', 'dev = ""', "threshold of bitext mining is fitted on dev"),
        ("found", 'test = "found"\n', 'test = "found"\nmetric = "F1"\n', "retrieval is not measured by F1"),
        ("found", 'test = "found"\n', 'test = "found"\ndev = ""\n', "nli can not go by a dev set of kind none"),
        ("found", 'train = ["parallel"]', 'train = ["found"]', "trained on its test set"),
        ("mined", "retrieval.neighbours = 2", "retrieval.neighbours = 0", "neighbours at least 1"),
        ("mined", "sample.{side}", "sample", "no {side}"),
    ],
)
def test_a_spec_whose_arms_do_not_fit_its_test_set_is_refused(world, scale, old, new, said):
    text = FOUND + MINED
    assert old in text
    (world / "other.toml").write_text(text.replace(old, new))
    with pytest.raises(UsageError, match=said):
        load_spec(str(world / "other.toml"), scale)


def test_one_pair_or_an_id_twice_is_no_test_set(world):
    rows = [{"id": "1", "target": "a", "english": "b"}, {"id": "1", "target": "c", "english": "d"}]
    write_rows(world / "found" / "xx.jsonl.gz", rows)
    with pytest.raises(BadRecord, match="two of one id"):
        done(world, "found")


def bitext(count, pairs):
    own = "\n".join(f"xx-{number}\tx{number}" for number in range(count))
    english = "\n".join(f"en-{number}\te{number}" for number in range(count))
    return bitext_of(own, english, "\n".join(f"xx-{one}\ten-{two}" for one, two in pairs), "gold")


def test_pairs_are_mined_by_the_margin_over_the_neighbours_and_each_sentence_once():
    texts = bitext(4, [(0, 0), (1, 1)])
    own = vectors((1, 0, 0.1), (0, 1, 0), (0.6, 0.6, 0), (0, 0, 1))
    english = vectors((1, 0, 0), (0.1, 1, 0), (0.9, 0.2, 0.1), (0.5, 0.5, 0.5))
    found = mined(texts, own, english, Retrieval(neighbours=2))
    assert len({one for one, _ in found}) == len({two for _, two in found}) == len(found)
    # By hand: cosines over the mean cosine with the two nearest of either side.
    cosine = (own / np.linalg.norm(own, axis=1, keepdims=True)) @ (
        english / np.linalg.norm(english, axis=1, keepdims=True)
    ).T
    about = np.sort(cosine, axis=1)[:, -2:].mean(axis=1)[:, None] + np.sort(cosine, axis=0)[-2:].mean(axis=0)[None]
    margins = 2 * cosine / about
    for (one, two), score in found.items():
        assert score == pytest.approx(margins[int(one[3:]), int(two[3:])], abs=1e-6)
    plain = mined(texts, own, english, Retrieval(neighbours=2, margin="absolute"))
    assert plain["xx-0", "en-0"] == pytest.approx(cosine[0, 0], abs=1e-6)


def test_a_sentence_that_occurs_twice_is_mined_for_nobody():
    texts = bitext_of("xx-0\ta\nxx-1\ta\nxx-2\tb", "en-0\tc\nen-1\td", "xx-2\ten-1", "gold")
    own, english = vectors((1, 0), (1, 0), (0, 1)), vectors((1, 0), (0, 1))
    assert set(mined(texts, own, english, Retrieval(neighbours=1))) == {("xx-2", "en-1")}


def test_the_threshold_has_the_highest_f1_and_counts_what_was_not_mined():
    scores = {("a", "a"): 0.9, ("b", "b"): 0.8, ("c", "x"): 0.7, ("d", "d"): 0.6, ("e", "x"): 0.5}
    gold = frozenset({("a", "a"), ("b", "b"), ("d", "d"), ("lost", "lost")})
    assert threshold_of(scores, gold) == pytest.approx(0.55)  # 3 of 4 right, 3 of 4 found
    assert threshold_of(scores, frozenset({("a", "a")})) == pytest.approx(0.85)
    assert threshold_of(scores, frozenset({("z", "z")})) == np.inf
    texts = bitext(5, [(0, 0), (1, 1), (4, 4)])
    told = mining_answers(texts, "xx", {("xx-0", "en-0"): 0.9, ("xx-1", "en-2"): 0.8, ("xx-4", "en-4"): 0.1}, 0.5)
    assert told.score == pytest.approx(2 * 1 / (2 + 3))
    assert told.others == {"precision": 0.5, "recall": pytest.approx(1 / 3), "threshold": 0.5}
    assert [alarm.kind for alarm in mining_answers(texts, "xx", {}, 0.5).alarms] == ["degenerate"]


@pytest.mark.parametrize(
    ("own", "gold", "said"),
    [
        ("xx-0 no tab", "xx-0\ten-0", "no id, tab and text"),
        ("xx-0\ta\nxx-0\tb", "xx-0\ten-0", "an id occurs twice"),
        ("xx-0\ta", "xx-7\ten-0", "not among the sentences"),
        ("xx-0\ta", "", "no pairs"),
    ],
)
def test_files_that_are_no_bitext_are_refused(own, gold, said):
    with pytest.raises(BadRecord, match=said):
        bitext_of(own, "en-0\tb", gold, "gold")


def test_bitext_is_mined_from_the_files_of_bucc_with_a_threshold_from_dev(world):
    (world / "bucc").mkdir()
    for part, texts in (("sample", SENTENCES[:40]), ("training", SENTENCES[40:])):
        sides = {"xx": [*map(turned, texts[:30])], "en": [*texts[:20], *texts[30:]]}
        for side, own in sides.items():
            lines = "".join(f"{side}-{number:03}\t{text}\n" for number, text in enumerate(own))
            (world / "bucc" / f"xx-en.{part}.{side}").write_text(lines, encoding="utf-8")
        (world / "bucc" / f"xx-en.{part}.gold").write_text("".join(f"xx-{at:03}\ten-{at:03}\n" for at in range(20)))
    (world / "mined.toml").write_text(FOUND + MINED)
    out, made = done(world, "mined", name="mined")
    score = {each.arm: each for each in made}
    assert score["aligned"].test["last"] > 0.5
    assert score["unaligned"].test["last"] < 0.2
    assert set(score["aligned"].others) == {"precision", "recall", "threshold"}
    told = markdown(Told.of(gather([out])))
    assert "Measured F1 in points" in told
    assert "## F1 by language" in told
    assert "Precision: xx " in told


TRANSFORMER = """
[encoders.small]
kind = "transformer"
pooling = "first"
model = "CHECKPOINT"
max_tokens = 32
[scale.states]
extends = "found"
every_encoder = "small"
without_stages = ["align"]
without_arms = ["translated", "unaligned"]
retrieval.layer = 1
[scale.states.stages.english]
epochs = 0
"""


@pytest.mark.parametrize("kind", ["xlm-roberta", "bert"])
def test_a_transformer_embeds_by_the_mean_of_the_states_of_a_layer(tmp_path, kind):
    build(kind, [*SENTENCES, *map(turned, SENTENCES)], tmp_path / kind, pieces=120, layers=3, width=32, heads=2)
    encoder = Encoder("transformer", "first", model=str(tmp_path / kind), max_tokens=32)
    known = load_model(tmp_path / kind, encoder).eval()
    model, tokenizer = AutoModel.from_pretrained(tmp_path / kind), AutoTokenizer.from_pretrained(tmp_path / kind)
    for layer, state in ((1, 1), (3, 3), (0, 3)):
        told, cut = embedded(known, SENTENCES[:9], 32, layer)
        assert not cut.any()
        for row, text in zip(told, SENTENCES, strict=False):
            inputs = tokenizer(text, return_tensors="pt")
            with torch.no_grad():
                states = model.eval()(**inputs, output_hidden_states=True).hidden_states[state]
            assert row == pytest.approx(states[0].mean(dim=0).numpy(), abs=1e-4)
    assert embedded(known, [" ".join(SENTENCES)], 32, 1)[1].tolist() == [True]


def test_a_transformer_is_tested_as_its_stages_leave_it_and_a_missing_layer_is_refused_before(world):
    build(
        "xlm-roberta", [*SENTENCES, *map(turned, SENTENCES)], world / "small", pieces=120, layers=2, width=32, heads=2
    )
    text = (FOUND + TRANSFORMER).replace("CHECKPOINT", str(world / "small"))
    (world / "states.toml").write_text(text)
    _, made = done(world, "states", name="states")
    assert [(each.language, each.items) for each in made] == [("xx", 160)]
    assert 0 < made[0].test["last"] < 0.3
    (world / "states.toml").write_text(text.replace("retrieval.layer = 1", "retrieval.layer = 3"))
    with pytest.raises(UsageError, match="layer 3, and"):
        done(world, "states", name="states")
