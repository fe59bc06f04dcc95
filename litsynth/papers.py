"""Many papers of which only the ids are in memory."""

from collections.abc import Callable, Sequence
from typing import overload

from litsynth.records import Paper


class Papers(Sequence[Paper]):
    """Papers that are read when they are asked for; `read` gives number i, whose id is `ids[i]`."""

    def __init__(self, ids: Sequence[str], read: Callable[[int], Paper]) -> None:
        self.ids, self._read = ids, read

    @classmethod
    def of(cls, papers: Sequence[Paper]) -> "Papers":
        """The same papers, with their ids at hand."""
        return papers if isinstance(papers, cls) else cls([paper.paper_id for paper in papers], papers.__getitem__)

    def at(self, rows: Sequence[int]) -> "Papers":
        """The papers at these places."""
        return Papers([self.ids[row] for row in rows], lambda at: self._read(rows[at]))

    def __len__(self) -> int:
        return len(self.ids)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, at: int) -> Paper: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Paper]: ...
    def __getitem__(self, at: int | slice) -> Paper | Sequence[Paper]:
        if isinstance(at, slice):
            return tuple(self._read(number) for number in range(*at.indices(len(self))))
        return self._read(range(len(self))[at])
