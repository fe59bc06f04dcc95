"""report.html: complete, self-contained, and inert whatever the papers say."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from report_maker import make_report

from litsynth.errors import UsageError
from litsynth.records import Decision, DroppedSentence, Finding, KeptSentence, Report, WriterIdentity, Written
from litsynth.render import render_page
from litsynth.resources import templates
from litsynth.review import verdict_digest
from litsynth.synthesize import changes_between

REPORT = make_report()
ATTACKS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "{{ 7 * 7 }} {% raw %}",
    "</style><body onload=alert(1)>",
    "&lt;script&gt;",
    "]]><!--",
    "a\u202eb\u2066c\x00d",
)


def page_of(report: Report) -> html.HtmlElement:
    return html.document_fromstring(render_page(report, templates()))


def spoken(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def with_text(report: Report, text: str) -> Report:
    """The report with `text` wherever a paper, a person or a source can put it."""
    papers = tuple(
        replace(paper, title=text, authors=(text,), venue=text, doi=text, url=text, version=text)
        for paper in report.papers
    )
    claims = tuple(
        replace(
            one, text=text, quote=text, quantities=(), anchor=replace(one.anchor, exact=text, section=text, source=text)
        )
        for one in report.claims
    )
    verdicts = tuple(
        replace(
            verdict,
            why=text,
            evidence=tuple(
                replace(piece, why=text, anchor=replace(piece.anchor, exact=text, prefix=text, row=text, source=text))
                for piece in verdict.evidence
            ),
        )
        for verdict in report.verdicts
    )
    queries = tuple(replace(query, text=text, source=text) for query in report.queries)
    skipped = tuple(replace(one, what=text, reason=text) for one in report.skipped)
    themes = tuple(replace(theme, title=text) for theme in report.themes)
    findings = tuple(hostile_finding(finding, text) for finding in report.findings)
    gaps = tuple(replace(gap, what=text, why=text, searches=(text,)) for gap in report.gaps)
    return replace(
        report,
        findings=findings,
        gaps=gaps,
        question=text,
        papers=papers,
        claims=claims,
        verdicts=verdicts,
        queries=queries,
        skipped=skipped,
        themes=themes,
        limitations=(text,),
        version=text,
        written=hostile_words(report, text),
    )


def hostile_words(report: Report, text: str) -> Written:
    """A writer that is called `text`, and says nothing else."""
    ids = tuple(claim.claim_id for claim in report.claims[:2])
    dropped = (DroppedSentence(text, (text,), "no known claim cited", text),)
    return Written(WriterIdentity(text, text, 0.0, 0), (KeptSentence(text, ids, 0.9),), dropped, answered_as=text)


def hostile_finding(finding: Finding, text: str) -> Finding:
    """The finding with `text` for every name and quote in it."""
    figures = tuple(
        replace(one, printed=text, system=text, setting=text, languages=text, metric=text) for one in finding.figures
    )
    spreads = tuple(replace(one, protocol=((text, text),)) for one in finding.spreads)
    differences = tuple(replace(one, left=text, right=text, fields=(text,)) for one in finding.differences)
    against = finding.against and replace(finding.against, text=text, why=text)
    words = replace(finding, title=text, subject=text, method=text, baseline=text)
    return replace(words, figures=figures, spreads=spreads, differences=differences, against=against)


def test_every_claim_is_there_with_its_verdict_and_all_its_evidence() -> None:
    page = page_of(REPORT)
    articles = page.xpath("//article[contains(@class, 'claim')]")
    assert len(articles) == len(REPORT.claims)
    verdicts = {verdict.claim_id: verdict for verdict in REPORT.verdicts}
    for claim in REPORT.claims:
        (article,) = [one for one in articles if f"claim_id {claim.claim_id}" in spoken(one)]
        verdict = verdicts[claim.claim_id]
        assert article.get("data-label") == verdict.label
        assert " ".join(claim.text.split()) in spoken(article)
        assert len(article.xpath(".//div[@class='piece']")) == len(verdict.evidence)
        for piece in verdict.evidence:
            cells = [" ".join(cell.split()) for cell in piece.anchor.exact.split(" | ")]
            assert all(cell in spoken(article) for cell in cells)


def test_the_numbers_of_a_claim_are_marked_where_they_stand() -> None:
    page = page_of(REPORT)
    for claim in REPORT.claims:
        (article,) = [one for one in page.xpath("//article") if f"claim_id {claim.claim_id}" in spoken(one)]
        marks = [mark.text for mark in article.xpath("./p[@class='text']/mark")]
        assert marks == [number.text for number in claim.quantities]


def test_every_link_inside_the_page_arrives_and_ids_are_unique() -> None:
    page = page_of(REPORT)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = [href[1:] for href in page.xpath("//a/@href") if href.startswith("#")]
    assert targets
    assert set(targets) <= set(ids)
    assert {name for names in page.xpath("//@aria-labelledby") for name in names.split()} <= set(ids)


def test_nothing_is_fetched_and_the_policy_allows_just_this_style_and_script() -> None:
    text = render_page(REPORT, templates())
    page = html.document_fromstring(text)
    assert not page.xpath("//link | //img | //iframe | //object | //embed | //form | //script[@src]")
    assert not page.xpath("//@style | //@*[starts-with(name(), 'on')]")
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    for tag in ("style", "script"):
        (held,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert f"{tag}-src 'sha256-{b64encode(sha256(held.encode()).digest()).decode()}'" in policy


def test_decisions_stand_beside_the_verdict_and_changes_come_first() -> None:
    claim, verdict = next(
        (claim, verdict)
        for claim, verdict in zip(REPORT.claims, REPORT.verdicts, strict=True)
        if verdict.label == "supported"
    )
    reason = "<b>another split</b>"
    decision = Decision(
        claim.claim_id,
        "overrule",
        "different protocol",
        reason,
        "A. Reader",
        "2199-01-02T10:00:00Z",
        verdict_digest(verdict),
    )
    earlier = replace(
        REPORT,
        verdicts=tuple(
            replace(one, label="not enough evidence", evidence=()) if one is verdict else one for one in REPORT.verdicts
        ),
    )
    page = page_of(replace(REPORT, decisions=(decision,), changes=changes_between(earlier, REPORT)))
    (article,) = [one for one in page.xpath("//article") if f"claim_id {claim.claim_id}" in spoken(one)]
    assert "Supported (overruled: different protocol)" in spoken(article)
    assert f"Reason: {reason}" in spoken(article)
    first = page.xpath("//main/section")[0]
    assert spoken(first.xpath("./h2")[0]) == "What changed"
    assert claim.text in spoken(first)
    assert "Before: not enough evidence" in spoken(first)


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_text_is_text(attack: str) -> None:
    hostile = page_of(with_text(REPORT, attack))
    plain = page_of(with_text(REPORT, "harmless"))
    assert [element.tag for element in hostile.iter()] == [element.tag for element in plain.iter()]
    assert not hostile.xpath("//@*[starts-with(name(), 'on')]")
    for address in hostile.xpath("//@href | //@src"):
        assert address.startswith(("#", "https://", "http://")), address
    kept = re.sub("[\u202e\u2066]", "", attack.replace("\x00", "\ufffd"))
    assert spoken(hostile.xpath("//h1")[0]) == " ".join(kept.split())


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=25)
@given(text=st.text(st.characters(exclude_categories=[]), min_size=1, max_size=60).filter(str.strip))
def test_any_text_leaves_the_page_as_it_was_built(text: str) -> None:
    # A bar between spaces parts the cells of a row.
    hostile = render_page(with_text(REPORT, text.replace(" | ", " ")), templates())
    hostile.encode("utf-8")
    plain = page_of(with_text(REPORT, "harmless"))
    assert [element.tag for element in html.document_fromstring(hostile).iter()] == [
        element.tag for element in plain.iter()
    ]


def test_the_same_report_gives_the_same_page_and_a_faulty_template_is_named() -> None:
    assert render_page(REPORT, templates()) == render_page(make_report(), templates())
    with pytest.raises(UsageError, match=r"report\.html\.j2, line 1"):
        render_page(REPORT, {**templates(), "report.html.j2": "{% if %}"})
    with pytest.raises(UsageError, match=r"report\.css\.j2"):
        render_page(REPORT, {name: text for name, text in templates().items() if name != "report.css.j2"})
