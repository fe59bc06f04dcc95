"""The cells that a claim's numbers were traced to, as results: who, what, on what, by their headers and captions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from litsynth.quantities import find_quantities
from litsynth.records import CellAt, Claim, Document, Quantity, Result, Span, Verdict
from litsynth.results import AVERAGE, Lexicon, results_of_table

_TABLES_IN_MEMORY = 256
_SLOTS = ("system", "baseline", "task", "dataset", "metric", "split", "setting", "languages", "primary")
Cells = Mapping[Span, tuple[Result, ...]]
"""By where a number stands in the text of a claim, the cells that it was traced to."""


class TracedCells:
    """The results of the tables of documents, read when a claim was traced to one."""

    def __init__(self, document: Callable[[str], Document], lexicon: Lexicon) -> None:
        self._table = lru_cache(_TABLES_IN_MEMORY)(
            lambda paper_id, table: tuple(results_of_table(document(paper_id), table, lexicon))
        )

    def of(self, claim: Claim, verdict: Verdict, stated: Sequence[Result]) -> tuple[tuple[Result, ...], Cells]:
        """What the text of a claim states, with numbers that only their cells make a result; and the cells of each number.

        `stated` is what its words alone state (`results.stated_by`). Cells are those of its own paper that support it,
        where each of them is a result; without a metric they make a number none.
        """
        cells = self._cells(claim, verdict)
        known = {result.quantity.span for result in stated}
        anchor = replace(claim.anchor, exact=claim.text)
        more = [
            Result(claim.paper_id, "", quantity, anchor, "text", delta=_is_difference(quantity, cells[quantity.span]))
            for quantity in find_quantities(claim.text)
            if quantity.span in cells and quantity.span not in known and all(one.metric for one in cells[quantity.span])
        ]
        return tuple(sorted((*stated, *more), key=lambda one: one.quantity.span.start)), cells

    def _cells(self, claim: Claim, verdict: Verdict) -> dict[Span, tuple[Result, ...]]:
        found: dict[Span, tuple[Result, ...]] = {}
        for piece in verdict.evidence:
            if piece.stance != "supports" or piece.support_kind != "own paper":
                continue
            left = list(find_quantities(claim.text))
            for check, places in zip(piece.numbers, piece.places, strict=False):
                quantity = next((one for one in left if one.text == check.claim), None)
                if quantity is None:
                    continue
                left.remove(quantity)
                cells = [self._cell(piece.passage.paper_id, place) for place in places]
                if all(cells):
                    found.setdefault(quantity.span, tuple(one for one in cells if one))
        return found

    def _cell(self, paper_id: str, place: CellAt) -> Result | None:
        of_row = [one for one in self._table(paper_id, place.table) if one.row == place.row]
        if place.column < 0:
            return _mean([one for one in of_row if len(one.languages) == 1 and one.languages != (AVERAGE,)])
        return _agreed([one for one in of_row if one.column == place.column])


def _is_difference(quantity: Quantity, cells: Sequence[Result]) -> bool:
    return len(cells) > 1 or quantity.unit == "points" or bool(quantity.direction)


def _agreed(results: Sequence[Result]) -> Result | None:
    """The first of several results of one cell with the slots on which they agree: "88.5 / 81.2" is F1 and exact match."""
    if not results:
        return None
    emptied: dict[str, Any] = {
        slot: () if slot == "languages" else "" for slot in _SLOTS if len({getattr(one, slot) for one in results}) > 1
    }
    return replace(results[0], **emptied)


def _mean(results: Sequence[Result]) -> Result | None:
    """The mean over the languages of a row, as `verify.grid` computes it."""
    common = _agreed(results)
    if common is None:
        return None
    codes = tuple(sorted({code for one in results for code in one.languages}))
    value = round(sum(one.quantity.value for one in results) / len(results), 4)
    quantity = Quantity(f"{value:g}", value, value, value, common.quantity.unit, Span(0, 0))
    return replace(common, quantity=quantity, languages=codes, column=-1)
