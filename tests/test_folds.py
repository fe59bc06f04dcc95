import pytest
from hypothesis import given
from hypothesis import strategies as st

from litsynth.folds import components, evidence_links, fold_of

NAMES = st.sampled_from("abcdefghijkl")
LINKS = st.dictionaries(NAMES, st.sets(st.sampled_from("0123456789"), max_size=3), max_size=12)


@given(LINKS, st.integers(2, 5))
def test_claims_that_share_a_document_are_in_one_fold(links, folds):
    fold = fold_of(links, folds)
    assert set(fold) == set(links)
    assert set(fold.values()) <= set(range(folds))
    for one, documents in links.items():
        for other, others in links.items():
            assert not (documents & others) or fold[one] == fold[other]


@given(LINKS)
def test_the_order_of_claims_and_documents_decides_nothing(links):
    turned = {claim: sorted(links[claim], reverse=True) for claim in reversed(list(links))}
    assert fold_of(turned, 3) == fold_of(links, 3)
    assert components(turned) == components(links)


@given(LINKS, st.integers(2, 5))
def test_folds_differ_by_at_most_the_largest_component(links, folds):
    sizes = [list(fold_of(links, folds).values()).count(fold) for fold in range(folds)]
    assert max(sizes) - min(sizes) <= max((len(part) for part in components(links)), default=0)


def test_a_chain_of_shared_documents_is_one_component():
    chain = {str(claim): [str(claim), str(claim + 1)] for claim in range(2000)}
    assert len(components(chain)) == 1


def test_a_claim_and_a_document_of_one_name_are_two_things():
    assert components({"a": ["b"], "b": ["c"]}) != [("a", "b")]


def test_one_fold_is_refused():
    with pytest.raises(ValueError, match="at least two"):
        fold_of({"a": []}, 1)


def test_excerpts_of_one_paper_and_claims_of_one_wording_are_linked():
    common = "A sentence of the same paper that is found in two excerpts of it."
    documents = {"1": [common, "Short."], "2": ["Short.", common.upper()], "3": ["Short."], "4": []}
    wording = "A claim that is written down twice, under two different numbers"
    claims = {"a": "x", "b": "y", "c": wording, "d": f"{wording}."}
    links = evidence_links(claims, {"a": ["1"], "b": ["2"], "c": ["3"], "d": ["4"]}, documents)
    assert set(components(links)) == {("a", "b"), ("c", "d")}
