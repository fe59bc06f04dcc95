"""What a mixture is made of: pairs by group, form and label, and their lengths."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from litsynth.models.labels import NLI_LABELS
from litsynth.training.pairs import LabelledPair


@dataclass(frozen=True, slots=True)
class Part:
    """The pairs of one form of a group. `labels` are sums of probabilities in the order of `NLI_LABELS`.

    `tokens` is the sum over the pairs, `mean` and `p95` are tokens a pair.
    """

    group: str
    form: str
    pairs: int
    labels: tuple[float, float, float]
    tokens: int
    mean: float
    p95: float


def composition(pairs: Sequence[LabelledPair], lengths: Sequence[int]) -> list[Part]:
    """The parts of a mixture, each group's whole (with an empty form) before its forms; last the whole of all."""
    groups = list(dict.fromkeys(pair.group for pair in pairs))
    parts = []
    for group in groups:
        rows = [row for row, pair in enumerate(pairs) if pair.group == group]
        forms = sorted({pairs[row].form for row in rows})
        parts.append(_part(group, "", rows, pairs, lengths))
        if len(forms) > 1:
            parts += [_part(group, form, [r for r in rows if pairs[r].form == form], pairs, lengths) for form in forms]
    return [*parts, _part("all", "", list(range(len(pairs))), pairs, lengths)]


def _part(group: str, form: str, rows: list[int], pairs: Sequence[LabelledPair], lengths: Sequence[int]) -> Part:
    first, second, third = (round(sum(pairs[row].target[label] for row in rows), 1) for label in range(len(NLI_LABELS)))
    tokens = np.array([lengths[row] for row in rows] or [0])
    return Part(
        group=group,
        form=form,
        pairs=len(rows),
        labels=(first, second, third),
        tokens=int(tokens.sum()),
        mean=round(float(tokens.mean()), 1),
        p95=float(np.percentile(tokens, 95)),
    )


def composition_table(parts: Sequence[Part]) -> str:
    """The parts as a Markdown table."""
    lines = [
        "| group | form | pairs | entailment | neutral | contradiction | tokens, mean | 95th percentile |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for part in parts:
        labels = " | ".join(f"{share:,.0f}" for share in part.labels)
        lines.append(f"| {part.group} | {part.form} | {part.pairs:,} | {labels} | {part.mean:.0f} | {part.p95:.0f} |")
    return "\n".join(lines)
