"""Results from table cells, through the path of their row, the path of their column, the caption, and what refers to it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from litsynth.anchors import anchor_of
from litsynth.quantities import find_in_cell
from litsynth.records import Cell, Document, Quantity, Result
from litsynth.results.headers import Lexicon, Names, merged, names_in
from litsynth.results.slots import AVERAGE, Slots, system_name, task_dataset
from litsynth.results.systems import system_of
from litsynth.text.tables import Path, Paths, paths, referring

_VALUES = frozenset({"score", "percent", "points"})
_FEWEST_LANGUAGES = 3
"""Columns of languages from which their mean is an average over them."""
_NO_MEASURE = re.compile(
    r"(?:^|\b)(?:#|no\.|number of|num\.?|params?\b|parameters?|sizes?|epochs?|steps?|layers?|heads?|hours?|minutes?|seconds?|"
    r"time|speed|latency|memory|flops|gpus?|vocab\w*|dim(?:ension)?s?|lr|learning rate|batch|length|tokens?|sentences?|"
    r"examples?|instances?|samples?|years?|p-values?|seeds?|ratio|cost|threshold)\b|^#",
    re.IGNORECASE,
)
_NO_RESULTS = re.compile(
    r"\b(?:statistics|hyper-?parameters?|number of|sizes? of|search space|notation|examples? of|agreement|dataset details)\b",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(r"Δ|\\Delta|\bdelta\b|\bgains?\b|\bdiff(?:erence|\.)?\b|\bimprov\w*|\bgap\b", re.IGNORECASE)
_OVER = re.compile(r"(?:over|vs\.?|versus|against|w\.r\.t\.?)\s+(.+)", re.IGNORECASE)
_NO_SYSTEM = re.compile(
    r"\b(?:std|st\.? ?dev|standard deviation|deviation|variance|p-value|significance)\b", re.IGNORECASE
)
_SPREAD = re.compile(
    r"\W*(?:±|\+/-|std|st\.? ?dev|sd|s\.d\.|standard (?:deviation|error)|stderr|variance|ci)\W*", re.IGNORECASE
)
_MOST_PARTS = 3
_COMMA = re.compile(r"\d{1,3},\d{1,2}\s?%?")
_POINT = re.compile(r"\d\.\d")


@dataclass(frozen=True)
class Reader:
    """One table with all that is said of it. `own`: names of the paper's own systems."""

    document: Document
    number: int
    lexicon: Lexicon
    own: frozenset[str]

    @cached_property
    def rows(self) -> dict[int, Names]:
        """What each body row is called."""
        return {row: self._path(path) for row, path in self._paths.rows.items()}

    @cached_property
    def columns(self) -> dict[int, Names]:
        """What each column is called."""
        return {column: self._path(path) for column, path in self._paths.columns.items()}

    @cached_property
    def around(self) -> tuple[Names, ...]:
        """Caption, referring sentences, heading, and of title and abstract the data sets and tasks; the nearest first."""
        document, table = self.document, self.document.tables[self.number]
        told = merged(
            names_in(document.sentences[at].span.of(document.text), self.lexicon) for at in referring(document, table)
        )
        heading = document.sections[table.section].title if table.section < len(document.sections) else ""
        title = names_in(document.title, self.lexicon)
        return (
            self.caption,
            told,
            names_in(heading, self.lexicon),
            Names(tasks=title.tasks, datasets=title.datasets, benchmarks=title.benchmarks),
            Names(datasets=self.abstract.datasets),
        )

    @cached_property
    def abstract(self) -> Names:
        """What the abstract names."""
        spans = (part.span for part in self.document.sections if part.kind == "abstract")
        return merged(names_in(span.of(self.document.text), self.lexicon) for span in spans)

    @cached_property
    def tells_datasets(self) -> bool:
        """Whether what is measured differs by data set, so that a name among these headers that no inventory has is one."""
        headers = self.columns if self.systems_in_rows else self.rows
        return any(names.datasets for names in headers.values())

    @cached_property
    def caption(self) -> Names:
        """What the caption names."""
        return names_in(self.document.tables[self.number].caption.of(self.document.text), self.lexicon)

    @cached_property
    def systems_in_rows(self) -> bool:
        """Whether rows are systems and columns what is measured, as usual; False for the other way round."""
        table = self.document.tables[self.number]
        columns = [names for column, names in self.columns.items() if column >= table.stub_columns]
        rows = list(self.rows.values())

        def share(headers: Sequence[Names]) -> float:
            measures = sum(names.of_measure for names in headers)
            systems = sum(bool(names.systems or self.own & set(names.rest.split())) for names in headers)
            return (measures - systems) / max(1, len(headers))

        return share(columns) >= share(rows)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The codes of rows or columns that are one language each."""
        headers = self.columns if self.systems_in_rows else self.rows
        codes = (names.languages[0] for names in headers.values() if len(names.languages) == 1 and not names.average)
        return tuple(sorted({code for code in codes if "-" not in code}))

    def results(self) -> Iterator[Result]:
        """A result for each value of a cell that is one; those of one cell in the order that they are printed in."""
        table, text = self.document.tables[self.number], self.document.text
        named = bool(self.caption.metrics or any(names.metrics for names in self.columns.values()))
        if _NO_RESULTS.search(table.caption.of(text)) and not named:
            return
        found = [
            (cell, self._values(cell.span.of(text)))
            for cell in table.cells
            if cell.row in self.rows and cell.column >= table.stub_columns
        ]
        signed = sum(values[0].unit == "points" for _, values in found if values)
        changes = 2 * signed > sum(bool(values) for _, values in found)
        for cell, values in found:
            row, column = (" ".join(self._paths.rows[cell.row]), " ".join(self._paths.columns.get(cell.column, ())))
            spread = any(_SPREAD.fullmatch(level) for level in self._paths.columns.get(cell.column, ()))
            if not spread and not _NO_MEASURE.search(column if self.systems_in_rows else row):
                for part, value in enumerate(values):
                    yield from self._result(cell, value, (part, len(values)), changes)

    def _values(self, printed: str) -> list[Quantity]:
        """The values of a cell; of "79,2" only where the whole table has such marks and no decimal point."""
        text = printed
        if _COMMA.fullmatch(printed.strip()):
            text = printed.replace(",", ".") if self._decimal_commas else ""
        values = [value for value in find_in_cell(text) if value.unit in _VALUES][:_MOST_PARTS]
        return [replace(value, text=value.span.of(printed)) for value in values]

    @cached_property
    def _decimal_commas(self) -> bool:
        cells = [cell.span.of(self.document.text).strip() for cell in self.document.tables[self.number].cells]
        return any(_COMMA.fullmatch(text) for text in cells) and not any(_POINT.search(text) for text in cells)

    def _result(self, cell: Cell, value: Quantity, part: tuple[int, int], changes: bool) -> Iterator[Result]:
        row, column = self.rows[cell.row], self.columns.get(cell.column, Names())
        system, measure = (row, column) if self.systems_in_rows else (column, row)
        across, down = self._paths.columns.get(cell.column, ()), self._paths.rows[cell.row]
        printed, called = (across, down) if self.systems_in_rows else (down, across)
        said = system_of(called, self.lexicon, self.own)
        measure, header = _part(measure, part), " ".join(printed)
        slots = self._slots(system, said.told, measure)
        slots = replace(slots, extra=", ".join(text for text in (slots.extra, said.conditions) if text))
        if not (slots.dataset or slots.metric) or not _alone(part, measure) or _NO_SYSTEM.search(" ".join(called)):
            return
        delta = value.unit == "points" and (changes or bool(_DIFFERENCE.search(header)))
        over = _OVER.search(header) if delta else None
        yield replace(
            self._blank(cell, value),
            system=said.name,
            baseline=system_name(names_in(over.group(1), self.lexicon), self.own) if over else "",
            delta=delta,
            **slots.settled(self.lexicon.names),
        )

    def _blank(self, cell: Cell, value: Quantity) -> Result:
        """The result with its place alone."""
        document, table = self.document, self.document.tables[self.number]
        anchor = replace(
            anchor_of(document, cell.span, table.section),
            page=table.page or document.page_of(cell.span.start),
            table=table.label,
            row=", ".join(self._paths.rows[cell.row]),
            column=", ".join(self._paths.columns.get(cell.column, ())),
            source=table.source,
        )
        primary = table.primaries[cell.row] if cell.row < len(table.primaries) else ""
        return Result(document.paper_id, "", value, anchor, "table", row=cell.row, column=cell.column, primary=primary)

    def _slots(self, system: Names, told: Names, measure: Names) -> Slots:
        """Each slot from the nearest place that settles it: the cell's own headers, then what stands around the table."""
        near = (measure, told, *self.around)
        languages = measure.languages or system.languages
        if measure.average or (system.average and not languages and not system.rest):
            languages = self.languages if len(self.languages) >= _FEWEST_LANGUAGES else (AVERAGE,)
        slots = Slots.nearest(near)
        dataset = task_dataset(measure, near, self.lexicon.names) or slots.dataset
        extra = measure.rest
        if not measure.datasets and measure.named and (not dataset or self.tells_datasets):
            dataset, extra = measure.rest, ""
        return replace(slots, dataset=dataset, languages=languages or slots.languages, extra=extra)

    @cached_property
    def _paths(self) -> Paths:
        return paths(self.document.tables[self.number], self.document.text)

    def _path(self, path: Path) -> Names:
        return merged(names_in(level, self.lexicon, alone=True) for level in path)


def _part(measure: Names, part: tuple[int, int]) -> Names:
    """What the header says of one of several values in a cell: "F1 / EM" over "88.5 / 81.2"."""
    at, count = part
    if count == 1:
        return measure
    if len(measure.metrics) == count:
        return replace(measure, metrics=measure.metrics[at : at + 1])
    if len(measure.splits) == count:
        return replace(measure, splits=measure.splits[at : at + 1])
    return replace(measure, metrics=measure.metrics[:1]) if not at else measure


def _alone(part: tuple[int, int], measure: Names) -> bool:
    """Whether the header says which of several values of a cell is meant; of those that it does not tell apart the first."""
    at, count = part
    return count == 1 or not at or len(measure.metrics) == 1 or len(measure.splits) == 1
