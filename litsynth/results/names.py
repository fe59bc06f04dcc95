"""The inventory: names of tasks, data sets, metrics and languages, each under one spelling, and where a text has them."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from litsynth.errors import BadRecord

Kind = Literal["language", "metric", "task", "dataset", "benchmark"]
_SECTIONS: dict[str, Kind] = {
    "languages": "language",
    "metrics": "metric",
    "tasks": "task",
    "datasets": "dataset",
    "benchmarks": "benchmark",
}
_FIELDS: dict[Kind, frozenset[str]] = {
    "language": frozenset({"aliases"}),
    "metric": frozenset({"aliases", "better", "task", "family"}),
    "task": frozenset({"aliases"}),
    "dataset": frozenset({"aliases", "task", "metrics", "languages", "exact"}),
    "benchmark": frozenset({"aliases", "datasets", "exact"}),
}
_SINGLE = ("task", "better", "family")
"""Fields that hold one text."""
_CAMEL = re.compile(r"[a-z][A-Z].*[a-z][A-Z]")
_RANK = re.compile(r"@\d+$")
_LONG = 5
"""Letters from which a name with a lower-case letter in it is one in any case: "accuracy", but not "Acc" and "POS"."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name and what is known of it; what does not apply to its kind is empty.

    `better` is "higher" or "lower". `task` is the only one that a data set or a metric is for. `metrics` are those
    that a data set is measured by where nothing else is said. `family` says what a metric rates: labels, spans, a text, a
    ranking, a correlation, a likelihood, a transcript, a tree. `exact`: its spellings are words in another case (QuALITY,
    Spider), and so are names only as written.
    """

    kind: Kind
    name: str
    aliases: tuple[str, ...] = ()
    better: str = "higher"
    task: str = ""
    family: str = ""
    metrics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A name of the inventory where a text has it."""

    entry: Entry
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Inventory:
    """Entries by kind and name. `patterns` finds them, `spelled` and `by_kind` are what each spelling means: all made by
    `inventory`.
    """

    entries: Mapping[tuple[Kind, str], Entry]
    patterns: tuple[re.Pattern[str], ...] = ()
    spelled: Mapping[str, Entry] = field(default_factory=dict)
    by_kind: Mapping[tuple[Kind, str], Entry] = field(default_factory=dict)

    def find(self, text: str) -> tuple[Named, ...]:
        """Every name that a text has, in order; of names that overlap the longest."""
        found = [
            Named(self.spelled[_key(match.group())], match.start(), match.end())
            for pattern in self.patterns
            for match in pattern.finditer(text)
        ]
        kept: list[Named] = []
        for item in sorted(found, key=lambda item: (item.start - item.end, item.start)):
            if all(item.end <= other.start or other.end <= item.start for other in kept):
                kept.append(item)
        return tuple(sorted(kept, key=lambda item: item.start))

    def get(self, kind: Kind, name: str) -> Entry | None:
        """The entry of a name, by any of its spellings."""
        return self.entries.get((kind, name)) or self.by_kind.get((kind, _key(name)))

    def measured_by(self, dataset: str, metric: str, task: str = "") -> bool:
        """Whether a data set may be what a metric, in a table or sentence about a task, was measured on.

        Not where the metric rates another kind of thing than those that the data set is measured by, nor where it is none
        of these and the task is another too. What the inventory does not know may be.
        """
        entry = self.get("dataset", dataset)
        if entry is None or not entry.metrics or not metric or metric in entry.metrics:
            return True
        families = {self._family(one) for one in entry.metrics}
        family = self._family(metric)
        other_task = bool(task and entry.task) and task != entry.task
        return not other_task and (not family or "" in families or family in families)

    def _family(self, metric: str) -> str:
        """The family of a metric; one at a rank ("Recall@20") is known by its shape."""
        entry = self.get("metric", metric)
        return entry.family if entry else "rank" if _RANK.search(metric) else ""


def inventory(tables: Sequence[tuple[str, str]]) -> Inventory:
    """The inventory of TOML texts, each with where it is from; a later one adds entries and replaces those of its names.

    An entry that a later text repeats keeps the aliases that it had. Raises BadRecord, naming the place, on what is no
    TOML, on unknown sections and fields, and on a data set, task or metric that is referred to and is not there.

    >>> names = inventory([("shipped", '[metrics]\\n"accuracy" = { aliases = ["acc"] }')])
    >>> [item.entry.name for item in names.find("Dev acc and test Accuracy")]
    ['accuracy', 'accuracy']
    """
    entries: dict[tuple[Kind, str], Entry] = {}
    for where, text in tables:
        for entry in _entries(where, text):
            key = (entry.kind, entry.name)
            before = entries.get(key)
            aliases = tuple(dict.fromkeys((*(before.aliases if before else ()), *entry.aliases)))
            entries[key] = Entry(**{**_fields(entry), "aliases": aliases})
        _refuse_loose(entries, where)
    spelled: dict[str, Entry] = {}
    by_kind: dict[tuple[Kind, str], Entry] = {}
    for entry in entries.values():
        for name in _spellings(entry):
            spelled[_key(name)] = entry
        for name in (entry.name, *entry.aliases):
            by_kind.setdefault((entry.kind, _key(name)), entry)
    return Inventory(entries, tuple(_patterns(entries.values())), spelled, by_kind)


def _fields(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in Entry.__slots__}


def _entries(where: str, text: str) -> Iterable[Entry]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadRecord(f"{where}: not valid TOML: {error}", "docs/results.md describes the format") from error
    for section, rows in tables.items():
        if section not in _SECTIONS or not isinstance(rows, dict):
            raise BadRecord(f"{where}: unknown section {section!r}", f"one of: {', '.join(_SECTIONS)}")
        for name, given in rows.items():
            yield _entry(where, _SECTIONS[section], name, {"aliases": given} if isinstance(given, list) else given)


def _entry(where: str, kind: Kind, name: str, given: Any) -> Entry:
    if not isinstance(given, dict) or not name.strip():
        raise BadRecord(f"{where}: {kind} {name!r} is no list of aliases and no table", "see docs/results.md")
    if wrong := sorted(set(given) - _FIELDS[kind]):
        raise BadRecord(f"{where}: {kind} {name!r}: unknown field {wrong[0]!r}", f"one of: {sorted(_FIELDS[kind])}")
    values: dict[str, Any] = {}
    for key, value in given.items():
        if key == "exact" and isinstance(value, bool):
            values[key] = value
            continue
        texts = [value] if key in _SINGLE else value
        if not isinstance(texts, list) or not all(isinstance(one, str) and one.strip() for one in texts):
            raise BadRecord(f"{where}: {kind} {name!r}: {key} has the wrong kind of value", "see docs/results.md")
        values[key] = value if key in _SINGLE else tuple(value)
    if values.get("better", "higher") not in ("higher", "lower"):
        raise BadRecord(f"{where}: {kind} {name!r}: better is {values['better']!r}", "write higher or lower")
    return Entry(kind, name, **values)


def _refuse_loose(entries: Mapping[tuple[Kind, str], Entry], where: str) -> None:
    for entry in entries.values():
        named: list[tuple[Kind, str]] = [("metric", name) for name in entry.metrics]
        named += [("dataset", name) for name in entry.datasets]
        named += [("task", entry.task)] if entry.task else []
        for key in named:
            if key not in entries:
                raise BadRecord(f"{where}: {entry.name} names the {key[0]} {key[1]!r}, which is not there", "add it")


def _spellings(entry: Entry) -> tuple[str, ...]:
    """What is looked for in a text; a language's code is looked for only where it stands alone (see `reading`)."""
    return entry.aliases if entry.kind == "language" else (entry.name, *entry.aliases)


def _key(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).casefold().strip()


def _patterns(entries: Iterable[Entry]) -> Iterable[re.Pattern[str]]:
    """One pattern for names that are so in any case, one for those that are so only as written; longest first."""
    spelled: dict[str, bool] = {}
    for entry in entries:
        for name in _spellings(entry):
            spelled[name] = spelled.get(name, True) and not entry.exact and _any_case(name)
    names = sorted(spelled, key=lambda name: (-len(name), name))
    for any_case in (True, False):
        chosen = [name for name in names if spelled[name] == any_case]
        if chosen:
            # No name inside a longer one: XTREME is not found in XTREME-R, nor BLEU in BLEU-4.
            source = rf"(?<![\w@-])(?:{_grouped(chosen)})(?![\w@]|-[A-Z0-9])"
            yield re.compile(source, re.IGNORECASE if any_case else 0)


def _grouped(names: Sequence[str]) -> str:
    """Alternatives, those of one first letter together: a text is held against far fewer of them at each place."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(name[0].casefold(), []).append(_source(name))
    return "|".join(f"(?={_first(letter)})(?:{'|'.join(sources)})" for letter, sources in sorted(groups.items()))


def _first(letter: str) -> str:
    return f"[{re.escape(letter)}{re.escape(letter.upper())}]"


def _any_case(name: str) -> bool:
    # "ReCoRD" is a word in lower case.
    return len(name) >= _LONG and any(letter.islower() for letter in name) and not _CAMEL.search(name)


def _source(name: str) -> str:
    return r"[\s_-]+".join(re.escape(part) for part in re.split(r"[\s_-]+", name) if part)
