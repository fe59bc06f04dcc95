"""From pairs of claim and passage to stances, and from stances to a verdict."""

from litsynth.verify.decide import decide
from litsynth.verify.grid import grids_of
from litsynth.verify.premise import premise_of
from litsynth.verify.trace import Found, trace
from litsynth.verify.weigh import weigh

__all__ = ["Found", "decide", "grids_of", "premise_of", "trace", "weigh"]
