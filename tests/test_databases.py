"""OpenAlex and Semantic Scholar as sources, against a server on this machine made from their documentation."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from arxiv_server import Asked, page
from scholarly_server import GAIN, ScholarlyServer, Work, emptied, json_answer

from litsynth.config import DatabaseSettings, SearchSettings
from litsynth.errors import NetworkRefused, SourceFailed
from litsynth.records import Paper
from litsynth.sources import DATABASES, CatalogueSource, database

QUESTION = "Does intermediate-task training improve transfer on XNLI?"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScholarlyServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with ScholarlyServer() as server:
        yield server


def source(
    name: str, server: ScholarlyServer, files: Path, today: str = "2026-01-31", offline: bool = False, key: str = ""
) -> CatalogueSource:
    search = SearchSettings(delay_seconds=0.0, timeout_seconds=5.0, arxiv_api=server.api, arxiv_files=server.url)
    databases = DatabaseSettings(server.openalex, key, server.semanticscholar, key)
    return database(name, databases, search, files, today, offline)


def requests(server: ScholarlyServer) -> list[Asked]:
    return [asked for asked in server.asked if asked.path.startswith(("/oa", "/graph"))]


@pytest.mark.parametrize("name", DATABASES)
def test_a_question_becomes_papers_with_all_their_names_and_a_log(
    name: str, server: ScholarlyServer, tmp_path: Path
) -> None:
    papers, queries = source(name, server, tmp_path).find(QUESTION, 10)
    by_id = {paper.paper_id: paper for paper in papers}
    assert set(by_id) == {"arXiv:2001.90001", "acl:2020.acl-main.9002", "doi:10.5555/ferries.4", "doi:10.5555/citing.5"}
    bridges = by_id["arXiv:2001.90001"]
    assert bridges.abstract == GAIN.format("1.8")
    assert (bridges.authors, bridges.year, bridges.doi) == (("Ann Lee",), 2020, "10.5555/bridges.1")
    assert bridges.identifiers == (("openalex:W901",) if name == "openalex" else (f"s2:{1:040}",))
    assert bridges.venue == ("Journal of Transfer" if name == "openalex" else "Transfer")
    assert [paper.paper_id for paper in papers if paper.withdrawn] == ["doi:10.5555/ferries.4"]
    assert {(query.source, query.date) for query in queries} == {(name, "2026-01-31")}
    assert all(query.taken == len(query.papers) <= query.found for query in queries)
    assert any("1 without a title or an id left out" in query.text for query in queries)
    assert {asked.user_agent for asked in requests(server)} == {"litsynth/0.1.0 (research literature synthesis)"}


@pytest.mark.parametrize("name", DATABASES)
def test_a_query_is_asked_once_a_day_and_then_known_without_a_network(
    name: str, server: ScholarlyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = source(name, server, tmp_path).find(QUESTION, 10)
    count = len(server.asked)
    assert source(name, server, tmp_path).find(QUESTION, 10) == found
    assert len(server.asked) == count
    with monkeypatch.context() as patch:
        patch.setattr(socket, "socket", None)
        assert source(name, server, tmp_path, offline=True).find(QUESTION, 10) == found
        with pytest.raises(NetworkRefused, match=rf"^offline: the {name} search .* has not been made today") as caught:
            source(name, server, tmp_path, "2026-02-01", offline=True).find(QUESTION, 10)
    assert "\n" not in str(caught.value)
    source(name, server, tmp_path, "2026-02-01").find(QUESTION, 10)
    assert len(server.asked) == 2 * count


@pytest.mark.parametrize("name", DATABASES)
def test_pages_follow_each_other_up_to_the_limit(name: str, server: ScholarlyServer, tmp_path: Path) -> None:
    many = {number: Work(number, f"Study {number} of XNLI", GAIN.format("1.0")) for number in range(1, 251)}
    server.works = many
    papers, queries = source(name, server, tmp_path).find("XNLI", 230)
    assert (len(papers), queries[0].found, queries[0].taken) == (230, 249, 230)
    assert len(requests(server)) == 3 * len(queries)


@pytest.mark.parametrize("name", DATABASES)
def test_citations_are_followed_both_ways_and_logged(name: str, server: ScholarlyServer, tmp_path: Path) -> None:
    asking = source(name, server, tmp_path)
    best = [Paper("arXiv:2001.90001", "Bridges"), Paper("arXiv:0000.00000", "Unknown")]
    papers, queries = asking.neighbours(best, 10)
    assert {paper.paper_id for paper in papers} == {
        "acl:2020.acl-main.9002",
        "doi:10.5555/citing.5",
        "doi:10.5555/old.3",
    }
    assert [query.text.partition(" (")[0] for query in queries] == [
        "citations of arXiv:2001.90001",
        "references of arXiv:2001.90001",
        "citations of arXiv:0000.00000",
        "references of arXiv:0000.00000",
    ]
    assert [query.taken for query in queries] == [2, 1, 0, 0]
    count = len(server.asked)
    assert asking.neighbours(best, 10) == (papers, queries)
    assert len(server.asked) == count


def test_full_text_comes_from_arxiv_or_an_open_pdf_or_there_is_the_abstract(
    server: ScholarlyServer, tmp_path: Path
) -> None:
    asking = source("openalex", server, tmp_path)
    by_id = {paper.paper_id: paper for paper in asking.find(QUESTION, 10)[0]}
    on_arxiv = asking.fetch(by_id["arXiv:2001.90001"])
    assert (on_arxiv.substrate, on_arxiv.paper_id) == ("latex", "arXiv:2001.90001")
    open_pdf = asking.fetch(by_id["acl:2020.acl-main.9002"])
    assert open_pdf.substrate == "pdf"
    assert "3.3 points" in open_pdf.text
    retracted = asking.fetch(by_id["doi:10.5555/ferries.4"])
    assert retracted.warnings[0] == "withdrawn or retracted: only the abstract was read"
    count = len(server.asked)
    again = source("openalex", server, tmp_path, offline=True)
    again.find(QUESTION, 10)
    assert again.fetch(by_id["acl:2020.acl-main.9002"]) == open_pdf
    assert len(server.asked) == count


def test_a_page_that_is_no_pdf_leaves_the_abstract(server: ScholarlyServer, tmp_path: Path) -> None:
    server.script("/open/", page(b"<html>Please log in</html>"))
    asking = source("semanticscholar", server, tmp_path)
    by_id = {paper.paper_id: paper for paper in asking.find(QUESTION, 10)[0]}
    document = asking.fetch(by_id["acl:2020.acl-main.9002"])
    assert document.substrate == "abstract"
    assert document.warnings[0].startswith("no PDF: 26 bytes of text/html at http://127.0.0.1")


@pytest.mark.parametrize(("name", "key"), [("openalex", "results"), ("semanticscholar", "data")])
def test_an_empty_page_is_asked_for_again_and_then_is_an_error(
    name: str, key: str, server: ScholarlyServer, tmp_path: Path
) -> None:
    server.script("/", emptied(key))
    assert len(source(name, server, tmp_path / "a").find(QUESTION, 10)[0]) == 4
    server.script("/", *[emptied(key)] * 3)
    with pytest.raises(SourceFailed, match="are counted, and an empty page comes after 0"):
        source(name, server, tmp_path / "b").find(QUESTION, 10)


@pytest.mark.parametrize("name", DATABASES)
def test_a_refusal_is_told_in_the_databases_own_words(name: str, server: ScholarlyServer, tmp_path: Path) -> None:
    server.script("/", lambda _: json_answer({"error": "Bad", "message": "Unknown filter\nfield"}, 400))
    with pytest.raises(SourceFailed, match=r"refuses the query: Unknown filter field \(HTTP 400\)$"):
        source(name, server, tmp_path).find(QUESTION, 10)


def test_a_key_goes_to_its_database_and_nowhere_else(server: ScholarlyServer, tmp_path: Path) -> None:
    server.key = "s3cret-k3y"
    with pytest.raises(SourceFailed, match=r"HTTP 401\): API key required") as caught:
        source("openalex", server, tmp_path).find(QUESTION, 10)
    assert "LITSYNTH_DATABASES_OPENALEX_KEY" in caught.value.remedy
    asking = source("openalex", server, tmp_path, key="s3cret-k3y")
    papers, queries = asking.find(QUESTION, 10)
    for paper in papers:
        if paper.abstract:
            asking.fetch(paper)
    assert {asked.parameters.get("api_key") for asked in server.asked if asked.path.startswith("/oa")} >= {"s3cret-k3y"}
    assert not any("s3cret" in str(asked.parameters) for asked in server.asked if not asked.path.startswith("/oa"))
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"s3cret" not in kept + repr((papers, queries)).encode()
    assert "s3cret" not in repr(DatabaseSettings(openalex_key="s3cret-k3y"))
