"""From candidates to claims: resolved, merged within a paper, and chosen for verification."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from litsynth.anchors import anchor_of
from litsynth.codec import digest
from litsynth.config import ExtractSettings
from litsynth.extract.compound import parts, without_conclusion
from litsynth.extract.cues import CITED, FIRST_PERSON
from litsynth.labels.about import About
from litsynth.quantities import find_quantities
from litsynth.question import Question
from litsynth.records import Candidate, Claim, ClaimKind, Document, Paper
from litsynth.resolve import PaperNames, sentences_before, with_names
from litsynth.text import near_duplicate
from litsynth.works import family_name

# "According to the final version of the study by Lee": so many words may stand before the name.
_WORDS_AHEAD = 10


def make_claims(
    candidate: Candidate, kind: ClaimKind, role: float, document: Document, paper: Paper, names: PaperNames
) -> tuple[Claim, ...]:
    """The claims that a candidate states: one, or one for each place of the lists that it pairs (see `compound.parts`).

    What it concludes from its figures is not claimed: no table can bear that out.
    """
    said = without_conclusion(candidate.text)
    stated = parts(said) or (said if said != candidate.text else "",)
    return tuple(make_claim(candidate, kind, role, document, paper, names, part) for part in stated)


def make_claim(
    candidate: Candidate,
    kind: ClaimKind,
    role: float,
    document: Document,
    paper: Paper,
    names: PaperNames,
    part: str = "",
) -> Claim:
    """The claim that a candidate states, or that part of it. Its id depends on the paper and the words only.

    `names` are those of the document (`names_of`), which is looked through once for all of its claims.
    """
    said = part or candidate.text
    anchor = anchor_of(document, candidate.sentence.span, section=candidate.sentence.section)
    anchor = replace(anchor, page=candidate.sentence.page, source=candidate.sentence.source)
    primary = candidate.sentence.primary or paper.paper_id
    return Claim(
        claim_id=digest(paper.paper_id, said),
        paper_id=paper.paper_id,
        text=resolve(said, paper, names, sentences_before(document, candidate.sentence.span.start)),
        quote=candidate.text,
        anchor=anchor,
        kind=kind,
        quantities=find_quantities(said),
        role=role,
        relevance=candidate.relevance,
        attributed=primary != paper.paper_id or _cites_another(candidate.text, paper),
        primary=primary,
        part=part,
    )


def _cites_another(text: str, paper: Paper) -> bool:
    """Whether a sentence is told of another work. "According to the study by" its own first author is not.

    >>> paper = Paper("x", "", ("Ann Lee", "Bo Li"))
    >>> _cites_another("It gains 5.4 points, according to the study by Lee and others.", paper)
    False
    >>> [_cites_another(f"It gains 5.4 points, according to {name} (2019).", paper) for name in ("Li", "Lee")]
    [True, True]
    """
    family = family_name(paper.authors[0]) if paper.authors else ""
    return not all(_is_by(family, text[mark.end() :]) for mark in CITED.finditer(text))


def _is_by(family: str, rest: str) -> bool:
    """Whether what follows soon names an author without a year, which would be another work of the same."""
    words = re.findall(r"[\w'’-]+", rest)[:_WORDS_AHEAD]
    at = next((at for at, word in enumerate(words) if family and family_name(word) == family), len(words))
    return at < len(words) and not any(re.fullmatch(r"(?:19|20)\d\d[a-z]?", word) for word in words[at + 1 : at + 2])


def merge_duplicates(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Near-duplicates within a paper as one claim, the most relevant, that keeps the places of the others."""
    kept: list[Claim] = []
    for claim in in_order_of_rank(claims):
        for row, other in enumerate(kept):
            if other.paper_id == claim.paper_id and near_duplicate(other.said, claim.said):
                kept[row] = replace(other, also_at=(*other.also_at, claim.anchor))
                break
        else:
            kept.append(claim)
    return tuple(kept)


def choose(
    claims: Iterable[Claim], settings: ExtractSettings, keep: Collection[str] = (), question: Question | None = None
) -> tuple[Claim, ...]:
    """The claims that are verified: relevant ones in the order of `in_order_of_rank`, at most `claims`.

    Those whose ids are in `keep` are verified whatever their rank, and besides these.
    """
    every = in_order_of_rank(claims, question)
    fit = [claim.claim_id for claim in every if claim.relevance >= settings.relevance_threshold]
    chosen = {*fit[: settings.claims], *keep}
    return tuple(claim for claim in every if claim.claim_id in chosen)


def in_order_of_rank(claims: Iterable[Claim], question: Question | None = None) -> tuple[Claim, ...]:
    """Claims as a report has them: first those that bear on the question, and among equals those with a number.

    What bears on it is near to it by its embedding, and names the methods, data sets and words of it (`labels.about`).
    """
    about = About.of(question) if question else None
    return tuple(sorted(claims, key=lambda claim: _rank(claim, about)))


def resolve(text: str, paper: Paper, names: PaperNames, before: tuple[str, ...] = ()) -> str:
    """The sentence as it can be read outside the paper: its authors for "we" and "our", and its names for the rest.

    `before` are the sentences before it (`resolve.with_names`). No name is put where it would be read as a number.

    >>> lee = Paper("arXiv:1", "T", ("Ann Lee", "Bo Li", "C Wu"), 2020)
    >>> resolve("We show that our model wins.", lee, PaperNames(system="DUAL"))
    "Lee et al. (2020) show that Lee et al. (2020)'s model DUAL wins."
    """
    named, name = with_names(text, before, names), short_name(paper)
    if named != text and _figures(named) == _figures(text):
        text = named
    if not name:
        return text
    return FIRST_PERSON.sub(lambda match: _replacement(match.group().lower(), name), text)


def _figures(text: str) -> list[str]:
    return [quantity.text for quantity in find_quantities(text)]


def short_name(paper: Paper) -> str:
    """How a paper is named in running text; empty when its authors are not known."""
    last = [author.split()[-1] for author in paper.authors if author.split()]
    if not last:
        return ""
    who = last[0] if len(last) == 1 else f"{last[0]} and {last[1]}" if len(last) == 2 else f"{last[0]} et al."
    return f"{who} ({paper.year})" if paper.year else who


def _replacement(word: str, name: str) -> str:
    return f"{name}'s" if word.startswith("our") else name


def _rank(claim: Claim, about: About | None) -> tuple[float, str]:
    # Similarities to one question lie close together: a tenth for a number brought in what was off topic.
    own = claim.relevance + 0.05 * bool(claim.quantities) + 0.1 * claim.role
    return -(own + (about.nearness(claim.text) if about else 0.0)), claim.claim_id
