"""Text and formulas for LaTeX, character by character; what a formula may not have, reason by reason."""

from __future__ import annotations

import re

import pytest

from exactalign.exceptions import ParameterError
from exactalign.text.signs import ACCENTS
from proofs_check.report.tex import tex_formula, tex_path, tex_text


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("  a \n\t b  ", "a b"),
        ("1–2—3", "1--2---3"),
        ("’‘“”", "'```''"),
        ("a\u00a0b", "a b"),  # a blank like others, where words are parted
        ("\x07", " "),
        ("ÿ", "ÿ"),
        ("Ā", r"\ensuremath{\bar{A}}"),
        ("ǡ", r"\={\.{a}}"),
        ("①", r"\ensuremath{\mathrm{1}}"),  # no sign is known: its letter
        ("¦", r"\ensuremath{\mathtt{U00A6}}"),
        ("e\u0301x", "éx"),
        ("x\u0302, ő", r"\^{x}, \H{o}"),
        ("π\u0302 and π", r"\ensuremath{\hat{\pi}} and \ensuremath{\pi}"),
        ("v\u20d7", r"\ensuremath{\vec{v}}"),  # text has no such accent
        ("ά\u0303", r"\ensuremath{\tilde{\acute{\alpha}}}"),
        ("₀\u0302", r"\ensuremath{_{0}{\hat{}}}"),
        ("π\u0327", r"\ensuremath{\pi\mathtt{U0327}}"),  # and mathematics not this one
        ("\u0302a", r"\^{ }a"),  # an accent alone
        ("a\u0338", "a"),  # no accent that is known
        ("§ 2, ¶†‡©…", r"\S{} 2, \P{}\dag{}\ddag{}\copyright{}\ldots{}"),
        ("«¿¡»", r"\guillemotleft{}\textquestiondown{}\textexclamdown{}\guillemotright{}"),
        ("≤", r"\ensuremath{\le}"),
        ("😀", r"\ensuremath{\mathtt{U1F600}}"),
        ("\\{}", r"\textbackslash{}\{\}"),
    ],
)
def test_text_character_by_character(text: str, latex: str) -> None:
    assert tex_text(text) == latex
    assert tex_text(f"x {text}y").startswith("x")


def test_anything_can_be_text() -> None:
    assert tex_text(50) == "50"


@pytest.mark.parametrize(
    ("source", "latex"),
    [
        (" $x$ ", "x"),
        ("a≤b", r"a \le b"),
        ("中", r" \mathtt{U4E2D} "),
        (r"\{x\}\%\&\#\$\_", r"\{x\}\%\&\#\$\_"),
        (r"\left(\frac{1}{2}\right)", r"\left(\frac{1}{2}\right)"),
        (r"\leftarrow \rightarrow \leftrightarrow", r"\leftarrow \rightarrow \leftrightarrow"),  # no bracket of these
        (r"\begin{cases} a & b \\ c & d \end{cases}", r"\begin{cases} a & b \\ c & d \end{cases}"),
        ("a^b", "a^b"),
        (r"\alpha", r"\alpha"),
        ("{{}}", "{{}}"),
        ("π\u0302", r"\hat{\pi}"),
        ("\\alpha\u0303x\u0307", r"\tilde{\alpha} \dot{x}"),
        ("ẋé", r"\dot{x} \acute{e}"),
        ("x_\u0302", r"x _{\hat{}}"),
        ("{x}\u0302", r"{x }{\hat{}}"),
        ("§…‡∌", r"\S \ldots \ddagger \mathtt{U220C}"),
    ],
)
def test_a_formula_as_it_is(source: str, latex: str) -> None:
    assert tex_formula(source).split() == latex.split()
    assert tex_formula("≤x") == r" \le x"


@pytest.mark.parametrize(
    "source",
    [
        "a%b", "a#b", "a$b", "a\nb", "a\rb", "a^^b", r"\input", r"\alphaa", "a\\", "{", "}", "}{", "{{}", "{}}",
        r"\begin{cases} x", r"x \end{cases}", r"\begin{itemize}\end{itemize}", r"\begin{cases}\end{itemize}",
        r"\begin{itemize}\end{cases}", r"\begin cases\end cases",
        r"\left( x", r"x \right)", r"\left(\left(x\right)", r"\{x}", r"{x\}",
    ],
)  # fmt: skip
def test_what_is_no_formula_is_shown_as_its_source(source: str) -> None:
    assert tex_formula(source) == rf"\text{{\texttt{{{tex_text(source)}}}}}"


@pytest.mark.parametrize("name", ["a", "0", "report-figures", "a.b_c-d", "Z9"])
def test_names_of_folders(name: str) -> None:
    assert tex_path(name) == name


@pytest.mark.parametrize("name", ["", "-a", ".a", "_a", "a b", "a/b", "a\n", "é", "a%", "a{"])
def test_names_of_folders_that_latex_would_misread(name: str) -> None:
    with pytest.raises(ParameterError) as caught:
        tex_path(name)
    assert str(caught.value) == (
        f"the folder for the figures is {name!r}: LaTeX needs a name of letters, digits, . _ and -"
    )


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


def test_no_accent_vanishes() -> None:
    """Each of them, on letters and signs, in text and in formulas, is told from the letter and from the others."""
    for write in (tex_text, tex_formula):
        for base in ("x", "é", "π", "≤", "ₓ", "%", r"\psi", "中", "…"):
            written = [write(base), *(write(f"{base}{mark}") for mark in ACCENTS)]
            assert len(set(written)) == len(written)
