"""Predictions for pairs of languages, and under smoothing: every sentence is embedded once in its language, or once a copy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from litsynth.codec import digest
from litsynth.errors import BadRecord, LitsynthError
from litsynth.reproduce.alignment import embed_all
from litsynth.reproduce.models import PairModel
from litsynth.reproduce.objective import Known
from litsynth.reproduce.perturbation import in_ball, shifted
from litsynth.reproduce.rows import Pair
from litsynth.reproduce.sentences import Sentences, encode_sentences
from litsynth.reproduce.spec import Smoothing

Logits = NDArray[np.float32]

# What a share counts as at least, so that it has a logarithm.
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Tower:
    """A model, and the premises and hypotheses that it reads, in the order of their file."""

    model: PairModel
    premises: Sentences
    hypotheses: Sentences

    @classmethod
    def of(cls, known: Known, pairs: Sequence[Pair], max_tokens: int) -> "Tower":
        """The sentences of these pairs in ids of the model's vocabulary."""
        premises, hypotheses = (
            encode_sentences(known.vocabulary, [pair.texts[part] for pair in pairs], max_tokens) for part in (0, 1)
        )
        return cls(known.model, premises, hypotheses)

    def word_norm(self) -> float:
        """The mean norm of the embeddings of all words in the sentences."""
        norms = torch.linalg.vector_norm(self.model.encoder.embeddings.weight.detach(), dim=1).cpu().numpy()
        return float(norms[np.concatenate([self.premises.tokens, self.hypotheses.tokens])].mean())


@dataclass(frozen=True, slots=True)
class Match:
    """The premises of one tower and the hypotheses of another, by their names; `rows` are those of the ones and the others."""

    premise: str
    hypothesis: str
    rows: tuple[NDArray[np.int64], NDArray[np.int64]]

    @property
    def sides(self) -> tuple[tuple[str, NDArray[np.int64]], tuple[str, NDArray[np.int64]]]:
        """The tower of each side, with its rows."""
        return (self.premise, self.rows[0]), (self.hypothesis, self.rows[1])


def match_rows(
    premises: Sequence[Pair], hypotheses: Sequence[Pair], where: str, apart: bool = False
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows of the pairs of the first, and of the same pairs, by id, in the other language; shape (n,) each.

    Raises BadRecord where one is missing or has another label: then the ids do not mean the same pair. With `apart` each
    language was labelled for itself, and such pairs are left out.
    """
    known = {pair.id: row for row, pair in enumerate(hypotheses)}
    if apart:
        labels = {pair.id: pair.label for pair in hypotheses}
        own = np.asarray(
            [row for row, pair in enumerate(premises) if labels.get(pair.id) == pair.label], dtype=np.int64
        )
        return own, np.asarray([known[premises[row].id] for row in own.tolist()], dtype=np.int64)
    if missing := sum(pair.id not in known for pair in premises):
        raise BadRecord(
            f"{where}: {missing} of {len(premises)} pairs are in one of the languages only", "not one test set"
        )
    rows = np.asarray([known[pair.id] for pair in premises], dtype=np.int64)
    differing = sum(pair.label != hypotheses[row].label for pair, row in zip(premises, rows, strict=True))
    if differing:
        raise BadRecord(f"{where}: {differing} pairs have two labels", "not the same rows")
    return np.arange(len(rows)), rows


def matched_logits(
    towers: Mapping[str, Tower], matches: Sequence[Match], smoothing: Smoothing | None, seed: int
) -> list[Logits]:
    """Logits of each match, shape (n, classes); under smoothing the logarithm of what the perturbed copies say together.

    The copies of a sentence depend on `seed`, the name of its tower and its part, not on what it is matched with. Raises
    LitsynthError when the two towers of a match have different classifiers.
    """
    for match in matches:
        _one_classifier({name: towers[name] for name in (match.premise, match.hypothesis)})
    found: list[Logits] = []
    for number in range(smoothing.samples if smoothing else 1):
        embedded = {name: _embedded(tower, smoothing, (seed, name, number)) for name, tower in towers.items()}
        for place, match in enumerate(matches):
            one, two = (embedded[name][side][rows] for side, (name, rows) in enumerate(match.sides))
            logits = _logits(towers[match.premise].model, one, two)
            told = _told(logits, smoothing) if smoothing else logits
            if number:
                found[place] += told
            else:
                found.append(told)
    if smoothing is None:
        return found
    return [_mean_log(each, smoothing) for each in found]


def together(copies: Sequence[Logits], smoothing: Smoothing) -> Logits:
    """The logarithm of what the perturbed copies say together, from the logits of each, shape (n, classes)."""
    return _mean_log(np.sum([_told(logits, smoothing) for logits in copies], axis=0), smoothing)


def _mean_log(total: Logits, smoothing: Smoothing) -> Logits:
    return np.log(np.maximum(total / smoothing.samples, _LEAST)).astype(np.float32)


def _told(logits: Logits, smoothing: Smoothing) -> Logits:
    """What one copy says: probabilities, or its vote, with a small part of the probabilities that decides between equals."""
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    if smoothing.by == "mean":
        return np.asarray(shares, dtype=np.float32)
    votes = np.eye(shares.shape[1], dtype=np.float32)[shares.argmax(axis=1)]
    # All copies together hold less than a tenth of a vote in such parts.
    return np.asarray(votes + shares * np.float32(0.1 / (smoothing.samples + 1)), dtype=np.float32)


def _embedded(
    tower: Tower, smoothing: Smoothing | None, seed: tuple[int, str, int]
) -> tuple[torch.Tensor, torch.Tensor]:
    """Embeddings of premises and hypotheses, shape (n, size) each."""
    if smoothing is None:
        return embed_all(tower.model, tower.premises), embed_all(tower.model, tower.hypotheses)
    radius = torch.tensor(smoothing.radius * tower.word_norm(), device=tower.model.device)
    with torch.random.fork_rng(), shifted(tower.model, lambda _, words, embedded: in_ball(words, embedded, radius)):
        torch.manual_seed(int(digest("smoothing", *map(str, seed)), 16) % 2**63)
        return embed_all(tower.model, tower.premises), embed_all(tower.model, tower.hypotheses)


def _logits(model: PairModel, premises: torch.Tensor, hypotheses: torch.Tensor) -> Logits:
    with torch.no_grad():
        return np.asarray(model.head(premises, hypotheses).float().cpu().numpy(), dtype=np.float32)


def _one_classifier(towers: Mapping[str, Tower]) -> None:
    heads = [tower.model.head.state_dict() for tower in towers.values()]
    for name, head in zip(towers, heads, strict=True):
        if any(not torch.equal(value, heads[0][part]) for part, value in head.items()):
            raise LitsynthError(
                f"{name} has another classifier than {next(iter(towers))}", "pairs of languages need one for all"
            )
