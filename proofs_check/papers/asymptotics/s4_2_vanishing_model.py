"""After Lemma 6, one model by elementary means: KL(π_N^m‖φ_δ^m) grows without bound, total variation tends to 1."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import comb

from exactalign import EnclosedReal, LogForm, log
from proofs_check import (
    Answer,
    Case,
    Certificates,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_least,
    at_most,
    decision,
    equal,
    exact,
    identity,
    instances,
    proof,
    theorem,
)
from proofs_check.formula import nonnegative, positive
from proofs_check.formula.terms import lift
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.growing import MODEL_B, best


class NotVanishing(Claim):
    id = "A-vanish-model"
    place = "after Lemma 6, in one model"
    title = "In one model the divergence grows without bound, and total variation tends to 1"
    statement = (
        "p = (1/3, 2/3), q = (2/3, 1/3), δ = (log 2)/3, m = 3j, N = exp(mδ) = 2^j: KL(π_N^m‖φ_δ^m) → ∞ and"
        " TV(π_N^m, φ_δ^m) → 1. With B = √(8/(27(j + 1/2))), L = ⌈log₄(2(3j+1) log(3j+1))⌉ and 2L² ≤ j:"
        " KL ≥ (1 − η) log(1/(L B)) − log 2 and TV ≥ 1 − η − L B, where η = 4B/3 + 1/(3j+1)."
    )
    latex = r"D_{\mathrm{KL}}(\pi_N^m\|\phi_\delta^m) \ge (1-\eta)\log\frac{1}{LB} - \log 2 \to \infty"
    scope = "this model, every j with 2L² ≤ j (all j ≥ 72); no named theorem but data processing"
    notes = (
        "That the divergence tends to ∞ and total variation to 1 is formal, in every model (A-vanish-infinite,"
        " A-tv). This is"
        " no term, since the explicit bounds, by binomial coefficients, have no theorem in the library: they are"
        " argued."
    )
    expected = "argued"
    proof_uses = ("thm:data-processing",)
    hypotheses = (
        Hypothesis("2L² ≤ j", lambda x: 2 * _width(x.j) ** 2 <= x.j, untried="the bound on η is vacuous before"),
    )
    example = Case(j=160)
    edges = (
        Edge("small m", note="enclosed values at m = 3, 30 and 300 are in A-vanish-infinite"),
        Edge("K = 1 or a constant reward", note="π = φ = p^m, KL = 0"),
        Edge("δ = 0", note="N = 1, KL = 0: the only budget below Δ_max at which it vanishes"),
    )
    teeth = (
        Variant("without 4/3 for the mass above the mode", above=Fraction(1)),
        Variant("8^i for 4^i", ratio=8),
        Variant("the order log m in place of (1/2) log m", order=1),
        Variant("b_j² (j + 1) in place of b_j² (j + 1/2)", shift=Fraction(3, 2)),
    )

    above = Fraction(4, 3)
    ratio = 4
    order = Fraction(1, 2)
    shift = Fraction(1, 2)

    def holds(self, x: Case) -> Answer:
        case = MODEL_B.but(m=3 * x.j)
        policy = best(case.p, case.q, case.m, 2**x.j)
        mode = _mode(x.j)
        largest = EnclosedReal.of(LogForm.of(log(Fraction(8, 27) / (x.j + self.shift))) * self.order).exp()
        width = _width(x.j)
        eta = largest * self.above + Fraction(1, 3 * x.j + 1)
        return [
            at_least(policy.kl_to_tilt(2), -(1 - eta) * (largest * width).log() - log(2), f"KL at j = {x.j}"),
            at_least(policy.total_variation_to_tilt(2), 1 - eta - largest * width, f"TV at j = {x.j}"),
            at_most(EnclosedReal.of(mode), largest, f"b_j at j = {x.j}"),
        ]

    @proof
    def elementary(self) -> Iterator[Step]:
        """Let k be the number of best letters, mode 2j under φ, and b_j its largest probability there."""
        j, i = positive("j"), nonnegative("i")
        yield identity(
            "N p^m(y) = 4^{−i} φ^m(y) for k = 2j + i, as p^m/φ^m = 2^{m−2k}",
            lift(2) ** j * lift(2) ** (3 * j - 2 * (2 * j + i)) == lift(self.ratio) ** (-i),
        )
        yield exact("Σ_{i ≥ 0} 4^{−i} = 4/3", at_most(1 / (1 - Fraction(1, self.ratio)), self.above))
        yield argument(
            "So P_π(k ≥ 2j) ≤ N P_p(k ≥ 2j) = Σ 4^{−i} φ^m(k = 2j + i) ≤ (4/3) b_j.", tested_by="small_lengths"
        )
        yield argument(
            "P_π(k < 2j − L) ≤ (1 − P_p(k = 2j − L))^N ≤ exp(−N P_p(k = 2j − L)) = exp(−4^L φ^m(k = 2j − L)).",
            tested_by="small_lengths",
        )
        yield identity(
            "φ^m(k − 1)/φ^m(k) = (k/(3j − k + 1))/2, at k = 2j − i: (2j − i)/(2(j + 1 + i))",
            (2 * j - i) / (3 * j - (2 * j - i) + 1) / 2 == (2 * j - i) / (2 * (j + 1 + i)),
        )
        yield argument(
            "It is at least 1 − (3i/2 + 1)/j, so φ^m(2j − L) ≥ b_j (1 − L²/j) ≥ b_j/2, and b_j ≥ 1/(3j + 1), the"
            " average. With 4^L ≥ 2(3j + 1) log(3j + 1) this gives P_π(k < 2j − L) ≤ 1/(3j + 1).",
            tested_by="small_lengths",
        )
        yield identity(
            "b_{j+1}/b_j = (18j² + 18j + 4)/(18j² + 27j + 9), for b_j = C(3j, 2j) 4^j/27^j",
            (3 * j + 3) * (3 * j + 2) * (3 * j + 1) / ((2 * j + 2) * (2 * j + 1) * (j + 1)) * 4 / 27
            == (18 * j**2 + 18 * j + 4) / (18 * j**2 + 27 * j + 9),
        )
        shift = self.shift
        yield identity(
            "b_j² (j + 1/2) decreases: (18j²+27j+9)²(j + 1/2) − (18j²+18j+4)²(j + 3/2) has positive coefficients",
            (18 * j**2 + 27 * j + 9) ** 2 * (j + shift) - (18 * j**2 + 18 * j + 4) ** 2 * (j + shift + 1)
            == 99 * j**3 + Fraction(333, 2) * j**2 + 92 * j + Fraction(33, 2),
        )
        yield exact("b_1² · 3/2 = 8/27, so b_j ≤ B", equal(_mode(1) ** 2 * Fraction(3, 2), Fraction(8, 27)))
        yield theorem(
            "thm:data-processing",
            "for the event W = {2j − L ≤ k < 2j}, π(W) ≥ 1 − η and φ(W) ≤ L B:"
            " KL ≥ π(W) log(1/φ(W)) − log 2, and TV ≥ π(W) − φ(W)",
        )
        yield argument(
            "η → 0 and L B → 0 like log j/√j, so KL ≥ (1/2 − o(1)) log m → ∞ and TV → 1.", tested_by="growing"
        )

    @instances([Case(j=j) for j in (160, 667, 3000)], deep=[Case(j=j) for j in (10000, 30000)])
    def growing(self, x: Case) -> Answer:
        """Both bounds against enclosures of KL and TV, and b_j exactly."""
        return self.holds(x)

    @decision
    def small_lengths(self) -> Answer:
        """The two tail bounds exactly, at small j and every L."""
        found = []
        for j in (1, 2, 4, 8):
            masses = [comb(3 * j, k) * Fraction(2 ** (3 * j - k), 27**j) for k in range(3 * j + 1)]
            tilted = [comb(3 * j, k) * Fraction(2**k, 27**j) for k in range(3 * j + 1)]
            draws = 2**j
            found.append(at_most(1 - sum(masses[: 2 * j]) ** draws, self.above * tilted[2 * j], f"k ≥ 2j at j = {j}"))
            for width in range(1, 2 * j + 1):
                tail = sum(masses[: 2 * j - width], Fraction(0)) ** draws
                bound = EnclosedReal.of(-(self.ratio**width) * tilted[2 * j - width]).exp()
                found.append(at_most(tail, bound, f"k < 2j − {width} at j = {j}"))
        return found

    def certificates(self) -> Certificates:
        j = "j"
        before, after = (["+", ["*", "18", ["^", j, "2"]], ["*", b, j], c] for b, c in (("27", "9"), ("18", "4")))
        left = ["-", ["*", ["^", before, "2"], ["+", j, "1/2"]], ["*", ["^", after, "2"], ["+", j, "3/2"]]]
        right = ["+", ["*", "99", ["^", j, "3"]], ["*", "333/2", ["^", j, "2"]], ["*", "92", j], "33/2"]
        yield {"kind": "identity", "variables": [j], "given": [], "left": left, "right": right}, {"cofactors": []}


def _mode(j: int) -> Fraction:
    return Fraction(comb(3 * j, 2 * j) * 4**j, 27**j)


def _width(j: int) -> int:
    """L = ⌈log₄(2(3j + 1) log(3j + 1))⌉."""
    target = log(3 * j + 1) * (2 * (3 * j + 1))
    width = 1
    while target > 4**width:
        width += 1
    return width
