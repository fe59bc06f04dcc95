"""What a text says of how scores are made: one run, the best of several, a mean or median over seeds, one model or several."""

import pytest

from litsynth.labels import aggregation_of, labels_of
from litsynth.protocol import compare, read_protocol
from litsynth.protocol.aggregation import aggregations_differ, aggregations_in, aggregations_of_lines, parted
from litsynth.quantities import find_quantities

MEAN, MEAN_OF_5 = "mean over runs", "mean over 5 runs"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Scores are averaged over five random restarts.", MEAN_OF_5),
        ("All numbers are the mean of 5 seeds.", MEAN_OF_5),
        ("Mean accuracy and standard deviation across five runs.", MEAN_OF_5),
        ("We give mean (and deviation) over 5 repeated trials.", MEAN_OF_5),
        ("The average F1 of three re-runs with different seeds is 80.1.", "mean over 3 runs"),
        ("Each model is run 5 times, and we report the average.", MEAN_OF_5),
        ("We repeat every experiment ten times with other seeds and report mean scores.", "mean over 10 runs"),
        ("Subscripts are deviations: 80.1 ± 0.3 over 3 seeds.", "mean over 3 runs"),
        ("5-run average results on the test set", MEAN_OF_5),
        ("Each system was trained three times and the results were averaged.", "mean over 3 runs"),
        ("Results are averaged across seeds.", MEAN),
        ("the average score of four independently trained models", "mean over 4 runs"),
        ("The median of ten runs is shown.", "median over 10 runs"),
        ("Scores are medians over 5 random initialisations.", "median over 5 runs"),
        ("We report the best of 5 runs.", "best of 5 runs"),
        ("It takes the maximum over 3 random seeds.", "best of 3 runs"),
        ("The best-performing run reaches 81.0.", "best of runs"),
        ("We train with 4 seeds and report the best result on the development set.", "best of 4 runs"),
        ("Best-of-5 results", "best of 5 runs"),
        ("The score is that of the seed with the highest score on the development data.", "best of runs"),
        ("All scores are of a single run.", "single run"),
        ("The table holds results of one seed only.", "single run"),
        ("An ensemble of 4 models reaches 88.0.", "ensemble of 4 models"),
        ("Our ensemble model reaches 88.0.", "ensemble"),
        ("FooNet (ensemble)", "ensemble"),
        ("An ensemble of FooNets", "ensemble"),
        ("We further gain by model ensembling.", "ensemble"),
        ("Our single model reaches 86.0.", "single model"),
        ("All scores are without ensembling.", "single model"),
        ("the best non-ensemble result", "single model"),
    ],
)
def test_wordings_of_papers_are_read(text: str, expected: str) -> None:
    assert aggregations_in(text) == (expected,)


@pytest.mark.parametrize(
    "text",
    [
        "The average over 15 languages is 80.1.",
        "It has a mean average precision of 61.0 and a mean reciprocal rank of 0.7.",
        "The best model beats the best baseline, to the best of our knowledge.",
        "Ensemble learning has a long literature, and ensemble methods are costly.",
        "An averaged perceptron with macro-averaged F1 is run on each of the 15 values.",
        "The average of the 15 values is 77.3.",
        "The parser runs in linear time, three times faster than the best system.",
        "Five seed words and ten alignment seeds are given, and the mean is taken over documents.",
        "We train a single model that serves all 15 languages in a single pass.",
        "Results are averaged over 5 folds and 3 domains.",
        "In 75 trials people rated the average fluency.",
        "We predict with the average of the last checkpoints.",
        "Best results in bold; single-step decoding.",
    ],
)
def test_averages_and_bests_of_something_else_are_not(text: str) -> None:
    assert aggregations_in(text) == ()


@pytest.mark.parametrize(
    ("left", "right", "differ"),
    [
        ("the best of 5 runs", "the mean over 5 seeds", True),
        ("the mean of 3 seeds", "the mean over 5 seeds", True),
        ("the mean of 5 seeds", "averaged across seeds", False),
        ("the median of 5 seeds", "the mean of 5 seeds", True),
        ("our ensemble model", "our single model", True),
        ("our ensemble model", "the mean over 5 seeds", True),
        ("our single model", "the mean over 5 seeds", False),
        ("our single model", "the best of 5 runs", False),
        ("results of a single run", "the best of 5 runs", True),
        ("the mean over 5 seeds", "no word of it", False),
        ("mean and best of 5 seeds: the best run and the mean over 5 seeds", "the best of 5 runs", False),
    ],
)
def test_known_and_different_differs_and_what_one_side_leaves_open_does_not(
    left: str, right: str, differ: bool
) -> None:
    mine, theirs = aggregations_in(left), aggregations_in(right)
    assert aggregations_differ(mine, theirs) is aggregations_differ(theirs, mine) is differ
    told = [read_protocol(f"mBERT zero-shot on XNLI, {text}") for text in (left, right)]
    agreement, field = compare(*told)
    assert agreement == ("different" if differ else "same")
    assert field.startswith("aggregations: ") is differ


def told(sentence: str) -> list[str]:
    return [
        "/".join(sorted(aggregation_of(one, sentence))) for one in find_quantities(sentence) if one.unit == "percent"
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A reaches 80.1% on average over 5 seeds and 81.0% at best.", [MEAN_OF_5, "best of runs"]),
        ("Averaged over 5 seeds, A reaches 80.1% on X and 70.2% on Y.", [MEAN_OF_5, MEAN_OF_5]),
        ("A reaches 80.1% on X and 70.2% on Y (mean of 5 seeds).", [MEAN_OF_5, MEAN_OF_5]),
        ("Our single model reaches 86.0% and our ensemble 88.0%.", ["single model", "ensemble"]),
        ("Our ensemble reaches 88.0%, while B reaches 87.1%.", ["ensemble", ""]),
        ("A reaches 81.0% in the best run; the median of 5 runs is 79.9%.", ["best of runs", "median over 5 runs"]),
        ("A reaches 80.1% on average.", [""]),
    ],
)
def test_each_figure_of_a_sentence_has_its_own(sentence: str, expected: list[str]) -> None:
    assert told(sentence) == expected


def test_columns_named_mean_and_best_are_over_runs_where_the_caption_speaks_of_runs() -> None:
    labels = {1: "en", 2: "Mean", 3: "Best"}
    read = aggregations_of_lines(labels, "Accuracy of 3 random seeds")
    assert read == {1: (), 2: ("mean over 3 runs",), 3: ("best of 3 runs",)}
    assert not any(aggregations_of_lines(labels, "Accuracy by language").values())
    assert aggregations_of_lines({1: "Foo, ensemble", 2: "Foo"}, "") == {1: ("ensemble",), 2: ()}


def test_single_is_a_single_model_beside_an_ensemble_only() -> None:
    assert aggregations_of_lines({1: "Single", 2: "Ensemble"}, "") == {1: ("single model",), 2: ("ensemble",)}
    assert aggregations_of_lines({1: "Foo (single)", 2: "Foo (ensemble)"}, "")[1] == ("single model",)
    assert aggregations_of_lines({1: "Single", 2: "Multiple"}, "") == {1: (), 2: ()}
    assert aggregations_in("Foo (single) and Foo (multiple)") == ()
    assert aggregations_in("Foo (single) and Foo (ensemble)") == ("ensemble", "single model")
    assert aggregations_of_lines({1: "Foo w/o ensembling"}, "") == {1: ("single model",)}


def test_an_average_over_runs_is_none_over_languages() -> None:
    def averages(text: str) -> list[str]:
        return [label.name for label in labels_of(text) if label.kind == "average"]

    assert averages("80.1% averaged over 5 seeds") == []
    assert averages("80.1% averaged over 15 languages") == ["average"]
    assert averages("80.1% averaged over 15 languages and 5 seeds") == ["average"]


def test_a_setting_is_parted_from_what_it_says_of_runs() -> None:
    assert parted("zero-shot, mean over 5 runs, with MLM") == ("zero-shot, with MLM", (MEAN_OF_5,))
    assert parted("Ensemble") == ("", ("ensemble",))
    assert parted("") == ("", ())


def test_an_average_in_these_runs_may_be_over_anything() -> None:
    assert read_protocol("It reaches 66.3% average accuracy on XNLI in these runs.").aggregations == ()
    assert read_protocol("It reaches 66.3% average accuracy in 5 runs.").aggregations == ("mean over 5 runs",)
