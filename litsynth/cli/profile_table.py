"""The log of a run as a table for people: what each of its stages took."""

from collections.abc import Iterable, Mapping
from typing import Any

from litsynth.benchmarks.table import aligned

_MB = 1e6
_HEAD = ("stage", "seconds", "CPU s", "models' CPU s", "peak MiB", "held MiB", "read MB", "written MB")


def profile_table(name: str, log: Mapping[str, Any]) -> str:
    """A line for the run, one for each stage in the order in which they began, and their sums.

    What the system did not say is `-`. Memory: see `meter.Stage`; its sum is the peak, and what was held in the end.
    """
    stages = dict(sorted(log["stages"].items(), key=lambda item: float(item[1]["began"])))
    rows = [_row(stage, spent) for stage, spent in stages.items()]
    return f"{name}: {_told(log)}\n{aligned([_HEAD, *rows, _row('all', _sums(list(stages.values())))])}"


def _told(log: Mapping[str, Any]) -> str:
    """What the models were asked, and the machine, as far as the log has it."""
    counts = [
        f"{log[model]['count']:,} {what}" if model in log else ""
        for model, what in (("embedding", "texts embedded"), ("judging", "pairs judged"))
    ]
    machine = f"{log['cores']} cores" if "cores" in log else ""
    return ", ".join(part for part in (*counts, f"engine {log.get('engine', 'local')}", machine) if part)


def _row(name: str, spent: Mapping[str, Any]) -> tuple[str, ...]:
    seconds = (spent.get(key) for key in ("seconds", "cpu_seconds", "models_cpu_seconds"))
    memory = (spent.get(key) for key in ("peak_mib", "held_mib"))
    bytes_ = (spent.get(key) for key in ("read_bytes", "written_bytes"))
    return (
        name,
        *(_figure(one, 1.0) for one in seconds),
        *("-" if one is None else f"{one:,}" for one in memory),
        *(_figure(one, _MB) for one in bytes_),
    )


def _figure(value: float | None, unit: float) -> str:
    return "-" if value is None else f"{value / unit:,.1f}"


def _sums(stages: list[Mapping[str, Any]]) -> dict[str, Any]:
    added = ("seconds", "cpu_seconds", "models_cpu_seconds", "read_bytes", "written_bytes")
    sums: dict[str, Any] = {key: _sum(stage.get(key) for stage in stages) for key in added}
    peaks = [stage["peak_mib"] for stage in stages if stage.get("peak_mib") is not None]
    return sums | {"peak_mib": max(peaks, default=None), "held_mib": stages[-1].get("held_mib") if stages else None}


def _sum(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
