"""The checks of tilts, called with (probabilities, rewards, alpha), and of KL divergences, called with (p, q)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from flint import arb
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from exactalign.laws.divergences import kl_divergence
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.infinity import oo
from exactalign.numbers.logforms import LogForm
from exactalign.testing import strategies
from exactalign.testing.conformance.answers import Subject
from exactalign.testing.conformance.cases import (
    Call,
    Vector,
    cases,
    model,
    models,
    near_degenerate_models,
    reference,
    rounded,
    with_zero,
)
from exactalign.testing.conformance.checks import Check, Kind, repeatable, value_judge
from exactalign.testing.conformance.error_bounds import kl_divergence_error, levels, power_bound, tilt_error
from exactalign.testing.conformance.findings import Expected
from exactalign.testing.conformance.formats import Format


def _parts(case: Call) -> tuple[Vector, Vector, Fraction]:
    p, r, alpha = case.arguments
    assert isinstance(p, tuple)
    assert isinstance(r, tuple)
    assert isinstance(alpha, Fraction)
    return p, r, alpha


def tilt_oracle(subject: Subject, case: Call) -> list[Expected]:
    """p·e^(αr)/Σ p·e^(αr), exact for α = 0 or a constant reward, else enclosed."""
    p, r, alpha = _parts(case)
    exact = reference(p)
    relative = tilt_error(subject.form, p, r, alpha)
    signed = tuple(alpha * x for x in r)
    groups = levels(exact, signed)
    # A summand below the smallest normal number may vanish; the largest is at least the mass of the best.
    lost = subject.form.tiny * (len(p) + 1) / groups[-1].mass
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
    p, q = case.arguments
    assert isinstance(p, tuple)
    assert isinstance(q, tuple)
    value = kl_divergence(reference(p), reference(q))
    if not isinstance(value, LogForm):
        return [Expected(oo, Fraction(0))]
    error = kl_divergence_error(subject.form, p, q)
    return [Expected(value.as_rational() if value.is_rational else value, error)]


def _alphas(form: Format, low: int = -4, high: int = 4) -> SearchStrategy[Fraction]:
    return strategies.rationals(low, high, max_denominator=4).map(form.round)


def _tilt_corners(*written: tuple[str, str, str]) -> Callable[[Format], Sequence[Call]]:
    return lambda form: [Call((*model(form, p, r), form.round(Fraction(a)))) for p, r, a in written]


def _whole_rewards(form: Format, shift: int) -> SearchStrategy[tuple[Vector, Vector]]:
    def extend(p: Any) -> SearchStrategy[tuple[Vector, Vector]]:
        rewards = st.lists(st.integers(0, 3), min_size=len(p), max_size=len(p))
        signs = st.sampled_from([shift, -shift])
        return st.tuples(rewards, signs).map(
            lambda drawn: (rounded(form, p.probabilities), tuple(Fraction(x + drawn[1]) for x in drawn[0]))
        )

    return strategies.distributions(min_size=2).flatmap(extend)


_TILT = value_judge(tilt_oracle, scalar=False)

TILT = Kind(
    "tilt",
    "(probabilities, rewards, alpha)",
    "the probabilities of the tilt p·e^(αr)/Z, in the order of the outcomes",
    (
        Check(
            "formula",
            "T(y) = p(y)·e^(α r(y))/Σ p·e^(αr)",
            _tilt_corners(("1/2 1/2", "0 1", "1"), ("1/4 3/4", "1 0", "2"), ("1/4 1/4 1/2", "0 1 -1", "1/2")),
            lambda form: cases(models(form, min_size=2, zeros=False, ties=False), _alphas(form, 0)),
            _TILT,
        ),
        Check(
            "ties",
            "outcomes of equal reward keep their ratio",
            _tilt_corners(("1/4 3/4", "1 1", "1"), ("1/4 1/4 1/2", "1 0 1", "2")),
            lambda form: cases(models(form, min_size=2, zeros=False, ties=True), _alphas(form)),
            _TILT,
        ),
        Check(
            "zero-alpha",
            "α = 0 gives the reference back",
            _tilt_corners(("1/2 1/2", "0 1", "0"), ("1/4 3/4", "1000 0", "0")),
            lambda form: cases(models(form), st.just(Fraction(0))),
            _TILT,
        ),
        Check(
            "negative-alpha",
            "α < 0 prefers low rewards, by the same formula",
            _tilt_corners(("1/2 1/2", "0 1", "-1"), ("1/4 3/4", "1 0", "-3")),
            lambda form: cases(models(form, min_size=2), _alphas(form, -6, -1)),
            _TILT,
        ),
        Check(
            "zero-probabilities",
            "an outcome of probability 0 stays there and changes no other, however high its reward",
            _tilt_corners(("0 1", "1 0", "1"), ("0 1/2 1/2", "9 0 1", "2"), ("1 0", "0 1000", "3")),
            lambda form: cases(with_zero(models(form, max_size=3)), _alphas(form)),
            _TILT,
        ),
        Check(
            "constant-reward",
            "a constant reward changes nothing",
            _tilt_corners(("1/2 1/2", "0 0", "1"), ("1/8 7/8", "-2 -2", "5"), ("1", "3", "2")),
            lambda form: cases(models(form, constant=True), _alphas(form)),
            _TILT,
        ),
        Check(
            "shift",
            "a constant added to every reward changes nothing: the largest exponent is taken out before exp",
            _tilt_corners(("1/2 1/2", "1000 1001", "1"), ("1/2 1/2", "-1000 -1001", "1")),
            lambda form: cases(_whole_rewards(form, 1000), _alphas(form)),
            _TILT,
        ),
        Check(
            "large-alpha",
            "as α grows the tilt goes to p given the best outcomes, without overflow",
            _tilt_corners(("1/2 1/2", "0 1", "1000"), ("1/4 1/2 1/4", "1 1 0", "10000"), ("1/2 1/2", "0 1", "-1000")),
            lambda form: cases(models(form, min_size=2), _alphas(form, -2000, 2000)),
            _TILT,
        ),
        Check(
            "near-degenerate",
            "outcomes of very small probability are tilted by the same formula",
            _tilt_corners(("1/1000000000000000000000 1", "1 0", "4"), ("1/1000000000000000000000 1", "50 0", "1")),
            lambda form: cases(near_degenerate_models(form), _alphas(form)),
            _TILT,
        ),
        Check(
            "repeatable",
            "a call leaves its arguments alone, and the same call gives the same answer",
            _tilt_corners(("1/4 1/4 1/2", "2 0 1", "3")),
            lambda form: cases(models(form), _alphas(form)),
            repeatable(tilt_oracle, scalar=False),
        ),
    ),
)


def _kl_corners(*written: tuple[str, str]) -> Callable[[Format], Sequence[Call]]:
    return lambda form: [Call(model(form, p, q)) for p, q in written]


def _pairs(form: Format, *, q_zeros: bool = False, **options: Any) -> SearchStrategy[Call]:
    def extend(p: Any) -> SearchStrategy[Call]:
        q = strategies.distributions(min_size=len(p), max_size=len(p), zeros=q_zeros)
        return q.map(lambda q: Call((rounded(form, p.probabilities), rounded(form, q.probabilities))))

    return strategies.distributions(**options).flatmap(extend)


def _missing(form: Format) -> SearchStrategy[Call]:
    """A pair in which q misses some outcome that p has."""
    pairs = strategies.distributions(min_size=1, max_size=3, zeros=False)

    def build(drawn: tuple[Any, Any, int]) -> Call:
        p, q, place = drawn
        half = [x / 2 for x in p.probabilities]
        k = place % (len(p) + 1)
        kept = list(q.probabilities)
        return Call((rounded(form, [*half[:k], Fraction(1, 2), *half[k:]]), rounded(form, [*kept[:k], 0, *kept[k:]])))

    def extend(p: Any) -> SearchStrategy[Call]:
        q = strategies.distributions(min_size=len(p), max_size=len(p), zeros=False)
        return st.tuples(st.just(p), q, st.integers(0, 3)).map(build)

    return pairs.flatmap(extend)


_DIVERGENCE = value_judge(kl_divergence_oracle, scalar=True)

KL_DIVERGENCE = Kind(
    "kl-divergence",
    "(p, q)",
    "KL(p‖q) = Σ p log(p/q) in nats, infinite when q misses part of p's support",
    (
        Check(
            "formula",
            "KL(p‖q) = Σ p log(p/q), natural logarithm, first argument first",
            _kl_corners(("1/2 1/2", "1/4 3/4"), ("1/4 3/4", "1/2 1/2"), ("1/8 1/8 3/4", "1/2 1/4 1/4")),
            lambda form: _pairs(form, min_size=2, zeros=False),
            _DIVERGENCE,
        ),
        Check(
            "self",
            "KL(p‖p) = 0",
            _kl_corners(("1", "1"), ("1/2 1/2", "1/2 1/2"), ("0 1", "0 1")),
            lambda form: strategies.distributions(max_size=6).map(
                lambda p: Call((rounded(form, p.probabilities),) * 2)
            ),
            _DIVERGENCE,
        ),
        Check(
            "zero-probabilities",
            "0·log 0 = 0: where p is 0 the term is 0, whatever q is",
            _kl_corners(("0 1", "1/2 1/2"), ("0 1/2 1/2", "0 1/4 3/4"), ("1 0", "1 0")),
            lambda form: _pairs(form, min_size=2, zeros=True),
            _DIVERGENCE,
        ),
        Check(
            "missing-support",
            "KL(p‖q) = ∞ when q(y) = 0 < p(y)",
            _kl_corners(("1/2 1/2", "0 1"), ("1/2 1/2", "1 0"), ("1 0", "0 1")),
            _missing,
            _DIVERGENCE,
        ),
        Check(
            "near-degenerate",
            "very small probabilities: log p and log q, not p/q, carry the size",
            _kl_corners(
                ("1/1000000000000000000000 1", "1/2 1/2"),
                ("1/2 1/2", "1/1000000000000000000000 1"),
                ("1/1000000000000000000000 1", "1 1/1000000000000000000000"),
            ),
            lambda form: _pairs(form, min_size=2, max_size=3, near_degenerate=True, zeros=False),
            _DIVERGENCE,
        ),
        Check(
            "many-outcomes",
            "the same law with up to 24 outcomes",
            _kl_corners((" ".join(["1/16"] * 16), " ".join(f"{2 * k + 1}/256" for k in range(16)))),
            lambda form: _pairs(form, min_size=5, max_size=24, zeros=False),
            _DIVERGENCE,
        ),
        Check(
            "repeatable",
            "a call leaves its arguments alone, and the same call gives the same answer",
            _kl_corners(("1/4 1/4 1/2", "1/2 1/4 1/4")),
            lambda form: _pairs(form, zeros=False),
            repeatable(kl_divergence_oracle, scalar=True),
        ),
    ),
)
