"""Section 4.1: Corollary 1, the scaled cumulants of the reward, and the remark after it on concentration."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from exactalign import AlignedFamily, Distribution, EnclosedReal, LogForm, log, renyi_cross_entropy
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
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
from proofs_check.algebra.symbolic import cross_entropy, families, is_pmf, symbols, total, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.certify import expression, relation
from proofs_check.engine.searches import fractions, integers, models
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, EXAMPLE_P, EXAMPLE_Q, ONE_LETTER, REVERSED, W
from proofs_check.papers.asymptotics.common import cross_entropy as h
from proofs_check.papers.asymptotics.finite_length import information, variance_bound


def exponential_moment(phi: Distribution, q: Distribution, rho: int, m: int) -> Fraction:
    """E Π q(Y_i)^ρ over all K^m sequences."""
    letters = [(mass, q[o] ** rho) for o, mass in phi.items() if mass]
    return sum((prod((f * g for f, g in word), start=Fraction(1)) for word in product(letters, repeat=m)), Fraction(0))


class CumulantsOfReward(Claim):
    id = "A-cor1"
    place = "Corollary 1"
    title = "The scaled cumulants of the reward under the aligned model"
    statement = "(1/m)(1/ρ) log E e^{ρ r(Y^m)}, Y^m ~ φ_δ^m, tends to −H_{1+ρ}(φ_δ‖q), for all ρ ≥ 0."
    latex = r"\lim_{m\to\infty} \frac1m \frac1\rho \log E_{\phi_\delta^m} e^{\rho r(Y^m)} = -H_{1+\rho}(\phi_\delta\|q)"
    scope = (
        "equality at every m ≥ 1, no limit needed; every finite K, every φ, every q > 0 on its support, "
        "every real ρ ≠ 0"
        " (H_{1+ρ} by its formula), with r = log q; at ρ = 0 both sides are extended by continuity, to the mean reward"
        " −H(φ_δ‖q) (A-cor1-text-display, A-def5-limit)"
    )
    expected = "argued"
    printed_proof_uses = (
        "A-thm1", "A-cor1-proof-varadhan", "A-cor1-proof-expand", "A-cor1-proof-max", "A-cor1-proof-last",
        "thm:varadhan",
    )  # fmt: skip
    statement_uses = ("A-def5-limit", "A-lem4-product")
    proof_uses = ("A-def5-limit", "A-cor1-text-display")
    notes = "φ need not be optimal. With the sign printed in Assumption 2, r = −log q, the value would be H_{1−ρ}."

    def order(self, rho: Any) -> Any:
        """The Rényi order."""
        return 1 + rho

    sign = 1
    """r = sign·log q."""
    per_letter = True

    hypotheses = (
        Hypothesis(
            "q is positive on the support of φ",
            lambda x: all(x.q[o] > 0 for o in x.p.support),
            without=Case(p=COIN, q=pmf("1, 0"), rho=-2, m=1),
        ),
        Hypothesis("ρ ≠ 0", lambda x: x.rho != 0, without=Case(p=W, q=W, rho=0, m=1)),
    )
    example = Case(p=W, q=W, rho=1, m=2)
    edges = (
        Edge("K = 1: 0 = 0", Case(p=ONE_LETTER, q=ONE_LETTER, rho=2, m=3)),
        Edge("constant reward", Case(p=W, q=COIN, rho=2, m=2)),
        Edge("m = 1: Lemma 3", Case(p=W, q=REVERSED, rho=2, m=1)),
        Edge("zero probability", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/3, 1/6"), rho=1, m=2)),
        Edge("negative ρ", Case(p=W, q=W, rho=-2, m=2)),
        Edge("ρ = 0", note="extended by its limit, the mean reward −H(φ‖q): A-cor1-text-display, A-def5-limit"),
    )
    teeth = (
        Variant("H_ρ", order=lambda rho: rho),
        Variant("r = −log q", sign=-1),
        Variant("without 1/m", per_letter=False),
    )

    def _renyi(self, phi: Distribution, q: Distribution, order: int) -> LogForm:
        """H_t(φ‖q) = (1/(1 − t)) log Σ φ q^{t−1} at an integer order; at t = 1 the cross entropy."""
        if order == 1:
            return LogForm.of(h(phi, q))
        return log(sum((mass * q[o] ** (order - 1) for o, mass in phi.items() if mass), Fraction(0))) / (1 - order)

    def holds(self, x: Case) -> Any:
        scale = x.m if self.per_letter else 1
        left = log(exponential_moment(x.p, x.q, self.sign * x.rho, x.m)) / (scale * x.rho)
        return equal(left, -self._renyi(x.p, x.q, self.order(x.rho)), "(1/(mρ)) log E e^{ρr}")

    def certificates(self) -> Any:
        """E e^{ρr} = (Σ φ q^ρ)^m at φ = q = (1/3, 2/3), ρ = 2, m = 3."""
        word = ["product", "p", "3"]
        moment = ["sum", ["*", word, ["^", word, "2"]]]
        yield (
            relation(moment, "=", ["^", ["sum", ["^", "p", "3"]], "3"], let=[("p", expression(W))]),
            {"precision": "64"},
        )

    @proof
    def independence(self) -> Iterator[Step]:
        """The exponential moment of a sum of independent terms is a power."""
        p, q = families("phi q")
        rho, m, moment = symbols("rho m E")
        s = total(p[y] * q[y] ** (self.sign * rho))
        yield identity(
            "one more letter multiplies E e^{ρr} by S = Σ φ q^ρ: so it is S^m",
            total(p[y] * moment * q[y] ** (self.sign * rho)),
            moment * s,
        )
        t = self.order(rho)
        yield identity(
            "(1/(mρ)) log S^m = −H_{1+ρ}, H_t = (1/(1 − t)) log Σ φ q^{t−1}",
            symbolic_log(s**m) / ((m if self.per_letter else 1) * rho),
            -symbolic_log(total(p[y] * q[y] ** (t - 1))) / (1 - t),
        )
        yield theorem("A-def5-limit", "ρ = 0, by continuity: the right side −H_{1+ρ}(φ‖q) tends to −H(φ‖q) as ρ → 0")
        yield theorem("A-cor1-text-display", "which is (1/m) E r(Y^m), the value of the left side at ρ = 0")

    @search(models(rho=integers(-3, 3), m=integers(1, 4), max_size=3, zeros=True))
    def all_sequences(self, x: Case) -> Any:
        """Exact, by summing over all sequences."""
        return self.holds(x)

    @instances([Case(p=W, q=W, rho=2, m=3), Case(p=EXAMPLE_P, q=EXAMPLE_Q, rho=3, m=3), Case(p=COIN, q=W, rho=1, m=5)])
    def library(self, x: Case) -> Any:
        """The Rényi cross entropy of the package, at the same order."""
        scale = x.m if self.per_letter else 1
        left = log(exponential_moment(x.p, x.q, self.sign * x.rho, x.m)) / (scale * x.rho)
        return equal(left, -renyi_cross_entropy(x.p, x.q, self.order(x.rho)), "against renyi_cross_entropy")


Q_POSITIVE = Hypothesis(
    "q is positive on the support of φ",
    lambda x: all(x.q[o] > 0 for o in x.p.support),
    without=Case(p=COIN, q=pmf("1, 0"), m=1, eps=Fraction(1)),
)


class MeanReward(Claim):
    id = "A-cor1-text-display"
    place = "after Corollary 1"
    title = "The mean reward per symbol"
    statement = "(1/m) E r(Y^m) = −H(φ_δ‖q) for Y^m ~ φ_δ^m."
    latex = r"\tfrac1m E_{\phi_\delta^m}\, r(Y^m) = -H(\phi_\delta\|q)"
    scope = "equality at every m ≥ 1; every finite K, every φ, every q > 0 on its support, with r = log q"
    expected = "tested"
    printed_proof_uses = ("A-cor1",)
    notes = "Printed with φ_Δ^m for φ_δ^m, a slip. It is the case ρ = 0 of Corollary 1."

    sign = -1
    letters = 1
    hypotheses = (Q_POSITIVE,)
    example = Case(p=W, q=REVERSED, m=2)
    edges = (
        Edge("K = 1: 0", Case(p=ONE_LETTER, q=ONE_LETTER, m=2)),
        Edge("constant reward", Case(p=W, q=COIN, m=2)),
        Edge("m = 1", Case(p=W, q=REVERSED, m=1)),
        Edge("zero probability", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/3, 1/6"), m=2)),
    )
    teeth = (
        Variant("+H", sign=1),
        Variant("twice the cross entropy", letters=2),
    )

    def holds(self, x: Case) -> Any:
        mean = LogForm.sum(-value * mass for value, mass in information(x.p, x.q, x.m))
        return equal(mean, self.sign * self.letters * h(x.p, x.q), "(1/m) E r")

    @proof
    def additivity(self) -> Iterator[Step]:
        """One letter, and one letter more."""
        phi, q = families("phi q")
        (e,) = symbols("E")
        value = self.sign * self.letters * cross_entropy(phi[y], q[y])
        yield identity("one letter: E log q = −H(φ‖q)", total(phi[y] * symbolic_log(q[y])), value)
        yield identity(
            "one letter more adds as much: Σ φ (E + log q) = E − H(φ‖q)",
            total(phi[y] * (e + symbolic_log(q[y]))),
            e + value,
            given=[is_pmf(phi)],
        )

    @search(models(m=integers(1, 4), max_size=3, zeros=True))
    def all_levels(self, x: Case) -> Any:
        """Exact: from the law of the total reward."""
        return self.holds(x)


class RewardConcentrates(Claim):
    id = "A-cor1-text"
    place = "after Corollary 1"
    title = "Where the average reward concentrates"
    statement = "The average reward (1/m) r(Y^m), Y^m ~ φ_δ^m, concentrates on H(φ_δ‖q)."
    latex = r"\tfrac1m r(Y^m) \to H(\phi_\delta\|q)"
    flaw = "The sign: (1/m) E r = −H(φ_δ‖q) at every m. And a mean alone does not make a variable concentrate."
    corrected = (
        "It concentrates on −H(φ_δ‖q): P(|r(Y^m)/m + H(φ_δ‖q)| ≥ ε) ≤ Var_φ(log q)/(mε²), and ≤ 2 exp(−2mε²/(b − a)²) "
        "(0 if a = b), at every m."
    )
    corrected_latex = (
        r"P(|\tfrac1m r(Y^m) + H(\phi_\delta\|q)| \ge \epsilon) \le"
        r" \min\{\tfrac{\operatorname{Var}\log q}{m\epsilon^2}, 2e^{-2m\epsilon^2/(b-a)^2}\}"
    )
    scope = (
        "every finite K, every φ, every q > 0 on its support, every m ≥ 1 and ε > 0; a, b the ends of −log q "
        "on the support"
    )
    expected = "amended"
    weight = "slip"
    printed_proof_uses = ("A-cor1",)
    statement_uses = ("A-cor1-text-display",)
    proof_uses = ("A-cor1-text-display", "thm:chebyshev", "thm:hoeffding")

    centre = -1
    spread = 1
    as_printed = Variant("as printed", centre=1)
    hypotheses = (
        Q_POSITIVE,
        Hypothesis("ε > 0", lambda x: x.eps > 0, without=Case(p=W, q=W, m=1, eps=Fraction(0))),
    )
    example = Case(p=W, q=W, m=12, eps=Fraction(1, 4))
    edges = (
        Edge("K = 1: H = 0", Case(p=ONE_LETTER, q=ONE_LETTER, m=2, eps=Fraction(1, 2))),
        Edge("constant reward", Case(p=W, q=COIN, m=2, eps=Fraction(1, 2))),
        Edge("m = 1", Case(p=W, q=REVERSED, m=1, eps=Fraction(1, 3))),
        Edge("δ ≥ δ_max: the reward is constant", Case(p=pmf("0, 1"), q=W, m=3, eps=Fraction(1, 3))),
    )
    teeth = (
        Variant("on +H", centre=1),
        Variant("a hundredth of the variance, and ten times the rate", spread=Fraction(1, 100)),
    )

    def holds(self, x: Case) -> Any:
        law = information(x.p, x.q, x.m)
        centre = -self.centre * h(x.p, x.q)
        far = sum((mass for value, mass in law if abs(value - centre) >= x.eps), Fraction(0))
        chebyshev = self.spread * variance_bound(x.p, x.q, 0) / (x.m * x.eps**2)
        found = [at_most(far, chebyshev, "P(far), Chebyshev")]
        family = AlignedFamily(x.p, x.q)
        if not family.is_constant:
            width = EnclosedReal.of(family.values[-1] - family.values[0])
            exponent = EnclosedReal.of(2 * x.m * x.eps**2 / self.spread) / (width * width)
            found.append(at_most(far, (-exponent).exp() * 2, "P(far), Hoeffding"))
        return found

    @witness
    def biased_coin(self) -> Case:
        """φ = q = (1/3, 2/3): (1/m) r ≤ log(2/3) < 0 always, while H > 0; at ε = 1/2, m = 10 it is always far."""
        return Case(p=W, q=W, m=10, eps=Fraction(1, 2))

    @proof
    def tails(self) -> Iterator[Step]:
        """A mean of m independent bounded terms."""
        phi, q = families("phi q")
        yield theorem("A-cor1-text-display", "the mean is −H(φ‖q)")
        mean = self.centre * cross_entropy(phi[y], q[y])
        yield identity(
            "the variance of one letter: Σ φ (log q + H)² = Σ φ (log q)² − H²",
            total(phi[y] * (symbolic_log(q[y]) - mean) ** 2),
            total(phi[y] * symbolic_log(q[y]) ** 2) - mean**2,
            given=[is_pmf(phi)],
        )
        yield theorem("thm:chebyshev", "the mean of m independent letters has the variance Var/m")
        yield theorem("thm:hoeffding", "log q takes values in an interval of length b − a on the support")
        yield argument(
            "For a constant reward b = a, the variance is 0 and so is the probability.", tested_by="random_models"
        )

    @search(models(m=integers(1, 8), eps=fractions("1/8", 2, 8), max_size=3, zeros=True))
    def random_models(self, x: Case) -> Any:
        """Exact probabilities against both bounds."""
        return self.holds(x)

    @instances(
        [Case(p=W, q=W, m=m, eps=e) for m, e in ((40, Fraction(1, 5)), (160, Fraction(1, 10)), (400, Fraction(1, 20)))]
    )
    def growing(self, x: Case) -> Any:
        """The law of the reward at growing m."""
        return self.holds(x)
