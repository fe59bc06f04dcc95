"""Which results are asked for, by names in any of their spellings."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from difflib import get_close_matches

from litsynth.records import Result
from litsynth.results.headers import Lexicon
from litsynth.results.names import Kind
from litsynth.results.slots import AVERAGE

_KINDS: dict[str, tuple[Kind, ...]] = {
    "task": ("task",),
    "dataset": ("dataset", "benchmark"),
    "metric": ("metric",),
    "language": ("language",),
}
"""Where the names of a field of `Wanted` are looked up; those of the others are in the results alone."""
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a result must have; empty: anything. Names as people write them ("acc", "Swahili", "WMT 2014 English-German")."""

    task: str = ""
    dataset: str = ""
    metric: str = ""
    system: str = ""
    language: str = ""
    setting: str = ""
    paper: str = ""


def choose(results: Iterable[Result], wanted: Wanted, lexicon: Lexicon) -> Iterator[Result]:
    """The results that have all that is wanted, in order.

    A benchmark stands for its data sets too; "average" is any average over languages. What the inventory does not have
    is looked for as whole words of the printed name; systems, settings and papers as any part of theirs.
    """
    benchmark = lexicon.names.get("benchmark", wanted.dataset)
    datasets = frozenset((benchmark.name, *benchmark.datasets)) if benchmark else frozenset()
    language = lexicon.code(wanted.language) or wanted.language.casefold()
    for result in results:
        parts = (
            result.dataset in datasets if datasets else _is("dataset", wanted.dataset, result.dataset, lexicon),
            _is("metric", wanted.metric, result.metric, lexicon),
            _is("task", wanted.task, result.task, lexicon),
            not language or result.languages == (language,) or (language == AVERAGE and len(result.languages) > 1),
            _part(wanted.system, result.system),
            _part(wanted.setting, result.setting),
            _part(wanted.paper, result.paper_id),
        )
        if all(parts):
            yield result


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that is asked for and that neither the inventory nor any result has; known ones like it, the nearest first."""

    field: str
    name: str
    nearest: tuple[str, ...]


def unknown(results: Collection[Result], wanted: Wanted, lexicon: Lexicon) -> Iterator[Unknown]:
    """The names of `wanted` that nobody knows, in the order of its fields."""
    for one in fields(wanted):
        name = getattr(wanted, one.name)
        if not name or name.casefold() == AVERAGE or any(lexicon.names.get(k, name) for k in _KINDS.get(one.name, ())):
            continue
        alone = Wanted(**{one.name: name})
        if next(choose(results, alone, lexicon), None) is None:
            yield Unknown(one.name, name, _nearest(name, one.name, results, lexicon))


def _nearest(name: str, field: str, results: Collection[Result], lexicon: Lexicon) -> tuple[str, ...]:
    kinds = _KINDS.get(field, ())
    known = {
        _plain(spelling): entry.aliases[0] if entry.kind == "language" and entry.aliases else entry.name
        for entry in lexicon.names.entries.values()
        if entry.kind in kinds
        for spelling in (entry.name, *entry.aliases)
    }
    if field != "language":
        slot = "paper_id" if field == "paper" else field
        known |= {_plain(text): text for text in sorted({getattr(result, slot) for result in results}) if text}
    near = get_close_matches(_plain(name), sorted(known), n=2 * _NEAREST)
    return tuple(dict.fromkeys(known[one] for one in near))[:_NEAREST]


def _is(kind: Kind, wanted: str, name: str, lexicon: Lexicon) -> bool:
    entry = lexicon.names.get(kind, wanted) if wanted else None
    return name == entry.name if entry else not wanted or f" {_plain(wanted)} " in f" {_plain(name)} "


def _part(wanted: str, name: str) -> bool:
    return _plain(wanted) in _plain(name)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
