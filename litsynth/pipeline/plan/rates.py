"""How fast this machine is: measured in a second or two on some of the run's own texts, or taken from an earlier run."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TypeVar

from litsynth.pipeline.models import Models
from litsynth.pipeline.plan.sampled import spread
from litsynth.pipeline.plan.samples import PAIRS, TEXTS
from litsynth.pipeline.plan.typical import INDEXING, STARTING, TRACING, WEIGHING, WRITING

T = TypeVar("T")

MEASURED, BUILT_IN = "measured now", "built in, scaled by how long this process took to start"
# Texts and pairs that the models are timed on: about a second each on one core.
_TEXTS, _PAIRS = 48, 24
# CPU seconds of one thread, over which it is seen what part of a core it gets.
_COMPUTING = 0.5


@dataclass(frozen=True, slots=True)
class Rates:
    """CPU seconds: to `start`, to embed or judge a character, to index a passage, to weigh a claim, to write a report.

    `tracing` is what tracing claims to tables takes, as a multiple of making the tables ready.
    `cores`: how many of them the models keep busy by the clock; `alone`: what part of one the rest gets, at most 1.
    `origin` says where each was measured.
    """

    starting: float
    embedding: float
    judging: float
    indexing: float
    weighing: float
    writing: float
    tracing: float = TRACING
    cores: float = 1.0
    alone: float = 1.0
    origin: Mapping[str, str] = field(default_factory=dict)

    def known(self, rates: Mapping[str, float], origin: str) -> "Rates":
        """With some of them as they were in an earlier run."""
        return replace(self, **rates, origin={**self.origin, **dict.fromkeys(rates, origin)})


def measured(models: Models, texts: Sequence[str], pairs: Sequence[tuple[str, str]], starting: float) -> Rates:
    """The rates by asking the models for a few texts and pairs of the run; `starting` is what that took this process.

    Where the run has too few at hand, made-up ones come on top.
    """
    some = [*spread(texts, str), *TEXTS][:_TEXTS]
    judged = [*pairs, *PAIRS][:_PAIRS]
    embedding, by_clock = _timed(models.embedder.embed, some, sum(map(len, some)))
    judging, also = _timed(models.entailer.judge, judged, sum(len(a) + len(b) for a, b in judged))
    slower, alone = starting / STARTING, _alone()
    return Rates(
        starting=starting,
        embedding=embedding,
        judging=judging,
        indexing=INDEXING * slower,
        weighing=WEIGHING * slower,
        writing=WRITING * slower,
        cores=max(by_clock, also, alone),
        alone=alone,
        origin={
            **dict.fromkeys(("starting", "embedding", "judging"), MEASURED),
            **dict.fromkeys(("indexing", "weighing", "writing"), BUILT_IN),
        },
    )


def _timed(ask: Callable[[Sequence[T]], object], items: Sequence[T], characters: int) -> tuple[float, float]:
    """CPU seconds a character, and CPU seconds a second."""
    ask(items[:2])  # not counted: the first call sets things up
    clock, cpu = time.perf_counter(), time.process_time()
    ask(items)
    spent = time.process_time() - cpu
    return spent / characters, spent / max(time.perf_counter() - clock, 1e-9)


def _alone() -> float:
    """What part of a core one thread gets now. Seen over work that waits for nothing: reading waits for the disk as well."""
    clock, cpu, block = time.perf_counter(), time.process_time(), bytes(1 << 20)
    while (spent := time.process_time() - cpu) < _COMPUTING:
        sha256(block)
    return min(1.0, spent / (time.perf_counter() - clock))
