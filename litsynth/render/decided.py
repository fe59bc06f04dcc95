"""The words for reviewers' decisions."""

import re

from litsynth.records import Verdict
from litsynth.review import ClaimDecisions

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|\+00:00)")


def decision_mark(decided: ClaimDecisions | None, verdict: Verdict) -> str:
    """What reviewers made of a verdict, in a few words; empty where nobody judged it.

    >>> decision_mark(None, Verdict("c", "supported", 0.9, (), 3))
    ''
    """
    if decided is None or not decided.judgements:
        return ""
    if decided.conflicting:
        return "reviewers disagree"
    if not decided.labels:
        return "reviewed on other evidence"
    return "accepted" if decided.labels == (verdict.label,) else f"overruled: {decided.labels[0]}"


def moment(at: str) -> str:
    """A time as a report prints it; one in another form is printed as it stands.

    >>> moment("2199-03-14T10:00:59Z"), moment("yesterday")
    ('2199-03-14 10:00 UTC', 'yesterday')
    """
    found = _TIME.fullmatch(at)
    return f"{found[1]} {found[2]} UTC" if found else at
