"""The commands, on a small world; the second half of the work is what a reader sees."""

import json
import re
import shutil
from pathlib import Path

import pytest
import torch
from reproduce_world import pairs, write_rows, write_world

from litsynth.errors import LitsynthError
from litsynth.reproduce.costs import free_memory, memory_of, refuse_too_little
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.plan import cells
from litsynth.reproduce.predictions import read_predictions
from litsynth.reproduce.spec_file import load_spec


@pytest.fixture(autouse=True)
def _as_before():
    """A run allows deterministic kernels only: not for the tests after these."""
    yield
    torch.use_deterministic_algorithms(False)


@pytest.fixture
def world(folder: Path) -> Path:
    write_world(folder / "data")
    return folder


RUN = ("reproduce", "run", "data/tiny.toml", "--data", "data", "--out", "out", "--device", "cpu")


def test_an_experiment_from_start_to_report(litsynth_, world: Path):
    status, _, err = litsynth_(*RUN)
    assert status == 4  # one language has no data
    assert "no data: translated in yy is left out (train (yy), dev/yy.jsonl.gz, test/yy.jsonl.gz)" in err
    assert "18 results; 12 stages to train, 0 kept" in err
    assert "stage 12 of 12" in err
    assert re.search(r"18 results in out; 12 stages took \d+ s, estimated \d+ s; see: litsynth", err)
    predictions = read_predictions(world / "out" / "results" / "aligned" / "xx-1" / "dev.csv.gz")
    assert (len(predictions.items), len(set(predictions.premises))) == (90, 30)
    again = litsynth_(*RUN)[2]
    assert "0 stages to train, 12 kept; 0 steps" in again
    assert "18 results in out; see: litsynth" in again
    told = [[line for line in each.splitlines() if "test accuracy" in line] for each in (err, again)]
    assert told[0] == told[1]
    status, text, _ = litsynth_("reproduce", "report", "out")
    assert status == 0
    assert "Kind of evidence: **conceptual**" in text
    assert "| Alignment helps | aligned, unaligned | xx | 3 |" in text
    assert "**reproduced**: the interval lies above zero" in text
    assert "- It is tiny." in text
    assert "12 stages, 0.0 hours of training by the clock" in text
    assert f"Made with: cpu, torch {torch.__version__}, threads 1." in text
    assert "translated in yy: no train (yy)" in text
    assert "`train/en.jsonl.gz` " in text
    assert litsynth_("reproduce", "report", "out")[1] == text
    (values,) = map(json.loads, litsynth_("reproduce", "report", "out", "--json")[1].splitlines())
    aligned = next(arm for arm in values["arms"] if arm["arm"]["name"] == "aligned")
    english, other = aligned["scores"][:2]
    assert english["published"] == 64.5
    assert english["verdict"]["outcome"] == "no verdict"  # a conceptual run says nothing about levels
    assert other["interval"]["low"] > 100 / 3
    assert other["published"] is None


def test_a_pair_of_arms_is_compared_and_runs_of_several_seeds_are_joined(litsynth_, world: Path):
    one = (*RUN[:-4], "--out", "one", "--arm", "aligned,unaligned", "--language", "xx", "--seed", "1")
    two = (*RUN[:-4], "--out", "two", "--arm", "aligned,unaligned", "--language", "xx", "--seed", "2,3")
    assert litsynth_(*one)[0] == 0
    assert litsynth_(*two)[0] == 0
    status, out, _ = litsynth_(
        "reproduce", "compare", "one", "two", "--better", "unaligned", "--worse", "aligned", "--json"
    )
    assert status == 0
    (judged,) = map(json.loads, out.splitlines())
    assert judged["seeds"] == [1, 2, 3]
    assert judged["verdict"]["outcome"] == "not reproduced"
    assert judged["headline"]["high"] < 0
    assert judged["sign_flip_p"] == 0.25
    status, _, err = litsynth_("reproduce", "compare", "one", "--better", "aligned", "--worse", "translated")
    assert (status, "run the missing arm" in err) == (3, True)


def test_the_best_of_several_arms_is_told_with_what_choosing_is_worth(litsynth_, world: Path):
    assert litsynth_(*RUN, "--language", "xx")[0] == 0
    command = ("reproduce", "compare", "out", "--worse", "unaligned")
    status, out, _ = litsynth_(*command, "--best", "aligned,translated")
    assert status == 0
    assert out.startswith("best of 2 over unaligned: ")
    (values,) = map(json.loads, litsynth_(*command, "--best", "aligned,translated", "--json")[1].splitlines())
    assert values["arm"] in ("aligned", "translated")
    assert values["best"]["corrected"] == pytest.approx(values["best"]["gain"] - values["best"]["expected"])
    assert (values["seeds"], len(values["nested"])) == ([1, 2, 3], 3)
    status, _, err = litsynth_(*command, "--best", "aligned")
    assert (status, "at least two" in err) == (2, True)
    status, _, err = litsynth_("reproduce", "compare", "out", "--best", "aligned,translated")
    assert (status, "--worse belongs to --better or to --best" in err) == (2, True)


def test_a_small_checkpoint_is_made_and_an_experiment_runs_on_it(litsynth_, world: Path):
    sizes = ("--pieces", "300", "--layers", "1", "--width", "16", "--heads", "2")
    status, out, _ = litsynth_("reproduce", "checkpoint", "ck", "--data", "data", "--files", "train/*.jsonl.gz", *sizes)
    assert (status, "untrained" in out) == (0, True)
    spec = (world / "data" / "tiny.toml").read_text().partition("[arms.aligned]")[0]
    tower = '[encoders.cbow]\nkind = "cbow"\npooling = "mean"\ndim = 16\nclassifier = 16\n'
    assert tower in spec
    joint = tower.replace(
        '"cbow"\npooling = "mean"\ndim = 16\nclassifier = 16', '"transformer"\npooling = "first"\nmodel = "a/b"'
    )
    arm = '[arms.joint]\nencoder = "cbow"\nstages = ["english"]\nset.english.epochs = 1\n[scale.small]\n'
    (world / "data" / "joint.toml").write_text(spec.replace(tower, joint) + arm)
    command = ("reproduce", "run", "data/joint.toml", "--data", "data", "--out", "joint", "--seed", "1", "--offline")
    status, _, err = litsynth_(*command)
    assert (status, "the model a/b is not on this machine" in err) == (3, True)
    assert litsynth_(*command, "--model", "ck", "--language", "xx")[0] == 0
    timed = litsynth_("reproduce", "bench", "data/joint.toml", "--data", "data", "--model", "ck")[1]
    (row,) = map(json.loads, timed.splitlines())
    assert (row["encoder"], row["objective"], row["stages"]) == ("transformer", "nli", 3)
    assert row["ms_per_step"] > 0
    text = litsynth_("reproduce", "report", "joint")[1]
    assert "- The checkpoint is ck, not the spec's." in text
    assert "`checkpoint:ck` " in text
    assert "### joint" in text


def test_a_stage_made_by_other_code_is_refused(litsynth_, world: Path):
    command = (*RUN, "--arm", "translated", "--language", "en", "--seed", "1")
    assert litsynth_(*command)[0] == 0
    (path,) = world.glob("out/stages/*/stage.json")
    manifest = json.loads(path.read_text())
    manifest["code"]["encoders"] = "0" * 16
    path.write_text(json.dumps(manifest))
    status, _, err = litsynth_(*command)
    assert (status, "made by other code (encoders changed)" in err) == (1, True)


def test_a_result_below_chance_ends_with_a_bug_and_not_with_success(litsynth_, world: Path):
    path = world / "data" / "test" / "en.jsonl.gz"
    order = {"entailment": "neutral", "neutral": "contradiction", "contradiction": "entailment"}
    write_rows(path, [{**row, "label": order[row["label"]]} for row in pairs("test", 200, 30)])
    status, _, err = litsynth_(*RUN, "--arm", "translated", "--language", "en", "--seed", "1")
    assert status == 1
    assert "below chance" in err
    assert "labels permuted" in err
    _, text, _ = litsynth_("reproduce", "report", "out")
    assert "**BUG**" in text
    assert "A result that is a bug is left out of every number below" in text
    assert "### translated" not in text
    status, _, err = litsynth_("reproduce", "compare", "out", "--better", "translated", "--worse", "aligned")
    assert (status, "BUG, left out: translated, en, seed 1" in err) == (3, True)


@pytest.mark.parametrize("part", ["dev", "test"])
def test_a_set_without_labels_is_refused_before_anything_is_trained(litsynth_, world: Path, part: str):
    rows = pairs(part, 100, 20)
    for rest in ([], [{**row, "label": "neutral"} for row in rows]):
        write_rows(world / "data" / part / "xx.jsonl.gz", rest)
        status, _, err = litsynth_(*RUN)
        assert (status, f"{part} in xx: no row is labelled" in err) == (2, True)
        assert "stage 1" not in err


def test_what_is_missing_or_wrong_is_said_in_a_line(litsynth_, world: Path):
    status, _, err = litsynth_("reproduce", "run", "data/tiny.toml", "--data", "nowhere", "--out", "out")
    assert (status, "no folder nowhere" in err) == (3, True)
    shutil.rmtree(world / "data" / "train")
    status, _, err = litsynth_(*RUN)
    assert (status, "no arm of tiny can run: aligned in en needs train/en.jsonl.gz" in err) == (3, True)
    status, _, err = litsynth_(*RUN, "--language", "zz")
    assert (status, "tiny has no language zz (choose from: " in err) == (2, True)
    status, _, err = litsynth_(*RUN, "--arm", "alined")
    assert (status, "no arm 'alined' in tiny" in err) == (2, True)
    status, _, err = litsynth_(*RUN, "--seed", "one")
    assert (status, "not whole numbers" in err) == (2, True)
    status, _, err = litsynth_("reproduce", "report", "data")
    assert (status, "no run is kept there" in err) == (3, True)


def test_the_plan_trains_nothing_and_says_what_it_would_take(litsynth_, world: Path):
    status, _, err = litsynth_(*RUN, "--plan")
    assert status == 0
    assert "12 stages to train" in err
    assert not (world / "out" / "results").exists()


def test_too_little_memory_is_said_before_the_run(tmp_path: Path):
    write_world(tmp_path)
    found, _ = cells(load_spec(str(tmp_path / "tiny.toml"), "small"), Folder(tmp_path))
    small, large = (memory_of(found[0].job, 1000, pieces) for pieces in (10_000, 500_000))
    # Sixteen units, four bytes, seven copies a piece.
    assert large - small == 490_000 * 16 * 4 * 7
    free = free_memory(torch.device("cpu"))
    assert free is None or free > 2**20
    with pytest.raises(LitsynthError, match="of memory are needed"):
        refuse_too_little(2**60, torch.device("cpu"))


def test_experiments_are_listed_and_shown(litsynth_):
    status, out, _ = litsynth_("reproduce", "list")
    assert (status, "xnli-baselines" in out) == (0, True)
    status, out, _ = litsynth_("reproduce", "show", "xnli-baselines")
    assert status == 0
    assert "published as xnli2018/x-cbow" in out
    assert "deviation: " in out


def test_parts_of_runs_that_are_not_of_one_kind_are_not_put_together(litsynth_, world: Path):
    """The same spec by its name, in which a stage is longer now: no seeds of one experiment, though ids and scale are equal."""
    part = ("--arm", "aligned", "--language", "en")
    assert litsynth_(*RUN[:-4], "--out", "one", *part, "--seed", "1")[0] == 0
    text = (world / "data" / "tiny.toml").read_text()
    (world / "data" / "tiny.toml").write_text(text.replace("epochs = 12", "epochs = 2", 1))
    assert litsynth_(*RUN[:-4], "--out", "two", *part, "--seed", "2")[0] == 0
    status, _, err = litsynth_("reproduce", "report", "one", "two")
    assert (status, err.count("\n")) == (2, 1)
    assert "one, two: not one spec on the same data" in err


def test_damaged_files_and_odd_folders_are_told_of_in_a_line(litsynth_, world: Path):
    Path("bad.toml").write_bytes(b"\xff\xfe")
    status, _, err = litsynth_("reproduce", "show", "bad.toml")
    assert (status, err) == (2, "litsynth: spec bad.toml: no UTF-8 text (give a TOML file)\n")
    status, _, err = litsynth_(*RUN[:-4], "--out", "bad.toml")
    assert (status, err) == (2, "litsynth: --out bad.toml is a file (name a folder)\n")
    one = (*RUN[:-4], "--out", "one", "--arm", "aligned", "--language", "en", "--seed", "1")
    assert litsynth_(*one)[0] == 0
    status, _, err = litsynth_("reproduce", "compare", "one", "--best", "aligned", "--worse", "unaligned")
    assert (status, err) == (2, "litsynth: the best of aligned: one arm is no choice (name at least two)\n")
    (manifest,) = Path("one/stages").glob("*/stage.json")
    manifest.write_text("{}")
    status, _, err = litsynth_(*one)
    assert (status, err.count("\n")) == (2, 1)
    assert f"{manifest}: not a manifest" in err
    assert f"remove {manifest.parent} to train it anew" in err
