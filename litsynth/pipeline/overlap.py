"""What was not found, estimated from how often what was found was found again (Chao's estimators)."""

from collections import Counter
from collections.abc import Iterable

from litsynth.records import Measure, Report

_FEWEST_QUERIES = 2
_FEWEST = 3


def search_coverage(report: Report) -> Measure:
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
    once, twice, found = _frequencies(lists)
    expected = found + once * (once - 1) / (2 * (twice + 1))
    said = f"{found} papers by {len(lists)} queries, {once} of them by one only; about {expected:.0f} to be expected"
    return Measure("search coverage", what, found / expected, said)


def saturation(report: Report) -> Measure:
    """The sample coverage of the findings, papers being the samples: whether one more paper would say what is known.

    Chao et al. (2014), Ecological Monographs 84(1), 45-67, for incidences (after Good and Turing): 1 - Q1/U * A, with
    A = (m - 1) Q1 / ((m - 1) Q1 + 2 Q2), or (m - 1)(Q1 - 1) / ((m - 1)(Q1 - 1) + 2) where Q2 is 0. U counts the pairs of a
    finding and a paper that tells it, Q1 and Q2 the findings that one and that two of the m papers read tell.
    """
    what = "findings that one more paper such as these would tell, expected to be told here already; an estimate"
    teller = {claim.claim_id: claim.paper_id for claim in report.claims}
    told = [{teller[key] for key in one.claim_ids if key in teller} for one in report.findings]
    papers = set[str]().union(*told)
    said = f"{len(told)} findings of {len(papers)} papers"
    if min(len(told), len(papers)) < _FEWEST:
        return Measure("saturation", what, None, f"{said}: too few")
    pairs = sum(map(len, told))
    sizes = Counter(map(len, told))
    once, twice, others = sizes[1], sizes[2], max(len(report.read), len(papers)) - 1
    high, rest = (others * once, 2 * twice) if twice else (others * (once - 1), 2)
    said += f", {once} of them told by one paper only"
    return Measure("saturation", what, 1 - once / pairs * high / (high + rest) if once else 1.0, said)


def _frequencies(lists: Iterable[set[str]]) -> tuple[int, int, int]:
    caught = Counter(Counter(paper for found in lists for paper in found).values())
    return caught[1], caught[2], sum(caught.values())
