"""A report prints no quote that its papers do not hold."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from document_maker import make_document, row_passage
from fakes import BagEmbedder, RoleEntailer, Shelf

from litsynth.anchors import anchor_of, anchor_of_passage
from litsynth.config import ExtractSettings, Settings
from litsynth.errors import OutputFailed
from litsynth.pipeline import Models, Silent, answer
from litsynth.pipeline.claims import extract_claims
from litsynth.pipeline.quoting import refuse_lost_quotes
from litsynth.records import Claim, Document, Evidence, Extracted, Judgement, Paper, Span, Verdict
from litsynth.store import open_corpus

SENTENCES = ["We gain 1.8 points on XNLI.", "The average is 75.4%."]
DOCUMENT = make_document("arXiv:1", SENTENCES, [["Model", "avg"], ["Ours", "75.4"]], "Table 1: Results.")
ANCHOR = anchor_of(DOCUMENT, DOCUMENT.sentences[0].span, 0)
CLAIM = Claim("c", "arXiv:1", SENTENCES[0], SENTENCES[0], ANCHOR, "result")
ROW = row_passage(DOCUMENT, 1)
PIECE = Evidence("c", ROW, anchor_of_passage(DOCUMENT, ROW), "supports", "own paper", Judgement(0.9, 0.05, 0.05))
VERDICT = Verdict("c", "supported", 0.9, (PIECE,), 1)


def check(claim: Claim = CLAIM, verdict: Verdict = VERDICT, document: Document = DOCUMENT) -> None:
    refuse_lost_quotes([claim], [verdict], lambda _: document)


def test_what_stands_where_it_is_said_to_passes() -> None:
    check()


@pytest.mark.parametrize(
    "claim",
    [
        replace(CLAIM, quote="We gain 1.9 points on XNLI."),
        replace(CLAIM, anchor=replace(ANCHOR, exact="We gain 8.1 points on XNLI.")),
        replace(CLAIM, anchor=replace(ANCHOR, span=Span(1, 5))),
        replace(CLAIM, anchor=replace(ANCHOR, substrate="pdf")),
        replace(CLAIM, also_at=(replace(ANCHOR, exact="Gone."),)),
    ],
)
def test_a_claim_with_a_quote_that_is_not_there_is_refused(claim: Claim) -> None:
    with pytest.raises(OutputFailed, match="a quote is not where its anchor says: arXiv:1 at"):
        check(claim)


def test_evidence_is_looked_up_too_and_many_are_counted() -> None:
    other = replace(DOCUMENT, text=DOCUMENT.text.replace("75.4", "75.5"))
    with pytest.raises(OutputFailed, match="Ours"):
        check(document=other)
    pieces = tuple(replace(PIECE, anchor=replace(PIECE.anchor, exact=f"Ours | {number}")) for number in range(9))
    with pytest.raises(OutputFailed, match="and 6 more"):
        check(verdict=replace(VERDICT, evidence=pieces))


def test_a_run_fails_when_a_quote_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = Paper(
        "arXiv:1", "Bridges", ("Ada Brook",), 2021, " ".join(f"We gain {n}.8 points on XNLI." for n in (1, 2))
    )
    models = Models(BagEmbedder(), RoleEntailer(), {}, {"statement": "None."})
    settings = Settings(extract=ExtractSettings(relevance_threshold=0.05))
    question = "How large are gains on XNLI?"
    with open_corpus(tmp_path / "one") as corpus:
        assert answer(question, [Shelf([paper])], corpus, models, settings, "2026-01-31", Silent()).report.claims

    def tampered(*given: Any) -> Extracted:
        found = extract_claims(*given)
        claims = (replace(claim, quote=claim.quote.replace("1.8", "1.9")) for claim in found.claims)
        return replace(found, claims=tuple(claims))

    monkeypatch.setattr(sys.modules["litsynth.pipeline.answer"], "extract_claims", tampered)
    with open_corpus(tmp_path / "other") as corpus, pytest.raises(OutputFailed, match="nothing was printed"):
        answer(question, [Shelf([paper])], corpus, models, settings, "2026-01-31", Silent())
