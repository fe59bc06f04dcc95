"""That the stand-in for arXiv behaves as its manual and recordings of it say."""

from collections.abc import Iterator

import pytest
import requests
from arxiv_grammar import BadQueryError, matcher
from arxiv_server import ArxivServer


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with ArxivServer() as server:
        yield server


def ask(server: ArxivServer, **parameters: str) -> str:
    return requests.get(server.api, params=parameters, timeout=5).text


def test_ten_results_unless_asked_for_more_and_the_count_of_all(server: ArxivServer) -> None:
    for number in range(20):
        server.shelf.publish(f"2101.{90000 + number}", abstract="testing")
    text = ask(server, search_query="testing")
    assert "<title>arXiv Query: search_query=all:testing&amp;id_list=&amp;start=0&amp;max_results=10</title>" in text
    assert text.count("<entry>") == 10
    assert "itemsPerPage>10<" in text
    assert "totalResults>20<" in text
    assert ask(server, search_query="testing", start="15", max_results="10").count("<entry>") == 5
    assert "itemsPerPage>10<" in ask(server, search_query="testing", start="15")


def test_unknown_ids_are_dropped_and_malformed_ones_refused(server: ArxivServer) -> None:
    assert ask(server, id_list="0000.0000,2001.90001").count("<entry>") == 1
    assert "abs/2001.90001v1</id>" in ask(server, id_list="2001.90001v1")
    answer = requests.get(server.api, params={"id_list": "abc"}, timeout=5)
    assert answer.status_code == 400
    assert "<title>Error</title>" in answer.text
    assert "<summary>incorrect id format for abc</summary>" in answer.text
    for wrong in ({"start": "-1"}, {"max_results": "x"}, {"max_results": "30001"}):
        assert requests.get(server.api, params={"search_query": "x", **wrong}, timeout=5).status_code == 400


def test_a_query_filters_ids_and_sorting_can_be_wrong(server: ArxivServer) -> None:
    assert ask(server, id_list="2001.90001,2008.90008", search_query="cat:astro-ph.GA").count("<entry>") == 1
    order = {"search_query": "cat:cs.CL", "sortBy": "submittedDate", "sortOrder": "ascending"}
    right = ask(server, **order)
    assert right.index("cs/0001900") < right.index("2002.90002")
    server.wrong_order = True
    wrong = ask(server, **order)
    assert wrong.index("cs/0001900") > wrong.index("2002.90002")


@pytest.mark.parametrize("query", ["(all:a", "AND all:a", "all:a AND", "xx:a", "all:a all:b", '"a'])
def test_what_the_grammar_does_not_derive_is_refused(query: str) -> None:
    with pytest.raises(BadQueryError):
        matcher(query)


def test_operators_and_fields() -> None:
    entry = {"title": "A b-c", "abstract": "D e", "authors": [["F Gee", []]], "categories": ["cs.CL"]}
    for query, answer in {
        'ti:"b c"': True,
        "ti:d": False,
        "all:gee AND cat:cs.CL": True,
        "au:gee ANDNOT abs:d": False,
        "all:x OR (abs:e ANDNOT ti:e)": True,
        "abs:d AND all:x OR ti:a": True,
    }.items():
        assert matcher(query)(entry) is answer, query
