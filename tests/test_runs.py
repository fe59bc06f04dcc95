"""A run's folder: written whole or not at all, and never over what a person wrote."""

import json
import os
from pathlib import Path

import pytest

from litsynth.errors import OutputFailed
from litsynth.store import refuse_unwritable, write_log, write_run
from litsynth.store.runs import LOG, slug

FILES = {"report.md": "# Report\n\nÉtude: +1.8 points.\n", "run.json": "{}\n"}
QUESTION = "Does intermediate training help?"


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in folder.iterdir()}


def test_a_run_is_written_below_the_reports_under_its_question_and_date(tmp_path: Path) -> None:
    folder = write_run(None, tmp_path / "new" / "reports", QUESTION, "2026-01-31", FILES)
    assert folder == tmp_path / "new" / "reports" / "does-intermediate-training-help-2026-01-31"
    assert contents(folder) == FILES
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    assert folder.stat().st_mode & 0o777 == 0o755


def test_the_same_bytes_again_leave_the_folder_as_it_is(tmp_path: Path) -> None:
    first = write_run(None, tmp_path, QUESTION, "2026-01-31", FILES)
    write_log(first, '{"seconds": 1}\n')  # the log is outside the promise of equal bytes
    before = (first / "report.md").stat().st_mtime_ns
    assert write_run(None, tmp_path, QUESTION, "2026-01-31", FILES) == first
    assert (first / "report.md").stat().st_mtime_ns == before
    assert len(list(tmp_path.iterdir())) == 1


def test_figures_lie_in_a_folder_of_their_own_and_are_part_of_what_is_the_same(tmp_path: Path) -> None:
    files = FILES | {"figures/effects.svg": "<svg/>\n", "figures/effects.png": b"\x89PNG\r\n"}
    about = {"question": QUESTION, "date": "2026-01-31"}
    files["run.json"] = json.dumps(about)
    folder = write_run(tmp_path / "run", tmp_path, QUESTION, "2026-01-31", files)
    assert (folder / "figures" / "effects.png").read_bytes() == b"\x89PNG\r\n"
    refuse_unwritable(folder, tmp_path, FILES, about)  # which figures there will be is not known before the run
    assert write_run(folder, tmp_path, QUESTION, "2026-01-31", files) == folder
    for other in (FILES | {"run.json": files["run.json"]}, files | {"figures/effects.svg": "<svg></svg>\n"}):
        with pytest.raises(OutputFailed, match="holds other files"):
            write_run(folder, tmp_path, QUESTION, "2026-01-31", other)
    (folder / "figures" / "mine.svg").write_text("<svg/>")
    with pytest.raises(OutputFailed, match="holds other files"):
        write_run(folder, tmp_path, QUESTION, "2026-01-31", files)


def test_an_edited_report_is_kept_and_the_new_run_gets_a_number(tmp_path: Path) -> None:
    first = write_run(None, tmp_path, QUESTION, "2026-01-31", FILES)
    (first / "report.md").write_text("# Report\n\nI do not believe this.\n")
    second = write_run(None, tmp_path, QUESTION, "2026-01-31", FILES)
    assert second.name == f"{first.name}-2"
    assert (first / "report.md").read_text() == "# Report\n\nI do not believe this.\n"
    assert write_run(None, tmp_path, QUESTION, "2026-01-31", FILES) == second
    changed = FILES | {"run.json": '{"papers": 3}\n'}
    assert write_run(None, tmp_path, QUESTION, "2026-01-31", changed).name == f"{first.name}-3"


def test_a_note_added_to_a_run_keeps_its_folder_from_being_taken(tmp_path: Path) -> None:
    first = write_run(None, tmp_path, QUESTION, "2026-01-31", FILES)
    (first / "notes.md").write_text("mine")
    assert write_run(None, tmp_path, QUESTION, "2026-01-31", FILES) != first
    assert (first / "notes.md").read_text() == "mine"


def test_a_folder_that_was_named_is_used_when_empty_and_refused_when_it_holds_something_else(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert write_run(out, tmp_path / "reports", QUESTION, "2026-01-31", FILES) == out
    assert write_run(out, tmp_path / "reports", QUESTION, "2026-01-31", FILES) == out
    with pytest.raises(OutputFailed, match="holds other files"):
        write_run(out, tmp_path / "reports", QUESTION, "2026-02-01", FILES | {"run.json": "[]"})
    assert contents(out) == FILES
    a_file = tmp_path / "file"
    a_file.write_text("mine")
    with pytest.raises(OutputFailed, match="holds other files"):
        write_run(a_file, tmp_path / "reports", QUESTION, "2026-01-31", FILES)
    assert a_file.read_text() == "mine"


def test_a_full_disk_leaves_the_report_before_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = write_run(None, tmp_path, QUESTION, "2026-01-31", FILES)
    write = Path.write_bytes

    def half(path: Path, content: bytes) -> None:
        write(path, content[:3])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OutputFailed, match="No space left on device"):
        write_run(None, tmp_path, QUESTION, "2026-01-31", FILES | {"run.json": "[]"})
    assert list(tmp_path.iterdir()) == [first]
    assert contents(first) == FILES


@pytest.mark.parametrize("step", ["rename", "mkdir"])
def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OutputFailed, match="No space left on device"):
        write_run(tmp_path / "out" if step == "rename" else None, tmp_path / "reports", QUESTION, "2026-01-31", FILES)
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_of_the_reports_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("mine")
    with pytest.raises(OutputFailed, match="cannot write"):
        write_run(None, tmp_path / "reports", QUESTION, "2026-01-31", FILES)
    with pytest.raises(OutputFailed, match=LOG):
        write_log(tmp_path / "reports", "{}")


ABOUT = {"question": QUESTION, "date": "2026-01-31"}


def refuse(out: Path | None, reports: Path) -> None:
    refuse_unwritable(out, reports, FILES, ABOUT)


def test_what_can_be_written_is_not_refused_and_nothing_is_made(tmp_path: Path) -> None:
    refuse(None, tmp_path / "deep" / "reports")
    refuse(tmp_path / "deep" / "out", tmp_path)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "out").mkdir()
    refuse(tmp_path / "out", tmp_path)
    write_run(tmp_path / "out", tmp_path, QUESTION, "2026-01-31", FILES | {"run.json": json.dumps(ABOUT)})
    write_log(tmp_path / "out", "{}")
    refuse(tmp_path / "out", tmp_path)  # the same run again is no conflict
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_a_folder_with_anything_but_this_run_is_refused_before_any_work(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_run(out, tmp_path, QUESTION, "2026-01-31", FILES | {"run.json": json.dumps(ABOUT)})
    for key, value in (("question", "Why?"), ("date", "2026-02-01")):
        (out / "run.json").write_text(json.dumps(ABOUT | {key: value}))
        with pytest.raises(OutputFailed, match="holds another run"):
            refuse(out, tmp_path)
    (out / "run.json").write_text("[]")
    with pytest.raises(OutputFailed, match="holds another run"):
        refuse(out, tmp_path)
    (out / "run.json").write_text("{")
    with pytest.raises(OutputFailed, match="holds other files"):
        refuse(out, tmp_path)
    (out / "run.json").write_text(json.dumps(ABOUT))
    (out / "notes.md").write_text("mine")
    with pytest.raises(OutputFailed, match="holds other files"):
        refuse(out, tmp_path)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputFailed, match="is a file"):
        refuse(tmp_path / "file", tmp_path)


def test_a_place_that_cannot_be_written_is_refused_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputFailed, match=r"cannot write .*file/deep/out: Not a directory"):
        refuse(tmp_path / "file" / "deep" / "out", tmp_path)
    with pytest.raises(OutputFailed, match=r"cannot write .*file: Not a directory"):
        refuse(None, tmp_path / "file")
    with pytest.raises(OutputFailed, match="/ is a mount point"):
        refuse(Path("/"), tmp_path)

    def read_only(*_: object, **__: object) -> str:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.mkdtemp", read_only)
    with pytest.raises(OutputFailed, match="Read-only file system"):
        refuse(tmp_path / "out", tmp_path)


def test_a_log_that_cannot_be_written_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_log(tmp_path, '{"seconds": 1}\n')

    def half(path: Path, text: str, **_: object) -> None:
        path.write_bytes(text[:3].encode())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", half)
    with pytest.raises(OutputFailed, match=rf"{LOG}: No space left on device"):
        write_log(tmp_path, '{"seconds": 2}\n')
    assert contents(tmp_path) == {LOG: '{"seconds": 1}\n'}


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Què és l'XNLI?", "que-es-l-xnli"),
        ("日本語", "question"),
        ("../../etc/passwd", "etc-passwd"),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_question_makes_a_safe_name(question: str, name: str) -> None:
    assert slug(question) == name


def test_a_long_question_is_cut_at_a_word() -> None:
    name = slug("multilingual " * 20)
    assert len(name) <= 80
    assert set(name.split("-")) == {"multilingual"}
