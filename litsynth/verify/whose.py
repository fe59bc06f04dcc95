"""Claims that speak of things of their own paper without a name: nothing that another paper says is about those."""

import re

from litsynth.labels import Kind, labels_of
from litsynth.records import Claim, Passage

_NAMES: frozenset[Kind] = frozenset({"system", "dataset", "name", "technique", "setting"})
# "the multilingual models", "these methods", "experiments show": which ones, only the paper says.
_ITS_OWN = re.compile(
    r"\b(?:the|this|these|those|both|its|their)\s+(?:[\w-]+\s){0,4}?"
    r"(?:models?|methods?|approach(?:es)?|systems?|baselines?|variants?|encoders?|frameworks?|strateg(?:y|ies)|techniques?)\b"
    r"|\b(?:experiments?|results?|evaluations?)\s(?:\w+\s)?(?:shows?|indicates?|suggests?|demonstrates?|confirms?)\b",
    re.IGNORECASE,
)


def of_its_own(claim: Claim, passage: Passage) -> str:
    """What a paper's own sentence speaks of that is only its own, where a passage is another paper's and shares no name with it.

    Empty otherwise: general statements ("more data helps") are anybody's, and so is what both name.

    >>> from litsynth.anchors import anchor_of
    >>> from litsynth.records import Anchor, Span
    >>> here = Anchor("x", "latex", Span(0, 0), "")
    >>> claim = Claim("c", "x", "The multilingual models win.", "", here, "finding", primary="x")
    >>> of_its_own(claim, Passage("p", "y", "Multilingual models win.", Span(0, 24), "latex"))
    'The multilingual models'
    """
    if passage.paper_id == claim.paper_id or claim.primary != claim.paper_id or claim.anchor.substrate == "digest":
        return ""
    found = _ITS_OWN.search(claim.text)
    return found.group() if found and not _names(claim.text) & _names(passage.text) else ""


def _names(text: str) -> frozenset[str]:
    return frozenset(label.name for label in labels_of(text) if label.kind in _NAMES)
