"""The pages of `litsynth review --web`: one claim with its evidence and the forms to decide on it, and the whole pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from litsynth.records import Decision, Report
from litsynth.render.arrange import ClaimSection, arrange
from litsynth.render.citations import in_key_order
from litsynth.render.filling import filled
from litsynth.render.lookup import Lookup
from litsynth.render.marked import printable
from litsynth.render.page import html_environment, policy_hash
from litsynth.review import LABELS, PROTOCOL_FIELDS, in_force, judged_by, standing_decisions

_TEMPLATE = "review.html.j2"
_STYLES = ("report.css.j2", "review.css.j2")
_SCRIPT = "review.js.j2"


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person filled into a form. `kind`: accept, overrule, protocol or note."""

    kind: str = ""
    label: str = ""
    field: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows beside the report: what was done last, what went wrong, what had been typed when it did.

    `base` is what the reviewer had decided on the claim when the page was made, `last` what an undo would take back and
    `last_base` what that decision says: a form sends them back, so that nobody decides on what they have not seen.
    """

    done: str = ""
    problem: str = ""
    typed: Typed = Typed()
    base: str = ""
    last: Decision | None = None
    last_base: str = ""


class ReviewPages:
    """The pages of one pass through `queue` (claim_ids), below the path `root`."""

    def __init__(
        self, report: Report, queue: Sequence[str], reviewer: str, template_source: Mapping[str, str], root: str
    ) -> None:
        """Raises UsageError where a template is missing or faulty, BadRecord as `Lookup.of` does."""
        lookup = Lookup.of(report)
        self._environment: Environment = html_environment(template_source, lookup)
        self._verdicts = report.verdicts
        self._sections = {part.claim.claim_id: part for part in arrange(report, lookup).sections}
        self._papers = lookup.papers
        self._queue = tuple(queue)
        style = "\n".join(filled(self._environment, name, {}).strip() for name in _STYLES)
        script = filled(self._environment, _SCRIPT, {}).strip()
        self.policy = (
            f"default-src 'none'; style-src '{policy_hash(style)}'; script-src '{policy_hash(script)}'; img-src data:;"
            " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        self._fixed = {
            "report": report,
            "reviewer": reviewer,
            "name_of": {claim_id: part.name for claim_id, part in self._sections.items()},
            "root": root,
            "labels": LABELS,
            "fields": PROTOCOL_FIELDS,
            "style": Markup(style),
            "script": Markup(script),
        }

    def name_of(self, claim_id: str) -> str:
        """The heading of a claim, as the report has it."""
        return self._sections[claim_id].name

    def claim(self, claim_id: str, decisions: Sequence[Decision], shown: Shown) -> str:
        """One claim of the queue, with what was decided on it."""
        at = self._queue.index(claim_id)
        part = self._sections[claim_id]
        places = {
            "part": part,
            "at": at,
            "back": self._queue[at - 1] if at else "",
            "skip": self._queue[at + 1] if at + 1 < len(self._queue) else "",
            "references": in_key_order([self._papers[key] for key in sorted(_cited(part)) if key in self._papers]),
        }
        return self._filled(decisions, shown, places)

    def overview(self, decisions: Sequence[Decision], shown: Shown) -> str:
        """All claims of the pass, each with what this reviewer decided on it."""
        return self._filled(decisions, shown, {"part": None})

    def _filled(self, decisions: Sequence[Decision], shown: Shown, places: Mapping[str, object]) -> str:
        standing = standing_decisions(decisions, self._verdicts)
        reviewer = str(self._fixed["reviewer"])
        mine = (one for one in in_force(decisions) if one.reviewer == reviewer and one.kind != "note")
        own = {one.claim_id: one for one in mine}
        context = {
            "shown": shown,
            "decided": standing,
            "judged": sum(judged_by(reviewer, one) for one in standing.values()),
            "parts": [(self._sections[claim_id], own.get(claim_id)) for claim_id in self._queue],
        }
        return printable(filled(self._environment, _TEMPLATE, {**self._fixed, **context, **places})).strip() + "\n"


def _cited(part: ClaimSection) -> set[str]:
    pieces = part.verdict.evidence
    anchors = (part.claim.anchor, *part.claim.also_at, *(piece.anchor for piece in pieces))
    return {part.claim.primary, *(anchor.paper_id for anchor in anchors), *(one.passage.primary for one in pieces)}
