"""Of what the figures of a sentence are told: settings, sizes, systems, and what makes a difference."""

import pytest

from litsynth.benchmarks.figures import Row, errors, measure, rows_of
from litsynth.labels import figures_told, is_trained_on


def told(sentence: str, kind: str) -> list[str]:
    """Of each figure with a per cent sign what it is told of, of one kind."""
    return ["/".join(sorted(one.of[kind])) for one in figures_told(sentence) if one.figure.unit == "percent"]


@pytest.mark.parametrize(
    ("sentence", "kind", "expected"),
    [
        ("A reaches 75.1% zero-shot and 76.7% translate-train accuracy.", "setting", ["zero-shot", "translate-train"]),
        ("A reaches 84.1% and B 79.3% zero-shot accuracy.", "setting", ["zero-shot", "zero-shot"]),
        (
            "For XLM-R, multi-language fine-tuning beats English-only fine-tuning (78.5% against 75.4%).",
            "setting",
            ["translate-train-all", "zero-shot"],
        ),
        ("Translate-test beats LASER by 6 points (61.8% against 55.7%).", "system", ["", "LASER"]),
        ("Translate-test beats LASER by 6 points (61.8% against 55.7%).", "setting", ["translate-test", ""]),
        ("Unicoder gains over XLM when both use translate-train (78.5% against 77.8%).", "setting", ["translate-train"] * 2),
        ("Translate-train takes mBERT in German from 64.7% to 73.0%.", "setting", ["", "translate-train"]),
        ("mT5 base reaches 75.4%, mT5 XXL 85.0% and 87.1%.", "model", ["mT5 base", "mT5 xxl", "mT5 xxl"]),
        ("It lists 79.2% against 80.9% for XLM-R large and 65.4% against 66.3% for mBERT.", "model",
         ["XLM-R large"] * 2 + ["mBERT"] * 2),
        ("In translate-train XLM-R scores 77.8%, in zero-shot 74.1%.", "setting", ["translate-train", "zero-shot"]),
        ("The XLM-E paper lists 76.2% for mBERT.", "system", ["mBERT"]),
        ("mBERT reaches 74.6% in translate-train, and 75.1% when all languages are there (translate-train-all).", "setting",
         ["translate-train", "translate-train-all"]),
        ("mBERT gains 9.5 points (from 68.7% to 78.2%) for German and 2.0 points (from 93.1% to 95.1%) for French.", "language",
         ["de", "de", "fr", "fr"]),
    ],
)  # fmt: skip
def test_a_figure_is_of_what_its_place_says(sentence: str, kind: str, expected: list[str]) -> None:
    assert told(sentence, kind) == expected


def test_a_list_without_end_is_not_read() -> None:
    assert figures_told(" ".join(f"{one}.5%" for one in range(60))) == ()


@pytest.mark.parametrize(
    ("sentence", "name", "trained"),
    [
        ("Intermediate training on SocialIQa and COPA raises XCOPA accuracy.", "COPA and", True),
        ("Intermediate training on SocialIQa and COPA raises XCOPA accuracy.", "XCOPA", False),
        ("MNLI as intermediate task lowers XNLI accuracy.", "MNLI", True),
        ("English MNLI lowers it by 0.8 points.", "MNLI", True),
        ("It scores 71.2% on MNLI.", "MNLI", False),
    ],
)
def test_what_something_was_trained_on_is_no_place_of_measurement(sentence: str, name: str, trained: bool) -> None:
    start = sentence.index(name) if name != "COPA and" else sentence.index("COPA")
    assert is_trained_on(sentence, start) is trained


def findings(sentence: str) -> list[Row]:
    return [row for row in rows_of(sentence) if row.source == "finding"]


def test_two_changes_of_one_sentence_have_their_own_causes() -> None:
    (first, second) = findings(
        "Training XLM-R on English data raises STS 2017 correlation from 17.8 to 55.6, distillation to 77.9."
    )
    assert (first.kind, first.method) == ("difference", "")  # what follows it is not what it comes from
    assert (second.kind, second.figure, second.system) == ("score", "77.9", "XLM-R")


def test_with_and_without_are_two_protocols() -> None:
    text = "XLM-E base reaches 76.6% zero-shot XNLI accuracy with parallel data in pre-training and 75.1% without."
    assert [row.setting for row in findings(text)] == [
        "zero-shot, with parallel data",
        "zero-shot, without parallel data",
    ]


def test_a_loss_without_a_method_is_a_gain_with_it() -> None:
    (row,) = findings("Without back-translation, mBERT loses 1.7 points of accuracy on XNLI.")
    assert (row.method, row.sign) == ("back-translation", 1.7)


def test_what_stands_in_capitals_for_a_kind_is_no_system() -> None:
    (row,) = rows_of("On SOTA models the accuracy on XNLI is 74.1%.")
    assert (row.source, row.dataset, row.system) == ("result", "XNLI", "")


@pytest.mark.parametrize(
    ("sentence", "systems"),
    [
        ("XLM-R (79.2%) is outperformed by InfoXLM (80.1%) on XNLI.", ["XLM-R", "InfoXLM"]),
        ("XLM-R outperforms mBERT, which reaches 65.4% on XNLI.", ["mBERT"]),
        ("mBERT and XLM-R reach 65.4% and 79.2% on XNLI.", ["mBERT", "XLM-R"]),
        ("XLM-R beats mBERT on XNLI by 13.8 points, 79.2% to 65.4%.", ["XLM-R", "mBERT"]),
        ("MAD-X on XLM-R base reaches 61.5% on XCOPA, against 59.7% for XLM-R base.", ["MAD-X", "XLM-R base"]),
        ("On XNLI, FooNet reaches 70.1%, ahead of the runner-up's 68.0%.", ["FooNet"]),
        ("XLM-R reaches 71.2% short answer accuracy on XQuAD.", ["XLM-R"]),
        ("Llama-3 reaches 79.2% on XNLI and Llama-2 70.1%.", ["Llama 3", "Llama 2"]),
    ],
)
def test_a_score_is_that_of_one_system(sentence: str, systems: list[str]) -> None:
    assert [row.system for row in findings(sentence) if row.kind == "score"] == systems


@pytest.mark.parametrize(
    ("sentence", "methods"),
    [
        ("mBERT is outperformed by XLM-R by 13.8 points on XNLI.", [("", 0)]),
        ("XLM-R gains 2.3 points on XNLI from distillation.", [("distillation", 2.3)]),
        ("There is no doubt that distillation raises XNLI accuracy by 1.3 points.", [("", 0)]),
        ("mBERT gains 2.1 points on XNLI with distillation and loses 1.3 points with adapters.",
         [("distillation", 2.1), ("adapters", -1.3)]),
        ("Unlike distillation, which costs 2.1 points on XNLI, adapters gain 1.3 points.", [("", 0), ("adapters", 1.3)]),
        ("XLM-R outperforms mBERT by 13.8 points and XLM by 10.2 points on XNLI.",
         [("XLM-R over mBERT", 13.8), ("", 0)]),
        ("mBERT lags behind XLM-R by 13.8 points on XNLI.", [("mBERT over XLM-R", -13.8)]),
        ("For mT5, the gain on XNLI falls from 7.8 points (small) to 2.1 (XXL).", []),
        ("Our model gains 2.1 points on XNLI.", [("", 0)]),
    ],
)  # fmt: skip
def test_a_difference_comes_from_what_the_sentence_says_and_else_from_nothing(
    sentence: str, methods: list[tuple[str, float]]
) -> None:
    assert [(row.method, row.sign) for row in findings(sentence) if row.kind == "difference"] == methods


def test_a_run_of_white_space_takes_no_longer_than_its_length() -> None:
    assert len(figures_told(f"XLM-R reaches 75.1% {' ' * 50_000}and mBERT 70.2% on XNLI.")) == 2


def test_a_size_in_brackets_is_that_of_the_system() -> None:
    rows = findings("ByT5 reaches 69.1% (small) and 75.4% (base) zero-shot XNLI accuracy.")
    assert [row.system for row in rows] == ["ByT5 small", "ByT5 base"]


LABEL = {
    "text": "74.1%", "kind": "score", "sign": "", "of": "mBERT", "over": "", "cause": "", "dataset": "XNLI",
    "languages": ["German"], "setting": "zero-shot",
}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (Row("result", "score", "74.1%", "mBERT", "", "XNLI", frozenset({"de"}), "zero-shot"), set()),
        (Row("result", "score", "74.1%", "", "", "", frozenset(), ""), set()),
        (Row("result", "score", "74.1%", "XLM-R", "", "MLQA", frozenset({"fr"}), "translate-train"),
         {"system", "dataset", "languages", "setting"}),
        (Row("result", "difference", "74.1%", "mBERT", "", "XNLI", frozenset(), ""), {"kind"}),
        (Row("result", "score", "70%", "mBERT", "", "XNLI", frozenset(), ""), {"figure"}),
    ],
)  # fmt: skip
def test_the_measure_counts_what_is_said_otherwise_and_not_what_is_left_open(row: Row, wrong: set[str]) -> None:
    assert errors(row, [LABEL]) == wrong


def test_the_measure_adds_up() -> None:
    counts = measure([{"sentence": "On XNLI, mBERT reaches 74.1% zero-shot accuracy in German.", "figures": [LABEL]}])
    assert (counts["finding", "rows"], counts["result", "rows"]) == (1, 1)
    assert counts["finding", "wrong"] == counts["result", "wrong"] == 0
