"""End of Section 4.2: the large deviations of best-of-N: the conjecture, and the principle that holds in its place.

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
    Refutation,
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
    witness,
)
from proofs_check.algebra.symbolic import cross_entropy, exp, families, kl, symbols, tilted, y
from proofs_check.engine.certify import relation
from proofs_check.engine.searches import integers, models
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import REVERSED, W
from proofs_check.papers.asymptotics.growing import BELOW_MAX, MODEL_B, NOT_CONSTANT, letter_step, rounding_loss
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


class BestOfNDeviations(Claim):
    id = "A-conjecture-ldp"
    place = "end of Section 4.2, what is true"
    title = "The large deviations of best-of-N"
    statement = (
        "For 0 < δ < Δ_max and N = exp(mδ), T under π_N^m satisfies a large deviation principle with the good rate"
        " function I(t) = J₀(t) − δ for −max r ≤ t ≤ t_δ, and ∞ elsewhere."
    )
    latex = r"I_\delta(t) = J_0(t) - \delta \text{ for } -\max r \le t \le t_\delta,\quad \infty \text{ else}"
    scope = (
        "every finite K ≥ 2, p > 0, q > 0 not constant, 0 < δ < Δ_max, N = exp(mδ), rounded either way (every tie"
        " rule) or real (uniform ties)"
    )
    notes = (
        "No term yet: the language has no sequences of N and rules."
        " The exponents are the theorems best_of_N_rate (up to t_δ), best_of_N_infinite_rate (beyond) and rate_gap."
    )
    expected = "argued"
    statement_uses = ("A-thm3", "A-lem1-alpha")
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


class Conjecture(Claim):
    id = "A-conjecture"
    place = "end of Section 4.2"
    title = "Best-of-N has the large deviations of the optimal tilt"
    statement = "For N = exp(mδ), best-of-N satisfies an LDP with the rate function J_Δ of Theorem 1."
    latex = r"\pi_N^m \text{ satisfies the LDP with rate } J_\Delta(t) = D_{\mathrm{KL}}(T(q,p,\beta(t))\|\phi_\delta)"
    scope = "false for every K ≥ 2, p > 0, q > 0 not constant and 0 < δ < Δ_max, on both sides of t_δ"
    notes = (
        "No term yet: the language has no sequences of N and rules."
        " The theorems conjecture_false_below and conjecture_false_above refute it in every model, for every tie rule."
    )
    expected = "refuted"
    weight = "false"
    flaw = (
        "The rate of best-of-N is J₀ − δ up to t_δ, which exceeds J_Δ by α(δ)(t_δ − t), and ∞ beyond t_δ, where J_Δ is"
        " finite (A-conjecture-ldp). The two policies agree in what is typical, not in what is atypical. The conjecture"
        " is true only where nothing happens: δ = 0 (N = 1), δ ≥ Δ_max, a constant reward."
    )
    statement_uses = ("A-thm1",)
    proof_uses = ("A-conjecture-ldp", "A-lem6", "thm:markov", "thm:rate-unique")
    edges = (
        Edge("δ = 0", note="N = 1: both rates are J₀, the conjecture holds trivially"),
        Edge("δ ≥ Δ_max, with φ_δ on the best letter", note="both rates are 0 at −max r and ∞ elsewhere"),
        Edge("K = 1 or a constant reward", note="T is constant"),
    )
    teeth = (
        Variant("δ = 0, where N = 1", model=MODEL_B.but(delta=LogForm.of(0))),
        Variant("the sign of α", sign=-1),
    )

    model = MODEL_B
    sign = 1

    @witness
    def two_letters(self) -> Refutation:
        """Rates and probabilities at finite m, at 5/6 and 1/2 of the letters the best one."""
        x = self.model.but(share=Fraction(5, 6))
        family = AlignedFamily(x.p, x.q)
        alpha = family.align(x.delta).alpha
        assert isinstance(alpha, Fraction)
        conjectured = kl_divergence(pmf("5/6, 1/6"), family.at(alpha))  # type: ignore[arg-type]
        true_rate = divergence_at(x) - x.delta
        below = BestOfNRateFunction(family, x.delta).at(-reward_at(x.but(share=Fraction(1, 2))))
        return Refutation(
            x, because=[*self._in_general(), *self._steps(x, alpha, conjectured, true_rate, below)],
            note=f"at 5/6 best letters J_Δ = {_digits(conjectured)}, the rate is {_digits(true_rate)}; at 1/2: {below}",
        )  # fmt: skip

    def _in_general(self) -> Iterator[Step]:
        p, q = families("p q")
        alpha, beta = symbols("alpha beta")
        phi, tau = tilted(q[y], p[y], alpha), tilted(q[y], p[y], beta)
        yield identity(
            "J_Δ(t) = J₀(t) − δ − α(t_δ − t), with τ = T(q, p, β(t)), t = H(τ‖q), δ = KL(φ‖p), t_δ = H(φ‖q)",
            kl(tau, phi),
            kl(tau, p[y]) - kl(phi, p[y]) - self.sign * alpha * (cross_entropy(phi, q[y]) - cross_entropy(tau, q[y])),
        )
        yield theorem(
            "A-conjecture-ldp", "the rate is J₀ − δ for t ≤ t_δ, above J_Δ by α(t_δ − t) > 0 for t < t_δ; else ∞"
        )
        yield theorem("thm:rate-unique", "so J_Δ is not a rate function of best-of-N")

    def _steps(self, x: Case, alpha: Fraction, conjectured: Any, true_rate: Any, below: Any) -> Iterator[Step]:
        yield letter_step(self.sign)
        yield theorem("A-lem6", "directly: P_π(T ≤ t) ≤ N P_p(T ≤ t) ≤ exp(−mα(t_δ − t)) P_φ(T ≤ t) at every m")
        yield theorem("thm:markov", "and P_φ(T ≤ t) ≤ exp(−m J_Δ(t)): the exponent of P_π is at least J_Δ + α(t_δ − t)")
        yield exact("J_Δ(t) < the true rate, at 5/6 best letters", less(conjectured, true_rate))
        if not conjectured < true_rate:
            return
        yield exact("the true rate is ∞ at 1/2 best letters", equal(below, oo))
        for m in (3, 24, 384):
            n, all_best = sample_size(x.delta, m), reward_at(x.but(share=Fraction(1)))
            ends = TailProbability(MemorylessSource(x.p, m), Reward.log_of(x.q), at_least=all_best)
            factor = log(4) * Fraction(m, 3)
            yield exact(
                f"m = {m}: P_π(all letters the best) ≤ 4^(−m/3) P_φ(all letters the best)",
                at_most(ends.best_of_n(n).log(), ends.tilted(alpha).log() - factor),
            )
        for m in (24, 384):
            half = reward_at(x.but(share=Fraction(1, 2)))
            tail = TailProbability(MemorylessSource(x.p, m), Reward.log_of(x.q), at_most=half)
            yield exact(
                f"m = {m}: −(1/m) log P of at most 1/2 best letters, best-of-N against twice that of φ^m",
                less(-tail.tilted(alpha).log() * 2 / m, tail.exponent(tail.best_of_n(sample_size(x.delta, m)))),
            )

    def certificates(self) -> Certificates:
        policy = ["best_of_n", ["product", ["vec", "1/3", "2/3"], "3"], ["product", ["vec", "2", "1"], "3"], "2"]
        best = ["sum", ["*", ["vec", "1", *["0"] * 7], policy]]
        yield relation(best, "<=", ["*", "1/4", ["^", "2/3", "3"]]), {"precision": "64"}
        j_delta = ["kl", ["vec", "5/6", "1/6"], ["vec", "2/3", "1/3"]]
        true_rate = ["-", ["kl", ["vec", "5/6", "1/6"], ["vec", "1/3", "2/3"]], _third_log_two()]
        yield relation(true_rate, "=", ["+", j_delta, _third_log_two()]), {"precision": "64"}


def _digits(value: Any) -> str:
    return f"{str(EnclosedReal.of(value))[:8]}…"
