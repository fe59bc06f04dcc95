"""From claims and verdicts to an answer, themes, conflicts, coverage and limitations."""

import pytest
from document_maker import make_document, sentence_passage
from hypothesis import given, settings
from hypothesis import strategies as st

from litsynth.anchors import anchor_of
from litsynth.codec import digest
from litsynth.quantities import find_quantities
from litsynth.question import read_question
from litsynth.records import (
    Claim,
    Coverage,
    Evidence,
    Funnel,
    Judgement,
    Label,
    ReportSentence,
    Skipped,
    Stance,
    Verdict,
)
from litsynth.synthesize import answer_of, conflicts_of, coverage_of, findings_of, limitations_of, themes_of

QUESTION = read_question("How does multilingual training compare to English-only training on XNLI?")
DIRECT = "Multilingual training beats English-only training by 1.8 points on XNLI."
ONE_SIDE = "Multilingual training reaches 75.4 accuracy on XNLI."
OTHER_SIDE = "English-only training reaches 73.6 accuracy on XNLI."
ASIDE = "Parallel text helps on PAWS-X."
FUNNEL = Funnel(9, 1, 8, 2, 6, 1, 5, 3)
LABELS: list[Label] = ["supported", "refuted", "conflicting", "different protocol", "not enough evidence"]


def claim(text: str, paper_id: str = "arXiv:1", relevance: float = 0.5) -> Claim:
    document = make_document(paper_id, [text])
    return Claim(
        claim_id=digest(paper_id, text),
        paper_id=paper_id,
        text=text,
        quote=text,
        anchor=anchor_of(document, document.sentences[0].span, 0),
        kind="result",
        quantities=find_quantities(text),
        relevance=relevance,
        primary=paper_id,
    )


def evidence(of: Claim, text: str, stance: Stance, paper_id: str = "arXiv:2") -> Evidence:
    document = make_document(paper_id, [text])
    passage = sentence_passage(document, 0)
    anchor = anchor_of(document, passage.span, 0)
    return Evidence(of.claim_id, passage, anchor, stance, "independent", Judgement(0.1, 0.8, 0.1), why="so it is")


def verdict(of: Claim, label: Label, *pieces: Evidence) -> Verdict:
    return Verdict(of.claim_id, label, 0.9, pieces, 12)


def coverage(*supported: str, question: str = QUESTION.text) -> Coverage:
    claims = [claim(text) for text in supported]
    return coverage_of(read_question(question), claims, [verdict(one, "supported") for one in claims])


def answer(*said: tuple[str, Label], papers: int = 5, question: str = QUESTION.text) -> tuple[ReportSentence, ...]:
    claims = [claim(text) for text, _ in said]
    verdicts = [verdict(one, label) for one, (_, label) in zip(claims, said, strict=True)]
    asked = read_question(question)
    known = {one.claim_id: one for one in claims}
    findings = findings_of(asked, claims, verdicts, {}, {})
    return answer_of(asked, known, findings, coverage_of(asked, claims, verdicts), papers, papers)


def test_one_supported_claim_on_both_sides_is_a_direct_answer() -> None:
    assert coverage(DIRECT) == Coverage(
        ("multilingual training", "English-only training", "XNLI"),
        ("multilingual training", "English-only training", "XNLI"),
        (),
        True,
    )
    assert (
        answer((DIRECT, "supported"))[0].text == "Of the 5 papers read, at least one speaks to the question as a whole."
    )


def test_two_claims_on_a_side_each_cover_the_parts_and_answer_nothing_directly() -> None:
    both = coverage(ONE_SIDE, OTHER_SIDE)
    assert (both.missing, both.direct) == ((), False)
    first = answer((ONE_SIDE, "supported"), (OTHER_SIDE, "supported"))[0]
    assert first.text == (
        "In the 5 papers read, no one supported claim speaks of “multilingual training” and “English-only training” in these"
        " words."
    )


@pytest.mark.parametrize("label", [label for label in LABELS if label != "supported"])
def test_a_claim_that_is_not_supported_covers_nothing(label: Label) -> None:
    found = coverage_of(QUESTION, [claim(DIRECT)], [verdict(claim(DIRECT), label)])
    assert (found.covered, found.missing, found.direct) == ((), found.parts, False)
    assert answer((DIRECT, label))[0].text.startswith("In the 5 papers read, no one supported claim")


def test_a_question_without_sides_is_answered_by_most_of_its_words_and_all_of_its_names() -> None:
    question = "Which intermediate tasks improve zero-shot transfer on XNLI?"
    assert coverage("Intermediate tasks improve zero-shot transfer on XNLI most of all.", question=question).direct
    assert not coverage("Intermediate tasks improve zero-shot transfer on PAWS-X.", question=question).direct
    assert not coverage("The test set of XNLI was translated by hand.", question=question).direct
    assert answer((ASIDE, "supported"), question=question, papers=1)[0].text == (
        "No supported claim in the 1 paper read holds the whole question in its words."
    )


def test_a_name_is_matched_to_the_letter() -> None:
    found = coverage("It gains 2 points on XTREME-R.", question="Does it gain on XTREME?")
    assert found.missing == ("XTREME",)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([DIRECT, ONE_SIDE, OTHER_SIDE, ASIDE]), st.sampled_from(LABELS)), max_size=4))
def test_every_sentence_holds_a_whole_claim_or_introduces_some(said: list[tuple[str, Label]]) -> None:
    unique = list(dict(said).items())
    sentences = answer(*unique)
    texts = {claim(text).claim_id: text for text, _ in unique}
    labels = {claim(text).claim_id: label for text, label in unique}
    lead = ""
    for number, sentence in enumerate(sentences):
        if sentence.claim_ids:
            (claim_id,) = sentence.claim_ids
            assert sentence.text.endswith(texts[claim_id])  # whole, to the letter
            assert ("upported" in lead) == (labels[claim_id] == "supported")
            assert labels[claim_id] in ("supported", "refuted", "conflicting")  # what is only stated answers nothing
        else:
            lead = sentence.text
            assert number == 0 or sentences[number + 1].claim_ids  # no heading over nothing
    named = [claim_id for sentence in sentences for claim_id in sentence.claim_ids]
    assert len(named) == len(set(named))


def test_what_is_nearest_to_the_question_comes_first_and_what_is_disputed_is_said() -> None:
    sentences = answer((ASIDE, "supported"), (ONE_SIDE, "supported"), (DIRECT, "supported"), (OTHER_SIDE, "refuted"))
    texts = [
        sentence.text.removeprefix("Moderate certainty (1 independent source, confidence 90% or more): ")
        for sentence in sentences
    ]
    assert texts[1:] == [
        "Supported, nearest to the question first:", DIRECT, ONE_SIDE,
        "Supported, in other words than the question's:", ASIDE,
        "Disputed, with evidence on both sides or against it:", OTHER_SIDE,
    ]  # fmt: skip


def test_supported_claims_in_other_words_are_called_that() -> None:
    lead, sentence = answer((ASIDE, "supported"))[1:]
    assert lead.text == "Supported, in other words than the question's:"
    assert sentence.text.endswith(f": {ASIDE}")


def test_what_is_of_another_method_than_asked_about_is_called_that_and_told_last() -> None:
    same, other = "Data from back-translating test sets lifts PAWS-X.", "Parallel text helps on PAWS-X."
    asked = "Does back-translation improve XNLI accuracy?"
    told = answer((other, "supported"), (same, "supported"), question=asked)[1:]
    assert [one.text.rpartition("more): ")[2] for one in told] == [
        "Supported, in other words than the question's:", same,
        "Supported, but of other methods or systems than asked about:", other,
    ]  # fmt: skip


def test_the_answer_does_not_depend_on_the_order_of_claims() -> None:
    said: list[tuple[str, Label]] = [(ASIDE, "supported"), (ONE_SIDE, "supported"), (DIRECT, "not enough evidence")]
    assert answer(*said) == answer(*said[::-1])


def test_a_difference_between_two_statements_is_listed_once() -> None:
    low, high = "XLM-R reaches 74.5 on XNLI.", "XLM-R reaches 76.2 on XNLI."
    one, other = claim(low, "arXiv:1"), claim(high, "arXiv:2")
    verdicts = [
        verdict(one, "different protocol", evidence(one, high, "different protocol", "arXiv:2")),
        verdict(other, "different protocol", evidence(other, low, "different protocol", "arXiv:1")),
    ]
    (conflict,) = conflicts_of([one, other], verdicts)
    assert (conflict.claim_id, conflict.statement, conflict.against) == (one.claim_id, low, high)
    assert (conflict.against_paper, conflict.same_protocol, conflict.why) == ("arXiv:2", False, "so it is")


def test_only_evidence_that_disagrees_is_a_conflict_and_each_piece_its_own() -> None:
    said = claim(ONE_SIDE)
    pieces = [
        evidence(said, "Multilingual training reaches 75.4.", "supports"),
        evidence(said, "Multilingual training reaches 70.1.", "refutes", "arXiv:3"),
        evidence(said, "Multilingual training reaches 60.0 with mBERT.", "different protocol", "arXiv:4"),
        evidence(said, "It rained.", "neutral"),
    ]
    found = conflicts_of([said], [verdict(said, "conflicting", *pieces)])
    assert [(item.against_paper, item.same_protocol) for item in found] == [("arXiv:3", True), ("arXiv:4", False)]


def test_themes_hold_every_claim_once_the_largest_first() -> None:
    claims = [claim(text) for text in (ASIDE, ONE_SIDE, OTHER_SIDE, "Nothing is named here at all.")]
    themes = themes_of(claims)
    assert [(theme.title, len(theme.claim_ids)) for theme in themes] == [
        ("XNLI", 2),
        ("PAWS-X", 1),
        ("No named data set", 1),
    ]
    assert sorted(key for theme in themes for key in theme.claim_ids) == sorted(one.claim_id for one in claims)


def test_limitations_say_what_was_read_and_what_was_not() -> None:
    lines = limitations_of(
        {"digest": 3, "abstract": 2},
        FUNNEL,
        [Skipped("x.pdf", "read", "damaged"), Skipped("arxiv", "search", "HTTP 500")],
        {"statement": "ECE 0.03 on 500 pairs."},
        7,
    )
    assert lines[0].startswith("3 of 5 documents read are digests")
    assert "2 papers only the abstract" in lines[1]
    assert any("ECE 0.03 on 500 pairs." in line for line in lines)
    assert any("not thereby false" in line for line in lines)
    assert any(line.startswith("1 paper could not be read") for line in lines)
    assert any("source arxiv could not be asked" in line for line in lines)
    assert any("7 passages" in line for line in lines)
    full = limitations_of({"latex": 5}, FUNNEL, [], {"statement": "None."}, 0)
    assert len(full) == 2
    assert not any("digest" in line or "abstract" in line for line in full)


def test_how_many_papers_were_read_is_told_apart_from_how_many_claims_are_taken_from():
    asked = read_question("Does intermediate-task training help on XNLI?")
    (first, *_) = answer_of(asked, {}, (), coverage_of(asked, (), ()), 40, 41)
    assert "40 nearest of 41 papers read" in first.text
