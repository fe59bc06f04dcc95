"""What a run will cost, said before it: `offered` and `survey` look at the work, `measured` at the machine.

amounts ── values with a range          sampled    ── some papers, for all of them
offered ── what the sources have        remembered ── what need not be asked of the models again
survey  ── the work of a run            rates      ── the speed of this machine
typical ── what is not measured         estimate   ── work times rates
samples ── made-up texts to time the models on
"""

from litsynth.pipeline.plan.amounts import Amount
from litsynth.pipeline.plan.estimate import Estimate, Stage, estimate
from litsynth.pipeline.plan.offered import Offered, offered
from litsynth.pipeline.plan.rates import Rates, measured
from litsynth.pipeline.plan.survey import Work, survey

__all__ = ["Amount", "Estimate", "Offered", "Rates", "Stage", "Work", "estimate", "measured", "offered", "survey"]
