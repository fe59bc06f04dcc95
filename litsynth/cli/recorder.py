"""The one way in which a person's decision is recorded, from the terminal or the browser: on the disk, or not at all."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from litsynth.records import Decision, DecisionKind, Label, Report, Verdict
from litsynth.review import (
    base_digest,
    decision_on,
    in_force,
    judgement_of,
    merged_decisions,
    to_take_back,
)
from litsynth.store import HeldDecisions, hold_decisions, read_decisions

DONE: Final[dict[DecisionKind, str]] = {
    "accept": "accepted",
    "overrule": "overruled",
    "note": "noted",
    "undo": "taken back",
}
"""What was done, in a word."""


class DecidedMeanwhile(ValueError):
    """What the person saw is no longer what stands: another window, or another program, was quicker."""


@dataclass
class Recorder:
    """One reviewer's decisions. `report` has all that are known, `made` those of this session."""

    report: Report
    folder: Path
    reviewer: str
    now: Callable[[], str]
    made: list[Decision] = field(default_factory=list)

    def keep(
        self, claim_id: str, kind: DecisionKind, reason: str = "", label: Label | None = None, seen: str | None = None
    ) -> str:
        """Write a decision, other than an undo, to the disk; its claim_id.

        `seen` is the `base` of the claim that the person had before them. Where it is given, what stands already is not
        said again, and DecidedMeanwhile is raised where the reviewer has judged otherwise since. Raises ValueError as
        `decision_on` does, OutputFailed.
        """
        made = decision_on(self.verdict(claim_id), kind, self.reviewer, self.now(), reason, label)
        with hold_decisions(self.folder) as held:
            self._know(held.log.decisions)
            if seen is not None:
                if self._stands(made):
                    return claim_id
                if kind != "note" and seen != self.base(claim_id):
                    raise DecidedMeanwhile("you have judged this claim since it was shown; see what stands now")
            self._add(held, made)
        return claim_id

    def take_back(self, here: str, seen: str | None = None) -> str:
        """Undo the last decision of this session, else the last on the claim `here`; the claim_id of what was undone.

        Raises ValueError where there is none; with `seen`, DecidedMeanwhile where it is not the decision with this
        `base_digest`; OutputFailed.
        """
        with hold_decisions(self.folder) as held:
            self._know(held.log.decisions)
            last = self.last(here)
            if last is None:
                raise ValueError("there is nothing of yours to take back")
            if seen not in (None, base_digest(last)):
                raise DecidedMeanwhile("another decision of yours came after the one that you saw")
            self._add(held, decision_on(self.verdict(last.claim_id), "undo", self.reviewer, self.now()))
            return last.claim_id

    def look(self) -> None:
        """Take in what others have decided. Raises MissingInput."""
        self._know(read_decisions(self.folder).decisions)

    def last(self, here: str) -> Decision | None:
        """What `take_back` would undo."""
        return to_take_back(self.report.decisions, self.reviewer, here, self.made)

    def base(self, claim_id: str) -> str:
        """What the reviewer's judgement on a claim says and on what; empty where there is none."""
        return base_digest(judgement_of(self.report.decisions, claim_id, self.reviewer))

    def verdict(self, claim_id: str) -> Verdict:
        """The verdict in force."""
        return next(one for one in self.report.verdicts if one.claim_id == claim_id)

    def counts(self) -> str:
        """What this session added: `2 accepted, 1 overruled`."""
        counted = Counter(decision.kind for decision in self.made)
        return ", ".join(f"{counted[kind]} {word}" for kind, word in DONE.items() if counted[kind]) or "nothing new"

    def _know(self, log: tuple[Decision, ...]) -> None:
        self.report = replace(self.report, decisions=merged_decisions(self.report.decisions, log))

    def _add(self, held: HeldDecisions, made: Decision) -> None:
        held.add([made])
        self._know(held.log.decisions)
        self.made.append(made)

    def _stands(self, made: Decision) -> bool:
        if made.kind != "note":
            return base_digest(made) == self.base(made.claim_id)
        said = (made.claim_id, made.reviewer, made.reason)
        return any((one.claim_id, one.reviewer, one.reason) == said for one in in_force(self.report.decisions))
