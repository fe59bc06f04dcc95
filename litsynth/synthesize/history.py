"""The searches in the life of a report that is kept up to date."""

from collections import Counter

from litsynth.records import Changes, Report, Update


def history_with(old: Report, new: Report, changes: Changes) -> tuple[Update, ...]:
    """The searches up to `old`, and then that of `new`; `changes` lie between the two."""
    before = old.history or (Update(old.date, old.funnel.identified, old.funnel.read),)
    claims = Counter(change.kind for change in changes.claims)
    papers = Counter(change.kind for change in changes.papers)
    new_papers, new_versions = _papers(old, new) or (papers["new"], papers["version"])
    update = Update(
        date=new.date,
        identified=new.funnel.identified,
        read=new.funnel.read,
        new_papers=new_papers,
        new_versions=new_versions,
        withdrawn=papers["withdrawn"],
        verdicts=claims["verdict"],
        new_claims=claims["new"],
        gone_claims=claims["gone"],
        moved=claims["support"] + claims["evidence"] + claims["confidence"],
    )
    return (*before, update)


def _papers(old: Report, new: Report) -> tuple[int, int] | None:
    """New papers and new versions among those read; None for a report that does not say which it read."""
    if not old.read:
        return None
    newer = sum(old.read.get(key, version) != version for key, version in new.read.items())
    return len(new.read.keys() - old.read.keys()), newer
