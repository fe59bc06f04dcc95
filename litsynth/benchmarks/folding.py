"""The part of a set that is evaluated, its folds, and the groups that are resampled."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from litsynth.benchmarks.examples import NOT_ENOUGH_INFO, Example, LabelledSet
from litsynth.calibrate import Ints
from litsynth.codec import digest
from litsynth.errors import UsageError
from litsynth.folds import components, fold_of

FEWEST_FOLDS = 3  # one to predict, and two that predict each other when a threshold is chosen


@dataclass(frozen=True, slots=True)
class Folded:
    """Examples with the fold of each, and each claim's connected component (see `litsynth.folds`)."""

    examples: tuple[Example, ...]
    fold_of: dict[str, int]
    group_of: dict[str, str]

    @property
    def fold(self) -> Ints:
        """The fold of each example, shape (n,)."""
        return np.array([self.fold_of[example.claim_id] for example in self.examples], dtype=np.int64)

    @property
    def groups(self) -> list[str]:
        """The component of each example's claim."""
        return [self.group_of[example.claim_id] for example in self.examples]


@dataclass(frozen=True, slots=True)
class Part:
    """Of `folds` folds of a set the claims in `parts`."""

    folds: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unseen:
    """The claims that were not trained on. `by_fold`: each fold has a verifier of its own, so folds are those of the whole

    set; else one verifier judges all, and what is unseen is dealt anew.
    """

    claims: Collection[str]
    by_fold: bool


def fold_set(
    read: LabelledSet, folds: int, limit: int, left_out: Part | None = None, unseen: Unseen | None = None
) -> Folded:
    """The examples of `limit` claims (0: all), those with the least digest of their ids, and the folds of the whole set.

    So a sample has the folds that the whole has, and a verifier that was trained without a fold stays without it.
    `left_out` are claims that are not evaluated at all, nor is any that is not `unseen`. Raises UsageError where fewer
    than three folds, or claims of fewer than three, would be left.
    """
    if folds < FEWEST_FOLDS:
        raise UsageError(f"{folds} folds", f"give --folds {FEWEST_FOLDS} or more")
    part = fold_of(read.links, left_out.folds) if left_out else {}
    links = {claim: links for claim, links in read.links.items() if not left_out or part[claim] not in left_out.parts}
    seen = links.keys() - unseen.claims if unseen else set()
    if unseen and not unseen.by_fold:
        links = {claim: links[claim] for claim in links if claim not in seen}
    assigned = fold_of(links, folds) if links else {}
    kept = set(sorted(links.keys() - seen, key=digest)[: limit or None])
    if len({assigned[claim] for claim in kept}) < FEWEST_FOLDS:
        raise UsageError(f"{len(kept)} claims are too few for {folds} folds", "raise --limit")
    groups = {claim: str(number) for number, group in enumerate(components(links)) for claim in group}
    return Folded(
        tuple(example for example in read.examples if example.claim_id in kept),
        {claim: assigned[claim] for claim in sorted(kept)},
        {claim: groups[claim] for claim in sorted(kept)},
    )


def with_retrieved(folded: Folded, read: LabelledSet, found: Mapping[str, Sequence[str]]) -> tuple[Example, ...]:
    """Each claim against the documents found for it, with the annotation where there is one, in order of the claims."""
    known = {(example.claim_id, example.source.document_id): example for example in folded.examples}
    claims = {example.claim_id: example.claim for example in folded.examples}
    return tuple(
        known.get((claim_id, document), Example(claim_id, claims[claim_id], read.corpus[document], NOT_ENOUGH_INFO))
        for claim_id in claims
        for document in found[claim_id]
    )
