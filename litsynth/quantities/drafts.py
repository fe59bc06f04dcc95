"""A number while it is being read: what is known of it before it becomes a `Quantity`."""

from dataclasses import dataclass
from typing import Literal

from litsynth.quantities.numerals import Numeral
from litsynth.records import Relation


@dataclass(frozen=True, slots=True)
class Draft:
    """`start` and `end` cover relation words, number, unit and noun; `unit` is empty while it is unknown.

    `changes` marks a difference, `value_like` a number that "from" or "to" presents as a level and not as a change.
    `spread` is the half-width printed behind ±, in the printed unit; None where there is none.
    """

    numeral: Numeral
    start: int
    end: int
    unit: str = ""
    factor: float = 1
    noun: str = ""
    relative: bool = False
    relation: Relation = "="
    cue: str = ""
    changes: bool = False
    direction: Literal["", "up", "down"] = ""
    value_like: bool = False
    spread: float | None = None
