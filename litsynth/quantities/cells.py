"""Quantities of a table cell, where a number stands almost alone."""

import re

from litsynth.quantities.drafts import Draft
from litsynth.quantities.find import find_quantities
from litsynth.quantities.intervals import quantity
from litsynth.quantities.numbering import year
from litsynth.quantities.numerals import Numeral, digit_numerals
from litsynth.quantities.relations import relation_before
from litsynth.quantities.spreads import spread_behind
from litsynth.quantities.units import unit_of
from litsynth.records import Quantity

_COMMANDS = re.compile(r"\\[a-z]{1,10}")
_WORDS = re.compile(r"[A-Za-z]{2,}")
_UNIT_WORDS = re.compile(
    r"\b(?:times|percent|pct|points?|pts?|hours?|hrs?|mins?|secs?|ms|pp|bn|mln|million|billion|[KMGT]i?B|[eE]\d+)\b"
)
_FOOTNOTE = re.compile(r"\^\s?[({]?\s?[\d,*†‡\s]{0,6}$|\]\s?$|\[$")
_SUBSCRIPT = re.compile(r"\$?_\{?\s?(\d*\.\d+)\s?\}?\$?")
_COUNT_ABOVE = 100
"""A plain integer above this cannot be a score on [0, 100], so it counts something."""


def find_in_cell(text: str) -> tuple[Quantity, ...]:
    """The quantities of a cell: bare numbers are scores, signed ones differences, large or grouped integers counts.

    A small integer in parentheses or a superscript behind a number is a rank or footnote mark; a subscript decimal is
    the spread. A cell with words in it is read as prose.

    >>> [(q.value, q.unit) for q in find_in_cell("12.3/45.6")]
    [(12.3, 'score'), (45.6, 'score')]
    >>> [(q.value, q.low, q.high) for text in ("**79.2** ± 0.4*", "79.2^(1,2)", "79.2 +- 0.4") for q in find_in_cell(text)]
    [(79.2, 78.8, 79.6), (79.2, 79.15, 79.25), (79.2, 78.8, 79.6)]
    >>> [(q.text, q.relation) for text in ("< 0.01", "≥3", "~ 5") for q in find_in_cell(text)]
    [('< 0.01', '<'), ('≥3', '>='), ('~ 5', '~')]
    """
    if _WORDS.search(_UNIT_WORDS.sub("", _COMMANDS.sub("", text))):
        return find_quantities(text)
    found: list[Quantity] = []
    done = 0
    for numeral in digit_numerals(text):
        if numeral.start < done or _mark(text, numeral, bool(found)) or year(numeral):
            continue
        draft = _draft(text, numeral)
        done = draft.end
        found.append(quantity(text, draft))
    return tuple(found)


def _mark(text: str, numeral: Numeral, follows: bool) -> bool:
    """A footnote or rank mark, or a digit inside a name (`v1`)."""
    before, after = text[max(0, numeral.start - 16) : numeral.start], text[numeral.end : numeral.end + 1]
    if before and (before[-1].isalpha() or _FOOTNOTE.search(before)):
        return True
    rank = follows and before.endswith("(") and after == ")" and not numeral.sign
    return rank and numeral.kind == "integer" and numeral.value < _COUNT_ABOVE


def _draft(text: str, numeral: Numeral) -> Draft:
    unit = unit_of(text, numeral)
    end = unit.end if unit else numeral.end
    spread, end = spread_behind(text, end)
    if spread is None and (subscript := _SUBSCRIPT.match(text, end)):
        spread, end = float(subscript.group(1)), subscript.end()
    name = unit.name if unit else _bare(numeral)
    relation, start = relation_before(text, numeral.start, "", False)
    changes = bool(numeral.sign) and name in ("points", "percent", "times")
    return Draft(
        numeral,
        start,
        end,
        name,
        unit.factor if unit else 1,
        unit.noun if unit else "",
        unit.relative if unit else False,
        changes=changes,
        direction=("up" if numeral.sign == "+" else "down") if changes else "",
        relation=relation,
        spread=spread,
    )


def _bare(numeral: Numeral) -> str:
    if numeral.sign:
        return "points"
    counts = numeral.grouped or (numeral.kind == "integer" and numeral.value > _COUNT_ABOVE)
    return "count" if counts else "score"
