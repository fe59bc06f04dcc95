"""The report is rendered anew with decisions, and never over what a person changed."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from report_maker import make_report
from test_decisions import ACCEPT, NOTE, OVERRULE

from litsynth.cli.renewed import renew
from litsynth.cli.written import renderers, with_decisions
from litsynth.config import Settings
from litsynth.errors import OutputFailed
from litsynth.store import DECISIONS, append_decisions, decisions_text, write_run

QUESTION, DATE = "Does it help?", "2199-03-14"


def files_of(report) -> dict[str, str]:
    return {name: render(report) for name, render in renderers(Settings()).items()}


REPORT = make_report()
AGAIN = with_decisions(REPORT, Settings())
PLAIN = files_of(REPORT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_run(None, tmp_path, QUESTION, DATE, PLAIN, AGAIN)


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in folder.iterdir()}


def decided(*decisions) -> dict[str, str]:
    return files_of(replace(REPORT, decisions=decisions)) | {DECISIONS: decisions_text(decisions)}


def test_decisions_are_shown_in_the_report_and_nothing_else_changes(folder: Path) -> None:
    append_decisions(folder, [ACCEPT])
    renew(folder)
    assert texts(folder) == decided(ACCEPT)
    assert "**Accepted** by reviewer Ada" in texts(folder)["report.md"]
    assert {name for name, text in PLAIN.items() if texts(folder)[name] != text} == {
        "brief.md",
        "report.md",
        "report.html",
        "report.json",
    }
    append_decisions(folder, [NOTE, OVERRULE])
    renew(folder)
    renew(folder)
    assert texts(folder) == decided(ACCEPT, NOTE, OVERRULE)


@pytest.mark.parametrize("before", [(), (ACCEPT,)])
def test_a_report_that_a_person_edited_stays_and_the_decisions_stand_beside_it(folder: Path, before, capsys) -> None:
    append_decisions(folder, before)
    renew(folder)
    edited = texts(folder)["report.md"].replace("## Conflicts", "I do not believe this.\n\n## Conflicts")
    (folder / "report.md").write_text(edited, encoding="utf-8")
    for decisions in ((OVERRULE,), (NOTE,)):
        append_decisions(folder, decisions)
        renew(folder)
        before = (*before, *decisions)
        found = texts(folder)
        assert found.pop("report.reviewed.md") == decided(*before)["report.md"]
        assert found == decided(*before) | {"report.md": edited}
        assert "it stays as it is, and the decisions are shown in report.reviewed.md" in " ".join(
            capsys.readouterr().err.split()
        )


def test_what_stands_beside_an_edited_report_is_not_written_over_either(folder: Path) -> None:
    (folder / "report.md").write_text("mine")
    append_decisions(folder, [ACCEPT])
    renew(folder)
    (folder / "report.reviewed.md").write_text("mine, too")
    append_decisions(folder, [NOTE])
    renew(folder)
    found = texts(folder)
    assert (found["report.md"], found["report.reviewed.md"]) == ("mine", "mine, too")
    assert found["report.reviewed-2.md"] == decided(ACCEPT, NOTE)["report.md"]


@pytest.mark.parametrize("shown", [0, 1, 2])
def test_a_report_left_behind_by_a_crash_is_not_taken_for_an_edited_one(folder: Path, shown: int) -> None:
    """Some files were written, and the process ended before report.json was."""
    made = (ACCEPT, NOTE, OVERRULE)
    append_decisions(folder, made)
    for name in ("report.md", "report.html"):
        (folder / name).write_text(AGAIN(name, made[:shown]), encoding="utf-8")
    renew(folder)
    assert texts(folder) == decided(*made)


def test_decisions_whose_line_was_damaged_are_not_lost_from_the_report(folder: Path) -> None:
    append_decisions(folder, [ACCEPT, NOTE])
    renew(folder)
    (folder / DECISIONS).write_text("{torn\n" + decisions_text([NOTE]))
    append_decisions(folder, [OVERRULE])
    renew(folder)
    assert texts(folder)["report.json"] == decided(ACCEPT, NOTE, OVERRULE)["report.json"]
    (folder / DECISIONS).unlink()
    renew(folder)
    assert texts(folder)["report.json"] == decided(ACCEPT, NOTE, OVERRULE)["report.json"]


def test_a_report_json_in_another_layout_keeps_its_values(folder: Path) -> None:
    value = json.loads(PLAIN["report.json"]) | {"limitations": ["Mine."]}
    (folder / "report.json").write_text(json.dumps(value, indent=1))
    append_decisions(folder, [ACCEPT])
    renew(folder)
    found = json.loads(texts(folder)["report.json"])
    assert found["limitations"] == ["Mine."]
    assert len(found["decisions"]) == 1


def test_a_full_disk_leaves_the_report_before(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append_decisions(folder, [ACCEPT])

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("litsynth.store.rendered.os.fsync", full)
        with pytest.raises(OutputFailed, match="No space left on device; decisions are kept"):
            renew(folder)
    assert texts(folder) == PLAIN | {DECISIONS: decisions_text([ACCEPT])}
    renew(folder)
    assert texts(folder) == decided(ACCEPT)


@pytest.mark.parametrize("renewed", [0, 1, 2])
@pytest.mark.parametrize("named", [False, True])
def test_the_same_run_again_keeps_the_folder_and_its_decisions(folder: Path, renewed: int, named: bool) -> None:
    for number, decision in enumerate((ACCEPT, NOTE)):
        append_decisions(folder, [decision])
        if number < renewed:
            renew(folder)
    before = texts(folder)
    out = folder if named else None
    assert write_run(out, folder.parent, QUESTION, DATE, PLAIN, AGAIN) == folder
    assert texts(folder) == before


def test_another_run_goes_elsewhere_and_an_edited_report_is_still_kept(folder: Path) -> None:
    append_decisions(folder, [ACCEPT])
    renew(folder)
    other = replace(REPORT, version="next")
    assert write_run(None, folder.parent, QUESTION, DATE, files_of(other), with_decisions(other, Settings())) != folder
    (folder / "report.md").write_text(texts(folder)["report.md"] + "Mine.\n")
    before = texts(folder)
    with pytest.raises(OutputFailed, match="holds other files"):
        write_run(folder, folder.parent, QUESTION, DATE, PLAIN, AGAIN)
    assert texts(folder) == before
