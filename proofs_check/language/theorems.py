"""The theorems that proofs may assume: the only facts here that are not themselves checked.

A proof names one with `theorem("thm:gibbs", …)`, and everything that rests on it is shown as argued, *given* it.
"""

from __future__ import annotations

from typing import Final

import attrs

from proofs_check.exceptions import ClaimError


@attrs.frozen
class Theorem:
    """An assumed theorem: its name, what it says, and where a proof is found."""

    id: str
    name: str
    statement: str
    reference: str


_ALL: Final = (
    Theorem(
        "thm:gibbs",
        "Gibbs",
        "KL(ψ‖φ) ≥ 0, with equality exactly when ψ = φ",
        "Cover & Thomas, Theorem 2.6.3",
    ),
    Theorem(
        "thm:jensen",
        "Jensen",
        "E f(X) ≥ f(E X) for convex f; strict unless f is affine on the range of X",
        "Cover & Thomas, Theorem 2.6.2",
    ),
    Theorem(
        "thm:bernoulli",
        "Bernoulli",
        "(1 − u)^N ≥ 1 − N u for u ≤ 1 and real N ≥ 1, strict for N > 1 and u ≠ 0",
        "Mitrinović, Analytic Inequalities, 2.4",
    ),
    Theorem(
        "thm:exp",
        "the exponential inequality",
        "log x ≤ x − 1 for x > 0, with equality only at x = 1",
        "Hardy, Littlewood & Pólya, Inequalities, 5.5",
    ),
    Theorem(
        "thm:markov",
        "Markov",
        "P(X ≥ c) ≤ E X / c for X ≥ 0 and c > 0",
        "Billingsley, (21.12)",
    ),
    Theorem(
        "thm:chebyshev",
        "Chebyshev",
        "P(|X − E X| ≥ c) ≤ Var X / c² for c > 0",
        "Billingsley, (21.13)",
    ),
    Theorem(
        "thm:ivt",
        "intermediate values",
        "a continuous function on an interval takes all values between two of its values",
        "Rudin, Principles, Theorem 4.23",
    ),
    Theorem(
        "thm:mvt",
        "mean value",
        "f(b) − f(a) = f′(c)(b − a) for some c between a and b",
        "Rudin, Principles, 5.10",
    ),
    Theorem(
        "thm:abel",
        "Abel summation",
        "Σ aᵢ bᵢ = Σ (aᵢ − aᵢ₊₁) Bᵢ, with partial sums Bᵢ of b and a after the last 0",
        "Rudin, Principles, Theorem 3.41",
    ),
    Theorem(
        "thm:hoeffding-lemma",
        "Hoeffding's lemma",
        "log E e^{sX} ≤ s E X + s²(b − a)²/8 for a ≤ X ≤ b",
        "Boucheron, Lugosi & Massart, Lemma 2.2",
    ),
    Theorem(
        "thm:hoeffding",
        "Hoeffding's inequality",
        "P(|mean of m i.i.d. − E X| ≥ ε) ≤ 2 exp(−2 m ε²/(b − a)²) for a ≤ X ≤ b and ε > 0",
        "Boucheron, Lugosi & Massart, Theorem 2.8",
    ),
    Theorem(
        "thm:pinsker",
        "Pinsker",
        "KL(ψ‖φ) ≥ 2 TV(ψ, φ)²",
        "Cover & Thomas, Lemma 11.6.1",
    ),
    Theorem(
        "thm:types",
        "method of types",
        "(m + 1)^{−(K−1)} e^{−m KL(λ‖p)} ≤ p^m(type class of λ) ≤ e^{−m KL(λ‖p)}",
        "Cover & Thomas, Theorem 11.1.4",
    ),
    Theorem(
        "thm:data-processing",
        "data processing",
        "an event or a map of the outcome does not increase KL",
        "Cover & Thomas, Theorem 2.8.1 and 4.4",
    ),
    Theorem(
        "thm:cramer",
        "Cramér",
        "the mean of m i.i.d. variables satisfies an LDP with rate the Legendre transform of log E e^{sX}",
        "Dembo & Zeitouni, Theorem 2.2.3",
    ),
    Theorem(
        "thm:sanov",
        "Sanov",
        "the type of m i.i.d. draws from p satisfies an LDP with rate KL(·‖p)",
        "Dembo & Zeitouni, Theorem 2.1.10",
    ),
    Theorem(
        "thm:varadhan",
        "Varadhan",
        "(1/m) log E e^{m F(A_m)} → sup F − J for continuous F under a moment condition",
        "Dembo & Zeitouni, Theorem 4.3.1",
    ),
    Theorem(
        "thm:rate-unique",
        "uniqueness of the rate function",
        "an LDP on a regular space has one lower semicontinuous rate function",
        "Dembo & Zeitouni, Lemma 4.1.4",
    ),
    Theorem(
        "thm:berry-esseen",
        "Berry–Esseen",
        "the distribution function of the normalised sum of m i.i.d. variables is within E|X − E X|³/(2σ³√m) of normal",
        "Feller II, XVI.5; the constant 0.4748 < 1/2: Shevtsova 2011",
    ),
    Theorem(
        "thm:perron",
        "Perron–Frobenius",
        "an irreducible non-negative matrix has a simple largest eigenvalue, with a positive eigenvector, and"
        " (1/m) log of u·M^m·1 tends to its logarithm for every u ≥ 0, u ≠ 0",
        "Horn & Johnson, Theorem 8.4.4; Dembo & Zeitouni, Theorem 3.1.1",
    ),
    Theorem(
        "thm:gartner-ellis",
        "Gärtner–Ellis",
        "where (1/m) log E e^{s S_m} tends to a differentiable Λ(s) for every real s, S_m/m satisfies an LDP"
        " with rate Λ*",
        "Dembo & Zeitouni, Theorem 2.3.6",
    ),
    Theorem(
        "thm:graham-vaaler",
        "Graham and Vaaler",
        "e^{−αx} on x ≥ 0, and 0 below, lies between two integrable functions whose Fourier transforms vanish outside"
        " [−τ, τ], of integrals g(λ)/α and g(−λ)/α with λ = 2πα/τ and g(λ) = λ/(e^λ − 1)",
        "Graham & Vaaler 1981, Theorem 6; proved in docs/sharp-constants.md",
    ),
    Theorem(
        "thm:bounded-convergence",
        "bounded convergence",
        "convergence in probability of bounded variables implies convergence of their means",
        "Billingsley, Theorem 16.5",
    ),
    Theorem(
        "thm:weierstrass",
        "Weierstrass",
        "a continuous function on a compact set attains its minimum",
        "Rudin, Principles, Theorem 4.16",
    ),
    Theorem(
        "thm:hermite-lindemann",
        "Hermite–Lindemann",
        "e^r is transcendental for algebraic r ≠ 0",
        "Baker, Transcendental Number Theory, Theorem 1.4",
    ),
    Theorem(
        "thm:renyi-representation",
        "Rényi's representation",
        "the order statistics of n i.i.d. Exp(1) variables are sums of independent exponentials E_i/(n − i + 1)",
        "Rényi 1953; David & Nagaraja, 2.5",
    ),
    Theorem(
        "thm:renyi-monotone",
        "monotonicity of Rényi divergences",
        "D_a(π‖p) ≤ D_b(π‖p) for 0 ≤ a < b and π ≪ p, with equality only when π/p is constant on the support of π",
        "van Erven & Harremoës 2014, Theorem 3",
    ),
    Theorem(
        "thm:donsker-varadhan",
        "Donsker–Varadhan",
        "KL(π‖p) = sup over bounded f of E_π f − log E_p e^f",
        "Boucheron, Lugosi & Massart, Corollary 4.15",
    ),
)

THEOREMS: Final[dict[str, Theorem]] = {theorem.id: theorem for theorem in _ALL}
"""Every theorem a proof may name, by id. Add one here, with a reference, when a proof needs it."""


def theorem_named(identifier: str) -> Theorem:
    """Return an assumed theorem; raise `ClaimError` for an unknown name.

    >>> theorem_named("thm:cramer").name
    'Cramér'
    """
    try:
        return THEOREMS[identifier]
    except KeyError:
        raise ClaimError(f"no theorem {identifier!r}: the known ones are {', '.join(THEOREMS)}") from None
