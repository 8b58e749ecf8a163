"""Formulas as MathML: what is no formula stays text, and is escaped."""

from __future__ import annotations

import re

import pytest

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


def test_a_function_stands_off_from_its_argument() -> None:
    assert "<mi>log</mi><mspace" in mathml(r"\log x")
    assert "mspace" not in mathml(r"\log(x)")
    assert "mspace" not in mathml("x y")


def test_text_in_a_formula_is_shown_as_it_is() -> None:
    assert "<mtext>n&lt;m</mtext>" in mathml(r"\text{n<m}")
