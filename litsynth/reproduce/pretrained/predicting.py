"""What a transformer says about pairs, the premise in one language and the hypothesis in the same or another, and about

questions with choices.
"""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from litsynth.codec import digest
from litsynth.reproduce.choices import Choice
from litsynth.reproduce.models import EncodedPairs
from litsynth.reproduce.pairing import Logits, together
from litsynth.reproduce.perturbation import in_ball, mean_norm, shifted
from litsynth.reproduce.pretrained.choices import asked
from litsynth.reproduce.pretrained.inputs import cut_pairs
from litsynth.reproduce.pretrained.model import TransformerModel
from litsynth.reproduce.pretrained.pairs import JointClassification
from litsynth.reproduce.spec import Smoothing


def joint_logits(
    model: TransformerModel, premises: Sequence[str], hypotheses: Sequence[str], smoothing: Smoothing | None, seed: int
) -> tuple[Logits, NDArray[np.bool_]]:
    """Logits of pairs, shape (n, classes), and whether a pair was cut, shape (n,); under smoothing see `_smoothed`."""
    one, two = (model.pieces.sentences(texts, model.limit) for texts in (premises, hypotheses))
    pairs = EncodedPairs(one, two, np.zeros(len(one), dtype=np.int64))
    judge = JointClassification(model, model.head, pairs)
    cut = cut_pairs(one, two, model.pieces.frame, model.limit)
    return _smoothed(model, lambda: judge.everything().numpy(), smoothing, seed), cut


def choice_logits(
    model: TransformerModel, questions: Sequence[Choice], smoothing: Smoothing | None, seed: int
) -> tuple[Logits, NDArray[np.bool_]]:
    """Scores of the choices of questions, shape (n, choices), and whether one of them was cut, shape (n,); otherwise the same."""
    judge = asked(model, model.head, questions)
    return _smoothed(model, judge.everything, smoothing, seed), judge.cut()


def _smoothed(model: TransformerModel, told: Callable[[], Logits], smoothing: Smoothing | None, seed: int) -> Logits:
    """What a model says, under smoothing what its perturbed copies say together (see `pairing.together`).

    The radius is in mean norms of the word embeddings of the batch.
    """
    if smoothing is None:
        return told()
    radius = smoothing.radius

    def drawn(_: int, words: torch.Tensor, embedded: torch.Tensor) -> torch.Tensor:
        return in_ball(words, embedded, radius * mean_norm(words, embedded))

    copies = []
    for number in range(smoothing.samples):
        with torch.random.fork_rng(), shifted(model, drawn):
            torch.manual_seed(int(digest("smoothing", str(seed), str(number)), 16) % 2**63)
            copies.append(told())
    return together(copies, smoothing)
