"""What a run spends, stage by stage: seconds, CPU seconds and those of its models, memory, bytes."""

from dataclasses import dataclass, replace
from typing import Any

from litsynth.cli.process import Account, account, held_mib, peak_mib
from litsynth.cli.timing import Spent, TimedEmbedder, TimedEntailer
from litsynth.pipeline import Models
from litsynth.ports import Progress


@dataclass(slots=True)
class Stage:
    """Seconds by the clock and of CPU, of these the models'; bytes read and written (see `Account`), None: not known.

    `began`: seconds from the start of the process to that of the stage.
    `peak_mib`: the most memory of the process until the end of the stage, so that a stage which sets no new peak shows
    that of those before it; `held_mib`: what it has at that end. Other processes are not in them.
    """

    began: float
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    models_cpu_seconds: float = 0.0
    peak_mib: int | None = None
    held_mib: int | None = None
    read_bytes: int | None = None
    written_bytes: int | None = None

    def add(self, before: Account, after: Account, models_cpu_seconds: float) -> None:
        """What was spent between two accounts; memory is that of now."""
        self.seconds += after.seconds - before.seconds
        self.cpu_seconds += after.cpu_seconds - before.cpu_seconds
        self.models_cpu_seconds += models_cpu_seconds
        self.peak_mib, self.held_mib = peak_mib(), held_mib()
        self.read_bytes = _more(self.read_bytes, before.read_bytes, after.read_bytes)
        self.written_bytes = _more(self.written_bytes, before.written_bytes, after.written_bytes)

    def value(self) -> dict[str, Any]:
        """As JSON, seconds in milliseconds' digits."""
        return {
            "began": round(self.began, 3),
            "seconds": round(self.seconds, 3),
            "cpu_seconds": round(self.cpu_seconds, 3),
            "models_cpu_seconds": round(self.models_cpu_seconds, 3),
            "peak_mib": self.peak_mib,
            "held_mib": self.held_mib,
            "read_bytes": self.read_bytes,
            "written_bytes": self.written_bytes,
        }


class Meter:
    """Progress that is passed on, and what each stage spends; a stage that comes again is added to.

    What is spent before the first stage, the start of the process included, is that of "starting".
    """

    def __init__(self, told: Progress) -> None:
        self._told = told
        self._stages: dict[str, Stage] = {}
        self._models: dict[str, tuple[str, Spent]] = {}
        self._name, self._account, self._asked = "starting", Account(0.0, 0.0, 0, 0), 0.0

    def stage(self, name: str, total: int) -> None:
        """The stage before ends."""
        self._end(name)
        self._told.stage(name, total)

    def step(self, count: int = 1) -> None:
        """Passed on."""
        self._told.step(count)

    def timed(self, models: Models) -> Models:
        """The models, asked through this meter."""
        embedder, entailer = TimedEmbedder(models.embedder), TimedEntailer(models.entailer)
        self._models = {
            "embedding": (embedder.identity, embedder.spent),
            "judging": (entailer.identity, entailer.spent),
        }
        return replace(models, embedder=embedder, entailer=entailer)

    def log(self) -> dict[str, Any]:
        """What was spent until now, the start of the process included: in all, by stage and by model; peak memory in MiB."""
        self._end(self._name)
        asked = {
            name: {
                "model": model,
                "seconds": round(spent.seconds, 3),
                "cpu_seconds": round(spent.cpu_seconds, 3),
                "count": spent.count,
                "characters": spent.characters,
            }
            for name, (model, spent) in self._models.items()
        }
        stages = {name: stage.value() for name, stage in self._stages.items()}
        return {"seconds": round(self._account.seconds, 2), "stages": stages, **asked, "peak_mib": peak_mib()}

    def _end(self, name: str) -> None:
        now, asked = account(), sum(spent.cpu_seconds for _, spent in self._models.values())
        stage = self._stages.setdefault(self._name, Stage(self._account.seconds))
        stage.add(self._account, now, asked - self._asked)
        self._name, self._account, self._asked = name, now, asked


def _more(known: int | None, before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else (known or 0) + after - before
