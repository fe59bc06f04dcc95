"""The figures of a report: what is drawn, under which name, and what is said where nothing is."""

from collections.abc import Mapping
from dataclasses import dataclass

from litsynth.records import Report
from litsynth.render import draw
from litsynth.render.arrange import arrange
from litsynth.render.effects import EffectGroup, effect_groups, summary_of
from litsynth.render.lookup import Lookup
from litsynth.render.vector import plain_svg

FOLDER = "figures"
"""The folder of a run's folder that they lie in."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """One figure: the stem of its files, its caption, its text alternative, and how many rows were left out of it."""

    stem: str
    caption: str
    alternative: str
    left_out: int = 0

    @property
    def path(self) -> str:
        """The SVG, from the report's folder."""
        return f"{FOLDER}/{self.stem}.svg"


def drawings(report: Report, groups: tuple[EffectGroup, ...]) -> dict[str, Drawing]:
    """What there is to draw, by stem; empty where the report states no difference in points and knows no bins."""
    found = {}
    if groups:
        effects = sum(len(group.effects) for group in groups)
        left_out = max(0, effects - draw.MOST_ROWS)
        found["effects"] = Drawing("effects", "Differences in points by finding", summary_of(groups), left_out)
    if report.reliability:
        found["reliability"] = Drawing("reliability", "Reliability of the calibrator in use", _told(report))
    return found


def figure_files(report: Report) -> Mapping[str, str | bytes]:
    """The files of the figures by name (`figures/effects.svg`), each as SVG and as PNG; empty where there are none.

    Raises BadRecord as `Lookup.of` does.
    """
    lookup = Lookup.of(report)
    names = {part.claim.claim_id: part.name for part in arrange(report, lookup).sections}
    groups = effect_groups(report, lookup, names)
    files: dict[str, str | bytes] = {}
    for stem, drawing in drawings(report, groups).items():
        files[drawing.path] = svg_of(drawing, report, groups)
        files[f"{FOLDER}/{stem}.png"] = (
            draw.forest(groups, "png") if stem == "effects" else draw.reliability(report.reliability, "png")
        )
    return files


def svg_of(drawing: Drawing, report: Report, groups: tuple[EffectGroup, ...]) -> str:
    """The figure as SVG that may stand in a page as it is."""
    drawn = draw.forest(groups, "svg") if drawing.stem == "effects" else draw.reliability(report.reliability, "svg")
    return plain_svg(drawn, drawing.stem, drawing.caption, drawing.alternative)


def _told(report: Report) -> str:
    bins = "; ".join(
        f"of {one.count:,} verdicts with a mean confidence of {one.confidence:.0%}, {one.accuracy:.0%} were right"
        for one in report.reliability
    )
    return f"Reliability diagram: {bins}."
