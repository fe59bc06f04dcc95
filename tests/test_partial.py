"""Downloads that were cut go on where they ended."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path

import pytest
from arxiv_server import Answer, ArxivServer, cut, page, rest_of
from fakes import FakeTimer

from litsynth.errors import SourceFailed
from litsynth.sources.pace import Pace
from litsynth.sources.partial import Partials
from litsynth.sources.polite import PoliteSession

FILE = "/pdf/2001.90001v1"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with ArxivServer() as server:
        yield server


def session(tmp_path: Path, retries: int = 4) -> PoliteSession:
    pace = Pace(tmp_path / ".pace", 0.0, FakeTimer())
    return PoliteSession(pace, 5.0, retries, lambda: 0.0, Partials(tmp_path / "files"))


def whole(server: ArxivServer) -> bytes:
    name = FILE.removeprefix("/pdf/")
    assert len(server.shelf.pdf(name)) > 500
    return server.shelf.pdf(name)


def begin(server: ArxivServer, tmp_path: Path) -> int:
    """Have the file cut in the middle; how many bytes came."""
    server.script(FILE, cut)
    with pytest.raises(SourceFailed, match="cut the connection"):
        session(tmp_path, retries=0).get(server.url + FILE)
    (part,) = (tmp_path / "files").iterdir()
    assert part.name.endswith(".part")
    return len(whole(server)) // 2


def test_the_next_attempt_asks_for_the_rest(server: ArxivServer, tmp_path: Path) -> None:
    server.script(FILE, cut, cut)
    answer = session(tmp_path).get(server.url + FILE)
    half = len(whole(server)) // 2
    assert [asked.range for asked in server.asked] == [
        "",
        f"bytes={half}-",
        f"bytes={half + (len(whole(server)) - half) // 2}-",
    ]
    assert answer.content == whole(server)
    assert not list((tmp_path / "files").iterdir())


def test_so_does_the_next_process(server: ArxivServer, tmp_path: Path) -> None:
    half = begin(server, tmp_path)
    assert session(tmp_path).get(server.url + FILE).content == whole(server)
    assert server.asked[-1].range == f"bytes={half}-"


def test_a_file_that_is_another_one_now_is_fetched_whole(server: ArxivServer, tmp_path: Path) -> None:
    begin(server, tmp_path)
    other = whole(server).replace(b"e", b"E")
    server.script(FILE, lambda answer: replace(answer, body=other))
    assert session(tmp_path).get(server.url + FILE).content == other
    assert len(server.asked) == 2


def test_a_host_that_sends_the_rest_of_another_version_is_not_believed(server: ArxivServer, tmp_path: Path) -> None:
    half = begin(server, tmp_path)
    other = whole(server).replace(b"e", b"E")
    sent = rest_of(Answer(200, other, "application/pdf", {"ETag": '"other"'}), half)
    server.script(FILE, lambda _: sent, lambda answer: replace(answer, body=other))
    assert session(tmp_path).get(server.url + FILE).content == other


@pytest.mark.parametrize("more", [1, -1])
def test_nor_is_one_whose_whole_has_another_length(server: ArxivServer, tmp_path: Path, more: int) -> None:
    changed = formatdate(time.time() - 1000, usegmt=True)
    dated = {"Last-Modified": changed, "Date": formatdate(usegmt=True)}
    server.ranges = False
    server.script(FILE, lambda answer: replace(answer, headers=dated, cut=True))
    with pytest.raises(SourceFailed):
        session(tmp_path, retries=0).get(server.url + FILE)
    half = len(whole(server)) // 2
    longer = Answer(200, whole(server) + b" " if more > 0 else whole(server)[:-1], "application/pdf")
    server.script(FILE, lambda _: rest_of(longer, half))
    assert session(tmp_path).get(server.url + FILE).content == whole(server)
    assert len(server.asked) == 3


def test_of_two_who_fetch_one_file_at_once_each_gets_it_whole(server: ArxivServer, tmp_path: Path) -> None:
    begin(server, tmp_path)
    (part,) = (tmp_path / "files").iterdir()

    def meanwhile(answer: Answer) -> Answer:
        with part.open("ab") as file:
            file.write(b"of another process")
        return replace(answer, cut=True)

    server.script(FILE, meanwhile)
    assert session(tmp_path).get(server.url + FILE).content == whole(server)


@pytest.mark.parametrize("kept", [b"", b"{}", b"[]\nabc", b"\xff\n123", b'{"version":"\\"1\\"","total":5}'])
def test_a_beginning_that_was_spoilt_is_none(server: ArxivServer, tmp_path: Path, kept: bytes) -> None:
    begin(server, tmp_path)
    (part,) = (tmp_path / "files").iterdir()
    part.write_bytes(kept)
    assert session(tmp_path).get(server.url + FILE).content == whole(server)
    assert server.asked[-1].range == ""


def test_more_than_there_is_is_asked_for_from_the_start(server: ArxivServer, tmp_path: Path) -> None:
    begin(server, tmp_path)
    (part,) = (tmp_path / "files").iterdir()
    with part.open("ab") as file:
        file.write(bytes(len(whole(server))))
    assert session(tmp_path).get(server.url + FILE).content == whole(server)
    assert [bool(asked.range) for asked in server.asked] == [False, True, False]


def test_a_part_that_was_not_asked_for_is_not_taken(server: ArxivServer, tmp_path: Path) -> None:
    begin(server, tmp_path)
    server.script(FILE, lambda answer: rest_of(answer, 7))
    assert session(tmp_path).get(server.url + FILE).content == whole(server)


def test_a_part_that_ends_before_the_whole_is_asked_for_again(server: ArxivServer, tmp_path: Path) -> None:
    half = begin(server, tmp_path)
    tag = f'"{hashlib.sha256(whole(server)).hexdigest()}"'
    short = rest_of(Answer(200, whole(server), "application/pdf", {"ETag": tag}), half)
    server.script(FILE, lambda _: replace(short, body=short.body[:5]))
    assert session(tmp_path).get(server.url + FILE).content == whole(server)
    assert server.asked[-1].range == f"bytes={half + 5}-"


@pytest.mark.parametrize("header", [{"ETag": 'W/"weak"'}, {"Content-Encoding": "identity"}, {"Accept-Ranges": "none"}])
def test_nothing_is_kept_of_what_could_not_be_gone_on_with(
    server: ArxivServer, tmp_path: Path, header: dict[str, str]
) -> None:
    server.script(FILE, lambda answer: replace(answer, headers=header, cut=True))
    assert session(tmp_path).get(server.url + FILE).content == whole(server)
    assert [asked.range for asked in server.asked] == ["", ""]


def test_a_host_without_ranges_sends_all_again(server: ArxivServer, tmp_path: Path) -> None:
    server.ranges = False
    server.script(FILE, cut)
    assert session(tmp_path).get(server.url + FILE).content == whole(server)


def test_what_grows_beyond_the_bound_is_dropped(server: ArxivServer, tmp_path: Path) -> None:
    begin(server, tmp_path)
    small = session(tmp_path)
    small.largest = len(whole(server)) - 1
    with pytest.raises(SourceFailed, match="larger than"):
        small.get(server.url + FILE)
    assert not list((tmp_path / "files").iterdir())


def test_a_range_is_not_sent_on_to_where_the_host_redirects(server: ArxivServer, tmp_path: Path) -> None:
    begin(server, tmp_path)
    server.script(FILE, lambda _: Answer(302, b"", headers={"Location": "/pdf/2002.90002v1"}))
    answer = session(tmp_path).get(server.url + FILE)
    assert answer.content == server.shelf.pdf("2002.90002v1")
    assert [bool(asked.range) for asked in server.asked] == [False, True, False]


def test_a_sign_in_page_leaves_the_beginning_alone_or_none(server: ArxivServer, tmp_path: Path) -> None:
    begin(server, tmp_path)
    server.script(FILE, page(b"<html>sign in</html>"))
    assert session(tmp_path).get(server.url + FILE).content == b"<html>sign in</html>"
    assert session(tmp_path).get(server.url + FILE).content == whole(server)


DOWNLOAD = """
import sys
from pathlib import Path
from litsynth.sources.pace import Pace
from litsynth.sources.partial import Partials
from litsynth.sources.polite import PoliteSession
folder = Path(sys.argv[2])
PoliteSession(Pace(folder / ".pace", 0.0), 60.0, partials=Partials(folder / "files")).get(sys.argv[1])
"""


def test_a_process_that_is_killed_in_mid_download_has_not_worked_in_vain(server: ArxivServer, tmp_path: Path) -> None:
    server.script(FILE, lambda answer: replace(answer, pause=60.0))
    process = subprocess.Popen([sys.executable, "-c", DOWNLOAD, server.url + FILE, str(tmp_path)])
    half = len(whole(server)) // 2
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        parts = list((tmp_path / "files").glob(".*.part")) if (tmp_path / "files").is_dir() else []
        if parts and parts[0].stat().st_size > half:
            break
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert session(tmp_path).get(server.url + FILE).content == whole(server)
    assert server.asked[-1].range == f"bytes={half}-"
