"""Where a page marks the figures of a claim."""

from dataclasses import replace

import pytest
from document_maker import make_document

from litsynth.extract import make_claim
from litsynth.records import Candidate, Claim, Paper
from litsynth.render.marked import figures_at
from litsynth.resolve import PaperNames

SAID = "We gain 2.4 points with it and 20 more."
LEE = Paper("arXiv:1", "T", ("Ann Lee", "Bo Li", "C Wu"), 2020)


@pytest.fixture
def claim() -> Claim:
    document = make_document("arXiv:1", [SAID])
    candidate = Candidate("arXiv:1", document.sentences[0], SAID, 1.0)
    return make_claim(candidate, "result", 0.9, document, LEE, PaperNames())


def test_figures_are_marked_where_the_resolved_text_has_them(claim: Claim) -> None:
    assert claim.text.startswith("Lee et al. (2020) gain")
    marked = [span.of(claim.text) for span in figures_at(claim)]
    assert marked == [quantity.text for quantity in claim.quantities]
    assert marked  # and the year of the authors is none of them
    assert all(span.start > claim.text.index("gain") for span in figures_at(claim))


def test_what_is_not_resolved_keeps_its_places(claim: Claim) -> None:
    plain = replace(claim, text=claim.said)
    assert figures_at(plain) == [quantity.span for quantity in claim.quantities]
