"""How tight the √KL law is: closed forms of the smallest proxy, and the policies that reach the bound."""

from __future__ import annotations

from typing import Final

from exactalign import Reward
from proofs_check import (
    Case,
    pmf,
)
from proofs_check.formula import KL, E, both, constant, function, iff, law, log, reward, sub_gaussian, tilt_by
from proofs_check.formula import exp as exponential
from proofs_check.formula import sqrt as root
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers import variables as v

_P, _PI, _R = law("p", "letters 3"), law("pi", "letters 3"), reward("r", "letters 3")
_LOW, _MIDDLE, _HIGH = (constant(k, 3) for k in range(3))
_SPACED: Final = (v.tau > 0, _R(_MIDDLE) == _R(_LOW) + v.tau, _R(_HIGH) == _R(_MIDDLE) + v.tau)
"""Three rewards, each τ above the one before."""
_LESS_LIKELY: Final = (_P(_HIGH) > 0, _P(_HIGH) < _P(_LOW))
_SMALLEST: Final = 2 * v.tau**2 * (_P(_LOW) - _P(_HIGH)) / log(_P(_LOW) / _P(_HIGH))
_MODEL: Final = {"p": pmf("1/2, 3/8, 1/8"), "r": Reward.values((0, 1, 2)), "tau": 1}


class SmallestProxy(Assertion):
    id = "G-proxy"
    place = "Mechanism 1: the variance proxy"
    title = "The smallest variance proxy of two, and of three equally spaced rewards"
    statement = (
        "Three rewards h apart, of probabilities a, b, c with a > c and b² ≤ 16ac, have σ² = 2h²(a − c)/log(a/c); two"
        " rewards s apart, of probabilities 1 − p > p and p, have σ² = s²(1 − 2p)/(2 log((1−p)/p)) (Kearns and Saul)."
    )
    asserts = Statement(
        iff(sub_gaussian(_P, _R, v.proxy), v.proxy >= _SMALLEST),
        given=(*_LESS_LIKELY, _P(_MIDDLE) ** 2 <= 16 * _P(_LOW) * _P(_HIGH), *_SPACED),
    )
    formal = Formal("smallest_proxy", "intros; apply smallest_proxy; assumption. ")
    expected = "formal"
    example = Case(**_MODEL, S=1)
    notes = (
        "h is written τ, and a > c > 0 (a < c: mirrored). Two rewards are b = 0 and s = 2h. For b² > 16ac it is"
        " a critical"
        " value, which may or may not be the maximum."
    )


def _gain(f: Term) -> Term:
    """What the policy gains over the reference, in a reward."""
    return E(v.pi, f) - E(v.p, f)


class Attained(Assertion):
    id = "G-limit"
    place = "Executive summary: “no alignment algorithm can surpass” the law; key result 1"
    title = "The √KL law is a limit, and which policies reach it"
    statement = (
        "No policy improves the reward by more than √(2σ²KL); a policy that loses no reward reaches it exactly when it"
        " is the tilt p_λ, λ = improvement/σ², and the moment generating function reaches its Gaussian bound there,"
        " log E_ref e^{λ(r − E_ref r)} = λ²σ²/2."
    )
    asserts = Statement(
        both(
            _gain(v.r) <= root(2 * v.proxy * KL(v.pi, v.p)),
            iff(
                _gain(v.r) == root(2 * v.proxy * KL(v.pi, v.p)),
                both(
                    v.pi == tilt_by(v.r, v.p, _gain(v.r) / v.proxy),
                    E(v.p, function(v.y, exponential(_gain(v.r) / v.proxy * (v.r(v.y) - E(v.p, v.r)))))
                    == exponential(_gain(v.r) * _gain(v.r) / (2 * v.proxy)),
                ),
            ),
        ),
        given=(v.proxy > 0, sub_gaussian(v.p, v.r, v.proxy), E(v.p, v.r) <= E(v.pi, v.r)),
    )
    formal = "transport_reached"
    expected = "formal"
    example = Case(p=pmf("1/2, 1/2"), pi=pmf("1/2, 1/2"), r=Reward.values((0, 1)), S=1)
    statement_uses = ("G-transport-kl",)
    notes = "Within a budget B nobody gains more than √(2σ²B): theorem transport_budget. Models: G-limit-mirror."


class MirrorImages(Assertion):
    id = "G-limit-mirror"
    place = "Executive summary: “no alignment algorithm can surpass” the law; key result 1"
    title = "Between mirror images the improvement is √(2σ²KL)"
    statement = (
        "With two rewards, the better one the rarer, or three h apart, of probabilities a, b, c with a > c, the"
        " mirror image of the reference improves by exactly √(2σ²KL), with σ² = 2h²(a − c)/log(a/c). Where b² ≤ 16ac"
        " this σ² is the smallest proxy (G-proxy), and the bound is reached."
    )
    asserts = Statement(
        both(
            E(_PI, _R) - E(_P, _R) > 0,
            (E(_PI, _R) - E(_P, _R)) ** 2 * log(_P(_LOW) / _P(_HIGH))
            == 4 * v.tau**2 * (_P(_LOW) - _P(_HIGH)) * KL(_PI, _P),
        ),
        given=(
            *_LESS_LIKELY,
            *_SPACED,
            _PI(_LOW) == _P(_HIGH),
            _PI(_MIDDLE) == _P(_MIDDLE),
            _PI(_HIGH) == _P(_LOW),
        ),
    )
    formal = Formal("mirror_reaches", "intros; apply mirror_reaches; assumption. ")
    expected = "formal"
    example = Case(**_MODEL, pi=pmf("1/8, 3/8, 1/2"))
    statement_uses = ("G-transport-kl", "G-proxy")
    notes = (
        "Multiplied out: 2σ² is 4τ²(a − c)/log(a/c). Two rewards are the middle probability 0. Which policies"
        " reach the bound at all: G-limit. For b² > 16ac this σ² need be no proxy: for (2/100, 97/100, 1/100) and h = 1"
        " it is 0.0288…, less than the variance, 0.0299."
    )
