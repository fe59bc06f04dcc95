"""A claim's figures found in a table: scores in cells that the claim names, gains as differences of two such cells.

A figure is looked for by its value, and taken only from a cell whose row and column the claim names; the other way
round, nothing that the claim names may belong to another row or column. So a claim about another system, data
set, language or setting finds nothing, however equal the number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from litsynth.labels import labels_of
from litsynth.quantities import entails_number, find_quantities
from litsynth.records import Claim, Document, Quantity
from litsynth.verify.candidates import SCORES, gains, only_shares, scores
from litsynth.verify.derived.bounds import outreached
from litsynth.verify.derived.complement import told_back, turned
from litsynth.verify.derived.ratios import in_ratio
from litsynth.verify.derived.rows import in_lines
from litsynth.verify.fit import fits, likeness, may_pair
from litsynth.verify.found import Found, techniques
from litsynth.verify.grid import Entry, Grid
from litsynth.verify.pairs import Pair, pairs_of, related
from litsynth.verify.remarks import beyond, described
from litsynth.verify.situated import contradicted, trace_in_paper
from litsynth.verify.telling import figures_of, is_own, text_of
from litsynth.verify.wording import Wording, read_wording

_CELLS = re.compile(r"\b(?:values?|scores?|cells?|figures?)\b")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_SHARE = re.compile(r"\b\d+(?:\.\d+)?%")
"""A share in a row's label ("10% of the data") tells the row from others, and is no score."""
_NAMED = re.compile(r"(?:(?=\S*[A-Z\d])[^\W\d_][\w.-]*[ -]|[A-Z][\w-]*-\d/)$")
_LONGEST_IN_NAME = 2
"""Digits that a number in a name has at most."""
_AVERAGE = "average"
_MOST_CANDIDATES = 24
"""Cells tried for one figure, those that the claim's words fit best first."""


def trace(claim: Claim, document: Document, grids: Sequence[Grid]) -> tuple[Found, ...]:
    """Where every score and gain of a claim stands in one table of a document; empty when one of them is not there.

    The claim alone must name the cells; of a sentence of the document itself, what stands around it may (see
    `situated`). Other quantities (counts, sizes) must be stated by a caption or by another sentence of the document. A
    claim that says more than its figures (the best, every, because) is not settled by them: see `remarks`.
    """
    claim = without_names(claim, document, grids)
    return (
        _in_cells(claim, document, grids)
        or in_lines(claim, document, grids)
        or in_ratio(claim, document, grids)
        or _as_the_other(claim, document, grids)
    )


def _as_the_other(claim: Claim, document: Document, grids: Sequence[Grid]) -> tuple[Found, ...]:
    """Where the table prints what a claim's error rate leaves of 100%, as accuracy; or the other way round."""
    other = turned(claim)
    if not other:
        return ()
    told, figure, measure = other
    return told_back(_in_cells(told, document, grids), figure, measure)


def _in_cells(claim: Claim, document: Document, grids: Sequence[Grid]) -> tuple[Found, ...]:
    """Where every score and gain stands as it is printed, or as a difference of two cells."""
    figures = figures_of(claim)
    if is_own(claim, document) and only_shares(text_of(claim), figures):
        return ()
    found = _by_itself(claim, figures, document, grids) if figures else ()
    if contradicted(found, claim, document):
        found = ()
    found = found or trace_in_paper(claim, document, grids)
    if found and outreached(found, read_wording(text_of(claim), claim.quantities)):
        return ()
    looked_up = {figure.span for figure in figures}
    others = [figure for figure in claim.quantities if figure.span not in looked_up]
    if found and all(_stated(figure, claim, document, grids, found) for figure in others):
        return found
    return trace_in_paper(claim, document, grids, every=True) if others and claim.paper_id != document.paper_id else ()


def without_names(claim: Claim, document: Document, grids: Sequence[Grid]) -> Claim:
    """The claim without the numbers that belong to names, and the shares by which rows are told apart."""
    labels = frozenset(
        number for grid in grids for line in grid.rows.lines.values() for number in _SHARE.findall(line.label)
    )
    asserted = (one for one in claim.quantities if one.text not in labels and not _in_name(one, claim, document))
    return replace(claim, quantities=tuple(asserted))


def _in_name(figure: Quantity, claim: Claim, document: Document) -> bool:
    """Whether a number belongs to a name of the paper, such as the 2 of "CoVoST 2"."""
    text = text_of(claim)
    number, before = _DIGITS.match(figure.text), _NAMED.search(text[: figure.span.start])
    if not number or not before or sum(mark.isdigit() for mark in number.group()) > _LONGEST_IN_NAME:
        return False
    name = re.escape(before.group() + number.group())
    return len(re.findall(rf"(?<!\w){name}(?![\w%]|[.,]\d)", document.text)) > 1


def _by_itself(
    claim: Claim, figures: Sequence[Quantity], document: Document, grids: Sequence[Grid]
) -> tuple[Found, ...]:
    """Where the figures stand in cells that the claim names by itself."""
    known = frozenset(label.name for label in labels_of(document.title))
    wording = read_wording(text_of(claim), claim.quantities, known)
    if beyond(wording, figures):
        return ()
    pairs = pairs_of(wording, figures)
    paired = {at for pair in pairs for at in (pair.before, pair.after)}
    for grid in grids:  # one table for all of them: pieced together from several, a false claim may find its figures
        options = [_candidates(figure, wording, grid, at in paired) for at, figure in enumerate(figures)]
        if all(options) and (found := next(_together(options, (), wording, pairs), ())):
            return tuple(replace(item, beside=_variant(item, wording)) for item in found)
    return ()


def _variant(item: Found, wording: Wording) -> Entry | None:
    """The cell that differs from the one found by a technique only, which the claim does not name, and has another number."""
    mine = techniques(item.cell, item.grid)
    for other in item.grid.entries:
        differing = techniques(other, item.grid) ^ mine
        if (
            other.column_number == item.cell.column_number
            and differing
            and not differing & wording.said
            and other.names - differing == item.cell.names - differing
            and other.quantity.text != item.cell.quantity.text
            and differing & (other.absent | item.cell.absent)
        ):
            return other
    return None


def _stated(
    figure: Quantity, claim: Claim, document: Document, grids: Sequence[Grid], found: Sequence[Found] = ()
) -> bool:
    """Whether a quantity that is no score stands anywhere but in the claim: as the columns of a table, or in words.

    The words may be those of the row or the column in which the figures were `found`: "960 hours" of a row "960h".
    """
    if figure.value == 1 and not figure.text[:1].isdigit():  # "one model"
        return True
    digits = set(_DIGITS.findall(figure.text))
    labels = [label for place in found for cell in place.cells for label in (cell.row, cell.column)]
    if digits and digits <= {number for label in labels for number in _DIGITS.findall(label)}:
        return True
    counted = "language" in figure.noun or _CELLS.search(figure.noun)
    averaged = [place.grid.languages for place in found if place.cell.place == _AVERAGE and place.grid.languages]
    if counted and averaged:  # over all languages of its table, whatever else is said of other numbers of them
        return all(figure.value == number for number in averaged)
    # What is told of each language may leave out the one that was trained on; an average does not.
    fewer = 0 if any(label.kind == _AVERAGE for label in labels_of(text_of(claim))) else 1
    if counted and any(0 <= grid.languages - figure.value <= fewer for grid in grids):
        return True
    texts = [table.caption.of(document.text) for table in document.tables]
    own = {claim.quote, *(anchor.exact for anchor in claim.also_at)}
    texts += labels
    texts += [text for sentence in document.sentences if (text := sentence.span.of(document.text)) not in own]
    start = figure.text.split()[-1] if figure.relation != "=" else figure.text.split()[0]
    return any(
        entails_number(stated, figure).answer == "yes"
        for text in texts
        if start in text
        for stated in find_quantities(text)
    )


def _candidates(figure: Quantity, wording: Wording, grid: Grid, paired: bool) -> list[Found]:
    found = scores(figure, grid, wording) if figure.unit in SCORES else gains(figure, grid, wording)
    fit = [item for item in found if fits(item, wording) or (paired and may_pair(item, wording))]
    return sorted(fit, key=lambda item: -likeness(item, wording))[:_MOST_CANDIDATES]


def _together(
    options: Sequence[list[Found]], chosen: tuple[Found, ...], wording: Wording, pairs: Sequence[Pair]
) -> Iterator[tuple[Found, ...]]:
    """Choices of one place for each figure, in the order of the claim, that leave nothing of the claim unexplained."""
    if len(chosen) == len(options):
        cells = [cell for item in chosen for cell in item.cells]
        if not wording.unexplained(cells, chosen[0].grid) and described(wording, cells):
            yield chosen
        return
    for item in options[len(chosen)]:
        after = (*chosen, item)
        if all(_ordered(before, item, wording) for before in chosen) and _paired(after, wording, pairs):
            yield from islice(_together(options, after, wording, pairs), 1)


def _ordered(before: Found, item: Found, wording: Wording) -> bool:
    return wording.in_order(before.figure, before.cell, item.figure, item.cell)


def _paired(chosen: Sequence[Found], wording: Wording, pairs: Sequence[Pair]) -> bool:
    """Whether the pairs that the last choice completes hold, and the gain told of them is between the same cells."""
    last = len(chosen) - 1
    for pair in pairs:
        if last == max(pair.before, pair.after):
            before, after = chosen[pair.before], chosen[pair.after]
            if not related(before, after, wording):
                return False
            if pair.gain >= 0 and chosen[pair.gain].minus and chosen[pair.gain].cells != (after.cell, before.cell):
                return False
    return True
