"""Which leaderboards a paper has entries on: what it says of each, and what the papers most like it report."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log1p

import numpy as np
from numpy.typing import NDArray

from litsynth.benchmarks.tuples.annotations import Triple
from litsynth.benchmarks.tuples.pages import Page, Sheet
from litsynth.benchmarks.tuples.words import Grams, Spellings

Floats = NDArray[np.float64]
Gold = Mapping[str, frozenset[Triple]]
Part = tuple[str, ...]
_LEAST_SHARE = 0.5
"""Of a data set's name that a paper must have somewhere, its rarest word included."""
_NO_FIGURES = (0.0, 0.0, 0.0)
_NEIGHBOURS = 30
_STEEP = 8.0
"""How fast the vote of a similar paper falls with its distance."""


class Labels:
    """The headers of a paper's rows and columns, by their words."""

    def __init__(self, page: Page) -> None:
        self._by_word: dict[str, set[Grams]] = defaultdict(set)
        for of in {of for sheet in page.sheets for of in _labels(sheet)}:
            for word in of:
                self._by_word[word].add(of)

    def having(self, words: Iterable[str]) -> set[Grams]:
        """Those that have any of some words."""
        return set().union(*(self._by_word.get(word, ()) for word in words))


def spoken_of(page: Page, triples: Sequence[Triple], spellings: Spellings) -> dict[Triple, tuple[float, ...]]:
    """For each triple whose data set a paper names, where and how fully it names data set, task and metric."""
    by_dataset: dict[str, list[Triple]] = defaultdict(list)
    for triple in triples:
        by_dataset[triple.dataset].append(triple)
    every, labels = page.every, Labels(page)
    tasks = {name: _of_task(page, name, every, spellings) for name in {triple.task for triple in triples}}
    metrics: dict[str, tuple[float, ...]] = {}
    found = {}
    for dataset, chosen in by_dataset.items():
        share, rare = spellings.share(dataset, every), spellings.rarest(dataset, every)
        if share < _LEAST_SHARE or rare is None:
            continue
        told = _of_dataset(page, dataset, (share, rare), spellings)
        for triple in chosen:
            metric = triple.metric
            if metric not in metrics:
                metrics[metric] = _of_metric(page, metric, every, labels, spellings)
            together = max(
                (min(spellings.share(dataset, one.whole), spellings.share(metric, one.whole)) for one in page.sheets),
                default=0.0,
            )
            found[triple] = (*told, *tasks[triple.task], *metrics[metric], together, float(len(page.sheets)))
    return found


def _of_dataset(
    page: Page, name: str, known: tuple[float, tuple[tuple[str, ...], float]], spellings: Spellings
) -> tuple[float, ...]:
    share, (rare, weight) = known
    whole = [spellings.share(name, one.whole) for one in page.sheets]
    labels = [of for one, part in zip(page.sheets, whole, strict=True) if part > 0.3 for of in _labels(one)]
    return (
        share,
        spellings.share(name, page.title),
        spellings.share(name, page.abstract),
        spellings.share(name, page.headings),
        max((spellings.share(name, one.of_caption) for one in page.sheets), default=0.0),
        max((spellings.share(name, of) for of in labels), default=0.0),
        max(whole, default=0.0),
        max((spellings.share(name, one.of_references) for one in page.sheets), default=0.0),
        log1p(max(page.run.count(phrase) for phrase in spellings.phrases(name))),
        log1p(max(page.counts[word] for word in rare)),
        float(len(spellings.forms(name)[0])),
        weight,
        float(sum(part >= 0.8 for part in whole)),
    )


def _of_task(page: Page, name: str, every: frozenset[str], spellings: Spellings) -> tuple[float, ...]:
    return (
        spellings.share(name, page.title),
        spellings.share(name, page.abstract),
        spellings.share(name, page.headings),
        spellings.share(name, every),
        max((spellings.share(name, one.of_caption) for one in page.sheets), default=0.0),
        log1p(max((page.run.count(phrase) for phrase in spellings.phrases(name)), default=0)),
    )


def _of_metric(page: Page, name: str, every: frozenset[str], labels: Labels, spellings: Spellings) -> tuple[float, ...]:
    return (
        max((spellings.share(name, one.of_caption) for one in page.sheets), default=0.0),
        max((spellings.share(name, of) for of in labels.having(spellings.stems(name))), default=0.0),
        spellings.share(name, every),
        spellings.share(name, page.abstract),
        float(len(spellings.forms(name)[0]) if spellings.forms(name) else 0),
    )


def _labels(sheet: Sheet) -> list[frozenset[str]]:
    return [of for _, of in (*sheet.rows.values(), *sheet.columns.values())]


class Known:
    """What is known of some papers: how many have entries on each triple, data set, task and metric, and which.

    `vectors` are of title and abstract, with unit norm.
    """

    def __init__(self, papers: Sequence[str], gold: Gold, vectors: Mapping[str, Floats]) -> None:
        members: dict[Part, list[int]] = defaultdict(list)
        for at, paper in enumerate(papers):
            for part in _parts(gold[paper]):
                members[part].append(at)
        self._vectors = vectors
        self._members = {part: np.array(found) for part, found in members.items()}
        self._matrix = np.stack([vectors[paper] for paper in papers])

    def describe(
        self, paper: str, told: Mapping[Triple, tuple[float, ...]], figures: Mapping[Triple, tuple[float, float, float]]
    ) -> tuple[list[Triple], Floats]:
        """The triples of the inventory that a paper speaks of, and their features, shape (triples, features).

        `figures`: of each triple how many known scores the tables of the paper have (`Boards.of_page`).
        """
        of_dataset = _of_datasets(figures)
        near = self._matrix @ self._vectors[paper]
        votes = np.where(near > np.sort(near)[-min(_NEIGHBOURS, len(near))], np.exp(_STEEP * (near - 0.6)), 0.0)
        chosen, rows = [], []
        for triple, features in told.items():
            parts: tuple[Part, ...] = (
                triple,
                ("d", triple.dataset),
                ("k", triple.task),
                ("m", triple.metric),
                ("kd", *triple[:2]),
            )
            n = [len(self._members.get(part, ())) for part in parts]
            if n[0] > 0:
                like = [near[self._members[part]].max() for part in parts[:3]]
                voted = [votes[self._members[part]].sum() for part in parts[:3]]
                rows.append(
                    (
                        *features,
                        *n[:4],
                        n[0] / n[1],
                        n[0] / n[2],
                        n[0] / n[4],
                        *like,
                        *voted,
                        *figures.get(triple, _NO_FIGURES),
                        *of_dataset[triple.dataset],
                    )
                )
                chosen.append(triple)
        return chosen, np.array(rows, dtype=np.float64) if rows else np.zeros((0, 0))


def _of_datasets(figures: Mapping[Triple, tuple[float, float, float]]) -> Mapping[str, tuple[float, ...]]:
    """For each data set the most known scores of any of its triples."""
    found: dict[str, tuple[float, ...]] = defaultdict(lambda: _NO_FIGURES)
    for triple, known in figures.items():
        found[triple.dataset] = tuple(map(max, found[triple.dataset], known))
    return found


def _parts(triples: frozenset[Triple]) -> frozenset[Part]:
    found: set[Part] = set(triples)
    for triple in triples:
        found |= {("d", triple.dataset), ("k", triple.task), ("m", triple.metric), ("kd", *triple[:2])}
    return frozenset(found)
