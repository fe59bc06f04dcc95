"""Recorded answers of OpenAlex and Semantic Scholar, through the same adapters: LITSYNTH_DATA/api_recordings."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from arxiv_server import page
from scholarly_server import ScholarlyServer, json_answer

from litsynth.config import DatabaseSettings, SearchSettings
from litsynth.errors import SourceFailed
from litsynth.records import Paper
from litsynth.sources import database

pytestmark = pytest.mark.slow


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScholarlyServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with ScholarlyServer() as server:
        yield server


def recordings() -> Path:
    return Path(os.environ["LITSYNTH_DATA"]) / "api_recordings"


def find(name: str, server: ScholarlyServer, files: Path, limit: int) -> list[Paper]:
    databases = DatabaseSettings(server.openalex, "", server.semanticscholar, "")
    source = database(name, databases, SearchSettings(delay_seconds=0.0), files, "2026-01-31")
    return list(source.find("flibbertigibbet", limit)[0])


def test_a_recorded_work_of_openalex(server: ScholarlyServer, tmp_path: Path) -> None:
    (file,) = recordings().glob("openalex/**/work.json")
    work = json.loads(file.read_text())
    server.script("/oa", *[lambda _: json_answer({"meta": {"count": 1}, "results": [work]})] * 5)
    (paper,) = find("openalex", server, tmp_path, 5)
    assert (paper.paper_id, paper.year, paper.venue) == ("doi:10.7717/peerj.4375", 2018, "PeerJ")
    assert paper.identifiers == ("openalex:W2741809807", "pmid:29456894")
    assert paper.authors[:2] == ("Heather Piwowar", "Jason Priem")
    assert paper.abstract.startswith("Despite growing interest in Open Access (OA) to scholarly literature, there is")
    assert not paper.withdrawn


def answers(name: str) -> list[tuple[int, bytes]]:
    """Status and body of each exchange of a cassette."""
    found = []
    for one in yaml.safe_load((recordings() / "semanticscholar" / f"{name}.yaml").read_text())["interactions"]:
        said = one["response"]
        body = said["body"]["string"] if "body" in said else said["content"]
        status = said["status_code"] if "status_code" in said else said["status"]["code"]
        found.append((status, body.encode() if isinstance(body, str) else body))
    return found


@pytest.mark.parametrize(
    "name",
    ["test_search_paper", "test_search_paper_open_access_pdf", "test_search_paper_venue", "test_search_paper_year"],
)
def test_recorded_searches_of_semantic_scholar(server: ScholarlyServer, tmp_path: Path, name: str) -> None:
    status, body = answers(name)[0]
    rows = json.loads(body)["data"]
    server.script("/graph", *[page(body, "application/json", status)] * 5)
    papers = find("semanticscholar", server, tmp_path, len(rows))
    assert len(papers) == len({row["paperId"] for row in rows if row.get("title")})
    assert all(paper.title and paper.url for paper in papers)


def test_recorded_errors_of_semantic_scholar(server: ScholarlyServer, tmp_path: Path) -> None:
    status, body = answers("test_bad_query_parameters")[0]
    server.script("/graph", page(body, "application/json", status))
    with pytest.raises(SourceFailed, match=r"refuses the query: Unrecognized or unsupported fields: \[unknown\]"):
        find("semanticscholar", server, tmp_path, 5)
    status, body = answers("test_empty_paginated_results")[0]
    server.script("/graph", *[page(body, "application/json", status)] * 5)
    assert find("semanticscholar", server, tmp_path, 5) == []
