"""Recorded answers of the real API, through the same adapter: LITSYNTH_DATA/api_recordings/arxiv."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from arxiv_server import ArxivServer, page

from litsynth.config import SearchSettings
from litsynth.errors import SourceFailed
from litsynth.records import Paper
from litsynth.sources import ArxivSource

pytestmark = pytest.mark.slow

_ID = re.compile(rb"<id>http://arxiv\.org/abs/([^<]+?)(v\d+)</id>")


def recordings() -> Iterator[tuple[str, int, bytes]]:
    """Name, status and body of each recording."""
    folder = Path(os.environ["LITSYNTH_DATA"]) / "api_recordings" / "arxiv"
    for path in sorted(folder.iterdir()):
        if path.suffix == ".json":
            recorded = json.loads(path.read_text())
            yield path.name, recorded["status_code"], recorded["body"].encode("latin-1")
        else:
            yield path.name, 200, path.read_bytes()


def replay(server: ArxivServer, files: Path, name: str, status: int, body: bytes) -> tuple[tuple[Paper, ...], int]:
    """The papers in a recording and how many it counts, found by a search for one word."""
    server.script("/api", *[page(body, "application/atom+xml", status)] * 12)
    settings = SearchSettings(delay_seconds=0.0, arxiv_api=server.api, arxiv_files=server.url)
    limit = max(1, len(_ID.findall(body)))
    papers, queries = ArxivSource(settings, files / name, "2026-04-12").find("flibbertigibbet", limit)
    return tuple(papers), queries[0].found


def test_every_recording_is_read_as_it_was_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    seen: dict[str, tuple[tuple[Paper, ...], int]] = {}
    for name, status, body in recordings():
        with ArxivServer() as server:
            if status == 400:
                with pytest.raises(SourceFailed, match="incorrect id format for abc"):
                    replay(server, tmp_path, name, status, body)
                continue
            papers, _ = seen[name] = replay(server, tmp_path, name, status, body)
        written = [(bare.decode(), version.decode()) for bare, version in _ID.findall(body)]
        assert [(paper.paper_id.removeprefix("arXiv:"), paper.version) for paper in papers] == written, name
        for paper in papers:
            assert paper.title, name
            assert paper.abstract, name
            assert paper.authors, name
            assert paper.categories, name
            assert paper.year, name
            assert (paper.title + paper.abstract).isprintable(), name
    assert len(seen) == 24
    assert sum(len(papers) for papers, _ in seen.values()) > 200
    by_id = {paper.paper_id: paper for papers, _ in seen.values() for paper in papers}
    assert by_id["arXiv:2104.12255"].title == "0"
    assert by_id["arXiv:astro-ph/0601001"].year == 2006
    assert by_id["arXiv:quant-ph/0201082"].categories == ("quant-ph", "cs.PL")
    assert by_id["arXiv:1111.2011"].version == "v2"
    counts = {name.split("_s0")[0]: found for name, (_, found) in seen.items()}
    assert (counts["q_testing"], counts["id_0000.0000"], counts["id_0808.05394_1707.08567"]) == (214881, 0, 1)
