"""Readings of terms at their edges: orders that have no value, laws that are no tilts, cases with something missing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from exactalign import Reward
from exactalign.exceptions import TooLarge
from proofs_check import kernel, pmf
from proofs_check.engine.certificates import seal
from proofs_check.formula import (
    KL,
    Sum,
    Term,
    both,
    choose,
    constant,
    count,
    exp,
    for_all,
    information,
    integral,
    law,
    log,
    optimal,
    outcome,
    positive_law,
    real,
    renyi,
    reward,
    rule,
    size,
    slope,
    soft_best,
    spacings,
)
from proofs_check.formula.certificates import confirmation, refutation
from proofs_check.formula.fits import misfit
from proofs_check.formula.model_data import NoCertificate
from proofs_check.formula.notation import exists, keeps_best, lift_count, renyi_cross_entropy, x_log_x
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import lift, written
from proofs_check.formula.values import NotDefined, value

p, q, r, s, n = law("p"), positive_law("q"), reward("r"), rule("s"), count("N")
y, z = outcome("y"), outcome("z")
CASE = {"p": pmf("1/5, 3/10, 1/2"), "q": pmf("2/3, 1/9, 2/9")}


def test_what_is_defined_has_a_value_where_logarithms_cancel_or_meet_in_an_exponent() -> None:
    """Else “nothing is said” would be said of it, and a counterexample would count as outside the hypotheses."""
    assert value(x_log_x(KL(p, p)), CASE) == 0
    product = Statement(lift(2) ** (log(2) * log(3)) > Fraction(169, 100))
    assert (product.conditions, product.holds({})) == ((), True)
    assert Statement(exp(log(2) * log(3)) < Fraction(214, 100)).holds({}) is False


HALF = constant(pmf("1/2, 1/2"))


@pytest.mark.parametrize(
    "large",
    [
        lift(2) ** lift(10**10),
        slope(real("t"), real("t") ** lift(10**10), 2),
        integral(real("t"), 0, 1, real("t") ** lift(10**5)),
        choose(10**8, 5 * 10**7),
        spacings(2000, 1),
        soft_best(HALF, 400, constant(Reward.values([0, 1])))(constant(0, 2)),
        KL(HALF ** lift_count(40), HALF ** lift_count(40)),
        size(constant(pmf("1")) ** lift_count(10**10)),
        Sum(outcome("w", "letters 1", lift_count(10**10)), 1),
    ],
    ids=written,
)
def test_what_is_too_large_says_so_at_once_and_not_that_it_is_not_defined(large: Term) -> None:
    with pytest.raises(TooLarge):
        Statement(large >= 0).holds({})


def test_powers_of_what_stays_small_are_no_matter() -> None:
    assert Statement(both(lift(1) ** lift(10**10) == 1, choose(3, 10**10) == 0)).holds({})


def test_a_case_with_a_word_that_is_too_long_is_none() -> None:
    w = outcome("w", length=n)
    assert "TooLarge" in misfit(Statement(information(q, w) >= 0), {"q": pmf("1/2, 1/2"), "w": (0,), "N": 10**9})


def test_a_slope_is_an_exact_number() -> None:
    t = real("t")
    for body, slope_ in ((t, 1), (3 * t, 3), (t**2, 4), (2 + 0 * t, 0)):
        found = value(slope(t, body, 2), {})
        assert (type(found), found) == (Fraction, slope_)


@pytest.mark.parametrize(("divergence", "instead"), [(renyi, "KL"), (renyi_cross_entropy, "H")])
def test_what_has_a_limit_at_order_1_has_no_value_there(divergence: Any, instead: str) -> None:
    with pytest.raises(NotDefined, match=f"the order is 1: use {instead}"):
        value(divergence(1, p, q), CASE)


def test_a_law_with_a_zero_where_a_tilt_has_none_is_no_tilt() -> None:
    statement = Statement(optimal(law("phi"), q, p, 5))
    for masses in ("1/2, 0, 1/2", "0, 1/2, 1/2", "1/2, 1/2, 0"):
        with pytest.raises(NoCertificate, match="φ is no tilt by a rational exponent"):
            confirmation(statement, CASE | {"phi": pmf(masses)})


def test_letters_are_taken_from_what_a_case_has() -> None:
    statement = Statement(both(KL(p, q) <= 1, r(y) <= 1))
    for name, found in (("q", pmf("1/2, 1/2")), ("r", Reward.values([1, 2]))):
        assert statement.with_letters({name: found})["letters of A"] == (0, 1)
    assert "letters of A" not in statement.with_letters({})
    assert list(Statement(n <= 2).with_letters({"N": 1})) == ["N"]


def test_outcomes_that_are_bound_need_no_certificate_and_given_ones_do() -> None:
    rest = KL(p, p) == 0
    bound = confirmation(Statement(both(for_all(y, exists(z, y == z)), rest)), CASE)
    assert [fact["left"] for fact in bound] == [["kl", "p", "p"]]
    half = confirmation(Statement(both(exists(z, y == z), rest)), CASE | {"y": 1})
    assert len(half) == 2
    for fact in half:
        assert kernel.check(seal("T-x", fact, {"precision": "64"})).status == "valid"
    false = refutation(Statement(both(rest, for_all(z, y == z))), CASE | {"y": 1})
    assert [kernel.check(seal("T-x", fact, {"precision": "64"})).status for fact in false] == ["valid"]


BEST = {(a, b): {max(a, b): Fraction(1)} for a in range(2) for b in range(2)}
RULES: list[tuple[Any, bool]] = [
    (BEST, True),
    (BEST | {(0, 1): {0: Fraction(1, 3), 1: Fraction(2, 3)}}, True),
    (BEST | {(0, 0): {0: 1, 1: 0}}, True),
    (BEST | {(0, 0): {1: Fraction(1)}}, False),
    (BEST | {(0, 1): {0: Fraction(1, 3), 1: Fraction(1, 3)}}, False),
    (BEST | {(0, 1): {0: Fraction(4, 3), 1: Fraction(-1, 3)}}, False),
    (BEST | {(0, 1): {0: 0.5, 1: 0.5}}, False),
    (BEST | {(0, 1): [(0, 1)]}, False),
    ({"00": {"0": 1}, "01": {"0": 1}, "10": {"0": 1}, "11": {"1": 1}}, False),
    ({(0, 0): BEST[0, 0]}, False),
    (BEST | {(0,): {0: 1}}, False),
    ({}, False),
    ([BEST], False),
]


@pytest.mark.parametrize(("given", "fits"), RULES, ids=[str(k) for k in range(len(RULES))])
def test_what_is_a_rule_that_keeps_a_draw(given: Any, fits: bool) -> None:
    statement = Statement(keeps_best(s, n, r))
    found = misfit(statement, {"s": given, "r": Reward.values([0, 1]), "N": 2})
    assert bool(found) != fits, found


def test_laws_that_differ_and_laws_that_do_not_have_certificates() -> None:
    differ = {"p": pmf("1/2, 1/4, 1/4"), "q": pmf("1/2, 1/3, 1/6")}
    (fact,) = refutation(Statement(p == q), differ)
    assert (fact["relation"], kernel.check(seal("T-x", fact, {"precision": "64"})).status) == ("!=", "valid")
    for statement in (Statement(p == q), Statement(q == p)):
        assert [kernel.check(seal("T-x", f, {"precision": "64"})).status for f in confirmation(
            statement, {"p": pmf("1/2, 1/3, 1/6"), "q": pmf("1/2, 1/3, 1/6")}
        )] == ["valid"]  # fmt: skip
