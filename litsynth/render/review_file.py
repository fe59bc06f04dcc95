"""A report as a file that a reviewer fills in: Markdown with boxes to tick, or CSV for a spreadsheet program."""

import csv
import io

from litsynth.records import Decision, Evidence, Report
from litsynth.render.arrange import ClaimSection, arrange
from litsynth.render.card import claim_card, piece_basis, plain_source, standing_words, verdict_words
from litsynth.render.escape import escape_markdown as md
from litsynth.render.lookup import Lookup
from litsynth.render.phrases import number_check
from litsynth.render.words import STANCES
from litsynth.review import (
    CLAIM_MARK,
    COLUMNS,
    KEY,
    LABELS,
    REPORT_MARK,
    ClaimDecisions,
    base_digest,
    guarded,
    one_line,
    report_digest,
    standing_decisions,
)

_HOW_TO = """\
Tick one box of a claim, `[x]`, and write behind `Reason:` why (needed where you overrule) and behind `Note:` what else
there is to say. Nothing else is read; leave the headings and the lines `<!-- ... -->` as they are. A claim that you leave
as it is stays as it is. Then: `litsynth review REPORT --import THIS-FILE`"""


def review_markdown(report: Report, reviewer: str = "") -> str:
    """Every claim with its evidence and a box for each label, in the order of report.md, ending in one newline.

    The boxes of what `reviewer` decided on the verdicts in force are ticked. Raises BadRecord as `Lookup.of` does.
    """
    lookup = Lookup.of(report)
    standing = standing_decisions(report.decisions, report.verdicts)
    head = [
        f"# Review: {md(report.question)}",
        REPORT_MARK.format(report=report_digest(report)),
        f"Reviewer: {md(reviewer)}".rstrip(),
        _HOW_TO,
    ]
    claims = (
        _claim(part, lookup, standing.get(part.claim.claim_id), reviewer) for part in arrange(report, lookup).sections
    )
    return "\n\n".join([*head, *claims]) + "\n"


def review_csv(report: Report, reviewer: str = "") -> str:
    """The same as CSV (RFC 4180) that begins with a byte order mark, by which Excel knows UTF-8.

    A cell that a spreadsheet program would run as a formula begins with an apostrophe. Raises BadRecord as `Lookup.of`.
    """
    lookup = Lookup.of(report)
    standing = standing_decisions(report.decisions, report.verdicts)
    identity = report_digest(report)
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for part in arrange(report, lookup).sections:
        decided = standing.get(part.claim.claim_id)
        row = _row(part, lookup, decided, reviewer, identity)
        writer.writerow([guarded(one_line(row[name])) for name in COLUMNS])
    return out.getvalue()


def _claim(part: ClaimSection, lookup: Lookup, decided: ClaimDecisions | None, reviewer: str) -> str:
    standing, mine = _own(decided, reviewer)
    mark = CLAIM_MARK.format(claim_id=part.claim.claim_id, base=base_digest(standing))
    card = [
        f"**{line.field}** {md(line.text)}" if line.field else f"> {md(line.text)}"
        for line in claim_card(part, lookup, decided, whole=False)
    ]
    options = [(f"{'accept' if label == part.verdict.label else 'overrule'}: {label}", label) for label in LABELS]
    options.sort(key=lambda option: option[0].startswith("overrule"))
    boxes = [f"- [{'x' if mine and mine.label == label else ' '}] {option}" for option, label in options]
    reason = f"Reason: {md(mine.reason)}" if mine and mine.reason else "Reason:"
    return "\n\n".join([f"## {part.name}", mark, *card, "\n".join(boxes), reason, "Note:"])


def _row(
    part: ClaimSection, lookup: Lookup, decided: ClaimDecisions | None, reviewer: str, report: str
) -> dict[str, str]:
    standing, mine = _own(decided, reviewer)
    claim = part.claim
    sides = {stance.replace(" ", "_"): _side(part, stance, lookup) for stance in STANCES}
    said = decided.judgements + decided.notes if decided else ()
    return {
        "claim": part.name,
        "statement": claim.text if claim.quote == claim.text else f"{claim.text} — “{claim.quote}”",
        "paper": plain_source(claim.anchor, lookup),
        "verdict": verdict_words(part),
        **sides,
        "decided": "; ".join(standing_words(one) for one in said),
        "decision": mine.kind if mine else "",
        "label": (mine.label or "") if mine and mine.kind == "overrule" else "",
        "reason": mine.reason if mine else "",
        "note": "",
        "reviewer": reviewer,
        "key": KEY.format(report=report, claim_id=claim.claim_id, base=base_digest(standing)),
    }


def _own(decided: ClaimDecisions | None, reviewer: str) -> tuple[Decision | None, Decision | None]:
    """The reviewer's judgement that stands, and the same where it was made on the verdict in force."""
    mine = [made for made in (decided.judgements if decided else ()) if made.decision.reviewer == reviewer]
    return next(((made.decision, None if made.stale else made.decision) for made in mine), (None, None))


def _side(part: ClaimSection, stance: str, lookup: Lookup) -> str:
    """The strongest piece of a stance, and how many there are."""
    pieces = [piece for piece in part.verdict.evidence if piece.stance == stance]
    return " ".join(_piece(piece, len(pieces), lookup) for piece in pieces[:1])


def _piece(piece: Evidence, number: int, lookup: Lookup) -> str:
    first = f"(1 of {number}) " if number > 1 else ""
    said = [f"{first}{plain_source(piece.anchor, lookup)}; {piece_basis(piece)}: “{piece.anchor.exact}”"]
    said += [number_check(check, str) for check in piece.numbers]
    return ". ".join([*said, f"why: {piece.why}"] if piece.why else said)
