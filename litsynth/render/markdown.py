"""report.md: the whole report through a Jinja template."""

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment

from litsynth.codec import dumps
from litsynth.records import Report
from litsynth.render import words
from litsynth.render.arrange import SHOWN_PER_STANCE, arrange
from litsynth.render.escape import escape_markdown
from litsynth.render.filling import environment_of, filled, report_context
from litsynth.render.lookup import Lookup
from litsynth.render.phrases import Phrases, number_check, quantity
from litsynth.review import review_summary

MAIN_TEMPLATE = "report.md.j2"


def render_markdown(
    report: Report, template_source: Mapping[str, str], shown_per_stance: int = SHOWN_PER_STANCE
) -> str:
    """The report as Markdown for GitHub and Obsidian, ending in one newline.

    `template_source` maps template names to their text and must hold `report.md.j2`; docs/templates.md lists what it is
    given, and the filters and functions of `_environment`. What comes from papers and reviewers must pass the filter `md`.
    A section shows at most `shown_per_stance` pieces of evidence of each stance.
    Raises UsageError when a template is missing or faulty, BadRecord as `Lookup.of` does.
    """
    lookup = Lookup.of(report)
    context = report_context(report, lookup, arrange(report, lookup, shown_per_stance)) | {
        "claims": lookup.claims,
        "verdicts": lookup.verdicts,
        "reviewed": review_summary(report),
        "shown_per_stance": shown_per_stance,
    }
    return fill(MAIN_TEMPLATE, template_source, lookup, context)


def fill(name: str, template_source: Mapping[str, str], lookup: Lookup, context: Mapping[str, Any]) -> str:
    """One template filled in, tidied, ending in one newline; raises UsageError when it is missing or faulty."""
    return _tidy(filled(_environment(template_source, lookup), name, context))


def _environment(template_source: Mapping[str, str], lookup: Lookup) -> Environment:
    environment = environment_of(template_source, autoescape=False)  # Markdown, not HTML: the filter `md` escapes
    phrases = Phrases(lookup)
    environment.filters.update(
        md=escape_markdown,
        yaml=dumps,  # a JSON string is a YAML double-quoted string
        number_check=number_check,
        quantity=quantity,
        joined=words.joined,
    )
    environment.globals.update(
        cite=phrases.cite,
        source=phrases.source,
        origin=phrases.origin,
        reference=phrases.reference,
        row_as_read=phrases.row_as_read,
        keys=lookup.keys,
        citations=lookup.citations,
    )
    return environment


def _tidy(text: str) -> str:
    """Templates leave blank lines where a block was empty; one is enough, and none holds spaces."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)).strip() + "\n"
