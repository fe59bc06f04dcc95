"""decisions.jsonl: nothing that was decided is lost, whatever happens while it is written."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_maker import make_report

from litsynth.errors import MissingInput, OutputFailed
from litsynth.records import Decision
from litsynth.review import in_force, merged_decisions, standing_decisions, verdict_digest
from litsynth.store import DECISIONS, append_decisions, decisions_text, hold_decisions, read_decisions

REPORT = make_report()
VERDICTS = {verdict.claim_id: verdict for verdict in REPORT.verdicts}
GAIN = VERDICTS["c01gain"]


def decision(kind: str = "accept", reason: str = "", reviewer: str = "Ada", label: str | None = None, at: int = 0):
    given_label = label or {"accept": "supported", "overrule": "refuted"}.get(kind)
    seen = verdict_digest(GAIN)
    return Decision("c01gain", kind, given_label, reason, reviewer, f"2199-03-14T10:00:{at:02}Z", seen)


ACCEPT = decision()
OVERRULE = decision("overrule", "Another checkpoint.", at=1)
NOTE = decision("note", "Ask the authors.\u2028=1+1 \u202e", at=2)
UNDO = decision("undo", at=3)


def test_decisions_are_read_back_in_the_order_they_were_made(tmp_path: Path) -> None:
    assert read_decisions(tmp_path).decisions == ()
    append_decisions(tmp_path, [ACCEPT])
    append_decisions(tmp_path, [OVERRULE, NOTE])
    log = read_decisions(tmp_path)
    assert (log.decisions, log.damaged) == ((ACCEPT, OVERRULE, NOTE), ())
    assert (tmp_path / DECISIONS).read_text(encoding="utf-8") == decisions_text([ACCEPT, OVERRULE, NOTE])


@given(st.integers(0, 400))
def test_a_line_cut_off_anywhere_loses_no_earlier_decision_and_hinders_no_later_one(cut: int) -> None:
    whole = decisions_text([ACCEPT]).encode()
    torn = decisions_text([NOTE]).encode()[:-1][:cut]
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / DECISIONS).write_bytes(whole + torn)
        append_decisions(folder, [OVERRULE])
        log = read_decisions(folder)
        assert (folder / DECISIONS).read_bytes().startswith(whole + torn), "what a crash left is not removed"
    complete = torn == decisions_text([NOTE]).encode()[:-1]
    assert log.decisions == ((ACCEPT, NOTE, OVERRULE) if complete else (ACCEPT, OVERRULE))
    assert [line.number for line in log.damaged] == ([2] if torn and not complete else [])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"\x00\x00\x00", "not JSON"),
        (b"[" * 100_000, ""),
        (b"[]", "not a JSON object"),
        (b'{"claim_id": "c"}', "kind"),
        (decisions_text([OVERRULE]).replace("Another checkpoint.", "").encode(), "overrule without a reason"),
        (decisions_text([OVERRULE]).replace('"refuted"', '"wrong"').encode(), "wrong"),
        (decisions_text([OVERRULE]).replace('"refuted"', "null").encode(), "overrule with no label"),
    ],
)
def test_a_damaged_line_in_the_middle_is_named_and_the_others_are_read(tmp_path: Path, line: bytes, why: str) -> None:
    lines = [decisions_text([one]).encode().strip() for one in (ACCEPT, NOTE)]
    (tmp_path / DECISIONS).write_bytes(b"\n".join([lines[0], line.strip(), lines[1]]) + b"\r\n")
    log = read_decisions(tmp_path)
    assert log.decisions == (ACCEPT, NOTE)
    (damaged,) = log.damaged
    assert damaged.number == 2
    assert why in damaged.why


WRITE = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from test_decisions import NOTE, ACCEPT
from litsynth.store import append_decisions
from litsynth.errors import OutputFailed
from dataclasses import replace
"""


def run(program: str, folder: Path, argument: object) -> subprocess.Popen[str]:
    here = str(Path(__file__).parent)
    command = [sys.executable, "-c", WRITE + program, str(folder), str(argument), here]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_disk_that_is_full_in_the_middle_of_a_line_leaves_the_lines_before(tmp_path: Path) -> None:
    append_decisions(tmp_path, [ACCEPT])
    before = (tmp_path / DECISIONS).read_bytes()
    program = """
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    append_decisions(Path(sys.argv[1]), [NOTE])
except OutputFailed as error:
    print(error)
"""
    out, err = run(program, tmp_path, len(before) + 20).communicate(timeout=60)
    assert "decisions.jsonl: File too large; nothing was added to it" in out, err
    assert (tmp_path / DECISIONS).read_bytes() == before
    append_decisions(tmp_path, [NOTE])
    assert read_decisions(tmp_path).decisions == (ACCEPT, NOTE)


def test_a_sync_that_fails_takes_the_line_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append_decisions(tmp_path, [ACCEPT])
    before = (tmp_path / DECISIONS).read_bytes()

    def failing(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OutputFailed, match="Input/output error"):
        append_decisions(tmp_path, [NOTE])
    assert (tmp_path / DECISIONS).read_bytes() == before


def test_processes_at_once_neither_lose_nor_mix_lines(tmp_path: Path) -> None:
    program = """
for number in range(40):
    append_decisions(Path(sys.argv[1]), [replace(NOTE, reviewer=sys.argv[2], reason=str(number) + "x" * 9000)])
"""
    writers = [run(program, tmp_path, name) for name in ("Ada", "Ben", "Cyd")]
    for writer in writers:
        _, err = writer.communicate(timeout=120)
        assert writer.returncode == 0, err
    log = read_decisions(tmp_path)
    assert log.damaged == ()
    for name in ("Ada", "Ben", "Cyd"):
        made = [one.reason.rstrip("x") for one in log.decisions if one.reviewer == name]
        assert made == [str(number) for number in range(40)]


def test_what_is_chosen_is_chosen_from_what_lies_on_the_disk(tmp_path: Path) -> None:
    append_decisions(tmp_path, [ACCEPT])
    with hold_decisions(tmp_path) as held:
        held.add([one for one in (ACCEPT, NOTE) if one not in held.log.decisions])
        assert held.log.decisions == (ACCEPT, NOTE)
        held.add([])
    assert read_decisions(tmp_path).decisions == (ACCEPT, NOTE)


def test_a_file_that_an_editor_replaced_while_we_waited_gets_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import litsynth.store.decisions as module  # noqa: PLC0415

    append_decisions(tmp_path, [ACCEPT])
    lock = module._lock
    edits = [replace(ACCEPT, reason="edited")]

    def waiting(handle: int, shared: bool = False) -> None:
        lock(handle, shared)
        if edits:
            (tmp_path / "new").write_text(decisions_text([edits.pop()]), encoding="utf-8")
            (tmp_path / "new").replace(tmp_path / DECISIONS)

    monkeypatch.setattr(module, "_lock", waiting)
    append_decisions(tmp_path, [NOTE])
    assert [one.reason for one in read_decisions(tmp_path).decisions] == ["edited", NOTE.reason]


def test_a_folder_that_cannot_be_written_or_read_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OutputFailed, match="nothing was added"):
        append_decisions(tmp_path / "none", [ACCEPT])
    (tmp_path / DECISIONS).mkdir()
    with pytest.raises(MissingInput, match="cannot be read"):
        read_decisions(tmp_path)
    (tmp_path / DECISIONS).rmdir()

    def read_only(*_: object, **__: object) -> int:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "open", read_only)
    with pytest.raises(OutputFailed, match="Read-only file system"):
        append_decisions(tmp_path, [ACCEPT])


def test_a_later_judgement_stands_an_undo_brings_the_one_before_back_and_notes_add_up() -> None:
    other = replace(NOTE, reason="Table 3, too.")
    assert in_force([ACCEPT, OVERRULE]) == (OVERRULE,)
    assert in_force([ACCEPT, OVERRULE, UNDO]) == (ACCEPT,)
    assert in_force([ACCEPT, OVERRULE, UNDO, UNDO, UNDO]) == ()
    assert in_force([ACCEPT, NOTE, other]) == (ACCEPT, NOTE, other)
    assert in_force([ACCEPT, NOTE, UNDO]) == (ACCEPT,)
    ben = replace(OVERRULE, reviewer="Ben")
    assert in_force([ACCEPT, ben, replace(UNDO, reviewer="Cyd")]) == (ACCEPT, ben)


kinds = st.sampled_from(["accept", "overrule", "note", "undo"])
said = st.builds(decision, kinds, st.just("why"), st.sampled_from(["Ada", "Ben"]))


@given(st.lists(said, max_size=20), st.lists(said, max_size=20))
def test_what_one_reviewer_says_never_moves_another(first: list[Decision], second: list[Decision]) -> None:
    ours = [replace(one, reviewer="Cyd") for one in first]
    mixed = [one for pair in zip(ours, second, strict=False) for one in pair]
    mixed += [*ours[len(second) :], *second[len(ours) :]]
    assert [one for one in in_force(mixed) if one.reviewer == "Cyd"] == list(in_force(ours))


def test_a_decision_is_stale_when_label_counts_or_evidence_moved_and_not_when_the_confidence_did() -> None:
    def stale(verdict) -> bool:
        (made,) = standing_decisions([ACCEPT], [verdict])["c01gain"].judgements
        return made.stale

    assert not stale(GAIN)
    assert not stale(replace(GAIN, confidence=0.5, looked_at=99, evidence=GAIN.evidence[::-1]))
    assert stale(replace(GAIN, label="conflicting"))
    assert stale(replace(GAIN, corroborated=2))
    assert stale(replace(GAIN, evidence=GAIN.evidence[1:]))
    moved = replace(GAIN.evidence[0], anchor=replace(GAIN.evidence[0].anchor, exact="PolyBridge & 77.0"))
    assert stale(replace(GAIN, evidence=(moved, *GAIN.evidence[1:])))
    assert standing_decisions([ACCEPT], [])["c01gain"].judgements[0].stale, "its claim is gone"


def test_reviewers_with_different_labels_conflict() -> None:
    ben = replace(OVERRULE, reviewer="Ben")
    both = standing_decisions([ACCEPT, ben, NOTE], REPORT.verdicts)["c01gain"]
    assert both.conflicting
    assert both.labels == ("supported", "refuted")
    assert [note.decision for note in both.notes] == [NOTE]
    agreed = [ACCEPT, replace(ben, kind="accept", label="supported")]
    assert not standing_decisions(agreed, REPORT.verdicts)["c01gain"].conflicting
    on_other_evidence = [ACCEPT, replace(ben, verdict="0" * 16)]
    assert not standing_decisions(on_other_evidence, REPORT.verdicts)["c01gain"].conflicting


def test_decisions_that_only_the_report_still_has_stay_before_those_of_the_file() -> None:
    assert merged_decisions([ACCEPT], [ACCEPT, NOTE]) == (ACCEPT, NOTE)
    assert merged_decisions([ACCEPT, NOTE], [ACCEPT, OVERRULE]) == (ACCEPT, NOTE, OVERRULE), "its line was damaged"
    assert merged_decisions([ACCEPT, ACCEPT], [ACCEPT]) == (ACCEPT, ACCEPT)
    assert merged_decisions([], [NOTE]) == (NOTE,)
    assert merged_decisions([NOTE], []) == (NOTE,)


def test_every_line_is_plain_json(tmp_path: Path) -> None:
    append_decisions(tmp_path, [NOTE])
    assert json.loads((tmp_path / DECISIONS).read_bytes())["reason"] == NOTE.reason
