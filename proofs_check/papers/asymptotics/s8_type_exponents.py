"""Section 8, second half of the proof of the type lemma: the exponent (11) and the three cases."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import sympy
from hypothesis import strategies as st

from exactalign import Distribution, EnclosedReal, LogForm, MemorylessSource, Reward, best_of_n, log
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    at_least,
    at_most,
    equal,
    exact,
    greater,
    identity,
    pmf,
    proof,
    same_truth,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import cross_entropy as symbolic_cross_entropy
from proofs_check.algebra.symbolic import exp as symbolic_exp
from proofs_check.algebra.symbolic import families, is_pmf, symbols, tilted, y
from proofs_check.algebra.symbolic import kl as symbolic_kl
from proofs_check.engine.certify import expression, relation
from proofs_check.engine.searches import cases, fractions, integers, models
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, REVERSED, W, cross_entropy, kl, tilt
from proofs_check.papers.asymptotics.s8_type_bounds import chernoff, level_masses, types_and_models


def log_of_f_bound(p: Distribution, counts: tuple[int, ...], n: int) -> LogForm:
    """−m F at a type that is its own tilt (every interior type of two letters is): from E = e^{mD} and N = e^{mδ}."""
    e = 1 / chernoff(p, counts)
    if e > n:
        return log(n / e)
    return LogForm(0) if e == n else LogForm(-n / e)


class CombinedBound(Claim):
    id = "A-type-F"
    place = "(10)"
    title = "The combined bound on the product, with the function F"
    statement = (
        "Π P(r(X_i) ≤ r(λ)) ≤ exp(−m F), with F = D − δ if D > δ, F = (1/m) exp(m(δ − D)) if D < δ, and 0 if D = δ."
    )
    latex = r"\prod_{i=1}^{N-1}P(r(X_i)\le r(\lambda)) \le e^{-mF}"
    flaw = "Both open cases fail; for D = δ it is the trivial bound 1."
    corrected = "Π P(r(X_i) ≤ r(λ)) ≤ exp(−(N − 1) P(r(X) > r(λ)))."
    corrected_latex = r"\prod_{i=1}^{N-1}P(r(X_i)\le r(\lambda)) \le e^{-(N-1)P(r(X)>r(\lambda))}"
    scope = "every finite K, every m, every p, every q > 0, every type, every N ≥ 1"
    expected = "amended"
    weight = "false"
    printed_proof_uses = ("A-type-plus", "A-type-exp")
    proof_uses = ("A-type-power",)

    as_printed = Variant("as printed", printed_form=True)
    printed_form = False
    rate = 1
    hypotheses = (Hypothesis("N ≥ 1", lambda x: x.N >= 1, without=Case(p=W, q=REVERSED, N=0, counts=(1, 1))),)
    example = Case(p=W, q=REVERSED, N=2, counts=(1, 1))
    edges = (
        Edge("N = 1: the empty product", Case(p=W, q=REVERSED, N=1, counts=(1, 1))),
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, N=3, counts=(1,))),
        Edge("constant reward", Case(p=W, q=COIN, N=3, counts=(1, 1))),
    )
    teeth = (
        Variant("F as printed", printed_form=True),
        Variant("three times the exponent", rate=3),
    )

    def holds(self, x: Case) -> Any:
        upto, _ = level_masses(x.p, x.q, x.counts)
        product = (x.N - 1) * log(upto)
        if self.printed_form:
            return at_most(product, log_of_f_bound(x.p, x.counts, x.N), "log of the product")
        return at_most(product, -self.rate * (x.N - 1) * (1 - upto), "log of the product")

    @witness
    def below(self) -> Case:
        """D < δ: λ = (1/2, 1/2), m = 2, N = 2, where the product is 8/9 and the bound e^{−16/9}."""
        return Case(p=W, q=REVERSED, N=2, counts=(1, 1))

    @witness
    def above(self) -> Case:
        """D > δ: p = (1/8, 7/8), λ = (1/2, 1/2), m = 2, N = 2, where the product is 63/64 and the bound 7/8."""
        return Case(p=pmf("1/8, 7/8"), q=REVERSED, N=2, counts=(1, 1))

    @proof
    def from_the_power(self) -> Iterator[Step]:
        """x = P(r(X) ≤ r(λ)) in the exponential bound on x^{N−1}."""
        yield theorem("A-type-power", "x^{N−1} ≤ exp(−(N − 1)(1 − x)), and 1 − x = P(r(X) > r(λ)).")
        yield exact("at one instance", self.holds(self.example))
        yield exact(
            "and where D > δ: λ = (1/2, 1/2), p = (1/8, 7/8), m = 2, N = 2",
            self.holds(Case(p=pmf("1/8, 7/8"), q=REVERSED, N=2, counts=(1, 1))),
        )

    @search(types_and_models())
    def all_types(self, x: Case) -> Any:
        """Exact products against the bound."""
        return self.holds(x)


class Exponent(Claim):
    id = "A-type-11"
    place = "(11)"
    title = "The bound on the probability of a type"
    statement = "P(t(Y) = λ) ≤ exp(−m [D(λ‖p) + F − δ])."
    latex = r"P(t(Y^m)=\lambda) \le e^{-m[D(\lambda\|p)+F-\delta]}"
    flaw = (
        "It inherits the failure of (10): for D > δ and a reward above the mean, the true exponent at λ = T is D − δ, "
        "half of what is claimed."
    )
    corrected = "P(t(Y) = λ) ≤ exp(−m [D(λ‖p) − δ])·exp(−(N − 1) P(r(X) > r(λ))), with N = e^{mδ}."
    corrected_latex = r"P(t(Y^m)=\lambda) \le e^{-m[D(\lambda\|p)-\delta]}\,e^{-(N-1)P(r(X^m)>r(\lambda))}"
    scope = "every finite K, every m, every p, every q > 0, every type, every N ≥ 1"
    expected = "amended"
    weight = "false"
    printed_proof_uses = ("A-type-9", "A-type-F")
    proof_uses = ("A-type-9", "A-type-F", "thm:types")

    as_printed = Variant("as printed", printed_form=True)
    printed_form = False
    rate = 1
    hypotheses = (Hypothesis("N ≥ 1", lambda x: x.N >= 1, untried="a policy needs at least one draw"),)
    example = Case(p=pmf("1/6, 5/6"), q=REVERSED, N=2, counts=(2, 1))
    edges = (
        Edge("N = 1", Case(p=W, q=REVERSED, N=1, counts=(1, 1))),
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, N=3, counts=(1,))),
        Edge("constant reward", Case(p=W, q=COIN, N=3, counts=(1, 1))),
    )
    teeth = (
        Variant("with F as printed", printed_form=True),
        Variant("four times the exponent of the product", rate=4),
    )

    def holds(self, x: Case) -> Any:
        policy = best_of_n(MemorylessSource(x.p, sum(x.counts)), Reward.log_of(x.q), x.N)
        mass = policy.type_probability(x.counts)
        start = log(x.N * chernoff(x.p, x.counts))
        upto, _ = level_masses(x.p, x.q, x.counts)
        extra = -self.rate * (x.N - 1) * (1 - upto)
        if self.printed_form:
            extra = log_of_f_bound(x.p, x.counts, x.N)
        return at_most(log(mass), start + extra, "log P(t(Y) = λ)")

    @witness
    def three_letters_long(self) -> Case:
        """λ = (2/3, 1/3), p = (1/6, 5/6), m = 3, N = 2: 2075/15552 against 25/256."""
        return Case(p=pmf("1/6, 5/6"), q=REVERSED, N=2, counts=(2, 1))

    @proof
    def collect(self) -> Iterator[Step]:
        """The three bounds multiplied."""
        yield theorem("A-type-9", "P(t(Y) = λ) ≤ N P(t(X) = λ) P(r(X) ≤ r(λ))^{N−1}.")
        yield theorem("thm:types", "P(t(X) = λ) ≤ exp(−m D(λ‖p)); and N = exp(mδ).")
        yield theorem("A-type-F", "The product of the N − 1 factors is at most exp(−(N − 1) P(r(X) > r(λ))).")
        yield exact("at one instance", self.holds(self.example))

    @search(types_and_models())
    def all_types(self, x: Case) -> Any:
        """Exact probabilities against the bound."""
        return self.holds(x)


@st.composite
def _same_reward(draw: Any) -> Case:
    """Three letters with equally spaced rewards, a tilt, and a λ of the same cross entropy."""
    p = Distribution.from_weights([draw(st.integers(1, 6)) for _ in range(3)])
    q = Distribution.from_weights([1, 2, 4])
    alpha = draw(st.integers(-2, 2))
    t = tilt(p, q, alpha)
    room = min(t[0], t[1] / 2, t[2])
    share = draw(st.fractions(-1, 1, max_denominator=6))
    step = share * room
    return Case(p=p, q=q, alpha=alpha, lam=Distribution({0: t[0] + step, 1: t[1] - 2 * step, 2: t[2] + step}))


class PythagoreanSplit(Claim):
    id = "A-type-11-split"
    place = "(11), second line"
    title = "The Pythagorean split of the exponent"
    statement = "D(λ‖p) = D(λ‖T) + D(T‖p) for T = T(q, p, α(λ)), the tilt with H(T‖q) = H(λ‖q)."
    latex = r"D(\lambda\|p) = D(\lambda\|T) + D(T\|p)"
    scope = "every finite K, every p, q > 0 on the support of p, every λ ≪ p with H(λ‖q) = H(T‖q)"
    expected = "tested"
    printed_proof_uses = ("A-type-11", "A-type-alpha")
    notes = "An identity; no theorem on I-projections is needed."

    def exponent(self, alpha: Any) -> Any:
        """The exponent of the tilt."""
        return alpha

    share = 1
    hypotheses = (
        Hypothesis(
            "λ has the cross entropy of the tilt",
            lambda x: cross_entropy(x.lam, x.q) == cross_entropy(tilt(x.p, x.q, x.alpha), x.q),
            without=Case(p=W, q=W, alpha=1, lam=W),
        ),
    )
    example = Case(p=Distribution.uniform(3), q=pmf("1/7, 2/7, 4/7"), alpha=2, lam=pmf("1/7, 0, 6/7"))
    edges = (
        Edge("λ = T", Case(p=W, q=W, alpha=1, lam=pmf("1/5, 4/5"))),
        Edge("α = 0: T = p", Case(p=Distribution.uniform(3), q=pmf("1/7, 2/7, 4/7"), alpha=0, lam=pmf("1/2, 0, 1/2"))),
        Edge("constant reward", Case(p=W, q=COIN, alpha=2, lam=COIN)),
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, alpha=1, lam=ONE_LETTER)),
    )
    teeth = (
        Variant("another tilt", exponent=lambda alpha: alpha + 1),
        Variant("D(T‖p) twice", share=2),
    )

    def holds(self, x: Case) -> Any:
        t = tilt(x.p, x.q, self.exponent(x.alpha))
        return equal(kl(x.lam, x.p), kl(x.lam, t) + self.share * kl(t, x.p), "D(λ‖p)")

    @proof
    def normal_form(self) -> Iterator[Step]:
        """log(T/p) = α log q − log Z is integrated alike by λ and T."""
        p, q, lam = families("p q lambda")
        (alpha,) = symbols("alpha")
        t = tilted(q[y], p[y], self.exponent(alpha))
        yield identity(
            "the split, given H(λ‖q) = H(T‖q) and Σλ = 1",
            symbolic_kl(lam[y], p[y]),
            symbolic_kl(lam[y], t) + self.share * symbolic_kl(t, p[y]),
            given=[
                is_pmf(lam),
                sympy.Eq(symbolic_cross_entropy(lam[y], q[y]), symbolic_cross_entropy(tilted(q[y], p[y], alpha), q[y])),
            ],
        )

    @search(_same_reward())
    def along_the_contour(self, x: Case) -> Any:
        """λ moved along the reward contour through the tilt."""
        return self.holds(x)


_POSITIVE = Hypothesis("D(λ‖T) ≥ 0", lambda x: x.a >= 0, untried="Gibbs' inequality")


class FirstCase(Claim):
    id = "A-type-b1"
    place = "first bullet"
    title = "The exponent where D > δ"
    statement = "If D > δ, the exponent of (11) is D(λ‖T) + 2(D − δ), and it is positive."
    latex = r"D>\delta \Rightarrow D(\lambda\|T) + D + F - \delta = D(\lambda\|T)+2(D-\delta) > 0"
    scope = "every D(λ‖T) ≥ 0, D and δ, with F as printed"
    expected = "argued"
    printed_proof_uses = ("A-type-11-split",)
    proof_uses = ("thm:gibbs",)
    notes = "The algebra is right; the bound (11) that it is applied to is not (A-type-11)."

    slope = 1
    hypotheses = (
        _POSITIVE,
        Hypothesis("D > δ", lambda x: x.delta < x.D, without=Case(a=Fraction(0), D=Fraction(1), delta=Fraction(2))),
    )
    example = Case(a=Fraction(0), D=Fraction(2), delta=Fraction(1))
    edges = (
        Edge("λ = T", Case(a=Fraction(0), D=Fraction(1, 2), delta=Fraction(1, 3))),
        Edge("δ = 0", Case(a=Fraction(1), D=Fraction(1), delta=Fraction(0))),
    )
    teeth = (
        Variant("F = 0", slope=0),
        Variant("F = −3(D − δ)", slope=-3),
    )

    def holds(self, x: Case) -> Any:
        exponent = x.a + x.D + self.slope * (x.D - x.delta) - x.delta
        return [equal(exponent, x.a + 2 * (x.D - x.delta), "exponent"), greater(exponent, 0, "exponent")]

    @proof
    def algebra(self) -> Iterator[Step]:
        """Collect terms; both are non-negative and the second is positive."""
        a, d, delta = symbols("a D delta")
        yield identity("the exponent", a + d + self.slope * (d - delta) - delta, a + 2 * (d - delta))
        yield theorem("thm:gibbs", "a = D(λ‖T) ≥ 0, and D − δ > 0 in this case.")

    @search(cases(a=fractions(0, 3), D=fractions("1/12", 4), delta=fractions(0, 4)))
    def numbers(self, x: Case) -> Any:
        """Exact."""
        return self.holds(x)


class SecondCase(Claim):
    id = "A-type-b2"
    place = "second bullet"
    title = "The exponent where D < δ"
    statement = "If D < δ, D(λ‖T) + D − δ + (1/m) exp(m(δ − D)) is positive for m large enough."
    latex = r"D<\delta \Rightarrow D(\lambda\|T) + D-\delta+\tfrac1m e^{m(\delta-D)} > 0"
    scope = "every m ≥ 1, with m times the exponent ≥ 1: 'm large enough' is not needed"
    expected = "argued"
    printed_proof_uses = ("A-type-11-split",)
    proof_uses = ("thm:exp", "thm:gibbs")
    notes = "Positive is not bounded away from 0: at λ = T with m(δ − D) = c the bound is e^{−(e^c − c)}."

    exponential = 1
    hypotheses = (
        _POSITIVE,
        Hypothesis("D < δ: c = m(δ − D) > 0", lambda x: x.c > 0, without=Case(a=Fraction(0), c=Fraction(0)),
                   unused="at c = 0 the value is exactly 1"),
    )  # fmt: skip
    example = Case(a=Fraction(0), c=Fraction(1))
    edges = (
        Edge("D just below δ", Case(a=Fraction(0), c=Fraction(1, 10**6))),
        Edge("D far below δ", Case(a=Fraction(0), c=Fraction(30))),
    )
    teeth = (
        Variant("without the exponential", exponential=0),
        Variant("a third of it", exponential=Fraction(1, 3)),
    )

    def holds(self, x: Case) -> Any:
        if x.c == 0:
            return at_least(x.a + self.exponential, 1, "m·exponent")
        return at_least(x.a - x.c + self.exponential * EnclosedReal.of(x.c).exp(), 1, "m·exponent")

    @proof
    def exponential_inequality(self) -> Iterator[Step]:
        """log x ≤ x − 1 at x = e^c."""
        a, m, d, delta = symbols("a m D delta")
        yield identity(
            "m·exponent = m D(λ‖T) + e^c − c with c = m(δ − D)",
            m * (a + d - delta + self.exponential * symbolic_exp(m * (delta - d)) / m),
            m * a - m * (delta - d) + symbolic_exp(m * (delta - d)),
        )
        yield theorem("thm:exp", "c = log e^c ≤ e^c − 1, so e^c − c ≥ 1.")
        yield theorem("thm:gibbs", "m D(λ‖T) ≥ 0.")

    @search(cases(a=fractions(0, 3), c=fractions("1/12", 9)))
    def numbers(self, x: Case) -> Any:
        """Enclosed."""
        return self.holds(x)


class ThirdCase(Claim):
    id = "A-type-b3"
    place = "third bullet"
    title = "The exponent where D = δ"
    statement = "If D = δ the exponent is D(λ‖T), which is positive if and only if λ = T."
    latex = r"D(\lambda\|T) > 0 \iff \lambda = T"
    flaw = "A slip: it is positive exactly when λ differs from T."
    corrected = "D(λ‖T) > 0 if and only if λ ≠ T."
    corrected_latex = r"D(\lambda\|T) > 0 \iff \lambda \ne T"
    scope = "every finite K, all distributions λ ≪ T"
    expected = "amended"
    weight = "slip"
    printed_proof_uses = ("A-type-11-split",)
    proof_uses = ("thm:gibbs",)

    when_equal = False
    as_printed = Variant("as printed", when_equal=True)
    hypotheses = (
        Hypothesis(
            "λ ≪ T",
            lambda x: all(x.p[o] > 0 for o in x.psi.support),
            without=Case(p=pmf("1, 0"), q=COIN, psi=COIN),
            unused="otherwise D(λ‖T) = ∞ > 0 and λ ≠ T",
        ),
    )
    example = Case(p=W, q=COIN, psi=COIN)
    edges = (
        Edge("λ = T", Case(p=W, q=COIN, psi=W)),
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, psi=ONE_LETTER)),
        Edge("zero probability", Case(p=pmf("0, 1/2, 1/2"), q=Distribution.uniform(3), psi=pmf("0, 1, 0"))),
    )
    teeth = (Variant("iff λ = T", when_equal=True),)

    def holds(self, x: Case) -> Any:
        return same_truth(kl(x.psi, x.p) > 0, (x.psi == x.p) == self.when_equal, "D > 0")

    @witness
    def the_tilt_itself(self) -> Case:
        """λ = T: D(λ‖T) = 0."""
        return Case(p=W, q=COIN, psi=W)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        """λ = T has divergence 0."""
        yield relation(["kl", expression(W), expression(W)], "=", "0"), {"precision": "64"}

    @proof
    def gibbs(self) -> Iterator[Step]:
        """Gibbs' inequality with its case of equality."""
        yield theorem("thm:gibbs", "D(λ‖T) ≥ 0, with equality exactly when λ = T.")
        yield exact("at λ = T", self.holds(Case(p=W, q=COIN, psi=W)))
        yield exact("at λ ≠ T", self.holds(self.example))

    @search(models(also={"psi": "positive"}))
    def pairs(self, x: Case) -> Any:
        """Decided log forms."""
        return self.holds(x)


class Conclusion(Claim):
    id = "A-type-conclusion"
    place = "end of the proof of the type lemma"
    title = "The three cases leave λ = φ_δ only"
    statement = "The exponent is positive unless λ = T(q, p, α(δ)): D(λ‖T) = 0 and D(T‖p) = δ single out φ_δ."
    latex = r"D(\lambda\|T(q,p,\alpha(\lambda)))=0,\ D(T\|p)=\delta \Rightarrow \lambda=\phi_\delta"
    flaw = (
        "KL(T(q, p, α)‖p) = δ has a second, negative root: a tilt towards lower rewards, where the exponent vanishes "
        "as well. And the bounds (10) and (11) themselves are false, so the printed proof does not stand; the lemma "
        "has another proof (A-lem-type)."
    )
    corrected = "Among types whose reward is at least the mean (α(λ) ≥ 0) only λ = φ_δ has exponent 0."
    corrected_latex = r"\alpha,\alpha'\ge 0,\ D(T(q,p,\alpha)\|p)=D(T(q,p,\alpha')\|p) \Rightarrow \alpha=\alpha'"
    scope = "every finite K, every p, every q > 0 not constant on the support of p, all α, α′ ≥ 0"
    expected = "amended"
    weight = "gap"
    printed_proof_uses = ("A-def8-count", "A-type-b1", "A-type-b2", "A-type-b3")
    proof_uses = ("A-lem2-identity", "thm:gibbs")

    hypotheses = (
        Hypothesis(
            "the reward is not constant",
            lambda x: len({x.q[o] for o in x.p.support}) > 1,
            without=Case(p=W, q=COIN, alpha=1, other=2),
        ),
        Hypothesis(
            "both exponents are ≥ 0",
            lambda x: x.alpha >= 0 and x.other >= 0,
            without=Case(p=COIN, q=W, alpha=1, other=-1),
            added=True,
        ),
    )
    example = Case(p=W, q=W, alpha=1, other=2)
    edges = (
        Edge("α = α′", Case(p=W, q=W, alpha=2, other=2)),
        Edge("δ = 0", Case(p=W, q=W, alpha=0, other=1)),
        Edge("zero probability", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/3, 1/6"), alpha=1, other=2)),
    )
    teeth = (
        Variant("the cross entropies differ by the wrong sign", gain=-1),
        Variant("D compared with the entropy of the tilt", against="entropy"),
    )

    gain = 1
    against = "reference"

    def holds(self, x: Case) -> Any:
        a, b = tilt(x.p, x.q, x.alpha), tilt(x.p, x.q, x.other)
        if self.against == "entropy":
            left, right = cross_entropy(a, a), cross_entropy(b, b)
            return same_truth(left >= right, x.alpha >= x.other, "the order of D(T‖p)")
        left, right = kl(a, x.p), kl(b, x.p)
        return [
            same_truth(left == right, x.alpha == x.other, "D(T‖p) alike exactly for one exponent"),
            same_truth(left >= right, self.gain * x.alpha >= self.gain * x.other, "the order of D(T‖p)"),
        ]

    @witness
    def mirrored(self) -> Case:
        """A fair coin: T(q, p, 1) = (1/3, 2/3) and T(q, p, −1) = (2/3, 1/3) are equally far from it."""
        return Case(p=COIN, q=W, alpha=1, other=-1)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        """Two tilts of a fair coin at one distance."""
        coin, q = expression(COIN), expression(W)
        left, right = (["kl", ["tilt", q, coin, alpha], coin] for alpha in ("1", "-1"))
        yield relation(left, "=", right), {"precision": "64"}

    @proof
    def increasing(self) -> Iterator[Step]:
        """KL(T(q, p, α)‖p) increases strictly for α ≥ 0."""
        p, q = families("p q")
        a, b = symbols("alpha beta")
        at_a, at_b = tilted(q[y], p[y], a), tilted(q[y], p[y], b)
        yield theorem("A-lem2-identity", "with ψ = T_β, for 0 ≤ α < β:")
        yield identity(
            "KL(T_β‖p) − KL(T_α‖p) = KL(T_β‖T_α) + α (H(T_α‖q) − H(T_β‖q))",
            symbolic_kl(at_b, p[y]) - symbolic_kl(at_a, p[y]),
            symbolic_kl(at_b, at_a)
            + self.gain * a * (symbolic_cross_entropy(at_a, q[y]) - symbolic_cross_entropy(at_b, q[y])),
        )
        yield identity(
            "(β − α)(H(T_α‖q) − H(T_β‖q)) = KL(T_β‖T_α) + KL(T_α‖T_β)",
            (b - a) * (symbolic_cross_entropy(at_a, q[y]) - symbolic_cross_entropy(at_b, q[y])),
            symbolic_kl(at_b, at_a) + symbolic_kl(at_a, at_b),
        )
        yield theorem("thm:gibbs", "Both divergences are > 0, as T_β/T_α is not constant; so KL(T_β‖p) > KL(T_α‖p).")

    @search(models(alpha=integers(0, 3), other=integers(0, 3), min_size=2, zeros=True))
    def exponents(self, x: Case) -> Any:
        """Decided log forms."""
        return self.holds(x)
