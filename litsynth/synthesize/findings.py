"""Claims grouped into findings: what they say together, from how many independent works, and what speaks against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from litsynth.codec import digest
from litsynth.labels.about import About
from litsynth.protocol import SETTINGS, mentions
from litsynth.question import Question
from litsynth.records import Claim, Figure, Finding, Label, Paper, Result, Span, Verdict
from litsynth.synthesize.against import strongest_against
from litsynth.synthesize.certainty import certainty_of
from litsynth.synthesize.near import closeness
from litsynth.synthesize.spreads import differences_of, prints_of, spreads_of
from litsynth.synthesize.topics import Statement, Topic, statements_of
from litsynth.synthesize.wording import Direction
from litsynth.synthesize.works import independent_count, works_behind

_OF_SOURCES = 0.1
"""What each further independent work, up to three, adds to the nearness of a finding, which goes to about 3."""
_TURNED: Final[Mapping[Direction, Direction]] = {"up": "down", "down": "up"}


def findings_of(
    question: Question,
    claims: Sequence[Claim],
    verdicts: Sequence[Verdict],
    stated: Mapping[str, Sequence[Result]],
    papers: Mapping[str, Paper],
    cells: Mapping[str, Mapping[Span, Sequence[Result]]] | None = None,
) -> tuple[Finding, ...]:
    """Every claim in at least one finding; supported findings first, then those that bear on the question, then the nearest.

    What bears on it is about a method that the question names, on its data set first (`labels.about`): how many works agree
    on something else makes it no nearer.

    `stated` are the results of each claim's text by claim_id, `cells` those of the cells that its numbers were traced to,
    by their spans in the text; `papers` all that are known by id. The order of claims and verdicts changes nothing.
    """
    known = _Known(
        {claim.claim_id: claim for claim in claims},
        {verdict.claim_id: verdict for verdict in verdicts},
        papers,
        {claim.claim_id: closeness(question, claim) for claim in claims},
    )
    groups: dict[Topic, list[Statement]] = {}
    for claim_id, claim in sorted(known.claims.items()):
        label, traced = known.verdicts[claim_id].label, (cells or {}).get(claim_id)
        for statement in statements_of(claim, stated.get(claim_id, ()), label, traced):
            groups.setdefault(statement.topic, []).append(statement)
    made = [_finding(topic, group, _contrary(topic, groups), known) for topic, group in groups.items()]
    about = About.of(question)
    return tuple(sorted(made, key=lambda finding: _place(finding, about, known.nearness)))


@dataclass(frozen=True, slots=True)
class _Known:
    """Claims and verdicts by claim_id, papers by paper_id, and how near each claim is to the question."""

    claims: Mapping[str, Claim]
    verdicts: Mapping[str, Verdict]
    papers: Mapping[str, Paper]
    nearness: Mapping[str, float]

    def labelled(self, ids: Sequence[str], *labels: Label) -> tuple[str, ...]:
        """Those of the claims whose verdict is one of these."""
        return tuple(claim_id for claim_id in ids if self.verdicts[claim_id].label in labels)


def _finding(topic: Topic, group: Sequence[Statement], contrary: Sequence[str], known: _Known) -> Finding:
    """`contrary` are the claims of the finding that goes the other way."""
    ids = sorted({one.claim_id for one in group}, key=lambda claim_id: (-known.nearness[claim_id], claim_id))
    supported = known.labelled(ids, "supported")
    measured = [(one.figure, one.quantity) for one in group if one.figure and one.quantity]
    measured.sort(key=lambda pair: _figure_place(pair[0]))
    figures = tuple(figure for figure, _ in measured)
    spreads = spreads_of(figures, topic.kind, known.papers)
    works = {work for one in supported for work in works_behind(known.claims[one], known.verdicts[one])}
    # Two works agree on a score only where they measured alike.
    alike = max((spread.independent for spread in spreads), default=0)
    prints = prints_of(figures, topic.kind)
    independent = alike if topic.kind == "score" else independent_count(works, known.papers, prints)
    differences = differences_of(measured, topic.kind)
    against = strongest_against(ids, known.labelled(contrary, "supported"), known.claims, known.verdicts)
    confidence = min((known.verdicts[claim_id].confidence for claim_id in supported), default=0.0)
    baseline = _baseline(topic, [known.claims[claim_id] for claim_id in ids], figures)
    return Finding(
        finding_id=digest(*_identity(topic)),
        title=_title(topic, baseline, known.claims),
        kind=topic.kind,
        subject=topic.subject,
        method=topic.method,
        baseline=baseline,
        direction=topic.direction,
        supported=supported,
        disputed=known.labelled(ids, "refuted", "conflicting"),
        elsewhere=known.labelled(ids, "different protocol"),
        unconfirmed=known.labelled(ids, "not enough evidence"),
        papers=tuple(sorted(works)),
        independent=independent,
        confidence=confidence,
        certainty=certainty_of(confidence, independent, against, differences),
        figures=figures,
        spreads=spreads,
        differences=differences,
        against=against,
    )


def _identity(topic: Topic) -> tuple[str, ...]:
    whole = (topic.kind, topic.subject, topic.method, topic.direction, topic.alone)
    return (*whole, topic.within) if topic.within else whole


def _contrary(topic: Topic, groups: Mapping[Topic, Sequence[Statement]]) -> list[str]:
    turned = replace(topic, direction=_TURNED[topic.direction]) if topic.direction else None
    return sorted({one.claim_id for one in groups.get(turned, ())}) if turned else []


def _figure_place(figure: Figure) -> tuple[object, ...]:
    average = figure.languages not in ("", "average")
    return (figure.setting, average, figure.languages, figure.split, -figure.value, figure.system, figure.claim_id)


def _baseline(topic: Topic, claims: Sequence[Claim], figures: Sequence[Figure]) -> str:
    """The other setting where settings are compared, else the system that differences are over; empty unless all agree."""
    if topic.kind != "effect":
        return ""
    others = {figure.baseline for figure in figures}
    if topic.method in SETTINGS:
        named = {mention.name for claim in claims for mention in mentions("settings", claim.text)}
        others = named - {topic.method} or others
    return others.pop() if len(others) == 1 else ""


def _title(topic: Topic, baseline: str, claims: Mapping[str, Claim]) -> str:
    if topic.alone:
        return claims[topic.alone].text
    if topic.kind == "score" or not topic.direction:
        return f"{topic.subject}: {topic.method}"
    than = f" than with {baseline}" if baseline and " over " not in topic.method else ""
    return f"{topic.subject}: {'higher' if topic.direction == 'up' else 'lower'} with {topic.method}{than}"


def _place(finding: Finding, about: About, nearness: Mapping[str, float]) -> tuple[object, ...]:
    ids = finding.supported or finding.claim_ids
    near = max(nearness[claim_id] for claim_id in ids)
    sources = min(max(finding.independent - 1, 0), 3) * _OF_SOURCES
    bearing = about.bearing(finding.subject, finding.method)
    return (not finding.supported, -bearing, -round(near + sources, 6), finding.finding_id)
