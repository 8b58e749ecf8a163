"""Models at growing length m with N = exp(mδ), for the claims about limits; no claims here.

Everything is enclosed: the policy by its reward levels, the tilt by its certified exponent.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, Final

from exactalign import (
    AlignedFamily,
    Alignment,
    Distribution,
    EnclosedBestOfN,
    EnclosedReal,
    LogForm,
    MemorylessSource,
    Reward,
    log,
    sample_size,
    sharp_constants,
)
from exactalign.exceptions import ParameterError
from exactalign.policies.sharp_estimates import SharpEstimates
from exactalign.theory.sharp_comparison import EnclosedGap, enclosed_gap
from proofs_check.formula import KL, E, H, T, exp, function, law, real
from proofs_check.formula import log as log_term
from proofs_check.language.cases import Case, pmf, proportional
from proofs_check.language.claims import Hypothesis
from proofs_check.language.steps import Step, identity
from proofs_check.papers.asymptotics.common import EXAMPLE_P, EXAMPLE_Q, REVERSED, W
from proofs_check.papers.variables import alpha, p, pi, q, r, y

MODEL_B: Final = Case(p=W, q=REVERSED, delta=log(2) / 3)
"""p = (1/3, 2/3), q = (2/3, 1/3), δ = (log 2)/3: α = 2, φ_δ = q, and N = exp(mδ) = 2^{m/3}, an integer when 3 | m."""
THREE_LETTERS: Final = Case(p=pmf("1/4, 1/4, 1/2"), q=proportional(4, 2, 1), delta=log(2) / 4)
"""K = 3 with rewards in steps of log 2: α = 1, φ_δ = (1/2, 1/4, 1/4), N = 2^{m/4}."""
FIGURE_1: Final = Case(p=EXAMPLE_P, q=EXAMPLE_Q, delta=Fraction(11, 100))
"""The source of Figure 1; N = exp(mδ) rounded down."""
BEYOND: Final = Case(p=REVERSED, q=REVERSED, delta=log(2), m=1)
"""δ = log 2 > Δ_max = log(3/2), inside the printed range [0, log 1/ζ] for every ζ < 1/3."""

NOT_CONSTANT: Final = Hypothesis(
    "the reward is not constant on the support of p",
    lambda x: not AlignedFamily(x.p, x.q).is_constant,
    untried="with a constant reward π_N^m = p^m, α is not determined, and there is nothing to show",
)
P: Final = law("P")
"""The reference on sequences, as a law on letters that are sequences."""
BELOW_MAX: Final = "δ < Δ_max = −log p(the best letter)"


def at_lengths(model: Case, lengths: tuple[int, ...]) -> list[Case]:
    """The model at several lengths."""
    return [model.but(m=m) for m in lengths]


@lru_cache(maxsize=64)
def alignment(p: Distribution, q: Distribution, delta: Any) -> Alignment:
    """The optimum at budget δ per letter."""
    return AlignedFamily(p, q).align(delta)


@lru_cache(maxsize=64)
def best(p: Distribution, q: Distribution, m: int, n: int | EnclosedReal) -> EnclosedBestOfN:
    """The best-of-n policy over sequences of length m, n an integer or an enclosed real."""
    return EnclosedBestOfN(MemorylessSource(p, m), Reward.log_of(q), n)


@lru_cache(maxsize=32)
def sharp(p: Distribution, q: Distribution, delta: Any, m: int) -> SharpEstimates | None:
    """The formulas for best-of-exp(mδ) and their errors; None at a length that is too short for an error."""
    optimum = alignment(p, q, delta)
    try:
        return sharp_constants(optimum.family, optimum.alpha).at(m)
    except ParameterError:
        return None


@lru_cache(maxsize=32)
def enclosed(p: Distribution, q: Distribution, delta: Any, m: int) -> EnclosedGap:
    """What the formulas are about, enclosed."""
    optimum = alignment(p, q, delta)
    return enclosed_gap(optimum.family, optimum.alpha, m)


def divergence(x: Case) -> EnclosedReal:
    """KL(π_N^m‖φ_δ^m) for N = exp(mδ) rounded down, enclosed."""
    alpha = alignment(x.p, x.q, x.delta).alpha
    return best(x.p, x.q, x.m, sample_size(x.delta, x.m)).kl_to_tilt(alpha)


def rounding_loss(delta: Any, m: int, n: int | EnclosedReal) -> LogForm:
    """log c with N ≥ exp(mδ)/c: 0 when N = exp(mδ), else log 2 (a number rounded down to an integer N ≥ 1)."""
    return LogForm.of(0) if isinstance(n, EnclosedReal) or log(n) == LogForm.of(delta) * m else log(2)


def reward_range(q: Distribution) -> LogForm:
    """g, the best reward minus the worst."""
    values = sorted(q.probabilities)
    return log(values[-1] / values[0])


@cache
def divergence_step(sign: int = 1) -> Step:
    """KL(π‖φ^m) = KL(π‖p^m) − mδ + α(mρ − E_π S), on sequences: `y` is a sequence, r(y) its reward S, and P is p^m."""
    alpha, m, delta, rho = map(real, ("alpha", "m", "delta", "rho"))
    aligned = P(y) * exp(m * delta + alpha * (r(y) - m * rho))
    return identity(
        "φ^m = p^m exp(mδ + α(S − mρ)), so KL(π‖φ^m) = KL(π‖p^m) − mδ + α(mρ − E_π S)",
        E(pi, function(y, log_term(pi(y)) - log_term(aligned)))
        == KL(pi, P) - m * delta + sign * alpha * (m * rho - E(pi, r)),
    )


@cache
def letter_step(sign: int = 1) -> Step:
    """The density of one letter of the reference against the tilt."""
    phi = T(q, p, alpha)
    return identity(
        "log(p/φ) = −KL(φ‖p) − α(log q − E_φ log q) at every letter, for φ = T(q, p, α)",
        log_term(p(y)) - log_term(phi(y)) == -KL(phi, p) - sign * alpha * (log_term(q(y)) + H(phi, q)),
    )


@cache
def tilt_identity_at_smaller_exponent() -> Step:
    """δ − δ′ = KL(φ‖φ′) + α′(ρ − ρ′) for two tilts, the smaller one primed."""
    smaller = real("alpha_1")
    phi, other = T(q, p, alpha), T(q, p, smaller)
    return identity(
        "δ − δ′ = KL(φ‖φ′) + α′(ρ − ρ′), for φ′ = T(q, p, α′), δ′ = KL(φ′‖p), ρ′ = E_φ′ log q",
        KL(phi, p) - KL(other, p) == KL(phi, other) + smaller * (H(other, q) - H(phi, q)),
    )
