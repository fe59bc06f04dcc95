"""A tiny base, data and recipes for the tests of training."""

import gzip
import json

import torch
from transformers import BertConfig, BertModel, BertTokenizerFast

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] yes no not maybe it is so item case . title".split()
LABELS = 'labels = { entailment = "entailment", neutral = "neutral", contradiction = "contradiction" }'
HEAD = """
name = "tiny"
base = "{base}"
licence = "none"
seed = 1
epochs = {epochs}
batch_size = 8
learning_rate = 2e-3
warmup_fraction = 0.1
weight_decay = 0.0
max_tokens = 32
freeze_word_embeddings = true
quantise = true
"""
TAIL = f"""
[[evaluate]]
path = "held_out.jsonl.gz"
{LABELS}
licence = "none"
[calibrate]
path = "held_out.jsonl.gz"
{LABELS}
licence = "none"
"""
FLAT = f"""
[[train]]
path = "train.jsonl.gz"
{LABELS}
licence = "none"
"""


def write_rows(path, rows):
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        for row in rows:
            lines.write(json.dumps(row) + "\n")


def rows_about(prefix, count):
    hypotheses = (("yes it is", "entailment"), ("maybe it is", "neutral"), ("no it is not", "contradiction"))
    return [
        {"premise": f"{prefix} {number} is so", "hypothesis": text, "label": label}
        for number in range(count)
        for text, label in hypotheses
    ]


def tiny_base(folder):
    """A BERT of one layer whose vocabulary is `WORDS`."""
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)


def write_recipe(folder, sources=FLAT, base="", epochs=30.0):
    """A recipe file over the sources, with evaluation data of its own."""
    path = folder / "recipe.toml"
    path.write_text(HEAD.format(base=base or folder / "base", epochs=epochs) + sources + TAIL, encoding="utf-8")
    return str(path)
