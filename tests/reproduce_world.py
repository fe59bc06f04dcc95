"""A small world for experiments: English, and a language whose words are the English ones turned round."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import torch

from litsynth.reproduce.folder import Folder
from litsynth.reproduce.results import Result
from litsynth.reproduce.rows import LABELS
from litsynth.reproduce.run import Choice, Reporter, planned, run
from litsynth.reproduce.spec_file import load_spec
from litsynth.reproduce.stages import Stages

_THINGS = "dog cat bird horse cow goat sheep duck goose frog".split()
_PLACES = "garden forest river market station school harbour tower".split()
_WORDS = {"entailment": "somewhere", "neutral": "happily", "contradiction": "nowhere"}

SPEC = """
id = "tiny"
title = "A tiny experiment"
paper = "arXiv:0000.00000"
kind = "conceptual"
seeds = [1, 2, 3]
languages = ["en", "xx"]
report = "target_dev"
carry = "english_dev"
chance = 0.3333333333333333
dev = "dev"
test = "test"
deviations = ["It is tiny."]
[data.train]
kind = "nli"
path = "train/{language}.jsonl.gz"
languages = ["en", "xx"]
[data.parallel]
kind = "parallel-nli"
path = "train/{language}.jsonl.gz"
languages = ["xx"]
[data.dev]
kind = "nli"
path = "dev/{language}.jsonl.gz"
languages = ["en", "xx", "yy"]
[data.test]
kind = "nli"
path = "test/{language}.jsonl.gz"
languages = ["en", "xx", "yy"]
[encoders.cbow]
kind = "cbow"
pooling = "mean"
dim = 16
classifier = 16
[stages.english]
objective = "nli"
language = "en"
train = ["train"]
epochs = 12
batch = 16
learning_rate = 0.01
[stages.translated]
objective = "nli"
language = "target"
train = ["train"]
epochs = 12
batch = 16
learning_rate = 0.01
[stages.align]
objective = "align"
language = "target"
train = ["parallel"]
epochs = 12
batch = 16
learning_rate = 0.02
held_out = 10
[arms.aligned]
encoder = "cbow"
stages = ["english", "align"]
published = "xnli2018/x-cbow"
[arms.unaligned]
encoder = "cbow"
stages = ["english", "align"]
set.align.epochs = 0
set.align.start = "random"
[arms.translated]
encoder = "cbow"
stages = ["translated"]
languages = ["en", "xx", "yy"]
[[claims]]
id = "aligned-over-unaligned"
text = "Alignment helps"
better = "aligned"
worse = "unaligned"
margin = 1.0
[scale.small]
[scale.full.encoders.cbow]
dim = 32
"""


def turned(text: str) -> str:
    """The same sentence in the other language."""
    return " ".join(word[::-1] for word in text.split())


def pairs(split: str, start: int, count: int) -> list[dict[str, str]]:
    """Rows in English: three hypotheses for each premise, whose label a single word tells."""
    made = []
    for number in range(start, start + count):
        thing, place = _THINGS[number % 10], _PLACES[(number // 10) % 8]
        premise = f"the {thing} number {number} walked to the {place}"
        for label in LABELS:
            hypothesis = f"the {thing} of {number} is {_WORDS[label]} near the {place}"
            made.append(
                {"id": f"{split}-{number}-{label}", "premise": premise, "hypothesis": hypothesis, "label": label}
            )
    return made


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    """Gzip JSONL."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode(), mtime=0))


def write_world(root: Path) -> Path:
    """train, dev and test in both languages, and the spec; the path of the spec."""
    for split, start, count in (("train", 0, 40), ("dev", 100, 20), ("test", 200, 30)):
        rows = pairs(split, start, count)
        write_rows(root / split / "en.jsonl.gz", rows)
        other = [{**row, "premise": turned(row["premise"]), "hypothesis": turned(row["hypothesis"])} for row in rows]
        write_rows(root / split / "xx.jsonl.gz", other)
    (root / "tiny.toml").write_text(SPEC)
    return root / "tiny.toml"


class Silent:
    """A reporter that says nothing."""

    def job(self, job: object) -> None:
        """A stage begins."""

    def cell(self, result: object) -> None:
        """A result is there."""

    def step(self, done: int, total: int, loss: float) -> None:
        """A step is done."""


def conduct(root: Path, out: Path, reporter: Reporter) -> list[Result]:
    """One seed of the tiny experiment, a few epochs."""
    spec = replace(load_spec(str(root / "tiny.toml"), "small"), seeds=(1,))
    stages = Stages(out / "stages", Folder(root), torch.device("cpu"))
    return run(spec, planned(spec, Choice(("aligned",), ("xx",)), stages), stages, out, reporter)
