"""The numbers of a table, each with everything that names it: its row's path, its column's path, the caption."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from litsynth.labels import Kind, Label, labels_of
from litsynth.protocol import LANGUAGES
from litsynth.protocol.aggregation import aggregations_in, aggregations_of_lines
from litsynth.quantities import find_in_cell
from litsynth.records import Document, Quantity, Span, Table
from litsynth.resolve import Setting, letters_of, setting_of, shortened
from litsynth.text.tables import paths
from litsynth.verify.naming import Axis, axis_of, own_terms
from litsynth.verify.terms import terms_of

# What must be said to mean one row or column and no other; words and what is absent need not be.
NAMES: frozenset[Kind] = frozenset({"system", "size", "dataset", "setting", "language", "technique", "name", "version"})
_METRIC: frozenset[Kind] = frozenset({"metric"})
_BOTH = re.compile(r"[\d.]+\s*/\s*[\d.]+")
_FEWEST_LANGUAGES = 3
"""Columns of languages from which their mean is an average over languages."""
_FEWEST_NUMBERED = 3
_NUMBERING = re.compile(r"(?:.*,\s*)?(?:#|n[or]\.?|ids?|index|line|system|row)?", re.IGNORECASE)
"""Headers of columns that may hold the numbers of their rows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of a table. `row` and `column` are its paths as printed; `column_number` -1: the mean of the row's languages.

    `names` are what a claim must say to mean this entry; `absent` what row or column says is not there; `words` all
    else. `of_row` and `of_column` are all of these by where they stand, `metrics` the metrics that either names.
    `place` is a language code, "average" or empty. `computed`: beside an average that the table prints. `aggregation`:
    what row and column say of how it was made of several runs or models.
    """

    quantity: Quantity
    row_number: int
    column_number: int
    row: str
    column: str
    names: frozenset[str]
    absent: frozenset[str]
    words: frozenset[str]
    of_row: frozenset[str] = frozenset()
    of_column: frozenset[str] = frozenset()
    metrics: frozenset[str] = frozenset()
    place: str = ""
    computed: bool = False
    aggregation: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready to be looked up. `shared` is named by the caption, or by every row or column; `by_kind` sorts all names.

    `differences` says that its numbers are changes (most are signed), `languages` how many columns are languages.
    `rows` and `columns` are its lines by their terms, `caption` the terms of its caption. `setting` is the paper's;
    `known` are the terms of its title, of its own names, and of its abstract as far as no table bears them; `labels` are
    the terms that label any row or column of its tables, `borne` these and the terms of their captions. `aggregation`: what
    the caption says of how scores were made of several runs or models.
    """

    table: int
    label: str
    entries: tuple[Entry, ...]
    shared: frozenset[str]
    by_kind: dict[Kind, frozenset[str]]
    differences: bool
    languages: int
    rows: Axis
    columns: Axis
    caption: frozenset[str]
    known: frozenset[str]
    labels: frozenset[str]
    borne: frozenset[str]
    setting: Setting
    aggregation: frozenset[str] = frozenset()

    @property
    def marks_own(self) -> bool:
        """Whether any of its labels says whose it is: the authors'."""
        return any(line.own for axis in (self.rows, self.columns) for line in axis.lines.values())


@dataclass(frozen=True, slots=True)
class _Path:
    text: str
    labels: tuple[Label, ...]

    @property
    def terms(self) -> frozenset[str]:
        return frozenset(label.name for label in self.labels)

    def named(self, kinds: frozenset[Kind], negated: bool = False) -> frozenset[str]:
        return frozenset(label.name for label in self.labels if label.kind in kinds and label.negated == negated)


def grids_of(document: Document) -> tuple[Grid, ...]:
    """Every table of a document that holds numbers."""
    if not document.tables:
        return ()
    setting = setting_of(document)
    own = own_terms(setting.own)
    made = (_grid(document, number, setting, own) for number in range(len(document.tables)))
    grids = [grid for grid in made if grid.entries]
    axes = (axis for grid in grids for axis in (grid.rows, grid.columns))
    labels = frozenset(key for axis in axes for line in axis.lines.values() for key in line.every)
    borne = labels.union(*(grid.caption for grid in grids))
    abstract = (sentence for sentence in document.sentences if document.sections[sentence.section].kind == "abstract")
    told = {term.key for one in abstract for term in terms_of(one.span.of(document.text)) if term.named}
    return tuple(replace(grid, known=grid.known | (told - borne), labels=labels, borne=borne) for grid in grids)


def _grid(document: Document, number: int, setting: Setting, own: frozenset[str]) -> Grid:
    table = document.tables[number]
    told = table.caption.of(document.text)
    caption = labels_of(told)
    named = paths(table, document.text)
    rows = {row: _Path(text, labels_of(text)) for row, path in named.rows.items() for text in [", ".join(path)]}
    columns = {column: _header(path) for column, path in named.columns.items() if column >= table.stub_columns}
    common = _common(list(rows.values())) | _common(list(columns.values()))
    every = [*caption, *(label for path in (*rows.values(), *columns.values()) for label in path.labels)]
    by_kind: dict[Kind, frozenset[str]] = {
        kind: frozenset(label.name for label in every if label.kind == kind) for kind in {label.kind for label in every}
    }
    entries = _aggregated(_entries(document, table, rows, columns, common), rows, columns, told)
    languages = sum(_place(path) in LANGUAGES for path in columns.values())
    signed = sum(entry.quantity.unit == "points" for entry in entries)
    over = {entry.column_number: entry.column for entry in entries if entry.column_number >= 0}
    heard = f"{told} {_corner(document, number)}"
    return Grid(
        table=number,
        label=table.label,
        entries=tuple(entries),
        shared=common | _named_by(caption, entries),
        by_kind=by_kind,
        differences=2 * signed > len(entries),
        languages=languages,
        rows=axis_of({entry.row_number: entry.row for entry in entries}, own, setting.acronyms, letters_of(told)),
        columns=axis_of(over, own, setting.acronyms, letters_of(told)),
        caption=frozenset(term.key for term in terms_of(shortened(heard, setting.acronyms))),
        known=own | {term.key for term in terms_of(document.title)},
        labels=frozenset(),
        borne=frozenset(),
        setting=setting,
        aggregation=frozenset(aggregations_in(told)),
    )


def _aggregated(
    entries: Sequence[Entry], rows: dict[int, _Path], columns: dict[int, _Path], caption: str
) -> list[Entry]:
    """The entries with what their rows and columns say of runs and models."""
    made, over = (
        aggregations_of_lines({at: path.text for at, path in lines.items()}, caption) for lines in (rows, columns)
    )
    if not any((*made.values(), *over.values())):
        return list(entries)
    told = (frozenset((*made[one.row_number], *over.get(one.column_number, ()))) for one in entries)
    return [replace(one, aggregation=names) if names else one for one, names in zip(entries, told, strict=True)]


def _entries(
    document: Document, table: Table, rows: dict[int, _Path], columns: dict[int, _Path], common: frozenset[str]
) -> list[Entry]:
    """The numbers of the cells but those that only number the rows, and the means of rows over languages."""
    every = [
        _entry(quantity, cell.row, cell.column, rows[cell.row], columns.get(cell.column, _Path("", ())), common)
        for cell in table.cells
        if cell.row in rows and cell.column >= table.stub_columns
        for quantity in _numbers(cell.span.of(document.text))
    ]
    numbering = {number for number in {entry.column_number for entry in every} if _only_numbers(every, number)}
    entries = [entry for entry in every if entry.column_number not in numbering]
    if sum(_place(path) in LANGUAGES for path in columns.values()) >= _FEWEST_LANGUAGES:
        printed = any(_place(path) == "average" for path in columns.values())
        entries.extend(replace(mean, computed=printed) for mean in _means(entries))
    return entries


def _only_numbers(entries: Sequence[Entry], column: int) -> bool:
    """Whether a column holds 1, 2, 3 and so on, or 0, 1, 2, and nothing else, under no header that says of what."""
    mine = [entry for entry in entries if entry.column_number == column]
    printed = [entry.quantity.text for entry in mine]
    counted = [str(at + (printed[0] != "0")) for at in range(len(mine))]
    return len(mine) >= _FEWEST_NUMBERED and printed == counted and _NUMBERING.fullmatch(mine[0].column) is not None


def _numbers(text: str) -> tuple[Quantity, ...]:
    """The number of a cell, or both of "69.3/69.9": a caption says what each is."""
    found = find_in_cell(text)
    return found if len(found) == 2 and _BOTH.fullmatch(text.strip()) else found[:1]


def _corner(document: Document, number: int) -> str:
    """What stands over the stubs: what the rows are of."""
    table = document.tables[number]
    corner = (cell for cell in table.cells if cell.row < table.header_rows and cell.column < table.stub_columns)
    return " ".join(cell.span.of(document.text) for cell in corner)


def _named_by(caption: Sequence[Label], entries: Sequence[Entry]) -> frozenset[str]:
    """What a caption names; where that tells rows or columns apart, the caption says of none which it is."""
    return frozenset(label.name for label in caption) - frozenset().union(*(entry.names for entry in entries))


def _entry(quantity: Quantity, row: int, column: int, stub: _Path, header: _Path, common: frozenset[str]) -> Entry:
    # What every row or every column names tells none of them from the others.
    named = (stub.named(NAMES) | header.named(NAMES)) - common
    absent = stub.named(NAMES | {"word"}, negated=True) | header.named(NAMES | {"word"}, negated=True)
    words = stub.named(frozenset({"word"})) | header.named(frozenset({"word"}))
    metrics = stub.named(_METRIC) | header.named(_METRIC)
    place = _place(header) or _place(stub)
    return Entry(
        quantity, row, column, stub.text, header.text, named, absent, words, stub.terms, header.terms, metrics, place
    )


def _place(path: _Path) -> str:
    if any(label.kind == "average" for label in path.labels):
        return "average"
    codes = {label.name for label in path.labels if label.kind == "language"}
    return min(codes) if len(codes) == 1 else ""


def _common(paths: Sequence[_Path]) -> frozenset[str]:
    named = [path.named(NAMES) for path in paths if path.text]
    return frozenset.intersection(*named) if named else frozenset()


def _header(path: Sequence[str]) -> _Path:
    """The levels of a header one by one: a language's code is one only where it stands alone."""
    return _Path(" ".join(path), tuple(label for part in path for label in labels_of(part)))


def _means(entries: Sequence[Entry]) -> list[Entry]:
    """The mean over each row's language columns."""
    made = []
    for row in dict.fromkeys(entry.row_number for entry in entries):
        found = [entry for entry in entries if entry.row_number == row and entry.place in LANGUAGES]
        if len(found) < _FEWEST_LANGUAGES:
            continue
        values = [entry.quantity.value for entry in found]
        mean = round(sum(values) / len(values), 4)
        # Each printed value is within half a unit of its last digit, and so is their mean.
        half = max(entry.quantity.high - entry.quantity.value for entry in found)
        text = f"mean of {len(values)} = {mean:.2f}"
        figure = Quantity(text, mean, mean - half, mean + half, found[0].quantity.unit, Span(0, 0))
        names = found[0].names - {entry.place for entry in found}
        made.append(
            replace(found[0], quantity=figure, column_number=-1, column="average", names=names, place="average")
        )
    return made
