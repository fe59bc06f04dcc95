"""A report, a paper that arrives after it, and reports as they were written: for the tests of what keeps them up to date."""

import json
from pathlib import Path

from litsynth.codec import decode
from litsynth.records import Report

QUESTION = "Does intermediate-task training improve transfer on XNLI?"
SLUG = "does-intermediate-task-training-improve-transfer-on-xnli"


def report_in(folder: Path) -> Report:
    """The report that was written to a folder."""
    return decode(Report, json.loads((folder / "report.json").read_text(encoding="utf-8")))


def arrive(folder: Path) -> None:
    """The third paper, which lies ready as `later`, comes to the others."""
    (folder / "later").rename(folder / "papers" / "three.txt")
