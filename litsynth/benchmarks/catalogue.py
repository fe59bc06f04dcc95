"""The benchmarks: their files, splits and labels. Only splits that are at hand are listed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from litsynth.benchmarks.abstracts import read_abstracts, read_citation_integrity
from litsynth.benchmarks.examples import NOT_ENOUGH_INFO, REFUTED, SUPPORTED, LabelledSet
from litsynth.benchmarks.pairs import read_climate_fever, read_covidfact, read_nli, read_tokenised_nli
from litsynth.errors import UsageError

Task = Literal["judge", "judge abstracts", "judge retrieved", "retrieve"]


@dataclass(frozen=True, slots=True)
class Split:
    """`files`: what `read` is given, relative to the data folder, the labelled file first.

    `also`: other files with the same examples; a verifier trained on any of them must not be measured on the split.
    """

    read: Callable[..., LabelledSet]
    files: tuple[str, ...]
    also: tuple[str, ...] = ()

    def load(self, data: Path) -> LabelledSet:
        """The examples. Raises MissingInput, BadRecord."""
        return self.read(data, *self.files)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`splits` by name, the usual one first. `labels`: those that the benchmark has, as indices of LABELS."""

    name: str
    about: str
    task: Task
    splits: Mapping[str, Split]
    labels: tuple[int, ...] = (SUPPORTED, NOT_ENOUGH_INFO, REFUTED)

    def split(self, name: str | None) -> tuple[str, Split]:
        """The split of that name, or the usual one, with its name. Raises UsageError where there is none."""
        name = name or next(iter(self.splits))
        if name not in self.splits:
            raise UsageError(f"{self.name} has no split {name!r} at hand", f"one of: {', '.join(self.splits)}")
        return name, self.splits[name]


_FOLDER = "verification"
_SCIFACT = Split(
    read_abstracts,
    (f"{_FOLDER}/scifact/claims_train.jsonl.gz", f"{_FOLDER}/scifact/corpus.jsonl.gz"),
    (f"{_FOLDER}/scifact/pairs_train.jsonl.gz",),
)


def _healthver(split: str) -> Split:
    claims = f"{_FOLDER}/healthver/multivers_claims_{split}.jsonl.gz"
    return Split(
        read_abstracts,
        (claims, f"{_FOLDER}/healthver/multivers_corpus.jsonl.gz"),
        (f"{_FOLDER}/healthver/original_{split}.jsonl.gz",),
    )


def _citation(split: str) -> Split:
    folder = f"{_FOLDER}/citation_integrity"
    return Split(read_citation_integrity, (f"{folder}/claims_{split}.jsonl.gz", f"{folder}/corpus.jsonl.gz"))


def _covidfact(split: str) -> Split:
    return Split(read_covidfact, (f"{_FOLDER}/covidfact/{split}.jsonl.gz",))


_ALL = (
    Benchmark(
        "scifact",
        "scientific claims against the abstracts that they cite (oracle)",
        "judge abstracts",
        {"train": _SCIFACT},
    ),
    Benchmark(
        "scifact-open",
        "scientific claims against the abstracts that are retrieved",
        "judge retrieved",
        {"train": _SCIFACT},
    ),
    Benchmark("scifact-retrieval", "finding the cited abstracts among all", "retrieve", {"train": _SCIFACT}),
    Benchmark(
        "healthver",
        "health claims against abstracts",
        "judge",
        {"dev": _healthver("dev"), "train": _healthver("train")},
    ),
    Benchmark(
        "citation-integrity",
        "citation sentences against passages of the cited article",
        "judge",
        {"dev": _citation("dev"), "train": _citation("train")},
    ),
    Benchmark(
        "covidfact",
        "claims from posts, and counter-claims made from them, against retrieved sentences",
        "judge",
        {"dev": _covidfact("dev"), "train": _covidfact("train")},
        labels=(SUPPORTED, REFUTED),
    ),
    Benchmark(
        "climate-fever",
        "climate claims against sentences of Wikipedia, with the votes of 2 to 5 people",
        "judge",
        {"all": Split(read_climate_fever, (f"{_FOLDER}/climate_fever/all.jsonl.gz",))},
    ),
    Benchmark("lingnli", "general NLI", "judge", {"val": Split(read_nli, ("nli/lingnli/val.jsonl.gz",))}),
    Benchmark(
        "snli",
        "NLI over captions of pictures",
        "judge",
        {
            "test": Split(read_tokenised_nli, ("nli/snli_devtest/test.jsonl.gz",)),
            "dev": Split(read_nli, ("nli/snli_devtest/dev_untokenised.jsonl.gz",), ("nli/snli_devtest/dev.jsonl.gz",)),
        },
    ),
    Benchmark("conjnli", "NLI over conjunctions", "judge", {"dev": Split(read_nli, ("nli/conjnli/dev.jsonl.gz",))}),
)
BENCHMARKS: Mapping[str, Benchmark] = {benchmark.name: benchmark for benchmark in _ALL}
