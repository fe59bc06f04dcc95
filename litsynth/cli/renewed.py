"""The report of a folder, with the decisions that lie in it."""

from dataclasses import replace
from pathlib import Path

from litsynth.cli.reports import read_report
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import say
from litsynth.cli.written import renderers, with_decisions
from litsynth.config import Settings, settle
from litsynth.printing import digest_of, page_printed
from litsynth.records import Report
from litsynth.review import merged_decisions
from litsynth.store import DECISIONS, DecisionLog, hold_decisions, read_decisions, render_anew


def folder_of(given: Path) -> Path:
    """The folder of a report that was named by it or by a file in it."""
    return given.parent if given.is_file() else given


def reviewed_report(given: Path) -> tuple[Report, DecisionLog]:
    """The report with all decisions in it, and what lies in its decisions.jsonl. Raises as `read_report`, MissingInput."""
    report, log = read_report(given), read_decisions(folder_of(given))
    return replace(report, decisions=merged_decisions(report.decisions, log.decisions)), log


def tell_damaged(folder: Path, log: DecisionLog) -> int:
    """A line for each line that is no decision; the exit status."""
    for line in log.damaged:
        say(f"{folder / DECISIONS}:{line.number}: not read: {line.why} (mend the line, or delete it)")
    return 4 if log.damaged else 0


def renew(folder: Path, quiet: bool = False) -> dict[str, str]:
    """Render the files of a folder with the decisions that lie in it, but for those that a person changed.

    Returns by name where each stands that decisions change. Raises OutputFailed.
    """
    with hold_decisions(folder) as held:
        report = read_report(folder)
        decisions = merged_decisions(report.decisions, held.log.decisions)
        if not decisions:
            return {}
        settings = _settings_of(report)
        names = [name for name in renderers(settings) if (folder / name).exists()]
        written = render_anew(folder, names, with_decisions(report, settings), decisions)
    for name, place in written.items():
        if place != name:
            say(
                f"{folder / name} was edited, or written by another version of litsynth: it stays as it is, and the"
                f" decisions are shown in {place}",
                quiet,
            )
    _drop_outdated_pdfs(folder, quiet)
    return written


def _drop_outdated_pdfs(folder: Path, quiet: bool) -> None:
    """Remove a PDF of a page that is another one now: it would pass for this report. One with remarks in it stays."""
    for place in sorted(folder.glob("report*.pdf")):
        page, printed = place.with_suffix(".html"), page_printed(place.read_bytes())
        if printed is None:
            say(f"{place} is not as litsynth printed it: it stays as it is, without these decisions", quiet)
        elif not page.is_file() or printed != digest_of(page.read_bytes()):
            place.unlink()
            say(f"{place} showed the report before these decisions and is removed; again: litsynth pdf {page}", quiet)


def _settings_of(report: Report) -> Settings:
    """How the report is printed: as its settings say, by the templates in force; none fails for what it does not know."""
    made = report.settings.get("report")
    shown = made.get("evidence_shown") if isinstance(made, dict) else None
    printed: dict[str, object] = {"templates": settings_in_force().report.templates}
    printed |= {"evidence_shown": shown} if isinstance(shown, int) else {}
    return settle([("report.json", {"report": printed})])
