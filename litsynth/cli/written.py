"""The files of a run's folder, and its log."""

import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from litsynth.cli.templates import templates_in_force
from litsynth.codec import dumps
from litsynth.config import Settings
from litsynth.errors import UsageError
from litsynth.records import Report
from litsynth.render import (
    claims_jsonl,
    evidence_jsonl,
    figure_files,
    notes_of,
    papers_of,
    references_bib,
    references_csl,
    references_ris,
    render_brief,
    render_markdown,
    render_page,
    report_json,
    run_json,
)
from litsynth.store import Again, write_log


def target(out: str | None) -> Path | None:
    """The folder that was named, if any. Raises UsageError on an empty name."""
    if out == "":
        raise UsageError("--out is empty", "name a folder, or leave the option away")
    return Path(out) if out else None


def renderers(settings: Settings) -> dict[str, Callable[[Report], str]]:
    """By file name, how each text of a run's folder is made; the figures are those of `files_of`.

    Raises what `templates_in_force` does.
    """
    sources = templates_in_force(settings)
    return {
        "report.md": lambda report: render_markdown(report, sources, settings.report.evidence_shown),
        "brief.md": lambda report: render_brief(report, sources),
        "report.html": lambda report: render_page(report, sources),
        "report.json": report_json,
        "claims.jsonl": claims_jsonl,
        "evidence.jsonl": evidence_jsonl,
        "references.bib": lambda report: references_bib(papers_of(report), notes_of(report)),
        "references.json": lambda report: references_csl(papers_of(report), notes_of(report)),
        "references.ris": lambda report: references_ris(papers_of(report), notes_of(report)),
        "run.json": run_json,
    }


def files_of(report: Report, settings: Settings) -> dict[str, str | bytes]:
    """Every file of a run's folder by name, figures among them where there is something to draw."""
    return {**{name: render(report) for name, render in renderers(settings).items()}, **figure_files(report)}


def with_decisions(report: Report, settings: Settings) -> Again:
    """How each file of the report's folder looks with other decisions of reviewers in it."""
    made = renderers(settings)
    return lambda name, decisions: made[name](replace(report, decisions=decisions))


def log_run(folder: Path, effort: Mapping[str, int], spent: Mapping[str, Any]) -> None:
    """Write what varies between equal runs: what its models were asked, and `spent`, as `Meter.log` gives it.

    Raises OutputFailed.
    """
    log = {
        "machine": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        **effort,
        **spent,
    }
    write_log(folder, dumps(log) + "\n")
