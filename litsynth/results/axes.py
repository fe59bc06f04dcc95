"""Which axis of a table holds its systems, at which level, and what the other levels hold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from litsynth.results.headers import Lexicon, Names, merged, names_in, unmarked
from litsynth.results.levels import VARIANT, Level, Role, looks_like_datasets, open_metric, typed
from litsynth.results.systems import System, system_of

_NOUN = re.compile(
    r"\b(?:models?|methods?|systems?|approach(?:es)?|parsers?|encoders?|classifiers?|networks?|variants?|teams?|"
    r"ablations?|architectures?|participants?|configurations?|baselines?)\b",
    re.IGNORECASE,
)
_MEASURES = frozenset({"dataset", "metric", "language", "split", "task"})
_OF_SIZE = re.compile(r"\d+(?:\.\d+)?\s?[MBK]|base|large|small|xx?l", re.IGNORECASE)
_SHORT = re.compile(r"[A-Z][A-Z\d]{1,7}")
"""A short form below data sets, where no measure is named anywhere: a measure."""
_CITATION = re.compile(r"\[[^\]]*\w[^\]]*\]|\([^()]*\b(?:19|20)\d\d[a-z]?\)")
_SURE = 0.3
"""Share of labels that look like systems below which a column under another noun than "model" holds none."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The levels of the axis that says what is measured, with the role of each."""

    levels: tuple[Level, ...]
    roles: tuple[Role, ...]

    def names(self, at: int, lexicon: Lexicon) -> Names:
        """What the row or column `at` measures."""
        parts = [(level.labels.get(at, ""), role) for level, role in zip(self.levels, self.roles, strict=True)]
        open_ = [role == "metric" and open_metric(label, lexicon) for label, role in parts]
        told = any(role == "metric" and label and not new for (label, role), new in zip(parts, open_, strict=True))
        return merged(
            typed(label, "" if new and told else role, lexicon)
            for (label, role), new in zip(parts, open_, strict=True)
            if label
        )


@dataclass(frozen=True, slots=True)
class Named:
    """The levels of the axis of the systems, with the role of each, and which of them names the systems (-1: none)."""

    levels: tuple[Level, ...]
    roles: tuple[Role, ...]
    chosen: int
    parents: Mapping[int, str]

    def system(self, at: int, lexicon: Lexicon, own: frozenset[str]) -> System:
        """The system of the row or column `at`; the other levels are its conditions, or say what is measured."""
        path, told, conditions = [], [], []
        for number, (level, role) in enumerate(zip(self.levels, self.roles, strict=True)):
            label = level.labels.get(at, "")
            if number == self.chosen or (self.chosen >= 0 and number > self.chosen and _OF_SIZE.fullmatch(label)):
                path.append(label)
            elif label and role != "number":
                names = typed(label, role, lexicon)
                told.append(names)
                conditions.append(names.rest if {role} & {*_MEASURES, "setting"} else _bare(label, names))
        label = " ".join(path)
        before = [self.parents[at]] if at in self.parents else []
        found = system_of((*before, label) if label else (), lexicon, own)
        # A work that is cited and has no name here is one all the same.
        cited = _CITATION.match(label)
        bare = label.strip(" *†‡") if not re.search(r"\w", unmarked(label)) else ""
        name = found.name or (cited.group() if cited else bare)
        kept = dict.fromkeys(part for part in (*conditions, found.conditions) if re.search(r"[^\W_]", part))
        return System(name, ", ".join(kept), merged([found.told, *told]))


def _bare(label: str, names: Names) -> str:
    return names.rest if names.settings or names.splits or names.languages else " ".join(unmarked(label).split())


def systems_in_rows(rows: Sequence[Level], columns: Sequence[Level], lexicon: Lexicon, own: frozenset[str]) -> bool:
    """Whether rows are systems and columns what is measured, as usual; False for the other way round."""
    return _share(rows, lexicon, own, True) >= _share(columns, lexicon, own, False)


def _share(levels: Sequence[Level], lexicon: Lexicon, own: frozenset[str], rows: bool) -> float:
    """How much an axis looks like systems more than like measurements."""
    found, measured, sure = 0.0, 0.0, False
    for level in levels:
        role = level.role(lexicon, rows)
        if role in ("", "system"):
            looks = level.evidence(lexicon, own)
            found = max(found, looks if rows or looks > 2 * _SURE else 0.0)
            sure = sure or (rows and not level.heading and (role == "system" or looks >= _SURE))
        elif not level.heading:
            measured = max(measured, 1.0 if role in _MEASURES else 0.5 * (role == "setting"))
        if role == "system":
            found += 0.5
    # What rows are measured on may stand beside their systems.
    return found - (0.0 if sure else measured)


def measured(levels: Sequence[Level], lexicon: Lexicon, called: frozenset[str], told: Names) -> Measured:
    """The roles of levels that say what is measured. `called`: what the paper calls data sets; `told`: its caption."""
    roles = [level.role(lexicon, False) for level in levels]
    if "dataset" not in roles:
        by_looks = not told.datasets and ("metric" in roles or bool(told.metrics))
        for at, level in enumerate(levels):
            known = frozenset(level.entries) & {*called, *told.datasets}
            if not roles[at] and (known or by_looks) and looks_like_datasets(level, called | known, lexicon):
                roles[at] = "dataset"
                break
    if "metric" not in roles and not told.metrics and roles[-1:] == [""] and "dataset" in roles:
        entries = [entry for entry in levels[-1].entries if entry not in levels[0].entries]
        if len(entries) > 1 and all(_SHORT.fullmatch(entry) for entry in entries):
            roles[-1] = "metric"
    return Measured(tuple(levels), tuple(roles))


def named(levels: Sequence[Level], other: Measured, lexicon: Lexicon, own: frozenset[str], told: Names) -> Named:
    """The roles of levels on the axis of the systems, and which of them names the systems."""
    roles = [level.role(lexicon, True) for level in levels]
    for at, level in enumerate(levels):
        if roles[at] == "dataset" and ("dataset" in other.roles or _elsewhere(level, told, lexicon)):
            roles[at] = "setting"  # what the system was trained on
        if roles[at] == "" and _counted(level):
            roles[at] = "number"
    scores = {at: _score(level, roles[at], lexicon, own) for at, level in enumerate(levels)}
    fit = [at for at, score in scores.items() if score >= 0]
    chosen = max(fit, key=lambda at: (scores[at], -at)) if fit else -1
    return Named(tuple(levels), tuple(roles), chosen, _parents(levels, chosen, lexicon) if chosen >= 0 else {})


def _elsewhere(level: Level, told: Names, lexicon: Lexicon) -> bool:
    """Whether the caption says that all is measured on another data set than those of a level."""
    mine = {name for entry in level.entries for name in names_in(entry, lexicon, alone=True).datasets}
    return len(told.datasets) == 1 and told.datasets[0] not in mine


def _counted(level: Level) -> bool:
    numbers = [int(entry) for entry in level.entries if entry.isdecimal()]
    return len(numbers) == len(level.entries) > 1 and all(b == a + 1 for a, b in pairwise(numbers))


def _score(level: Level, role: Role, lexicon: Lexicon, own: frozenset[str]) -> float:
    """How well a level names the systems; below zero: it does not."""
    if role not in ("", "system") or all(VARIANT.match(entry) for entry in level.entries):
        return -1.0
    looks = level.evidence(lexicon, own)
    if level.heading:
        return looks if looks > 2 * _SURE else -1.0
    if role == "system":
        return 3 + looks
    said = names_in(level.title, lexicon, alone=True)
    other = bool(said.rest) and not said.of_measure and not _NOUN.search(level.title)
    return -1.0 if other and looks < _SURE else 1 + looks + bool(_NOUN.search(level.title)) - 0.3 * other


def _parents(levels: Sequence[Level], chosen: int, lexicon: Lexicon) -> dict[int, str]:
    """By row, the label of the system that a variant goes on from: the nearest above it under the same heading."""
    heads = [level for level in levels if level.heading]
    found: dict[int, str] = {}
    above: tuple[tuple[str, ...], str] = ((), "")
    for at, label in sorted(levels[chosen].labels.items()):
        under = tuple(level.labels.get(at, "") for level in heads)
        if not VARIANT.match(label):
            above = (under, label) if re.search(r"\w", label) else above
        elif above[1] and above[0] == under:
            found[at] = above[1]
        elif said := next((text for text in reversed(under) if names_in(text, lexicon, alone=True).systems), ""):
            found[at] = said
    return found
