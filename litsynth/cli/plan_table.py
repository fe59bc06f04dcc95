"""What a run will cost, as a table for people and as a JSON value."""

from typing import Any

from litsynth.pipeline.plan import Amount, Estimate

_MB = 1e6


def plan_value(estimate: Estimate) -> dict[str, Any]:
    """Seconds, bytes and requests, each as [likely, low, high]."""
    return {
        "stages": [
            {
                "stage": one.name,
                "amount": one.amount,
                "cpu_seconds": _three(one.cpu_seconds),
                "seconds": _three(one.seconds),
            }
            for one in estimate.stages
        ],
        "cpu_seconds": _three(estimate.cpu_seconds),
        "seconds": _three(estimate.seconds),
        "memory_bytes": _three(estimate.memory_bytes, 0),
        "disk_bytes": _three(estimate.disk_bytes, 0),
        "requests": _three(estimate.requests, 0),
        "rates": dict(estimate.rates),
    }


def plan_table(estimate: Estimate) -> str:
    """A line a stage, the totals with their ranges, and where the rates are from."""
    rows = [
        f"{one.name:<15} {one.amount:<40} {one.cpu_seconds.value:>9.1f} {one.seconds.value:>9.1f}"
        for one in estimate.stages
    ]
    origins: dict[str, list[str]] = {}
    for rate, origin in estimate.rates.items():
        origins.setdefault(origin, []).append(rate)
    return "\n".join(
        [
            f"{'stage':<15} {'what':<40} {'CPU s':>9} {'seconds':>9}",
            *rows,
            "",
            f"time      {_time(estimate.seconds)}; of CPU {_time(estimate.cpu_seconds)}",
            f"memory    {_megabytes(estimate.memory_bytes)}",
            f"disk      {_megabytes(estimate.disk_bytes)}",
            f"requests  {_range(estimate.requests, 1, '')}",
            *(f"rates     {', '.join(sorted(rates))}: {origin}" for origin, rates in sorted(origins.items())),
        ]
    )


def _three(amount: Amount, digits: int = 1) -> list[float]:
    return [round(each, digits) for each in (amount.value, amount.low, amount.high)]


def _time(amount: Amount) -> str:
    minutes = amount.value >= 180
    return _range(amount, 60 if minutes else 1, " min" if minutes else " s")


def _megabytes(amount: Amount) -> str:
    return _range(amount, _MB, " MB")


def _range(amount: Amount, unit: float, name: str) -> str:
    likely, low, high = (f"{each / unit:,.0f}" for each in (amount.value, amount.low, amount.high))
    return f"{likely}{name}" if low == high else f"{likely}{name} ({low} to {high})"
