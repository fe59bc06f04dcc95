"""Fine-tuning a sequence classifier on a recipe: seeded, resumable, the same code on CPU and GPU."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
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

from litsynth.models.labels import NLI_LABELS
from litsynth.models.packaged import local_weights
from litsynth.training.data import LabelledPair, training_pairs
from litsynth.training.recipe import Recipe

# Steps between checkpoints: some minutes of work on two cores.
SAVE_STEPS = 500


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


class PairDataset(torch.utils.data.Dataset[dict[str, Any]]):
    """Tokenised pairs: premise first, and only the premise is ever truncated."""

    def __init__(self, pairs: Sequence[LabelledPair], tokenizer: PreTrainedTokenizerBase, max_tokens: int) -> None:
        tokenizer.model_max_length = 10**9  # the length is ours to set, below; this silences a warning
        encoded = tokenizer(
            [pair.premise for pair in pairs],
            [pair.hypothesis for pair in pairs],
            truncation="only_first",
            max_length=max_tokens,
        )
        self.rows = [
            {"labels": NLI_LABELS.index(pair.label), **{key: encoded[key][row] for key in encoded}}
            for row, pair in enumerate(pairs)
        ]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, row: int) -> dict[str, Any]:
        return self.rows[row]


def new_model(recipe: Recipe) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """The recipe's base with a fresh three-way head (labels by name), and its tokenizer."""
    path = local_weights(recipe.base)
    torch.manual_seed(recipe.seed)
    model = AutoModelForSequenceClassification.from_pretrained(
        path,
        num_labels=len(NLI_LABELS),
        id2label=dict(enumerate(NLI_LABELS)),
        label2id={label: index for index, label in enumerate(NLI_LABELS)},
    )
    if recipe.freeze_word_embeddings:
        model.get_input_embeddings().requires_grad_(False)
    return model, AutoTokenizer.from_pretrained(path)


def fit(recipe: Recipe, data: Path, out: Path, stop_after: int | None = None) -> PreTrainedModel:
    """Train; checkpoints go to `out/checkpoints`, from where an interrupted run goes on.

    `stop_after` ends the run at that step, as an interruption would.
    """
    model, tokenizer = new_model(recipe)
    pairs = PairDataset(training_pairs(data, recipe), tokenizer, recipe.max_tokens)
    trainer = _LengthTrainer(
        model=model,
        args=_arguments(recipe, out / "checkpoints", len(pairs)),
        train_dataset=pairs,
        data_collator=DataCollatorWithPadding(tokenizer),
        callbacks=[_StopAt(stop_after)] if stop_after else None,
    )
    started = any((out / "checkpoints").glob("checkpoint-*"))
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
        bf16=torch.cuda.is_available(),
        save_steps=SAVE_STEPS,
        save_total_limit=1,
        logging_steps=50,
        report_to=[],
        dataloader_pin_memory=torch.cuda.is_available(),
        disable_tqdm=not sys.stderr.isatty(),
    )


class _LengthTrainer(Trainer):
    def _get_train_sampler(self, train_dataset: Any = None) -> ByLength:
        lengths = [len(row["input_ids"]) for row in self.train_dataset.rows]
        return ByLength(lengths, self.args.per_device_train_batch_size, self.args.seed)


class _StopAt(TrainerCallback):
    def __init__(self, step: int) -> None:
        self.step = step

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any) -> None:
        """Called by the Trainer after each step."""
        control.should_training_stop = state.global_step >= self.step
