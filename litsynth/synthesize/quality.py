"""How good a report is, as far as it can be measured from the report itself: named measurements, each with its definition.

None of them is a person's judgement or peer review, and their mean is no more than a summary of them.
"""

from collections import Counter
from collections.abc import Callable
from typing import Final

from litsynth.records import Measure, Report, Verdict

_FULL_TEXT: Final = ("latex", "html", "pdf", "text")
_FEWEST_QUERIES = 2
# Fewer claims than this say nothing of a share; a report of one claim would be all or nothing.
_FEWEST = 3


def quality_of(report: Report) -> tuple[Measure, ...]:
    """Every measurement, those that could not be made included (value None)."""
    return tuple(measure(report) for measure in _MEASURES)


def _search(report: Report) -> Measure:
    """Chao's bias-corrected estimate of the papers that no query found, from those that one and that two queries did.

    Chao (1984, 1987): S + f1 (f1 - 1) / (2 (f2 + 1)). Queries on one question find the same papers more often than
    independent ones would, so that the estimate of what is missing is low and this value is an upper bound.
    """
    what = (
        "papers found, of those that the overlap of the queries lets one expect; an upper bound, as queries correlate"
    )
    lists = [set(query.papers) for query in report.queries if query.papers]
    if len(lists) < _FEWEST_QUERIES:
        return Measure("search coverage", what, None, "needs two queries that rank papers")
    caught = Counter(Counter(paper for found in lists for paper in found).values())
    once, twice, found = caught[1], caught[2], sum(caught.values())
    expected = found + once * (once - 1) / (2 * (twice + 1))
    said = f"{found} papers by {len(lists)} queries, {once} of them by one only; about {expected:.0f} to be expected"
    return Measure("search coverage", what, found / expected, said)


def _reading(report: Report) -> Measure:
    what = "papers chosen that were read in full, not as abstract or digest"
    full = sum(number for name, number in report.substrates.items() if name in _FULL_TEXT)
    chosen = sum(report.substrates.values()) + report.funnel.not_retrieved
    return _share("reading", what, full, chosen, "papers")


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


def _calibration(report: Report) -> Measure:
    what = "settled verdicts expected to be right: the mean of their confidence"
    sure = [verdict.confidence for verdict in report.verdicts if _settled(verdict)]
    if len(sure) < _FEWEST:
        return Measure("calibration", what, None, f"{len(sure)} settled claims: too few")
    wrong = sum(1 - confidence for confidence in sure)
    return Measure("calibration", what, sum(sure) / len(sure), f"{wrong:.1f} of {len(sure)} expected to be wrong")


_MEASURES: Final[tuple[Callable[[Report], Measure], ...]] = (
    _search,
    _reading,
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
