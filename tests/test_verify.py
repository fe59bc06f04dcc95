import pytest
from document_maker import make_document, row_passage, sentence_passage

from litsynth.config import VerifySettings
from litsynth.extract import make_claim
from litsynth.records import Candidate, Judgement, Paper
from litsynth.resolve import PaperNames
from litsynth.verify import decide, premise_of, weigh

SETTINGS = VerifySettings()
ENTAILED = Judgement(0.95, 0.04, 0.01)
NEUTRAL = Judgement(0.05, 0.9, 0.05)
CONTRADICTED = Judgement(0.01, 0.04, 0.95)

OURS = Paper("arXiv:1", "Ours", ("Ada Ash", "Ben Birch"), 2020)
THEIRS = Paper("arXiv:2", "Theirs", ("Cy Cedar",), 2021)
PAPERS = {paper.paper_id: paper for paper in (OURS, THEIRS)}


def claim_of(text, paper=OURS, primary=""):
    document = make_document(paper.paper_id, [text])
    candidate = Candidate(paper.paper_id, document.sentences[0], text, 1.0)
    claim = make_claim(candidate, "result", 0.9, document, paper, PaperNames())
    return (
        claim if not primary else type(claim)(**{f: getattr(claim, f) for f in claim.__slots__} | {"primary": primary})
    )


def weighed(claim_text, evidence_text, judgement=ENTAILED, paper=THEIRS, claim=None, primary=""):
    document = make_document(paper.paper_id, [evidence_text])
    passage = sentence_passage(document, 0, primary)
    return weigh(claim or claim_of(claim_text), passage, document, judgement, PAPERS, SETTINGS)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("mBERT reaches 85.0 accuracy on XNLI.", "mBERT reaches 58.0 accuracy on XNLI."),
        ("Accuracy on XNLI rises by 1.8 points.", "Accuracy on XNLI rises by 1.8% relative."),
        ("Accuracy on XNLI rises by 1.8 points.", "Accuracy on XNLI drops by 1.8 points."),
        ("mBERT averages 66.3% over 15 languages of XNLI.", "mBERT averages 66.3% over 14 languages of XNLI."),
        ("mBERT reaches 66.3% on the XNLI dev set.", "mBERT reaches 66.3% on the XNLI test set."),
        ("XLM-R reaches 80.9 accuracy on XNLI.", "XLM-R reaches 80.9 F1 on XNLI."),
        ("mBERT reaches 66.3% on XNLI.", "mBERT reaches 66.3% on PAWS-X."),
        ("XLM-R base reaches 76.2% on XNLI.", "XLM-R large reaches 76.2% on XNLI."),
    ],
)
def test_entailed_text_with_another_number_or_protocol_is_never_support(claim, evidence):
    assert weighed(claim, evidence).stance != "supports"


def test_what_agrees_in_every_respect_is_support_and_says_which_numbers_agreed():
    piece = weighed("mBERT reaches 66.3% on XNLI.", "On XNLI, mBERT has an accuracy of 66.3%.")
    assert piece.stance == "supports"
    assert [check.agree for check in piece.numbers] == [True]


@pytest.mark.parametrize("judgement", [ENTAILED, NEUTRAL, CONTRADICTED])
@pytest.mark.parametrize(
    ("system", "ours", "theirs"),
    [("XLM-R large", "80.9", "79.2"), ("XLM-R base", "74.5", "76.2"), ("mBERT", "66.3", "65.4")],
)
def test_the_same_system_under_another_protocol_is_no_refutation(system, ours, theirs, judgement):
    for claimed, found in ((ours, theirs), (theirs, ours)):
        claim = claim_of(f"{system}, zero-shot, reaches {claimed}% average accuracy on XNLI.")
        said = f"{system}, zero-shot, reaches {found}% average accuracy on XNLI."
        piece = weighed("", said, judgement, THEIRS, claim)
        assert piece.stance == "different protocol"
        assert "recipe unknown" in piece.why
        assert [check.agree for check in piece.numbers] == [False]
        assert decide(claim, [piece], SETTINGS).label == "different protocol"


def test_a_rerun_within_the_noise_supports():
    claim = "XLM-R large, zero-shot, reaches 80.9% average accuracy on XNLI."
    piece = weighed(claim, "XLM-R large, zero-shot, reaches 80.6% average accuracy on XNLI.", NEUTRAL)
    assert (piece.stance, piece.support_kind) == ("supports", "independent")


def table_row(paper, stub, value, caption="XNLI test accuracy, zero-shot"):
    document = make_document(paper.paper_id, ["Text."], [["System", "sw", "avg"], [stub, "70.0", value]], caption)
    return row_passage(document, 1), document


def test_another_number_in_the_claims_own_table_refutes_and_in_its_own_prose_does_not():
    claim = claim_of("XLM-R large, zero-shot, reaches 80.9% average accuracy on XNLI.")
    piece = weigh(claim, *table_row(OURS, "XLM-R large", "79.2"), NEUTRAL, PAPERS, SETTINGS)
    assert (piece.stance, piece.basis) == ("refutes", "scores")
    prose = "XLM-R large, zero-shot, reaches 79.2% average accuracy on XNLI."
    assert weighed("", prose, CONTRADICTED, OURS, claim).stance == "neutral"


@pytest.mark.parametrize(("stub", "value"), [("XLM-R base", "79.2"), ("XLM-R large + MLM", "79.2"), ("mBERT", "80.9")])
def test_a_row_of_another_system_or_variant_neither_supports_nor_refutes(stub, value):
    claim = claim_of("XLM-R large, zero-shot, reaches 80.9% average accuracy on XNLI.")
    assert weigh(claim, *table_row(OURS, stub, value), NEUTRAL, PAPERS, SETTINGS).stance == "neutral"


def test_a_claim_about_two_systems_needs_both_rows_of_a_table():
    claim = claim_of("On XNLI, zero-shot, XLM-R large averages 80.9% and mBERT 66.3%.")
    rows = [["System", "avg"], ["XLM-R large", "80.9"], ["mBERT", "66.3"]]
    document = make_document(OURS.paper_id, ["Text."], rows, "XNLI accuracy, zero-shot")
    assert weigh(claim, row_passage(document, 1), document, NEUTRAL, PAPERS, SETTINGS).stance == "supports"
    shorter = make_document(OURS.paper_id, ["Text."], rows[:2], "XNLI accuracy, zero-shot")
    assert weigh(claim, row_passage(shorter, 1), shorter, NEUTRAL, PAPERS, SETTINGS).stance == "neutral"


def test_a_gain_is_there_when_it_is_the_difference_of_the_claims_scores():
    text = "On XNLI, zero-shot, XLM-R large averages 80.9%, mBERT 66.3%, a gain of {} points."
    rows = [["System", "avg"], ["XLM-R large", "80.9"], ["mBERT", "66.3"]]
    document = make_document(OURS.paper_id, ["Text."], rows, "XNLI accuracy, zero-shot")
    for gain, stance in (("14.6", "supports"), ("16.4", "neutral")):
        piece = weigh(claim_of(text.format(gain)), row_passage(document, 1), document, NEUTRAL, PAPERS, SETTINGS)
        assert piece.stance == stance


def test_neutral_is_not_refuted_and_contradiction_needs_the_same_protocol():
    claim = "English intermediate training helps XLM-R zero-shot on XNLI."
    assert weighed(claim, "Soup is hot.", CONTRADICTED).stance == "neutral"
    assert weighed(claim, "Intermediate training does not help XLM-R on XNLI.", NEUTRAL).stance == "neutral"
    denied = "English intermediate training does not help XLM-R zero-shot on XNLI."
    assert weighed(claim, denied, CONTRADICTED).stance == "refutes"


class TestSupportKind:
    claim = "mBERT reaches 66.3% on XNLI."

    def kind(self, text, paper=THEIRS, primary="", claim=None):
        return weighed(self.claim, text, ENTAILED, paper, claim, primary).support_kind

    def test_own_paper(self):
        assert self.kind("We get 66.3%.", OURS) == "own paper"

    def test_another_group_is_independent(self):
        assert self.kind("We measure 66.3% with mBERT on XNLI.") == "independent"

    def test_a_citation_or_a_report_restates(self):
        assert self.kind("mBERT has 66.3% on XNLI (Ash and Birch, 2020).") == "restated"
        assert self.kind("mBERT has 66.3% on XNLI, as reported by its authors.") == "restated"

    def test_what_comes_from_the_same_work_restates_wherever_it_is_printed(self):
        assert self.kind("mBERT has 66.3% on XNLI.", primary=OURS.paper_id) == "restated"

    def test_the_work_whose_fact_it_is_counts_as_the_claims_own(self):
        claim = claim_of(self.claim, OURS, primary=THEIRS.paper_id)
        assert self.kind("mBERT has 66.3% on XNLI.", THEIRS, claim=claim) == "own paper"

    def test_a_shared_author_restates(self):
        shared = Paper("arXiv:3", "More", ("Z Zed", "A. Ash"), 2022)
        document = make_document(shared.paper_id, ["mBERT has 66.3% on XNLI."])
        piece = weigh(
            claim_of(self.claim),
            sentence_passage(document, 0),
            document,
            ENTAILED,
            {**PAPERS, shared.paper_id: shared},
            SETTINGS,
        )
        assert piece.support_kind == "restated"

    def test_a_copied_table_row_restates(self):
        rows = [["System", "avg"], ["mBERT", "66.3"], ["Theirs", "70.1"]]
        document = make_document(THEIRS.paper_id, ["Text."], rows, "XNLI accuracy")
        piece = weigh(claim_of(self.claim), row_passage(document, 1), document, ENTAILED, PAPERS, SETTINGS)
        assert (piece.stance, piece.support_kind) == ("supports", "restated")


def test_machine_written_text_is_never_evidence():
    robot = Paper("arXiv:9", "A synthesis report", ("Bot",), 2024, machine_written=True)
    document = make_document(robot.paper_id, ["mBERT reaches 66.3% on XNLI."])
    claim = claim_of("mBERT reaches 66.3% on XNLI.")
    piece = weigh(claim, sentence_passage(document, 0), document, ENTAILED, {robot.paper_id: robot}, SETTINGS)
    assert piece.stance == "neutral"


def test_the_premise_of_a_row_is_its_caption_stub_and_the_cells_that_bear_on_the_claim():
    rows = [["System", "en", "sw", "avg"], ["mBERT", "82.1", "50.4", "66.3"]]
    document = make_document("arXiv:1", ["Text."], rows, "XNLI test accuracy, zero-shot.")
    passage = row_passage(document, 1)
    average = premise_of(claim_of("mBERT averages 66.3 on XNLI."), passage, document)
    assert average == "XNLI test accuracy, zero-shot. mBERT: avg 66.3."
    swahili = premise_of(claim_of("mBERT reaches 50.4 in Swahili."), passage, document)
    assert "sw 50.4" in swahili
    assert "82.1" not in swahili


class TestDecide:
    claim = claim_of("mBERT reaches 66.3% on XNLI zero-shot.")

    def verdict(self, *pieces):
        return decide(self.claim, pieces, SETTINGS)

    def piece(self, text, judgement=ENTAILED, paper=THEIRS):
        return weighed("", text, judgement, paper, self.claim)

    def test_support_is_counted_by_kind(self):
        rows = [["System", "avg"], ["mBERT", "66.3"]]
        document = make_document(OURS.paper_id, ["Text."], rows, "XNLI accuracy, zero-shot")
        own = weigh(self.claim, row_passage(document, 1), document, ENTAILED, PAPERS, SETTINGS)
        other = self.piece("We measure 66.3% for mBERT on XNLI zero-shot.")
        verdict = self.verdict(own, other, self.piece("Soup.", NEUTRAL))
        assert (verdict.label, verdict.traced, verdict.restated, verdict.corroborated) == ("supported", 1, 0, 1)
        assert verdict.looked_at == 3

    def test_both_sides_conflict(self):
        claim = claim_of("English intermediate training helps mBERT zero-shot on XNLI.")
        pieces = [
            weighed("", text, judgement, THEIRS, claim)
            for text, judgement in (
                ("English intermediate training helps mBERT zero-shot on XNLI a lot.", ENTAILED),
                ("English intermediate training does not help mBERT zero-shot on XNLI.", CONTRADICTED),
            )
        ]
        assert decide(claim, pieces, SETTINGS).label == "conflicting"

    def test_nothing_found_and_a_weak_verdict_are_not_enough_evidence(self):
        assert self.verdict().label == "not enough evidence"
        weak = self.piece("mBERT has 66.3% on XNLI zero-shot.", Judgement(0.66, 0.33, 0.01))
        settings = VerifySettings(abstain=0.75)
        verdict = decide(self.claim, [weak], settings)
        assert verdict.label == "not enough evidence"
        assert "abstention" in verdict.why

    def test_the_order_of_the_evidence_changes_nothing(self):
        pieces = [self.piece(f"mBERT has 66.3% on XNLI zero-shot, run {word}.") for word in ("a", "b", "c")]
        assert self.verdict(*pieces) == self.verdict(*reversed(pieces))
