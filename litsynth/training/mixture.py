"""The pairs that a recipe trains on: read, kept apart from what is evaluated, each once, and sampled by content."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from random import Random

from litsynth.codec import digest
from litsynth.folds import text_key
from litsynth.quantities import find_quantities
from litsynth.training.cases import read_cases
from litsynth.training.changes import number_changes
from litsynth.training.grounding import NEUTRAL, grounding_pairs
from litsynth.training.guard import Guard
from litsynth.training.kinds import AnySource, Changed, Claims, Pairs, Rows, Texts, Votes, target_of
from litsynth.training.near import near_pairs
from litsynth.training.pairs import LabelledPair, read_pairs
from litsynth.training.recipe import Recipe
from litsynth.training.rows import read_result_rows
from litsynth.training.swaps import opposite
from litsynth.training.texts import read_texts
from litsynth.training.votes import read_votes

_SURE = 0.99
"""Probability of entailment from which a pair's hypothesis may be changed into one that is contradicted."""
_CHANGEABLE = ("pair", "rationale")
"""Forms whose premise states all of the hypothesis; a passage found by search may state a part of it."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """What is trained on, in order, and the ids of the claims that were kept out, by the path of their set."""

    pairs: tuple[LabelledPair, ...]
    held_out: dict[str, tuple[str, ...]]


def build_mixture(data: Path, recipe: Recipe) -> Mixture:
    """All pairs of the recipe's chosen sources that share no text with its evaluation data or its held-out claims.

    Nothing is drawn by chance: the same data and recipe give the same pairs in the same order. A smaller budget is
    a subset of a larger one, source by source. Raises MissingInput, BadRecord.
    """
    guard = Guard()
    for pair in chain.from_iterable(read_pairs(data, source) for source in (*recipe.evaluate, recipe.calibrate)):
        guard.keep_out_pair(pair)
    held_out: dict[str, tuple[str, ...]] = {}
    read = [(source, _read(data, source, recipe.held_fold, guard, held_out)) for source in recipe.chosen]
    seen: set[tuple[str, str]] = set()
    kept = [(source, _limited(_clean(pairs, guard, seen), source.limit)) for source, pairs in read]
    made = [
        (
            source,
            _limited(_clean(_changed(source, kept), guard, seen), source.limit)
            if isinstance(source, Changed)
            else pairs,
        )
        for source, pairs in kept
    ]
    shares = _shares([len(pairs) * source.repeat for source, pairs in made], recipe.budget)
    drawn = (_limited(pairs * source.repeat, share) for (source, pairs), share in zip(made, shares, strict=True))
    return Mixture(tuple(chain.from_iterable(drawn)), held_out)


def _read(
    data: Path, source: AnySource, fold: tuple[int, int], guard: Guard, held_out: dict[str, tuple[str, ...]]
) -> list[LabelledPair]:
    """The pairs of a source; what it holds out is told to the guard, so all sources are read before any is cleaned."""
    if isinstance(source, Pairs):
        return list(read_pairs(data, source))
    if isinstance(source, Votes):
        pairs, left = read_votes(data, source)
        held_out[source.path] = tuple(sorted(left))
        guard.keep_out(chain.from_iterable(left.values()))
        return pairs
    if isinstance(source, Texts):
        return list(read_texts(data, source))
    if isinstance(source, Rows):
        return list(read_result_rows(data, source))
    if isinstance(source, Claims):
        return _read_claims(data, source, fold, guard, held_out)
    return []


def _read_claims(
    data: Path, source: Claims, fold: tuple[int, int], guard: Guard, held_out: dict[str, tuple[str, ...]]
) -> list[LabelledPair]:
    book = read_cases(data, source, fold)
    held_out[source.path] = tuple(sorted(case.claim_id for case in book.held_out))
    for case in book.held_out:
        documents = [book.abstracts[stance.document_id] for stance in case.stances]
        guard.keep_out([case.claim, *(text for one in documents for text in (one.title, *one.sentences))])
    pairs = [
        LabelledPair(premise, case.claim, target, source.group, form)
        for case in book.cases
        for form, premise, target in grounding_pairs(case, book.abstracts, source.forms)
    ]
    if "near" in source.forms:
        pairs += [LabelledPair(premise, claim, NEUTRAL, source.group, "near") for claim, premise in near_pairs(book)]
    return pairs


def _clean(pairs: Iterable[LabelledPair], guard: Guard, seen: set[tuple[str, str]]) -> list[LabelledPair]:
    kept = []
    for pair in pairs:
        identity = text_key(pair.premise), text_key(pair.hypothesis)
        if identity not in seen and not guard.shares_text(pair):
            seen.add(identity)
            kept.append(pair)
    return kept


def _limited(pairs: Sequence[LabelledPair], limit: int) -> list[LabelledPair]:
    """Those with the lowest digest of their content, in the order they came; all for a limit of 0."""
    if not limit or limit >= len(pairs):
        return list(pairs)
    ranked = sorted(range(len(pairs)), key=lambda row: (digest(pairs[row].premise, pairs[row].hypothesis), row))
    return [pairs[row] for row in sorted(ranked[:limit])]


def _changed(source: Changed, kept: Sequence[tuple[AnySource, Sequence[LabelledPair]]]) -> Iterator[LabelledPair]:
    for pair in chain.from_iterable(pairs for other, pairs in kept if other.group in source.of):
        if pair.target[0] < _SURE or pair.form not in _CHANGEABLE:
            continue
        chance = Random(digest("changed", pair.premise, pair.hypothesis))
        changes = list(number_changes(find_quantities(pair.premise), pair.hypothesis, chance))
        turned = opposite(pair.hypothesis)
        for change in [*changes, *([turned] if turned else [])]:
            form = f"changed {change.kind}"
            yield replace(pair, hypothesis=change.text, target=target_of(change.label), group=source.group, form=form)


def _shares(sizes: Sequence[int], budget: int) -> list[int]:
    """How many pairs of each source a budget takes, in proportion, rounded by largest remainder; all for 0.

    >>> _shares([60, 30, 11], 10)
    [6, 3, 1]
    """
    total = sum(sizes)
    if not budget or budget >= total:
        return list(sizes)
    exact = [size * budget / total for size in sizes]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(sizes)), key=lambda at: (shares[at] - exact[at], at))
    for at in by_remainder[: budget - sum(shares)]:
        shares[at] += 1
    return shares
