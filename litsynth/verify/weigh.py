"""One passage against one claim: scores slot by slot, the entailment model's opinion, and the gates."""

import re
from collections.abc import Mapping, Sequence

from litsynth.anchors import anchor_of_passage
from litsynth.config import VerifySettings
from litsynth.protocol import compare, read_protocol, same_subject
from litsynth.quantities import check_numbers, find_quantities, numbers_agree
from litsynth.quantities.metrics import other_metric
from litsynth.records import (
    Basis,
    CellAt,
    Claim,
    Document,
    Evidence,
    Judgement,
    NumberCheck,
    Paper,
    Passage,
    Stance,
    SupportKind,
)
from litsynth.text import split_sentences
from litsynth.verify.derived import Derivation, derive
from litsynth.verify.differ import OTHER, other_names, other_place, unlike
from litsynth.verify.found import Found, Statement
from litsynth.verify.kinds import said_again, speaks_of, support_kind
from litsynth.verify.measurements import Measurement, measurements_in, measurements_of_table
from litsynth.verify.premise import evidence_quantities, premise_of
from litsynth.verify.scores import ScoreComparison, compare_scores
from litsynth.verify.tied import tied_elsewhere
from litsynth.verify.told_gains import compare_gains
from litsynth.verify.whose import of_its_own
from litsynth.verify.wording import read_wording

Opinion = tuple[Stance, str]
_LATER = re.compile(r"(?<=\d)v([2-9]|\d\d)\b")
"""The version in a source line, from the second."""
_NOTHING: Opinion = ("neutral", "")
# The model cannot tell the columns of a row apart: most of what it wrongly calls entailed stands in another one.
_WHICH_CELL: Opinion = (
    "neutral",
    "a row that holds its numbers, but not known to hold them in the cells that are meant",
)
_SAID_AGAIN: Opinion = ("neutral", "its own paper says it again, with the same numbers")


def weigh(
    claim: Claim,
    passage: Passage,
    document: Document,
    judgement: Judgement,
    papers: Mapping[str, Paper],
    settings: VerifySettings,
    found: Sequence[Found] | Statement = (),
) -> Evidence:
    """The stance of one passage on one claim, with the reason in `why`.

    Figures `found` in the table that the passage is a row of, or in its sentences, support, or are against it. Else
    scores of the same system, data set and place decide; else the entailment model, if every quantity agrees and nothing
    that both name is known to differ. It refutes only what states no number. The claim's own text over again is no evidence.
    """
    compared = _found(found) if found else _compared(claim, passage, document)
    derived = _derived(claim, passage, document) if compared.finding == "silent" else None
    if derived:
        compared = ScoreComparison("same", derived.checks, derived.why)
    checks = compared.checks or check_numbers(claim.quantities, evidence_quantities(claim, passage, document))
    anchor = anchor_of_passage(document, passage)
    kind = support_kind(claim, passage, anchor.source, checks, papers)
    difference = _difference(claim, passage, document) if compared.finding == "silent" else ""
    checks = unlike(checks, difference) if difference else checks
    if compared.finding == "silent":
        stance, why = _by_reading(claim, passage, document, judgement, checks, settings, difference)
    else:
        refuting = passage.table >= 0 and speaks_of(claim, passage, anchor.source, papers)
        stance, why = _by_scores(compared, kind, refuting)
    if stance == "supports":
        metric = "" if derived or _is_turned(found) else _other_metric(claim, passage)
        stance, why = _gated(claim, anchor.source, metric, _read(passage, document, claim)) or (stance, why)
    # What does not state the figure is not the claim over again, though it gives it.
    stance, why = _barred(claim, passage, anchor.source, () if derived else checks, papers) or (stance, why)
    chance = _chance(found)
    basis: Basis = "entailment" if compared.finding == "silent" else "ranking" if chance else "scores"
    confidence = _probability(stance, judgement) if basis == "entailment" else chance or settings.scores
    places = _places(found) if stance == "supports" else ()
    return Evidence(
        claim.claim_id, passage, anchor, stance, kind, judgement, checks, why, basis, confidence, places=places
    )


def _gated(claim: Claim, source: str, metric: str, premise: str) -> Opinion | None:
    """Why figures that agree do not support.

    Another metric is named, the claim says of which runs or models a score is and what it is told of does not, or a later
    version printed them than the first.
    """
    if metric:
        return "neutral", f"its figures, but not known to be {metric}"
    made = read_protocol(claim.text).aggregations if claim.primary != claim.paper_id else ()
    if made and not read_protocol(premise).aggregations:
        return "neutral", f"its figures, but not known to be {', '.join(made)}"
    later = _LATER.search(source)
    first = later and read_protocol(claim.text).versions == ("v1",)
    return ("different protocol", f"version: v1 / v{later[1]}") if later and first else None


def _other_metric(claim: Claim, passage: Passage) -> str:
    """The metric that a claim names and a passage of another paper names others than."""
    return other_metric(claim.text, passage.text) if claim.paper_id != passage.paper_id else ""


def _is_turned(found: Sequence[Found] | Statement) -> bool:
    """Whether an error rate was found as the accuracy that it leaves, or the other way round."""
    return bool(found) and not isinstance(found, Statement) and len(found[0].of) == 1


def _figures_in_row(passage: Passage, document: Document) -> int:
    """How many cells of the table row that a passage is hold a number; 0 for prose."""
    if passage.table < 0:
        return 0
    cells = (cell for cell in document.tables[passage.table].cells if cell.row == passage.row)
    return sum(bool(find_quantities(cell.span.of(document.text))) for cell in cells)


def _barred(
    claim: Claim, passage: Passage, source: str, checks: Sequence[NumberCheck], papers: Mapping[str, Paper]
) -> Opinion | None:
    """Why a passage is no evidence, whatever it says: written by a machine, or the claim over again."""
    if (paper := papers.get(passage.paper_id)) is not None and paper.machine_written:
        return _NOTHING
    return _SAID_AGAIN if said_again(claim, passage, source, checks) else None


def _chance(found: Sequence[Found] | Statement) -> float:
    if isinstance(found, Statement):
        return found.chance
    return found[0].chance if found and not found[0].against else 0.0


def _places(found: Sequence[Found] | Statement) -> tuple[tuple[CellAt, ...], ...]:
    if isinstance(found, Statement) or any(place.of for place in found):
        return ()
    return tuple(
        tuple(CellAt(place.grid.table, cell.row_number, cell.column_number) for cell in place.cells) for place in found
    )


def _found(places: Sequence[Found] | Statement) -> ScoreComparison:
    if isinstance(places, Statement):
        why = f"sentences of the paper state its figures, and of its words {', '.join(places.words)}"
        return ScoreComparison("same", places.checks, why)
    checks = tuple(place.check() for place in places)
    if places[0].beyond:
        told = "; ".join(f"{check.claim} is {check.evidence}" for check in checks)
        why = f"its figures stand there ({told}); it says more than they do: {places[0].beyond!r}"
        return ScoreComparison("figures only", checks, why)
    if places[0].against:
        figures = f"{checks[0].claim} against {checks[0].evidence}"
        if places[0].split:
            return ScoreComparison("other protocol", checks, f"{figures}; {places[0].split}")
        return ScoreComparison("other number", checks, figures)
    derived = sum(place.minus is not None for place in places)
    if places[0].of:
        return ScoreComparison("same", checks, "computed from the cells of a line of the table")
    why = (
        f"the table's figures, {derived} of {len(places)} as a difference of two cells" if derived else "the same score"
    )
    if places[0].words:
        why += f", picked out by {', '.join(places[0].words)}"
    caveats = dict.fromkeys(told for place in places for told in (place.caveat, place.doubt) if told)
    return ScoreComparison("same", checks, "; ".join((why, *caveats)))


def _compared(claim: Claim, passage: Passage, document: Document) -> ScoreComparison:
    mine = measurements_in(claim.text)
    theirs = _measurements(passage, document, mine)
    compared = compare_scores(claim.quantities, mine, theirs, find_quantities(passage.text), passage.table >= 0)
    if compared.finding == "silent" and passage.table < 0:
        return compare_gains(claim.text, claim.quantities, passage.text)
    if compared.finding not in ("same", "alike"):
        return compared
    # Equal scores do not settle what the claim says beyond them, nor those that a sentence tells of something else.
    wording = read_wording(claim.text, claim.quantities)
    more = wording.more or wording.denied
    elsewhere = passage.table < 0 and tied_elsewhere(claim.text, passage.text)
    return ScoreComparison("silent") if more or elsewhere else compared


def _derived(claim: Claim, passage: Passage, document: Document) -> Derivation | None:
    """What running text gives by arithmetic, where it does not state it."""
    if passage.table >= 0 or not claim.quantities:
        return None
    sentences = [document.sentences[number].span.of(document.text) for number in passage.sentences]
    found = derive(claim.text, claim.quantities, sentences, document.title)
    named = other_names(claim.text, [document.title, *sentences]) if found else ""
    # An error rate may follow from an accuracy; `derive` looks at metrics itself.
    return None if named and not named.startswith("metric") else found


def _difference(claim: Claim, passage: Passage, document: Document) -> str:
    """What claim and passage both name and are known to differ in, of each score or as a whole."""
    mine = measurements_in(claim.text)
    premise = _read(passage, document, claim)
    elsewhere = tied_elsewhere(claim.text, premise) if passage.table < 0 else ""
    return other_place(mine, _measurements(passage, document, mine)) or other_names(claim.text, [premise]) or elsewhere


def _by_scores(compared: ScoreComparison, kind: SupportKind, refuting: bool) -> Opinion:
    own = kind == "own paper"
    if compared.finding == "same":
        return "supports", compared.why or "the same score"
    if compared.finding == "figures only":
        return "neutral", compared.why
    if compared.finding == "other protocol":
        return "different protocol", compared.why
    if compared.finding == "alike":
        return _NOTHING if own else ("supports", f"a like score: {compared.why}")
    if not own:
        return "different protocol", f"{compared.why}; recipe unknown"
    # Two sentences of one paper may speak of two runs without saying so; a row of its table is what it measured.
    return ("refutes", f"another score in a table of the claim's own paper: {compared.why}") if refuting else _NOTHING


def _by_reading(
    claim: Claim,
    passage: Passage,
    document: Document,
    judgement: Judgement,
    checks: tuple[NumberCheck, ...],
    settings: VerifySettings,
    difference: str,
) -> Opinion:
    opinion = _by_entailment(claim, _read(passage, document, claim), judgement, checks, settings, difference)
    if opinion[0] != "neutral" and (own := of_its_own(claim, passage)):
        return "neutral", f"only its own paper says which are meant by {own!r}"
    unclear = opinion[0] == "supports" and checks and _figures_in_row(passage, document) > 1
    return _WHICH_CELL if unclear else opinion


def _by_entailment(
    claim: Claim,
    premise: str,
    judgement: Judgement,
    checks: tuple[NumberCheck, ...],
    settings: VerifySettings,
    difference: str,
) -> Opinion:
    claimed, given = read_protocol(claim.text), read_protocol(premise)
    agreement, field = compare(claimed, given)
    about_same = same_subject(claimed, given)
    difference = difference or (field if agreement == "different" else "")
    if judgement.entailment >= settings.support:
        if difference:
            numbers = all(check.agree or check.why.startswith(OTHER) for check in checks)
            return ("different protocol", difference) if about_same and numbers else ("neutral", difference)
        if numbers_agree(checks):
            return "supports", "entailed" + (", numbers agree" if checks else "")
        reason = next(check.why for check in checks if not check.agree)
        return "neutral", f"entailed but for a number: {reason}"
    contradicted = judgement.contradiction >= settings.refute and not checks and about_same and agreement == "same"
    if contradicted and not difference:
        return "refutes", "contradicted under the same protocol"
    return _NOTHING


def _probability(stance: Stance, judgement: Judgement) -> float:
    if stance == "supports":
        return judgement.entailment
    if stance == "refutes":
        return judgement.contradiction
    return 1 - judgement.neutral if stance == "different protocol" else judgement.neutral


def _measurements(passage: Passage, document: Document, mine: Sequence[Measurement]) -> tuple[Measurement, ...]:
    if passage.table < 0:
        sentences = (span.of(passage.text) for span in split_sentences(passage.text))
        return tuple(measurement for sentence in sentences for measurement in measurements_in(sentence))
    # A claim about several systems needs several rows; a row speaks with its table where it holds one of the systems.
    found = measurements_of_table(document, passage.table)
    row = tuple(measurement for number, measurement in found if number == passage.row)
    systems = {measurement.system for measurement in row} & {measurement.system for measurement in mine}
    return tuple(measurement for _, measurement in found) if systems else row


def _read(passage: Passage, document: Document, claim: Claim) -> str:
    return passage.text if passage.table < 0 else premise_of(claim, passage, document)
