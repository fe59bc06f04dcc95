"""Jinja templates filled in: what the Markdown and the HTML of a report have in common."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError, TemplateSyntaxError

from litsynth.errors import UsageError
from litsynth.records import Report
from litsynth.render import words
from litsynth.render.changed import outcome, whats_new_context
from litsynth.render.citations import in_key_order
from litsynth.render.decided import decision_mark, moment
from litsynth.render.findings import Findings
from litsynth.render.lookup import papers_of
from litsynth.review import standing_decisions


def environment_of(template_source: Mapping[str, str], autoescape: bool) -> Environment:
    """Templates by name, with the words of a report as filters and functions; a name that is not given is an error."""
    environment = Environment(
        loader=DictLoader(template_source),
        undefined=StrictUndefined,
        autoescape=autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        percent=words.percent,
        confidence_word=words.confidence_word,
        verdict_word=words.verdict_word,
        moment=moment,
        outcome=outcome,
    )
    environment.globals.update(
        count=words.count,
        decision_mark=decision_mark,
        stance_word=words.STANCES,
        high_confidence=words.HIGH_CONFIDENCE,
        moderate_confidence=words.MODERATE_CONFIDENCE,
    )
    return environment


def filled(environment: Environment, name: str, context: Mapping[str, Any]) -> str:
    """One template filled in. Raises UsageError, naming template and line, when it is missing or faulty."""
    try:
        return environment.get_template(name).render(context)
    except TemplateSyntaxError as error:
        raise UsageError(f"template {error.name}, line {error.lineno}: {error.message}", "mend the template") from error
    except TemplateError as error:
        raise UsageError(f"template {name}: {error}", "mend the template") from error


def report_context(report: Report, findings: Findings) -> dict[str, Any]:
    """What the templates of a report are given, whichever its form."""
    names = {part.claim.claim_id: part.name for part in findings.sections}
    counted = Counter(verdict.label for verdict in report.verdicts)
    return whats_new_context(report, names) | {
        "report": report,
        "quality_score": words.out_of_ten(measure.value for measure in report.quality),
        "findings": findings,
        "names": names,
        "decided": standing_decisions(report.decisions, report.verdicts),
        "label_counts": {label: counted[label] for label in words.LABELS},
        "references": in_key_order(papers_of(report)),
        "opening": words.what_was_read(report.substrates),
    }
