"""Reviewed verdicts as `litsynth calibrate --judged` reads them: lines of claims.jsonl with `right`."""

from collections import Counter
from collections.abc import Mapping

from litsynth.codec import dumps
from litsynth.records import Report
from litsynth.render.arrange import arrange
from litsynth.render.lookup import Lookup
from litsynth.render.machine import verdict_value
from litsynth.review import standing_decisions


def judged_jsonl(report: Report) -> tuple[str, Mapping[str, int]]:
    """The verdicts that reviewers judged as they now are, one a line, and how many claims were left out, by reason.

    `right`: all who judged it gave its label. `reviewed_label` and `reviewers` say which label they gave, and who.
    Raises BadRecord as `Lookup.of` does.
    """
    lookup = Lookup.of(report)
    standing = standing_decisions(report.decisions, report.verdicts)
    verifier = _identity(report.models.get("verifier", {}))
    left: Counter[str] = Counter()
    lines = []
    for part in arrange(report, lookup).sections:
        decided = standing.get(part.claim.claim_id)
        if decided is None or not decided.judgements:
            left["not judged"] += 1
        elif decided.conflicting:
            left["reviewers disagree"] += 1
        elif not decided.labels:
            left["judged on other evidence"] += 1
        else:
            label = decided.labels[0]
            reviewers = sorted(made.decision.reviewer for made in decided.judgements if not made.stale)
            judged = {"right": label == part.verdict.label, "reviewed_label": label, "reviewers": reviewers}
            lines.append(dumps({**verdict_value(part, lookup), **judged, **verifier}))
    return "".join(f"{line}\n" for line in lines), dict(sorted(left.items()))


def _identity(model: Mapping[str, str]) -> dict[str, str]:
    """The verifier as `litsynth calibrate` knows it; nothing where the report does not name one."""
    named = f"{model['name']}@{model['revision']}" if model.get("revision") else model.get("name", "")
    return {"verifier": f"{named} {model.get('settings', '')}".strip()} if named else {}
