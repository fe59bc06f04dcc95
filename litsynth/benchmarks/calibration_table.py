"""A report of `litsynth calibrate` as tables for people."""

from collections.abc import Mapping, Sequence
from typing import Any

from litsynth.benchmarks.table import aligned

_BAR = 40  # characters that stand for a share of 1


def calibration_table(report: Mapping[str, Any]) -> str:
    """The methods beside each other, the reliability diagram, the risk-coverage curve, and parts of the data."""
    found = report["comparison"]
    threshold = report["calibrator"]["threshold"]
    wanted = f"{report['calibrator']['precision']:.0%}"
    last = found["methods"]["calibrated"]
    head = (
        f"{report['verifier']}\n{found['fitted']:,} verdicts to fit on, {last['n']:,} in {last['groups']:,} groups to "
        f"measure on; they share no document. Intervals: 95%, over groups."
    )
    at = f"abstains below {threshold:.4f}" if threshold is not None else "abstains from all verdicts by entailment"
    parts = [
        head,
        aligned(_methods(found, wanted)),
        f"The calibrator {at}, for a precision of {wanted}.",
        aligned(_data(report["calibrator"]["data"])),
        *(aligned(_slices(kind, parts)) for kind, parts in found["slices"].items() if kind != "data"),
        "Reliability, calibrated: each bin's share of right verdicts (#), and its mean confidence (|).",
        aligned(_reliability(last["reliability"])),
        "Supported and refuted verdicts, surest first.",
        aligned(_risk_coverage(found["methods"])),
    ]
    return "\n\n".join([*parts, *report["notes"]])


def _methods(found: Mapping[str, Any], wanted: str) -> list[list[str]]:
    rows = [["", "n", "right", "ECE", "95%", "ideal", "adaptive", "95%", "Brier", "NLL"]]
    rows[0] += [f"at {wanted}: precision", "95%", "coverage"]
    named = [*found["methods"].items(), ("after abstention", found["withheld"])]
    named += [(f"{name}, both halves by the other", error) for name, error in found["crossed"].items()]
    for name, error in named:
        row = [name, f"{error['n']:,}", _figure(error["accuracy"])]
        row += [_value(error["ece"]), _range(error["ece"]), _figure(error["ideal"])]
        row += [_value(error["adaptive"]), _range(error["adaptive"]), _value(error["brier"]), _value(error["nll"])]
        if error["answered"]:
            row += [_value(error["precision"]), _range(error["precision"]), _value(error["coverage"])]
        rows.append(row)
    return rows


def _data(data: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    rows = [["data", "field", "fitted", "groups", "measured", "groups", "ECE", "ideal"]]
    for used in data:
        counts = [used[key] for key in ("fitted", "fitted_groups", "evaluated", "evaluated_groups")]
        errors = [_figure(used[key]) if used[key] is not None else "-" for key in ("error", "ideal")]
        rows.append([used["name"], used["field"], *(f"{count:,}" for count in counts), *errors])
    return rows


def _slices(kind: str, parts: Mapping[str, Any]) -> list[list[str]]:
    methods = list(next(iter(parts.values()))["ece"])
    rows = [[kind, "n", "right", *(f"{name}: confidence" for name in methods), *(f"{name}: ECE" for name in methods)]]
    rows[0].append("ideal")
    for name, part in parts.items():
        told = [*part["confidence"].values(), *part["ece"].values(), part["ideal"]]
        rows.append([name, f"{part['n']:,}", _figure(part["accuracy"]), *map(_figure, told)])
    return rows


def _reliability(bins: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    rows = [["confidence", "", "n", "mean", "right"]]
    for one in bins:
        if one["count"]:
            filled, mark = round(one["accuracy"] * _BAR), min(_BAR - 1, round(one["confidence"] * _BAR))
            bar = list("#" * filled + "." * (_BAR - filled))
            bar[mark] = "|"
            told = [f"{one['count']:,}", _figure(one["confidence"]), _figure(one["accuracy"])]
            rows.append([f"{one['low']:.2f} to {one['high']:.2f}", "".join(bar), *told])
    return rows


def _risk_coverage(methods: Mapping[str, Any]) -> list[list[str]]:
    """Precision at each share of the verdicts that say anything."""
    curves = {name: error["risk_coverage"] for name, error in methods.items()}
    shares = [point["coverage"] for point in next(iter(curves.values()))]
    rows = [["answered", *(f"{share:.0%}" for share in shares)]]
    return [*rows, *([name, *(_figure(point["precision"]) for point in curve)] for name, curve in curves.items())]


def _value(interval: Mapping[str, Any]) -> str:
    return _figure(interval["value"])


def _range(interval: Mapping[str, Any]) -> str:
    return f"[{_figure(interval['low'])}, {_figure(interval['high'])}]"


def _figure(value: float) -> str:
    return f"{value:.3f}"
