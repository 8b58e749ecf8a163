"""Section 3: the KL-constrained optimum, Lemma 1."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from hypothesis import strategies as st

from exactalign import AlignedFamily, Distribution, LogForm, log, oo
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_least,
    at_most,
    equal,
    identity,
    instances,
    less,
    pmf,
    proof,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import cross_entropy as symbolic_cross_entropy
from proofs_check.algebra.symbolic import families, is_pmf, symbols, tilted, total, y
from proofs_check.algebra.symbolic import kl as symbolic_kl
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.certify import relation
from proofs_check.engine.searches import fractions, models
from proofs_check.language.comparisons import show
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, W, cross_entropy, kl

_FARTHEST: Final = 512
_TINY: Final = Fraction(1, 10**20)
_VEC_W: Final = ["vec", "1/3", "2/3"]


def positive_on_support(without: Case) -> Hypothesis:
    """q > 0 wherever p > 0, so that the reward log q is finite."""
    return Hypothesis("q is positive on the support of p", lambda x: all(x.q[o] > 0 for o in x.p.support), without)


def exceeded(family: AlignedFamily, delta: Any) -> bool:
    """Whether KL(T(q, p, α)‖p) exceeds Δ at some α = 1, 2, 4, …, 512."""
    if family.is_constant or delta >= family.kl_max:
        return any(family.kl(a) > delta for a in (1, 2, 4))
    exponent = 1
    while exponent <= _FARTHEST and not family.kl(exponent) > delta:
        exponent *= 2
    return exponent <= _FARTHEST


def varied(x: Case) -> bool:
    """Whether the reward is not constant on the support of p."""
    return len({x.q[o] for o in x.p.support}) > 1


_ANY: Final = models(max_size=3, max_weight=3, zeros=True, also={"psi": "pmf"})
VARIED: Final = models(min_size=2, max_size=3, max_weight=3, zeros=True, also={"psi": "pmf"}).filter(varied)
"""Cases with p, q, ψ and a reward that is not constant on the support of p; ties are frequent."""


@st.composite
def budgets(draw: Any, /) -> Any:
    """p, q (ties are frequent), ψ and a budget Δ: 0, that of an integer tilt, a rational, Δ_max, or more."""
    kind = draw(st.sampled_from(("tilt", "rational", "boundary", "beyond", "zero", "any")))
    model = draw(_ANY if kind == "any" else VARIED)
    family = AlignedFamily(model.p, model.q)
    if kind == "zero":
        delta: Any = Fraction(0)
    elif kind == "tilt":
        delta = family.kl(draw(st.integers(1, 2)))
    elif kind == "any":
        delta = draw(st.sampled_from((Fraction(0), Fraction(1, 2))))
    elif kind == "rational":
        delta = draw(fractions("1/6", 1, 6))
    else:
        delta = family.kl_max + (draw(fractions("1/6", 1, 6)) if kind == "beyond" else 0)
    return model.but(Delta=delta)


class TheSolution(Claim):
    id = "A-lem1"
    place = "Lemma 1"
    title = "The optimum within a KL budget"
    statement = "For every Δ, minimising H(φ‖q) subject to KL(φ‖p) ≤ Δ has one solution, T(q, p, α(Δ))."
    latex = r"\phi_\Delta = T(q, p, \alpha(\Delta))"
    flaw = (
        "There is no α(Δ) for Δ ≥ Δ_max = −log p(best outcomes), nor for a constant reward; with equally good best"
        " outcomes the solution is not even unique beyond Δ_max."
    )
    corrected = (
        "For a reward that is not constant on the support of p: (A) 0 ≤ Δ < Δ_max: the only solution is T(q, p, α(Δ));"
        " (B) Δ = Δ_max: it is p given the set M of best outcomes, which is no tilt; (C) Δ > Δ_max: the solutions are"
        " the φ on M with KL(φ‖p(·|M)) ≤ Δ − Δ_max, one exactly when M is one outcome. For a constant reward every φ"
        " in the ball is a solution."
    )
    corrected_latex = (
        r"\Delta < \Delta_{\max}: \{T(q,p,\alpha(\Delta))\};\quad"
        r"\Delta \ge \Delta_{\max}: \{\phi \ll p(\cdot|M): D(\phi\|p(\cdot|M)) \le \Delta - \Delta_{\max}\}"
    )
    scope = "every finite K, every p (zeros allowed), every q > 0 on the support of p, every Δ ≥ 0"
    expected = "amended"
    weight = "condition"
    printed_proof_uses = ("A-lem1-proof",)
    as_printed = Variant("as printed", always_a_tilt=True)
    statement_uses = ("A-lem1-alpha",)
    proof_uses = ("A-lem1-alpha", "A-lem2-identity", "thm:gibbs")

    hypotheses = (
        positive_on_support(Case(p=COIN, q=pmf("1, 0"), psi=COIN, Delta=Fraction(1))),
        Hypothesis("Δ ≥ 0", lambda x: x.Delta >= 0, without=Case(p=W, q=W, psi=W, Delta=Fraction(-1))),
    )
    example = Case(p=W, q=W, psi=COIN, Delta=Fraction(1, 10))
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, psi=ONE_LETTER, Delta=Fraction(1))),
        Edge("constant reward", Case(p=W, q=COIN, psi=COIN, Delta=Fraction(1))),
        Edge("Δ = 0", Case(p=W, q=W, psi=COIN, Delta=Fraction(0))),
        Edge("Δ = Δ_max", Case(p=W, q=W, psi=pmf("0, 1"), Delta=log(Fraction(3, 2)))),
        Edge("Δ > Δ_max", Case(p=W, q=W, psi=pmf("0, 1"), Delta=log(2))),
        Edge("tied best outcomes", Case(p=pmf("1/3, 1/3, 1/3"), q=pmf("1/5, 2/5, 2/5"), psi=pmf("0, 1, 0"),
                                        Delta=log(3))),
        Edge("the largest q where p is 0", Case(p=pmf("1/3, 2/3, 0"), q=pmf("1/4, 1/4, 1/2"), psi=pmf("1, 0, 0"),
                                                Delta=log(3))),
    )  # fmt: skip
    teeth = (
        Variant("the tilt by −α", exponent=lambda alpha: -alpha),
        Variant("the tilt by 2 α", exponent=lambda alpha: 2 * alpha),
        Variant("one solution beyond Δ_max, always", spare=lambda _: LogForm()),
        Variant("a solution for every φ on M", spare=lambda _: oo),
        Variant("a tilt for every Δ", always_a_tilt=True),
    )

    always_a_tilt = False

    def exponent(self, alpha: Any) -> Any:
        """The exponent of the solution, from α(Δ)."""
        return alpha

    def spare(self, beyond: Any) -> Any:
        """What solutions on M may diverge from p(·|M), from Δ − Δ_max."""
        return beyond

    def holds(self, x: Case) -> Any:
        family = AlignedFamily(x.p, x.q)
        found = family.align(x.Delta)
        policy: Any = found.policy if found.case != "tilt" else family.at(self.exponent(found.alpha))
        if isinstance(policy, Distribution):
            least = cross_entropy(policy, x.q)
            yield at_most(kl(policy, x.p), x.Delta, "KL of the solution")
        else:
            least = -policy.expected_reward()
            yield less(policy.kl(), x.Delta + _TINY, "KL of the solution, enclosed")
        for psi in _nearby(x.psi, x.p, family):
            feasible = kl(psi, x.p) <= x.Delta
            if feasible:
                yield at_least(cross_entropy(psi, x.q), least, f"H of {show(psi)}")
            optimal = bool(feasible) and cross_entropy(psi, x.q) == least
            yield equal(optimal, self._described(psi, policy, found, x), f"{show(psi)} optimal")
        if self.always_a_tilt and found.alpha is None:
            yield equal(kl(policy, x.p), x.Delta, "KL of the solution, as of T(q, p, α(Δ))")
            yield equal(len(policy.support), len(x.p.support), "outcomes of positive probability, as for a tilt")

    def _described(self, psi: Distribution, policy: Any, found: Any, x: Case) -> bool:
        if found.case == "tilt" or self.always_a_tilt:
            return bool(psi == policy)
        if found.case == "constant-reward":
            return bool(kl(psi, x.p) <= x.Delta)
        return bool(kl(psi, policy) <= self.spare(LogForm.of(x.Delta) - found.kl_max))

    @witness
    def beyond_the_largest_divergence(self) -> Case:
        """p = q = (1/3, 2/3), Δ = log 2 > Δ_max = log(3/2): the solution is (0, 1), no tilt of p."""
        return Case(p=W, q=W, psi=pmf("0, 1"), Delta=log(2))

    @witness
    def two_best_outcomes(self) -> Case:
        """Not unique although the reward is not constant: (0, 1, 0) and (0, 0, 1) are both optimal."""
        return Case(p=pmf("1/3, 1/3, 1/3"), q=pmf("1/5, 2/5, 2/5"), psi=pmf("0, 0, 1"), Delta=log(3))

    @proof
    def by_the_identity_of_lemma_2(self) -> Iterator[Step]:
        """Without Lagrange multipliers: every case is an identity and the sign of a divergence."""
        p, q, psi = families("p q psi")
        alpha, mass = symbols("alpha m")
        phi = tilted(q[y], p[y], self.exponent(alpha))
        yield theorem("A-lem1-alpha", "(A) for a reward that is not constant and 0 ≤ Δ < Δ_max there is one α(Δ) ≥ 0")
        yield theorem("A-lem2-identity", "the divergence of any ψ ≪ p from T = T(q, p, α)")
        yield identity(
            "rearranged: α (H(ψ‖q) − H(T‖q)) = KL(ψ‖T) + (KL(T‖p) − KL(ψ‖p))",
            alpha * (symbolic_cross_entropy(psi[y], q[y]) - symbolic_cross_entropy(phi, q[y])),
            symbolic_kl(psi[y], phi) + symbolic_kl(phi, p[y]) - symbolic_kl(psi[y], p[y]),
            given=[is_pmf(psi)],
        )
        yield theorem("thm:gibbs", "with KL(ψ‖p) ≤ Δ = KL(T‖p) the right side is ≥ 0, and 0 only for ψ = T")
        yield argument(
            "So for α > 0 T is the only minimiser. α = 0 means Δ = 0, and then the ball is {p} = {T}.",
            tested_by="all_budgets",
        )
        yield identity(
            "(B, C) for ψ on M, KL(ψ‖p) = KL(ψ‖p(·|M)) + Δ_max, where p(·|M) = p/m and Δ_max = −log m",
            symbolic_kl(psi[y], p[y]),
            symbolic_kl(psi[y], p[y] / mass) - symbolic_log(mass),
            given=[is_pmf(psi)],
        )
        yield argument(
            "H(ψ‖q) is at least the least value of −log q on the support of p, with equality exactly for ψ on M. By"
            " the last line those ψ are in the ball exactly when KL(ψ‖p(·|M)) ≤ Δ − Δ_max; p(·|M) is one of them, and"
            " for Δ > Δ_max and two outcomes in M so is p(·|M) moved a little. For a constant reward H(ψ‖q) is"
            " constant on the ball.",
            tested_by="all_budgets",
        )

    @search(budgets, examples=40)
    def all_budgets(self, x: Case) -> Any:
        """The solution against other distributions, exactly at integer α, by enclosures otherwise."""
        return self.holds(x)

    @instances(
        Case(p=pmf("1/3, 1/3, 1/3"), q=pmf("1/5, 2/5, 2/5"), psi=psi, Delta=delta)
        for psi in (pmf("0, 1, 0"), pmf("0, 2/3, 1/3"))
        for delta in (log(Fraction(3, 2)), log(2), log(3))
    )
    def tied_best_outcomes(self, x: Case) -> Any:
        """Two best outcomes of three, at Δ_max and beyond."""
        return self.holds(x)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        yield relation(["kl", ["vec", "0", "1"], _VEC_W], "<", ["log", "2"]), {"precision": "64"}
        best = ["cross_entropy", ["vec", "0", "1"], _VEC_W]
        yield relation(["cross_entropy", _VEC_W, _VEC_W], ">", best), {"precision": "64"}


def _nearby(psi: Distribution, p: Distribution, family: AlignedFamily) -> Iterator[Distribution]:
    """ψ, ψ moved towards p, and ψ given the best outcomes."""
    yield psi
    yield psi.mix(p, Fraction(1, 2))
    yield psi.mix(p, Fraction(4, 5))
    yield p
    best = family.groups[-1]
    if any(psi[o] for o in best):
        yield psi.condition(best)


class TheParameter(Claim):
    id = "A-lem1-alpha"
    place = "Lemma 1"
    title = "The parameter of the optimum"
    statement = "For every Δ ≥ 0 there is exactly one α(Δ) ≥ 0 with KL(T(q, p, α)‖p) = Δ."
    latex = r"\exists!\,\alpha(\Delta) \in \mathbb{R}_{\ge 0}: D(T(q,p,\alpha)\|p) = \Delta"
    flaw = "The divergence of the tilts stays below Δ_max = −log p(best outcomes), and is 0 for a constant reward."
    corrected = (
        "There is exactly one such α if and only if Δ < Δ_max = −log p(best outcomes on the support); Δ_max is 0 for a"
        " constant reward. Otherwise there is none, except that every α is one for a constant reward and Δ = 0."
    )
    corrected_latex = r"\exists!\,\alpha(\Delta) \iff \Delta < \Delta_{\max} = -\log p(M)"
    scope = "every finite K, every p (zeros allowed), every q > 0 on the support of p, every real Δ ≥ 0"
    expected = "amended"
    weight = "condition"
    as_printed = Variant("as printed", solvable=lambda *_: True)
    proof_uses = ("thm:gibbs", "thm:data-processing", "thm:ivt")
    notes = (
        "Over all real α there is one more root, a negative one, exactly for 0 < Δ < −log p(worst outcomes) and a"
        " reward that is not constant."
    )

    hypotheses = (
        positive_on_support(Case(p=COIN, q=pmf("1, 0"), Delta=Fraction(1))),
        Hypothesis("Δ ≥ 0", lambda x: x.Delta >= 0, without=Case(p=W, q=W, Delta=Fraction(-1))),
    )
    example = Case(p=W, q=W, Delta=Fraction(1, 10))
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, Delta=Fraction(1))),
        Edge("constant reward, Δ = 0: every α", Case(p=COIN, q=COIN, Delta=Fraction(0))),
        Edge("Δ = 0: α = 0", Case(p=W, q=W, Delta=Fraction(0))),
        Edge("Δ = Δ_max", Case(p=W, q=W, Delta=log(Fraction(3, 2)))),
        Edge("Δ > Δ_max", Case(p=W, q=W, Delta=log(2))),
        Edge("the largest q where p is 0", Case(p=pmf("1/3, 2/3, 0"), q=pmf("1/4, 1/4, 1/2"), Delta=log(2))),
    )
    teeth = (
        Variant("Δ ≤ Δ_max", solvable=lambda family, delta: delta <= family.kl_max),
        Variant("always for Δ = 0", solvable=lambda family, delta: delta == 0 or delta < family.kl_max),
        Variant("−log p(worst outcomes) for Δ_max", solvable=lambda family, delta: delta < family.kl_min_end),
        Variant("one root among all real α", lowest=-3),
        Variant("the exponents exchanged", order=-1),
    )

    lowest = 0
    order = 1

    def solvable(self, family: AlignedFamily, delta: Any) -> bool:
        """Whether there is exactly one α."""
        return bool(delta < family.kl_max)

    def holds(self, x: Case) -> Any:
        family = AlignedFamily(x.p, x.q)
        values = [family.kl(alpha) for alpha in range(self.lowest, 4)]
        reached = x.Delta >= 0 and exceeded(family, x.Delta)
        yield equal(reached, self.solvable(family, x.Delta), "KL exceeds Δ at some α, as claimed")
        if not family.is_constant:
            for low, high in pairwise(values):
                yield less(low, high, "the divergence increases")
            yield less(values[-1], family.kl_max, "and stays below Δ_max")

    @witness
    def at_the_largest_divergence(self) -> Case:
        """p = q = (1/3, 2/3), Δ = log(3/2)."""
        return Case(p=W, q=W, Delta=log(Fraction(3, 2)))

    @witness
    def one_outcome(self) -> Case:
        """The smallest: K = 1."""
        return Case(p=ONE_LETTER, q=ONE_LETTER, Delta=Fraction(1))

    @proof
    def monotone_and_onto(self) -> Iterator[Step]:
        """α ↦ KL(T_α‖p) increases continuously from 0 to Δ_max, which it does not reach."""
        p, q, psi = families("p q psi")
        alpha, beta, best, rest, mass = symbols("alpha beta q_max R m")
        first, second = (tilted(q[y], p[y], exponent) for exponent in (alpha, beta)[:: self.order])
        drop = symbolic_cross_entropy(first, q[y]) - symbolic_cross_entropy(second, q[y])
        yield identity(
            "(β − α)(H(T_α‖q) − H(T_β‖q)) = KL(T_β‖T_α) + KL(T_α‖T_β)",
            (beta - alpha) * drop,
            symbolic_kl(second, first) + symbolic_kl(first, second),
        )
        yield identity(
            "KL(T_β‖p) − KL(T_α‖p) = KL(T_β‖T_α) + α (H(T_α‖q) − H(T_β‖q))",
            symbolic_kl(second, p[y]) - symbolic_kl(first, p[y]),
            symbolic_kl(second, first) + alpha * drop,
        )
        yield theorem(
            "thm:gibbs",
            "for 0 ≤ α < β and a reward that is not constant T_α ≠ T_β, as T_β/T_α ∝ q^{β−α}: the divergences are > 0,"
            " so H(T_α‖q) > H(T_β‖q), and then KL(T_β‖p) > KL(T_α‖p)",
        )
        yield identity(
            "KL(T_α‖p) = Σ T_α (α log q) − log Σ p q^α",
            symbolic_kl(tilted(q[y], p[y], alpha), p[y]),
            total(tilted(q[y], p[y], alpha) * alpha * symbolic_log(q[y])) - symbolic_log(total(p[y] * q[y] ** alpha)),
        )
        yield argument(
            "This is ≤ log(q_max^α/Z_α), and Z_α = m q_max^α + R with m = p(M) and R > 0: it is < −log m = Δ_max.",
            tested_by="all_budgets",
        )
        yield identity(
            "T_α(M) = m q_max^α/(m q_max^α + R) = 1/(1 + R q_max^{−α}/m)",
            mass * best**alpha / (mass * best**alpha + rest),
            1 / (1 + rest * best ** (-alpha) / mass),
        )
        yield argument(
            "R q_max^{−α} ≤ (1 − m) e^{−α g}, g > 0 the gap between the two largest values of log q on the support: so"
            " T_α(M) → 1 as α → ∞.",
            tested_by="all_budgets",
        )
        yield theorem(
            "thm:data-processing",
            "KL(T_α‖p) is at least the divergence of the event M, which tends to log(1/m) = Δ_max",
        )
        yield theorem("thm:ivt", "T_α is continuous in α, T_0 = p: every 0 ≤ Δ < Δ_max is taken, once; no other Δ is")
        yield identity(
            "for a constant reward c the tilt is p, and every divergence is 0",
            tilted(best, psi[y], alpha),
            psi[y],
            given=[is_pmf(psi)],
        )

    @search(budgets, examples=40)
    def all_budgets(self, x: Case) -> Any:
        """Brackets of the root at integer exponents, and monotonicity between them."""
        return self.holds(x)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        root = {"kind": "root", "quantity": "kl", "p": _VEC_W, "weights": ["vec", "1", "2"], "value": "1/10"}
        yield {**root, "lower": "1", "upper": "2"}, {"precision": "64"}
        coin = ["vec", "1/2", "1/2"]
        both = [["kl", ["tilt", _VEC_W, coin, alpha], coin] for alpha in ("1", "-1")]
        yield relation(both[0], "=", both[1]), {"precision": "64"}
