"""`litsynth review --agreement` and `--export-calibration`: what reviewers' decisions say about the verdicts."""

from pathlib import Path
from typing import Any

import typer

from litsynth.calibrate import Agreement, agreements
from litsynth.cli.emit import emit
from litsynth.cli.terminal import say
from litsynth.codec import encode
from litsynth.errors import MissingInput, OutputFailed
from litsynth.records import Report
from litsynth.render import Lookup, arrange, judged_jsonl
from litsynth.review import ratings_of, review_summary


def tell_agreement(report: Report, json: bool) -> None:
    """Print how far reviewers agree, and on which claims they do not. Raises MissingInput below two reviewers."""
    ratings = ratings_of(report.decisions, report.verdicts)
    found = agreements(list(ratings.values()))
    if not found:
        raise MissingInput("fewer than two reviewers have judged verdicts of this report", "litsynth review REPORT")
    summary = review_summary(report)
    names = {part.claim.claim_id: part.name for part in arrange(report, Lookup.of(report)).sections}
    conflicts: list[dict[str, Any]] = [
        {"claim_id": claim_id, "claim": names[claim_id], "labels": ratings[claim_id]}
        for claim_id in summary.conflicting
    ]
    if json:
        left = {"claims": summary.claims, "judged": len(ratings), "on_other_evidence": len(summary.stale)}
        emit([{"agreement": encode(found), "conflicts": conflicts, **left}])
        return
    for one in found:
        typer.echo(_line(one))
    typer.echo(f"{len(ratings)} of {summary.claims} claims judged; judgements on other evidence are left out")
    for conflict in conflicts:
        labels = "; ".join(f"{name}: {label}" for name, label in sorted(conflict["labels"].items()))
        typer.echo(f"{conflict['claim']} ({conflict['claim_id']}): {labels}")
    typer.echo("Reviewers saw the tool's verdict, so that they agree more than if they had judged blind.")


def export_calibration(report: Report, file: Path, quiet: bool) -> None:
    """Write the judged verdicts for `litsynth calibrate --judged`. Raises MissingInput where there are none, OutputFailed."""
    text, left = judged_jsonl(report)
    if not text:
        raise MissingInput("no verdict of this report has been judged", "litsynth review REPORT")
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputFailed(f"{file}: {error.strerror}", "check permissions and free space") from error
    say(f"{text.count(chr(10))} judged verdicts written to {file}", quiet)
    for why, count in left.items():
        say(f"left out: {count} ({why})", quiet)


def _line(one: Agreement) -> str:
    who = f"{one.coefficient}, {' and '.join(one.reviewers) if len(one.reviewers) < 3 else f'{len(one.reviewers)} reviewers'}"
    if one.value is None:
        why = "no claim was judged by both" if not one.items else "all labels are one"
        return f"{who}: undefined ({why}; n = {one.items})"
    interval = f"95% interval {one.low:.2f} to {one.high:.2f}" if one.low is not None else "too few for an interval"
    return f"{who}: {one.value:.2f}, {interval} (n = {one.items} claims, the same label in {one.observed or 0:.0%})"
