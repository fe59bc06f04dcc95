"""What the rows of the indexes are: the passages of a corpus, paper after paper, read when they are asked for."""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, groupby
from typing import overload

from litsynth.codec import digest, digest_each
from litsynth.errors import LitsynthError
from litsynth.records import Passage, Substrate

# Of a LaTeX paper the passages take about 250 kB.
_PAPERS_IN_MEMORY = 256


@dataclass(frozen=True, slots=True)
class Outline:
    """The passages of one paper without their texts: how many, the digest of their texts, read from what (the last)."""

    paper_id: str
    count: int
    texts: str
    substrate: Substrate | None

    @classmethod
    def of(cls, paper_id: str, passages: Sequence[Passage]) -> "Outline":
        """The outline of these passages of a paper."""
        substrate = passages[-1].substrate if passages else None
        return cls(paper_id, len(passages), digest(*(passage.text for passage in passages)), substrate)


class PassageRows(Sequence[Passage]):
    """Row i is passage i. The passages of a few papers are in memory at a time, whatever the corpus holds.

    `read` gives the passages of a paper; they are to be those that its outline tells of.
    """

    def __init__(self, outlines: Iterable[Outline], read: Callable[[str], Sequence[Passage]]) -> None:
        self._outlines = {outline.paper_id: outline for outline in outlines}
        self._papers = tuple(self._outlines)
        self._ends = array("q", accumulate(outline.count for outline in self._outlines.values()))
        self._read = read
        self._kept = lru_cache(_PAPERS_IN_MEMORY)(self._checked)

    @classmethod
    def of(cls, passages: Iterable[Passage]) -> "PassageRows":
        """Passages that are in memory, those of one paper next to each other. Raises ValueError where they are not."""
        groups = [(paper, tuple(held)) for paper, held in groupby(passages, lambda passage: passage.paper_id)]
        papers = dict(groups)
        if len(papers) < len(groups):
            raise ValueError("the passages of a paper are not next to each other")
        return cls((Outline.of(paper, held) for paper, held in groups), papers.__getitem__)

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, row: int) -> Passage: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Passage]: ...
    def __getitem__(self, row: int | slice) -> Passage | Sequence[Passage]:
        if isinstance(row, slice):
            return [self[at] for at in range(*row.indices(len(self)))]
        if not 0 <= row < len(self):
            raise IndexError(f"row {row} of {len(self)}")
        at = bisect_right(self._ends, row)
        return self._kept(self._papers[at])[row - self._ends[at]]  # counted from the paper's last passage

    def __iter__(self) -> Iterator[Passage]:
        for paper in self._papers:
            yield from self._checked(paper)

    @property
    def outlines(self) -> tuple[Outline, ...]:
        """Those of all papers, in the order of the rows."""
        return tuple(self._outlines.values())

    @cached_property
    def digest(self) -> str:
        """The digest of all papers and texts in their order."""
        return digest_of(self._outlines.values())

    def has(self, paper_id: str) -> bool:
        """Whether this paper is among those that the passages are of."""
        return paper_id in self._outlines

    def of_paper(self, paper_id: str) -> Sequence[Passage]:
        """The passages of one paper as they stand in its document; none of a paper that is not here."""
        return self._kept(paper_id) if self.has(paper_id) else ()

    def _checked(self, paper_id: str) -> Sequence[Passage]:
        passages = self._read(paper_id)
        if Outline.of(paper_id, passages) != self._outlines[paper_id]:
            raise LitsynthError(
                f"the passages of {paper_id} are not those that were there a moment ago, or not as they were kept",
                "run it again; if it says so again, take the paper out of the corpus and add it anew",
            )
        return passages


def digest_of(outlines: Iterable[Outline]) -> str:
    """The digest of papers and their texts in their order."""
    return digest_each(part for one in outlines for part in (one.paper_id, one.texts))


def since(before: Iterable[Outline], now: Iterable[Outline]) -> Iterator[slice | Outline]:
    """How rows come from those of before: rows that stay, as few slices as may be, and papers that are new or other.

    >>> a, b, c = (Outline(name, 2, name, None) for name in "abc")
    >>> [part if isinstance(part, slice) else part.paper_id for part in since([a, c], [a, b, c])]
    [slice(0, 2, None), 'b', slice(2, 4, None)]
    """
    starts: dict[tuple[str, str], int] = {}
    end = 0
    for outline in before:
        starts[outline.paper_id, outline.texts] = end
        end += outline.count
    kept = slice(0, 0)
    for outline in now:
        start = starts.get((outline.paper_id, outline.texts))
        if start is not None and start == kept.stop:
            kept = slice(kept.start, start + outline.count)
            continue
        if kept.start < kept.stop:
            yield kept
        kept = slice(0, 0) if start is None else slice(start, start + outline.count)
        if start is None:
            yield outline
    if kept.start < kept.stop:
        yield kept
