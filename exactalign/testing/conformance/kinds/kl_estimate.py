"""The checks of per-sample KL estimates, called with (log_q, log_p).

`log_q` is the sample's log-probability under the policy that it was drawn from, `log_p` that under the reference. With
r = p/q: k1 = −log r, k2 = (log r)²/2, k3 = r − 1 − log r. The mean of k1 and of k3 under q is KL(q‖p).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import attrs

from exactalign.exceptions import ParameterError
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.infinity import Infinity, oo
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import Call, Parameter, Role, corners
from exactalign.testing.conformance.checks import Check, Kind, Oracle, repeatable, value_judge
from exactalign.testing.conformance.draws import Draws
from exactalign.testing.conformance.error_bounds import ROUNDINGS, exp_bound
from exactalign.testing.conformance.findings import Expected
from exactalign.testing.conformance.formats import Format

ESTIMATORS = ("k1", "k2", "k3")

_LAWS = {"k1": "k1 = log q − log p", "k2": "k2 = (log p − log q)²/2", "k3": "k3 = p/q − 1 − log(p/q)"}


def _value(estimator: str, ratio: Fraction, form: Format) -> Expected:
    """The estimate at log r = `ratio`, the difference of two floats: one rounding, and those of the formula."""
    u = form.unit_roundoff
    if estimator == "k1":
        return Expected(-ratio, 2 * u * abs(ratio))
    if estimator == "k2":
        return Expected(ratio * ratio / 2, ROUNDINGS * u * ratio * ratio + form.tiny)
    if not ratio:
        return Expected(Fraction(0), Fraction(0))
    error = ROUNDINGS * u * (exp_bound(ratio) + 1) * (1 + abs(ratio))
    return Expected(EnclosedReal(lambda: ball_of(ratio).expm1() - ball_of(ratio)), error)


def _oracle(estimator: str, *, exchanged: bool = False) -> Oracle:
    def oracle(subject: Subject, case: Call) -> list[Expected]:
        q, p = reversed(case.arguments) if exchanged else case.arguments
        if not isinstance(p, Fraction) or not isinstance(q, Fraction):
            return [Expected(oo, Fraction(0))]
        return [_value(estimator, p - q, subject.form)]

    return oracle


def _pair(low: int, high: int, parts: int) -> Callable[[Draws, Format], Call]:
    """A log q from −1/8 down, and a log r of so many parts of 1."""

    def build(draws: Draws, form: Format) -> Call:
        q = -Fraction(draws.whole(1, 64), 8)
        ratio = Fraction(draws.whole(0, high - low) + low, parts)
        return Call((form.round(q), form.round(q + ratio)))

    return build


def _long(draws: Draws, form: Format) -> Call:
    """Log-probabilities of whole texts."""
    q = -Fraction(draws.whole(700, 5000))
    return Call((form.round(q), form.round(q + Fraction(draws.whole(0, 80) - 40, 8))))


def _far(form: Format) -> Sequence[Call]:
    """Ratios far from 1, up to what the format holds: e^79, or e^599."""
    written = corners(("=-1", "=-20"), ("=-12", "=-1"), ("=-40", "=-1"), ("=-80", "=-1"), ("=-1", "=-1000"))(form)
    return [*written, *([] if form.precision == 24 else corners(("=-600", "=-1"))(form))]


def _missing(form: Format) -> list[Call]:
    return [Call((form.round(Fraction(x)), -oo)) for x in (-1, "-1/2", -20)]


def _checks(estimator: str) -> tuple[Check, ...]:
    oracle = _oracle(estimator)
    known = {name: _oracle(name) for name in ESTIMATORS if name != estimator}
    known |= {f"{name} with p and q exchanged": _oracle(name, exchanged=True) for name in ("k1", "k3")}
    judge = value_judge(oracle, scalar=True, known=known)
    return (
        Check(
            "formula",
            f"{_LAWS[estimator]}, natural logarithms, q the policy that was sampled",
            corners(("=-1", "=-2"), ("=-1/2", "=-1"), ("=-5/2", "=-3")),
            _pair(-16, -1, 8),
            judge,
        ),
        Check(
            "more-likely",
            "the same where the sample is more likely under the reference: k1 is negative, k2 and k3 are not",
            corners(("=-2", "=-1"), ("=-3", "=-1/2")),
            _pair(1, 16, 8),
            judge,
        ),
        Check("equal", "q = p is 0", corners(("=-1", "=-1"), ("=0", "=0"), ("=-700", "=-700")), _pair(0, 0, 1), judge),
        Check(
            "near",
            "ratios near 1, as at the start of training",
            corners(("=-1", "=-1025/1024"), ("=-1", "=-1048575/1048576")),
            _pair(-64, 64, 4096),
            judge,
        ),
        Check(
            "far",
            "ratios far from 1 are neither clipped nor clamped",
            _far,
            _pair(-400, 400, 8),
            judge,
        ),
        Check(
            "long-texts",
            "log-probabilities far below 0, whose probabilities are below every float",
            corners(("=-1000", "=-1001"), ("=-2000", "=-1999")),
            _long,
            judge,
        ),
        Check(
            "missing-support",
            "log p = −∞ gives ∞: the policy goes where the reference never does",
            _missing,
            None,
            judge,
        ),
        Check(
            "repeatable", "the same call gives the same answer", corners(("=-1", "=-2")), _pair(-16, 16, 8),
            repeatable(oracle, scalar=True),
        ),
    )  # fmt: skip


@cache
def _kind(estimator: str) -> Kind:
    return attrs.evolve(KL_ESTIMATE, checks=_checks(estimator), oracle=_oracle(estimator))


def _variant(options: Mapping[str, Any]) -> Kind:
    estimator = options.get("estimator", "k1")
    if estimator not in ESTIMATORS:
        raise ParameterError(f"estimator is {estimator!r}: give {', '.join(ESTIMATORS)}")
    return _kind(estimator)


KL_ESTIMATE = Kind(
    "kl-estimate",
    (Parameter("log_q", Role.REAL, batched=True, plain=-1), Parameter("log_p", Role.REAL, batched=True, plain=-2)),
    "the estimate of KL(q‖p) from one sample of q: k1 = −log r, k2 = (log r)²/2 or k3 = r − 1 − log r, r = p/q",
    _checks("k1"),
    oracle=_oracle("k1"),
    scalar=True,
    options={"estimator": "k1, k2 or k3; k1 if not said"},
    variant=_variant,
    features={
        "log p = −∞": lambda case: case.arguments[1] == -oo,
        "a sample more likely under p": lambda case: _ratio(case) > 0,
        "|log p − log q| > 5": lambda case: not -5 <= _ratio(case) <= 5,
        "log-probabilities below −700": lambda case: isinstance(case.arguments[0], Fraction) and case.real(0) < -700,
        "p ≠ q": lambda case: case.arguments[0] != case.arguments[1],
    },
)


def _ratio(case: Call) -> Fraction | Infinity:
    q, p = case.arguments
    return p - q if isinstance(p, Fraction) and isinstance(q, Fraction) else -oo
