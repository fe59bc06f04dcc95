"""report.html in a real browser: `pip install -e ".[browser]"`, Chromium (path in CHROMIUM), `pytest -m browser`."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from report_maker import make_report

from litsynth.records import Report
from litsynth.render import render_page
from litsynth.resources import templates

pytestmark = pytest.mark.browser

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only these tests need it

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


def opened(browser: Any, folder: Path, report: Report, scheme: str = "light") -> tuple[Any, list[str]]:
    """The page, and what it said to the console or asked of the network since."""
    path = folder / "report.html"
    path.write_text(render_page(report, templates()), encoding="utf-8")
    page = browser.new_context(color_scheme=scheme, viewport={"width": 1200, "height": 900}).new_page()
    noticed: list[str] = []
    page.on("console", lambda message: noticed.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: noticed.append(f"error: {error}"))
    page.on("request", lambda asked: noticed.extend([f"request: {asked.url}"][asked.url.startswith("file:") :]))
    page.goto(path.as_uri())
    return page, noticed


def shown(page: Any) -> list[str]:
    return [
        name for name in page.eval_on_selector_all(".claim", "all => all.map(one => one.hidden ? '' : one.id)") if name
    ]


def test_filters_search_order_and_keys_do_what_they_say(browser: Any, tmp_path: Path) -> None:
    report = make_report()
    page, noticed = opened(browser, tmp_path, report)
    everything = shown(page)
    assert len(everything) == len(report.claims)
    page.uncheck("#labels input[value='supported']")
    supported = sum(verdict.label == "supported" for verdict in report.verdicts)
    assert len(shown(page)) == len(everything) - supported
    assert page.inner_text("#shown") == f"{len(everything) - supported} of {len(everything)} claims shown"
    page.check("#labels input[value='supported']")
    page.fill("#search", "zzzz nothing says this")
    assert shown(page) == []
    assert page.is_visible("#none")
    page.press("#search", "Escape")
    assert shown(page) == everything
    page.select_option("#order", "surest")
    confidences = page.eval_on_selector_all(".claim", "all => all.map(one => Number(one.dataset.confidence))")
    assert confidences == sorted(confidences, reverse=True)
    page.select_option("#order", "report")
    assert shown(page) == everything
    page.click("h1")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("o")
    assert page.get_attribute(".claim.here", "id") == everything[1]
    assert page.evaluate("document.querySelector('.claim.here details').open")
    assert noticed == []


def test_a_link_to_a_claim_opens_it_even_where_a_filter_hid_it(browser: Any, tmp_path: Path) -> None:
    page, noticed = opened(browser, tmp_path, make_report())
    page.fill("#search", "zzzz")
    page.evaluate("location.hash = 'claim-2'")
    page.wait_for_function("document.querySelector('#claim-2 details').open")
    assert page.is_visible("#claim-2")
    assert noticed == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_fault_is_found(browser: Any, tmp_path: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only these tests need it

    page, _ = opened(browser, tmp_path, make_report(), scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["impact"], [node["target"] for node in one["nodes"]]) for one in found] == []


def test_a_script_in_a_paper_does_not_run_even_unescaped(browser: Any, tmp_path: Path) -> None:
    page, noticed = opened(browser, tmp_path, make_report())
    page.evaluate(
        "document.getElementById('claims').insertAdjacentHTML('beforeend', '<img src=\"x\" onerror=\"window.ran = 1\">')"
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in line for line in noticed)


def test_two_thousand_claims_stay_usable(browser: Any, tmp_path: Path) -> None:
    report = make_report()
    claim, verdict = report.claims[0], report.verdicts[0]
    claims = tuple(
        replace(claim, claim_id=f"{number:016x}", text=f"{claim.text} word{number}") for number in range(2_000)
    )
    verdicts = tuple(
        replace(
            verdict,
            claim_id=one.claim_id,
            evidence=tuple(replace(piece, claim_id=one.claim_id) for piece in verdict.evidence),
        )
        for one in claims
    )
    bare = replace(report, themes=(), conflicts=(), answer=(), findings=(), gaps=())
    page, _ = opened(browser, tmp_path, replace(bare, claims=claims, verdicts=verdicts))
    ready = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    filtered = page.evaluate(
        """() => { const began = performance.now(); const box = document.getElementById('search');
        box.value = "word1999"; box.dispatchEvent(new Event('input')); document.body.offsetHeight;
        return performance.now() - began; }"""
    )
    assert len(shown(page)) == 1
    assert ready < 5_000
    assert filtered < 500
