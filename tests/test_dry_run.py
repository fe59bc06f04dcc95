"""`litsynth run --dry-run`: what would be done, without a socket, a model or a file."""

import json
import socket
from pathlib import Path

import pytest
from conftest import QUESTION, Litsynth

from litsynth.pipeline import Models


def files_in(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in (folder, *folder.rglob("*"))
    }


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened, or a model loaded")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr("litsynth.cli.running.load_models", refuse)


def said(litsynth_: Litsynth, *options: str) -> dict[str, object]:
    status, out, err = litsynth_("run", QUESTION, "--dry-run", "--json", "--date", "2026-01-31", *options)
    assert (status, err) == (0, "")
    value = json.loads(out)
    assert isinstance(value, dict)
    return value


def test_nothing_is_written_asked_or_loaded(litsynth_: Litsynth, papers: Path, folder: Path, shut: None) -> None:
    before = files_in(folder)
    for options in ((), ("--source", "papers"), ("--corpus", "xnli", "--offline"), ("--source", "openalex")):
        status, out, err = litsynth_("run", QUESTION, "--dry-run", *options)
        assert (status, err) == (0, "")
        assert "write: reports/" in out
    assert files_in(folder) == before


def test_sources_queries_papers_models_and_folder_are_named(
    litsynth_: Litsynth, papers: Path, folder: Path, shut: None
) -> None:
    value = said(litsynth_, "--source", "arxiv", "--source", "papers", "--papers", "7", "--out", "mine")
    arxiv, files = value["sources"]  # type: ignore[misc]
    assert arxiv["papers"] is None
    assert arxiv["most"] == 200
    assert all(query.strip() for query in arxiv["queries"])
    assert (files["source"], files["queries"], files["papers"]) == ("papers", [], 3)
    assert value["claims_from"] == 7
    assert value["models"] == {
        "verifier": "embedded (at hand; cpu)",
        "embedder": "packaged:all-MiniLM-L6-v2 (at hand; cpu)",
    }
    assert (value["folder"], value["folder_there"], value["corpus_there"]) == ("mine", False, False)


def test_of_a_corpus_the_papers_that_are_left_are_counted(
    litsynth_: Litsynth, papers: Path, folder: Path, quick_models: Models
) -> None:
    assert litsynth_("corpus", "add", "mine", "papers", "-q")[0] == 0
    first = litsynth_("corpus", "show", "mine", "--json")[1].splitlines()[0]
    assert litsynth_("corpus", "remove", "mine", json.loads(first)["paper_id"], "-q")[0] == 0
    before = files_in(folder)
    (source,) = said(litsynth_, "--corpus", "mine")["sources"]  # type: ignore[misc]
    assert source["papers"] == 2
    bundled = said(litsynth_, "--corpus", "xnli", "--offline")
    assert bundled["sources"][0]["papers"] == 40  # type: ignore[index]
    assert files_in(folder) == before


def test_what_a_run_refuses_a_dry_run_refuses_too(litsynth_: Litsynth, papers: Path, folder: Path) -> None:
    (folder / "taken").mkdir()
    (folder / "taken" / "mine.txt").write_text("mine")
    for question, options, status, why in (
        ("?", (), 2, "no content words"),
        (QUESTION, ("--source", "nowhere"), 3, "no source"),
        (QUESTION, ("--corpus", "nowhere"), 3, "no corpus"),
        (QUESTION, ("--verifier", "no/such-model", "--offline"), 3, "--offline forbids fetching it"),
        (QUESTION, ("--out", "taken"), 1, "holds other files"),
    ):
        got, out, err = litsynth_("run", question, "--dry-run", *options)
        assert (got, out) == (status, "")
        assert why in err
