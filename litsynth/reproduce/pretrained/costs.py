"""What training a transformer takes: memory from the sizes of its checkpoint, time from steps on random sentences."""

import numpy as np
import torch
from torch import nn

from litsynth.reproduce.biaffine import RELATIONS, Biaffine
from litsynth.reproduce.checkpoint import checkpoint_name, folder_of, sizes_of
from litsynth.reproduce.kinds import ParsingSettings
from litsynth.reproduce.mixture import Mixture
from litsynth.reproduce.models import EncodedPairs
from litsynth.reproduce.objective import Objective, OneLoss, own_settings
from litsynth.reproduce.parsing import all_roots
from litsynth.reproduce.plan import Job
from litsynth.reproduce.pretrained.choices import JointChoice
from litsynth.reproduce.pretrained.masked import MaskedPieces
from litsynth.reproduce.pretrained.model import TransformerModel, load_model
from litsynth.reproduce.pretrained.pairs import JointClassification, JointParaphrase, head_of
from litsynth.reproduce.pretrained.parsing import PieceParsing
from litsynth.reproduce.pretrained.reading import Reading
from litsynth.reproduce.pretrained.recovery import RecoveredPieces
from litsynth.reproduce.pretrained.windows import Windows
from litsynth.reproduce.recovery import WordAttention
from litsynth.reproduce.sentences import Sentences

_FLOAT = 4
# Weights, gradients, two moments of Adam, the best weights, and those of the stage before while they are read.
_COPIES = 6
# Kept for going back: about 34 bytes in float16 for each unit of a token's state in a layer (Korthikanti et al. 2022,
# arXiv:2205.05198, section 4.1, attention computed in blocks), twice that in float32.
_KEPT = 68
# PyTorch and transformers: measured at about 0.9 GB.
_BASE = 1100 * 2**20
# Pieces of a sentence of MultiNLI on average, in XLM-R's pieces.
_PIECES = 22


def memory_of(job: Job) -> int:
    """Bytes that a job needs at most, roughly; on a GPU all but the best weights are there."""
    sizes = sizes_of(folder_of(checkpoint_name(job.encoder)))
    hidden, layers, pieces = sizes["hidden"], sizes["layers"], sizes["pieces"]
    weights = pieces * hidden + layers * (4 * hidden * hidden + 2 * hidden * sizes["between"])
    rows = job.stage.optimiser.micro or job.stage.optimiser.batch
    activations = _choices(job) * rows * job.encoder.max_tokens * hidden * layers * _KEPT
    predicted = any(part.stage.objective in ("mlm", "tlm", "clmlm", "clwr") for part in (job, *job.beside))
    logits = rows * job.encoder.max_tokens * pieces * _FLOAT // 2 if predicted else 0
    return _BASE + weights * _FLOAT * _COPIES + activations + logits


def random_objective(job: Job, count: int, device: torch.device) -> Objective:
    """The objective of a job on so many random sentences."""
    model = load_model(folder_of(checkpoint_name(job.encoder)), job.encoder, job.values).to(device)
    parts = [_random_part(each, model, count) for each in (job, *job.beside)]
    weights = [1.0, *(each.weight for each in job.stage.beside)]
    return Mixture(parts, weights, job.stage.mixing == "alternate") if job.beside else parts[0]


def _random_part(job: Job, model: TransformerModel, count: int) -> OneLoss:
    chance = np.random.default_rng(0)

    def sentences(count: int, pieces: int = _PIECES) -> Sentences:
        lengths = chance.poisson(pieces - 1, count) + 1
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        ids = chance.integers(5, model.pieces.size, int(starts[-1])).astype(np.int32)
        return Sentences(ids, starts, np.zeros(count, dtype=np.bool_))

    one, two = sentences(count), sentences(count)
    match job.stage.objective:
        case "mlm":
            return MaskedPieces(model, one, None, 0.15)
        case "tlm" | "clmlm":
            return MaskedPieces(model, one, two, 0.15)
        case "clwr":
            attention = WordAttention(model.words.embedding_dim)
            model.add(job.stage.name, attention)
            return RecoveredPieces(model, attention, one, two)
        case "pair":
            return JointParaphrase(model, model.classifier(1).to(model.device), one, two)
        case "parsing":
            parser = Biaffine(model.size, RELATIONS, own_settings(job, ParsingSettings))
            model.add(job.stage.name, parser)
            return PieceParsing(model, parser, all_roots(one))
        case "qa":
            return _reading(job, model, one, sentences(count, model.limit))
        case "choice":
            each = _choices(job)
            starts = np.arange(0, each * count + 1, each, dtype=np.int64)
            return JointChoice(
                model, head_of(job, model), (one, sentences(each * count)), starts, chance.integers(0, each, count)
            )
        case _:
            pairs = EncodedPairs(one, two, chance.integers(0, job.values, count))
            return JointClassification(model, head_of(job, model), pairs)


def _reading(job: Job, model: TransformerModel, questions: Sentences, texts: Sentences) -> Reading:
    head = nn.Linear(model.size, 2)
    model.add(job.stage.name, head)
    count = len(questions)
    nothing, gold = np.zeros(count, dtype=np.int64), np.full((count, 2), -1, dtype=np.int64)
    shown = Windows(questions, texts, nothing, nothing, gold, [], np.zeros(count, dtype=np.bool_))
    return Reading(model, head, shown)


def _choices(job: Job) -> int:
    """How many inputs a row of the training data is, at most."""
    return max(len(source.data.classes) if source.data.kind == "choice" else 1 for source in job.train)
