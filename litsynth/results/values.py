"""A result as JSON."""

from typing import Any

from litsynth.records import Result


def signed(result: Result) -> float:
    """The value of a result, below zero where it is a fall or is printed with a minus."""
    quantity = result.quantity
    return -quantity.value if quantity.direction == "down" and quantity.value > 0 else quantity.value


def result_value(result: Result) -> dict[str, Any]:
    """The fields that `litsynth extract` and `litsynth results` print. `start` and `end` are offsets in the document."""
    anchor = result.anchor
    return {
        "system": result.system,
        "baseline": result.baseline,
        "task": result.task,
        "dataset": result.dataset,
        "metric": result.metric,
        "split": result.split,
        "languages": list(result.languages),
        "setting": result.setting,
        "value": signed(result),
        "unit": result.quantity.unit,
        "printed": result.quantity.text,
        "delta": result.delta,
        "source": result.source,
        "inferred": list(result.inferred),
        "primary": result.primary,
        "cites": list(result.cites),
        "table": anchor.table,
        "row": anchor.row,
        "column": anchor.column,
        "section": anchor.section,
        "page": anchor.page,
        "start": anchor.span.start,
        "end": anchor.span.end,
    }
