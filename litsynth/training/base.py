"""The model that training starts from: packaged, from a folder, from the hub, or trained by litsynth before."""

from pathlib import Path

import torch
from transformers import (
    AutoConfig,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from litsynth.errors import UsageError
from litsynth.models.embedded import MANIFEST, read_manifest
from litsynth.models.embedded_torch import whole_classifier
from litsynth.models.hub import find_checkpoint
from litsynth.models.labels import NLI_LABELS, label_order
from litsynth.models.packaged import local_weights
from litsynth.training.recipe import Recipe


def base_folder(base: str, offline: bool = False) -> Path:
    """Where a base's weights lie; a hub id is fetched unless `offline`. Raises MissingInput, NetworkRefused."""
    return find_checkpoint(local_weights(base), offline)


def is_embedded(base: str) -> bool:
    """Whether the base is a folder of int8 rows, as `litsynth train` leaves it, to go on from."""
    return (Path(base) / MANIFEST).is_file() and not (Path(base) / "config.json").is_file()


def completing(base: str) -> str:
    """The model whose word embeddings complete weights that are trained from `base` with them frozen."""
    return read_manifest(Path(base)).base if is_embedded(base) else base


def new_model(recipe: Recipe, offline: bool = False) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """The recipe's base with a three-way head (labels by name, in our order), and its tokenizer.

    The head is new, unless the base is an NLI checkpoint: then it is kept, its rows put into our order.
    """
    torch.manual_seed(recipe.seed)
    if is_embedded(recipe.base):
        model, tokenizer = whole_classifier(Path(recipe.base))
        return _frozen(model, recipe), tokenizer
    folder = base_folder(recipe.base, offline)
    before = AutoConfig.from_pretrained(folder, local_files_only=True)
    model = AutoModelForSequenceClassification.from_pretrained(
        folder,
        num_labels=len(NLI_LABELS),
        id2label=dict(enumerate(NLI_LABELS)),
        label2id={label: index for index, label in enumerate(NLI_LABELS)},
        ignore_mismatched_sizes=True,  # a base with another number of labels gets a new head
        dtype=torch.float32,
        local_files_only=True,
    )
    _keep_head(model, before.id2label, recipe.base)
    return _frozen(model, recipe), AutoTokenizer.from_pretrained(folder, local_files_only=True)


def _frozen(model: PreTrainedModel, recipe: Recipe) -> PreTrainedModel:
    if recipe.freeze_word_embeddings:
        model.get_input_embeddings().requires_grad_(False)
    return model


def _keep_head(model: PreTrainedModel, id2label: dict[int, str], base: str) -> None:
    """Put the rows of the last linear layer, where a base has learned them, into the order of `NLI_LABELS`."""
    try:
        order = label_order(id2label, base)
    except UsageError:
        return  # no NLI checkpoint: the head is new, and has no order yet
    if None in order:
        return  # two labels: the head was of another size, so it is new too
    head = [layer for layer in model.modules() if isinstance(layer, torch.nn.Linear)][-1]
    with torch.no_grad():
        for learned in (head.weight, head.bias):
            learned.copy_(learned[list(order)])
