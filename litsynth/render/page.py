"""report.html: one self-contained page that works from disk, asks nothing of the network and prints."""

from base64 import b64encode
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError, TemplateSyntaxError
from markupsafe import Markup

from litsynth.errors import UsageError
from litsynth.records import Report
from litsynth.render import words
from litsynth.render.changed import outcome, whats_new_context
from litsynth.render.citations import in_key_order
from litsynth.render.decided import decision_mark, moment
from litsynth.render.findings import arrange
from litsynth.render.links import paper_url, place_url, source_url
from litsynth.render.lookup import Lookup, papers_of
from litsynth.render.marked import cells_of, marked, printable
from litsynth.render.phrases import place_words
from litsynth.review import standing_decisions

PAGE_TEMPLATE = "report.html.j2"
_STYLE = "report.css.j2"
_SCRIPT = "report.js.j2"


def render_page(report: Report, template_source: Mapping[str, str]) -> str:
    """The report as HTML, ending in one newline; every claim with all of its evidence.

    `template_source` maps template names to their text and must hold `report.html.j2`, `report.css.j2` and
    `report.js.j2`. The page's policy (Content Security Policy 3) allows this style and this script by their hashes and
    nothing else, so that text from papers cannot run even if it got past the escaping.
    Raises UsageError when a template is missing or faulty, BadRecord as `Lookup.of` does.
    """
    lookup = Lookup.of(report)
    findings = arrange(report, lookup)
    counted = Counter(verdict.label for verdict in report.verdicts)
    try:
        environment = _environment(template_source, lookup)
        style, script = (environment.get_template(name).render().strip() for name in (_STYLE, _SCRIPT))
        names = {part.claim.claim_id: part.name for part in findings.sections}
        context: dict[str, Any] = whats_new_context(report, names) | {
            "report": report,
            "quality_score": words.out_of_ten(measure.value for measure in report.quality),
            "findings": findings,
            "names": names,
            "decided": standing_decisions(report.decisions, report.verdicts),
            "themes_of": _themes(report),
            "label_counts": {label: counted[label] for label in words.LABELS if counted[label]},
            "references": in_key_order(papers_of(report)),
            "opening": words.what_was_read(report.substrates),
            "style": Markup(style),
            "script": Markup(script),
            "style_hash": _hash(style),
            "script_hash": _hash(script),
        }
        return printable(environment.get_template(PAGE_TEMPLATE).render(context)).strip() + "\n"
    except TemplateSyntaxError as error:
        raise UsageError(f"template {error.name}, line {error.lineno}: {error.message}", "mend the template") from error
    except TemplateError as error:
        raise UsageError(f"template {PAGE_TEMPLATE}: {error}", "mend the template") from error


def _themes(report: Report) -> dict[str, list[int]]:
    """The numbers, from 0, of the themes that each claim is in."""
    found: dict[str, list[int]] = {claim.claim_id: [] for claim in report.claims}
    for number, theme in enumerate(report.themes):
        for claim_id in theme.claim_ids:
            found[claim_id].append(number)
    return found


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _environment(template_source: Mapping[str, str], lookup: Lookup) -> Environment:
    environment = Environment(
        loader=DictLoader(template_source),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        percent=words.percent,
        confidence_word=words.confidence_word,
        verdict_word=words.verdict_word,
        read_as=words.read_as,
        marked=marked,
        moment=moment,
        outcome=outcome,
    )
    environment.globals.update(
        count=words.count,
        decision_mark=decision_mark,
        papers=lookup.papers,
        keys=lookup.keys,
        citations=lookup.citations,
        claims=lookup.claims,
        verdicts=lookup.verdicts,
        paper_url=paper_url,
        place_url=place_url,
        place_words=place_words,
        source_url=source_url,
        cells_of=cells_of,
        stance_word=words.STANCES,
        high_confidence=words.HIGH_CONFIDENCE,
        moderate_confidence=words.MODERATE_CONFIDENCE,
    )
    return environment
