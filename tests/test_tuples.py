"""Leaderboard entries: annotations read, cells described, and a small set of papers learnt from, end to end."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import BagEmbedder
from labelled_data import write_rows

from litsynth.benchmarks.run import rounded
from litsynth.benchmarks.tuples import SPLITS
from litsynth.benchmarks.tuples.annotations import Annotated, Triple, read_annotated
from litsynth.benchmarks.tuples.boards import Boards, beside_cells, printed_with
from litsynth.benchmarks.tuples.crossfit import cross_fitted, told_apart
from litsynth.benchmarks.tuples.headline import Habits, said
from litsynth.benchmarks.tuples.pages import Sheet, Value, page_of
from litsynth.benchmarks.tuples.run import best_threshold, decoded, evaluate_tuples, f1, tuples_rows
from litsynth.benchmarks.tuples.usual import Usual
from litsynth.benchmarks.tuples.words import Spellings, grams, words
from litsynth.cli.tuples import tuples_table
from litsynth.errors import BadRecord, MissingInput
from litsynth.pipeline import Silent
from litsynth.records import Document
from litsynth.resources import shipped_names
from litsynth.results import Lexicon, inventory

LEXICON = Lexicon(inventory([shipped_names()]))
NER, NLI = Triple("Named Entity Recognition (NER)", "CoNLL 2003", "F1"), Triple("Inference", "SNLI", "% Test Accuracy")


def paper(number: int, inference: bool) -> tuple[str, str, list[dict[str, str]]]:
    """A paper with one table, in which its own system is the best; sets, metrics and scores differ by its kind."""
    dataset, metric, task = (
        ("SNLI", "Accuracy", "inference") if inference else ("CoNLL-2003", "F1", "entity recognition")
    )
    other = "CoNLL-2003 and its F1" if inference else "SNLI and its accuracy"
    score = f"{80 + number % 9}.{number % 10}"
    text = f"We study {task} on {dataset} and report {metric} for several systems that we train in the same way. " * 4
    tex = (
        f"\\documentclass{{article}}\\title{{Study {number} of {task}}}\\begin{{document}}\\maketitle\n"
        f"\\begin{{abstract}}{text}\\end{{abstract}}\\section{{Results}}{text} Table 1 has the results. Others use {other}.\n"
        f"\\begin{{table}}\\begin{{tabular}}{{lc}}\\hline Model & {metric}\\\\\\hline Baseline & 61.2\\\\ "
        f"Other & 70.{number % 10}\\\\ Ours & \\textbf{{{score}}}\\\\\\hline\\end{{tabular}}"
        f"\\caption{{Results on {dataset}.}}\\end{{table}}\\end{{document}}"
    )
    triple = NLI if inference else NER
    return f"20{number:02}.00001v1", tex, [{**triple._asdict(), "score": score}]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    made = {
        "train": [paper(number, number % 2 == 0) for number in range(48)],
        "validation": [paper(77, True), paper(78, False)],
    }
    for split, papers in made.items():
        annotations, sources = SPLITS[split]
        write_rows(tmp_path / annotations, ({"paper_id": key, "annotations": given} for key, _, given in papers))
        write_rows(tmp_path / sources, ({"paper_id": key, "tex": tex} for key, tex, _ in papers))
    return tmp_path


def test_scores_are_read_as_numbers_and_known_to_be_verbatim_or_not(data: Path) -> None:
    annotations, sources = SPLITS["validation"]
    key, _, given = paper(77, True)
    rows = [*given, {**NER._asdict(), "score": "99.9%"}, {**NER._asdict(), "score": "-"}]
    write_rows(data / annotations, [{"paper_id": key, "annotations": rows}])
    (found,) = read_annotated(data, annotations, sources)
    assert found.entries == {(key, NLI, 85.7), (key, NER, 99.9)}
    assert found.verbatim == {(key, NLI, 85.7)}


def test_a_paper_noted_as_having_no_entry_has_none_and_bad_rows_say_where(data: Path) -> None:
    annotations, sources = SPLITS["validation"]
    write_rows(data / annotations, [{"paper_id": "2077.00001v1", "annotations": "unanswerable"}])
    assert [one.entries for one in read_annotated(data, annotations, sources)] == [frozenset()]
    write_rows(data / annotations, [{"paper_id": "2077.00001v1", "annotations": [{"task": "x"}]}])
    with pytest.raises(BadRecord, match=r"validation_results\.jsonl\.gz:1"):
        read_annotated(data, annotations, sources)
    with pytest.raises(MissingInput):
        read_annotated(data, "gone.jsonl.gz", sources)


def test_a_name_is_found_by_its_words_joined_apart_and_by_its_aliases() -> None:
    names = Spellings([grams(words(text, LEXICON)) for text in ("we test", "a CoNLL", "on SNLI")], LEXICON)
    for text in ("CoNLL03", "CoNLL 2003", "conll-2003 shared task"):
        assert names.share("CoNLL 2003", grams(words(text, LEXICON))) == pytest.approx(1.0), text
    assert names.share("Penn Treebank", grams(words("on PTB", LEXICON))) == 1.0
    assert 0 < names.share("CoNLL 2003", grams(words("CoNLL 2012", LEXICON))) < 1


def test_a_training_paper_is_described_by_papers_of_other_parts_a_new_one_by_all() -> None:
    train = [f"paper {at}" for at in range(30)]
    *inside, (all_of_them, new) = told_apart(train, ["new"])
    assert (all_of_them, new) == (train, ["new"])
    assert sorted(key for _, described in inside for key in described) == sorted(train)
    for known, described in inside:
        assert set(known) == set(train) - set(described)
        assert described


def sheet_of(rows: list[list[float]]) -> Sheet:
    """A table without words: row 1 on, column 1 on."""
    none: frozenset[str] = frozenset()
    values = tuple(
        Value(at + 1, column + 1, value, f"{value:.1f}", "score", 0)
        for at, row in enumerate(rows)
        for column, value in enumerate(row)
    )
    return Sheet(0, "", False, none, none, none, {one.row: ("", none) for one in values}, {}, values)


def test_figures_of_other_papers_tell_what_a_column_is_of() -> None:
    entries = [("q", NLI, 81.2), ("r", NLI, 82.3), ("q", NER, 70.4), ("q", NER, 7.1)]
    found = Boards(entries).of_sheet(sheet_of([[81.2, 70.4], [82.3, 7.1], [90.1, 71.5]]))
    assert {triple: places.tolist() for triple, places in found.items()} == {NLI: [0, 2], NER: [1]}
    row, column = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 0, 1, 0, 1])
    beside = beside_cells(found, NLI, row, column)
    assert beside[4].tolist() == [0, 2, 0, 2, 0]  # not known itself, two above it, none of another data set
    assert beside[0].tolist() == [1, 1, 0, 2, 0]
    assert beside[5].tolist() == [0, 0, 0, 2, 1]


def test_what_stands_in_a_column_with_an_entry_is_taken_for_its_leaderboard(data: Path) -> None:
    _, one, *_ = read_annotated(data, *SPLITS["train"])
    page = replace(page_of(one, LEXICON), sheets=(sheet_of([[81.2, 70.4], [82.3, 71.1]]),))
    found = set(printed_with([("p", NLI, 82.3), ("p", NER, 90.4)], {"p": page}))
    assert found == {("p", NLI, 82.3), ("p", NLI, 81.2), ("p", NER, 90.4)}


def test_what_is_usual_is_told_by_the_metric_where_no_paper_has_a_score_of_the_triple() -> None:
    usual = Usual([("p", NLI, 10.0), ("q", NLI, 80.0), ("q", NER, 90.0)])
    assert usual.of(NLI) == pytest.approx((45.0, 13.5, 76.5))
    assert usual.of(NER._replace(dataset="x")) == (90.0, 90.0, 90.0)
    assert usual.of(NLI._replace(metric="y")) is None


def test_words_of_headers_with_noted_values_have_higher_odds(data: Path) -> None:
    papers = [(one, page_of(one, LEXICON)) for one in read_annotated(data, *SPLITS["train"])]
    habits = Habits(papers)
    ours, baseline = (habits.odds("row", frozenset({word})) for word in ("our", "baseline"))
    assert ours[0] > 0 > baseline[0]
    assert habits.odds("row", frozenset()) == (0.0, 0.0, 0.0)


def test_digits_in_sentences_that_claim_something_are_told_from_others() -> None:
    page = page_of(Annotated("p", "", Document("p", "", "", "latex", (), ()), frozenset(), frozenset()), LEXICON)
    told = said(replace(page, run=" | we achieve 85.3 | others have 85.3 and 70.1 | "))
    assert told["85.3"][:2] == (2, 1)
    assert told["70.1"][:2] == (1, 0)


def test_a_paper_is_guessed_by_trees_that_did_not_learn_from_it() -> None:
    rng = np.random.default_rng(0)
    rows = {f"paper {at}": rng.normal(size=(40, 2)) for at in range(30)}
    right = {key: one[:, 0] > 0 for key, one in rows.items()}
    lied = {**right, "paper 3": ~right["paper 3"]}
    rows["new"], rows["empty"] = rng.normal(size=(40, 2)), np.zeros((0, 0))
    true, other = (cross_fitted(rows, labels, ["new", "empty"], 10) for labels in (right, lied))
    assert np.mean((true["new"] > 0.5) == (rows["new"][:, 0] > 0)) > 0.9
    assert true["paper 3"].tolist() == other["paper 3"].tolist()
    assert true["new"].tolist() != other["new"].tolist()
    assert len(true["empty"]) == 0


def test_of_each_triple_the_likeliest_entries_are_taken_and_the_threshold_is_the_best() -> None:
    found = [(("p", NLI, 1.0), 0.4), (("p", NLI, 2.0), 0.3), (("p", NLI, 3.0), 0.2), (("p", NER, 1.0), 0.1)]
    assert decoded(found, 0.05) == {("p", NLI, 1.0), ("p", NLI, 2.0), ("p", NER, 1.0)}
    assert best_threshold(found, {("p", NLI, 1.0)}) == 0.245
    assert f1(set(), {("p", NLI, 1.0)}) == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "macro_f1": 0.0}


def test_a_score_on_one_board_counts_for_less_on_another_but_not_for_the_same_board_under_another_task() -> None:
    renamed = NLI._replace(task="Entailment")
    found = [(("p", NLI, 1.0), 0.4), (("p", renamed, 1.0), 0.1), (("p", NER, 1.0), 0.1), (("q", NER, 1.0), 0.1)]
    assert decoded(found, 0.06) == {("p", NLI, 1.0), ("p", renamed, 1.0), ("q", NER, 1.0)}


def test_papers_are_learnt_from_and_twice_alike(data: Path) -> None:
    def report(split: str) -> dict[str, object]:
        return evaluate_tuples(data, split, SPLITS[split], SPLITS["train"], BagEmbedder(), 3, Silent())

    held_out = report("validation")
    assert {(one["paper_id"], one["score"]) for one in held_out["entries"]} >= {
        ("2077.00001v1", 85.7),
        ("2078.00001v1", 86.8),
    }
    scores = held_out["scores"]
    assert scores["verbatim"]["recall"] == scores["all"]["recall"] == 1.0
    assert [row[0] for row in tuples_rows(held_out)[1:]] == list(scores)
    trained = report("train")
    assert report("validation") == held_out
    assert len(trained["thresholds"]) == 3
    assert tuples_table(rounded(trained)).startswith(
        "tuples (train): 48 papers, 48 with entries; 48 entries, 48 verbatim"
    )
    assert trained["scores"]["verbatim"]["f1"] > 0.5
