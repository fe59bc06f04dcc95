"""Figures: drawn where there is something to draw, the same bytes each time, inert and readable whatever the papers say."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html
from report_maker import make_report
from test_page import ATTACKS, page_of, spoken, with_text

from litsynth.records import Report
from litsynth.render import figure_files, render_markdown, render_page
from litsynth.render.draw import forest, reliability
from litsynth.resources import templates

REPORT = make_report()
SVG = "{http://www.w3.org/2000/svg}"
NOTHING = replace(REPORT, findings=(), gaps=(), reliability=())


def drawn(report: Report) -> etree._Element:
    text = figure_files(report)["figures/effects.svg"]
    assert isinstance(text, str)
    return etree.fromstring(text.encode())


def test_each_figure_is_there_as_svg_and_as_png() -> None:
    files = figure_files(REPORT)
    assert sorted(files) == [f"figures/{stem}.{form}" for stem in ("effects", "reliability") for form in ("png", "svg")]
    for name, content in files.items():
        if name.endswith("png"):
            assert isinstance(content, bytes)
            assert content.startswith(b"\x89PNG")
            assert b"tEXt" not in content  # no program, no version, no time


def test_the_same_report_gives_the_same_bytes_and_no_date() -> None:
    first = dict(figure_files(REPORT))
    forest.cache_clear()
    reliability.cache_clear()
    assert figure_files(make_report()) == first
    for name in ("figures/effects.svg", "figures/reliability.svg"):
        text = first[name]
        assert isinstance(text, str)
        assert "date" not in text.lower()
        assert "metadata" not in text


def test_what_is_drawn_is_told_in_words_and_in_the_table() -> None:
    svg = drawn(REPORT)
    told = (svg.get("aria-labelledby") or "").split()
    texts = {element.get("id"): element.text for element in svg.iter()}
    assert svg.get("role") == "img"
    assert texts[told[0]] == "Differences in points by finding"
    assert texts[told[1]] == (
        "Forest plot of 3 differences in points of 1 finding, from -0.4 to +1.9; 2 of them are supported. The table beside it"
        " lists them all."
    )
    labels = {element.text for element in svg.iter(f"{SVG}text")}
    assert {"+1.8", "+1.9", "-0.4", "PolyBridge: zero-shot, average over languages, accuracy"} <= labels
    table = spoken(page_of(REPORT).xpath("//details[summary='The figure as a table']")[0])
    assert "+1.9+1.5 to +2.3 (stated ±)" in table


def test_a_page_takes_the_figure_as_it_is() -> None:
    page = page_of(REPORT)
    (effects, calibration) = page.xpath("//figure/*[name()='svg']")
    for svg in (effects, calibration):
        assert not svg.xpath(".//@style | .//*[name()='style'] | .//*[name()='metadata']")
        assert not svg.xpath(".//@*[.='#000000' or .='black']")  # the ink of the page
        for link in svg.xpath(".//*[name()='use']/@href"):
            assert svg.xpath(f".//*[@id='{link[1:]}']")
    assert "of 70 verdicts with a mean confidence of 91%, 93% were right" in spoken(page)


def test_where_there_is_nothing_to_draw_nothing_is_and_the_report_says_so() -> None:
    assert figure_files(NOTHING) == {}
    only_scores = replace(REPORT, findings=REPORT.findings[1:], reliability=())
    assert figure_files(only_scores) == {}
    for text in (render_markdown(only_scores, templates()), spoken(page_of(only_scores))):
        assert "No claim of a finding states a difference in points" in text
        assert "No reliability diagram" in text
        assert "](figures/" not in text


def test_matplotlib_is_loaded_only_where_there_is_something_to_draw() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from test_figures import NOTHING\n"
        "from litsynth.render import figure_files, render_markdown, render_page\n"
        "from litsynth.resources import templates\n"
        "from report_maker import make_report\n"
        "figure_files(NOTHING), render_page(NOTHING, templates()), render_markdown(make_report(), templates())\n"
        "assert 'matplotlib' not in sys.modules\n"
        "render_page(make_report(), templates())\n"
        "assert 'matplotlib' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("attack", [*ATTACKS, "$\\frac{$ & <b>", "\ud800\n\tx" * 9])
def test_hostile_text_is_text_in_a_figure(attack: str) -> None:
    svg = drawn(with_text(REPORT, attack))
    plain = drawn(with_text(REPORT, "harmless"))
    assert [element.tag for element in svg.iter()] == [element.tag for element in plain.iter()]
    assert not [name for element in svg.iter() for name in element.attrib if name.startswith("on")]
    assert all(
        link.startswith("#") for element in svg.iter() for name, link in element.attrib.items() if "href" in name
    )
    page = html.document_fromstring(render_page(with_text(REPORT, attack), templates()))
    assert not page.xpath("//script[not(contains(., 'use strict'))]")
