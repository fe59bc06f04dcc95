"""One passage against one claim: scores slot by slot, the entailment model's opinion, and the gates."""

from collections.abc import Mapping, Sequence
from typing import Literal

from litsynth.anchors import anchor_of_passage
from litsynth.config import VerifySettings
from litsynth.protocol import compare, read_protocol, same_subject
from litsynth.quantities import check_numbers, find_quantities, numbers_agree
from litsynth.records import Claim, Document, Evidence, Judgement, NumberCheck, Paper, Passage, Stance, SupportKind
from litsynth.text import split_sentences
from litsynth.verify.kinds import support_kind
from litsynth.verify.measurements import Measurement, measurements_in, measurements_of_table
from litsynth.verify.premise import evidence_quantities, premise_of
from litsynth.verify.scores import ScoreComparison, compare_scores
from litsynth.verify.trace import Found
from litsynth.verify.wording import read_wording

Opinion = tuple[Stance, str]
Basis = Literal["scores", "entailment"]
_NOTHING: Opinion = ("neutral", "")


def weigh(
    claim: Claim,
    passage: Passage,
    document: Document,
    judgement: Judgement,
    papers: Mapping[str, Paper],
    settings: VerifySettings,
    found: Sequence[Found] = (),
) -> Evidence:
    """The stance of one passage on one claim, with the reason in `why`.

    Where all figures of the claim were found in the table that the passage is a row of (`found`), that is support.
    Where the claim states scores and the passage has scores of the same system, data set and language (or average),
    these decide. Otherwise the entailment model does, and its word is taken only when every quantity of the
    claim agrees with one of the passage and no part of the protocol is known to differ. It can refute only what
    states no number, under the same protocol: a contradiction between numbers is not left to a model.
    """
    compared = _found(found) if found else _compared(claim, passage, document)
    checks = compared.checks or check_numbers(claim.quantities, evidence_quantities(claim, passage, document))
    kind = support_kind(claim, passage, checks, papers)
    machine_written = (paper := papers.get(passage.paper_id)) is not None and paper.machine_written
    if machine_written:
        stance, why = _NOTHING
    elif compared.finding != "silent":
        stance, why = _by_scores(compared, kind, passage.table >= 0)
    else:
        stance, why = _by_entailment(claim, _read(passage, document, claim), judgement, checks, settings)
    basis: Basis = "entailment" if compared.finding == "silent" else "scores"
    return Evidence(
        claim_id=claim.claim_id,
        passage=passage,
        anchor=anchor_of_passage(document, passage),
        stance=stance,
        support_kind=kind,
        judgement=judgement,
        numbers=checks,
        why=why,
        basis=basis,
        confidence=settings.scores if basis == "scores" else _probability(stance, judgement),
    )


def _found(places: Sequence[Found]) -> ScoreComparison:
    derived = any(place.minus for place in places)
    why = "the table's figures, one of them a difference of two cells" if derived else "the same score"
    return ScoreComparison("same", tuple(place.check() for place in places), why)


def _compared(claim: Claim, passage: Passage, document: Document) -> ScoreComparison:
    mine = measurements_in(claim.text)
    theirs = _measurements(passage, document, mine)
    compared = compare_scores(claim.quantities, mine, theirs, find_quantities(passage.text), passage.table >= 0)
    # Equal scores do not settle what the claim says beyond them.
    more = compared.finding in ("same", "alike") and read_wording(claim.text, claim.quantities).more
    return ScoreComparison("silent") if more else compared


def _by_scores(compared: ScoreComparison, kind: SupportKind, row: bool) -> Opinion:
    own = kind == "own paper"
    if compared.finding == "same":
        return "supports", compared.why or "the same score"
    if compared.finding == "other protocol":
        return "different protocol", compared.why
    if compared.finding == "alike":
        return _NOTHING if own else ("supports", f"a like score: {compared.why}")
    if not own:
        return "different protocol", f"{compared.why}; recipe unknown"
    # Two sentences of one paper may speak of two runs without saying so; a row of its table is what it measured.
    return ("refutes", f"another score in the claim's own table: {compared.why}") if row else _NOTHING


def _by_entailment(
    claim: Claim, premise: str, judgement: Judgement, checks: tuple[NumberCheck, ...], settings: VerifySettings
) -> Opinion:
    claimed, given = read_protocol(claim.text), read_protocol(premise)
    agreement, field = compare(claimed, given)
    about_same = same_subject(claimed, given)
    if judgement.entailment >= settings.support:
        if agreement == "different":
            return ("different protocol", field) if about_same and numbers_agree(checks) else ("neutral", field)
        if numbers_agree(checks):
            return "supports", "entailed" + (", numbers agree" if checks else "")
        reason = next(check.why for check in checks if not check.agree)
        return "neutral", f"entailed but for a number: {reason}"
    if judgement.contradiction >= settings.refute and not checks and about_same and agreement == "same":
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
