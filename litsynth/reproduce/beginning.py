"""The encoder that a stage begins with: new, or that of the stage before."""

from collections.abc import Iterable

import torch

from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import VALUES
from litsynth.reproduce.models import PairModel
from litsynth.reproduce.objective import Known
from litsynth.reproduce.plan import Job
from litsynth.reproduce.vocabulary import build


def begin(job: Job, folder: Folder, parent: Known | None, texts: Iterable[str], device: torch.device) -> Known:
    """New weights, and a vocabulary from the spec's or else from `texts`; after another stage its encoder and vocabulary.

    Heads begin anew: what one task's head learnt is not carried to another. The classifier of the target is kept by stages
    that do not train it, so that one of them may be the last.
    """
    if parent is None:
        declared = [text for source in job.vocabulary for text in folder.texts(source.data, source.language)]
        vocabulary = build(declared or texts, job.encoder.vocabulary, job.encoder.pieces)
    else:
        vocabulary = parent.vocabulary
    model = PairModel(job.encoder, len(vocabulary.pieces), job.values).to(device)
    if parent is not None:
        model.encoder.load_state_dict(parent.model.encoder.state_dict())
        if job.stage.objective not in VALUES and model.values == parent.model.values:
            model.head.load_state_dict(parent.model.head.state_dict())
    return Known(model, vocabulary)
