"""Sentence encoders and their objectives by name: the place where others are added, each in a module of its own.

The settings of an objective stand in `kinds`, which needs no torch. The module of an objective is part of the identity of
the stages that use it, of no others: adding one leaves finished stages valid.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from litsynth.codec import decode, dumps, encode
from litsynth.errors import BadRecord
from litsynth.reproduce import alignment, classification, masked, paraphrase, parsing, recovery, similarity, tagging
from litsynth.reproduce.annotations import Tagged
from litsynth.reproduce.beginning import begin
from litsynth.reproduce.checkpoints import read_tensors, write_text
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.mixture import mixed
from litsynth.reproduce.models import PairModel, without_tasks
from litsynth.reproduce.objective import Known, Prepared, Training
from litsynth.reproduce.perturbation import robust
from litsynth.reproduce.plan import Job
from litsynth.reproduce.sentences import encode_sentences
from litsynth.reproduce.vocabulary import Vocabulary

_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class OnEncoder:
    """An objective on the encoder that a stage goes on with: `read` gives its rows, `build` its head, loss and scores."""

    read: Callable[[Job, Folder], Training[Any]]
    build: Callable[[Job, Known, Training[Any]], Prepared[Known]]


ON_ENCODER = {
    "nli": OnEncoder(classification.read, classification.build),
    "paraphrase": OnEncoder(classification.read, classification.build),
    "align_joint": OnEncoder(alignment.read, alignment.build),
    "similarity": OnEncoder(similarity.read, similarity.build),
    "pair": OnEncoder(paraphrase.read, paraphrase.build),
    "mlm": OnEncoder(masked.read_mlm, masked.build_mlm),
    "tlm": OnEncoder(masked.read_tlm, masked.build_tlm),
    "clwr": OnEncoder(recovery.read, recovery.build),
    "tagging": OnEncoder(tagging.read, tagging.build),
    "parsing": OnEncoder(parsing.read, parsing.build),
}


def keep(known: Known, place: Path) -> None:
    """Write what the encoder reads by into the folder of its stage."""
    write_text(place / "vocabulary.json", dumps(encode(known.vocabulary)))


def load(job: Job, place: Path, weights: str, device: torch.device) -> Known:
    """The model of a finished stage from the folder that it is kept in. Raises BadRecord where that is not whole."""
    try:
        vocabulary = decode(Vocabulary, json.loads((place / "vocabulary.json").read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise BadRecord(f"{place}: not a whole stage: {error}", "remove it to train it anew") from error
    model = PairModel(job.encoder, len(vocabulary.pieces), job.values)
    model.load_state_dict(without_tasks(read_tensors(place / f"{weights}.pt")))
    return Known(model.to(device).eval(), vocabulary)


def embedded(
    known: Known, texts: Sequence[str], max_tokens: int, _: int
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Sentence embeddings, shape (n, size), and whether a text was cut; these encoders have no layers to choose from."""
    sentences = encode_sentences(known.vocabulary, texts, max_tokens)
    return alignment.embed_all(known.model, sentences).cpu().numpy(), sentences.cut


def tagged(known: Known, head: nn.Linear, rows: Sequence[Tagged], max_tokens: int) -> NDArray[np.int64]:
    """For each token of all rows the number of its tag, -1 where it was not read, shape (tokens,)."""
    sentences, words = tagging.encode_words(known.vocabulary, rows, max_tokens)
    tagger = tagging.Tagging(known.model, head, sentences, words)
    parts = np.array_split(np.arange(len(rows)), -(-len(rows) // _AT_ONCE))
    return tagging.said_of(known.model, tagger, parts, sum(len(row.tokens) for row in rows))


def prepare(job: Job, folder: Folder, parent: Known | None, device: torch.device) -> Prepared[Known]:
    """Everything but the training itself; the weights come from torch's generator, seeded by the job's seed."""
    torch.manual_seed(job.seed)
    align = job.stage.objective == "align"
    ready = alignment.prepare(job, folder, parent, device) if align else _on_encoder(job, folder, parent, device)
    return robust(ready, job.stage.loss, f"stage {job.stage.name}")


def _on_encoder(job: Job, folder: Folder, parent: Known | None, device: torch.device) -> Prepared[Known]:
    own = ON_ENCODER[job.stage.objective]
    data = own.read(job, folder)
    known = begin(job, folder, parent, data.texts, device)
    main = own.build(job, known, data)
    beside = []
    for each, sub in zip(job.stage.beside, job.beside, strict=True):
        other = ON_ENCODER[sub.stage.objective]
        beside.append((each.name, each.weight, other.build(sub, known, other.read(sub, folder))))
    return mixed(main, beside, job.stage.mixing == "alternate") if beside else main
