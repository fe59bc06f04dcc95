import tomllib
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import reproduce_world
from hypothesis import given, settings
from hypothesis import strategies as st
from reproduce_world import pairs, turned, write_rows, write_world

from litsynth.errors import BadRecord, MissingInput, UsageError
from litsynth.reproduce.code_identity import code_identity, differing
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.guards import alarms, refuse_placeholders
from litsynth.reproduce.leaks import without_leaks
from litsynth.reproduce.plan import cells, job_of, jobs, key_of
from litsynth.reproduce.plugins import apply_all
from litsynth.reproduce.plugins.context import Context
from litsynth.reproduce.published.table import published_row
from litsynth.reproduce.rows import LABELS, Pair, Translation, label_of, pair_of, premise_ids, translations_of
from litsynth.reproduce.source import data_set_of
from litsynth.reproduce.spec_file import load_spec, packaged, read_spec
from litsynth.reproduce.tasks import BOTH_SIDES, METRICS, TRAINED_BY, task_of
from litsynth.reproduce.vocabulary import UNKNOWN, build, encode, normalise, words


def spec(old="", new="", scale="small"):
    text = reproduce_world.SPEC
    assert old in text
    return read_spec(tomllib.loads(text.replace(old, new, 1)), "tiny", scale)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "tiny"', 'id = "tiny"\nspeed = 3', "unknown key speed"),
        ('pooling = "mean"', 'pooling = "mean"\nwidth = 3', "width"),
        ("held_out = 10", "heldout = 10", "unknown key heldout"),
        ("held_out = 10", "negative_weight = 0.5", "without a lower bound"),
        ("set.align.epochs = 0", "set.align.epoch = 0", "unknown key epoch"),
        ("set.align.epochs = 0", "set.english2.epochs = 0", "unknown key english2"),
        ("set.align.epochs = 0", "set.align.data.shuffle = true", "unknown data plug-in shuffle"),
        ("set.align.epochs = 0", "set.align.data.subsample = true", "True is not int"),
        ('stages = ["english", "align"]', 'stages = ["align"]', "begins with a stage that needs no other"),
        ('stages = ["english", "align"]', 'stages = ["english", "aline"]', "no stage 'aline'"),
        ('train = ["parallel"]', 'train = ["paralel"]', "no data set 'paralel'"),
        ('better = "aligned"', 'better = "alined"', "no arm 'alined'"),
        ('objective = "nli"', 'objective = "nla"', "unknown objective nla"),
        ('kind = "conceptual"', 'kind = "perfect"', "perfect"),
        ("seeds = [1, 2, 3]", "seeds = [1, 1]", "each once"),
        ("[scale.small]", "[scale.small.encoder.cbow]\ndim = 3", "unknown key encoder"),
        ("dim = 16", "dim = 0", "sizes are at least 1"),
        ('title = "A tiny experiment"', "", "title is missing"),
        ('path = "train/{language}.jsonl.gz"', 'path = "train/{lang}.jsonl.gz"', "data train: path .* 'lang'"),
        ("epochs = 12", "epocs = 12", "unknown key epocs"),
        ("epochs = 12", "epochs = 2.5", "epochs = 2.5.*a whole number"),
        ("learning_rate = 0.01", "learning_rate = nan", "learning_rate out of range"),
        ("learning_rate = 0.01", "learning_rate = inf", "learning_rate out of range"),
        ("learning_rate = 0.01", "learning_rate = 0.01\nloss.adv.radius = nan", "radius"),
        ("seeds = [1, 2, 3]", "seeds = [1, -1]", "none below 0"),
        ("seeds = [1, 2, 3]", "seeds = [1, 2.5]", "seeds = 2.5"),
        ("chance = 0.3333333333333333", "chance = 2", "chance 2"),
        ("margin = 1.0", "margin = -1.0", "margin -1"),
        ("margin = 1.0", 'margin = 1.0\nlanguages = ["zz"]', "no language 'zz'"),
        ("set.align.epochs = 0", "set.align.data.subsample = -4", "-4 is not int of at least 1"),
        ('published = "xnli2018/x-cbow"', 'published = "nonsense"', "no published row 'nonsense'"),
        ("[encoders.cbow]", "[encoders]\ncbow = 4\n[encoders.other]", "encoders is not made of tables"),
        ("[scale.small]", '[scale.small]\nextends = "small"', "no scale 'small'"),
    ],
)
def test_a_wrong_spec_is_refused_with_the_name_of_what_is_wrong(old, new, said):
    with pytest.raises(UsageError, match=said):
        spec(old, new)


def test_a_scale_overrides_what_it_names_and_an_arm_its_own_stages():
    small, full = spec(), spec(scale="full")
    assert (small.arm("aligned").encoder.dim, full.arm("aligned").encoder.dim) == (16, 32)
    assert [arm.stages[-1].optimiser.epochs for arm in small.arms] == [12, 0, 12]
    with pytest.raises(UsageError, match="no scale 'huge'"):
        spec(scale="huge")
    with pytest.raises(MissingInput, match="no spec 'nothing'"):
        load_spec("nothing", "small")


@pytest.mark.parametrize("name", packaged())
def test_the_packaged_specs_load_at_every_scale_and_name_published_rows(name):
    for scale in ("small", "full"):
        experiment = load_spec(name, scale)
        assert experiment.deviations
        for arm in experiment.arms:
            if arm.published:
                assert published_row(arm.published).mark in "VD"
    assert load_spec(name, "small").kind == "conceptual"


_TARGETS = (
    "pretrained-tatoeba", "pretrained-bucc", "hub-xquad", "hub-mlqa", "hub-tydiqa", "hub-udpos", "hub-panx",
)  # fmt: skip


@pytest.mark.parametrize(("name", "scale"), [("xnli-baselines", "tatoeba"), *(("stilts", scale) for scale in _TARGETS)])
def test_scales_for_other_targets_end_with_what_answers_them(name, scale):
    experiment = load_spec(name, scale)
    task = task_of(experiment.data[experiment.test])
    assert experiment.metric in METRICS[task]
    assert experiment.test != "test"
    last = {arm.stages[-1].objective for arm in experiment.arms}
    assert last == {TRAINED_BY.get(task)} or task not in TRAINED_BY
    assert experiment.claims
    for arm in experiment.arms:
        assert arm.test == experiment.test
        assert not arm.published
        covered = set(experiment.data[arm.test].languages)
        assert set(arm.languages) <= covered
        assert ("en" in arm.languages) == (task not in BOTH_SIDES)
        assert all(data_set_of(name) in experiment.data for stage in arm.stages for name in stage.train)


def test_what_has_no_data_is_a_gap_with_its_files_and_the_rest_is_planned(tmp_path):
    write_world(tmp_path)
    found, gaps = cells(spec(), Folder(tmp_path))
    assert [(gap.arm, gap.language) for gap in gaps] == [("translated", "yy")]
    assert gaps[0].missing == ("train (yy)", "dev/yy.jsonl.gz", "test/yy.jsonl.gz")
    assert len(found) == 3 * (2 + 2 + 2)
    # English, translated into xx and English; aligned and unaligned xx share the English stage: 5 stages a seed.
    assert len(list(jobs(found))) == 3 * 5


def test_a_key_changes_with_seed_settings_defaults_data_and_parent_and_not_with_names(tmp_path):
    write_world(tmp_path)

    def key(experiment, arm="aligned", language="xx"):
        found, _ = cells(experiment, Folder(tmp_path))
        (cell,) = [each for each in found if each.arm.name == arm and each.language == language and each.seed == 1]
        return key_of(cell.job, Folder(tmp_path))

    whole = key(spec())
    assert key(spec()) == whole
    assert key(spec("[stages.align]", "[stages.align]\nnegative_weight = 0.25")) == whole
    renamed = reproduce_world.SPEC.replace("[data.train]", "[data.mine]").replace('["train"]', '["mine"]')
    assert key(read_spec(tomllib.loads(renamed), "tiny", "small")) == whole
    others = [
        key(spec("held_out = 10", "held_out = 9")),
        key(spec("learning_rate = 0.01", "learning_rate = 0.02")),  # of the English stage
        key(spec(scale="full")),
        key(spec(), "unaligned"),
        key(spec(), language="en"),
    ]
    write_rows(tmp_path / "train" / "en.jsonl.gz", pairs("train", 0, 39))
    assert len({whole, *others, key(spec())}) == 7


def test_what_numbers_mean_as_labels_is_part_of_a_stage(tmp_path):
    write_world(tmp_path)
    names = ["entailment", "neutral", "contradiction"]

    def by(labels):
        experiment = spec('kind = "nli"\npath = "train/', f'kind = "nli"\nlabels = {labels}\npath = "train/')
        return key_of(job_of(experiment, experiment.arm("translated"), "en", 1), Folder(tmp_path))

    plain = key_of(job_of(spec(), spec().arm("translated"), "en", 1), Folder(tmp_path))
    assert len({plain, by(names), by(names[::-1])}) == 3


@pytest.mark.parametrize("name", ["unicoder", "stilts", "syntactic-vs-semantic", "parallel-intermediate"])
@pytest.mark.parametrize("scale", ["pretrained", "hub"])
def test_transformers_take_as_many_steps_for_every_task_and_for_every_fine_tuning(name, scale):
    stages = {stage.name: stage for arm in load_spec(name, scale).arms for stage in arm.stages}
    steps = {
        one: stage.optimiser.epochs * -(-stage.optimiser.epoch_rows // stage.optimiser.batch)
        for one, stage in stages.items()
    }
    tuned = {steps[one] for one, stage in stages.items() if stage.objective == "nli"}
    tasks = {steps[one] for one, stage in stages.items() if stage.objective != "nli"}
    assert len(tuned) == len(tasks) == 1
    assert min(tuned | tasks) > 1000


def test_the_identity_of_code_is_that_of_the_modules_that_a_stage_uses():
    english, align = spec().arm("aligned").stages
    encoder = spec().arm("aligned").encoder
    broken = replace(align, data={"break_pairs": True})
    assert differing(code_identity(english, encoder), code_identity(align, encoder)) == [
        "alignment",
        "beginning",
        "classification",
    ]
    assert differing(code_identity(align, encoder), code_identity(broken, encoder)) == ["plugins/break_pairs"]


def test_labels_are_names():
    row = {"id": 1, "premise": "a", "hypothesis": "b"}
    assert pair_of({**row, "label": "contradictory"}).label == "contradiction"
    for label in (0, "0", "LABEL_0", "-", None):
        with pytest.raises(BadRecord, match="no name of a class"):
            pair_of({**row, "label": label})


def test_placeholder_labels_are_refused():
    with pytest.raises(BadRecord, match="placeholders"):
        refuse_placeholders([Pair("1", "a", "b", "neutral")] * 5, LABELS, "test in xx")


def test_parallel_sentences_are_joined_by_id_and_a_shifted_file_is_refused():
    english = [pair_of(row) for row in pairs("train", 0, 3)]
    other = [Pair(pair.id, turned(pair.premise), turned(pair.hypothesis), pair.label) for pair in english]
    joined = translations_of(english, other[1:], label_of, "xx")
    assert len(joined) == 3 + 8  # premises once each
    assert all(row.target == turned(row.english) for row in joined)
    shifted = [replace(pair, id=after.id) for pair, after in pairwise(other)]
    with pytest.raises(BadRecord, match="in English and"):
        translations_of(english, shifted, label_of, "xx")


def test_sentences_of_the_test_set_are_left_out_and_the_wrong_file_is_refused():
    train = [pair_of(row) for row in pairs("train", 0, 10)]
    test = [Pair("t", train[3].premise.upper() + " !", "other", "neutral")]
    kept, dropped = without_leaks(train, test, "train")
    assert (len(kept), dropped) == (27, 3)
    with pytest.raises(BadRecord, match="30 of 30 rows"):
        without_leaks(train, train, "train")


def test_accuracy_below_chance_and_permuted_labels_are_bugs_and_one_label_is_degenerate():
    gold = np.tile([0, 1, 2], 400)
    chance = np.random.default_rng(0)
    learnt = np.where(chance.random(1200) < 0.6, gold, chance.integers(3, size=1200))
    assert alarms(gold, learnt, 400, LABELS) == []
    assert alarms(gold, chance.integers(3, size=1200), 400, LABELS) == []
    turned_round = {alarm.kind: alarm.bug for alarm in alarms(gold, (learnt + 1) % 3, 400, LABELS)}
    assert turned_round == {"below chance": True, "permuted labels": True}
    swapped = np.asarray([2, 1, 0])[learnt]
    (alarm,) = [each for each in alarms(gold, swapped, 400, LABELS) if each.kind == "permuted labels"]
    assert "entailment as contradiction, contradiction as entailment" in alarm.message
    (alone,) = alarms(gold, np.zeros(1200, dtype=np.int64), 400, LABELS)
    assert (alone.kind, alone.bug) == ("degenerate", False)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 30), st.integers(1, 30), st.integers(0, 50))
def test_a_smaller_sample_is_part_of_a_larger_one_and_of_the_same_rows_in_every_language(one, two, seed):
    rows = [Translation(str(number), f"t{number}", f"e{number}") for number in range(30)]
    other = [replace(row, target=f"u{row.id}") for row in rows]
    small, large = (
        {row.id for row in apply_all(which, {"subsample": size}, Context("xx", seed, list))}
        for which, size in ((rows, min(one, two)), (other, max(one, two)))
    )
    assert small <= large
    assert (len(small), len(large)) == (min(one, two), max(one, two))


def test_broken_pairs_hold_the_same_sentences_none_beside_its_own():
    rows = [Translation(str(number), f"t{number}", f"e{number}") for number in range(25)]
    broken = apply_all(rows, {"break_pairs": True}, Context("xx", 5, list))
    assert [row.target for row in broken] == [row.target for row in rows]
    assert sorted(row.english for row in broken) == sorted(row.english for row in rows)
    assert not any(row.english[1:] == row.target[1:] for row in broken)
    with pytest.raises(UsageError, match="only parallel"):
        apply_all([Pair("1", "a", "b", "neutral")], {"break_pairs": True}, Context("xx", 5, list))


def test_translations_come_from_a_file_and_a_text_without_one_is_missed():
    pair = Pair("1", "a dog", "an animal", "entailment")
    known = [{"text": "a dog", "translation": "god a"}, {"text": "an animal", "translation": "lamina na"}]
    context = Context("xx", 1, lambda name: known if name == "mt/xx.gz" else [])
    (made,) = apply_all([pair], {"translate": "mt/{language}.gz"}, context)
    assert made == Pair("1", "god a", "lamina na", "entailment")
    with pytest.raises(MissingInput, match="1 of 2 texts have no translation"):
        apply_all([replace(pair, premise="a cat")], {"translate": "mt/{language}.gz"}, context)


def test_data_that_is_not_there_or_damaged_is_named(tmp_path):
    write_world(tmp_path)
    folder, data = Folder(tmp_path), spec().data["train"]
    assert len(folder.checksum("train/en.jsonl.gz")) == 64
    with pytest.raises(MissingInput, match=r"train/zz\.jsonl\.gz"):
        folder.pairs(data, "zz")
    (tmp_path / "train" / "zz.jsonl.gz").write_bytes(b"not gzip")
    with pytest.raises(BadRecord, match="not gzip JSON lines"):
        folder.pairs(data, "zz")
    write_rows(tmp_path / "train" / "ww.jsonl.gz", [{"id": "1", "premise": "a", "label": "neutral"}])
    with pytest.raises(BadRecord, match="hypothesis"):
        folder.pairs(data, "ww")


def test_premises_are_clusters():
    ids = premise_ids([pair_of(row) for row in pairs("test", 0, 4)])
    assert len(ids) == 12
    assert len(set(ids.values())) == 4


def test_words_keep_vowel_signs_and_split_scripts_without_spaces_like_segmented_text():
    assert words("मैं हिन्दी पढ़ता हूँ।") == ["मैं", "हिन्दी", "पढ़ता", "हूँ", "।"]
    assert words("从 概念 上") == words("从概念上") == list("从概念上")
    assert normalise("أنا") == normalise("انا")
    assert words("Don't!") == words("don 't !")


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=30), max_size=8), st.sampled_from(["words", "subwords"]))
def test_a_vocabulary_reads_any_text_and_is_the_same_each_time(texts, kind):
    vocabulary = build(texts, kind, 60)
    assert vocabulary == build(texts, kind, 60)
    assert len(vocabulary.pieces) == len(set(vocabulary.pieces))
    for ids in encode(vocabulary, ["", "never seen before ☃", *texts]):
        assert len(ids) >= 1
        assert ids.min() >= UNKNOWN
        assert ids.max() < len(vocabulary.pieces)


def test_labels_are_those_of_the_field():
    assert LABELS == ("entailment", "neutral", "contradiction")
