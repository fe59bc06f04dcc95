"""From pairs of claim and passage to stances, and from stances to a verdict."""

from litsynth.verify.decide import decide
from litsynth.verify.premise import premise_of
from litsynth.verify.weigh import weigh

__all__ = ["decide", "premise_of", "weigh"]
