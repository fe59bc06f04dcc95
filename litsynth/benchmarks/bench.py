"""The groups of `litsynth bench`, run one after the other, and two such runs compared."""

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from litsynth import __version__
from litsynth.benchmarks.bench_inputs import Inputs
from litsynth.benchmarks.speed import (
    SpeedPlan,
    embedder_speed,
    reading_speed,
    scaling_speed,
    search_speed,
    start_speed,
    verifier_speed,
)
from litsynth.ports import Progress

Group = Callable[[Inputs, SpeedPlan], dict[str, Any]]

GROUPS: Mapping[str, Group] = {
    "verifier": verifier_speed,
    "embedder": embedder_speed,
    "search": search_speed,
    "reading": reading_speed,
    "start": start_speed,
    "scaling": scaling_speed,
}
JOB = "job"
"""The whole job, which takes minutes: claims held against papers from nothing to verdicts."""

_FLAGS = ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8")


def bench(names: Sequence[str], inputs: Inputs, plan: SpeedPlan, progress: Progress) -> dict[str, Any]:
    """The groups of these names, measured, as a JSON value with the machine. What has no input is left out, and listed."""
    measured: dict[str, Any] = {}
    left_out: dict[str, str] = {}
    before = os.getloadavg()[0]
    for name in names:
        progress.stage(name, 0)
        if name == "reading" and not inputs.pdfs:
            left_out[name] = "no PDFs: give a folder of them with --papers"
            continue
        measured[name] = GROUPS[name](inputs, plan)
    return {
        "litsynth": __version__,
        "machine": _machine(plan.device) | {"load_before": before, "load_after": os.getloadavg()[0]},
        "rounds": plan.rounds,
        "groups": measured,
        "left_out": left_out,
    }


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The ratios that both runs have, each `slower`, `faster` or `same`: beyond the rounds of either run, or within them.

    Ratios to a rival of the same run are compared, not rates: so one run may have had a busier machine. What was measured
    in one round has no spread, and is `not judged`.

    >>> def run(low, high): return {"groups": {"g": {"ratio_to_best_rival": {"x": low}, "ratio_range": {"x": [low, high]}}}}
    >>> [changes(run(2.0, 2.2), run(low, high))[0]["change"] for low, high in ((1.5, 1.9), (1.9, 2.1), (2.3, 2.4), (1.0, 1.0))]
    ['slower', 'same', 'faster', 'not judged']
    """
    return [
        {
            "group": group,
            "what": name,
            "old": _ratio(old, group, name),
            "new": ratio,
            "change": _change(old, new, group, name),
        }
        for group, found in new["groups"].items()
        for name, ratio in found.get("ratio_to_best_rival", {}).items()
        if name in old["groups"].get(group, {}).get("ratio_to_best_rival", {})
    ]


def _ratio(run: Mapping[str, Any], group: str, name: str) -> float:
    return float(run["groups"][group]["ratio_to_best_rival"][name])


def _change(old: Mapping[str, Any], new: Mapping[str, Any], group: str, name: str) -> str:
    (old_low, old_high), (new_low, new_high) = (run["groups"][group]["ratio_range"][name] for run in (old, new))
    if old_low == old_high or new_low == new_high:
        return "not judged"
    return "slower" if new_high < old_low else "faster" if new_low > old_high else "same"


def _machine(device: str) -> dict[str, Any]:
    try:
        found = Path("/proc/cpuinfo").read_text(encoding="utf-8").split()
    except OSError:
        found = []
    return {
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "instructions": [flag for flag in _FLAGS if flag in found],
        "device": device if device == "cpu" else _gpu(),
    }


def _gpu() -> str:
    import torch  # noqa: PLC0415 - takes seconds

    return str(torch.cuda.get_device_name())
