"""A claim about a paper that a sentence of it states in other words; and false ones, which none states."""

import pytest

from litsynth.pipeline.asked import Asked, asked_claim
from litsynth.split import split
from litsynth.verify.statements import stated
from tests.document_maker import make_document

ROWS = [["Model", "Trace error", "Final error"], ["GridTag", "3.5", "12.7"], ["LinTag", "11.4", "22.3"]]
SENTENCES = [
    "HillSet is a small test set that contains 188 questions in Chinese.",
    "When LinTag is trained without pooling, its average score decreases by 0.51% over 5 runs.",
    "On HillSet, GridTag outperforms LinTag by 3.1 points.",
    "We see an average improvement of 1.68% on all of them, and an improvement of 3.93% on LakeSet.",
    "We show samples of GridTag, which has 12.7% final error overall.",
]


def is_stated(text: str) -> bool:
    document = make_document("p", SENTENCES, ROWS, "Results.")
    claim = asked_claim(Asked(text, "p"))
    return any(stated(claim, passage, document) for passage in split(document))


@pytest.mark.parametrize(
    "text",
    [
        "HillSet has just 188 questions, all in Chinese.",
        "Without pooling, LinTag loses 0.51% on average over 5 runs.",
        "On HillSet, LinTag is outperformed by GridTag by 3.1 points.",
        "An improvement of 3.93% was seen on LakeSet.",
        "The final error of GridTag is 12.7%.",
    ],
)
def test_the_same_in_other_words(text: str) -> None:
    assert is_stated(text)


@pytest.mark.parametrize(
    "text",
    [
        "HillSet has just 818 questions, all in Chinese.",
        "LakeSet has just 188 questions, all in Chinese.",
        "Without pooling, LinTag gains 0.51% on average over 5 runs.",
        "Without pooling, GridTag loses 0.51% on average over 5 runs.",
        "On HillSet, LinTag outperforms GridTag by 3.1 points.",
        "On HillSet, GridTag outperforms LinTag by 3.1%.",
        "An improvement of 1.68% was seen on LakeSet.",
        "The trace error of GridTag is 12.7%.",
        "HillSet has the largest number of questions in Chinese, 188.",
    ],
)
def test_another_thing(text: str) -> None:
    assert not is_stated(text)


def test_a_claim_that_is_not_told_of_the_paper_is_left_to_the_model() -> None:
    document = make_document("p", SENTENCES, ROWS, "Results.")
    claim = asked_claim(Asked("HillSet has just 188 questions, all in Chinese."))
    assert not any(stated(claim, passage, document) for passage in split(document))
