"""The head on the embedder: it learns from pairs what their vectors tell, and nothing where they tell nothing."""

from collections.abc import Sequence

import numpy as np
import pytest

from litsynth.benchmarks.distilled_head import VectorHead
from litsynth.calibrate import Floats
from litsynth.ports import Vectors

TOPICS = ("cats", "dogs", "trees", "stones")


class Topics:
    """Texts of a topic have one vector; what is said of it does not count."""

    identity = "topics"
    asked = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        return np.array([[float(topic in text) for topic in TOPICS] for text in texts], dtype=np.float32)


def pairs_of(count: int) -> tuple[list[tuple[str, str]], Floats]:
    pairs = [(f"{one} {at}", f"{other} {at}") for at in range(count) for one in TOPICS for other in TOPICS]
    targets = np.array([[1.0, 0.0, 0.0] if a.split()[0] == b.split()[0] else [0.0, 1.0, 0.0] for a, b in pairs])
    return pairs, targets


def test_it_learns_which_texts_belong_together_and_embeds_each_once() -> None:
    embedder = Topics()
    head = VectorHead(embedder, "labels", seed=3)
    pairs, targets = pairs_of(400)
    head.learn(pairs, targets)
    said = head.judge(pairs)
    right = [(one.entailment > one.neutral) == bool(target[0]) for one, target in zip(said, targets, strict=True)]
    assert np.mean(right) > 0.95
    assert embedder.asked == len({text for pair in pairs for text in pair})
    assert all(abs(one.entailment + one.neutral + one.contradiction - 1) < 1e-5 for one in said)


def test_what_the_vectors_do_not_tell_is_not_learnt() -> None:
    pairs = [(f"cats {at}", f"cats {at}") for at in range(6000)]
    targets = np.eye(3)[np.arange(6000) % 2]
    head = VectorHead(Topics(), "labels", seed=3)
    head.learn(pairs, targets)
    assert head.judge(pairs)[0].entailment == pytest.approx(0.5, abs=0.1)


def test_the_same_seed_gives_the_same_head() -> None:
    pairs, targets = pairs_of(5)
    heads = [VectorHead(Topics(), "labels", seed=3) for _ in range(2)]
    for head in heads:
        head.learn(pairs, targets)
    assert heads[0].judge(pairs[:4]) == heads[1].judge(pairs[:4])
    assert heads[0].parameters == 16 * 256 + 256 + 256 * 3 + 3
