"""The sentences that were made to fool the search for cells: what they are, and how many still do."""

import json

import pytest

from litsynth.benchmarks.adversarial import SETS, found, outcomes, papers, table

SLOTS = {
    "absent",
    "baseline",
    "component",
    "dataset",
    "direction",
    "language",
    "metric",
    "order",
    "setting",
    "split",
    "system",
}


@pytest.mark.parametrize("name", SETS)
def test_a_set_has_sixty_true_sentences_and_a_hundred_false_in_one_slot(name: str) -> None:
    sentences = [one for paper in papers(name) for one in paper["sentences"]]
    assert [sum(one["true"] for one in sentences), len(sentences)] == [60, 160]
    assert all((one["slot"] in SLOTS) != one["true"] for one in sentences)
    assert len({one["text"] for one in sentences}) == 160


@pytest.mark.parametrize("name", SETS)
def test_tables_are_whole(name: str) -> None:
    for paper in papers(name):
        assert len({len(row) for row in paper["rows"]}) == 1, json.dumps(paper["rows"])


@pytest.mark.parametrize(("name", "true", "false"), [("own-1", 45, 10), ("told-3", 38, 20)])
def test_more_are_not_fooled_than_were_measured(name: str, true: int, false: int) -> None:
    seen = list(outcomes(name))
    assert sum(hit for _, is_true, hit in seen if is_true) >= true
    assert sum(hit for _, is_true, hit in seen if not is_true) <= false


def test_a_made_up_paper_is_searched_as_its_authors_and_as_others_tell_of_it() -> None:
    paper = {
        "caption": "F1 (%) on ToolBank & ShapeBank.",
        "context": ["We propose GridTag, a tagger over lattices of words.", "TreeTag is a tagger over trees of words."],
        "rows": [["Model", "ToolBank", "ShapeBank"], ["TreeTag", "66.1", "74.6"], ["GridTag_2", "69.5", "76.9"]],
    }
    assert found(paper, "TreeTag reaches 74.6 F1 on ShapeBank.", own=True)
    assert found(paper, "TreeTag reaches 74.6 F1 on ShapeBank.", own=False)
    assert not found(paper, "TreeTag reaches 76.9 F1 on ShapeBank.", own=False)


def test_the_table_counts_by_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [("", True, True), ("", True, False), ("order", False, True), ("split", False, False)]
    monkeypatch.setattr("litsynth.benchmarks.adversarial.outcomes", lambda name: iter(told))
    assert list(table(("own-1",))) == ["own-1: 1 of 2 true, 1 of 2 false found", "  order 1 of 1, split 0 of 1"]
