"""Results of experiments as records, and claims that speak of them."""

from dataclasses import replace
from typing import Any

from litsynth.quantities import find_quantities
from litsynth.records import Anchor, Claim, MeasuredContrast, MeasuredRun, Span

ALL_OVER_ENGLISH = MeasuredContrast(
    contrast_id="all-over-english",
    what="Training in all languages beats English-only training",
    better="all",
    worse="english",
    dataset="XNLI",
    metric="accuracy",
    languages=("de", "sw"),
    seeds=(1, 2, 3),
    items=300,
    value=3.0,
    low=2.0,
    high=4.0,
    by_seed=(2.9, 3.0, 3.1),
    ahead="better",
    why="",
    weight=1.3,
    about=(("all languages",), ("English-only", "English only")),
    better_as=("translate-train-all",),
    worse_as=("zero-shot",),
    systems=("mBERT",),
)
SPOKEN_OF = "On XNLI, training mBERT on all languages beats English-only fine-tuning."


def run_of(kind: str = "close", name: str = "one", **changes: Any) -> MeasuredRun:
    """A run of one contrast, with these fields of it changed."""
    contrast = replace(ALL_OVER_ENGLISH, **changes)
    return MeasuredRun(
        f"{name}-small-00000000", name, "small", "A rerun", "arXiv:0000.00000", kind, "r" * 16, "d" * 16, "c" * 16,
        ("It is small.",), (contrast,),
    )  # type: ignore[arg-type]  # fmt: skip


def claim_of(text: str, **changes: Any) -> Claim:
    """A claim that a paper makes in these words."""
    anchor = Anchor("p", "text", Span(0, len(text)), text)
    return replace(Claim("c1", "p", text, text, anchor, "comparison", find_quantities(text), primary="p"), **changes)
