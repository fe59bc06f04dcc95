"""What a reviewer may choose, and how it is read from what they type."""

from collections.abc import Sequence
from typing import Final, TypeVar, get_args

from litsynth.records import Decision, DecisionKind, Label, Verdict
from litsynth.review.digests import verdict_digest
from litsynth.review.words import one_line

LABELS: Final[tuple[Label, ...]] = get_args(Label)

Option = TypeVar("Option", bound=str)

PROTOCOL_FIELDS: Final = (
    "task or data set",
    "split or version of the data",
    "languages",
    "setting (zero-shot, translate-train, ...)",
    "metric",
    "system or size",
    "training data or recipe",
    "checkpoint or run",
)
"""In what two figures may differ so that neither speaks for or against the other."""


def chosen(options: Sequence[Option], typed: str) -> Option | None:
    """The option that was typed: its number from 1, or the beginning of it and of no other.

    >>> chosen(("refuted", "conflicting"), "2"), chosen(("refuted", "conflicting"), "ref"), chosen(("ab", "ac"), "a")
    ('conflicting', 'refuted', None)
    """
    wanted = one_line(typed).casefold()
    if wanted.isdecimal():
        return options[int(wanted) - 1] if 1 <= int(wanted) <= len(options) else None
    found = [option for option in options if wanted and option.casefold().startswith(wanted)]
    exact = [option for option in found if option.casefold() == wanted]
    return (exact or found)[0] if len(exact or found) == 1 else None


def protocol_reason(field: str, how: str) -> str:
    """Why a verdict is overruled as different protocol.

    >>> protocol_reason("setting (zero-shot, translate-train, ...)", "zero-shot here")
    'protocols differ in: setting: zero-shot here'
    """
    return f"protocols differ in: {field.partition(' (')[0]}" + (f": {how.strip()}" if how.strip() else "")


def decision_on(
    verdict: Verdict, kind: DecisionKind, reviewer: str, at: str, reason: str = "", label: Label | None = None
) -> Decision:
    """A decision on the verdict in force; an accept has its label.

    Raises ValueError where an overrule gives the tool's own label or none, or it or a note gives no reason.
    """
    if kind == "overrule" and label == verdict.label:
        raise ValueError(f"{label} is the tool's verdict: accept it")
    given = verdict.label if kind == "accept" else label
    return Decision(verdict.claim_id, kind, given, one_line(reason), reviewer, at, verdict_digest(verdict))
