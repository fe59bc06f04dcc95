"""What speaks for and against each reading of a claim."""

from collections.abc import Sequence

from litsynth.records import Quantity
from litsynth.verify.ranking import cell_signs, sentence_signs
from litsynth.verify.ranking.asserted import Asserted, Signs
from litsynth.verify.ranking.cells import readings
from litsynth.verify.ranking.lexis import Lexis
from litsynth.verify.ranking.sentences import tellings


def signs_of_readings(
    text: str, quantities: Sequence[Quantity], lexis: Lexis
) -> tuple[tuple[Signs, ...], tuple[Signs, ...]]:
    """The features of every reading of a claim in cells, and of every one in sentences."""
    asserted = Asserted(text, quantities, lexis)
    cells = (cell_signs.signs_of(asserted, reading) for sheet in lexis.sheets for reading in readings(asserted, sheet))
    return tuple(cells), tuple(sentence_signs.signs_of(asserted, telling) for telling in tellings(asserted))
