"""What `litsynth bench` measured, as tables for people."""

from collections.abc import Mapping, Sequence
from typing import Any

from litsynth.benchmarks.table import aligned


def bench_table(report: Mapping[str, Any]) -> str:
    """A row for each contestant: items a second, and the ratio to the best rival with its range over the rounds."""
    rows = [["group", "what", "per second", "ratio", "range"]]
    for group, found in report["groups"].items():
        for name, rate in found.get("per_second", {}).items():
            ratio = found.get("ratio_to_best_rival", {}).get(name)
            low, high = found.get("ratio_range", {}).get(name, ("", ""))
            rows.append([group, name, f"{rate:g}", *([f"{ratio:.3g}", f"{low:.3g} to {high:.3g}"] if ratio else [])])
        if "seconds" in found:
            ratio, (low, high) = found["ratio_to_best_rival"]["litsynth"], found["ratio_range"]["litsynth"]
            job = f"{found['claims']} claims, {found['papers']} papers"
            rows.append([group, job, "", f"{ratio:.3g}", f"{low:.3g} to {high:.3g}"])
    grown = growth_table(report["groups"]["growth"]) if "growth" in report["groups"] else []
    left_out = [f"left out: {name}: {why}" for name, why in report["left_out"].items()]
    return "\n".join([aligned([[f"{row[0]} {row[1]}", *row[2:]] for row in rows]), *grown, *left_out])


def growth_table(found: Mapping[str, Any]) -> list[str]:
    """For each thing that was varied a table: costs at each size, and the law by which they grow."""
    tables = []
    for name, told in found.items():
        costs = {f"CPU s {stage}": values for stage, values in told["cpu_seconds"].items()}
        costs |= {"seconds": told["seconds"], "peak MiB": told["peak_mib"]}
        keys = [*told["cpu_seconds"], "seconds", "peak_mib"]
        rows = [[name, *(f"{size:,}" for size in told["sizes"]), "law"]]
        for (what, values), key in zip(costs.items(), keys, strict=True):
            law = told["law"].get(key)
            said = "too small, or too few, to tell"
            if law:
                said = f"{law['fixed']:g} + {law['each']:g} each (off by {law['off']:.2f} at most)"
            rows.append([what, *(f"{value:g}" if value is not None else "" for value in values), said])
        tables += ["", aligned(rows)]
    return tables


def changes_table(changes: Sequence[Mapping[str, Any]]) -> str:
    """Old ratio, new ratio and what became of it."""
    rows = [["ratio to the best rival", "old", "new", ""]]
    rows += [
        [f"{one['group']} {one['what']}", f"{one['old']:.3g}", f"{one['new']:.3g}", one["change"]] for one in changes
    ]
    return aligned(rows)


def commits_table(report: Mapping[str, Any]) -> str:
    """New over old for each ratio, median and range over rounds, and what that means."""
    rows = [["ratio to the best rival, new over old", "median", "range", ""]]
    for one in report["changes"]:
        low, high = one["range"]
        rows.append(
            [f"{one['group']} {one['what']}", f"{one['new_over_old']:.3f}", f"{low:.3f} to {high:.3f}", one["change"]]
        )
    told = f"{report['old'][:12]}..{report['new'][:12]}, {report['rounds']} rounds, margin {report['margin']:g}"
    return f"{told}\n{aligned(rows)}"
