"""What sentences leave to their context, with the paper's names for it: each kind put, and each left alone."""

from dataclasses import replace

import pytest
from document_maker import make_document

from litsynth.config import ExtractSettings
from litsynth.extract import candidates, make_claims
from litsynth.records import Document, Paper
from litsynth.resolve import PaperNames, names_of, sentences_before, with_names
from litsynth.resolve.acronyms import expanded, expansions_of
from litsynth.resolve.baseline import baseline_name, with_baseline
from litsynth.resolve.datasets import data_name, with_data_name
from litsynth.resolve.listed import counted_data

NAMES = PaperNames(data=frozenset({"FooSet", "BarSet"}))


def put(text: str, *before: str, names: PaperNames = NAMES) -> str:
    return with_names(text, before, names)


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        ("We propose DualEnc, which reads twice.", "It outperforms all others.", "DualEnc outperforms all others."),
        ("DualEnc improves on TreeTag.", "Moreover, it uses less data.", "Moreover, DualEnc uses less data."),
        ("Our parser is faster.", "It also improves F1 by 2 points.", "Our parser also improves F1 by 2 points."),
        ("FooSet is a corpus of jokes.", "It contains 4,000 jokes.", "FooSet contains 4,000 jokes."),
        ("We introduce DualEnc here.", "This model achieves 81.2 F1.", "This model DualEnc achieves 81.2 F1."),
        (
            "We test on the FooSet corpus.",
            "We gain 2 points on this corpus.",
            "We gain 2 points on this corpus FooSet.",
        ),
        (
            "We test on FooSet and BarSet.",
            "We gain 2 points on both data sets.",
            "We gain 2 points on both data sets (FooSet and BarSet).",
        ),
    ],
)
def test_what_a_sentence_points_back_to_is_named(before: str, text: str, expected: str) -> None:
    assert put(text, before) == expected


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("We propose DualEnc, which reads twice.", "It is clear that reading twice helps."),  # points to nothing
        ("We propose DualEnc, which reads twice.", "It can be seen that reading helps."),
        ("We propose DualEnc, which reads twice.", "It takes an hour to train."),
        ("We propose DualEnc, which reads twice.", "It is the first time that this is done."),
        ("DualEnc and TreeTag are parsers.", "It outperforms all others."),  # two
        ("We propose DualEnc and TreeTag.", "It outperforms all others."),
        ("We propose DualEnc, which reads twice.", "They outperform all others."),  # plural
        ("We propose a multiple-choice test.", "It outperforms all others."),  # no name
        ("We train on FooSet.", "It outperforms all others."),  # a data set does not
        ("We test on the FooSet and BarSet corpora.", "We gain 2 points on this corpus."),  # two
        ("We sample from the FooSet corpus.", "This corpus contains 40 jokes."),  # made from it
        ("We test on corpora such as the FooSet corpus.", "This corpus contains 40 jokes."),
        ("We test on the English corpus.", "This corpus contains 40 jokes."),  # a language
        ("We test on FooSet and BarSet.", "Unlike on BarSet, we gain on both data sets."),
        ("", "It outperforms all others."),
    ],
)
def test_where_there_is_a_doubt_nothing_is_named(before: str, text: str) -> None:
    assert put(text, *filter(None, [before])) == text


def test_it_after_it_points_to_the_same() -> None:
    assert (
        put("It also improves recall.", "DualEnc improves F1.", "It uses less data.") == "DualEnc also improves recall."
    )


def test_sentences_before_are_of_the_same_section() -> None:
    document = make_document("p", ["Figure 1: A parser.", "We propose DualEnc.", "It wins."])
    offsets = [sentence.span.start for sentence in document.sentences]
    assert sentences_before(document, offsets[2]) == ("We propose DualEnc.",)
    assert sentences_before(document, offsets[0]) == ()


def test_data_sets_that_a_paper_counts_and_lists() -> None:
    listed = ["We test on three data sets: FooSet, BarSet and BazSet.", "We gain on all three data sets."]
    assert counted_data(listed) == {3: ("FooSet", "BarSet", "BazSet")}
    assert counted_data([*listed, "The other three data sets, AaSet, BbSet and CcSet, are old."]) == {}
    names = PaperNames(counted=counted_data(listed))
    assert put(listed[1], names=names) == "We gain on all three data sets (FooSet, BarSet and BazSet)."


@pytest.mark.parametrize(
    ("sentences", "name"),
    [
        (["We use TreeTag as our baseline."], "TreeTag"),
        (["Our baseline is TreeTag."], "TreeTag"),
        (["Our baseline, the TreeTag parser, is old."], "TreeTag"),
        (["We use TreeTag as our baseline.", "Our baseline is GridTag."], ""),  # two
        (["We propose TreeTag.", "Our baseline is TreeTag."], ""),  # the paper's own
        (["The baseline is strong."], ""),
        (["We use TreeTag as our baseline.", *["The baselines lose."] * 3], ""),  # several
    ],
)
def test_a_baseline_has_a_name_where_the_paper_says_so_and_has_one(sentences: list[str], name: str) -> None:
    assert baseline_name(make_document("p", sentences)) == name


def test_the_name_of_a_baseline_is_put_behind_it() -> None:
    assert with_baseline("We beat the baseline by 2 points.", "TreeTag") == "We beat the baseline TreeTag by 2 points."
    assert with_baseline("We beat the baseline, TreeTag.", "TreeTag") == "We beat the baseline, TreeTag."
    assert with_baseline("The baseline features help.", "TreeTag") == "The baseline features help."


def test_a_paper_s_own_data_set() -> None:
    document = make_document("p", ["We present FooSet, a large corpus of jokes.", "FooSet is new.", "FooSet is large."])
    assert data_name(document) == "FooSet"
    assert with_data_name("Our corpus is larger.", "FooSet") == "Our corpus FooSet is larger."
    assert (
        with_data_name("Our corpus of jokes, FooSet, is larger.", "FooSet") == "Our corpus of jokes, FooSet, is larger."
    )


def test_short_forms_are_expanded_once_by_their_only_definition() -> None:
    assert expansions_of("We study lattice tag grids (LTG).") == {"LTG": "lattice tag grids"}
    longs = {"LTG": "lattice tagging", "TUD": "tool use detection"}
    assert expanded("LTG helps TUD, LTG wins.", longs) == (
        "LTG (lattice tagging) helps TUD (tool use detection), LTG wins."
    )


@pytest.mark.parametrize(
    "text",
    ["Lattice tagging (LTG) helps.", "LTG-based tagging helps.", "It helps (LTG).", "LTG+CRF helps.", "BLEU helps."],
)
def test_short_forms_are_left_where_they_are_no_word_or_explained(text: str) -> None:
    assert expanded(text, {"LTG": "lattice tagging"}) == text


def test_what_two_definitions_share_or_all_know_is_not_expanded() -> None:
    text = "Deep tree graphs (DTG) are no dialogue turn graphs (DTG). Question answering (QA) and exact match (EM)."
    assert expansions_of(text) == {}
    assert expansions_of("Deep tree graphs (DTG). Deep Tree Graph (DTG).") == {"DTG": "Deep tree graphs"}


def claim_text(document: Document, part: str) -> tuple[str, str]:
    (found,) = [one for one in candidates(document, ExtractSettings()) if part in one.text]
    read = Paper("arXiv:1", "T", ("Ann Lee", "Bo Li", "C Wu"), 2020)
    (claim,) = make_claims(found, "result", 0.9, document, read, names_of(document))
    return claim.text, claim.quote


def test_a_claim_keeps_both_forms() -> None:
    said = "It improves accuracy by 2.4 points over the baseline with lattice tag grids."
    document = make_document("arXiv:1", ["Our tagger is DualEnc.", "We propose DualEnc for tools.", said])
    text, quote = claim_text(document, "improves")
    assert (text, quote) == (said.replace("It", "DualEnc"), said)


def test_no_name_is_put_that_would_be_read_as_a_figure() -> None:
    said = "We improve accuracy by 2.4 points on this corpus."
    document = make_document("arXiv:1", ["We evaluate on the Foo-2 99.5 corpus.", said])
    text, _ = claim_text(document, "2.4")
    assert text == "Lee et al. (2020) improve accuracy by 2.4 points on this corpus."


def test_a_digest_has_no_names_of_its_own() -> None:
    document = replace(make_document("p", ["We propose DualEnc.", "Our baseline is TreeTag."]), substrate="digest")
    assert names_of(document) == PaperNames()
    assert sentences_before(document, document.sentences[1].span.start) == ()
