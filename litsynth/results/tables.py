"""Results from table cells, through the path of their row, the path of their column, the caption, and what refers to it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from litsynth.anchors import anchor_of
from litsynth.quantities import find_in_cell
from litsynth.records import Cell, Document, Quantity, Result
from litsynth.resolve import dataset_names
from litsynth.results.axes import Measured, Named, measured, named, systems_in_rows
from litsynth.results.called import beside, cited_names, far_places, unlisted, with_cited
from litsynth.results.headers import Lexicon, Names, citations, merged, names_in
from litsynth.results.levels import Level, header_levels, stub_levels
from litsynth.results.parts import is_alone, part_of
from litsynth.results.runs import Runs, runs_of
from litsynth.results.slots import AVERAGE, Slots, system_name, task_dataset
from litsynth.results.systems import System
from litsynth.text.tables import Paths, paths, referring

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
    r"\b(?:statistics|hyper-?parameters?|numbers? of|sizes? of|search space|notation|examples? of|agreement|dataset details)\b",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(r"Δ|\\Delta|\bdelta\b|\bgains?\b|\bdiff(?:erence|\.)?\b|\bimprov\w*|\bgap\b", re.IGNORECASE)
_GAPS = re.compile(r"\bgap (?:scores?|values?)\b|\bgaps? (?:between|of)\b", re.IGNORECASE)
_OVER = re.compile(r"(?:over|vs\.?|versus|against|w\.r\.t\.?)\s+(.+)", re.IGNORECASE)
_NO_SYSTEM = re.compile(
    r"\b(?:std|st\.? ?dev|standard deviation|deviation|variance|p-value|significance)\b", re.IGNORECASE
)
_SPREAD = re.compile(
    r"\W*(?:±|\+/-|std|st\.? ?dev|sd|s\.d\.|standard (?:deviation|error)|stderr|variance|ci)\W*", re.IGNORECASE
)
_MOST_PARTS = 3
_COUNT = 100
"""Whole numbers from which a value by no known metric is a count."""
_PERCENT = re.compile(r"%\s*\)|\((?:in )?%|\bin (?:%|percent)|\bpercent(?:ages?)?\b")
_SHARES = re.compile(
    r"|.*accuracy|.*F1|precision|recall|exact match|(?:Hits|Recall|P|Top)@\d+|[UL]AS|[WCP]ER|error rate"
)
_MEANS = frozenset({"machine translation", "language modeling"})
"""Tasks that a caption may name as a means to another one."""
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
    def systems_in_rows(self) -> bool:
        """Whether rows are systems and columns what is measured, as usual; False for the other way round."""
        return systems_in_rows(*self._levels, self.lexicon, self.own)

    @cached_property
    def measured(self) -> Measured:
        """The axis that says what is measured."""
        rows, columns = self._levels
        called = dataset_names(self.document.text)
        return measured(columns if self.systems_in_rows else rows, self.lexicon, called, self.caption)

    @cached_property
    def named(self) -> Named:
        """The axis that names the systems."""
        rows, columns = self._levels
        return named(rows if self.systems_in_rows else columns, self.measured, self.lexicon, self.own, self.caption)

    @cached_property
    def around(self) -> tuple[Names, ...]:
        """Caption, referring sentences and heading; the nearest first."""
        document, table = self.document, self.document.tables[self.number]
        told = merged(
            names_in(document.sentences[at].span.of(document.text), self.lexicon) for at in referring(document, table)
        )
        heading = document.sections[table.section].title if table.section < len(document.sections) else ""
        return (self.caption, told, names_in(heading, self.lexicon))

    @cached_property
    def caption(self) -> Names:
        """What the caption names; a data set behind "on" too that no inventory has."""
        text = self.document.tables[self.number].caption.of(self.document.text)
        names, new = names_in(text, self.lexicon), unlisted(text, self.lexicon, self.own)
        if new and not names.datasets:
            return replace(names, datasets=(new,))
        return replace(names, datasets=(*names.datasets, *beside(text, self.lexicon, names.datasets)))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The codes of rows or columns that are one language each."""
        places = {at for level in self.measured.levels for at in level.labels}
        each = (self._measure(at) for at in sorted(places))
        codes = (names.languages[0] for names in each if len(names.languages) == 1 and not names.average)
        return tuple(sorted({code for code in codes if "-" not in code}))

    def results(self) -> Iterator[Result]:
        """A result for each value of a cell that is one; those of one cell in the order that they are printed in."""
        table, text = self.document.tables[self.number], self.document.text
        named = bool(
            self.caption.metrics
            or any(self._measure(at).metrics for level in self.measured.levels for at in level.labels)
        )
        if _NO_RESULTS.search(table.caption.of(text)) and not named:
            return
        found = [
            (cell, self._values(cell.span.of(text)))
            for cell in table.cells
            if cell.row in self._paths.rows and cell.column >= table.stub_columns
        ]
        changes = _changes([(cell.column, value) for cell, values in found for value in values[:1]])
        for cell, values in found:
            row, column = (" ".join(self._paths.rows[cell.row]), " ".join(self._paths.columns.get(cell.column, ())))
            spread = any(_SPREAD.fullmatch(level) for level in self._paths.columns.get(cell.column, ()))
            if not spread and not _NO_MEASURE.search(column if self.systems_in_rows else row):
                for part, value in enumerate(values):
                    yield from self._result(cell, value, (part, len(values)), cell.column in changes)

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
        across, down = self._paths.columns.get(cell.column, ()), self._paths.rows[cell.row]
        printed, called = (across, down) if self.systems_in_rows else (down, across)
        said, header = self._system(cell), " ".join(printed)
        measure = part_of(self._measure(cell.column if self.systems_in_rows else cell.row), part)
        measure = replace(measure, average=measure.average and not self._runs.are_averaged(cell))
        slots = self._slots(said.told, measure, header)
        slots = replace(slots, extra=self._runs.beside(cell, slots.extra, said.conditions))
        if not (slots.dataset or slots.metric) or not is_alone(part, measure) or _NO_SYSTEM.search(" ".join(called)):
            return
        if not slots.metric and value.value >= _COUNT and "." not in value.text:
            return
        delta = self._all_gaps or (value.unit == "points" and (changes or bool(_DIFFERENCE.search(header))))
        over = _OVER.search(header) if delta else None
        yield replace(
            self._blank(cell, self._of_hundred(value, header, slots.metric)),
            system=said.name,
            baseline=system_name(names_in(over.group(1), self.lexicon), self.own) if over else "",
            delta=delta,
            cites=citations(" ".join(called)),
            **slots.settled(self.lexicon.names),
        )

    @cached_property
    def _runs(self) -> Runs:
        """What is said of how values are made of several runs or models."""
        return runs_of(self._paths, self.document.tables[self.number].caption.of(self.document.text))

    @cached_property
    def _all_gaps(self) -> bool:
        """Whether the caption calls all values gaps: no header tells some of them from others so."""
        caption = self.document.tables[self.number].caption.of(self.document.text)
        headers = {*self._paths.rows.values(), *self._paths.columns.values()}
        return bool(_GAPS.search(caption)) and not any(_DIFFERENCE.search(" ".join(path)) for path in headers)

    def _measure(self, at: int) -> Names:
        """What the row or column `at` measures."""
        if at not in self._measures:
            self._measures[at] = self.measured.names(at, self.lexicon)
        return self._measures[at]

    def _system(self, cell: Cell) -> System:
        """The system of the row or column of a cell."""
        at = cell.row if self.systems_in_rows else cell.column
        if at not in self._systems:
            self._systems[at] = self.named.system(at, self.lexicon, self.own)
        return self._systems[at]

    def _of_hundred(self, value: Quantity, header: str, metric: str) -> Quantity:
        """The value in percent where its header says so, or the caption and the measure is a share."""
        caption = self.document.tables[self.number].caption.of(self.document.text)
        told = "%" in header or bool(_PERCENT.search(caption) and _SHARES.fullmatch(metric))
        share = told and value.unit == "score" and 1 < value.value <= 100
        return replace(value, unit="percent") if share else value

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

    def _slots(self, told: Names, measure: Names, header: str) -> Slots:
        """Each slot from the nearest place that settles it: the cell's own headers, then what stands around the table."""
        near = (measure, told, *self.around)
        languages, extra = measure.languages or told.languages, measure.rest
        if measure.average and not (self.languages or self._multilingual(near)):
            extra = extra or "average"
        elif measure.average or (told.average and not languages and not told.rest):
            languages = self.languages if len(self.languages) >= _FEWEST_LANGUAGES else (AVERAGE,)
        slots = self._matched(Slots.nearest(near, self.far), near)
        dataset = task_dataset(measure, near, self.lexicon.names) or slots.dataset
        return replace(
            slots,
            dataset=dataset,
            languages=languages or slots.languages,
            extra=extra,
            odd_metric="metrics" in measure.closed or len(measure.metrics) > 1,
        )

    def _matched(self, slots: Slots, near: Sequence[Names]) -> Slots:
        """The slots without what the inventory says cannot go together: of data set, metric and task the nearer stays.

        `near` are the cell's own headers (two), the caption, and what stands farther off.
        """
        own, beside = Slots.nearest(near[:2]), Slots.nearest(near[:3])
        names, entry = self.lexicon.names, self.lexicon.names.get("dataset", slots.dataset)
        # What the header or the caption names as the task.
        stated = next((place.tasks[0] for place in (near[0], near[2]) if len(place.tasks) == 1), "")
        stated = "" if stated in _MEANS else stated
        if own.dataset:
            other = stated not in near[0].tasks and entry is not None and entry.task not in ("", stated)
            foreign = not own.metric and not names.measured_by(own.dataset, slots.metric)
            return replace(slots, stated="" if other else stated, metric="" if foreign else slots.metric)
        if not beside.dataset and not names.measured_by(slots.dataset, slots.metric, stated):
            return replace(slots, stated=stated, dataset="")
        return replace(slots, stated=stated)

    def _multilingual(self, near: Sequence[Names]) -> bool:
        """Whether an average is one over languages: of a data set that has several."""
        entry = self.lexicon.names.get("dataset", Slots.nearest(near).dataset)
        return bool(entry and len(entry.languages) > 1)

    @cached_property
    def far(self) -> tuple[Names, ...]:
        """What title and abstract say of the whole paper."""
        return far_places(self.document, self.lexicon)

    @cached_property
    def _measures(self) -> dict[int, Names]:
        return {}

    @cached_property
    def _systems(self) -> dict[int, System]:
        return {}

    @cached_property
    def _levels(self) -> tuple[list[Level], list[Level]]:
        """The levels beside the rows and those over the columns."""
        table, text = self.document.tables[self.number], self.document.text
        return tuple([self._with_cited(level) for level in of(table, text)] for of in (stub_levels, header_levels))  # type: ignore[return-value]

    def _with_cited(self, level: Level) -> Level:
        """A level with the names of works before the citations that stand for them."""
        cited = cited_names(self.document.text)
        return replace(level, labels={at: with_cited(label, cited) for at, label in level.labels.items()})

    @cached_property
    def _paths(self) -> Paths:
        return paths(self.document.tables[self.number], self.document.text)


def _changes(values: Sequence[tuple[int, Quantity]]) -> frozenset[int]:
    """The columns of which the values are signed, most of them with a plus, or all of them in a table of such."""
    every = {column for column, _ in values}
    if 2 * sum(value.unit == "points" for _, value in values) > len(values):
        return frozenset(every)
    of = {column: [value for at, value in values if at == column] for column in sorted(every)}
    return frozenset(
        column
        for column, mine in of.items()
        if len(mine) > 1 and all(value.unit == "points" for value in mine) and any("+" in value.text for value in mine)
    )
