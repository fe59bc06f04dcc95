"""A report of the swap test bed as a table for people."""

from typing import Any

from litsynth.benchmarks.swaps_make import SLOTS
from litsynth.benchmarks.table import aligned

_SLOT_TABLES = (
    ("caught", "by slot", "caught"),
    ("true: supported", "true claims by slot", "supported"),
    ("true: refuted", "true claims by slot", "refuted"),
)


def swaps_table(report: dict[str, Any]) -> str:
    """Claims, and for each source what was caught, supported and refuted, with intervals; then the verifier by slot.

    A true claim stands under each slot that it belongs to (`SwapClaim.belongs`), so these rows do not add up to all.
    """
    counted = ", ".join(
        f"{count} from {source} ({report['papers'][source]} papers)" for source, count in report["claims"].items()
    )
    parts = [f"{report['benchmark']} ({report['split']}): {counted} claims"]
    for where, sources in report["results"].items():
        rows = [[where, "swapped: caught", "95%", "true: supported", "95%", "true: refuted", "95%"]]
        for source, systems in sources.items():
            rows += [[f"{source}, {name}", *_main(scores)] for name, scores in systems.items()]
        parts.append(aligned(rows))
    for title, part, what in _SLOT_TABLES:
        parts.append(aligned(_by_slot(report["results"]["own paper"], title, part, what)))
    parts.append(aligned([["left out", "count"], *([why, str(count)] for why, count in report["left_out"].items())]))
    return "\n\n".join(parts)


def _main(scores: dict[str, Any]) -> list[str]:
    true = scores["true claims"]
    shares = (scores["swapped claims"]["caught"], true["supported"], true["refuted"])
    return [text for share in shares for text in (_share(share), _interval(share))]


def _by_slot(sources: dict[str, Any], title: str, part: str, what: str) -> list[list[str]]:
    there = {slot for systems in sources.values() for slot in systems["verifier"][part]}
    slots = [slot for slot in SLOTS if slot in there]
    rows = [[f"{title}, own paper", *slots]]
    for source, systems in sources.items():
        found = systems["verifier"][part]
        rows.append([source, *(_share(found[slot][what]) if slot in found else "-" for slot in slots)])
    return rows


def _share(share: dict[str, Any]) -> str:
    return f"{share['value']:.3f} ({share['count']}/{share['n']})"


def _interval(share: dict[str, Any]) -> str:
    return f"[{share['low']:.3f}, {share['high']:.3f}]"
