"""Slots that a sentence leaves open, taken from the cells that its numbers were traced to; gains by what they are over."""

from dataclasses import replace

import pytest
from document_maker import make_document, row_passage
from test_findings import LEXICON, PAPERS, QUESTION
from test_synthesize import verdict

from litsynth.anchors import anchor_of
from litsynth.codec import decode, digest, encode
from litsynth.config import VerifySettings
from litsynth.pipeline.results import stated_by
from litsynth.pipeline.traced import TracedCells
from litsynth.quantities import find_quantities
from litsynth.records import CellAt, Claim, Document, Evidence, Finding, Judgement, Label, NumberCheck, Verdict
from litsynth.render.findings import difference_words, range_of
from litsynth.synthesize import findings_of
from litsynth.synthesize.cells import conditions
from litsynth.verify import grids_of, trace, weigh

NEUTRAL = Judgement(0.1, 0.8, 0.1)
ROWS = [["Model", "en", "de", "avg"], ["mBERT", "80.0", "70.1", "74.0"], ["FooNet", "82.0", "72.4", "75.6"]]
CAPTION = "XNLI test accuracy (%), zero-shot"
SETTINGS_ROWS = [
    ["Model", "en", "de", "sw", "avg"],
    ["XLM-R base, zero-shot", "85.0", "78.0", "66.0", "76.3"],
    ["XLM-R base, translate-train-all", "85.9", "80.1", "72.5", "79.5"],
]
OTHER_ROWS = [
    ["Model", "en", "de", "sw", "avg"],
    ["XLM-R base, zero-shot", "83.0", "75.0", "63.0", "73.7"],
    ["XLM-R base, translate-train-all", "85.9", "80.1", "72.5", "79.5"],
]


def told(text: str, rows: list[list[str]], caption: str = CAPTION, paper_id: str = "a:1") -> tuple[Claim, Document]:
    document = make_document(paper_id, [text], rows, caption)
    claim = Claim(
        digest(paper_id, text),
        paper_id,
        text,
        text,
        anchor_of(document, document.sentences[0].span, 0),
        "result",
        find_quantities(text),
        primary=paper_id,
    )
    return claim, document


def traced(claim: Claim, document: Document, label: Label = "supported") -> Verdict:
    """The verdict of a claim whose figures stand in the first table."""
    places = trace(claim, document, grids_of(document))
    assert places, claim.text
    passage = row_passage(document, places[0].cell.row_number)
    piece = weigh(claim, passage, document, NEUTRAL, PAPERS, VerifySettings(), places)
    assert piece.stance == "supports"
    return verdict(claim, label, piece)


def findings(*said: tuple[Claim, Document]) -> tuple[Finding, ...]:
    claims = [claim for claim, _ in said]
    documents = {claim.paper_id: document for claim, document in said}
    cells = TracedCells(documents.__getitem__, LEXICON)
    verdicts = [traced(claim, document) for claim, document in said]
    both = {
        one.claim_id: cells.of(one, other, stated_by(one, documents[one.paper_id], LEXICON))
        for one, other in zip(claims, verdicts, strict=True)
    }
    stated, found = ({key: pair[at] for key, pair in both.items()} for at in (0, 1))
    return findings_of(QUESTION, claims, verdicts, stated, PAPERS, found)


def test_a_gain_of_ours_has_system_baseline_data_set_and_scores_of_its_two_cells() -> None:
    (finding,) = findings(told("FooNet improves over mBERT by 2.3 points in German.", ROWS))
    assert (finding.kind, finding.subject, finding.method, finding.direction) == (
        "effect",
        "XNLI",
        "FooNet over mBERT",
        "up",
    )
    (figure,) = finding.figures
    assert (figure.system, figure.baseline, figure.metric, figure.split, figure.languages) == (
        "FooNet",
        "mBERT",
        "accuracy",
        "test",
        "de",
    )
    assert figure.ends == (70.1, 72.4)
    assert figure.from_cells == ("task", "dataset", "metric", "split", "setting")  # the sentence says the rest
    assert not figure.against_cells


def test_without_its_cells_the_same_sentence_has_none_of_them() -> None:
    claim, document = told("FooNet improves over mBERT by 2.3 points in German.", ROWS)
    stated = {claim.claim_id: stated_by(claim, document, LEXICON)}
    (finding,) = findings_of(QUESTION, [claim], [verdict(claim, "supported")], stated, PAPERS)
    assert (finding.subject, [figure.from_cells for figure in finding.figures]) == ("", [])


def test_only_cells_that_support_a_claim_in_its_own_paper_say_anything_of_it() -> None:
    claim, document = told("FooNet improves over mBERT by 2.3 points in German.", ROWS)
    whole = traced(claim, document)
    cells = TracedCells(lambda _: document, LEXICON)
    assert len(cells.of(claim, whole, ())[1]) == 1
    for other in ({"support_kind": "restated"}, {"stance": "neutral"}, {"places": ()}):
        changed = replace(whole, evidence=tuple(replace(piece, **other) for piece in whole.evidence))
        assert cells.of(claim, changed, ()) == ((), {})


def test_what_a_sentence_says_stands_and_a_contradiction_of_its_cells_is_told() -> None:
    text = "FooNet reaches 75.6 F1 on average on XNLI, zero-shot."
    claim, document = told(text, ROWS)
    at = (CellAt(0, 2, 3),)
    piece = Evidence(
        claim.claim_id, row_passage(document, 2), claim.anchor, "supports", "own paper", NEUTRAL, places=(at,)
    )
    piece = replace(piece, numbers=(NumberCheck(claim.quantities[0].text, "75.6", True),))
    stated, cells = TracedCells(lambda _: document, LEXICON).of(
        claim, verdict(claim, "supported", piece), stated_by(claim, document, LEXICON)
    )
    (finding,) = findings_of(
        QUESTION, [claim], [verdict(claim, "supported")], {claim.claim_id: stated}, PAPERS, {claim.claim_id: cells}
    )
    (figure,) = finding.figures
    assert figure.metric == "F1"
    assert figure.against_cells == ("metric: F1 / accuracy",)
    assert "metric" not in figure.from_cells


def test_names_of_one_papers_rows_join_no_finding_of_another_paper() -> None:
    text = "FooNet improves over BarNet by 2.3 points in German."
    rows = [["Model", "en", "de"], ["BarNet", "80.0", "70.1"], ["FooNet", "82.0", "72.4"]]
    one, other = (told(text, rows, paper_id=paper_id) for paper_id in ("a:1", "a:2"))
    assert len(findings(one, other)) == 2


def gain(rows: list[list[str]], points: str, paper_id: str) -> tuple[Claim, Document]:
    text = f"On XNLI, training on all languages is worth {points} points on average over English-only fine-tuning for XLM-R base."
    return told(text, rows, "XNLI test accuracy (%)", paper_id)


def test_gains_over_baselines_that_score_otherwise_are_no_spread_and_where_they_end_is_said() -> None:
    (finding,) = findings(gain(SETTINGS_ROWS, "3.2", "a:1"), gain(OTHER_ROWS, "5.8", "a:2"))
    assert (finding.method, finding.baseline, finding.independent) == ("translate-train-all", "zero-shot", 2)
    assert [(spread.low, spread.high, spread.papers) for spread in finding.spreads] == [(5.8, 5.8, 1), (3.2, 3.2, 1)]
    assert [dict(spread.protocol)["baseline score"] for spread in finding.spreads] == ["73.7", "76.3"]
    (difference,) = finding.differences
    assert (difference.baselines, difference.ends) == ((76.3, 73.7), (79.5, 79.5))
    words = "no difference of protocol is known, but they go from 76.3 and 73.7, both to 79.5"
    assert difference_words(difference) == words
    shown = (
        "+3.2 points (from 76.3) to +5.8 points (from 73.7), over 2 different baselines; 3.2 points and 5.8 points: "
    )
    assert range_of(finding) == shown + words
    assert finding.certainty == "moderate"  # why the baselines differ is not known


def test_gains_over_one_baseline_are_one_spread() -> None:
    (finding,) = findings(gain(SETTINGS_ROWS, "3.2", "a:1"), gain(SETTINGS_ROWS, "3.2", "a:2"))
    (spread,) = finding.spreads
    assert (spread.low, spread.high, spread.papers, finding.differences) == (3.2, 3.2, 2, ())


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("On XNLI mBERT gains 9.7 points from training on all languages (75.1% against 65.4%).", (65.4, 75.1)),
        ("On XNLI mBERT gains 9.7 points from training on all languages (75.1% against 60.4%).", ()),
        ("Training on all languages raises average XNLI accuracy of mBERT from 65.4% to 75.1%.", (65.4, 75.1)),
    ],
)
def test_scores_that_a_sentence_prints_beside_its_gain_are_its_ends(text: str, ends: tuple[float, ...]) -> None:
    claim, document = told(text, ROWS)
    stated = {claim.claim_id: stated_by(claim, document, LEXICON)}
    made = findings_of(QUESTION, [claim], [verdict(claim, "supported")], stated, PAPERS)
    assert [one.figures[0].ends for one in made if one.kind == "effect"] == [ends]


def test_places_survive_writing_and_reading() -> None:
    claim, document = told("FooNet improves over mBERT by 2.3 points in German.", ROWS)
    (piece,) = traced(claim, document).evidence
    assert piece.places == ((CellAt(0, 2, 2), CellAt(0, 1, 2)),)
    assert decode(Evidence, encode(piece)) == piece


def test_what_stands_over_a_group_of_rows_is_no_setting():
    rows = [
        ["Model", "en", "de", "avg"],
        ["Previous work", "", "", ""],
        ["mBERT", "80.0", "70.1", "74.0"],
        ["Our models", "", "", ""],
        ["FooNet", "82.0", "72.4", "75.6"],
    ]
    (found,) = findings(told("FooNet reaches 75.6% on average on XNLI.", rows, "XNLI test accuracy (%)"))
    (figure,) = found.figures
    assert "split" in figure.from_cells
    assert not figure.setting
    assert conditions("Our models, zero-shot, F(ALL), 16, Prior work, w/o TLM") == "zero-shot, w/o TLM"
    assert (
        conditions("translate-train, average, base, Model Combination")
        == "translate-train, average, base, Model Combination"
    )


@pytest.mark.parametrize(
    ("average", "claimed", "found"),
    [
        ("75.8", "almost 2%", True),
        ("75.6", "almost 2%", False),
        ("75.6", "about 1.6%", True),
        ("75.6", "about 1.9%", False),
    ],
)
def test_an_approximate_gain_is_near_to_the_difference_of_its_cells(average: str, claimed: str, found: bool):
    rows = [*ROWS[:2], ["FooNet", "82.0", "72.4", average]]
    claim, document = told(f"FooNet improves over mBERT by {claimed} on average on XNLI.", rows)
    assert bool(trace(claim, document, grids_of(document))) == found
