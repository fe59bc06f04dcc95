"""How sure a finding is: from the confidence of its claims, how many independent works agree, and what speaks against it."""

from collections.abc import Sequence
from typing import Final

from litsynth.records import HIGH_CONFIDENCE, MODERATE_CONFIDENCE, Certainty, Difference, Objection

AGREEING: Final = 2
"""Independent works that a finding of high certainty takes at least."""


def certainty_of(
    confidence: float, independent: int, against: Objection | None, differences: Sequence[Difference]
) -> Certainty:
    """`confidence` is the least among the supported claims, 0 where none is; `independent` counts the works behind them.

    None without a supported claim. High: high confidence, two independent works or more, nothing against it, and no two
    figures that differ without a known reason. Low: less than moderate confidence, no work that counts (see
    `works.independent_groups`), or a single one and evidence that refutes one of its claims. Moderate: all else.

    >>> certainty_of(0.95, 2, None, ()), certainty_of(0.95, 1, None, ()), certainty_of(0.6, 3, None, ())
    ('high', 'moderate', 'low')
    """
    if not confidence:
        return "none"
    refuted = against is not None and against.kind == "refutes"
    if confidence < MODERATE_CONFIDENCE or not independent or (refuted and independent < AGREEING):
        return "low"
    opposed = against is not None and against.kind != "differs"
    unexplained = any(not difference.fields for difference in differences)
    sure = confidence >= HIGH_CONFIDENCE and independent >= AGREEING and not opposed and not unexplained
    return "high" if sure else "moderate"
