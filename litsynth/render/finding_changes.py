"""The words for findings that changed."""

from collections.abc import Iterable
from typing import Any, Final

from litsynth.codec import encode
from litsynth.protocol import in_words
from litsynth.records import Changes, Finding, FindingChange, FindingChangeKind, Spread
from litsynth.render.findings import values_of
from litsynth.render.words import count, joined

FINDING_HEADINGS: Final[tuple[tuple[FindingChangeKind, str], ...]] = (
    ("new", "New findings"),
    ("gone", "Findings no longer supported or disputed"),
    ("certainty", "Findings that are more or less certain"),
    ("spread", "Findings with other values"),
    ("papers", "Findings that other papers support"),
)
_COUNTED: Final = {
    "new": ("new finding", "new findings"),
    "gone": ("finding gone", "findings gone"),
    "certainty": ("finding of other certainty", "findings of other certainty"),
    "spread": ("finding with other values", "findings with other values"),
    "papers": ("finding with other papers", "findings with other papers"),
}


def findings_summary(changes: Changes) -> str:
    """How many findings changed in which way, each counted once: `1 new finding and 2 findings of other certainty`."""
    kinds = [change.kinds[0] for change in changes.findings]
    counted = ((kinds.count(kind), words) for kind, words in _COUNTED.items())  # type: ignore[arg-type]
    return joined([f"{number} {words[number > 1]}" for number, words in counted if number])


def state_words(finding: Finding) -> str:
    """How a finding stands: `high certainty, 2 independent sources among 3 papers, 4 supported claims`."""
    if not finding.supported:
        return f"no claim of it is supported, {count(len(finding.disputed), 'claim')} contradicted"
    sources = f"{count(finding.independent, 'independent source')} among {count(len(finding.papers), 'paper')}"
    return f"{finding.certainty} certainty, {sources}, {count(len(finding.supported), 'supported claim')}"


def moved_values(change: FindingChange) -> list[str]:
    """Under each protocol where they differ, the values before and now: `zero-shot: 74.2, now 74.2 to 76.2`."""
    before, after = (_by_protocol(one.spreads if one else ()) for one in (change.old, change.new))
    moved = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return [f"{key[0]}: {_change(before.get(key), after.get(key), change)}" for key in moved]


def papers_between(one: Finding | None, other: Finding | None) -> list[str]:
    """The ids of the papers that support `other` and not `one`."""
    return [paper for paper in (other.papers if other else ()) if one is None or paper not in one.papers]


def finding_value(change: FindingChange) -> dict[str, Any]:
    """A change for programs: which finding, in what it changed, and how it stood and stands."""
    finding = change.finding
    return {
        "kinds": list(change.kinds),
        "finding_id": finding.finding_id,
        "title": finding.title,
        "old": _state(change.old),
        "new": _state(change.new),
    }


def _state(finding: Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    told = ("certainty", "confidence", "independent", "papers", "supported", "disputed", "spreads")
    whole = encode(finding)
    return {name: whole[name] for name in told}


def _by_protocol(spreads: Iterable[Spread]) -> dict[tuple[str, str], str]:
    return {(in_words(one.protocol) or "protocol not said", one.unit): values_of(one) for one in spreads}


def _change(before: str | None, after: str | None, change: FindingChange) -> str:
    if before is None or after is None:
        only = after or before or ""
        return only if change.old is None or change.new is None else f"{'new' if after else 'no longer'} {only}"
    return f"{before}, now {after}"
