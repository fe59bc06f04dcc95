"""The three NLI labels, and reading a checkpoint's own order of them by name."""

from collections.abc import Mapping

from litsynth.errors import UsageError

NLI_LABELS = ("entailment", "neutral", "contradiction")


def label_order(id2label: Mapping[int, str], model: str) -> tuple[int, int, int]:
    """Columns of entailment, neutral and contradiction in the logits of a checkpoint.

    Checkpoints order their labels differently, and some only number them; a guess by index would
    silently turn support into refutation. Raises UsageError when the names are not the three.

    >>> label_order({0: "CONTRADICTION", 1: "neutral", 2: "Entailment"}, "m")
    (2, 1, 0)
    """
    by_name = {name.strip().lower(): int(index) for index, name in id2label.items()}
    if set(by_name) != set(NLI_LABELS):
        raise UsageError(
            f"model {model} has labels {sorted(by_name)}, not {sorted(NLI_LABELS)}",
            "use a checkpoint whose config names its NLI labels",
        )
    return by_name["entailment"], by_name["neutral"], by_name["contradiction"]
