"""The lines of a proof: what each of the functions makes of what it is given."""

from __future__ import annotations

import pytest

from proofs_check import real
from proofs_check.formula.terms import Term, lift, same
from proofs_check.language import derivations
from proofs_check.language.derivations import Line, equals, instance, linear

x = real("x")
TERM = x >= 0


def made(line: Line) -> tuple[bool, str, object]:
    return line.term is TERM, line.rule, line.claim


def alike(found: dict[object, Term], expected: dict[object, object]) -> bool:
    return list(found) == list(expected) and all(same(found[key], lift(value)) for key, value in expected.items())


@pytest.mark.parametrize("rule", ["hypothesis", "algebra", "sign", "identity"])
def test_a_line_that_needs_nothing_else(rule: str) -> None:
    line = getattr(derivations, rule)(TERM)
    assert made(line) == (True, rule, None)
    assert line.values == line.lines == {}


def test_lines_that_need_others() -> None:
    """Numbers become terms, and earlier lines keep what stands beside them."""
    line = instance("Other", TERM, p=3, q=x)
    assert made(line) == (True, "instance", "Other")
    assert alike(dict(line.values), {"p": 3, "q": x})
    assert line.lines == {}
    line = linear(TERM, {4: 2, 1: x})
    assert made(line) == (True, "linear", None)
    assert alike(dict(line.lines), {4: 2, 1: x})
    assert line.values == {}
    line = equals(TERM, 5, by=2)
    assert made(line) == (True, "equals", None)
    assert alike(dict(line.lines), {5: 0, 2: 1})
    assert alike(dict(equals(TERM, 5, 2).lines), {5: 0, 2: 1})
