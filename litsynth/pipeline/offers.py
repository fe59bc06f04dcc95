"""What sources offer, and the works that it comes to: papers are in memory only while they are looked at."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import overload

from litsynth.papers import Papers
from litsynth.ports import PaperSource
from litsynth.records import Paper

Offer = tuple[Paper, PaperSource]
Found = tuple[Sequence[Paper], PaperSource]
"""All that a source offers."""


class Offers(Sequence[Offer]):
    """What several sources offer, one source after the other; a paper is read when it is asked for."""

    def __init__(self, found: Iterable[Found]) -> None:
        self._found = tuple((Papers.of(papers), source) for papers, source in found)
        self._starts = tuple(accumulate((len(papers) for papers, _ in self._found), initial=0))

    @property
    def ids(self) -> Iterator[str]:
        """The ids that the sources give the papers, in their order."""
        return chain.from_iterable(papers.ids for papers, _ in self._found)

    def __len__(self) -> int:
        return self._starts[-1]

    @overload
    def __getitem__(self, row: int) -> Offer: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Offer]: ...
    def __getitem__(self, row: int | slice) -> Offer | Sequence[Offer]:
        if isinstance(row, slice):
            return [self[at] for at in range(*row.indices(len(self)))]
        row = range(len(self))[row]
        at = bisect_right(self._starts, row) - 1
        papers, source = self._found[at]
        return papers[row - self._starts[at]], source


class Works(Mapping[str, Offer]):
    """Works by id: each is a row of `offers`, or an offer of its own that several rows were united in."""

    def __init__(self, offers: Sequence[Offer], held: Mapping[str, int | Offer]) -> None:
        self._offers, self._held = offers, held

    def __getitem__(self, paper_id: str) -> Offer:
        held = self._held[paper_id]
        return self._offers[held] if isinstance(held, int) else held

    def __contains__(self, paper_id: object) -> bool:
        return paper_id in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def without(self, ids: Collection[str]) -> "Works":
        """The works but those with these ids."""
        return Works(self._offers, {key: held for key, held in self._held.items() if key not in ids}) if ids else self
