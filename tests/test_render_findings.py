"""The one line that a finding has in a table."""

from dataclasses import replace

import pytest
from report_maker import make_report

from litsynth.records import Difference, Spread
from litsynth.render.findings import range_of

ZERO, FEW = (("setting", "zero-shot"), ("languages", "de")), (("setting", "few-shot"), ("languages", "de"))
UNKNOWN = "no difference of protocol is known"
UP = Spread(ZERO, "points", 1.5, 1.8, 2, 2, 2)


def row(*spreads: Spread, fields: tuple[str, ...] | None = None) -> str:
    apart = () if fields is None else (Difference("c01gain", "c02english", "1.5 points", "1.8 points", 0.3, fields, 1),)
    return range_of(replace(make_report().findings[0], spreads=spreads, differences=apart))


@pytest.mark.parametrize(
    ("spreads", "fields", "said"),
    [
        ([UP], None, ""),
        ([UP, replace(UP, protocol=FEW)], None, ""),
        ([UP, replace(UP, protocol=FEW, low=-0.8, high=-0.8)], None, ", but -0.8 points (few-shot): differ in setting"),
        ([UP, replace(UP, protocol=(), low=-0.8, high=-0.8)], None, f", but -0.8 points (protocol not said): {UNKNOWN}"),
        ([UP], ("system: A / B", "split: dev / test"), "; 1.5 points and 1.8 points: differ in system, split"),
        ([UP], (), f"; 1.5 points and 1.8 points: {UNKNOWN}"),
    ],
)  # fmt: skip
def test_what_conflicts_stands_in_it_with_the_field(
    spreads: list[Spread], fields: tuple[str, ...] | None, said: str
) -> None:
    assert row(*spreads, fields=fields) == f"+1.5 to +1.8 points (zero-shot, de){said}"


def test_without_values_it_is_empty() -> None:
    assert row(fields=("system: A / B",)) == ""
