import pytest

from litsynth.protocol import compare, read_protocol


def agreement(left: str, right: str) -> str:
    return compare(read_protocol(left), read_protocol(right))[0]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("XLM-R large zero-shot on XNLI: 80.9", "XLM-R Large zero-shot, XNLI test: 79.2", "same"),
        ("XLM-R base zero-shot on XNLI", "XLM-R large zero-shot on XNLI", "different"),
        ("mBERT zero-shot on XNLI", "mBERT translate-train on XNLI", "different"),
        ("mBERT on XNLI dev", "mBERT on XNLI test", "different"),
        ("mBERT on XNLI", "mBERT on PAWS-X", "different"),
        ("mBERT on XTREME", "mBERT on XTREME-R", "different"),
        ("XLM on XNLI", "XLM-R on XNLI", "different"),
        ("accuracy of mBERT on XNLI", "F1 of mBERT on XNLI", "different"),
        ("mBERT on XNLI", "mBERT on XNLI", "unknown"),
        ("It gains 2 points.", "mBERT zero-shot on XNLI", "unknown"),
        ("v1 reports +6.1 on XTREME", "the final version reports +5.4 on XTREME", "different"),
    ],
)
def test_what_is_known_to_differ_differs_whichever_way_it_is_asked(left, right, expected):
    assert agreement(left, right) == agreement(right, left) == expected


def test_aliases_are_one_name():
    for text in ("XLM-RoBERTa large", "XLM-R_large", "xlmr large"):
        assert read_protocol(text).systems == ("XLM-R",)
    assert read_protocol("multilingual BERT").systems == read_protocol("M-BERT").systems == ("mBERT",)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("XLM-R large on XNLI", ("large",)),
        ("a large model on XNLI", ("large",)),
        ("the base model and the large model", ("base", "large")),
        ("T5-small and T5-base", ("base", "small")),
        ("XLM-R gains by a large margin", ()),
        ("a large decrease in accuracy, and a small one", ()),
        ("the large contribution of large-scale data", ()),
        ("RoBERTa-large gains 2 points and XLM-R base declines", ("base", "large")),
        ("DeBERTa-v3-large set a new state of the art", ("large",)),
        ("a large multilingual model, trained on XNLI", ("large",)),
        ("base and large models of either kind", ("base", "large")),
        ("small languages gain in a large number of models", ()),
        ("the large, unlabelled corpus is used here", ()),
    ],
)
def test_a_size_is_that_of_a_model(text, sizes):
    assert read_protocol(text).sizes == sizes


def test_a_version_of_a_data_set_is_none_of_a_paper() -> None:
    assert read_protocol("XLM-R large with SQuAD v1.1").versions == ()
    assert read_protocol("It gains 6.1 points in v1.").versions == ("v1",)
