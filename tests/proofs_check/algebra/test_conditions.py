"""What positivity follows from: against the values of polynomials in letters that are positive, or anything."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import IndexedBase, exp, log, sqrt

from proofs_check.algebra.conditions import Condition, Fact, needed_by, still_open
from proofs_check.algebra.forms import ANY, UNIT, ZERO, Form
from proofs_check.exceptions import NotDecidable
from tests.proofs_check.algebra.expressions import Reader, every, total, y, z

u, x, n = sympy.symbols("u x n")
r, p = IndexedBase("r"), IndexedBase("p")
MONOMIALS = (1, u, x, u * x)


def fact(e: Any, sign: str) -> Fact:
    """What is told of an expression, with what its reading needs."""
    reader = Reader()
    return Fact(reader.read(e), sign, needs=tuple(needed_by(reader)))


def of_all(family: IndexedBase, sign: str) -> Fact:
    return Fact(every(family), sign, f"{ANY}0")


def left_open(e: Any, *known: Fact) -> tuple[str, ...]:
    """What an expression needs and is not known."""
    reader = Reader()
    reader.read(e)
    return still_open(needed_by(reader), known)


def apart(form: Form) -> Condition:
    return Condition("≠ 0", form, "≠")


@settings(max_examples=40)
@given(st.lists(st.integers(-2, 2), min_size=4, max_size=4).filter(any), st.sets(st.sampled_from([u, x])))
def test_what_follows_is_positive(coefficients: list[int], positive: set[sympy.Symbol]) -> None:
    term = sum(c * m for c, m in zip(coefficients, MONOMIALS, strict=True))
    try:
        open_ = left_open(log(2 * term, evaluate=False), *(fact(letter, "> 0") for letter in positive))
    except NotDecidable:  # a negative number alone
        return
    if not open_:
        small, all_signs = (1, 20), (-20, -1, 0, 1, 20)
        places = product(*(small if letter in positive else all_signs for letter in (u, x)))
        assert all(term.subs({u: a, x: b}) > 0 for a, b in places)


def test_what_is_seen_at_once() -> None:
    positive = fact(u, "> 0"), fact(x, "> 0")
    assert not left_open(log(1 + 2 * u + u * x), *positive)
    assert left_open(log(1 + 2 * u + u * x), positive[0])
    assert left_open(log(1 - u), *positive)
    assert left_open(log(u - x), *positive)
    assert not left_open(log(u - x), fact(u - x, "> 0"))
    assert left_open(log(u - x), fact(x - u, "> 0"))
    assert not left_open(log(u - x), fact(3 * u - 3 * x, "> 0"))  # up to a positive number
    assert not left_open(sqrt(u**2 + x**4), *())
    assert left_open(sqrt(u**2 + x**3), fact(u, "> 0"))
    assert not left_open(sqrt(u**2 + x**3), fact(x, "≥ 0"))


def test_a_product_is_not_zero_where_no_factor_is() -> None:
    product_of_two, sum_of_two = apart(Reader().read(u * x)), apart(Reader().read(u + x))
    nonzero = fact(u, "≠ 0"), fact(x, "≠ 0")
    for known in (nonzero, (fact(u, "> 0"), nonzero[1]), (fact(x, "> 0"), fact(u, "> 0")), (fact(3 * u * x, "≠ 0"),)):
        assert still_open([product_of_two], known) == ()
    for known in ((), nonzero[:1], nonzero[1:], (fact(u, "> 0"),), (nonzero[0], fact(n, "≠ 0"))):
        assert still_open([product_of_two], known) == ("≠",)
    assert still_open([sum_of_two], nonzero) == ("≠",)
    assert still_open([sum_of_two], [fact(-2 * u - 2 * x, "≠ 0")]) == ()
    assert still_open([apart(Reader().read(u))], [fact(u * x + u, "≠ 0")]) == ()
    assert still_open([apart(Reader().read(x + 1))], [fact(u * x + u, "≠ 0")]) == ()


def test_a_sign_is_no_other() -> None:
    positive, negative = fact(u, "> 0"), fact(-u, "> 0")
    signs = {sign: Condition(sign, Reader().read(u), sign) for sign in ("> 0", "≥ 0", "≠ 0")}
    for known, left in ((positive, ()), (negative, ("> 0", "≥ 0")), (fact(u, "≥ 0"), ("> 0", "≠ 0")),
                        (fact(u, "≠ 0"), ("> 0", "≥ 0"))):  # fmt: skip
        assert still_open(list(signs.values()), [known]) == left


def test_a_fact_of_one_letter_is_no_fact_of_all() -> None:
    bound = total(sqrt(r[y] ** 2, evaluate=False))
    for known, left in (((), 1), ((of_all(r, "≥ 0"),), 0), ((of_all(r, "> 0"),), 0), ((of_all(p, "> 0"),), 1),
                        ((fact(r[y], "> 0"), fact(r[z], "> 0")), 1)):  # fmt: skip
        assert len(left_open(bound, *known)) == left
    assert left_open(log(r[z]), of_all(r, "> 0")) == left_open(log(r[z]), fact(r[z], "> 0")) == ()
    assert left_open(log(r[z]), fact(r[y], "> 0")) == ("r[z] > 0",)
    nested = total(total(sqrt(r[z] ** 2), z) * r[y])
    assert left_open(nested, of_all(r, "≥ 0")) == ()
    assert left_open(nested, fact(r[z], "> 0")) != ()


def test_a_sum_over_outcomes_has_the_sign_of_its_terms() -> None:
    assert left_open(log(total(exp(p[y])))) == ()
    assert left_open(log(total(r[y])), of_all(r, "> 0")) == ()
    assert left_open(log(total(r[y])), of_all(r, "≥ 0")) == ("Σ_y(r[y]) > 0",)
    assert left_open(sqrt(total(r[y])), of_all(r, "≥ 0")) == ()
    assert left_open(log(total(r[y])), fact(total(r[z], z), "> 0")) == ()
    assert left_open(log(total(r[y])), fact(total(p[z], z), "> 0")) != ()


def test_the_base_of_logarithms_is_positive_and_a_letter_called_e_is_not() -> None:
    e = sympy.Symbol("e")
    assert left_open(log(exp(x) + 1)) == ()
    assert left_open(log(e)) == ("e > 0",)


def test_what_is_known_of_a_root_is_known_where_the_root_is() -> None:
    """√(u²) > 0 is read as u > 0, which needs u ≥ 0: it says nothing of a u of which no sign is known."""
    root = fact(sqrt(u**2, evaluate=False), "> 0")
    assert [str(condition) for condition in root.needs] == ["u ≥ 0"]
    assert left_open(log(u), root) == ("u > 0",)
    assert left_open(log(u), root, fact(u, "≥ 0")) == ()
    assert still_open([Condition("≥ 0", root.form, "≥")], [root._replace(sign="≥ 0")]) == ("≥",)
    logs = fact(log(r[n] ** 2), "> 0")  # 2 log r(n), where r(n) > 0
    assert left_open(log(log(r[n])), logs) != ()
    assert left_open(log(log(r[n])), logs, fact(r[n], "> 0")) == ()


@pytest.mark.parametrize("sign", ["> 0", "≥ 0", "≠ 0"])
def test_contradictory_facts_tell_nothing(sign: str) -> None:
    """Of 0 > 0 everything would follow."""
    assert still_open([Condition("> 0", Reader().read(u), "u > 0")], [Fact(ZERO, sign)]) == ("u > 0",)
    assert still_open([Condition("> 0", UNIT, "1 > 0")], []) == ()
