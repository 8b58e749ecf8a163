"""Formulas put together by hand: every part that no operator gives is refused, word for word."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from exactalign import Distribution, Reward
from proofs_check import pmf
from proofs_check.formula import KL, SortError, Sum, constant, count, for_all, law, outcome, positive_law, real
from proofs_check.formula.sorts import COUNT, LETTERS, NATURAL, NONNEGATIVE, POSITIVE, REAL, Sort, Space, letters
from proofs_check.formula.terms import Term, lift, same, variable
from proofs_check.formula.wellformed import verified

p, q, x, n, y = law("p"), positive_law("q"), real("x"), count("N"), outcome("y")
w = outcome("w", length=n)
TWO = letters(2)
BOUND = "bound in front of “p^N(w) ≤ 1”"


def number(value: Any, sort: Sort) -> Term:
    return Term("number", (), sort, value)


def given(value: Any, kind: str, space: Space | None = TWO) -> Term:
    return Term("constant", (), Sort(kind, space), value)


GOOD = [
    x + 1,
    KL(p, q),
    Sum(y, p(y)),
    for_all(w, (p**n)(w) <= 1),
    constant(pmf("1/2, 1/2")),
    constant(Reward.values([1, 2])),
    constant(1, 2),
    number(Fraction(3), COUNT),
    number(Fraction(0), NATURAL),
    number(Fraction(1, 2), REAL),
    number(Fraction(0), NONNEGATIVE),
    given((0, 1), "outcome", Space("letters 2", lift(2))),
    given(pmf("0, 1"), "law"),
    given(pmf("1/3, 2/3"), "positive law"),
]


@pytest.mark.parametrize("term", GOOD, ids=str)
def test_what_operators_give_is_built_anew(term: Term) -> None:
    found = verified(term, anew=True)
    assert same(found, term)
    assert found.sort == term.sort
    assert verified(found) is found  # it was built here
    assert verified(found, anew=True) is not found


def test_a_formula_that_is_nested_deeper_than_calls_can_be_is_refused() -> None:
    chain = x
    for _ in range(5000):
        chain = x / n + chain
    for anew in (False, True):
        with pytest.raises(SortError, match=r"^a formula of so many steps, one inside another, is not read: a long"):
            verified(chain, anew)


class Like(Term):
    """A term of another class."""


class Whole(int):
    """A whole number of another class, which could multiply otherwise."""


def foreign(part: str, value: int) -> Fraction:
    """3/2, of which a part is of that class."""
    found = Fraction(3, 2)
    setattr(found, part, Whole(value))
    return found


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (3, "a formula is made of terms, not of an int"),
        (Like("number", (), REAL, Fraction(1)), "a formula is made of terms, not of a Like"),
        (Term(3, (), REAL, "x"), "a formula is made of terms, not of a Term"),  # type: ignore[arg-type]
        (Term("+", [x, x], REAL), "a formula is made of terms, not of a Term"),  # type: ignore[arg-type]
        (Term("+", (x, x), "real"), "a formula is made of terms, not of a Term"),  # type: ignore[arg-type]
        (Term("plus one", (x,), REAL), "'plus one' is no operator"),
        (Term("sum", (lift(1), x), REAL), "“Σ_1 x” binds what is no variable"),
        (Term("+", (x, x), POSITIVE), "“x + x” is a real, not a positive real"),
        (number(1, REAL), "a number cannot hold an int"),
        (number("1", REAL), "a number cannot hold a str"),
        (Term("number", (x,), REAL, Fraction(1)), "a number cannot hold a Fraction"),
        (Term("variable", (), REAL, 3), "a variable cannot hold an int"),
        (given(0.5, "outcome"), "a constant cannot hold a float"),
        (number(Fraction(-1), POSITIVE), "-1 is no positive real"),
        (number(Fraction(0), POSITIVE), "0 is no positive real"),
        (number(Fraction(-1), NONNEGATIVE), "-1 is no nonnegative real"),
        (number(Fraction(0), COUNT), "0 is no count"),
        (number(Fraction(-1), NATURAL), "-1 is no natural number"),
        (number(Fraction(1, 2), NATURAL), "1/2 is no natural number"),
        (number(Fraction(3), Sort("law", LETTERS)), "3 is no law"),
        (number(foreign("_numerator", 3), REAL), "a number is a fraction of two integers"),
        (number(foreign("_denominator", 2), REAL), "a number is a fraction of two integers"),
        (given(True, "outcome"), "a constant cannot hold a bool"),
        (
            given((0, True), "outcome", Space("letters 2", lift(2))),
            "(0, True) is not over the letters 0, …, n − 1 of its space",
        ),
        (given(0, "outcome", Space("letters 2", lift(1))), "0 is not over the letters 0, …, n − 1 of its space"),
        (given((0,), "outcome", Space("letters 2")), "(0) is not over the letters 0, …, n − 1 of its space"),
        *(
            (given(thing, kind, space), f"{told} is no {kind}")
            for thing, told, space, kinds in (
                (Reward.values([1, 2]), "(1, 2)", Space("letters 2"), ("law", "positive law", "outcome", "rule")),
                (pmf("1/3, 2/3"), "(1/3, 2/3)", Space("letters 2"), ("reward", "outcome")),
                (1, "1", Space("letters 2"), ("law", "reward")),
                ((0, 1), "(0, 1)", Space("letters 2", lift(2)), ("law", "reward")),
            )
            for kind in kinds
        ),
        (given(pmf("0, 1"), "positive law"), "(0, 1) has a zero: it is no positive law"),
        (given(pmf("1/3, 2/3"), "law", letters(3)), "(1/3, 2/3) is not over the letters 0, …, n − 1 of its space"),
        (given(pmf("1/3, 2/3"), "law", LETTERS), "(1/3, 2/3) is not over the letters 0, …, n − 1 of its space"),
        (given(pmf("1/3, 2/3"), "law", None), "(1/3, 2/3) is not over the letters 0, …, n − 1 of its space"),
        (
            given(Distribution({"a": Fraction(1, 3), "b": Fraction(2, 3)}), "law"),
            "(1/3, 2/3) is not over the letters 0, …, n − 1 of its space",
        ),
        (
            given(pmf("1/3, 2/3"), "law", Space("letters 2", lift(1))),
            "(1/3, 2/3) is not over the letters 0, …, n − 1 of its space",
        ),
        (given(2, "outcome"), "2 is not over the letters 0, …, n − 1 of its space"),
        (given(-1, "outcome"), "-1 is not over the letters 0, …, n − 1 of its space"),
        (
            given((0, 2), "outcome", Space("letters 2", lift(2))),
            "(0, 2) is not over the letters 0, …, n − 1 of its space",
        ),
        (
            given((0, 1), "outcome", Space("letters 2", n)),
            "(0, 1) is not over the letters 0, …, n − 1 of its space",
        ),
        (
            given((0, 1), "outcome", Space("letters 2", lift(3))),
            "(0, 1) is not over the letters 0, …, n − 1 of its space",
        ),
        (Term("variable", (), Sort("law", "A"), "p"), "a space is a Space of letters, not a str"),  # type: ignore[arg-type]
        (Term("variable", (), Sort("law", Space(3)), "p"), "a space is a Space of letters, not a Space"),  # type: ignore[arg-type]
        (Term("variable", (), Sort(3), "p"), "a sort is no int"),  # type: ignore[arg-type]
        (
            for_all(real("t"), count("t") <= 1),
            "t is bound, of the sort real, and of the sort count in “t ≤ 1”: give one sort to a name",
        ),
        (
            for_all(n, (p**n)(w) <= 1),
            f"w is over words of length N, and does not vary with the N that is {BOUND}: rename one, or bind both",
        ),
    ],
)
def test_what_they_do_not_give_is_refused(term: Any, said: str) -> None:
    with pytest.raises(SortError) as caught:
        verified(term)
    assert str(caught.value) == said


def test_what_is_refused_is_refused_as_a_part_too() -> None:
    for part in (number(Fraction(-1), POSITIVE), Term("+", (x, x), POSITIVE), given(2, "outcome")):
        with pytest.raises(SortError):
            verified(Term("real", (part,), REAL))


def test_a_bound_word_is_bound_with_its_length() -> None:
    both_bound = for_all(n, for_all(outcome("w", length=n), x <= 1))
    assert same(verified(both_bound), both_bound)
    assert same(verified(variable("v", Sort("outcome", Space("A", n)))), outcome("v", length=n))
