"""The benchmark `tuples`: leaderboard entries found in papers, against those that people noted."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from litsynth.benchmarks.progress import Progress
from litsynth.benchmarks.tuples.annotations import Annotated, Entry, Triple, read_annotated
from litsynth.benchmarks.tuples.cells import standings
from litsynth.benchmarks.tuples.crossfit import fold_of_paper
from litsynth.benchmarks.tuples.learn import Shop, predicted
from litsynth.benchmarks.tuples.pages import page_of
from litsynth.benchmarks.tuples.triples import spoken_of
from litsynth.benchmarks.tuples.words import Spellings
from litsynth.ports import Embedder
from litsynth.resources import shipped_names
from litsynth.results import Lexicon, inventory

_THRESHOLDS = tuple(round(0.005 * step, 3) for step in range(4, 61))
_SCORES_OF_TRIPLE = 2
"""Entries of one triple and paper at most: a paper has seldom more on one leaderboard."""
_SECOND, _SHARED = 0.8, 0.5
"""What a chance is worth for a second score of a triple, and for a score that the paper has on another board already."""
_FOLDS = 5
"""Of the cross-validation that the threshold is chosen on."""

Found = list[tuple[Entry, float]]


def read_shop(
    data: Path, files: Sequence[tuple[str, str]], embedder: Embedder, progress: Progress
) -> tuple[Shop, list[list[str]]]:
    """All papers of pairs of files (annotations, sources) prepared, and the ids by pair, in order.

    How much a word weighs is told by the papers of the first pair alone.
    """
    progress.stage("reading papers", 0)
    parts = [read_annotated(data, *pair) for pair in files]
    papers = {paper.paper_id: paper for part in parts for paper in part}
    lexicon = Lexicon(inventory([shipped_names()]))
    progress.stage("preparing papers", len(papers))
    pages = {}
    for key, paper in papers.items():
        pages[key] = page_of(paper, lexicon)
        progress.step()
    spellings = Spellings((pages[paper.paper_id].every for paper in parts[0]), lexicon)
    triples = sorted({triple for paper in papers.values() for triple in paper.triples})
    progress.stage("names in papers", len(papers))
    spoken = {}
    for key, page in pages.items():
        spoken[key] = spoken_of(page, triples, spellings)
        progress.step()
    vectors = np.asarray(embedder.embed([page.opening for page in pages.values()]), dtype=np.float64)
    stand = {key: standings(page) for key, page in pages.items()}
    shop = Shop(papers, pages, spoken, dict(zip(pages, vectors, strict=True)), spellings, stand)
    return shop, [[paper.paper_id for paper in part] for part in parts]


def chosen(shop: Shop, train: Sequence[str], test: Sequence[str]) -> tuple[frozenset[Entry], float]:
    """The entries of the `test` papers, and the threshold, which is the best for the guesses for the `train` papers."""
    found = predicted(shop, train, test)
    learnt = set(train)
    threshold = best_threshold([one for one in found if one[0][0] in learnt], _verbatim(shop, train))
    return decoded([one for one in found if one[0][0] not in learnt], threshold), threshold


def cross_validated(
    shop: Shop, keys: Sequence[str], folds: int, progress: Progress
) -> tuple[frozenset[Entry], list[float]]:
    """The entries of every paper, and the threshold of each fold; each fold learns all from the papers of the others."""
    progress.stage("folds", folds)
    entries: set[Entry] = set()
    thresholds = []
    for fold in range(folds):
        test = [key for key in keys if fold_of_paper(key, folds) == fold]
        found, threshold = chosen(shop, [key for key in keys if fold_of_paper(key, folds) != fold], test)
        entries |= found
        thresholds.append(threshold)
        progress.step()
    return frozenset(entries), thresholds


def evaluate_tuples(
    data: Path,
    split: str,
    files: Sequence[str],
    train: Sequence[str],
    embedder: Embedder,
    folds: int,
    progress: Progress,
) -> dict[str, Any]:
    """Everything that is measured, as a JSON value. `files`: annotations and sources of the split; `train`: of training.

    The training split is cross-validated. Another split is predicted from all of the training split, in one pass.
    """
    pairs = list(dict.fromkeys([(train[0], train[1]), (files[0], files[1])]))
    shop, parts = read_shop(data, pairs, embedder, progress)
    if len(parts) == 1:
        entries, thresholds = cross_validated(shop, parts[0], folds, progress)
    else:
        entries, threshold = chosen(shop, *parts)
        thresholds = [threshold]
    papers = [shop.papers[key] for key in parts[-1]]
    seen = {triple for key in parts[0] for triple in shop.papers[key].triples}
    about = {"benchmark": "tuples", "split": split, "embedder": embedder.identity, "folds": len(thresholds)}
    return (
        about
        | {"thresholds": thresholds}
        | _report(papers, entries, seen, len(parts) > 1)
        | {"entries": _listed(entries, shop)}
    )


def decoded(found: Found, threshold: float) -> frozenset[Entry]:
    """The entries whose chance reaches the threshold, of each paper and triple the likeliest.

    One figure is seldom two results: where a likelier entry of the paper has the score on another data set, or by another
    metric of the same one, the chance counts for less; so does that of a second score of one triple.
    """
    scores: dict[tuple[str, Triple], int] = defaultdict(int)
    boards: dict[tuple[str, float], list[Triple]] = defaultdict(list)
    chosen = set()
    for entry, chance in sorted((one for one in found if one[1] >= threshold), key=lambda item: (-item[1], item[0])):
        paper, triple, score = entry
        mine, others = scores[paper, triple], boards[paper, score]
        worth = chance * _SHARED ** sum(_apart(triple, other) for other in others) * (_SECOND if mine else 1.0)
        if worth >= threshold and mine < _SCORES_OF_TRIPLE:
            scores[paper, triple] += 1
            others.append(triple)
            chosen.add(entry)
    return frozenset(chosen)


def _apart(one: Triple, other: Triple) -> bool:
    """Whether two triples measure different things, not one thing under two tasks."""
    return (one.dataset, one.metric) != (other.dataset, other.metric)


def best_threshold(found: Found, gold: Collection[Entry]) -> float:
    """The threshold with the highest micro F1; the lowest of equals."""
    return max(_THRESHOLDS, key=lambda threshold: (f1(decoded(found, threshold), gold)["f1"], -threshold))


def f1(chosen: Collection[Entry], gold: Collection[Entry]) -> dict[str, float]:
    """Micro precision, recall and F1, and macro F1: the mean over the papers that have any entry in `gold`.

    >>> one = ("p", Triple("t", "d", "m"), 1.0)
    >>> f1({one}, {one, ("q", *one[1:])})
    {'precision': 1.0, 'recall': 0.5, 'f1': 0.6666666666666666, 'macro_f1': 0.5}
    """
    right = len(set(chosen) & set(gold))
    mine, theirs = _by_paper(chosen), _by_paper(gold)
    each = [2 * len(mine[key] & theirs[key]) / (len(mine[key]) + len(theirs[key])) for key in theirs]
    return {
        "precision": right / len(chosen) if chosen else 0.0,
        "recall": right / len(gold) if gold else 0.0,
        "f1": 2 * right / (len(chosen) + len(gold)) if right else 0.0,
        "macro_f1": sum(each) / len(each) if each else 0.0,
    }


def _by_paper(entries: Collection[Entry]) -> dict[str, set[Entry]]:
    found: dict[str, set[Entry]] = defaultdict(set)
    for entry in sorted(entries):
        found[entry[0]].add(entry)
    return found


def _verbatim(shop: Shop, keys: Sequence[str]) -> frozenset[Entry]:
    return frozenset(entry for key in keys for entry in shop.papers[key].verbatim)


def _report(
    papers: Sequence[Annotated], chosen: frozenset[Entry], seen: Collection[Triple], held_out: bool
) -> dict[str, Any]:
    annotated = {paper.paper_id for paper in papers if paper.entries}
    gold = frozenset(entry for paper in papers for entry in paper.entries)
    verbatim = frozenset(entry for paper in papers for entry in paper.verbatim)
    ours = frozenset(entry for entry in chosen if entry[0] in annotated)
    counts = {"papers": len(papers), "with_entries": len(annotated), "gold": len(gold), "verbatim": len(verbatim)}
    report: dict[str, Any] = {
        "counts": {**counts, "predicted": len(ours), "predicted_elsewhere": len(chosen) - len(ours)},
        "scores": {
            "verbatim": f1(ours, verbatim),
            "all": f1(ours, gold),
            "verbatim, with papers that have no entry": f1(chosen, verbatim),
        },
    }
    if held_out:
        known = frozenset(entry for entry in verbatim if entry[1] in seen)
        report["counts"]["verbatim_in_inventory"] = len(known)
        report["scores"]["verbatim, in the inventory"] = f1(ours, known)
    triples = frozenset((paper, triple, 0.0) for paper, triple, _ in ours)
    report["scores"]["triples, whatever the score"] = f1(
        triples, frozenset((paper, triple, 0.0) for paper, triple, _ in gold)
    )
    return report


def _listed(chosen: frozenset[Entry], shop: Shop) -> list[dict[str, Any]]:
    return [
        {
            "paper_id": key,
            **triple._asdict(),
            "score": value,
            "annotated": (key, triple, value) in shop.papers[key].entries,
        }
        for key, triple, value in sorted(chosen)
    ]


def tuples_rows(report: Mapping[str, Any]) -> list[list[str]]:
    """The scores of a report as rows of a table, a head first."""
    rows = [["against", "precision", "recall", "micro F1", "macro F1"]]
    for name, scores in report["scores"].items():
        rows.append([name, *(f"{scores[measure]:.3f}" for measure in ("precision", "recall", "f1", "macro_f1"))])
    return rows
