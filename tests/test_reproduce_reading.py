"""Questions on texts: forms of files, windows, measures, a head that learns, and whole runs."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import torch
from reproduce_world import SPEC, Silent, write_world

from litsynth.errors import BadRecord, UsageError
from litsynth.reproduce.annotations import Question
from litsynth.reproduce.answer_measures import answer_f1, exact_match, mlqa_words, squad_words, words_by
from litsynth.reproduce.costs import estimate
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import QaSettings
from litsynth.reproduce.loop import train
from litsynth.reproduce.objective import Training
from litsynth.reproduce.predictions import read_table
from litsynth.reproduce.pretrained import reading
from litsynth.reproduce.pretrained.checkpoint_builder import build
from litsynth.reproduce.pretrained.model import load_model
from litsynth.reproduce.pretrained.windows import windows
from litsynth.reproduce.questions import questions_in
from litsynth.reproduce.run import Choice, planned, run
from litsynth.reproduce.spec import Encoder, Optimiser
from litsynth.reproduce.spec_file import load_spec
from litsynth.reproduce.stages import Stages

COLOURS = "red blue green white black brown".split()
NAMES = "Ann Bob Cid Dora Eve Fay".split()


def question(number, where="q"):
    """Two people with a colour each; one of them is asked for."""
    first, second = NAMES[number % 6], NAMES[(number + 1 + number // 6) % 6]
    mine, theirs = COLOURS[(number * 5) % 6], COLOURS[(number * 5 + 2) % 6]
    context = f"{first} has a {mine} coat and {second} has a {theirs} hat ."
    return Question(f"{where}{number}", f"what colour has {first} ?", context, (mine,), (context.index(mine),))


ROWS = tuple(question(number) for number in range(24))
LACKING = tuple(
    replace(row, id=f"none-{row.id}", question="what colour has nobody ?", answers=(), starts=()) for row in ROWS[:8]
)

pytestmark = pytest.mark.usefixtures("one_thread")
SETTINGS = QaSettings()
KINDS = pytest.mark.parametrize("kind", ["xlm-roberta", "bert"])


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory):
    root = tmp_path_factory.mktemp("checkpoints")
    texts = [text for row in (*ROWS, *LACKING) for text in row.texts]
    for kind in ("xlm-roberta", "bert"):
        build(kind, texts, root / kind, pieces=200, layers=2, width=32, heads=2)
    return root


def model_of(checkpoints, kind="xlm-roberta", limit=64):
    torch.manual_seed(7)
    model = load_model(checkpoints / kind, Encoder("transformer", "first", model="x", max_tokens=limit))
    for part in model.modules():
        if isinstance(part, torch.nn.Dropout):
            part.p = 0.0
    return model


class _Job:
    stage = type("Stage", (), {"name": "reading", "objective": "qa", "settings": {}})()


def squad(rows, **more):
    """As the files of SQuAD are."""
    asked = [
        {
            "id": row.id,
            "question": row.question,
            "answers": [{"text": text, "answer_start": at} for text, at in zip(row.answers, row.starts, strict=True)],
            **more,
        }
        for row in rows
    ]
    paragraphs = [{"context": row.context, "qas": [one]} for row, one in zip(rows, asked, strict=True)]
    return json.dumps({"version": "1.1", "data": [{"title": "t", "paragraphs": paragraphs}]})


def test_squad_of_both_versions_and_the_rows_of_tables_are_read_alike(tmp_path):
    assert questions_in(squad(ROWS), "x") == ROWS
    plausible = squad(ROWS[:2], is_impossible=True)
    assert [row.answers for row in questions_in(plausible, "x")] == [(), ()]
    table = [
        {
            "id": row.id,
            "context": row.context,
            "question": row.question,
            "answers": {"text": list(row.answers), "answer_start": list(row.starts)},
        }
        for row in (*ROWS, *LACKING)
    ]
    pd.DataFrame(table).to_parquet(tmp_path / "qa.parquet")
    (tmp_path / "qa.json").write_text(squad(ROWS))
    folder = Folder(tmp_path)
    assert folder.questions(DataSet("qa", "qa", "qa.parquet", ("en",)), "en") == (*ROWS, *LACKING)
    assert folder.questions(DataSet("qa", "qa", "qa.json", ("en",)), "en") == ROWS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "no questions"),
        ("not json", "no questions"),
        ('{"data": []}', "no questions"),
        (squad([replace(ROWS[0], starts=(1,))]), "does not begin at 1"),
    ],
)
def test_other_forms_and_answers_in_the_wrong_place_are_refused(text, said):
    with pytest.raises(BadRecord, match=said):
        questions_in(text, "x")


def test_answers_are_compared_as_squad_does():
    assert exact_match("The  Tower!", ["a tower"], squad_words) == 1
    assert exact_match("towers", ["a tower"], squad_words) == 0
    assert answer_f1("red big coat", ["coat", "the red coat"], squad_words) == pytest.approx(0.8)
    assert answer_f1("x", ["y"], squad_words) == 0
    assert (answer_f1("", [], squad_words), exact_match("", [], squad_words)) == (1, 1)
    assert (answer_f1("red", [], squad_words), answer_f1("", ["red"], squad_words)) == (0, 0)
    assert answer_f1("the", ["an"], squad_words) == 1  # articles alone: both without words


def test_mlqa_leaves_out_the_articles_and_marks_of_each_language():
    assert mlqa_words("«La» casa", "es") == ["casa"]
    assert mlqa_words("la casa", "de") == ["la", "casa"]
    assert mlqa_words("الكتاب", "ar") == ["كتاب"]
    assert mlqa_words("北京 2008，ok", "zh") == ["北", "京", "2008ok"]
    assert words_by("mlqa", "vi")("những con mèo") == ["con", "mèo"]
    assert squad_words("«La» casa") == ["«la»", "casa"]
    with pytest.raises(UsageError, match="MLQA does not say"):
        mlqa_words("x", "sw")


@KINDS
@pytest.mark.parametrize("limit", [200, 56, 24])
def test_windows_cover_the_text_and_hold_the_answer_where_its_characters_are(checkpoints, kind, limit):
    pieces = model_of(checkpoints, kind, limit).pieces
    long = [replace(row, context=f"{row.context} {ROWS[3].context}") for row in ROWS]
    shown = windows(pieces, long, QaSettings(stride=4), limit)
    seen = 0
    for at in range(len(shown.row)):
        row, spans = long[shown.row[at]], shown.spans[shown.row[at]]
        length = int(shown.texts.lengths[at])
        assert int(shown.questions.lengths[at]) + length + pieces.frame.size <= limit
        if shown.gold[at, 0] >= 0:
            seen += 1
            first, last = shown.first[at] + shown.gold[at]
            assert row.context[spans[first, 0] : spans[last, 1]].strip() == row.answers[0]
            assert shown.gold[at, 1] < length
    assert seen >= len(long)
    for number in range(len(long)):
        own = np.flatnonzero(shown.row == number)
        covered = {shown.first[at] + place for at in own for place in range(int(shown.texts.lengths[at]))}
        assert covered == set(range(len(shown.spans[number])))
    lengths = np.asarray([len(spans) for spans in shown.spans])
    asked = pieces.sentences([row.question for row in long], 512).lengths
    room = limit - pieces.frame.size - np.minimum(asked, limit // 2)
    assert ((np.bincount(shown.row) > 1) == (lengths > room)).all()
    assert (shown.cut == (asked > limit // 2)).all()


@KINDS
def test_a_head_learns_where_answers_are_and_where_there_are_none(checkpoints, kind, tmp_path):
    rows = (*ROWS, *LACKING)
    model = model_of(checkpoints, kind)
    ready = reading.build(_Job(), model, Training(rows, rows, 0))
    before = ready.score()["dev"]
    optimiser = Optimiser(epochs=60, batch=8, learning_rate=0.003)
    progress = train(ready.objective, optimiser, 3, ready.score, tmp_path / "c.pt", "x", Silent())
    assert ready.score()["dev"] > 0.95 > before
    assert progress.history[-1]["loss"] < 0.2
    said, _ = reading.passages(model, ready.objective._head, rows, SETTINGS)
    assert said[: len(ROWS)] == [row.answers[0] for row in ROWS]
    assert said[len(ROWS) :] == [""] * len(LACKING)
    # Of a set in which every question has an answer each gets one.
    assert all(reading.passages(model, ready.objective._head, ROWS, SETTINGS)[0])


def test_the_best_passage_is_that_of_all_pairs_of_places(checkpoints):
    model = model_of(checkpoints)
    head = torch.nn.Linear(model.size, 2)
    shown = windows(model.pieces, ROWS, SETTINGS, 64)
    objective = reading.Reading(model, head, shown)
    scores, places = objective.best(3)
    rows = np.arange(len(ROWS))
    model.eval()
    with torch.no_grad():
        values, begins = (each.numpy() for each in objective._told(rows))
    for row in rows:
        text = range(begins[row], begins[row] + int(shown.texts.lengths[row]))
        by_hand = {
            (one, two): values[row, one, 0] + values[row, two, 1]
            for one in text
            for two in text
            if one <= two < one + 3
        }
        best = max(by_hand, key=by_hand.get)
        assert tuple(places[row] + begins[row]) == best
        assert scores[row] == pytest.approx([by_hand[best], values[row, 0].sum()], abs=1e-5)


QA = """
[data.squad]
kind = "qa"
path = "squad/train.json"
languages = ["en"]
[data.asked]
kind = "qa"
path = "asked/{language}.json"
languages = ["en", "xx"]
[encoders.small]
kind = "transformer"
pooling = "first"
model = "CHECKPOINT"
max_tokens = 48
[stages.reading]
objective = "qa"
language = "en"
train = ["squad"]
epochs = 2
batch = 8
learning_rate = 0.003
held_out = 4
[scale.asked]
every_encoder = "small"
swap_stages = {english = "reading"}
without_stages = ["align"]
without_arms = ["unaligned", "translated"]
dev = ""
test = "asked"
dataset = "asked"
metric = "exact match"
chance = 0.0
[scale.asked.arms.aligned]
published = ""
"""


@pytest.fixture
def world(tmp_path, checkpoints):
    write_world(tmp_path)
    (tmp_path / "squad").mkdir()
    (tmp_path / "asked").mkdir()
    (tmp_path / "squad" / "train.json").write_text(squad((*ROWS, *LACKING)))
    for code in ("en", "xx"):
        rows = [replace(row, id=row.id, context=f"{row.context} yes .") for row in ROWS[:6]]
        asked = [replace(row, question=f"{row.question} {code}") for row in rows]
        (tmp_path / "asked" / f"{code}.json").write_text(squad(asked))
    (tmp_path / "tiny.toml").write_text((SPEC + QA).replace("CHECKPOINT", str(checkpoints / "xlm-roberta")))
    return tmp_path


def test_a_run_on_questions_keeps_every_answer_and_both_measures(world):
    spec = replace(load_spec(str(world / "tiny.toml"), "asked"), seeds=(1,))
    out = world / "out"
    stages = Stages(out / "stages", Folder(world), torch.device("cpu"))
    plan = planned(spec, Choice(), stages)
    (cost,) = estimate(plan.to_do, Folder(world), torch.device("cpu")).values()
    assert cost.steps == 2 * 4
    assert cost.seconds > 0
    made = run(spec, plan, stages, out, Silent())
    assert [(each.language, each.items, each.premises) for each in made] == [("en", 6, 6), ("xx", 6, 6)]
    assert all(set(each.others) == {"F1"} for each in made)
    rows = read_table(next(out.glob("results/aligned/xx-1/*.csv.gz")))
    assert [row["gold"] for row in rows] == [row.answers[0] for row in ROWS[:6]]
    told = [exact_match(row["predicted"], [row["gold"]], squad_words) for row in rows]
    assert [float(row["right"]) for row in rows] == told
    assert made[1].test["english_dev"] == pytest.approx(np.mean(told)) or made[1].test["last"] == pytest.approx(
        np.mean(told)
    )


def test_a_test_set_without_answers_is_refused_and_so_is_a_sentence_encoder(world):
    spec = load_spec(str(world / "tiny.toml"), "asked")
    (world / "asked" / "xx.json").write_text(squad([replace(row, answers=(), starts=()) for row in ROWS[:3]]))
    stages = Stages(world / "out" / "stages", Folder(world), torch.device("cpu"))
    with pytest.raises(BadRecord, match="no question has an answer"):
        planned(spec, Choice(), stages)
    text = (world / "tiny.toml").read_text().replace('every_encoder = "small"\n', "")
    (world / "other.toml").write_text(text)
    with pytest.raises(UsageError, match="sentence encoder has no objective qa"):
        load_spec(str(world / "other.toml"), "asked")


def test_an_arm_that_ends_without_a_head_for_questions_is_refused(world):
    text = (
        (world / "tiny.toml").read_text().replace('swap_stages = {english = "reading"}\n', "").replace('dev = ""\n', "")
    )
    (world / "other.toml").write_text(text)
    with pytest.raises(UsageError, match="questions is answered by no head of nli"):
        load_spec(str(world / "other.toml"), "asked")
