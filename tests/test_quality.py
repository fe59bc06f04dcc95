"""What is measured of a report, held against counts made by hand."""

from dataclasses import replace

import pytest
from lxml import html
from report_maker import make_report

from litsynth.config import VerifySettings
from litsynth.pipeline.quality import quality_of
from litsynth.records import Grounds, Measure, Query, Report, Verdict
from litsynth.render import render_markdown, render_page
from litsynth.resources import templates


def verdict(number: int, label: str, confidence: float = 0.9, numbers: str = "none", corroborated: int = 0) -> Verdict:
    grounds = Grounds(numbers=numbers)  # type: ignore[arg-type]
    return Verdict(f"c{number}", label, confidence, (), 5, corroborated=corroborated, grounds=grounds)  # type: ignore[arg-type]


def measured(report: Report) -> dict[str, Measure]:
    return {measure.reviewer: measure for measure in quality_of(report, VerifySettings())}


def with_verdicts(*verdicts: Verdict) -> Report:
    return replace(make_report(), verdicts=verdicts)


def with_queries(*found: str) -> Report:
    queries = tuple(Query("arxiv", "q", 9, len(ids), "2199-01-01", tuple(ids)) for ids in found)
    return replace(make_report(), queries=queries)


def test_search_coverage_is_what_was_found_of_what_chao_expects() -> None:
    # a b c by one query only, d and e by two: 5 + 3 * 2 / (2 * 3) = 6.
    value = measured(with_queries("abde", "cde"))["search coverage"]
    assert value.value == pytest.approx(5 / 6)
    assert value.said == "5 papers by 2 queries, 3 of them by one only; about 6 to be expected"
    assert measured(with_queries("abc", "abc"))["search coverage"].value == 1
    assert measured(with_queries("abc"))["search coverage"].value is None
    assert measured(with_queries("abc", ""))["search coverage"].value is None, "a query for everything ranks nothing"


def test_shares_are_those_of_the_verdicts() -> None:
    report = with_verdicts(
        verdict(1, "supported", 0.9, "agree", corroborated=1),
        verdict(2, "supported", 0.8, "agree"),
        verdict(3, "supported", 0.7),
        verdict(4, "conflicting", 0.6, "differ"),
        verdict(5, "not enough evidence", 0.5, "agree"),
    )
    found = measured(report)
    assert found["numbers"].value == 2 / 4, "what is not settled does not count as found"
    assert found["independence"].value == 1 / 3
    assert found["agreement"].value == 3 / 4
    assert found["calibration"].value == pytest.approx((0.9 + 0.8 + 0.7 + 0.6) / 4)
    assert "1.0 of 4 expected to be wrong; for the 4 by entailment the expected calibration error is 0.031" in (
        found["calibration"].said
    )
    traced = replace(report, verdicts=tuple(replace(one, grounds=Grounds(basis="scores")) for one in report.verdicts))
    assert "calibration error" not in measured(traced)["calibration"].said, "it was not measured on these"
    unmeasured = measured(replace(report, calibration={}))["calibration"]
    assert unmeasured.said == "1.0 of 4 expected to be wrong"


def test_reading_counts_what_was_not_to_be_had_and_digests_against_it() -> None:
    report = make_report()
    funnel = replace(report.funnel, not_retrieved=2)
    report = replace(report, substrates={"latex": 3, "pdf": 1, "digest": 4}, funnel=funnel)
    assert measured(report)["reading"].value == 4 / 10


def told_by(*papers: str) -> Report:
    """A report with one finding for each string, told by the papers that its letters name."""
    report = make_report()
    claims, findings = [], []
    for number, letters in enumerate(papers):
        ids = tuple(f"{number}{letter}" for letter in letters)
        claims += [
            replace(report.claims[0], claim_id=key, paper_id=letter) for key, letter in zip(ids, letters, strict=True)
        ]
        finding = replace(report.findings[0], supported=ids, disputed=(), elsewhere=(), unconfirmed=())
        findings.append(finding)
    return replace(report, claims=tuple(claims), findings=tuple(findings), read={})


def test_saturation_is_the_coverage_of_findings_by_papers() -> None:
    # U = 6 pairs, Q1 = 2, Q2 = 2, m = 3: 1 - 2/6 * (2 * 2) / (2 * 2 + 2 * 2).
    some = measured(told_by("a", "b", "ab", "bc"))["saturation"]
    assert some.value == pytest.approx(1 - 2 / 6 * 4 / 8)
    assert some.said == "4 findings of 3 papers, 2 of them told by one paper only"
    # Nothing is told twice: 1 - 3/3 * (2 * 2) / (2 * 2 + 2).
    assert measured(told_by("a", "b", "c"))["saturation"].value == pytest.approx(1 - 4 / 6)
    assert measured(told_by("abc", "abc", "abc"))["saturation"].value == 1, "every paper says all"
    assert measured(told_by("ab", "ab", "ab"))["saturation"].value is None, "two papers are no sample"
    assert measured(told_by("abc"))["saturation"].value is None, "nor is one finding"
    # Papers that tell nothing were sampled, too: m = 5.
    more = replace(told_by("a", "b", "ab", "bc"), read=dict.fromkeys("abcde", "1"))
    assert measured(more)["saturation"].value == pytest.approx(1 - 2 / 6 * 8 / 12)


def test_a_quote_from_a_digest_is_traced_to_the_digest_and_not_to_the_paper() -> None:
    report = replace(make_report(), verdicts=())
    anchor = report.claims[0].anchor
    claims = tuple(
        replace(report.claims[0], anchor=replace(anchor, substrate=name))
        for name in ("latex", "abstract", "digest", "pdf")
    )
    assert measured(replace(report, claims=claims))["traceability"].value == 3 / 4


def judged(basis: str, said: str, support: float, refute: float = 0.0, numbers: str = "agree") -> Verdict:
    grounds = Grounds(said, support, refute, numbers, basis)  # type: ignore[arg-type]
    return Verdict("c", said, 0.9, (), 5, grounds=grounds)  # type: ignore[arg-type]


def test_two_verifiers_are_the_figures_and_the_model_on_the_same_claims() -> None:
    none, yes = "not enough evidence", "supported"
    same = with_verdicts(
        judged("scores", yes, 0.9),
        judged("ranking", yes, 0.7),
        judged("entailment", none, 0.2),
        judged("entailment", none, 0.1, 0.9),
        judged("entailment", yes, 0.9, numbers="none"),
    )
    found = measured(same)["two verifiers"]
    assert (found.value, found.said) == (1.0, "the same verdict on 4 of 4 claims; alpha 1.00")
    # What only the model supports, the figures leave open; worse than chance is no more than nothing.
    apart = with_verdicts(judged("entailment", yes, 0.9), judged("scores", yes, 0.1), judged("scores", yes, 0.2))
    found = measured(apart)["two verifiers"]
    assert found.value == 0
    assert found.said.startswith("the same verdict on 0 of 3 claims; alpha -")
    open_all = with_verdicts(*[judged("entailment", none, 0.1)] * 4)
    assert measured(open_all)["two verifiers"].value is None, "one label throughout is no agreement beyond chance"


def test_too_few_are_no_share() -> None:
    found = measured(with_verdicts(verdict(1, "supported"), verdict(2, "supported")))
    assert {found[name].value for name in ("numbers", "independence", "agreement", "calibration")} == {None}
    assert found["independence"].said == "0 of 2 claims: too few"


def test_both_reports_print_each_measurement_and_the_mean() -> None:
    report = make_report()
    measures = (
        Measure("one", "things", 0.25, "1 of 4"),
        Measure("two", "others", 0.75, "3 of 4"),
        Measure("x", "y", None, "z"),
    )
    report = replace(report, quality=measures)
    markdown = render_markdown(report, templates())
    page = " ".join(html.document_fromstring(render_page(report, templates())).text_content().split())
    assert "**5.0 of 10**" in markdown
    assert "5.0 of 10:" in page
    for said in ("1 of 4", "3 of 4", "not measured"):
        assert said in markdown
        assert said in page
