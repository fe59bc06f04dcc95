"""Charts by matplotlib, as SVG and PNG: the same data give the same bytes, with one version of matplotlib.

matplotlib takes most of a second to import: it is, where there is something to draw.
"""

import io
import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from math import sqrt
from typing import Any, Literal

from litsynth.records import ReliabilityBin
from litsynth.render.effects import Effect, EffectGroup
from litsynth.render.marked import printable

Form = Literal["svg", "png"]

# Okabe and Ito (2008): told apart by readers with any colour vision, and of different lightness in print.
BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#6b6b6b"
_WIDTH, _SQUARE = 10.5, 4.6  # inches: of a landscape page or a wide column; of a chart with two equal axes
_ROW = 0.24  # inches for a line of the plot
_DPI = 200
_LONGEST = 64  # characters of a label; the table beside the plot has it whole
MOST_ROWS = 60
"""Effects that are drawn, those nearest to the question; a page holds no more."""
_OURS: Any = {
    "svg.hashsalt": "litsynth",
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.family": ["DejaVu Sans"],
    "font.size": 8,
}
_Z = 1.959964  # 95% of a normal distribution


@lru_cache(maxsize=8)
def forest(groups: tuple[EffectGroup, ...], form: Form) -> bytes:
    """The effects as a forest plot: a row each, grouped by finding, the stated ± or else what rounding allows as its line."""
    rows = list(_rows(groups))
    return drawn(lambda figure: _forest(figure, rows), (_WIDTH, _ROW * len(rows) + 0.6), form)


@lru_cache(maxsize=8)
def reliability(bins: tuple[ReliabilityBin, ...], form: Form) -> bytes:
    """Confidence against the share that is right, bin by bin, with 95% intervals (Wilson 1927)."""
    return drawn(lambda figure: _reliability(figure, bins), (_SQUARE, _SQUARE), form)


def _rows(groups: Sequence[EffectGroup]) -> Iterator[str | Effect]:
    left = MOST_ROWS
    for group in groups:
        if left > 0:
            yield group.title
            yield from group.effects[:left]
            left -= len(group.effects)


def _forest(figure: Any, rows: Sequence[str | Effect]) -> None:
    axes = figure.add_subplot()
    axes.axvline(0, color="black", linewidth=0.6)
    for at, row in enumerate(rows):
        if isinstance(row, Effect):
            _effect(axes, at, row)
    axes.set_yticks(range(len(rows)), [label(row if isinstance(row, str) else _row_label(row)) for row in rows])
    for row, tick in zip(rows, axes.get_yticklabels(), strict=True):
        tick.set_fontweight("bold" if isinstance(row, str) else "normal")
    effects = [(at, row) for at, row in enumerate(rows) if isinstance(row, Effect)]
    sources = axes.secondary_yaxis("right")
    sources.set_yticks([at for at, _ in effects], [label(f"{row.source} ({row.claim})") for _, row in effects])
    for side in (axes, sources):
        side.tick_params(axis="y", length=0)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.margins(x=0.18)
    axes.locator_params(axis="x", nbins=7)  # as many ticks however wide the labels leave the plot
    axes.spines[["left", "right", "top"]].set_visible(False)
    sources.spines["right"].set_visible(False)
    axes.set_xlabel("Points. Square: supported; circle: not. Thick line: stated ±; thin line: rounding.")


def _effect(axes: Any, at: int, row: Effect) -> None:
    one, colour = row.figure, BLUE if row.supported else GREY
    marker, face = ("s", colour) if row.supported else ("o", "none")
    axes.plot([one.low, one.high], [at, at], color=colour, linewidth=2.2 if one.spread else 1.0)
    axes.plot([one.value], [at], marker, color=colour, markerfacecolor=face, markersize=5)
    axes.annotate(f"{one.value:+g}", (one.high, at), xytext=(5, 0), textcoords="offset points", va="center")


def _row_label(row: Effect) -> str:
    return f"{row.system}: {row.protocol}" if row.protocol else row.system


def _reliability(figure: Any, bins: Sequence[ReliabilityBin]) -> None:
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color=GREY, linestyle="--", linewidth=1)
    for one in bins:
        low, high = _wilson(one.accuracy, one.count)
        axes.plot([one.confidence, one.confidence], [low, high], color=BLUE, linewidth=1.2)
        axes.annotate(f"{one.count:,}", (one.confidence, one.accuracy), xytext=(6, -9), textcoords="offset points")
    axes.plot([one.confidence for one in bins], [one.accuracy for one in bins], "s-", color=ORANGE, markersize=5)
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="Confidence of verdicts", ylabel="Share that is right", aspect="equal")
    axes.spines[["right", "top"]].set_visible(False)


def _wilson(share: float, count: int) -> tuple[float, float]:
    """The 95% interval of a share of `count`.

    >>> [round(edge, 3) for edge in _wilson(0.5, 100)]
    [0.404, 0.596]
    """
    centre = (share + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    half = _Z / (1 + _Z**2 / count) * sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def drawn(draw: Callable[[Any], None], size: tuple[float, float], form: Form) -> bytes:
    """What `draw` puts on a figure of this size, in inches."""
    with _settings():
        from matplotlib.figure import Figure  # noqa: PLC0415 - see above

        figure = Figure(figsize=size, layout="constrained")
        draw(figure)
        into = io.BytesIO()
        # Neither the time nor the version is part of what a chart says.
        metadata = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        figure.savefig(into, format=form, dpi=_DPI, metadata=metadata, transparent=form == "svg")
        return into.getvalue()


@contextmanager
def _settings() -> Iterator[None]:
    """matplotlib as it ships, whatever a person's own settings say; text stays text, and is no mathematics.

    It says nothing: that it builds a cache of fonts is no news of a report.
    """
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        import matplotlib as mpl  # noqa: PLC0415 - see above

        with warnings.catch_warnings(), mpl.rc_context():
            warnings.simplefilter("ignore")  # a character that the font lacks is drawn as a box
            mpl.rcdefaults()
            mpl.rcParams.update(_OURS)
            yield
    finally:
        logger.setLevel(level)


def label(text: str) -> str:
    """Text of papers as one line that XML may hold."""
    line = " ".join(printable(text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
