"""From the result rows of a paper to statements that it makes true, and each to statements that are false by one slot."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from itertools import pairwise, permutations
from typing import Literal

from litsynth.benchmarks.swaps_names import LOWER_IS_BETTER, SHARES
from litsynth.benchmarks.swaps_rows import Board, Place
from litsynth.benchmarks.swaps_truth import Truth, apart, gain, margin
from litsynth.benchmarks.swaps_wording import Statement

Slot = Literal["digit", "unit", "direction", "metric", "dataset", "split", "languages", "system", "baseline"]
SLOTS: tuple[Slot, ...] = (
    "digit", "unit", "direction", "metric", "dataset", "split", "languages", "system", "baseline",
)  # fmt: skip
_PLACES: dict[str, Slot] = {"metric": "metric", "dataset": "dataset", "split": "split", "language": "languages"}
_LEAST_GAIN = Decimal("0.3")
_MOST_GAIN = Decimal(40)
_MOST_OF_A_BOARD = 6
"""Systems of one board that are claimed something of, and pairs of them, so that one long table is not all there is."""
_LISTED = 3


def chance(*parts: object) -> int:
    """A number that depends on its arguments alone, as if drawn."""
    return int.from_bytes(sha256("\0".join(map(str, parts)).encode()).digest()[:8], "big")


def true_statements(truth: Truth, seed: int) -> Iterator[Statement]:
    """What the boards of a paper say, each in one wording: scores, pairs, changes, gains and lists."""
    for board in truth.rows.boards:
        named = sorted(board.values, key=lambda row: chance(seed, board.paper_id, board.place, row))
        known = [row for row in named if truth.is_one(row[0], board.place, row[1])]
        for system, value in known[:_MOST_OF_A_BOARD]:
            yield _worded(Statement("value", system, board.place, value), seed)
        pairs = sorted(permutations(known, 2), key=lambda pair: chance(seed, board.place, pair))
        for number, (one, other) in enumerate(pairs[:_MOST_OF_A_BOARD]):
            yield from (_worded(found, seed) for found in _of_two(board, one, other, number))
    for statement in _lists(truth):
        yield _worded(statement, seed)


def told_statements(truth: Truth, seed: int) -> Iterator[Statement]:
    """Those scores that a sentence of running text states with the names, without what the sentence leaves out."""
    for board in truth.rows.boards:
        for system, value in board.values:
            if truth.is_one(system, board.place, value):
                said = Statement("value", system, board.place, value)
                yield from (_worded(one, seed) for one in _as_told(truth, said, system in board.own))


def _worded(statement: Statement, seed: int) -> Statement:
    return replace(statement, wording=chance(seed, "wording", statement) % 1000)


def _of_two(board: Board, one: tuple[str, str], other: tuple[str, str], number: int) -> Iterator[Statement]:
    (system, value), (baseline, before) = one, other
    place = board.place
    amount = gain(place.metric, value, before)
    if not _LEAST_GAIN <= abs(amount) <= _MOST_GAIN or not apart(value, before):
        return
    pair = Statement("pair" if number % 2 else "change", system, place, value, baseline=baseline, other=before)
    yield pair
    points = Statement("gain", system, place, str(abs(amount)), baseline=baseline, better=amount > 0)
    if place.metric not in SHARES:
        yield points
        return
    if Decimal(before) < 10:  # of a fraction of one no points are told
        return
    relative = _relative(amount, before)
    if abs(relative - abs(amount)) < _LEAST_GAIN:
        yield replace(points, unit="points")
    else:
        yield (
            replace(points, unit="percent", value=str(relative)) if number % 3 == 2 else replace(points, unit="points")
        )


def _relative(amount: Decimal, before: str) -> Decimal:
    return abs(100 * amount / Decimal(before)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _lists(truth: Truth) -> Iterator[Statement]:
    """Two or three scores of one system that differ in data set, or in metric, only."""
    for kind, slot in (("datasets", "dataset"), ("metrics", "metric")):
        groups: dict[tuple[int, Place], list[Board]] = {}
        for board in truth.rows.boards:
            groups.setdefault((board.table, replace(board.place, **{slot: ""})), []).append(board)
        for boards in groups.values():
            for system, _ in boards[0].values[:_MOST_OF_A_BOARD]:
                items = [(board.place, board.value(system)) for board in boards[:_LISTED]]
                sure = [(place, value) for place, value in items if value and truth.is_one(system, place, value)]
                if len(sure) > 1 and len({value for _, value in sure}) == len(sure):
                    yield Statement(kind, system, sure[0][0], sure[0][1], more=tuple(sure[1:]))  # type: ignore[arg-type]


def _as_told(truth: Truth, statement: Statement, presented: bool) -> Iterator[Statement]:
    place = statement.place
    for dataset, metric in ((place.dataset, place.metric), (place.dataset, ""), ("", place.metric)):
        names = [statement.system, *(name for name in (dataset, metric) if name)]
        if len(names) > 1 and any(truth.saying(statement.value, names, presented)):
            yield replace(statement, place=Place(dataset, metric))
            return


def swapped(truth: Truth, statement: Statement, slot: Slot, seed: int) -> Statement | None:
    """The statement with another value in one slot, if there is one with which it is certainly false; else None."""
    candidates = sorted(_swaps(truth, statement, slot), key=lambda one: chance(seed, slot, one[0]))
    return next((found for found, new_name in candidates if _is_false(truth, found, new_name, slot)), None)


def _swaps(truth: Truth, statement: Statement, slot: Slot) -> Iterator[tuple[Statement, str]]:
    """Statements with another value in a slot, each with the name that is new in it."""
    single = statement.kind in ("value", "gain")
    if slot == "digit":
        yield from (
            (replace(statement, value=value), "") for value in _digits(statement.value) if not truth.stands(value)
        )
    elif slot == "unit" and statement.kind == "gain" and statement.unit:
        yield replace(statement, unit="points" if statement.unit == "percent" else "percent"), ""
    elif slot == "direction" and statement.kind == "gain":
        yield replace(statement, better=not statement.better), ""
    elif slot in ("system", "baseline") and (statement.baseline or slot == "system"):
        there = {name for board in truth.rows.boards for name, _ in board.values} - {
            statement.system,
            statement.baseline,
        }
        yield from ((replace(statement, **{slot: name}), name) for name in sorted(there))  # type: ignore[arg-type]
    elif single:
        field = next((name for name, of in _PLACES.items() if of == slot), "")
        mine = getattr(statement.place, field, "")
        others = {getattr(board.place, field) for board in truth.rows.boards} - {mine, ""} if mine else set()
        if field == "language" and mine.endswith(" languages"):
            others = {f"{int(mine.split()[0]) - 1} languages"}
        for name in sorted(others):
            if slot == "metric" and _spoken_of(name) != _spoken_of(mine):
                continue  # other words around the name would change too
            yield replace(statement, place=replace(statement.place, **{field: name})), name


def _spoken_of(metric: str) -> tuple[bool, bool]:
    return metric in SHARES, metric in LOWER_IS_BETTER


def _digits(value: str) -> Iterator[str]:
    """The number with two digits exchanged, or one changed, as long as it was and far enough from it."""
    at = [row for row, letter in enumerate(value) if letter.isdigit()]
    for left, right in pairwise(at):
        letters = list(value)
        letters[left], letters[right] = letters[right], letters[left]
        yield from _far("".join(letters), value)
    for row in at:
        for step in (2, 3, 5, 8):
            digit = str((int(value[row]) + step) % 10)
            yield from _far(value[:row] + digit + value[row + 1 :], value)


def _far(changed: str, value: str) -> Iterator[str]:
    same_size = (changed[0] in "0.") == (value[0] in "0.")
    other, mine = Decimal(changed), Decimal(value)
    if same_size and other and apart(changed, value) and abs(other - mine) >= _noticed(value):
        yield changed


def _noticed(value: str) -> Decimal:
    """What a reader would call another number: a hundredth of it, and beyond the noise of a second run."""
    return max(abs(Decimal(value)) / 100, Decimal("0.5") if Decimal(value) >= 3 else margin(Decimal(value)))


def _is_false(truth: Truth, statement: Statement, new_name: str, slot: Slot) -> bool:
    if statement.kind == "gain":
        return _gain_is_false(truth, statement, new_name, slot)
    if statement.kind == "value":
        if slot == "languages" and new_name.endswith("languages"):
            return truth.is_other_mean(statement.system, statement.place, statement.value)
        return _is_not(truth, statement, new_name)
    if slot == "baseline":
        return truth.is_other(statement.baseline, statement.place, statement.other, new_name)
    return slot in ("digit", "system") and _is_not(truth, statement, new_name)


def _is_not(truth: Truth, statement: Statement, new_name: str) -> bool:
    # The row that the number was taken from has it, unless the system is another.
    own = int(new_name != statement.system)
    return truth.is_other(statement.system, statement.place, statement.value, new_name or statement.system, own)


def _gain_is_false(truth: Truth, statement: Statement, new_name: str, slot: Slot) -> bool:
    sign = 1 if statement.better else -1
    name = new_name or ("\0" if slot in ("unit", "direction") else statement.system)
    amounts = [sign * Decimal(statement.value)]
    if statement.unit == "percent":
        befores = truth.values(statement.baseline, statement.place)
        amounts = [sign * Decimal(statement.value) * Decimal(before) / 100 for before in befores]
    # Of numbers to 100, what two rounded scores can make of one difference and a little more.
    least = _LEAST_GAIN if statement.place.metric in SHARES and statement.unit else margin(Decimal(statement.value))
    return bool(amounts) and all(
        truth.is_other_gain(statement.system, statement.baseline, statement.place, amount, least, name)
        for amount in amounts
    )
