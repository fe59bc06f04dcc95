"""Sentence encoders and the pair classifier of Conneau et al. 2018 (arXiv:1809.05053), section 4."""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from litsynth.reproduce.rows import LABELS
from litsynth.reproduce.spec import Encoder
from litsynth.reproduce.vocabulary import PAD


class SentenceEncoder(nn.Module):
    """Ids of shape (n, longest) and lengths (n,) to sentence embeddings of shape (n, size)."""

    size: int
    embeddings: nn.Embedding


# Smaller than torch's 1.0, at which Adam's steps hardly move an embedding in the first epochs.
_EMBEDDING_SPREAD = 0.1


class Cbow(SentenceEncoder):
    """The mean of the word embeddings."""

    def __init__(self, pieces: int, settings: Encoder) -> None:
        super().__init__()
        self.embeddings = _embeddings(pieces, settings.dim)
        self.size = settings.dim

    def forward(self, ids: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Padding embeds to zero, so that a sum over all columns is one over the words."""
        total: torch.Tensor = self.embeddings(ids).sum(dim=1)
        return total / lengths.to(ids.device).unsqueeze(1)


class BiLstm(SentenceEncoder):
    """A bidirectional LSTM; the two last states side by side (`last`), or the maximum over time of all (`max`)."""

    def __init__(self, pieces: int, settings: Encoder) -> None:
        super().__init__()
        self.embeddings = _embeddings(pieces, settings.dim)
        self.lstm = nn.LSTM(settings.dim, settings.hidden, batch_first=True, bidirectional=True)
        self.pooling = settings.pooling
        self.size = 2 * settings.hidden

    def forward(self, ids: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Packed, so that neither direction reads padding."""
        packed = pack_padded_sequence(self.embeddings(ids), lengths, batch_first=True, enforce_sorted=False)
        states, (last, _) = self.lstm(packed)
        if self.pooling == "last":
            return torch.cat([last[0], last[1]], dim=1)
        # Padded columns must not win the maximum.
        return pad_packed_sequence(states, batch_first=True, padding_value=-torch.inf)[0].amax(dim=1)


class PairHead(nn.Module):
    """[u, v, |u - v|, u * v] through one hidden layer with dropout to the three labels."""

    def __init__(self, size: int, settings: Encoder) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(4 * size, settings.classifier),
            nn.ReLU(),
            nn.Dropout(settings.dropout),
            nn.Linear(settings.classifier, len(LABELS)),
        )

    def forward(self, premise: torch.Tensor, hypothesis: torch.Tensor) -> torch.Tensor:
        """Embeddings of shape (n, size) each to logits of shape (n, 3)."""
        features = torch.cat([premise, hypothesis, (premise - hypothesis).abs(), premise * hypothesis], dim=1)
        logits: torch.Tensor = self.layers(features)
        return logits


def new_encoder(settings: Encoder, pieces: int) -> SentenceEncoder:
    """Untrained, from torch's global random state."""
    return Cbow(pieces, settings) if settings.kind == "cbow" else BiLstm(pieces, settings)


def _embeddings(pieces: int, dim: int) -> nn.Embedding:
    table = nn.Embedding(pieces, dim, padding_idx=PAD)
    with torch.no_grad():
        nn.init.normal_(table.weight, std=_EMBEDDING_SPREAD)
        table.weight[PAD].zero_()
    return table
