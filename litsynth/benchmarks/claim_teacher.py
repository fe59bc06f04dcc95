"""What tells claims to the model that teaches the cheap filter: embedding, role, and nearness to a claim of the abstract."""

from collections.abc import Sequence

import numpy as np

from litsynth.calibrate import Floats
from litsynth.extract.cues import contributes
from litsynth.models.role_weights import load_roles, shipped_roles
from litsynth.ports import TextEmbedder
from litsynth.records import Document

_EMBEDDING, _NEARNESS = 6.0, 5.0  # of unit-length vectors and of cosines, beside signs, which are 1
_LEAST = 0.002
_CLAIM = 0.4


def hints_of(document: Document, texts: Sequence[str], embedder: TextEmbedder) -> Floats:
    """Shape (sentences, dimensions + 7): the embedding, log-odds of the five roles and of an own claim, and the cosine to

    the nearest claim of the abstract or the conclusion.
    """
    vectors = embedder.embed(texts).astype(np.float64)
    roles = load_roles(shipped_roles()).probabilities(texts, [None] * len(texts), vectors.astype(np.float32))
    own = roles[:, 3] + (roles[:, 1] + roles[:, 2]) * np.array([contributes(text) for text in texts])
    told = [row for row in range(len(texts)) if own[row] > _CLAIM and _sums_up(document, row)]
    near = np.zeros(len(texts))
    if told:
        cosines = vectors @ vectors[told].T
        cosines[told, range(len(told))] = 0.0  # of a sentence to itself
        near = cosines.max(axis=1)
    odds = _log_odds(np.column_stack([roles, own]))
    return np.column_stack([_EMBEDDING * vectors, odds, _NEARNESS * near])


def _sums_up(document: Document, row: int) -> bool:
    section = document.sections[document.sentences[row].section]
    return section.kind == "abstract" or "conclu" in section.title.lower()


def _log_odds(shares: Floats) -> Floats:
    bounded = np.clip(shares, _LEAST, 1.0 - _LEAST)
    return np.asarray(np.log(bounded / (1.0 - bounded)), dtype=np.float64)
