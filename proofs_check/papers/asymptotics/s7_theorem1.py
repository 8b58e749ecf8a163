"""Section 7: the proofs of Theorem 1 and of Corollary 1 from Theorem 3."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from exactalign import Distribution, LogForm, log
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Refutation,
    Variant,
    at_most,
    equal,
    identity,
    instances,
    pmf,
    proof,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import cross_entropy, families, kl, symbols, tilted, total, y
from proofs_check.algebra.symbolic import exp as symbolic_exp
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.searches import integers, models
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, EXAMPLE_P, EXAMPLE_Q, ONE_LETTER, REVERSED, W, tilt
from proofs_check.papers.asymptotics.common import cross_entropy as h
from proofs_check.papers.asymptotics.common import kl as kl_divergence
from proofs_check.papers.asymptotics.finite_length import information

Q_POSITIVE = Hypothesis(
    "q is positive on the support of the source",
    lambda x: all(x.q[o] > 0 for o in x.p.support),
    without=Case(p=COIN, q=pmf("1, 0"), alpha=-1, gamma=-1, beta=-1),
)


class SubstitutionInTheorem3(Claim):
    id = "A-thm1-proof"
    place = "Section 7, proof of Theorem 1"
    title = "Theorem 1 from Theorem 3"
    statement = "Theorem 1 is Theorem 3 with q replaced by φ_Δ = T(q, p, Δ), and Lemma 9 for T(q, φ_Δ, β)."
    latex = r"q \to \phi_\Delta = T(q,p,\Delta)"
    flaw = (
        "It is p, the law of Y, that must be replaced, by φ_δ: with q replaced one gets the deviations "
        "of −(1/m) log φ^m(Y) "
        "for Y ~ p^m, whose rate vanishes elsewhere. And φ_δ is the tilt with exponent α(δ), not Δ."
    )
    corrected = (
        "Theorem 3 with p replaced by φ_δ = T(q, p, α(δ)); by Lemma 9, T(q, φ_δ, γ) = T(q, p, α(δ) + γ), so β(t) = "
        "α(δ) + γ. (Theorem 3 needs no ζ, which is as well: φ_δ may leave S_ζ.)"
    )
    corrected_latex = r"p \to \phi_\delta = T(q,p,\alpha(\delta))"
    scope = "every finite K, every p (zeros allowed), every q > 0 on its support, all real α(δ) and γ"
    expected = "amended"
    weight = "slip"
    statement_uses = ("A-thm1", "A-thm3")
    proof_uses = ("A-thm3", "A-lem9", "A-thm3-c")

    exponent_is_budget = False

    def replaced(self, p: Any, q: Any, phi: Any) -> tuple[Any, Any]:  # noqa: ARG002
        """The source and the alignment distribution that Theorem 3 is applied to."""
        return phi, q

    as_printed = Variant("as printed", replaced=lambda p, q, phi: (p, phi), exponent_is_budget=True)  # noqa: ARG005
    hypotheses = (Q_POSITIVE,)
    example = Case(p=W, q=W, alpha=1, gamma=1)
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, alpha=1, gamma=1)),
        Edge("α = 0: Theorem 3 itself", Case(p=W, q=REVERSED, alpha=0, gamma=1)),
        Edge("constant reward", Case(p=W, q=COIN, alpha=1, gamma=1)),
        Edge("zero probability", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/3, 1/6"), alpha=1, gamma=-1)),
    )
    teeth = (
        Variant("q replaced", replaced=lambda p, q, phi: (p, phi)),  # noqa: ARG005
        Variant("both replaced", replaced=lambda p, q, phi: (phi, phi)),  # noqa: ARG005
        Variant("the exponent Δ", exponent_is_budget=True),
    )

    def holds(self, x: Case) -> Any:
        phi = tilt(x.p, x.q, x.alpha)
        source, alignment = self.replaced(x.p, x.q, phi)
        found = [
            equal(h(source, alignment), h(phi, x.q), "where the rate vanishes, and where it must"),
            equal(tilt(source, alignment, x.gamma), tilt(x.p, x.q, x.alpha + x.gamma), "the tilts of the source"),
        ]
        if self.exponent_is_budget:
            found.append(equal(kl_divergence(phi, x.p), LogForm.of(x.alpha), "Δ as the exponent"))
        return found

    @witness
    def other_variable(self) -> Case:
        """p = q = (1/3, 2/3), α = 1: the rate would vanish at H(p‖φ) = log 5 − (4/3) log 2, not at H(φ‖q)."""
        return Case(p=W, q=W, alpha=1, gamma=1)

    @proof
    def substitution(self) -> Iterator[Step]:
        """The source of Y^m is replaced."""
        p, q = families("p q")
        alpha, gamma = symbols("alpha gamma")
        phi = tilted(q[y], p[y], alpha)
        source, alignment = self.replaced(p[y], q[y], phi)
        yield theorem("A-thm3", "for the source φ_δ and the alignment distribution q")
        yield theorem("A-lem9", "T(q, φ_δ, γ) = T(q, p, α(δ) + γ)")
        yield identity(
            "the tilts of the source are on the aligned family",
            tilted(alignment, source, gamma),
            tilted(q[y], p[y], alpha + gamma),
        )
        yield theorem("A-thm3-c", "for the source φ_δ: the rate vanishes at H(φ_δ‖q), and only there")

    @search(models(alpha=integers(0, 3), gamma=integers(-3, 3), zeros=True, min_size=2))
    def random_models(self, x: Case) -> Any:
        """Exact tilts and log forms."""
        return self.holds(x)


def log_moment(phi: Distribution, q: Distribution, gamma: int) -> LogForm:
    """log Σ φ q^γ."""
    return log(sum((mass * q[o] ** gamma for o, mass in phi.items() if mass), Fraction(0)))


class VaradhanStep(Claim):
    id = "A-cor1-proof-varadhan"
    place = "(7)–(8), proof of Corollary 1"
    title = "The exponent of the moment generating function as a supremum"
    statement = "lim (1/m) log E e^{γ r(Y^m)} = sup_β {γ H(T(q, p, β)‖q) − KL(T(q, p, β)‖φ)}, from F(t) = γ t."
    latex = r"\lim \tfrac1m\log E e^{\gamma r(Y^m)} = \sup_\beta \{\gamma H(T\|q) - D(T\|\phi)\}"
    flaw = (
        "r(Y^m) = −m A_m, so F(t) = −γ t. As printed the right-hand side is log Σ φ q^{−γ} > 0 for γ > "
        "0, K ≥ 2, while the "
        "left-hand side is negative. (F is not bounded either; harmless, as A_m is.)"
    )
    corrected = (
        "(1/m) log E e^{γ r(Y^m)} = log Σ φ q^γ = max_β {−γ H(T_β‖q) − KL(T_β‖φ)} at every m, T_β the tilts of φ by q, "
        "attained at the law T(q, φ, γ) only (its exponent is unique only for a reward that is not constant); "
        "Varadhan's lemma is not needed."
    )
    corrected_latex = r"\tfrac1m\log E e^{\gamma r(Y^m)} = \max_\beta \{-\gamma H(T\|q) - D(T\|\phi)\}"
    scope = "every finite K, every φ (here p: zeros allowed), every q > 0 on its support, all real γ, every m ≥ 1"
    expected = "amended"
    weight = "slip"
    statement_uses = ("A-thm1",)
    proof_uses = ("A-cor1", "thm:gibbs")

    sign = -1

    def best(self, gamma: Any) -> Any:
        """Where the maximum is attained."""
        return gamma

    as_printed = Variant("as printed", sign=1)
    hypotheses = (Q_POSITIVE,)
    example = Case(p=W, q=W, gamma=1, beta=-1)
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, gamma=1, beta=2)),
        Edge("γ = 0: both sides are 0", Case(p=W, q=W, gamma=0, beta=1)),
        Edge("constant reward", Case(p=W, q=COIN, gamma=2, beta=0)),
        Edge("β = γ", Case(p=W, q=REVERSED, gamma=2, beta=2)),
        Edge("the ends of the range of A_m", note="there −γt − J(t) is the limit for β → ±∞, and so no larger"),
    )
    teeth = (
        Variant("+γ", sign=1),
        Variant("attained at γ + 1", best=lambda gamma: gamma + 1),
        Variant("attained at −γ", best=lambda gamma: -gamma),
    )

    def objective(self, x: Case, beta: int) -> LogForm:
        """F(t) − J(t) at t = H(T_β‖q)."""
        policy = tilt(x.p, x.q, beta)
        return LogForm.of(self.sign * x.gamma * h(policy, x.q) - kl_divergence(policy, x.p))

    def holds(self, x: Case) -> Any:
        limit = log_moment(x.p, x.q, x.gamma)
        return [
            equal(self.objective(x, self.best(x.gamma)), limit, "the maximum"),
            at_most(self.objective(x, x.beta), limit, "another β"),
        ]

    @witness
    def biased_coin(self) -> Refutation:
        """φ = q = (1/3, 2/3), γ = 1: the limit is log(5/9) < 0; the printed supremum is ≥ H(φ‖q) > 0, from β = 0."""
        case = Case(p=W, q=W, gamma=1, beta=0)
        return Refutation(
            case, fails=at_most(self.objective(case, 0), log_moment(W, W, 1), "the expression at β = 0, and the limit")
        )

    @proof
    def completed_square(self) -> Iterator[Step]:
        """The expression is log Σ φ q^γ less a divergence."""
        p, q = families("phi q")
        beta, gamma, a, m = symbols("beta gamma a m")
        policy = tilted(q[y], p[y], beta)
        yield identity(
            "r = −m A_m: e^{γ r} = e^{m F(A_m)} with F(t) = −γ t",
            symbolic_log(symbolic_exp(-m * a * gamma)),
            m * self.sign * gamma * a,
        )
        yield theorem("A-cor1", "(1/m) log E e^{γ r(Y^m)} = log Σ φ q^γ at every m")
        yield identity(
            "−γ H(T_β‖q) − KL(T_β‖φ) = log Σ φ q^γ − KL(T_β‖T(q, φ, γ))",
            self.sign * gamma * cross_entropy(policy, q[y]) - kl(policy, p[y]),
            symbolic_log(total(p[y] * q[y] ** gamma)) - kl(policy, tilted(q[y], p[y], self.best(gamma))),
        )
        yield theorem("thm:gibbs", "so it is at most log Σ φ q^γ, with equality for T_β = T(q, φ, γ) only")

    @search(models(gamma=integers(-3, 3), beta=integers(-3, 3), zeros=True))
    def random_models(self, x: Case) -> Any:
        """Exact log forms."""
        return self.holds(x)

    @instances([Case(p=p, q=q, gamma=g, beta=0, m=m) for p, q in ((W, W), (EXAMPLE_P, EXAMPLE_Q)) for g in (-1, 1, 2)
                for m in (1, 3, 6)])  # fmt: skip
    def at_every_length(self, x: Case) -> Any:
        """(1/m) log E e^{γ r} from the exact law of A_m, against the maximum."""
        moment = sum(((-value * x.m * x.gamma).exp() * mass for value, mass in information(x.p, x.q, x.m)), Fraction(0))
        return equal(log(moment) / x.m, self.objective(x, self.best(x.gamma)), "(1/m) log E e^{γr}")
