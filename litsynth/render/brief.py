"""brief.md: the report on one page, for whoever decides whether to read it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from litsynth.records import Objection, Report, ReportSentence
from litsynth.render.arrange import arrange
from litsynth.render.filling import report_context
from litsynth.render.findings import FindingSection, finding_sections
from litsynth.render.lookup import Lookup
from litsynth.render.markdown import fill

TEMPLATE: Final = "brief.md.j2"
# Characters of each part, so that all of it fits a page of A4 or Letter in ten points; nothing is cut short to fit.
_ANSWER, _FINDINGS, _GAPS, _LIMITS = 1100, 500, 400, 700
_MOST_FINDINGS, _MOST_GAPS = 5, 3
_WEIGHT: Final = ("refutes", "opposite", "differs")

T = TypeVar("T")


def render_brief(report: Report, template_source: Mapping[str, str]) -> str:
    """One page of Markdown through `brief.md.j2`, ending in one newline; its links lead into report.md beside it.

    The template is given what that of the report is, and `told` (sentences of the answer), `top` (FindingSections),
    `counter` (the weightiest Objection, or None), `open` (Gaps) and `limits`: each as many as fit, the first one always.
    Raises UsageError when a template is missing or faulty, BadRecord as `Lookup.of` does.
    """
    lookup = Lookup.of(report)
    context: dict[str, Any] = report_context(report, lookup, arrange(report, lookup)) | {
        "claims": lookup.claims,
        "verdicts": lookup.verdicts,
        "told": _told(report.answer),
        "top": _fitting(_ordered(finding_sections(report)), lambda part: len(part.finding.title), _FINDINGS)[
            :_MOST_FINDINGS
        ],
        "counter": _counter(report),
        "open": _fitting(report.gaps, lambda gap: len(gap.what + gap.why), _GAPS)[:_MOST_GAPS],
        "limits": _fitting(report.limitations, len, _LIMITS),
    }
    return fill(TEMPLATE, template_source, lookup, context)


def _told(answer: Sequence[ReportSentence]) -> list[ReportSentence]:
    """The sentences that fit; one that introduces others is left out where none of them fits."""
    kept = _fitting(answer, lambda sentence: len(sentence.text), _ANSWER)
    follows = [*kept[1:], ReportSentence("")]
    return [one for at, one in enumerate(kept) if not at or one.claim_ids or follows[at].claim_ids]


def _ordered(sections: Iterable[FindingSection]) -> list[FindingSection]:
    """Those with more than one paper's claim first, each kind in the order of the report."""
    return sorted(sections, key=lambda part: not part.across)


def _counter(report: Report) -> Objection | None:
    found = [finding.against for finding in report.findings if finding.against]
    return min(found, key=lambda one: (_WEIGHT.index(one.kind), -one.confidence), default=None)


def _fitting(items: Sequence[T], size: Callable[[T], int], room: int) -> list[T]:
    """The first item, and each of those behind it that still fits."""
    kept, left = list(items[:1]), room - sum(map(size, items[:1]))
    for item in items[1:]:
        if size(item) <= left:
            kept.append(item)
            left -= size(item)
    return kept
