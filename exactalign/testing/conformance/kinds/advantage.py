"""The checks of group advantages, called with (rewards,): what is left of each reward beside those of its group.

`baseline="mean"` subtracts the mean of the group, `"leave-one-out"` the mean of the others, `"standardised"` divides
what is left of the mean by the standard deviation (over n − `ddof`) plus `eps`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from math import isqrt
from typing import Any

import attrs

from exactalign.exceptions import ParameterError
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.rationals import rational
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import Call, Parameter, Role, corners, shifted_values, values
from exactalign.testing.conformance.checks import Check, Kind, Oracle, repeatable, value_judge
from exactalign.testing.conformance.draws import Draws
from exactalign.testing.conformance.error_bounds import ROUNDINGS
from exactalign.testing.conformance.findings import Expected
from exactalign.testing.conformance.formats import Format

BASELINES = ("mean", "leave-one-out", "standardised")


def _oracle(baseline: str, ddof: int = 0, eps: Fraction = Fraction(0)) -> Oracle:
    def oracle(subject: Subject, case: Call) -> list[Expected]:
        r = case.vector(0)
        count = len(r)
        mean = sum(r, Fraction(0)) / count
        # A mean of numbers up to M has an error of n·u·M, whatever cancels afterwards.
        moved = 2 * (count + ROUNDINGS) * subject.form.unit_roundoff * max(abs(x) for x in r)
        left = [x - mean for x in r]
        if baseline == "mean":
            return [Expected(d, moved) for d in left]
        if baseline == "leave-one-out":
            grown = Fraction(count, max(count - 1, 1))
            return [Expected(d * grown, 2 * moved * grown) for d in left]
        return _standardised(subject.form, left, ddof, eps, moved)

    return oracle


def _standardised(form: Format, left: list[Fraction], ddof: int, eps: Fraction, moved: Fraction) -> list[Expected]:
    """d/(σ + ε): d is off by `moved`, σ by √(n/(n − ddof)) ≤ 3/2 times as much, and by the n + c roundings of a sum."""
    count = len(left)
    variance = sum((d * d for d in left), Fraction(0)) / max(count - ddof, 1)
    if not variance:
        return [Expected(Fraction(0), 2 * moved / eps if eps else Fraction(0)) for _ in left]
    # ⌊√(ab)⌋/b is below √(a/b), and at least half of it.
    low = Fraction(isqrt(variance.numerator * variance.denominator), variance.denominator) + eps
    relative = Fraction(3, 2) * moved / low + 2 * (count + ROUNDINGS) * form.unit_roundoff
    return [Expected(_quotient(d, variance, eps), 2 * (moved + abs(d) * relative) / low) for d in left]


def _quotient(d: Fraction, variance: Fraction, eps: Fraction) -> Fraction | EnclosedReal:
    return EnclosedReal(lambda: ball_of(d) / (ball_of(variance).sqrt() + ball_of(eps))) if d else Fraction(0)


def _drawn(low: int = 2, high: int = 8) -> Callable[[Draws, Format], Call]:
    return lambda draws, form: Call((values(draws, form, draws.whole(low, high)),))


def _increasing(draws: Draws, form: Format) -> Call:
    return Call((tuple(sorted(values(draws, form, draws.whole(2, 8), ties=False))),))


def _constant(draws: Draws, form: Format) -> Call:
    return Call((values(draws, form, 1) * draws.whole(2, 8),))


def _right_or_wrong(draws: Draws, _form: Format) -> Call:
    return Call((tuple(Fraction(draws.whole(0, 1)) for _ in range(draws.whole(2, 8))),))


def _shifted(draws: Draws, _form: Format) -> Call:
    return Call((shifted_values(draws, draws.whole(2, 6), (1, -1, 1000, -1000)),))


def _scaled(draws: Draws, form: Format) -> Call:
    r = values(draws, form, draws.whole(2, 6))
    power = draws.whole(0, 40)
    factor = Fraction(2) ** (power // 2 if power % 2 == 0 else -(power + 1) // 2)
    return Call((tuple(x * factor for x in r),))


_LAWS = {
    "mean": "A = r − mean of the group",
    "leave-one-out": "A = r − mean of the other rewards of the group",
    "standardised": "A = (r − mean)/(σ + eps), σ² the mean square over n − ddof",
}


def _checks(baseline: str, ddof: int, eps: Fraction) -> tuple[Check, ...]:
    oracle = _oracle(baseline, ddof, eps)
    known = {
        "r − mean": _oracle("mean"),
        "r − mean of the others": _oracle("leave-one-out"),
        "standardised with ddof=0": _oracle("standardised", 0, eps),
        "standardised with ddof=1": _oracle("standardised", 1, eps),
        "r": lambda _, case: [Expected(x, Fraction(0)) for x in case.vector(0)],
    }
    judge = value_judge(oracle, scalar=False, known=known)
    scale = "a factor on every reward is a factor on the advantages"
    if baseline == "standardised":
        scale = "eps is added to σ as it is, whatever the size of the rewards" if eps else "a factor changes nothing"
    return (
        Check("formula", _LAWS[baseline], corners(("0 1",), ("0 1 2",), ("0 0 1",)), _increasing, judge),
        Check("unsorted", "advantages stand where their rewards do", corners(("1 0",), ("2 0 1",)), _drawn(), judge),
        Check(
            "right-or-wrong",
            "rewards 0 and 1",
            corners(("0 1",), ("0 0 0 1",), ("0 1 1 1",)),
            _right_or_wrong,
            judge,
        ),
        Check(
            "constant-group",
            "equal rewards have no advantage: zeros, not NaN, and no rounding error blown up by a small σ",
            corners(("0 0",), ("1 1",), ("1/10 1/10 1/10",), ("7/10 7/10 7/10 7/10 7/10 7/10",)),
            _constant,
            judge,
        ),
        Check("two", "a group of two", corners(("0 1",), ("5 -3",)), _drawn(2, 2), judge),
        Check(
            "shift",
            "a constant added to every reward changes nothing",
            corners(("1000 1001",), ("-1000 -1001 -1003",)),
            _shifted,
            judge,
        ),
        Check("scale", scale, corners(("0 1/1048576",), ("0 1048576",)), _scaled, judge),
        Check("many", "the same for up to 64 rewards", corners((" ".join(["0"] * 15 + ["1"]),)), _drawn(9, 64), judge),
        Check(
            "repeatable",
            "a call leaves its arguments alone, and the same call gives the same answer",
            corners(("2 0 1",)),
            _drawn(),
            repeatable(oracle, scalar=False),
        ),
    )


@cache
def _kind(baseline: str, ddof: int, eps: Fraction) -> Kind:
    return attrs.evolve(ADVANTAGE, checks=_checks(baseline, ddof, eps), oracle=_oracle(baseline, ddof, eps))


def _variant(options: Mapping[str, Any]) -> Kind:
    baseline = options.get("baseline", "mean")
    if baseline not in BASELINES:
        raise ParameterError(f"baseline is {baseline!r}: give {', '.join(BASELINES)}")
    if baseline != "standardised" and (extra := sorted({"ddof", "eps"} & options.keys())):
        raise ParameterError(f"{extra[0]} is for baseline=standardised, not {baseline}")
    ddof, eps = rational(options.get("ddof", 0), "ddof"), rational(options.get("eps", 0), "eps")
    if ddof not in (0, 1):
        raise ParameterError(f"ddof is {ddof}: give 0 (as NumPy) or 1 (as torch)")
    if eps < 0:
        raise ParameterError(f"eps is {eps}: it must not be negative")
    return _kind(baseline, int(ddof), eps)


ADVANTAGE = Kind(
    "advantage",
    (Parameter("rewards", Role.REWARDS, batched=True),),
    "the advantages of a group of rewards: r − mean; or of the mean of the others; or standardised",
    _checks("mean", 0, Fraction(0)),
    oracle=_oracle("mean"),
    options={
        "baseline": "mean, leave-one-out or standardised",
        "ddof": "standardised: 0 (as numpy.std, and if not said) or 1 (as torch.std)",
        "eps": "standardised: what is added to the standard deviation, exactly as '1e-4'; 0 if not said",
    },
    variant=_variant,
)
