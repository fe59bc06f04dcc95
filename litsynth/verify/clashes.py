"""What speaks against a choice of cells: names of other rows or columns, and names found nowhere."""

import re
from collections.abc import Sequence

from litsynth.labels import Kind
from litsynth.protocol.aggregation import aggregates
from litsynth.verify.fit import agrees_at_figure
from litsynth.verify.grid import Entry
from litsynth.verify.languages import MAIN_LANGUAGE
from litsynth.verify.levels import Option
from litsynth.verify.naming import Place
from litsynth.verify.remarks import described
from litsynth.verify.telling import Telling
from litsynth.verify.terms import Term
from litsynth.verify.view import Side, View

# "NAME achieves", "on NAME": there a name says whose or on what.
_REACHES = re.compile(
    r"\s*(?:\([^)]*\)\s*|\[[^\]]*\]\s*)?(?:models? |system |method |approach )?"
    r"(?:also |further |still |even |only |already |significantly |consistently )?"
    r"(?:achiev|obtain|reach|gets?\b|gain|outperform|improv|perform|scor|attain|yield|beat|surpass|has\b|have\b|is\b|giv)",
    re.IGNORECASE,
)
_ON = re.compile(r"\b(?:on|for|in|of|over|our)\s+(?:the\s+|both\s+|all\s+)?$|\band\s+$", re.IGNORECASE)
_BEHIND = re.compile(
    r"\s*%?(?:\s*(?:points?|absolute|accuracy|score|[A-Z][\w@-]*))?\s*(?:on|for|in|with)\s+(?:the\s+)?", re.IGNORECASE
)
_BEFORE = re.compile(r"\s*[(:]\s*$")
_LISTED = re.compile(r"\brespectively\b", re.IGNORECASE)
_MEASURE = re.compile(r"\s+(?:(?:score|value|rate)s?\s+)?(?:of|is|was|at)\s+(?:an?\s+)?")
_PLACE = re.compile(r"\b(?:on|in|from|into|over)\s+(?:the\s+)?(?:[A-Z][\w-]*[\s-])?$")
_AVERAGE = "average"
PLACES: frozenset[Kind] = frozenset({"split", "dataset", "language"})
"""Kinds of names that say on what something was measured."""
_KINDS: frozenset[Kind] = PLACES | {"setting", "size", "version"}
_GENERAL = frozenset({"accuracy", "F1", "exact match", "precision", "recall", "error rate", "correlation"})
_MARKS = frozenset("table tab section figure sec appendi equatio eq fig".split())


def clash(chosen: Sequence[Option], view: View) -> bool:
    """Whether anything that the sentence names belongs to other cells than those chosen, or to none."""
    telling = view.telling
    cells = [cell for option in chosen for cell in option.found.cells]
    borne = frozenset().union(*(view.names(cell) for cell in cells))
    return (
        not described(telling.wording, cells)
        or any(not agrees_at_figure(option.found, telling.wording) for option in chosen)
        or _other_line(view.rows, {cell.row_number for cell in cells}, borne, view)
        or _other_line(view.columns, {cell.column_number for cell in cells}, borne, view)
        or other_kind(cells, view)
        or _no_average(cells, view)
        or any(_tied_elsewhere(option, chosen, view) for option in chosen)
        or any(_stray(term, cells, borne, view) for term in telling.said.terms)
    )


def unknown_name(chosen: Sequence[Option], view: View) -> bool:
    """Whether the sentence says whose or on what a figure is by a name that nothing in the paper's tables bears."""
    cells = [cell for option in chosen for cell in option.found.cells]
    borne = frozenset().union(*(view.names(cell) for cell in cells))
    unlisted = {label.start for label in view.telling.wording.labels if label.kind == "name"}
    return any(term.start in unlisted and _stray(term, cells, borne, view) for term in view.telling.said.terms)


def other_column(chosen: Sequence[Option], view: View) -> bool:
    """Whether the sentence names another column than those chosen, or another metric, split, data set or the like."""
    cells = [cell for option in chosen for cell in option.found.cells]
    borne = frozenset().union(*(view.names(cell) for cell in cells))
    return other_kind(cells, view) or _other_line(view.columns, {cell.column_number for cell in cells}, borne, view)


def _other_line(side: Side, numbers: set[int], borne: Place, view: View) -> bool:
    """Whether the sentence names a row or column that none of the cells is in, otherwise than to compare with it.

    It does where it says all that a chosen line bears and more, or, apart from what the cells bear, a name, two words
    or all of the label.
    """
    if not side.axis.headed:
        return False
    chosen = [side.said[number] for number in numbers if number in side.said]
    for number, named in side.said.items():
        if number in numbers:
            continue
        said = named - view.telling.compared
        if any(mine < named and _terms(said - mine, view, side) for mine in chosen):
            return True
        terms = _terms(said - borne, view, side)
        whole = view.telling.said.whole(side.axis.lines[number])
        if terms and (len(terms) > 1 or whole or any(term.named for term in terms)):
            return True
    return False


def _tied_elsewhere(option: Option, chosen: Sequence[Option], view: View) -> bool:
    """Whether a name right behind a figure, or right before its bracket, is that of another row or column.

    Behind a list ("34.70 and 30.05 on A and B, respectively") it may be that of any of its figures.
    """
    figure, text = option.found.figure, view.telling.text
    listed = chosen if _LISTED.search(text) else (option,)
    behind = _BEHIND.match(text, figure.span.end)
    before = _BEFORE.search(text[: figure.span.start])
    for term in view.telling.said.terms:
        tied = (behind and term.start == behind.end()) or (before and term.end == before.start())
        if not tied or not term.named:
            continue
        for side, at in ((view.rows, 0), (view.columns, 1)):
            bearing = {number for number, places in side.said.items() if term.start in places}
            if bearing and not bearing & {lines[at] for one in listed for lines in one.lines}:
                return True
    return False


def _terms(places: Place, view: View, side: Side) -> list[Term]:
    """The terms at these offsets that the caption does not say of all lines of a side, nor the title in a word."""
    if not places:
        return []
    shared, known = (view.grid.caption if view.telling.verbatim else frozenset()), view.grid.known
    shared -= frozenset().union(*(line.present for line in side.axis.lines.values()))
    return [
        term
        for term in view.telling.said.terms
        if term.start in places and term.key not in shared and (term.named or term.key not in known)
    ]


def other_kind(cells: Sequence[Entry], view: View) -> bool:
    """Whether another metric than the cells' is named, or a split, data set, setting, language, size or version."""
    return _other_metric(cells, view) or of_another(_KINDS, cells, view)


def other_measure(cells: Sequence[Entry], view: View) -> bool:
    """Whether another metric than the cells' is named, one of those that no word for scores in general stands for."""
    return not view.telling.wording.metrics & _GENERAL and _other_metric(cells, view)


def _other_metric(cells: Sequence[Entry], view: View) -> bool:
    wording, grid = view.telling.wording, view.grid
    places = frozenset().union(*(view.names(cell) for cell in cells))
    headed = (cell.metrics or grid.by_kind.get("metric", frozenset()) for cell in cells)
    unborne = any(label.kind == "metric" and label.start not in places for label in wording.labels)
    return unborne and any(metrics and not metrics & wording.metrics for metrics in headed)


def of_another(kinds: frozenset[Kind], cells: Sequence[Entry], view: View) -> bool:
    """Whether of some kinds of names one is named that is not the cells', where the table has names of that kind."""
    wording, grid = view.telling.wording, view.grid
    places = frozenset().union(*(view.names(cell) for cell in cells))
    borne = grid.shared.union(*(cell.of_row | cell.of_column | cell.names | {cell.place} for cell in cells))
    return any(
        label.kind in kinds
        and not label.negated
        and label.kind in grid.by_kind
        and label.name not in borne | wording.reference
        and label.start not in places
        for label in wording.labels
    )


def _no_average(cells: Sequence[Entry], view: View) -> bool:
    """Whether an average is told, the paper's tables have some, and the cells are none; not asked of its own sentences."""
    telling, grid = view.telling, view.grid
    if telling.verbatim or _AVERAGE not in grid.labels or not _tells_average(telling):
        return False
    borne = any(_AVERAGE in line.every for cell in cells for line in view.lines(cell))
    return not borne and _AVERAGE not in grid.caption and any(cell.place != _AVERAGE for cell in cells)


def _tells_average(telling: Telling) -> bool:
    """Whether an average is told that is none over runs alone."""
    over_runs = [one for one in aggregates(telling.text) if not one.over_languages(telling.text)]
    averages = (term for term in telling.said.terms if term.key == _AVERAGE)
    return any(not any(one.start <= term.start < one.end for one in over_runs) for term in averages)


def _stray(term: Term, cells: Sequence[Entry], borne: Place, view: View) -> bool:
    """Whether a name is known to neither table, caption nor title; in a sentence of the paper, where it says whose or on what."""
    telling, grid = view.telling, view.grid
    if not term.named or {term.start, term.end + 1} & borne or term.key in _MARKS:
        return False
    if term.start in telling.compared and (telling.verbatim or term.key in grid.labels):
        return False
    if term.key == MAIN_LANGUAGE and term.key not in grid.labels:
        return False
    if term.key in grid.caption | grid.known or (term.key in telling.around.present and term.key not in grid.labels):
        return False
    if any(figure.span.start <= term.start < figure.span.end for figure in telling.wording.quantities):
        return False
    if any(term.key in line.every for cell in cells for line in view.lines(cell)):
        return False
    if not telling.verbatim:
        return not _unsaid_measure(term, view) and not _unsaid_place(term, view)
    return bool(_REACHES.match(telling.text, term.end) or _ON.search(telling.text[: term.start]))


def _unsaid_measure(term: Term, view: View) -> bool:
    """Whether a term is that of a measure, and the table leaves open what its numbers measure.

    So is a word right before a figure ("an LSD of 0.84") that the paper often has, and that heads no column or row of it.
    """
    telling, grid = view.telling, view.grid
    if any(label.start == term.start and label.kind == "metric" for label in telling.wording.labels):
        return not grid.by_kind.get("metric")
    ahead = any(_MEASURE.fullmatch(telling.text, term.end, figure.span.start) for figure in telling.figures)
    return ahead and term.key not in grid.labels and grid.setting.often(telling.text[term.start : term.end])


def _unsaid_place(term: Term, view: View) -> bool:
    """Whether a term says on what a figure is measured, and the paper speaks of it but in none of its tables."""
    text = view.telling.text
    told = _PLACE.search(text[: term.start]) is not None and term.key not in view.grid.borne
    return told and view.grid.setting.often(text[term.start : term.end])
