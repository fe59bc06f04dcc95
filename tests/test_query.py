"""Questions as queries of arXiv's API."""

import re

import pytest
from arxiv_grammar import matcher
from hypothesis import given
from hypothesis import strategies as st

from litsynth.errors import UsageError
from litsynth.sources.keyphrases import concepts_of
from litsynth.sources.query import boolean_queries_for, keyword_queries_for, queries_for
from litsynth.sources.vocabulary import BREAKING, GENERIC

QUESTION = "How does multilingual intermediate-task training compare with English-only training on XNLI?"

QUESTIONS = [
    QUESTION,
    "XNLI",
    "Does STILTs help on XNLI?",
    "Does syntactic parsing as an intermediate task improve PAWS-X accuracy of mBERT?",
    "Does translate-train outperform zero-shot cross-lingual transfer on XNLI and XTREME-R with XLM-R large?",
    "What is the mass of dark matter halos around dwarf galaxies?",
    "Is vaccination effective against severe COVID-19?",
    "does training help performance?",
    'What about "quoted" words, (brackets), C++ & R&D: 3.5 points?',
    "Quelle est la précision de XLM-R?",
]


def entry(title: str, abstract: str, *categories: str) -> dict[str, object]:
    return {"title": title, "abstract": abstract, "categories": list(categories) or ["cs.CL"], "authors": []}


@pytest.mark.parametrize("question", QUESTIONS)
def test_three_to_six_different_queries_that_the_grammar_derives(question: str) -> None:
    queries = queries_for(question)
    assert 3 <= len(queries) == len(set(queries)) <= 6
    for query in queries:
        matcher(query)
        # The manual's examples nest no brackets.
        assert not re.search(r"\([^()]*\(", query)
    assert queries == queries_for(question)


def test_from_all_concepts_under_all_their_names_to_any_of_them() -> None:
    narrow, *_, broad = map(matcher, queries_for(QUESTION))
    whole = entry("English-only and multilingual supplementary training", "Measured on XNLI.")
    one = entry("XNLI", "A data set.")
    assert narrow(whole)
    assert broad(whole)
    assert broad(one)
    assert not narrow(one)


@pytest.mark.parametrize(
    ("question", "synonym"),
    [
        (QUESTION, "STILTs"),
        (QUESTION, "cross-lingual"),
        ("How good is textual entailment across languages?", "natural language inference"),
        ("How robust is XLM-RoBERTa?", "XLM-R"),
        ("Are multilingual BERTs calibrated?", "mBERT"),
    ],
)
def test_other_names_of_one_thing_are_searched_for(question: str, synonym: str) -> None:
    assert any(synonym in concept.forms[1:] for concept in concepts_of(question))
    assert any(f'"{synonym}"' in query or f":{synonym}" in query for query in queries_for(question))


def test_names_terms_and_phrases_are_kept_whole_and_heaviest_first() -> None:
    concepts = concepts_of(
        "Does XTREME-R reward zero-shot transfer from English-only dialogue corpora to T5 in practice?"
    )
    assert [concept.forms[0] for concept in concepts if concept.weight] == [
        "zero-shot transfer",
        "XTREME-R",
        "T5",
        "English-only dialogue corpora",
        "reward",
    ]


def test_categories_narrow_questions_on_language_processing_only() -> None:
    assert "cat:cs.CL" in " ".join(queries_for(QUESTION))
    assert "cat:" not in " ".join(queries_for("What is the mass of dark matter halos around dwarf galaxies?"))


@pytest.mark.parametrize("question", ["", "   ", "?!", "how does it compare to the", "1 2 3"])
def test_a_question_without_content_words_is_refused(question: str) -> None:
    with pytest.raises(UsageError, match="no content words"):
        queries_for(question)


@pytest.mark.parametrize("question", ["Does X help?", "help", "Is it good?"])
def test_a_question_that_names_nothing_is_told_what_to_name(question: str) -> None:
    for queries_of in (queries_for, boolean_queries_for, keyword_queries_for):
        with pytest.raises(UsageError, match=r"names nothing to search for \(name what it is about: a method"):
            queries_of(question)


words = st.sampled_from(
    sorted(BREAKING | GENERIC | {"does", "is", "it", "X", "XNLI", "T5", "zero-shot", "?", "1", "的"})
)


@given(st.lists(words, max_size=5).map(" ".join))
def test_few_words_give_queries_that_say_something_or_one_clear_error(text: str) -> None:
    for queries_of in (queries_for, boolean_queries_for, keyword_queries_for):
        try:
            queries = queries_of(text)
        except UsageError:
            continue
        assert queries
        assert all(query.strip() for query in queries)


@given(st.text(max_size=80))
def test_any_text_gives_queries_or_one_clear_error(text: str) -> None:
    try:
        queries = queries_for(text)
    except UsageError:
        return
    for query in queries:
        matcher(query)
