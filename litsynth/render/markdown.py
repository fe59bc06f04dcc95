"""report.md: the whole report through a Jinja template."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError, TemplateSyntaxError

from litsynth.codec import dumps
from litsynth.errors import UsageError
from litsynth.records import Report
from litsynth.render import words
from litsynth.render.changed import outcome, whats_new_context
from litsynth.render.citations import in_key_order
from litsynth.render.decided import decision_mark, moment
from litsynth.render.escape import escape_markdown
from litsynth.render.findings import SHOWN_PER_STANCE, arrange
from litsynth.render.lookup import Lookup, papers_of
from litsynth.render.phrases import Phrases, number_check, quantity
from litsynth.review import review_summary, standing_decisions

MAIN_TEMPLATE = "report.md.j2"


def render_markdown(
    report: Report, template_source: Mapping[str, str], shown_per_stance: int = SHOWN_PER_STANCE
) -> str:
    """The report as Markdown for GitHub and Obsidian, ending in one newline.

    `template_source` maps template names to their text and must hold `report.md.j2`, which is given `report`
    (the record), `findings` (`findings.Findings`), `label_counts`, `decided` (`review.ClaimDecisions` by claim_id),
    `reviewed` (`review.ReviewSummary`) and `references` (key, Paper) pairs, and the filters and functions of
    `_environment`. What comes from papers and reviewers must pass the filter `md`. A section shows at most
    `shown_per_stance` pieces of evidence of each stance.
    Raises UsageError when a template is missing or faulty, BadRecord as `Lookup.of` does.
    """
    lookup = Lookup.of(report)
    findings = arrange(report, lookup, shown_per_stance)
    counted = Counter(verdict.label for verdict in report.verdicts)
    names = {part.claim.claim_id: part.name for part in findings.sections}
    context: dict[str, Any] = whats_new_context(report, names) | {
        "report": report,
        "quality_score": words.out_of_ten(measure.value for measure in report.quality),
        "findings": findings,
        "names": names,
        "claims": lookup.claims,
        "verdicts": lookup.verdicts,
        "decided": standing_decisions(report.decisions, report.verdicts),
        "reviewed": review_summary(report),
        "label_counts": {label: counted[label] for label in words.LABELS},
        "references": in_key_order(papers_of(report)),
        "shown_per_stance": shown_per_stance,
        "opening": words.what_was_read(report.substrates),
    }
    return fill(MAIN_TEMPLATE, template_source, lookup, context)


def fill(name: str, template_source: Mapping[str, str], lookup: Lookup, context: Mapping[str, Any]) -> str:
    """One template filled in, tidied, ending in one newline; raises UsageError when it is missing or faulty."""
    try:
        text = _environment(template_source, lookup).get_template(name).render(context)
    except TemplateSyntaxError as error:
        raise UsageError(f"template {error.name}, line {error.lineno}: {error.message}", "mend the template") from error
    except TemplateError as error:
        raise UsageError(f"template {name}: {error}", "mend the template") from error
    return _tidy(text)


def _environment(template_source: Mapping[str, str], lookup: Lookup) -> Environment:
    environment = Environment(
        loader=DictLoader(template_source),
        undefined=StrictUndefined,
        autoescape=False,  # Markdown, not HTML: the filter `md` escapes
        trim_blocks=True,
        lstrip_blocks=True,
    )
    phrases = Phrases(lookup)
    environment.filters.update(
        md=escape_markdown,
        yaml=dumps,  # a JSON string is a YAML double-quoted string
        percent=words.percent,
        confidence_word=words.confidence_word,
        verdict_word=words.verdict_word,
        number_check=number_check,
        quantity=quantity,
        joined=words.joined,
        moment=moment,
        outcome=outcome,
    )
    environment.globals.update(
        count=words.count,
        decision_mark=decision_mark,
        cite=phrases.cite,
        source=phrases.source,
        origin=phrases.origin,
        reference=phrases.reference,
        row_as_read=phrases.row_as_read,
        stance_word=words.STANCES,
        high_confidence=words.HIGH_CONFIDENCE,
        moderate_confidence=words.MODERATE_CONFIDENCE,
    )
    return environment


def _tidy(text: str) -> str:
    """Templates leave blank lines where a block was empty; one is enough, and none holds spaces."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)).strip() + "\n"
