"""Claims grouped by what they are about."""

from collections.abc import Sequence

from litsynth.protocol import read_protocol
from litsynth.records import Claim, Theme

_OTHER = "No named data set"


def themes_of(claims: Sequence[Claim]) -> tuple[Theme, ...]:
    """Claims by the first data set that they name, largest theme first; claims keep their order within one."""
    groups: dict[str, list[str]] = {}
    for claim in claims:
        datasets = read_protocol(claim.text).datasets
        title = min(datasets, key=claim.text.find) if datasets else _OTHER
        groups.setdefault(title, []).append(claim.claim_id)
    order = sorted(groups, key=lambda title: (title == _OTHER, -len(groups[title]), title))
    return tuple(Theme(title, tuple(groups[title])) for title in order)
