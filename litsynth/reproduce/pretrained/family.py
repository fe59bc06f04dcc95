"""Transformers and their objectives by name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from litsynth.errors import UsageError
from litsynth.reproduce import classification, paraphrase, parsing, recovery, similarity, tagging
from litsynth.reproduce import masked as masked_words
from litsynth.reproduce.annotations import Tagged
from litsynth.reproduce.checkpoint import checkpoint_name, folder_of
from litsynth.reproduce.checkpoints import read_tensors
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import VALUES
from litsynth.reproduce.mixture import mixed
from litsynth.reproduce.models import evaluating, without_tasks
from litsynth.reproduce.objective import Training
from litsynth.reproduce.perturbation import robust
from litsynth.reproduce.plan import Job
from litsynth.reproduce.pretrained import choices, masked, pairs, reading
from litsynth.reproduce.pretrained import parsing as piece_parsing
from litsynth.reproduce.pretrained import recovery as piece_recovery
from litsynth.reproduce.pretrained import tagging as piece_tagging
from litsynth.reproduce.pretrained.batches import by_length
from litsynth.reproduce.pretrained.model import TransformerModel, load_model
from litsynth.reproduce.pretrained.ready import Ready


@dataclass(frozen=True, slots=True)
class OnTransformer:
    """An objective on a transformer: `read` gives its rows, `build` its head, loss and scores."""

    read: Callable[[Job, Folder], Training[Any]]
    build: Callable[[Job, TransformerModel, Training[Any]], Ready]


ON_TRANSFORMER = {
    "nli": OnTransformer(classification.read, pairs.build_labelled),
    "paraphrase": OnTransformer(classification.read, pairs.build_labelled),
    "choice": OnTransformer(choices.read, choices.build),
    "similarity": OnTransformer(similarity.read, pairs.build_similarity),
    "pair": OnTransformer(paraphrase.read, pairs.build_pair),
    "mlm": OnTransformer(masked_words.read_mlm, masked.build_mlm),
    "tlm": OnTransformer(masked_words.read_tlm, masked.build_two),
    "clmlm": OnTransformer(masked.read_clmlm, masked.build_two),
    "clwr": OnTransformer(recovery.read, piece_recovery.build),
    "tagging": OnTransformer(tagging.read, piece_tagging.build),
    "parsing": OnTransformer(parsing.read, piece_parsing.build),
    "qa": OnTransformer(reading.read, reading.build),
}


def prepare(job: Job, folder: Folder, parent: TransformerModel | None, device: torch.device) -> Ready:
    """Everything but the training itself; new heads come from torch's generator, seeded by the job's seed."""
    torch.manual_seed(job.seed)
    model = begin(job, parent).to(device)
    main = _built(job, model, folder)
    beside = [
        (each.name, each.weight, _built(sub, model, folder))
        for each, sub in zip(job.stage.beside, job.beside, strict=True)
    ]
    whole = mixed(main, beside, job.stage.mixing == "alternate") if beside else main
    return robust(whole, job.stage.loss, f"stage {job.stage.name}")


def begin(job: Job, parent: TransformerModel | None) -> TransformerModel:
    """The model of the stage before, or of the checkpoint. The classifier of the target is kept by stages

    that do not train it.
    """
    if parent is None:
        return load_model(folder_of(checkpoint_name(job.encoder)), job.encoder, job.values)
    if job.stage.objective in VALUES or parent.values != job.values:
        parent.values, parent.head = job.values, parent.classifier(job.values)
    return parent


def keep(known: TransformerModel, place: Path) -> None:
    """Nothing: configuration and tokenizer are the checkpoint's."""


def load(job: Job, place: Path, weights: str, device: torch.device) -> TransformerModel:
    """The model of a finished stage; its checkpoint must still be there. Raises BadRecord, MissingInput."""
    model = load_model(folder_of(checkpoint_name(job.encoder)), job.encoder, job.values)
    model.load_state_dict(without_tasks(read_tensors(place / f"{weights}.pt")))
    return model.to(device).eval()


def embedded(
    known: TransformerModel, texts: Sequence[str], max_tokens: int, layer: int
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """The mean of the states of a layer over all tokens, special ones too, as XTREME has it; shape (n, size), and whether

    a text was cut. XTREME counts layers from 0: its 13 of XLM-R is 14 here, its 7 of mBERT is 8.
    """
    sentences = known.pieces.sentences(texts, max_tokens - known.pieces.frame.size)
    table = np.zeros((len(sentences), known.size), dtype=np.float32)
    with evaluating(known):
        for rows in by_length(sentences.lengths, max_tokens):
            inputs = known.pieces.alone(sentences, rows, max_tokens, known.device)
            table[rows] = known.mean_of(known.read(inputs, layer=layer), inputs).float().cpu().numpy()
    return table, sentences.cut


def tagged(known: TransformerModel, head: nn.Linear, rows: Sequence[Tagged], _: int) -> NDArray[np.int64]:
    """For each word of all rows the number of its tag, -1 where it was not read, shape (words,)."""
    sentences, words = piece_tagging.numbered(known, rows)
    tagger = piece_tagging.PieceTagging(known, head, sentences, words)
    parts = by_length(sentences.lengths, known.limit)
    return tagging.said_of(known, tagger, parts, sum(len(row.tokens) for row in rows))


def _built(job: Job, model: TransformerModel, folder: Folder) -> Ready:
    own = ON_TRANSFORMER.get(job.stage.objective)
    if own is None:
        raise UsageError(
            f"stage {job.stage.name}: a transformer has no objective {job.stage.objective}",
            f"one of: {', '.join(ON_TRANSFORMER)}",
        )
    return own.build(job, model, own.read(job, folder))
