"""The judges of solvers: which α or β is wrong, what is said of it, and what none reaches."""

import math
from fractions import Fraction
from typing import Any

import pytest

from exactalign.exceptions import ParameterError
from exactalign.testing.conformance import KINDS
from exactalign.testing.conformance.kinds import solver
from tests.exactalign.testing.conformance.judging import APART, FLAT, HALF, found, judged, raised_at

QUARTER = (HALF, APART, Fraction(1, 4))


def kl_of_coin(alpha: float) -> float:
    """KL of the tilt of a fair coin."""
    t = 1 / (1 + math.exp(-alpha))
    return math.log(2) + t * math.log(t) + (1 - t) * math.log(1 - t)


def solved() -> float:
    """The α of `QUARTER`, by bisection."""
    low, high = 0.0, 10.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if kl_of_coin(middle) < 0.25 else (low, middle)
    return low


ALPHA = solved()


@pytest.mark.parametrize(
    ("options", "relative"),
    [
        ({}, 2.0**-26),
        ({"dtype": "float32"}, 2.0**-12),
        ({"slack": 5}, 5 * 2.0**-26),
        ({"rtol": "1e-4"}, 1e-4),
        ({"rtol": "0"}, 0.0),
    ],
)
def test_a_solver_may_stop_at_half_of_the_digits(options: dict[str, Any], relative: float) -> None:
    """A relative change of α moves KL by α²·Var of it: more than a tenth beyond that is found, on either side."""
    for sign in (1, -1):
        for name in ("formula", "shift"):
            assert judged("alpha-solver", name, QUARTER, ALPHA * (1 + sign * relative * 0.98), **options) is None
            far = ALPHA * (1 + sign * max(relative * 1.1, 1e-13))
            assert judged("alpha-solver", name, QUARTER, far, **options) is not None
            if options.get("slack", 1) == 1:
                beta = 1 / (ALPHA * (1 + sign * relative * 0.98))
                assert judged("alpha-solver", name, QUARTER, beta, parameter="beta", **options) is None
                assert judged("alpha-solver", name, QUARTER, 1 / far, parameter="beta", **options) is not None


def test_options_are_refused_before_anything_is_called() -> None:
    for options in ({"parameter": "gamma"}, {"rtol": 1}):
        with pytest.raises(ParameterError):
            KINDS["alpha-solver"].chosen(options)


def test_what_is_wrong_with_an_alpha() -> None:
    exact = "1.64263436948740"
    for answer, shown, error in (
        (math.nan, "nan", "not a number, though the kl is feasible"),
        (None, "nan", "not a number, though the kl is feasible"),
        (math.inf, "inf", "an infinite α, though the kl is feasible"),
        (-ALPHA, repr(-ALPHA), "the negative root, which lowers the reward"),
        ("a", "'a'", "the answer is 'a' of type str, not a number"),
        (0.0, "0.0", "KL is 0 there: 0.250 from the kl, 1.00 of it; allowed are 3.77e-15"),
        (1.0, "1.0", "KL is 0.110944 there: 0.139 from the kl, 0.556 of it; allowed are 2.93e-9"),
    ):
        told = found("alpha-solver", "formula", QUARTER, answer)
        assert (told[0], told[2]) == (shown, error)
        assert told[1].startswith(exact)
    answer, exact, error = found("alpha-solver", "formula", QUARTER, ValueError())
    assert (raised_at(answer), exact[:16], error) == ("raised ValueError", "1.64263436948740", "no answer")


def test_what_is_wrong_with_a_beta() -> None:
    for answer, shown, error in (
        (math.nan, "nan", "not a number, though the kl is feasible"),
        (0.0, "0.0", "an infinite α, though the kl is feasible"),
        (-1.0, "-1.0", "the negative root, which lowers the reward"),
        (math.inf, "inf", "KL is 0 there: 0.250 from the kl, 1.00 of it; allowed are 3.77e-15"),
    ):
        told = found("alpha-solver", "formula", QUARTER, answer, parameter="beta")
        assert (told[0], told[2]) == (shown, error)
        assert told[1].startswith("1/1.64263436948740")
    assert found("alpha-solver", "formula", QUARTER, ValueError(), parameter="beta")[2] == "no answer"


def test_the_roundings_that_a_solver_is_allowed() -> None:
    """With rtol 0: 2(K + 8)·reach·u, the reach being 1 + 2·|α|·max |r| + 7/10 for |log 1/2|; and 4u of α²·Var."""
    for alpha, reach in ((1.0, Fraction(37, 10)), (2.0, Fraction(57, 10)), (0.5, Fraction(27, 10))):
        t = 1 / (1 + math.exp(-alpha))
        allowed = (float(20 * reach) + 4 * alpha**2 * t * (1 - t)) * 2.0**-53
        told = found("alpha-solver", "formula", QUARTER, alpha, rtol="0")[2]
        assert float(told.rpartition(" ")[2]) == pytest.approx(allowed, rel=0.005)


def test_no_kl_at_all() -> None:
    answer: Any
    case = (HALF, APART, Fraction(0))
    assert judged("alpha-solver", "zero-kl", case, 0.0) is None
    assert found("alpha-solver", "zero-kl", case, 1.0) == (
        "1.0", "0", "KL is 0.110944 there: 0.111 from the kl; allowed are 2.93e-9",
    )  # fmt: skip
    for answer in (math.nan, ValueError(), math.inf):
        assert judged("alpha-solver", "zero-kl", case, answer) is not None
    for answer in (math.nan, None, ValueError(), math.inf):  # β = 1/0 is no number
        assert judged("alpha-solver", "zero-kl", case, answer, parameter="beta") is None
    assert found("alpha-solver", "zero-kl", case, SystemExit(), parameter="beta")[1:] == ("oo", "no answer")
    assert found("alpha-solver", "zero-kl", case, 0.0, parameter="beta")[1] == "oo"


NONE = "none exists: an exception, None or NaN"


@pytest.mark.parametrize(
    ("name", "case", "why", "limit"),
    [
        ("infeasible-kl", (HALF, APART, Fraction(1)), "the kl is above Δ_max = log(2) = 0.69314718055994531…", True),
        ("constant-reward", (HALF, FLAT, Fraction(1)), "the reward is constant, so KL is 0 for every α", False),
        ("negative-kl", (HALF, APART, Fraction(-1)), "a kl below 0", False),
        ("negative-kl", (HALF, FLAT, Fraction(-1)), "a kl below 0", False),
    ],
)
def test_what_no_alpha_reaches(name: str, case: Any, why: str, limit: bool) -> None:
    answer: Any
    for answer in (None, math.nan, ValueError()):
        assert judged("alpha-solver", name, case, answer) is None
        assert judged("alpha-solver", name, case, answer, parameter="beta") is None
    assert (judged("alpha-solver", name, case, math.inf) is None) is limit
    assert (judged("alpha-solver", name, case, 0.0, parameter="beta") is None) is limit
    for answer in (0.0, -math.inf, 7.5, "a"):
        assert found("alpha-solver", name, case, answer) == (repr(answer), NONE, f"an answer, though {why}")
    for answer in (math.inf, 7.5, "a"):
        told = found("alpha-solver", name, case, answer, parameter="beta")
        assert told == (repr(answer), NONE, f"an answer, though {why}")
    assert found("alpha-solver", name, case, SystemExit(1))[0].startswith("raised SystemExit: 1 (line ")


def test_the_last_reward_of_the_support_is_raised_where_all_are_equal() -> None:
    third, two, three = Fraction(1, 3), Fraction(2), Fraction(3)
    for p, r, after in (
        ((third, third, third), (two, two, two), (two, two, three)),
        ((third, third, third, Fraction(0)), (two, two, two, two), (two, two, three, two)),
        ((third, third, third), (two, three, two), (two, three, two)),
    ):
        assert solver._varied((p, r)) == (p, after)
    assert solver._varied(((Fraction(0), Fraction(1)), (two, three))) == (HALF, (two, three))
