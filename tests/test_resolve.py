"""Names, short forms and surroundings that a sentence of a paper leaves to its context."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litsynth.resolve import acronyms_of, context_at, own_names, setting_of, shortened
from tests.document_maker import make_document


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("We propose GridTag, a tagger over lattices.", "GridTag"),
        ("In this paper we introduce a novel GridTag tagger.", "GridTag"),
        ("We present a tagger over lattices (GTag) for tools.", "GTag"),
        ("Our tagger, called GridTag, is fast.", "GridTag"),
    ],
)
def test_a_name_is_told_where_it_is_introduced(sentence: str, name: str) -> None:
    assert name in own_names(make_document("p", [sentence]))


def test_a_row_that_says_ours_names_the_system_and_ordinary_words_are_no_names() -> None:
    rows = [["Model", "F1"], ["LinTag", "71.3"], ["GridTag (ours)", "76.9"]]
    document = make_document("p", ["We propose a simple method for tools."], rows, "Results")
    assert own_names(document) == {"GridTag"}


def test_short_forms_must_be_spelled_by_their_long_forms() -> None:
    text = "We study Tool Use Detection (TUD) with a large lattice (XYZ)."
    assert acronyms_of(text) == {"tool use detection": "TUD"}


@given(st.text(max_size=80), st.text(alphabet="abcdef ", min_size=3, max_size=12))
def test_shortening_keeps_every_offset(text: str, long: str) -> None:
    assert len(shortened(text, {long: "AB"})) == len(text) or text.lower() != text


def test_context_holds_the_sentences_before_and_the_tables_spoken_of() -> None:
    sentences = ["Table 1 lists the scores.", "TreeTag is strong.", "It reaches 74.6 F1."]
    document = make_document("p", sentences, [["Model", "F1"], ["TreeTag", "74.6"]], "Scores", section="Main results")
    setting = setting_of(document)
    context = context_at(document, setting, document.sentences[2].span.start)
    assert context.section == "Main results"
    assert context.before == "Table 1 lists the scores. TreeTag is strong."
    assert (context.tables, context.near) == ((), (0,))
    assert context_at(document, setting, document.sentences[0].span.start).tables == (0,)
    assert context_at(document, setting, 3).before == ""
