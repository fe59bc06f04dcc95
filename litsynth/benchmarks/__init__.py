"""Labelled data to scores: what the verifier and the retrieve stage are worth, beside what needs no evidence at all."""

from litsynth.benchmarks.catalogue import BENCHMARKS, Benchmark, Split
from litsynth.benchmarks.leaks import notes, refuse_seen
from litsynth.benchmarks.run import Instruments, Options, evaluate
from litsynth.benchmarks.table import table
from litsynth.benchmarks.windows import WindowPlan

__all__ = [
    "BENCHMARKS",
    "Benchmark",
    "Instruments",
    "Options",
    "Split",
    "WindowPlan",
    "evaluate",
    "notes",
    "refuse_seen",
    "table",
]
