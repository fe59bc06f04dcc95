"""Which works stand behind claims, and how many of them are independent of one another."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from litsynth.records import Claim, Paper, Verdict
from litsynth.text.people import person

_NOTHING: Final[Mapping[str, Collection[object]]] = MappingProxyType({})


def works_behind(claim: Claim, verdict: Verdict) -> frozenset[str]:
    """The works that measured what a supported claim says: whose fact it is, and those that measured it independently.

    A paper that reports the figure of another work adds nothing to that work, nor does a passage that restates it.
    """
    independent = {
        piece.passage.primary or piece.passage.paper_id
        for piece in verdict.evidence
        if piece.stance == "supports" and piece.support_kind == "independent"
    }
    return frozenset({claim.primary or claim.paper_id, *independent})


def independent_groups(
    works: Iterable[str], papers: Mapping[str, Paper], prints: Mapping[str, Collection[object]] = _NOTHING
) -> tuple[frozenset[str], ...]:
    """The works in groups that share no author, in order; machine-written and withdrawn papers are left out.

    Works are joined through works that share an author with both, and where both print one figure (see
    `spreads.prints_of`). Of a work that is not among `papers` no author is known.

    >>> known = {key: Paper(key, "T", (name,)) for key, name in {"a": "A. Lee", "b": "Ann Lee", "c": "Bo Ruiz"}.items()}
    >>> [sorted(group) for group in independent_groups("abc", known)]
    [['a', 'b'], ['c']]
    """
    groups: list[tuple[set[str], set[object]]] = []
    for work in sorted(set(works)):
        paper = papers.get(work)
        if paper and (paper.machine_written or paper.withdrawn):
            continue
        ids, marks = {work}, {*(person(name) for name in (paper.authors if paper else ())), *prints.get(work, ())}
        for group in [group for group in groups if group[1] & marks]:
            groups.remove(group)
            ids, marks = ids | group[0], marks | group[1]
        groups.append((ids, marks))
    return tuple(sorted((frozenset(ids) for ids, _ in groups), key=sorted))


def independent_count(
    works: Collection[str], papers: Mapping[str, Paper], prints: Mapping[str, Collection[object]] = _NOTHING
) -> int:
    """How many groups there are (see `independent_groups`)."""
    return len(independent_groups(works, papers, prints))
