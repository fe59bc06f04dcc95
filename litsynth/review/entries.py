"""What a review file says, line by line, and the decisions that it makes on a report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from litsynth.codec import digest
from litsynth.records import Decision, DecisionKind, Label, Report, Verdict
from litsynth.review.choices import decision_on
from litsynth.review.standing import in_force


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file says of one claim. `line` counts from 1; `kind` None: no box was ticked; `reviewer` may be empty.

    `base` is the `base_digest` of what the reviewer had decided when the file was written.
    """

    line: int
    claim_id: str
    kind: DecisionKind | None
    label: Label | None
    reason: str
    note: str
    reviewer: str
    base: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that cannot be understood or carried out: its number from 1, what is wrong, what to do."""

    line: int
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A review file as read: the digests of the reports that it was written for, entries, and what was not understood."""

    reports: frozenset[str]
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


def base_digest(decision: Decision | None) -> str:
    """What a judgement says and on what, whenever it was made; empty for none."""
    if decision is None:
        return ""
    return digest(decision.reviewer, decision.kind, decision.label or "", decision.reason, decision.verdict)


def judgement_of(decisions: Iterable[Decision], claim_id: str, reviewer: str) -> Decision | None:
    """The reviewer's judgement on a claim that stands, if any."""
    mine = (one for one in in_force(decisions) if (one.claim_id, one.reviewer) == (claim_id, reviewer))
    return next((one for one in mine if one.kind != "note"), None)


def decisions_of(
    entries: Iterable[Entry], report: Report, reviewer: str, at: str
) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
    """The decisions that a file adds to those of the report (`report.decisions`), and the entries that it cannot.

    An entry that says what stands already, or what stood when the file was written, adds nothing, so that a file can be
    read twice; one that would write over what its reviewer decided since the file was written is a problem.
    `reviewer` decides where the entry names none.
    """
    verdicts = {verdict.claim_id: verdict for verdict in report.verdicts}
    made: list[Decision] = []
    problems: list[Problem] = []
    for entry in entries:
        name = entry.reviewer or reviewer
        problem = _unfit(entry, name, verdicts)
        if problem is None:
            held = (*report.decisions, *made)
            verdict = verdicts[entry.claim_id]
            added = _added(entry, verdict, name, at, held)
            if isinstance(added, Problem):
                problem = added
            else:
                made += added
        if problem is not None:
            problems.append(problem)
    return tuple(made), tuple(problems)


def _unfit(entry: Entry, reviewer: str, verdicts: Mapping[str, Verdict]) -> Problem | None:
    if entry.claim_id not in verdicts:
        return Problem(entry.line, f"no claim {entry.claim_id!r} in this report", "export the file again")
    if (entry.kind or entry.note) and not reviewer:
        return Problem(entry.line, "no reviewer is named", "name one in the file, or with --reviewer")
    if entry.kind == "overrule" and not entry.reason:
        return Problem(entry.line, "overruled without a reason", "say why")
    if entry.kind is None and entry.reason:
        return Problem(entry.line, "a reason without a decision", "decide, or move the text to the note")
    return None


def _added(
    entry: Entry, verdict: Verdict, reviewer: str, at: str, held: tuple[Decision, ...]
) -> list[Decision] | Problem:
    made = []
    if entry.kind:
        try:
            wanted = decision_on(verdict, entry.kind, reviewer, at, entry.reason, entry.label)
        except ValueError as error:
            return Problem(entry.line, str(error), "choose one of the other labels, or accept")
        standing = judgement_of(held, entry.claim_id, reviewer)
        now, said = base_digest(standing), base_digest(wanted)
        if said not in (now, entry.base):
            if standing is not None and now != entry.base:
                return Problem(
                    entry.line, f"{reviewer} decided otherwise since this file was written", "export it again"
                )
            made.append(wanted)
    if entry.note:
        note = decision_on(verdict, "note", reviewer, at, entry.note)
        written = {(one.claim_id, one.reviewer, one.reason) for one in held if one.kind == "note"}
        if (note.claim_id, note.reviewer, note.reason) not in written:
            made.append(note)
    return made
