"""Sentences that are odd to read: far too long, full of numbers, or with digits, signs and spaces of another typography."""

from itertools import pairwise

import pytest
from document_maker import make_document
from fakes import BagEmbedder, RoleEntailer

from litsynth.config import ExtractSettings
from litsynth.pipeline.claims import claims_of_document
from litsynth.quantities import find_quantities
from litsynth.records import Claim, Paper, Substrate

PAPER = Paper("arXiv:1", "Bridges", ("Ada Brook",), 2021)
PLAIN = "The results show that the bridge reader beats the ferry reader by 2.5 points on XNLI."
SCORES = [f"{60 + row}.{row % 10}" for row in range(30)]
WORDY = f"The bridge reader improves accuracy on XNLI by 1.8 points, {'which we repeat, ' * 663}and that is all."
THIN, NARROW = "\u2009", "\u202f"
MINUS = "\N{MINUS SIGN}"

Told = tuple[float, str, str]
ODD: list[tuple[str, list[Told]]] = [
    (
        f"On XNLI, the bridge reader reaches an accuracy of {'%, '.join(SCORES[:-1])}% and {SCORES[-1]}%.",
        [(float(score), "percent", "") for score in SCORES],
    ),
    ("The bridge reader is trained on 123456789012 tokens of parallel text.", [(123_456_789_012, "count", "")]),
    ("The bridge reader is trained on 123,456,789,012 tokens of parallel text.", [(123_456_789_012, "count", "")]),
    ("The bridge reader improves accuracy on XNLI by 1.5 points.", [(1.5, "points", "up")]),
    ("The bridge reader improves accuracy on XNLI by 0,5 points.", [(0.5, "points", "up")]),
    ("The bridge reader is trained on 1,500 sentences of parallel text.", [(1500, "count", "")]),
    (f"The bridge reader changes accuracy on XNLI by {MINUS}1.8 points.", [(1.8, "points", "down")]),
    (f"The bridge reader changes accuracy on XNLI by{THIN}{MINUS}1.8{THIN}points.", [(1.8, "points", "down")]),
    (f"Length and accuracy correlate with r = {MINUS}0.31 on XNLI.", [(-0.31, "score", "")]),
    (f"The bridge reader reaches 79.2{THIN}% accuracy on XNLI.", [(79.2, "percent", "")]),
    (f"The bridge reader reaches 79.2{NARROW}% accuracy on XNLI.", [(79.2, "percent", "")]),
    (f"The bridge reader is trained on 12{THIN}500 sentences of parallel text.", [(12_500, "count", "")]),
    ("The bridge reader is trained on 12\u00a0500 sentences of parallel text.", [(12_500, "count", "")]),
    ("The bridge reader improves accuracy on XNLI by 1,5 points.", [(1.5, "points", "up")]),
    ("The bridge reader reaches 78,5% and 80,25 % accuracy on XNLI.", [(78.5, "percent", ""), (80.25, "percent", "")]),
    (f"The bridge reader changes accuracy on XNLI by {MINUS} 1.8 points.", [(1.8, "points", "down")]),
    ("The bridge reader changes accuracy on XNLI by \u20131.8 points.", [(1.8, "points", "down")]),
    (f"Length and accuracy correlate with r = {MINUS}{THIN}0.31 on XNLI.", [(-0.31, "score", "")]),
    (f"The bridge reader is trained on 1{NARROW}234{NARROW}567 sentences of text.", [(1_234_567, "count", "")]),
]


def claims_in(*sentences: str, substrate: Substrate = "latex") -> list[Claim]:
    document = make_document(PAPER.paper_id, list(sentences), substrate=substrate)
    found = claims_of_document(PAPER, document, BagEmbedder(), RoleEntailer(), ExtractSettings())
    assert all(claim.quote == claim.anchor.exact == claim.anchor.span.of(document.text) for claim in found)
    return list(found)


@pytest.mark.parametrize(("text", "told"), ODD)
def test_odd_typography_changes_no_value_unit_or_direction(text: str, told: list[Told]) -> None:
    found = find_quantities(text)
    assert [(one.value, one.unit, one.direction) for one in found] == told
    spans = [one.span for one in found]
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(any(letter.isdigit() for letter in span.of(text)) for span in spans)


@pytest.mark.parametrize(("text", "told"), ODD)
def test_an_odd_sentence_is_a_whole_claim_with_its_quantities_and_its_neighbours_are_too(
    text: str, told: list[Told]
) -> None:
    odd, plain = claims_in(text, PLAIN)
    assert (odd.quote, plain.quote) == (text, PLAIN)
    assert [(one.value, one.unit, one.direction) for one in odd.quantities] == told
    assert [one.value for one in plain.quantities] == [2.5]


def test_a_sentence_of_two_thousand_words_is_whole_in_a_digest_and_no_claim_in_a_paper() -> None:
    assert len(WORDY.split()) == 2003
    assert [(one.value, one.unit, one.direction) for one in find_quantities(WORDY)] == [(1.8, "points", "up")]
    assert [claim.quote for claim in claims_in(WORDY, PLAIN)] == [PLAIN]
    assert [claim.quote for claim in claims_in(WORDY, PLAIN, substrate="digest")] == [WORDY, PLAIN]


def test_a_decimal_comma_makes_no_number_ten_times_as_large() -> None:
    for text in ("It gains 1,5 points on XNLI.", "It reaches an accuracy of 78,5% on XNLI."):
        values = {one.value for one in find_quantities(text)}
        assert values
        assert not {15.0, 785.0} & values
