"""Which of the data sets, benchmarks and metrics that a clause names each of its numbers goes with."""

import re
from collections.abc import Collection, Sequence

from litsynth.labels import is_trained_on
from litsynth.protocol import mentions
from litsynth.records import Quantity
from litsynth.results.attribution import NAME, Placed
from litsynth.results.called import beside
from litsynth.results.headers import Lexicon, names_in
from litsynth.results.names import Named

# "on FooBench": a data set that no inventory has.
_ON = re.compile(rf"\b(?:on|for)\s+(?:the\s+)?(?:test (?:set|split) of\s+)?(?:the\s+)?{NAME}")
_ON_BEHIND = re.compile(
    rf"\s*(?:[\w@-]+\s+){{0,2}}on\s+(?:the\s+)?{NAME}(?=\s+(?:test|dev|data)|[,.;]|\s+(?:and|over|but)\b|$)"
)
_ON_MANY = re.compile(
    r"[^,;.()\d]{0,30}?\b(?:on|over|across)\s+(?:the\s+|all\s+|these\s+)*(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\s+"
    r"(?:\w+\s+)?(?:data ?sets|data sets|benchmarks|corpora)\b",
    re.IGNORECASE,
)
_APART = re.compile(r"\band\b|[,;]")
"""Between a number and a name that goes with the next one: "48.8 points and BUCC F1 by 20.0"."""
LIST = re.compile(r"[\s,]*(?:\([^()]*\))?[\s,]*(?:(?:and|or|then|over|via|to)\s+)*")
"""Between numbers that are of one kind: "7.8 points (small) over 5.1 (base) to 2.1"."""


def on_new(behind: str, lexicon: Lexicon) -> str:
    """A data set that no inventory has, right behind its number: "45.1% on FooBench"."""
    found = _ON_BEHIND.match(behind)
    name = found.group(1) if found else ""
    known = names_in(name, lexicon).of_measure or mentions("systems", name) or lexicon.names.find(name)
    return "" if known else name


def on_many(behind: str) -> bool:
    """Whether a number is one over data sets that have no names: "68.0% on the eight data sets"."""
    return bool(_ON_MANY.match(behind))


def measured_in(text: str, lexicon: Lexicon, alone: bool = False) -> str:
    """A text without the data sets that it names as trained on; they stay where it names no other, but for `alone`."""
    found = [item for item in lexicon.names.find(text) if item.entry.kind == "dataset"]
    trained = [item for item in found if is_trained_on(text, item.start)]
    for item in trained if alone or len(trained) < len(found) else ():
        text = text[: item.start] + " " * (item.end - item.start) + text[item.end :]
    return text


def unlisted_on(clause: str, lexicon: Lexicon, systems: Collection[str]) -> str:
    """The only name that a clause has behind "on" and that is neither in the inventory nor a system."""
    found = [
        name
        for name in _ON.findall(clause)
        if name not in systems and not names_in(name, lexicon).of_measure and not mentions("systems", name)
    ]
    return found[0] if len(set(found)) == 1 else ""


def assigned(lexicon: Lexicon, slot: str, clause: str, values: Sequence[tuple[Quantity, int]]) -> list[str]:
    """For each number the name that goes with it: the only one, as many as there are numbers in order, or the next one.

    Empty where the clause names none.
    """
    kind = slot.removesuffix("s")
    found = _found(lexicon, kind, clause)
    names = list(dict.fromkeys(item.entry.name for item in found))
    if not names:
        return []
    others = beside(clause, lexicon, tuple(names)) if kind == "dataset" and len(names) == 1 else ()
    if others:  # "on FooSet, BarSet and SNLI": of names that stand beside those nobody knows each may be meant
        return list(others) if len(others) == len(values) else [""] * len(values)
    if len(names) == 1:
        return [names[0] if reached else "" for reached in _reached(found[0], clause, values)]
    outside = found[0].start > values[-1][1] or found[-1].start < values[0][1]
    if len(names) == len(values) and outside:
        return names
    ends = [place + len(value.text) for value, place in values]
    if "respectively" in clause and len(values) % len(names) == 0 and found[0].start > values[-1][1]:
        return names * (len(values) // len(names))
    return [_next_to(at, found, clause, values, ends) for at in range(len(values))]


def _found(lexicon: Lexicon, kind: str, clause: str) -> list[Named]:
    """The names of a kind in a clause: not those in brackets beside others, nor data sets that something was trained on."""
    found = [item for item in lexicon.names.find(clause) if item.entry.kind == kind]
    open_ = [item for item in found if clause.rfind("(", 0, item.start) <= clause.rfind(")", 0, item.start)]
    found = open_ or found  # "67.3% (SocialIQa, then COPA)" is told beside what was measured
    return [item for item in found if kind != "dataset" or not is_trained_on(clause, item.start)]


def _next_to(at: int, found: Sequence[Named], clause: str, values: Sequence[Placed], ends: Sequence[int]) -> str:
    """The name that stands behind a number, or behind the last of its list; else the last one before it."""
    place, last = values[at][1], at
    while last + 1 < len(values) and LIST.fullmatch(clause[ends[last] : values[last + 1][1]]):
        last += 1
    end = values[last + 1][1] if last + 1 < len(values) else len(clause)
    after = [
        item.entry.name
        for item in found
        if place <= item.start < end and not _APART.search(clause[min(ends[last], item.start) : item.start])
    ]
    before = [item for item in found if item.start < place]
    opened = bool(before) and clause[before[-1].end : place].strip() == "("  # "FooSet (47.8) and BarSet (49.1)"
    return after[0] if after and not opened else before[-1].entry.name if before else ""


def _reached(item: Named, clause: str, values: Sequence[Placed]) -> list[bool]:
    """Which numbers the only metric or data set of a clause goes with: all, but for a metric that is printed with one.

    That one goes with the numbers before it only in a list: "80.1 and 81.2 F1", not "80.1% on XNLI and 60.3 F1".
    """
    ends = [place + len(value.text) for value, place in values]
    last = sum(end <= item.start for end in ends) - 1
    if last >= 0 and clause[: item.start].endswith("("):
        return [at == last for at in range(len(values))]  # "1.0 on both and 0.82 (SNLI)"
    with_ = [at for at, (_, place) in enumerate(values) if place <= item.start <= ends[at] + 2]
    if item.entry.kind != "metric" or not with_:
        return [True] * len(values)
    return [
        all(LIST.fullmatch(clause[ends[one] : values[one + 1][1]]) for one in range(at, with_[0]))
        for at in range(len(values))
    ]
