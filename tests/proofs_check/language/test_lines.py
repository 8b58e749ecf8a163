"""The lines of a proof: what each of the functions makes of what it is given."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from proofs_check import Claim, Statement, real
from proofs_check.exceptions import ClaimError
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
    line = instance(Claim, TERM, p=3, q=x)
    assert made(line) == (True, "instance", Claim)
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


@pytest.mark.parametrize(
    ("made_of", "told"),
    [
        (lambda: instance("T-gibbs", TERM), r"by its class, as in instance\(Lemma6, …\), and not 'T-gibbs'$"),
        (lambda: instance(int, TERM), r"and not <class 'int'>$"),
        (lambda: instance(Claim(), TERM), r"^an instance cites a claim by its class"),
        (lambda: linear(TERM, [1, 2]), r"by the lines that they multiply, as in \{1: 1, 2: 3\}, not \[1, 2\]$"),
        (lambda: linear(TERM, {1.5: 1}), r"^earlier lines are counted 1, 2, …: 1\.5 is none of them$"),
        (lambda: linear(TERM, {True: 1}), r"True is none of them$"),
        (lambda: equals(TERM, "1", by=2), r"'1' is none of them$"),
        (lambda: derivations.sign(Statement(TERM)), r"^a line is a term, as in sign\(.*\), and not a Statement$"),
        (lambda: derivations.identity(True), r"^a line is a term, as in identity\(.*\), and not a bool$"),
    ],
)
def test_what_makes_no_line_is_told_where_it_is_written(made_of: Callable[[], Line], told: str) -> None:
    with pytest.raises(ClaimError, match=told):
        made_of()
