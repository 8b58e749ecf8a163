"""Section 3: Definition 5 and Lemma 3, Rényi cross entropies and the exponential moments of the reward."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

import sympy

from exactalign import Distribution, EnclosedReal, LogForm, log, renyi_cross_entropy
from exactalign.numbers.arithmetic import exponential
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
    less,
    pmf,
    proof,
    same_truth,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import cross_entropy as symbolic_cross_entropy
from proofs_check.algebra.symbolic import families, is_pmf, symbols, total, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.certify import relation
from proofs_check.engine.searches import fractions, integers, models, st
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, W, cross_entropy

_VEC_W: Final = ["vec", "1/3", "2/3"]
_TINY: Final = Fraction(1, 10**20)


def log_moment(p: Distribution, q: Distribution, rho: Any) -> LogForm | EnclosedReal:
    """log E_p q^ρ: a log form at an integer ρ, else enclosed."""
    order = Fraction(rho)
    if order.denominator == 1:
        return log(sum((p[o] * q[o] ** int(order) for o in p.support), Fraction(0)))
    terms = [exponential(EnclosedReal.of(log(q[o])) * order) * p[o] for o in p.support]
    return EnclosedReal.sum(terms).log()


def cumulant(p: Distribution, q: Distribution, order: int) -> EnclosedReal | LogForm | Fraction:
    """The cumulant of log q under p, of order 1 to 3: the mean, then central moments."""
    mean = -cross_entropy(p, q)
    if order == 1:
        return LogForm.of(mean)
    if len({q[o] for o in p.support}) == 1:
        return Fraction(0)
    terms = []
    for o in p.support:
        deviation = EnclosedReal.of(log(q[o]) - mean)
        power = deviation * deviation
        terms.append((power if order == 2 else power * deviation) * p[o])
    return EnclosedReal.sum(terms)


def _finite(without: Case) -> Hypothesis:
    return Hypothesis("q is positive on the support of p", lambda x: all(x.q[o] > 0 for o in x.p.support), without)


def _close(value: Any, target: Any, label: str) -> Any:
    """Equality of log forms; for an enclosed value, to 20 digits."""
    if isinstance(value, LogForm):
        return equal(value, target, label)
    return [less(value - target, _TINY, label), less(target - value, _TINY, label)]


class OrderOne(Claim):
    id = "A-def5-limit"
    place = "Definition 5"
    title = "The Rényi cross entropy of order 1, by continuity"
    statement = "H_t(p‖q) → H(p‖q) as t → 1, where H_t(p‖q) = (1/(1 − t)) log Σ p q^{t−1}."
    latex = r"\lim_{t \to 1} H_t(p\|q) = H(p\|q)"
    scope = (
        "every finite K, every p, every q > 0 on the support of p; with a rate: H_t lies between H(p‖q) and"
        " H(p‖q) − (t − 1) D²/8, D the range of log q on the support of p"
    )
    expected = "argued"
    proof_uses = ("thm:jensen", "thm:hoeffding-lemma")

    hypotheses = (
        _finite(Case(p=COIN, q=pmf("1, 0"), rho=Fraction(1))),
        Hypothesis("t ≠ 1", lambda x: x.rho != 0, untried="at t = 1 the quotient is 0/0, hence the limit"),
    )
    example = Case(p=W, q=W, rho=Fraction(1))
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, rho=Fraction(1))),
        Edge("constant reward: all orders equal", Case(p=W, q=COIN, rho=Fraction(-1, 2))),
        Edge("t below 1", Case(p=W, q=W, rho=Fraction(-1, 3))),
        Edge("zero probability in p", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/3, 1/6"), rho=Fraction(1, 2))),
        Edge("q = 0 on the support of p", note="for t ≤ 1 both sides are ∞; for t > 1 the outcome drops out of H_t"),
    )
    teeth = (
        Variant("the limit H(q‖p)", limit=lambda p, q: (q, p)),
        Variant("the limit H(p)", limit=lambda p, _: (p, p)),
        Variant("the factor 1/(t − 1)", factor=lambda rho: 1 / rho),
        Variant("a sixteenth for an eighth", rate=lambda rho, spread: rho * spread * spread / 16),
    )

    def limit(self, p: Any, q: Any) -> tuple[Any, Any]:
        """The distributions whose cross entropy is the limit."""
        return p, q

    def factor(self, rho: Any) -> Any:
        """The factor of log Σ p q^ρ, with t = 1 + ρ."""
        return -1 / rho

    def rate(self, rho: Any, spread: Any) -> Any:
        """How far H_{1+ρ} can be below its limit."""
        return rho * spread * spread / 8

    def holds(self, x: Case) -> Any:
        rho = Fraction(x.rho)
        value = log_moment(x.p, x.q, rho) * self.factor(rho)
        own = cross_entropy(*self.limit(x.p, x.q))
        logs = [log(x.q[o]) for o in x.p.support]
        spread = EnclosedReal.of(max(logs) - min(logs))
        if len(set(logs)) == 1:
            return _close(value, own, "H_t for a constant reward")
        far = EnclosedReal.of(own) - self.rate(rho, spread)
        low, high = (far, own) if rho > 0 else (own, far)
        return [at_least(value, low, "H_t"), at_most(value, high, "H_t")]

    @proof
    def two_sided(self) -> Iterator[Step]:
        """With X = log q and t = 1 + ρ: H_t = −(1/ρ) log E e^{ρX} and H = −E X."""
        p, q = families("p q")
        t, rho, spread = symbols("t rho D")
        first, second = self.limit(p, q)
        yield identity(
            "H_t = −(1/ρ) log E e^{ρ X} at t = 1 + ρ",
            (1 / (1 - t) * symbolic_log(total(p[y] * q[y] ** (t - 1)))).xreplace({t: 1 + rho}),
            self.factor(rho) * symbolic_log(total(p[y] * q[y] ** rho)),
        )
        yield identity("H(p‖q) = −E X", symbolic_cross_entropy(first[y], second[y]), -total(p[y] * symbolic_log(q[y])))
        yield theorem("thm:jensen", "log E e^{ρX} ≥ ρ E X, so ρ (H_t − H) ≤ 0")
        yield theorem("thm:hoeffding-lemma", "log E e^{ρX} ≤ ρ E X + ρ² D²/8, so ρ (H_t − H) ≥ −ρ² D²/8")
        yield identity(
            "|H_t − H| ≤ |t − 1| D²/8, which tends to 0", rho**2 * spread**2 / 8 / rho, self.rate(rho, spread)
        )

    @search(lambda: models(zeros=True, rho=st.one_of(integers(-3, 3), fractions("-9/10", 2, 10))), examples=60)
    def both_bounds(self, x: Case) -> Any:
        """Both bounds at orders from −2 to 4, decided for log forms and by enclosures."""
        return self.holds(x)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        coin = ["vec", "1/2", "1/2"]
        renyi = ["*", "-10", ["log", ["sum", ["*", coin, ["^", _VEC_W, "1/10"]]]]]
        own = ["cross_entropy", coin, _VEC_W]
        yield relation(renyi, "<", own), {"precision": "64"}
        yield relation(renyi, ">", ["-", own, ["*", "1/80", ["*", ["log", "2"], ["log", "2"]]]]), {"precision": "64"}


class ExponentialMoment(Claim):
    id = "A-lem3"
    place = "Lemma 3"
    title = "The normalised cumulants are Rényi cross entropies"
    statement = "E_{Δ,ρ} = (1/ρ) log E e^{ρ r} under φ_Δ equals −H_{1+ρ}(φ_Δ‖q); E_{Δ,0} = −H(φ_Δ‖q)."
    latex = r"E_{\Delta,\rho} = \tfrac1\rho \log E_{\phi_\Delta} e^{\rho r} = -H_{1+\rho}(\phi_\Delta\|q)"
    scope = (
        "every finite K, every policy φ (an optimum or not), every q > 0 on its support, every real ρ ≠ 0, r = log q;"
        " ρ = 0 as the limit"
    )
    expected = "argued"
    statement_uses = ("A-def1-sign", "A-def1-norm-values")
    proof_uses = ("A-def5-limit",)

    hypotheses = (
        _finite(Case(p=COIN, q=pmf("1, 0"), rho=-1)),
        Hypothesis(
            "φ is an optimal aligned model", lambda x: x.p == x.q, without=Case(p=COIN, q=W, rho=1),
            unused="nothing in the computation asks where φ comes from",
        ),
        Hypothesis(
            "ρ > −1", lambda x: x.rho > -1, without=Case(p=W, q=W, rho=-2),
            unused="the formula of H_t has a value for every order",
        ),
    )  # fmt: skip
    example = Case(p=W, q=W, rho=1)
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, rho=1)),
        Edge("ρ = 0", Case(p=W, q=W, rho=0)),
        Edge("constant reward", Case(p=W, q=COIN, rho=2)),
        Edge("zero probability", Case(p=pmf("0, 1"), q=W, rho=2)),
    )
    teeth = (
        Variant("order ρ", order=lambda rho: rho),
        Variant("order 1 − ρ", order=lambda rho: 1 - rho),
        Variant("the sign", sign=1),
    )

    sign = -1

    def order(self, rho: Any) -> Any:
        """The order of the Rényi cross entropy."""
        return 1 + rho

    def holds(self, x: Case) -> Any:
        left = -cross_entropy(x.p, x.q) if x.rho == 0 else log_moment(x.p, x.q, x.rho) / Fraction(x.rho)
        order = self.order(x.rho)
        if order > 0:
            right: Any = renyi_cross_entropy(x.p, x.q, order)
        else:
            right = log_moment(x.p, x.q, order - 1) / (1 - Fraction(order))
        return equal(left, self.sign * right, "E")

    @proof
    def normal_form(self) -> Iterator[Step]:
        """1/(1 − t) = −1/ρ at t = 1 + ρ, and e^{ρ r} = q^ρ."""
        phi, q = families("phi q")
        t, rho = symbols("t rho")
        renyi = 1 / (1 - t) * symbolic_log(total(phi[y] * q[y] ** (t - 1)))
        moment = total(phi[y] * sympy.exp(rho * symbolic_log(q[y])))
        yield identity(
            "(1/ρ) log Σ φ e^{ρ log q} = −H_{1+ρ}(φ‖q)",
            symbolic_log(moment) / rho,
            self.sign * renyi.xreplace({t: self.order(rho)}),
        )
        yield theorem("A-def5-limit", "ρ → 0: H_{1+ρ}(φ‖q) → H(φ‖q) = −E log q, so E_{Δ,0} = −H(φ_Δ‖q)")
        yield identity(
            "which is the expected reward", -symbolic_cross_entropy(phi[y], q[y]), total(phi[y] * symbolic_log(q[y]))
        )

    @search(lambda: models(zeros=True, rho=integers(-3, 4)))
    def integer_orders(self, x: Case) -> Any:
        """Equality of log forms; at order 1 with the cross entropy."""
        return self.holds(x)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        yield relation(["log", ["sum", ["*", _VEC_W, _VEC_W]]], "=", ["log", "5/9"]), {"precision": "64"}


class CumulantName(Claim):
    id = "A-lem3-name"
    place = "Lemma 3"
    title = "What E_{Δ,ρ} is called"
    statement = "E_{Δ,ρ} = (1/ρ) log E e^{ρ r} is the ρ-th cumulant of the reward."
    latex = r"E_{\Delta,\rho} = \kappa_\rho"
    flaw = "It is the cumulant generating function at ρ, divided by ρ; only at ρ → 0, for the mean, is it a cumulant."
    corrected = (
        "ρ E_{Δ,ρ} is the cumulant generating function of the reward at ρ: its n-th derivative at 0 is κ_n. E_{Δ,0} is"
        " κ_1, and E_{Δ,ρ} ≥ κ_1 for ρ > 0, with equality only for a reward that is constant on supp φ."
    )
    corrected_latex = r"\kappa_n = (d/d\rho)^n\,\rho E_{\Delta,\rho}\big|_{\rho=0},\quad E_{\Delta,0} = \kappa_1"
    scope = (
        "every finite K, every φ, every q > 0 on its support; the orders n = 0, 1, 2, 3 written out, all orders by the"
        " definition of cumulants; all ρ > 0"
    )
    expected = "amended"
    weight = "slip"
    as_printed = Variant("as printed", is_cumulant=True)
    statement_uses = ("A-lem3",)
    proof_uses = ("thm:jensen",)

    hypotheses = (
        _finite(Case(p=COIN, q=pmf("1, 0"), rho=1)),
        Hypothesis("ρ is a positive integer", lambda x: x.rho >= 1, without=Case(p=W, q=W, rho=-1)),
    )
    example = Case(p=W, q=W, rho=1)
    edges = (
        Edge("K = 1: all are 0", Case(p=ONE_LETTER, q=ONE_LETTER, rho=2)),
        Edge("constant reward", Case(p=W, q=COIN, rho=2)),
        Edge("zero probability", Case(p=pmf("0, 1"), q=W, rho=1)),
        Edge("ρ = 0: E = κ_1, but κ_0 = 0", note="a cumulant generating function is 0 at 0; E_{Δ,0} is the mean"),
    )
    teeth = (
        Variant("κ_2 = E_{Δ,2}", is_cumulant=True),
        Variant("at most the mean", relation=at_most),
        Variant("the second moment for the second cumulant", second=lambda square, _: square),
    )

    is_cumulant = False
    relation = staticmethod(at_least)

    def second(self, square: Any, mean: Any) -> Any:
        """The second cumulant, from the mean and the mean square."""
        return square - mean**2

    def holds(self, x: Case) -> Any:
        value = log_moment(x.p, x.q, x.rho) / x.rho
        if self.is_cumulant:
            yield equal(value, cumulant(x.p, x.q, x.rho), f"E and the cumulant of order {x.rho}")
            return
        mean = cumulant(x.p, x.q, 1)
        constant = len({x.q[o] for o in x.p.support}) == 1
        yield self.relation(value, mean, "E, the mean")
        yield same_truth(equal(value, mean), constant, "E is the mean, the reward is constant")

    @witness
    def order_one(self) -> Case:
        """E = log(5/9), but the first cumulant is (2/3) log 2 − log 3: 125/729 is not 108/729."""
        return Case(p=W, q=W, rho=1)

    @witness
    def order_two(self) -> Case:
        """E = (1/2) log(1/3) is negative, but the second cumulant is a variance."""
        return Case(p=W, q=W, rho=2)

    @proof
    def derivatives(self) -> Iterator[Step]:
        """K(ρ) = ρ E_{Δ,ρ} = log Σ φ q^ρ, with Σ φ = 1."""
        phi, q = families("phi q")
        (rho,) = symbols("rho")
        moment = total(phi[y] * q[y] ** rho)
        generating = symbolic_log(moment)
        x = symbolic_log(q[y])
        mean = total(phi[y] * x)
        given = [is_pmf(phi)]

        def at_zero(expression: Any) -> Any:
            return expression.xreplace({rho: sympy.Integer(0)})

        yield identity("K(0) = log 1 = 0", at_zero(moment), 1, given=given)
        yield identity("K′(0) = E X, the mean", at_zero(sympy.diff(generating, rho)), mean, given=given)
        yield identity(
            "K″(0) = E X² − (E X)²",
            at_zero(sympy.diff(generating, rho, 2)),
            self.second(total(phi[y] * x**2), mean),
            given=given,
        )
        yield identity(
            "which is E (X − E X)², the variance",
            total(phi[y] * (x - mean) ** 2),
            self.second(total(phi[y] * x**2), mean),
            given=given,
        )
        yield identity(
            "K‴(0) = E (X − E X)³",
            at_zero(sympy.diff(generating, rho, 3)),
            total(phi[y] * (x - mean) ** 3),
            given=given,
        )
        yield theorem("thm:jensen", "log E e^{ρX} ≥ ρ E X, equal only for X constant on supp φ: E_{Δ,ρ} ≥ κ_1, ρ > 0")
        yield argument("For a reward that is constant on supp φ both are this constant.", tested_by="against_the_mean")

    @search(lambda: models(zeros=True, rho=integers(1, 4)))
    def against_the_mean(self, x: Case) -> Any:
        """E_{Δ,ρ} against the mean, decided."""
        return self.holds(x)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        yield relation(["log", "5/9"], ">", ["-", ["*", "2/3", ["log", "2"]], ["log", "3"]]), {"precision": "64"}
        square = ["*", "2/9", ["*", ["log", "2"], ["log", "2"]]]
        yield relation(["*", "1/2", ["log", "1/3"]], "<", square), {"precision": "64"}
