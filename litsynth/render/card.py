"""One claim as a reviewer judges it, in plain text: what it says and where, the verdict, the evidence on each side."""

from collections.abc import Iterator
from dataclasses import dataclass

from litsynth.records import Anchor, Evidence
from litsynth.render.arrange import ClaimSection
from litsynth.render.decided import moment
from litsynth.render.lookup import Lookup
from litsynth.render.marked import cells_of
from litsynth.render.measured import measured_words
from litsynth.render.phrases import number_check, place_words, quantity
from litsynth.render.words import STANCES, confidence_word, count, percent, read_as, verdict_word
from litsynth.review import ClaimDecisions, Standing, one_line


@dataclass(frozen=True, slots=True)
class CardLine:
    """One paragraph of a card: its field (empty: it goes on with the one before), its depth in steps, its text."""

    field: str
    depth: int
    text: str


def claim_card(part: ClaimSection, lookup: Lookup, decided: ClaimDecisions | None, whole: bool) -> tuple[CardLine, ...]:
    """The lines of a card, safe for a terminal; the strongest piece of each stance, or with `whole` every piece."""
    lines = (*_claim(part, lookup), *_verdict(part), *_evidence(part, lookup, whole), *_decided(decided))
    return tuple(CardLine(line.field, line.depth, one_line(line.text)) for line in lines)


def plain_source(anchor: Anchor, lookup: Lookup) -> str:
    """Paper and place of a quote: `Lindqvist et al. 2021, v2, Table 2, row “PolyBridge” (LaTeX source)`."""
    paper = lookup.papers[anchor.paper_id]
    flags = ("withdrawn" if paper.withdrawn else "", "machine-written" if paper.machine_written else "")
    cited = ", ".join(filter(None, (lookup.citations[anchor.paper_id], paper.version, *flags, place_words(anchor))))
    where = f"; {anchor.source}" if anchor.source else ""
    return one_line(f"{cited} ({read_as(anchor.substrate)}{where})")


def piece_basis(piece: Evidence) -> str:
    """What decided that piece's stance: `own paper; entails 0.97, neutral 0.02, contradicts 0.01`."""
    judged = piece.judgement
    if piece.basis in ("scores", "ranking"):
        what = "scores" if piece.basis == "scores" else "figures and words"
        how = f"decided by its {what}, {percent(piece.confidence)}"
    else:
        how = f"entails {judged.entailment:.2f}, neutral {judged.neutral:.2f}, contradicts {judged.contradiction:.2f}"
    return f"{piece.support_kind}; {how}"


def verdict_words(part: ClaimSection) -> str:
    """The tool's verdict with confidence, counts and reason, as one line."""
    verdict = part.verdict
    confidence = f", confidence {percent(verdict.confidence)} ({confidence_word(verdict.confidence)})"
    support = f" {verdict.traced} traced, {verdict.restated} restated, {verdict.corroborated} corroborated;"
    why = f" {verdict.why[0].upper()}{verdict.why[1:].rstrip('.')}." if verdict.why else ""
    said = f"{verdict_word(verdict.label)}{confidence}." + (support if part.settled else "")
    return one_line(f"{said} {count(verdict.looked_at, 'passage')} looked at.{why}")


def standing_words(made: Standing) -> str:
    """One decision: `Ada, 2199-03-14 10:00 UTC: accepted: Supported`."""
    decision = made.decision
    label = f": {verdict_word(decision.label)}" if decision.label else ""
    what = {"accept": "accepted", "overrule": "overruled", "note": "note"}[decision.kind]
    reason = f": {decision.reason}" if decision.reason else ""
    stale = " [the verdict or the evidence under it has changed since]" if made.stale else ""
    return one_line(f"{decision.reviewer}, {moment(decision.at)}: {what}{label}{reason}{stale}")


def _claim(part: ClaimSection, lookup: Lookup) -> Iterator[CardLine]:
    claim = part.claim
    yield CardLine("Claim", 0, claim.text)
    if claim.quote != claim.text:
        yield CardLine("Quote", 0, f"“{claim.quote}”")
    yield CardLine("From", 0, plain_source(claim.anchor, lookup))
    for place in claim.also_at:
        yield CardLine("", 0, f"also {plain_source(place, lookup)}")
    if claim.attributed:
        yield CardLine("", 0, "The paper reports this of another work.")
    if claim.quantities:
        yield CardLine("Numbers", 0, "; ".join(quantity(number, str) for number in claim.quantities))


def _verdict(part: ClaimSection) -> Iterator[CardLine]:
    yield CardLine("Verdict", 0, verdict_words(part))


def _evidence(part: ClaimSection, lookup: Lookup, whole: bool) -> Iterator[CardLine]:
    for stance, word in STANCES.items():
        pieces = [piece for piece in part.verdict.evidence if piece.stance == stance]
        shown = pieces if whole else pieces[:1]
        if shown:
            number = f"{len(shown)} of {len(pieces)}" if len(shown) < len(pieces) else f"{len(pieces)}"
            yield CardLine(word, 0, f"({number})")
        for piece in shown:
            yield from _piece(piece, lookup)
    for at, result in enumerate(part.verdict.measured):
        yield CardLine("" if at else "Measured here", 0, measured_words(result))
    if not part.verdict.evidence:
        yield CardLine("Evidence", 0, f"none among the {count(part.verdict.looked_at, 'passage')} looked at")


def _piece(piece: Evidence, lookup: Lookup) -> Iterator[CardLine]:
    yield CardLine("", 1, f"{plain_source(piece.anchor, lookup)}; {piece_basis(piece)}")
    cells = cells_of(piece)
    exact = " | ".join(f">{text}<" if found else text for text, found in cells) if cells else piece.anchor.exact
    yield CardLine("", 2, f"“{exact}”")
    for check in piece.numbers:
        yield CardLine("", 2, number_check(check, str))
    if piece.why:
        yield CardLine("", 2, f"why: {piece.why}")


def _decided(decided: ClaimDecisions | None) -> Iterator[CardLine]:
    if decided:
        for number, made in enumerate((*decided.judgements, *decided.notes)):
            yield CardLine("" if number else "Decided", 0, standing_words(made))
        if decided.conflicting:
            yield CardLine("", 0, "Reviewers disagree.")
