"""A report as a table for people."""

from collections.abc import Sequence
from typing import Any

Rows = list[list[str]]


def table(report: dict[str, Any]) -> str:
    """The main figures of a report of `evaluate`, as aligned text."""
    head = f"{report['benchmark']} ({report['split']}): {report['claims']} of {report['claims_in_split']} claims"
    if "retrieval" in report:
        return "\n\n".join([head, *(_retrieval(name, scores) for name, scores in report["retrieval"].items())])
    labels = ", ".join(f"{count} {label}" for label, count in report["labels"].items())
    parts = [f"{head}, {report['examples']} examples ({labels})", aligned(_systems(report)), aligned(_gains(report))]
    if report["official"]:
        parts.append(aligned(_official(report["official"])))
    return "\n\n".join([*parts, *report.get("notes", ())])


def _systems(report: dict[str, Any]) -> Rows:
    labels = list(report["labels"])
    rows = [["system", "accuracy", "macro-F1", "95%", *(f"F1 {label}" for label in labels), "ECE", "ideal", "Brier"]]
    rows[0] += ["at 90%: precision", "coverage"]
    for name, scores in report["systems"].items():
        error = scores["calibration"]
        row = [name, _number(scores["accuracy"]), _number(scores["macro_f1"]), _range(scores["macro_f1"])]
        row += [_figure(scores["classes"][label]["f1"]) for label in labels]
        row += [_figure(error["ece"]), _figure(error["ideal_ece"]), _figure(error["brier"])]
        if scores["precision"]:
            point = scores["precision"][0]
            row += [_number(point["precision"]) if point["answered"] else "-", _number(point["coverage"])]
        rows.append(row)
    return rows


def _gains(report: dict[str, Any]) -> Rows:
    rows = [["gain in macro-F1 (paired)", "over", "difference", "95%"]]
    for name, others in report["macro_f1_gain"].items():
        rows += [[name, other, _number(gain), _range(gain)] for other, gain in others.items()]
    return rows


def _official(systems: dict[str, Any]) -> Rows:
    measures = list(next(iter(systems.values())))
    rows = [["official F1", *(measure.replace("_", " ") for measure in measures)]]
    for name, scores in systems.items():
        rows.append([name, *(_number(scores[measure]["f1"]) for measure in measures)])
    return rows


def _retrieval(relevant: str, scores: dict[str, Any]) -> str:
    measures = list(next(iter(scores["systems"].values())))
    rows = [[f"{relevant.replace('_', ' ')}, {scores['claims']} claims", *measures]]
    for name, means in scores["systems"].items():
        rows.append([name, *(_number(means[measure]) for measure in measures)])
    for name, gains in scores["fused_minus"].items():
        rows.append(
            [f"fused minus {name}", *(f"{_number(gains[measure])} {_range(gains[measure])}" for measure in measures)]
        )
    return aligned(rows)


def _number(interval: dict[str, Any]) -> str:
    return _figure(interval["value"])


def _range(interval: dict[str, Any]) -> str:
    return f"[{_figure(interval['low'])}, {_figure(interval['high'])}]"


def _figure(value: float) -> str:
    return f"{value:.3f}"


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows as text, the first column to the left, the others to the right."""
    count = max(map(len, rows))
    full = [[*row, *[""] * (count - len(row))] for row in rows]
    widths = [max(len(row[column]) for row in full) for column in range(count)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in full
    )
