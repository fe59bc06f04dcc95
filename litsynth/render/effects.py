"""The gains and losses of a report, finding by finding: what the forest plot draws and the table beside it lists."""

from collections.abc import Mapping
from dataclasses import dataclass

from litsynth.protocol import in_words
from litsynth.records import Figure, Report
from litsynth.render.findings import cell_marks, finding_sections
from litsynth.render.lookup import Lookup
from litsynth.render.words import count

_PROTOCOL = ("setting", "languages", "split", "metric", "details")


@dataclass(frozen=True, slots=True)
class Effect:
    """One gain in points, negative where it is a loss. `claim` is the heading of its claim, `source` the short citation."""

    figure: Figure
    claim: str
    source: str
    paper_id: str

    @property
    def supported(self) -> bool:
        """Whether its claim is supported."""
        return self.figure.label == "supported"

    @property
    def system(self) -> str:
        """The system, and what it is compared with where the claim names that."""
        over = f" over {self.figure.baseline}" if self.figure.baseline else ""
        return f"{self.figure.system or 'system not named'}{over}"

    @property
    def marks(self) -> str:
        """What its cells add to its claim or say otherwise (see `cell_marks`)."""
        return cell_marks(self.figure)

    @property
    def protocol(self) -> str:
        """The scores that it goes from and to, setting, languages, split, metric and steps, as far as they are known."""
        fields = ((name, getattr(self.figure, name)) for name in _PROTOCOL)
        ends = " to ".join(f"{end:g}" for end in self.figure.ends)
        said = in_words((name, value) for name, value in fields if value)
        return "; ".join(part for part in (ends, said) if part)


@dataclass(frozen=True, slots=True)
class EffectGroup:
    """The effects of one finding, by protocol; `name` is its heading."""

    name: str
    title: str
    effects: tuple[Effect, ...]


def effect_groups(report: Report, lookup: Lookup, names: Mapping[str, str]) -> tuple[EffectGroup, ...]:
    """The findings with differences in points, in the order of the report; `names` are the headings of claims by id."""
    groups = []
    for part in finding_sections(report):
        effects = tuple(
            _effect(figure, lookup, names)
            for figure in part.finding.figures
            if part.finding.kind == "effect" and figure.unit == "points"
        )
        if effects:
            groups.append(EffectGroup(part.name, part.finding.title, effects))
    return tuple(groups)


def summary_of(groups: tuple[EffectGroup, ...]) -> str:
    """What the forest plot shows, in one sentence: its text alternative beside the table."""
    every = [effect for group in groups for effect in group.effects]
    values = [effect.figure.value for effect in every]
    supported = sum(effect.supported for effect in every)
    return (
        f"Forest plot of {count(len(every), 'difference')} in points of {count(len(groups), 'finding')}, "
        f"from {min(values):+g} to {max(values):+g}; {supported} of them are supported. The table beside it lists them all."
    )


def _effect(figure: Figure, lookup: Lookup, names: Mapping[str, str]) -> Effect:
    claim = lookup.claims[figure.claim_id]
    # A work that measured what another paper reports need not be among the papers of the report.
    paper_id = figure.paper_id if figure.paper_id in lookup.citations else claim.paper_id
    return Effect(figure, names[figure.claim_id], lookup.citations[paper_id], paper_id)
