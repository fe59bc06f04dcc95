"""Which results are asked for, by names in any of their spellings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from litsynth.records import Result
from litsynth.results.headers import Lexicon
from litsynth.results.names import Kind
from litsynth.results.slots import AVERAGE


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
    is looked for as part of the printed name, and so are systems, settings and papers.
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


def _is(kind: Kind, wanted: str, name: str, lexicon: Lexicon) -> bool:
    entry = lexicon.names.get(kind, wanted) if wanted else None
    return name == entry.name if entry else _part(wanted, name)


def _part(wanted: str, name: str) -> bool:
    return _plain(wanted) in _plain(name)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
