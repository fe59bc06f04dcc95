"""Training a low-rank adapter in place of all weights: less memory, and a small file beside the whole model."""

import warnings
from pathlib import Path

import torch
from transformers import PreTrainedModel

from litsynth.errors import MissingInput

FOLDER = "adapter"
"""Where the adapter alone is kept, in the form of the package peft."""


def add_adapter(model: PreTrainedModel, rank: int, seed: int) -> PreTrainedModel:
    """The model with all weights frozen and two matrices of `rank` beside each linear layer; the head is trained whole.

    LoRA (Hu et al. 2021, arXiv:2106.09685), scaled by two as the reference implementation does by default in its
    experiments on classification. Raises MissingInput where the package peft is absent.
    """
    try:
        from peft import LoraConfig, TaskType, get_peft_model  # noqa: PLC0415 - optional, and slow to import
    except ModuleNotFoundError as error:
        raise MissingInput("adapters need the package peft", "pip install 'litsynth[adapter]'") from error
    torch.manual_seed(seed)
    plan = LoraConfig(task_type=TaskType.SEQ_CLS, r=rank, lora_alpha=2 * rank, target_modules="all-linear")
    with warnings.catch_warnings():
        # peft 0.21 asks transformers 5.23 by a name that will go: nothing that whoever trains could do about it.
        warnings.simplefilter("ignore", FutureWarning)
        return get_peft_model(model, plan)


def merge_adapter(model: PreTrainedModel, out: Path) -> PreTrainedModel:
    """Write the adapter alone to `out`/adapter, and give the model with it added to the weights: no slower than before."""
    model.save_pretrained(out / FOLDER)
    return model.merge_and_unload()
