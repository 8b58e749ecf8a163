"""Section 4.2: the type lemma before Lemma 7: what the type of best-of-N, N = exp(mδ), converges to, and how fast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from math import comb, prod
from operator import getitem, sub
from types import MappingProxyType
from typing import Any, TypeAlias

from exactalign import (
    AlignedFamily,
    Distribution,
    EnclosedReal,
    LevelLaw,
    LogForm,
    MemorylessSource,
    Reward,
    TailProbability,
    best_of_n,
    log,
    sample_size,
)
from exactalign.numbers.arithmetic import exponential
from proofs_check import (
    Answer,
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
    proof,
    search,
    theorem,
)
from proofs_check.engine.searches import integers, models
from proofs_check.formula import Pr, absolute, event, for_all, limit, positive, real, type_of
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import REVERSED, W
from proofs_check.papers.asymptotics.growing import (
    BEYOND,
    MODEL_B,
    NOT_CONSTANT,
    THREE_LETTERS,
    alignment,
    at_lengths,
    best,
    letter_step,
    tilt_identity_at_smaller_exponent,
)
from proofs_check.papers.asymptotics.limits import OPTIMUM, can_hold, distinct, draws, policy
from proofs_check.papers.models import COIN
from proofs_check.papers.variables import delta, eps_positive, m, phi, w, y
from proofs_check.papers.variables import q_positive as q


class TypeConverges(Assertion):
    id = "A-lem-type"
    place = "Lemma before Lemma 7"
    title = "The type of best-of-N converges to the optimal tilt"
    statement = "For δ ∈ [0, log 1/ζ] and N = exp(mδ), the type of Y^m ~ π_N^m converges in probability to φ_δ."
    asserts = Statement(
        limit(m, Pr(policy(m), event(w, for_all(y, absolute(type_of(w)(y) - phi(y)) <= eps_positive))), 1),
        given=(distinct(q), delta >= 0, OPTIMUM, *draws()),
    )
    formal = "types_converge"
    possible = can_hold(asserts)
    expected = "formal"
    printed_proof_uses = ("A-type-conclusion", "A-type-notation")
    statement_uses = ("A-lem1",)
    notes = (
        "φ_δ is the optimum of Definition 2; read as T(q, p, α(δ)) there is none for δ ≥ Δ_max, where the range"
        " [0, log 1/ζ]"
        " always reaches. True for every δ ≥ 0 and every rule for ties, N_m = exp(mδ) up to a factor; of Assumptions 1"
        " and 2 only q > 0 with distinct entries is used: with two best letters a rule that looks at the letters"
        " can choose"
        " among the types from Δ_max on. The printed proof has twelve faults (A-type-…)."
    )


class TypeRate(Claim):
    id = "A-lem-type-rate"
    place = "Lemma before Lemma 7, with a rate"
    title = "How fast the type of best-of-N converges"
    statement = (
        "The type of best-of-N converges exponentially fast to the optimum φ_δ for every δ ≥ 0: T(q,p,α(δ))"
        " below Δ_max,"
        " the best letter from Δ_max on. The displayed bound is for 0 < δ < Δ_max. At δ = 0 the"
        " bound is (m+1)^{K−1} exp(−mε²/2); for δ ≥ Δ_max it is exp(−½ m (1/p* − 1) exp(m(δ − Δ_max))), p* the"
        " probability of the best letter, once m ≥ 2g/(ε gap), g the range of the reward and the gap that between the"
        " two best letters."
    )
    latex = (
        r"0<\delta<\Delta_{\max}:\ P(\|t(Y^m)-\phi_\delta\|_1 > \varepsilon) \le (m+1)^{K-1} e^{-m\varepsilon^2/4}"
        r" + \exp\left(-N\,P_p\left(r(Y^m) \ge m(\rho - \tfrac{\varepsilon^2}{4\alpha})\right)\right)"
    )
    scope = (
        "every finite K, p > 0, q > 0 not constant, all δ ≥ 0, N = exp(mδ) rounded down (every tie rule) or"
        " real (uniform ties); at δ ≥ Δ_max one best letter, as Assumption 2 has it"
    )
    notes = (
        "That the type converges is formal (A-lem-type). The rate is for single m and has no theorem in the library."
    )
    expected = "argued"
    statement_uses = ("A-lem1-alpha", "A-lem-type")
    proof_uses = ("A-lem6", "thm:gibbs", "thm:chebyshev", "thm:types", "thm:pinsker")

    hypotheses = (
        NOT_CONSTANT,
        Hypothesis(
            "δ < Δ_max, or there is one best letter",
            lambda x: "delta" not in x or _below_or_one_best(x),
            untried="with tied best letters a rule that looks at the letters can choose among the types on them",
        ),
    )
    example = MODEL_B.but(m=240, eps=Fraction(3, 5))
    edges = (
        Edge("δ = 0: N = 1", MODEL_B.but(delta=LogForm.of(0), m=60, eps=Fraction(3, 5))),
        Edge("δ = Δ_max", Case(p=REVERSED, q=REVERSED, delta=log("3/2"), m=12, eps=Fraction(1, 2))),
        Edge("δ > Δ_max", BEYOND.but(m=6, eps=Fraction(1, 2))),
        Edge("constant reward", Case(p=W, q=COIN, delta=log(2), m=2, eps=Fraction(1, 2))),
        Edge("K = 1", note="the type is always p; a constant reward, excluded"),
        Edge("δ ≥ Δ_max, tied best letters", note="a rule that looks at the letters can then choose among the types"),
    )
    teeth = (
        Variant("the limit p in place of φ_δ", limit=lambda policy, p: p),  # noqa: ARG005
        Variant("N = exp(2mδ)", growth=2),
        Variant("a bound exp(−4m ε²)", rate=lambda eps: 4 * eps**2),
        Variant("the sign of α in the change of measure", sign=-1),
        Variant("no letter off the best", off=0),
    )

    growth = 1
    sign = 1
    off = 1

    def limit(self, policy: Any, p: Distribution) -> Any:  # noqa: ARG002 (a variant uses p)
        """The law to which the type converges."""
        return policy

    def rate(self, eps: Fraction) -> Fraction:
        """The exponential rate of the first term."""
        return eps**2 / 4

    def holds(self, x: Case) -> Answer:
        """The probability that the type is farther than ε from the limit, and its bound."""
        n = sample_size(LogForm.of(x.delta) * self.growth, x.m)
        return at_most(self._far(x, n), self._bound(x, n), f"P(|t − φ| > {x.eps}) at m = {x.m}")

    def _far(self, x: Case, n: int) -> Any:
        if len(x.p) > 2:
            return self._far_by_types(x, n)
        policy, centre = best(x.p, x.q, x.m, n), self.limit(alignment(x.p, x.q, x.delta).policy, x.p)
        low, high = sorted((0, 1), key=lambda k: x.q[k])
        worst, step = log(x.q[low]), log(x.q[high] / x.q[low])
        below = -((-(centre[high] - x.eps / 2) * x.m) // 1) - 1  # the largest count < m(φ − ε/2)
        above = (centre[high] + x.eps / 2) * x.m // 1 + 1  # the smallest count > m(φ + ε/2)
        tails = [policy.at_most(worst * x.m + step * below)] if below >= 0 else []
        tails += [policy.at_least(worst * x.m + step * above)] if above <= x.m else []
        return EnclosedReal.sum(tails) if tails else Fraction(0)

    def _far_by_types(self, x: Case, n: int) -> Any:
        """The same for more letters: the far types of each level have their share of it, as under the reference."""
        centre = self.limit(alignment(x.p, x.q, x.delta).policy, x.p)
        counts_there, limit = [x.m * centre[k] for k in x.p], x.m * x.eps

        def is_far(counts: tuple[int, ...]) -> bool:
            return bool(sum(map(abs, map(sub, counts_there, counts))) > limit)

        far = {
            reward: sum((share for counts, share in types if is_far(counts)), Fraction(0)) / mass
            for reward, (mass, types) in _levels(x.p, x.q, x.m).items()
        }
        policy = best(x.p, x.q, x.m, n)
        return EnclosedReal.sum(chance * far[reward] for reward, chance in policy.by_level())

    def _bound(self, x: Case, n: int) -> Any:
        optimum, size = alignment(x.p, x.q, x.delta), len(x.p)
        if optimum.case != "tilt":
            if x.m * x.eps < 2:  # one letter off the best may already be farther than ε
                return Fraction(1)
            mass = max(x.p[k] for k in x.p if x.q[k] == max(x.q.probabilities))
            growth = (EnclosedReal.of(LogForm.of(x.delta) - optimum.kl_max) * x.m).exp()
            return exponential(-growth * x.m * (1 / mass - 1) / 2)
        types = (x.m + 1) ** (size - 1)
        assert optimum.alpha is not None
        if optimum.alpha == 0:
            return EnclosedReal.of(-x.m * x.eps**2 / 2).exp() * types
        first = EnclosedReal.of(-x.m * self.rate(x.eps)).exp() * types
        level = optimum.expected_reward() - x.eps**2 / (4 * optimum.alpha)
        tail = TailProbability(MemorylessSource(x.p, x.m), Reward.log_of(x.q), at_least=level).reference()
        return first + exponential(-tail * n)

    @proof
    def direct(self) -> Iterator[Step]:
        """Below Δ_max: the reward cannot be much below mρ (first part); given that, the type is near φ (second)."""
        yield letter_step(self.sign)
        yield argument(
            "So p^m = φ^m exp(−mδ − α(S − mρ)) on sequences, S the total reward; the same for φ′ = T(q,p,α′) with δ′,"
            " ρ′. For small η > 0 take 0 < α′ < α with ρ′ = ρ − η/2.",
            tested_by="change_of_measure",
        )
        yield tilt_identity_at_smaller_exponent()
        yield theorem("thm:gibbs", "so δ − δ′ ≥ α′(ρ − ρ′) = α′η/2")
        yield theorem(
            "thm:chebyshev",
            "under φ′^m, |S − mρ′| ≤ mη/4 has probability ≥ 1/2 for m ≥ 32σ′²/η²; hence"
            " P_p(S ≥ m(ρ − η)) ≥ ½ exp(−mδ′ − mα′η/4), and N P_p(S ≥ m(ρ − η)) ≥ ¼ exp(mα′η/4) for N ≥ ½ exp(mδ)",
        )
        yield argument(
            "P_π(S < s) = (1 − P_p(S ≥ s))^N ≤ exp(−N P_p(S ≥ s)) for every tie rule: at s = m(ρ − η) this is doubly"
            " exponentially small.",
            tested_by=("growing", "change_of_measure"),
        )
        yield theorem(
            "A-lem6",
            "π ≤ N p^m at every sequence, real N included, so P_π(E, S ≥ m(ρ − η)) ≤ N exp(−mδ + mαη) P_φ(E)",
        )
        yield theorem("thm:types", "P_φ(E) ≤ (m + 1)^{K−1} exp(−m min KL(t‖φ)) over the types t in E")
        yield theorem("thm:pinsker", "KL(t‖φ) ≥ ε²/2 for E = {‖t − φ‖₁ > ε}; put η = ε²/(4α)")

    @proof
    def ends(self) -> Iterator[Step]:
        """δ = 0 and δ ≥ Δ_max."""
        m, mass = real("m"), positive("p_best")
        yield theorem("thm:types", "δ = 0: N = 1 and π = p^m = φ^m, so the bound on P_φ(E) is all that is needed")
        yield theorem("thm:pinsker", "it decays with the exponent ε²/2")
        yield identity(
            "N P_p(exactly one letter is not the best) = N m p*^{m−1}(1 − p*) = m (1/p* − 1) at N = p*^{−m}",
            m * mass ** (m - self.off) * (1 - mass) * mass ** (-m) == m * (1 / mass - 1),
        )
        yield argument(
            "δ ≥ Δ_max: N ≥ ½ exp(mδ) = ½ p*^{−m} exp(m(δ − Δ_max)), so P_π(S < m max r − g) ≤"
            " exp(−½ m (1/p* − 1) exp(m(δ − Δ_max))) → 0, with g the range of the reward. If S ≥ m max r − g, only"
            " boundedly many letters are not the best, and ‖t − φ‖₁ ≤ ε once m ≥ 2g/(ε gap), with the gap between the"
            " two best letters.",
            tested_by="from_the_maximum_on",
        )

    @instances(
        at_lengths(THREE_LETTERS.but(eps=Fraction(4, 5)), (64,))
        + at_lengths(MODEL_B.but(eps=Fraction(3, 5)), (480,))
        + at_lengths(MODEL_B.but(eps=Fraction(1, 5)), (1500,)),
        deep=at_lengths(MODEL_B.but(eps=Fraction(1, 10)), (9000,)),
    )
    def growing(self, x: Case) -> Answer:
        """The bound against the enclosed probability at growing m."""
        return self.holds(x)

    @instances(
        [
            Case(p=REVERSED, q=REVERSED, delta=delta, m=m, eps=Fraction(1, 2))
            for delta in (log("3/2"), log(2)) for m in (4, 12, 24)
        ]
    )  # fmt: skip
    def from_the_maximum_on(self, x: Case) -> Answer:
        """δ = Δ_max and δ > Δ_max."""
        return self.holds(x)

    @search(lambda: models(min_size=2, max_size=3, max_weight=5, m=integers(1, 3), alpha=integers(1, 2)), examples=20)
    def change_of_measure(self, x: Case) -> Answer:
        """Exactly, at every type: log p^m − log φ^m = −mδ − α(S − mρ), and π ≤ N p^m ≤ exp(−α(S − mρ)) φ^m."""
        family = AlignedFamily(x.p, x.q)
        phi, delta, rho = family.at(x.alpha), family.kl(x.alpha), family.expected_reward(x.alpha)
        n = sample_size(delta, x.m)
        policy = best_of_n(MemorylessSource(x.p, x.m), Reward.log_of(x.q), n)
        found = []
        for counts, mass in policy.by_type():
            reward = LogForm.sum(c * log(x.q[k]) for k, c in enumerate(counts))
            ratio = LogForm.sum(c * (log(x.p[k]) - log(phi[k])) for k, c in enumerate(counts))
            below = -delta * x.m - self.sign * x.alpha * (reward - rho * x.m)
            found.append(equal(ratio, below, f"log(p/φ) at the type {counts}"))
            share = MemorylessSource(x.p, x.m).probability(_sequence(counts)) * _multinomial(counts)
            found.append(at_most(mass, n * share, f"π at the type {counts}"))
        return found


def _below_or_one_best(x: Case) -> bool:
    family = AlignedFamily(x.p, x.q)
    return bool(LogForm.of(x.delta) < family.kl_max) or len(family.groups[-1]) == 1


def _sequence(counts: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(k for k, c in enumerate(counts) for _ in range(c))


def _all_counts(m: int, letters: int) -> Iterator[tuple[int, ...]]:
    if letters == 1:
        yield (m,)
        return
    for first in range(m + 1):
        for rest in _all_counts(m - first, letters - 1):
            yield (first, *rest)


_Level: TypeAlias = tuple[Fraction, tuple[tuple[tuple[int, ...], Fraction], ...]]


@lru_cache(maxsize=4)
def _levels(p: Distribution, q: Distribution, m: int) -> Mapping[LogForm, _Level]:
    """The probability of every total reward Σ c log q under p^m, and the counts of each type that has it with its own
    probability: the same for every variant."""
    found: dict[LogForm, list[tuple[tuple[int, ...], Fraction]]] = {}
    masses = [[p[k] ** c for c in range(m + 1)] for k in p]
    rewards = [[c * log(q[k]) for c in range(m + 1)] for k in p]
    for counts in _all_counts(m, len(p)):
        share = prod(map(getitem, masses, counts), start=Fraction(_multinomial(counts)))
        found.setdefault(LogForm.sum(map(getitem, rewards, counts)), []).append((counts, share))
    levels = LevelLaw(MemorylessSource(p, m), Reward.log_of(q))
    return MappingProxyType({reward: (mass, tuple(found[reward])) for reward, mass in levels})


def _multinomial(counts: tuple[int, ...]) -> int:
    ways, left = 1, sum(counts)
    for c in counts:
        ways *= comb(left, c)
        left -= c
    return ways
