"""One request at a time, with pauses, patience and a name."""

import gzip
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path

import pytest
from arxiv_server import Answer, ArxivServer, cut, page, slow, throttled
from fakes import FakeTimer

from litsynth.errors import NetworkRefused, OutputFailed, SourceFailed
from litsynth.sources.cache import FileCache
from litsynth.sources.pace import Pace, lock_of
from litsynth.sources.polite import PoliteSession, refusal, seconds_to_wait


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with ArxivServer() as server:
        yield server


def session(tmp_path: Path, timer: FakeTimer, delay: float = 3.0, timeout: float = 5.0) -> PoliteSession:
    return PoliteSession(Pace(tmp_path / ".pace", delay, timer), timeout, chance=lambda: 0.0)


def test_a_turn_waits_for_what_is_left_of_the_delay_since_the_end_of_the_last(tmp_path: Path) -> None:
    timer = FakeTimer()
    for pause in (0.0, 1.0, 10.0):
        timer.now += pause
        with Pace(tmp_path / "deep" / ".pace", 3.0, timer).turn():
            timer.now += 0.5
    assert timer.slept == [2.0]


def test_a_clock_that_was_set_back_makes_nobody_wait_longer(tmp_path: Path) -> None:
    timer = FakeTimer()
    pace = Pace(tmp_path / ".pace", 3.0, timer)
    with pace.turn():
        pass
    timer.now -= 500.0
    with pace.turn():
        pass
    assert timer.slept == [3.0]


def test_turns_exclude_each_other_over_all_who_share_the_lock(tmp_path: Path) -> None:
    times: list[tuple[float, float]] = []

    def ask() -> None:
        for _ in range(2):
            with Pace(tmp_path / ".pace", 0.05).turn():
                begun = time.time()
                time.sleep(0.02)
                times.append((begun, time.time()))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(times) == 6
    assert all(later[0] - earlier[1] >= 0.04 for earlier, later in pairwise(times))


def test_the_lock_of_a_host_is_one_for_all_processes_of_a_user(tmp_path: Path) -> None:
    program = "from litsynth.sources.pace import lock_of; print(lock_of('https://me:secret@export.arxiv.org:8080/api'))"
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    told = [
        subprocess.check_output([sys.executable, "-c", program], cwd=cwd, env=environment, text=True)
        for cwd in (tmp_path, "/")
    ]
    assert {one.strip() for one in told} == {str(tmp_path / "litsynth" / "pace" / "export.arxiv.org_8080")}
    assert lock_of("open-pdfs").name == "open-pdfs"


def test_a_lock_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputFailed, match="cannot write"), Pace(tmp_path / "file" / ".pace", 0.0).turn():
        pass


def test_a_full_disk_is_one_clear_error_when_a_turn_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("litsynth.sources.pace.os.write", full)
    with pytest.raises(OutputFailed, match=r"\.pace: No space left on device"), Pace(tmp_path / ".pace", 0.0).turn():
        pass


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_full_disk_leaves_the_file_that_was_fetched_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    cache = FileCache(tmp_path)
    cache.put("a.pdf", b"whole")
    with monkeypatch.context() as patch:
        patch.setattr(Path if step == "write_bytes" else os, step, full)
        with pytest.raises(OutputFailed, match=r"cannot keep a\.pdf .*No space left on device"):
            cache.put("a.pdf", b"another")
    assert cache.get("a.pdf") == b"whole"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "a.pdf.sha256"]


def test_it_names_itself_whatever_its_user_says(server: ArxivServer, tmp_path: Path) -> None:
    session(tmp_path, FakeTimer()).get(server.api, headers={"user-agent": "arxiv.py/4"})
    assert server.asked[0].user_agent == "litsynth/0.1.0 (research literature synthesis)"


def test_throttling_is_waited_out_in_doubling_pauses(server: ArxivServer, tmp_path: Path) -> None:
    timer = FakeTimer()
    server.script("/api", throttled(), throttled(503), throttled(500))
    assert session(tmp_path, timer).get(server.api).status_code == 200
    assert timer.slept == [6.0, 12.0, 24.0]


def test_pauses_are_lengthened_by_chance(server: ArxivServer, tmp_path: Path) -> None:
    timer, chance = FakeTimer(), random.Random(3)
    drawn = random.Random(3)
    server.script("/api", throttled(), throttled(503, "10"), throttled(500))
    PoliteSession(Pace(tmp_path / ".pace", 3.0, timer), 5.0, chance=chance.random).get(server.api)
    assert timer.slept == [round(wait * (1 + 0.25 * drawn.random()), 6) for wait in (6.0, 12.0, 24.0)]


def test_retry_after_lengthens_a_pause_but_not_beyond_five_minutes(server: ArxivServer, tmp_path: Path) -> None:
    timer = FakeTimer()
    server.script("/api", throttled(503, "10"), throttled(429, "7200"))
    answer = session(tmp_path, timer).get(server.api)
    assert timer.slept == [10.0]
    assert "HTTP 429 Too Many Requests, and asks for a pause of 7200 s" in str(refusal(answer))


def test_retry_after_may_be_a_date(server: ArxivServer, tmp_path: Path) -> None:
    server.script("/api", throttled(404, formatdate(time.time() + 100, usegmt=True)))
    assert 90 < seconds_to_wait(session(tmp_path, FakeTimer()).get(server.api)) <= 100


def test_patience_ends_and_other_answers_are_final(server: ArxivServer, tmp_path: Path) -> None:
    timer = FakeTimer()
    server.script("/api", *[throttled()] * 5)
    assert session(tmp_path, timer).get(server.api).status_code == 429
    assert len(server.asked) == 5
    server.script("/api", page(b"", status=404))
    assert session(tmp_path, timer).get(server.api).status_code == 404
    assert len(server.asked) == 6


@pytest.mark.parametrize("fault", [cut, slow(0.6)])
def test_broken_answers_are_asked_for_again(server: ArxivServer, tmp_path: Path, fault) -> None:
    polite = session(tmp_path, FakeTimer(), timeout=0.2)
    server.script("/api", fault)
    assert polite.get(server.api).content.endswith(b"</feed>\n")
    server.script("/api", *[fault] * 5)
    with pytest.raises(SourceFailed, match=r"was silent for 0\.2 s|cut the connection") as caught:
        polite.get(server.api + "?search_query=all:x")
    assert str(caught.value).count("\n") == 0
    assert "search_query" not in str(caught.value)


def test_without_a_network_nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_name(*_: object, **__: object) -> None:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", no_name)
    timer = FakeTimer()
    with pytest.raises(NetworkRefused, match=r"cannot reach export\.test: its name does not resolve") as caught:
        session(tmp_path, timer).get("http://export.test/api")
    assert "--offline" in caught.value.remedy
    assert timer.slept == []


def test_a_host_that_has_answered_is_waited_for_once(server: ArxivServer, tmp_path: Path) -> None:
    timer = FakeTimer()
    polite = session(tmp_path, timer, delay=1.0)
    polite.get(server.api)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        for slept in ([1.0, 2.0, 4.0, 8.0, 16.0], [1.0]):  # the first of each is the pause between any two requests
            timer.slept.clear()
            with pytest.raises(NetworkRefused, match="Connection refused"):
                polite.get(gone)
            assert timer.slept == slept


def test_what_is_too_large_is_not_read(server: ArxivServer, tmp_path: Path) -> None:
    server.script("/api", lambda answer: replace(answer, length=2**30))
    with pytest.raises(SourceFailed, match="larger than 200 MB"):
        session(tmp_path, FakeTimer()).get(server.api)


def test_a_body_without_a_length_is_not_read_without_an_end(server: ArxivServer, tmp_path: Path) -> None:
    server.script("/api", lambda answer: replace(answer, body=b" " * 2**20, length=-1))
    small = session(tmp_path, FakeTimer())
    small.largest = 2**19
    with pytest.raises(SourceFailed, match="larger than 0 MB"):
        small.get(server.api)
    server.script("/api", lambda answer: replace(answer, length=-1))
    assert small.get(server.api).content.endswith(b"</feed>\n")


def test_what_unpacks_to_more_than_the_bound_is_not_read(server: ArxivServer, tmp_path: Path) -> None:
    packed = replace(page(gzip.compress(b" " * 2**20))(Answer(200, b"")), headers={"Content-Encoding": "gzip"})
    server.script("/api", lambda _: packed)
    small = session(tmp_path, FakeTimer())
    small.largest = 2**19
    with pytest.raises(SourceFailed, match="larger than"):
        small.get(server.api)
    server.script("/api", lambda _: packed)
    assert session(tmp_path, FakeTimer()).get(server.api).content == b" " * 2**20


def test_a_body_that_drips_is_given_up_in_time(server: ArxivServer, tmp_path: Path) -> None:
    server.script("/api", lambda answer: replace(answer, drip=0.05))
    begun = time.monotonic()
    with pytest.raises(SourceFailed, match=r"127\.0\.0\.1:\d+ had not sent all of its answer after 1 s: http"):
        session(tmp_path, FakeTimer(), timeout=0.1).get(server.api)
    assert time.monotonic() - begun < 4
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("place", "said"),
    [("/api/query", "redirects more than 10 times: http"), ("gopher://there", "redirects to what cannot: .*gopher")],
)
def test_redirects_that_lead_nowhere_are_one_line(server: ArxivServer, tmp_path: Path, place: str, said: str) -> None:
    server.script("/api", *[lambda _: Answer(302, b"", headers={"Location": place})] * 20)
    with pytest.raises(SourceFailed, match=rf"^127\.0\.0\.1:\d+ .*{said}") as caught:
        session(tmp_path, FakeTimer()).get(server.api)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("said", ["\u00b2", "-5", "soon", "9" * 400, "Wed, 21 Oct 9999999 07:28:00 GMT"])
def test_a_retry_after_that_says_nothing_is_none(server: ArxivServer, tmp_path: Path, said: str) -> None:
    server.script("/api", throttled(404, said))
    assert seconds_to_wait(session(tmp_path, FakeTimer()).get(server.api)) == 0.0
