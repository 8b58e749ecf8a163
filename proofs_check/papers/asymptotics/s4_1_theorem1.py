"""Section 4.1: Theorem 1, the large deviations of the aligned reward."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from exactalign import AlignedFamily, Distribution, LogForm, log, oo
from proofs_check import (
    Answer,
    Case,
    Claim,
    Edge,
    Hypothesis,
    Refutation,
    Variant,
    argument,
    equal,
    exact,
    greater,
    identity,
    instances,
    pmf,
    proof,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import cross_entropy, families, kl, symbols, tilted, total, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.searches import fractions, integers, models
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import EXAMPLE_P, EXAMPLE_Q, W, tilt
from proofs_check.papers.asymptotics.common import cross_entropy as h
from proofs_check.papers.asymptotics.common import kl as kl_divergence
from proofs_check.papers.asymptotics.finite_length import (
    Q_POSITIVE,
    at_the_end,
    end_of_range,
    tail_and_window,
)
from proofs_check.papers.models import COIN, ONE_LETTER


def aligned(x: Case) -> Distribution:
    """φ_δ = T(q, p, α); for α = ∞ the optimum at δ ≥ δ_max, p given the best letters."""
    return AlignedFamily(x.p, x.q).best if x.alpha == oo else tilt(x.p, x.q, x.alpha)


class AlignedReward(Claim):
    id = "A-thm1"
    place = "Theorem 1"
    title = "The large deviations of the aligned reward"
    statement = "A_m = −(1/m) log q^m(Y^m), Y^m ~ φ_δ^m, satisfies an LDP with rate J_Δ(t) = KL(T(q, p, β(t))‖φ_δ)."
    latex = r"J_\Delta(t) = D(T(q,p,\beta(t)) \| \phi_\delta),\quad H(T(q,p,\beta(t))\|q) = t"
    flaw = (
        "β(t) exists for a < t < b only. At t = a and t = b there is no β, but A_m takes these values with exponential "
        "probability; reading 'no β' as J = ∞ contradicts the upper bound. For δ ≥ δ_max, which the "
        "range of δ contains, "
        "any optimum φ_δ lives on the best letters, a is the only value of A_m, and the formula is undefined there."
    )
    corrected = (
        "J(t) as printed on (a, b); J(a) = −log φ_δ(best letters), J(b) = −log φ_δ(worst letters), which "
        "are its limits; "
        "∞ off [a, b] (best and worst on the support of p). "
        "For δ ≥ δ_max, and for a constant reward, A_m is constant: J = 0 there and ∞ "
        "elsewhere. At every "
        "m the tails and windows obey e^{−mJ} up to the factors of Theorem 3 (A-thm3), with β = α(δ) + γ."
    )
    corrected_latex = (
        r"J(t)=D(T(q,p,\beta(t))\|\phi_\delta)\ (a<t<b),\ "
        r"J(a)=-\log\phi_\delta(\arg\max_{\mathrm{supp}\,p} q),\ "
        r"J(b)=-\log\phi_\delta(\arg\min_{\mathrm{supp}\,p} q),\ \infty\text{ off }[a,b]"
    )
    scope = (
        "every finite K, every p (zeros allowed), every q > 0 on its support, every real α(δ) and δ ≥ δ_max, "
        "every m ≥ 1"
    )
    expected = "amended"
    notes = "Not yet a term, since its refutation is an instance; the formal library has the principle as `theorem1`."
    weight = "condition"
    printed_proof_uses = ("A-thm3", "A-thm1-proof", "A-lem9")
    statement_uses = ("A-lem4-product",)
    proof_uses = ("A-thm3", "A-lem9", "thm:markov")

    def combined(self, alpha: Any, gamma: Any) -> Any:
        """β(t), where t is the level of the tilt of φ_δ by γ."""
        return alpha + gamma

    def rate(self, divergence: Any, policy: Any, source: Any, reference: Any) -> Any:  # noqa: ARG002
        """J from T(q, p, β), φ_δ and p."""
        return divergence(policy, source)

    def at_end(self, mass: Fraction) -> LogForm:
        """The rate at an end of the range that is reached with this probability by one letter."""
        return -log(mass)

    as_printed = Variant("as printed: no β, no finite rate", at_end=lambda mass: oo)  # noqa: ARG005
    hypotheses = (
        Q_POSITIVE,
        Hypothesis(
            "the entries of p are distinct, and those of q (Assumptions 1 and 2)",
            lambda x: all(len(set(d.probabilities)) == len(d) for d in (x.p, x.q)),
            without=Case(p=pmf("1/4, 1/4, 1/2"), q=pmf("1/4, 3/8, 3/8"), alpha=1, gamma=1, m=3, eps=Fraction(1, 2)),
            unused="the bounds speak of letters only through their rewards",
        ),
    )
    example = Case(p=W, q=W, alpha=1, gamma=1, m=12, eps=Fraction(1, 3))
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, alpha=1, gamma=1, m=3, eps=Fraction(1, 2))),
        Edge("constant reward", Case(p=W, q=COIN, alpha=2, gamma=1, m=3, eps=Fraction(1, 2))),
        Edge("α = 0, Δ = 0: Theorem 3", Case(p=W, q=W, alpha=0, gamma=1, m=9, eps=Fraction(1, 2))),
        Edge("γ = 0: J = 0", Case(p=W, q=W, alpha=1, gamma=0, m=9, eps=Fraction(1, 2))),
        Edge("δ ≥ δ_max: A_m is constant", Case(p=W, q=W, alpha=oo, gamma=1, m=4, eps=Fraction(1, 2))),
        Edge("t = a", Case(p=W, q=W, alpha=1, gamma=oo, m=4)),
        Edge("t = b", Case(p=W, q=W, alpha=1, gamma=-oo, m=4)),
        Edge("zero probability", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/3, 1/6"), alpha=1, gamma=-1, m=4,
                                      eps=Fraction(1, 2))),
    )  # fmt: skip
    teeth = (
        Variant("β = γ", combined=lambda alpha, gamma: gamma),  # noqa: ARG005
        Variant("β = αγ", combined=lambda alpha, gamma: alpha * gamma),
        Variant("the divergence reversed", rate=lambda kl, policy, source, reference: kl(source, policy)),  # noqa: ARG005
        Variant("the divergence to p", rate=lambda kl, policy, source, reference: kl(policy, reference)),  # noqa: ARG005
        Variant("J = ∞ where no β exists", at_end=lambda mass: oo),  # noqa: ARG005
    )

    def holds(self, x: Case) -> Answer:
        phi = aligned(x)
        if x.gamma in (oo, -oo):
            mass, _ = end_of_range(x, phi)
            return at_the_end(x, phi, self.at_end(mass))
        policy = phi if x.alpha == oo else tilt(x.p, x.q, self.combined(x.alpha, x.gamma))
        rate = self.rate(kl_divergence, policy, phi, x.p)
        return list(tail_and_window(x, phi, h(tilt(phi, x.q, x.gamma), x.q), rate))

    @witness
    def worst_letter(self) -> Refutation:
        """p = q = (1/3, 2/3), δ = 0, t = log 3 = b: no β(t), but P(A_m = log 3) = 3^{−m}."""
        case = Case(p=W, q=W, alpha=0, gamma=-oo, m=1)
        (m,) = symbols("m")
        mass, reached = end_of_range(case, aligned(case))
        return Refutation(
            case,
            because=[
                exact("one letter has −log q = log 3, with this probability", equal(reached, Fraction(1, 3))),
                identity("(1/m) log P(A_m = log 3) = −log 3 at every m", symbolic_log(3**-m) / m, -symbolic_log(3)),
                exact(
                    "the upper bound on the closed set {log 3} needs J(log 3) ≤ log 3, but",
                    greater(self.at_end(mass), log(3), "J(log 3)"),
                ),
            ],
        )

    @proof
    def from_theorem_3(self) -> Iterator[Step]:
        """Theorem 3 with φ_δ as the source, and Lemma 9 for the tilts of φ_δ."""
        p, q = families("p q")
        alpha, gamma = symbols("alpha gamma")
        phi = tilted(q[y], p[y], alpha)
        beta = self.combined(alpha, gamma)
        policy = tilted(q[y], p[y], beta)
        yield theorem(
            "A-thm3",
            "with p replaced by φ_δ: the LDP holds with J(t) = KL(T(q, φ_δ, γ)‖φ_δ), t = H(T(q, φ_δ, "
            "γ)‖q), and the ends",
        )
        yield theorem("A-lem9", "T(q, φ_δ, γ) = T(q, p, α(δ) + γ): so β(t) = α(δ) + γ")
        yield identity("the tilt of φ_δ is on the aligned family, at β", tilted(q[y], phi, gamma), policy)
        yield theorem("thm:markov", "directly: P(A_m beyond t) ≤ exp(m(γt + log Σ φ_δ q^γ))")
        yield identity(
            "γ H(T_β‖q) + log Σ φ_δ q^γ = −J",
            gamma * cross_entropy(tilted(q[y], p[y], alpha + gamma), q[y]) + symbolic_log(total(phi * q[y] ** gamma)),
            -self.rate(kl, policy, phi, p[y]),
        )
        yield argument(
            "δ ≥ δ_max: φ_δ is p given the best letters, on which the reward is constant; Theorem 3 covers that.",
            tested_by="growing",
        )

    @instances(
        [
            Case(p=W, q=W, alpha=1, gamma=g, m=m, eps=e)
            for g in (-2, -1, 1) for m, e in ((12, Fraction(1, 3)), (60, Fraction(1, 8)))
        ]
        + [Case(p=W, q=W, alpha=1, gamma=1, m=240, eps=Fraction(1, 16))]
        + [Case(p=EXAMPLE_P, q=EXAMPLE_Q, alpha=1, gamma=g, m=12, eps=Fraction(2, 5)) for g in (-1, 1)]
        + [Case(p=W, q=W, alpha=a, gamma=g, m=m) for a in (0, 1, oo) for g in (oo, -oo) for m in (1, 5)]
        + [Case(p=W, q=W, alpha=oo, gamma=1, m=5, eps=Fraction(1, 5))],
        deep=[Case(p=W, q=W, alpha=1, gamma=g, m=1000, eps=Fraction(1, 32)) for g in (-2, -1, 1)],
    )  # fmt: skip
    def growing(self, x: Case) -> Answer:
        """Exact probabilities at growing m, and at the ends of the range."""
        return self.holds(x)

    @search(
        models(alpha=integers(0, 2), gamma=integers(-3, 3), m=integers(1, 5), eps=fractions("1/4", 2), max_size=3,
               max_weight=6, zeros=True),
        examples=60,
    )  # fmt: skip
    def random_models(self, x: Case) -> Answer:
        """Exact: the probabilities of tails and windows, against log forms."""
        return self.holds(x)
