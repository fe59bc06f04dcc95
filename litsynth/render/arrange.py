"""The order in which a report shows claims, and which pieces of evidence it prints for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from litsynth.records import Claim, Evidence, Report, Stance, Verdict
from litsynth.render.lookup import Lookup
from litsynth.render.words import STANCES

SHOWN_PER_STANCE = 3
"""Room for one piece of each of the three support kinds; all others are in evidence.jsonl."""

# An abstention is read for its reason; the strongest piece of each side shows how near it came.
_SHOWN_WHEN_ABSTAINED = 1

_REST = "Other claims"


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """Pieces of one stance, strongest first: those that are printed, and how many more there are."""

    stance: Stance
    shown: tuple[Evidence, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ClaimSection:
    """One claim as a section; `name` (`claim-3`) is its heading and so its link on GitHub and in Obsidian."""

    name: str
    claim: Claim
    verdict: Verdict
    groups: tuple[EvidenceGroup, ...]

    @property
    def settled(self) -> bool:
        """Whether the evidence says anything of the claim."""
        return not _is_abstention(self.verdict)


@dataclass(frozen=True, slots=True)
class ThemeSection:
    """A theme's own sections, and the names of its claims that an earlier theme has shown."""

    title: str
    sections: tuple[ClaimSection, ...]
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Verified claims by theme, then those not verified; every claim of the report occurs in exactly one section."""

    themes: tuple[ThemeSection, ...]
    abstained: tuple[ClaimSection, ...]

    @property
    def verified(self) -> tuple[ClaimSection, ...]:
        """The sections of claims that the evidence says something of, in print order."""
        return tuple(section for theme in self.themes for section in theme.sections)

    @property
    def sections(self) -> tuple[ClaimSection, ...]:
        """All sections in print order."""
        return (*self.verified, *self.abstained)


def arrange(report: Report, lookup: Lookup, shown_per_stance: int = SHOWN_PER_STANCE) -> Arrangement:
    """Number the claims in print order: theme by theme, then what is in no theme, then abstentions."""
    grouped = [(theme.title, theme.claim_ids) for theme in report.themes]
    in_themes = {claim_id for _, claim_ids in grouped for claim_id in claim_ids}
    rest = tuple(claim.claim_id for claim in report.claims if claim.claim_id not in in_themes)
    order = list(dict.fromkeys(claim_id for _, claim_ids in [*grouped, ("", rest)] for claim_id in claim_ids))
    abstained = [claim_id for claim_id in order if _is_abstention(lookup.verdicts[claim_id])]
    verified = [claim_id for claim_id in order if claim_id not in set(abstained)]
    made = {
        claim_id: _section(f"claim-{number}", claim_id, lookup, shown_per_stance)
        for number, claim_id in enumerate([*verified, *abstained], start=1)
    }
    themes = _themes([*grouped, (_REST, rest)], {claim_id: made[claim_id] for claim_id in verified})
    return Arrangement(tuple(themes), tuple(made[claim_id] for claim_id in abstained))


def strongest(pieces: Sequence[Evidence], limit: int) -> tuple[Evidence, ...]:
    """At most `limit` of `pieces` (strongest first, and kept so): the best of each support kind, then the next best."""
    best_of_kind: dict[str, int] = {}
    for index, piece in enumerate(pieces):
        best_of_kind.setdefault(piece.support_kind, index)
    others = (index for index in range(len(pieces)) if index not in best_of_kind.values())
    return tuple(pieces[index] for index in sorted([*best_of_kind.values(), *others][:limit]))


def _is_abstention(verdict: Verdict) -> bool:
    return verdict.label == "not enough evidence"


def _themes(
    grouped: Iterable[tuple[str, tuple[str, ...]]], sections: dict[str, ClaimSection]
) -> Iterable[ThemeSection]:
    shown: set[str] = set()
    for title, claim_ids in grouped:
        ours = [claim_id for claim_id in dict.fromkeys(claim_ids) if claim_id in sections]
        new = tuple(sections[claim_id] for claim_id in ours if claim_id not in shown)
        seen = tuple(sections[claim_id].name for claim_id in ours if claim_id in shown)
        shown.update(ours)
        if ours:
            yield ThemeSection(title, new, seen)


def _section(name: str, claim_id: str, lookup: Lookup, limit: int) -> ClaimSection:
    verdict = lookup.verdicts[claim_id]
    if _is_abstention(verdict):
        limit = min(limit, _SHOWN_WHEN_ABSTAINED)
    groups = []
    for stance in STANCES:
        pieces = [piece for piece in verdict.evidence if piece.stance == stance]
        shown = strongest(pieces, limit)
        groups.append(EvidenceGroup(stance, shown, len(pieces) - len(shown)))
    return ClaimSection(name, lookup.claims[claim_id], verdict, tuple(groups))
