"""Jinja templates filled in: what the Markdown and the HTML of a report have in common."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError, TemplateSyntaxError

from litsynth.errors import UsageError
from litsynth.protocol import in_words
from litsynth.records import HIGH_CONFIDENCE, MODERATE_CONFIDENCE, Report
from litsynth.render import finding_changes, findings, words
from litsynth.render.arrange import Arrangement
from litsynth.render.changed import outcome, whats_new_context
from litsynth.render.citations import in_key_order
from litsynth.render.decided import decision_mark, moment
from litsynth.render.effects import effect_groups
from litsynth.render.figures import drawings
from litsynth.render.lookup import Lookup, papers_of
from litsynth.render.measured import command_of, difference_of, measured_gone, measured_new, measured_on, measured_words
from litsynth.render.written import written_words
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
        in_words=in_words,
        values_of=findings.values_of,
        range_of=findings.range_of,
        difference_words=findings.difference_words,
        objection_words=findings.objection_words,
        named=findings.named,
        marked_figures=findings.marked_figures,
        state_words=finding_changes.state_words,
        moved_values=finding_changes.moved_values,
        measured_words=measured_words,
        measured_new=measured_new,
        measured_gone=measured_gone,
        difference_of=difference_of,
        command_of=command_of,
        written_words=written_words,
    )
    environment.globals.update(
        count=words.count,
        papers_between=finding_changes.papers_between,
        decision_mark=decision_mark,
        stance_word=words.STANCES,
        high_confidence=HIGH_CONFIDENCE,
        moderate_confidence=MODERATE_CONFIDENCE,
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


def report_context(report: Report, lookup: Lookup, arranged: Arrangement) -> dict[str, Any]:
    """What the templates of a report are given, whichever its form."""
    names = {part.claim.claim_id: part.name for part in arranged.sections}
    effects = effect_groups(report, lookup, names)
    counted = Counter(verdict.label for verdict in report.verdicts)
    return whats_new_context(report, names) | {
        "report": report,
        "quality_score": words.out_of_ten(measure.value for measure in report.quality),
        "arranged": arranged,
        "findings": findings.finding_sections(report),
        "effects": effects,
        "drawings": drawings(report, effects),
        "names": names,
        "measured_on": measured_on(report, names),
        "decided": standing_decisions(report.decisions, report.verdicts),
        "label_counts": {label: counted[label] for label in words.LABELS},
        "references": in_key_order(papers_of(report)),
        "opening": words.what_was_read(report.substrates),
    }
