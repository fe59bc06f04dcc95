"""What killed processes left half-written is cleared away by the next that writes there; what others write is left."""

import os
import subprocess
import sys
from pathlib import Path

from litsynth.sources.cache import FileCache
from litsynth.store import write_run


def dead() -> int:
    """The number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_parts_of_dead_processes_go_and_all_else_stays(tmp_path: Path) -> None:
    gone = tmp_path / f".2001.90001v1.tar.gz.{dead()}.part"
    others = [f".2001.90001v1.pdf.{os.getpid()}.part", ".c37e72d24516d668.part", "a.part", f"mine.{dead()}.part"]
    for name in (gone.name, *others):
        (tmp_path / name).write_bytes(b"half")
    cache = FileCache(tmp_path)
    assert cache.get("a") is None
    assert gone.exists()  # reading removes nothing
    cache.put("a", b"whole")
    assert not gone.exists()
    assert all((tmp_path / name).exists() for name in others)


def test_reports_that_dead_processes_began_go_and_all_else_stays(tmp_path: Path) -> None:
    gone = tmp_path / f".report-{dead()}-abc" / "a"
    others = [tmp_path / f".report-{os.getpid()}-abc" / "a", tmp_path / ".report-mine" / "a", tmp_path / "b"]
    for folder in (gone, *others):
        folder.mkdir(parents=True)
        (folder / "report.md").write_text("half")
    made = write_run(tmp_path / "c", tmp_path, "Why?", "2026-01-31", {"report.md": "whole"})
    assert sorted(path.name for path in made.iterdir()) == ["report.md"]
    assert made.stat().st_mode & 0o777 == 0o755
    assert not gone.parent.exists()
    assert all((folder / "report.md").exists() for folder in others)
    assert len(list(tmp_path.glob(".report-*"))) == 2
