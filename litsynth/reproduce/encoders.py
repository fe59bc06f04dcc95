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

    def forward(self, ids: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Sentence embeddings, shape (n, size)."""
        return self.read(self.embeddings(ids), lengths)[1]

    def read(self, embedded: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """From word embeddings, zero where padded, of shape (n, longest, dim): a state for each token, of shape

        (n, longest, size), and the sentence embeddings, of shape (n, size).
        """
        raise NotImplementedError


# Smaller than torch's 1.0, at which Adam's steps hardly move an embedding in the first epochs.
_EMBEDDING_SPREAD = 0.1


class Cbow(SentenceEncoder):
    """The mean of the word embeddings."""

    def __init__(self, pieces: int, settings: Encoder) -> None:
        super().__init__()
        self.embeddings = _embeddings(pieces, settings.dim)
        self.size = settings.dim

    def read(self, embedded: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """A token's state is its embedding. Padding is zero, so that a sum over all columns is one over the words."""
        return embedded, embedded.sum(dim=1) / lengths.to(embedded.device).unsqueeze(1)


class BiLstm(SentenceEncoder):
    """A bidirectional LSTM; the two last states side by side (`last`), or the maximum over time of all (`max`)."""

    def __init__(self, pieces: int, settings: Encoder) -> None:
        super().__init__()
        self.embeddings = _embeddings(pieces, settings.dim)
        self.lstm = nn.LSTM(settings.dim, settings.hidden, batch_first=True, bidirectional=True)
        self.pooling = settings.pooling
        self.size = 2 * settings.hidden

    def read(self, embedded: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Packed, so that neither direction reads padding."""
        packed = pack_padded_sequence(embedded, lengths, batch_first=True, enforce_sorted=False)
        packed_states, (last, _) = self.lstm(packed)
        states, _ = pad_packed_sequence(packed_states, batch_first=True, total_length=embedded.shape[1])
        if self.pooling == "last":
            return states, torch.cat([last[0], last[1]], dim=1)
        # Padded columns must not win the maximum.
        padded = torch.arange(states.shape[1]) >= lengths.unsqueeze(1)
        return states, states.masked_fill(padded.unsqueeze(2).to(states.device), -torch.inf).amax(dim=1)


class PairHead(nn.Module):
    """[u, v, |u - v|, u * v] through one hidden layer with dropout to so many values, by default the three labels of NLI."""

    def __init__(self, size: int, settings: Encoder, values: int = len(LABELS)) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(4 * size, settings.classifier),
            nn.ReLU(),
            nn.Dropout(settings.dropout),
            nn.Linear(settings.classifier, values),
        )

    def forward(self, premise: torch.Tensor, hypothesis: torch.Tensor) -> torch.Tensor:
        """Embeddings of shape (n, size) each to logits of shape (n, values)."""
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
