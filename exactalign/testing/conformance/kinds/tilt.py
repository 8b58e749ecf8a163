"""The checks of tilts, called with (probabilities, rewards, alpha), and of KL divergences, called with (p, q)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import attrs
from flint import arb

from exactalign.exceptions import ParameterError
from exactalign.laws.divergences import kl_divergence
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.infinity import oo
from exactalign.numbers.logforms import LogForm
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import (
    Call,
    Parameter,
    Role,
    Vector,
    corners,
    model,
    probabilities,
    reference,
    rounded,
    shifted_values,
    with_zero,
)
from exactalign.testing.conformance.checks import Check, Kind, Oracle, repeatable, value_judge
from exactalign.testing.conformance.draws import Draws
from exactalign.testing.conformance.error_bounds import kl_divergence_error, levels, power_bound, tilt_error
from exactalign.testing.conformance.findings import Expected
from exactalign.testing.conformance.formats import Format


def _oracle(*, beta: bool) -> Oracle:
    """p·e^(αr)/Σ p·e^(αr), exact for α = 0 or a constant reward, else enclosed; α is the argument, or 1/it."""

    def oracle(subject: Subject, case: Call) -> list[Expected]:
        p, r, alpha = case.vector(0), case.vector(1), case.real(2)
        return tilted(subject.form, p, r, 1 / alpha if beta else alpha)

    return oracle


def tilted(form: Format, p: Vector, r: Vector, alpha: Fraction) -> list[Expected]:
    """Return the exact tilt with its errors."""
    exact = reference(p)
    relative = tilt_error(form, p, r, alpha)
    signed = tuple(alpha * x for x in r)
    groups = levels(exact, signed)
    # A summand below the smallest normal number may vanish; the largest is at least the mass of the best.
    lost = form.tiny * (len(p) + 1) / groups[-1].mass
    if len(groups) == 1:
        return [Expected(x, x * b + lost) for x, b in zip(exact.probabilities, relative, strict=True)]
    top = max(x for x, mass in zip(signed, p, strict=True) if mass)
    answers = []
    for i, error in enumerate(relative):
        value = _tilted(exact.probabilities, signed, top, i) if p[i] else Fraction(0)
        bound = _upper(exact.probabilities[i], signed[i] - top, groups[-1].mass)
        answers.append(Expected(value, error * bound + lost))
    return answers


def _tilted(p: Vector, signed: Vector, top: Fraction, i: int) -> EnclosedReal:
    def enclosed() -> arb:
        terms = [ball_of(x) * ball_of(a - top).exp() for x, a in zip(p, signed, strict=True) if x]
        return ball_of(p[i]) * ball_of(signed[i] - top).exp() / sum(terms, arb(0))

    return EnclosedReal(enclosed)


def _upper(mass: Fraction, gap: Fraction, best: Fraction) -> Fraction:
    """A rational at least p·e^gap/Z, for gap ≤ 0: e^gap ≤ (1/2)^floor(−gap), and Z is at least the best mass."""
    return min(Fraction(1), mass * power_bound(Fraction(1, 2), min(int(-gap), 4000)) / best)


def kl_divergence_oracle(subject: Subject, case: Call) -> list[Expected]:
    """Σ p log(p/q), a log form, or `oo`."""
    p, q = case.vector(0), case.vector(1)
    value = kl_divergence(reference(p), reference(q))
    if not isinstance(value, LogForm):
        return [Expected(oo, Fraction(0))]
    error = kl_divergence_error(subject.form, p, q)
    return [Expected(value.as_rational() if value.is_rational else value, error)]


# The cases are written in α; a function of β = 1/α gets those with α > 0.


def _corners(*written: tuple[str, str, str]) -> Callable[..., Callable[[Format], list[Call]]]:
    def build(beta: bool) -> Callable[[Format], list[Call]]:
        return lambda form: [
            _case(form, case, beta) for case in corners(*written)(form) if not beta or case.real(2) > 0
        ]

    return build


def _case(form: Format, case: Call, beta: bool) -> Call:
    p, r, alpha = case.arguments
    assert isinstance(alpha, Fraction)
    return Call((p, r, form.round(1 / alpha if beta else alpha)))


def _drawn(low: int = -4, high: int = 4, **options: Any) -> Callable[..., Callable[[Draws, Format], Call]]:
    """Models with an α from low to high, in quarters."""

    def build(beta: bool) -> Callable[[Draws, Format], Call]:
        return lambda draws, form: _with_alpha(draws, form, beta, model(draws, form, **options), low, high)

    return build


def _with_alpha(
    draws: Draws, form: Format, beta: bool, parts: tuple[Vector, Vector], low: int = -4, high: int = 4
) -> Call:
    least = max(1, 4 * low) if beta else 4 * low
    choice = draws.whole(0, 4 * high - least)
    quarters = sorted(range(least, 4 * high + 1), key=lambda x: (x % 4 != 0, abs(x), x < 0))[choice]
    return _case(form, Call((*parts, Fraction(quarters, 4))), beta)


def _zeros(beta: bool) -> Callable[[Draws, Format], Call]:
    return lambda draws, form: _with_alpha(draws, form, beta, with_zero(draws, model(draws, form, max_size=3)))


def _shifted(beta: bool) -> Callable[[Draws, Format], Call]:
    def build(draws: Draws, form: Format) -> Call:
        count = draws.whole(2, 4)
        p = probabilities(draws, form, count, zeros=True)
        return _with_alpha(draws, form, beta, (p, shifted_values(draws, count, (1000, -1000))))

    return build


def _checks(*, beta: bool) -> tuple[Check, ...]:
    oracle = _oracle(beta=beta)
    judge, again = value_judge(oracle, scalar=False), repeatable(oracle, scalar=False)
    rows: list[tuple[str, str, Any, Any]] = [
        (
            "formula",
            "T(y) = p(y)·e^(r(y)/β)/Σ p·e^(r/β)" if beta else "T(y) = p(y)·e^(α r(y))/Σ p·e^(αr)",
            _corners(("1/2 1/2", "0 1", "=1"), ("1/4 3/4", "1 0", "=2"), ("1/4 1/4 1/2", "0 1 -1", "=1/2")),
            _drawn(1, min_size=2, ties=False),
        ),
        (
            "ties",
            "outcomes of equal reward keep their ratio",
            _corners(("1/4 3/4", "1 1", "=1"), ("1/4 1/4 1/2", "1 0 1", "=2")),
            _drawn(min_size=2, ties=True),
        ),
        (
            "zero-probabilities",
            "an outcome of probability 0 stays there and changes no other, however high its reward",
            _corners(("0 1", "1 0", "=1"), ("0 1/2 1/2", "9 0 1", "=2"), ("1 0", "0 1000", "=3")),
            _zeros,
        ),
        (
            "constant-reward",
            "a constant reward changes nothing",
            _corners(("1/2 1/2", "0 0", "=1"), ("1/8 7/8", "-2 -2", "=5"), ("1", "3", "=2")),
            _drawn(constant=True, zeros=True),
        ),
        (
            "shift",
            "a constant added to every reward changes nothing: the largest exponent is taken out before exp",
            _corners(("1/2 1/2", "1000 1001", "=1"), ("1/2 1/2", "-1000 -1001", "=1")),
            _shifted,
        ),
        (
            "small-beta" if beta else "large-alpha",
            f"as {'β falls to 0' if beta else 'α grows'} the tilt goes to p given the best outcomes, without overflow",
            _corners(("1/2 1/2", "0 1", "=1000"), ("1/4 1/2 1/4", "1 1 0", "=10000"), ("1/2 1/2", "0 1", "=-1000")),
            _drawn(-2000, 2000, min_size=2),
        ),
        (
            "near-degenerate",
            "outcomes of very small probability are tilted by the same formula",
            _corners(("1/1000000000000000000000 1", "1 0", "=4"), ("1/1000000000000000000000 1", "50 0", "=1")),
            _drawn(min_size=2, max_size=3, near_degenerate=True),
        ),
        (
            "many-outcomes",
            "the same with up to 24 outcomes",
            _corners((" ".join(["1/16"] * 16), " ".join(str(5 * k % 16) for k in range(16)), "=1/4")),
            _drawn(min_size=5, max_size=24),
        ),
    ]
    if beta:
        rows.append(
            (
                "large-beta",
                "as β grows the tilt goes back to the reference",
                _corners(("1/2 1/2", "0 1", "=1/1000000"), ("1/4 3/4", "1000 0", "=1/1000000000000")),
                lambda _: None,
            )
        )
    else:
        rows += [
            (
                "zero-alpha",
                "α = 0 gives the reference back",
                _corners(("1/2 1/2", "0 1", "=0"), ("1/4 3/4", "1000 0", "=0")),
                _drawn(0, 0, zeros=True),
            ),
            (
                "negative-alpha",
                "α < 0 prefers low rewards, by the same formula",
                _corners(("1/2 1/2", "0 1", "=-1"), ("1/4 3/4", "1 0", "=-3")),
                _drawn(-6, -1, min_size=2, zeros=True),
            ),
        ]
    last = Check(
        "repeatable",
        "a call leaves its arguments alone, and the same call gives the same answer",
        _corners(("1/4 1/4 1/2", "2 0 1", "=3"))(beta),
        _drawn(zeros=True)(beta),
        again,
    )
    return (*(Check(name, law, made(beta), draw(beta), judge) for name, law, made, draw in rows), last)


def _parameters(name: str) -> tuple[Parameter, ...]:
    return (
        Parameter("probabilities", Role.PROBABILITIES, batched=True),
        Parameter("rewards", Role.REWARDS, batched=True),
        Parameter(name, Role.REAL),
    )


def is_beta(options: Mapping[str, Any]) -> bool:
    """Whether the option `parameter` asks for β = 1/α; raise `ParameterError` for what is neither."""
    parameter = options.get("parameter", "alpha")
    if parameter not in ("alpha", "beta"):
        raise ParameterError(f"parameter is {parameter!r}: give alpha or beta (= 1/alpha)")
    return bool(parameter == "beta")


def _variant(options: Mapping[str, Any]) -> Kind:
    return _TILT_BY_BETA if is_beta(options) else TILT


TILT = Kind(
    "tilt",
    _parameters("alpha"),
    "the probabilities of the tilt p·e^(αr)/Z, in the order of the outcomes; p·e^(r/β)/Z with parameter=beta",
    _checks(beta=False),
    oracle=_oracle(beta=False),
    gives_probabilities=True,
    options={"parameter": "alpha, or beta = 1/alpha > 0"},
    variant=_variant,
)

_TILT_BY_BETA = attrs.evolve(TILT, parameters=_parameters("beta"), checks=_checks(beta=True), oracle=_oracle(beta=True))


def _pairs(min_size: int = 1, max_size: int = 4, **options: Any) -> Callable[[Draws, Format], Call]:
    """Pairs in which q has full support."""

    def build(draws: Draws, form: Format) -> Call:
        count = draws.whole(min_size, max_size)
        return Call((probabilities(draws, form, count, **options), probabilities(draws, form, count)))

    return build


def _same(draws: Draws, form: Format) -> Call:
    p = probabilities(draws, form, draws.whole(1, 6), zeros=True)
    return Call((p, p))


def _missing(draws: Draws, form: Format) -> Call:
    """A pair in which q misses some outcome that p has."""
    count = draws.whole(1, 3)
    p, q = probabilities(draws, form, count), probabilities(draws, form, count)
    k = draws.whole(0, count)
    half = rounded(form, [x / 2 for x in p])
    return Call(((*half[:k], Fraction(1, 2), *half[k:]), (*q[:k], Fraction(0), *q[k:])))


_DIVERGENCE = value_judge(kl_divergence_oracle, scalar=True)

KL_DIVERGENCE = Kind(
    "kl-divergence",
    (Parameter("p", Role.PROBABILITIES, batched=True), Parameter("q", Role.PROBABILITIES, batched=True)),
    "KL(p‖q) = Σ p log(p/q) in nats, infinite when q misses part of p's support",
    (
        Check(
            "formula",
            "KL(p‖q) = Σ p log(p/q), natural logarithm, first argument first",
            corners(("1/2 1/2", "1/4 3/4"), ("1/4 3/4", "1/2 1/2"), ("1/8 1/8 3/4", "1/2 1/4 1/4")),
            _pairs(min_size=2),
            _DIVERGENCE,
        ),
        Check(
            "self",
            "KL(p‖p) = 0",
            corners(("1", "1"), ("1/2 1/2", "1/2 1/2"), ("0 1", "0 1")),
            _same,
            _DIVERGENCE,
        ),
        Check(
            "zero-probabilities",
            "0·log 0 = 0: where p is 0 the term is 0, whatever q is",
            corners(("0 1", "1/2 1/2"), ("0 1/2 1/2", "0 1/4 3/4"), ("1 0", "1 0")),
            _pairs(min_size=2, zeros=True),
            _DIVERGENCE,
        ),
        Check(
            "missing-support",
            "KL(p‖q) = ∞ when q(y) = 0 < p(y)",
            corners(("1/2 1/2", "0 1"), ("1/2 1/2", "1 0"), ("1 0", "0 1")),
            _missing,
            _DIVERGENCE,
        ),
        Check(
            "near-degenerate",
            "very small probabilities: log p and log q, not p/q, carry the size",
            corners(
                ("1/1000000000000000000000 1", "1/2 1/2"),
                ("1/2 1/2", "1/1000000000000000000000 1"),
                ("1/1000000000000000000000 1", "1 1/1000000000000000000000"),
            ),
            _pairs(min_size=2, max_size=3, near_degenerate=True),
            _DIVERGENCE,
        ),
        Check(
            "many-outcomes",
            "the same law with up to 24 outcomes",
            corners((" ".join(["1/16"] * 16), " ".join(f"{2 * k + 1}/256" for k in range(16)))),
            _pairs(min_size=5, max_size=24),
            _DIVERGENCE,
        ),
        Check(
            "repeatable",
            "a call leaves its arguments alone, and the same call gives the same answer",
            corners(("1/4 1/4 1/2", "1/2 1/4 1/4")),
            _pairs(),
            repeatable(kl_divergence_oracle, scalar=True),
        ),
    ),
    oracle=kl_divergence_oracle,
    scalar=True,
)
