"""What a transformer says about pairs, the premise in one language and the hypothesis in the same or another."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from litsynth.codec import digest
from litsynth.reproduce.models import EncodedPairs
from litsynth.reproduce.pairing import Logits, together
from litsynth.reproduce.perturbation import in_ball, mean_norm, shifted
from litsynth.reproduce.pretrained.inputs import cut_pairs
from litsynth.reproduce.pretrained.model import TransformerModel
from litsynth.reproduce.pretrained.pairs import JointClassification
from litsynth.reproduce.spec import Smoothing


def joint_logits(
    model: TransformerModel, premises: Sequence[str], hypotheses: Sequence[str], smoothing: Smoothing | None, seed: int
) -> tuple[Logits, NDArray[np.bool_]]:
    """Logits, shape (n, 3), and whether a pair was cut, shape (n,).

    Under smoothing what the perturbed copies say together (see `pairing.together`); the radius is in mean norms of the
    word embeddings of the batch.
    """
    one, two = (model.pieces.sentences(texts, model.limit) for texts in (premises, hypotheses))
    pairs = EncodedPairs(one, two, np.zeros(len(one), dtype=np.int64))
    judge = JointClassification(model, model.head, pairs)
    cut = cut_pairs(one, two, model.pieces.frame, model.limit)
    if smoothing is None:
        return judge.everything().numpy(), cut
    radius = smoothing.radius

    def drawn(_: int, words: torch.Tensor, embedded: torch.Tensor) -> torch.Tensor:
        return in_ball(words, embedded, radius * mean_norm(words, embedded))

    copies = []
    for number in range(smoothing.samples):
        with torch.random.fork_rng(), shifted(model, drawn):
            torch.manual_seed(int(digest("smoothing", str(seed), str(number)), 16) % 2**63)
            copies.append(judge.everything().numpy())
    return together(copies, smoothing), cut
