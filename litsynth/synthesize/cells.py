"""What the cells that a number was traced to say of it, where the sentence that states it leaves that open."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from litsynth.protocol import COLLECTIONS, LANGUAGES, SETTINGS, mentions, read_protocol
from litsynth.protocol.aggregation import aggregations_differ, parted
from litsynth.quantities import same_figure
from litsynth.records import OWN, Quantity, Result

_SLOTS: Final = ("system", "baseline", "task", "dataset", "metric", "split", "setting", "languages")
_AVERAGE: Final = ("average",)
# What stands over a group of rows, a measure, or the number of a row: no condition of what was measured.
_NO_CONDITION: Final = re.compile(
    r"(?:(?:ours?|this|these|the|prior|previous|earlier|existing|related|proposed|published|other|baseline) ?)*"
    r"(?:works?|papers?|study|studies|models?|methods?|results?|systems?|approach(?:es)?|baselines?)?"
    r"|[fpr]1?(?: ?\([^()]*\))?|\d+(?:\.\d+)?",
    re.IGNORECASE,
)
_OF_GAIN: Final = 2
"""Cells of a difference: the one less the other."""


@dataclass(frozen=True, slots=True)
class Completed:
    """A result of a sentence with the slots that only its cells settle.

    `taken` names these slots. `against` holds what the cells say otherwise, as "slot: sentence / cells"; the sentence
    stands. `ends` are the scores that a difference goes from and to, in this order; empty where they are not known.
    """

    result: Result
    taken: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    ends: tuple[float, ...] = ()
    cells: tuple[Result, ...] = field(default=(), repr=False)

    @property
    def sides(self) -> tuple[str, str]:
        """The two settings that the cells of a difference are of; empty where they share one, or have none that is known."""
        return _sides(*self.cells) if len(self.cells) == _OF_GAIN else ("", "")


def completed(result: Result, cells: Sequence[Result], results: Sequence[Result]) -> Completed:
    """The result with what its cells, none, one or two, say where it is silent; `results` are those of its sentence.

    A slot is taken where all cells agree on it. Of a difference the first cell's system is ahead or behind by it, and the
    second's is the baseline; where that is the same system, the baseline is what its row or column is called.
    """
    ends = _ends_of(cells) or _ends_told(result, results)
    if not cells:
        return Completed(result, ends=ends)
    told = {slot: _told(slot, cells) for slot in _SLOTS}
    told["system"] = next((one.system for one in results if _key(one.system) == _key(told["system"])), told["system"])
    taken = [slot for slot, value in told.items() if value and _open(result, slot)]
    against = [
        f"{slot}: {_text(getattr(result, slot))} / {_text(value)}"
        for slot, value in told.items()
        if value and slot not in taken and _differ(slot, getattr(result, slot), value)
    ]
    if not result.delta:
        taken = [slot for slot in taken if slot != "baseline"]
    full = replace(result, **{slot: told[slot] for slot in taken})
    if "setting" in taken and result.setting:
        full = replace(full, setting=_with_own_runs(told["setting"], result.setting))
    return Completed(full, tuple(taken), tuple(against), ends, tuple(cells))


def is_known(system: str) -> bool:
    """Whether a name is as a whole that of a known system, and so means the same in every paper."""
    return any(_key(mention.full) == _key(system) for mention in mentions("systems", system))


def is_named(value: str | tuple[str, ...], text: str) -> bool:
    """Whether a text has the name, or the names of all languages, that a slot holds, so that its cells add nothing."""
    names = [value] if isinstance(value, str) else [LANGUAGES.get(code, code) for code in value]
    return all(f" {_key(name)} " in f" {_key(text)} " for name in names)


def _open(result: Result, slot: str) -> bool:
    value = getattr(result, slot)
    if slot == "setting":
        return not parted(value)[0]  # a sentence may say of how many runs it speaks, and leave the rest to its cells
    # What a sentence seems to name as a data set, and is a system, is none.
    return not value or value == OWN or (slot == "dataset" and is_known(value))


def _told(slot: str, cells: Sequence[Result]) -> Any:
    """What the cells say of a slot; empty where nothing, or not the same."""
    gain = len(cells) == _OF_GAIN
    if slot == "baseline":
        return _baseline(*cells) if gain else ""
    if slot == "system" and gain:
        return cells[0].system
    values = {conditions(cell.setting) if slot == "setting" else getattr(cell, slot) for cell in cells}
    return values.pop() if len(values) == 1 else ""


def conditions(setting: str) -> str:
    """The parts of a setting that are conditions of what was measured.

    >>> conditions("Our models, zero-shot")
    'zero-shot'
    """
    return ", ".join(part for part in setting.split(", ") if not _NO_CONDITION.fullmatch(part))


def _baseline(cell: Result, other: Result) -> str:
    if other.system != cell.system:
        return other.system
    if side := _sides(cell, other)[1]:
        return side
    of_row = other.row != cell.row
    mine, theirs = (one.anchor.row if of_row else one.anchor.column for one in (cell, other))
    said = mine.split(", ")
    return ", ".join(part for part in theirs.split(", ") if part not in said)


def _sides(cell: Result, other: Result) -> tuple[str, str]:
    one, two = _settings(cell.setting), _settings(other.setting)
    return (min(one), min(two)) if len(one) == len(two) == 1 and one != two else ("", "")


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).casefold().strip()


def _differ(slot: str, said: Any, told: Any) -> bool:
    """Whether a sentence and its cells name two things that exclude each other."""
    if slot in ("system", "baseline"):
        one, other = ({mention.name for mention in mentions("systems", text)} for text in (said, told))
        return bool(one and other and not one & other)
    if slot == "setting":
        one, other = _settings(said), _settings(told)
        return bool(one and other and not one & other) or aggregations_differ(parted(said)[1], parted(told)[1])
    if slot == "languages":
        # English beside others is mostly the language of training, and an average may be one over any.
        averages = _AVERAGE in (said, told) and (max(len(said), len(told)) > 1 or ("en",) in (said, told))
        return not set(said) & set(told) and not averages
    if slot == "dataset" and {said, told} & set(COLLECTIONS):
        return False
    if slot == "metric" and set(read_protocol(said).metrics) & set(read_protocol(told).metrics):
        return False  # "correlation" and "Spearman"
    # "F1" and "macro-F1", "WMT" and "WMT 2014": one says more than the other.
    return slot != "task" and said.casefold() not in told.casefold() and told.casefold() not in said.casefold()


def _settings(text: str) -> set[str]:
    return {mention.name for mention in mentions("settings", text)} & set(SETTINGS)


def _with_own_runs(told: str, said: str) -> str:
    """The setting of the cells, with what the sentence says of runs and models instead of what they say."""
    return ", ".join(filter(None, (parted(told)[0], *parted(said)[1])))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _ends_of(cells: Sequence[Result]) -> tuple[float, ...]:
    return (cells[1].quantity.value, cells[0].quantity.value) if len(cells) == _OF_GAIN else ()


def _ends_told(result: Result, results: Sequence[Result]) -> tuple[float, ...]:
    """The only two scores of a sentence that are as far apart as it says: "9.7 points (75.1 against 65.4)"."""
    gain = result.quantity
    scores = [one.quantity for one in results if not one.delta and one.quantity.unit in ("percent", "score")]
    found = {
        (one.value, other.value)
        for one in scores
        for other in scores
        if result.delta
        and one.value < other.value
        and same_figure(_difference(one, other), _size(gain)).answer == "yes"
    }
    return found.pop() if len(found) == 1 else ()


def _difference(one: Quantity, other: Quantity) -> Quantity:
    value = round(other.value - one.value, 6)
    return replace(other, value=value, low=value, high=value, unit="points", direction="")


def _size(gain: Quantity) -> Quantity:
    low, high = sorted((abs(gain.low), abs(gain.high)))
    return replace(gain, value=abs(gain.value), low=low, high=high, unit="points", direction="")
