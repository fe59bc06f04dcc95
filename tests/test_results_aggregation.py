"""How a reported value was made of several runs or models is part of its setting, and decides what it is held against."""

import pytest
from document_maker import make_document

from litsynth.pipeline.results import side_by_side
from litsynth.records import Paper, Result
from litsynth.resources import shipped_names
from litsynth.results import Lexicon, inventory, results_of_document

LEXICON = Lexicon(inventory([shipped_names()]))


def of_table(paper_id: str, value: str, caption: str, rows: list[list[str]] | None = None) -> list[Result]:
    table = rows or [["Model", "XNLI acc"], ["mBERT", value]]
    return list(results_of_document(make_document(paper_id, ["We test."], table, caption), LEXICON))


def of_text(sentence: str) -> list[tuple[str, str, tuple[str, ...]]]:
    found = results_of_document(make_document("p", [sentence]), LEXICON)
    return [(one.quantity.text, one.setting, one.languages) for one in found]


class TestSetting:
    @pytest.mark.parametrize(
        ("caption", "setting"),
        [
            ("Zero-shot accuracy, averaged over 5 seeds.", "zero-shot, mean over 5 runs"),
            ("Accuracy, the best of 3 runs.", "best of 3 runs"),
            ("Accuracy, averaged over 15 languages.", ""),
        ],
    )
    def test_of_a_caption(self, caption: str, setting: str) -> None:
        (result,) = of_table("a", "65.4", caption)
        assert result.setting == setting

    def test_a_row_goes_before_the_caption_and_is_not_said_twice(self) -> None:
        rows = [["Model", "XNLI acc"], ["mBERT (ensemble)", "66.0"], ["mBERT", "65.4"]]
        found = of_table("a", "", "Accuracy, averaged over 5 seeds.", rows)
        assert [one.setting for one in found] == ["ensemble", "mean over 5 runs"]

    def test_a_column_of_means_over_seeds_is_no_average_over_languages(self) -> None:
        rows = [["Model", "Mean", "Best"], ["mBERT", "65.4", "66.0"], ["XLM", "70.1", "71.0"]]
        found = of_table("a", "", "XNLI accuracy of 5 seeds.", rows)
        assert [(one.quantity.text, one.languages) for one in found if one.system == "mBERT"] == [
            ("65.4", ()),
            ("66.0", ()),
        ]
        assert ["mean over 5 runs" in one.setting for one in found] == [True, False, True, False]
        assert ["best of 5 runs" in one.setting for one in found] == [False, True, False, True]

    def test_of_a_sentence_each_figure_has_its_own(self) -> None:
        text = "mBERT reaches 65.4% accuracy on XNLI on average over 5 seeds and 66.0% at best."
        assert [(value, setting) for value, setting, _ in of_text(text)] == [
            ("65.4%", "mean over 5 runs"),
            ("66.0%", "best of runs"),
        ]

    def test_an_average_over_seeds_is_none_over_languages(self) -> None:
        ((_, setting, languages),) = of_text("On XNLI, mBERT reaches 65.4% accuracy averaged over 5 seeds.")
        assert (setting, languages) == ("mean over 5 runs", ())
        ((_, _, languages),) = of_text("On XNLI, mBERT reaches 65.4% average accuracy over all languages.")
        assert languages == ("average",)


def standing(first: tuple[str, str], second: tuple[str, str]) -> list[str]:
    """How the value of one paper's table stands to the other's."""
    papers = {key: Paper(key, f"On {key}", (), 2020) for key in ("a", "b")}
    rows = side_by_side([*of_table("a", *first), *of_table("b", *second)], papers)
    return [name for name in ("restated", "agrees", "differs") if getattr(rows[0], name)]


MEAN, BEST, OPEN = "Accuracy, mean of 5 seeds.", "Accuracy, best of 5 seeds.", "Accuracy."


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("65.4", MEAN), ("68.1", BEST), []),
        (("65.4", MEAN), ("65.8", BEST), []),
        (("65.4", MEAN), ("65.4", BEST), []),
        (("65.4", MEAN), ("68.1", MEAN), ["differs"]),
        (("65.4", MEAN), ("65.8", MEAN), ["agrees"]),
        (("65.4", MEAN), ("68.1", OPEN), []),
        (("65.4", MEAN), ("65.8", OPEN), ["agrees"]),
        (("65.4", OPEN), ("65.4", BEST), ["restated"]),
        (("65.4", OPEN), ("68.1", OPEN), ["differs"]),
    ],
)
def test_values_made_in_different_ways_neither_agree_nor_differ(
    first: tuple[str, str], second: tuple[str, str], expected: list[str]
) -> None:
    assert standing(first, second) == expected
