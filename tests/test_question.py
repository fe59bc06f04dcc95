import pytest

from litsynth.errors import UsageError
from litsynth.question import covers, looks_english, read_question


@pytest.mark.parametrize(
    ("text", "sides", "names"),
    [
        (
            "How does A-training compare to English-only training on XNLI?",
            ("A-training", "English-only training"),
            ("XNLI",),
        ),
        ("Can adapters outperform full fine-tuning for XTREME-R?", ("adapters", "full fine-tuning"), ("XTREME-R",)),
        (
            "How does training on parsing versus semantic similarity affect accuracy for mBERT?",
            ("training on parsing", "semantic similarity"),
            ("mBERT",),
        ),
        ("What is the impact of tokenisation on recall?", (), ()),
    ],
)
def test_sides_of_a_comparison_and_names(text, sides, names):
    question = read_question(text)
    assert (question.alternatives, question.names) == (sides, names)


@pytest.mark.parametrize("text", ["", "  ", "?!", "how does it compare to the", "1 2 3"])
def test_a_question_without_a_topic_is_refused(text):
    with pytest.raises(UsageError, match="no content words"):
        read_question(text)


def test_a_part_is_covered_by_its_words_in_any_form_but_not_by_half_of_them():
    assert covers("semantic similarity", "Similarities of a semantic kind")
    assert not covers("semantic similarity", "Semantic parsing")


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("Was bringt mehrsprachiges Training auf XNLI?", False),
        ("XNLI mBERT Swahili", True),
        ("Is mBERT better than XLM on XNLI?", True),
    ],
)
def test_a_question_in_another_language_is_noticed(question: str, english: bool) -> None:
    assert looks_english(question) is english
