"""The files of a run's folder, and its log."""

import os
import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from litsynth.codec import dumps
from litsynth.config import Settings
from litsynth.errors import UsageError
from litsynth.records import Report
from litsynth.render import (
    claims_jsonl,
    evidence_jsonl,
    papers_of,
    references_bib,
    references_csl,
    references_ris,
    render_markdown,
    render_page,
    report_json,
    run_json,
)
from litsynth.resources import templates
from litsynth.store import Again, write_log


def target(out: str | None) -> Path | None:
    """The folder that was named, if any. Raises UsageError on an empty name."""
    if out == "":
        raise UsageError("--out is empty", "name a folder, or leave the option away")
    return Path(out) if out else None


def renderers(settings: Settings) -> dict[str, Callable[[Report], str]]:
    """By file name, how each file of a run's folder is made. (figures/ of the contract comes with the first figure.)"""
    return {
        "report.md": lambda report: render_markdown(report, templates(), settings.report.evidence_shown),
        "report.html": lambda report: render_page(report, templates()),
        "report.json": report_json,
        "claims.jsonl": claims_jsonl,
        "evidence.jsonl": evidence_jsonl,
        "references.bib": lambda report: references_bib(papers_of(report)),
        "references.json": lambda report: references_csl(papers_of(report)),
        "references.ris": lambda report: references_ris(papers_of(report)),
        "run.json": run_json,
    }


def with_decisions(report: Report, settings: Settings) -> Again:
    """How each file of the report's folder looks with other decisions of reviewers in it."""
    made = renderers(settings)
    return lambda name, decisions: made[name](replace(report, decisions=decisions))


def log_run(folder: Path, started: float, effort: Mapping[str, int]) -> None:
    """Write what varies between equal runs; `started` is in monotonic seconds. Raises OutputFailed."""
    log = {
        "seconds": round(time.monotonic() - started, 2),
        "machine": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        **effort,
    }
    write_log(folder, dumps(log) + "\n")
