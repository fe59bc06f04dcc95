"""Every row several times: what is perturbed copy by copy afterwards, or as many updates without any perturbation."""

from litsynth.errors import UsageError
from litsynth.reproduce.plugins.context import Context, Row

SETTINGS = int


def apply(rows: tuple[Row, ...], times: int, _: Context) -> tuple[Row, ...]:
    """The rows, `times` over, ids and all. Raises UsageError below 1."""
    if times < 1:
        raise UsageError(f"data plug-in copies: {times}", "at least 1")
    return rows * times
