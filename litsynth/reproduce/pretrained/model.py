"""A transformer from a checkpoint, with its language-modelling head and a classifier of pairs."""

from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import AutoModelForMaskedLM, AutoTokenizer, PreTrainedModel

from litsynth.errors import UsageError
from litsynth.models.checkpoint import read_config
from litsynth.models.tokens import unbounded
from litsynth.models.transformer import quiet
from litsynth.reproduce.models import TaskModel
from litsynth.reproduce.pretrained.inputs import Inputs, Pieces, frame_of
from litsynth.reproduce.rows import LABELS
from litsynth.reproduce.spec import Encoder


class Classifier(nn.Module):
    """Dropout, a dense layer with tanh, dropout, and a linear layer, as XLM-R's own classifier of sequences."""

    def __init__(self, size: int, values: int, dropout: float) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(size, size), nn.Tanh(), nn.Dropout(dropout), nn.Linear(size, values)
        )

    def forward(self, pooled: torch.Tensor) -> torch.Tensor:
        """Of shape (n, size) to values of shape (n, values)."""
        values: torch.Tensor = self.layers(pooled)
        return values


class TransformerModel(TaskModel):
    """An encoder that reads both sentences at once; `pieces` splits text for it, `limit` is the longest input;

    the classifier of the target gives so many `values`.
    """

    def __init__(self, language_model: PreTrainedModel, pieces: Pieces, encoder: Encoder, values: int) -> None:
        super().__init__()
        self.pieces, self.pooling, self.limit = pieces, encoder.pooling, encoder.max_tokens
        config = language_model.config
        self.size: int = config.hidden_size
        self.dropout: float = config.hidden_dropout_prob
        self.encoder = language_model.base_model
        self.language_head = _head_of(language_model)
        self.head = self.classifier(values)
        self.values = values
        self.tasks = nn.ModuleDict()

    @property
    def words(self) -> nn.Embedding:
        """The embeddings of pieces, without positions and segments."""
        table = self.encoder.get_input_embeddings()
        assert isinstance(table, nn.Embedding)
        return table

    def classifier(self, values: int) -> Classifier:
        """A new head over `pooled`."""
        return Classifier(self.size, values, self.dropout)

    def read(self, inputs: Inputs, embedded: torch.Tensor | None = None, layer: int = 0) -> torch.Tensor:
        """The state of each token, shape (rows, longest, size); from other word embeddings where they are given, after a

        `layer` counted from 1 (0: the last one).
        """
        given: dict[str, Any] = {"inputs_embeds": embedded} if embedded is not None else {"input_ids": inputs.ids}
        if self.pieces.typed:
            given["token_type_ids"] = inputs.types
        given |= {"attention_mask": inputs.inside.long(), "output_hidden_states": bool(layer)}
        told = self.encoder(**given)
        states: torch.Tensor = told.hidden_states[layer] if layer else told.last_hidden_state
        return states

    def pooled(self, inputs: Inputs) -> torch.Tensor:
        """One vector for each row, shape (rows, size)."""
        states = self.read(inputs)
        if self.pooling == "first":
            return states[:, 0]
        return self.mean_of(states, inputs)

    @staticmethod
    def mean_of(states: torch.Tensor, inputs: Inputs) -> torch.Tensor:
        """The mean over all tokens, special ones too, shape (rows, size)."""
        weights = inputs.inside.unsqueeze(2).to(states.dtype)
        mean: torch.Tensor = (states * weights).sum(dim=1) / weights.sum(dim=1)
        return mean


def load_model(folder: Path, encoder: Encoder, values: int = len(LABELS)) -> TransformerModel:
    """The checkpoint in a folder, in float32; what is new in it comes from torch's generator.

    Raises MissingInput where a part of it is missing, UsageError where it is of no use here.
    """
    quiet()
    config = read_config(folder)
    try:
        model = AutoModelForMaskedLM.from_pretrained(folder, dtype=torch.float32, local_files_only=True)
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        backend = unbounded(tokenizer.backend_tokenizer)
        pieces = Pieces(
            backend,
            frame_of(backend),
            tokenizer.pad_token_id,
            tokenizer.mask_token_id,
            model.get_input_embeddings().num_embeddings,
            "token_type_ids" in tokenizer.model_input_names,
        )
    except Exception as error:
        # Each library below has its own errors for a damaged file, or one of another kind of model.
        line = str(error).strip().partition("\n")[0]
        raise UsageError(
            f"checkpoint {folder} cannot be trained here: {line}", "a BERT or RoBERTa with its fast tokenizer"
        ) from error
    most = config.get("max_position_embeddings", encoder.max_tokens)
    # RoBERTa's positions begin after that of padding.
    unused = pieces.pad + 1 if "roberta" in config.get("model_type", "") else 0
    if encoder.max_tokens > most - unused:
        raise UsageError(f"max_tokens {encoder.max_tokens}: {folder} has {most} positions", "a smaller max_tokens")
    return TransformerModel(model, pieces, encoder, values)


def _head_of(model: PreTrainedModel) -> nn.Module:
    """What predicts pieces from states: the one part of a masked language model beside its encoder."""
    heads: list[nn.Module] = [part for name, part in model.named_children() if name != model.base_model_prefix]
    (head,) = heads
    return head
