"""How fast earlier runs were on this machine, by their logs."""

import json
import os
import platform
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from litsynth.pipeline import Models
from litsynth.pipeline.plan import Rates
from litsynth.store.runs import LOG

_LOGS = 50  # the newest ones
# Fewer characters than these say little of a model's speed.
_ENOUGH = 20_000


def as_before(rates: Rates, reports: Path, corpus: str, models: Models) -> Rates:
    """The rates, each as it was in the newest run below `reports` that tells it: on this machine, of the same models.

    What weighing claims takes is only taken from runs on the same corpus.
    """
    identities = {"embedding": models.embedder.identity, "judging": models.entailer.identity}
    for folder, log, run in reversed(list(_logs(reports))):  # the oldest first, so that the newest has the last word
        rates = rates.known(_told(log, run.get("corpus") == corpus, identities), str(folder))
    return rates


def _told(log: Mapping[str, Any], same_corpus: bool, identities: Mapping[str, str]) -> dict[str, float]:
    told, stages = {}, log["stages"]
    for name, identity in identities.items():
        spent = log[name]
        if spent["model"] == identity and spent["characters"] >= _ENOUGH:
            told[name] = spent["cpu_seconds"] / spent["characters"]
    told["writing"] = stages["writing"]["cpu_seconds"]
    if same_corpus and log["claims"] and "weighing" in stages:  # else verdicts of an equal run were kept
        told["tracing"] = 0.0  # is in what weighing took
        told["weighing"] = sum(stages[name]["cpu_seconds"] for name in ("retrieving", "weighing")) / log["claims"]
    return told


def _logs(reports: Path) -> Iterator[tuple[Path, dict[str, Any], dict[str, Any]]]:
    """Folder, log and run.json of the newest runs on a machine like this, newest first; what cannot be read is passed over."""
    paths = sorted(reports.glob(f"*/{LOG}"), key=lambda path: (-path.stat().st_mtime, path))
    here = {"machine": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}
    for path in paths[:_LOGS]:
        try:
            log, run = (json.loads(each.read_bytes()) for each in (path, path.with_name("run.json")))
            _told(log, True, {"embedding": "", "judging": ""})
        except (OSError, ValueError, KeyError, TypeError):
            continue
        # What a cluster spent is not in the log of the machine that asked it.
        if log.get("engine", "local") == "local" and all(log.get(key) == value for key, value in here.items()):
            yield path.parent, log, run
