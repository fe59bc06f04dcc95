"""What of a passage a claim is held against: its text, or the cells of a table row that bear on the claim."""

import re

from litsynth.protocol import LANGUAGES
from litsynth.protocol.aggregation import without_aggregates
from litsynth.quantities import find_in_cell, find_quantities
from litsynth.records import Claim, Document, Passage, Quantity, Table
from litsynth.text.tables import paths
from litsynth.verify.passages import Held
from litsynth.verify.windows import TITLES, window_text

_AVERAGE = re.compile(r"\b(?:avg|average[ds]?|mean|averaging|overall)\b", re.IGNORECASE)
# A premise of a whole 15-language row drowns the one cell that matters.
_MOST_CELLS = 6


def held_against(claim: Claim, passage: Passage, document: Document) -> Held:
    """What the verifier is asked about a claim and a passage: a prose passage with its sentences, or a row's premise."""
    if passage.table >= 0:
        return Held(claim.text, premise_of(claim, passage, document))
    lead = document.title if TITLES else ""
    sentences = tuple(document.sentences[number].span.of(document.text) for number in passage.sentences)
    return Held(claim.text, window_text(lead, [passage.text]), sentences, lead)


def premise_of(claim: Claim, passage: Passage, document: Document) -> str:
    """The text that is judged: a prose passage as it stands; of a table row its caption, its stub and the relevant cells."""
    if passage.table < 0:
        return passage.text
    table = document.tables[passage.table]
    caption = table.caption.of(document.text).strip().rstrip(".")
    cells = [f"{header} {value}" for header, value in _relevant(claim, table, passage.row, document)]
    stub = ", ".join(paths(table, document.text).rows[passage.row])
    return f"{caption}. {stub}: {', '.join(cells[:_MOST_CELLS])}."


def evidence_quantities(claim: Claim, passage: Passage, document: Document) -> tuple[Quantity, ...]:
    """The quantities of a passage that the claim's may be matched with; for a row those of its relevant cells."""
    if passage.table < 0:
        return find_quantities(passage.text)
    table = document.tables[passage.table]
    values = (value for _, value in _relevant(claim, table, passage.row, document))
    return tuple(quantity for value in values for quantity in find_in_cell(value))


def _relevant(claim: Claim, table: Table, row: int, document: Document) -> list[tuple[str, str]]:
    # A claim about an average is about that column, one that names languages is about theirs; else any cell may be meant.
    cells = [(header, text) for header, text in _values(table, row, document) if find_in_cell(text)]
    named = {code for code, name in LANGUAGES.items() if re.search(rf"\b{name}\b", claim.text)}
    average = _AVERAGE.search(without_aggregates(claim.text))
    averages = [cell for cell in cells if _AVERAGE.search(cell[0])] if average else []
    languages = [cell for cell in cells if cell[0].strip().lower() in named]
    return averages + languages or cells


def _values(table: Table, row: int, document: Document) -> list[tuple[str, str]]:
    headers = paths(table, document.text).columns
    inner = (cell for cell in table.cells if cell.row == row and cell.column >= table.stub_columns)
    return [(" ".join(headers.get(cell.column, ())), cell.span.of(document.text).strip()) for cell in inner]
