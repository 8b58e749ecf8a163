"""Derivatives as terms, against the dual numbers by which a slope is read."""

from fractions import Fraction
from typing import Any

import pytest

from exactalign import Reward
from exactalign.exceptions import ExactAlignError, Undecided
from exactalign.numbers.arithmetic import sign_of
from proofs_check import pmf
from proofs_check.exceptions import ClaimError
from proofs_check.formula import (
    KL,
    TV,
    E,
    H,
    Sum,
    T,
    Term,
    absolute,
    best,
    ceiling,
    count,
    exp,
    floor,
    function,
    largest_budget,
    law,
    log,
    log_of,
    maximum,
    minimum,
    outcome,
    positive_law,
    real,
    real_function,
    reward,
    slope,
    sqrt,
    tilt_by,
    total,
    values,
    when,
    x_log_x,
)
from proofs_check.formula.derivatives import derivative, slope_of
from proofs_check.formula.propositions import coq
from proofs_check.formula.shapes import SHAPES
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import lift, written
from proofs_check.formula.values import NoReading, Reading, value

p, q, h, t = positive_law("p"), positive_law("q"), reward("h"), real("t")
y, n = outcome("y"), count("n")
w = outcome("w", length=n)
moved = tilt_by(h, q, 2 * t - 1)
CASE = {
    "p": pmf("1/5, 3/10, 1/2"), "q": pmf("2/3, 1/9, 2/9"), "h": Reward.values([1, 0, -2]), "n": 2, "y": 2, "w": (2, 0),
    "y_d": 1,
}  # fmt: skip
BODIES = {
    "a constant": KL(p, q),
    "arithmetic": (3 * t - 1) * (t + 2) / (t * t + n) - t,
    "a power": (t + 3) ** 4 - (t + 2) ** -1,
    "elementary functions": log(t + 2) * exp(-t),
    "a sum": Sum(y, moved(y) ** 2 * p(y)),
    "a mean": E(moved, h),
    "a mean of what moves": E(moved, function(y, log(moved(y)))),
    "a divergence": KL(moved, p),
    "the reverse": KL(p, moved),
    "a cross entropy": H(moved, p),
    "an entry": moved(y) / p(y),
    "a choice": when(p(y) < q(y), t, t * t),
    "a mean beside a letter of the same name": E(p, function(y, when(y == outcome("y_d"), t, 0))) + KL(moved, p),
    "a total": total(function(y, t * h(y) ** 2), n)(w),
    "a total of logarithms": total(log_of(moved), n)(w),
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("point", [0, 1])
def test_a_derivative_is_the_slope_that_dual_numbers_have(name: str, point: int) -> None:
    read = value(slope(t, BODIES[name], point), CASE)
    found = value(slope_of(t, BODIES[name], lift(point)), CASE)
    difference = found - read
    bounds = difference.enclose(20) if not hasattr(difference, "numerator") else None
    assert sign_of(difference) == 0 if bounds is None else bounds.lower <= 0 <= bounds.upper


@pytest.mark.parametrize(
    "body",
    [
        KL(law("p"), moved),
        floor(t),
        when(t < 1, t, 2),
        (t + 2) ** t,
        tilt_by(function(y, t * h(y)), q, t)(y),
        tilt_by(h, moved, 2)(y),
        tilt_by(h, moved, t)(y),
        T(q, p, t)(y),
        E(T(q, p, t), h),
    ],
    ids=str,
)
def test_what_has_no_rule_is_refused(body: Term) -> None:
    with pytest.raises(ClaimError, match="no rule"):
        slope_of(t, body, lift(0))


x = real("x")
ROUGH = {
    "abs": absolute(t), "max": maximum(t, -t), "min": minimum(t, 0), "ceiling": ceiling(t), "floor": floor(t + 1),
    "sqrt": sqrt(t * t), "x log x": x_log_x(t * t),
}  # fmt: skip


@pytest.mark.parametrize("name", ROUGH)
def test_where_there_is_no_derivative_nothing_is_decided(name: str) -> None:
    with pytest.raises(Undecided, match="has no derivative at t = 0"):
        value(slope(t, ROUGH[name], x), {"x": Fraction(0)})


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (real_function("f")(t), "f(t)"),
        (E(best(p, 2, function(y, t * h(y))), h), "best of 2(p, (y ↦ t·h(y)))"),
        (largest_budget(p, T(q, p, t)), "Δ_max(p, T(q, p, t))"),
    ],
    ids=str,
)
def test_what_no_rule_reads_where_it_moves_is_told_in_words(body: Term, part: str) -> None:
    """And not by what some function of ours says of the type of its argument."""
    jump = next(shape for shape in SHAPES if str(shape) == "(1 if x ≥ 1, else 0)")
    with pytest.raises(Undecided) as caught:
        value(slope(t, body, x), CASE | {"f": jump, "x": Fraction(1, 3)})
    assert str(caught.value) == f"no rule gives the derivative of “{part}” at a case"


def test_what_is_wrong_with_a_part_that_stands_still_is_told_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def odd(*_: Any) -> Any:
        raise ExactAlignError("it is odd")

    monkeypatch.setitem(values._VALUES, "TV", odd)
    for body, said in (
        (t * TV(p, q), "TV(p, q): it is odd"),
        (TV(moved, q), f"no rule gives the derivative of “{TV(moved, q)}” at a case"),
    ):
        with pytest.raises(Undecided) as caught:
            value(slope(t, body, 1), CASE)
        assert str(caught.value) == said


def test_away_from_kinks_and_where_slopes_meet_there_is_one() -> None:
    at = {"x": Fraction(-1, 2)}
    found = [value(slope(t, body, x), at) for body in list(ROUGH.values())[:6]]
    assert found == [-1, -1, 1, 0, 0, -1]
    assert value(slope(t, absolute(t * t), x), {"x": Fraction(0)}) == 0


def test_an_outcome_without_mass_keeps_none_as_a_tilt_moves() -> None:
    law_of_one = {"q": pmf("1, 0"), "p": pmf("1/2, 1/2"), "h": Reward.values([0, 1])}
    assert value(slope(t, KL(tilt_by(h, law("q"), t), p), 0), law_of_one) == 0


def test_conditions_move_with_no_derivative() -> None:
    with pytest.raises(NoReading, match="where t moves"):
        value(slope(t, when(t <= 0, 0, t), x), {"x": Fraction(1)})


@pytest.mark.parametrize("body", [*ROUGH.values(), when(t <= 0, 0, t)])
def test_a_kink_is_not_written_for_coq(body: Term) -> None:
    with pytest.raises(ClaimError, match="may have none"):
        coq(Statement(slope(t, body, x) == 0))


def test_a_derivative_needs_its_body_at_the_point_only() -> None:
    assert [written(c) for c in Statement(slope(t, log(t), x) == 1 / x).conditions] == ["0 < x", "x ≠ 0"]


def test_what_is_not_read_where_a_variable_moves_is_read_elsewhere_in_the_same_reading() -> None:
    t, s = real("t"), real("s")
    inner = slope(t, t * t, 3)
    reading = Reading({}, inner)
    with pytest.raises(NoReading, match="within another"):
        reading.value(slope(s, s * inner, 1))
    assert reading.value(inner) == 6
    with pytest.raises(NoReading, match="within another"):
        Reading({}, inner).value(slope(s, s * inner, 1))


def test_what_moves_is_found_once_at_each_place(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    tilted = values._VALUES["tilt by"]

    def counting(*given: Any) -> Any:
        made.append(given)
        return tilted(*given)

    monkeypatch.setitem(values._VALUES, "tilt by", counting)
    turned, body = tilt_by(h, q, t), KL(tilt_by(h, q, t), q)
    reading = Reading(CASE, body)
    first, doubled = (reading.value(slope(t, x, Fraction(1, 2))) for x in (body, 2 * body))
    assert sign_of(doubled - 2 * first) == 0 if isinstance(first, Fraction) else float(doubled) == 2 * float(first)
    assert len(made) == 1
    assert float(reading.value(slope(t, KL(turned, q), 1))) != float(first)
    assert len(made) == 2


def test_the_entry_of_a_function_moves_as_its_body_does_there() -> None:
    z = outcome("z")
    for body, expected in ((t**2 * p(z) + 1, 10 * Fraction(1, 2)), (p(z), Fraction(0))):
        found = derivative(function(z, body)(y), t)
        assert value(found, CASE | {"t": Fraction(5)}) == expected


def test_derivatives_are_short() -> None:
    """What stands still leaves no terms 0·x behind, but where a difference or a quotient holds its place."""
    s, f = real("s"), h(y)
    for body, expected in (
        (t, "1"),
        (s, "0"),
        (2 * t + s, "2·1"),
        (s + 2 * t, "2·1"),
        (t + t * f, "1 + 1·h(y)"),
        (t * exp(t), "1·exp(t) + t·exp(t)·1"),
        (exp(t) * f, "exp(t)·1·h(y)"),
        (f * exp(t), "h(y)·exp(t)·1"),
        (s - t, "0 − 1"),
        (-t, "−1"),
        (t / s, "(1·s − 0)/(s·s)"),
        (s / t, "(0 − s·1)/(t·t)"),
        (t**3, "3·t^(3 − 1)·1"),
        (log(t), "1/t"),
        (Sum(y, t * f), "Σ_y 1·h(y)"),
        (when(s <= 1, t, s), "(1 if s ≤ 1, else 0)"),
        (when(s <= 1, 2 * t, 3 * t), "(2·1 if s ≤ 1, else 3·1)"),
        (when(s <= 1, s, 3 * t), "(0 if s ≤ 1, else 3·1)"),
        (tilt_by(h, q, 2 * t)(y), "2·1·(q tilted by exp(2·t·h))(y)·(h(y) − E_(q tilted by exp(2·t·h)) h)"),
    ):
        assert written(derivative(body, t)) == expected


@pytest.mark.parametrize("error", [TypeError, AttributeError])
def test_what_is_not_made_for_a_number_that_moves_has_no_rule(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(*_: Any) -> Any:
        raise error("of a dual number")

    monkeypatch.setitem(values._VALUES, "TV", odd)
    body = TV(moved, q)
    with pytest.raises(NoReading) as caught:
        value(slope(t, body, 1), CASE)
    assert str(caught.value) == f"there is no rule for the derivative of “{body}” at a case"
