"""What two reports on a question say differently: papers, verdicts, and the evidence that made the difference."""

from dataclasses import dataclass
from typing import Literal

from litsynth.records.claims import Claim
from litsynth.records.documents import Paper
from litsynth.records.findings import Finding
from litsynth.records.verdicts import Evidence, Verdict

ChangeKind = Literal["verdict", "new", "gone", "support", "evidence", "confidence"]
FindingChangeKind = Literal["new", "gone", "certainty", "spread", "papers"]
"""In order of weight. `spread`: the values under a protocol; `papers`: those that support it, or how many are independent."""


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """One claim whose verdict, support or confidence is not what it was; `old` or `new` is None where it is not there.

    `gained` and `lost` are the pieces of evidence with a stance that only the new, or only the old report has; a piece
    whose stance changed is in both. `why` says what became of a claim that is gone, where that is known.
    """

    kind: ChangeKind
    claim: Claim
    old: Verdict | None
    new: Verdict | None
    gained: tuple[Evidence, ...]
    lost: tuple[Evidence, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """What a version of a paper says `before` and a later one says `now`, with other figures.

    A sentence, or what stands in the `cell` ("Table 2, MNLI, avg") of a table.
    """

    before: str
    now: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class PaperChange:
    """One paper that is `new`, `gone`, of another `version`, or `withdrawn` since; `paper` is as the later report has it.

    `revisions` are its figures that are others since the version `before`, where the corpus has both.
    """

    kind: Literal["new", "gone", "version", "withdrawn"]
    paper: Paper
    before: str = ""
    revisions: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingChange:
    """One finding that only one report tells of, or that they tell otherwise, in every way of `kinds`, weightiest first.

    `old` or `new` is None where it is not told.
    """

    kinds: tuple[FindingChangeKind, ...]
    old: Finding | None
    new: Finding | None

    @property
    def finding(self) -> Finding:
        """As the later report has it, else as the earlier one had it."""
        known = self.new or self.old
        assert known is not None
        return known


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs. `made_with` names what the reports were made with, where that differs: "what: old / new".

    `claims` are in order of weight: verdicts, new and gone claims, support counts, confidence; `same` counts the rest.
    A confidence is told when it moved by `noticed` or more. `findings` follow from the claims; they come by weight, too.
    """

    old_date: str
    new_date: str
    question: str
    made_with: tuple[str, ...]
    papers: tuple[PaperChange, ...]
    claims: tuple[ClaimChange, ...]
    same: int
    noticed: float = 0.0
    findings: tuple[FindingChange, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything that a reader is told of differs, besides what the reports were made with."""
        return bool(self.claims or self.papers or self.findings)

    @property
    def conclusions(self) -> bool:
        """Whether a verdict is another one, or a claim has come or gone: more than a count or a confidence."""
        return any(change.kind in ("verdict", "new", "gone") for change in self.claims)


@dataclass(frozen=True, slots=True)
class Update:
    """One search in the life of a report that is kept up to date: its date, its depth, and what came of it.

    `identified` and `read` are papers, as in the funnel. `new_papers` and `new_versions` count papers read that the
    search before did not read, or not in this version; `withdrawn` those cited that were withdrawn since. `verdicts`,
    `new_claims` and `gone_claims` count claims, `moved` those of which only support, evidence or confidence changed.
    """

    date: str
    identified: int
    read: int
    new_papers: int = 0
    new_versions: int = 0
    withdrawn: int = 0
    verdicts: int = 0
    new_claims: int = 0
    gone_claims: int = 0
    moved: int = 0
