"""Some papers of a run looked at, for what all of them will hold and cost."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from litsynth.codec import digest
from litsynth.config import ExtractSettings
from litsynth.pipeline.plan.amounts import Amount, about, exactly
from litsynth.pipeline.plan.remembered import Remembered
from litsynth.pipeline.sifting import look_through, sifted
from litsynth.records import Candidate
from litsynth.store import Corpus
from litsynth.verify import grids_of

T = TypeVar("T")
LEAST = 3
"""Papers that are looked at in any case, however long they take."""
_SURE = 1.2
"""A sum over papers is right within this factor where only some of them were looked at."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """One paper: how large it is by the measure of its sample, what it holds, and CPU seconds.

    `new_passages`, of so many `new_characters`, and `new_candidates`, of so many `candidate_characters`, are not embedded
    yet. `reading`: from its file into a corpus. `opening`: its passages from the corpus. `finding`: its candidates
    from the corpus, or its document and the candidates in that. `tables`: its tables made ready for tracing.
    """

    size: float
    passages: int = 0
    new_passages: int = 0
    new_characters: int = 0
    candidates: int = 0
    new_candidates: int = 0
    candidate_characters: int = 0
    stored_bytes: int = 0
    opening: float = 0.0
    finding: float = 0.0
    tables: float = 0.0
    reading: float = 0.0
    texts: tuple[str, ...] = ()
    found: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """Portraits that stand for papers of `size` in all."""

    portraits: tuple[Portrait, ...] = ()
    size: float = 0.0

    @property
    def is_whole(self) -> bool:
        """Whether every paper was looked at."""
        return sum(one.size for one in self.portraits) >= self.size

    def total(self, of: Callable[[Portrait], float]) -> Amount:
        """The sum of a property over all papers: a ratio estimate by size (Cochran 1977, chapter 6)."""
        seen = sum(one.size for one in self.portraits)
        if not seen:
            return exactly(0.0)
        value = sum(map(of, self.portraits)) * self.size / seen
        return exactly(value) if self.is_whole else about(value, _SURE)


def total(samples: Iterable[Sample], of: Callable[[Portrait], float]) -> Amount:
    """The sum of a property over the papers of all samples."""
    return sum((sample.total(of) for sample in samples), Amount())


def portrait(
    corpus: Corpus,
    paper_id: str,
    size: float,
    settings: ExtractSettings,
    memory: Remembered,
    reading: float = 0.0,
) -> Portrait:
    """What a corpus holds of one paper."""
    start = time.process_time()
    passages = corpus.passages_of(paper_id)
    opened = time.process_time()
    found = (sifted(corpus, paper_id, settings) or look_through(corpus.document(paper_id), settings)).candidates
    ended = time.process_time()
    document = corpus.document(paper_id)
    read = time.process_time()
    grids_of(document)
    tables = time.process_time() - read
    new = memory.new_texts([passage.text for passage in passages])
    new_found = set(memory.new_texts([candidate.text for candidate in found])) - set(new)
    return Portrait(
        size=size,
        passages=len(passages),
        new_passages=len(new),
        new_characters=sum(map(len, new)),
        candidates=len(found),
        new_candidates=len(new_found),
        candidate_characters=sum(map(len, new_found)),
        stored_bytes=corpus.sizes()[paper_id],
        opening=opened - start,
        finding=ended - opened,
        tables=tables,
        reading=reading,
        texts=tuple(passage.text for passage in passages),
        found=found,
    )


def spread(items: Iterable[T], key: Callable[[T], str]) -> list[T]:
    """The items in an order that has nothing to do with what they are, and is always the same."""
    return sorted(items, key=lambda item: digest(key(item)))


def within(items: Sequence[T], cpu_seconds: float) -> Iterator[T]:
    """The items one by one, `LEAST` of them in any case, until so much CPU time has gone by."""
    start = time.process_time()
    for at, item in enumerate(items):
        if at >= LEAST and time.process_time() - start > cpu_seconds:
            return
        yield item
