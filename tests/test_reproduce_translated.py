"""Translate-test: an English model on the test set in machine-translated English, as JSON lines and as tables."""

from dataclasses import replace

import pytest
import torch
from reproduce_world import SPEC, Silent, pairs, turned, write_rows, write_world

from litsynth.errors import BadRecord, MissingInput
from litsynth.reproduce.compare import judge
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.measured import gather
from litsynth.reproduce.predictions import read_table
from litsynth.reproduce.run import Choice, planned, run
from litsynth.reproduce.spec_file import load_spec
from litsynth.reproduce.stages import Stages

pytestmark = pytest.mark.usefixtures("one_thread")

TRANSLATED = """
[data.test_translated]
kind = "nli"
path = "translated/{language}.jsonl.gz"
languages = ["xx"]
read_as = "en"
[scale.mt]
without_arms = ["aligned", "unaligned"]
[scale.mt.arms.translated]
languages = ["en", "xx"]
[scale.mt.arms.translate-test]
encoder = "cbow"
stages = ["english"]
languages = ["xx"]
test = "test_translated"
[[scale.mt.claims]]
id = "test-over-train"
text = "Translating the test set beats translating the training set"
better = "translate-test"
worse = "translated"
margin = 1.0
[scale.table]
extends = "mt"
[scale.table.data.test_translated]
path = "translated/{language}.tsv"
columns = ["sentence1_en", "sentence2_en"]
"""
TEST = pairs("test", 200, 30)


def table(rows):
    """As myXNLI gives out what was translated: with a head and without ids, quotation marks as they are."""
    lines = ["label\tsentence1_en\tsentence2_en\tsentence1_xx\tsentence2_xx"]
    for row in rows:
        both = row["premise"], row["hypothesis"]
        lines.append("\t".join([row["label"], *both, *map(turned, both)]))
    return "\n".join(lines) + "\n"


@pytest.fixture
def world(tmp_path):
    write_world(tmp_path)
    write_rows(tmp_path / "translated" / "xx.jsonl.gz", TEST[::-1])
    (tmp_path / "translated" / "xx.tsv").write_text(table(TEST))
    (tmp_path / "tiny.toml").write_text(SPEC + TRANSLATED)
    return tmp_path


def plan_of(world, scale):
    spec = replace(load_spec(str(world / "tiny.toml"), scale), seeds=(1, 2))
    stages = Stages(world / scale / "stages", Folder(world), torch.device("cpu"))
    return spec, planned(spec, Choice(), stages), stages


@pytest.mark.parametrize("scale", ["mt", "table"])
def test_an_english_model_reads_the_translation_and_is_compared_item_by_item(world, scale):
    """The translation is perfect here, so that the language is as good as English; rows that lie in another order too."""
    spec, plan, stages = plan_of(world, scale)
    made = run(spec, plan, stages, world / scale, Silent())
    score = {(each.arm, each.language): each.test["last"] for each in made if each.seed == 1}
    assert score["translate-test", "xx"] == score["translated", "en"] > 0.9
    files = [next((world / scale / "results").glob(f"{arm}/xx-1/*.csv.gz")) for arm in ("translate-test", "translated")]
    one, two = (read_table(path) for path in files)
    assert [row["item_id"] for row in one] == [row["item_id"] for row in two] == [row["id"] for row in TEST]
    assert [row["gold"] for row in one] == [row["label"] for row in TEST]
    assert len({row["premise_id"] for row in one}) == 30
    assert [row["premise_id"] for row in one] == [row["premise_id"] for row in two]
    (claim,) = spec.claims
    found = judge(gather([world / scale]), claim)
    assert (found.languages, found.seeds) == (("xx",), (1, 2))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (TEST[:-1], r"test_translated in xx: 89 rows, and the test set has 90"),
        ([*TEST[1:], TEST[0]], r"row 1 \(test-200-entailment\) is neutral, and entailment in the test set"),
        ([{**row, "label": "neutral"} for row in TEST], "no row is labelled entailment, contradiction"),
        ([{**row, "label": "-"} for row in TEST], "has no label"),
    ],
)
def test_what_is_not_the_test_set_is_refused_before_anything_is_trained(world, rows, said):
    (world / "translated" / "xx.tsv").write_text(table(rows))
    with pytest.raises(BadRecord, match=said):
        plan_of(world, "table")


def test_a_translation_that_is_not_there_leaves_the_arm_out_and_is_named(world):
    (world / "translated" / "xx.tsv").unlink()
    _, plan, _ = plan_of(world, "table")
    assert [(gap.arm, gap.language, gap.missing) for gap in plan.gaps] == [
        ("translate-test", "xx", ("translated/xx.tsv",))
    ]
    assert {cell.arm.name for cell in plan.cells} == {"translated"}


def test_the_scale_that_ships_has_both_poolings_at_equal_training_data(tmp_path):
    spec = load_spec("xnli-baselines", "translate-test")
    tested = {arm.name: arm for arm in spec.arms if arm.test == "xnli_test_translated"}
    assert set(tested) == {"cbow-translate-test", "bilstm-last-translate-test", "bilstm-max-translate-test"}
    assert {stage.name for arm in tested.values() for stage in arm.stages} == {"english_head"}
    with pytest.raises(MissingInput, match="needs"):
        planned(spec, Choice(), Stages(tmp_path / "stages", Folder(tmp_path), torch.device("cpu")))


def test_one_file_may_hold_a_test_set_and_its_translation(world):
    """Two sets of other columns are two sets, whichever is read first."""
    plain = DataSet("one", "nli", "translated/xx.tsv", ("xx",), columns=("sentence1_xx", "sentence2_xx"))
    english = replace(plain, name="two", columns=("sentence1_en", "sentence2_en"))
    folder = Folder(world)
    texts = [pair.texts for pair in folder.pairs(plain, "xx")]
    assert [pair.texts for pair in folder.pairs(english, "xx")] == [(row["premise"], row["hypothesis"]) for row in TEST]
    assert texts == [(turned(row["premise"]), turned(row["hypothesis"])) for row in TEST]
