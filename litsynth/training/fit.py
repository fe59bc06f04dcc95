"""Fine-tuning a sequence classifier on a recipe: seeded, resumable, the same code on CPU and GPU."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch.nn.functional import cross_entropy
from transformers import (
    DataCollatorWithPadding,
    PreTrainedModel,
    PreTrainedTokenizerBase,
    Trainer,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
)
from transformers.trainer_pt_utils import get_length_grouped_indices

from litsynth.training.encode import EncodedPairs
from litsynth.training.recipe import Recipe
from litsynth.training.resuming import CHECKPOINTS

# Steps between checkpoints: some minutes of work on two cores.
SAVE_STEPS = 100


class ByLength(torch.utils.data.Sampler[int]):
    """Rows in a new random order each epoch, near ones of like length; the order depends on seed and epoch alone,

    so that a run that goes on from a checkpoint sees what the whole run would have seen.
    """

    def __init__(self, lengths: Sequence[int], batch: int, seed: int) -> None:
        self.lengths, self.batch, self.seed, self.epoch = list(lengths), batch, seed, 0

    def __len__(self) -> int:
        return len(self.lengths)

    def __iter__(self) -> Iterator[int]:
        chance = torch.Generator().manual_seed(self.seed + self.epoch)
        return iter(get_length_grouped_indices(self.lengths, self.batch, generator=chance))

    def set_epoch(self, epoch: int) -> None:
        """Called by the data loader when an epoch begins."""
        self.epoch = epoch


def fit(
    recipe: Recipe,
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    pairs: EncodedPairs,
    out: Path,
    stop_after: int | None = None,
) -> PreTrainedModel:
    """Train the model; checkpoints go to `out/checkpoints`, from where an interrupted run goes on.

    `stop_after` ends the run at that step, as an interruption would.
    """
    trainer = _PairTrainer(
        model=model,
        args=_arguments(recipe, out / CHECKPOINTS, len(pairs)),
        train_dataset=pairs,
        data_collator=DataCollatorWithPadding(tokenizer),
        callbacks=[_StopAt(stop_after)] if stop_after else None,
    )
    started = any((out / CHECKPOINTS).glob("checkpoint-*"))
    trainer.train(resume_from_checkpoint=started)
    return model


def _arguments(recipe: Recipe, folder: Path, pairs: int) -> TrainingArguments:
    steps = max(1, round(recipe.epochs * pairs / recipe.batch_size))
    return TrainingArguments(
        output_dir=str(folder),
        seed=recipe.seed,
        data_seed=recipe.seed,
        max_steps=steps,
        per_device_train_batch_size=recipe.batch_size,
        learning_rate=recipe.learning_rate,
        warmup_steps=round(steps * recipe.warmup_fraction),
        weight_decay=recipe.weight_decay,
        lr_scheduler_type="linear",
        # The Trainer takes bfloat16 on a CPU only where it is told to stay there.
        use_cpu=_bf16_pays() and not torch.cuda.is_available(),
        bf16=_bf16_pays(),
        save_steps=SAVE_STEPS,
        save_total_limit=1,
        logging_steps=50,
        report_to=[],
        dataloader_pin_memory=torch.cuda.is_available(),
        disable_tqdm=not sys.stderr.isatty(),
    )


def _bf16_pays() -> bool:
    """Whether products in bfloat16 are made by units of their own here: those of a GPU, of AMX (1.8 times as fast as fp32)

    or of AVX-512 (2.5 times, of two matrices).
    """
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported())
    if not hasattr(torch.cpu, "get_capabilities"):  # of older versions of torch
        return False
    here = torch.cpu.get_capabilities()
    return bool(here.get("amx_bf16") or here.get("avx512_bf16"))


class _PairTrainer(Trainer):
    def _get_train_sampler(self, train_dataset: Any = None) -> ByLength:
        return ByLength(self.train_dataset.lengths, self.args.per_device_train_batch_size, self.args.seed)

    def compute_loss(
        self, model: Any, inputs: dict[str, Any], return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        """Cross-entropy against probabilities; for a pair with one certain label the usual one. Called by the Trainer."""
        targets = inputs.pop("labels")
        outputs = model(**inputs)
        # A bf16 logit has three digits: too few for a logarithm.
        loss = cross_entropy(outputs.logits.float(), targets.float())
        return (loss, outputs) if return_outputs else loss


class _StopAt(TrainerCallback):
    def __init__(self, step: int) -> None:
        self.step = step

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any) -> None:
        """Called by the Trainer after each step."""
        control.should_training_stop = state.global_step >= self.step
