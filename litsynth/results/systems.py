"""Which system the header of a row or column names, apart from the conditions that stand beside the name."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from litsynth.labels import labels_of
from litsynth.results.headers import Lexicon, Names, merged, names_in, unmarked
from litsynth.results.slots import OURS, system_name
from litsynth.text.tables import Path

_VARIANT = re.compile(r"\s*(?:[+–—-]|w/|with\b|without\b|\(|&)")
_ADDED = re.compile(r"[+–—-]\s*\w")
_LETTER = re.compile(r"[^\W\d_]")
_BREAK = re.compile(r"\s*[,;]\s*(?![^()]*\))|\s*(\([^()]*\))\s*")
"""Between the parts of a header: a comma outside brackets, or a part in brackets."""
_OF_NAME = frozenset({"system", "size", "technique", "name"})
# Zero-shot in other words, beside the setting itself.
_SAID_ALREADY = re.compile(r"english fine-?tuning", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class System:
    """A system's name, empty where the header names none; the conditions beside it, as printed, joined by commas.

    `told` is what the header says of the measurement.
    """

    name: str
    conditions: str
    told: Names


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a header: its part that is a system's name, as printed and spelled (empty: none), and its other parts."""

    text: str
    names: Names
    head: str
    name: str
    own: bool
    others: tuple[str, ...]

    @property
    def certain(self) -> bool:
        """Whether it is a name by its looks, no ordinary words."""
        looks = {label.kind for label in labels_of(f"a {self.names.rest}")}
        return self.own or bool(self.names.systems or looks & {"system", "name"})


def system_of(path: Path, lexicon: Lexicon, own: frozenset[str]) -> System:
    """The system of a row or column by its path. `own`: names of the paper's own systems.

    It is the level that says "ours" or one of these names, else the last that looks like a name, else all words together.
    A variant ("+ CRF") goes on from the level above it; all other levels are conditions. Words with a metric and no name
    among them say what is measured, and name no system.
    """
    levels = [_level(text, lexicon, own) for text in path]
    told = merged(_of_measurement(level.names) for level in levels)
    named = [level for level in levels if level.name]
    known = [level for level in named if level.own] or [level for level in named if level.certain]
    if not known and any(level.names.metrics for level in levels):
        return System("", _joined(level.text for level in levels if level.names.rest), told)
    if not known:
        varied = bool(levels) and bool(_VARIANT.match(levels[-1].text))
        words = _unlike(level.name or level.text * varied for level in levels)
        others = (part for level in levels for part in level.others if part not in words)
        return System(" ".join(words), _joined(others), told)
    at = levels.index(known[-1])
    name, used = levels[at].name, {at}
    if at and _VARIANT.match(levels[at].text):
        name, used = f"{levels[at - 1].name or levels[at - 1].text} {name}", {at - 1, at}
    for later in range(at + 1, len(levels)):
        if levels[later].name and _VARIANT.match(levels[later].text):
            name, used = f"{name} {levels[later].name}", {*used, later}
    conditions = ((*(() if at in used else (level.head,)), *level.others) for at, level in enumerate(levels))
    return System(name, _joined(part for parts in conditions for part in parts), told)


def _unlike(parts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(part for part in parts if part))


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(_unlike(parts))


def _of_measurement(names: Names) -> Names:
    """What a level says of the measurement: a data set or task inside a name is part of the name."""
    if not names.rest:
        return names
    return Names(metrics=names.metrics, settings=names.settings, splits=names.splits, languages=names.languages)


def _level(text: str, lexicon: Lexicon, own: frozenset[str]) -> _Level:
    names = names_in(text, lexicon, alone=True)
    parts = list(_parts(unmarked(text)))
    if any(_is_name(part, lexicon) and not OURS.fullmatch(part) for part in parts):
        parts = [part for part in parts if not OURS.fullmatch(part.strip("()"))]
    head = next((at for at, part in enumerate(parts) if _is_name(part, lexicon)), None)
    name, others = "" if head is None else parts[head], []
    for at, part in enumerate(parts):
        if at != head and not _settled(part.strip("()"), lexicon):
            looks = {label.kind for label in labels_of(f"a {part}")} if len(part.split()) == 1 else set()
            if name and (looks & _OF_NAME or _ADDED.match(part)):
                name = f"{name} {part}"
            else:
                others.append(part.strip("()"))
    mine = bool(OURS.search(text)) or not own.isdisjoint(re.split(r"[\s,;()]+", text))
    spelled = system_name(names_in(name, lexicon, alone=True), own) if name else ""
    return _Level(text, names, "" if head is None else parts[head], spelled, mine, tuple(others))


def _parts(text: str) -> Iterator[str]:
    yield from (part.strip() for part in _BREAK.split(text) if part and part.strip())


def _is_name(part: str, lexicon: Lexicon) -> bool:
    return not part.startswith("(") and bool(_LETTER.search(names_in(part, lexicon, alone=True).called))


def _settled(part: str, lexicon: Lexicon) -> bool:
    """Whether a slot holds all that a part says; "English validation" is more than a language and a split."""
    names = names_in(part, lexicon, alone=True)
    held = [names.settings, names.splits, names.languages, names.metrics]
    more = names.rest or names.datasets or names.tasks or names.benchmarks or sum(map(bool, held)) > 1
    return not more or bool(_SAID_ALREADY.fullmatch(part))
