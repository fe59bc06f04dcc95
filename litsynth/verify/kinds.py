"""Whose word a piece of evidence is: the claim's own paper, another paper repeating it, or an independent measurement."""

import re
from collections.abc import Mapping, Sequence

from litsynth.protocol import mentions
from litsynth.records import Claim, Evidence, NumberCheck, Paper, Passage, SupportKind
from litsynth.text.people import person

_REPORTED = re.compile(
    r"\b(?:reported (?:by|in)|taken from|as reported|copied from|results? (?:from|of) the original)\b", re.I
)
# "An issue thread gives", "the project page lists": what stands elsewhere is told.
_TOLD_OF = re.compile(
    r"\b(?:issue(?: thread)?|project page|model card|README|leaderboard|blog|reviewer|a user|authors? of \w+)\b"
    r"|\b(?:listed|quoted|reported|printed|given) (?:with|by|in|from|as)\b",
    re.I,
)
# "We measure", "our re-run": the authors of a passage say that the number is theirs.
_MEASURED = re.compile(
    r"\b(?:we|our) (?:\w+ )?(?:measur|re-?r[ua]n|reproduc|re-?implement|re-?train|obtain|observ|find|found|get|got|experiment|"
    r"evaluat|run|runs|result|train|fine-?tun)|\bin our (?:\w+ )?(?:setup|setting|evaluation|experiments?|runs?)\b",
    re.I,
)
_DECIMAL = re.compile(r"\d+\.\d+")
_WORK = re.compile(r"(?:arXiv|acl):[\w.-]*\w|\b[\w.-]+/[\w.-]*\w(?:@\w+)?(?:,? issue \d+)?")


def support_kind(
    claim: Claim, passage: Passage, source: str, checks: Sequence[NumberCheck], papers: Mapping[str, Paper]
) -> SupportKind:
    """The kind of support that a passage can give to a claim; `source` is where a digest's passage was read.

    Own paper: read in the paper that makes the claim, in the one whose fact it is, or in the very source that a
    digest's claim names. Restated: the passage takes its content from that work, cites it, says that it repeats it,
    prints its digits to the last decimal, or has an author in common with it; in running text digits are a repetition
    where the system is not the passage's own and its authors do not say that they measured. Independent: none of these.
    """
    origin = claim.primary or claim.paper_id
    measured_by = passage.primary or passage.paper_id
    read_in = sources(source, passage.paper_id, papers)
    if read_in & (sources(claim.anchor.source, claim.paper_id, papers) | {claim.paper_id, origin}):
        return "own paper"
    known = [papers[paper_id] for paper_id in dict.fromkeys((claim.paper_id, origin)) if paper_id in papers]
    if (
        {measured_by, passage.paper_id} & {origin, claim.paper_id}
        or _REPORTED.search(passage.text)
        or any(_cites(passage.text, paper) or _share_author(paper, papers.get(measured_by)) for paper in known)
        or (_same_digits(checks) and (passage.table >= 0 or _of_others(claim, passage, papers)))
    ):
        return "restated"
    return "independent"


def said_again(claim: Claim, passage: Passage, source: str, checks: Sequence[NumberCheck]) -> bool:
    """Whether running text is the claim over again: of its own paper, or read in the same source, with all its numbers.

    Abstract, introduction and conclusion repeat one another, in whatever words; none is evidence for the others.
    """
    if passage.table >= 0 or not checks or not all(check.agree for check in checks):
        return False
    same_source = bool(source) and bool(works_named(source) & works_named(claim.anchor.source))
    return passage.paper_id == claim.paper_id or same_source


def counted(pieces: Sequence[Evidence]) -> dict[SupportKind, int]:
    """How many works stand behind supporting pieces, by kind: two rows, or a row and its copy in a digest, are one."""
    behind: dict[SupportKind, set[frozenset[str]]] = {"own paper": set(), "restated": set(), "independent": set()}
    for piece in pieces:
        own = piece.passage.paper_id
        works = works_named(piece.anchor.source)
        behind[piece.support_kind].add(works if works and own not in works else frozenset({own}))
    return {kind: len(works) for kind, works in behind.items()}


def sources(source: str, paper_id: str, papers: Mapping[str, Paper]) -> frozenset[str]:
    """The works that a source line names; the paper itself where it names none, or an id that no paper here has.

    A paper has several ids (arXiv, ACL Anthology), so one that is not known is taken for the paper's own.
    """
    named = works_named(source)
    return frozenset(work if work in papers or "/" in work else paper_id for work in named) or frozenset({paper_id})


def speaks_of(claim: Claim, passage: Passage, source: str, papers: Mapping[str, Paper]) -> bool:
    """Whether a table row of the claim's own paper can refute it: whether it is what the claim tells of.

    A claim that says whose figure it tells (an issue thread, a project page, a cited paper) is refuted only by that
    source. A digest names the source of each statement and table, other papers do not.
    """
    if claim.anchor.source:
        told = sources(claim.anchor.source, claim.paper_id, papers)
        return bool(told & sources(source, passage.paper_id, papers))
    if claim.attributed:
        return passage.paper_id == claim.primary != claim.paper_id
    return not _TOLD_OF.search(claim.text)


def works_named(source: str) -> frozenset[str]:
    """The works that a digest's source line names, whatever the version."""
    return frozenset(re.sub(r"(?<=\d)v\d+$", "", work) for work in _WORK.findall(source))


def _share_author(left: Paper, right: Paper | None) -> bool:
    return bool(right and {person(name) for name in left.authors} & {person(name) for name in right.authors})


def _cites(text: str, paper: Paper) -> bool:
    last = paper.authors[0].split()[-1] if paper.authors and paper.authors[0].split() else ""
    return bool(last and paper.year and re.search(rf"\b{re.escape(last)}\b[^.;]{{0,40}}\b{paper.year}", text))


def _same_digits(checks: Sequence[NumberCheck]) -> bool:
    """Whether all decimals of the claim are printed, or found by subtraction, to the last digit."""
    decimals = [check for check in checks if check.agree and _DECIMAL.search(check.claim)]
    return bool(decimals) and all(
        set(_DECIMAL.findall(check.claim)) <= set(_DECIMAL.findall(check.evidence)) for check in decimals
    )


def _of_others(claim: Claim, passage: Passage, papers: Mapping[str, Paper]) -> bool:
    """Whether a passage tells of systems that are not its paper's, by its title, and not of a measurement of its own."""
    paper = papers.get(passage.paper_id)
    named = {mention.name for mention in mentions("systems", claim.text)}
    own = {mention.name for mention in mentions("systems", paper.title)} if paper else set()
    return bool(named) and not named & own and not _MEASURED.search(passage.text)
