"""Forms: their arithmetic is that of their values, what is shared is taken out, and how they are written."""

from __future__ import annotations

from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign.testing.strategies import rationals
from proofs_check.algebra import forms
from proofs_check.algebra.forms import (
    ONE,
    UNIT,
    ZERO,
    Atom,
    Form,
    atom_text,
    depends,
    level,
    number,
    power,
    renamed,
    split,
    total_of,
    without,
)
from proofs_check.exceptions import NotDecidable

U, V, TWO = Atom("symbol", "u"), Atom("symbol", "v"), Atom("prime", "2")
VALUES = {U: Fraction(3, 2), V: Fraction(-2, 3), TWO: Fraction(2)}
HALF = Fraction(1, 2)


def value(form: Form) -> Fraction:
    """What a form with whole exponents is worth."""
    found = Fraction(0)
    for monomial, c in form.terms.items():
        factors = []
        for atom, exponent in monomial:
            k = exponent.constant()
            assert k is not None
            assert k.denominator == 1
            factors.append(VALUES[atom] ** int(k))
        found += c * prod(factors, start=Fraction(1))
    return found


monomials = st.tuples(st.integers(-3, 3), st.integers(-2, 2), st.integers(-2, 2))
some = st.lists(monomials, max_size=4).map(
    lambda rows: total_of((power(U, number(i)) * power(V, number(j))).scaled(Fraction(c, 2)) for c, i, j in rows)
)


@given(some, some, rationals(-3, 3, max_denominator=5))
def test_arithmetic_is_that_of_values(a: Form, b: Form, c: Fraction) -> None:
    assert value(a + b) == value(a) + value(b)
    assert value(a - b) == value(a) - value(b)
    assert value(a * b) == value(a) * value(b)
    assert value(-a) == -value(a)
    assert value(a.scaled(c)) == value(a * number(c)) == c * value(a)
    assert a + b == b + a
    assert hash(a * b) == hash(b * a)
    assert a - a == ZERO
    assert not a - a
    assert bool(a) == (a != ZERO)
    assert value(total_of([a, b, a])) == 2 * value(a) + value(b)


@given(some.filter(bool))
def test_what_all_terms_share_is_taken_out(a: Form) -> None:
    content, rest = split(a)
    assert content * rest == a
    if len(a.terms) == 1:
        assert (content, rest) == (a, UNIT)
    else:
        assert len(content.terms) == 1
        for atom in (U, V):  # nothing is shared any more
            assert min(dict(m).get(atom, ZERO).constant() or Fraction(0) for m in rest.terms) <= 0
        again, same = split(rest.scaled(Fraction(7, 3)))
        assert same == rest
        assert again.constant() == Fraction(7, 3)


def test_powers_of_primes_are_numbers_as_far_as_they_are_whole() -> None:
    assert power(TWO, number(3)) == number(8)
    assert power(TWO, number(-1)) == number(HALF)
    root = power(TWO, number(HALF))
    assert root.constant() is None
    assert root * root == number(2)
    assert power(TWO, number(Fraction(5, 2))) == root.scaled(Fraction(4))
    assert power(TWO, number(Fraction(-1, 2))) == root.scaled(HALF)
    assert power(TWO, power(U) + number(3)) == power(TWO, power(U)).scaled(Fraction(8))
    assert power(U, number(0)) == UNIT
    assert power(TWO, number(10_000)) == number(2**10_000)
    for exponent in (10_001, -10_001):
        with pytest.raises(NotDecidable, match=f"^the power {exponent} of a number is too high$"):
            power(TWO, number(exponent))


def test_constants() -> None:
    assert (ZERO.constant(), UNIT.constant(), number(HALF).constant()) == (0, 1, HALF)
    assert (power(U).constant(), (power(U) + UNIT).constant()) == (None, None)
    assert Form({ONE: Fraction(0)}) == ZERO
    assert UNIT != 1


def test_forms_are_not_longer_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "_MOST_TERMS", 4)
    u, v = power(U), power(V)
    three = u + v + UNIT
    assert len((three + u * v).terms) == 4
    with pytest.raises(NotDecidable, match=r"^the expression has more than 4 terms$"):
        _ = three + u * v + u * u
    assert len(((u + UNIT) * (v + UNIT)).terms) == 4
    with pytest.raises(NotDecidable, match=r"^a product has more than 4 terms$"):
        _ = three * (u + UNIT)


ENTRY = Atom("entry", "p", ("ι1",))
OTHER = Atom("entry", "p", ("ℓ",))
SIZE = power(Atom("symbol", "K"))
SUM = Atom("sum", "ι1", (power(ENTRY) * power(U), SIZE))
NESTED = Atom("sum", "ι2", (power(SUM) * power(Atom("entry", "q", ("ι2",))), SIZE))


def test_what_depends_on_an_index() -> None:
    assert depends(ENTRY, "ι1")
    assert not depends(ENTRY, "ι2")
    assert not depends(ENTRY, "ι")
    assert depends(Atom("symbol", "ι1"), "ι1")
    assert not depends(U, "ι1")
    assert depends(Atom("log", "", (power(ENTRY),)), "ι1")
    assert depends(Atom("log", "", (power(U, power(ENTRY)),)), "ι1")
    mixed = power(ENTRY) + power(U) + power(U, power(ENTRY))
    assert without(mixed, "ι1") == power(U)
    assert without(mixed, "ι2") == mixed
    assert (level(power(U)), level(power(SUM)), level(power(NESTED)), level(power(U, power(NESTED)))) == (0, 1, 2, 2)


def test_an_index_is_renamed_everywhere() -> None:
    mixed = power(ENTRY) * power(U, power(Atom("symbol", "ι1"))) + power(Atom("log", "", (power(ENTRY),)))
    expected = power(OTHER) * power(U, power(Atom("symbol", "ℓ"))) + power(Atom("log", "", (power(OTHER),)))
    assert renamed(mixed, "ι1", "ℓ") == expected
    assert renamed(renamed(mixed, "ι1", "ℓ"), "ℓ", "ι1") == mixed
    assert renamed(mixed, "ι2", "ℓ") == mixed
    longer = power(Atom("entry", "p", ("ι11",)))
    assert renamed(longer, "ι1", "ℓ") == longer


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (ZERO, "0"),
        (UNIT, "1"),
        (number(Fraction(-2, 3)), "-2/3"),
        (power(U), "u"),
        (power(U).scaled(Fraction(-1)), "-u"),
        (power(U).scaled(HALF) * power(V, number(2)), "1/2·u·v^(2)"),
        (power(U) + power(V).scaled(Fraction(-3)), "u − 3·v"),
        (power(ENTRY), "p[y]"),
        (power(Atom("entry", "q", ("ι2",))), "q[z]"),
        (power(SUM), "Σ_y(p[y]·u)"),
        (power(Atom("log", "", (power(U),))), "log(u)"),
        (power(Atom("base", "", (power(U) + UNIT,)), number(HALF)), "(u + 1)^(1/2)"),
        (power(Atom("e"), power(U)), "e^(u)"),
        (power(TWO, number(HALF)), "2^(1/2)"),
    ],
)
def test_how_forms_are_written(form: Form, text: str) -> None:
    assert str(form) == text


def test_how_atoms_are_written() -> None:
    assert (atom_text(U), atom_text(Atom("e")), atom_text(Atom("entry", "p", ("ʋ3",)))) == ("u", "e", "p[ʋ3]")
