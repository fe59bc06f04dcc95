"""Whether a score is one run, the best of several, their mean or median, or that of an ensemble, as far as a text says.

"Averaged over 15 languages", "mean average precision" and "the best model" say nothing of it: only runs, seeds,
restarts and the like do, or models that are put together.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from litsynth.protocol.models import model_mentions
from litsynth.protocol.runs import SPREAD, Mention, number_in, run_mentions, several_runs

# Looked for first: most sentences have none of these.
_OF_RUNS = (
    "runs", "run ", "run)", "run,", "run.", "run-", "-run", "seed", "restart", "initiali", "inits", "repetitions", "repeats",
    "replica", "trial", "executions", "times", "best of", "best-of", "experiments", "independently", "differently",
    "random states",
)  # fmt: skip
_OF_MODELS = ("ensembl", "single", "ens.")
_WORDS: Final = {"mean": "mean over {}runs", "median": "median over {}runs", "best": "best of {}runs"}
_ONE_MODEL = "single model"
"""It may be run once or several times; all other kinds exclude each other."""
_BARE: Final = {
    "mean": re.compile(
        r"(?:mean|avg\.?|averaged?)(?:\s*\(?\s*(?:±|\\pm|\+/-)?\s*(?:std|sd|s\.d\.|st\.? ?dev)\.?\)?)?", re.IGNORECASE
    ),
    "best": re.compile(r"(?:best|max\.?|maximum)", re.IGNORECASE),
    "median": re.compile(r"(?:median|med\.)", re.IGNORECASE),
    _ONE_MODEL: re.compile(r"(?:.*\(\s*)?single", re.IGNORECASE),
}
_FEWEST_BESIDE = 2
"""Kinds of labels from which "mean" and the like are told apart from an average over languages."""
_LONGEST_LABEL = 60
"""Characters of a label; what is longer is read as a sentence alone."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Where a text says how a score was made of runs or models, and how: "mean over 5 runs", "ensemble"."""

    name: str
    start: int
    end: int

    def over_languages(self, text: str) -> bool:
        """Whether the same average of the text is one over languages, too."""
        return "language" in text[self.start : self.end]


# Claims, captions and passages are asked about again and again.
@lru_cache(maxsize=4096)
def aggregates(text: str, label: bool = False) -> tuple[Aggregate, ...]:
    """Every mention of how scores are made of several runs or models, in order; of a table's `label` a word is enough.

    >>> [one.name for one in aggregates("A gets 80.1, averaged over five random seeds, and 81.0 at best.")]
    ['mean over 5 runs', 'best of runs']
    >>> aggregates("A gets 80.1 on average over 15 languages, the best model a mean average precision of 61.")
    ()
    >>> [one.name for one in aggregates("Foo, ensemble", label=True)], aggregates("Single-step Foo", label=True)
    (['ensemble'], ())
    """
    lowered = f"{text.lower()} "
    found = [*run_mentions(text)] if any(word in lowered for word in _OF_RUNS) else []
    if any(word in lowered for word in _OF_MODELS):
        found += model_mentions(text, label and len(text) <= _LONGEST_LABEL)
    return _longest(found)


def aggregations_in(text: str, label: bool = False) -> tuple[str, ...]:
    """The names of how the scores of a text are made of runs or models, sorted; none where it does not say.

    >>> aggregations_in("We report the median of ten runs"), aggregations_in("our ensemble of 4 models")
    (('median over 10 runs',), ('ensemble of 4 models',))
    """
    return tuple(sorted({one.name for one in aggregates(text, label)}))


def aggregations_of_lines(labels: Mapping[int, str], around: str) -> dict[int, tuple[str, ...]]:
    """The same of all rows, or all columns, of a table by number; `around` is its caption.

    "Mean" beside "Best" is over runs where the caption, or another label, speaks of several; "Single" beside "Ensemble" is
    a single model.

    >>> aggregations_of_lines({1: "Mean", 2: "Max"}, "Results of 5 random seeds.")
    {1: ('mean over 5 runs',), 2: ('best of 5 runs',)}
    >>> aggregations_of_lines({1: "de", 2: "Mean"}, "Results of 5 random seeds.")
    {1: (), 2: ()}
    """
    found = {at: aggregations_in(label, label=True) for at, label in labels.items()}
    bare = {at: kind for at, label in labels.items() if not found[at] and (kind := _bare(label))}
    kinds = {*bare.values(), *(_kind(name) for names in found.values() for name in names)}
    if "ensemble" in kinds:
        found |= {at: (kind,) for at, kind in bare.items() if kind == _ONE_MODEL}
    bare = {at: kind for at, kind in bare.items() if kind in _WORDS}
    if not bare or len(kinds & _WORDS.keys()) < _FEWEST_BESIDE:
        return found
    said = next((runs for text in (around, *labels.values()) for runs, _, _ in several_runs(text)), "")
    return found | {at: (_named(kind, number_in(said)),) for at, kind in bare.items() if said}


def aggregations_differ(left: Iterable[str], right: Iterable[str]) -> bool:
    """Whether both sides say how a score was made, and nothing that the one says can be what the other says.

    >>> aggregations_differ(["best of 5 runs"], ["mean over runs"]), aggregations_differ(["best of 5 runs"], [])
    (True, False)
    >>> aggregations_differ(["mean over 5 runs"], ["mean over runs"]), aggregations_differ(["single model"], ["single run"])
    (False, False)
    """
    mine, theirs = list(left), list(right)
    return bool(mine and theirs) and not any(_may_be(one, other) for one in mine for other in theirs)


def parted(setting: str) -> tuple[str, tuple[str, ...]]:
    """The setting of a result without what it says of runs and models, and that.

    >>> parted("zero-shot, mean over 5 runs")
    ('zero-shot', ('mean over 5 runs',))
    """
    parts = [(part, aggregations_in(part, label=True)) for part in setting.split(", ")]
    plain = ", ".join(part for part, names in parts if not names)
    return plain, tuple(sorted({name for _, names in parts for name in names}))


def is_of_all(names: Collection[str]) -> bool:
    """Whether what a sentence says of runs holds of all of its scores: a mean or median, and nothing besides."""
    return len(names) == 1 and all(name.startswith(("mean", "median")) for name in names)


def aggregations_told(left: Iterable[str], right: Iterable[str]) -> str:
    """What two sides say, in words: "aggregations: best of 5 runs / ensemble", "aggregations: ensemble / not said"."""
    mine, theirs = (", ".join(sorted(side)) or "not said" for side in (left, right))
    return f"aggregations: {mine} / {theirs}"


def without_aggregates(text: str) -> str:
    """The text with what it says of runs blanked: what is left of "average" is one over languages or tasks.

    >>> without_aggregates("80.1 averaged over 5 seeds").split()
    ['80.1']
    """
    for one in aggregates(text):
        if not one.over_languages(text):
            text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _longest(found: Sequence[Mention]) -> tuple[Aggregate, ...]:
    """The mentions under their names; of those that overlap the longest, with what a shorter one says of how many."""
    told = any(one.kind in _WORDS for one in found)
    every = [
        one._replace(kind="mean") if one.kind == SPREAD else one for one in found if one.kind != SPREAD or not told
    ]
    every.sort(key=lambda one: (one.start - one.end, one.start, one.kind))
    kept: list[Aggregate] = []
    for one in every:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            inside = (other.said for other in every if other.kind == one.kind and one.start < other.end <= one.end)
            counts = {number_in(said) for said in inside} - {""}
            kept.append(Aggregate(_named(one.kind, counts.pop() if len(counts) == 1 else ""), one.start, one.end))
    return tuple(sorted(kept, key=lambda one: one.start))


def _named(kind: str, number: str) -> str:
    """The name of a kind, with the number of runs or models where one is told."""
    if kind == "ensemble":
        return f"ensemble of {number} models" if number else kind
    return _WORDS[kind].format(f"{number} " if number else "") if kind in _WORDS else kind


def _bare(label: str) -> str:
    last = re.split(r", | \| ", label.strip())[-1].strip(" ()")
    return next((kind for kind, rule in _BARE.items() if rule.fullmatch(last)), "")


def _kind(name: str) -> str:
    return name if name.startswith("single") else name.partition(" ")[0]


def _may_be(one: str, other: str) -> bool:
    kinds = {_kind(one), _kind(other)}
    if len(kinds) > 1:
        return _ONE_MODEL in kinds and "ensemble" not in kinds
    return len({number for name in (one, other) if (number := number_in(name))}) < len((one, other))
