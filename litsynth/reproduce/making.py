"""What the results of runs took: hours, memory, and on what they were made."""

import json
from dataclasses import dataclass
from pathlib import Path

from litsynth.reproduce.measured import Measured


@dataclass(frozen=True, slots=True)
class Making:
    """Of the stages behind the results: how many, their hours of training by the clock, the most memory of a process

    (bytes), and every device, version of torch and number of threads that they were made with.
    """

    stages: int
    hours: float
    memory: int
    made_with: tuple[str, ...]


def making_of(measured: Measured) -> Making | None:
    """From the manifests beside the results; None where there are none (a folder without its stages)."""
    found: dict[str, dict[str, object]] = {}
    for result in measured.results:
        folder = measured.at[result.arm, result.language, result.seed] / "stages"
        found |= {key: told for key in result.stages if key not in found and (told := _manifest(folder / key))}
    if not found:
        return None
    with_ = {f"{each['device']}, torch {each['torch']}, threads {each['threads']}" for each in found.values()}
    return Making(
        stages=len(found),
        hours=sum(float(str(each["seconds"])) for each in found.values()) / 3600,
        memory=max(int(str(each["memory"])) for each in found.values()),
        made_with=tuple(sorted(with_)),
    )


def _manifest(folder: Path) -> dict[str, object] | None:
    try:
        told: dict[str, object] = json.loads((folder / "stage.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if {"device", "torch", "threads", "seconds", "memory"} <= told.keys() else None
