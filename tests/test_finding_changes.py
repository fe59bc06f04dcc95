"""Findings that come, go or change between two reports."""

import json
from dataclasses import replace

import cmarkgfm
import pytest
from lxml import html
from report_maker import make_report
from report_papers import AGAIN, ATLAS, BRIDGE
from test_page import ATTACKS

from litsynth.codec import decode
from litsynth.pipeline.follow import follow
from litsynth.records import Finding, FindingChange, Report, Spread
from litsynth.render import changes_markdown, changes_value, findings_summary, render_markdown, render_page, report_json
from litsynth.resources import templates
from litsynth.synthesize import changes_between

REPORT = make_report()
PAPERS = {paper.paper_id: paper for paper in REPORT.papers}
GAIN = next(one for one in REPORT.findings if one.kind == "effect")


def with_finding(*findings: Finding) -> Report:
    others = [one for one in REPORT.findings if one.finding_id != GAIN.finding_id]
    return replace(REPORT, findings=(*findings, *others))


def changed(old: Finding, new: Finding) -> tuple[FindingChange, ...]:
    return changes_between(with_finding(old), with_finding(new)).findings


def kinds(old: Finding, new: Finding) -> list[tuple[str, ...]]:
    return [one.kinds for one in changed(old, new)]


def test_certainty_values_and_papers_are_told_and_all_else_is_not() -> None:
    first, *rest = GAIN.spreads
    assert kinds(GAIN, replace(GAIN, certainty="high")) == [("certainty",)]
    assert kinds(GAIN, replace(GAIN, spreads=(replace(first, high=2.4), *rest))) == [("spread",)]
    assert kinds(GAIN, replace(GAIN, spreads=tuple(rest))) == [("spread",)]
    assert kinds(GAIN, replace(GAIN, papers=(BRIDGE,))) == [("papers",)]
    assert kinds(GAIN, replace(GAIN, independent=1)) == [("papers",)]
    everything = replace(GAIN, certainty="low", spreads=(), papers=())
    assert kinds(GAIN, everything) == [("certainty", "spread", "papers")]
    same = replace(GAIN, title="In other words", confidence=0.91, spreads=(replace(first, figures=9), *rest))
    assert kinds(GAIN, same) == []


def test_a_finding_appears_and_vanishes_as_a_reader_is_told_of_it() -> None:
    assert kinds(replace(GAIN, supported=(), disputed=()), GAIN) == [("new",)], "what nothing supported was no finding"
    vanished = changes_between(REPORT, with_finding()).findings
    assert [(one.kinds, one.new) for one in vanished] == [(("gone",), None)]
    alone = replace(GAIN, subject="")
    assert changes_between(with_finding(), with_finding(alone)).findings == (), "one claim is told of as a claim"
    old = replace(REPORT, findings=())
    assert changes_between(old, REPORT).findings == (), "a report that was made before there were findings"
    assert changes_between(REPORT, REPORT).findings == ()


def test_a_change_of_a_finding_alone_is_a_change_and_no_conclusion() -> None:
    changes = changes_between(with_finding(replace(GAIN, independent=1)), with_finding(GAIN))
    assert changes.any
    assert not changes.conclusions
    assert changes.claims == ()
    assert findings_summary(changes) == "1 finding with other papers"


def both() -> tuple[Report, Report]:
    first = GAIN.spreads[0]
    score = Spread((("setting", "zero-shot"),), "score", 73.9, 73.9, 1, 1, 1)
    old = replace(
        GAIN, certainty="low", papers=(BRIDGE, ATLAS, "doi:10.1/unknown"), spreads=(replace(first, high=1.8), score)
    )
    return with_finding(old), with_finding(GAIN)


def test_markdown_says_what_was_and_what_is() -> None:
    text = changes_markdown(changes_between(*both()), PAPERS, templates())
    assert "1 finding of other certainty" in text
    assert "## Findings that are more or less certain" in text
    assert "- Before: low certainty, 2 independent sources among 3 papers, 1 supported claim" in text
    assert "- Now: moderate certainty, 2 independent sources among 2 papers, 1 supported claim" in text
    assert "+1.8 points, now +1.8 to +1.9 points" in text
    assert "- Values, zero-shot: no longer 73.9" in text
    assert "doi:10.1/unknown" in text
    page = html.fromstring(cmarkgfm.github_flavored_markdown_to_html(text))
    headings = {" ".join(one.text_content().split()) for one in page.xpath("//h1|//h2|//h3|//h4")}
    assert {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")} <= headings, "every paper is cited"


def test_json_holds_both_states() -> None:
    (value,) = changes_value(changes_between(*both()))["findings"]
    assert value["kinds"] == ["certainty", "spread", "papers"]
    assert (value["old"]["certainty"], value["new"]["certainty"]) == ("low", "moderate")
    assert value["new"]["papers"] == [BRIDGE, AGAIN]
    assert value["new"]["spreads"][0]["high"] == 1.9
    gone = changes_value(changes_between(REPORT, with_finding()))["findings"][0]
    assert gone["new"] is None


def test_a_report_that_goes_on_tells_them_in_every_form_and_is_read_back() -> None:
    old, new = both()
    report = follow(replace(old, date="2199-01-01"), new, {}, {}, lambda *_: None)
    assert "## Findings that are more or less certain" in render_markdown(report, templates())
    page = html.document_fromstring(render_page(report, templates()))
    said = " ".join(page.xpath("//section[@aria-labelledby='what-changed']")[0].text_content().split())
    assert "Findings that are more or less certain" in said
    assert "Before: low certainty" in said
    assert "Values, zero-shot: no longer 73.9." in said
    links = {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")}
    assert links <= set(page.xpath("//@id"))
    assert decode(Report, json.loads(report_json(report))) == report


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_titles_are_inert(attack: str) -> None:
    hostile = replace(GAIN, title=attack, papers=(BRIDGE, attack), certainty="low")
    report = follow(with_finding(hostile), with_finding(GAIN), {}, {}, lambda *_: None)
    back = follow(with_finding(GAIN), with_finding(hostile), {}, {}, lambda *_: None)
    for one in (report, back):
        page = html.document_fromstring(render_page(one, templates()))
        assert len(page.xpath("//script")) == 1
        assert not page.xpath("//img | //@*[starts-with(name(), 'on')]")
        rendered = html.fromstring(cmarkgfm.github_flavored_markdown_to_html(render_markdown(one, templates())))
        assert not rendered.xpath(
            "//script | //img[not(starts-with(@src, 'figures/'))] | //@*[starts-with(name(), 'on')]"
        )
