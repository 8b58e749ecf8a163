"""Section 7: which exponents belong to the levels t of cases (a) and (b) of the proof of Theorem 3."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar

from hypothesis import strategies as st

from exactalign import AlignedFamily, Distribution, EnclosedReal, LogForm, log
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    identity,
    proof,
    same_truth,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import K, cross_entropy, families, is_pmf, kl, symbols, tilted, y
from proofs_check.engine.certify import expression, relation
from proofs_check.engine.searches import pmfs
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, W
from proofs_check.papers.asymptotics.common import cross_entropy as h


def uniform_family(q: Distribution) -> AlignedFamily:
    """The tilts T(q, α) = T(q, u, α) of the uniform distribution."""
    return AlignedFamily(Distribution.uniform(len(q)), q)


def parameter(q: Distribution, t: LogForm) -> Fraction | EnclosedReal | None:
    """α(t) with H(T(q, α)‖q) = t, or None; for a constant reward any α will do at its one level."""
    family = uniform_family(q)
    low, high = -family.values[-1], -family.values[0]
    if family.is_constant:
        return Fraction(0) if t == low else None
    return family.beta(t) if low < t < high else None


@st.composite
def _levels(draw: Any) -> Case:
    """q, ζ below its entries, and a level t around the range of −log q."""
    q = draw(pmfs(max_size=4))
    share = draw(st.fractions(Fraction(-1, 4), Fraction(5, 4), max_denominator=8))
    low, high = -log(max(q.probabilities)), -log(min(q.probabilities))
    return Case(q=q, zeta=min(q.probabilities) / 2, t=low + (high - low) * share)


_NOT_CONSTANT = Hypothesis(
    "q is not constant", lambda x: len(set(x.q.probabilities)) > 1, without=Case(q=COIN, zeta=Fraction(1, 4), t=log(2))
)
_T_GREATER = log(3) - log(2) / 3


class RangeInCaseA(Claim):
    id = "A-thm3-a-range"
    place = "proof of Theorem 3, case (a)"
    title = "The exponents of the levels above H(q)"
    statement = "t ∈ (H(q), log 1/ζ) implies α(t) ∈ (0, 1), where H(T(q, u, α(t))‖q) = t, u uniform."
    latex = r"t \in (H(q), \log\tfrac1\zeta) \Rightarrow \alpha(t)\in(0,1)"
    flaw = (
        "The exponent 0 belongs to the level H(u‖q), which is below b = −log min q < log 1/ζ: for t above it α(t) is "
        "negative, and from b on there is no α(t)."
    )
    corrected = (
        "α(t) exists exactly for a < t < b; α(t) ∈ (0, 1) exactly for t ∈ (H(q), H(u‖q)); α(t) < 0 on (H(u‖q), b)."
    )
    corrected_latex = r"\alpha(t)\in(0,1) \iff t\in(H(q), H(u\|q))"
    scope = "every finite K, every q > 0 that is not constant, every real t"
    expected = "amended"
    weight = "condition"
    proof_uses = ("thm:gibbs", "thm:ivt")

    literal = False
    at_q = 1
    """α at the level H(q)."""

    def upper(self, q: Distribution) -> LogForm:
        """The level at which α = 0."""
        return LogForm.of(h(Distribution.uniform(len(q)), q))

    as_printed = Variant("as printed", literal=True)
    hypotheses = (_NOT_CONSTANT,)
    example = Case(q=W, zeta=Fraction(1, 4), t=log(3) - log(2) / 2 - log("11/10"))
    edges: ClassVar[tuple[Edge, ...]] = (
        Edge("K = 1, constant", Case(q=ONE_LETTER, zeta=Fraction(1, 2), t=LogForm.of(0))),
        Edge("t = H(q): α = 1", Case(q=W, zeta=Fraction(1, 4), t=LogForm.of(h(W, W)))),
        Edge("t = H(u‖q): α = 0", Case(q=W, zeta=Fraction(1, 4), t=LogForm.of(h(COIN, W)))),
        Edge("t = b", Case(q=W, zeta=Fraction(1, 4), t=log(3))),
    )
    teeth: ClassVar[tuple[Variant, ...]] = (
        Variant("up to log K", upper=lambda q: log(len(q))),
        Variant("α = 2 at H(q)", at_q=2),
        Variant("all of (H(q), log 1/ζ)", literal=True),
    )

    def holds(self, x: Case) -> Any:
        t, own = LogForm.of(x.t), LogForm.of(h(x.q, x.q))
        alpha = parameter(x.q, t)
        if self.literal:
            return not own < t < -log(x.zeta) or (alpha is not None and 0 < alpha < 1)
        low, high = -log(max(x.q.probabilities)), -log(min(x.q.probabilities))
        found = [same_truth(alpha is not None, low < t < high, "α(t) exists")]
        if alpha is not None:
            found.append(same_truth(0 < alpha < self.at_q, own < t < self.upper(x.q), "α(t) in (0, 1)"))
            found.append(same_truth(alpha < 0, t > self.upper(x.q), "α(t) < 0"))
        return found

    def certificates(self) -> Any:
        """The witness: the level of α = −1, above H(q)."""
        let = [("q", expression(W)), ("u", expression(COIN))]
        yield (
            relation(["cross_entropy", ["tilt", "q", "u", "-1"], "q"], "=", expression(_T_GREATER), let=let),
            {"precision": "64"},
        )
        yield relation(["cross_entropy", "q", "q"], "<", expression(_T_GREATER), let=let), {"precision": "64"}

    @witness
    def negative(self) -> Case:
        """q = (1/3, 2/3), t = log 3 − (1/3) log 2: α(t) = −1."""
        return Case(q=W, zeta=Fraction(1, 4), t=_T_GREATER)

    @proof
    def monotone(self) -> Iterator[Step]:
        """α ↦ H(T(q, α)‖q) decreases strictly, from b to a, through H(u‖q) at 0 and H(q) at 1."""
        yield from levels_decrease()
        (q,) = families("q")
        yield identity("T(q, 0) = u", tilted(q[y], 1 / K, 0), 1 / K)
        yield identity("T(q, 1) = q", tilted(q[y], 1 / K, self.at_q), q[y], given=[is_pmf(q)])
        yield argument(
            "T(q, α) tends to the uniform distribution on the largest entries of q for α → ∞, on the "
            "smallest for α → −∞:"
            " so H(T(q, α)‖q) tends to a and b, strictly from within.",
            tested_by="levels",
        )
        yield theorem("thm:ivt", "all levels between a and b are taken, each once, and no other")

    @search(_levels, examples=60)
    def levels(self, x: Case) -> Any:
        """The enclosed root α(t), on both sides of every end."""
        return self.holds(x)


def levels_decrease() -> Iterator[Step]:
    """H(T_α‖q) decreases strictly in α."""
    p, q = families("p q")
    a, b = symbols("alpha beta")
    at_a, at_b = tilted(q[y], p[y], a), tilted(q[y], p[y], b)
    yield identity(
        "(β − α)(H(T_α‖q) − H(T_β‖q)) = KL(T_β‖T_α) + KL(T_α‖T_β)",
        (b - a) * (cross_entropy(at_a, q[y]) - cross_entropy(at_b, q[y])),
        kl(at_b, at_a) + kl(at_a, at_b),
    )
    yield theorem("thm:gibbs", "the right-hand side is > 0 for α ≠ β, as T_β/T_α ∝ q^{β−α} is not constant")


class RangeInCaseB(RangeInCaseA):
    id = "A-thm3-b-range"
    place = "proof of Theorem 3, case (b)"
    title = "The exponents of the levels below H(q)"
    statement = "t ∈ (0, H(q)) implies α(t) ∈ (1, ∞)."
    latex = r"t \in (0, H(q)) \Rightarrow \alpha(t)\in(1,\infty)"
    flaw = "For 0 < t ≤ a = −log max q there is no α(t); for K ≥ 2 that interval is never empty."
    corrected = "α(t) exists and lies in (1, ∞) exactly for t ∈ (a, H(q)), a = −log max q."
    corrected_latex = r"\alpha(t)\in(1,\infty) \iff t\in(a, H(q))"
    example = Case(q=W, zeta=Fraction(1, 4), t=log(2) - log("11/10"))
    edges = (
        Edge("K = 1, constant", Case(q=ONE_LETTER, zeta=Fraction(1, 2), t=LogForm.of(0))),
        Edge("t = H(q): α = 1", Case(q=W, zeta=Fraction(1, 4), t=LogForm.of(h(W, W)))),
        Edge("t = a", Case(q=W, zeta=Fraction(1, 4), t=log("3/2"))),
    )
    teeth = (
        Variant("down to 0", literal=True),
        Variant("α = 2 at H(q)", at_q=2),
    )

    def holds(self, x: Case) -> Any:
        t, own = LogForm.of(x.t), LogForm.of(h(x.q, x.q))
        alpha = parameter(x.q, t)
        if self.literal:
            return not 0 < t < own or (alpha is not None and alpha > 1)
        if len(set(x.q.probabilities)) == 1 and alpha is not None:  # every α has this level
            return same_truth(True, own > t > -log(max(x.q.probabilities)), "α(t) > 1")
        above = alpha is not None and alpha > self.at_q
        return same_truth(above, -log(max(x.q.probabilities)) < t < own, "α(t) > 1")

    def certificates(self) -> Any:
        """The witness: a positive level below a."""
        yield relation(["log", "4/3"], "<", ["log", "3/2"]), {"precision": "64"}

    @witness
    def negative(self) -> Case:
        """q = (1/3, 2/3), t = log(4/3) < a = log(3/2): no α(t)."""
        return Case(q=W, zeta=Fraction(1, 4), t=log("4/3"))

    @search(_levels, examples=60)
    def levels(self, x: Case) -> Any:
        """The enclosed root α(t), on both sides of every end."""
        return self.holds(x)
