"""Two reports compared: claim by claim, paper by paper, and in their findings."""

from collections.abc import Iterator, Mapping

from litsynth.codec import encode
from litsynth.config import OF_THE_MACHINE, Settings
from litsynth.records import ChangeKind, Changes, Claim, ClaimChange, PaperChange, Report, Verdict
from litsynth.review import evidence_identity, measured_identity
from litsynth.synthesize.finding_changes import finding_changes

NOTICED = 0.05
"""How far a confidence must move to be told: reports print whole percents, and less changes nobody's mind."""
_ORDER: tuple[ChangeKind, ...] = ("verdict", "new", "gone", "support", "evidence", "confidence")


def changes_between(old: Report, new: Report) -> Changes:
    """Compare two reports claim by claim (claims keep their ids from run to run), paper by paper, finding by finding."""
    before = {verdict.claim_id: verdict for verdict in old.verdicts}
    after = {verdict.claim_id: verdict for verdict in new.verdicts}
    claims = {claim.claim_id: claim for claim in (*old.claims, *new.claims)}
    found = [
        change
        for claim_id, claim in claims.items()
        if (change := _claim_change(claim, before.get(claim_id), after.get(claim_id)))
    ]
    return Changes(
        old_date=old.date,
        new_date=new.date,
        question=new.question,
        made_with=tuple(_made_with(old, new)),
        papers=tuple(_paper_changes(old, new)),
        claims=tuple(sorted(found, key=lambda change: (_ORDER.index(change.kind), change.claim.claim_id))),
        same=len(claims) - len(found),
        noticed=NOTICED,
        findings=finding_changes(old, new),
    )


def _claim_change(claim: Claim, old: Verdict | None, new: Verdict | None) -> ClaimChange | None:
    kind = _kind(old, new)
    if kind is None:
        return None
    had = {evidence_identity(piece): piece for piece in (old.evidence if old else ())}
    has = {evidence_identity(piece): piece for piece in (new.evidence if new else ())}
    gained = tuple(piece for key, piece in has.items() if key not in had)
    lost = tuple(piece for key, piece in had.items() if key not in has)
    return ClaimChange(kind, claim, old, new, gained, lost)


def _kind(old: Verdict | None, new: Verdict | None) -> ChangeKind | None:
    if old is None or new is None:
        return "new" if old is None else "gone"
    if old.label != new.label:
        return "verdict"
    if (old.traced, old.restated, old.corroborated) != (new.traced, new.restated, new.corroborated):
        return "support"
    # Above all a figure under another protocol, which counts for neither side and is what a reader must hear of.
    if _pieces(old) != _pieces(new):
        return "evidence"
    return "confidence" if abs(old.confidence - new.confidence) >= NOTICED else None


def _pieces(verdict: Verdict) -> set[tuple[str, ...]]:
    return {*map(evidence_identity, verdict.evidence), *map(measured_identity, verdict.measured)}


def _paper_changes(old: Report, new: Report) -> Iterator[PaperChange]:
    before = {paper.paper_id: paper for paper in old.papers}
    after = {paper.paper_id: paper for paper in new.papers}
    for paper_id in sorted(before.keys() | after.keys()):
        was, is_now = before.get(paper_id), after.get(paper_id)
        if was is None and is_now is not None:
            yield PaperChange("new", is_now)
        elif is_now is None and was is not None:
            yield PaperChange("gone", was)
        elif was is not None and is_now is not None:
            if is_now.withdrawn and not was.withdrawn:
                yield PaperChange("withdrawn", is_now, was.version)
            elif is_now.version != was.version:
                yield PaperChange("version", is_now, was.version)


def _made_with(old: Report, new: Report) -> Iterator[str]:
    """What may change verdicts without a new paper: the question, the program, its models and its settings."""
    for what, was, is_now in (
        ("question", old.question, new.question),
        ("litsynth", old.version, new.version),
        *((role, _model(old, role), _model(new, role)) for role in sorted(old.models.keys() | new.models.keys())),
        *_settings(old, new),
    ):
        if was != is_now:
            yield f"{what}: {was or 'none'} / {is_now or 'none'}"


def _settings(old: Report, new: Report) -> Iterator[tuple[str, str, str]]:
    """Each setting that may change a result, as it was and as it is now."""
    # A report that is older than a setting was made as its default has it.
    default = _flat(encode(Settings()))
    before, after = default | _flat(old.settings), default | _flat(new.settings)
    for name in sorted((before.keys() | after.keys()) - OF_THE_MACHINE):
        yield name, before.get(name, ""), after.get(name, "")


def _flat(settings: Mapping[str, object]) -> dict[str, str]:
    sections = {name: keys for name, keys in settings.items() if isinstance(keys, dict)}
    return {f"{name}.{key}": str(value) for name, keys in sections.items() for key, value in keys.items()}


def _model(report: Report, role: str) -> str:
    return " ".join(value for _, value in sorted(report.models.get(role, {}).items()))
