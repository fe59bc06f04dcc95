"""Votes of several annotators as a probability distribution over the labels."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from litsynth.errors import BadRecord
from litsynth.folds import evidence_links, fold_of
from litsynth.training.grounding import choice
from litsynth.training.kinds import Target, Votes
from litsynth.training.pairs import LabelledPair, mapped, read_rows
from litsynth.verify.windows import window_text


def read_votes(data: Path, source: Votes) -> tuple[list[LabelledPair], dict[str, list[str]]]:
    """The pairs of the folds that are trained on, and of the other claims id and texts (claim and evidence).

    The article's title stands before half of the sentences. Raises MissingInput, BadRecord.
    """
    rows = list(read_rows(data / source.path))
    try:
        fold = _folds([row for _, row in rows], source.folds)
        pairs = [pair for _, row in rows if fold[row["claim_id"]] in source.parts for pair in _pairs(row, source)]
        left = {
            row["claim_id"]: [row["claim"], *(evidence["evidence"] for evidence in row["evidences"])]
            for _, row in rows
            if fold[row["claim_id"]] not in source.parts
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise BadRecord(f"{data / source.path}: not claims with votes: {error!r}") from error
    return pairs, left


def share_of_votes(votes: list[str | None], source: Votes) -> Target | None:
    """The mean of the targets of the votes; None where nobody voted for a label that the recipe maps."""
    targets = [target for vote in votes if vote and (target := mapped(source.labels, vote))]
    if not targets:
        return None
    first, second, third = (sum(target[label] for target in targets) / len(targets) for label in range(3))
    return first, second, third


def _folds(rows: list[dict[str, Any]], folds: int) -> dict[str, int]:
    claims = {row["claim_id"]: row["claim"] for row in rows}
    cited = {row["claim_id"]: [item["evidence_id"] for item in row["evidences"]] for row in rows}
    documents = {item["evidence_id"]: [item["evidence"]] for row in rows for item in row["evidences"]}
    return fold_of(evidence_links(claims, cited, documents), folds)


def _pairs(row: dict[str, Any], source: Votes) -> Iterator[LabelledPair]:
    for item in row["evidences"]:
        target = share_of_votes(item["votes"], source)
        title = item["article"] if choice(2, row["claim"], item["evidence_id"], "title") else ""
        if target:
            premise = window_text(title, [item["evidence"]])
            yield LabelledPair(premise, row["claim"].strip(), target, source.group, "votes")
