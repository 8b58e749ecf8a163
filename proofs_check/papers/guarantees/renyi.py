"""Tail-adaptive Rényi bounds: the bound, and when it is tighter than the √KL law (open question 2)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from exactalign import Distribution, EnclosedReal, Reward, kl_divergence, log, oo
from exactalign.laws.divergences import renyi_divergence
from exactalign.numbers.arithmetic import power, simplest, total
from exactalign.numbers.reading import Extended
from exactalign.theory import RewardLaw, compare_tails
from proofs_check import (
    Answer,
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    equal,
    identity,
    instances,
    less,
    pmf,
    proof,
    same_truth,
    search,
    theorem,
)
from proofs_check.algebra.symbolic import symbols
from proofs_check.engine.searches import st
from proofs_check.formula import KL, E, both, iff, implies, sub_gaussian
from proofs_check.formula import log as ln
from proofs_check.formula import renyi as renyi_of_order
from proofs_check.formula import sqrt as root
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.language.steps import Step
from proofs_check.papers import variables as v
from proofs_check.papers.guarantees.proxies import BIT, FIFTH, MIRRORED, law_of, proxy_parts, rewarded
from proofs_check.papers.models import COIN, ONE_LETTER

ORDERS = st.sampled_from([Fraction(1, 2), Fraction(1, 4), Fraction(3, 4)])
BETWEEN = Hypothesis(
    "0 < a < 1", lambda x: 0 < x.a < 1, without=Case(p=pmf("99/100, 1/100"), pi=COIN, r=BIT, a=Fraction(2))
)  # fmt: skip


def renyi_of(policy: Distribution, p: Distribution, a: Fraction) -> Extended:
    """D_a(π‖p), a log form where Σ π^a p^(1−a) is rational, else enclosed; ∞ for disjoint supports (a < 1)."""
    if a > 1 or not set(policy.support) & set(p.support):
        return renyi_divergence(policy, p, a)
    bottom = a.denominator
    base = (policy[o] ** a.numerator * p[o] ** (bottom - a.numerator) for o in p)
    affinity = total(power(value, Fraction(1, bottom)) for value in base)
    if isinstance(affinity, EnclosedReal):
        share = sum((p[o] for o in policy.support), Fraction(0))
        if set(policy.support) <= set(p.support) and policy == p.condition(policy.support):
            return simplest(-log(share))
        return renyi_divergence(policy, p, a)
    return simplest(log(affinity) / (a - 1))


class RenyiTail(Assertion):
    id = "G-renyi-tail"
    place = "Key result 3"
    title = "The Rényi bound for two sub-Gaussian tails"
    statement = (
        "For 0 < a < 1 and rewards that are sub-Gaussian under both policies: E_π r − E_ref r ≤"
        " √(2((1−a)σ_π² + aσ_ref²)D_a(π‖π_ref)/a)."
    )
    asserts = Statement(
        E(v.pi, v.r) - E(v.p, v.r)
        <= root(2 * ((1 - v.a) * v.proxy_pi + v.a * v.proxy) * renyi_of_order(v.a, v.pi, v.p) / v.a),
        given=(v.a > 0, v.a < 1, sub_gaussian(v.pi, v.r, v.proxy_pi), sub_gaussian(v.p, v.r, v.proxy)),
    )
    formal = "Renyi_tail"
    expected = "formal"
    notes = "Where π ≪ π_ref; the proxies bound both tails."


_ORDER = renyi_of_order(v.a, v.pi, v.p)
_RENYI_BOUND = root(2 * ((1 - v.a) * v.proxy_pi + v.a * v.proxy) * _ORDER / v.a)
_KL_BOUND = root(2 * v.proxy * KL(v.pi, v.p))
_TAILS = (v.a > 0, v.a < 1, sub_gaussian(v.pi, v.r, v.proxy_pi), sub_gaussian(v.p, v.r, v.proxy))


class WhenTighter(Assertion):
    id = "G-renyi-tighter"
    place = "Key result 3; open question 2"
    title = "When the Rényi bound is tighter than the KL bound"
    statement = "When the tails under the aligned policy are known too, the Rényi bound is tighter than the KL bound."
    asserts = Statement(_RENYI_BOUND < _KL_BOUND, given=(*_TAILS, v.proxy > 0, _ORDER > 0))
    flaw = (
        "Often it is looser: between mirror images the KL bound is exact and the Rényi bound is not. Neither are"
        " thinner tails of the aligned policy needed, nor are equally thin ones enough."
    )
    weight = "condition"
    counterexample = Case(
        p=FIFTH, pi=MIRRORED, r=Reward.values(BIT), a=Fraction(1, 2), S=Fraction(1, 4), S_pi=Fraction(1, 4)
    )
    mended = Statement(
        iff(
            _RENYI_BOUND < _KL_BOUND,
            (1 - v.a) * v.proxy_pi * _ORDER < v.a * v.proxy * (KL(v.pi, v.p) - _ORDER),
        ),
        given=(v.a > 0, v.a < 1),
    )
    formal = "renyi_tighter_iff"
    expected = "amended"
    corrected_expected = "formal"
    statement_uses = ("G-renyi-tail", "G-transport-kl")
    notes = (
        "For σ_ref > 0 and D_a > 0: tighter exactly when σ_π²/σ_ref² < (a/(1−a))(KL/D_a − 1). Models on both sides at"
        " equal proxies: theorems renyi_looser and renyi_tighter; the smallest proxies: G-renyi-tighter-models."
    )


class WithoutAlignedTail(Assertion):
    id = "G-mech3-break"
    place = "Mechanism 3, break condition"
    title = "The Rényi bound needs the aligned tail"
    statement = (
        "Without the term of the aligned tail the bound breaks: √(2σ_ref²D_a) is below the improvement at every order a"
        " that is small enough, whatever σ_ref is and whatever π gains."
    )
    asserts = Statement(
        root(2 * v.proxy * renyi_of_order(v.a / 16, v.pi, v.p)) < E(v.pi, v.r) - E(v.p, v.r),
        given=(
            v.a > 0,
            E(v.p, v.r) < E(v.pi, v.r),
            v.a * (v.proxy * KL(v.p, v.pi) + (E(v.pi, v.r) - E(v.p, v.r)) ** 2)
            <= 4 * (E(v.pi, v.r) - E(v.p, v.r)) ** 2,
        ),
    )
    formal = Formal(
        "aligned_tail_missing",
        "intros; apply aligned_tail_missing; try assumption; try lra;"
        " replace (4 * (a / 16)) with (a / 4) by field; lra. ",
    )
    expected = "formal"
    notes = "How small: order ≤ improvement²/(4(σ_ref²KL(π_ref‖π) + improvement²)); here the order is written a/16."


class SmallestProxies(Claim):
    id = "G-renyi-tighter-models"
    place = "Key result 3; open question 2"
    title = "The criterion with the smallest proxies, on both sides"
    statement = (
        "For the lower variance proxy σ_π² of the reward under π and the upper one σ_ref² under the reference: the"
        " Rényi bound is tighter exactly when σ_π²/σ_ref² < (a/(1−a))(KL/D_a − 1), for 0 < a < 1 and σ_ref > 0; so"
        " always when KL = ∞ > D_a."
    )
    latex = (
        r"\text{tighter} \iff \frac{\sigma_\pi^2}{\sigma_{\mathrm{ref}}^2}"
        r" < \frac{a}{1-a}\Big(\frac{\mathrm{KL}}{D_a} - 1\Big)"
    )
    scope = "every finite alphabet, reference and reward with σ_ref > 0, every π ≠ p with D_a < ∞, every 0 < a < 1"
    expected = "argued"
    statement_uses = ("G-renyi-tail", "G-transport-kl")
    proof_uses = ("G-limit-mirror", "G-renyi-tail")

    hypotheses = (
        BETWEEN,
        Hypothesis(
            "D_a(π‖p) < ∞: the supports meet",
            lambda x: bool(set(x.p.support) & set(x.pi.support)),
            without=Case(p=pmf("1/2, 1/2, 0"), pi=pmf("0, 0, 1"), r=(0, 1, 1), a=Fraction(1, 2)),
            unused="both bounds are ∞ then, and neither is tighter",
        ),
        Hypothesis(
            "σ_ref > 0",
            lambda x: not law_of(x.p, x.r).is_constant,
            without=Case(p=pmf("0, 1"), pi=COIN, r=(0, 0), a=Fraction(1, 2)),
        ),
    )
    example = Case(p=pmf("7/8, 1/8"), pi=pmf("3/4, 1/4"), r=BIT, a=Fraction(1, 2))
    edges = (
        Edge("π = p: both bounds are 0", Case(p=FIFTH, pi=FIFTH, r=BIT, a=Fraction(1, 2))),
        Edge("constant reward: both bounds are 0", Case(p=COIN, pi=FIFTH, r=(1, 1), a=Fraction(1, 2))),
        Edge("K = 1", Case(p=ONE_LETTER, pi=ONE_LETTER, r=(0,), a=Fraction(1, 2))),
        Edge("a certain outcome: a tie", Case(p=FIFTH, pi=pmf("0, 1"), r=BIT, a=Fraction(1, 2))),
        Edge("KL = ∞", Case(p=pmf("1/2, 1/2, 0"), pi=pmf("0, 1/2, 1/2"), r=(0, 1, 1), a=Fraction(1, 2))),
    )
    teeth = (
        Variant("(1 − a)/a in place of a/(1 − a)", threshold=lambda a, kl, d: (1 - a) / a * (kl / d - 1)),
        Variant("KL/D_a without the − 1", threshold=lambda a, kl, d: a / (1 - a) * (kl / d)),
        Variant("the proxies swapped", sides=lambda own, base: (base, own)),
    )

    def sides(self, own: Any, base: Any) -> tuple[Any, Any]:
        """σ_π² and σ_ref², in the order of their ratio."""
        return own, base

    def threshold(self, a: Any, kl: Any, d: Any) -> Any:
        """What σ_π²/σ_ref² must stay below."""
        return a / (1 - a) * (kl / d - 1)

    def holds(self, x: Case) -> Answer:
        law, reward = law_of(x.p, x.r), Reward.values(x.r)
        spent, renyi = kl_divergence(x.pi, x.p), renyi_of(x.pi, x.p, x.a)
        mine, theirs = proxy_parts(RewardLaw(x.pi, reward), "lower"), proxy_parts(law)
        tighter = compare_tails(x.pi, law, x.a).tighter == "renyi"
        return same_truth(tighter, self._condition(x.a, mine, theirs, spent, renyi), "tighter if and only if")

    def _condition(self, a: Fraction, mine: Any, theirs: Any, spent: Any, renyi: Any) -> bool:
        own, base = self.sides(quotient_of(mine), quotient_of(theirs))
        if renyi == oo or (isinstance(base, Fraction) and base == 0):
            return False
        if spent == oo:
            return True
        if not isinstance(renyi, EnclosedReal) and renyi == spent:  # a tie when σ_π = 0, looser when it is not
            bound = Fraction(self.threshold(a, Fraction(1), Fraction(1)))
            return bool(less(own, bound * base))
        bound = self.threshold(a, EnclosedReal.of(spent), EnclosedReal.of(renyi))
        return bool(less(own, bound * base))

    @proof
    def condition(self) -> Iterator[Step]:
        """Both bounds squared."""
        a, s, t, spent, d = symbols("a s t KL D")
        own, base = self.sides(s, t)
        yield identity(
            "half the difference of the squares is ((1−a)/a)D_a(σ_π² − σ_ref²(a/(1−a))(KL/D_a − 1))",
            ((1 - a) * s + a * t) * d / a - t * spent,
            (1 - a) / a * d * (own - base * self.threshold(a, spent, d)),
        )
        yield argument(
            "(1 − a)D_a/a > 0 for π ≠ p. If KL = ∞ > D_a, the Rényi bound is finite and the KL bound is not.",
            tested_by=("both_ways", "small_models"),
        )
        yield theorem("G-limit-mirror", "from two rewards, the lower one likelier, to the mirror image it is attained;")
        yield theorem("G-renyi-tail", "there the Rényi bound, which is at least the improvement, is tighter for no a")

    @instances(
        [
            Case(p=FIFTH, pi=MIRRORED, r=BIT, a=Fraction(1, 2), tighter="kl"),
            Case(p=pmf("7/8, 1/8"), pi=pmf("3/4, 1/4"), r=BIT, a=Fraction(1, 2), tighter="renyi"),
            Case(p=pmf("5/6, 1/6"), pi=pmf("2/3, 1/3"), r=BIT, a=Fraction(1, 10), tighter="renyi"),
            Case(p=pmf("99/100, 1/100"), pi=COIN, r=BIT, a=Fraction(1, 20), tighter="renyi"),
            Case(p=pmf("1/2, 1/2, 0"), pi=pmf("0, 1/2, 1/2"), r=(0, 1, 1), a=Fraction(1, 2), tighter="renyi"),
            Case(p=FIFTH, pi=pmf("0, 1"), r=BIT, a=Fraction(1, 2), tighter="tie"),
        ]
    )
    def both_ways(self, x: Case) -> Answer:
        """Looser between mirror images, tighter in three small models and at KL = ∞, a tie at a certain outcome."""
        return [self.holds(x), equal(compare_tails(x.pi, law_of(x.p, x.r), x.a).tighter, x.tighter, "the tighter one")]

    @search(lambda: rewarded(a=ORDERS), examples=50)
    def small_models(self, x: Case) -> Answer:
        """The decision between the bounds, and the condition."""
        return self.holds(x)


def quotient_of(parts: tuple[Any, Any]) -> Any:
    """σ² from its top and bottom."""
    top, bottom = parts
    return top if isinstance(bottom, Fraction) else EnclosedReal.of(top) / bottom


_T: Final = (1 - v.a) * v.tau + v.a
_GAUSS_KL: Final = 2 * ((v.x**2 + v.tau - 1 - ln(v.tau)) / 2)
_GAUSS_RENYI: Final = 2 * _T * (v.a * v.x**2 / (2 * _T) + (ln(_T) - (1 - v.a) * ln(v.tau)) / (2 * (1 - v.a))) / v.a


class GaussianRewards(Assertion):
    id = "G-renyi-gauss"
    place = "Key result 3; open question 2"
    title = "Gaussian rewards: the Rényi bound is tighter exactly when the aligned tail is thinner"
    statement = (
        "For a reward that is N(0, 1) under the reference and N(m, s) under π, with the divergences between these two"
        " laws of the reward (the outcome is the reward), the Rényi bound is tighter than the KL bound for every"
        " 0 < a < 1 if s < 1, equal if s = 1, looser if s > 1."
    )
    asserts = Statement(
        both(
            implies(v.tau < 1, _GAUSS_RENYI < _GAUSS_KL),
            implies(v.tau == 1, _GAUSS_RENYI == _GAUSS_KL),
            implies(v.tau > 1, _GAUSS_KL < _GAUSS_RENYI),
        ),
        given=(v.a > 0, v.a < 1),
    )
    formal = Formal(
        "gauss_bounds",
        "intros; destruct (gauss_bounds a x tau) as (? & ? & ?); try assumption; repeat split; assumption. ",
    )
    expected = "formal"
    statement_uses = ("G-renyi-tail",)
    notes = (
        "s is written τ and m is written x; both bounds are squared. σ_ref² = 1, σ_π² = s, KL = (m² + s − 1 −"
        " log s)/2 and"
        " D_a = am²/(2T) + log(T/s^{1−a})/(2(1−a)), T = (1−a)s + a, are the divergences of Gaussian laws, taken"
        " as known."
        " Outcomes that tell more than the reward can have larger divergences."
    )
