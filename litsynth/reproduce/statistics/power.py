"""How many seeds or items a claim needs, before anything is run."""

from math import sqrt

from scipy.stats import nct, norm, t

_MOST = 10_000


def power_of(effect: float, spread: float, seeds: int, alpha: float = 0.05) -> float:
    """The chance that a two-sided paired t test over so many seeds finds a mean difference of `effect`.

    `spread` is the standard deviation of one seed's difference, in the unit of the effect. From the noncentral t.
    """
    if seeds < 2:
        return 0.0
    limit, shift = float(t.ppf(1 - alpha / 2, seeds - 1)), effect / spread * sqrt(seeds)
    return float(nct.sf(limit, seeds - 1, shift) + nct.cdf(-limit, seeds - 1, shift))


def seeds_needed(effect: float, spread: float, power: float = 0.8, alpha: float = 0.05) -> int:
    """The fewest seeds that reach the power. Raises ValueError when 10,000 do not.

    A normal approximation gives about two fewer; see `seeds_needed_normal`.
    """
    for seeds in range(2, _MOST):
        if power_of(effect, spread, seeds, alpha) >= power:
            return seeds
    raise ValueError(f"an effect of {effect} at a spread of {spread} needs more than {_MOST} seeds")


def seeds_needed_normal(effect: float, spread: float, power: float = 0.8, alpha: float = 0.05) -> float:
    """The same by ((z(1 - alpha / 2) + z(power)) spread / effect)^2, not rounded."""
    return float(((norm.ppf(1 - alpha / 2) + norm.ppf(power)) * spread / effect) ** 2)


def detectable(items: int, discordant: float, power: float = 0.8, alpha: float = 0.05) -> float:
    """The smallest difference of accuracies, in points, that one pair of runs is likely to show on so many items.

    `discordant` is the share of items on which the systems differ; the standard error of their difference is
    sqrt(discordant / items) at most. Items are taken as independent: clusters make it larger.
    """
    return float((norm.ppf(1 - alpha / 2) + norm.ppf(power)) * 100 * sqrt(discordant / items))
