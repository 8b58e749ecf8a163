"""The report in a real browser: opens, filters, follows the graph, speaks to a keyboard, and is silent on the console.

Needs playwright (`pip install '.[browser]'`) and Chromium: at /usr/bin/chromium, where CHROMIUM says, or
playwright's own (`playwright install chromium`). Without one of them the tests are skipped and say so.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from proofs_check.report import Content, render

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: pip install '.[browser]' tests the report in a browser"
)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_api.sync_playwright() as playwright:
        try:
            launched = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except sync_api.Error as error:
            pytest.skip(f"no browser starts here (install Chromium, or set CHROMIUM): {str(error).splitlines()[0]}")
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def address(content: Content, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render(content), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    opened = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(address)
    yield opened
    assert said == []
    assert all(url.startswith(("file:", "data:")) for url in asked)
    context.close()


def rows(page: Any) -> list[str]:
    return [row.inner_text() for row in page.locator("tr[data-claim]:visible th").all()]


def test_filtering_by_verdict_paper_and_words(page: Any) -> None:
    assert rows(page) == ["S-sum", "S-square", "S-gibbs"]
    page.get_by_label("refuted (1)").uncheck()
    assert rows(page) == ["S-sum", "S-gibbs"]
    assert page.inner_text("#found") == "2 of 3 claims shown"
    assert not page.locator("article#S-square").is_visible()
    page.get_by_label("Words").fill("APPLICATION")
    assert rows(page) == ["S-gibbs"]
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("document.getElementById('found').textContent.startsWith('3')")
    page.get_by_label("Paper").select_option("small")
    assert len(rows(page)) == 3


def test_a_link_of_the_graph_opens_its_claim(page: Any) -> None:
    details = page.locator("article#S-square > details")
    assert details.get_attribute("open") is None
    page.locator("svg.graph a[data-node='S-square']").click()
    page.wait_for_function("document.querySelector('#S-square > details').open")
    assert page.evaluate("location.hash") == "#S-square"
    assert page.evaluate("document.activeElement.closest('article').id") == "S-square"
    page.locator("svg.graph a[data-node='thm:gibbs']").click()
    assert page.evaluate("location.hash") == "#thm-gibbs"


def test_a_link_to_a_claim_that_is_filtered_away_shows_it(page: Any) -> None:
    page.get_by_label("refuted (1)").uncheck()
    page.locator("svg.graph a[data-node='S-square']").click()
    page.wait_for_function("document.querySelector('#S-square > details').open")
    assert page.locator("article#S-square").is_visible()


def test_the_graph_lights_up_what_a_claim_touches_and_takes_the_keyboard(page: Any) -> None:
    page.locator("svg.graph a[data-node='S-gibbs']").focus()
    assert page.locator("svg.graph path.on").count() == 3
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#S-gibbs > details').open")
    page.keyboard.press("Enter")  # the focus is on the summary now
    page.wait_for_function("!document.querySelector('#S-gibbs > details').open")


def test_the_first_tab_skips_to_the_ledger(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#ledger"


def test_mathematics_is_drawn(page: Any) -> None:
    page.evaluate("document.querySelector('#S-sum > details').open = true")
    assert page.locator("#S-sum math").bounding_box()["height"] > 10


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_and_phone(browser: Any, address: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    ratios = page.evaluate(
        """() => {
        const light = c => { const f = c.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255).map(
            v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]; };
        const back = e => { for (; e; e = e.parentElement) {
            const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$/.test(c) && c !== 'transparent') return c; }
            return 'rgb(255,255,255)'; };
        const all = document.querySelectorAll('main a, main p, main dt, main dd, .badge, .soft, th, td');
        return Array.from(all).map(e => {
            const a = light(getComputedStyle(e).color), b = light(back(e));
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); });
        }"""
    )
    assert len(ratios) > 50
    assert min(ratios) >= 4.5
    context.close()
