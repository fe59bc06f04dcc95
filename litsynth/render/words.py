"""The words of a report: one place for each term that a reader meets."""

from collections.abc import Iterable, Mapping
from typing import Final

from litsynth.records import HIGH_CONFIDENCE, MODERATE_CONFIDENCE, Label, Stance, Substrate

LABELS: Final[tuple[Label, ...]] = (
    "supported",
    "refuted",
    "conflicting",
    "different protocol",
    "not enough evidence",
)

STANCES: Final[dict[Stance, str]] = {
    "supports": "Supports",
    "refutes": "Refutes",
    "different protocol": "Different protocol",
}
"""The stances that are printed, in this order; neutral pieces are only counted."""


_READ_AS: Final[dict[Substrate, str]] = {
    "latex": "LaTeX source",
    "html": "HTML",
    "pdf": "PDF",
    "abstract": "abstract only",
    "text": "plain text",
    "digest": "digest",
}


def read_as(substrate: Substrate) -> str:
    """What was read, as a report says it: `PDF`, `LaTeX source`, `abstract only`, ..."""
    return _READ_AS[substrate]


def count(number: int, noun: str) -> str:
    """
    >>> count(1, "paper"), count(1200, "digest")
    ('1 paper', '1,200 digests')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def percent(probability: float) -> str:
    """A probability on [0, 1] in whole percent; only certainty prints as 0% or 100%.

    >>> percent(0.874), percent(0.999), percent(1.0), percent(0.001)
    ('87%', '>99%', '100%', '<1%')
    """
    whole = f"{probability:.0%}"
    if whole == "100%" and probability < 1:
        return ">99%"
    if whole == "0%" and probability > 0:
        return "<1%"
    return whole


def out_of_ten(values: Iterable[float | None]) -> float | None:
    """Ten times the mean of the values that were measured, to one decimal; None where there is none.

    >>> out_of_ten([0.5, 1.0, None])
    7.5
    """
    measured = [value for value in values if value is not None]
    return round(10 * sum(measured) / len(measured), 1) if measured else None


def confidence_word(confidence: float) -> str:
    """`high`, `moderate` or `low`, by the thresholds that the report states."""
    if confidence >= HIGH_CONFIDENCE:
        return "high"
    return "moderate" if confidence >= MODERATE_CONFIDENCE else "low"


def verdict_word(label: Label) -> str:
    """The label as a report prints it."""
    return label.capitalize()


def joined(parts: list[str]) -> str:
    """
    >>> joined(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def what_was_read(substrates: Mapping[Substrate, int]) -> str:
    """The opening sentence of a report: which texts it rests on. Digests come first, and say what they are.

    >>> what_was_read({"pdf": 2, "latex": 1})
    'This report read 3 documents: 1 as LaTeX source and 2 as PDF.'
    >>> what_was_read({"digest": 2})
    "This report read 2 digests written for the bundled corpus, not the papers' own words."
    """
    papers = {name: substrates.get(name, 0) for name in _READ_AS if name != "digest" and substrates.get(name, 0)}
    kinds = joined([f"{number:,} as {_READ_AS[name]}" for name, number in papers.items()])
    digests = substrates.get("digest", 0)
    if digests:
        digest_words = f"This report read {count(digests, 'digest')} written for the bundled corpus"
        rest = f" Besides these it read {count(sum(papers.values()), 'document')}: {kinds}." if papers else ""
        return f"{digest_words}, not the papers' own words.{rest}"
    if not papers:
        return "This report read no document."
    return f"This report read {count(sum(papers.values()), 'document')}: {kinds}."
