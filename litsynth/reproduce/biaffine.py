"""Biaffine scores of heads and relations: Dozat and Manning 2017 (arXiv:1611.01734), section 3."""

import torch
from torch import nn
from torch.nn.functional import pad

from litsynth.reproduce.kinds import ParsingSettings

RELATIONS = 37
"""Those of Universal Dependencies 2, without subtypes (https://universaldependencies.org/u/dep/)."""


class Biaffine(nn.Module):
    """Vectors of each word as dependent and as head, and bilinear forms of them, whose weights begin at zero."""

    def __init__(self, size: int, relations: int, settings: ParsingSettings) -> None:
        super().__init__()
        arc, relation = settings.arc, settings.relation
        self.arc_dependent, self.arc_head = _layer(size, arc, settings), _layer(size, arc, settings)
        self.dependent, self.head = _layer(size, relation, settings), _layer(size, relation, settings)
        self.arcs_of = nn.Parameter(torch.zeros(arc + 1, arc))
        self.relations_of = nn.Parameter(torch.zeros(relations, relation + 1, relation + 1))

    def arcs(self, states: torch.Tensor) -> torch.Tensor:
        """Of states of shape (n, 1 + words, size), the root first: how likely each is a word's head, (n, words, 1 + words)."""
        dependents, heads = _and_one(self.arc_dependent(states[:, 1:])), self.arc_head(states)
        scores: torch.Tensor = torch.einsum("nwi,ij,nhj->nwh", dependents, self.arcs_of, heads)
        return scores.float()

    def relations(self, dependents: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
        """Of words and their heads, states of shape (k, size) each: logits of shape (k, relations)."""
        one, two = _and_one(self.dependent(dependents)), _and_one(self.head(heads))
        scores: torch.Tensor = torch.einsum("ki,lij,kj->kl", one, self.relations_of, two)
        return scores.float()


def _layer(size: int, units: int, settings: ParsingSettings) -> nn.Sequential:
    return nn.Sequential(
        nn.Dropout(settings.dropout), nn.Linear(size, units), nn.LeakyReLU(0.1), nn.Dropout(settings.dropout)
    )


def _and_one(vectors: torch.Tensor) -> torch.Tensor:
    """With a last component of 1: the bilinear form then has linear terms and a bias too."""
    return pad(vectors, (0, 1), value=1.0)
