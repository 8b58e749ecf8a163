"""Expressions of SymPy as normal forms: worth what they were worth, with what they need, and refused in words."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
import sympy
from sympy import E, IndexedBase, Integer, Rational, Symbol, exp, log, sqrt

from proofs_check.algebra.forms import Atom, Form, atom_text
from proofs_check.algebra.forms import number as constant
from proofs_check.algebra.normal_forms import Operations
from proofs_check.exceptions import NotDecidable
from tests.proofs_check.algebra.expressions import K, Reader, total, y, z

u, v, a = sympy.symbols("u v a")
p, q = IndexedBase("p"), IndexedBase("q")
VALUES = {u: Rational(3, 2), v: Rational(5, 7), a: Rational(7, 3), K: Integer(3)}
ENTRIES = {"p": (Rational(1, 2), Rational(1, 3), Rational(1, 6)), "q": (Rational(2, 5), Rational(1, 5), Rational(3))}


def known(e: Any) -> Any:
    """What an expression is worth at the values above, with 30 digits."""
    e = sympy.sympify(e).subs(K, 3).doit().subs(VALUES)
    at = {IndexedBase(name)[k + 1]: x for name, entries in ENTRIES.items() for k, x in enumerate(entries)}
    return sympy.N(e.subs(at), 30)


def number(form: Form, bound: dict[str, int]) -> Any:
    """What a form is worth, term by term."""
    return sum(
        (sympy.Rational(c.numerator, c.denominator) * sympy.prod([atom(x, bound) ** number(k, bound) for x, k in m])
         for m, c in form.terms.items()),
        sympy.Integer(0),
    )  # fmt: skip


def atom(x: Atom, bound: dict[str, int]) -> Any:
    if x.kind == "symbol":
        return sympy.Integer(bound[x.name]) if x.name in bound else VALUES[Symbol(x.name)]
    if x.kind == "entry":
        return ENTRIES[x.name][bound.get(x.parts[0], 1) - 1]
    if x.kind == "sum":
        body, size = x.parts
        return sum((number(body, {**bound, x.name: k}) for k in range(1, 1 + int(number(size, bound)))), Integer(0))
    if x.kind == "log":
        return log(number(x.parts[0], bound))
    if x.kind == "base":
        return number(x.parts[0], bound)
    return E if x.kind == "e" else sympy.Integer(int(x.name))


WORTH: list[Any] = [
    Rational(-3, 4), u + v, u - 2 * v, u * v / 3, (u + v) ** 3, (u + v) ** 30 / 10**9, u**-2, (u + v) ** -2,
    (u - v) ** 0,
    sqrt(u), (u + v) ** a, (2 * u + 4 * v) ** a, (u * v**2) ** Rational(1, 2), u**a * u ** (1 - a), 2**a, 6**a * 3**-a,
    Rational(3, 8) ** a, 2 ** (a + 3), 4 ** Rational(1, 2), E, E**2, exp(a), exp(u + log(v)), exp(2 * a * log(v) + u),
    exp(log(u) * log(v)), exp(log(u) ** 2), exp(log(u + v)), exp(a * log(u + v)), log(u), log(u * v**2), log(1 / u),
    log(u**a),
    log(12 * u), log(Rational(8, 27)), log(Rational(45, 2) / u), log(E), log(E**2 * u), log(exp(a)), log(u + v),
    log((u + v) ** 2), log(2 * u + 4 * v), log(u * v + u), log(log(2 * u)), log(1 + u**2),
    total(p[y]), total(p[y] * u), total(u), total(y), total(p[y] ** a * u**y), total(p[y] * log(q[y]) + v),
    total(u ** (a + y)), total(p[y] * total(q[z] * u, z)), total(p[y] * total(q[z] ** y, z)), total(p[y]) ** 2 / u,
    total(p[y] / q[y]) ** -1, log(total(p[y]) * u), p[1] * q[2], total(p[2]),
]  # fmt: skip


@pytest.mark.parametrize("e", WORTH, ids=str)
def test_a_form_is_worth_what_the_expression_is(e: Any) -> None:
    for expression in (e, 3 * e - v, e * e):
        read = number(Reader().read(expression), {"1": 1, "2": 2})
        assert abs(sympy.N(read, 30) - known(expression)) < abs(known(expression)) / 10**20 + Rational(1, 10**20)


SAME: list[tuple[Any, Any]] = [
    (log(u * v), log(u) + log(v)), (log(8), 3 * log(2)), (log(Rational(2, 3)), log(2) - log(3)), (exp(log(u)), u),
    (exp(2 * log(u)), u**2), (exp(log(u) + v), u * exp(v)), (log(exp(u)), u), (log(E), Integer(1)), (E**u, exp(u)),
    (sqrt(8), 2 * sqrt(2)), (2 ** (a + 1), 2 * 2**a), (6**a, 2**a * 3**a), ((u**2) ** a, u ** (2 * a)),
    (log(2 * u + 4 * v), log(2) + log(u + 2 * v)), (total(p[y]), total(p[z], z)), (total(u * p[y]), u * total(p[y])),
    (total(u), u * K), (log((u + v) ** a), a * log(u + v)),
    ((u + v) ** a / (u + v), (u + v) ** (a - 1)),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME, ids=[str(one) for one, _ in SAME])
def test_what_is_equal_by_the_rules_has_one_form(one: Any, other: Any) -> None:
    reader = Reader()
    assert reader.read(one) == reader.read(other)
    assert reader.read(one) != reader.read(other + u)


@pytest.mark.parametrize(
    ("e", "positive", "nonzero"),
    [
        (u**2, "", ""), (u**-1, "", "u"), (u**-2 / v, "", "u v"), (sqrt(u), "", ""), (u**a, "u", ""), (2**a, "", ""),
        (1 / (u + v), "", "u + v"), ((u + v) ** a, "(u + v)", ""), ((u + v) ** Rational(-1, 2), "(u + v)", ""),
        (log(u), "u", ""), (log(u * v), "u v", ""), (log(2 * u), "u", ""), (log(E * u), "u", ""), (log(12), "", ""),
        (log(u + 1), "(1 + u)", ""), (log(log(u)), "log(u) u", ""), (log(1 / u), "u", "u"),
        ((u**a) ** 2, "u", ""), ((u**2) ** a, "u", ""), ((u**a) ** -1, "u", ""), (exp(u), "", ""),
        (exp(a * log(u)), "u", ""),
        (sympy.Pow(u**a, 2, evaluate=False), "u", ""),
        (sympy.Pow(sqrt(u), -2, evaluate=False), "", "u"),
        (0 * u, "", ""),
    ],
    ids=str,
)  # fmt: skip
def test_what_a_form_needs(e: Any, positive: str, nonzero: str) -> None:
    reader = Reader()
    reader.read(e)
    assert sorted(atom_text(x) for x in reader.positive) == sorted(re.findall(r"\w*\(.+?\)+|\w+", positive))
    wanted = [nonzero] if "+" in nonzero else nonzero.split()
    assert {str(form) for form in reader.nonzero} == set(wanted)


@pytest.mark.parametrize(
    ("e", "roots"),
    [(sqrt(u), {"u"}), (sqrt(u + v), {"(u + v)"}), (u ** Rational(3, 2), {"u"}), (1 / sqrt(u), set()), (u**2, set())],
    ids=str,
)
def test_what_is_below_a_root_is_not_negative(e: Any, roots: set[str]) -> None:
    reader = Reader()
    reader.read(e)
    assert {atom_text(x) for x in reader.nonnegative} == roots


@pytest.mark.parametrize(
    ("e", "why"),
    [
        (log(0 * u, evaluate=False), "the logarithm of 0"),
        (log(-u), "the logarithm of a number that is not seen to be positive: -u"),
        (log(Integer(-2) * u), "the logarithm of a number that is not seen to be positive: -2·u"),
        ((-2) ** a, "the negative number -2 is raised to a power that is not an integer"),
        (sympy.Pow(0, -1 + 0 * u, evaluate=False), None),
        ((u + v) ** 61, "the power 61 of a sum is too high"),
        (log(10**18 + 9), "an integer under a logarithm or power is too large to factor"),
        (log(u / (10**18 + 9)), "an integer under a logarithm or power is too large to factor"),
    ],
    ids=str,
)
def test_what_is_not_understood_is_refused_in_words(e: Any, why: str | None) -> None:
    with pytest.raises(NotDecidable) as caught:
        Reader().read(e)
    assert why is None or str(caught.value) == why


def test_factors_stand_in_the_order_of_primes() -> None:
    assert str(Reader().read(log(Rational(45, 2)))) == "-log(2) + 2·log(3) + log(5)"


def test_limits_are_met_from_below() -> None:
    assert Reader().read((u + v) ** 60).terms
    assert Reader().read(log(10**18)).terms
    assert Reader().read(u**61) == Reader().read(u**60 * u)
    assert str(Reader().read(u**10**20)) == "u^(100000000000000000000)"  # of one product no list of factors is made
    assert Reader().read(3) == Reader().read(Fraction(3)) == Reader().read(Integer(3))


@pytest.mark.parametrize("base", [10**400, Fraction(1, 10**400), -(10**400)])
def test_a_power_of_a_number_has_a_million_bits_at_most(base: Any) -> None:
    """10^400 has 1,329 bits."""
    operations, few, most = Operations(), 752, 753
    assert operations.power(constant(base), constant(few)) == constant(Fraction(base) ** few)
    for large in (most, -most, 9999):
        with pytest.raises(NotDecidable, match=f"^the power {large} of a number is too high$"):
            operations.power(constant(base), constant(large))
    assert operations.power(constant(-1), constant(10**9 + 1)) == constant(-1)
    with pytest.raises(NotDecidable, match=r"^the power 10001 of a number is too high$"):
        operations.power(constant(2), constant(10_001))


def test_an_exponent_that_is_nothing_gives_1_and_needs_nothing() -> None:
    nothing = log(2 * u) - log(2) - log(u)  # not 0 before it is read
    for base in (u, u + v, nothing):
        reader = Reader()
        assert str(reader.read(base**nothing)) == "1"
        assert not reader.bases
