"""One number with what is printed around it: bound, unit, spread, counted noun and relation."""

import re
from dataclasses import replace

from litsynth.quantities import numbering, relations, scores
from litsynth.quantities.drafts import Draft
from litsynth.quantities.nouns import counted
from litsynth.quantities.numerals import Numeral
from litsynth.quantities.spreads import spread_behind
from litsynth.quantities.units import Unit, unit_of

_OF = re.compile(r"\s+of(?:\s+(?:the|its|our|these|all))?(?=\s)")
_SMALL_COUNT = 50
"""Counts up to this after "over" are what something is averaged over as often as a bound."""


def read(text: str, numeral: Numeral) -> Draft | None:
    """A draft of the number; None when it proves to be a year or the number of a table, task or the like."""
    bound, end = relations.relation_after(text, numeral.end)
    numeral, unit, spread = _with_unit(text, replace(numeral, end=end))
    unit = unit or _count(text, numeral) or scores.named_before(text, numeral)
    if _names_year(text, numeral, unit) or _names_place(text, numeral, unit):
        return None
    unit = unit or Unit("count" if numeral.grouped else "", numeral.end)
    after, end = relations.relation_after(text, unit.end) if bound == "=" else (bound, unit.end)
    small = unit.name == "count" and numeral.value <= _SMALL_COUNT
    before, start = relations.relation_before(text, numeral.start, unit.noun, small)
    return Draft(
        numeral,
        start,
        end,
        unit.name,
        unit.factor,
        unit.noun,
        unit.relative,
        relation=before if after == "=" else after,
        cue=text[start : numeral.start],
        spread=spread,
    )


def _with_unit(text: str, numeral: Numeral) -> tuple[Numeral, Unit | None, float | None]:
    """The number taken to the end of its ±, its printed unit (on either side of that), and the spread."""
    unit = unit_of(text, numeral)
    spread, end = spread_behind(text, unit.end if unit else numeral.end)
    if spread is None:
        return numeral, unit, None
    numeral = replace(numeral, end=end)
    return numeral, unit_of(text, numeral) or (replace(unit, end=end) if unit else None), spread


def _count(text: str, numeral: Numeral) -> Unit | None:
    noun, end = counted(text, _noun_start(text, numeral), numeral.value, numeral.kind != "decimal")
    return Unit("count", end, noun=noun) if noun else None


def _noun_start(text: str, numeral: Numeral) -> int:
    """Where the noun is looked for: behind the dollar that closes LaTeX mathematics and the `of` of `dozens of`."""
    end = numeral.end + text.startswith("$", numeral.end)
    of = _OF.match(text, end) if numeral.kind in ("vague", "word") or numeral.grouped else None
    return of.end() if of else end


def _names_year(text: str, numeral: Numeral, unit: Unit | None) -> bool:
    if not numbering.year(numeral):
        return False
    if unit and unit.name == "score":
        # No metric but perplexity reaches 1900: "STS 2017 correlation" names the year of a data set.
        return unit.noun != "ppl" or (unit.end > numeral.end and numbering.behind_name(text, numeral))
    return unit is None or (unit.name == "count" and numbering.behind_name(text, numeral))


def _names_place(text: str, numeral: Numeral, unit: Unit | None) -> bool:
    if unit and unit.name not in ("count", "score", "setting"):
        return False
    return numbering.numbered(text, numeral, unit is not None)
