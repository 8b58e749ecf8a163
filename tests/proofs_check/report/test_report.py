"""The report as text: self-contained, escaped, complete; the layout of the graph; LaTeX that is ASCII and compiles."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from attrs import evolve

import proofs_check.report.content as content_module
from exactalign.exceptions import ParameterError
from proofs_check import kernel
from proofs_check.cli.app import run as run_cli
from proofs_check.engine.certify import evidence_of
from proofs_check.engine.registry import Library
from proofs_check.engine.runner import run
from proofs_check.formal import record
from proofs_check.formula.mathematics import mathml
from proofs_check.report import FORMATS, Content, collect, picture_files, render
from proofs_check.report.content import CertificateFiles
from proofs_check.report.formal import FormalStatement, formal_statements
from proofs_check.report.graph import layout
from proofs_check.report.illustrations import tables
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
def page_text(content: Content) -> str:
    return render(content, pictures=False)


def test_the_page_is_well_formed_and_every_link_leads_somewhere(page_text: str) -> None:
    page = Page(page_text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    for link in page.links:
        assert link == "data:," or link[1:] in page.ids, link
    assert page.without_alt == 0


def test_no_id_of_a_claim_is_one_of_the_page(page_text: str) -> None:
    """A claim may be called ledger, found or thm-gibbs: a link to it must lead to it."""
    mine = {"S-sum", "S-square", "S-gibbs"}
    others = [name for name in Page(page_text).ids if name not in mine]
    assert {"_ledger", "_found", "thm:gibbs"} <= set(others)
    assert [name for name in others if re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]*", name)] == []


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_turns_a_line_around(content: Content, form: str) -> None:
    """A title after which words stand the other way round, or that steers a terminal, is shown with its numbers."""
    (part,) = content.parts
    entry = part.entries[0]
    claim = type("Turned", (entry.claim,), {"title": "a \u202edevorp\x1b[2K", "notes": "\u2066b"})
    told = evolve(entry.report, scope="s\u202et")
    turned = evolve(part, title="p\u202eq", entries=(evolve(entry, claim=claim, report=told), *part.entries[1:]))
    text = render(evolve(content, parts=(turned,), summary=("x\u202ey",)), form, pictures=False)
    assert re.search("[\x1b\u202a-\u202e\u2066-\u2069]", text) is None
    if form == "html":
        assert "a &lt;U+202E&gt;devorp&lt;U+001B&gt;[2K" in text
    if form == "markdown":
        assert r"a \<U+202E\>devorp\<U+001B\>\[2K" in text


def test_the_page_asks_for_nothing(page_text: str) -> None:
    page = Page(page_text)
    assert all(source.startswith("data:") for source in page.sources)
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest|<script src|<link rel=.?stylesheet", page_text)
    outside = set(re.findall(r"https?://[^\s\"'<]+", page_text))
    assert outside <= {"http://www.w3.org/1998/Math/MathML", "http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in page_text


def test_what_claims_say_is_text_and_never_markup(page_text: str) -> None:
    assert "<script>alert" not in page_text
    assert "&lt;script&gt;alert(1)" in page_text
    assert "<b>no</b>" not in page_text
    assert "a &lt;day&gt;" in page_text


def test_the_page_says_how_it_is_made_again(page_text: str) -> None:
    (files,) = re.findall(r"proofs-check run (.*?)--teeth", page_text)
    assert files.endswith(".py ")
    said = (
        f"To run everything again: proofs-check run {files}--teeth; to write this page: proofs-check report {files}-o"
    )
    assert said in re.sub("</?code>", "", page_text)


def test_every_part_of_a_claim_is_there(page_text: str) -> None:
    for words in (
        "One half and one half", "Between 0 and 1 the square is smaller.", "false at (x = 1/2)", "rejected by",
        "proofs-check show S-square", "KL is 0 only there", "Cover &amp; Thomas", "What survives a broken step",
        "Printed proof", "The &lt;square&gt; is smaller",
        "Teeth", "Certificates", "of which the kernel finds 1 valid", "checks, ", "python-flint",
        "<math ", 'alttext="x^2 \\ge x"',
    ):  # fmt: skip
        assert words in page_text, words
    assert "It matters not." in page_text
    assert page_text.count("<dt>As printed</dt>") == 1  # the one that is false
    assert page_text.count("<dt>Statement</dt>") == 2


def test_certificates_are_counted(content: Content) -> None:
    for entry in content.entries:
        found = CertificateFiles.of(entry.claim)
        assert found.count == len(evidence_of(entry.claim).statements)
        assert found.valid == found.count
        assert entry.certificates.count == found.count
    assert sum(entry.certificates.count for entry in content.entries) > 0


@pytest.fixture(scope="module")
def told(whole: Content) -> dict[str, str]:
    """The papers in every format, without figures."""
    return {form: render(whole, form, pictures=False) for form in FORMATS}


def test_every_format_tells_the_hypotheses_and_the_meaning_of_a_verdict(whole: Content, told: dict[str, str]) -> None:
    claim = next(entry.claim for entry in whole.entries if entry.claim.hypotheses)
    for form, text in told.items():
        assert claim.hypotheses[0].text.split()[0] in text
        assert "three different things" in text
        assert form == "html" or "thm:" not in text  # theorems have names


def test_counts_and_what_rests_on_a_falsehood(content: Content) -> None:
    assert dict(content.counts) == {"certified": 1, "refuted": 1, "argued": 1}
    (broken,) = content.broken
    assert broken.entry.claim.id == "S-square"
    assert broken.dependents == (("S-gibbs", "argued"),)
    kinds = {(edge.source, edge.target): edge.kind for edge in content.graph.edges}
    assert kinds == {
        ("S-sum", "S-square"): "statement", ("S-square", "S-gibbs"): "statement",
        ("thm:gibbs", "S-gibbs"): "proof", ("S-sum", "S-gibbs"): "proof",
    }  # fmt: skip


def test_what_survives_a_broken_step(content: Content) -> None:
    (survival,) = content.survivals
    assert (survival.result.claim.id, survival.outcome, survival.parts) == ("S-gibbs", "argued as printed", 1)
    assert [entry.claim.id for entry in survival.broken] == ["S-square"]
    assert content.outcomes == (("argued as printed", 1),)
    kinds = {(edge.source, edge.target): edge.kind for edge in content.printed.edges}
    assert kinds == {("S-square", "S-gibbs"): "broken", ("thm:jensen", "S-gibbs"): "printed"}
    assert [theorem.id for theorem in content.theorems] == ["thm:gibbs", "thm:jensen"]


def test_findings_say_when_a_run_does_not_bear_them_out(content: Content) -> None:
    (finding,) = content.parts[0].findings
    assert [entry.claim.id for entry in finding.entries] == ["S-square", "S-gibbs"]
    assert not finding.stands  # S-square is not as expected
    for form in FORMATS:
        assert "not borne out by this run" in render(content, form, pictures=False)
    fine = evolve(finding, entries=content.entries[:1])
    assert fine.stands
    assert not evolve(fine, missing=("S-square",)).stands


@pytest.mark.parametrize(
    ("verdict", "corrected", "outcome"),
    [
        ("proved", None, "true as printed"),
        ("decided", None, "true as printed"),
        ("argued", None, "argued as printed"),
        ("tested", None, "not settled"),
        ("undecided", None, "not settled"),
        ("refuted", None, "falls"),
        ("amended", "proved", "true as corrected"),
        ("amended", "argued", "argued as corrected"),
        ("amended", "tested", "not settled"),
    ],
)
def test_how_a_result_stands(content: Content, verdict: str, corrected: str | None, outcome: str) -> None:
    report = content.entries[0].report
    found = evolve(report, verdict=verdict, corrected=None if corrected is None else {"verdict": corrected})
    assert content_module._outcome(found) == outcome


def test_markdown_escapes_what_is_markup(content: Content) -> None:
    text = render(pictured(content), "markdown")
    other = evolve(content, parts=tuple(evolve(part, id="asymptotics") for part in content.parts))
    for without in (content, other):  # tables of another paper, also for a file of one's own that has its name
        assert "49/625" not in render(without, "markdown")
    assert "exception\\_here" in text
    assert "\\<b\\>no" in text
    assert "| [S-square](#S-square) | refuted (with problems) |" in text
    assert "49/625" in text


def test_unknown_formats_are_refused(content: Content) -> None:
    assert set(FORMATS) == {"html", "latex", "markdown"}
    with pytest.raises(ParameterError, match="format is 'docx'"):
        render(content, "docx")


def test_every_formula_of_the_papers_becomes_mathml() -> None:
    formulas = [text for claim in Library.shipped() for text in (claim.latex, claim.corrected_latex) if text]
    assert formulas
    assert [text for text in formulas if not mathml(text).startswith("<math ")] == []


def test_every_text_of_the_papers_becomes_latex_that_any_engine_knows() -> None:
    for claim in Library.shipped():
        for text in (claim.title, claim.statement, claim.flaw, claim.corrected, claim.scope, claim.notes, claim.place):
            found = tex_text(text)
            assert found.isascii() or set(found) - set(map(chr, range(128))) <= set("éèëüó")
            assert "mathtt{U" not in found, text
            assert found.replace("\\{", "").count("{") == found.replace("\\}", "").count("}")
        assert tex_formula(claim.latex).isascii()


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("50% & a_b", "50\\% \\& a\\_b"),
        ("ḡ é", "\\ensuremath{\\bar{g}} é"),
        ("\x00“q”…", " ``q''\\ldots{}"),
        ("中ﬁ", "\\ensuremath{\\mathtt{U4E2D}}\\ensuremath{\\mathrm{fi}}"),
    ],
)
def test_text_for_latex(text: str, latex: str) -> None:
    assert tex_text(text) == latex


def pictured(content: Content) -> Content:
    """The content as if it were of the paper that the figures and tables are about."""
    parts = (
        evolve(part, id="asymptotics", entries=tuple(evolve(entry, origin="") for entry in part.entries))
        for part in content.parts
    )
    return evolve(content, parts=tuple(parts))


def compiled(text: str, where: Path) -> str:
    """The log of a report in LaTeX, compiled with its figures."""
    compiler = shutil.which("pdflatex")
    if compiler is None:
        pytest.skip("no LaTeX here: install pdflatex (texlive-latex-base, texlive-latex-recommended)")
    (where / "report.tex").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [compiler, "-interaction=nonstopmode", "-halt-on-error", "report.tex"],
        cwd=where, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
    assert (where / "report.pdf").stat().st_size > 1000
    return done.stdout


@pytest.mark.slow
def test_the_latex_document_compiles_with_its_figures(content: Content, tmp_path: Path) -> None:
    figures = tmp_path / "figures"
    figures.mkdir()
    files = picture_files("latex")
    assert len(files) == 6
    for name, picture in files.items():
        assert picture.startswith(b"%PDF")
        (figures / name).write_bytes(picture)
    log = compiled(render(pictured(content), "latex", folder="figures"), tmp_path)
    assert all(f"figures/{name}" in log.replace("\n", "") for name in files)


@pytest.mark.slow
def test_every_text_and_formula_of_the_papers_compiles(told: dict[str, str], tmp_path: Path) -> None:
    assert told["latex"].count(r"\label{") > 100
    log = compiled(told["latex"], tmp_path)
    assert "Missing character" not in log


@pytest.mark.slow
def test_the_kernel_accepts_every_certificate_on_the_page(told: dict[str, str]) -> None:
    page = told["html"]
    found = re.findall(r'aria-label="Certificate \d">(.*?)</pre>', page, re.DOTALL)
    assert len(found) > 50
    for text in found:
        certificate = json.loads(html.unescape(text))
        assert kernel.check(certificate).status == "valid"
        assert f'id="{certificate["claim"]}"' in page


@pytest.mark.slow
def test_markdown_has_its_figures_beside_it_and_html_inside(content: Content) -> None:
    text = render(pictured(content), "markdown", folder="there")
    assert [f"](there/{name})" in text for name in picture_files("markdown")] == [True] * 6
    assert "](there/" not in render(pictured(content), "markdown") + render(content, "markdown", folder="there")
    assert picture_files("html") == {}
    with pytest.raises(ParameterError, match="format is 'docx'"):
        picture_files("docx")


@pytest.mark.slow
def test_verified_tables() -> None:
    first, optima, growth, gaps, sharp = (table.render("csv", digits=digits) for table, digits in tables())
    assert "y_2 = 0,49/625,21/250,43/250" in first
    assert "11/100,tilt,0.7091380845" in optima
    assert "log(5),boundary,," in optima  # no α there
    assert [row.split(",")[1] for row in growth.split("\r\n")[1:-1]] == ["1", "3", "9", "81", "6634", "44013193"]
    assert gaps.startswith("N,KL(π‖p),log N − (N−1)/N,gap\r\n1,0,0,0\r\n")
    shares = [float(row.split(",")[-1]) for row in sharp.split("\r\n")[1:-1]]
    assert len(shares) == 16
    assert 0.5 < max(shares) <= 1


@pytest.mark.slow
def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_cli(["report", "A-type-order", "-o", "one.md"]) == 0
    assert (tmp_path / "one.md").read_text(encoding="utf-8").startswith("# What holds")
    assert sorted(path.name for path in (tmp_path / "one-figures").iterdir()) == sorted(picture_files("markdown"))
    assert run_cli(["report", "A-type-order"]) == 0
    assert 'id="_figures"' in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert capsys.readouterr().err == ""
    assert run_cli(["report", "A-type-order", "--format", "markdown", "-o", "-"]) == 0
    assert "-figures/" not in capsys.readouterr().out
    assert run_cli(["report", "A-type-order", "-o", "nowhere/report.html"]) == 2
    assert "there is no directory nowhere" in capsys.readouterr().err
    assert run_cli(["report", "A-none", "-o", "two.html"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert run_cli(["report", "A-type-order", "--format", "latex", "-o", "/dev/null"]) == 0
    assert not Path("/dev/null-figures").exists()
    Path("three-figures").write_text("in the way")
    assert run_cli(["report", "A-type-order", "-o", "three.tex"]) == 2
    assert "--output needs the folder three-figures" in capsys.readouterr().err
    Path("three-figures").unlink()
    names = sorted(path.name for path in tmp_path.iterdir() if path.name != ".hypothesis")
    assert names == ["one-figures", "one.md", "report.html"]


def test_only_the_page_s_own_script_may_run(page_text: str) -> None:
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page_text)
    scripts = re.findall(r"<script>(.*?)</script>", page_text, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src &#39;sha256-{digest}&#39;" in policy or f"script-src 'sha256-{digest}'" in policy
    assert "script-src 'unsafe-inline'" not in policy


def test_markdown_keeps_hostile_text_and_file_names_as_text(content: Content) -> None:
    (part,) = content.parts
    entry = evolve(part.entries[0], origin="x`<script>`.py")
    hostile = evolve(content, parts=(evolve(part, entries=(entry, *part.entries[1:])),))
    text = render(hostile, "markdown", pictures=False)
    assert "`` proofs-check show S-sum 'x`<script>`.py' ``" in text
    outside = re.sub(r"(`+).*?\1", "", text)
    assert not re.search(r"(?<!\\)<script", outside)


def test_a_folder_that_latex_would_misread_is_refused(content: Content) -> None:
    with pytest.raises(ParameterError, match="letters, digits"):
        render(pictured(content), "latex", folder="x}\\input{y")


def test_a_formal_statement_is_shown_escaped_in_every_format(content: Content) -> None:
    formal = FormalStatement(
        "proves the statement", "forall (p : X -> R),\n  0 < p x -> <b>1</b> & 2", "small_theorem", ("p > 0",),
        ("classic",), "theorem small_theorem: formal proof present, not re-checked here", accepted=True, together="",
    )  # fmt: skip
    part = content.parts[0]
    first = evolve(part.entries[0], formal=(formal,))
    shown = evolve(content, parts=(evolve(part, entries=(first, *part.entries[1:])),))
    page = render(shown, "html", pictures=False)
    assert "0 &lt; p x -&gt; &lt;b&gt;1&lt;/b&gt; &amp; 2</pre>" in page
    assert "Axioms: classic." in page
    assert "beside what the kinds of the variables say: p &gt; 0" in page
    assert "not re-checked here" in page
    assert "`0 < p x -> <b>1</b> & 2`" in render(shown, "markdown", pictures=False)
    assert f"\\texttt{{{tex_text('  0 < p x -> <b>1</b> & 2')}}}" in render(shown, "latex", pictures=False)


def test_the_formal_statement_is_the_one_that_coq_was_asked() -> None:
    library = Library.shipped()
    (found,) = formal_statements(library.claim("A-lem9"))
    assert found.proposition.endswith("(((T A q (T A q p alpha) beta) y) = ((T A q p (alpha + beta)) y))")
    assert (found.role, found.theorem) == ("proves the statement", "lemma9")
    assert found.hypotheses == ("q > 0 on the support of p",)


def test_nothing_is_said_of_printed_proofs_that_are_not_in_the_report(content: Content) -> None:
    """A report of a lemma alone does not see that its printed proof rests on a false one."""
    library = Library.shipped()
    alone = collect(library, run(library, [library.claim("A-lem2")]))
    assert "A-lem1" in alone.unseen
    assert alone.nothing_broken.startswith("As far as it is in this report, ")
    for form in ("html", "markdown", "latex"):
        assert "A-lem1-proof" in render(alone, form, pictures=False)
    untold = evolve(alone, unseen=(), printed=layout([], {}))
    assert untold.nothing_broken == "What printed proofs rest on is not told here."
    assert content.nothing_broken == "No printed proof in this report rests on something false as printed."


def test_a_theorem_that_is_not_accepted_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library.shipped()
    monkeypatch.setattr(record, "_entries", lambda: {"coq": "8", "claims": {}})
    roles = [found.role for name in ("A-lem9", "A-lem9-proof") for found in formal_statements(library.claim(name))]
    assert roles == ["is to prove the statement", "is to prove the corrected statement"]


@pytest.mark.parametrize("form", ["html", "markdown", "latex"])
def test_a_verdict_that_was_not_expected_is_told_where_it_stands(content: Content, form: str) -> None:
    part = content.parts[0]
    first = part.entries[0]
    other = evolve(first, report=evolve(first.report, verdict="undecided", status="", expected="formal"))
    page = render(evolve(content, parts=(evolve(part, entries=(other, *part.entries[1:])),)), form, pictures=False)
    assert "(expected formal)" in page
    assert "not as expected" in page
