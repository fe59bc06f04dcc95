"""A part of the rows."""

from litsynth.codec import digest
from litsynth.errors import UsageError
from litsynth.reproduce.plugins.context import Context, Row

SETTINGS = int


def apply(rows: tuple[Row, ...], size: int, context: Context) -> tuple[Row, ...]:
    """`size` rows, the same for every language: those whose ids come first in an order that the seed decides.

    A smaller sample is part of a larger one, so that amounts of data differ in nothing else. Raises UsageError on a
    size below 1.
    """
    if size < 1:
        raise UsageError(f"data plug-in subsample: {size} rows", "at least 1; for no training at all set epochs = 0")
    first = sorted(range(len(rows)), key=lambda row: digest("subsample", str(context.seed), rows[row].id))[:size]
    return tuple(rows[row] for row in sorted(first))
