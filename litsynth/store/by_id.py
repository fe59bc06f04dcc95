"""The papers of a corpus by id, of which few records are in memory."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from litsynth.records import Paper

# Those that a run speaks of: of each claim its paper, and of each passage that was looked at.
_IN_MEMORY = 4_096


class ById(Mapping[str, Paper]):
    """Which ids there are is settled; `read` gives the record of one when it is asked for."""

    def __init__(self, ids: Sequence[str], read: Callable[[str], Paper]) -> None:
        self._ids = dict.fromkeys(ids)
        self._read = lru_cache(_IN_MEMORY)(read)

    def __getitem__(self, paper_id: str) -> Paper:
        if paper_id not in self._ids:
            raise KeyError(paper_id)
        return self._read(paper_id)

    def __contains__(self, paper_id: object) -> bool:
        return paper_id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)
