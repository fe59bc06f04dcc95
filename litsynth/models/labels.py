"""The NLI labels, and reading a checkpoint's own order of them by name."""

from collections.abc import Mapping

from litsynth.errors import UsageError

NLI_LABELS = ("entailment", "neutral", "contradiction")
# What two-label checkpoints call everything but entailment.
_REST = {"not_entailment", "non_entailment", "no_entailment"}


def label_order(id2label: Mapping[int, str], model: str) -> tuple[int, int, int | None]:
    """Columns of entailment, neutral and contradiction in the logits of a checkpoint.

    Checkpoints order their labels differently, and some only number them; a guess by index would
    silently turn support into refutation. A two-label checkpoint has no contradiction (None): what is not
    entailed is neutral. Raises UsageError on other names.

    >>> label_order({0: "CONTRADICTION", 1: "neutral", 2: "Entailment"}, "m")
    (2, 1, 0)
    >>> label_order({0: "entailment", 1: "not_entailment"}, "m")
    (0, 1, None)
    """
    by_name = {name.strip().lower().replace("-", "_").replace(" ", "_"): int(index) for index, name in id2label.items()}
    rest = _REST & set(by_name)
    if set(by_name) == set(NLI_LABELS):
        return by_name["entailment"], by_name["neutral"], by_name["contradiction"]
    if len(by_name) == 2 and "entailment" in by_name and rest:
        return by_name["entailment"], by_name[rest.pop()], None
    raise UsageError(
        f"model {model} has labels {sorted(by_name)}, neither {sorted(NLI_LABELS)} nor entailment and not_entailment",
        "use a checkpoint whose config names its NLI labels",
    )
