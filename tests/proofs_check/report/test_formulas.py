"""Formulas in a report: MathML for the page, LaTeX for a paper; what is no formula stays text."""

from __future__ import annotations

import re

import pytest

from proofs_check.engine.registry import Library
from proofs_check.formula.mathematics import mathml
from proofs_check.report.tex import tex_formula

HOSTILE = [
    r"\text{<script>window.bad = 1</script>}",
    r"\href{javascript:window.bad=1}{x}",
    r"\text{n<m}",
    r"\style{background:url(//x.example)}{x}",
    r'\text{" onload="window.bad=1}',
    r"\class{x}{y}</math><script>window.bad=1</script>",
    r"\text{</math><img src=x onerror=window.bad=1>}",
    r"\unicode{x3c}",
]


@pytest.mark.parametrize("latex", HOSTILE)
def test_a_hostile_formula_stays_text(latex: str) -> None:
    html = str(mathml(latex))
    tags = re.findall(r"<(/?)([a-z]+)((?:\s[^<>]*)?)>", html)
    assert {name for _, name, _ in tags} <= {"math", "mrow", "mtext", "mi", "mo", "mn", "code"}
    assert html.count("<") == len(tags)  # every other one is escaped
    names = {name for _, _, rest in tags for name in re.findall(r'([a-z]+)="', re.sub(r'alttext="[^"]*"', "", rest))}
    assert names <= {"xmlns", "display", "stretchy", "class", "mathvariant"}


def test_a_function_stands_off_from_its_argument() -> None:
    assert "<mi>log</mi><mspace" in mathml(r"\log x")
    assert "mspace" not in mathml(r"\log(x)")
    assert "mspace" not in mathml("x y")


def test_text_in_a_formula_is_shown_as_it_is() -> None:
    assert "<mtext>n&lt;m</mtext>" in mathml(r"\text{n<m}")


@pytest.mark.parametrize(
    "latex",
    [
        r"\input{/etc/passwd}", r"\write18{ls}", r"\immediate\write18{ls}", r"x \] \input{a} \[", "^^5cinput{a}",
        r"\csname input\endcsname{a}", "} x {", r"\left( x", "a % b", r"\begin{verbatim}x\end{verbatim}",
        r"\text{$\input{x}$}", r"\def\alpha{\input{x}}", r"\catcode`\@=0 @input{x}", "\\", "a\n\nb", r"\openin3=x",
    ],
)  # fmt: skip
def test_a_formula_that_does_more_than_a_formula_is_shown_as_source(latex: str) -> None:
    written = tex_formula(latex)
    assert written.startswith(r"\text{\texttt{")
    inside = written.removeprefix(r"\text{\texttt{").removesuffix("}}")
    known = {"textbackslash", "textasciicircum", "textless", "textgreater", "textasciitilde", "textbar"}
    assert set(re.findall(r"\\([A-Za-z]+)", inside)) <= known
    assert "%" not in re.sub(r"\\%", "", inside)


@pytest.mark.parametrize("latex", [r"\alpha \le \frac{1}{2}", r"D(p\|q) \ge 0", r"\left(\sum_y p_y\right)^2", "≤"])
def test_a_formula_is_left_as_it_is(latex: str) -> None:
    assert "texttt" not in tex_formula(latex)


def test_every_formula_of_the_papers_becomes_mathml() -> None:
    formulas = [text for claim in Library.shipped() for text in (claim.latex, claim.corrected_latex) if text]
    assert formulas
    assert [text for text in formulas if not mathml(text).startswith("<math ")] == []
