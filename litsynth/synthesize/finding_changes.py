"""Two reports compared, finding by finding."""

from collections.abc import Iterator, Mapping
from typing import get_args

from litsynth.records import Finding, FindingChange, FindingChangeKind, Report

_ORDER: tuple[FindingChangeKind, ...] = get_args(FindingChangeKind)


def finding_changes(old: Report, new: Report) -> tuple[FindingChange, ...]:
    """The findings that a reader is told of in one report only, or otherwise than in the other, by weight, then by title.

    Findings keep their ids from run to run. One that is a single claim, for want of a subject or a method, is left to the
    changes of claims. A report that an older litsynth made holds claims and no findings: then there is nothing to compare.
    """
    if any(report.claims and not report.findings for report in (old, new)):
        return ()
    before, after = _told(old), _told(new)
    found = [
        FindingChange(kinds, before.get(key), after.get(key))
        for key in before.keys() | after.keys()
        if (kinds := tuple(_kinds(before.get(key), after.get(key))))
    ]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.kinds[0]), one.finding.title, one.finding.finding_id)))


def _told(report: Report) -> Mapping[str, Finding]:
    """The findings with a supported or disputed claim, by id: the others are among what a report leaves open."""
    return {
        one.finding_id: one for one in report.findings if one.subject and one.method and (one.supported or one.disputed)
    }


def _kinds(old: Finding | None, new: Finding | None) -> Iterator[FindingChangeKind]:
    if old is None or new is None:
        yield "new" if old is None else "gone"
        return
    if old.certainty != new.certainty:
        yield "certainty"
    if values_by_protocol(old) != values_by_protocol(new):
        yield "spread"
    if (old.papers, old.independent) != (new.papers, new.independent):
        yield "papers"


def values_by_protocol(finding: Finding) -> dict[tuple[tuple[tuple[str, str], ...], str], tuple[float, float]]:
    """The least and the greatest value under each protocol and unit."""
    return {(spread.protocol, spread.unit): (spread.low, spread.high) for spread in finding.spreads}
