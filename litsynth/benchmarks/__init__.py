"""Labelled data to scores: what the verifier and the retrieve stage are worth, beside what needs no evidence at all."""

from litsynth.benchmarks.calibrating import Background, Gathered, labelled_verdicts
from litsynth.benchmarks.calibration_table import calibration_table
from litsynth.benchmarks.catalogue import BENCHMARKS, Benchmark, Split
from litsynth.benchmarks.folding import Unseen
from litsynth.benchmarks.judged import read_judged
from litsynth.benchmarks.leaks import notes, refuse_seen, unseen_claims, was_seen
from litsynth.benchmarks.run import Instruments, Options, evaluate, rounded
from litsynth.benchmarks.table import table
from litsynth.verify.windows import WindowPlan

__all__ = [
    "BENCHMARKS",
    "Background",
    "Benchmark",
    "Gathered",
    "Instruments",
    "Options",
    "Split",
    "Unseen",
    "WindowPlan",
    "calibration_table",
    "evaluate",
    "labelled_verdicts",
    "notes",
    "read_judged",
    "refuse_seen",
    "rounded",
    "table",
    "unseen_claims",
    "was_seen",
]
