"""What two reports on a question say differently: papers, verdicts, and the evidence that made the difference."""

from dataclasses import dataclass
from typing import Literal

from litsynth.records.claims import Claim
from litsynth.records.documents import Paper
from litsynth.records.verdicts import Evidence, Verdict

ChangeKind = Literal["verdict", "new", "gone", "support", "confidence"]


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """One claim whose verdict, support or confidence is not what it was; `old` or `new` is None where it is not there.

    `gained` and `lost` are the pieces of evidence with a stance that only the new, or only the old report has; a piece
    whose stance changed is in both.
    """

    kind: ChangeKind
    claim: Claim
    old: Verdict | None
    new: Verdict | None
    gained: tuple[Evidence, ...]
    lost: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class PaperChange:
    """One paper that is `new`, `gone`, of another `version`, or `withdrawn` since; `paper` is as the later report has it."""

    kind: Literal["new", "gone", "version", "withdrawn"]
    paper: Paper
    before: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs. `made_with` names what the reports were made with, where that differs: "what: old / new".

    `claims` are in order of weight: verdicts, new and gone claims, support counts, confidence; `same` counts the rest.
    """

    old_date: str
    new_date: str
    question: str
    made_with: tuple[str, ...]
    papers: tuple[PaperChange, ...]
    claims: tuple[ClaimChange, ...]
    same: int

    @property
    def conclusions(self) -> bool:
        """Whether a verdict is another one, or a claim has come or gone: more than a count or a confidence."""
        return any(change.kind in ("verdict", "new", "gone") for change in self.claims)
