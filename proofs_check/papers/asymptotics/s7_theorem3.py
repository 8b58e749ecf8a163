"""Section 7: Theorem 3, the large deviations of mismatched information, and Lemma 8."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from exactalign import AlignedFamily, Distribution, log, oo
from proofs_check import (
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
    less,
    pmf,
    proof,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import cross_entropy, families, kl, symbols, tilted, total, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.certify import expression, relation
from proofs_check.engine.searches import fractions, integers, models
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, EXAMPLE_P, EXAMPLE_Q, ONE_LETTER, REVERSED, W, tilt
from proofs_check.papers.asymptotics.common import cross_entropy as h
from proofs_check.papers.asymptotics.common import kl as kl_divergence
from proofs_check.papers.asymptotics.finite_length import Q_POSITIVE, at_the_end, end_of_range, tail_and_window


class MismatchedInformation(Claim):
    id = "A-thm3"
    place = "Theorem 3"
    title = "The large deviations of mismatched information"
    statement = "A_m = −(1/m) log q^m(Y^m), Y^m ~ p^m, satisfies an LDP with rate J_0(t) = KL(T(q, p, β(t))‖p)."
    latex = r"J_0(t) = D(T(q,p,\beta(t)) \| p),\quad H(T(q,p,\beta(t))\|q) = t"
    flaw = (
        "β(t) exists for a < t < b only (a, b the least and largest −log q on the support). At t = a and "
        "t = b there is "
        "no β, yet A_m = b has probability p(worst)^m at every m: 'no β, so J = ∞' contradicts the upper bound, and is "
        "not lower semicontinuous. With a constant reward β is not unique."
    )
    corrected = (
        "J_0 is as printed on (a, b); J_0(a) = −log p(best letters), J_0(b) = −log p(worst letters), which are its "
        "limits; ∞ off [a, b] (best and worst on the support of p). At every m, for τ = T(q, p, γ), t = H(τ‖q), "
        "J = J_0(t), V = Var_τ(log q) and ε > 0: the tail beyond t has at most "
        "e^{−mJ}, and (1 − V/(mε²)) e^{−m(J + |γ|ε)} ≤ P(|A_m − t| < ε) ≤ e^{−m(J − |γ|ε)}. A constant reward has "
        "J_0 = 0 at its value."
    )
    corrected_latex = (
        r"J_0(t)=D(T(q,p,\beta(t))\|p)\ (a<t<b),\ J_0(a)=-\log p(\arg\max_{\mathrm{supp}\,p} q),\ "
        r"J_0(b)=-\log p(\arg\min_{\mathrm{supp}\,p} q),\ \infty\text{ off }[a,b]"
    )
    scope = "every finite K, every p (zeros allowed), every q > 0 on its support, all real γ, every m ≥ 1 and ε > 0"
    expected = "amended"
    weight = "condition"
    printed_proof_uses = (
        "A-thm3-range", "A-thm3-a-range", "A-thm3-a-sets", "A-thm3-a-interior", "A-thm3-b-range", "A-thm3-b-sets",
        "A-thm3-c",
    )  # fmt: skip
    proof_uses = ("thm:markov", "thm:chebyshev", "thm:gibbs", "thm:ivt")
    notes = "Neither Cramér's nor Sanov's theorem is needed: the two bounds at finite m give the LDP directly."

    def rate(self, divergence: Any, policy: Any, source: Any) -> Any:
        """J from the tilt τ and the source."""
        return divergence(policy, source)

    def start(self, p: Distribution) -> Distribution:
        """What is tilted."""
        return p

    def at_end(self, mass: Fraction) -> Any:
        """The rate at an end of the range that is reached with this probability by one letter."""
        return -log(mass)

    as_printed = Variant("as printed: no β, no finite rate", at_end=lambda mass: oo)  # noqa: ARG005
    hypotheses = (
        Q_POSITIVE,
        Hypothesis(
            "the entries of p are distinct, and those of q (Assumptions 1 and 2)",
            lambda x: all(len(set(d.probabilities)) == len(d) for d in (x.p, x.q)),
            without=Case(p=pmf("1/4, 1/4, 1/2"), q=pmf("1/4, 3/8, 3/8"), gamma=1, m=3, eps=Fraction(1, 2)),
            unused="the bounds speak of letters only through their rewards",
        ),
    )
    example = Case(p=W, q=W, gamma=1, m=12, eps=Fraction(1, 3))
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, gamma=1, m=3, eps=Fraction(1, 2))),
        Edge("constant reward: J = 0", Case(p=W, q=COIN, gamma=2, m=3, eps=Fraction(1, 2))),
        Edge("γ = 0: t = H(p‖q), J = 0", Case(p=W, q=W, gamma=0, m=9, eps=Fraction(1, 2))),
        Edge("m = 1", Case(p=W, q=REVERSED, gamma=2, m=1, eps=Fraction(1))),
        Edge("t = a", Case(p=W, q=W, gamma=oo, m=4)),
        Edge("t = b", Case(p=W, q=W, gamma=-oo, m=4)),
        Edge("ties at an end", Case(p=pmf("1/4, 1/4, 1/2"), q=pmf("1/4, 3/8, 3/8"), gamma=oo, m=2)),
        Edge("zero probability", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/3, 1/6"), gamma=-1, m=5, eps=Fraction(1, 2))),
    )
    teeth = (
        Variant("the divergence reversed", rate=lambda divergence, policy, source: divergence(source, policy)),
        Variant("twice the rate", rate=lambda divergence, policy, source: 2 * divergence(policy, source)),
        Variant("the tilt of the uniform distribution", start=lambda p: Distribution.uniform(len(p))),
        Variant("J = ∞ where no β exists", at_end=lambda mass: oo),  # noqa: ARG005
        Variant("J = 0 at the ends", at_end=lambda mass: log(mass / mass)),
        Variant("the sign of β in the Legendre transform", conjugate=1),
    )

    conjugate = -1
    """θ = −β(t) attains the Legendre transform."""

    def holds(self, x: Case) -> Any:
        if x.gamma in (oo, -oo):
            mass, _ = end_of_range(x, x.p)
            return at_the_end(x, x.p, self.at_end(mass))
        rate = self.rate(kl_divergence, tilt(self.start(x.p), x.q, x.gamma), x.p)
        return list(tail_and_window(x, x.p, h(tilt(x.p, x.q, x.gamma), x.q), rate))

    def certificates(self) -> Any:
        """The tail bound at p = q = (1/3, 2/3), γ = 1."""
        let = [("p", expression(W)), ("t", ["tilt", "p", "p", "1"])]
        for m in (1, 12, 60):
            tail = ["at_least", "p", "p", str(m), ["-", "0", ["cross_entropy", "t", "p"]]]
            yield relation(["log", tail], "<=", ["*", str(-m), ["kl", "t", "p"]], let=let), {"precision": "64"}

    @witness
    def worst_letter(self) -> Refutation:
        """p = q = (1/3, 2/3), t = log 3 = b: no β(t), but P(A_m = log 3) = 3^{−m}."""
        case = Case(p=W, q=W, gamma=-oo, m=1)
        (m,) = symbols("m")
        mass, reached = end_of_range(case, W)
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
    def bounds(self) -> Iterator[Step]:
        """Upper: Markov's inequality for q^γ. Lower: change of measure to τ^m, and Chebyshev's inequality."""
        p, q = families("p q")
        (gamma,) = symbols("gamma")
        tau = tilted(q[y], p[y], gamma)
        z = total(p[y] * q[y] ** gamma)
        yield theorem(
            "thm:markov",
            "γ ≥ 0: P(A_m ≤ s) = P(q^m(Y)^γ ≥ e^{−mγs}) ≤ e^{mγs} Z^m with Z = Σ p q^γ; γ ≤ 0: the same for A_m ≥ s",
        )
        yield identity(
            "at s = t = H(τ‖q) the exponent γt + log Z is −J; at s = t ± ε it is −J + |γ|ε",
            gamma * cross_entropy(tau, q[y]) + symbolic_log(z),
            -self.rate(kl, tau, p[y]),
        )
        yield identity(
            "p = τ·Z q^{−γ} letter by letter, so p^m = τ^m·Z^m e^{mγA_m}",
            symbolic_log(p[y]) - symbolic_log(tau),
            symbolic_log(z) - gamma * symbolic_log(q[y]),
        )
        yield argument(
            "On |A_m − t| < ε: Z^m e^{mγA_m} ≥ e^{m(log Z + γt − |γ|ε)} = e^{−m(J + |γ|ε)}.", tested_by="random_models"
        )
        yield theorem(
            "thm:chebyshev", "τ^m(|A_m − t| ≥ ε) ≤ V/(mε²), as A_m is a mean of m terms with mean t under τ^m"
        )

    @proof
    def good_rate_function(self) -> Iterator[Step]:
        """J is finite and continuous on [a, b], decreasing up to H(p‖q) and increasing from there; the LDP follows."""
        p, q = families("p q")
        b, c = symbols("beta gamma")
        at_b, at_c = tilted(q[y], p[y], b), tilted(q[y], p[y], c)
        t = cross_entropy(at_b, q[y])
        yield identity(
            "(γ − β)(H(T_β‖q) − H(T_γ‖q)) = KL(T_γ‖T_β) + KL(T_β‖T_γ)",
            (c - b) * (cross_entropy(at_b, q[y]) - cross_entropy(at_c, q[y])),
            kl(at_c, at_b) + kl(at_b, at_c),
        )
        yield identity(
            "KL(T_γ‖p) − KL(T_β‖p) = KL(T_γ‖T_β) + β (H(T_β‖q) − H(T_γ‖q))",
            kl(at_c, p[y]) - kl(at_b, p[y]),
            kl(at_c, at_b) + b * (cross_entropy(at_b, q[y]) - cross_entropy(at_c, q[y])),
        )
        yield identity(
            "Legendre: J(t) − (θt − log Σ p q^{−θ}) = KL(T_β‖T_{−θ}); it is 0 at θ = −β",
            kl(at_b, p[y]) - (self.conjugate * c * t - symbolic_log(total(p[y] * q[y] ** c))),
            kl(at_b, at_c),
        )
        yield theorem(
            "thm:gibbs",
            "for a reward that is not constant the right-hand sides are > 0 where the tilts differ: β ↦ "
            "H(T_β‖q) strictly "
            "decreases, KL(T_β‖p) strictly increases for β ≥ 0 and strictly decreases for β ≤ 0",
        )
        yield argument(
            "β → ∞: T_β(y)/T_β(best) = p(y)/p(best)·(q(y)/q_max)^β → 0 off the best letters, so T_β → p(·|best),"
            " H(T_β‖q) → a, KL(T_β‖p) → −log p(best), strictly from within; β → −∞ likewise with b and "
            "the worst letters.",
            tested_by=("ends_of_the_range", "towards_the_ends"),
        )
        yield theorem(
            "thm:ivt", "so β(t) exists exactly for a < t < b, is unique and continuous, and so is J on [a, b]"
        )
        yield argument(
            "Closed F: if H(p‖q) ∈ F the bound is trivial; else the points t₋ < H(p‖q) < t₊ of F nearest to it give"
            " P(A_m ∈ F) ≤ e^{−mJ(t₋)} + e^{−mJ(t₊)} ≤ 2 e^{−m inf_F J}, at the ends by P(A_m = a) = p(best)^m and"
            " P(A_m = b) = p(worst)^m. Open G: a window inside G, m → ∞, then ε → 0; an end in G by its own"
            " probability. For a constant reward A_m is its one value.",
            tested_by=("random_models", "ends_of_the_range"),
        )

    @instances(
        [
            Case(p=W, q=W, gamma=g, m=m, eps=e)
            for g in (-1, 1, 2) for m, e in ((12, Fraction(1, 3)), (60, Fraction(1, 8)))
        ]
        + [Case(p=W, q=W, gamma=1, m=240, eps=Fraction(1, 16))]
        + [Case(p=EXAMPLE_P, q=EXAMPLE_Q, gamma=g, m=12, eps=Fraction(2, 5)) for g in (-1, 1)],
        deep=[Case(p=W, q=W, gamma=g, m=1000, eps=Fraction(1, 32)) for g in (-1, 1, 2)],
    )  # fmt: skip
    def growing(self, x: Case) -> Any:
        """Exact probabilities at growing m: the window's exponent is squeezed to J as m grows and ε shrinks."""
        return self.holds(x)

    @instances(
        [
            Case(p=p, q=q, gamma=g, m=m)
            for p, q in ((W, W), (EXAMPLE_P, EXAMPLE_Q))
            for g in (oo, -oo)
            for m in (1, 2, 6)
        ]
    )
    def ends_of_the_range(self, x: Case) -> Any:
        """A_m = a and A_m = b, and J there as the divergence of the limit of the tilts."""
        family = AlignedFamily(x.p, x.q)
        limit = family.best if x.gamma == oo else family.worst
        mass, _ = end_of_range(x, x.p)
        return [self.holds(x), equal(self.rate(kl_divergence, limit, x.p), self.at_end(mass), "J at the end")]

    @search(
        models(gamma=integers(-3, 3), m=integers(1, 6), eps=fractions("1/4", 2), max_size=3, zeros=True), examples=60
    )
    def random_models(self, x: Case) -> Any:
        """Exact: the probabilities of tails and windows, against log forms."""
        return self.holds(x)

    @search(models(gamma=integers(1, 4), min_size=2, max_size=3, zeros=True), examples=40)
    def towards_the_ends(self, x: Case) -> Any:
        """Exact: J increases towards, and stays below, its value at the end; it is 0 if r is constant."""
        family = AlignedFamily(x.p, x.q)
        here = self.rate(kl_divergence, tilt(x.p, x.q, x.gamma), x.p)
        if family.is_constant:
            return equal(here, log(1), "J for a constant reward")
        further = self.rate(kl_divergence, tilt(x.p, x.q, x.gamma + 1), x.p)
        end = self.at_end(sum((x.p[o] for o in family.groups[-1]), Fraction(0)))
        return [less(here, further, "J grows"), less(further, end, "J below its limit")]
