"""What the speed of litsynth is measured on: pairs and passages of labelled data, or of the bundled corpus; PDFs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from litsynth.benchmarks.abstracts import read_abstracts
from litsynth.benchmarks.built_in import bundled_papers
from litsynth.errors import MissingInput
from litsynth.models.embedded import shipped_folder
from litsynth.records import Passage, Span
from litsynth.split import split
from litsynth.verify.windows import WindowPlan, windows_of

Pair = tuple[str, str]

SCIFACT = ("verification/scifact/claims_train.jsonl.gz", "verification/scifact/corpus.jsonl.gz")


@dataclass(frozen=True, slots=True)
class Inputs:
    """`pairs` of premise and claim, `passages` to search, the bytes of `pdfs`; the folder of the `verifier`.

    `scratch` is a folder to write to.
    """

    pairs: tuple[Pair, ...]
    passages: tuple[Passage, ...]
    pdfs: tuple[bytes, ...]
    verifier: Path
    scratch: Path


def read_inputs(data: Path | None, papers: Path | None, count: int, verifier: Path | None, scratch: Path) -> Inputs:
    """`count` pairs, and passages, of SciFact in `data`, else of the bundled corpus; the PDFs in `papers`, if any.

    `verifier` None: the shipped one. Raises MissingInput and BadRecord for the data, MissingInput where `papers` holds no PDF.
    """
    pdfs = tuple(path.read_bytes() for path in sorted(papers.rglob("*.pdf"))) if papers else ()
    if papers and not pdfs:
        raise MissingInput(f"no PDF in {papers}", "give a folder of PDFs with --papers")
    pairs, passages = _of_data(data) if data else _of_bundle()
    return Inputs(_evenly(pairs, count), passages, pdfs, verifier or shipped_folder(), scratch)


def _of_data(data: Path) -> tuple[list[Pair], tuple[Passage, ...]]:
    """Real windows of one sentence, of three, and whole abstracts, each with the claim that cites the abstract."""
    plan = WindowPlan(title=True)
    read = read_abstracts(data, *SCIFACT)
    pairs = dict.fromkeys(
        (window.text, example.claim)
        for example in read.examples
        for window in windows_of(example.source.sentences, example.source.title, plan)
    )
    texts = {
        text: Passage(f"p{at}", f"p{at}", text, Span(0, len(text)), "abstract") for at, (text, _) in enumerate(pairs)
    }
    return list(pairs), tuple(texts.values())


def _of_bundle() -> tuple[list[Pair], tuple[Passage, ...]]:
    """Each passage of a digest with a statement of the same digest."""
    pairs: list[Pair] = []
    passages: list[Passage] = []
    for _, document in bundled_papers():
        own = split(document)
        claims = [sentence.span.of(document.text) for sentence in document.sentences]
        repeated = [claims[at % len(claims)] for at in range(len(own))] if claims else []
        pairs += [(passage.text, claim) for passage, claim in zip(own, repeated, strict=False)]
        passages += own
    return list(dict.fromkeys(pairs)), tuple(passages)


def _evenly(pairs: Sequence[Pair], count: int) -> tuple[Pair, ...]:
    return tuple(pairs[:: max(1, len(pairs) // count)][:count])
