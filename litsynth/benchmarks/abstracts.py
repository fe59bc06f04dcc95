"""Claims against abstracts in SciFact's format: SciFact, HealthVer as MultiVerS has it, Citation-Integrity."""

from collections.abc import Mapping
from pathlib import Path

from litsynth.benchmarks.examples import NOT_ENOUGH_INFO, REFUTED, SUPPORTED, Example, LabelledSet, Source, labelled_set
from litsynth.benchmarks.rows import Row, read_rows
from litsynth.errors import BadRecord
from litsynth.text import without_citation_marks

# SciFact and HealthVer say CONTRADICT, Citation-Integrity says REFUTE.
_LABELS = {"SUPPORT": SUPPORTED, "CONTRADICT": REFUTED, "REFUTE": REFUTED}


def read_abstracts(data: Path, claims: str, corpus: str) -> LabelledSet:
    """Every claim with each document that it cites; a cited document without evidence is not enough information.

    `corpus` is the name of a file of documents, `claims` one of claims. Raises BadRecord where a claim names a
    document or a sentence that is not in the corpus, or a document has evidence of both kinds.
    """
    documents = {source.document_id: source for source in read_rows(data, corpus, _source)}
    rows = list(read_rows(data, claims, _claim))
    examples = tuple(
        _example(claim_id, text, document_id, evidence, documents, claims)
        for claim_id, text, cited, evidence in rows
        for document_id in cited
    )
    return labelled_set(examples, documents)


def read_citation_integrity(data: Path, claims: str, corpus: str) -> LabelledSet:
    """As `read_abstracts`, and claims that cite one article are kept together.

    Each claim has a document of its own, made of passages of the article that it cites; the thousands of the document's
    number are the article: 3,049 sentences are in several documents, all but 3 of them under one such number, and
    train and dev share none of the numbers.
    """
    read = read_abstracts(data, claims, corpus)
    articles = {example.claim_id: f"article {int(example.source.document_id) // 1000}" for example in read.examples}
    links = {claim: [*links, articles[claim]] for claim, links in read.links.items()}
    return LabelledSet(read.examples, links, read.corpus)


def _source(row: Row) -> Source:
    return Source(str(row["doc_id"]), tuple(map(str.strip, row["abstract"])), row.get("title") or "")


def _claim(row: Row) -> tuple[str, str, tuple[str, ...], Mapping[str, list[Row]]]:
    cited = row["doc_ids"] if "doc_ids" in row else row["cited_doc_ids"]
    return (
        str(row["id"]),
        without_citation_marks(row["claim"]),
        tuple(dict.fromkeys(map(str, cited))),
        dict(row["evidence"]),
    )


def _example(
    claim_id: str,
    claim: str,
    document_id: str,
    evidence: Mapping[str, list[Row]],
    documents: Mapping[str, Source],
    where: str,
) -> Example:
    if document_id not in documents:
        raise BadRecord(f"{where}: claim {claim_id} cites {document_id}, which the corpus does not hold")
    source, sets = documents[document_id], evidence.get(document_id, [])
    rationales = tuple(tuple(map(int, entry["sentences"])) for entry in sets)
    labels = {_LABELS[entry["label"]] for entry in sets}
    if len(labels) > 1 or any(not 0 <= at < len(source.sentences) for rationale in rationales for at in rationale):
        raise BadRecord(f"{where}: claim {claim_id} has evidence of both kinds, or outside of {document_id}")
    return Example(claim_id, claim, source, labels.pop() if labels else NOT_ENOUGH_INFO, rationales)
