"""Numbers in prose and table cells: found, normalised, compared. Pure functions over `records.Quantity`."""

from litsynth.quantities.cells import find_in_cell
from litsynth.quantities.compare import BAND_AVERAGE, BAND_LANGUAGE, Comparison, consistent, entails_number, same_figure
from litsynth.quantities.find import find_quantities
from litsynth.quantities.gate import check_numbers, disagrees, numbers_agree

__all__ = [
    "BAND_AVERAGE",
    "BAND_LANGUAGE",
    "Comparison",
    "check_numbers",
    "consistent",
    "disagrees",
    "entails_number",
    "find_in_cell",
    "find_quantities",
    "numbers_agree",
    "same_figure",
]
