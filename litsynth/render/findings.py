"""The findings that a report tells of, under the names of their headings, and the phrases about them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from litsynth.protocol import in_words
from litsynth.records import Difference, Figure, Finding, MeasuredEvidence, Report, Spread, Verdict
from litsynth.render.measured import measured_once

_OVER = ("system", "baseline", "baseline score")
"""Fields of a protocol that say what a gain is over."""
_OBJECTIONS = {
    "refutes": "Contradicts",
    "opposite": "To the contrary:",
    "differs": "Another figure under another protocol, which contradicts nothing, beside",
}


@dataclass(frozen=True, slots=True)
class FindingSection:
    """One finding; `name` (`finding-3`) is its heading and so its link; `measured` is what was measured on its claims."""

    name: str
    finding: Finding
    measured: tuple[MeasuredEvidence, ...] = ()

    @property
    def across(self) -> bool:
        """Whether it is more than one paper's claim: several works, a difference, something against it or a result of ours."""
        one = self.finding
        return len(one.papers) > 1 or bool(one.differences or one.against or one.disputed or self.measured)


def finding_sections(report: Report) -> tuple[FindingSection, ...]:
    """The findings with a supported or disputed claim, in the order of the report; the others are among its gaps."""
    told = [one for one in report.findings if one.supported or one.disputed]
    verdicts = {verdict.claim_id: verdict for verdict in report.verdicts}
    return tuple(
        FindingSection(f"finding-{number}", one, measured_once(_compared(one, verdicts)))
        for number, one in enumerate(told, start=1)
    )


def _compared(finding: Finding, verdicts: Mapping[str, Verdict]) -> Iterable[Verdict]:
    """The verdicts of its claims, where it says what is ahead of what: no contrast bears on a score alone."""
    return () if finding.kind == "score" else (verdicts[claim_id] for claim_id in finding.claim_ids)


def values_of(spread: Spread) -> str:
    """`2.7 to 4.9 points`; a score without its unit.

    >>> values_of(Spread((), "points", 2.7, 4.9, 3, 2, 2))
    '+2.7 to +4.9 points'
    """
    edges = sorted({spread.low, spread.high}, key=abs)
    signed = spread.unit == "points"
    said = " to ".join(f"{edge:+g}" if signed else f"{edge:g}" for edge in edges)
    return f"{said} points" if signed else said


def range_of(finding: Finding) -> str:
    """The values under the protocol that most works share, and what goes against them; empty where it states none.

    The protocol comes behind them: `74.2 to 76.2 (zero-shot, average over languages)`. Where the values under another one
    go the other way, or two works differ, it says in which field, in as few words.
    """
    first = next(iter(finding.spreads), None)
    if first is None:
        return ""
    protocol = in_words(first.protocol)
    shown = f"{values_of(first)} ({protocol})" if protocol else values_of(first)
    against = _other_way(first, finding)
    return f"{shown if against else _several(finding) or shown}{against or _apart(finding)}"


def _several(finding: Finding) -> str:
    """The least and the greatest gain where they are over different baselines, each with what it is over; else empty."""
    if (
        finding.kind != "effect"
        or len({_over(one) for one in finding.spreads}) < 2
        or len({one.unit for one in finding.spreads}) > 1
    ):
        return ""
    by_size = sorted(finding.spreads, key=lambda one: (max(one.low, one.high, key=abs), one.protocol))
    told = [
        f"{values_of(one)} ({in_words(part for part in one.protocol if part not in other.protocol) or 'protocol not said'})"
        for one, other in ((by_size[0], by_size[-1]), (by_size[-1], by_size[0]))
    ]
    return f"{' to '.join(told)}, over {len({_over(one) for one in finding.spreads})} different baselines"


def _over(spread: Spread) -> tuple[tuple[str, str], ...]:
    return tuple(part for part in spread.protocol if part[0] in _OVER)


def _other_way(first: Spread, finding: Finding) -> str:
    """The first spread of the other sign, with the fields in which its protocol is another; empty without one."""
    for other in finding.spreads[1:] if finding.kind == "effect" else ():
        if max(first.low, other.low) > 0 > min(first.high, other.high):
            mine = dict(first.protocol)
            new = [(name, value) for name, value in other.protocol if mine.get(name) != value]
            # What one side does not say is not known to differ.
            fields = [name for name, _ in new if name in mine]
            return f", but {values_of(other)} ({in_words(new) or 'protocol not said'}): {_differ(fields)}"
    return ""


def _apart(finding: Finding) -> str:
    """The first two figures of two works that differ, as `; 74.2 and 76.2 differ in setting`."""
    one = next(iter(finding.differences), None)
    if one is None:
        return ""
    fields = [field.partition(":")[0] for field in one.fields]
    return f"; {one.left} and {one.right}: {_differ(fields)}{_baselines(one)}"


def _differ(fields: Sequence[str]) -> str:
    return f"differ in {', '.join(fields)}" if fields else "no difference of protocol is known"


def difference_words(difference: Difference) -> str:
    """In what two figures differ that lie apart: the fields, or that none is known; of gains what they are over."""
    fields = "; ".join(difference.fields)
    more = f" ({difference.pairs} pairs)" if difference.pairs > 1 else ""
    said = f"differs in {fields}{more}" if fields else f"no difference of protocol is known{more}"
    return f"{said}{_baselines(difference)}"


def _baselines(difference: Difference) -> str:
    """What two gains go from and come to, where both are known: `, but they go from 76.2 and 74.2, both to 79.1`."""
    if not difference.baselines or difference.baselines[0] == difference.baselines[1]:
        return ""
    one, other = difference.ends
    to = f"both to {one:g}" if one == other else f"to {one:g} and {other:g}"
    start = " and ".join(f"{score:g}" for score in difference.baselines)
    return f"{'; they' if difference.fields else ', but they'} go from {start}, {to}"


def cell_marks(figure: Figure) -> str:
    """What cells say of a figure and its claim does not, and what they say otherwise; empty where the claim says all."""
    taken = [name for name in figure.from_cells if name != "task"]
    told = [f"from the cells: {', '.join(taken)}"] if taken else []
    return "; ".join((*told, *(f"the cells say otherwise: {one}" for one in figure.against_cells)))


def marked_figures(finding: Finding) -> Mapping[str, Sequence[str]]:
    """By what its cells add or say otherwise, the claims of the supported figures of a finding, in order."""
    found: dict[str, list[str]] = {}
    for figure in finding.figures:
        marks = cell_marks(figure)
        if marks and figure.label == "supported" and figure.claim_id not in found.setdefault(marks, []):
            found[marks].append(figure.claim_id)
    return found


def objection_words(kind: str) -> str:
    """What an objection does to the claim that it is about."""
    return _OBJECTIONS[kind]


def named(claim_ids: Iterable[str], names: dict[str, str]) -> Sequence[str]:
    """The headings of claims, in the order of the report."""
    return sorted((names[claim_id] for claim_id in claim_ids), key=lambda name: int(name.rpartition("-")[2]))
