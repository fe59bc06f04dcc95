"""Charts of experiments: scores by language beside published ones, and contrasts with their intervals."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Any

from litsynth.render.draw import BLUE, GREY, ORANGE, Form, drawn, label

_PANELS_A_ROW = 3
_PANEL = (3.5, 2.2)  # inches
_WIDTH, _ROW = 8.0, 0.42  # inches of a chart of contrasts: across, and for a line of it


@dataclass(frozen=True, slots=True)
class Level:
    """A score in points, over seeds and items [low, high]; `published` beside it, None where there is none."""

    name: str
    value: float
    low: float
    high: float
    published: float | None


@dataclass(frozen=True, slots=True)
class Panel:
    """The scores of one system."""

    title: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One system minus another, in points; `by_seed` are single seeds, and less than `margin` would not matter."""

    name: str
    value: float
    low: float
    high: float
    by_seed: tuple[float, ...]
    margin: float


@lru_cache(maxsize=4)
def levels(panels: tuple[Panel, ...], chance: float, metric: str, form: Form) -> bytes:
    """A panel for each system, a place for each language: measured with its interval, published as an open diamond.

    `chance`, in points of the `metric`, is a dashed line; all panels have one scale.
    """
    rows = ceil(len(panels) / _PANELS_A_ROW)
    columns = min(len(panels), _PANELS_A_ROW)
    size = (_PANEL[0] * columns, _PANEL[1] * rows + 0.4)
    return drawn(lambda figure: _levels(figure, panels, (chance, metric), (rows, columns)), size, form)


@lru_cache(maxsize=4)
def differences(rows: tuple[Difference, ...], metric: str, form: Form) -> bytes:
    """A line for each contrast: its interval, each seed as a dot, and a band in which a difference would not matter."""
    return drawn(lambda figure: _differences(figure, rows, metric), (_WIDTH, _ROW * len(rows) + 0.7), form)


def _levels(figure: Any, panels: tuple[Panel, ...], scale: tuple[float, str], grid_of: tuple[int, int]) -> None:
    chance, metric = scale
    grid = figure.subplots(*grid_of, sharey=True, squeeze=False)
    flat = [axes for line in grid for axes in line]
    for axes in flat[len(panels) :]:
        axes.set_visible(False)
    for axes, panel in zip(flat, panels, strict=False):
        axes.axhline(chance, color=GREY, linestyle="--", linewidth=0.8)
        for at, one in enumerate(panel.levels):
            axes.plot([at, at], [one.low, one.high], color=BLUE, linewidth=1.2)
            axes.plot([at], [one.value], "s", color=BLUE, markersize=3.5)
            if one.published is not None:
                axes.plot([at], [one.published], "D", color=ORANGE, markerfacecolor="none", markersize=4.5)
        axes.set_xticks(range(len(panel.levels)), [one.name for one in panel.levels], rotation=60)
        axes.set_title(label(panel.title), fontsize=8)
        axes.margins(x=0.06)
        axes.spines[["right", "top"]].set_visible(False)
    figure.supxlabel(f"{metric} in points. Square: measured, 95%; diamond: published; dashes: chance", fontsize=8)


def _differences(figure: Any, rows: tuple[Difference, ...], metric: str) -> None:
    axes = figure.add_subplot()
    axes.axvline(0, color="black", linewidth=0.6)
    for at, one in enumerate(rows):
        axes.plot([-one.margin, one.margin], [at, at], color=GREY, linewidth=9, alpha=0.25, solid_capstyle="butt")
        axes.plot([one.low, one.high], [at, at], color=BLUE, linewidth=1.6)
        axes.plot([one.value], [at], "s", color=BLUE, markersize=5)
        axes.plot(one.by_seed, [at + 0.22] * len(one.by_seed), ".", color=ORANGE, markersize=3)
        axes.annotate(f"{one.value:+.1f}", (one.high, at), xytext=(5, 0), textcoords="offset points", va="center")
    axes.set_yticks(range(len(rows)), [label(one.name) for one in rows])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.margins(x=0.15)
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.set_xlabel(f"Points of {metric}. Line: 95% over seeds and items; dots: seeds; band: would not matter.")
