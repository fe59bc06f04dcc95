"""How good a report is, as far as it can be measured from the report itself: named measurements, each with its definition.

None of them is a person's judgement or peer review, and their mean is no more than a summary of them.
"""

from collections.abc import Callable
from typing import Final

from litsynth.calibrate import krippendorff_alpha
from litsynth.config import VerifySettings
from litsynth.pipeline.overlap import saturation, search_coverage
from litsynth.records import Label, Measure, Report, Verdict

_FULL_TEXT: Final = ("latex", "html", "pdf", "text")
_OWN_WORDS: Final = (*_FULL_TEXT, "abstract")
# Fewer claims than this say nothing of a share; a report of one claim would be all or nothing.
_FEWEST = 3


def quality_of(report: Report, settings: VerifySettings) -> tuple[Measure, ...]:
    """Every measurement, those that could not be made included (value None); `settings` are those of its verdicts."""
    return (*(measure(report) for measure in _MEASURES), _two_verifiers(report, settings))


def _reading(report: Report) -> Measure:
    what = "papers chosen that were read in full, not as abstract or digest"
    full = sum(number for name, number in report.substrates.items() if name in _FULL_TEXT)
    chosen = sum(report.substrates.values()) + report.funnel.not_retrieved
    return _share("reading", what, full, chosen, "papers")


def _traceability(report: Report) -> Measure:
    """A quote that is not where its anchor says is never printed (`refuse_lost_quotes`); what counts is whose text it is in."""
    what = "quotes of claims and evidence found again, letter for letter, in the paper itself and not in a digest of it"
    anchors = {claim.anchor for claim in report.claims}
    anchors |= {piece.anchor for verdict in report.verdicts for piece in verdict.evidence}
    return _share("traceability", what, sum(a.substrate in _OWN_WORDS for a in anchors), len(anchors), "quotes")


def _numbers(report: Report) -> Measure:
    stated = [verdict for verdict in report.verdicts if verdict.grounds.numbers != "none"]
    matched = sum(verdict.grounds.numbers == "agree" and _settled(verdict) for verdict in stated)
    return _share("numbers", "claims with numbers of which every number was found in evidence", matched, len(stated))


def _independence(report: Report) -> Measure:
    supported = [verdict for verdict in report.verdicts if verdict.label == "supported"]
    what = "supported claims that an independent measurement agrees with"
    return _share("independence", what, sum(verdict.corroborated > 0 for verdict in supported), len(supported))


def _agreement(report: Report) -> Measure:
    settled = [verdict for verdict in report.verdicts if _settled(verdict)]
    against = sum(verdict.label in ("refuted", "conflicting") for verdict in settled)
    return _share("agreement", "settled claims without evidence against them", len(settled) - against, len(settled))


def _two_verifiers(report: Report, settings: VerifySettings) -> Measure:
    """Figures held against cells and sentences, and the entailment model alone: two judges of the same verdicts.

    Krippendorff's alpha for nominal data; below 0, which is worse than chance, it counts as 0.
    """
    what = (
        "agreement beyond chance (Krippendorff's alpha) of two verifiers, the figures and the entailment model, on each "
        "claim with numbers"
    )
    stated = [verdict for verdict in report.verdicts if verdict.grounds.numbers != "none"]
    ratings = [{"figures": _by_figures(one), "model": _by_model(one, settings)} for one in stated]
    same = sum(one["figures"] == one["model"] for one in ratings)
    alpha = krippendorff_alpha(ratings).value if len(ratings) >= _FEWEST else None
    said = f"the same verdict on {same} of {len(ratings)} claims"
    if alpha is None:
        return Measure("two verifiers", what, None, f"{said}: too few, or only one verdict among them")
    return Measure("two verifiers", what, max(alpha, 0.0), f"{said}; alpha {alpha:.2f}")


def _by_figures(verdict: Verdict) -> Label:
    return verdict.grounds.said if verdict.grounds.basis in ("scores", "ranking") else "not enough evidence"


def _by_model(verdict: Verdict, settings: VerifySettings) -> Label:
    # The model may refute only what states no number, and these claims all state one.
    return "supported" if verdict.grounds.support >= settings.support else "not enough evidence"


def _calibration(report: Report) -> Measure:
    what = "settled verdicts expected to be right: the mean of their confidence"
    sure = [verdict.confidence for verdict in report.verdicts if _settled(verdict)]
    if len(sure) < _FEWEST:
        return Measure("calibration", what, None, f"{len(sure)} settled claims: too few")
    wrong = sum(1 - confidence for confidence in sure)
    said = f"{wrong:.1f} of {len(sure)} expected to be wrong"
    judged = sum(verdict.grounds.basis == "entailment" for verdict in report.verdicts if _settled(verdict))
    if judged and (error := report.calibration.get("expected_calibration_error")):
        where = report.calibration.get("evaluated_on", "the reference set")
        said += f"; for the {judged} by entailment the expected calibration error is {error} on {where}"
    return Measure("calibration", what, sum(sure) / len(sure), said)


_MEASURES: Final[tuple[Callable[[Report], Measure], ...]] = (
    search_coverage,
    saturation,
    _reading,
    _traceability,
    _numbers,
    _independence,
    _agreement,
    _calibration,
)


def _settled(verdict: Verdict) -> bool:
    return verdict.label != "not enough evidence"


def _share(name: str, what: str, part: int, whole: int, noun: str = "claims") -> Measure:
    said = f"{part} of {whole} {noun}"
    return (
        Measure(name, what, part / whole, said) if whole >= _FEWEST else Measure(name, what, None, f"{said}: too few")
    )
