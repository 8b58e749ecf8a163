"""The report as text: self-contained, escaped, complete; the layout of the graph; LaTeX that is ASCII and compiles."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from exactalign.exceptions import ParameterError
from proofs_check.cli import run_cli
from proofs_check.registry import Library
from proofs_check.report import FORMATS, Content, render
from proofs_check.report.graph import WIDTH, layout
from proofs_check.report.mathematics import mathml
from proofs_check.report.tex import tex_formula, tex_text

VOID = {"meta", "link", "input", "br", "img"}


class Page(HTMLParser):
    """Collects ids, links and unclosed elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.open: list[str] = []
        self.without_alt = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag in ("a", "link"):
            self.links.append(str(found.get("href")))
        if found.get("src"):
            self.sources.append(str(found["src"]))
        self.without_alt += tag == "img" and not found.get("alt")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag


@pytest.fixture(scope="module")
def html(content: Content) -> str:
    return render(content, pictures=False)


def test_the_page_is_well_formed_and_every_link_leads_somewhere(html: str) -> None:
    page = Page(html)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    for link in page.links:
        assert link == "data:," or link[1:] in page.ids, link
    assert page.without_alt == 0


def test_the_page_asks_for_nothing(html: str) -> None:
    page = Page(html)
    assert all(source.startswith("data:") for source in page.sources)
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest|<script src|<link rel=.?stylesheet", html)
    outside = set(re.findall(r"https?://[^\s\"'<]+", html))
    assert outside <= {"http://www.w3.org/1998/Math/MathML", "http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in html


def test_what_claims_say_is_text_and_never_markup(html: str) -> None:
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "<b>no</b>" not in html
    assert "a &lt;day&gt;" in html


def test_every_part_of_a_claim_is_there(html: str) -> None:
    for words in (
        "One half and one half", "Between 0 and 1 the square is smaller.", "false at (x = 1/2)", "rejected by",
        "proofs-check show S-square", "KL is 0 only there", "Cover &amp; Thomas", "What survives a broken statement",
        "Teeth", "Certificates", "of which the kernel finds 1 valid", "checks, ", "python-flint",
        "<math ", 'alttext="x^2 \\ge x"',
    ):  # fmt: skip
        assert words in html, words
    assert "It matters not." in html


def test_counts_and_survivors(content: Content) -> None:
    assert dict(content.counts) == {"decided": 1, "refuted": 1, "proved": 1}
    (survivor,) = content.survivors
    assert survivor.broken.claim.id == "S-square"
    assert survivor.dependents == (("S-gibbs", "proved"),)
    kinds = {(edge.source, edge.target): edge.kind for edge in content.graph.edges}
    assert kinds == {
        ("S-sum", "S-square"): "statement", ("S-square", "S-gibbs"): "statement",
        ("thm:gibbs", "S-gibbs"): "proof", ("S-sum", "S-gibbs"): "proof",
    }  # fmt: skip


def test_a_layout_goes_from_left_to_right() -> None:
    names = [f"c{i}" for i in range(30)]
    uses = {name: {names[j]: "proof" for j in range(i) if (i * j) % 7 == 1} for i, name in enumerate(names)}
    graph = layout(names, uses)
    place = {node.id: node for node in graph.nodes}
    assert set(place) | set(graph.alone) == set(names)
    assert len({(node.x, node.y) for node in graph.nodes}) == len(graph.nodes)
    for edge in graph.edges:
        assert place[edge.source].x + WIDTH < place[edge.target].x
    assert all(node.x + WIDTH <= graph.width and node.y < graph.height for node in graph.nodes)


def test_an_empty_graph_and_a_claim_that_is_not_in_the_report() -> None:
    assert layout([], {}).nodes == ()
    graph = layout(["a"], {"a": {"missing": "proof"}})
    assert (graph.nodes, graph.alone) == ((), ("a",))


def test_markdown_escapes_what_is_markup(content: Content) -> None:
    text = render(content, "markdown")
    assert "exception\\_here" in text
    assert "\\<b\\>no" in text
    assert "| S-square | refuted (not as expected) |" in text
    assert "49/625" in text


def test_unknown_formats_are_refused(content: Content) -> None:
    assert set(FORMATS) == {"html", "latex", "markdown"}
    with pytest.raises(ParameterError, match="format is 'docx'"):
        render(content, "docx")


def test_every_formula_of_the_papers_becomes_mathml() -> None:
    formulas = [text for claim in Library.shipped() for text in (claim.latex, claim.corrected_latex) if text]
    assert formulas
    assert [text for text in formulas if not mathml(text).startswith("<math ")] == []


def test_every_text_of_the_papers_becomes_ascii_latex() -> None:
    for claim in Library.shipped():
        for text in (claim.title, claim.statement, claim.flaw, claim.corrected, claim.scope, claim.notes, claim.place):
            found = tex_text(text)
            assert found.isascii()
            assert "mathtt{U" not in found, text
            assert found.replace("\\{", "").count("{") == found.replace("\\}", "").count("}")
        assert tex_formula(claim.latex).isascii()


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("50% & a_b", "50\\% \\& a\\_b"),
        ("Δ₀", "\\ensuremath{\\Delta}\\ensuremath{_{0}}"),
        ("x⁻¹", "x\\ensuremath{^{-}}\\ensuremath{^{1}}"),
        ("ḡ é", "\\ensuremath{\\bar{g}} \\'{e}"),
        ("\x00“q”…", " ``q''\\dots{}"),
    ],
)
def test_text_for_latex(text: str, latex: str) -> None:
    assert tex_text(text) == latex


@pytest.mark.slow
def test_the_latex_document_compiles(content: Content, tmp_path: Path) -> None:
    compiler = shutil.which("pdflatex") or shutil.which("tectonic")
    if compiler is None:
        pytest.skip("no LaTeX here: install pdflatex (texlive-latex-base) or tectonic to compile the report")
    (tmp_path / "report.tex").write_text(render(content, "latex"), encoding="ascii")
    options = ["-interaction=nonstopmode", "-halt-on-error"] if compiler.endswith("pdflatex") else []
    done = subprocess.run(
        [compiler, *options, "report.tex"], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert (tmp_path / "report.pdf").stat().st_size > 1000


@pytest.mark.slow
def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_cli(["report", "A-type-order", "-o", "one.md"]) == 0
    assert (tmp_path / "one.md").read_text(encoding="utf-8").startswith("# What holds")
    assert run_cli(["report", "A-type-order"]) == 0
    assert 'id="figures"' in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert capsys.readouterr().err == ""
    assert run_cli(["report", "A-type-order", "-o", "nowhere/report.html"]) == 2
    assert "there is no directory nowhere" in capsys.readouterr().err
    assert run_cli(["report", "A-none", "-o", "two.html"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    names = sorted(path.name for path in tmp_path.iterdir() if path.name != ".hypothesis")
    assert names == ["one.md", "report.html"]
