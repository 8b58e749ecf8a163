"""How much reward a divergence buys: transportation bounds, Donsker–Varadhan, and tail-adaptive bounds.

A reward whose upper variance proxy under the reference is σ² satisfies E_π r − E_ref r ≤ √(2σ²·KL(π‖ref))
for every policy π; the smallest such constant is the upper proxy itself (Bobkov and Götze). A finite model
always has one. Along families with heavier tails it is unbounded: see `required_proxy`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

import attrs

from exactalign.exceptions import ParameterError
from exactalign.laws.distributions import Distribution
from exactalign.laws.divergences import kl_divergence, renyi_divergence
from exactalign.laws.rewards import Reward
from exactalign.numbers.arguments import checked
from exactalign.numbers.arithmetic import is_zero, sign_of, simplest, square_root
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.logforms import log
from exactalign.numbers.reading import Extended, Number, exact_real
from exactalign.policies.tilting import AlignedFamily
from exactalign.theory.closed_forms import chi_squared_bound, kl_bound
from exactalign.theory.reward_law import RewardLaw
from exactalign.theory.sub_gaussian import VarianceProxy, variance_proxy


@checked
def improvement(policy: Distribution, law: RewardLaw) -> Number:
    """Return E_π r − E_ref r, rational or a log form.

    >>> improvement(Distribution.from_weights([1, 4]), RewardLaw.bernoulli("1/5"))
    Fraction(3, 5)
    """
    aligned = policy.aligned_to(law.reference)
    return simplest(exact_real(aligned.expectation(law.reward)) - law.mean)


@checked
def best_of_n_improvement(law: RewardLaw, n: Any) -> Number:
    """Return E r under best-of-n minus E r under the reference: exact for integer n.

    >>> best_of_n_improvement(RewardLaw.bernoulli("1/2"), 2)
    Fraction(1, 4)
    """
    return simplest(law.expectation(law.best_of_n(n)) - law.mean)


def transportation_bound(proxy: VarianceProxy | Any, divergence: Any) -> Extended:
    """Return √(2σ²·KL), above every improvement at that KL divergence; `oo` at an infinite one.

    `proxy` is a `VarianceProxy` (the upper one suffices) or σ² itself. Key result 1 of guarantees.

    >>> transportation_bound(Fraction(1, 4), Fraction(1, 8))
    Fraction(1, 4)
    """
    sigma = _proxy(proxy)
    if isinstance(divergence, Infinity):
        return divergence  # even for σ² = 0: off the support of the reference the reward is not bounded by it
    return square_root(2 * sigma * exact_real(divergence, "divergence"))


def best_of_n_improvement_bound(proxy: VarianceProxy | Any, n: Any) -> Extended:
    """Return √(2σ²(log n − (n−1)/n)), above the improvement of best-of-n on every model with that proxy.

    >>> best_of_n_improvement_bound(RewardLaw.bernoulli("1/2").variance, 2)
    EnclosedReal(0.310762916513493…)
    """
    return transportation_bound(proxy, kl_bound(n))


@checked
def variance_bound(law: RewardLaw, n: Any) -> Number:
    """Return √(Var r)·(n − 1)/√(2n − 1), above the improvement of best-of-n whatever the tails.

    Cauchy–Schwarz with the χ² divergence (Hartley and David; Gumbel): it needs a variance only.

    >>> variance_bound(RewardLaw.bernoulli("1/2"), 2)
    EnclosedReal(0.288675134594812…)
    """
    return square_root(law.variance * chi_squared_bound(n))


def required_proxy(gain: Any, divergence: Any) -> Number | None:
    """Return gain²/(2·KL), which every valid upper variance proxy is at least; None when KL = 0.

    Where it grows without bound along a family, no √KL law holds for the family.

    >>> required_proxy(3, log(2))
    EnclosedReal(6.49212768400033…)
    """
    spent = exact_real(divergence, "divergence")
    if is_zero(spent):
        return None
    value = exact_real(gain, "gain")
    return value * value / (2 * spent)


def renyi_transportation_bound(
    policy_proxy: VarianceProxy | Any, reference_proxy: VarianceProxy | Any, divergence: Any, order: Any
) -> Extended:
    """Return √(2((1−a)σ_π² + aσ_ref²)·D_a/a), for 0 < a < 1: above E_π r − E_ref r.

    The lower proxy of the reward under π and its upper proxy under the reference suffice. Key result 3 of
    guarantees. Raises `ParameterError` for other orders.

    >>> renyi_transportation_bound(0, "1/4", log(2), "3/4")
    EnclosedReal(0.588705011257737…)
    """
    a = _order(order)
    if isinstance(divergence, Infinity):
        return divergence
    return square_root(2 * _renyi_square(policy_proxy, reference_proxy, exact_real(divergence), a))


@attrs.frozen(eq=False, slots=False)
class TailBounds:
    """The KL and the tail-adaptive Rényi bound on one improvement; `tighter` is decided."""

    order: Fraction
    improvement: Number
    kl_bound: Extended
    renyi_bound: Extended
    tighter: Literal["kl", "renyi", "tie"]


@checked
def compare_tails(policy: Distribution, law: RewardLaw, order: Any, *, two_sided: bool = False) -> TailBounds:
    """Return both bounds on E_π r − E_ref r for 0 < a < 1, and which is tighter.

    The sharp one-sided proxies (lower for π, upper for the reference) are used, or with `two_sided` the
    two-sided ones, as in the paper. The Rényi bound is the tighter one exactly when
    σ_π²/σ_ref² < (a/(1−a))·(KL/D_a − 1). Raises `Undecided` when two enclosed bounds cannot be told apart.

    >>> mirror = compare_tails(Distribution.from_weights([1, 4]), RewardLaw.bernoulli("1/5"), "1/2")
    >>> mirror.tighter, mirror.improvement, mirror.renyi_bound
    ('kl', Fraction(3, 5), EnclosedReal(0.621541401569384…))
    """
    a = _order(order)
    target = policy.aligned_to(law.reference)
    own = variance_proxy(RewardLaw(target, law.reward), "two-sided" if two_sided else "lower")
    base = variance_proxy(law, "two-sided" if two_sided else "upper")
    kl: Any = simplest(kl_divergence(target, law.reference))
    renyi = _renyi(target, law.reference, a)
    return TailBounds(
        a,
        improvement(target, law),
        transportation_bound(base, kl),
        renyi_transportation_bound(own, base, renyi, a),
        _tighter(own, base, kl, renyi, a),
    )


@attrs.frozen(eq=False, slots=False)
class DonskerVaradhan:
    """One score g in KL(π‖p) ≥ E_π g − log E_p e^g: `gap` = kl − value = KL(π‖p_g), p_g ∝ p·e^g."""

    kl: Extended
    value: Number
    gap: Extended


@checked
def donsker_varadhan(policy: Distribution, reference: Distribution, score: Reward) -> DonskerVaradhan:
    """Return both sides of the Donsker–Varadhan inequality for one score.

    >>> p, policy = Distribution.uniform(2), Distribution.from_weights([1, 3])
    >>> donsker_varadhan(policy, p, variational_score(policy, p)).gap
    Fraction(0, 1)
    """
    target = policy.aligned_to(reference)
    family = AlignedFamily(reference, score)
    value = exact_real(target.expectation(score)) - family.log_partition(1)
    kl = kl_divergence(target, reference)
    gap: Extended = kl if isinstance(kl, Infinity) else simplest(kl - value)
    return DonskerVaradhan(kl, simplest(value), gap)


@checked
def variational_score(policy: Distribution, reference: Distribution) -> Reward:
    """Return the score log(π/p) that attains KL(π‖p); raise `ParameterError` unless both supports are full."""
    target = policy.aligned_to(reference)
    if len(target.support) < len(target) or len(reference.support) < len(reference):
        raise ParameterError("the maximum is attained only where policy and reference have full support")
    return Reward({outcome: log(mass / reference[outcome]) for outcome, mass in target.items()})


def _proxy(proxy: VarianceProxy | Any) -> Number:
    value = proxy.valid if isinstance(proxy, VarianceProxy) else exact_real(proxy, "proxy")
    if isinstance(value, Fraction) and value < 0:
        raise ParameterError(f"proxy is {value}: a variance proxy is not negative")
    return value


def _order(order: Any) -> Fraction:
    a = exact_real(order, "order")
    if not isinstance(a, Fraction) or not 0 < a < 1:
        raise ParameterError(f"order is {a}: the tail-adaptive bound takes a rational order strictly between 0 and 1")
    return a


def _renyi_square(own: VarianceProxy | Any, base: VarianceProxy | Any, divergence: Number, a: Fraction) -> Number:
    """((1−a)σ_π² + aσ_ref²)·D_a/a, half the square of the bound."""
    mixed = (1 - a) * _proxy(own) + a * _proxy(base)
    return mixed * (1 / a * divergence)


def _renyi(policy: Distribution, reference: Distribution, a: Fraction) -> Extended:
    """D_a(π‖p), a log form when π is p given an event (then D_a is the same for every order)."""
    if set(policy.support) <= set(reference.support) and policy == reference.condition(policy.support):
        return simplest(-log(reference.probability(lambda outcome: policy[outcome] > 0)))
    return renyi_divergence(policy, reference, a)


def _tighter(
    own: VarianceProxy, base: VarianceProxy, kl: Any, renyi: Any, a: Fraction
) -> Literal["kl", "renyi", "tie"]:
    if isinstance(kl, Infinity):  # D_a ≤ KL is infinite where the supports have nothing in common, and only there
        return "tie" if isinstance(renyi, Infinity) else "renyi"
    if is_zero(kl):
        return "tie"
    if is_zero(_proxy(own)) and not isinstance(renyi, EnclosedReal) and renyi == kl:
        return "tie"
    difference = _renyi_square(own, base, renyi, a) - _proxy(base) * kl
    sign = sign_of(difference)
    return "tie" if sign == 0 else "kl" if sign > 0 else "renyi"
