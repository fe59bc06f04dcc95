"""Pairs as token rows: premise first, whole sentences dropped from its end where it is too long, never of the claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from transformers import PreTrainedTokenizerBase

from litsynth.training.pairs import LabelledPair
from litsynth.training.windows import leading_sentences

_LEAST_ROOM = 8
"""Tokens left for a premise below which the hypothesis is cut as well: it is no claim then."""


@dataclass(frozen=True, slots=True)
class EncodedPairs(torch.utils.data.Dataset[dict[str, Any]]):
    """Rows of input ids (and masks) with `labels`, three probabilities; `cut` counts the premises that were shortened."""

    rows: tuple[dict[str, Any], ...]
    cut: int

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, row: int) -> dict[str, Any]:
        return self.rows[row]

    @property
    def lengths(self) -> list[int]:
        """Tokens of each row."""
        return [len(row["input_ids"]) for row in self.rows]


def encode_pairs(pairs: Sequence[LabelledPair], tokenizer: PreTrainedTokenizerBase, max_tokens: int) -> EncodedPairs:
    """All pairs, in order, each of at most `max_tokens` tokens."""
    tokenizer.model_max_length = 10**9  # the length is ours to set; this silences a warning
    whole = tokenizer([pair.premise for pair in pairs], [pair.hypothesis for pair in pairs])
    rows = []
    cut = 0
    for number, pair in enumerate(pairs):
        encoded = {key: whole[key][number] for key in whole}
        if len(encoded["input_ids"]) > max_tokens:
            encoded = _shortened(pair, tokenizer, max_tokens)
            cut += 1
        rows.append({"labels": list(pair.target), **encoded})
    return EncodedPairs(tuple(rows), cut)


def _shortened(pair: LabelledPair, tokenizer: PreTrainedTokenizerBase, max_tokens: int) -> dict[str, Any]:
    def fits(premise: str) -> bool:
        return len(tokenizer(premise, pair.hypothesis)["input_ids"]) <= max_tokens

    room = max_tokens - len(tokenizer(pair.hypothesis)["input_ids"])
    premise = leading_sentences(pair.premise, fits)
    strategy = "only_first" if room > _LEAST_ROOM else "longest_first"
    return dict(tokenizer(premise, pair.hypothesis, truncation=strategy, max_length=max_tokens))
