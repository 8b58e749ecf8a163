"""End of Section 4.2: the tails of best-of-N at finite length, and what they say of the conjecture.

T = −(1/m) log q^m(Y^m) for Y^m ~ π_N^m, N = exp(mδ); J₀ and J_Δ are the rates of Theorems 3 and 1, α = α(δ) and
t_δ = H(φ_δ‖q).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from exactalign import (
    AlignedFamily,
    BestOfNRateFunction,
    EnclosedReal,
    LogForm,
    MemorylessSource,
    Reward,
    TailProbability,
    best_of_n,
    kl_divergence,
    log,
    oo,
    sample_size,
)
from proofs_check import (
    Answer,
    Case,
    Certificates,
    Claim,
    Comparison,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_least,
    at_most,
    equal,
    exact,
    identity,
    instances,
    less,
    pmf,
    proof,
    search,
    theorem,
)
from proofs_check.algebra.symbolic import exp, symbols
from proofs_check.engine.searches import integers, models
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import REVERSED, W
from proofs_check.papers.asymptotics.growing import BELOW_MAX, MODEL_B, NOT_CONSTANT, at_lengths, rounding_loss
from proofs_check.papers.models import COIN


def reward_at(x: Case) -> LogForm:
    """The reward per letter when the share x.share of the letters is the first one (two letters)."""
    value: LogForm = log(x.q[0]) * x.share + log(x.q[1]) * (1 - x.share)
    return value


def divergence_at(x: Case) -> LogForm:
    """J₀ there: for two letters the tilt at a level is the type itself."""
    value = kl_divergence(pmf(x.share, 1 - x.share), x.p)
    assert isinstance(value, LogForm)
    return value


class BestOfNTails(Claim):
    id = "A-conjecture-tails"
    place = "end of Section 4.2, what is true at finite m"
    title = "The tails of best-of-N at finite length"
    statement = (
        "For 0 < δ < Δ_max and N = exp(mδ), T under π_N^m has −log P(T ≤ t) between m(J₀(t) − δ) and m(J₀(t) − δ) +"
        " log 2(m + 1) at the levels t ≤ t_δ of types of two letters, and −log P(T ≥ t) at least"
        " exp(m(δ − J₀(t′)))/(m + 1) at t > t_δ, t′ the next level below t."
    )
    latex = (
        r"m(J_0(t)-\delta) \le -\log P(T \le t) \le m(J_0(t)-\delta) + \log 2(m+1),\quad"
        r" -\log P(T \ge t) \ge e^{m(\delta - J_0(t'))}/(m+1)"
    )
    scope = (
        "two letters, p > 0, q > 0 not constant, 0 < δ < Δ_max, levels of types, every m ≥ 1, N = exp(mδ), or"
        " rounded down"
        " with log 2 more and half of the last bound (every tie rule); the principle itself, for every finite K,"
        " is formal"
        " (A-conjecture-ldp)"
    )
    notes = (
        "The principle is formal (A-conjecture-ldp). These bounds at single m have no theorem in the library:"
        " they are argued."
    )
    expected = "argued"
    statement_uses = ("A-conjecture-ldp", "A-thm3", "A-lem1-alpha")
    proof_uses = ("A-lem6", "A-thm3", "thm:markov", "thm:types")

    hypotheses = (
        NOT_CONSTANT,
        Hypothesis(
            "0 < δ",
            lambda x: LogForm.of(x.delta) > 0,
            untried="at δ = 0, N = 1, and the rate is J₀ on both sides of t_δ",
        ),
        Hypothesis(
            BELOW_MAX,
            lambda x: AlignedFamily(x.p, x.q).is_constant or LogForm.of(x.delta) < AlignedFamily(x.p, x.q).kl_max,
            untried="T is then concentrated on −max r: the rate is 0 there and ∞ elsewhere",
        ),
    )
    example = MODEL_B.but(m=24, share=Fraction(5, 6))
    edges = (
        Edge("t = −max r: every letter is the best", MODEL_B.but(m=24, share=Fraction(1))),
        Edge("t = t_δ: the rate is 0", MODEL_B.but(m=24, share=Fraction(2, 3))),
        Edge("t > t_δ", MODEL_B.but(m=24, share=Fraction(1, 2))),
        Edge("t = −min r", MODEL_B.but(m=24, share=Fraction(0))),
        Edge("constant reward", Case(p=W, q=COIN, delta=log(2), m=2, share=Fraction(1))),
        Edge("N rounded down", Case(p=W, q=REVERSED, delta=Fraction(1, 4), m=10, share=Fraction(9, 10))),
        Edge("N fixed", note="not this statement: the rate is J₀ up to E_p T, and N J₀ beyond"),
    )
    teeth = (
        Variant("the rate J_Δ of the conjecture", shift=lambda delta, gap: delta + gap),
        Variant("the rate J₀ of the reference", shift=lambda delta, gap: delta - delta),  # noqa: ARG005
        Variant("twice the inner exponent below", inner=2),
        Variant("the sign of α", sign=-1),
    )

    inner = 1
    sign = 1

    def shift(self, delta: Any, gap: Any) -> Any:  # noqa: ARG002 (a variant uses the gap)
        """What is subtracted from J₀; the gap is α(t_δ − t)."""
        return delta

    def holds(self, x: Case) -> Answer:
        """For two letters, the first one better: tails at m from above and below, with the factor 2(m + 1)."""
        family, delta = AlignedFamily(x.p, x.q), LogForm.of(x.delta)
        n, m = sample_size(delta, x.m), x.m
        source, reward = MemorylessSource(x.p, m), Reward.log_of(x.q)
        optimum, loss = family.align(delta), rounding_loss(delta, m, n)
        excess = reward_at(x) - optimum.expected_reward()
        rate = divergence_at(x) - self.shift(delta, EnclosedReal.of(optimum.alpha) * excess)
        if excess >= 0:
            tail = TailProbability(source, reward, at_least=reward_at(x))
            value = tail.exponent(tail.best_of_n(n))
            return [
                at_least(value * m, rate * m, f"−log P(T ≤ t) at m = {m}"),
                at_most(value * m, rate * m + log(2 * (m + 1)) + loss, f"−log P(T ≤ t) at m = {m}"),
            ]
        tail = TailProbability(source, reward, at_most=reward_at(x))
        above = x.but(share=(x.share * m + 1) / m)
        growth = EnclosedReal.of((delta - divergence_at(above)) * (m * self.inner) - log(m + 1) - loss).exp()
        value = tail.exponent(tail.best_of_n(n)) * m
        return at_least(value, growth, f"−log P(T ≥ t) at m = {m}")

    @proof
    def both_sides(self) -> Iterator[Step]:
        """From the tails G(t) = P_p(T ≤ t) of the reference, whose exponent is J₀, and N."""
        m, delta, rate = symbols("m delta J")
        yield theorem(
            "A-thm3",
            "(1/m) log G(t) → −J₀(t) on [−max r, E_p T], where J₀ is continuous and strictly decreasing;"
            " J₀(−max r) = Δ_max, and J₀(t_δ) = KL(φ_δ‖p) = δ, as φ_δ is the tilt at the level t_δ",
        )
        yield theorem("A-lem6", "P_π(T ≤ t) ≤ N G(t): integer N, every tie rule; real N, uniform ties")
        yield theorem("thm:markov", "G(t) ≤ exp(−m J₀(t)) for t ≤ E_p T")
        yield identity(
            "N exp(−m J₀(t)) = exp(−m(J₀(t) − δ)) at N = exp(mδ)",
            exp(m * delta) * exp(-m * rate),
            exp(-m * (rate - self.sign * delta)),
        )
        yield argument(
            "t > t_δ: for t_δ < t′ < min(t, E_p T), P_π(T ≥ t) ≤ P_π(T > t′) = (1 − G(t′))^N ≤ exp(−N G(t′)), and"
            " N G(t′) = exp(m(δ − J₀(t′) + o(1))) with J₀(t′) < δ: the exponent is −∞. A closed set without t_δ splits"
            " into these two tails; with t_δ, bound by 1.",
            tested_by="growing",
        )
        yield exact(
            "1 − 1/e ≥ 1/2, so P_π(T ≤ t) = 1 − (1 − G)^N ≥ 1 − e^{−N G} ≥ N G/2 for N G ≤ 1, by concavity", _half()
        )
        yield argument(
            "Lower bound: at t_δ, P_π → 1 by the upper bounds. For −max r < t < t_δ, N G(t) → 0, and"
            " P_π(t − η < T ≤ t) ≥ ½ N G(t) − N G(t − η) with J₀(t − η) > J₀(t). At t = −max r the probability is at"
            " least ½ N p(best)^m.",
            tested_by=("growing", "small_models"),
        )
        yield theorem("thm:types", "at finite m: G at a type λ is at least exp(−m KL(λ‖p))/(m + 1)^{K−1}")
        yield argument(
            "J₀ − δ is continuous on the compact interval [−max r, t_δ] and ≥ 0 there: I is lower semicontinuous with"
            " compact level sets. Rounding N changes it by a factor between 1/2 and 2.",
            tested_by="growing",
        )

    @instances(
        [
            MODEL_B.but(m=m, share=share)
            for share in (Fraction(5, 6), Fraction(1), Fraction(1, 2)) for m in (6, 24, 96, 384)
        ],
        deep=[MODEL_B.but(m=m, share=share) for share in (Fraction(5, 6), Fraction(1, 2)) for m in (1536, 6144)],
    )  # fmt: skip
    def growing(self, x: Case) -> Answer:
        """Enclosed tails at growing m: within log(2(m+1))/m of the rate below t_δ, doubly exponential above."""
        return self.holds(x)

    @search(lambda: _small_models(), examples=20)
    def small_models(self, x: Case) -> Answer:
        """Exactly, at the levels of tilts: P_π(T ≤ t) ≤ exp(−m(J₀(t) − δ)), and at least ½ min(1, N G(t))."""
        family, delta = AlignedFamily(x.p, x.q), x.delta
        n = sample_size(delta, x.m)
        policy = best_of_n(MemorylessSource(x.p, x.m), Reward.log_of(x.q), n)
        reference = best_of_n(MemorylessSource(x.p, x.m), Reward.log_of(x.q), 1)
        found = []
        for beta in (x.alpha, x.alpha + 1, x.alpha + 2):
            level = family.expected_reward(beta) * x.m
            tail = sum((mass for reward, mass in policy.by_level() if reward >= level), Fraction(0))
            base = sum((mass for reward, mass in reference.by_level() if reward >= level), Fraction(0))
            found.append(at_least(tail, min(Fraction(1), n * base) / 2, f"P_π at β = {beta}"))
            if tail:
                gap = (family.expected_reward(beta) - family.expected_reward(x.alpha)) * x.alpha
                rate = family.kl(beta) - self.shift(delta, gap)
                found.append(at_most(log(tail), -rate * x.m, f"log P_π at β = {beta}"))
        return found

    @instances(at_lengths(MODEL_B, (24, 384)))
    def against_the_conjecture(self, x: Case) -> Answer:
        """At 5/6 and 1/2 of the letters the best one: J_Δ is not the exponent, and both tails show it at finite m."""
        family = AlignedFamily(x.p, x.q)
        alpha = family.align(x.delta).alpha
        assert isinstance(alpha, Fraction)
        high, half = x.but(share=Fraction(5, 6)), x.but(share=Fraction(1, 2))
        gap = (reward_at(high) - family.expected_reward(alpha)) * alpha
        conjectured = kl_divergence(pmf("5/6, 1/6"), family.at(alpha))  # type: ignore[arg-type]
        n, source, reward = sample_size(x.delta, x.m), MemorylessSource(x.p, x.m), Reward.log_of(x.q)
        ends = TailProbability(source, reward, at_least=reward_at(x.but(share=Fraction(1))))
        tail = TailProbability(source, reward, at_most=reward_at(half))
        return [
            less(conjectured, divergence_at(high) - self.shift(x.delta, gap), "J_Δ at 5/6 best letters"),
            equal(BestOfNRateFunction(family, x.delta).at(-reward_at(half)), oo, "the rate at 1/2 best letters"),
            at_most(
                ends.best_of_n(n).log(),
                ends.tilted(alpha).log() - log(4) * Fraction(x.m, 3),
                "log P(all letters the best)",
            ),
            less(
                -tail.tilted(alpha).log() * 2 / x.m,
                tail.exponent(tail.best_of_n(n)),
                "twice φ's exponent of ≤ 1/2 best",
            ),
        ]

    def certificates(self) -> Certificates:
        p, rate = ["vec", "1/3", "2/3"], ["-", ["kl", ["vec", "5/6", "1/6"], ["vec", "1/3", "2/3"]], _third_log_two()]
        upper = ["exp", ["*", "-12", rate]]
        yield (
            {
                "kind": "tail", "side": "at_least", "p": p, "weights": ["vec", "2", "1"], "length": "12", "n": "16",
                "level": ["*", "5/6", ["log", "2"]], "lower": ["/", upper, "26"], "upper": upper,
            },
            {"precision": "128"},
        )  # fmt: skip


def _third_log_two() -> list[object]:
    return ["*", "1/3", ["log", "2"]]


def _half() -> Comparison:
    return at_most(Fraction(1, 2), 1 - 1 / EnclosedReal.of(1).exp())


def _small_models() -> st.SearchStrategy[Case]:
    drawn = models(min_size=2, max_size=3, max_weight=5, m=integers(1, 4), alpha=integers(1, 2))
    return drawn.map(lambda x: x.but(delta=AlignedFamily(x.p, x.q).kl(x.alpha)))
