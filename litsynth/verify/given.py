"""Evidence that was given, not searched for: one text or table, held against a claim by the same rules as a run's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from litsynth.config import VerifySettings
from litsynth.quantities import find_quantities
from litsynth.records import Basis, Claim, Document, Judgement, NumberCheck, Quantity, Stance
from litsynth.verify.decide import stance_of_given
from litsynth.verify.derived import derive
from litsynth.verify.differ import other_names, other_place, unlike
from litsynth.verify.grid import grids_of
from litsynth.verify.measurements import Measurement, measurements_in, measurements_of_table
from litsynth.verify.scores import Finding, ScoreComparison, compare_scores
from litsynth.verify.told_gains import compare_gains
from litsynth.verify.trace import trace
from litsynth.verify.wording import read_wording

Placed = tuple[int, Measurement]
_UNSTATED = "unstated"
_BY_GAIN: dict[Finding, Stance] = {"same": "supports", "other protocol": "different protocol"}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What given evidence says of a claim. `rows` index its sentences and table rows; empty: those that the model chose."""

    stance: Stance
    basis: Basis
    confidence: float
    checks: tuple[NumberCheck, ...]
    why: str
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """Evidence as sentences, in order, some of which render rows of the tables in `document`.

    `row_at[table, row]` is the sentence that renders a row.
    """

    document: Document
    sentences: tuple[str, ...]
    row_at: dict[tuple[int, int], int]

    @property
    def running_at(self) -> tuple[int, ...]:
        """The sentences that render no row, by index."""
        rows = set(self.row_at.values())
        return tuple(at for at in range(len(self.sentences)) if at not in rows)

    @property
    def running(self) -> tuple[str, ...]:
        """The sentences that render no row."""
        return tuple(self.sentences[at] for at in self.running_at)

    @property
    def prose(self) -> tuple[Placed, ...]:
        """The scores of running text, each with its sentence."""
        return tuple((at, found) for at in self.running_at for found in measurements_in(self.sentences[at]))

    @property
    def table_rows(self) -> tuple[Placed, ...]:
        """The scores of table rows, each with the sentence that renders its row."""
        return tuple(
            (self.row_at[number, row], found)
            for number in range(len(self.document.tables))
            for row, found in measurements_of_table(self.document, number)
        )


def weigh_given(
    claim: Claim, given: Given, judgement: Judgement, checks: tuple[NumberCheck, ...], settings: VerifySettings
) -> Opinion:
    """The stance of given evidence on a claim; `judgement` is of its strongest window, `checks` of all of it.

    Scores decide where claim and evidence settle the same slots, as in a run. Given evidence has no other protocol
    to fall back on, so slots that both leave open count as the same, with the model's confidence. Otherwise the model
    decides, but what both sides name and differ in is neither support nor refutation.
    """
    places = trace(claim, given.document, grids_of(given.document))
    if places:
        rows = sorted({given.row_at[place.grid.table, cell.row_number] for place in places for cell in place.cells})
        return _decided("supports", tuple(place.check() for place in places), "the same score", rows, settings)
    mine, rows_said, prose = measurements_in(claim.text), given.table_rows, given.prose
    rest = [quantity for text in given.sentences for quantity in find_quantities(text)]
    for theirs, from_row in ((rows_said, True), (prose, False)):
        compared = _compared(claim, mine, theirs, rest, from_row)
        at = _places(mine, theirs)
        if compared.finding == "other number":
            return _decided("refutes", compared.checks, compared.why, at, settings)
        if compared.finding == "other protocol":
            return _decided("different protocol", compared.checks, compared.why, at, settings)
        if compared.finding == "same":
            return _decided("supports", compared.checks, "the same score", at, settings)
    if told := _by_gains(claim, given, settings) or _derived(claim, given, settings):
        return told
    named = other_names(claim.text, (given.document.title, *given.sentences))
    for theirs, from_row in ((rows_said, True), (prose, False)):
        filled, those = [_filled(one) for one in mine], [(at, _filled(other)) for at, other in theirs]
        opened = _compared(claim, filled, those, rest, from_row)
        if opened.finding == "other number" and not named:
            rows = _places(filled, those)
            return Opinion("refutes", "entailment", 1 - judgement.neutral, opened.checks, opened.why, tuple(rows))
    elsewhere = other_place(mine, [other for _, other in (*rows_said, *prose)])
    if elsewhere:
        return _decided("different protocol", unlike(checks, elsewhere), elsewhere, (), settings)
    return _by_model(judgement, checks, named, settings)


def _by_gains(claim: Claim, given: Given, settings: VerifySettings) -> Opinion | None:
    """What sentences that tell a gain say of the claim's, the same gain before another one."""
    gains = [(at, compare_gains(claim.text, claim.quantities, given.sentences[at])) for at in given.running_at]
    for finding, stance in _BY_GAIN.items():
        told = [(at, gain) for at, gain in gains if gain.finding == finding]
        if told:
            return _decided(stance, told[0][1].checks, told[0][1].why, [at for at, _ in told], settings)
    return None


def _derived(claim: Claim, given: Given, settings: VerifySettings) -> Opinion | None:
    """What the running text gives by arithmetic, with the sentences whose figures are used."""
    found = derive(claim.text, claim.quantities, given.running, given.document.title)
    rows = [given.running_at[at] for at in found.sentences] if found else []
    return _decided("supports", found.checks, found.why, rows, settings) if found else None


def _by_model(judgement: Judgement, checks: tuple[NumberCheck, ...], named: str, settings: VerifySettings) -> Opinion:
    stance = stance_of_given(judgement, checks, settings)
    if named and stance != "neutral":
        return Opinion("different protocol", "entailment", 1 - judgement.neutral, unlike(checks, named), named)
    confidence = max(judgement.entailment, judgement.contradiction) if stance != "neutral" else 0.0
    return Opinion(stance, "entailment", confidence, unlike(checks, named) if named else checks, named)


def _decided(
    stance: Stance, checks: tuple[NumberCheck, ...], why: str, rows: Sequence[int], settings: VerifySettings
) -> Opinion:
    return Opinion(stance, "scores", settings.scores, checks, why, tuple(rows))


def _compared(
    claim: Claim, mine: Sequence[Measurement], theirs: Sequence[Placed], rest: Sequence[Quantity], from_row: bool
) -> ScoreComparison:
    compared = compare_scores(claim.quantities, mine, [other for _, other in theirs], rest, from_row)
    more = compared.finding == "same" and read_wording(claim.text, claim.quantities).more
    return ScoreComparison("silent") if more else compared


def _places(mine: Sequence[Measurement], theirs: Sequence[Placed]) -> list[int]:
    """The sentences and rows that hold scores of what the claim's scores are of."""
    return sorted({place for place, other in theirs if any(_subject(one) == _subject(other) for one in mine)})


def _subject(score: Measurement) -> tuple[str, str, str]:
    return score.system, score.dataset, score.place


def _filled(score: Measurement) -> Measurement:
    """The score with its open slots as values of their own; the system alone must be named."""
    return replace(
        score,
        dataset=score.dataset or _UNSTATED,
        place=score.place or _UNSTATED,
        setting=score.setting or _UNSTATED,
    )
