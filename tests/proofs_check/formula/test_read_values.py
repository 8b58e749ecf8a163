"""Values of parts that are only enclosed, or that no case decides, and what is said of them."""

from __future__ import annotations

import math
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from exactalign import AlignedFamily, EnclosedReal, Enclosure, Reward
from exactalign.exceptions import Undecided
from proofs_check import pmf
from proofs_check.formula import (
    KL,
    E,
    Sum,
    absolute,
    both,
    count,
    either,
    event,
    exists,
    exp,
    for_all,
    function,
    hits,
    iff,
    implies,
    integral,
    kept,
    law,
    less_one,
    log,
    measures,
    natural,
    no,
    outcome,
    positive_law,
    primitive,
    real,
    real_function,
    reward,
    rule,
    size,
    slope,
    sub_gaussian,
    sum_to,
    tilt_by,
    total,
    values,
    when,
    x_log_x,
)
from proofs_check.formula.measures import NotDefined, Told
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.sorts import Space
from proofs_check.formula.terms import lift
from proofs_check.formula.values import NoReading, Reading, holds, value

x = real("x")
p, q, r, y, u, f, k = (
    law("p"),
    positive_law("q"),
    reward("r"),
    outcome("y"),
    real("u"),
    real_function("f"),
    natural("k"),
)
P, Q = pmf("1/5, 3/10, 1/2"), pmf("2/3, 1/9, 2/9")
R = Reward.values([0, 1, 3])
TILT = AlignedFamily(P, R).at(Fraction(1, 3))  # whose masses are enclosed, and which cannot be iterated over
WEIGHTS = [float(P[o]) * math.exp(float(R[o]) / 3) for o in range(3)]
MASSES = [weight / sum(WEIGHTS) for weight in WEIGHTS]
QS = [float(Q[o]) for o in range(3)]


def close(found: Any, truth: float) -> bool:
    return math.isclose(float(found), truth, rel_tol=1e-12)


def test_a_tilt_stands_wherever_a_law_may() -> None:
    """By sums of floats: no one function takes it for a law that is exact."""
    ps = [float(P[o]) for o in range(3)]
    assert close(measures.cross_entropy_of(P, TILT), -sum(a * math.log(b) for a, b in zip(ps, MASSES, strict=True)))
    assert close(measures.cross_entropy_of(TILT, Q), -sum(a * math.log(b) for a, b in zip(MASSES, QS, strict=True)))
    for one, other, a, b in (
        (P, TILT, ps, MASSES),
        (TILT, P, MASSES, ps),
        (TILT, Q, MASSES, QS),
        (Q, TILT, QS, MASSES),
    ):
        assert close(measures.divergence(one, other), sum(s * math.log(s / t) for s, t in zip(a, b, strict=True)))
        cubes = sum(s**3 / t**2 for s, t in zip(a, b, strict=True))
        assert close(measures.renyi(Fraction(3), one, other), math.log(cubes) / 2)
        squares = sum(s * t**2 for s, t in zip(a, b, strict=True))
        assert close(measures.partition(other, one, Fraction(2)), squares)
        assert close(measures.renyi_cross_entropy(Fraction(3), one, other), math.log(squares) / -2)
    powers = measures.power_of(TILT, Fraction(2))
    assert list(powers) == [(a, b) for a in range(3) for b in range(3)]
    assert all(close(powers[a, b], MASSES[a] * MASSES[b]) for a, b in powers)
    empty = measures.power_of(TILT, Fraction(0))
    assert (empty, {type(mass) for mass in empty.values()}) == ({(): 1}, {Fraction})
    mean = sum(m * v for m, v in zip(MASSES, (0, 1, 3), strict=True))
    assert close(measures.expectation(TILT, R), mean)
    spread = sum(m * (v - mean) ** 2 for m, v in zip(MASSES, (0, 1, 3), strict=True))
    assert close(measures.variance(TILT, R), spread)
    assert close(measures.probability(TILT, lambda o: o > 0), MASSES[1] + MASSES[2])
    assert close(measures.largest_budget(TILT, P), -math.log(MASSES[2]))
    again = measures.tilt_of(Q, TILT, Fraction(2))
    whole = sum(m * s**2 for m, s in zip(MASSES, QS, strict=True))
    assert all(close(again[o], MASSES[o] * QS[o] ** 2 / whole) for o in range(3))
    further = measures.tilt_by(R, TILT, Fraction(2, 3))
    one_step = [float(P[o]) * math.exp(float(R[o])) for o in range(3)]
    assert all(close(further[o], one_step[o] / sum(one_step)) for o in range(3))


def test_the_best_of_draws_from_a_tilt() -> None:
    for rewards, expected in (
        ([0, 1, 2], [MASSES[0] ** 2, (MASSES[0] + MASSES[1]) ** 2 - MASSES[0] ** 2, 1 - (1 - MASSES[2]) ** 2]),
        ([1, 0, 1], None),
        ([0, 0, 0], MASSES),
    ):
        found = measures.best(TILT, Fraction(2), Reward.values(rewards))
        if expected is None:  # 1 is kept where both draws are 1, and the others in the odds in which they are drawn
            low = MASSES[1] ** 2
            expected = [(1 - low) * MASSES[0] / (1 - MASSES[1]), low, (1 - low) * MASSES[2] / (1 - MASSES[1])]
        assert all(close(found[o], expected[o]) for o in range(3))
    first = {
        (a, b): {a: Fraction(1, 3), b: Fraction(2, 3)} if a != b else {a: Fraction(1)}
        for a in range(3)
        for b in range(3)
    }
    kept = measures.kept(TILT, Fraction(2), first)
    assert all(close(kept[o], MASSES[o]) for o in range(3))
    soft = measures.soft_best(TILT, Fraction(2), Reward.values([0, 0, 2]))
    odd = math.exp(2)
    assert close(soft[2], MASSES[2] ** 2 + 2 * MASSES[2] * (1 - MASSES[2]) * odd / (1 + odd))


def test_a_proxy_of_which_only_bounds_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    known = SimpleNamespace(value=None, valid=Fraction(1, 2), bounds=Enclosure(Fraction(1, 4), Fraction(1, 2)))
    monkeypatch.setattr(measures, "_proxy", lambda *_: known)
    assert measures.sub_gaussian(P, R, Fraction(1, 2)) is True
    assert measures.sub_gaussian(P, R, Fraction(1, 4) - Fraction(1, 10**9)) is False
    for between in (Fraction(1, 4), Fraction(1, 3), Fraction(1, 2) - Fraction(1, 10**9)):
        with pytest.raises(Undecided) as caught:
            measures.sub_gaussian(P, R, between)
        assert str(caught.value) == f"the smallest variance proxy lies in {known.bounds}, and {between} may be below it"
    known.value = Fraction(1, 2)
    assert measures.sub_gaussian(P, R, Fraction(1, 3)) is False
    given = value(sub_gaussian(p, r, Fraction(1, 2)), {"p": P, "r": R})
    assert given is True


def test_words_that_are_put_together_late() -> None:
    assert str(Told()) == ""
    assert str(Told("{}")) == "{}"
    assert str(Told("{} and {}", 1, p)) == "1 and p"
    said = str(Told(ValueError("no number")))  # whatever it is given, a string comes out
    assert (type(said), said) == (str, "no number")
    assert isinstance(NotDefined("x"), Told)


@pytest.mark.parametrize(
    ("coefficients", "body", "truth"),
    [
        ((5, 0, 1), 2 * u, True),
        ((5, 0, 1), 2 * u + 1, False),
        ((5, 1, 1), 2 * u, False),
        ((0, 0, 1), 3 * u, False),
        ((0, 1), u * 0 + 1, True),
        ((0, 1), lift(1) + 0, True),
        ((0, 1), lift(2) + 0, False),
        ((0, 0, 0, 1), 3 * u**2, True),
        ((0, 0, 0, 1), 3 * u**2 + u, False),
    ],
)
def test_a_primitive_has_the_slope_at_every_power(coefficients: tuple[int, ...], body: Any, truth: bool) -> None:
    case = {"f": Polynomial(tuple(map(Fraction, coefficients)))}
    assert value(primitive(f, u, body), case) is truth
    assert holds(primitive(f, u, body), case) is truth


def test_what_is_read_first() -> None:
    """The second of two parts is read only where the first leaves it open."""
    case = {"p": P, "q": Q, "r": R, "u": Fraction(0)}
    undefined = 1 / u > 0
    for said, truth in (
        (both(u > 0, undefined), False),
        (implies(u > 0, undefined), True),
        (both(undefined, u > 0), None),
        (implies(undefined, u > 0), None),
    ):
        assert holds(said, case) is truth
    empty = outcome("w", length=k)
    assert value(total(r, k)(empty), case | {"k": 0, "w": ()}) == 0
    found = value(E(p, function(y, r(y))), case)
    assert found == sum(P[o] * R[o] for o in P)
    assert holds(exists(y, r(y) > 2), case) is True
    assert holds(exists(y, r(y) > 3), case) is False


def test_an_event_is_asked_of_each_outcome() -> None:
    reading = Reading({"p": P, "r": R, "letters of A": (0, 1, 2)}, p(y) > 0)
    inside = reading.value(event(y, r(y) >= 1))
    assert [inside(o) for o in range(3)] == [False, True, True]
    assert reading.value(function(y, r(y) * 2))(2) == 6


def test_what_is_optimal_where_both_laws_have_a_zero() -> None:
    """As without the letter: nothing can be moved there."""
    one, other = pmf("1/2, 0, 1/2"), pmf("1/4, 0, 3/4")
    for budget, best in ((0, "1/2, 0, 1/2"), (5, "0, 0, 1")):
        assert measures.optimal(pmf(best), other, one, Fraction(budget))
        assert measures.optimal(pmf(best.replace(", 0,", ",")), pmf("1/4, 3/4"), pmf("1/2, 1/2"), Fraction(budget))
    for law_, budget in (("1, 0, 0", 5), ("1/4, 0, 3/4", 0), ("1/2, 0, 1/2", 5)):
        assert not measures.optimal(pmf(law_), other, one, Fraction(budget))


class Ours(int):
    """A whole number of another class."""


def test_whole_numbers_become_fractions_and_truths_stay_what_they_are() -> None:
    for given, expected in ((3, Fraction(3)), (Ours(3), Fraction(3)), (Fraction(1, 2), Fraction(1, 2)), (True, True)):
        found = value(u, {"u": given})
        assert (type(found), found) == (type(expected), expected)
        assert type(Reading({"u": given}, u).value(u)) is type(expected)


def test_hypotheses_are_read_once_at_a_case() -> None:
    """By what they are known by: whoever asks again need not even have them."""
    undefined = 1 / u > 0
    for hypothesis, at, truth in ((u < 2, 1, True), (u < 2, 3, False)):
        reading = Reading({"u": at}, hypothesis)
        assert reading.all_hold((hypothesis,), (hypothesis.token,)) is truth
        assert reading.all_hold((u < u,), (hypothesis.token,)) is truth
        assert reading.all_hold((u < u,), ((u < u).token,)) is False
        reading.forget()
        assert reading.all_hold((u < u,), (hypothesis.token,)) is False
    reading = Reading({"u": 0}, undefined)
    for _ in range(2):
        with pytest.raises(NotDefined, match=r"^1/u: a division by 0$"):
            reading.all_hold((undefined,), (undefined.token,))
    assert reading.all_hold((u < 1, u < 0, undefined), (1, 2, 3)) is False  # up to the first that is not


def test_a_witness_may_be_a_rule_which_has_no_hash() -> None:
    s, k = rule("s"), count("n")
    first = {(a, b): {a: Fraction(1)} for a in range(3) for b in range(3)}
    case = {"p": P, "r": R, "n": 2, "some s": first}
    for bound_, truth in ((E(p, r), True), (E(p, r) - Fraction(1, 10**9), None)):
        said = exists(s, E(kept(p, k, s), r) <= bound_)
        if truth:
            assert value(said, case) is True
        else:
            with pytest.raises(NoReading, match="is no witness of"):
                value(said, case)


def test_a_slope_where_the_body_has_no_value_is_not_defined_and_at_a_kink_undecided() -> None:
    t, at = real("t"), {"x": Fraction(0)}
    for body in (1 / t, log(t), log(t - 1) * t):
        with pytest.raises(NotDefined):
            value(slope(t, body, x), at)
        assert holds(slope(t, body, x) <= 1, at) is None
    with pytest.raises(
        Undecided, match=r"^“|t|” has no derivative at t = 0, or none that the rules find$".replace("|", "[|]")
    ):
        value(slope(t, absolute(t), x), at)


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("second", [False, True])
def test_connectives_have_their_truths(first: bool, second: bool) -> None:
    """At numbers, and of what holds for every letter: each side as it stands."""
    one, other = u < 1, x < 1
    case = {"u": Fraction(0 if first else 1), "x": Fraction(0 if second else 1), "p": P}
    for said, truth in (
        (both(one, other), first and second),
        (either(one, other), first or second),
        (implies(one, other), not first or second),
        (iff(one, other), first is second),
        (no(one), not first),
        (when(one, 3, 5) == when(other, 3, 5), first is second),
        (for_all(y, either(one, p(y) > 0)), True),
        (for_all(y, both(other, p(y) > 0)), second),
    ):
        assert value(said, case) is truth, said
        assert holds(said, case) is truth
    assert value(when(one, 3, 5), case) == (3 if first else 5)


def test_x_log_x_is_0_at_0_alone() -> None:
    case = {"u": Fraction(0), "p": P}
    for of, number in (
        (lift(2), 2.0),
        (lift(Fraction(1, 3)), 1 / 3),
        (log(lift(3)), math.log(3)),
        (exp(lift(1)), math.e),
    ):
        assert close(value(x_log_x(of), case), number * math.log(number))
    assert (
        value(x_log_x(u), case)
        == value(x_log_x(log(lift(2)) - log(lift(2))), case)
        == value(x_log_x(lift(1)), case)
        == 0
    )
    assert type(value(x_log_x(u), case)) is Fraction


def test_letters_and_outcomes_of_a_space() -> None:
    reading = Reading({"p": P, "n": 2}, p(y) > 0)
    assert reading.letters(Space("letters 3")) == reading.letters(Space()) == (0, 1, 2)
    words = Space("letters 2", count("n"))
    assert reading.outcomes(words) == ((0, 0), (0, 1), (1, 0), (1, 1))
    assert reading.outcomes(words.letters) == (0, 1)
    with pytest.raises(NoReading, match=r"^no law of this case says what the letters of B are$"):
        reading.letters(Space("B"))
    named = Reading({"letters of B": ["u", "v"]}, p(y) > 0)
    assert named.letters(Space("B")) == ("u", "v")


@pytest.mark.parametrize(
    ("low", "high", "body", "area"),
    [
        (0, 1, u, Fraction(1, 2)),
        (1, 2, u, Fraction(3, 2)),
        (2, 1, u, Fraction(-3, 2)),
        (1, 1, u, 0),
        (-1, 2, u**2 + 1, 6),
        (1, 3, lift(2) + 0, 4),
        (1, 2, x * u, Fraction(9, 2)),
        (x, 4, u, Fraction(7, 2)),
        (1, x, 2 * u, 8),
        (1, 2, f(u), Fraction(7, 3)),
        (1, 2, f(2 * u) - u, Fraction(28, 3) - Fraction(3, 2)),
    ],
)
def test_an_integral_is_the_area_between_its_ends(low: Any, high: Any, body: Any, area: Fraction) -> None:
    case = {"x": Fraction(3), "f": Polynomial((Fraction(0), Fraction(0), Fraction(1)))}
    found = value(integral(u, low, high, body), case)
    assert (type(found), found) == (Fraction, area)


def test_sums_to_an_end_and_derivatives_at_a_point() -> None:
    i, t, case = natural("i"), real("t"), {"n": 4, "x": Fraction(3)}
    n = count("n")
    assert value(sum_to(i, n, i * i), case) == 14
    assert value(sum_to(i, n, 1), case) == 4
    assert value(sum_to(i, 0, i + 1), case) == 0
    assert value(sum_to(i, n, sum_to(natural("j"), i, 1)), case) == 6
    assert type(value(sum_to(i, 0, i + 1), case)) is Fraction
    assert value(slope(t, t**3 + x * t, 2), case) == 15
    assert value(slope(t, x * 1, 2), case) == 0
    assert value(slope(t, t * t, x), case) == 6


def test_what_is_optimal_is_within_the_budget_and_spends_no_more() -> None:
    """Mass moved between two letters that are alike under q costs no cross entropy, and divergence."""
    even, law_ = pmf("1/3, 1/3, 1/3"), pmf("1/4, 1/4, 1/2")
    budget = measures.divergence(law_, even)
    assert measures.optimal(law_, law_, even, budget)  # T(q, p, 1) = q, on its own budget
    assert not measures.optimal(pmf("1/2, 0, 1/2"), law_, even, budget)
    assert not measures.optimal(law_, law_, even, budget - Fraction(1, 10**9))
    assert not measures.optimal(law_, law_, even, budget + Fraction(1, 10**9))
    assert not measures.optimal(even, law_, even, budget)


def test_letters_of_a_word_in_an_event_are_counted() -> None:
    word = outcome("w", length=count("n"))
    case = {"r": R, "n": 4, "w": (0, 1, 2, 2)}
    for least, many in ((0, 4), (1, 3), (2, 2), (3, 2), (4, 0)):
        found = value(hits(event(y, r(y) >= least), word), case)
        assert (type(found), found) == (Fraction, many)
    assert value(total(r, count("n"))(word), case) == 7
    assert type(value(size(p), {"p": P})) is Fraction
    assert value(size(p), {"p": P}) == 3
    monus = less_one(less_one(k))
    assert [value(monus, {"k": at}) for at in range(4)] == [0, 0, 0, 1]
    assert {type(value(monus, {"k": at})) for at in range(4)} == {Fraction}


def test_what_does_not_vary_is_found_once_for_all_that_is_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    found = values._VALUES["D"]
    monkeypatch.setitem(values._VALUES, "D", lambda *laws: asked.append(laws) or found(*laws))
    case = {"p": P, "q": Q, "r": R}
    still = Sum(y, KL(p, q) * p(y))
    assert close(value(still, case), float(measures.divergence(P, Q)))
    assert len(asked) == 1
    moving = Sum(y, KL(tilt_by(r, q, p(y)), q))
    value(moving, case)
    assert len(asked) == 1 + 3
    nested = Sum(y, Sum(outcome("z"), KL(tilt_by(r, q, p(y)), q) * p(outcome("z"))))
    value(nested, case)
    assert len(asked) == 1 + 3 + 3


def test_a_mass_that_is_0_is_the_rational_0() -> None:
    none = {0: Fraction(0), **{o: EnclosedReal.of(Fraction(1, 2)) for o in (1, 2)}}
    rule_ = {(o,): {o: Fraction(1)} for o in range(3)}
    for law_ in (
        measures.best(none, Fraction(2), R),
        measures.soft_best(none, Fraction(2), R),
        measures.kept(none, Fraction(1), rule_),
        measures.tilt_of(TILT, none, Fraction(2)),
        measures.tilt_by(R, none, Fraction(2)),
    ):
        assert (type(law_[0]), law_[0]) == (Fraction, 0)


def test_what_moves_moves_within_sums_too() -> None:
    t, i, at = real("t"), natural("i"), {"x": Fraction(1), "p": P, "n": 2}
    for body in (Sum(y, when(t <= p(y), 1, 2)), sum_to(i, count("n"), when(t <= i, 1, 2))):
        with pytest.raises(NoReading, match=r"is read at numbers, not where t moves in a derivative$"):
            value(slope(t, body, x), at)
    assert value(slope(t, Sum(y, t * p(y)), x), at) == 1
    assert value(slope(t, t * sum_to(i, count("n"), t + i), x), at) == 2 * 1 * 2 + 1
    assert value(slope(t, t * integral(t, 0, 1, t), x), at) == Fraction(1, 2)  # inside, t is another one
