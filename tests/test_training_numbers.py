from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training_shop import write_rows

from litsynth.errors import BadRecord
from litsynth.quantities import check_numbers, find_quantities, numbers_agree
from litsynth.training.changes import number_changes
from litsynth.training.facts import Count, Gain, Score, derived, label_of
from litsynth.training.inventory import read_inventory
from litsynth.training.kinds import Rows, Texts
from litsynth.training.rows import read_result_rows
from litsynth.training.swaps import opposite, other_slots
from litsynth.training.texts import excerpts_of, read_texts

ROW = Score("Alpha", "Trees", "accuracy", Decimal("80.9"), "test", "German", "zero-shot")
OTHER = replace(ROW, system="Beta", value=Decimal("78.4"))
SENTENCE = "Our parser reaches 81.37% accuracy on the German test set, 2.4 points higher than the 79.0% of TreeNet-2."


def changes(sentence, seeds=40):
    found = {}
    for seed in range(seeds):
        for change in number_changes(find_quantities(sentence), sentence, Random(seed)):
            found.setdefault(change.kind, set()).add(change)
    return found


def says(claim, *stated):
    return label_of([*stated, *derived(stated)], [claim])


@pytest.mark.parametrize(
    "changed",
    [
        {"system": "Gamma"}, {"dataset": "Shrubs"}, {"metric": "F1"}, {"split": "development"}, {"language": "Dutch"},
        {"language": "15 languages"}, {"setting": "few-shot"},
    ],
)  # fmt: skip
def test_another_slot_leaves_a_score_open(changed):
    assert says(replace(ROW, **changed), ROW) == "neutral"
    assert says(replace(ROW, value=Decimal("12.3"), **changed), ROW) == "neutral"


def test_numbers_of_the_same_subject_decide():
    assert says(ROW, ROW) == "entailment"
    assert says(replace(ROW, value=Decimal("81")), ROW) == "entailment"
    assert says(replace(ROW, split="", setting=""), ROW) == "entailment"
    assert says(replace(ROW, value=Decimal("90.8")), ROW) == "contradiction"
    assert says(replace(ROW, value=OTHER.value), ROW, OTHER) == "contradiction"
    assert says(ROW, replace(ROW, split="")) == "neutral"
    assert says(Count("Trees", "languages", Decimal(14)), Count("Trees", "languages", Decimal(15))) == "contradiction"
    assert says(Count("Trees", "tasks", Decimal(15)), Count("Trees", "languages", Decimal(15))) == "neutral"


def test_gains_follow_from_scores_with_direction_and_unit():
    gain = Gain("Alpha", "Beta", "Trees", "accuracy", Decimal("2.5"), False, "test", "German", "zero-shot")
    assert says(gain, ROW, OTHER) == "entailment"
    assert says(replace(gain, amount=None), ROW, OTHER) == "entailment"
    assert says(replace(gain, system="Beta", baseline="Alpha"), ROW, OTHER) == "contradiction"
    assert says(replace(gain, system="Beta", baseline="Alpha", amount=Decimal("-2.5")), ROW, OTHER) == "entailment"
    assert says(replace(gain, relative=True), ROW, OTHER) == "contradiction"
    assert says(replace(gain, relative=True, amount=Decimal("3.2")), ROW, OTHER) == "entailment"
    assert says(replace(gain, baseline="Gamma"), ROW, OTHER) == "neutral"
    assert says(gain, ROW) == "neutral"
    assert says(ROW, gain) == "neutral"


def test_better_here_and_worse_there_is_no_label():
    there = [replace(ROW, split="development", value=Decimal("70.0")), replace(OTHER, split="development")]
    better = Gain("Alpha", "Beta", "Trees", "accuracy", None, False, "", "German", "zero-shot")
    assert says(better, ROW, OTHER, *there) == ""
    assert says(replace(better, split="test"), ROW, OTHER, *there) == "entailment"


def test_each_change_of_a_number_has_the_label_that_the_numbers_gate_gives_it():
    evidence = find_quantities(SENTENCE)
    found = changes(SENTENCE)
    assert set(found) == {"digit", "rounded", "bound", "unit", "exchanged"}
    for kind in ("digit", "unit", "rounded", "bound"):
        for change in found[kind]:
            agree = numbers_agree(check_numbers(find_quantities(change.text), evidence))
            assert agree == (change.label == "entailment"), change
    assert {change.label for change in found["digit"] | found["unit"] | found["exchanged"]} == {"contradiction"}
    assert {change.label for change in found["rounded"]} == {"entailment"}
    assert {change.label for change in found["bound"]} == {"entailment", "contradiction"}


def test_points_become_a_relative_gain_and_a_bound_meets_its_own_number():
    texts = {change.text for change in changes(SENTENCE)["unit"]}
    assert any("2.4% relative higher" in text for text in texts)
    # 45 is met by another number of the evidence, not by the one that it is said of.
    sentence = "It scores 41.6 BLEU on Tatar while it scores 45.6 BLEU on Kyrgyz."
    bounds = [change for change in changes(sentence)["bound"] if "over 45 BLEU on Tatar" in change.text]
    assert not any(change.label == "entailment" for change in bounds)


@given(st.integers(0, 10**6))
def test_a_changed_sentence_differs_and_changes_are_the_same_each_time(seed):
    first = list(number_changes(find_quantities(SENTENCE), SENTENCE, Random(seed)))
    assert first == list(number_changes(find_quantities(SENTENCE), SENTENCE, Random(seed)))
    assert all(change.text != SENTENCE for change in first)


def test_numbers_that_the_evidence_does_not_settle_are_left_alone():
    assert not list(number_changes(find_quantities("It has 5 layers."), "It reaches 81% accuracy.", Random(0)))


@pytest.mark.parametrize(
    ("sentence", "turned"),
    [
        ("Dropout increases the accuracy by 2 points.", "Dropout decreases the accuracy by 2 points."),
        ("Higher rates help.", "Lower rates help."),
        ("It does not improve or reduce anything.", None),
        ("It increases recall and reduces precision.", None),
        ("It is blue.", None),
    ],
)
def test_a_single_direction_is_turned_round(sentence, turned):
    change = opposite(sentence)
    assert (change.text if change else None) == turned
    assert change is None or change.label == "contradiction"


def test_slots_are_swapped_for_names_that_the_evidence_does_not_hold():
    sentence = "TreeNet-2 has an F1 of 80 on the German test set, and it is based on LLMs."
    found = {}
    for seed in range(30):
        for change in other_slots(sentence, sentence, ["ShrubQA", "TreeNet-2"], Random(seed)):
            found.setdefault(change.kind, set()).add(change.text)
            assert change.label == "neutral"
    assert set(found) == {"language", "metric", "split", "name"}
    assert found["name"] == {sentence.replace("TreeNet-2", "ShrubQA")}
    assert not any("German test" in text for text in found["language"] | found["split"])
    assert not list(other_slots("Nothing of it.", sentence, ["ShrubQA"], Random(0)))


def abstracts(folder):
    texts = [
        (f"{number}.1", f"Parsing with TreeNet-{number}",
         f"Parsing is old. We present TreeNet-{number}, which reaches {60 + number}.5% accuracy on ShrubQA. "
         f"However, it needs {number + 3} hours. Nobody knows why it takes so long, and nobody has asked. "
         f"The data of XNLI is not used." if number == 4 else
         f"Parsing is old. We present TreeNet-{number}, which reaches {60 + number}.5% accuracy on ShrubQA. "
         "However, it is a slow parser that few people use. Nobody knows why it takes so long, and nobody has asked.")
        for number in range(1, 9)
    ]  # fmt: skip
    rows = [{"id": key, "title": title, "abstract": text, "categories": ["cs.CL"]} for key, title, text in texts]
    write_rows(folder / "abstracts.jsonl.gz", rows)
    write_rows(folder / "barred.jsonl.gz", [{"paper_id": "5.1v2"}])


def texts_source(**other):
    options = {"licence": "none", "group": "numbers", "path": "abstracts.jsonl.gz", "count": 8, "category": "cs.CL"}
    return Texts(**{**options, **other})


def test_sentences_with_numbers_give_one_entailed_pair_and_one_that_is_not(tmp_path):
    abstracts(tmp_path)
    pairs = list(read_texts(tmp_path, texts_source(without=("XNLI",), without_papers=("barred.jsonl.gz",))))
    premises = " ".join(pair.premise for pair in pairs)
    assert {number for number in range(1, 9) if f"Parsing with TreeNet-{number}." in premises} <= {1, 2, 3, 6, 7, 8}
    assert {number for number in range(1, 9) if f"{60 + number}.5%" in premises} == {1, 2, 3, 6, 7, 8}
    labels = [pair.label for pair in pairs]
    assert labels.count("entailment") == 6
    assert len(labels) == 12
    assert pairs == list(read_texts(tmp_path, texts_source(without=("XNLI",), without_papers=("barred.jsonl.gz",))))
    assert not list(read_texts(tmp_path, texts_source(category="cs.CV")))


def test_a_sentence_is_in_its_window_and_never_in_the_text_that_lacks_it():
    text = "One old idea. We gain 2.4 points on the ShrubQA test set. It is fast. It is small. It is free for all."
    (excerpt,) = excerpts_of("A title", text)
    assert excerpt.sentence == "We gain 2.4 points on the ShrubQA test set."
    assert excerpt.sentence in excerpt.window
    assert excerpt.sentence not in excerpt.elsewhere
    assert excerpt.elsewhere.startswith("A title. ")


def rows_source(**other):
    options = {"licence": "none", "group": "numbers", "path": "results.jsonl.gz", "count": 200}
    return Rows(**{**options, **other})


def annotate(folder):
    items = [("Trees", "Accuracy", "80.9"), ("Shrubs", "F1", "71.25"), ("Ferns", "BLEU", "30.1"), ("Mosses", "EM", "55.0"),
             ("XNLI", "Accuracy", "79.2"), ("Weeds", "Parameters", "15m"), ("Herbs", "Accuracy", "0.91")]  # fmt: skip
    rows = [{"dataset": dataset, "metric": metric, "score": score} for dataset, metric, score in items]
    write_rows(
        folder / "results.jsonl.gz", [{"paper_id": "1", "annotations": rows}, {"paper_id": "2", "annotations": "none"}]
    )


def test_scenes_are_balanced_and_name_only_what_may_be_named(tmp_path):
    annotate(tmp_path)
    assert read_inventory(tmp_path, rows_source(without=("XNLI",))).datasets == ("Ferns", "Mosses", "Shrubs", "Trees")
    pairs = list(read_result_rows(tmp_path, rows_source(without=("XNLI",))))
    labels = [pair.label for pair in pairs]
    assert len(pairs) > 590
    assert max(map(labels.count, set(labels))) - min(map(labels.count, set(labels))) < 10
    assert not any("XNLI" in pair.premise + pair.hypothesis or "{" in pair.premise + pair.hypothesis for pair in pairs)
    assert pairs == list(read_result_rows(tmp_path, rows_source(without=("XNLI",))))
    forms = {pair.form for pair in pairs}
    assert {
        f"row {slot}" for slot in ("number", "system", "baseline", "dataset", "metric", "split", "language")
    } <= forms
    with pytest.raises(BadRecord, match="no annotated score"):
        read_inventory(tmp_path, rows_source(without=("e", "r", "s", "x")))


def test_the_scores_of_an_entailed_row_are_those_of_its_premise(tmp_path):
    annotate(tmp_path)
    checked = 0
    for pair in read_result_rows(tmp_path, rows_source()):
        numbers = find_quantities(pair.hypothesis)
        # Gains are computed, so only plain scores can be looked up.
        plain = all(one.unit in ("score", "percent") and not one.direction for one in numbers)
        if pair.form == "row kept" and plain and "relative" not in pair.hypothesis:
            checked += bool(numbers)
            assert numbers_agree(check_numbers(numbers, find_quantities(pair.premise))), pair
    assert checked > 50
