"""Section 8, first half of the proof of the type lemma: the probability that best-of-N returns a given type."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from math import comb, prod
from typing import Any

from hypothesis import strategies as st

from exactalign import Distribution, LevelLaw, LogForm, MemorylessSource, Reward, best_of_n, log
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_least,
    at_most,
    equal,
    exact,
    identity,
    proof,
    same_truth,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import cross_entropy as symbolic_cross_entropy
from proofs_check.algebra.symbolic import families, symbols, tilted, total, y
from proofs_check.algebra.symbolic import kl as symbolic_kl
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.searches import pmfs
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, REVERSED, W, cross_entropy, tilt


def level_masses(p: Distribution, q: Distribution, counts: tuple[int, ...]) -> tuple[Fraction, Fraction]:
    """The mass under p^m at or below, and strictly below, the reward of a type (reward log q)."""
    law, target = _level_law(p, q, sum(counts)), type_reward(counts, q)
    upto, below = Fraction(0), Fraction(0)
    for reward, mass in law:
        if reward <= target:
            upto += mass
        if reward < target:
            below += mass
    return upto, below


@cache
def _level_law(p: Distribution, q: Distribution, m: int) -> tuple[tuple[LogForm, Fraction], ...]:
    return tuple(LevelLaw(MemorylessSource(p, m), Reward.log_of(q)))


def type_mass(p: Distribution, counts: tuple[int, ...]) -> Fraction:
    """The probability of a type class under p^m."""
    left, mass = sum(counts), Fraction(1)
    for probability, count in zip(p.probabilities, counts, strict=True):
        mass *= probability**count * comb(left, count)
        left -= count
    return mass


def type_reward(counts: tuple[int, ...], q: Distribution) -> LogForm:
    """The total reward of the sequences of a type."""
    return LogForm.sum(n * log(mass) for n, mass in zip(counts, q.probabilities, strict=True))


def as_law(counts: tuple[int, ...]) -> Distribution:
    """A type as a distribution."""
    return Distribution.from_weights(counts)


@st.composite
def types_and_models(draw: Any, /, *, max_size: int = 3, max_length: int = 4, max_n: int = 4) -> Case:
    """p, q, N, and the counts of a type."""
    size = draw(st.integers(1, max_size))
    m = draw(st.integers(1, max_length))
    letters = draw(st.lists(st.integers(0, size - 1), min_size=m, max_size=m))
    return Case(
        p=draw(pmfs(size)),
        q=draw(pmfs(size)),
        N=draw(st.integers(1, max_n)),
        counts=tuple(letters.count(k) for k in range(size)),
    )


@st.composite
def tilts_as_types(draw: Any, /) -> Case:
    """p, q and an integer α ≥ 0 whose tilt is, as a type, not too long: λ = T(q, p, α) and m its denominator."""
    size = draw(st.integers(2, 3))
    return Case(
        p=draw(pmfs(size, max_weight=4)),
        q=draw(pmfs(size, max_weight=3)),
        alpha=draw(st.integers(0, 2)),
        N=draw(st.integers(1, 4)),
    )


def tilt_type(x: Case) -> tuple[int, ...]:
    """The counts of the tilt of a case, at the smallest m at which it is a type."""
    weights: tuple[int, ...] = tilt(x.p, x.q, x.alpha).weights
    return weights


def chernoff(p: Distribution, counts: tuple[int, ...]) -> Fraction:
    """exp(−m KL(λ‖p)) for a type λ, a rational number."""
    m = sum(counts)
    return prod(((mass * m / n) ** n for mass, n in zip(p.probabilities, counts, strict=True) if n), start=Fraction(1))


_TYPE = Hypothesis(
    "the counts are non-negative, and not all 0",
    lambda x: min(x.counts) >= 0 and sum(x.counts) >= 1,
    untried="a type of a sequence of positive length has such counts",
)


class ProbabilityOfAType(Claim):
    id = "A-type-9"
    place = "(9)"
    title = "The probability that best-of-N returns a type"
    statement = "P(t(Y) = λ) = N P(t(X) = λ) Π P(r(X_i) ≤ r(λ)), a product of N − 1 equal factors."
    latex = r"P(t(Y^m)=\lambda) = N\,P(t(X^m)=\lambda)\,P(r(X^m)\le r(\lambda))^{N-1}"
    flaw = (
        "The N events (draw i has type λ and no draw beats it) are not disjoint: equality fails for every N ≥ 2 and "
        "every type of positive probability. The exact value is P(t(X) = λ) (F≤^N − F<^N)/(F≤ − F<)."
    )
    corrected = "P(t(Y) = λ) ≤ N P(t(X) = λ) P(r(X) ≤ r(λ))^{N−1}; where P(t(X) = λ) > 0, with equality only for N = 1."
    corrected_latex = r"P(t(Y^m)=\lambda) \le N\,P(t(X^m)=\lambda)\,P(r(X^m)\le r(\lambda))^{N-1}"
    scope = "every finite K, every m ≥ 1, every p, every q > 0, every type, every N ≥ 1 (uniform ties)"
    expected = "amended"
    weight = "false"
    proof_uses = ("A-def3-pmf-formula", "thm:bernoulli")

    def power(self, n: int) -> int:
        """The power of P(r ≤ r(λ))."""
        return n - 1

    relation = staticmethod(at_most)
    share = 1
    as_printed = Variant("as printed", relation=equal)
    hypotheses = (_TYPE,)
    example = Case(p=W, q=REVERSED, N=2, counts=(1, 0))
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, N=2, counts=(1,))),
        Edge("N = 1: equality", Case(p=W, q=REVERSED, N=1, counts=(1, 1))),
        Edge("constant reward", Case(p=W, q=COIN, N=3, counts=(1, 1))),
        Edge("the worst type", Case(p=W, q=REVERSED, N=3, counts=(0, 2))),
    )
    teeth = (
        Variant("equality", relation=equal),
        Variant("one factor more", power=lambda n: n),
        Variant("without N", share=Fraction(1, 3)),
    )

    def holds(self, x: Case) -> Any:
        policy = best_of_n(MemorylessSource(x.p, sum(x.counts)), Reward.log_of(x.q), x.N)
        upto, _ = level_masses(x.p, x.q, x.counts)
        bound = self.share * x.N * type_mass(x.p, x.counts) * upto ** self.power(x.N)
        return self.relation(policy.type_probability(x.counts), bound, "P(t(Y) = λ)")

    @witness
    def one_letter(self) -> Case:
        """One symbol, two draws: 5/9 against 2/3."""
        return Case(p=W, q=REVERSED, N=2, counts=(1, 0))

    @proof
    def bernoulli(self) -> Iterator[Step]:
        """With F = F≤ and G = F<: (F^N − G^N)/(F − G) ≤ N F^{N−1}, for real N as well."""
        f, g, n = symbols("F G N")
        yield theorem("A-def3-pmf-formula", "P(t(Y) = λ) = P(t(X) = λ)·(F^N − G^N)/(F − G): one reward level.")
        yield identity(
            "N F^{N−1}(F − G) − (F^N − G^N) = F^N·[(G/F)^N − (1 − N(1 − G/F))]",
            self.share * n * f ** (n - 1 if self.power(2) == 1 else n) * (f - g) - (f**n - g**n),
            f**n * ((g / f) ** n - (1 - n * (1 - g / f))),
        )
        yield theorem(
            "thm:bernoulli", "The bracket is ≥ 0, with u = 1 − G/F ≤ 1; if λ has mass it is 0 only for N = 1."
        )

    @search(types_and_models())
    def all_types(self, x: Case) -> Any:
        """Exact probabilities of types under best-of-N."""
        return self.holds(x)


class TheSetA(Claim):
    id = "A-type-setA"
    place = "after (9)"
    title = "The event r(X) ≤ r(λ) as a set of types"
    statement = "P(r(X) ≤ r(λ)) = P(t(X) ∈ A(λ)) with A(λ) = {t : H(λ‖q) > H(t‖q)}."
    latex = r"P(r(X^m)\le r(\lambda)) = P(t(X^m)\in A(\lambda)),\quad A(\lambda)=\{t: H(\lambda\|q) > H(t\|q)\}"
    flaw = "A(λ) is the opposite event, r(X) > r(λ): a smaller cross entropy is a larger reward."
    corrected = "P(r(X) ≤ r(λ)) = 1 − P(t(X) ∈ A(λ))."
    corrected_latex = r"P(r(X^m)\le r(\lambda)) = 1 - P(t(X^m)\in A(\lambda))"
    scope = "every finite K, every m ≥ 1, every p, every q > 0, every type"
    expected = "amended"
    weight = "slip"
    printed_proof_uses = ("A-type-order",)
    proof_uses = ("A-type-order",)

    complement = True
    strict = True
    as_printed = Variant("as printed", complement=False)
    hypotheses = (_TYPE,)
    example = Case(p=W, q=REVERSED, N=1, counts=(1, 0))
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, N=1, counts=(2,))),
        Edge("constant reward: A is empty", Case(p=W, q=COIN, N=1, counts=(1, 1))),
    )
    teeth = (
        Variant("A itself", complement=False),
        Variant("A with its boundary", strict=False),
    )

    def holds(self, x: Case) -> Any:
        upto, _ = level_masses(x.p, x.q, x.counts)
        h = cross_entropy(as_law(x.counts), x.q)
        inside = Fraction(0)
        for counts in _all_types(sum(x.counts), len(x.p)):
            other = cross_entropy(as_law(counts), x.q)
            if h > other or (not self.strict and h == other):
                inside += type_mass(x.p, counts)
        return equal(upto, 1 - inside if self.complement else inside, "P(r(X) ≤ r(λ))")

    @witness
    def best_type(self) -> Case:
        """λ is the best type: every sequence has r ≤ r(λ), and A(λ) is empty."""
        return Case(p=W, q=REVERSED, N=1, counts=(1, 0))

    @proof
    def complementary(self) -> Iterator[Step]:
        """A(λ) is r > r(λ), whose complement is r ≤ r(λ)."""
        yield theorem("A-type-order", "H(t‖q) < H(λ‖q) exactly when not r(X) ≤ r(λ).")
        yield exact("so A(λ) is the complement of the event", self.holds(self.example))
        yield argument("The probabilities of an event and of its complement add up to 1.", tested_by="all_types")

    @search(types_and_models(max_length=3))
    def all_types(self, x: Case) -> Any:
        """Both sides by going through all types."""
        return self.holds(x)


class SanovStep(Claim):
    id = "A-type-sanov"
    place = "after (9)"
    title = "The bound attributed to Sanov's theorem"
    statement = "P(r(X) ≤ r(λ)) ≤ 1 − exp(−m D(T‖p)), T the tilt with H(T‖q) = H(λ‖q), at every m."
    latex = r"P(r(X^m)\le r(\lambda)) \le 1 - e^{-m D(T(q,p,\alpha(\lambda))\|p)}"
    flaw = (
        "The direction. Chernoff's bound P(r(X) ≥ r(λ)) ≤ exp(−m D) holds at every m for rewards above the mean, and "
        "gives the reverse; Sanov's theorem is a statement about exponents in the limit only."
    )
    corrected = "For r(λ)/m at or above the mean: P(r(X) ≤ r(λ)) ≥ P(r(X) < r(λ)) ≥ 1 − exp(−m D(T‖p)), at every m."
    corrected_latex = r"P(r(X^m) < r(\lambda)) \ge 1 - e^{-m D(T\|p)}\quad\text{for } \alpha(\lambda)\ge 0"
    scope = "every finite K, every m ≥ 1, every p, every q > 0, every λ whose tilt has α(λ) ≥ 0"
    expected = "amended"
    weight = "false"
    printed_proof_uses = ("A-type-setA", "A-type-alpha", "thm:sanov")
    proof_uses = ("thm:markov",)

    relation = staticmethod(at_least)
    shift = 0
    as_printed = Variant("as printed", relation=at_most, strictly=False)
    strictly = True
    hypotheses = (
        Hypothesis(
            "the reward of λ is at least the mean: α(λ) ≥ 0",
            lambda x: x.alpha >= 0,
            without=Case(p=W, q=REVERSED, alpha=-3, N=1),
            added=True,
        ),
    )
    example = Case(p=W, q=REVERSED, alpha=1, N=1)
    edges = (
        Edge("α = 0: the bound is 0", Case(p=W, q=REVERSED, alpha=0, N=1)),
        Edge("constant reward", Case(p=W, q=COIN, alpha=2, N=1)),
        Edge("K = 1", note="α(λ) is not unique: every α gives T = p, D = 0 and the bound 0"),
        Edge("λ the best or the worst type", note="no α(λ) exists; see A-type-alpha"),
    )
    teeth = (
        Variant("the printed direction", relation=at_most),
        Variant("half the exponent", shift=1),
    )

    def holds(self, x: Case) -> Any:
        counts = tilt_type(x)
        upto, below = level_masses(x.p, x.q, counts)
        bound = 1 - chernoff(x.p, counts)
        if self.shift:  # exp(−mD) replaced by its square
            bound = 1 - chernoff(x.p, counts) ** 2
        return (
            self.relation(below, bound, "P(r < r(λ))") if self.strictly else self.relation(upto, bound, "P(r ≤ r(λ))")
        )

    @witness
    def two_letters(self) -> Case:
        """λ = T(q, p, 1) = (1/2, 1/2) at m = 2: 8/9 against 1/9."""
        return Case(p=W, q=REVERSED, alpha=1, N=1)

    @proof
    def markov(self) -> Iterator[Step]:
        """Chernoff's bound: Markov's inequality for exp(α r)."""
        p, q = families("p q")
        (alpha,) = symbols("alpha")
        t = tilted(q[y], p[y], alpha)
        yield theorem("thm:markov", "P(r(X) ≥ r(λ)) ≤ E e^{α r(X)}·e^{−α r(λ)} = exp(m [log Z + α H(λ‖q)]), as α ≥ 0.")
        yield identity(
            "log Z + α H(T‖q) = −D(T‖p), and H(λ‖q) = H(T‖q)",
            (1 + self.shift) * (symbolic_log(total(p[y] * q[y] ** alpha)) + alpha * symbolic_cross_entropy(t, q[y])),
            -symbolic_kl(t, p[y]),
        )
        yield exact("the bound at one instance", self.holds(self.example))

    @search(tilts_as_types(), examples=60)
    def tilts(self, x: Case) -> Any:
        """Exact, at types that are tilts."""
        return self.holds(x)


class TheTiltOfAType(Claim):
    id = "A-type-alpha"
    place = "after (9)"
    title = "The tilt with the reward of a type"
    statement = "For every valid type λ there is a unique α(λ) with H(T(q, p, α(λ))‖q) = H(λ‖q)."
    latex = r"\forall\lambda\;\exists!\,\alpha:\ H(T(q,p,\alpha)\|q) = H(\lambda\|q)"
    flaw = "No tilt reaches the reward of the types that consist of best letters only, or of worst letters only."
    corrected = "α(λ) exists, and is unique, exactly when r_min < r(λ)/m < r_max; then α(λ) ≥ 0 iff r(λ)/m ≥ E_p r."
    corrected_latex = r"\exists!\,\alpha\in\mathbb R \iff r_{\min} < r(\lambda)/m < r_{\max}"
    scope = "every finite K, every m, every p > 0, every q > 0 that is not constant, every type"
    expected = "amended"
    weight = "condition"
    proof_uses = ("thm:gibbs", "thm:ivt")

    every = False
    as_printed = Variant("as printed", every=True)
    hypotheses = (
        Hypothesis(
            "q is not constant",
            lambda x: len(set(x.q.probabilities)) > 1,
            without=Case(p=W, q=COIN, N=1, counts=(1, 1)),
            unused="then every type ties with every tilt: no α is the only one, and r_min < r(λ)/m fails",
        ),
    )
    example = Case(p=W, q=REVERSED, N=1, counts=(1, 1))
    edges = (
        Edge("the best type", Case(p=W, q=REVERSED, N=1, counts=(2, 0))),
        Edge("the worst type", Case(p=W, q=REVERSED, N=1, counts=(0, 1))),
        Edge("α(λ) = 0", Case(p=W, q=REVERSED, N=1, counts=(1, 2))),
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, N=1, counts=(1,))),
    )
    teeth = (
        Variant("for every type", every=True),
        Variant("α ≥ 0 always", smallest=0),
    )

    smallest = -64

    def holds(self, x: Case) -> Any:
        h = cross_entropy(as_law(x.counts), x.q)
        masses = list(x.q.probabilities)
        inside = log(1 / max(masses)) < h < log(1 / min(masses))
        # H(T_α‖q) is continuous and decreasing: values on both sides of h show that α exists.
        bracketed = any(
            self._h(x, self.smallest * scale // 64) > h > self._h(x, scale) for scale in (1, 2, 4, 8, 16, 32, 64)
        ) or (len(set(masses)) > 1 and any(self._h(x, alpha) == h for alpha in range(max(self.smallest, -3), 4)))
        return same_truth(True if self.every else inside, bracketed, "α(λ) exists")

    def _h(self, x: Case, alpha: int) -> Any:
        return cross_entropy(tilt(x.p, x.q, alpha), x.q)

    @witness
    def best_letter(self) -> Case:
        """One symbol, the best letter: H(T_α‖q) stays above H(λ‖q) = log(3/2) for every α."""
        return Case(p=W, q=REVERSED, N=1, counts=(1, 0))

    @proof
    def monotone(self) -> Iterator[Step]:
        """The cross entropy of the tilt decreases strictly in α, from max(−log q) to min(−log q)."""
        p, q = families("p q")
        a, b = symbols("alpha beta")
        at_a, at_b = tilted(q[y], p[y], a), tilted(q[y], p[y], b)
        yield identity(
            "KL(T_β‖T_α) + KL(T_α‖T_β) = (β − α)(H(T_α‖q) − H(T_β‖q))",
            symbolic_kl(at_b, at_a) + symbolic_kl(at_a, at_b),
            (b - a) * (symbolic_cross_entropy(at_a, q[y]) - symbolic_cross_entropy(at_b, q[y])),
        )
        yield theorem("thm:gibbs", "The left side is > 0 for α ≠ β, T_β/T_α not being constant: H(T_α‖q) decreases.")
        yield argument(
            "As α → ±∞ the tilt tends to p given the best, or the worst, letters; so H(T_α‖q) runs through the open "
            "interval between −log max q and −log min q, and attains neither end.",
            tested_by="all_types",
        )
        yield theorem("thm:ivt", "Every value in between is attained, by one α only, since H(T_α‖q) is monotone.")
        yield exact("the criterion at a type with a tilt", self.holds(self.example))
        yield exact("and at a type without", self.holds(Case(p=W, q=REVERSED, N=1, counts=(1, 0))))

    @search(types_and_models(max_length=4), examples=40)
    def all_types(self, x: Case) -> Any:
        """The criterion against brackets at integer exponents."""
        return self.holds(x)


def _all_types(m: int, letters: int) -> Iterator[tuple[int, ...]]:
    if letters == 1:
        yield (m,)
        return
    for first in range(m + 1):
        for rest in _all_types(m - first, letters - 1):
            yield (first, *rest)
