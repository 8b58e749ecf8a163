"""Formulas as MathML: what is no formula stays text, and is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

import pytest
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
    for given in ("$x$", " x ", " $x$ "):
        assert mathml(given).partition(">")[2] == mathml("x").partition(">")[2]


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
