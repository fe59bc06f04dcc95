"""Benchmarks whose rows are pairs of a claim and its evidence: COVID-Fact, Climate-FEVER, and NLI sets."""

from collections import Counter
from pathlib import Path
from typing import Any

from litsynth.benchmarks.examples import (
    LABELS,
    NOT_ENOUGH_INFO,
    REFUTED,
    SUPPORTED,
    Example,
    LabelledSet,
    Source,
    labelled_set,
)
from litsynth.benchmarks.rows import Row, read_rows
from litsynth.codec import digest
from litsynth.text import detokenise, split_sentences

_NLI = {"entailment": SUPPORTED, "neutral": NOT_ENOUGH_INFO, "contradiction": REFUTED}
_FEVER = {"SUPPORTS": SUPPORTED, "NOT_ENOUGH_INFO": NOT_ENOUGH_INFO, "REFUTES": REFUTED}
_COVIDFACT = {"SUPPORTED": SUPPORTED, "REFUTED": REFUTED}


def read_nli(data: Path, name: str) -> LabelledSet:
    """A premise is judged whole; pairs of one premise stay together in cross-validation."""
    return labelled_set(read_rows(data, name, _nli))


def read_tokenised_nli(data: Path, name: str) -> LabelledSet:
    """The same of text in Penn-Treebank spacing, which is undone."""
    return labelled_set(read_rows(data, name, lambda row: _nli({key: _running(value) for key, value in row.items()})))


def read_covidfact(data: Path, name: str) -> LabelledSet:
    """Two labels. A refuted claim was made from a supported one, and both have the same evidence: they stay together."""
    return labelled_set(read_rows(data, name, _covidfact))


def read_climate_fever(data: Path, name: str) -> LabelledSet:
    """Each claim with each of its evidence sentences, and the votes on it; who did not vote is not counted."""
    return labelled_set(example for examples in read_rows(data, name, _climate) for example in examples)


def _nli(row: Row) -> Example:
    premise, hypothesis = row["premise"].strip(), row["hypothesis"].strip()
    # LingNLI numbers several hypotheses of one premise alike.
    claim_id = digest(str(row["id"]), hypothesis)
    return Example(claim_id, hypothesis, Source(digest(premise), (premise,)), _NLI[row["label"]])


def _running(value: Any) -> Any:
    return detokenise(value) if isinstance(value, str) else value


def _covidfact(row: Row) -> Example:
    text = row["evidence"]
    sentences = tuple(span.of(text) for span in split_sentences(text))
    return Example(str(row["id"]), row["claim"].strip(), Source(digest(text), sentences), _COVIDFACT[row["label"]])


def _climate(row: Row) -> list[Example]:
    return [_vote(row, evidence) for evidence in row["evidences"]]


def _vote(row: Row, evidence: Row) -> Example:
    votes = Counter(_FEVER[vote] for vote in evidence["votes"] if vote)
    shares = tuple(votes[label] / votes.total() for label in range(len(LABELS)))
    source = Source(str(evidence["evidence_id"]), (evidence["evidence"].strip(),), evidence["article"])
    return Example(str(row["claim_id"]), row["claim"].strip(), source, _FEVER[evidence["evidence_label"]], votes=shares)
