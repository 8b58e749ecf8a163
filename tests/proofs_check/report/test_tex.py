"""Text and formulas for LaTeX, character by character; what a formula may not have, reason by reason."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign.exceptions import ParameterError
from exactalign.text.signs import ACCENTS
from proofs_check.report.tex import tex_formula, tex_path, tex_text

TEXTS = st.text(st.sampled_from([*"abxαπΣ∑≤≪≈é½⅕²³₁ᵢⁿ′°𝐗𝒳中…–%#$&_^\\{}~<>[]|'-=1 ", *ACCENTS, "\u0309", "\u20db"]))
COMMANDS = r"""
{x} {ab} \frac \sqrt \hat \alpha \sum \limits \text{é} \text{ \mathrm \left( \right) \big \not \ne \% \{ \\ \,
\operatorname* \begin{cases} \end{cases}
"""
PIECES = st.lists(
    st.sampled_from([*"xyα∑≤½⅕²³₁ᵢ′°𝐗é1'&^_^_{}[]= \u0302\u0338\u0305\u0309", *COMMANDS.split()]), max_size=8
).map("".join)
ALPHABETS = re.compile(
    "LATIN|GREEK|DIGIT|SUPERSCRIPT|SUBSCRIPT|MODIFIER|VULGAR|FRACTION|MATHEMATICAL|SCRIPT|BLACK-LETTER|DOUBLE-STRUCK"
)


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("  a \n\t b  ", "a b"),
        ("1–2—3", "1--2---3"),
        ("’‘“”", "'`{}``''"),
        ("x--1 –-", "x-{}-1 --{}-"),  # two signs are no dash
        ("?` ,, ''", "?{}` ,{}, '{}'"),
        ("a\u00a0b", "a b"),  # a blank like others, where words are parted
        ("\x07", " "),
        ("ÿ", "ÿ"),
        ("Ā", r"\ensuremath{\bar{A}}"),
        ("ǡ", r"\={\.{a}}"),
        ("2①", r"2\ensuremath{\mathtt{U2460}}"),  # no sign is known: its number, and no 21
        ("ﬁﬅⅣ", r"\ensuremath{\mathrm{fi}}\ensuremath{\mathtt{UFB05}}\ensuremath{\mathrm{IV}}"),
        ("¦", r"\ensuremath{\mathtt{U00A6}}"),
        ("e\u0301x", "éx"),
        ("x\u0302, ő", r"\^{x}, \H{o}"),
        ("π\u0302 and π", r"\ensuremath{\hat{\pi}} and \ensuremath{\pi}"),
        ("v\u20d7", r"\ensuremath{\vec{v}}"),  # text has no such accent
        ("ά\u0303", r"\ensuremath{\tilde{\acute{\alpha}}}"),
        ("₀\u0302", r"\ensuremath{\hat{{_{0}}}}"),
        ("π\u0327", r"\ensuremath{\pi\mathtt{U0327}}"),  # and mathematics not this one
        ("\u0302a", r"\^{ }a"),  # an accent alone
        ("a\u0338", r"\ensuremath{\not\mathrel{a}}"),
        ("p ≪\u0338 q", r"p \ensuremath{\not\mathrel{\ll}} q"),
        ("≰≮", r"\ensuremath{\not\mathrel{\le}}\ensuremath{\not\mathrel{<}}"),
        ("x\u0309π\u0325", r"\ensuremath{x\mathtt{U0309}}\ensuremath{\pi\mathtt{U0325}}"),  # no command
        ("≈\u0302", r"\ensuremath{\hat{\approx}}"),
        ("⅕ 1⅘ ⅒", r"\ensuremath{\frac15} 1\ensuremath{\frac45} \ensuremath{\frac{1}{10}}"),
        ("2ᵐeˣpᵀ", r"2\ensuremath{^{m}}e\ensuremath{^{x}}p\ensuremath{^{T}}"),
        ("pᵢxₙaₖxⱼ", r"p\ensuremath{_{i}}x\ensuremath{_{n}}a\ensuremath{_{k}}x\ensuremath{_{j}}"),
        ("Σᵢ r₍ᵢ₎", r"\ensuremath{\Sigma}\ensuremath{_{i}} r\ensuremath{_{(i)}}"),
        ("x⁻¹y₁₀z₁²", r"x\ensuremath{^{-1}}y\ensuremath{_{10}}z\ensuremath{_{1}}\ensuremath{^{2}}"),
        ("xᵝ⁺ⁱ°", r"x\ensuremath{^{\beta +i\circ}}"),
        ("x\u0332x\u0331ș", r"\ensuremath{\underline{x}}\b{x}\textcommabelow{s}"),
        ("ảſơ", "".join(rf"\ensuremath{{\mathtt{{U{ord(c):04X}}}}}" for c in "ảſơ")),
        ("𝒳𝐗", r"\ensuremath{\mathcal{X}}\ensuremath{\mathbf{X}}"),
        (
            "𝑥ℍℭ𝖷𝚡𝔛",
            "".join(
                rf"\ensuremath{{\math{font}}}" for font in ("it{x}", "bb{H}", "frak{C}", "sf{X}", "tt{x}", "frak{X}")
            ),
        ),
        ("𝒶𝕒𝟙𝑿𝛂", "".join(rf"\ensuremath{{\mathtt{{U{ord(c):04X}}}}}" for c in "𝒶𝕒𝟙𝑿𝛂")),
        ("50%\u0305", r"50\ensuremath{\overline{\text{\%}}}"),
        ("{\u20d7", r"\ensuremath{\vec{\text{\{}}}"),
        ("\\\u0305", r"\ensuremath{\overline{\text{\textbackslash{}}}}"),
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
        ("§…‡∌∍", r"\S \ldots \ddagger \not\mathrel{\ni} \mathtt{U220D}"),
        ("1⅘x⁻¹y₁₀", r"1 \frac45 x^{-1}y_{10}"),
        ("x²³₁", "x^{23}_{1}"),
        ("x′²+y' ^2+z' = ″", r"x'^{2}+y'^2+z' = ''"),
        ("x^α+x^⅕+x_½", r"x^{\alpha}+x^{\frac15}+x_{\frac12}"),
        (r"x^\frac12+\sqrt[3]2", r"x^{\frac12}+\sqrt[3]2"),
        (r"\frac {a} b\bar x", r"\frac {a} b\bar x"),
        (r"\left⌈x\right⌉\big‖", r"\left\lceil x\right\rceil \big\|"),
        (r"\operatorname*{arg\,max}\limits_x", r"\operatorname*{arg\,max}\limits_x"),
        (r"∑\limits_i\sum\nolimits_i", r"\sum \limits_i\sum\nolimits_i"),
        (r"a\lt b\gt c", "a< b> c"),
        ("ΑA", r"\mathrm{A} A"),
        (r"\text{Rényi α² at 5\% \ldots}", r"\text{Rényi \ensuremath{\alpha}\ensuremath{^{2}} at 5\% \ldots}"),
        ("p≪\u0338q", r"p \not\mathrel{\ll} q"),
        (r"5\$", r"5\$"),
        ("$$x$$", "x"),
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
        "a & b", "x^2^3", "x_1_2", "x^2²", "x^2'", "x' _1^2", r"\text{a_b}", r"\text{\alpha}", r"\text x",
        r"\text{{a}}", "\\text{a\u0302_}", "\\text{\\%\u0302}", r"\text{", r"\frac", r"\frac1", r"\frac^1", r"\frac[1",
        r"x^\\", "x^", "x^²", "x^~", r"x^\ ", r"\sqrt[3", r"\left x\right)", r"\big", r"\big x", "\\big(\u0302",
        r"x\limits_1", r"\sum_1\limits", r"a \\ [1pt] b", r"\begin{cases} {a & b} \end{cases}",
        r"\begin{cases} a \end{matrix}", "\\{\u0302", "x_\u0302", "\\frac{a}\u0302{b}", "\\frac\u0302{a}{b}", "\x07",
        "{" * 41 + "}" * 41, r"\sqrt" * 41 + "2", r"\'a",
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


def is_whole(written: str) -> bool:
    """Whether braces are balanced, and no sign that is special to LaTeX stands bare in what is written."""
    bare = re.sub(r"\\(?:[A-Za-z]+|.)", "", written.replace(r"$\approx$", ""))
    depths = [bare[:end].count("{") - bare[:end].count("}") for end in range(len(bare) + 1)]
    return min(depths) == depths[-1] == 0 and not re.search(r"[%#$\\]", bare)


@given(TEXTS)
def test_text_is_whole(text: str) -> None:
    written = tex_text(text)
    assert is_whole(written)
    assert not re.search(r"[&~]", re.sub(r"\\.", "", written))
    while (shorter := re.sub(r"\{[^{}]*\}", "", re.sub(r"\\.", "", written))) != written:
        written = shorter
    assert not re.search("[_^]", written)  # scripts stand in mathematics alone


@given(TEXTS | PIECES)
def test_formulas_are_whole(source: str) -> None:
    assert is_whole(tex_formula(source))


@given(TEXTS)
def test_no_mark_of_a_text_is_lost(text: str) -> None:
    """With one more of them it is another text."""
    assert tex_text(f"{text}x\u0309") != tex_text(f"{text}x")
    assert tex_text(f"{text}x\u0338") != tex_text(f"{text}x")


@pytest.mark.parametrize(("kind", "most"), [("cases", 1), ("pmatrix", 9), ("aligned", 9)])
def test_a_line_has_as_many_columns_as_latex_allows(kind: str, most: int) -> None:
    def of(columns: int) -> str:
        line = " & ".join("x" * (columns + 1))
        return rf"\begin{{{kind}}}{line} \\ {line}\end{{{kind}}}"

    assert tex_formula(of(most)) == of(most)
    assert tex_formula(of(most + 1)).startswith(r"\text{\texttt{")


def test_many_marks_on_a_sign_are_few_commands_and_none_is_lost() -> None:
    """LaTeX takes exponentially long for accents within accents."""
    for mark, command in (("\u0301", r"\'"), ("\u0331", r"\b")):
        written = tex_text("q" + mark * 30)
        assert 0 < written.count(command + "{") <= 6
        assert written.count(command + "{") + written.count(f"U{ord(mark):04X}") == 30
    assert tex_formula("z" + "\u0305" * 30).count("overline") == 6
    assert tex_formula("z" + "\u0305" * 30).count("U0305") == 24


def test_no_two_signs_become_one() -> None:
    """All letters and digits, small ones, fractions and mathematical alphabets that are no others for Unicode."""
    signs = [c for c in map(chr, range(33, sys.maxunicode)) if ALPHABETS.match(unicodedata.name(c, ""))]
    signs = [c for c in signs if unicodedata.normalize("NFC", c) == c]
    assert len(signs) > 3000
    for write in (tex_text, tex_formula):
        written: dict[str, str] = {}
        for sign in signs:
            assert (other := written.setdefault(write(sign), sign)) == sign, (sign, other)


@pytest.mark.slow
def test_texts_and_formulas_compile(tmp_path: Path) -> None:
    compiler = shutil.which("pdflatex")
    if compiler is None:
        pytest.skip("no LaTeX here: install pdflatex (texlive-latex-base, texlive-latex-recommended)")
    marked = [f"{sign}{mark}" for sign in "xéπ≤≈ₓ½%#$&_^\\{}~<[|'-=中…⌈°𝒳" for mark in (*ACCENTS, "\u0309")]
    lines = [tex_text(text) for text in [*marked, "2ᵐ x⁻¹ x₁² 1⅘ p ≪\u0338 q 𝐗𝒳ℍ𝔛𝚡 ș x̱ ﬁ ①"]]
    pieces = (
        "x",
        "α",
        "½",
        "²",
        "′",
        "^",
        "_",
        "{a}",
        r"\frac",
        r"\hat",
        r"\sum",
        r"\not",
        r"\text{é α²}",
        r"\big",
        "°",
        r"\\",
    )
    formulas = [*marked, *(f"{a}{b}{c}" for a in pieces for b in pieces for c in pieces)]
    lines += [rf"\[ {tex_formula(source)} \]" for source in formulas]
    head = r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage{amsmath,amssymb}"
    source = "\n\n".join([head, r"\begin{document}", *lines, r"\end{document}"])
    (tmp_path / "signs.tex").write_text(source, encoding="utf-8")
    done = subprocess.run(
        [compiler, "-interaction=nonstopmode", "-halt-on-error", "signs.tex"],
        cwd=tmp_path, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-1500:]
