"""From pairs of claim and passage to stances, and from stances to a verdict."""

from litsynth.verify.contrary import contrary
from litsynth.verify.decide import decide, is_calibrated, nearest, threshold_of
from litsynth.verify.found import Found, Statement
from litsynth.verify.given import Given, weigh_given
from litsynth.verify.grid import grids_of
from litsynth.verify.instead import Instead, instead
from litsynth.verify.kinds import counted, works_named
from litsynth.verify.measured import asked_of, with_measured
from litsynth.verify.passages import Held, Reading, held_against_given, judge_passages
from litsynth.verify.premise import held_against, premise_of
from litsynth.verify.ranking import CELLS_RIGHT, Ranked, lexis_of, may_be_placed, may_be_ranked, placed, ranked
from litsynth.verify.telling import is_own
from litsynth.verify.trace import trace, without_names
from litsynth.verify.weigh import weigh

__all__ = [
    "CELLS_RIGHT",
    "Found",
    "Given",
    "Held",
    "Instead",
    "Ranked",
    "Reading",
    "Statement",
    "asked_of",
    "contrary",
    "counted",
    "decide",
    "grids_of",
    "held_against",
    "held_against_given",
    "instead",
    "is_calibrated",
    "is_own",
    "judge_passages",
    "lexis_of",
    "may_be_placed",
    "may_be_ranked",
    "nearest",
    "placed",
    "premise_of",
    "ranked",
    "threshold_of",
    "trace",
    "weigh",
    "weigh_given",
    "with_measured",
    "without_names",
    "works_named",
]
