"""The fault matrix of docs/sources.md: what each fault of a database costs, what is seen of it, and that nothing is lost."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from arxiv_server import Answer, Fault, cut, empty, page, slow, throttled
from arxiv_shelf import error_feed
from conftest import Litsynth
from scholarly_server import ScholarlyServer, emptied, json_answer

QUESTION = "Does intermediate-task training improve transfer on XNLI?"
PREFIX = {"arxiv": "/api", "openalex": "/oa", "semanticscholar": "/graph"}
SOURCES = tuple(PREFIX)
Run = Callable[..., tuple[int, str, str]]


def honest(answer: Answer) -> Answer:
    return answer


def hollow(source: str) -> Fault:
    return {"arxiv": empty(5), "openalex": emptied("results"), "semanticscholar": emptied("data")}[source]


def malformed(source: str) -> Fault:
    if source == "arxiv":
        return page(b"<feed><entry>", "application/atom+xml")
    return page(b'{"data": [{"title": "On', "application/json")


def refused(source: str) -> Fault:
    return page(error_feed("bad"), status=400) if source == "arxiv" else lambda _: json_answer({"error": "bad"}, 400)


# Name, the fault, how often it comes, and what is seen.
LASTING: dict[str, tuple[Callable[[str], Fault], int, str]] = {
    "429": (lambda _: throttled(429, "0"), 5, r"refuses requests \(HTTP 429 Too Many Requests\)"),
    "429, two hours": (lambda _: throttled(429, "7200"), 1, r"and asks for a pause of 7200 s"),
    "503": (lambda _: throttled(503), 5, r"refuses requests \(HTTP 503 Service Unavailable\)"),
    "empty pages": (hollow, 5, r"and (?:sends )?an empty page (?:comes )?after 0"),
    "slow bodies": (lambda _: slow(0.5), 5, r"was silent for 0\.2 s at every attempt"),
    "cut connections": (lambda _: cut, 5, r"cut the connection at every attempt"),
    "malformed": (malformed, 5, r"sent no (?:feed|JSON) \(HTTP 200"),
    "refused query": (refused, 1, r"refuses the query: bad \(HTTP 400\)"),
}


@pytest.fixture
def server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScholarlyServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with ScholarlyServer() as server:
        settings = {
            "SEARCH_DELAY_SECONDS": "0",
            "SEARCH_TIMEOUT_SECONDS": "0.2",
            "SEARCH_ARXIV_API": server.api,
            "SEARCH_ARXIV_FILES": server.url,
            "DATABASES_OPENALEX_API": server.openalex,
            "DATABASES_SEMANTICSCHOLAR_API": server.semanticscholar,
        }
        for name, value in settings.items():
            monkeypatch.setenv(f"LITSYNTH_{name}", value)
        yield server


def run(litsynth_: Litsynth, source: str, *more: str, corpus: str = "mine") -> tuple[int, str, str]:
    return litsynth_("run", QUESTION, "--source", source, "--corpus", corpus, "--date", "2026-01-31", *more)


def outcome(folder: Path) -> dict[str, Any]:
    report = json.loads((folder / "report.json").read_text())
    return {key: report[key] for key in ("queries", "claims", "verdicts", "papers", "funnel", "skipped", "answer")}


@pytest.mark.usefixtures("quick_models")
@pytest.mark.parametrize("fault", LASTING)
@pytest.mark.parametrize("source", SOURCES)
def test_a_lasting_fault_is_one_line_and_status_3(
    litsynth_: Litsynth, server: ScholarlyServer, folder: Path, source: str, fault: str
) -> None:
    make, times, seen = LASTING[fault]
    server.script(PREFIX[source], *[make(source)] * times)
    status, out, err = run(litsynth_, source)
    assert (status, out, err.count("\n")) == (3, "", 1), err
    assert re.search(seen, err), err
    assert not (folder / "reports").exists()


@pytest.mark.usefixtures("quick_models")
def test_empty_pages_without_a_count_are_one_line_and_not_kept(
    litsynth_: Litsynth, server: ScholarlyServer, folder: Path
) -> None:
    calm = run(litsynth_, "arxiv", "--out", "calm", corpus="other")
    server.script("/api", *[empty()] * 40)
    status, out, err = run(litsynth_, "arxiv")
    assert (status, out, err.count("\n")) == (3, "", 1)
    assert "arXiv gave empty pages" in err
    status, _, err = litsynth_("corpus", "add", "mine", "2001.90001")
    assert status == 3
    assert "arXiv gave empty pages" in err
    assert "does not know" not in err
    server.forget_faults()
    assert run(litsynth_, "arxiv", "--out", "late")[0] == calm[0]
    assert outcome(folder / "late") == outcome(folder / "calm")


@pytest.mark.usefixtures("quick_models")
@pytest.mark.parametrize("source", SOURCES)
def test_passing_faults_are_not_seen(litsynth_: Litsynth, server: ScholarlyServer, folder: Path, source: str) -> None:
    calm = run(litsynth_, source, "--out", "calm")
    faults = [throttled(429, "1"), throttled(503), hollow(source), slow(0.5), malformed(source), cut]
    server.script(PREFIX[source], *(one for fault in faults for one in (fault, honest)))
    status, _, err = run(litsynth_, source, "--out", "rough", corpus="other")
    assert (status, err) == (calm[0], calm[2])
    assert outcome(folder / "rough") == outcome(folder / "calm")


@pytest.mark.usefixtures("quick_models")
@pytest.mark.parametrize("source", SOURCES)
def test_what_was_answered_before_a_fault_is_not_asked_again(
    litsynth_: Litsynth, server: ScholarlyServer, folder: Path, source: str
) -> None:
    status = run(litsynth_, source, "--out", "calm", corpus="other")[0]
    calm = len(server.asked)
    server.asked.clear()
    server.script(PREFIX[source], honest, *[throttled(429, "0")] * 5)
    assert run(litsynth_, source, "--out", "late")[0] == 3
    assert run(litsynth_, source, "--out", "late")[0] == status
    assert len(server.asked) == calm + 5
    assert outcome(folder / "late") == outcome(folder / "calm")


@pytest.mark.usefixtures("quick_models")
@pytest.mark.parametrize("source", SOURCES)
def test_other_sources_go_on_and_the_report_says_which_failed(
    litsynth_: Litsynth, server: ScholarlyServer, papers: Path, folder: Path, source: str
) -> None:
    server.script(PREFIX[source], *[throttled(503)] * 5)
    status, out, err = run(litsynth_, source, "--source", "papers", "--out", "out")
    assert status == 4
    assert out
    assert re.match(rf"skipped: {source} \(search\): .*HTTP 503", err)
    assert [skip["what"] for skip in outcome(folder / "out")["skipped"]] == [source]


@pytest.mark.usefixtures("quick_models", "server")
@pytest.mark.parametrize("source", SOURCES)
def test_offline_is_one_line_and_status_3(litsynth_: Litsynth, source: str) -> None:
    status, out, err = run(litsynth_, source, "--offline")
    assert (status, out, err.count("\n")) == (3, "", 1)
    assert "offline: the " in err


@pytest.mark.usefixtures("quick_models")
@pytest.mark.parametrize("source", SOURCES)
def test_a_host_that_is_gone_is_one_line_and_status_3(
    litsynth_: Litsynth, server: ScholarlyServer, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    for name in ("SEARCH_ARXIV_API", "DATABASES_OPENALEX_API", "DATABASES_SEMANTICSCHOLAR_API"):
        monkeypatch.setenv(f"LITSYNTH_{name}", "http://127.0.0.1:9/x")
    status, out, err = run(litsynth_, source)
    assert (status, out, err.count("\n")) == (3, "", 1)
    assert "cannot reach 127.0.0.1:9" in err


@pytest.mark.usefixtures("quick_models")
def test_citations_are_followed_from_the_command_line(
    litsynth_: Litsynth, server: ScholarlyServer, folder: Path
) -> None:
    status, _, err = run(litsynth_, "openalex", "--snowball", "2", "--out", "out")
    assert status in (0, 4), err
    found = outcome(folder / "out")
    links = [query for query in found["queries"] if " of " in query["text"]]
    assert [query["text"].split()[0] for query in links] == ["citations", "references"] * 2
    assert found["funnel"]["identified"] == sum(query["taken"] for query in found["queries"])
    assert "doi:10.5555/old.3" in {paper for query in links for paper in query["papers"]}
    status, _, err = run(litsynth_, "arxiv", "--snowball", "2")
    assert (status, err.count("\n")) == (2, 1)
    assert "no source here knows citations" in err


@pytest.mark.usefixtures("quick_models")
def test_a_key_is_in_no_file_and_no_message(
    litsynth_: Litsynth, server: ScholarlyServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.key = "s3cret-k3y"
    monkeypatch.setenv("LITSYNTH_DATABASES_OPENALEX_KEY", server.key)
    said = [run(litsynth_, "openalex", "-v"), litsynth_("config"), litsynth_("config", "--json")]
    server.script("/oa", *[cut] * 5)
    said.append(litsynth_("run", "Is PAWS-X hard?", "--source", "openalex", "--corpus", "mine"))
    assert [status for status, _, _ in said] == [4, 0, 0, 3], said  # one work has neither abstract nor text
    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"s3cret" not in written
    assert "s3cret" not in "".join(out + err for _, out, err in said)
    assert "databases.openalex_key = '(hidden)'" in said[1][1]


def test_the_table_of_the_documentation_names_every_fault() -> None:
    text = (Path(__file__).parents[1] / "docs" / "sources.md").read_text(encoding="utf-8")
    named = [
        line.split("|")[1].strip() for line in text.partition("## When a database fails")[2].splitlines() if "|" in line
    ]
    assert set(LASTING) <= set(named)
    assert {"no network", "`--offline`"} <= set(named)
