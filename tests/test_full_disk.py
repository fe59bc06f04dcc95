"""A disk that is full while papers are fetched: one line, nothing lost, and the next run goes on."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from arxiv_server import ArxivServer
from conftest import Litsynth
from living_shop import report_in

QUESTION = "Does intermediate-task training improve cross-lingual transfer in many languages?"

pytestmark = pytest.mark.usefixtures("quick_models")


def fill_disk(patch: pytest.MonkeyPatch, after: int) -> None:
    """From the file number `after` on, counted from 0, only half of what is fetched can be written, and nothing added."""
    write, begin, written = Path.write_bytes, Path.open, [0]

    def full(path: Path) -> OSError:
        return OSError(errno.ENOSPC, "No space left on device", str(path))

    def write_bytes(path: Path, data: Any) -> int:
        if path.suffix != ".part":
            return write(path, data)
        written[0] += 1
        if written[0] > after:
            write(path, data[: len(data) // 2])
            raise full(path)
        return write(path, data)

    def open_(path: Path, mode: str = "r", *more: Any, **others: Any) -> Any:
        if path.suffix == ".part" and "a" in mode and written[0] >= after:
            raise full(path)
        return begin(path, mode, *more, **others)

    patch.setattr(Path, "write_bytes", write_bytes)
    patch.setattr(Path, "open", open_)


def run(litsynth_: Litsynth, name: str, out: str) -> tuple[int, str, str]:
    return litsynth_(
        "run", QUESTION, "--source", "arxiv", "--corpus", name, "--date", "2026-01-31", "--out", f"reports/{out}", "-q"
    )


@pytest.mark.parametrize("after", [0, 1, 2, 5, 12, 20])
def test_a_run_says_so_in_one_line_and_the_next_goes_on(
    litsynth_: Litsynth, server: ArxivServer, folder: Path, after: int
) -> None:
    calm = run(litsynth_, "other", "calm")[0]
    with pytest.MonkeyPatch.context() as patch:
        fill_disk(patch, after)
        status, out, err = run(litsynth_, "mine", "full")
    assert (status, out, err.count("\n")) == (1, "", 1), err
    assert "No space left on device" in err
    assert not (folder / "reports" / "full").exists()
    assert not list((folder / "corpora" / "mine").rglob(f"*.{os.getpid()}.part"))
    assert litsynth_("corpus", "check", "mine")[0] == 0
    fetched = sum(not asked.path.startswith("/api") for asked in server.asked)
    assert run(litsynth_, "mine", "again")[0] == calm
    assert report_in(folder / "reports" / "again").claims == report_in(folder / "reports" / "calm").claims
    assert sum(not asked.path.startswith("/api") for asked in server.asked) > fetched


def test_adding_says_so_and_loses_nothing_that_was_there(
    litsynth_: Litsynth, server: ArxivServer, folder: Path
) -> None:
    assert litsynth_("corpus", "add", "mine", "2001.90001")[0] == 0
    with pytest.MonkeyPatch.context() as patch:
        fill_disk(patch, 0)
        status, out, err = litsynth_("corpus", "add", "mine", "2002.90002", "-q")
    assert (status, out, err.count("\n")) == (1, "", 1), err
    assert "2001.90001" in litsynth_("corpus", "show", "mine")[1]
    assert litsynth_("corpus", "add", "mine", "2002.90002")[:2] == (0, "1 paper added to mine, 2 in all, 0 skipped\n")
