"""Checkpoints that were trained on what benchmarks test: their scores there would say nothing.

Each entry says what it rests on. A checkpoint that is not listed was not checked, and a local copy under another name is
not recognised.
"""

from litsynth.errors import UsageError

_DEV = "its card: trained on XNLI's development set"
_SIBLING = "by the author of mDeBERTa-v3-base-mnli-xnli, with its recipe, which has XNLI's development set"

# Lower-cased hub id, to benchmark, to why.
_TRAINED_ON: dict[str, dict[str, str]] = {
    "joeddav/xlm-roberta-large-xnli": {"xnli": "its card: trained on XNLI's development and test sets"},
    "moritzlaurer/mdeberta-v3-base-mnli-xnli": {"xnli": _DEV},
    "moritzlaurer/mdeberta-v3-base-xnli-multilingual-nli-2mil7": {"xnli": _SIBLING},
    "moritzlaurer/multilingual-minilmv2-l6-mnli-xnli": {"xnli": _SIBLING},
    "moritzlaurer/multilingual-minilmv2-l12-mnli-xnli": {"xnli": _SIBLING},
    "moritzlaurer/ernie-m-base-mnli-xnli": {"xnli": _SIBLING},
    "moritzlaurer/ernie-m-large-mnli-xnli": {"xnli": _SIBLING},
    "moritzlaurer/xlm-v-base-mnli-xnli": {"xnli": _SIBLING},
}


def refuse_for(name: str, benchmark: str) -> None:
    """Raises UsageError where the checkpoint `name` (hub id or identity) is known to have seen `benchmark`'s answers.

    A benchmark is named by its first word: `xnli`, `xnli-dev` and `XNLI test` are one.

    >>> refuse_for("joeddav/xlm-roberta-large-xnli", "scifact")
    """
    first = benchmark.lower().replace("-", " ").replace("_", " ").split()[0]
    why = _TRAINED_ON.get(name.partition("@")[0].lower(), {}).get(first)
    if why:
        raise UsageError(f"{name} cannot be measured on {benchmark} ({why})", "use another checkpoint or benchmark")
