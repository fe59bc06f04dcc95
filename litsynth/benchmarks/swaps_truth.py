"""What is known of a paper's results, to hold a claim of the swap test bed against before it is called true or false."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from litsynth.benchmarks.swaps_names import LOWER_IS_BETTER, has_name, numbers_in
from litsynth.benchmarks.swaps_rows import Board, PaperRows, Place

_OUR = re.compile(
    r"\b(?:our|the proposed|this) (?:[\w-]+ ){0,3}(?:model|method|approach|system|network|framework|parser)s?\b|\bwe\b",
    re.I,
)
_MOST_NUMBERS = 6
_SLOTS = ("dataset", "metric", "split", "language", "setting")


class Truth:
    """The results of one paper. Two numbers are only called different where no rounding could make them one."""

    def __init__(self, rows: PaperRows) -> None:
        self.rows = rows
        self._numbers = numbers_in(rows.text)
        self._values = sorted({Decimal(value) for _, value in rows.cells})
        self._cells: dict[str, list[str]] = {}
        for name, value in rows.cells:
            self._cells.setdefault(name, []).append(value)
        self._saying: dict[str, list[str]] = {}
        for sentence in rows.sentences:
            for number in sorted(numbers_in(sentence)):
                self._saying.setdefault(number, []).append(sentence)

    def values(self, system: str, place: Place) -> set[str]:
        """The numbers of a system in a place, or in one that may be the same: open slots may be anything."""
        return {value for board in self._in(place) if (value := board.value(system))}

    def gains(self, system: str, baseline: str, place: Place) -> set[Decimal]:
        """How much better (or worse, negative) one system is than another wherever the place may be meant."""
        pairs = ((board, board.value(system), board.value(baseline)) for board in self._in(place))
        return {gain(board.place.metric, one, other) for board, one, other in pairs if one and other}

    def is_one(self, system: str, place: Place, value: str) -> bool:
        """Whether the paper has this one number for a system in a place, and no other."""
        return self.values(system, place) == {value}

    def is_other(self, system: str, place: Place, value: str, new_name: str, own_cells: int = 0) -> bool:
        """Whether a number is certainly not a system's in a place.

        Certain is what has another number there, in every table that may be meant; whose name stands with this number
        in no row (but in `own_cells`, whence it was taken); and no sentence of the paper that has both the number and
        `new_name`, the name that was put in the place of the right one.
        """
        known = self.values(system, place)
        rows = sum(not apart(value, cell) for cell in self._cells.get(system, ()))
        far = all(apart(value, other) for other in known)
        return bool(known) and far and rows <= own_cells and not self.told(value, new_name)

    def is_other_gain(
        self, system: str, baseline: str, place: Place, amount: Decimal, least: Decimal, new_name: str
    ) -> bool:
        """Whether a difference is certainly not that of two systems in a place, by `least`; else as `is_other`."""
        known = self.gains(system, baseline, place)
        far = all(abs(amount - other) >= least for other in known)
        return bool(known) and far and not self.told(str(abs(amount)), new_name)

    def is_other_mean(self, system: str, place: Place, value: str) -> bool:
        """Whether an average over one language less, English, is certainly another number."""
        rest: list[Decimal] = []
        english = False
        for board in self.rows.boards:
            found = board.value(system) if replace(board.place, language="") == replace(place, language="") else ""
            if found and board.place.language == "English":
                english = True
            elif found and " " not in board.place.language:
                rest.append(Decimal(found))
        if not english or len(rest) < 2:
            return False
        return abs(sum(rest, Decimal()) / len(rest) - Decimal(value)) >= margin(Decimal(value))

    def told(self, value: str, name: str) -> bool:
        """Whether a sentence has both a number and a name."""
        return any(has_name(sentence, name) for sentence in self._saying.get(value, ()))

    def stands(self, value: str) -> bool:
        """Whether a number stands anywhere in the source, or one that rounding could make it in a row."""
        mine = Decimal(value)
        return value in self._numbers or any(abs(mine - cell) < margin(mine) for cell in self._values)

    def saying(self, value: str, names: Sequence[str], presented: bool) -> Iterator[str]:
        """The sentences of running text with that number and few others, and those names.

        Where the first name is of a system that the paper itself has `presented`, "our model" is a name of it too.
        """
        for sentence in self._saying.get(value, ()):
            named = [has_name(sentence, name) for name in names]
            own = presented and bool(_OUR.search(sentence))
            if len(numbers_in(sentence)) <= _MOST_NUMBERS and all(named[1:]) and (named[0] or own):
                yield sentence

    def _in(self, place: Place) -> Iterator[Board]:
        for board in self.rows.boards:
            if all(
                "" in (one := {getattr(board.place, slot), getattr(place, slot)}) or len(one) == 1 for slot in _SLOTS
            ):
                yield board


def gain(metric: str, value: str, other: str) -> Decimal:
    """How much better a value is than another: negative where it is worse."""
    difference = Decimal(value) - Decimal(other)
    return -difference if metric in LOWER_IS_BETTER else difference


def margin(value: Decimal) -> Decimal:
    """Beyond this, two numbers are different whatever was rounded: 1.5 of the last place, at least 0.15 (of 100)."""
    exponent = value.as_tuple().exponent
    last = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return max(Decimal("1.5") * last, Decimal("0.15") if abs(value) >= 3 else Decimal("0.015"))


def apart(one: str, other: str) -> bool:
    """Whether two printed numbers differ beyond rounding.

    >>> apart("80.9", "80.94"), apart("80.9", "81.9"), apart("0.642", "0.645")
    (False, True, False)
    """
    left, right = Decimal(one), Decimal(other)
    return abs(left - right) >= max(margin(left), margin(right))
