"""Paraphrases and questions with choices as tasks: what learns them, whole runs on small files, and what is refused."""

import json
import shutil
from dataclasses import replace
from math import log

import numpy as np
import pytest
import torch
from reproduce_world import Silent, turned, write_rows

from litsynth.errors import MissingInput, UsageError
from litsynth.reproduce.checkpoint import checkpoint_name, folder_of
from litsynth.reproduce.choices import Choice
from litsynth.reproduce.compare import judge
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.guards import Alarm, alarms
from litsynth.reproduce.loop import train
from litsynth.reproduce.measured import Answers, gather, shared
from litsynth.reproduce.objective import Training
from litsynth.reproduce.pairing import match_rows
from litsynth.reproduce.plan import cells
from litsynth.reproduce.predictions import Predictions, read_predictions, write_predictions
from litsynth.reproduce.pretrained.checkpoint_builder import build
from litsynth.reproduce.pretrained.choices import asked
from litsynth.reproduce.pretrained.choices import build as build_choice
from litsynth.reproduce.pretrained.model import load_model
from litsynth.reproduce.pretrained.predicting import choice_logits
from litsynth.reproduce.report import Told, markdown
from litsynth.reproduce.results import predictions_of
from litsynth.reproduce.rows import PARAPHRASE, Pair
from litsynth.reproduce.run import Choice as Part
from litsynth.reproduce.run import planned, run
from litsynth.reproduce.spec import Claim, Encoder, Optimiser, Smoothing
from litsynth.reproduce.spec_file import load_spec, with_model
from litsynth.reproduce.stages import Stages

pytestmark = pytest.mark.usefixtures("one_thread")

THINGS = "dog cat bird horse cow goat sheep duck".split()
PLACES = "garden forest river market".split()


def question(number, choices=2):
    """The right choice says the thing of the premise again; the others another one."""
    thing, place = THINGS[number % 8], PLACES[number % 4]
    others = [f"a {THINGS[(number + step) % 8]} ran" for step in range(1, choices)]
    gold = number % choices
    others.insert(gold, f"the {thing} was glad")
    return Choice(str(number), f"the {thing} of the {place} saw {number}", "What was the effect?", tuple(others), gold)


QUESTIONS = tuple(question(number) for number in range(24))


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    texts = [text for number in range(60) for text in (*question(number, 4).texts, question(number).question)]
    texts += [turned(text) for text in texts] + [row["sentence1"] for row in paws("train", 0, 40)]
    build("xlm-roberta", texts, tmp_path_factory.mktemp("checkpoint") / "tiny", pieces=300, layers=2, width=32, heads=2)
    return next(tmp_path_factory.getbasetemp().glob("checkpoint*/tiny"))


def model_of(checkpoint, values=1):
    torch.manual_seed(7)
    return load_model(checkpoint, Encoder("transformer", "first", model=str(checkpoint), max_tokens=64), values)


class _Job:
    own_head = False
    stage = type("Stage", (), {"name": "one", "objective": "choice", "settings": {}})()


@pytest.mark.parametrize("choices", [2, 5])
def test_questions_are_learnt(checkpoint, tmp_path, choices):
    rows = tuple(question(number, choices) for number in range(24))
    ready = build_choice(_Job(), model_of(checkpoint), Training(rows, rows, 0))
    before = ready.objective.loss(np.arange(24)).item()
    optimiser = Optimiser(epochs=40, batch=8, learning_rate=0.003)
    train(ready.objective, optimiser, 3, ready.score, tmp_path / "c.pt", "x", Silent())
    assert before == pytest.approx(log(choices), abs=0.3)
    assert ready.score()["dev"] > 0.95


def test_questions_of_several_sizes_go_together(checkpoint):
    """Each by itself has the scores that it has beside one with more choices, and no choice that is not there is right."""
    mixed = [question(1, 2), question(2, 5), question(3, 3)]
    model = model_of(checkpoint).eval()
    whole, cut = choice_logits(model, mixed, None, 1)
    for number, each in enumerate(mixed):
        alone, _ = choice_logits(model, [each], None, 1)
        count = len(each.choices)
        assert np.allclose(whole[number, :count], alone[0], atol=1e-5)
        assert np.isneginf(whole[number, count:]).all()
    assert not cut.any()
    assert torch.isfinite(asked(model, model.head, mixed).loss(np.arange(3)))


def test_a_choice_is_read_after_the_question_and_beside_the_premise(checkpoint):
    model = model_of(checkpoint)
    one = question(3)
    objective = asked(model, model.head, [one])
    pieces = model.pieces
    joined = pieces.joined(
        objective.premises, objective.answers, (np.asarray([0]), np.asarray([1])), 64, torch.device("cpu")
    )
    expected = pieces.tokenizer.encode(one.premise, f"What was the effect? {one.choices[1]}").ids
    assert joined.ids[0].tolist() == expected
    long = replace(one, choices=(one.choices[0], " ".join(one.choices * 12)))
    assert asked(model, model.head, [one, long]).cut().tolist() == [False, True]


def test_smoothing_goes_over_choices_too(checkpoint):
    model = model_of(checkpoint).eval()
    plain, _ = choice_logits(model, QUESTIONS, None, 1)
    smooth, _ = choice_logits(model, QUESTIONS, Smoothing(0.001, 2), 1)
    shares = np.exp(plain) / np.exp(plain).sum(axis=1, keepdims=True)
    assert np.allclose(np.exp(smooth), shares, atol=1e-2)


def paws(split, start, count):
    """Pairs in PAWS-X's own columns; two pairs of each source sentence, whose label a word tells."""
    rows = []
    for number in range(start, start + count):
        source = f"the {THINGS[number % 8]} number {number} went to the {PLACES[number % 4]}"
        for label, word in ((0, "never"), (1, "indeed")):
            second = f"{word} the {THINGS[number % 8]} of {number} was there"
            rows.append({"id": f"{split}-{number}-{label}", "sentence1": source, "sentence2": second, "label": label})
    return rows


def _paws_split(root, split, start, count, broken=False):
    rows = paws(split, start, count)
    other = [row | {"sentence1": turned(row["sentence1"]), "sentence2": turned(row["sentence2"])} for row in rows]
    if broken:  # as in PAWS-X: no sentence, no label, another label
        rows[4]["label"] = None
        other[0]["sentence2"] = "NS"
        other[7]["label"] = 1 - other[7]["label"]
    write_rows(root / split / "en.jsonl.gz", rows)
    write_rows(root / split / "xx.jsonl.gz", other)


DATA = """
[data.{name}]
kind = "paraphrase"
path = "{name}/{{language}}.jsonl.gz"
languages = ["en", "xx"]
labels = ["different", "paraphrase"]
incomplete = "leave out"
leak = "pair"
"""
HEAD = """
id = "task"
title = "Another task than NLI"
paper = "arXiv:0000.00000"
kind = "conceptual"
seeds = [1]
report = "english_dev"
carry = "english_dev"
chance = 0.5
dev = "dev"
test = "test"
deviations = []
"""
PAWS = (
    HEAD
    + 'languages = ["en", "xx"]\n'
    + "".join(DATA.format(name=name) for name in ("train", "dev", "test"))
    + """
[encoders.cbow]
kind = "cbow"
pooling = "mean"
dim = 16
classifier = 16
[encoders.joint]
kind = "transformer"
pooling = "first"
model = "someone/no-such-checkpoint"
max_tokens = 64
[stages.english]
objective = "paraphrase"
language = "en"
train = ["train:*"]
epochs = 12
batch = 16
learning_rate = 0.01
[arms.towers]
encoder = "cbow"
stages = ["english"]
[arms.joint]
encoder = "joint"
stages = ["english"]
set.english.learning_rate = 0.004
set.english.epochs = 25
[arms.shuffled]
encoder = "cbow"
stages = ["english"]
set.english.data.shuffle_labels = true
[[claims]]
id = "labels"
text = "It learns by the labels"
better = "towers"
worse = "shuffled"
margin = 1.0
[scale.small]
[scale.pairs]
"""
)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    root = tmp_path_factory.mktemp("world")
    _paws_split(root, "train", 0, 60)
    _paws_split(root, "dev", 100, 20)
    _paws_split(root, "test", 200, 30, broken=True)
    (root / "paws.toml").write_text(PAWS)
    return root


def conducted(world, spec, out, arms=()):
    stages = Stages(out / "stages", Folder(world), torch.device("cpu"))
    return run(spec, planned(spec, Part(arms), stages), stages, out, Silent())


@pytest.fixture(scope="module")
def paws_run(world, checkpoint, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    spec = with_model(load_spec(str(world / "paws.toml"), "small"), str(checkpoint))
    return out, conducted(world, replace(spec, pairing="all"), out)


def test_paraphrases_are_learnt_by_both_families_and_not_from_wrong_labels(paws_run):
    _, results = paws_run
    found = {(each.arm, each.language): each for each in results}
    assert {language for _, language in found} == {"en", "xx", "en+xx", "xx+en"}
    assert found["towers", "en"].test["last"] > 0.9
    assert found["towers", "xx"].test["last"] > 0.9
    assert found["joint", "en"].test["last"] > 0.9
    assert found["shuffled", "en"].test["last"] < 0.8


def test_each_language_is_tested_on_what_it_has_and_pairs_on_what_both_have(paws_run):
    out, results = paws_run
    items = {each.language: each.items for each in results if each.arm == "towers"}
    assert items == {"en": 59, "xx": 59, "en+xx": 57, "xx+en": 57}
    kept = predictions_of(out, next(each for each in results if each.name == "towers/en-1"), "last")
    assert kept.classes == PARAPHRASE
    assert kept.logits.shape == (59, 2)
    assert len(set(kept.premises)) == 30  # two pairs of each source
    assert gather([out]).run.left_out == {"test/en.jsonl.gz": 1, "test/xx.jsonl.gz": 1}
    assert "(1 rows without a label or a sentence left out)" in markdown(Told.of(gather([out])))


def test_the_table_of_pairs_has_a_gap_where_a_result_is_a_bug(paws_run):
    measured = gather([paws_run[0]])
    wrong = next(each for each in measured.results if each.name == "towers/en+xx-1")
    bug = replace(wrong, alarms={name: [Alarm("below chance", "x", bug=True)] for name in wrong.alarms})
    told = Told.of(replace(measured, results=tuple(bug if each is wrong else each for each in measured.results)))
    summary = next(each for each in told.arms if each.arm.name == "towers")
    assert [name for name, _ in summary.matrix] == ["en", "xx"]
    assert summary.matrix[0][1][1] is None
    assert f"| en | {summary.matrix[0][1][0]:.1f} |  |" in markdown(told)


def test_contrasts_are_on_the_items_that_all_languages_have(paws_run):
    measured = gather([paws_run[0]])
    claim = Claim("a", "", "towers", "shuffled", 1.0, languages=("en", "xx"))
    assert judge(measured, claim).headline.low > 0
    beyond = judge(measured, replace(claim, languages=(), pairing="mixed", beyond="same"))
    assert set(beyond.languages) == {"en+xx", "xx+en"}


def test_answers_are_brought_to_the_items_in_common():
    one = Answers(("a", "b", "c"), ("p", "p", "q"), np.asarray([1.0, 0.0, 1.0]))
    two = Answers(("c", "b", "d"), ("q", "p", "r"), np.asarray([0.0, 1.0, 1.0]))
    first, second = shared([one, two])
    assert first.items == second.items == ("b", "c")
    assert (first.correct.tolist(), second.correct.tolist()) == ([0.0, 1.0], [1.0, 0.0])
    assert first.premises == second.premises == ("p", "q")
    assert shared([one, one])[0] is one


def test_pairs_that_were_labelled_apart_are_matched_where_they_agree():
    one = [Pair(str(number), "a", "b", "paraphrase") for number in range(4)]
    two = [one[2], replace(one[1], label="different"), one[0]]
    own, other = match_rows(one, two, "x", apart=True)
    assert (own.tolist(), other.tolist()) == ([0, 2], [2, 0])


XCOPA = (
    HEAD
    + """
languages = ["xx", "yy"]
[data.copa]
kind = "choice"
form = "copa"
path = "copa/train.jsonl"
languages = ["en"]
leak = "pair"
[data.dev]
kind = "choice"
form = "copa"
path = "val/{language}.jsonl.gz"
languages = ["en", "xx", "yy"]
elsewhere.en = "copa/val.jsonl"
[data.test]
kind = "choice"
form = "copa"
path = "test/{language}.jsonl.gz"
languages = ["xx", "yy"]
[data.paws]
kind = "paraphrase"
path = "train/{language}.jsonl.gz"
languages = ["en"]
labels = ["different", "paraphrase"]
[encoders.joint]
kind = "transformer"
pooling = "first"
model = "someone/no-such-checkpoint"
max_tokens = 64
[stages.paws]
objective = "paraphrase"
language = "en"
train = ["paws"]
held_out = 10
epochs = 1
batch = 16
[stages.copa]
objective = "choice"
language = "en"
train = ["copa"]
epochs = 2
batch = 8
learning_rate = 0.003
[arms.none]
encoder = "joint"
stages = ["copa"]
[arms.paws]
encoder = "joint"
stages = ["paws", "copa"]
[arms.both]
encoder = "joint"
stages = ["copa"]
set.copa.mixing = "alternate"
set.copa.beside.paws = { objective = "paraphrase", train = ["paws"], held_out = 10 }
[[claims]]
id = "paws"
text = "Paraphrases first"
better = "paws"
worse = "none"
margin = 1.0
[scale.small]
"""
)


def copa_rows(start, count, change=str):
    rows = []
    for number in range(start, start + count):
        each = question(number)
        texts = {
            "premise": change(each.premise),
            "choice1": change(each.choices[0]),
            "choice2": change(each.choices[1]),
        }
        rows.append(texts | {"question": "effect", "label": each.label, "idx": number, "changed": False})
    return rows


@pytest.fixture
def xcopa(world, checkpoint):
    (world / "copa").mkdir(exist_ok=True)
    for name, start in (("train", 0), ("val", 100)):
        lines = [json.dumps(row) + "\n" for row in copa_rows(start, 24)]
        (world / "copa" / f"{name}.jsonl").write_text("".join(lines))
    for split, start in (("val", 100), ("test", 200)):
        write_rows(world / split / "xx.jsonl.gz", copa_rows(start, 24, turned))
        write_rows(world / split / "yy.jsonl.gz", copa_rows(start, 24, str.upper))
    (world / "xcopa.toml").write_text(XCOPA)
    return with_model(load_spec(str(world / "xcopa.toml"), "small"), str(checkpoint))


def test_a_whole_run_on_questions_after_another_task_and_beside_it(world, xcopa, tmp_path):
    results = conducted(world, xcopa, tmp_path)
    assert {(each.arm, each.language, each.items) for each in results} == {
        (arm, language, 24) for arm in ("none", "paws", "both") for language in ("xx", "yy")
    }
    kept = predictions_of(tmp_path, results[0], "last")
    assert (kept.classes, kept.premises) == (("choice1", "choice2"), kept.items)
    by_name = {each.name: each for each in results}
    assert by_name["paws/xx-1"].stages[1] != by_name["none/xx-1"].stages[0]
    again = conducted(world, xcopa, tmp_path)
    assert [each.seal for each in gather([tmp_path]).results] == [each.seal for each in sorted(again, key=_order)]


def _order(result):
    return result.arm, result.language, result.seed


def test_what_has_to_be_brought_is_named(world, xcopa):
    (world / "copa" / "train.jsonl").unlink()
    _, gaps = cells(xcopa, Folder(world))
    assert gaps[0].missing == ("copa/train.jsonl",)
    stages = Stages(world / "stages", Folder(world), torch.device("cpu"))
    with pytest.raises(MissingInput, match=r"no arm of task can run: none in xx needs copa/train\.jsonl"):
        planned(xcopa, Part(), stages)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("chance = 0.5", "chance = 0.3333333333333333", "test has 2 classes"),
        ('set.copa.mixing = "alternate"', "held_out = 1", "unknown key"),
        ("held_out = 10\n", "", "can not go by a dev set of kind choice"),
        ('stages = ["paws", "copa"]', 'stages = ["copa", "paws"]', "is not for a test set of kind choice"),
        ('objective = "choice"', 'objective = "nli"', "nli is not trained on data of kind choice"),
        ('report = "english_dev"', 'report = "english_dev"\npairing = "all"', "is in one language"),
        ('kind = "transformer"\npooling = "first"\nmodel = "someone/no-such-checkpoint"\nmax_tokens = 64',
         'kind = "cbow"\npooling = "mean"\ndim = 8', "a sentence encoder has no objective choice"),
    ],
)  # fmt: skip
def test_a_spec_that_does_not_fit_its_task_is_refused(tmp_path, was, now, said):
    assert was in XCOPA
    (tmp_path / "bad.toml").write_text(XCOPA.replace(was, now, 1))
    with pytest.raises(UsageError, match=said):
        load_spec(str(tmp_path / "bad.toml"), "small")


def test_a_checkpoint_that_has_seen_the_answers_is_refused(world, checkpoint, tmp_path):
    xnli = load_spec("stilts", "pretrained")
    with pytest.raises(UsageError, match=r"joeddav.*development and test sets"):
        with_model(xnli, "joeddav/xlm-roberta-large-xnli")
    assert with_model(load_spec("robust-xlt", "paws-x"), "joeddav/xlm-roberta-large-xnli")
    spec = (world / "paws.toml").read_text().replace("someone/no-such-checkpoint", "joeddav/xlm-roberta-large-xnli")
    (tmp_path / "seen.toml").write_text(spec.replace('kind = "conceptual"', 'kind = "close"\ndataset = "XNLI"'))
    with pytest.raises(UsageError, match="cannot be measured on XNLI"):
        load_spec(str(tmp_path / "seen.toml"), "small")
    copy = _copy(checkpoint, tmp_path / "mine", {"_name_or_path": "joeddav/xlm-roberta-large-xnli"})
    with pytest.raises(UsageError, match="development and test sets"):
        with_model(xnli, str(copy))


def test_a_checkpoint_that_was_fine_tuned_is_no_encoder(checkpoint, tmp_path):
    tuned = _copy(checkpoint, tmp_path / "tuned", {"architectures": ["XLMRobertaForSequenceClassification"]})
    encoder = Encoder("transformer", "first", model=str(tuned), max_tokens=64)
    with pytest.raises(UsageError, match="fine-tuned on a task already"):
        folder_of(checkpoint_name(encoder))
    assert folder_of(checkpoint_name(replace(encoder, model=str(checkpoint)))) == checkpoint


def _copy(checkpoint, to, over):
    shutil.copytree(checkpoint, to)
    config = json.loads((to / "config.json").read_text())
    (to / "config.json").write_text(json.dumps({**config, **over}))
    return to


@pytest.mark.parametrize("classes", [2, 5])
def test_below_chance_is_a_bug_for_any_number_of_classes(classes):
    """A fifth right is chance among five, and a bug of two."""
    names = tuple("abcde"[:classes])
    random = np.random.default_rng(1)
    gold = random.integers(classes, size=2000)
    fifth = np.where(random.random(2000) < 0.2, gold, (gold + random.integers(1, classes, 2000)) % classes)
    kinds = {alarm.kind for alarm in alarms(gold, fifth, 2000, names) if alarm.bug}
    assert kinds == ({"below chance", "permuted labels"} if classes == 2 else set())
    assert {alarm.kind for alarm in alarms(gold, np.zeros_like(gold), 2000, names)} == {"degenerate"}


def test_predictions_of_other_classes_come_back(tmp_path):
    told = Predictions(
        ("1", "2"), ("p", "q"), "et", np.asarray([1, 0]), np.asarray([[0.5, 1.5], [2.0, 1.0]], dtype=np.float32),
        np.asarray([False, True]), ("choice1", "choice2"),
    )  # fmt: skip
    write_predictions(tmp_path / "a.csv.gz", told)
    back = read_predictions(tmp_path / "a.csv.gz")
    assert (back.classes, back.correct.tolist()) == (told.classes, [1.0, 1.0])
    assert np.array_equal(back.logits, told.logits)


@pytest.mark.parametrize(
    ("name", "scale", "brought"),
    [
        ("robust-xlt", "paws-x", {"cross_lingual/pawsx/train/en.tsv"}),
        ("parallel-intermediate", "xcopa", {"commonsense/copa/train.jsonl", "commonsense/siqa/train.jsonl"}),
        ("stilts", "tasks", {"commonsense/cosmosqa/train.csv", "ccg/train.jsonl.gz"}),
        ("stilts", "paws-x", {"commonsense/cosmosqa/train.csv", "ccg/train.jsonl.gz"}),
        ("stilts", "xcopa", {"commonsense/cosmosqa/train.csv", "ccg/train.jsonl.gz"}),
        ("robust-xlt", "paws-x-hub", set()),
    ],
)
def test_the_packaged_scales_take_data_by_revision_or_by_path(name, scale, brought):
    spec = load_spec(name, scale)
    trained = {
        each for arm in spec.arms for stage in arm.stages for part in (stage, *stage.beside) for each in part.train
    }
    paths = {spec.data[each.partition(":")[0]].path.format(language="en", code="en") for each in trained}
    local = {path for path in paths if not path.startswith("hub:")}
    assert brought <= local
    assert all(len(path.partition("@")[2].partition("/")[0]) == 40 for path in paths - local)
    assert all(stage.optimiser.batch == 32 for arm in spec.arms for stage in arm.stages)
