"""Sentences with lists, one claim for each place of the lists."""

import pytest

from litsynth.extract import make_claims, merge_duplicates
from litsynth.extract.compound import parts, without_conclusion
from litsynth.parse import read_document
from litsynth.records import Candidate, Paper
from litsynth.resolve import PaperNames

PAPER = Paper("arXiv:1", "T", ("Ann Lee", "Bo Li", "C Wu"), 2020)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "For ReadIt and MarkIt, DUAL gains 2.7 absolute F1 points and 5.1 absolute EM points respectively.",
            ("For ReadIt, DUAL gains 2.7 absolute F1 points.", "For MarkIt, DUAL gains 5.1 absolute EM points."),
        ),
        (
            "The mean lengths of DUAL, SUM-2 and Short are respectively 54.8, 59.0, and 60.7.",
            ("The mean lengths of DUAL are 54.8.", "The mean lengths of SUM-2 are 59.0.", "The mean lengths of Short are 60.7."),
        ),
        (
            "It is best both in EnDe and DeEn, which respectively obtain 30.4 and 38.6 BLEU.",
            ("It is best in EnDe, which obtain 30.4 BLEU.", "It is best in DeEn, which obtain 38.6 BLEU."),
        ),
        (
            "It is 8.2, 7.5 and 7.0 points better on A1, B2 [key2020] and C3, respectively (p < 0.05).",
            (
                "It is 8.2 points better on A1 (p < 0.05).",
                "It is 7.5 points better on B2 [key2020] (p < 0.05).",
                "It is 7.0 points better on C3 (p < 0.05).",
            ),
        ),
    ],
)  # fmt: skip
def test_each_place_of_the_lists_is_a_statement(text: str, expected: tuple[str, ...]):
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It helps by an average of 1.3 points for DUAL, 3.0 for SUM-2 and 0.6 for Short (see Table 2).",
            (
                "It helps by an average of 1.3 points for DUAL (see Table 2).",
                "It helps by an average of 3.0 points for SUM-2 (see Table 2).",
                "It helps by an average of 0.6 points for Short (see Table 2).",
            ),
        ),
        (
            "DUAL brings a 5.3% improvement for the A-1 model and a 1.8% improvement for the B-2 model when tuned.",
            (
                "DUAL brings a 5.3% improvement for the A-1 model when tuned.",
                "DUAL brings a 1.8% improvement for the B-2 model when tuned.",
            ),
        ),
        (
            "The error is 4.5% on the development set and 5.5% on the test set.",
            ("The error is 4.5% on the development set.", "The error is 5.5% on the test set."),
        ),
        (
            "The best value is 1.6 for Subtask 1 and 3.6 for Subtask 2.",
            ("The best value is 1.6 for Subtask 1.", "The best value is 3.6 for Subtask 2."),
        ),
    ],
)
def test_each_figure_told_of_a_name_is_a_statement(text: str, expected: tuple[str, ...]):
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "DUAL gains 1.2 points on Yelp13.",
        "DUAL gains up to 1.2 points over SUM-2 and 0.4 on Yelp13.",  # told of two things
        "DUAL reaches 84.1 on Yelp13 and 90.2 on IMDB, a gain of 1.2 points.",  # of which?
        "The gap between 84.1 on Yelp13 and 80.2 on IMDB is large.",
        "DUAL falls from 84.1 on Yelp13 and 80.2 on IMDB.",
        "DUAL reaches 84.1 on Yelp13 and 90.2 on IMDB against SUM-2.",
        "DUAL gains 1.5 over SUM-2 and 0.5 over Short, the best one so far.",  # Short alone is
        "DUAL reaches 67.7% on French XNLI and 55.7% on Swahili.",  # XNLI is told of both
        "It has 14 words for Yelp13 and 28 words for IMDB.",  # no results
        "DUAL gains 1.0% on MRR, 1.7% on R@1 and 0.3% on those.",
        "DUAL gains 1.2 and 1.5 points on Yelp13 and IMDB.",  # not said to be in order
        "DUAL and SUM reach 1.2 and 1.5 on Yelp13 and IMDB, respectively.",  # which names go with the figures?
        "DUAL gains 1.2, 1.3 and 1.5 points on Yelp13 and IMDB, respectively.",  # lists of unequal length
        "DUAL gains 1.2 and 1.5 on A1 and B2, respectively, and 2.5 and 3.5 on C3 and D4, respectively.",
        "We discuss both in Sections 4.3 and 5.4, respectively.",  # no names
        "",
    ],
)
def test_what_cannot_be_told_apart_stays_whole(text: str):
    assert parts(text) == ()


def claims_of(text: str):
    document = read_document(text.encode(), "paper.txt", "arXiv:1")
    (sentence,) = document.sentences
    return make_claims(
        Candidate("arXiv:1", sentence, text, 1.0), "result", 0.9, document, PAPER, PaperNames()
    ), document


def test_parts_are_claims_of_their_own_with_the_whole_sentence_as_quote():
    text = "Our model DUAL gains 0.6 and 1.2 points on IMDB and Yelp13, respectively."
    claims, document = claims_of(text)
    assert [claim.text for claim in claims] == [
        "Lee et al. (2020)'s model DUAL gains 0.6 points on IMDB.",
        "Lee et al. (2020)'s model DUAL gains 1.2 points on Yelp13.",
    ]
    assert {claim.quote for claim in claims} == {text}
    assert all(claim.anchor.span.of(document.text) == text for claim in claims)
    assert [[figure.value for figure in claim.quantities] for claim in claims] == [[0.6], [1.2]]
    assert all(figure.span.of(claim.said) == figure.text for claim in claims for figure in claim.quantities)
    assert len({claim.claim_id for claim in claims}) == 2


def test_parts_of_one_sentence_are_not_merged_and_a_repeated_sentence_is_part_by_part():
    claims, _ = claims_of("DUAL gains 0.6 and 1.2 points on IMDB and Yelp13, respectively.")
    again, _ = claims_of("Indeed DUAL gains 0.6 and 1.2 points on IMDB and Yelp13, respectively.")
    merged = merge_duplicates([*claims, *again])
    assert sorted(len(claim.also_at) for claim in merged) == [1, 1]
    assert {tuple(figure.value for figure in claim.quantities) for claim in merged} == {(0.6,), (1.2,)}


@pytest.mark.parametrize(
    "text",
    [
        "On CoNLL 2003, suggesting the same trend, DUAL beats it.",
        "DUAL gains 1.2 points on IMDB, demonstrating a gain of 3 points on Yelp.",
        "DUAL gains 1.2 points on IMDB, which proves the benefit, but only on IMDB.",
        "DUAL gains 1.2 points (see Sec. 4, confirming details), and it loses elsewhere.",
        "DUAL gains 1.2 points on IMDB, showing no improvement on Yelp.",
    ],
)
def test_what_limits_a_result_or_states_more_of_it_is_no_conclusion(text: str):
    assert without_conclusion(text) == text


def test_a_conclusion_is_no_part_of_the_claim_and_stays_in_the_quote():
    text = "DUAL gains 1.2 points on IMDB, indicating that attention matters."
    (claim,), _ = claims_of(text)
    assert claim.text == "DUAL gains 1.2 points on IMDB."
    assert claim.quote == text
