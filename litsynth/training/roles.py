"""`litsynth train roles`: the rhetorical role of a sentence, learned from labelled abstracts over a frozen embedder."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from litsynth.calibrate import Floats, fit_regression
from litsynth.errors import BadRecord
from litsynth.extract import RHETORIC, RoleModel
from litsynth.extract.cues import cues_of
from litsynth.extract.rhetoric import position_features
from litsynth.models.role_weights import RoleManifest, load_roles, save_role_manifest, save_roles
from litsynth.ports import TextEmbedder, Vectors
from litsynth.records import Position
from litsynth.training.pairs import read_rows
from litsynth.training.roles_card import role_card
from litsynth.training.roles_measures import measures_of


@dataclass(frozen=True, slots=True)
class RoleSettings:
    """What decides the weights.

    `cues`: how many of the most frequent cues. `penalty`: on the squared weights, for a likelihood that is summed over
    sentences. `scale` of the unit-length embeddings beside cues, which are 0 or 1.
    """

    train: str = "claims/csabstruct/train.jsonl.gz"
    evaluate: str = "claims/csabstruct/dev.jsonl.gz"
    licence: str = "Apache-2.0"
    cues: int = 1000
    penalty: float = 50.0
    scale: float = 3.0


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence of an abstract, its role, and the share of its annotators' agreement, on [0, 1]."""

    text: str
    role: str
    confidence: float
    position: Position


def train_roles(data: Path, out: Path, embedder: TextEmbedder, settings: RoleSettings | None = None) -> RoleManifest:
    """Fit on the training abstracts, measure on the others, and write weights, manifest and model card to `out`.

    Raises MissingInput when a file of labelled data is not there, BadRecord on a row that is not as it should be.
    """
    settings = settings or RoleSettings()
    sentences, held_out = read_labelled(data, settings.train), read_labelled(data, settings.evaluate)
    fitted = fit_roles(sentences, embedder.embed([item.text for item in sentences]), settings)
    sha256 = save_roles(fitted, out)
    manifest = RoleManifest(
        name="litsynth-roles",
        embedder=embedder.identity.partition("@")[0],
        embedder_sha256=embedder.sha256,
        sha256=sha256,
        licence=settings.licence,
        data=f"{settings.train}: {len(sentences)} sentences; measured on {settings.evaluate}: {len(held_out)} sentences",
        command="litsynth train roles --data DATA --out OUT",
        settings=asdict(settings),
        metrics={},
    )
    save_role_manifest(manifest, out)
    model = load_roles(out)  # measured as it will be read, with its rounded weights
    metrics = _measured(model, held_out, embedder.embed([item.text for item in held_out]))
    manifest = replace(manifest, metrics=metrics)
    save_role_manifest(manifest, out)
    (out / "MODEL_CARD.md").write_text(role_card(manifest), encoding="utf-8")
    return manifest


def read_labelled(data: Path, name: str) -> list[Labelled]:
    """The sentences of a file in CSAbstruct's format, in order. Raises MissingInput, BadRecord."""
    found = []
    for place, row in read_rows(data / name):
        try:
            texts, labels, shares = row["sentences"], row["labels"], row["confs"]
            for at, (text, label, share) in enumerate(zip(texts, labels, shares, strict=True)):
                RHETORIC.index(label)
                found.append(Labelled(text, label, float(share), (at, len(texts))))
        except (KeyError, TypeError, ValueError) as error:
            raise BadRecord(f"{place}: not an abstract with sentences, labels and confs: {error!r}") from error
    return found


def fit_roles(sentences: Sequence[Labelled], vectors: Vectors, settings: RoleSettings) -> RoleModel:
    """Each sentence counts twice, with its position and without, so that the model can do with either."""
    counts = Counter(cue for item in sentences for cue in cues_of(item.text))
    cues = tuple(sorted(counts, key=lambda cue: (-counts[cue], cue))[: settings.cues])
    known = _features(sentences, vectors * settings.scale, cues, [item.position for item in sentences])
    unknown = _features(sentences, vectors * settings.scale, cues, [None] * len(sentences))
    targets = np.zeros((len(sentences), len(RHETORIC)))
    for row, item in enumerate(sentences):
        targets[row, RHETORIC.index(item.role)] = item.confidence
    features = csr_matrix(np.concatenate([known, unknown]))
    found = fit_regression(features, np.concatenate([targets, targets]), settings.penalty)
    ends = [vectors.shape[1], vectors.shape[1] + len(cues)]
    embedding, words, place = np.split(found.weights, ends)
    return RoleModel(cues, embedding * settings.scale, words, place, found.bias)


def _features(
    sentences: Sequence[Labelled], vectors: Vectors, cues: Sequence[str], positions: Sequence[Position | None]
) -> Floats:
    """Shape (sentences, dimensions + cues + position features)."""
    columns = {cue: column for column, cue in enumerate(cues)}
    words = np.zeros((len(sentences), len(cues)))
    for row, item in enumerate(sentences):
        words[row, [columns[cue] for cue in cues_of(item.text) if cue in columns]] = 1.0
    return np.concatenate([vectors, words, np.stack([position_features(position) for position in positions])], axis=1)


def _measured(model: RoleModel, sentences: Sequence[Labelled], vectors: Vectors) -> dict[str, dict[str, object]]:
    """The measures with positions, as in an abstract, and without, as in a body."""
    texts, gold = [item.text for item in sentences], np.array([RHETORIC.index(item.role) for item in sentences])
    places: dict[str, list[Position | None]] = {
        "with positions": [item.position for item in sentences],
        "without positions": [None] * len(sentences),
    }
    return {name: measures_of(model.probabilities(texts, known, vectors), gold) for name, known in places.items()}
