"""From documents to claims: the cheap filter, resolution, merging, choosing."""

import math
from dataclasses import replace

import pytest
from document_maker import make_document
from hypothesis import given, settings
from hypothesis import strategies as st

from litsynth.anchors import anchor_of, anchor_of_passage
from litsynth.config import ExtractSettings
from litsynth.extract import ROLES, best_role, candidates, cheap_score, choose, make_claim, merge_duplicates, resolve
from litsynth.records import Claim, Document, Judgement, Paper, Sentence, Span
from litsynth.resolve import PaperNames, names_of
from litsynth.split import split

SETTINGS = ExtractSettings()
PAPER = Paper("arXiv:1", "T", ("Ann Lee", "Bo Li", "C. Wu"), 2020)
CLAIMS = st.sampled_from(
    [
        "Intermediate training improves accuracy on XNLI by 1.8 points.",
        "We find that parallel text helps less than labelled data does.",
        "The corpus contains sentences of fifteen languages in ten genres.",
        "The weather was fine on the day of the experiment.",
        "Models of this kind are large and slow to train.",
        "Short one.",
    ]
)


def claims_of(document: Document, paper: Paper = PAPER, relevance: float = 0.0, role: float = 0.9) -> tuple[Claim, ...]:
    found = candidates(document, SETTINGS)
    return tuple(
        make_claim(replace(item, relevance=relevance), "result", role, document, paper, names_of(document))
        for item in found
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(CLAIMS, max_size=150))
def test_the_filter_keeps_its_share_never_less_than_a_dozen_and_whole_sentences_in_order(texts: list[str]) -> None:
    document = make_document("arXiv:1", [f"{text[:-1]} in run {row}." for row, text in enumerate(texts)])
    found = candidates(document, SETTINGS)
    room = max(12, math.ceil(SETTINGS.filter_share * len(texts)))
    fit = [one for one in document.sentences if cheap_score(one.span.of(document.text), "Results") > 0]
    assert len(found) == min(room, len(fit))
    assert [item.sentence for item in found] == [
        one for one in document.sentences if one in {i.sentence for i in found}
    ]
    assert all(item.text == item.sentence.span.of(document.text) for item in found)
    least = min((item.score for item in found), default=0)
    left = set(fit) - {item.sentence for item in found}
    assert all(cheap_score(one.span.of(document.text), "Results") <= least for one in left)


@pytest.mark.parametrize(
    "text",
    [
        "Table 2 shows the results of all systems on XNLI.",
        "The results of all models are shown in Table 3.",
        "See Section 4 for the accuracy of every model on XNLI.",
        "Figure 3: Accuracy on XNLI improves by 2.0 points with more data.",
        "The rest of the paper reports the results of our experiments.",
        "Does intermediate training improve accuracy on XNLI by 1.8 points?",
        "Whether intermediate training improves accuracy on XNLI by 1.8 points.",
        "Can 1.8 points be gained on XNLI (Lee et al., 2020)?",
        "Results on XNLI",
        "80.9 79.2 77.4",
        "improves by 1.8 points.",
        "",
        "   ",
        "where the accuracy of each model improves by 1.8 points on average over languages",
        "For example, a model could gain 2.0 points on XNLI in this way.",
        " ".join(["word"] * 200) + " improves accuracy by 1.8 points.",
    ],
)
def test_pointers_questions_and_fragments_never_pass(text: str) -> None:
    assert cheap_score(text, "Results") == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "Intermediate training improves accuracy on XNLI by 1.8 points.",
        "We find that parallel text helps less than labelled data.",
        "XLM-R reaches 80.9 accuracy on XNLI, as Table 2 shows.",
        "However, mBERT drops to 66.3 when it is trained on English alone.",
        "The corpus covers 15 languages, among them Swahili and Urdu.",
    ],
)
def test_claims_pass_and_beat_plain_sentences(text: str) -> None:
    assert cheap_score(text) > cheap_score("The weather was fine on the day of the experiment.") >= 0.0
    assert cheap_score(text, "5 Results") > cheap_score(text, "Related work")


def test_numbers_are_worth_more_than_words() -> None:
    assert cheap_score("It improves accuracy by 1.8 points on XNLI.") > cheap_score(
        "It improves accuracy a lot on XNLI."
    )


def test_the_role_is_the_likeliest_hypothesis() -> None:
    judgements = [Judgement(p, 0.9 - p, 0.1) for p in (0.2, 0.7, 0.3, 0.1, 0.4)]
    assert best_role(judgements) == ("comparison", 0.7)
    assert list(ROLES) == ["result", "comparison", "resource", "method", "finding"]


@pytest.mark.parametrize(
    ("authors", "year", "text", "resolved"),
    [
        (("Ann Lee",), 2020, "We show that our model wins.", "Lee (2020) show that Lee (2020)'s model wins."),
        (("Ann Lee", "Bo Li"), 2020, "In this paper, it gains.", "In Lee and Li (2020), it gains."),
        (("A", "B", "Cy Wu"), None, "Ours is better.", "A et al.'s is better."),
        ((), 2020, "We show that our model wins.", "We show that our model wins."),
        (("Ann Lee",), 2020, "The weather, however, is Our Lady's.", "The weather, however, is Lee (2020)'s Lady's."),
        (("Ann Lee",), 2020, "Power and tour were awed; hours passed.", "Power and tour were awed; hours passed."),
    ],
)
def test_we_and_our_become_the_authors(authors: tuple[str, ...], year: int | None, text: str, resolved: str) -> None:
    assert resolve(text, Paper("arXiv:1", "T", authors, year), PaperNames()) == resolved


def test_both_forms_are_kept_and_the_quote_is_verbatim() -> None:
    document = make_document("arXiv:1", ["We show that our model gains 1.8 points on XNLI."])
    (claim,) = claims_of(document)
    assert claim.quote == claim.anchor.exact == "We show that our model gains 1.8 points on XNLI."
    assert claim.text == "Lee et al. (2020) show that Lee et al. (2020)'s model gains 1.8 points on XNLI."
    assert [quantity.span.of(claim.quote) for quantity in claim.quantities] == [q.text for q in claim.quantities]


def test_a_long_claim_is_never_cut() -> None:
    text = (
        "Intermediate training improves accuracy on XNLI by 1.8 points "
        + "and on other tasks too " * 15
        + "in the end."
    )
    (claim,) = claims_of(make_document("arXiv:1", [text]))
    assert (claim.quote, claim.text) == (text, text)


def test_ids_depend_on_the_paper_and_the_sentence_alone() -> None:
    texts = [f"System {row} improves accuracy on XNLI by {row}.5 points." for row in range(1, 7)]
    before = claims_of(make_document("arXiv:1", texts))
    changed = claims_of(
        make_document(
            "arXiv:1",
            ["A new sentence finds 3 gains on top.", *texts[:3], "System 4 gains less than 1 point.", *texts[4:]],
        )
    )
    kept = {claim.claim_id for claim in before} & {claim.claim_id for claim in changed}
    assert len(kept) == 5
    versioned = claims_of(make_document("arXiv:1", texts), replace(PAPER, version="v2", title="Renamed", year=2021))
    assert [claim.claim_id for claim in versioned] == [claim.claim_id for claim in before]
    other = claims_of(make_document("arXiv:2", texts), replace(PAPER, paper_id="arXiv:2"))
    assert not {claim.claim_id for claim in other} & {claim.claim_id for claim in before}


def test_near_duplicates_are_one_claim_that_knows_its_other_places() -> None:
    said = "Intermediate training improves accuracy on XNLI by 1.8 points."
    again = "Intermediate training improves the accuracy on XNLI by 1.8 points."
    less = "Intermediate training improves accuracy on XNLI by 1.3 points."
    document = make_document("arXiv:1", [said, less, again])
    first, other, repeated = claims_of(document)
    merged = merge_duplicates([replace(first, relevance=0.5), other, replace(repeated, relevance=0.9)])
    assert [(claim.quote, [place.exact for place in claim.also_at]) for claim in merged] == [
        (again, [said]),
        (less, []),
    ]
    elsewhere = claims_of(make_document("arXiv:2", [said]), replace(PAPER, paper_id="arXiv:2"))
    assert len(merge_duplicates([first, *elsewhere])) == 2  # what another paper says is another claim


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(5)))
def test_merging_and_choosing_do_not_depend_on_the_order(order: list[int]) -> None:
    texts = [
        "Intermediate training improves accuracy on XNLI by 1.8 points.",
        "Intermediate training improves the accuracy on XNLI by 1.8 points.",
        "On XNLI intermediate training improves accuracy by 1.8 points.",
        "Parallel text helps less than labelled data does.",
        "Parallel text helps much less than labelled data does.",
    ]
    claims = claims_of(make_document("arXiv:1", texts), relevance=0.5)
    assert choose(merge_duplicates([claims[row] for row in order]), SETTINGS) == choose(
        merge_duplicates(claims), SETTINGS
    )


def test_numeric_claims_come_first_among_equals_and_the_irrelevant_not_at_all() -> None:
    texts = ["Parallel text helps less than labelled data does.", "Labelled data gains 1.8 points on XNLI in the end."]
    words, numbers = claims_of(make_document("arXiv:1", texts), relevance=0.5)
    assert choose([words, numbers], SETTINGS) == (numbers, words)
    assert choose([replace(words, relevance=0.7), numbers], SETTINGS)[0].quote == words.quote
    assert choose([words, replace(numbers, relevance=0.3)], SETTINGS) == (words,)
    assert choose([words, numbers], replace(SETTINGS, claims=1)) == (numbers,)


@pytest.mark.parametrize(
    ("text", "attributed"),
    [
        ("Lee et al. (2019) report a gain of 1.8 points on XNLI.", True),
        ("The gain on XNLI was 1.8 points (Lee, 2019).", True),
        ("The gain on XNLI was 1.8 points [12].", True),
        ("The gain on XNLI was 1.8 points [lee2019; wu:2020].", True),
        ("The gain of the [CLS] token was 1.8 points in [0.5, 2.5].", False),
        ("The gain on XNLI was 1.8 points on average.", False),
    ],
)
def test_what_is_reported_of_another_work_is_marked(text: str, attributed: bool) -> None:
    (claim,) = claims_of(make_document("arXiv:1", [text]))
    assert claim.attributed is attributed


def test_a_digests_sentence_names_whose_fact_it_is_and_where_it_was_read() -> None:
    plain = make_document("arXiv:1", ["The gain on XNLI was 1.8 points on average."], substrate="digest")
    told = replace(plain, sentences=(Sentence(plain.sentences[0].span, 0, 3, "arXiv:9", "arXiv:9v1, Table 1"),))
    (claim,) = claims_of(told)
    assert (claim.primary, claim.attributed, claim.anchor.page) == ("arXiv:9", True, 3)
    assert claim.anchor.source == "arXiv:9v1, Table 1"


@settings(deadline=None)
@given(st.text(min_size=1, max_size=200), st.data())
def test_an_anchor_finds_its_span_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    document = replace(make_document("arXiv:1", ["x"]), text=text)
    anchor = anchor_of(document, span, 0)
    assert anchor.prefix + anchor.exact + anchor.suffix in text
    assert text[span.start - len(anchor.prefix) :].startswith(anchor.prefix + anchor.exact + anchor.suffix)
    assert max(len(anchor.prefix), len(anchor.suffix)) <= 32


def test_the_anchor_of_a_row_names_its_table_and_its_row() -> None:
    rows = [["Model", "en", "fr"], ["XLM-R", "85.0", "78.7"], ["mBERT", "80.0", "70.1"]]
    document = make_document("arXiv:1", ["Words."], rows, "Accuracy on XNLI.")
    anchors = [anchor_of_passage(document, passage) for passage in split(document) if passage.table >= 0]
    assert [(anchor.table, anchor.row, anchor.exact) for anchor in anchors] == [
        ("Table 1", "XLM-R", "XLM-R | 85.0 | 78.7"),
        ("Table 1", "mBERT", "mBERT | 80.0 | 70.1"),
    ]
