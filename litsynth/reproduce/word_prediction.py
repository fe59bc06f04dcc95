"""Which word is it? The softmax over the vocabulary, whole or sampled, with the word embeddings as output weights."""

from math import log

import torch
from torch import nn
from torch.nn.functional import cross_entropy, pad

from litsynth.reproduce.vocabulary import UNKNOWN

_AT_ONCE = 512
# Matrix products of ever new shapes leave memory behind that is not given back (oneDNN): rows are filled up to a multiple.
_ROWS = 128
# Words are numbered from here on; no word before it is masked.
_FIRST = UNKNOWN + 1


class WordPrediction(nn.Module):
    """From a state to a word: one hidden layer, normalised, then the products with all word embeddings (tied weights) and a

    bias for each word (the head of BERT, arXiv:1810.04805). The biases begin at the log-uniform distribution of ranks:
    vocabularies are in the order of frequency.
    """

    def __init__(self, size: int, dim: int, pieces: int, negatives: int) -> None:
        super().__init__()
        self.layer = nn.Sequential(nn.Linear(size, dim), nn.GELU(), nn.LayerNorm(dim))
        self.negatives = negatives
        self.bias = nn.Parameter(_share(torch.arange(pieces), pieces).log())

    def loss(self, states: torch.Tensor, words: torch.Tensor, table: torch.Tensor) -> torch.Tensor:
        """The mean cross-entropy in nats of `words` (n,) given `states` (n, size); `table` has the word embeddings.

        Where `negatives` are fewer than the words, the sum over all words is estimated by importance sampling (Bengio and
        Senecal 2008): words are drawn by the log-uniform distribution of ranks, each weighs 1 / (how often it is expected).
        """
        if not len(words):
            return states.sum() * 0
        count, pieces = len(words), len(table)
        hidden = self.layer(pad(states, (0, 0, 0, -count % _ROWS)))
        if self.negatives >= pieces:
            return cross_entropy((hidden @ table.T)[:count] + self.bias, words)
        drawn = _drawn(self.negatives, pieces).to(table.device)
        own = (hidden[:count] * table[words]).sum(dim=1) + self.bias[words]
        others = (hidden @ table[drawn].T)[:count] + self.bias[drawn] - (self.negatives * _share(drawn, pieces)).log()
        others = others.masked_fill(drawn == words.unsqueeze(1), -torch.inf)
        logits = torch.cat([own.unsqueeze(1), others], dim=1)
        return cross_entropy(logits, torch.zeros(len(words), dtype=torch.long, device=table.device))

    def whole_loss(self, states: torch.Tensor, words: torch.Tensor, table: torch.Tensor) -> torch.Tensor:
        """The same with the whole softmax, in parts: with all words at once it would not fit."""
        parts = [slice(start, start + _AT_ONCE) for start in range(0, len(words), _AT_ONCE)]
        losses = [
            cross_entropy(self.layer(states[part]) @ table.T + self.bias, words[part], reduction="sum")
            for part in parts
        ]
        return torch.stack(losses).sum() / len(words)


def _drawn(count: int, pieces: int) -> torch.Tensor:
    """Words by the log-uniform distribution of ranks, shape (count,): the words after padding and the unknown one."""
    ranks = torch.exp(torch.rand(count) * log(pieces - _FIRST + 1)).long()
    return (ranks + _FIRST - 1).clamp(max=pieces - 1)


def _share(words: torch.Tensor, pieces: int) -> torch.Tensor:
    """How often each of the words is drawn, as a share; padding and the unknown word, which never are, count as the rarest."""
    rarest = pieces - _FIRST
    ranks = torch.where(words < _FIRST, rarest, words - _FIRST + 1)
    return torch.log1p(1 / ranks.double()).float() / log(pieces - _FIRST + 1)
