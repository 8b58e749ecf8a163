"""Figure 1: the contour, the line and the curve; the N used; how close the expected type of best-of-3 is to φ_Δ."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from exactalign import (
    AlignedFamily,
    Distribution,
    EnclosedReal,
    MemorylessSource,
    Reward,
    best_of_n,
    kl_divergence,
    log,
)
from exactalign.laws.outcomes import Outcome
from proofs_check import (
    Answer,
    Case,
    Claim,
    Edge,
    Variant,
    at_least,
    at_most,
    decision,
    less,
    witness,
)
from proofs_check.formula import KL, E, H, T, both, floor, for_all, function, implies, type_of, varies
from proofs_check.formula import exp as exponential
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import lift
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers import variables as v
from proofs_check.papers.asymptotics.common import EXAMPLE_P, EXAMPLE_Q, EXAMPLE_WEIGHTS, W
from proofs_check.papers.asymptotics.growing import (
    FIGURE_1,
    alignment,
)
from proofs_check.papers.models import COIN

_phi = T(v.q, v.p, v.alpha)


class SinglePoint(Assertion):
    id = "A-fig1-point"
    place = "Figure 1"
    title = "The KL contour, the reward line and the aligned family meet in one point"
    statement = (
        "The only v with KL(v‖p) = δ and H(v‖q) = H(φ_δ‖q) is φ_δ, and it is the only tilt T(q, p, a) on that line."
    )
    asserts = Statement(
        both(
            implies(both(KL(v.psi, v.p) == KL(_phi, v.p), H(v.psi, v.q) == H(_phi, v.q)), v.psi == _phi),
            implies(H(T(v.q, v.p, v.beta), v.q) == H(_phi, v.q), v.beta == v.alpha),
        ),
        given=(varies(v.p, v.q),),
    )
    formal = Formal(
        "contours_meet_once H_tilt_injective",
        "intros; split; [ intros [? ?] ? ?; apply (contours_meet_once A p q); try assumption; lra"
        " | intros; apply (H_tilt_injective A p q); assumption ]. ",
    )
    expected = "formal"
    statement_uses = ("A-lem1-alpha",)
    notes = "δ = KL(φ_δ‖p) for φ_δ = T(q, p, α); it is enough that KL(v‖p) ≤ δ (theorem contours_meet_once)."


class SampleSize(Assertion):
    id = "A-fig1-n"
    place = "Figure 1"
    title = "exp(mδ) is about 3"
    statement = "exp(mδ) ≈ 3 for m = 10 and δ = 0.11."
    asserts = Statement(
        both(
            exponential(10 * lift(Fraction(11, 100))) > 3,
            exponential(10 * lift(Fraction(11, 100))) < Fraction(601, 200),
            floor(exponential(10 * lift(Fraction(11, 100)))) == 3,
        )
    )
    expected = "decided"
    notes = "So N = 3 rounded down or to the nearest integer; rounded up it is 4."


class CloseAtTen(Claim):
    id = "A-fig1-close"
    place = "Figure 1, Section 4.2"
    title = "The expected type of best-of-3 at m = 10 and the optimal tilt"
    statement = (
        "At m = 10, N = 3, E[t(Y^m)] is remarkably close to φ_Δ; read here beside comparable distances: no other"
        " aligned"
        " model is closer to it."
    )
    latex = r"E[t(Y^{10})] \approx \phi_\Delta,\quad Y^{10} \sim \pi_3^{10}"
    flaw = (
        "It is half way: the total variation distance is 0.0919 to φ_Δ and 0.0975 to p, which are 0.1894 apart,"
        " and less"
        " than 0.01 to T(q, p, 2/5). It cannot lie on the contour: 10 KL(E[t]‖p) ≤ KL(π‖p^m)"
        " (A-fig1-close-limit, with p"
        " for φ) ≤ log 3 − 2/3 (A-lem6-sharp), so KL(E[t]‖p) < 0.0432, not 0.11."
    )
    corrected = (
        "At m = 10, N = 3, E[t] is close to the aligned family, at T(q, p, 2/5) (KL < 1/5000, distance < 1/100), and"
        " slightly nearer to φ_Δ (0.0919) than to p (0.0975) in total variation, with KL(E[t]‖p) = 0.0351."
    )
    scope = "Figure 1: p = (1/5, 3/10, 1/2), q = (2/3, 1/9, 2/9), δ = 0.11, m = 10, N = 3, exactly"
    expected = "amended"
    weight = "false"
    corrected_expected = "certified"
    notes = "No term: it compares distances of one mean type over 3^10 words, which the law of types gives exactly."
    as_printed = Variant("no aligned model is closer", swapped=True)
    example = Case(m=10, N=3)
    edges = (
        Edge("N = 4, exp(mδ) rounded up", Case(m=10, N=4), "0.0680 to φ_Δ"),
        Edge("N = 1", note="E[t] = p: so it is with N rounded down for every m ≤ 6"),
    )
    teeth = (
        Variant("N = 4", n=4),
        Variant("N = 2", n=2),
        Variant("the tilt by 1/2 as the nearest one", nearest=Fraction(1, 2)),
        Variant("E[t] on the contour", contour=Fraction(0)),
    )

    swapped = False
    n = 3
    nearest = Fraction(2, 5)
    contour = Fraction(11, 100)

    def holds(self, x: Case) -> Answer:
        mean = _expected_type(x.m, x.N)
        near = _entries(AlignedFamily(EXAMPLE_P, EXAMPLE_Q).at(self.nearest))
        first, second = _distance(mean, near), _distance(mean, _tilt(FIGURE_1))
        names = "the distance to the tilt by 2/5, then to φ"
        if self.swapped:
            first, second, names = second, first, "the distance to φ, then to the tilt by 2/5"
        return at_most(first, second, names)

    @witness
    def at_ten(self) -> Case:
        """The figure's own numbers."""
        return Case(m=10, N=3)

    @decision
    def measured(self) -> Answer:
        """The expected type exactly, and its distances, enclosed."""
        mean = _expected_type(10, self.n)
        phi, curve = _tilt(FIGURE_1), AlignedFamily(EXAMPLE_P, EXAMPLE_Q).at(self.nearest)
        spare = (log(3) - Fraction(2, 3)) / 10
        return {
            "as stated": self.holds(Case(m=10, N=self.n)),
            "TV to φ": at_least(_distance(mean, phi), Fraction(919, 10000)),
            "TV to φ, from above": at_most(_distance(mean, phi), Fraction(920, 10000)),
            "TV to p": at_least(_distance(mean, _law(EXAMPLE_P)), Fraction(974, 10000)),
            "TV from p to φ": at_least(_distance(EXAMPLE_P, phi), Fraction(1893, 10000)),
            "KL(E[t]‖p)": at_least(kl_divergence(mean, EXAMPLE_P), Fraction(3505, 100_000)),
            "KL(E[t]‖p), from above": at_most(kl_divergence(mean, EXAMPLE_P), Fraction(3515, 100_000)),
            "KL(E[t]‖p) and the budget": at_most(kl_divergence(mean, EXAMPLE_P), spare),
            "the budget": less(spare, self.contour),
            "KL to the tilt by 2/5": at_most(curve.kl_from(mean), Fraction(1, 5000)),  # type: ignore[union-attr]
            "TV to the tilt by 2/5": at_most(_distance(mean, _entries(curve)), Fraction(1, 100)),
        }


_MEAN_TYPE: Final = for_all(v.y, v.lam(v.y) == E(v.psi_words, function(v.w, type_of(v.w)(v.y))))


class CloseInTheLimit(Assertion):
    id = "A-fig1-close-limit"
    place = "Figure 1, Section 4.2"
    title = "How close the expected type is to a law of letters"
    statement = "m KL(E[t(Y^m)]‖φ) ≤ KL(ψ‖φ^m) for every law ψ of Y^m that is ≪ φ^m."
    asserts = Statement(
        v.m * KL(v.lam, v.phi) <= KL(v.psi_words, v.phi**v.m),
        given=(_MEAN_TYPE,),
    )
    formal = "expected_type_closer"
    expected = "formal"
    example = Case(phi=COIN, lam=W, Psi=W.power(2), m=2)
    statement_uses = ("A-thm2-rate",)
    notes = (
        "λ is E[t]. With φ_δ for φ: by A-thm2-rate KL(π_N^m‖φ_δ^m)/m → 0 for 0 < δ < Δ_max, so KL(E[t]‖φ_δ) → 0, at"
        " least as fast as (log m)/m, and the total variation distance as its square root (Pinsker)."
    )


def _expected_type(m: int, n: int) -> Distribution:
    return best_of_n(MemorylessSource(EXAMPLE_P, m), Reward.log_weights(EXAMPLE_WEIGHTS), n).expected_type()


def _entries(law: Any) -> dict[Outcome, EnclosedReal]:
    return {k: EnclosedReal.of(law[k]) for k in law.outcomes}


def _tilt(x: Case) -> dict[Outcome, EnclosedReal]:
    return _entries(alignment(x.p, x.q, x.delta).policy)


def _law(p: Distribution) -> dict[Outcome, EnclosedReal]:
    return _entries(p)


def _distance(left: Any, right: dict[Any, EnclosedReal]) -> EnclosedReal:
    """The total variation distance of two laws that differ at every outcome."""
    gaps = [right[k] - left[k] for k in right]
    return EnclosedReal.sum([gap if gap > 0 else -gap for gap in gaps]) / 2
