"""Stand-ins for the edges: a shelf of papers, an embedder and an entailer that count what they are asked."""

import re
import zlib
from collections.abc import Sequence

import numpy as np

from litsynth.errors import UnreadablePaper
from litsynth.parse.plain import read_abstract
from litsynth.ports import Vectors
from litsynth.records import Document, Judgement, Paper, Query


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9.]+", text.lower())


class BagEmbedder:
    """Hashed bags of words as unit vectors."""

    identity = "bag@1"

    def __init__(self) -> None:
        self.asked = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        vectors = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in words(text):
                vectors[row, zlib.crc32(word.encode()) % 64] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)


class OverlapEntailer:
    """Entailment is the share of the hypothesis's words that the premise holds; "not" contradicts."""

    identity = "overlap@1 T=1"

    def __init__(self) -> None:
        self.asked = 0

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        self.asked += len(pairs)
        return [self._one(set(words(premise)), set(words(hypothesis))) for premise, hypothesis in pairs]

    def _one(self, premise: set[str], hypothesis: set[str]) -> Judgement:
        share = 0.98 * len(premise & hypothesis) / max(1, len(hypothesis))
        if ("not" in premise) != ("not" in hypothesis):
            return Judgement(0.01, round(0.99 - share, 6), round(share, 6))
        return Judgement(round(share, 6), round(0.99 - share, 6), 0.01)


class RoleEntailer(OverlapEntailer):
    """Like OverlapEntailer, but every sentence plays the first role that it is asked for."""

    def _one(self, premise: set[str], hypothesis: set[str]) -> Judgement:
        if "reported." in hypothesis and len(hypothesis) < 7:
            return Judgement(0.9, 0.05, 0.05)
        return super()._one(premise, hypothesis)


class Shelf:
    """A source of papers whose abstracts are all there is to read; `broken` ones cannot be."""

    name = "shelf"

    def __init__(self, papers: Sequence[Paper], broken: Sequence[str] = ()) -> None:
        self.papers = tuple(papers)
        self.broken = set(broken)
        self.fetched: list[str] = []

    def find(self, question: str, limit: int) -> tuple[Sequence[Paper], Sequence[Query]]:
        return self.papers, (Query(self.name, question, len(self.papers), len(self.papers), "2026-01-31"),)

    def fetch(self, paper: Paper) -> Document:
        if paper.paper_id in self.broken:
            raise UnreadablePaper(f"{paper.paper_id}: broken")
        self.fetched.append(paper.paper_id)
        return read_abstract(paper)


class FakeTimer:
    """Time that passes only while someone waits."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds
