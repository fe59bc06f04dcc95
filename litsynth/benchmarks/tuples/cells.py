"""Which cell of a paper is its entry on a leaderboard: what row, column and caption say, and how the value stands out."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litsynth.benchmarks.tuples.annotations import Triple
from litsynth.benchmarks.tuples.boards import Boards, beside_cells
from litsynth.benchmarks.tuples.pages import Page, Sheet
from litsynth.benchmarks.tuples.usual import Range, Usual
from litsynth.benchmarks.tuples.words import Spellings

Floats = NDArray[np.float64]
_OURS = re.compile(r"\b(ours?|proposed|this (?:work|paper)|we)\b", re.IGNORECASE)
_ABLATION = re.compile(r"ablat|hyper-?param|statistic|without|effect|impact|analysis|varying|different", re.IGNORECASE)
_DEV, _TEST = re.compile(r"\b(?:dev|valid|val)\w*", re.IGNORECASE), re.compile(r"\btest", re.IGNORECASE)
_TRAIN, _SIZE = re.compile(r"\btrain", re.IGNORECASE), re.compile(r"param|#|size", re.IGNORECASE)
_LESS_IS_BETTER = re.compile(
    r"perplex|ppl|error|\bwer\b|\bcer\b|bpc|bit per|bpb|param|loss|rmse|mae|\bmr\b|distance|latency|time", re.IGNORECASE
)
_CITED = re.compile(r"\d{4}|et al|\[")
_FIGURE = re.compile(r"\d*\.?\d+")
_MOST_CELLS = 150
"""Cells looked at for one triple, those that name it best first."""
_RIVALS = 8
"""Data sets and metrics of a paper, the likeliest first, that a row or column may name instead."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a cell is whatever the triple; arrays over the values of a table. `rank` and `gap` have a row for each way

    that a metric may point: less is better, more is better; 0 is the best of the column.
    """

    row: NDArray[np.int64]
    column: NDArray[np.int64]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    value: Floats
    rank: Floats
    gap: Floats
    fixed: Floats


def standings(page: Page) -> list[Standing]:
    """The cells of all tables of a paper that have values."""
    counts = Counter(_FIGURE.findall(page.run))
    return [_standing(page, sheet, counts) for sheet in page.tables]


def _standing(page: Page, sheet: Sheet, counts: Mapping[str, int]) -> Standing:
    """The cells of a table as they stand; `counts` says how often digits occur in the body of the paper."""
    rows, columns = sorted(sheet.rows), sorted({one.column for one in sheet.values})
    row = np.array([rows.index(one.row) for one in sheet.values])
    column = np.array([columns.index(one.column) for one in sheet.values])
    value = np.array([one.value for one in sheet.values])
    rank, gap = _ranked(value, [(one.column, one.place) for one in sheet.values])
    bold = np.array(
        [one.digits in page.bold or f"0{one.digits}" in page.bold for one in sheet.values], dtype=np.float64
    )
    fixed = [
        *_of_labels(page, sheet, (row, rows), (column, columns)),
        bold,
        np.array([len(one.digits.partition(".")[2]) for one in sheet.values]),
        np.array([min(6, counts.get(one.digits, 0)) for one in sheet.values]),
        np.array([one.value in page.in_abstract for one in sheet.values]),
        np.array([one.unit == "points" for one in sheet.values]),
        np.array([one.unit == "count" for one in sheet.values]),
        np.array([one.place for one in sheet.values]),
        (row + 1) / len(rows),
        row == len(rows) - 1,
        (column + 1) / len(columns),
        *_of_rows(row, len(rows), gap, bold),
        *(np.full(len(value), number) for number in _of_table(page, sheet, len(rows), len(columns))),
    ]
    return Standing(
        row, column, tuple(rows), tuple(columns), value, rank, gap, np.stack(fixed, axis=1).astype(np.float64)
    )


def _ranked(value: Floats, group: Sequence[tuple[int, int]]) -> tuple[Floats, Floats]:
    """Rank, on [0, 1], and distance to the best as a share of the range, within each group; less first, then more."""
    rank, gap = np.zeros((2, len(value))), np.zeros((2, len(value)))
    keys = np.array([10 * column + place for column, place in group])
    for key in np.unique(keys):
        mine = keys == key
        distinct = np.unique(value[mine])
        spread = distinct[-1] - distinct[0]
        if spread > 0:
            rank[0, mine] = np.searchsorted(distinct, value[mine]) / (len(distinct) - 1)
            rank[1, mine] = 1 - rank[0, mine]
            gap[0, mine] = (value[mine] - distinct[0]) / spread
            gap[1, mine] = (distinct[-1] - value[mine]) / spread
    return rank, gap


def _of_labels(
    page: Page, sheet: Sheet, rows: tuple[NDArray[np.int64], list[int]], columns: tuple[NDArray[np.int64], list[int]]
) -> list[NDArray[np.bool_]]:
    """Ours, the paper's own names, dev, test, a size, no citation: in row or column."""
    texts = [
        [sheet.rows[at][0] for at in rows[1]],
        [sheet.columns[at][0] if at in sheet.columns else "" for at in columns[1]],
    ]

    def either(holds: Sequence[NDArray[np.bool_]]) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = holds[0][rows[0]] | holds[1][columns[0]]
        return found

    own = [np.array([any(name in text.lower() for name in page.own) for text in side]) for side in texts]
    found = [
        either([np.array([bool(rule.search(text)) for text in side]) for side in texts])
        for rule in (_OURS, _DEV, _TEST)
    ]
    size = np.array([bool(_SIZE.search(text)) for text in texts[1]])[columns[0]]
    cited = np.array([bool(_CITED.search(text)) for text in texts[0]])[rows[0]]
    return [either(own), *found, size, cited]


def _of_rows(row: NDArray[np.int64], count: int, gap: Floats, bold: Floats) -> list[Floats]:
    """Share of a row that is best of its column, either way, and bold; the row's place among all by these; its length."""
    size = np.bincount(row, minlength=count)
    shares = [
        np.bincount(row, weights, count) / np.maximum(1, size)
        for weights in ((gap[1] == 0).astype(float), bold, (gap[0] == 0).astype(float))
    ]
    places = [np.argsort(np.argsort(-share, kind="stable"), kind="stable") for share in shares[:2]]
    return [one[row].astype(np.float64) for one in (*shares, *places, size)]


def _of_table(page: Page, sheet: Sheet, rows: int, columns: int) -> tuple[float, ...]:
    caption = sheet.caption
    marks = (bool(rule.search(caption)) for rule in (_DEV, _TEST, _ABLATION))
    return (*marks, sheet.appendix, sheet.number, len(page.sheets), rows, columns)


class Cells:
    """The cells of one paper, and how well they fit triples. `noted`: of each value the chance that it is noted at all."""

    def __init__(
        self,
        page: Page,
        spellings: Spellings,
        usual: Usual,
        standings: Sequence[Standing],
        noted: Floats,
        boards: Boards,
    ) -> None:
        self._page, self._spellings, self._usual = page, spellings, usual
        self._sheets = list(zip(page.tables, standings, strict=True))
        self._known = [boards.of_sheet(sheet) for sheet in page.tables]
        self._noted = among(standings, noted)
        self._shares: dict[tuple[str, int], tuple[Floats, Floats, float, float, float]] = {}

    def describe(self, likely: Sequence[tuple[Triple, float]], at: int) -> tuple[NDArray[np.int64], Floats]:
        """Places among the paper's values, shape (cells,), and features, shape (cells, features).

        They are of the cells that best name triple `at` of the `likely`, the paper's triples with their chances, best first.
        """
        triple = likely[at][0]
        sets = list(dict.fromkeys(one.dataset for one, _ in likely))[:_RIVALS]
        metrics = list(dict.fromkeys(one.metric for one, _ in likely))[:_RIVALS]
        usual = self._usual.of(triple)
        rivals = [s for s in sets if s != triple.dataset], [m for m in metrics if m != triple.metric]
        parts = [self._of_sheet(number, triple, *rivals, usual) for number in range(len(self._sheets))]
        if not parts:
            return np.zeros(0, dtype=np.int64), np.zeros((0, 0))
        fit, rows = (np.concatenate([part[side] for part in parts]) for side in range(2))
        order = np.argsort(-fit, kind="stable")[:_MOST_CELLS]
        chance = max(chance for one, chance in likely if one.dataset == triple.dataset)
        share = self._spellings.share
        paper = (
            share(triple.dataset, self._page.title), share(triple.dataset, self._page.abstract), likely[at][1], at, chance,
            len(fit), *(bool(rule.search(triple.metric)) for rule in (_DEV, _TRAIN, _TEST, _SIZE, _LESS_IS_BETTER)),
        )  # fmt: skip
        place = np.stack([fit[order], fit[order] - fit.max(), np.arange(len(order))], axis=1)
        return order, np.concatenate(
            [rows[order], place, np.tile(np.array(paper, dtype=float), (len(order), 1))], axis=1
        )

    def _of_sheet(
        self, number: int, triple: Triple, sets: Sequence[str], metrics: Sequence[str], usual: Range | None
    ) -> tuple[Floats, Floats]:
        cells = self._sheets[number][1]
        less = 0 if _LESS_IS_BETTER.search(triple.metric) else 1
        in_row, in_column, *around = self._spread(triple.dataset, number)
        metric_row, metric_column, *metric_around = self._spread(triple.metric, number)
        task_row, task_column, *task_around = self._spread(triple.task, number)
        dataset, metric = np.maximum(in_row, in_column), np.maximum(metric_row, metric_column)
        ahead = dataset - self._rival(sets, number)
        ahead_metric = metric - self._rival(metrics, number)
        any_dataset = np.maximum(dataset, max(around[0], 0.9 * around[1], 0.9 * around[2]))
        any_metric = np.maximum(metric, max(metric_around[0], 0.8 * metric_around[1]))
        rank, gap = cells.rank[less], cells.gap[less]
        fit = (
            any_dataset
            + 0.6 * any_metric
            + 0.5 * (ahead >= 0) * dataset
            + 0.3 * (ahead_metric >= 0) * metric
            - 0.3 * rank
        )
        best = cells.value == (cells.value.max() if less else cells.value.min())
        far, within = _far(cells.value, usual)
        of_cell = (
            in_row, in_column, dataset, ahead, any_dataset, metric_row, metric_column, metric, ahead_metric, any_metric,
            np.maximum(task_row, task_column), rank, gap, gap == 0, best, far, within,
        )  # fmt: skip
        of_sheet = np.tile(np.array([*around, *metric_around, *task_around]), (len(fit), 1))
        known = beside_cells(self._known[number], triple, cells.row, cells.column)
        return (
            fit,
            np.concatenate([np.stack(of_cell, axis=1), cells.fixed, of_sheet, known, self._noted[number]], axis=1),
        )

    def _spread(self, name: str, number: int) -> tuple[Floats, Floats, float, float, float]:
        """How fully each cell's row and column name something, and caption, referring sentences and heading."""
        sheet, cells = self._sheets[number]
        if (name, number) not in self._shares:
            share = self._spellings.share
            rows = np.array([share(name, sheet.rows[at][1]) for at in cells.rows])
            columns = np.array(
                [share(name, sheet.columns[at][1]) if at in sheet.columns else 0.0 for at in cells.columns]
            )
            texts = (sheet.of_caption, sheet.of_references, sheet.of_heading)
            caption, told, heading = (share(name, text) for text in texts)
            self._shares[name, number] = (rows[cells.row], columns[cells.column], caption, told, heading)
        return self._shares[name, number]

    def _rival(self, names: Sequence[str], number: int) -> Floats:
        """How fully a cell's row or column names the best of other names."""
        found = np.zeros(len(self._sheets[number][1].value))
        for name in names:
            row, column, *_ = self._spread(name, number)
            found = np.maximum(found, np.maximum(row, column))
        return found


def among(standings: Sequence[Standing], noted: Floats) -> list[Floats]:
    """For each table how the chance of each value to be noted at all stands in its row, column, table and paper."""
    found, start, best = [], 0, noted.max(initial=0.0)
    for cells in standings:
        mine = noted[start : start + len(cells.value)]
        start += len(mine)
        means, tops = [], []
        for side, count in ((cells.row, len(cells.rows)), (cells.column, len(cells.columns))):
            means.append((np.bincount(side, mine, count) / np.maximum(1, np.bincount(side, minlength=count)))[side])
            top = np.zeros(count)
            np.maximum.at(top, side, mine)
            tops.append(top[side])
        whole = np.full(len(mine), mine.max())
        found.append(
            np.stack(
                [mine, mine - whole, whole, whole - best, mine - tops[1], *means, means[0] - means[0].max()], axis=1
            )
        )
    return found


def _far(value: Floats, usual: Range | None) -> tuple[Floats, NDArray[np.bool_]]:
    """How far values are from what is usual, in spreads up to 9 (-1: not known), and whether they are within it."""
    if usual is None:
        return np.full(len(value), -1.0), np.zeros(len(value), dtype=np.bool_)
    median, low, high = usual
    return np.minimum(9, np.abs(value - median) / (high - low + 1e-3)), (value >= low) & (value <= high)
