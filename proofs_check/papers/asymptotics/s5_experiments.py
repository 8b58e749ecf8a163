"""Section 5: the numerical statements about KL(π_N‖φ_Δ), read exactly.

The text names neither the random law of p and q nor the budget Δ. Read with Δ = log N the divergence is soon
infinite; read with Δ = KL(π_N‖p) ("the budget of both models is Δ") it is always finite. Both are decided.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from hypothesis import strategies as st

from exactalign import AlignedFamily, Distribution, Reward, best_of_n, log
from exactalign.numbers.infinity import Infinity
from exactalign.policies.tilting import TiltedDistribution
from proofs_check import (
    Answer,
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
from proofs_check.algebra.symbolic import symbols
from proofs_check.engine.searches import cases, integers, pmfs
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import W, kl
from proofs_check.papers.models import COIN

THREE_LETTERS: Final = Case(p=pmf("3/5, 1/5, 1/5"), q=pmf("1/24, 11/24, 12/24"), N=8)
"""Two good letters of nearly the same reward and a bad one: the smallest model found with KL(π_N‖φ_Δ) > 1/2."""


def divergence(x: Case, matched: bool = True) -> Any:
    """KL(π_N‖φ_Δ), Δ = KL(π_N‖p) if `matched`, else log N."""
    policy = best_of_n(x.p, Reward.log_of(x.q), x.N)
    aligned = AlignedFamily(x.p, x.q).align(kl(policy, x.p) if matched else log(x.N)).policy
    return aligned.kl_from(policy) if isinstance(aligned, TiltedDistribution) else kl(policy, aligned)


def _sampled(letters: int, n: int, seed: int) -> Case:
    """p and q with i.i.d. uniform integer weights below 2^20, from a seeded generator."""
    source = random.Random(seed)  # noqa: S311 (a sample, not a secret)
    p, q = (Distribution.from_weights([source.randrange(1, 1 << 20) for _ in range(letters)]) for _ in "pq")
    return Case(p=p, q=q, N=n, k=1)


def _grid(letters: int, n: int) -> Case:
    """p uniform and q ∝ (1, …, K): the quantiles of i.i.d. uniform weights."""
    return Case(p=Distribution.uniform(letters), q=Distribution.from_weights(range(1, letters + 1)), N=n, k=1)


class ManyLetters(Claim):
    id = "A-exp-large"
    place = "Section 5"
    title = "More than a thousand letters: the divergence is at most 0.01"
    statement = "For random p and q with K > 1000, KL(π_N‖φ_Δ) ≤ 0.01 for all N in [1, 1000] (Δ = KL(π_N‖p))."
    latex = r"K>1000 \Rightarrow D_{\mathrm{KL}}(\pi_N\|\phi_\Delta) \le 0.01\quad (1\le N\le 1000)"
    flaw = (
        "A sample refutes 'always': with i.i.d. uniform weights, the law for which the divergence does tend to 0, K = "
        "1001 is not enough for N in the hundreds. Over all p and q, K > 1000 bounds nothing at all: split a letter "
        "of the model of A-exp-small into many that tie."
    )
    corrected = (
        "Not a bound in terms of K, of which none is true for every sample, but the law behind it: for rewards"
        " distributed as log U with U uniform on (0, 1), best-of-N is exactly the tilt with α = N − 1, and the"
        " divergence is 0."
    )
    corrected_latex = r"r=\log U \Rightarrow \pi_N \propto u^{\alpha},\ \alpha = N-1"
    scope = "rewards log U with U uniform on (0, 1), every N ≥ 1; the grid K = 1001 as listed"
    expected = "amended"
    corrected_expected = "certified"
    weight = "false"
    notes = (
        "The grid of quantiles shows the limit without the fluctuations of a sample. That samples tend to it as K "
        "grows is not claimed here. A multiple of log U changes α only, so more laws than this one have the property."
    )

    as_printed = Variant("as printed", tolerance=Fraction(1, 100), grid_only=False)
    tolerance = Fraction(1, 100)
    grid_only = True
    hypotheses = (Hypothesis("N ≥ 1", lambda x: x.N >= 1, untried="a policy needs at least one draw"),)
    example = _grid(1001, 2)
    edges = (
        Edge("N = 1", _grid(1001, 1)),
        Edge("K = 1 or a constant reward", note="π_N = p = φ_Δ, the divergence is 0, but no α is singled out"),
    )
    teeth = (
        Variant("α = N", exponent=lambda n: n),
        Variant("a tolerance of 10^−12", tolerance=Fraction(1, 10**12)),
    )

    def exponent(self, n: int) -> int:
        """The exponent of the tilt that is best-of-N."""
        return n - 1

    def holds(self, x: Case) -> Answer:
        if not self.grid_only:
            return at_most(divergence(x), self.tolerance, "KL(π_N‖φ_Δ)")
        alpha = self.exponent(x.N)
        # E U^k under the densities N u^{N−1} and (α + 1) u^α.
        return equal(Fraction(x.N, x.N + x.k), Fraction(alpha + 1, alpha + 1 + x.k), "E U^k")

    @witness
    def a_sample(self) -> Case:
        """p and q with 1001 i.i.d. uniform weights (seed 0), N = 300."""
        return _sampled(1001, 300, seed=0)

    @proof
    def the_same_density(self) -> Iterator[Step]:
        """U has the distribution function u; best-of-N has density N u^{N−1}."""
        u, n = symbols("u N")
        alpha = self.exponent(n)
        yield identity(
            "N u^{N−1} is the density of the tilt by u^α, α = N − 1", n * u ** (n - 1), (alpha + 1) * u**alpha
        )
        yield exact("its moments, at one instance", self.holds(Case(N=3, k=2)))

    @search(cases(N=integers(1, 50), k=integers(0, 6)))
    def moments(self, x: Case) -> Answer:
        """Moments of both densities."""
        return self.holds(x)

    @instances([_grid(1001, n) for n in (2, 10, 100)], deep=[_grid(1001, 1000), _grid(5000, 1000)])
    def on_the_grid(self, x: Case) -> Answer:
        """1001 letters at the quantiles: the divergence is enclosed."""
        return at_most(divergence(x), self.tolerance, "KL(π_N‖φ_Δ)")


class FewLetters(Claim):
    id = "A-exp-small"
    place = "Section 5"
    title = "Fewer than ten letters: the divergence is below 0.5"
    statement = "For K < 10, KL(π_N‖φ_Δ) < 0.5 (Δ = KL(π_N‖p))."
    latex = r"K<10 \Rightarrow D_{\mathrm{KL}}(\pi_N\|\phi_\Delta) < 0.5"
    flaw = "It fails with three letters, two of them good and nearly tied; for K ≥ 3 there is no bound."
    corrected = "For K = 2 it is 0: best-of-N is itself a tilt, for every p, q and N."
    corrected_latex = r"K=2 \Rightarrow \pi_N = \phi_\Delta"
    scope = "K = 2, every p > 0, every q > 0 that is not constant, every N ≥ 1"
    expected = "amended"
    weight = "false"

    as_printed = Variant("as printed", printed_form=True)
    printed_form = False
    power = 1
    hypotheses = (
        Hypothesis("K = 2", lambda x: len(x.p) == 2, without=THREE_LETTERS, added=True),
        Hypothesis(
            "the reward is not constant",
            lambda x: len(set(x.q.probabilities)) == len(x.q),
            without=Case(p=W, q=COIN, N=2),
            unused="then π_N = p, and the divergence is 0 as well",
        ),
    )
    example = Case(p=W, q=W, N=2)
    edges = (
        Edge("N = 1", Case(p=W, q=W, N=1)),
        Edge("a large N", Case(p=W, q=W, N=100)),
        Edge("K = 1", note="π_N = p = φ_Δ"),
    )
    teeth = (Variant("the odds squared", power=2),)

    def holds(self, x: Case) -> Answer:
        if self.printed_form:
            return less(divergence(x), Fraction(1, 2), "KL(π_N‖φ_Δ)")
        policy = best_of_n(x.p, Reward.log_of(x.q), x.N)
        if len(x.p) > 2:
            return less(divergence(x), Fraction(1, 2), "KL(π_N‖φ_Δ)")
        odds = policy[1] * x.p[0] / (policy[0] * x.p[1])  # e^{α(r₁ − r₀)}
        tilted = Distribution.from_weights([x.p[0], x.p[1] * odds**self.power])
        better = odds if x.q[1] >= x.q[0] else 1 / odds
        return [equal(tilted, policy, "the tilt with these odds"), at_least(better, 1, "odds of the better letter")]

    @witness
    def three_letters(self) -> Case:
        """p = (3/5, 1/5, 1/5), q = (1, 11, 12)/24, N = 8."""
        return THREE_LETTERS

    @proof
    def two_letters(self) -> Iterator[Step]:
        """A positive law on two letters is p·e^{αr}/Z with e^{α(r₁ − r₀)} the ratio of the odds."""
        p0, p1, a = symbols("p_0 p_1 pi_1")
        odds = a * p0 / ((1 - a) * p1)
        yield argument(
            "Let 1 be the better letter: π₁ = 1 − p₀^N ≥ 1 − p₀ = p₁, so x = π₁p₀/(π₀p₁) ≥ 1: α below is ≥ 0, and not "
            "the negative root.",
            tested_by="all_two_letter_models",
        )
        yield identity(
            "π₁ = p₁ x/(p₀ + p₁ x) for x = π₁p₀/(π₀p₁), π₀ = 1 − π₁",
            p1 * odds**self.power / (p0 + p1 * odds**self.power),
            a,
        )
        yield argument(
            "r₁ ≠ r₀, so α = log x/(r₁ − r₀) exists; π_N is that tilt, and with Δ = KL(π_N‖p) it is φ_Δ.",
            tested_by="all_two_letter_models",
        )
        yield exact("where three letters fail: the model is outside K = 2", len(THREE_LETTERS.p) == 3)

    @search(cases(p=pmfs(2), q=pmfs(2), N=integers(1, 6)))
    def all_two_letter_models(self, x: Case) -> Answer:
        """Exact."""
        return self.holds(x)


@st.composite
def _with_ties(draw: Any) -> Case:
    p = draw(pmfs(draw(st.integers(2, 4))))
    return Case(p=p, q=Distribution.from_weights(range(len(p), 0, -1)), N=draw(st.integers(1, 12)))


class BudgetLogN(Claim):
    id = "A-exp-logN"
    place = "Section 5, read with Δ = log N"
    title = "The divergence at the budget log N"
    statement = "KL(π_N‖φ_Δ) < 0.5 with Δ = log N."
    latex = r"\Delta=\log N \Rightarrow D_{\mathrm{KL}}(\pi_N\|\phi_\Delta) < 0.5"
    flaw = "As soon as N ≥ 1/p(best letter) the budget is at or past Δ_max: φ_Δ has lost letters, the divergence is ∞."
    corrected = "With Δ = log N the divergence is infinite exactly when N ≥ 1/p(argmax)."
    corrected_latex = r"D_{\mathrm{KL}}(\pi_N\|\phi_{\log N}) = \infty \iff N \ge 1/p(\arg\max r)"
    scope = "every finite K, every p > 0, every reward that is not constant, every N ≥ 1"
    expected = "amended"
    weight = "false"
    proof_uses = ("A-lem1", "A-lem1-alpha")

    as_printed = Variant("as printed", printed_form=True)
    printed_form = False
    strict = False
    hypotheses = (
        Hypothesis(
            "the reward is not constant",
            lambda x: len(set(x.q.probabilities)) > 1,
            without=Case(p=COIN, q=COIN, N=2),
        ),
    )
    example = Case(p=COIN, q=pmf("2/3, 1/3"), N=2)
    edges = (
        Edge("N = 1", Case(p=COIN, q=pmf("2/3, 1/3"), N=1)),
        Edge("N just below 1/p(best)", Case(p=pmf("1/3, 2/3"), q=pmf("2/3, 1/3"), N=2)),
        Edge("two best letters", Case(p=pmf("1/4, 1/4, 1/2"), q=pmf("2/5, 2/5, 1/5"), N=2)),
        Edge("K = 1", note="the reward is constant, π_N = p = φ_Δ and the divergence is 0"),
    )
    teeth = (
        Variant("always below 1/2", printed_form=True),
        Variant("N > 1/p(best)", strict=True),
    )

    def holds(self, x: Case) -> Answer:
        found = divergence(x, matched=False)
        if self.printed_form:
            return less(found, Fraction(1, 2), "KL(π_N‖φ_Δ)")
        best = sum(x.p[o] for o in x.p if x.q[o] == max(x.q.probabilities))
        past = x.N * best > 1 if self.strict else x.N * best >= 1
        return equal(isinstance(found, Infinity), past, "the divergence is ∞")

    @witness
    def fair_coin(self) -> Case:
        """Two letters, two draws."""
        return Case(p=COIN, q=pmf("2/3, 1/3"), N=2)

    @proof
    def support(self) -> Iterator[Step]:
        """π_N has full support; φ_Δ has it exactly when Δ < Δ_max."""
        yield theorem("A-lem1-alpha", "a tilt with KL = log N exists exactly when log N < Δ_max = −log p(best).")
        yield exact("at the boundary", self.holds(self.example))
        yield exact("and below it", self.holds(Case(p=pmf("1/3, 2/3"), q=pmf("2/3, 1/3"), N=2)))
        yield theorem("A-lem1", "past it, every optimum φ_Δ lives on the best letters.")
        yield argument(
            "A tilt is positive wherever p is, so the divergence is finite; past Δ_max some letter of p is impossible "
            "under φ_Δ, while π_N gives every letter of p a positive probability.",
            tested_by="models",
        )

    @search(_with_ties())
    def models(self, x: Case) -> Answer:
        """Decided."""
        return self.holds(x)


class NoBound(Claim):
    id = "A-exp-small-bound"
    place = "Section 5, the question behind it"
    title = "No bound holds over all models with three letters"
    statement = "No constant bounds KL(π_N‖φ_Δ) over all p and q with K = 3, not even at N = 2 (Δ = KL(π_N‖p))."
    latex = r"\sup_{p,q} D_{\mathrm{KL}}(\pi_2\|\phi_\Delta) = \infty"
    scope = "K = 3, N = 2, p = (1/7, 2/7, 4/7), q ∝ (1, M, M + 1) as M → ∞; the enclosed values as listed"
    expected = "certified"
    notes = "Two nearly tied good letters make α large. More letters change nothing: split one into several that tie."

    p = pmf("1/7, 2/7, 4/7")
    bad = 0
    hypotheses = (Hypothesis("M ≥ 100", lambda x: x.M >= 100, without=Case(M=10)),)
    example = Case(M=100)
    edges = (
        Edge("K = 2", note="the divergence is 0 (A-exp-small)"),
        Edge("a tie of the good letters, M = ∞", note="two levels: π_N is a tilt and the divergence is 0"),
    )
    teeth = (
        Variant("for p = (3/7, 2/7, 2/7), where the budget is too small", p=pmf("3/7, 2/7, 2/7")),
        Variant("with the best letter as the bad one", bad=2),
    )

    def holds(self, x: Case) -> Answer:
        model = Case(p=self.p, q=Distribution.from_weights([1, x.M, x.M + 1]), N=2)
        return greater(divergence(model), Fraction(x.M, 50), "KL(π_N‖φ_Δ)")

    @instances([Case(M=100), Case(M=1000)], deep=[Case(M=10_000)])
    def growing(self, x: Case) -> Answer:
        """The divergence, enclosed, exceeds M/50."""
        return self.holds(x)

    @proof
    def unbounded(self) -> Iterator[Step]:
        """α grows like M, so the bad letter's mass under φ_Δ vanishes; under π_N it is fixed."""
        policy = best_of_n(self.p, Reward.values([0, 1, 2]), 2)  # the ranking alone matters: no M
        yield exact(
            "Δ = KL(π_N‖p) exceeds −log(1 − p(bad)), the divergence of p given the good letters",
            greater(kl(policy, self.p), log(1 / (1 - self.p[self.bad]))),
        )
        yield argument(
            "Write p = (a, b, c) and φ = (a s, b, c e^β)/Z with β = α log(1 + 1/M), s = M^{−α}. At β = 0, KL(φ‖p) ≤ "
            "−log(1 − a) < Δ for all s in [0, 1]; by continuity on a compact set KL(φ‖p) < Δ for all β up to some "
            "β₀ > 0 that does not depend on M. So β > β₀, α ≥ β₀ M, and φ(bad) ≤ (a/b) M^{−β₀ M}, while π_N(bad) = a²: "
            "KL(π_N‖φ) ≥ a² log(1/φ(bad)) − log 3 → ∞.",
            tested_by="growing",
        )
