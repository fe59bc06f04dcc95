"""brief.md: one page, with links that lead into the report, whatever the papers say."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from report_maker import make_report
from test_page import ATTACKS, with_text
from test_render_markdown import body, headings, page, printed

from litsynth.codec import decode
from litsynth.records import Decision, Report
from litsynth.render import render_brief, render_markdown
from litsynth.resources import templates
from litsynth.review import verdict_digest

EXAMPLES = sorted((Path(__file__).parents[1] / "reports" / "examples").glob("*/report.json"))
A_PAGE = 4200
"""Printed characters on A4 in ten points, with its headings and a table: about 60 lines of 90, less what they leave open."""


def brief(report: Report) -> str:
    return render_brief(report, templates())


def test_it_says_answer_findings_counter_evidence_and_limits() -> None:
    text = brief(make_report())
    tree = page(body(text))
    assert headings(tree)[1:] == ["Answer", "Findings", "Strongest evidence against", "Not answered", "Limits"]
    said = printed(tree)
    assert "Yes, by about 1.8 points in the one setting measured twice. (claim-1, Lindqvist et al. 2021a)" in said
    assert "Contradicts claim-2, by van der Meer and Okafor 2022 (80%)" in said
    assert "moderate (93% or more)" in said


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_it_is_one_page(path: Path) -> None:
    report = decode(Report, json.loads(path.read_bytes()))
    assert len(printed(page(body(brief(report))))) < A_PAGE
    long = replace(report.answer[0], text="word " * 400)
    assert "word word" in brief(replace(report, answer=(long,)))  # and nothing is cut


def test_its_links_lead_into_the_report() -> None:
    report = make_report()
    found = headings(page(body(render_markdown(report, templates()))))
    links = page(body(brief(report))).xpath("//a/@href")
    assert links
    for link in links:
        file, _, heading = link.partition("#")
        assert file == "report.md"
        assert not heading or heading in found


def test_what_a_reviewer_decided_stands_beside_the_sentence() -> None:
    report = make_report()
    (verdict,) = [one for one in report.verdicts if one.claim_id == "c01gain"]
    made = Decision("c01gain", "overrule", "refuted", "No.", "Ada", "2199-03-15T10:00:00Z", verdict_digest(verdict))
    text = brief(replace(report, decisions=(made,)))
    assert "decisions: 1\n" in text
    assert "overruled: refuted" in text


def test_a_report_without_findings_has_a_brief_too() -> None:
    old = replace(make_report(), findings=(), gaps=())
    assert "## Findings" not in brief(old)
    assert "None was found among the passages looked at" in brief(old)


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_text_is_text(attack: str) -> None:
    tree = page(body(brief(with_text(make_report(), attack))))
    plain = page(body(brief(with_text(make_report(), "harmless"))))
    assert [element.tag for element in tree.iter()] == [element.tag for element in plain.iter()]
    assert {link.partition("#")[0] for link in tree.xpath("//@href")} == {"report.md"}
