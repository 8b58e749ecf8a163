"""Section 5: the numerical statements about KL(π_N‖φ_Δ), read exactly.

The text names neither the random law of p and q nor the budget Δ. Read with Δ = log N the divergence is soon
infinite; read with Δ = KL(π_N‖p) ("the budget of both models is Δ") it is always finite. Both are decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import ClassVar, Final

from exactalign import AlignedFamily, Distribution, EnclosedReal, Reward, best_of_n
from exactalign.numbers.reading import Extended
from exactalign.policies.tilting import TiltedDistribution
from proofs_check import (
    Answer,
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    at_most,
    decision,
    equal,
    greater,
    instances,
    pmf,
    witness,
)
from proofs_check.formula import (
    KL,
    Pr,
    T,
    absolutely_continuous,
    best,
    both,
    constant,
    event,
    exists,
    for_all,
    function,
    iff,
    largest_budget,
    law,
    log,
    log_of,
    optimal,
    outcome,
    positive_law,
    size,
    varies,
)
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers import variables as v
from proofs_check.papers.asymptotics.common import REVERSED, W, kl
from proofs_check.papers.asymptotics.random_models import LAWS, enclosed_divergence, sampled
from proofs_check.papers.models import COIN


def divergence(x: Case) -> Extended:
    """KL(π_N‖φ_Δ), Δ = KL(π_N‖p)."""
    policy = best_of_n(x.p, Reward.log_of(x.q), x.N)
    aligned = AlignedFamily(x.p, x.q).align(kl(policy, x.p)).policy
    return aligned.kl_from(policy) if isinstance(aligned, TiltedDistribution) else kl(policy, aligned)


def _sampled(letters: int, n: int, seed: int) -> Case:
    """p and q with i.i.d. uniform integer weights below 2^20, from a seeded generator."""
    return sampled("uniform weights", letters, n, seed)


def _grid(letters: int, n: int) -> Case:
    """p uniform and q ∝ (1, …, K): the quantiles of i.i.d. uniform weights."""
    return Case(p=Distribution.uniform(letters), q=Distribution.from_weights(range(1, letters + 1)), N=n)


def _on_grid(x: Case) -> bool:
    return x.but(N=1) == _grid(len(x.p), 1)


_REWARD: Final = log_of(v.q_positive)
_POLICY: Final = best(v.p, v.N, _REWARD)
_POLICY_TWO: Final = best(v.p_two, v.N, log_of(v.q_two))


class ManyLetters(Claim):
    id = "A-exp-large"
    place = "Section 5"
    title = "More than a thousand letters: the divergence is at most 0.01"
    statement = "For random p and q with K > 1000, KL(π_N‖φ_Δ) ≤ 0.01 for all N in [1, 1000] (Δ = KL(π_N‖p))."
    latex = r"K>1000 \Rightarrow D_{\mathrm{KL}}(\pi_N\|\phi_\Delta) \le 0.01\quad (1\le N\le 1000)"
    flaw = (
        "It was observed for an unnamed law of p and q. A sample with i.i.d. uniform weights (seed 0) exceeds it at"
        " K = 1001 and N = 300. Over all p and q, K > 1000 bounds nothing at all: split a letter of the models of"
        " A-exp-small-bound into many that tie."
    )
    corrected = (
        "For p uniform on K = 1001 letters and q ∝ (1, …, K), the quantiles of such a sample, KL(π_N‖φ_Δ) ≤ 0.01 for"
        " N = 2, 10, 100. For every N and K the tilt by N − 1, in the place of φ_Δ, is within N/K:"
        " A-exp-large-quantiles."
    )
    scope = "the grid K = 1001 and N as listed (--deep: N = 1000 too, and K = 5000)"
    expected = "amended"
    corrected_expected = "certified"
    weight = "condition"
    notes = (
        "The text names neither the random law nor Δ. The grid of quantiles shows what samples with i.i.d. uniform"
        " weights tend to, without their fluctuations; that they do is not claimed here."
        " With 1001 letters the flat Dirichlet law"
        " exceeds 1/100 at N = 10 already in all of three models (the page “Random models”)."
    )

    as_printed = Variant("as printed: samples too", grid_only=False)
    tolerance = Fraction(1, 100)
    grid_only = True
    hypotheses = (
        Hypothesis("N ≥ 1", lambda x: x.N >= 1, untried="a policy needs at least one draw"),
        Hypothesis("p is uniform and q ∝ (1, …, K)", _on_grid, without=_sampled(1001, 300, seed=0), added=True),
    )
    example = _grid(1001, 2)
    edges = (
        Edge("N = 1", _grid(1001, 1)),
        Edge("K = 1 or a constant reward", note="π_N = p = φ_Δ, the divergence is 0, but no α is singled out"),
    )
    teeth = (Variant("a tolerance of 10^−12", tolerance=Fraction(1, 10**12)),)

    def holds(self, x: Case) -> Answer:
        return at_most(divergence(x), self.tolerance, "KL(π_N‖φ_Δ)")

    @witness
    def a_sample(self) -> Case:
        """p and q with 1001 i.i.d. uniform weights (seed 0), N = 300."""
        return _sampled(1001, 300, seed=0)

    @instances([_grid(1001, n) for n in (2, 10, 100)], deep=[_grid(1001, 1000), _grid(5000, 1000)])
    def on_the_grid(self, x: Case) -> Answer:
        """1001 letters at the quantiles: the divergence is enclosed."""
        return self.holds(x)


class QuantileRewards(Assertion):
    id = "A-exp-large-quantiles"
    place = "Section 5, the law behind it"
    title = "Rewards that are logarithms of their own distribution function"
    statement = (
        "If q(y) = c·P_p(q ≤ q(y)), and no level of the reward has more than the probability d:"
        " KL(π_N‖T(q, p, N − 1)) ≤ N d."
    )
    asserts = Statement(
        KL(best(v.p, v.N, _REWARD), T(v.q_positive, v.p, v.N - 1)) <= v.N * v.d,
        given=(
            v.price > 0,
            for_all(v.y, v.q_positive(v.y) == v.price * Pr(v.p, event(v.z, v.q_positive(v.z) <= v.q_positive(v.y)))),
            for_all(v.y, Pr(v.p, event(v.z, v.q_positive(v.z) == v.q_positive(v.y))) <= v.d),
        ),
    )
    formal = Formal("quantile_rewards", "intros; eapply quantile_rewards; eassumption. ")
    expected = "formal"
    example = Case(p=Distribution.uniform(3), q=pmf("1/6, 1/3, 1/2"), N=2, beta=Fraction(1, 2), d=Fraction(1, 3))
    notes = "For p uniform on K letters and q ∝ (1, …, K) the bound is N/K; as K grows best-of-N is the tilt by N − 1."


class FewLetters(Assertion):
    id = "A-exp-small"
    place = "Section 5, read as a bound"
    title = "Fewer than ten letters: the divergence is below 0.5"
    statement = "For all p and q with K < 10, KL(π_N‖φ_Δ) < 0.5 (Δ = KL(π_N‖p)); the source observed it on random ones."
    asserts = Statement(
        KL(_POLICY, v.phi) < Fraction(1, 2),
        given=(size(v.p) < 10, optimal(v.phi, v.q_positive, v.p, KL(_POLICY, v.p))),
    )
    flaw = (
        "It was observed for random p and q of an unnamed law. In a sample most models keep to it, and some do"
        " not (A-exp-small-sample; with uniform weights, seven letters and N = 16: above 6); over all p and q nothing"
        " bounds it from three letters on, not even at N = 2."
    )
    weight = "condition"
    refuted_by = Formal(
        "more_than_a_half law_sevenths",
        "intros F; destruct more_than_a_half as (q & phi & Lq & Pq & Lf & O & Ac & K);"
        " pose proof (F nat Nat.eq_dec (letters 3) q sevenths phi 2%nat (seq_NoDup 3 0) Lq Pq law_sevenths Lf) as G;"
        " apply (Rlt_irrefl (1 / 2)); eapply Rlt_trans; [ exact K |]; apply G; try assumption; try lia; simpl; lra. ",
    )
    mended = Statement(
        v.phi_two == _POLICY_TWO,
        given=(varies(v.p_two, v.q_two), optimal(v.phi_two, v.q_two, v.p_two, KL(_POLICY_TWO, v.p_two))),
    )
    formal = Formal("two_letters_optimum", "intros; eapply (two_letters_optimum p q phi N); eassumption. ")
    expected = "amended"
    corrected_expected = "formal"
    example = Case(p=COIN, q=pmf("1/4, 3/4"), phi=pmf("1/4, 3/4"), N=2)
    teeth = (Variant("a bound of 1", exceeded=Fraction(1)),)
    exceeded = Fraction(1, 2)
    notes = (
        "For two letters best-of-N is itself the optimum, so the divergence is 0. Three letters, two of them good and"
        " nearly tied, refute any bound: A-exp-small-bound."
    )

    @instances([_sampled(7, 16, seed=14), _sampled(9, 16, seed=19), _sampled(9, 16, seed=27), _sampled(9, 16, seed=34)])
    def samples_that_exceed_it(self, x: Case) -> Answer:
        """Of 40 samples (seeds 0 to 39) at each of K = 3, 5, 7, 9, with N = 2, 4, 16, these are above 1/2."""
        return greater(divergence(x), self.exceeded, "KL(π_N‖φ_Δ)")


@lru_cache(maxsize=80)
def _divergence_sampled(law: str, seed: int) -> EnclosedReal:
    """The divergence of one sampled model, on seven letters and N = 16; the same for every bound."""
    return enclosed_divergence(sampled(law, 7, 16, seed))


class SampledFewLetters(Claim):
    id = "A-exp-small-sample"
    place = "Section 5, as an observation"
    title = "How often the divergence is below 0.5 for few letters, on seeded samples"
    statement = (
        "For random p and q on seven letters and N = 16, KL(π_N‖φ_Δ) < 0.5 in 77 of 80 models: 20 (seeds 0 to 19) of"
        " each of four laws; one with uniform weights, one of the flat Dirichlet law and one log-uniform exceed it."
    )
    latex = r"D_{\mathrm{KL}}(\pi_N\|\phi_\Delta) < 0.5 \text{ in 77 of 80 models}"
    scope = "these 80 models, each divergence enclosed and compared"
    expected = "certified"
    statement_uses = ("A-exp-small",)
    notes = (
        "The full sample is on the page “Random models”: 600 models of each law (K = 3, 5, 7, 9), each with five N from"
        " 2 to 256. Of the 3000 divergences of each law 15 exceed 1/2 with uniform weights (up to 6.89), 19 with the"
        " flat Dirichlet law, 7 on the grid, 132 with log-uniform weights. No bound holds for all models:"
        " A-exp-small-bound."
    )
    teeth = (
        Variant("a bound of 1/4", bound=Fraction(1, 4)),
        Variant("none exceeds it", exceptions=dict.fromkeys(LAWS, 0)),
    )
    bound: ClassVar[Fraction] = Fraction(1, 2)
    exceptions: ClassVar[dict[str, int]] = {
        "uniform weights": 1,
        "flat Dirichlet": 1,
        "grid of 60ths": 0,
        "log-uniform": 1,
    }

    @decision
    def counted(self) -> Iterator[Answer]:
        """How many models of each law are above the bound."""
        for name in LAWS:
            above = sum(_divergence_sampled(name, seed) > self.bound for seed in range(20))
            yield equal(above, self.exceptions[name], name)


class BudgetLogN(Assertion):
    id = "A-exp-logN"
    place = "Section 5, read with Δ = log N"
    title = "The divergence at the budget log N"
    statement = "KL(π_N‖φ_Δ) < 0.5 with Δ = log N; so it is finite."
    asserts = Statement(
        absolutely_continuous(_POLICY, v.phi),
        given=(varies(v.p, v.q_positive), optimal(v.phi, v.q_positive, v.p, log(v.N))),
    )
    flaw = "As soon as N ≥ 1/p(best letter) the budget is at or past Δ_max: φ_Δ has lost letters, the divergence is ∞."
    weight = "false"
    counterexample = Case(p=COIN, q=pmf("2/3, 1/3"), N=2, phi=pmf("1, 0"))
    mended = Statement(
        iff(absolutely_continuous(_POLICY, v.phi), log(v.N) < largest_budget(v.p, v.q_positive)),
        given=(varies(v.p, v.q_positive), optimal(v.phi, v.q_positive, v.p, log(v.N))),
    )
    formal = Formal(
        "finite_at_log_N", "intros; apply (finite_at_log_N dec A p q phi N); try assumption; intros; auto. "
    )
    expected = "amended"
    corrected_expected = "formal"
    statement_uses = ("A-lem1", "A-lem1-alpha")
    example = Case(p=W, q=REVERSED, N=3, phi=pmf("1, 0"))
    notes = (
        "Δ_max = −log p(best letters): infinite exactly when N ≥ 1/p(best letters), for a reward that is not constant."
        " The text does not say Δ; as its numbers are finite, it hardly means this one: the other is A-exp-small."
    )


_SEVENTHS: Final = constant(pmf("1/7, 2/7, 4/7"))
_LETTER: Final = outcome("y", "letters 3")
_Q_THREE: Final = positive_law("q", "letters 3")
_PHI_THREE: Final = law("phi", "letters 3")
_BEST_OF_TWO: Final = best(_SEVENTHS, 2, function(_LETTER, log(_Q_THREE(_LETTER))))


class NoBound(Assertion):
    id = "A-exp-small-bound"
    place = "Section 5, the question behind it"
    title = "No bound holds over all models with three letters"
    statement = "No constant bounds KL(π_N‖φ_Δ) over all p and q with K = 3, not even at N = 2 (Δ = KL(π_N‖p))."
    asserts = Statement(
        exists(
            _Q_THREE,
            exists(
                _PHI_THREE,
                both(
                    optimal(_PHI_THREE, _Q_THREE, _SEVENTHS, KL(_BEST_OF_TWO, _SEVENTHS)),
                    absolutely_continuous(_SEVENTHS, _PHI_THREE),
                    v.x < KL(_BEST_OF_TWO, _PHI_THREE),
                ),
            ),
        )
    )
    formal = Formal(
        "no_bound_over_rewards",
        "intros C; destruct (no_bound_over_rewards C) as (q & Lq & Pq & phi & Lf & O & Ac & K); exists q;"
        " split; [ exact Lq |]; split; [ exact Pq |]; exists phi; split; [ exact Lf |]; split; [ split; assumption |];"
        " exact K. ",
    )
    expected = "formal"
    teeth = (Variant("above M", growth=Fraction(1)),)
    growth = Fraction(1, 50)
    notes = (
        "p = (1/7, 2/7, 4/7), q ∝ (1, M, M + 1): KL(π₂‖φ_Δ) ≥ M/245 − 2 for M ≥ 100 (theorem far_from_optimum). Two"
        " nearly tied good letters make α large, and φ_Δ all but loses the bad one; under π₂ it keeps 1/49."
    )

    @instances([Case(M=100), Case(M=1000)], deep=[Case(M=10_000)])
    def growing(self, x: Case) -> Answer:
        """The divergence, enclosed, exceeds M/50."""
        model = Case(p=pmf("1/7, 2/7, 4/7"), q=Distribution.from_weights([1, x.M, x.M + 1]), N=2)
        return greater(divergence(model), x.M * self.growth, "KL(π_N‖φ_Δ)")
