"""What the results of runs took: hours, memory, and on what they were made."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litsynth.reproduce.measured import Measured


@dataclass(frozen=True, slots=True)
class Making:
    """Of the stages behind the results: how many, their hours of training by the clock, the most memory of a process

    (bytes), every device, version of torch and number of threads that they were made with, and how many training rows
    were left out, over all stages, since they hold a sentence of dev or test.
    """

    stages: int
    hours: float
    memory: int
    made_with: tuple[str, ...]
    leaks: int


def making_of(measured: Measured) -> Making | None:
    """From the manifests beside the results; None where there are none (a folder without its stages)."""
    found: dict[str, dict[str, Any]] = {}
    for result in measured.results:
        folder = measured.at[result.arm, result.language, result.seed] / "stages"
        found |= {key: told for key in result.stages if key not in found and (told := _manifest(folder / key))}
    if not found:
        return None
    with_ = {f"{each['device']}, torch {each['torch']}, threads {each['threads']}" for each in found.values()}
    return Making(
        stages=len(found),
        hours=sum(each["seconds"] for each in found.values()) / 3600,
        memory=max(each["memory"] for each in found.values()),
        made_with=tuple(sorted(with_)),
        leaks=sum(each["counts"].get("leaks", 0) for each in found.values()),
    )


def _manifest(folder: Path) -> dict[str, Any] | None:
    try:
        told: dict[str, Any] = json.loads((folder / "stage.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if {"device", "torch", "threads", "seconds", "memory", "counts"} <= told.keys() else None
