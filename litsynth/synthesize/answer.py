"""A few sentences that answer the question, each with the claims it rests on. Made of verified findings, and nothing else."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from litsynth.labels.about import About
from litsynth.protocol import in_words
from litsynth.question import Question
from litsynth.records import Claim, Coverage, Figure, Finding, ReportSentence, Spread
from litsynth.synthesize.near import speaks_to
from litsynth.synthesize.selection import selected
from litsynth.synthesize.spreads import over, protocol_of

_MOST_DISPUTED = 3
_PROTOCOLS = 2
"""Protocols of one finding that it gives figures for."""


def answer_of(
    question: Question,
    claims: Mapping[str, Claim],
    findings: Sequence[Finding],
    coverage: Coverage,
    papers: int,
    read: int,
) -> tuple[ReportSentence, ...]:
    """Whether one claim holds the whole question; the findings nearest to it, each as sure as it is; what speaks against.

    `findings` are in the order of `findings_of`; `claims` by id were taken from `papers` of the `read`. What several works
    measured is told in numbers computed from theirs, those in the languages asked about first; what one says in its own
    words. Sentences without claims introduce those that follow.
    """
    near, same, beside = selected(question, findings, claims)
    asked = About.of(question).languages
    said: set[str] = set()
    shown = [*near, *same, *beside]
    groups = (
        ("Supported, nearest to the question first:", list(_each(near, claims, asked, said))),
        ("Supported, in other words than the question's:", list(_each(same, claims, asked, said))),
        ("Supported, but of other methods or systems than asked about:", list(_each(beside, claims, asked, said))),
        ("Supported, to the contrary:", list(_opposite(shown, claims))),
        ("Disputed, with evidence on both sides or against it:", list(_disputed(shown, findings, question, claims))),
    )
    sentences = [_directness(question, coverage, papers, read)]
    for lead, told in groups:
        sentences += [ReportSentence(lead), *told] if told else []
    return tuple(sentences)


def _each(
    findings: Sequence[Finding], claims: Mapping[str, Claim], asked: Container[str], said: set[str]
) -> Iterator[ReportSentence]:
    """A sentence for each finding; where it is a claim's own, of one that was not `said` yet."""
    for finding in findings:
        sentence = _told(finding, claims, asked, said)
        said.update(sentence.claim_ids)
        yield sentence


def _told(finding: Finding, claims: Mapping[str, Claim], asked: Container[str], said: Container[str]) -> ReportSentence:
    sources = f"{finding.independent} independent source{'' if finding.independent == 1 else 's'}"
    sure = f"{finding.certainty.capitalize()} certainty ({sources}, confidence {finding.confidence:.0%} or more)"
    shared = _shared(finding, asked)
    if finding.kind == "effect" and len(finding.papers) > 1:
        return ReportSentence(f"{sure}: {_effect(finding, shared)}", finding.supported)
    if finding.kind == "score" and shared:
        known = {spread.protocol for spread in shared[:_PROTOCOLS]}
        ids = {
            one.claim_id
            for one in finding.figures
            if one.label == "supported" and protocol_of(one, finding.kind) in known
        }
        told = tuple(claim_id for claim_id in finding.supported if claim_id in ids)
        return ReportSentence(f"{sure}: {_score(finding, shared[:_PROTOCOLS])}", told)
    first = next((one for one in finding.supported if one not in said), finding.supported[0])
    return ReportSentence(f"{sure}: {claims[first].text}", (first,))


def _shared(finding: Finding, asked: Container[str]) -> list[Spread]:
    """What several papers measured, after what was measured in the languages `asked` about, by however many."""
    if not any(spread.papers > 1 for spread in finding.spreads):
        return []
    named = [spread for spread in finding.spreads if dict(spread.protocol).get("languages", "") in asked]
    return [*named, *(one for one in finding.spreads if one.papers > 1 and one not in named)]


def _effect(finding: Finding, shared: Sequence[Spread]) -> str:
    """The direction, which all its figures share; by how much, over one baseline or over several; and what most share."""
    figures = [one for one in finding.figures if one.label == "supported"]
    metrics = {one.metric for one in figures}
    what = (metrics.pop() if len(metrics) == 1 else "") or "scores"
    than = f" than {finding.baseline}" if finding.baseline and " over " not in finding.method else ""
    way = "higher" if finding.direction == "up" else "lower"
    whole = f"on {finding.subject}, {finding.method} gives {way} {what}{than}{_by(figures)} in {_papers(len(finding.papers))}"
    first = next(iter(shared), None)
    if first is None:
        return f"{whole}."
    return f"{whole}; {_range((abs(first.low), abs(first.high)))} in {first.papers} of them{_under(first)}."


def _by(figures: Sequence[Figure]) -> str:
    """How far gains over one baseline go; of several baselines the least and the greatest gain, each with its own."""
    units = {one.unit for one in figures}
    if len(units) != 1:
        return ""
    unit, least, most = units.pop(), *(end(figures, key=lambda one: abs(one.value)) for end in (min, max))
    if len({protocol_of(one, "effect") for one in figures}) == 1:
        return f", by {_range(abs(one.value) for one in figures)} {unit}"
    ends = [
        f"{abs(one.value):g} {unit} ({_unlike(protocol_of(one, 'effect'), protocol_of(other, 'effect'))})"
        for one, other in ((least, most), (most, least))
    ]
    differing = ", over different baselines" if len({over(one) for one in figures}) > 1 else ""
    return f"{differing}, by {' to '.join(ends)},"


def _unlike(mine: Sequence[tuple[str, str]], other: Sequence[tuple[str, str]]) -> str:
    """What of a protocol is not in another one."""
    return in_words(part for part in mine if part not in other) or "protocol not said"


def _score(finding: Finding, shared: Sequence[Spread]) -> str:
    parts = [
        f"{_range((spread.low, spread.high))}{_under(spread)} in {_papers(spread.papers)}{_unexplained(finding, spread)}"
        for spread in shared
    ]
    return f"on {finding.subject}, {finding.method} reaches {'; '.join(parts)}."


def _unexplained(finding: Finding, spread: Spread) -> str:
    gap = round(spread.high - spread.low, 6)
    found = any(not one.fields and one.gap == gap for one in finding.differences)
    return ", and the claims do not say why they differ" if found else ""


def _under(spread: Spread) -> str:
    return f" ({in_words(spread.protocol)})" if spread.protocol else ""


def _papers(number: int) -> str:
    return f"{number} paper{'' if number == 1 else 's'}"


def _range(values: Iterable[float]) -> str:
    found = list(values)
    low, high = min(found), max(found)
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _opposite(told: Sequence[Finding], claims: Mapping[str, Claim]) -> Iterator[ReportSentence]:
    found = (one.against.claim_id for one in told if one.against and one.against.kind == "opposite")
    for claim_id in dict.fromkeys(found):
        yield ReportSentence(claims[claim_id].text, (claim_id,))


def _disputed(
    told: Sequence[Finding], findings: Sequence[Finding], question: Question, claims: Mapping[str, Claim]
) -> Iterator[ReportSentence]:
    """Disputed claims of what is told, and those that speak to the question or name what it asks about: at most three."""
    about = About.of(question)
    found = (
        claim_id
        for finding in findings
        for claim_id in finding.disputed
        if finding in told or speaks_to(question, claims[claim_id]) or about.names_in(claims[claim_id].text)
    )
    for claim_id in islice(dict.fromkeys(found), _MOST_DISPUTED):
        yield ReportSentence(claims[claim_id].text, (claim_id,))


def _directness(question: Question, coverage: Coverage, papers: int, read: int) -> ReportSentence:
    nearest = f"{papers} nearest of {read}" if papers < read else f"{read}"
    said = f"{nearest} paper{'' if read == 1 else 's'} read"
    if coverage.direct:
        return ReportSentence(f"Of the {said}, at least one speaks to the question as a whole.")
    if not question.alternatives:
        return ReportSentence(f"No supported claim in the {said} holds the whole question in its words.")
    # Other words may say the same, so this is said of the words, not of what was measured.
    sides = " and ".join(f"“{side}”" for side in question.alternatives)
    return ReportSentence(f"In the {said}, no one supported claim speaks of {sides} in these words.")
