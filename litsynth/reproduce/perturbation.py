"""Losses and predictions at perturbed word embeddings: adversarial training, and randomized smoothing by random perturbation.

Huang et al. 2021 (arXiv:2104.08645), section 3; the ball is Euclidean, about each word's embedding (the form of its
bound is a choice made here, see the deviations of the spec).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

import torch
from torch import nn

from litsynth.reproduce.kinds import Adversarial, LossKind, loss_of
from litsynth.reproduce.models import TaskModel
from litsynth.reproduce.objective import Model, Objective, Prepared
from litsynth.reproduce.sentences import Rows
from litsynth.reproduce.spec import Settings

Shift = Callable[[int, torch.Tensor, torch.Tensor], torch.Tensor]
"""What is added to the word embeddings of a batch of sentences: number, where words are (rows, longest), embeddings

(rows, longest, dim)."""


class Perturbed:
    """An objective whose loss is taken at word embeddings near the true ones.

    `radius` is the largest norm of a word's perturbation in the last batch, in the units of the embeddings.
    """

    def __init__(self, objective: Objective, settings: LossKind) -> None:
        self.model = objective.model
        self.radius = 0.0
        self._objective, self._settings = objective, settings

    def parameters(self) -> Iterator[nn.Parameter]:
        """Those of the objective."""
        return self._objective.parameters()

    def batches(self, size: int, seed: tuple[int, ...]) -> list[Rows]:
        """Those of the objective."""
        return self._objective.batches(size, seed)

    def loss(self, rows: Rows) -> torch.Tensor:
        """The objective's loss under one perturbation of each word, random or found by ascent."""
        start = _Start(self._settings.radius)
        with shifted(self.model, start):
            loss = self._objective.loss(rows)
        self.radius = max(map(float, start.limits))
        if not isinstance(self._settings, Adversarial):
            return loss
        return self.loss_at(rows, self._ascent(rows, loss, start, self._settings))

    def loss_at(self, rows: Rows, perturbations: list[torch.Tensor]) -> torch.Tensor:
        """The objective's loss under these perturbations, one tensor for each batch of sentences that the loss embeds."""
        with shifted(self.model, lambda number, *_: perturbations[number]):
            return self._objective.loss(rows)

    def _ascent(self, rows: Rows, loss: torch.Tensor, start: "_Start", settings: Adversarial) -> list[torch.Tensor]:
        """Projected gradient ascent from the start, whose `loss` is known."""
        found = start.perturbations
        for step in range(settings.steps):
            if step:
                loss = self.loss_at(rows, found)
            gradients = torch.autograd.grad(loss, found)
            found = [
                projected(at + settings.step_size * limit * unit(slope), mask, limit).requires_grad_()
                for at, slope, mask, limit in zip(found, gradients, start.masks, start.limits, strict=True)
            ]
        return [each.detach() for each in found]


class _Start:
    """A random point of the ball for each batch of sentences, kept with what the ascent from it needs."""

    def __init__(self, radius: float) -> None:
        self._radius = radius
        self.perturbations: list[torch.Tensor] = []
        self.masks: list[torch.Tensor] = []
        self.limits: list[torch.Tensor] = []

    def __call__(self, number: int, words: torch.Tensor, embedded: torch.Tensor) -> torch.Tensor:
        limit = self._radius * mean_norm(words, embedded)
        drawn = in_ball(words, embedded, limit).requires_grad_()
        self.perturbations.append(drawn)
        self.masks.append(words.unsqueeze(-1))
        self.limits.append(limit)
        return drawn


@contextmanager
def shifted(model: TaskModel, shift: Shift) -> Iterator[None]:
    """Within, the word embeddings of the model are what `shift` makes of them; batches of sentences are counted from 0."""
    numbers = count()
    padding = model.words.padding_idx
    assert padding is not None  # every table of word embeddings here has one

    def add(_: nn.Module, given: tuple[torch.Tensor, ...], embedded: torch.Tensor) -> torch.Tensor:
        return embedded + shift(next(numbers), given[0].ne(padding), embedded)

    handle = model.words.register_forward_hook(add)
    try:
        yield
    finally:
        handle.remove()


def mean_norm(words: torch.Tensor, embedded: torch.Tensor) -> torch.Tensor:
    """The mean Euclidean norm of the embeddings of all words in a batch, a scalar without gradient; padding is no word."""
    norms = torch.linalg.vector_norm(embedded.detach(), dim=-1)
    mean: torch.Tensor = (norms * words).sum() / words.sum()
    return mean


def in_ball(words: torch.Tensor, embedded: torch.Tensor, radius: torch.Tensor) -> torch.Tensor:
    """For each word a point drawn evenly from a ball of that radius, for padding zero; shape of `embedded`."""
    direction = unit(torch.randn_like(embedded))
    # The share of the volume within a fraction r of the radius is r^dim.
    length = torch.rand(embedded.shape[:-1], device=embedded.device).pow(1 / embedded.shape[-1])
    return direction * (radius * length * words).unsqueeze(-1)


def projected(points: torch.Tensor, words: torch.Tensor, radius: torch.Tensor) -> torch.Tensor:
    """The nearest points in the ball; zero where there is no word (`words`, broadcast to the shape of `points`)."""
    norms = torch.linalg.vector_norm(points, dim=-1, keepdim=True)
    scale: torch.Tensor = (radius / norms.clamp_min(torch.finfo(points.dtype).tiny)).clamp_max(1.0)
    return points * scale * words


def unit(vectors: torch.Tensor) -> torch.Tensor:
    """Of length 1 in the last dimension; a zero vector stays zero."""
    norms = torch.linalg.vector_norm(vectors, dim=-1, keepdim=True)
    scaled: torch.Tensor = vectors / norms.clamp_min(torch.finfo(vectors.dtype).tiny)
    return scaled


def robust(ready: Prepared[Model], loss: Settings, where: str) -> Prepared[Model]:
    """The stage with its loss under the perturbation that it names, if it names one; scores gain the absolute `radius`."""
    settings = loss_of(loss, where)
    if settings is None:
        return ready
    objective = Perturbed(ready.objective, settings)
    return replace(ready, objective=objective, score=lambda: ready.score() | {"radius": objective.radius})
