"""Of which runs or models each figure of a sentence is told: "80.1 on average over 5 seeds and 81.0 at best"."""

from collections.abc import Mapping

from litsynth.labels.told import AGGREGATION, NameSet, figures_told
from litsynth.protocol.aggregation import aggregates, is_of_all
from litsynth.records import Quantity


def aggregation_of(figure: Quantity, sentence: str) -> NameSet:
    """How a figure of a sentence was made of several runs or models, as far as it says; empty where it leaves that open.

    >>> from litsynth.quantities import find_quantities
    >>> text = "A reaches 80.1 on average over 5 seeds and 81.0 at best."
    >>> [sorted(aggregation_of(one, text)) for one in find_quantities(text) if one.unit == "score"]
    [['mean over 5 runs'], ['best of runs']]
    """
    return aggregations_told_of(sentence).get(figure.span.start, frozenset())


def aggregations_told_of(sentence: str) -> Mapping[int, NameSet]:
    """The same of all figures but numbers of runs, by their offsets.

    What a sentence says without telling any figure so holds of all, and so does a mean where it says nothing else.
    """
    told = aggregates(sentence)
    every = frozenset(one.name for one in told)
    if not every:
        return {}
    figures = (
        one for one in figures_told(sentence) if not any(it.start <= one.figure.span.start < it.end for it in told)
    )
    found = {one.figure.span.start: one.of[AGGREGATION] for one in figures}
    return dict.fromkeys(found, every) if is_of_all(every) or not any(found.values()) else found
