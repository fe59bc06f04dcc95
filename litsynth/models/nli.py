"""An NLI cross-encoder behind the Entailer port: the embedded verifier, XLM-R, or any such checkpoint."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from litsynth.errors import UsageError
from litsynth.models.tokens import Tokens, encode_pairs
from litsynth.records import Judgement

# A pair longer than this keeps its whole hypothesis and loses the last sentences of its premise. Base and embedded models
# were trained at 128 to 256 tokens; evidence windows of three sentences are about 100.
MAX_TOKENS = 256

TWO_LABELS = "two-label"
"""Stands in the identity of a model that knows entailment and its absence only."""

_NEUTRAL = Judgement(0.0, 1.0, 0.0)


def any_text(_: str) -> bool:
    """Whether a multilingual model reads a text: always."""
    return True


class Engine(Protocol):
    """What multiplies the matrices."""

    def run(self, rows: Sequence[Tokens]) -> NDArray[np.float32]:
        """Logits for each sequence, in order: shape (rows, labels)."""
        ...


@dataclass(frozen=True, slots=True)
class NliModel:
    """Entailer: `judge` gives softmax(logits / temperature), read by label name.

    `columns` are those of entailment, neutral and contradiction (None: the model has none). `sha256` is that of the
    weights, empty where only a revision is known. `identity` names checkpoint, revision or sha256, precision, engine
    and temperature, which is all that a judgement depends on: the key of memoised judgements. `reads` says of a claim or
    a premise whether its tokens mean anything to the model.
    """

    engine: Engine
    tokenizer: Tokenizer
    columns: tuple[int, int, int | None]
    identity: str
    temperature: float = 1.0
    sha256: str = ""
    reads: Callable[[str], bool] = any_text

    def logits(self, pairs: Sequence[tuple[str, str]]) -> tuple[NDArray[np.float64], list[bool]]:
        """Logits of shape (pairs, 3) as entailment, neutral, contradiction, and which pairs were cut, in order.

        Equal pairs are asked once. Contradiction is -inf throughout where the model has no such label. A claim is never
        cut: where it leaves no room for a premise the model is not asked, and logits of zero say that it has no opinion;
        nor is it asked of a text that it does not read. Both count as cut. Raises UsageError on a logit that is no number:
        such a model says nothing, whatever softmax makes of it.
        """
        unique = {pair: row for row, pair in enumerate(dict.fromkeys(pairs))}
        encoded = encode_pairs(self.tokenizer, list(unique), MAX_TOKENS)
        rows = [row if all(map(self.reads, pair)) else None for row, pair in zip(encoded, unique, strict=True)]
        asked = [row for row, tokens in enumerate(rows) if tokens is not None]
        raw = np.zeros((len(rows), len(self.columns)))
        if asked:
            found = self.engine.run([tokens for tokens in rows if tokens is not None])
            raw[asked, : found.shape[1]] = found
        if not np.isfinite(raw).all():
            wrong = list(unique)[int(np.argmin(np.isfinite(raw).all(axis=1)))]
            raise UsageError(
                f"model {self.identity} gave a score that is no number for the claim {wrong[1][:60]!r}",
                "its weights are damaged or overflow: use another checkpoint or --device cpu",
            )
        absent = np.full(len(rows), -np.inf)
        ordered = np.stack([absent if column is None else raw[:, column] for column in self.columns], axis=1)
        back = [unique[pair] for pair in pairs]
        return ordered[back], [tokens is None or tokens.cut for tokens in (rows[row] for row in back)]

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Sequence[Judgement]:
        """One judgement for each (premise, hypothesis), in order.

        Where either has no letter or digit there is nothing to judge, and the model is not asked: neutral.
        """
        asked = [row for row, pair in enumerate(pairs) if all(_says_something(text) for text in pair)]
        judgements = [_NEUTRAL] * len(pairs)
        logits, cut = self.logits([pairs[row] for row in asked])
        scaled = logits / self.temperature
        weights = np.exp(scaled - scaled.max(axis=1, keepdims=True, initial=-np.inf))
        probabilities = (weights / weights.sum(axis=1, keepdims=True)).tolist()
        for row, (entailment, neutral, contradiction), flag in zip(asked, probabilities, cut, strict=True):
            judgements[row] = Judgement(entailment, neutral, contradiction, flag)
        return judgements


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)
