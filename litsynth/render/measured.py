"""Phrases about what was measured here."""

from collections.abc import Iterable, Mapping

from litsynth.records import ClaimChange, MeasuredEvidence, MeasuredRun, Report, Verdict
from litsynth.review import measured_identity


def difference_of(value: float, low: float, high: float) -> str:
    """
    >>> difference_of(6.12, -0.5, 12.2)
    '+6.1 [-0.5, +12.2] points'
    """
    return f"{value:+.1f} [{low:+.1f}, {high:+.1f}] points"


def measured_words(piece: MeasuredEvidence) -> str:
    """One result beside one claim: `supports: A minus B: +6.1 [+5.0, +7.2] points (...)`, and what keeps it from deciding."""
    seeds = f"{piece.seeds} seed{'' if piece.seeds == 1 else 's'}"
    where = (
        f"to test “{piece.what}”; mean of {', '.join(piece.languages)}; {seeds}; {piece.kind}; recipe {piece.recipe}"
    )
    role = "decides" if piece.decides else f"does not decide: {piece.why}"
    difference = f"{' minus '.join(piece.sides)}: {difference_of(piece.value, piece.low, piece.high)}"
    return f"{piece.stance}: {difference} ({where}); {role}"


def measured_once(verdicts: Iterable[Verdict]) -> tuple[MeasuredEvidence, ...]:
    """What was measured here on any of the claims of these verdicts, each result with each stance once, in order."""
    found = {
        (piece.run_id, piece.contrast_id, piece.stance, piece.decides, piece.why): piece
        for verdict in verdicts
        for piece in verdict.measured
    }
    return tuple(found[key] for key in sorted(found))


def command_of(run: MeasuredRun) -> str:
    """What measures it again; the data is not part of litsynth."""
    arms = dict.fromkeys(arm for one in run.contrasts for arm in (one.better, one.worse))
    scale = "" if run.scale == "small" else f" --scale {run.scale}"
    return (
        f"litsynth reproduce run {run.experiment}{scale} --arm {','.join(arms)} --data DATA --out runs/{run.experiment}"
    )


def measured_on(report: Report, names: Mapping[str, str]) -> dict[tuple[str, str], list[str]]:
    """By run and contrast the headings of the claims that it bears on, in the order of the report."""
    found: dict[tuple[str, str], list[str]] = {
        (run.run_id, one.contrast_id): [] for run in report.measured for one in run.contrasts
    }
    for verdict in sorted(report.verdicts, key=lambda one: int(names[one.claim_id].rpartition("-")[2])):
        for piece in verdict.measured:
            found[piece.run_id, piece.contrast_id].append(names[verdict.claim_id])
    return found


def measured_new(change: ClaimChange) -> tuple[MeasuredEvidence, ...]:
    """What was measured here since the report before."""
    return _beyond(change.new, change.old)


def measured_gone(change: ClaimChange) -> tuple[MeasuredEvidence, ...]:
    """What was measured then and is no longer there, or says something else."""
    return _beyond(change.old, change.new)


def _beyond(one: Verdict | None, other: Verdict | None) -> tuple[MeasuredEvidence, ...]:
    known = {measured_identity(piece) for piece in other.measured} if other else set()
    return tuple(piece for piece in (one.measured if one else ()) if measured_identity(piece) not in known)
