"""Claims, the documents that they cite, and what the documents say of them: read, and split into folds."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litsynth.errors import BadRecord
from litsynth.folds import evidence_links, fold_of
from litsynth.text import without_citation_marks
from litsynth.training.kinds import Claims, Labels, Target
from litsynth.training.pairs import mapped, read_rows


@dataclass(frozen=True, slots=True)
class Abstract:
    """A document: its title (may be empty) and its sentences."""

    document_id: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stance:
    """What a document says of a claim: `target` is None where it says nothing, and there are no rationales then.

    `rationales` are sets of sentences (by number, rising), each of which alone decides.
    """

    document_id: str
    target: Target | None
    rationales: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A claim and the stances of the documents that it cites."""

    claim_id: str
    claim: str
    stances: tuple[Stance, ...]


@dataclass(frozen=True, slots=True)
class Casebook:
    """The cases of one set that are trained on, those held out, and the documents of both by id."""

    cases: tuple[Case, ...]
    held_out: tuple[Case, ...]
    abstracts: dict[str, Abstract]


def read_cases(data: Path, source: Claims, held_fold: tuple[int, int] = (-1, 0)) -> Casebook:
    """The claims of a set and the abstracts that they cite; `held_fold` is (fold, folds), of `litsynth.folds`.

    Raises MissingInput when a file is not there, BadRecord on a row without a key or with a sentence that is not there.
    """
    abstracts = {}
    for place, row in read_rows(data / source.corpus):
        abstract = _abstract(place, row)
        abstracts[abstract.document_id] = abstract
    cases = [_case(place, row, source, abstracts) for place, row in read_rows(data / source.path)]
    fold, folds = held_fold
    folded = fold_of(_links(cases, abstracts), folds) if folds else {}
    return Casebook(
        cases=tuple(case for case in cases if folded.get(case.claim_id, 0) != fold),
        held_out=tuple(case for case in cases if folds and folded[case.claim_id] == fold),
        abstracts=abstracts,
    )


def _links(cases: list[Case], abstracts: dict[str, Abstract]) -> dict[str, list[str]]:
    return evidence_links(
        {case.claim_id: case.claim for case in cases},
        {case.claim_id: [stance.document_id for stance in case.stances] for case in cases},
        {key: abstract.sentences for key, abstract in abstracts.items()},
    )


def _abstract(place: str, row: dict[str, Any]) -> Abstract:
    try:
        sentences = tuple(" ".join(sentence.split()) for sentence in row["abstract"])
        return Abstract(str(row["doc_id"]), " ".join(row["title"].split()), sentences)
    except (KeyError, TypeError, AttributeError) as error:
        raise BadRecord(f"{place}: not a document: {error!r}") from error


def _case(place: str, row: dict[str, Any], source: Claims, abstracts: dict[str, Abstract]) -> Case:
    try:
        stances = tuple(
            _stance(str(document), row["evidence"].get(str(document), []), source.labels, abstracts)
            for document in row[source.documents]
        )
        return Case(str(row["id"]), without_citation_marks(row["claim"]), stances)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise BadRecord(f"{place}: not a claim with evidence: {error!r}") from error


def _stance(document: str, evidence: list[dict[str, Any]], labels: Labels, abstracts: dict[str, Abstract]) -> Stance:
    sentences = abstracts[document].sentences
    targets = {mapped(labels, group["label"]) for group in evidence}
    if len(targets) > 1:
        raise KeyError(f"two labels for document {document}")
    rationales = {tuple(sorted(group["sentences"])) for group in evidence}
    if any(number >= len(sentences) for rationale in rationales for number in rationale):
        raise IndexError(f"no such sentence in document {document}")
    return Stance(document, targets.pop() if targets else None, tuple(sorted(rationales)))
