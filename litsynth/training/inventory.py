"""What result rows are made of: data sets and metrics out of an annotated file, invented systems, slots."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from random import Random

from litsynth.errors import BadRecord
from litsynth.training.kinds import Rows
from litsynth.training.pairs import read_rows

# Metrics of an annotation under the name that a sentence gives them; all on a scale to 100 on which more is better.
_METRICS = {
    "accuracy": "accuracy", "accuracy (%)": "accuracy", "% test accuracy": "accuracy", "acc": "accuracy", "f1": "F1",
    "f1 score": "F1", "micro-f1": "micro-F1", "macro-f1": "macro-F1", "macro f1": "macro-F1", "bleu": "BLEU",
    "bleu score": "BLEU", "rouge-1": "ROUGE-1", "rouge-2": "ROUGE-2", "rouge-l": "ROUGE-L", "meteor": "METEOR",
    "em": "exact match", "exact match": "exact match", "las": "LAS", "uas": "UAS", "mrr": "MRR", "hits@1": "Hits@1",
    "hits@10": "Hits@10", "sari": "SARI", "smatch": "Smatch", "precision": "precision", "recall": "recall", "map": "MAP",
    "spearman correlation": "Spearman correlation", "r@1": "R@1", "r@10": "R@10",
}  # fmt: skip
METRICS = tuple(sorted(set(_METRICS.values())))
SPLITS = ("test", "development", "validation")
LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "de": "German", "el": "Greek", "es": "Spanish", "et": "Estonian",
    "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "sw": "Swahili",
    "ta": "Tamil", "te": "Telugu", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
    "yo": "Yoruba", "zh": "Chinese",
}  # fmt: skip
SETTINGS = (
    "zero-shot", "few-shot", "fine-tuned", "translate-train", "translate-test", "single model", "ensemble", "supervised",
    "unsupervised", "with data augmentation", "without pretraining",
)  # fmt: skip
COUNTED = {
    "languages": (2, 120), "tasks": (2, 40), "domains": (2, 20), "sentence pairs": (2_000, 900_000),
    "training examples": (800, 600_000), "documents": (200, 90_000), "annotators": (2, 30), "layers": (4, 48),
}  # fmt: skip
_HEADS = (
    "Vex Lum Cor Nim Tal Ori Pax Zeph Quil Bram Sol Mira Ken Dra Hal Rune Fjor Gly Ast Ivo Pel Xan Ter Wyn Bor".split()
)
_TAILS = "BERT Net Former LM Sum Parse Align Mix NMT Tagger Reader Fuse Graph Seq Encoder Rank RNN Probe Tune".split()
_ENDS = ("", "", "", " base", " large", "-v2", "-XL", "+")
_LONGEST_NAME = 32
_PLAIN = re.compile(r"[A-Za-z][\w .+/-]*")


@dataclass(frozen=True, slots=True)
class Inventory:
    """`scores` holds (data set, metric, value) as annotated; `datasets` the names alone. Both sorted."""

    scores: tuple[tuple[str, str, Decimal], ...]
    datasets: tuple[str, ...]


def read_inventory(data: Path, source: Rows) -> Inventory:
    """The annotated scores under a known metric, on data sets with a plain name that holds none of `source.without`.

    Raises MissingInput, BadRecord; BadRecord too where nothing is left.
    """
    rows = sorted(set(_scores(data, source)))
    if not rows:
        raise BadRecord(f"{data / source.path}: no annotated score under a known metric")
    return Inventory(tuple(rows), tuple(sorted({name for name, _, _ in rows})))


def _scores(data: Path, source: Rows) -> Iterator[tuple[str, str, Decimal]]:
    for place, row in read_rows(data / source.path):
        annotations = row.get("annotations")
        if annotations is None:
            raise BadRecord(f"{place}: no annotations")
        for item in annotations if isinstance(annotations, list) else ():
            name, metric = item["dataset"].strip(), _METRICS.get(item["metric"].strip().lower())
            value = _number(item["score"])
            barred = any(word.lower() in name.lower() for word in source.without)
            if metric and value and not barred and len(name) <= _LONGEST_NAME and _PLAIN.fullmatch(name):
                yield name, metric, value


def _number(text: str) -> Decimal | None:
    """A score on a scale to 100 with one or two decimals; None for anything else."""
    try:
        value = Decimal(text.strip().rstrip("%"))
    except InvalidOperation:
        return None
    if not value.is_finite() or not 3 < value < 98:
        return None
    return value.quantize(Decimal("0.01") if value.as_tuple().exponent == -2 else Decimal("0.1"))


def invented_systems(count: int, chance: Random) -> list[str]:
    """So many distinct names of systems that do not exist."""
    names: list[str] = []
    while len(names) < count:
        name = chance.choice(_HEADS) + chance.choice(_TAILS) + chance.choice(_ENDS)
        if name not in names:
            names.append(name)
    return names
