"""Documents to claims: a cheap filter, relevance to the question, then the entailment model as judge of the sentence's role."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from litsynth.anchors import anchor_of
from litsynth.codec import digest
from litsynth.config import ExtractSettings
from litsynth.quantities import find_quantities
from litsynth.records import Claim, ClaimKind, Document, Judgement, Paper, Sentence
from litsynth.text import near_duplicate

# The five roles as hypotheses about the sentence (the premise). Their wording was chosen on CSAbstruct train;
# docs/benchmarks.md has the measurement.
ROLES: Mapping[ClaimKind, str] = {
    "result": "A measured result is reported.",
    "comparison": "One method is compared with another.",
    "resource": "A new dataset or benchmark is introduced.",
    "method": "A new method is proposed.",
    "finding": "A finding or conclusion is stated.",
}
_RESULT = re.compile(
    r"\b(?:accurac|achiev|improv|outperform|gain|drop|decreas|increas|reach|obtain|surpass|exceed|better|worse|best"
    r"|higher|lower|state[- ]of[- ]the[- ]art|score|point|average|percent|significant|error rate|f1|bleu)",
    re.IGNORECASE,
)
_FINDING = re.compile(
    r"\b(?:we (?:find|found|show|observe|conclude|demonstrate|propose|introduce|present|release|report)|results? (?:show"
    r"|indicate|suggest|demonstrate)|find(?:s|ings?)? that|shows? that|suggests? that|helps?|hurts?|harms?|benefits?"
    r"|effective|transfers?|consists? of|covers?|contains?|however|compared (?:to|with)|than)\b",
    re.IGNORECASE,
)
# A sentence that points elsewhere, asks, or announces carries no claim of its own.
_POINTER = re.compile(
    r"^(?:see|note that|figure|fig\.|table|section|in section|the rest of|let |where |for example|e\.g\.)"
    r"|\?$|\b(?:is|are) (?:shown|listed|given|presented|described) in\b",
    re.IGNORECASE,
)
# A year in parentheses, a number or a BibTeX key in brackets; [CLS] and [0.5, 1.0] are none.
_CITED = re.compile(
    r"\b(?:et al\.|reported by|according to)|\(\w[^()]*\b(?:19|20)\d\d[a-z]?\)|\[\d{1,3}(?:[,;–-] ?\d{1,3})*\]"
    r"|\[[\w:./+-]*[a-z][\w:./+-]*(?:; [\w:./+-]+)*\]"
)
_FIRST_PERSON = re.compile(r"\b(?:we|our|ours|this (?:paper|work))\b", re.IGNORECASE)
_SHORTEST, _LONGEST = 6, 90  # words; shorter is a heading or a fragment, longer a list or a parse error
_LEAST_CANDIDATES = 12  # per paper: an abstract has a dozen sentences at most, and all of them may be claims


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that passed the cheap filter; `score` orders candidates of a paper, higher is likelier a claim."""

    paper_id: str
    sentence: Sentence
    text: str
    score: float
    relevance: float = 0.0


def cheap_score(sentence: str, section: str = "") -> float:
    """How likely a sentence carries a claim, from its words alone: about 0 to 6, without unit.

    >>> cheap_score("It improves accuracy by 1.8 points on XNLI over the baseline.") > cheap_score("The sky is blue today.")
    True
    """
    words = len(sentence.split())
    if not _SHORTEST <= words <= _LONGEST or _POINTER.search(sentence):
        return 0.0
    numbers = min(2, len(find_quantities(sentence)))
    result = min(2, len(_RESULT.findall(sentence)))
    finding = min(2, len(_FINDING.findall(sentence)))
    place = bool(re.search(r"abstract|result|conclu|discussion|experiment|analysis|introduction", section, re.I))
    return 1.0 * numbers + 0.8 * result + 0.7 * finding + 0.5 * place


def candidates(document: Document, settings: ExtractSettings) -> tuple[Candidate, ...]:
    """The best-scored sentences of a document: at most `filter_share` of them, but never fewer than a dozen."""
    scored = []
    for sentence in document.sentences:
        text = sentence.span.of(document.text)
        score = cheap_score(text, document.sections[sentence.section].title)
        if score > 0:
            scored.append(Candidate(document.paper_id, sentence, text, score))
    room = max(_LEAST_CANDIDATES, math.ceil(settings.filter_share * len(document.sentences)))
    best = sorted(scored, key=lambda item: (-item.score, item.sentence.span.start))[:room]
    return tuple(sorted(best, key=lambda item: item.sentence.span.start))


def role_pairs(text: str) -> list[tuple[str, str]]:
    """The pairs that ask the entailment model for a sentence's role, in the order of ROLES."""
    return [(text, hypothesis) for hypothesis in ROLES.values()]


def best_role(judgements: Sequence[Judgement]) -> tuple[ClaimKind, float]:
    """The role with the highest probability of entailment, and that probability."""
    kind, judgement = max(zip(ROLES, judgements, strict=True), key=lambda item: item[1].entailment)
    return kind, judgement.entailment


def make_claim(candidate: Candidate, kind: ClaimKind, role: float, document: Document, paper: Paper) -> Claim:
    """The claim that a candidate states. Its id depends on the paper and the text only."""
    anchor = anchor_of(document, candidate.sentence.span, section=candidate.sentence.section)
    anchor = replace(anchor, page=candidate.sentence.page, source=candidate.sentence.source)
    primary = candidate.sentence.primary or paper.paper_id
    return Claim(
        claim_id=digest(paper.paper_id, candidate.text),
        paper_id=paper.paper_id,
        text=resolve(candidate.text, paper),
        quote=candidate.text,
        anchor=anchor,
        kind=kind,
        quantities=find_quantities(candidate.text),
        role=role,
        relevance=candidate.relevance,
        attributed=primary != paper.paper_id or bool(_CITED.search(candidate.text)),
        primary=primary,
    )


def merge_duplicates(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Near-duplicates within a paper as one claim, the most relevant, that keeps the places of the others."""
    kept: list[Claim] = []
    for claim in sorted(claims, key=_rank):
        for row, other in enumerate(kept):
            if other.paper_id == claim.paper_id and near_duplicate(other.quote, claim.quote):
                kept[row] = replace(other, also_at=(*other.also_at, claim.anchor))
                break
        else:
            kept.append(claim)
    return tuple(kept)


def choose(claims: Iterable[Claim], settings: ExtractSettings) -> tuple[Claim, ...]:
    """The claims that are verified: relevant ones, numeric ones first among equals, at most `claims`."""
    fit = [claim for claim in claims if claim.relevance >= settings.relevance_threshold]
    return tuple(sorted(fit, key=_rank)[: settings.claims])


def resolve(text: str, paper: Paper) -> str:
    """The sentence with the paper's authors in place of "we" and "our", so that it can be read outside the paper.

    >>> resolve("We show that our model wins.", Paper("arXiv:1", "T", ("Ann Lee", "Bo Li", "C Wu"), 2020))
    "Lee et al. (2020) show that Lee et al. (2020)'s model wins."
    """
    name = short_name(paper)
    if not name:
        return text
    return _FIRST_PERSON.sub(lambda match: _replacement(match.group().lower(), name), text)


def short_name(paper: Paper) -> str:
    """How a paper is named in running text; empty when its authors are not known."""
    last = [author.split()[-1] for author in paper.authors if author.split()]
    if not last:
        return ""
    who = last[0] if len(last) == 1 else f"{last[0]} and {last[1]}" if len(last) == 2 else f"{last[0]} et al."
    return f"{who} ({paper.year})" if paper.year else who


def _replacement(word: str, name: str) -> str:
    return f"{name}'s" if word.startswith("our") else name


def _rank(claim: Claim) -> tuple[float, str]:
    # A number is worth a tenth of similarity: enough to come first among equals, too little to bring in what is off topic.
    return -(claim.relevance + 0.1 * bool(claim.quantities) + 0.1 * claim.role), claim.claim_id
