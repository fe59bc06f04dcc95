"""A head on the embedder instead of a verifier of its own: `python -m litsynth.benchmarks.distilled_head DATA [BUDGET]`.

What a verifier costs is that it reads claim and evidence together. A head reads their vectors [u, v, |u - v|, u * v]
(Conneau et al. 2017, arXiv:1705.02364), which are there already. It is trained on the pairs of the recipe "embedded",
its held-out fold left out, towards the labels, and towards what the shipped verifier says of them (distillation, Hinton
et al. 2015, arXiv:1503.02531). Prints JSON: accuracy or macro-F1 as `litsynth evaluate run` gives them, size, and speed.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import torch

from litsynth.benchmarks.catalogue import BENCHMARKS
from litsynth.benchmarks.folding import Unseen
from litsynth.benchmarks.leaks import unseen_claims
from litsynth.benchmarks.run import Instruments, Options, evaluate
from litsynth.benchmarks.script import Asked, Parser, declare_data, script
from litsynth.calibrate import Floats
from litsynth.config import ModelSettings
from litsynth.models.choose import choose_embedder, choose_verifier
from litsynth.ports import Embedder, Entailer, Silent, Vectors
from litsynth.records import Judgement
from litsynth.training.mixture import Mixture, build_mixture
from litsynth.training.recipe import Recipe, load_recipe

SETS = ("lingnli", "snli", "scifact", "healthver")
_HIDDEN, _EPOCHS, _BATCH, _RATE = 256, 8, 256, 1e-3
_BUDGET = 20_000
_CHUNK = 256


class VectorHead:
    """A small network on the vectors of premise and hypothesis; each text is embedded once."""

    def __init__(self, embedder: Embedder, name: str, seed: int) -> None:
        self.identity = f"{name} on {embedder.identity}"
        self._embedder, self._seed = embedder, seed
        self._vectors: dict[str, Floats] = {}
        self._network = torch.nn.Sequential()

    def learn(self, pairs: Sequence[tuple[str, str]], targets: Floats) -> None:
        """Fit to targets of shape (pairs, 3), by Adam on the cross-entropy with them."""
        inputs, wanted = self._read(pairs), torch.tensor(targets, dtype=torch.float32)
        torch.manual_seed(self._seed)
        width = inputs.shape[1]
        self._network = torch.nn.Sequential(
            torch.nn.Linear(width, _HIDDEN), torch.nn.ReLU(), torch.nn.Dropout(0.1), torch.nn.Linear(_HIDDEN, 3)
        )
        adam = torch.optim.Adam(self._network.parameters(), lr=_RATE)
        for _ in range(_EPOCHS):
            order = torch.randperm(len(inputs))
            for at in range(0, len(inputs), _BATCH):
                rows = order[at : at + _BATCH]
                loss = torch.nn.functional.cross_entropy(self._network(inputs[rows]), wanted[rows])
                adam.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                adam.step()
        self._network.eval()

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        """One judgement for each (premise, hypothesis)."""
        with torch.inference_mode():
            rows = torch.softmax(self._network(self._read(pairs)), dim=1).tolist()
        return [Judgement(*row) for row in rows]

    @property
    def parameters(self) -> int:
        """How many the network has."""
        return sum(weights.numel() for weights in self._network.parameters())

    def _read(self, pairs: Sequence[tuple[str, str]]) -> torch.Tensor:
        self._embed(sorted({text for pair in pairs for text in pair} - self._vectors.keys(), key=len))
        left, right = (np.stack([self._vectors[pair[side]] for pair in pairs]) for side in (0, 1))
        return torch.from_numpy(np.hstack([left, right, np.abs(left - right), left * right]).astype(np.float32))

    def _embed(self, texts: Sequence[str]) -> None:
        for at in range(0, len(texts), _CHUNK):
            chunk = texts[at : at + _CHUNK]
            vectors: Vectors = self._embedder.embed(chunk)
            self._vectors.update(zip(chunk, vectors, strict=True))


def measured(head: Entailer, data: Path, recipe: Recipe, held_out: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What it reaches on each set: accuracy of general NLI, macro-F1 of claims that were not trained on, by pooling."""
    found: dict[str, Any] = {}
    for name in SETS:
        benchmark = BENCHMARKS[name]
        chosen = "train" if "train" in benchmark.splits else ""
        _, split = benchmark.split(chosen)
        unseen = Unseen(unseen_claims(asdict(recipe), held_out, split, split.load(data)), by_fold=False)
        tools = Instruments({"head": [head]}, None, Silent())
        systems = evaluate(benchmark, data, Options(split=chosen), tools, unseen)["systems"]
        measure = "accuracy" if benchmark.task == "judge" and name != "healthver" else "macro_f1"
        found[name] = {
            system: [round(scores[measure][key], 3) for key in ("value", "low", "high")]
            for system, scores in systems.items()
            if system.startswith("head")
        }
    return found


def compared(data: Path, budget: int) -> dict[str, Any]:
    """The head learnt from labels, and from the shipped verifier. Raises MissingInput, BadRecord."""
    recipe = replace(load_recipe("embedded"), budget=budget, fold="0/5")
    mixture: Mixture = build_mixture(data, recipe)
    pairs = [(pair.premise, pair.hypothesis) for pair in mixture.pairs]
    embedder = choose_embedder(ModelSettings(), offline=True)
    teacher = choose_verifier(ModelSettings(device="cpu"), offline=True)
    said = [(one.entailment, one.neutral, one.contradiction) for one in teacher.judge(pairs)]
    report: dict[str, Any] = {"pairs": len(pairs), "teacher": teacher.identity}
    for name, targets in (("labels", [pair.target for pair in mixture.pairs]), ("distilled", said)):
        head = VectorHead(embedder, name, recipe.seed)
        head.learn(pairs, np.array(targets, dtype=np.float64))
        start = perf_counter()
        head.judge(pairs)
        report[name] = {
            "parameters": head.parameters,
            "pairs a second, vectors at hand": round(len(pairs) / (perf_counter() - start)),
            **measured(head, data, recipe, mixture.held_out),
        }
    return report


def _declare(parser: Parser) -> None:
    declare_data(parser)
    parser.add_argument("budget", metavar="BUDGET", nargs="?", type=int, default=_BUDGET, help="pairs to train on")


def _main(asked: Asked) -> None:
    sys.stdout.write(json.dumps(compared(Path(asked.data), asked.budget), indent=1) + "\n")


if __name__ == "__main__":
    script("distilled_head", __doc__, _declare, _main)
