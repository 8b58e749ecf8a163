"""Derivatives as terms, against the dual numbers by which a slope is read."""

import pytest

from exactalign import Reward
from exactalign.numbers.arithmetic import sign_of
from proofs_check import pmf
from proofs_check.exceptions import ClaimError
from proofs_check.formula import (
    KL,
    E,
    H,
    Sum,
    Term,
    count,
    exp,
    floor,
    function,
    law,
    log,
    outcome,
    positive_law,
    real,
    reward,
    slope,
    tilt_by,
    total,
    when,
)
from proofs_check.formula.derivatives import slope_of
from proofs_check.formula.terms import lift
from proofs_check.formula.values import value

p, q, h, t = positive_law("p"), positive_law("q"), reward("h"), real("t")
y, n = outcome("y"), count("n")
w = outcome("w", length=n)
moved = tilt_by(h, q, 2 * t - 1)
CASE = {
    "p": pmf("1/5, 3/10, 1/2"), "q": pmf("2/3, 1/9, 2/9"), "h": Reward.values([1, 0, -2]), "n": 2, "y": 2, "w": (2, 0),
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
    "a total": total(function(y, t * h(y) ** 2), n)(w),
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
    [KL(law("p"), moved), floor(t), when(t < 1, t, 2), (t + 2) ** t, tilt_by(function(y, t * h(y)), q, t)(y)],
    ids=str,
)
def test_what_has_no_rule_is_refused(body: Term) -> None:
    with pytest.raises(ClaimError, match="no rule"):
        slope_of(t, body, lift(0))
