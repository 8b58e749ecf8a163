"""The report in a real browser: opens, filters, follows the graph, speaks to a keyboard, and is silent on the console.

Needs playwright (`pip install '.[browser]'`) and Chromium: at /usr/bin/chromium, where CHROMIUM says, or
playwright's own (`playwright install chromium`). Without one of them the tests are skipped and say so.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from proofs_check.report import Content, render

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: pip install '.[browser]' tests the report in a browser"
)
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing: pip install '.[browser]'")
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


@pytest.fixture(scope="module")
def whole_address(whole: Content, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("report") / "whole.html"
    path.write_text(render(whole), encoding="utf-8")
    return path.as_uri()


@contextmanager
def opened(browser: Any, address: str, width: int = 1200, scheme: str = "light") -> Iterator[Any]:
    """A page that asks for nothing and says nothing on the console."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    found = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    found.on("console", lambda message: said.append(message.text))
    found.on("pageerror", lambda error: said.append(str(error)))
    found.on("request", lambda request: asked.append(request.url))
    found.goto(address)
    yield found
    assert said == []
    assert asked
    assert all(url.startswith(("file:", "data:")) for url in asked)
    context.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    with opened(browser, address) as found:
        yield found


def rows(page: Any) -> list[str]:
    return [row.inner_text() for row in page.locator("tr[data-claim]:visible th").all()]


def test_filtering_by_verdict_paper_and_words(page: Any) -> None:
    assert rows(page) == ["S-sum", "S-square", "S-gibbs"]
    page.get_by_label("refuted (1)").uncheck()
    assert rows(page) == ["S-sum", "S-gibbs"]
    assert page.inner_text("#_found") == "2 of 3 claims shown"
    assert not page.locator("article#S-square").is_visible()
    page.get_by_role("searchbox", name="Words").fill("APPLICATION")
    assert rows(page) == ["S-gibbs"]
    page.get_by_label("refuted (1)").check()
    for word, found in (("every p", "S-gibbs"), ("MATTERS NOT", "S-square")):  # of the scope, and of what is wrong
        page.get_by_label("Words").fill(word)
        assert rows(page) == [found]
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("document.getElementById('_found').textContent.startsWith('3')")
    page.get_by_label("Paper").select_option("small")
    assert len(rows(page)) == 3


def test_a_link_of_the_graph_opens_its_claim(page: Any) -> None:
    details = page.locator("article#S-square > details")
    assert details.get_attribute("open") is None
    page.locator("#_graph a[data-node='S-square']").click()
    page.wait_for_function("document.querySelector('#S-square > details').open")
    assert page.evaluate("location.hash") == "#S-square"
    assert page.evaluate("document.activeElement.closest('article').id") == "S-square"
    page.locator("#_graph a[data-node='thm:gibbs']").click()
    assert page.evaluate("location.hash") == "#thm:gibbs"
    page.locator("#_survival a[data-node='S-gibbs']").click()
    page.wait_for_function("document.querySelector('#S-gibbs > details').open")


def test_a_link_to_a_claim_that_is_filtered_away_shows_it(page: Any) -> None:
    page.get_by_label("refuted (1)").uncheck()
    pale = page.locator("#_graph a.off")
    assert [pale.nth(i).get_attribute("data-node") for i in range(pale.count())] == ["S-square"]
    page.locator("#_graph a[data-node='S-square']").click()
    page.wait_for_function("document.querySelector('#S-square > details').open")
    assert page.locator("article#S-square").is_visible()


def test_the_graph_lights_up_what_a_claim_touches_and_takes_the_keyboard(page: Any) -> None:
    lit = "Array.from(document.querySelectorAll('#_graph a.on'), a => a.dataset.node).sort().join()"
    page.locator("#_graph a[data-node='S-sum']").focus()
    assert page.evaluate(lit) == "S-gibbs,S-square,S-sum"  # all that would fall with it
    page.locator("#_graph a[data-node='thm:gibbs']").focus()
    assert page.evaluate(lit) == "S-gibbs,thm:gibbs"
    page.locator("#_graph a[data-node='S-gibbs']").focus()
    assert page.locator("#_graph path.on").count() == 4  # all that it rests on
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#S-gibbs > details').open")
    page.keyboard.press("Enter")  # the focus is on the summary now
    page.wait_for_function("!document.querySelector('#S-gibbs > details').open")


def test_the_first_tab_skips_to_the_ledger(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#_ledger"


def test_mathematics_is_drawn(page: Any) -> None:
    page.evaluate("document.querySelector('#S-sum > details').open = true")
    assert page.locator("#S-sum math").bounding_box()["height"] > 10


def test_a_broken_edge_is_drawn_as_one(page: Any) -> None:
    colours = page.evaluate(
        "['broken', 'printed'].map(k => "
        "getComputedStyle(document.querySelector(`#_survival .scroll path.${k}`)).stroke)"
    )
    assert len(set(colours)) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_the_way_of_a_reader(browser: Any, address: str, scheme: str) -> None:
    """The rules of axe: contrast, names, roles, headings, keyboard; on a phone, with everything open."""
    with opened(browser, address, 360, scheme) as page:
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        found = axe.Axe().run(page)
        assert len(found.response["passes"]) > 20
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found.response["violations"]] == []


def test_the_papers_on_a_phone(browser: Any, whole_address: str) -> None:
    with opened(browser, whole_address, 360) as page:
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        wide = page.evaluate(
            "Array.from(document.querySelectorAll('.formula')).filter(d => d.scrollWidth > d.clientWidth)"
            ".map(d => { d.scrollLeft = 30; return d.scrollLeft; })"
        )
        assert len(wide) > 20  # longer than the screen, and every one of them can be moved
        assert min(wide) > 0


def test_the_papers_filter_and_their_links(browser: Any, whole_address: str) -> None:
    with opened(browser, whole_address) as page:
        total = len(rows(page))
        assert total > 100
        page.get_by_label("Paper").select_option("guarantees")
        assert 20 < len(rows(page)) < total
        page.get_by_role("searchbox", name="Words").fill("rényi")
        assert all(name.startswith("G-") for name in rows(page))
        assert page.locator("#_graph a.off").count() > 50
        missing = page.evaluate(
            "Array.from(document.querySelectorAll('a[href^=\"#\"]'), a => a.getAttribute('href').slice(1))"
            ".filter(name => !document.getElementById(name))"
        )
        assert missing == []
        page.locator("#_survival a[data-node='A-lem-type']").focus()
        assert page.locator("#_survival a.on").count() > 15  # the steps of its printed proof, and what follows from it


HOSTILE = "</title><script>window.bad=1</script><img src=x onerror=window.bad=1>\"'onfocus=window.bad=1 autofocus="


def test_hostile_claims_run_nothing(browser: Any, content: Content, tmp_path: Path) -> None:
    """Text, formulas, reasons, steps, file names: whatever a claims file holds is text on the page."""
    (part,) = content.parts
    formulas = [rf"\text{{{HOSTILE}}}", r"\href{javascript:window.bad=1}{x}", r"\style{background:url(//x.example)}{x}"]
    entries = []
    for entry, formula in zip(part.entries, formulas, strict=True):
        claim = type(entry.claim.__name__, (entry.claim,), dict.fromkeys(("title", "place", "flaw", "notes"), HOSTILE))
        told = evolve(
            entry.report, statement=HOSTILE, scope=HOSTILE, reason=HOSTILE, latex=formula, problems=[HOSTILE],
            witness={"case": {}, "words": HOSTILE, "by": HOSTILE},
            corrected={"statement": HOSTILE, "latex": formula, "verdict": "tested", "scope": HOSTILE},
            evidence=[{"kind": "proof", "check": HOSTILE, "status": "passed", "reason": HOSTILE,
                       "steps": [{"kind": "argument", "words": HOSTILE, "holds": True, "tested_by": [HOSTILE],
                                  "latex": formula}]}],
            teeth=[{"variant": HOSTILE, "rejected": True, "by": HOSTILE, "how": HOSTILE, "outcome": HOSTILE}],
            sanity=[{"kind": "edge", "text": HOSTILE, "ok": True, "seen": HOSTILE}],
        )  # fmt: skip
        entries.append(evolve(entry, claim=claim, report=told, origin=f"{HOSTILE}.py"))
    hostile = evolve(content, parts=(evolve(part, title=HOSTILE, entries=tuple(entries)),), summary=(HOSTILE,))
    path = tmp_path / "hostile.html"
    path.write_text(render(hostile), encoding="utf-8")
    with opened(browser, path.as_uri()) as page:
        assert page.evaluate("window.bad") is None
        assert page.locator("script").count() == 1
        assert (
            page.locator("img[src='x'], [onerror], [onload], [onfocus], a[href^='javascript'], [style*='url']").count()
            == 0
        )
        page.locator("article[id] > details > summary").first.click()
        assert page.evaluate("window.bad") is None
        assert HOSTILE in page.locator("article#S-sum").inner_text()
        assert page.locator("#_found").inner_text().startswith("3")  # the page's own script has run
