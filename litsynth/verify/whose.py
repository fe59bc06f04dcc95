"""Claims that speak of things of their own paper without a name: nothing that another paper says is about those."""

import re

from litsynth.labels import Kind, labels_of
from litsynth.records import Claim, Passage

_NAMES: frozenset[Kind] = frozenset({"system", "dataset", "name", "technique"})
_THING = (
    r"(?:models?|methods?|approach(?:es)?|systems?|baselines?|variants?|encoders?|frameworks?|strateg(?:y|ies)|techniques?|"
    r"data ?sets?|corp(?:us|ora)|architectures?|networks?)"
)
# "The multilingual models are": which, only the paper says, whatever else it names. Not "the larger the model".
_SUBJECT = re.compile(
    rf"^(?:[\w-]+,\s|(?:In|On|For)\s[^,]{{1,40}},\s)?(?:[Tt]he|[Tt]his|[Tt]hese|[Tt]hose|[Ss]uch|[Bb]oth|[Ii]ts|[Tt]heir)\s"
    rf"(?:(?!the\b)[a-z-]+\s){{0,4}}?{_THING}\b"
)
_SHOWN = re.compile(
    r"\b(?:experiments?|results?|evaluations?|study)\s(?:[\w-]+\s){0,4}?(?:shows?|indicates?|suggests?|demonstrates?|confirms?)\b",
    re.IGNORECASE,
)


def of_its_own(claim: Claim, passage: Passage) -> str:
    """What a paper's own sentence speaks of that is only its own, where a passage is another paper's; empty otherwise.

    General statements ("more data helps") are anybody's. What experiments showed is where both texts share a name.

    >>> from litsynth.records import Anchor, Span
    >>> here = Anchor("x", "latex", Span(0, 0), "")
    >>> claim = Claim("c", "x", "The multilingual models win.", "", here, "finding", primary="x")
    >>> of_its_own(claim, Passage("p", "y", "Multilingual models win.", Span(0, 24), "latex"))
    'The multilingual models'
    """
    if passage.paper_id == claim.paper_id or claim.primary != claim.paper_id or claim.anchor.substrate == "digest":
        return ""
    subject = _SUBJECT.search(claim.text)
    if subject:
        return subject.group()
    shown = _SHOWN.search(claim.text)
    return shown.group() if shown and not _names(claim.text) & _names(passage.text) else ""


def _names(text: str) -> frozenset[str]:
    return frozenset(label.name for label in labels_of(text) if label.kind in _NAMES)
