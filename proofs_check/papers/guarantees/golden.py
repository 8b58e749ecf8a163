"""Key result 4: from the proxy reward to the golden reward."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from exactalign import Distribution, Reward
from exactalign.theory import GoldenModel
from proofs_check import (
    Answer,
    Case,
    Certificates,
    Claim,
    Edge,
    Variant,
    argument,
    at_most,
    equal,
    identity,
    pmf,
    proof,
    search,
    theorem,
)
from proofs_check.engine.certify import relation
from proofs_check.engine.searches import integers, pmfs
from proofs_check.formula import (
    KL,
    TV,
    E,
    absolute,
    best,
    both,
    exists,
    for_all,
    function,
    iff,
    implies,
    positive,
    real,
    sqrt,
    sub_gaussian,
)
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.language.steps import Step
from proofs_check.papers import variables as v
from proofs_check.papers.guarantees.common import best_of_all_samples
from proofs_check.papers.models import COIN, ONE_LETTER


@st.composite
def proxy_draws(draw: Any) -> Case:
    """p, n, and a proxy and a golden reward, few enough for all Kⁿ samples."""
    size = draw(integers(1, 3))
    rewards = st.lists(integers(-2, 2), min_size=size, max_size=size)
    return Case(p=draw(pmfs(size)), n=draw(integers(1, 3)), proxy=tuple(draw(rewards)), golden=tuple(draw(rewards)))


def mean(p: Distribution, values: Any) -> Fraction:
    """E_p of a reward."""
    return sum((p[o] * values[o] for o in p), Fraction(0))


_ERROR = function(v.y, v.r(v.y) - v.g(v.y))
"""e = r̂ − g: how much the proxy r̂ overestimates the golden reward g."""


def _gain(f: Term) -> Term:
    """What the policy gains over the reference, in a reward."""
    return E(v.pi, f) - E(v.p, f)


_OVERESTIMATED = for_all(v.y, v.g(v.y) <= v.r(v.y))
_SOMEWHERE = exists(v.y, v.g(v.y) < v.r(v.y))


class ProxyToGolden(Assertion):
    id = "G-golden"
    place = "Key result 4"
    title = "What a proxy reward costs in golden reward"
    statement = (
        "The bounds transfer from a proxy reward r̂ to a golden reward g, with a degradation proportional to the "
        "overestimation error e = r̂ − g."
    )
    asserts = Statement(_gain(v.g) < _gain(v.r), given=(_OVERESTIMATED, _SOMEWHERE))
    flaw = (
        "As an upper bound, “at most proportional to”, it is right. Read is that an overestimate always costs"
        " something: but a constant error costs nothing, and an error that falls where the policy goes is a gain. The"
        " degradation is the change of the mean error from the reference to the policy."
    )
    weight = "slip"
    counterexample = Case(p=COIN, pi=pmf("1/4, 3/4"), r=Reward.values((1, 2)), g=Reward.values((0, 2)))
    degenerate = Case(p=COIN, pi=pmf("0, 1"), r=Reward.values((1, 2)), g=Reward.values((0, 1)))
    mended = Statement(
        both(
            _gain(v.g) == _gain(v.r) - _gain(_ERROR),
            absolute(_gain(v.g) - _gain(v.r)) <= (v.high - v.low) * TV(v.pi, v.p),
        ),
        given=(for_all(v.y, both(v.low <= v.r(v.y) - v.g(v.y), v.r(v.y) - v.g(v.y) <= v.high)),),
    )
    formal = "golden_cost"
    expected = "amended"
    corrected_expected = "formal"
    notes = (
        "What is refuted: that an overestimate, c·‖e‖ with c > 0, always costs something. The upper bound: with |e| ≤ ε"
        " the cost is at most 2ε·TV ≤ 2ε (theorem golden_close), and ≤ osc(e)·√(KL/2) by Pinsker (theorem pinsker)."
    )


class GoldenSubGaussian(Assertion):
    id = "G-golden-tail"
    place = "Key result 4"
    title = "What a sub-Gaussian error of the proxy costs"
    statement = "An error e = r̂ − g that is sub-Gaussian with proxy σ² under π_ref costs at most √(2σ²KL(π‖π_ref))."
    asserts = Statement(
        absolute(_gain(v.g) - _gain(v.r)) <= sqrt(2 * v.proxy * KL(v.pi, v.p)),
        given=(sub_gaussian(v.p, _ERROR, v.proxy),),
    )
    formal = "golden_cost_subgaussian"
    expected = "formal"
    printed_proof_uses = ("G-transport-kl",)


class GoldenSmaller(Assertion):
    id = "G-golden-smaller"
    place = "reading of the executive summary; key result 4"
    title = "When the golden improvement is the smaller one"
    statement = "Overestimation makes the golden improvement the smaller one."
    asserts = Statement(_gain(v.g) <= _gain(v.r), given=(_OVERESTIMATED,))
    flaw = (
        "Overestimation alone decides nothing: what counts is whether the policy goes where the proxy overestimates"
        " more than on average under the reference."
    )
    weight = "condition"
    counterexample = Case(p=COIN, pi=pmf("1/4, 3/4"), r=Reward.values((1, 2)), g=Reward.values((0, 2)))
    mended = Statement(iff(_gain(v.g) <= _gain(v.r), E(v.p, _ERROR) <= E(v.pi, _ERROR)))
    formal = Formal("golden_is_smaller", "intros; apply golden_is_smaller. ")
    expected = "amended"
    corrected_expected = "formal"
    notes = (
        "The card says “often smaller … due to overestimation errors”: no one case refutes “often”. Read is “always”."
    )


_BY_PROXY = best(v.p, v.N, v.r)


class GoldenSmallerBestOfN(Assertion):
    id = "G-golden-smaller-bon"
    place = "Executive summary; key result 4"
    title = "Best-of-n gains no more in the golden reward where the overestimation grows with the proxy"
    statement = (
        "If the error r̂ − g does not fall where the proxy r̂ rises, best-of-n by the proxy gains at most as much in the"
        " golden reward as in the proxy, at every n."
    )
    asserts = Statement(
        E(_BY_PROXY, v.g) - E(v.p, v.g) <= E(_BY_PROXY, v.r) - E(v.p, v.r),
        given=(for_all(v.y, for_all(v.z, implies(v.r(v.y) <= v.r(v.z), v.r(v.y) - v.g(v.y) <= v.r(v.z) - v.g(v.z)))),),
    )
    formal = "golden_gain_smaller"
    expected = "formal"
    statement_uses = ("G-golden-smaller",)
    notes = "Always so; G-golden-smaller says when in general. The condition is overestimation of what looks best."


class GoldenCurve(Claim):
    id = "G-golden-curve"
    place = "Key result 4"
    title = "The golden reward of best-of-n, level by level of the proxy"
    statement = (
        "Best-of-n by the proxy has golden reward ḡ_L + Σ_{k<L} (ḡ_k − ḡ_{k+1}) F_kⁿ, for the mean golden reward ḡ_k "
        "on proxy level k: if ḡ increases with the proxy, so does the golden reward with n; a rise and a fall need "
        "three proxy levels."
    )
    latex = r"E_{\pi^{(n)}} g = \bar g_L + \sum_{k<L} (\bar g_k - \bar g_{k+1})\,F_k^n"
    scope = "every finite π_ref and both rewards, with ties; the formula for every n ≥ 1"
    expected = "argued"
    notes = (
        "No term: the levels of a reward, in their order, are no sort of variable. That a level has F_kⁿ − F_{k−1}ⁿ is"
        " formal (A-def3-pmf)."
    )
    proof_uses = ("thm:abel",)
    example = Case(p=pmf("1/2, 2/5, 1/10"), n=2, proxy=(0, 1, 2), golden=(0, 1, -1))
    edges = (
        Edge("n = 1", Case(p=pmf("1/2, 2/5, 1/10"), n=1, proxy=(0, 1, 2), golden=(0, 1, -1))),
        Edge("K = 1", Case(p=ONE_LETTER, n=3, proxy=(0,), golden=(1,))),
        Edge("constant proxy: nothing changes", Case(p=COIN, n=3, proxy=(1, 1), golden=(0, 2))),
        Edge("non-integer n", note="the formula is the definition"),
    )
    teeth = (
        Variant("the golden reward of the next level", step=lambda here, above: above - here),
        Variant("1 − (1 − F)ⁿ in place of Fⁿ", reached=lambda mass, n: 1 - (1 - mass) ** n),
    )

    def step(self, here: Any, above: Any) -> Any:
        """What stopping at a level adds."""
        return here - above

    def reached(self, mass: Any, n: Any) -> Any:
        """The probability that the best of n draws is within the mass."""
        return mass**n

    def formula(self, x: Case, levels: Any, cumulative: Any) -> Any:
        """The right-hand side."""
        steps = [
            self.step(a, b) * self.reached(mass, x.n)
            for (a, b), mass in zip(pairwise(levels), cumulative[1:], strict=False)
        ]
        return sum(steps, levels[-1])

    def holds(self, x: Case) -> Answer:
        model = GoldenModel(x.p, Reward.values(x.proxy), Reward.values(x.golden))
        levels = model.golden_levels()
        masses = [sum((x.p[o] for o in x.p if x.proxy[o] <= value), Fraction(0)) for value in sorted(set(x.proxy))]
        found = mean(best_of_all_samples(Case(p=x.p, n=x.n, r=x.proxy)), x.golden)
        rises = all(a <= b for a, b in pairwise(levels))
        monotone = [at_most(mean(x.p, x.golden), found, "no fall")] if rises else []
        return [equal(self.formula(x, levels, [Fraction(0), *masses]), found, "the formula"), *monotone]

    @proof
    def abel(self) -> Iterator[Step]:
        """The best draw is on level k with probability F_kⁿ − F_{k−1}ⁿ; sum by parts."""
        n, e, f, g, h = real("n"), positive("E"), real("F"), real("g"), real("h")
        yield argument(
            "The best of n draws is at or below level k with probability F_kⁿ; given its level, it has the law of the "
            "reference there.",
            tested_by="all_samples",
        )
        yield theorem(
            "thm:abel", "Σ ḡ_k (F_kⁿ − F_{k−1}ⁿ) = ḡ_L + Σ_{k<L} (ḡ_k − ḡ_{k+1}) F_kⁿ, as F_0 = 0 and F_L = 1"
        )
        yield identity(
            "for two adjacent levels, ending at E and F = 1",
            g * e**n + h * (f - e**n) == h * f + self.step(g, h) * self.reached(e, n),
        )
        yield argument(
            "F_kⁿ does not increase with n: with ḡ_k ≤ ḡ_{k+1} for all k nothing falls. With two levels there is one "
            "such term.",
            tested_by="all_samples",
        )

    @search(proxy_draws, examples=60)
    def all_samples(self, x: Case) -> Answer:
        """The formula against all Kⁿ samples, and no fall when ḡ increases."""
        return self.holds(x)

    def certificates(self) -> Certificates:
        policy = ["best_of_n", ["vec", "1/2", "2/5", "1/10"], ["vec", "1", "2", "3"], "2"]
        yield relation(["sum", ["*", ["vec", "0", "1", "-1"], policy]], "=", "37/100"), {"precision": "64"}
