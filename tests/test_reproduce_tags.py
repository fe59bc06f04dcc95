"""Tagging as a target: forms of files, spans, measures, guards, and whole runs on both kinds of encoders."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import torch
from reproduce_world import SPEC, Silent, turned, write_world

from litsynth.errors import BadRecord, UsageError
from litsynth.reproduce.annotations import Tagged
from litsynth.reproduce.compare import judge
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.measured import gather
from litsynth.reproduce.predictions import read_table
from litsynth.reproduce.pretrained.checkpoint_builder import build
from litsynth.reproduce.run import Choice, planned, run
from litsynth.reproduce.spec_file import load_spec
from litsynth.reproduce.stages import Stages
from litsynth.reproduce.tag_files import bio_sentences, conllu_sentences
from litsynth.reproduce.tag_measures import refuse_one_tag, spans_of, tagging_answers

pytestmark = pytest.mark.usefixtures("one_thread")

CONLLU = """# sent_id = 1
# text = im Haus
1-2\tim\t_\t_\t_\t_\t_\t_\t_\t_
1\tin\tin\tADP\tAPPR\t_\t3\tcase\t_\t_
2\tdem\tder\tDET\tART\t_\t3\tdet\t_\t_
3\tHaus\tHaus\tNOUN\tNN\t_\t0\troot\t_\t_
3.1\tgone\tgo\tVERB\t_\t_\t_\t_\t_\t_

# text = 1 000 Hunde
1\t1 000\t1000\tNUM\t_\t_\t2\tnummod\t_\t_
2\tHunde\tHund\tNOUN\t_\t_\t0\troot\t_\t_
"""


def test_a_treebank_is_read_by_the_words_of_its_trees():
    one, two = conllu_sentences(CONLLU, "x")
    assert (one.tokens, one.tags) == (("in", "dem", "Haus"), ("ADP", "DET", "NOUN"))
    assert (two.tokens, two.tags) == (("1 000", "Hunde"), ("NUM", "NOUN"))
    assert list(conllu_sentences(CONLLU.replace("\n", "\r\n"), "x")) == [one, two]


def test_entities_are_read_with_and_without_the_language_before_each_token():
    plain = "Ann\tB-PER\n:\tO\n\n\nBerlin X I-LOC\n"
    one, two = bio_sentences(plain, "x")
    assert (one.tokens, one.tags) == (("Ann", ":"), ("B-PER", "O"))
    assert (two.tokens, two.tags) == (("Berlin",), ("I-LOC",))
    marked = list(bio_sentences("de:Ann\tB-PER\nde::\tO\n\nde:Berlin\tI-LOC", "x"))
    assert [row.tokens for row in marked] == [("Ann", ":"), ("Berlin",)]
    (mixed,) = bio_sentences("de:Ann\tB-PER\nx\tO", "x")
    assert mixed.tokens == ("de:Ann", "x")


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (conllu_sentences, "1\tHaus\tNOUN", "x:1: 3 columns, not 10"),
        (conllu_sentences, "# nothing\n", "no sentences"),
        (bio_sentences, "Ann", "x:1: 'Ann' is no token with its tag"),
        (bio_sentences, "Ann\tPER", "no token with its tag"),
        (bio_sentences, "\n\n", "no sentences"),
    ],
)
def test_other_files_are_refused_with_the_line(read, text, said):
    with pytest.raises(BadRecord, match=said):
        list(read(text, "x"))


def test_tags_that_are_numbers_have_the_names_of_the_spec(tmp_path):
    rows = [{"tokens": ["a", "b"], "ner_tags": [0, 2]}, {"tokens": ["c"], "ner_tags": [1]}]
    pd.DataFrame(rows).to_parquet(tmp_path / "t.parquet")
    data = DataSet("t", "tags", "t.parquet", ("en",), labels=("O", "B-PER", "I-PER"), tags="ner_tags")
    assert [row.tags for row in Folder(tmp_path).tagged(data, "en")] == [("O", "I-PER"), ("B-PER",)]
    with pytest.raises(BadRecord, match="tag 2 of 0 is no name of a tag"):
        Folder(tmp_path).tagged(replace(data, labels=("O", "B-PER")), "en")


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("O O", set()),
        ("B-PER I-PER", {(0, 2, "PER")}),
        ("B-PER B-PER", {(0, 1, "PER"), (1, 2, "PER")}),
        ("B-PER I-LOC", {(0, 1, "PER"), (1, 2, "LOC")}),
        ("I-PER O I-PER", {(0, 1, "PER"), (2, 3, "PER")}),
        ("B-PER O I-PER I-PER", {(0, 1, "PER"), (2, 4, "PER")}),
    ],
)
def test_spans_are_those_of_conlleval(tags, spans):
    assert spans_of(tags.split()) == spans


def test_measures_are_over_all_words_and_all_spans_and_what_was_not_read_is_wrong():
    rows = [
        Tagged("1", ("a", "b", "c"), ("B-PER", "I-PER", "O")),
        Tagged("2", ("d", "e"), ("B-LOC", "O")),
    ]
    said = [["B-PER", "I-PER", "B-LOC"], ["B-PER", ""]]
    names = ["B-LOC", "B-PER", "I-PER", "O"]
    accuracy = tagging_answers(rows, said, "xx", "accuracy", names)
    assert accuracy.score == pytest.approx(2 / 5)
    assert accuracy.truncated.tolist() == [False, True]
    assert accuracy.predicted == ("B-PER I-PER B-LOC", "B-PER -")
    spans = tagging_answers(rows, said, "xx", "F1", names)
    assert (spans.right.tolist(), spans.told.tolist(), spans.wanted.tolist()) == ([1, 0], [2, 1], [1, 1])
    assert spans.score == pytest.approx(2 * 1 / (3 + 2))
    assert spans.correct.mean() == pytest.approx(spans.score)
    assert spans.others == {"accuracy of words": pytest.approx(2 / 5)}


def test_one_tag_for_all_words_is_marked_and_less_than_chance_is_a_bug():
    tags = tuple("AB" * 10)
    rows = [Tagged(str(number), ("w",) * 20, tags) for number in range(200)]
    same = tagging_answers(rows, [["A"] * 20] * 200, "xx", "accuracy", ["A", "B"])
    assert [alarm.kind for alarm in same.alarms] == ["degenerate"]
    wrong = tagging_answers(rows, [list("BA" * 10)] * 200, "xx", "accuracy", ["A", "B"])
    assert [(alarm.kind, alarm.bug) for alarm in wrong.alarms] == [("below chance", True)]
    none = tagging_answers(
        [replace(row, tags=("B-X", "O") * 10) for row in rows], [["O"] * 20] * 200, "xx", "F1", ["O", "B-X"]
    )
    assert [alarm.message for alarm in none.alarms][-1] == "no span was found"
    with pytest.raises(BadRecord, match="placeholders"):
        refuse_one_tag([Tagged("1", ("a", "b"), ("O", "O"))], "x")


TAGS = """
[data.bank]
kind = "conllu"
path = "bank/{language}-train.conllu"
languages = ["en", "xx"]
[data.bank_test]
kind = "conllu"
path = "bank/{language}-test.conllu"
languages = ["en", "xx"]
[data.entities]
kind = "bio"
path = "ner/{language}/train"
languages = ["en"]
[data.entities_test]
kind = "bio"
path = "ner/{language}/test"
languages = ["en", "xx"]
[encoders.small]
kind = "transformer"
pooling = "first"
model = "CHECKPOINT"
max_tokens = 48
[stages.pos]
objective = "tagging"
language = "en"
train = ["bank"]
epochs = 12
batch = 8
learning_rate = 0.01
held_out = 4
[scale.pos]
swap_stages = {english = "pos"}
without_stages = ["align"]
without_arms = ["unaligned"]
dev = ""
test = "bank_test"
dataset = "bank"
chance = 0.2
languages = ["en", "xx"]
vocabulary = ["bank:en+xx"]
claims = [{id = "own", text = "own", better = "translated", worse = "aligned", margin = 1.0}]
[scale.pos.arms.aligned]
published = ""
[scale.pos.arms.translated]
stages = ["pos"]
languages = ["en", "xx"]
set.pos.train = ["bank:en+xx"]
[scale.ner]
extends = "pos"
test = "entities_test"
metric = "F1"
vocabulary = []
every_encoder = "small"
without_arms = ["unaligned", "translated"]
claims = []
[scale.ner.stages.pos]
train = ["entities"]
epochs = 20
learning_rate = 0.003
"""
KINDS = {"dog": "NOUN", "cat": "NOUN", "runs": "VERB", "sleeps": "VERB", "big": "ADJ", "old": "ADJ", "the": "DET"}
PEOPLE, TOWNS = ["ann", "bob", "cid"], ["bern", "oslo", "kyiv"]


def sentences(start, count):
    """Such as "the big dog runs": every word has one tag."""
    made = []
    for number in range(start, start + count):
        nouns, verbs, marks = ["dog", "cat"], ["runs", "sleeps"], ["big", "old"]
        words = ["the", marks[number % 2], nouns[number // 2 % 2], verbs[number // 4 % 2]]
        made.append(words if number % 3 else [*words, *words[: 1 + number // 3 % 3]])
    return made


def bank(rows, name):
    lines = []
    for words in rows:
        lines += [f"{at}\t{word}\t_\t{KINDS[plain]}\t_\t_\t0\t_\t_\t_" for at, (word, plain) in enumerate(words, 1)]
        lines.append("")
    name.parent.mkdir(parents=True, exist_ok=True)
    name.write_text("\n".join(lines))


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    root = tmp_path_factory.mktemp("checkpoints")
    texts = [*KINDS, *(f"{one} went to {two}" for one in PEOPLE for two in TOWNS), "gone far away"]
    return build("xlm-roberta", texts, root / "small", pieces=90, layers=2, width=32, heads=2).folder


@pytest.fixture
def world(tmp_path, checkpoint):
    write_world(tmp_path)
    for part, start, count in (("train", 0, 60), ("test", 3, 7)):
        rows = sentences(start, count)
        if part == "test":
            rows = [[*words, "the", "old", "cat", "sleeps", "the"] for words in rows]
        bank([[(word, word) for word in row] for row in rows], tmp_path / "bank" / f"en-{part}.conllu")
        bank([[(turned(word), word) for word in row] for row in rows], tmp_path / "bank" / f"xx-{part}.conllu")
    for code, people in (("en", PEOPLE), ("xx", PEOPLE[::-1])):
        (tmp_path / "ner" / code).mkdir(parents=True)
        for part, times in (("train", 1), ("test", 2)):
            lines = [
                f"{code}:{one}\tB-PER\n{code}:went\tO\n{code}:to\tO\n{code}:{two}\tB-LOC\n" + f"{code}:far\tO\n" * times
                for one in people
                for two in TOWNS
            ]
            (tmp_path / "ner" / code / part).write_text("\n".join(lines * (6 if part == "train" else 1)))
    (tmp_path / "tiny.toml").write_text((SPEC + TAGS).replace("CHECKPOINT", str(checkpoint)))
    return tmp_path


def done(world, scale, seeds=(1, 2)):
    spec = replace(load_spec(str(world / "tiny.toml"), scale), seeds=seeds)
    out = world / f"out-{scale}"
    stages = Stages(out / "stages", Folder(world), torch.device("cpu"))
    plan = planned(spec, Choice(), stages)
    assert not plan.gaps
    return out, run(spec, plan, stages, out, Silent())


def test_a_sentence_encoder_learns_parts_of_speech_and_knows_no_words_of_another_language(world):
    out, made = done(world, "pos")
    score = {(each.arm, each.language): each.test["last"] for each in made if each.seed == 1}
    assert score["aligned", "en"] == score["translated", "en"] == 1.0
    assert score["translated", "xx"] == 1.0
    assert score["aligned", "xx"] < 0.7
    (claim,) = gather([out]).run.experiment.claims
    found = judge(gather([out]), claim)
    assert found.languages == ("xx",)
    assert found.headline.value == pytest.approx(100 * np.mean(found.by_seed) / 100)
    rows = read_table(next(out.glob("results/translated/xx-1/*.csv.gz")))
    assert rows[0]["gold"].split()[:3] == ["DET", "ADJ", "NOUN"]
    assert {row["gold"] == row["predicted"] for row in rows} == {True}


def test_a_transformer_learns_entities_and_they_are_scored_span_by_span(world):
    _, made = done(world, "ner", (1,))
    score = {each.language: each for each in made}
    assert score["en"].test["last"] > 0.9
    assert score["xx"].test["last"] > 0.9  # the same names in another order
    assert score["en"].others.keys() == {"accuracy of words"}
    assert score["en"].items == 9


def test_words_beyond_the_limit_are_not_read(world):
    text = (world / "tiny.toml").read_text().replace("max_tokens = 48", "max_tokens = 9")
    (world / "tiny.toml").write_text(text)
    _, made = done(world, "ner", (1,))
    assert made[0].truncated == 1.0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('metric = "F1"', 'metric = "exact match"', "tagging is not measured by exact match"),
        ('swap_stages = {english = "pos"}', "", "nli can not go by a dev set of kind none"),
        ('train = ["entities"]', 'train = ["entities_test"]', "trained on its test set"),
    ],
)
def test_arms_that_do_not_fit_are_refused(world, old, new, said):
    (world / "tiny.toml").write_text((world / "tiny.toml").read_text().replace(old, new))
    with pytest.raises(UsageError, match=said):
        load_spec(str(world / "tiny.toml"), "ner")


def test_a_manifest_tells_the_leaks_of_treebanks(world):
    """One sentence of the training part is made one of the test part, whose words decide, not its tags."""
    own = (world / "bank" / "en-test.conllu").read_text().split("\n\n")[0].replace("ADJ", "X")
    path = world / "bank" / "en-train.conllu"
    path.write_text(f"{own}\n\n{path.read_text()}")
    out, _ = done(world, "pos", (1,))
    told = [json.loads(each.read_text())["counts"]["leaks"] for each in out.glob("stages/*/stage.json")]
    assert sorted(told) == [1, 1]
