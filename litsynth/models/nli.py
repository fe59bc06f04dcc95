"""A three-way NLI cross-encoder behind the Entailer port: the embedded verifier, XLM-R, or any such checkpoint."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from litsynth.models.labels import label_order
from litsynth.records import Judgement

# A pair longer than this keeps its whole hypothesis and loses the end of its premise. Base and embedded models
# were trained at 128 to 256 tokens; evidence windows of three sentences are about 100.
MAX_TOKENS = 256


@dataclass(frozen=True, slots=True)
class NliModel:
    """Entailer: `judge` gives softmax(logits / temperature), read by label name.

    `sha256` is that of the weights, empty where only a revision is known. `identity` names checkpoint, revision or
    sha256, precision and temperature: the key of memoised judgements.
    """

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    identity: str
    temperature: float = 1.0
    batch: int = 32
    sha256: str = ""

    def logits(self, pairs: Sequence[tuple[str, str]]) -> tuple[torch.Tensor, list[bool]]:
        """Logits of shape (pairs, 3) as entailment, neutral, contradiction, and which premises were cut.

        Pairs are batched by length, so that little is padded, and returned in order.
        """
        order = label_order(self.model.config.id2label, self.identity)
        encoded = self._encode(pairs)
        out = torch.empty(len(pairs), 3)
        by_length = sorted(range(len(pairs)), key=lambda row: (len(encoded[row][0]["input_ids"]), row))
        for start in range(0, len(by_length), self.batch):
            rows = by_length[start : start + self.batch]
            inputs = self.tokenizer.pad([encoded[row][0] for row in rows], return_tensors="pt").to(self.model.device)
            with torch.inference_mode():
                logits = self.model(**inputs).logits.float().cpu()
            out[rows] = logits[:, list(order)]
        return out, [cut for _, cut in encoded]

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Sequence[Judgement]:
        """One judgement for each (premise, hypothesis), in order."""
        if not pairs:
            return []
        logits, cut = self.logits(pairs)
        probabilities = torch.softmax(logits.double() / self.temperature, dim=1).tolist()
        return [Judgement(row[0], row[1], row[2], flag) for row, flag in zip(probabilities, cut, strict=True)]

    def _encode(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[dict[str, list[int]], bool]]:
        whole = self.tokenizer([pair[0] for pair in pairs], [pair[1] for pair in pairs], verbose=False)
        rows = [{key: whole[key][row] for key in whole} for row in range(len(pairs))]
        return [
            (row, False) if len(row["input_ids"]) <= MAX_TOKENS else (self._cut(*pair), True)
            for row, pair in zip(rows, pairs, strict=True)
        ]

    def _cut(self, premise: str, hypothesis: str) -> dict[str, list[int]]:
        # The fast tokenizer raises where "only_first" cannot cut enough: a hypothesis of MAX_TOKENS words is no claim,
        # but it must not stop a run, so there the longest side gives way.
        room = MAX_TOKENS - len(self.tokenizer(hypothesis, verbose=False)["input_ids"])
        strategy = "only_first" if room > 8 else "longest_first"
        return dict(self.tokenizer(premise, hypothesis, truncation=strategy, max_length=MAX_TOKENS))
