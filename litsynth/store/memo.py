"""Models that are asked each thing once: Embedder and Entailer in front of a corpus's memory."""

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from litsynth.codec import digest
from litsynth.ports import Embedder, Entailer, Vectors, embed_each, judge_each
from litsynth.records import Judgement
from litsynth.store.memory import Memory

Q = TypeVar("Q", bound=Hashable)
A = TypeVar("A")

# Texts or pairs asked between two commits: what an interruption can lose. Models sort by length within it.
_BATCH = 512


class _Memo(Generic[Q, A]):
    """What is asked of a model, by `key`; `known` and `keep` are the memory, `ask` the model, batch by batch, in order.

    `hits` counts questions answered from memory, repetitions within one call included; `misses` those asked.
    """

    def __init__(
        self,
        key: Callable[[Q], str],
        known: Callable[[Sequence[str]], dict[str, A]],
        keep: Callable[[Mapping[str, A]], None],
        ask: Callable[[Iterable[Sequence[Q]]], Iterator[Iterable[A]]],
    ) -> None:
        self.hits = 0
        self.misses = 0
        self._key, self._known, self._keep, self._ask = key, known, keep, ask

    def all(self, questions: Sequence[Q]) -> list[A]:
        """The answers, in order; new ones are kept `_BATCH` at a time."""
        keys = [self._key(question) for question in questions]
        known = self._known(list(dict.fromkeys(keys)))
        unseen = {key: question for key, question in zip(keys, questions, strict=True) if key not in known}
        self.hits += len(questions) - len(unseen)
        asked = list(unseen.values())
        batches = [asked[start : start + _BATCH] for start in range(0, len(asked), _BATCH)]
        known.update(zip(unseen, (answer for answers in self.each(batches) for answer in answers), strict=True))
        return [known[key] for key in keys]

    def each(self, batches: Iterable[Sequence[Q]]) -> Iterator[list[A]]:
        """The answers to each batch, in order; its new ones are kept before they are given."""
        begun: deque[tuple[list[str], dict[str, A], list[str]]] = deque()
        asked: set[str] = set()

        def unknown() -> Iterator[list[Q]]:
            # A model that looks ahead asks for batches before those that it was given are answered.
            for questions in batches:
                by_key = {self._key(question): question for question in questions}
                known = self._known(list(by_key))
                unseen = [key for key in by_key if key not in known and key not in asked]
                asked.update(unseen)
                begun.append(([self._key(question) for question in questions], known, unseen))
                yield [by_key[key] for key in unseen]

        for answers in self._ask(unknown()):
            keys, known, unseen = begun.popleft()
            new = dict(zip(unseen, answers, strict=True))
            if new:
                self._keep(new)
            asked.difference_update(unseen)
            self.misses += len(new)
            self.hits += len(keys) - len(new)
            known.update(new)
            known.update(self._known([key for key in dict.fromkeys(keys) if key not in known]))
            yield [known[key] for key in keys]


class MemoEmbedder:
    """An Embedder that asks `embedder` only for texts that `memory` does not know under the same identity."""

    def __init__(self, embedder: Embedder, memory: Memory) -> None:
        identity = self.identity = embedder.identity
        self._embedder = embedder
        self._memo: _Memo[str, NDArray[np.float32]] = _Memo(
            digest,
            lambda keys: memory.vectors(identity, keys),
            lambda new: memory.put_vectors(identity, new),
            lambda batches: embed_each(embedder, batches),
        )

    @property
    def hits(self) -> int:
        """Texts answered from memory, repetitions within one call included."""
        return self._memo.hits

    @property
    def misses(self) -> int:
        """Texts that the embedder was asked for."""
        return self._memo.misses

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions); new ones are kept `_BATCH` at a time."""
        return np.stack(self._memo.all(texts)) if texts else self._embedder.embed(texts)

    def embed_each(self, batches: Iterable[Sequence[str]]) -> Iterator[Vectors]:
        """The vectors of each batch, none of which is empty, in order; kept batch by batch."""
        return map(np.stack, self._memo.each(batches))


class MemoEntailer:
    """An Entailer that asks `entailer` only for pairs that `memory` does not know under the same identity."""

    def __init__(self, entailer: Entailer, memory: Memory) -> None:
        identity = self.identity = entailer.identity
        self._memo: _Memo[tuple[str, str], Judgement] = _Memo(
            lambda pair: digest(*pair),
            lambda keys: memory.judgements(identity, keys),
            lambda new: memory.put_judgements(identity, new),
            lambda batches: judge_each(entailer, batches),
        )

    @property
    def hits(self) -> int:
        """Pairs answered from memory, repetitions within one call included."""
        return self._memo.hits

    @property
    def misses(self) -> int:
        """Pairs that the entailer was asked for."""
        return self._memo.misses

    def judge(self, pairs: Sequence[tuple[str, str]]) -> tuple[Judgement, ...]:
        """One judgement for each (premise, hypothesis), in order; new ones are kept `_BATCH` at a time."""
        return tuple(self._memo.all(pairs))

    def judge_each(self, batches: Iterable[Sequence[tuple[str, str]]]) -> Iterator[tuple[Judgement, ...]]:
        """The judgements of each batch, in order; kept batch by batch."""
        return map(tuple, self._memo.each(batches))
