"""Key result 4: from the proxy reward to the golden reward."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any, ClassVar

from hypothesis import strategies as st

from exactalign import Distribution, Reward, kl_divergence, total_variation
from exactalign.theory import GoldenModel, RewardLaw, variance_proxy
from proofs_check import (
    Case,
    Claim,
    Edge,
    Variant,
    argument,
    at_most,
    equal,
    exact,
    greater,
    identity,
    instances,
    pmf,
    proof,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import families, is_pmf, symbols, total, y
from proofs_check.engine.certify import relation
from proofs_check.engine.searches import integers, pmfs
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import kl
from proofs_check.papers.guarantees.common import COIN, ONE_LETTER, best_of_all_samples


@st.composite
def policies(draw: Any) -> Case:
    """p > 0, any policy π, and a proxy and a golden reward."""
    size = draw(integers(1, 4))
    rewards = st.lists(integers(-3, 3), min_size=size, max_size=size)
    return Case(
        p=draw(pmfs(size)), pi=draw(pmfs(size, zeros=True)), proxy=tuple(draw(rewards)), golden=tuple(draw(rewards))
    )


@st.composite
def proxy_draws(draw: Any) -> Case:
    """p, n, and a proxy and a golden reward, few enough for all Kⁿ samples."""
    size = draw(integers(1, 3))
    rewards = st.lists(integers(-2, 2), min_size=size, max_size=size)
    return Case(p=draw(pmfs(size)), n=draw(integers(1, 3)), proxy=tuple(draw(rewards)), golden=tuple(draw(rewards)))


def mean(p: Distribution, values: Any) -> Fraction:
    """E_p of a reward."""
    return sum((p[o] * values[o] for o in p), Fraction(0))


class ProxyToGolden(Claim):
    id = "G-golden"
    place = "Key result 4"
    title = "What a proxy reward costs in golden reward"
    statement = (
        "The bounds transfer from a proxy reward r̂ to a golden reward g, with a degradation proportional to the "
        "overestimation error e = r̂ − g."
    )
    latex = r"E_\pi g - E_{\mathrm{ref}} g = (E_\pi \hat r - E_{\mathrm{ref}} \hat r) - c\,\|e\|, \quad c > 0"
    flaw = (
        "A constant error costs nothing, and an error that falls where the policy goes is a gain: the degradation is "
        "not a multiple of the size of the error. It is the change of the mean error from the reference to the policy."
    )
    corrected = (
        "Golden improvement = proxy improvement − (E_π e − E_ref e), exactly, and |E_π e − E_ref e| ≤ osc(e)·TV(π, "
        "π_ref) ≤ osc(e)·√(KL/2), for osc(e) = max e − min e; for π ≪ π_ref also −√(2σ₋²KL) ≤ E_π e − E_ref e ≤ "
        "√(2σ₊²KL), for the lower and the upper variance proxy of e under π_ref."
    )
    corrected_latex = (
        r"\Delta g = \Delta\hat r - \Delta e, \quad |\Delta e| \le \mathrm{osc}(e)\,\mathrm{TV} "
        r"\le \mathrm{osc}(e)\sqrt{\mathrm{KL}/2}, \quad -\sqrt{2\sigma_-^2\,\mathrm{KL}} \le \Delta e "
        r"\le \sqrt{2\sigma_+^2\,\mathrm{KL}}"
    )
    scope = (
        "every finite alphabet, every π_ref and π (for the last bounds π ≪ π_ref), all rewards; "
        "the first bound is attained by (1/2, 1/2), π = (0, 1), "
        "e = (−1, 1)"
    )
    expected = "amended"
    weight = "false"
    proof_uses = ("thm:pinsker", "G-transport-kl")
    example = Case(p=COIN, pi=pmf("0, 1"), proxy=(-1, 1), golden=(0, 0))
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, pi=ONE_LETTER, proxy=(2,), golden=(1,))),
        Edge("π = π_ref", Case(p=COIN, pi=COIN, proxy=(1, 0), golden=(0, 3))),
        Edge("constant error", Case(p=COIN, pi=pmf("0, 1"), proxy=(1, 2), golden=(0, 1))),
        Edge("the error falls", Case(p=COIN, pi=pmf("0, 1"), proxy=(1, 1), golden=(0, 1))),
        Edge(
            "zero probability in π_ref", note="with π outside the support KL is infinite; osc(e) is over both supports"
        ),
    )
    sign: ClassVar[int] = 1
    factor: ClassVar[int] = 2
    as_printed = Variant("as printed", more=lambda degradation, error: [greater(degradation, 0)] if any(error) else [])
    teeth = (
        Variant("the sign of the error", sign=-1),
        Variant("σ²KL, without the 2", factor=1),
        Variant("max |e| for max e − min e", oscillation=lambda error: max(abs(e) for e in error)),
    )

    def oscillation(self, error: Any) -> Any:
        """osc(e)."""
        return max(error) - min(error)

    def more(self, degradation: Any, error: Any) -> list[Any]:  # noqa: ARG002
        """What else is asserted."""
        return []

    def holds(self, x: Case) -> Any:
        error = [a - b for a, b in zip(x.proxy, x.golden, strict=True)]
        proxy, golden, change = (mean(x.pi, v) - mean(x.p, v) for v in (x.proxy, x.golden, error))
        spread = self.oscillation(error)
        return [
            equal(golden, proxy - self.sign * change, "golden improvement"),
            at_most(abs(change), spread * total_variation(x.pi, x.p), "osc·TV"),
            at_most(change**2, spread**2 * kl_divergence(x.pi, x.p) / 2, "osc²·KL/2"),
            *self.more(proxy - golden, error),
        ]

    @witness
    def constant_error(self) -> Case:
        """Every outcome is overestimated by 1; the golden reward improves as much as the proxy."""
        return Case(p=COIN, pi=pmf("0, 1"), proxy=(1, 2), golden=(0, 1))

    @proof
    def decomposition(self) -> Iterator[Step]:
        """Linearity of the mean; the error counts up to a constant, so take its midpoint."""
        p, pi, r, g = families("p pi r g")
        (c,) = symbols("c")
        change = pi[y] - p[y]
        yield identity("golden = proxy − change of the mean error", total(change * g[y]),
                       total(change * r[y]) - self.sign * total(change * (r[y] - g[y])))  # fmt: skip
        yield identity("a constant c may be subtracted", total(change * g[y]), total(change * (g[y] - c)),
                       given=[is_pmf(p), is_pmf(pi)])  # fmt: skip
        yield argument(
            "With c the midpoint, |e − c| ≤ osc(e)/2, and Σ|π − p| = 2 TV: |E_π e − E_ref e| ≤ osc(e) TV.",
            tested_by="any_policy",
        )
        yield theorem("thm:pinsker", "TV ≤ √(KL/2)")
        yield theorem("G-transport-kl", "for π ≪ π_ref, for the rewards e and −e: the bounds with the variance proxies")
        extreme = Case(p=COIN, pi=pmf("0, 1"), proxy=(-1, 1), golden=(0, 0))
        change_there = mean(extreme.pi, extreme.proxy) - mean(extreme.p, extreme.proxy)
        yield exact(
            "the bound is attained",
            equal(change_there, self.oscillation(extreme.proxy) * total_variation(extreme.pi, extreme.p)),
        )

    @instances(
        [
            Case(p=COIN, pi=pmf("1/4, 3/4"), proxy=(-1, 1), golden=(0, 0)),
            Case(p=pmf("1/2, 2/5, 1/10"), pi=pmf("1/4, 14/25, 19/100"), proxy=(0, 1, 2), golden=(0, 1, -1)),
            Case(p=pmf("1/2, 2/5, 1/10"), pi=pmf("1/4, 14/25, 19/100"), proxy=(0, 1, 1), golden=(0, 1, 3)),
        ]
    )
    def variance_proxies(self, x: Case) -> Any:
        """The bounds with the lower and the upper variance proxy of e, squared."""
        error = [a - b for a, b in zip(x.proxy, x.golden, strict=True)]
        change = mean(x.pi, error) - mean(x.p, error)
        proxy = variance_proxy(RewardLaw.of(error, x.p.probabilities), "upper" if change > 0 else "lower").valid
        return at_most(change**2, self.factor * proxy * kl(x.pi, x.p))

    @search(policies)
    def any_policy(self, x: Case) -> Any:
        """The decomposition and both bounds, exactly."""
        return self.holds(x)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        coin, policy = ["vec", "1/2", "1/2"], ["vec", "0", "1"]
        change = ["sum", ["*", ["vec", "-1", "1"], ["-", policy, coin]]]
        yield relation(change, "=", "1"), {"precision": "64"}
        yield relation(["*", change, change], "<", ["*", "2", ["kl", policy, coin]]), {"precision": "64"}


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

    def holds(self, x: Case) -> Any:
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
        n, e, f, g, h = symbols("n E F g h")
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
            g * e**n + h * (f - e**n),
            h * f + self.step(g, h) * self.reached(e, n),
        )
        yield argument(
            "F_kⁿ does not increase with n: with ḡ_k ≤ ḡ_{k+1} for all k nothing falls. With two levels there is one "
            "such term.",
            tested_by="all_samples",
        )

    @search(proxy_draws, examples=60)
    def all_samples(self, x: Case) -> Any:
        """The formula against all Kⁿ samples, and no fall when ḡ increases."""
        return self.holds(x)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        policy = ["best_of_n", ["vec", "1/2", "2/5", "1/10"], ["vec", "1", "2", "3"], "2"]
        yield relation(["sum", ["*", ["vec", "0", "1", "-1"], policy]], "=", "37/100"), {"precision": "64"}
