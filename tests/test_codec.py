import pytest
from hypothesis import given
from hypothesis import strategies as st

from litsynth.codec import decode, digest, dumps, encode
from litsynth.errors import BadRecord
from litsynth.records import Judgement, Paper, Passage, Sentence, Span, Table

spans = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda ends: Span(min(ends), max(ends)))
records = st.one_of(
    spans,
    st.builds(Paper, paper_id=st.text(), title=st.text(), authors=st.tuples(st.text()), year=st.none() | st.integers()),
    st.builds(Sentence, span=spans, section=st.integers(0, 5)),
    st.builds(Table, label=st.text(), caption=spans, cells=st.just(())),
    st.builds(Passage, passage_id=st.text(), paper_id=st.text(), text=st.text(), span=spans, substrate=st.just("pdf")),
    st.builds(Judgement, *[st.floats(0, 1)] * 3),
)


@given(records)
def test_a_record_survives_json(record):
    assert decode(type(record), encode(record)) == record
    assert dumps(encode(record)) == dumps(encode(decode(type(record), encode(record))))


@pytest.mark.parametrize(
    ("value", "named"),
    [({"title": "t"}, "paper_id"), ({"paper_id": "a", "title": "t", "titel": 1}, "titel"), (3, "not a Paper")],
)
def test_a_bad_record_names_what_is_wrong(value, named):
    with pytest.raises(BadRecord, match=named):
        decode(Paper, value)


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_digests_tell_lists_apart(left, right):
    assert (digest(*left) == digest(*right)) == (left == right)
