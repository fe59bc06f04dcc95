"""From pairs of claim and passage to stances, and from stances to a verdict."""

from litsynth.verify.contrary import contrary
from litsynth.verify.decide import decide, is_calibrated, threshold_of
from litsynth.verify.found import Found
from litsynth.verify.given import Given, weigh_given
from litsynth.verify.grid import grids_of
from litsynth.verify.kinds import counted, works_named
from litsynth.verify.passages import Held, Reading, held_against_given, judge_passages
from litsynth.verify.premise import held_against, premise_of
from litsynth.verify.trace import trace
from litsynth.verify.weigh import weigh

__all__ = [
    "Found",
    "Given",
    "Held",
    "Reading",
    "contrary",
    "counted",
    "decide",
    "grids_of",
    "held_against",
    "held_against_given",
    "is_calibrated",
    "judge_passages",
    "premise_of",
    "threshold_of",
    "trace",
    "weigh",
    "weigh_given",
    "works_named",
]
