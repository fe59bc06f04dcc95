"""A report.json that a person edited so that its parts no longer belong together: one line, whatever reads it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Litsynth

from litsynth.cli.reports import read_report

Edit = Callable[[dict[str, Any]], None]
NOWHERE = "arXiv:0000.00000"


def of_claim(report: dict[str, Any]) -> None:
    report["claims"][0]["anchor"]["paper_id"] = NOWHERE


def of_claims_paper(report: dict[str, Any]) -> None:
    report["claims"][0]["paper_id"] = NOWHERE


def of_evidence(report: dict[str, Any]) -> None:
    held = next(verdict for verdict in report["verdicts"] if verdict["evidence"])
    held["evidence"][0]["anchor"]["paper_id"] = NOWHERE


def of_passage(report: dict[str, Any]) -> None:
    held = next(verdict for verdict in report["verdicts"] if verdict["evidence"])
    held["evidence"][0]["passage"]["paper_id"] = NOWHERE


def of_verdict(report: dict[str, Any]) -> None:
    report["verdicts"][0]["claim_id"] = "none"


def without_verdict(report: dict[str, Any]) -> None:
    del report["verdicts"][0]


@pytest.mark.parametrize(
    "edit", [of_claim, of_claims_paper, of_evidence, of_passage, of_verdict, without_verdict], ids=lambda edit: edit.__name__
)  # fmt: skip
def test_parts_that_name_what_is_not_there_are_one_line(old: Path, litsynth_: Litsynth, edit: Edit) -> None:
    path = old / "report.json"
    report = json.loads(path.read_text(encoding="utf-8"))
    edit(report)
    path.write_text(json.dumps(report), encoding="utf-8")
    for command in (
        ("explain", str(old), "claim-1"),
        ("review", str(old), "--export", "review.md"),
        ("diff", str(old), str(old)),
        ("reverify", str(old), "--date", "2026-02-28"),
    ):
        status, out, err = litsynth_(*command)
        assert (status, out) == (2, "")
        line = err.splitlines()[-1]
        assert line.startswith(f"litsynth: {path}: the report names ")
        assert line.endswith("but does not hold it (make the report again)")
    assert not Path("review.md").exists()


def test_a_work_that_is_only_reported_of_need_not_be_in_the_report(old: Path) -> None:
    path = old / "report.json"
    report = json.loads(path.read_text(encoding="utf-8"))
    report["claims"][0] |= {"attributed": True, "primary": NOWHERE}
    path.write_text(json.dumps(report), encoding="utf-8")
    assert read_report(old).claims[0].primary == NOWHERE
