"""Grids of scores as tables print them: systems by data sets, languages, splits, settings or metrics."""

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from litsynth.training.facts import Score
from litsynth.training.inventory import LANGUAGES, METRICS, SETTINGS, SPLITS

Layout = Callable[[list[str], list[str], str, Decimal, Random], list[Score]]
"""From systems, data sets, a metric and a value that is usual for it to the scores of a table."""


def _near(value: Decimal, chance: Random) -> Decimal:
    """A value some points away, with as many decimals."""
    moved = value + Decimal(chance.randint(-60, 60)) / 10 + Decimal(chance.randint(0, 9)) / 100
    return min(Decimal("98"), max(Decimal("2"), moved)).quantize(value)


def _by_dataset(systems: list[str], datasets: list[str], metric: str, value: Decimal, chance: Random) -> list[Score]:
    split = chance.choice(("", "", *SPLITS))
    return [
        Score(system, dataset, metric, _near(value, chance), split)
        for system in systems[: chance.randint(2, 3)]
        for dataset in datasets[: chance.randint(1, 2)]
    ]


def _by_language(systems: list[str], datasets: list[str], metric: str, value: Decimal, chance: Random) -> list[Score]:
    languages = chance.sample(sorted(LANGUAGES.values()), chance.randint(3, 6))
    setting = chance.choice(("", "", "zero-shot", "translate-train"))
    scores = []
    for system in systems[: chance.randint(1, 2)]:
        row = [Score(system, datasets[0], metric, _near(value, chance), "", name, setting) for name in languages]
        mean = sum((score.value for score in row), Decimal(0)) / len(row)
        average = replace(row[0], value=mean.quantize(value, ROUND_HALF_UP), language=f"{len(row)} languages")
        scores += [*row, average]
    return scores


def _by_split(systems: list[str], datasets: list[str], metric: str, value: Decimal, chance: Random) -> list[Score]:
    splits = chance.choice((("development", "test"), ("validation", "test")))
    return [
        Score(system, datasets[0], metric, _near(value, chance), split) for system in systems[:2] for split in splits
    ]


def _by_setting(systems: list[str], datasets: list[str], metric: str, value: Decimal, chance: Random) -> list[Score]:
    settings = chance.sample(SETTINGS, 2)
    return [
        Score(system, datasets[0], metric, _near(value, chance), "", "", setting)
        for system in systems[: chance.randint(1, 2)]
        for setting in settings
    ]


def _by_metric(systems: list[str], datasets: list[str], metric: str, value: Decimal, chance: Random) -> list[Score]:
    metrics = [metric, *chance.sample([other for other in METRICS if other != metric], 1)]
    return [
        Score(system, datasets[0], name, _near(value, chance))
        for system in systems[: chance.randint(1, 3)]
        for name in metrics
    ]


LAYOUTS: tuple[Layout, ...] = (_by_dataset, _by_dataset, _by_language, _by_split, _by_setting, _by_metric)
