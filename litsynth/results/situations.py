"""Under what each figure of a sentence was measured: its setting, the size of its model, and with or without what."""

import re
from collections.abc import Sequence

from litsynth.labels import PASSIVE, Told, aggregation_of, figures_told
from litsynth.labels.told import HAVING, MODEL
from litsynth.protocol import mentions
from litsynth.records import Quantity
from litsynth.results.attribution import CONTRAST, lead, of_nobody

_NOTE = re.compile(r"\s*(?:average\s|accuracy\s)?\(((?!\d)[A-Za-z][\w .-]{0,30})\)")
_SIZE = re.compile(r"(?:base|large|small|x{1,2}l)(?:\s(?:model|version|size))?", re.IGNORECASE)
_PAIR = re.compile(r"\s*(?:against|versus|vs|compared)\b")
_WHAT = re.compile(r"\b(?:with|without|w/o)\s+((?:(?!\d)[\w-]+\s?){1,3})", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:in|on|for|and|against|it|at|from|to|of|by|the|than|reaches)\b.*")


def settings_told(sentence: str, values: Sequence[Quantity], common: str) -> list[str]:
    """The setting of each figure. `common` is that of the sentence, for where it tells no figure of any by its place.

    Where a sentence has one figure with something and one without it, each is told so beside its setting; and so is how a
    figure was made of several runs or models.

    >>> text = "FooNet reaches 75.1% zero-shot and 76.7% translate-train accuracy on XNLI."
    >>> from litsynth.quantities import find_quantities
    >>> settings_told(text, find_quantities(text), "")
    ['zero-shot', 'translate-train']
    """
    told = _told(sentence)
    every = {name for one in told.values() for name in one.of["setting"]}
    named = [start for start, one in sorted(told.items()) if one.of["setting"]]
    found = []
    for value in values:
        one = told.get(value.span.start)
        names = one.of["setting"] if one else frozenset()
        # What is named behind one figure does not hold of those before it, but for a list.
        without = one is None or "setting" in one.not_of or bool(named and value.span.start < named[0])
        setting = next(iter(names)) if len(names) == 1 else "" if without or len(every) > 1 else common
        made = aggregation_of(value, sentence)
        aggregation = next(iter(made)) if len(made) == 1 else ""
        found.append(", ".join(filter(None, (setting, aggregation, _condition(sentence, one, told)))))
    return found


def system_told(attributed: str, sentence: str, value: Quantity) -> str:
    """The system of a figure: the known one that the sentence tells it of by its place, else the one `attributed` to it.

    The size that stands in brackets behind the figure is part of it: "FooNet reaches 69.1% (small), 75.4% (base)".
    """
    told = None if value.unit == "points" or value.direction else _told(sentence).get(value.span.start)
    models = told.of[MODEL] if told else frozenset[str]()
    model = next(iter(models)) if len(models) == 1 else ""
    known = mentions("systems", attributed)
    start = value.span.start + lead(value.text)
    paired = _PAIR.match(sentence, value.span.end)
    beside = [one.full for one in mentions("systems", sentence) if one.end <= start and not paired][-1:]
    differs = known and known[0].full not in beside and model not in known[0].full and known[0].full not in model
    other = model and (not attributed or differs)
    before = sentence[:start]
    # "from 55.6% to 59.0%" is told of one system.
    rival = CONTRAST.search(before) and not before.rstrip().endswith("from")
    open_ = not attributed and (
        rival or PASSIVE.search(sentence) or of_nobody(sentence, value.span.start, value.span.end)
    )
    system = model if other and not open_ else attributed
    note = _NOTE.match(sentence, value.span.end)
    size = _SIZE.fullmatch(note[1]) if note else None
    return f"{system} {size[0].split()[0].lower()}" if size and system and not _SIZE.search(system) else system


def _told(sentence: str) -> dict[int, Told]:
    return {one.figure.span.start: one for one in figures_told(sentence)}


def _condition(sentence: str, one: Told | None, told: dict[int, Told]) -> str:
    """What a figure is with or without, where other figures of the sentence are the other way and of the same thing."""
    ways = {way for other in told.values() for way in other.of[HAVING]}
    mine = one.of[HAVING] if one else frozenset()
    if one is None or len(ways) < 2 or len(mine) != 1:
        return ""
    phrases = [_ENDS.sub("", found[1]).strip() for found in _WHAT.finditer(sentence)]
    named = {phrase.lower() for phrase in phrases if phrase}
    return f"{next(iter(mine))} {named.pop()}" if len(named) == 1 else ""
