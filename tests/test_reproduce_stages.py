"""Stages on one encoder of all languages: what a spec may say, what is read, and the same numbers after an interruption."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
import reproduce_world
import torch
from reproduce_world import pairs, turned, write_rows, write_world

from litsynth.errors import UsageError
from litsynth.reproduce import loop
from litsynth.reproduce.code_identity import code_identity, differing
from litsynth.reproduce.costs import estimate
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import OBJECTIVES
from litsynth.reproduce.plan import cells, jobs, key_of
from litsynth.reproduce.results import Run, joined, read_run
from litsynth.reproduce.run import Choice, planned, run
from litsynth.reproduce.spec_file import load_spec, packaged, read_spec
from litsynth.reproduce.stages import Stages

JOINT = """
vocabulary = ["train:*", "scores"]
[data.scores]
kind = "similarity"
path = "scores/{language}.jsonl.gz"
languages = ["en"]
[data.tags]
kind = "tags"
path = "tags/{language}.jsonl.gz"
languages = ["en"]
[stages.nli]
objective = "nli"
language = "en"
train = ["train"]
epochs = 12
batch = 16
learning_rate = 0.01
[stages.before]
objective = "pair"
language = "en"
train = ["parallel:*"]
epochs = 6
epoch_rows = 80
batch = 16
learning_rate = 0.01
[stages.mix]
objective = "mlm"
language = "en"
train = ["train:*"]
epochs = 3
epoch_rows = 96
batch = 16
mixing = "alternate"
[stages.mix.beside.tlm]
objective = "tlm"
train = ["parallel:*"]
negatives = 20
[stages.mix.beside.clwr]
objective = "clwr"
train = ["parallel:*"]
[stages.both]
objective = "nli"
language = "en"
train = ["train"]
epochs = 2
batch = 16
[stages.both.beside.sim]
objective = "similarity"
train = ["scores"]
weight = 0.5
[stages.both.beside.tagged]
objective = "tagging"
train = ["tags"]
[stages.joint]
objective = "align_joint"
language = "en"
train = ["parallel:*"]
epochs = 12
batch = 16
learning_rate = 0.02
[arms.none]
encoder = "cbow"
stages = ["nli"]
[arms.before]
encoder = "cbow"
stages = ["before", "nli"]
[arms.broken]
encoder = "cbow"
stages = ["before", "nli"]
set.before.data.break_pairs = true
[arms.mixed]
encoder = "cbow"
stages = ["mix", "both"]
[arms.mixed-broken]
encoder = "cbow"
stages = ["mix", "both"]
set.mix.beside.tlm.data.break_pairs = true
[arms.moved]
encoder = "cbow"
stages = ["nli", "joint"]
"""


def text_of(old="", new=""):
    head, rest = reproduce_world.SPEC.split("[data.train]", 1)
    top, tables = JOINT.split("[data.scores]", 1)
    whole = f"{head}{top}[data.train]{rest}[data.scores]{tables}"
    assert old in whole
    return whole.replace(old, new, 1)


def spec(old="", new=""):
    return read_spec(tomllib.loads(text_of(old, new)), "tiny", "small")


@pytest.fixture
def world(tmp_path: Path) -> Path:
    write_world(tmp_path)
    rows = pairs("train", 0, 40)
    scored = [
        {"id": row["id"], "sentence1": row["premise"], "sentence2": row["hypothesis"], "score": float(number % 6)}
        for number, row in enumerate(rows)
    ]
    write_rows(tmp_path / "scores" / "en.jsonl.gz", scored)
    tagged = [
        {
            "id": row["id"],
            "tokens": row["premise"].split(),
            "tags": ["O", "B-THING", *["O"] * 6][: len(row["premise"].split())],
        }
        for row in rows
    ]
    write_rows(tmp_path / "tags" / "en.jsonl.gz", tagged)
    (tmp_path / "joint.toml").write_text(text_of())
    return tmp_path


class Quiet:
    def step(self, done, total, loss):
        pass

    def job(self, job):
        pass

    def cell(self, result):
        pass


def conduct(world: Path, out: Path, arm: str, reporter):
    experiment = replace(load_spec(str(world / "joint.toml"), "small"), seeds=(1,))
    stages = Stages(out / "stages", Folder(world), torch.device("cpu"))
    return run(experiment, planned(experiment, Choice((arm,), ("xx",)), stages), stages, out, reporter)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"pair"\nlanguage = "en"\ntrain = ["parallel:*"]', '"pair"\nlanguage = "en"\ntrain = ["train"]', "on data of kind nli"),
        ('train = ["scores"]\nweight', 'train = ["parallel"]\nweight', "similarity is not trained on data of kind parallel-nli"),
        ('train = ["tags"]', 'train = ["tagz"]', "no data set 'tagz'"),
        ("weight = 0.5", "weight = 0", "weight is above 0"),
        ("weight = 0.5", "wait = 0.5", "unknown key wait"),
        ('mixing = "alternate"', 'mixing = "both"', "one of: sum, alternate"),
        ('mixing = "alternate"', "micro = 4", "whole batches"),
        ("negatives = 20", "negatives = 0", "at least 1"),
        ("negatives = 20", "head = 20", "unknown key head"),
        ("epoch_rows = 80", "epoch_rows = -1", "epoch_rows is negative"),
        ('objective = "clwr"', 'objective = "align_joint"', "make it a stage"),
        ('vocabulary = ["train:*"', 'vocabulary = ["trane:*"', "no data set 'trane'"),
        ('train = ["train:*"]\nepochs = 3', 'train = ["train:en+"]\nepochs = 3', "empty language"),
        ('train = ["train"]\nepochs = 2', 'train = ["train"]\ndev = "tegs"\nepochs = 2', "no data set 'tegs'"),
        ('stages = ["nli", "joint"]', 'stages = ["joint"]', "begins with a stage that needs no other"),
    ],
)  # fmt: skip
def test_a_wrong_stage_is_refused_with_the_name_of_what_is_wrong(old, new, said, world):
    with pytest.raises(UsageError) as raised:
        cells(spec(old, new), Folder(world))
    assert said in f"{raised.value.message} {raised.value.remedy}"


def test_one_model_reads_all_languages_and_what_it_learnt_is_carried_over(world, tmp_path):
    """The other language has no word of English: without parallel text it is chance."""
    found = {arm: conduct(world, tmp_path / "out", arm, Quiet())[0].test["english_dev"] for arm in ("none", "moved")}
    assert found["none"] < 0.5
    assert found["moved"] > 0.8


def test_parts_of_an_experiment_run_into_one_folder_are_one_run(world, tmp_path):
    out = tmp_path / "out"
    alone = {}
    for arm in ("none", "moved"):
        conduct(world, tmp_path / arm, arm, Quiet())
        alone[arm] = read_run(tmp_path / arm).checksums
        conduct(world, out, arm, Quiet())
    assert alone["none"] != alone["moved"]
    assert read_run(out).checksums == alone["none"] | alone["moved"]


def test_what_a_folder_held_before_counts_while_spec_and_files_are_the_same(world):
    experiment = spec("weight = 0.5", "weight = 0.5")
    before = Run(experiment, {"a": "1", "b": "2"}, ["x in de: no a", "y in de: no c"])
    now = Run(experiment, {"c": "3", "a": "1"}, ["z in de: no d"])
    assert joined(now, before, {"x in de"}) == Run(
        experiment, {"a": "1", "b": "2", "c": "3"}, ["z in de: no d", "y in de: no c"]
    )
    by_seed = joined(replace(now, experiment=replace(experiment, seeds=(2,))), before, set())
    assert by_seed.experiment.seeds == tuple(sorted({*experiment.seeds, 2}))
    assert by_seed.checksums == {"a": "1", "b": "2", "c": "3"}
    for other in (
        None,
        replace(before, checksums={"a": "9"}),
        replace(before, experiment=spec("epochs = 12", "epochs = 9")),
    ):
        assert joined(now, other, set()) == replace(now, checksums={"a": "1", "c": "3"})


def test_a_mixture_that_was_interrupted_comes_to_the_same_numbers(world, tmp_path, monkeypatch):
    monkeypatch.setattr(loop, "CHECKPOINT_SECONDS", 0.0)

    class Killer(Quiet):
        taken = 0

        def step(self, done, total, loss):
            self.taken += 1
            if self.taken in (8, 25):  # the mixture takes 18 steps, NLI with its auxiliary losses 16
                raise KeyboardInterrupt

    killer = Killer()
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            conduct(world, tmp_path / "cut", "mixed", killer)
    (cut,) = conduct(world, tmp_path / "cut", "mixed", Quiet())
    (whole,) = conduct(world, tmp_path / "whole", "mixed", Quiet())
    assert cut == whole
    for path in (tmp_path / "whole").glob("stages/*/*.pt"):
        other = tmp_path / "cut" / path.relative_to(tmp_path / "whole")
        one, two = (torch.load(each, weights_only=True) for each in (path, other))
        assert one.keys() == two.keys()
        assert all(torch.equal(one[name], two[name]) for name in one)
    scores = [path.read_text() for path in (tmp_path / "whole").glob("stages/*/stage.json")]
    assert any('"tlm.dev"' in text and '"clwr.rows"' in text for text in scores)
    assert any('"sim.spearman"' in text and '"tagged.dev"' in text for text in scores)


def test_what_a_stage_is_made_of_is_in_its_key_and_in_its_code(world):
    def keys(experiment, arm):
        folder = Folder(world)
        found, _ = cells(experiment, folder)
        (cell,) = [each for each in found if (each.arm.name, each.language, each.seed) == (arm, "xx", 1)]
        return [key_of(job, folder) for job in cell.job.lineage]

    plain = keys(spec(), "mixed")
    assert keys(spec(), "mixed-broken")[0] != plain[0]
    assert keys(spec('mixing = "alternate"', 'mixing = "sum"'), "mixed")[0] != plain[0]
    assert keys(spec('vocabulary = ["train:*", "scores"]', 'vocabulary = ["train:*"]'), "mixed")[0] != plain[0]
    assert keys(spec("weight = 0.5", "weight = 0.25"), "mixed")[0] == plain[0]
    assert keys(spec("weight = 0.5", "weight = 0.25"), "mixed")[1] != plain[1]
    mix, both = spec().arm("mixed").stages
    encoder = spec().arm("mixed").encoder
    assert set(differing(code_identity(mix, encoder), code_identity(both, encoder))) == {
        "classification", "masked", "recovery", "similarity", "tag_files", "tagging", "word_prediction",
    }  # fmt: skip


def test_languages_of_the_training_data_are_those_in_which_test_sentences_are_kept_out(world, tmp_path):
    test = pairs("test", 200, 1)
    leak = {**pairs("train", 0, 1)[0], "id": "leak", "premise": turned(test[0]["premise"])}
    rows = [
        {**row, "premise": turned(row["premise"]), "hypothesis": turned(row["hypothesis"])}
        for row in pairs("train", 0, 40)
    ]
    write_rows(world / "train" / "xx.jsonl.gz", [*rows, leak])
    conduct(world, tmp_path / "out", "mixed", Quiet())
    manifests = [path.read_text() for path in (tmp_path / "out").glob("stages/*/stage.json")]
    assert sum('"leaks": 1' in text for text in manifests) == 1  # the masked words, which read both languages


def test_too_little_data_is_said(world, tmp_path):
    write_rows(world / "tags" / "en.jsonl.gz", [{"id": "1", "tokens": ["the", "dog"], "tags": ["O", "B-THING"]}])
    with pytest.raises(UsageError, match="1 rows to train on, 0 for dev"):
        conduct(world, tmp_path / "out", "mixed", Quiet())


def test_a_data_set_that_a_part_needs_and_that_is_not_there_is_a_gap(world):
    (world / "tags" / "en.jsonl.gz").unlink()
    _, gaps = cells(spec(), Folder(world))
    assert {gap.arm for gap in gaps} == {"translated", "mixed", "mixed-broken"}
    assert all(gap.missing == ("tags/en.jsonl.gz",) for gap in gaps if gap.arm == "mixed")


def test_every_kind_of_step_can_be_timed_and_steps_are_counted(world):
    found, _ = cells(replace(spec(), seeds=(1,)), Folder(world))
    todo = list(jobs([cell for cell in found if cell.language == "xx"]))
    costs = {
        job.stage.name: costs
        for job in todo
        if (costs := estimate([job], Folder(world), torch.device("cpu"))[job.name])
    }
    assert (costs["before"].steps, costs["mix"].steps, costs["both"].steps) == (30, 18, 16)
    assert all((cost.seconds > 0) is (cost.steps > 0) for cost in costs.values())


@pytest.mark.parametrize("name", packaged())
def test_every_scale_of_a_packaged_spec_loads_and_its_claims_say_what_they_are_about(name):
    for scale in (
        ("small", "full", "sick")
        if name in ("stilts", "syntactic-vs-semantic", "parallel-intermediate")
        else ("small",)
    ):
        experiment = load_spec(name, scale)
        assert all(claim.about for claim in experiment.claims)
        used = {stage.objective for arm in experiment.arms for stage in arm.stages}
        assert used <= set(OBJECTIVES)
        assert (scale == "sick") is (experiment.dataset == "SICK")
