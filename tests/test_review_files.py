"""A review as a file: filled in by a person, read back line by line, whatever a program made of it."""

import csv
import io
import os
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Litsynth
from hypothesis import given
from hypothesis import strategies as st
from report_maker import make_report
from test_decisions import NOTE, OVERRULE
from test_rendered import files_of

from litsynth.errors import BadRecord
from litsynth.records import Decision
from litsynth.render import review_csv, review_markdown
from litsynth.review import (
    COLUMNS,
    base_digest,
    guarded,
    one_line,
    read_review_csv,
    read_review_markdown,
    report_digest,
    unguarded,
    verdict_digest,
)
from litsynth.store import append_decisions, read_decisions, write_run

REPORT = make_report()


@pytest.fixture
def report(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    return write_run(Path("run"), folder, "q", "2199-03-14", files_of(REPORT))


def made(report: Path) -> list[tuple[str, str, str | None, str, str]]:
    return [(one.claim_id, one.kind, one.label, one.reason, one.reviewer) for one in read_decisions(report).decisions]


def tick(text: str, claim: int, option: str, reason: str = "", note: str = "") -> str:
    head, part = text.split(f"## claim-{claim}\n")
    part, *rest = part.split("\n## ", 1)
    assert f"- [ ] {option}\n" in part
    part = part.replace(f"- [ ] {option}\n", f"- [x] {option}\n")
    part = part.replace("\nReason:", f"\nReason: {reason}").replace("\nNote:", f"\nNote: {note}")
    return "".join([head, f"## claim-{claim}\n", part, *(f"\n## {one}" for one in rest)])


def fill(text: str, cells: dict[int, dict[str, str]], **kind: str) -> str:
    """A CSV with other cells, by number of the claim."""
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    out = io.StringIO(newline="")
    writer = csv.writer(out, **kind)
    writer.writerow(header)
    for number, row in enumerate(rows, 1):
        values = dict(zip(header, row, strict=True)) | cells.get(number, {})
        writer.writerow(values.values())
    return out.getvalue()


CELLS = {
    1: {"decision": "Accept"},
    2: {"decision": "overrule", "label": "Supported", "reason": '\'=1+1\n  and Table 3,\tcolumn “sw”; "x"'},
    4: {"note": "Why?", "reviewer": "Ben"},
}
WANTED = [
    ("c01gain", "accept", "supported", "", "Ada"),
    ("c02english", "overrule", "supported", '=1+1 and Table 3, column “sw”; "x"', "Ada"),
    ("c04base", "note", None, "Why?", "Ben"),
]


def test_a_markdown_file_is_filled_in_and_read_back_once(litsynth_: Litsynth, report: Path, folder: Path) -> None:
    assert litsynth_("review", "run", "--export", "r.md", "--reviewer", "Ada *Q*")[0] == 0
    text = (folder / "r.md").read_text(encoding="utf-8")
    assert "Reviewer: Ada \\*Q\\*" in text
    text = tick(text, 1, "accept: supported")
    text = tick(text, 2, "overrule: supported", r"5\% of \alpha,", "see\n\n- Table 3\n<b>")
    (folder / "r.md").write_text(text.replace("\n", "\r\n"), encoding="utf-8", newline="")
    for said in ("1 accepted, 1 overruled, 1 noted from r.md; 0 lines not taken", "nothing new from r.md"):
        status, out, err = litsynth_("review", "run", "--import", "r.md")
        assert status == 0, err
        assert said in out
        assert made(report) == [
            ("c01gain", "accept", "supported", "", "Ada *Q*"),
            ("c02english", "overrule", "supported", "5% of \\alpha,", "Ada *Q*"),
            ("c02english", "note", None, "see - Table 3 <b>", "Ada *Q*"),
        ]
    assert "by reviewer Ada \\*Q\\*" in (report / "report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("encoding", "parted"), [("utf-8-sig", ","), ("utf-8", ";"), ("utf-16", "\t"), ("utf-8-sig", ";")]
)
def test_a_csv_file_is_read_back_as_spreadsheet_programs_save_it(
    litsynth_: Litsynth, report: Path, folder: Path, encoding: str, parted: str
) -> None:
    assert litsynth_("review", "run", "--export", "r.csv", "--reviewer", "Ada")[0] == 0
    raw = (folder / "r.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfclaim,statement,")
    text = fill(raw.decode("utf-8"), CELLS, delimiter=parted)
    (folder / "r.csv").write_bytes(text.encode(encoding))
    for said in ("1 accepted, 1 overruled, 1 noted", "nothing new"):
        status, out, err = litsynth_("review", "run", "--import", "r.csv")
        assert status == 0, err
        assert said in out
        assert made(report) == WANTED


def test_no_cell_of_a_csv_is_a_formula() -> None:
    claims = tuple(replace(claim, text="=HYPERLINK(1)", quote="\t+x") for claim in REPORT.claims)
    decided = (replace(OVERRULE, reason="@SUM(A1)", reviewer="-Ada"), replace(NOTE, reason="=1"))
    text = review_csv(replace(REPORT, claims=claims, decisions=decided), "-Ada")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert all(not cell or cell[0] not in "=+-@\t\r" for row in rows for cell in row.values())
    assert (rows[0]["reason"], rows[0]["reviewer"]) == ("'@SUM(A1)", "'-Ada")
    (entry, *_) = read_review_csv(text.removeprefix("\ufeff")).entries
    assert (entry.kind, entry.reason, entry.reviewer) == ("overrule", "@SUM(A1)", "-Ada")


@given(st.text(alphabet="='+-@ax ＝\t\"", max_size=8))
def test_a_guarded_cell_is_no_formula_and_loses_its_guard_again(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell).lstrip(" ")[:1] not in set("=+-@\t＝") or not cell.strip(" '")


@given(st.text(min_size=1), st.text(min_size=1), st.sampled_from([review_markdown, review_csv]))
def test_what_stands_is_in_the_file_and_an_untouched_file_says_the_same(reason: str, name: str, write) -> None:
    reason, name = one_line(reason), one_line(name)
    if not reason or not name:
        return
    stands = Decision("c01gain", "overrule", "refuted", reason, name, "t", verdict_digest(REPORT.verdicts[1]))
    report = replace(REPORT, decisions=(stands,))
    text = write(report, name).removeprefix("\ufeff")
    sheet = (read_review_markdown if write is review_markdown else read_review_csv)(text)
    assert sheet.problems == ()
    assert sheet.reports == {report_digest(report)}
    (entry,) = [entry for entry in sheet.entries if entry.kind]
    assert (entry.claim_id, entry.kind, entry.label) == ("c01gain", "overrule", "refuted")
    assert (entry.reason, entry.reviewer, entry.base) == (reason, name, base_digest(stands))


def problems_of(err: str) -> list[str]:
    return [line.split(":", 1)[1] for line in err.splitlines() if line.startswith("r.")]


def test_every_line_that_cannot_be_taken_is_named_and_the_others_are_taken(
    litsynth_: Litsynth, report: Path, folder: Path
) -> None:
    text = review_markdown(REPORT, "Ada")
    text = tick(text, 1, "accept: supported")
    text = tick(text, 2, "overrule: supported")
    text = tick(tick(text, 3, "accept: conflicting"), 3, "overrule: refuted", "Both.")
    text = text.replace("id:c04base", "id:c99").replace("- [ ] accept: different protocol", "- [x] accept")
    head, tail = text.split("## claim-5\n")
    tail = tail.replace("- [ ] overrule: supported", "- [y] overrule: supported", 1).replace(
        "- [ ] overrule: refuted", "- [x] overrule: wrong", 1
    )
    tail = tail.replace("Reason:", "I am not sure.\n\nReason:", 1)
    head6, tail6 = tail.split("## claim-6\n")
    tail6 = tail6.replace("Reason:", "Reason: but why?")
    (folder / "r.md").write_text(f"{head}## claim-5\n{head6}## claim-6\n{tail6}", encoding="utf-8")
    lines = (folder / "r.md").read_text(encoding="utf-8").split("\n")
    status, out, err = litsynth_("review", "run", "--import", "r.md", "--strict")
    assert (status, out, made(report)) == (2, "", [])
    assert "r.md: 7 lines cannot be taken; nothing was imported" in err
    status, out, err = litsynth_("review", "run", "--import", "r.md")
    assert status == 4
    assert "1 accepted from r.md; 7 lines not taken" in out
    assert made(report) == [("c01gain", "accept", "supported", "", "Ada")]
    said = problems_of(" \n".join(err.split("\n")))
    for (number, what), line in zip(
        [one.split(": ", 1) for one in said],
        [
            "- [x] overrule: supported",
            "- [x] overrule: refuted",
            "- [x] accept",
            "- [y] overrule: supported",
            "- [x] overrule: wrong",
            "I am not sure.",
            "## claim-6",
        ],
        strict=True,
    ):
        assert lines[int(number) - 1] == line, what
    for part in ("without a reason (say why)", "two boxes are ticked", "no claim 'c99'", "box [y]", "no such choice"):
        assert part in err


def test_every_row_that_cannot_be_taken_is_named(litsynth_: Litsynth, report: Path, folder: Path) -> None:
    cells = {
        1: {"decision": "overrule", "label": "supported", "reason": "a\nb"},
        2: {"decision": "overrule", "reason": "x"},
        3: {"decision": "maybe"},
        4: {"decision": "accept", "label": "refuted"},
        5: {"key": "report:1"},
        6: {"decision": "undo"},
    }
    text = fill(review_csv(REPORT, "Ada"), cells) + '"claim-7",accept\r\n,,\r\n"broken"x,y\r\n'
    (folder / "r.csv").write_text(text, encoding="utf-8", newline="")
    status, out, err = litsynth_("review", "run", "--import", "r.csv")
    assert (status, made(report)) == (4, [])
    assert "nothing new from r.csv; 8 lines not taken" in out
    said = problems_of(err)
    assert [int(one.split(":")[0]) for one in said] == [2, 4, 5, 6, 7, 8, 9, 11], "lines, not rows: one has two lines"
    for line, part in zip(
        said,
        (
            "supported is the tool's verdict: accept it",
            "overruled without a label",
            "no decision 'maybe'",
            "label refuted without overrule",
            "the cell `key` is damaged",
            "no decision 'undo'",
            "the cell `key` is damaged",
            "not CSV",
        ),
        strict=True,
    ):
        assert part in line


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("inner", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_counts_them(end: str, inner: str) -> None:
    key = "report:ab id:c1 base:cd"
    rows = [f'"a{inner}b{inner}{inner}c",accept,{key}', '"x"y,wrong,', f"z,wrong,{key}", f'"{inner}",worse,{key}']
    text = end.join(["claim,decision,key", *rows, f"end,worst,{key}", ""])
    starts = [text.index(row) for row in rows[1:]] + [text.index("end,")]
    lines = [len(text[:start].replace("\r\n", "\n").replace("\r", "\n").split("\n")) for start in starts]
    assert [problem.line for problem in read_review_csv(text).problems] == lines


def test_a_first_line_that_is_no_csv_is_refused() -> None:
    with pytest.raises(BadRecord, match="its first line is not CSV"):
        read_review_csv(f"claim,{'x' * 2_000_000}\nx,,\n")


def test_a_file_of_another_report_or_of_none_is_refused(litsynth_: Litsynth, report: Path, folder: Path) -> None:
    other = replace(REPORT, date="2199-03-15")
    (folder / "r.md").write_text(tick(review_markdown(other, "Ada"), 1, "accept: supported"), encoding="utf-8")
    (folder / "none.md").write_text("# Shopping\n\n- [x] bread\n")
    (folder / "none.csv").write_text("a,b\n1,2\n")
    (folder / "latin.csv").write_bytes("claim,decision,key\né,,\n".encode("latin-1"))
    (folder / "r.txt").write_text("")
    for name, status, part in (
        ("r.md", 2, "was written for another report"),
        ("none.md", 2, "does not say which report it is about"),
        ("none.csv", 2, "its first line has no column decision, key"),
        ("latin.csv", 2, "line 2 is not UTF-8"),
        ("r.txt", 2, "neither .md nor .csv"),
        ("gone.md", 3, "no file gone.md"),
    ):
        found, out, err = litsynth_("review", "run", "--import", name, "--reviewer", "Ada")
        assert (found, out, err.count("\n")) == (status, "", 1), err
        assert part in err
    assert made(report) == []


def test_what_was_decided_meanwhile_is_neither_lost_nor_written_over(
    litsynth_: Litsynth, report: Path, folder: Path
) -> None:
    """Ada fills in a file while Ben and she herself decide in the terminal."""
    text = review_markdown(REPORT, "Ada")
    text = tick(tick(text, 1, "accept: supported"), 2, "accept: refuted")
    (folder / "r.md").write_text(text, encoding="utf-8")
    append_decisions(report, [OVERRULE, replace(OVERRULE, reviewer="Ben")])
    status, _, err = litsynth_("review", "run", "--import", "r.md")
    assert status == 4
    assert "Ada decided otherwise since this file was written (export it again)" in " ".join(err.split())
    assert [one[:2] for one in made(report)] == [
        ("c01gain", "overrule"),
        ("c01gain", "overrule"),
        ("c02english", "accept"),
    ]
    assert litsynth_("review", "run", "--export", "again.md", "--reviewer", "Ada")[0] == 0
    again = (folder / "again.md").read_text(encoding="utf-8")
    assert "- [x] overrule: refuted" in again
    again = again.replace("- [x] overrule: refuted", "- [ ] overrule: refuted", 1)
    (folder / "again.md").write_text(tick(again, 1, "accept: supported"), encoding="utf-8")
    assert litsynth_("review", "run", "--import", "again.md")[0] == 0
    assert made(report)[-1][:2] == ("c01gain", "accept")


def test_a_colleague_may_fill_in_the_same_file_under_another_name(
    litsynth_: Litsynth, report: Path, folder: Path
) -> None:
    append_decisions(report, [OVERRULE])
    litsynth_("review", "run", "--export", "r.md", "--reviewer", "Ada")
    text = (folder / "r.md").read_text(encoding="utf-8").replace("Reviewer: Ada", "Reviewer: Ben")
    (folder / "r.md").write_text(text, encoding="utf-8")
    assert litsynth_("review", "run", "--import", "r.md")[0] == 0
    assert made(report)[1:] == [("c01gain", "overrule", "refuted", "Another checkpoint.", "Ben")]


def test_a_file_without_a_name_needs_one_and_an_export_writes_over_nothing(
    litsynth_: Litsynth, report: Path, folder: Path
) -> None:
    assert litsynth_("review", "run", "--export", "r.md")[0] == 0
    text = tick((folder / "r.md").read_text(encoding="utf-8"), 1, "accept: supported")
    (folder / "r.md").write_text(text, encoding="utf-8")
    status, _, err = litsynth_("review", "run", "--import", "r.md")
    assert (status, made(report)) == (4, [])
    assert "no reviewer is named" in err
    assert litsynth_("review", "run", "--import", "r.md", "--reviewer", "Ada")[0] == 0
    assert made(report) == [("c01gain", "accept", "supported", "", "Ada")]
    status, _, err = litsynth_("review", "run", "--export", "r.md")
    assert (status, "r.md is there already" in err) == (1, True)
    assert (folder / "r.md").read_text(encoding="utf-8") == text


def test_decisions_on_other_evidence_are_not_ticked_and_can_be_made_anew(
    litsynth_: Litsynth, report: Path, folder: Path
) -> None:
    append_decisions(report, [replace(OVERRULE, verdict="0" * 16)])
    litsynth_("review", "run", "--export", "r.md", "--reviewer", "Ada")
    text = (folder / "r.md").read_text(encoding="utf-8")
    assert "[x]" not in text.split("## claim-1", 1)[1]
    (folder / "r.md").write_text(tick(text, 1, "overrule: refuted", "Another checkpoint."), encoding="utf-8")
    assert litsynth_("review", "run", "--import", "r.md")[0] == 0
    assert [one.verdict == OVERRULE.verdict for one in read_decisions(report).decisions] == [False, True]


def test_a_full_disk_imports_nothing(
    litsynth_: Litsynth, report: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "r.csv").write_text(fill(review_csv(REPORT, "Ada"), CELLS), encoding="utf-8", newline="")
    write = os.write

    def full(handle: int, data: bytes) -> int:
        write(handle, data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    status, out, err = litsynth_("review", "run", "--import", "r.csv")
    assert (status, out, made(report)) == (1, "", [])
    assert "No space left on device" in err
