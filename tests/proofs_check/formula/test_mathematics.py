"""Formulas as MathML: what is no formula stays text, and is escaped."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable
from html import unescape
from itertools import product
from xml.etree.ElementTree import Element, SubElement

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from proofs_check.formula import mathematics
from proofs_check.formula.mathematics import mathml

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


def test_it_is_markup_that_a_page_takes_as_it_is() -> None:
    for latex in ("x", r"\frac{x}{y}", r"\nonsense{x}"):
        assert Markup("{}").format(mathml(latex)) == str(mathml(latex))


def test_a_function_stands_off_from_its_argument() -> None:
    assert "<mi>log</mi><mspace" in mathml(r"\log x")
    assert "mspace" not in mathml(r"\log(x)")
    assert "mspace" not in mathml("x y")


def test_text_in_a_formula_is_shown_as_it_is() -> None:
    assert "<mtext>n&lt;m</mtext>" in mathml(r"\text{n<m}")


SPACE = '<mspace width="0.167em"></mspace>'


@pytest.mark.parametrize(
    ("latex", "inside"),
    [
        (r"x \log y", f"<mi>x</mi><mi>log</mi>{SPACE}<mi>y</mi>"),
        (r"\log \log x", f"<mi>log</mi>{SPACE}<mi>log</mi>{SPACE}<mi>x</mi>"),
        (r"a\log{x}", f"<mi>a</mi><mi>log</mi>{SPACE}<mrow><mi>x</mi></mrow>"),
        (r"\log", "<mi>log</mi>"),
        (r"\log_2 x", "<msub><mi>log</mi><mn>2</mn></msub><mi>x</mi>"),
        (r"\sin^2 x", "<msup><mi>sin</mi><mn>2</mn></msup><mi>x</mi>"),
        (r"\arg z", "<mo>arg</mo><mi>z</mi>"),
        (r"\arg\max_x f", "<msub><mo>arg\u2009max</mo><mi>x</mi></msub><mi>f</mi>"),
        (r"\arg \min f", "<mo>arg\u2009min</mo><mi>f</mi>"),
        (r"\operatorname{arg\,max} f", "<mo>arg\u2009max</mo><mi>f</mi>"),
        (r"\operatorname*{ess\,sup} f", '<mo movablelimits="true">ess\u2009sup</mo><mi>f</mi>'),
        (r"\operatorname{Var} f\,g", f"<mo>Var</mo><mi>f</mi>{SPACE}<mi>g</mi>"),
        ("x < y", "<mi>x</mi><mo>&lt;</mo><mi>y</mi>"),
    ],
)
def test_what_a_formula_becomes(latex: str, inside: str) -> None:
    found = mathml(latex)
    assert found.partition(">")[2] == f"<mrow>{inside}</mrow></math>"
    alt = latex.replace("<", "&lt;")
    assert found.partition(">")[0] == (
        f'<math alttext="{alt}" xmlns="http://www.w3.org/1998/Math/MathML" display="block"'
    )


def test_dollars_and_blanks_around_a_formula_are_no_part_of_it() -> None:
    for latex in ("$x$", " x ", " $x$ "):
        assert mathml(latex).partition(">")[2] == mathml("x").partition(">")[2]


def test_what_only_begins_as_arg_is_no_name() -> None:
    assert mathml(r"\argument f") == r'<code class="tex">\argument f</code>'
    assert mathml(r"\arg\maximum") == r'<code class="tex">\arg\maximum</code>'


def made(change: Callable[[Element], object]) -> str:
    """What is written of <mrow><mi>x</mi></mrow>, changed."""
    row = Element("mrow")
    SubElement(row, "mi").text = "x"
    change(row)
    return "".join(mathematics._written(row))


def test_elements_are_written_with_what_is_known_in_them() -> None:
    assert made(lambda row: None) == "<mrow><mi>x</mi></mrow>"
    assert made(lambda row: row.set("xmlns", "anything")) == "<mrow><mi>x</mi></mrow>"
    assert made(lambda row: row.set("width", "a" * 40)) == f'<mrow width="{"a" * 40}"><mi>x</mi></mrow>'
    assert made(lambda row: setattr(row[0], "text", "&lt;")) == "<mrow><mi>&lt;</mi></mrow>"
    assert made(lambda row: setattr(row[0], "tail", " ")) == "<mrow><mi>x</mi></mrow>"
    assert made(lambda row: setattr(row[0], "text", None)) == "<mrow><mi></mi></mrow>"


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.set("width", "a" * 41),
        lambda row: row.set("width", ""),
        lambda row: row.set("width", "url(x)"),
        lambda row: row.set("href", "x"),
        lambda row: row.set("style", "x"),
        lambda row: SubElement(row, "maction"),
        lambda row: setattr(row, "tag", "script"),
        lambda row: setattr(row[0], "tail", "text"),
        lambda row: setattr(row[0], "text", "\\nonsense"),
        lambda row: setattr(row[0], "text", "&#92;nonsense"),
    ],
)
def test_elements_with_anything_else_are_refused(change: Callable[[Element], object]) -> None:
    with pytest.raises(mathematics._Refused):
        made(change)


def test_a_space_stands_between_a_function_and_what_is_no_sign() -> None:
    def row(*parts: tuple[str, str], within: str = "mrow") -> str:
        outer = Element(within)
        for tag, text in parts:
            SubElement(outer, tag).text = text
        return "".join(mathematics._written(outer)).replace(SPACE, " ")

    log, x, sign = ("mi", "log"), ("mi", "x"), ("mo", "+")
    assert row(log, x) == "<mrow><mi>log</mi> <mi>x</mi></mrow>"
    assert row(log, ("mn", "2"), x) == "<mrow><mi>log</mi> <mn>2</mn><mi>x</mi></mrow>"
    assert row(x, log) == "<mrow><mi>x</mi><mi>log</mi></mrow>"
    assert row(log, sign, x) == "<mrow><mi>log</mi><mo>+</mo><mi>x</mi></mrow>"
    assert row(("mtext", "log"), x) == "<mrow><mtext>log</mtext><mi>x</mi></mrow>"
    assert row(("mi", "Log"), x) == "<mrow><mi>Log</mi><mi>x</mi></mrow>"
    for within in ("msub", "msup", "munder", "mover"):
        assert row(log, x, within=within) == f"<{within}><mi>log</mi><mi>x</mi></{within}>"


def test_a_sign_and_its_stroke_are_one() -> None:
    stroked, one = (mathml(latex).partition(">")[2] for latex in ("a =\u0338 b", "a ≠ b"))
    assert stroked == one


def inside(latex: str) -> str:
    """What stands in the element, which there is."""
    found = mathml(latex)
    assert found.startswith("<math "), latex
    return found.partition(">")[2]


def shown(latex: str) -> str:
    """What a reader sees, without its form."""
    return unescape(re.sub("<[^>]*>", "", mathml(latex)))


PIECES = ("x", "5", " ", "\\", "\\%", "\\\\", "{", "}", "_", "\\text{", "²", "\n")


@given(st.lists(st.sampled_from(PIECES)).map("".join), st.lists(st.sampled_from(PIECES)).map("".join))
def test_of_a_formula_with_a_comment_everything_is_shown(before: str, after: str) -> None:
    found = mathml(latex := f"x{before}%{after}")
    backslashes = len(before) - len(before.rstrip("\\"))
    if backslashes % 2 == 0:
        assert found == Markup('<code class="tex">{}</code>').format(latex)
    else:
        assert "%" in shown(latex)


@pytest.mark.parametrize(
    "latex", [r"\Pr(X>t) \le 50% \cdot e", "x%y", "x%", "%x", r"\text{% x}", r"\text{5% of}", "x\\\\%y", "x\\\\\\\\%"]
)
def test_a_formula_with_a_comment_is_its_source(latex: str) -> None:
    assert mathml(latex) == Markup('<code class="tex">{}</code>').format(latex)


def test_delimiters_of_every_size_are_the_same_sign() -> None:
    sizes = [f"\\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r")]
    signs = {
        r"\{": "{", r"\}": "}", r"\|": "‖", r"\lbrace": "{", r"\rVert": "‖", r"\langle": "⟨", r"\rangle": "⟩",
        r"\lceil": "⌈", r"\rfloor": "⌋", r"\lvert": "|", "[": "[", "(": "(", "/": "/", r"\backslash": "\\",
    }  # fmt: skip
    for size, (sign, written) in product(sizes, signs.items()):
        assert shown(f"{size}{sign} x") == f"{written}x"
        assert re.match("<mrow><mo[^>]*>", inside(f"{size}{sign} x"))
    assert shown(r"\left\{x\middle\|y\right\}") == "{x‖y}"
    assert mathml(r"\left(x\middle[y\right)") == r'<code class="tex">\left(x\middle[y\right)</code>'


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\text{top 5\% of}", "top 5% of"),
        (r"\text{\%}", "%"),
        (r"\text{R\&D, a\_b, \#1, \$5}", "R&D, a_b, #1, $5"),
        (r"\text{\{a\} and b}", "{a} and b"),
        (r"\text{a~b\ c\,d}", "a b c\u2009d"),
        (r"\text{a, \ldots, z\quad b}", "a, …, z b"),
        (r"\mbox {2 points in}", "2 points in"),
        (r"\textbf{a\_b}", "a_b"),
        (r"\text{x²}", "x²"),
        (r"\text{}", ""),
    ],
)
def test_escapes_in_text_are_read(latex: str, text: str) -> None:
    assert re.fullmatch("<mrow>(<mstyle[^>]*>)?<mtext[^>]*>[^<]*</mtext>(</mstyle>)?</mrow></math>", inside(latex))
    assert shown(latex).replace("\u00a0", " ") == text
    assert " " not in shown(latex)  # each space is one that stays


@pytest.mark.parametrize(
    "latex", [r"\text{a {b} c}", r"\text{a\-b}", r"\text{a\~{n}}", r"\text{\quadx}", r"\text{a", r"x\-y", "x\\$"]
)
def test_what_is_not_read_is_shown_as_its_source(latex: str) -> None:
    assert mathml(latex) == Markup('<code class="tex">{}</code>').format(latex)


def test_a_line_s_end_before_a_word_is_no_command() -> None:
    assert shown(r"\begin{cases}x\\text{5 m}\end{cases}") == "{xtext5m"
    assert shown(r"\begin{cases}x\\\text{5 m}\end{cases}") == "{x5\u00a0m"


FONTS = {
    "mathbb": "DOUBLE-STRUCK", "mathbf": "BOLD", "mathcal": "SCRIPT", "mathscr": "SCRIPT", "mathfrak": "FRAKTUR",
    "mathit": "ITALIC", "mathsf": "SANS-SERIF", "mathtt": "MONOSPACE", "mathrm": "NORMAL",
}  # fmt: skip


@pytest.mark.parametrize("command", FONTS)
def test_every_letter_and_digit_of_a_font_is_that_letter_in_that_font(command: str) -> None:
    for character in string.ascii_letters + string.digits:
        found = inside(rf"\{command}{{{character}}}")
        sign = shown(rf"\{command}{{{character}}}")
        assert unicodedata.normalize("NFKC", sign) == character, (command, character)
        name = unicodedata.name(sign).replace("BLACK-LETTER", "FRAKTUR")
        variant = re.search('mathvariant="([a-z-]*)"', found)
        plain = command == "mathrm" and character in string.digits  # upright as they are
        assert plain or FONTS[command] in name or (variant and variant[1].upper() == FONTS[command]), name
        if command in ("mathbb", "mathbf", "mathsf", "mathtt"):
            assert FONTS[command] in name  # browsers know no variant but the normal one


def test_small_signs_are_scripts() -> None:
    signs = [
        c for c in map(chr, range(0x1E000)) if re.fullmatch("<su(per|b)> [0-9A-F]{4}", unicodedata.decomposition(c))
    ]
    plain = {c: unicodedata.normalize("NFKC", c) for c in signs if "ORDINAL" not in unicodedata.name(c)}
    plain = {c: sign for c, sign in plain.items() if sign in string.ascii_letters + string.digits + "=()+−"}
    assert len(plain) > 80
    for c, sign in plain.items():
        tag = "msup" if "<super>" in unicodedata.decomposition(c) else "msub"
        script = rf"<mrow><m[ion][^>]*>{re.escape(sign)}</m[ion]></mrow>"
        assert re.fullmatch(rf"<mrow><{tag}><mi>x</mi>{script}</{tag}><mi>y</mi></mrow></math>", inside(f"x{c}y"))


@pytest.mark.parametrize(
    ("small", "latex"),
    [
        ("x²", "x^{2}"),
        ("10⁻⁵ mᵏ", "10^{-5} m^{k}"),
        ("x₁²", "x_{1}^{2}"),
        (r"\sumₖ₌₁ⁿ \log₂ k", r"\sum_{k=1}^{n} \log_{2} k"),
        (r"\mathrm{e}ᵝᵗ", r"\mathrm{e}^{\beta t}"),
        ("é²√≤", "é^{2}√≤"),
    ],
)
def test_runs_of_small_signs_are_one_script(small: str, latex: str) -> None:
    assert inside(small) == inside(latex)
