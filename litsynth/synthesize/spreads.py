"""The figures of a finding beside one another: how far they spread under each protocol, and in what the distant ones differ."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from litsynth.protocol.aggregation import aggregations_differ, parted
from litsynth.quantities import BAND_AVERAGE, BAND_LANGUAGE, consistent
from litsynth.records import Difference, Figure, FindingKind, Paper, Quantity, Spread
from litsynth.synthesize.works import independent_count

_PROTOCOL = ("setting", "languages", "split", "metric")
_OVER = ("system", "baseline")
"""Fields that say what a gain is over, beside the score that it goes from."""
_COMPARED = ("system", "baseline", "setting", "split", "metric", "details")
_AVERAGE = "average"

Measured = tuple[Figure, Quantity]
"""A figure, and the quantity that it is compared as."""


def spreads_of(figures: Sequence[Figure], kind: FindingKind, papers: Mapping[str, Paper]) -> tuple[Spread, ...]:
    """The supported figures by protocol and unit: those of most works first, averages before single languages.

    Gains over different baselines are no spread: those of effects are by what they are over as well (see `over`).
    """
    groups: dict[tuple[tuple[tuple[str, str], ...], str], list[Figure]] = {}
    for figure in figures:
        if figure.label == "supported":
            groups.setdefault((protocol_of(figure, kind), figure.unit), []).append(figure)
    found = [
        Spread(
            protocol=protocol,
            unit=unit,
            low=min(figure.value for figure in group),
            high=max(figure.value for figure in group),
            figures=len(group),
            papers=len({figure.paper_id for figure in group}),
            independent=independent_count({figure.paper_id for figure in group}, papers, prints_of(group, kind)),
        )
        for (protocol, unit), group in groups.items()
    ]
    return tuple(sorted(found, key=_place))


def protocol_of(figure: Figure, kind: FindingKind) -> tuple[tuple[str, str], ...]:
    """The fields of a figure's protocol that are settled, with their values, always in one order."""
    circumstances = tuple((name, value) for name in _PROTOCOL if (value := getattr(figure, name)))
    return (*over(figure), *circumstances) if kind == "effect" else circumstances


def prints_of(figures: Iterable[Figure], kind: FindingKind) -> Mapping[str, Collection[object]]:
    """By work the figures that, where another work prints them too, one has from the other or both from a third.

    Scores with a decimal, and gains between two known scores, of one system under one protocol: two measurements hardly
    come to the same digit.
    """
    found: dict[str, set[object]] = {}
    for figure in figures:
        if figure.label == "supported" and (figure.ends if kind == "effect" else not float(figure.value).is_integer()):
            key = (figure.system, protocol_of(figure, kind), figure.unit, figure.value)
            found.setdefault(figure.paper_id, set()).add(key)
    return found


def over(figure: Figure) -> tuple[tuple[str, str], ...]:
    """What a gain is over, as far as it is known: the system that has it, the baseline, and the score that it goes from."""
    names = tuple((name, value) for name in _OVER if (value := getattr(figure, name)))
    return (*names, ("baseline score", f"{figure.ends[0]:g}")) if figure.ends else names


def differences_of(measured: Sequence[Measured], kind: FindingKind) -> tuple[Difference, ...]:
    """Pairs of supported figures of two works for the same languages that no two runs of one recipe would give.

    The band is that of `quantities.consistent`: the stated ±, else 0.5 points on an average and 1.0 on one language. Of
    pairs that differ in the same fields, for the same languages, the widest is given; those without a known reason first.
    """
    found: dict[tuple[str, ...], list[Difference]] = {}
    supported = [pair for pair in measured if pair[0].label == "supported"]
    for (one, a), (two, b) in combinations(supported, 2):
        if one.paper_id == two.paper_id or one.languages != two.languages or one.unit != two.unit:
            continue
        band = BAND_AVERAGE if one.languages in ("", _AVERAGE) or "," in one.languages else BAND_LANGUAGE
        if consistent(a, b, band).answer == "no":
            left, right = sorted((one, two), key=lambda figure: (figure.value, figure.claim_id))
            fields = _differing(left, right, kind)
            names = (*(field.partition(":")[0] for field in fields), one.languages)
            gap = round(right.value - left.value, 6)
            ends = tuple(zip(left.ends, right.ends, strict=True)) if left.ends and right.ends else ((), ())
            pair = Difference(left.claim_id, right.claim_id, left.printed, right.printed, gap, fields, 1, *ends)
            found.setdefault(names, []).append(pair)
    widest = [_widest(pairs) for pairs in found.values()]
    return tuple(sorted(widest, key=lambda one: (bool(one.fields), -one.gap, one.fields, one.claim_id, one.other_id)))


def _widest(pairs: Iterable[Difference]) -> Difference:
    every = sorted(pairs, key=lambda one: (-one.gap, one.claim_id, one.other_id))
    return replace(every[0], pairs=len(every))


def _differing(left: Figure, right: Figure, kind: FindingKind) -> tuple[str, ...]:
    # The system is what a finding about scores is about.
    names = [name for name in _COMPARED if kind != "score" or name != "system"]
    values = [(name, getattr(left, name), getattr(right, name)) for name in names]
    return tuple(f"{name}: {mine} / {other}" for name, mine, other in values if _is_other(name, mine, other))


def _is_other(name: str, mine: Any, other: Any) -> bool:
    """Whether two values are settled and differ; of settings, of which one may not say of which runs it is, what both say."""
    if name == "setting" and mine and other:
        (one, made), (two, theirs) = parted(mine), parted(other)
        return aggregations_differ(made, theirs) or bool(one and two and one != two)
    return bool(mine and other and mine != other)


def _place(spread: Spread) -> tuple[object, ...]:
    languages = dict(spread.protocol).get("languages", "")
    return (-spread.papers, languages not in ("", _AVERAGE), -spread.figures, spread.protocol, spread.unit)
