"""report.html: one self-contained page that works from disk, asks nothing of the network and prints."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256

from jinja2 import Environment
from markupsafe import Markup

from litsynth.records import Report
from litsynth.render import words
from litsynth.render.arrange import arrange
from litsynth.render.figures import svg_of
from litsynth.render.filling import environment_of, filled, report_context
from litsynth.render.links import paper_url, place_url, source_url
from litsynth.render.lookup import Lookup
from litsynth.render.marked import cells_of, figures_at, marked, printable
from litsynth.render.phrases import place_words

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
    environment = html_environment(template_source, lookup)
    style, script = (filled(environment, name, {}).strip() for name in (_STYLE, _SCRIPT))
    context = report_context(report, lookup, arrange(report, lookup))
    context |= {
        "svg": {stem: Markup(svg_of(one, report, context["effects"])) for stem, one in context["drawings"].items()},
        "themes_of": _themes(report),
        "style": Markup(style),
        "script": Markup(script),
        "style_hash": policy_hash(style),
        "script_hash": policy_hash(script),
    }
    return printable(filled(environment, PAGE_TEMPLATE, context)).strip() + "\n"


def _themes(report: Report) -> dict[str, list[int]]:
    """The numbers, from 0, of the themes that each claim is in."""
    found: dict[str, list[int]] = {claim.claim_id: [] for claim in report.claims}
    for number, theme in enumerate(report.themes):
        for claim_id in theme.claim_ids:
            found[claim_id].append(number)
    return found


def policy_hash(text: str) -> str:
    """The source expression that allows an inline style or script (Content Security Policy 3)."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def html_environment(template_source: Mapping[str, str], lookup: Lookup) -> Environment:
    """Templates of pages: text is escaped of itself, and papers, claims and their places are at hand."""
    environment = environment_of(template_source, autoescape=True)
    environment.filters.update(read_as=words.read_as, marked=marked, figures_at=figures_at)
    environment.globals.update(
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
    )
    return environment
