"""Whose word a piece of evidence is: the claim's own paper, another paper repeating it, or an independent measurement."""

import re
from collections.abc import Mapping, Sequence

from litsynth.records import Claim, NumberCheck, Paper, Passage, SupportKind

_REPORTED = re.compile(
    r"\b(?:reported (?:by|in)|taken from|as reported|copied from|results? (?:from|of) the original)\b", re.I
)


def support_kind(
    claim: Claim, passage: Passage, checks: Sequence[NumberCheck], papers: Mapping[str, Paper]
) -> SupportKind:
    """The kind of support that a passage can give to a claim.

    Own paper: the paper that makes the claim, or the one whose fact it is. Restated: the passage takes its
    content from that work, cites it, says that it repeats it, prints its digits to the last decimal in a
    table row, or has an author in common with it. Independent: none of these.
    """
    origin = claim.primary or claim.paper_id
    source = passage.primary or passage.paper_id
    if passage.paper_id in (claim.paper_id, origin):
        return "own paper"
    known = [papers[paper_id] for paper_id in dict.fromkeys((claim.paper_id, origin)) if paper_id in papers]
    if (
        source in (origin, claim.paper_id)
        or _REPORTED.search(passage.text)
        or any(_cites(passage.text, paper) or _share_author(paper, papers.get(source)) for paper in known)
        or (passage.table >= 0 and _same_digits(checks))
    ):
        return "restated"
    return "independent"


def _share_author(left: Paper, right: Paper | None) -> bool:
    return bool(right and {_person(name) for name in left.authors} & {_person(name) for name in right.authors})


def _person(name: str) -> str:
    # First initial and last name: "Alexis Conneau" and "A. Conneau" are one person.
    words = re.sub(r"[^\w\s-]", " ", name).split()
    return f"{words[0][:1]} {words[-1]}".casefold() if words else name


def _cites(text: str, paper: Paper) -> bool:
    last = paper.authors[0].split()[-1] if paper.authors and paper.authors[0].split() else ""
    return bool(last and paper.year and re.search(rf"\b{re.escape(last)}\b[^.;]{{0,40}}\b{paper.year}", text))


def _same_digits(checks: Sequence[NumberCheck]) -> bool:
    decimals = [check for check in checks if check.agree and re.search(r"\d\.\d", check.claim)]
    return bool(decimals) and all(
        re.findall(r"\d+\.\d+", check.claim) == re.findall(r"\d+\.\d+", check.evidence) for check in decimals
    )
