"""Claims that somebody asks about, held against a corpus: no paper of it made them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from litsynth.codec import digest
from litsynth.config import RetrieveSettings, VerifySettings
from litsynth.pipeline.index import Index
from litsynth.pipeline.progress import Progress
from litsynth.pipeline.verdicts import verify_claims
from litsynth.ports import Embedder, Entailer
from litsynth.quantities import find_quantities
from litsynth.records import Anchor, Claim, Document, Paper, Span, Verdict
from litsynth.verify.decide import Calibration

_NOWHERE = "asked:"
"""In the place of a paper_id: what is asked stands in no paper, so that none of its words are the claim's own."""
_DOCUMENTS_IN_MEMORY = 256
_NO_PAPER = Document(_NOWHERE, "", "", "text", (), ())


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim in somebody's own words. `about` is the paper_id of the work whose result it tells; empty: not said.

    `id` is what the asker calls it.
    """

    text: str
    about: str = ""
    id: str = ""


def asked_claim(asked: Asked) -> Claim:
    """The claim as the verifier takes it: reported of the work that it is about, where that is said.

    >>> claim = asked_claim(Asked("XLM-R reaches 80.9 on XNLI.", "arXiv:1911.02116"))
    >>> claim.attributed, claim.primary, [quantity.text for quantity in claim.quantities]
    (True, 'arXiv:1911.02116', ['80.9'])
    """
    figures = find_quantities(asked.text)
    return Claim(
        claim_id=digest(_NOWHERE, asked.about, asked.text),
        paper_id=_NOWHERE,
        text=asked.text,
        quote=asked.text,
        anchor=Anchor(_NOWHERE, "text", Span(0, len(asked.text)), asked.text),
        kind="result" if figures else "finding",
        quantities=figures,
        attributed=bool(asked.about),
        primary=asked.about,
    )


def verify_asked(
    asked: Sequence[Asked],
    index: Index,
    document: Callable[[str], Document],
    papers: Mapping[str, Paper],
    embedder: Embedder,
    entailer: Entailer,
    retrieval: RetrieveSettings,
    settings: VerifySettings,
    progress: Progress,
    calibrator: Calibration | None = None,
) -> tuple[tuple[Verdict, ...], dict[str, int]]:
    """One verdict for each, in order, by the rules of a run, with the counts of `verify_claims`.

    A number that the tables of the work it is about contradict refutes; one of another work's tables does not.
    """

    claims = [asked_claim(one) for one in asked]
    return verify_claims(
        claims, index, reader(document), papers, embedder, entailer, retrieval, settings, progress, calibrator
    )


def reader(document: Callable[[str], Document]) -> Callable[[str], Document]:
    """The documents of a corpus, each read once, and an empty one in the place of the paper that claims stand in."""
    kept = lru_cache(_DOCUMENTS_IN_MEMORY)(document)
    return lambda paper_id: _NO_PAPER if paper_id == _NOWHERE else kept(paper_id)
