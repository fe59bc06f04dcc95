"""Result rows of real papers for the swap test bed: annotated scores, found again in the tables of their sources.

An annotation says (task, data set, metric, score) and no system. A table of the source in which the score stands under
headers of that data set and metric says whose it is, and what other systems have under the same headers.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from litsynth.benchmarks.swaps_latex import PlainTable, plain_tables, prose_sentences
from litsynth.benchmarks.swaps_names import (
    base_name,
    has_name,
    language_of,
    metric_of,
    metric_of_letter,
    metrics_in,
    same_dataset,
    split_of,
    system_name,
)

_LEAST_LANGUAGES = 3
# A row that says what was left out: that it has the number of a leaderboard is chance.
_ABLATED = re.compile(r"(?:[-–]|w/o\b|without\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Annotation:
    """A score as a leaderboard has it."""

    dataset: str
    metric: str
    score: str


@dataclass(frozen=True, slots=True)
class Place:
    """What a number was measured on; what a table does not say is empty. `setting`: as zero-shot."""

    dataset: str
    metric: str
    split: str = ""
    language: str = ""
    setting: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """What the systems of one table have in one place: (system, value as printed), in the order of the table.

    `own` are those whose number the paper's leaderboard has: systems that the paper itself presents.
    """

    paper_id: str
    table: int
    place: Place
    values: tuple[tuple[str, str], ...]
    own: frozenset[str] = frozenset()

    def value(self, system: str) -> str:
        """The number of a system; empty where it has none."""
        return dict(self.values).get(system, "")


@dataclass(frozen=True, slots=True)
class PaperRows:
    """The boards of one paper, every (row name, number) of its plain tables, its text and the sentences of that.

    The last three are for looking up whether a number stands elsewhere.
    """

    paper_id: str
    boards: tuple[Board, ...]
    cells: tuple[tuple[str, str], ...]
    text: str
    sentences: tuple[str, ...]


def paper_rows(paper_id: str, tex: str, annotated: Sequence[Annotation], left_out: Counter[str]) -> PaperRows:
    """The boards of the tables in which an annotated score was found again. What is not taken is counted by reason."""
    tables: list[PlainTable] = []
    for table in plain_tables(tex):
        if isinstance(table, str):
            left_out[f"table: {table}"] += 1
        else:
            tables.append(table)
    boards: list[Board] = []
    found: set[Annotation] = set()
    for at, table in enumerate(tables):
        places = _places(table, annotated)
        held = [
            (column, one)
            for column, place in enumerate(places)
            if place
            for one in _held(table, column, place, annotated)
        ]
        found |= {one for _, one in held}
        if held:
            whole = _boards(paper_id, at, table, _completed(places, held, tex), left_out)
            scores = [one.score for _, one in held]
            boards.extend(replace(board, own=_own(board, scores)) for board in whole)
    for annotation in set(annotated) - found:
        left_out[f"score: {_why_not(tables, annotation)}"] += 1
    cells = tuple(
        (system_name(name), value) for table in tables for name, values in table.rows for value in values if value
    )
    return PaperRows(paper_id, tuple(boards), cells, tex, prose_sentences(tex))


def _held(table: PlainTable, column: int, place: Place, annotated: Sequence[Annotation]) -> Iterator[Annotation]:
    """The annotations whose scores stand in a column that may be of their data set and metric."""
    for one in annotated:
        fits = not place.dataset or same_dataset(one.dataset, place.dataset)
        fits = fits and place.metric in ("", metric_name(one)) and bool(place.dataset or place.metric)
        rows = (values for name, values in table.rows if not _ABLATED.match(name))
        if fits and any(_same_score(values[column], one.score) for values in rows):
            yield one


def _own(board: Board, scores: Sequence[str]) -> frozenset[str]:
    return frozenset(name for name, value in board.values if any(_same_score(value, score) for score in scores))


def metric_name(annotation: Annotation) -> str:
    """A common name of an annotated metric, or its own."""
    return metric_of(annotation.metric) or annotation.metric.strip()


def _completed(places: Sequence[Place | None], held: Sequence[tuple[int, Annotation]], tex: str) -> list[Place | None]:
    """What headers and caption leave open as the annotations of the table's scores have it, where these agree.

    A data set that the paper calls by another name would be guessed.
    """
    datasets = {base_name(one.dataset) for _, one in held}
    metrics = {metric_name(one) for _, one in held}
    dataset = datasets.pop() if len(datasets) == 1 else ""
    metric = metrics.pop() if len(metrics) == 1 else ""
    whole = [
        replace(
            place,
            dataset=place.dataset or (dataset if has_name(tex, dataset) else ""),
            metric=place.metric or (metric if has_name(tex, metric) else ""),
        )
        if place
        else None
        for place in places
    ]
    return [place if place and place.dataset and place.metric else None for place in whole]


def _same_score(printed: str, annotated: str) -> bool:
    """Whether an annotated score is a printed number, or that rounded; annotators also write 47.5% as 0.475.

    >>> _same_score("19.67", "19.7"), _same_score("47.5", "0.475"), _same_score("19.67", "19.6")
    (True, True, False)
    """
    score = annotated.strip().rstrip("%").strip()
    if not re.fullmatch(r"\d*\.\d+|\d+", score) or not printed:
        return False
    value, wanted = Decimal(printed), Decimal(score)
    return value in (wanted, 100 * wanted) or ("." in score and value.quantize(wanted, ROUND_HALF_UP) == wanted)


def _why_not(tables: Sequence[PlainTable], annotation: Annotation) -> str:
    cells = (value for table in tables for _, values in table.rows for value in values)
    if any(_same_score(value, annotation.score) for value in cells):
        return "in a table, not under headers of its data set and metric"
    return "in no plain table"


def _places(table: PlainTable, annotated: Sequence[Annotation]) -> list[Place | None]:
    """What each column is of, as far as its headers and the caption say; None under a header that is not understood."""
    names = tuple(dict.fromkeys(one.dataset for one in annotated))
    others = tuple(dict.fromkeys(one.metric for one in annotated if not metric_of(one.metric)))
    levels = list(zip(*table.headers, strict=True))
    # One text over the whole width is no header but the heading of the first rows.
    levels = [level for level in levels if len(set(level)) > 1 or len(level) == 1]
    roles = [_role(level, names, others) for level in levels]
    by_caption = _in_caption(table.caption, names)
    return [
        _place([level[at] for level in levels], roles, levels, by_caption, others) for at in range(len(table.headers))
    ]


def _role(level: Sequence[str], names: Sequence[str], others: Sequence[str]) -> str:
    texts = [text for text in dict.fromkeys(level) if text]
    beside = frozenset(texts)
    if not texts:
        return ""
    if all(split_of(text) and not metric_of(text) for text in texts):
        return "split"
    if any(metric_of(text, others) or metric_of_letter(text, beside) for text in texts):
        return "metric"
    if any(same_dataset(name, text) for name in names for text in texts):
        return "dataset"
    return "language" if sum(bool(language_of(text)) for text in texts) >= _LEAST_LANGUAGES else "unknown"


def _in_caption(caption: str, names: Sequence[str]) -> Place:
    datasets = {base_name(name) for name in names if has_name(caption, base_name(name))}
    metrics = metrics_in(caption)
    return Place(datasets.pop() if len(datasets) == 1 else "", metrics.pop() if len(metrics) == 1 else "")


def _place(
    texts: Sequence[str],
    roles: Sequence[str],
    levels: Sequence[Sequence[str]],
    by_caption: Place,
    others: Sequence[str],
) -> Place | None:
    place = Place("", "")
    for text, role, level in zip(texts, roles, levels, strict=True):
        if (role == "unknown" and text) or (role == "metric" and not text):
            return None
        if not text or not role:
            continue
        value = {
            "metric": metric_of(text, others) or metric_of_letter(text, frozenset(level)),
            "split": split_of(text),
        }.get(role)
        value = language_of(text) if role == "language" else text if value is None else value
        if not value:
            return None
        place = replace(place, **{role: value})
        if role == "metric" and split_of(text):
            place = replace(place, split=split_of(text))
    place = replace(place, dataset=place.dataset or by_caption.dataset, metric=place.metric or by_caption.metric)
    # Over a gap in the headers stood something that was not understood, as a formula: it may have been the metric.
    return None if "" in texts and not place.metric else place


def _boards(
    paper_id: str, number: int, table: PlainTable, places: Sequence[Place | None], left_out: Counter[str]
) -> Iterator[Board]:
    names = [system_name(name) for name, _ in table.rows]
    twice = {name for name, count in Counter(names).items() if name and count > 1}
    kept = [(name, values) for name, (_, values) in zip(names, table.rows, strict=True) if name and name not in twice]
    left_out["row: no name of its own, or one that stands twice"] += len(table.rows) - len(kept)
    known = Counter(place for place in places if place)
    for at, place in enumerate(places):
        values = tuple((name, row[at]) for name, row in kept if row[at])
        if place is None or known[place] > 1:
            left_out["column: data set or metric left open, or stated twice"] += 1
        elif values and "\\" not in place.dataset + place.metric:
            yield Board(paper_id, number, place, values)
