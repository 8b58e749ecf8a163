"""Templates filled in: what each format escapes, where figures stand, when there are any."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from types import SimpleNamespace

import pytest
from attrs import evolve
from markupsafe import Markup

from exactalign.exceptions import ParameterError
from exactalign.tables.table import Table
from proofs_check.language.claims import VERDICTS
from proofs_check.report import Content, rendering
from proofs_check.report.rendering import FORMATS, ReportPicture, picture_files, render

MARKED = "\\`*_[]<>|#~$&"


def test_no_character_of_text_is_markup_in_markdown() -> None:
    assert rendering._markdown(f"a  {MARKED}\n b") == "a " + "".join(f"\\{c}" for c in MARKED) + " b"
    assert rendering._markdown("(x) ≤ y!") == "(x) ≤ y!"


def test_every_verdict_has_its_class_in_the_style() -> None:
    style = (files("proofs_check.report") / "templates" / "report.css").read_text(encoding="utf-8")
    slug = rendering._environment("html").filters["slug"]
    assert slug("not checkable") == "not-checkable"
    for word in VERDICTS:
        assert f".v-{slug(word)}" in style


def test_no_formula_in_markdown_begins_an_element() -> None:
    assert rendering._markdown_formula("a<b>c") == r"a\lt b\gt c"
    assert rendering._markdown_formula("a ≤ b") == r"a  \le  b"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("a  b", "`a b`"),
        ("a`b", "`` a`b ``"),
        ("a``b`c", "``` a``b`c ```"),
        ("", "``"),
    ],
)
def test_code_in_markdown_has_a_fence_that_is_not_in_it(line: str, code: str) -> None:
    assert rendering._markdown_code(line) == code


def test_what_is_named() -> None:
    assert rendering._named("thm:gibbs") == "Gibbs (assumed)"
    assert rendering._named("X-gibbs") == "X-gibbs"


def test_the_script_of_the_page_is_the_one_whose_digest_is_told() -> None:
    script = (files("proofs_check.report") / "templates" / "report.js").read_bytes()
    assert base64.b64decode(rendering._script_hash()) == hashlib.sha256(script).digest()


def test_a_table_is_markup_in_html_only() -> None:
    table = Table(["<a>"], [["1 < 2"]])
    for form in FORMATS:
        assert rendering._table(form, table, None) == table.render(form)
        assert isinstance(rendering._table(form, table, None), Markup) == (form == "html")


class Drawn:
    def __init__(self, asked: list[str]) -> None:
        self.asked = asked

    def __call__(self, form: str) -> list[ReportPicture]:
        self.asked.append(form)
        kind = "pdf" if form == "latex" else "svg"
        return [ReportPicture("A <title>", "drawn", "seen as text", f"drawn.{kind}", b"<svg/>")]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The formats of which pictures were asked; there is one picture, and one table."""
    found: list[str] = []
    monkeypatch.setattr(rendering, "_pictures", Drawn(found))
    monkeypatch.setattr(rendering, "tables", lambda: ((Table(["n"], [[17]]), None),))
    return found


@pytest.fixture
def pictured(content: Content) -> Content:
    """The content as if it were of the paper that the figures and tables are about."""
    parts = (
        evolve(part, id="asymptotics", entries=tuple(evolve(entry, origin="") for entry in part.entries))
        for part in content.parts
    )
    return evolve(content, parts=tuple(parts))


@pytest.mark.parametrize("form", FORMATS)
def test_when_there_are_figures(content: Content, pictured: Content, asked: list[str], form: str) -> None:
    shown = base64.b64encode(b"<svg/>").decode()
    refers = {"html": f"data:image/svg+xml;base64,{shown}", "latex": "there/drawn.pdf", "markdown": "there/drawn.svg"}
    heading = re.compile("Figures and verified tables")
    for which, options, has_tables, has_figures in (
        (pictured, {"folder": "there"}, True, True),
        (pictured, {}, True, form == "html"),
        (pictured, {"folder": "there", "pictures": False}, False, False),
        (content, {"folder": "there"}, False, False),
    ):
        del asked[:]
        page = render(which, form, **options)
        assert bool(heading.search(page)) == has_tables
        assert (refers[form] in page) == has_figures
        assert asked == [form] * has_figures
        assert page.endswith("\n")
        assert not page.endswith("\n\n")
        assert form != "html" or "A <title>" not in page


def test_html_is_what_is_written_unless_another_is_named(content: Content) -> None:
    assert render(content) == render(content, "html")


def test_the_files_of_figures(asked: list[str]) -> None:
    assert picture_files("latex") == {"drawn.pdf": b"<svg/>"}
    assert picture_files("markdown") == {"drawn.svg": b"<svg/>"}
    assert picture_files("html") == {}
    assert asked == ["latex", "markdown"]
    with pytest.raises(ParameterError, match=r"^format is 'docx': give one of html, latex, markdown$"):
        picture_files("docx")


@pytest.mark.parametrize(("form", "kind"), [("latex", "pdf"), ("markdown", "svg"), ("html", "svg")])
def test_figures_are_drawn_as_the_format_shows_them(form: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = SimpleNamespace(name="one", title="A title", description="What is seen.")
    monkeypatch.setattr(rendering, "figures", lambda: (data,))
    monkeypatch.setattr("exactalign.figures.render", lambda figure, kind: f"{figure.name} as {kind}")
    monkeypatch.setattr(rendering, "_drawn", rendering._drawn.__wrapped__)  # not those of the report, which are kept
    made = rendering._pictures(form)
    assert list(map(tuple, made)) == [("A title", "one", "What is seen.", f"one.{kind}", f"one as {kind}")]


def test_the_widths_of_boxes_are_those_of_the_drawing(content: Content) -> None:
    page = render(content, pictures=False)
    boxes = set(re.findall(r'<rect x="\d+" y="\d+" width="(\d+)" height="(\d+)" rx="5"', page))
    assert boxes == {("172", "26")}
