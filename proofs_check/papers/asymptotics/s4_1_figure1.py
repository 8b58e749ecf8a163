"""Figure 1: the contour, the line and the curve; the N used; how close the expected type of best-of-3 is to φ_Δ."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from exactalign import (
    AlignedFamily,
    Distribution,
    EnclosedReal,
    LogForm,
    MemorylessSource,
    Reward,
    best_of_n,
    kl_divergence,
    log,
    sample_size,
)
from exactalign.laws.outcomes import Outcome
from proofs_check import (
    Answer,
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    at_least,
    at_most,
    decision,
    equal,
    identity,
    instances,
    less,
    proof,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import families, kl, total, y
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.searches import integers, models
from proofs_check.formula import KL, H, T, both, floor, implies, varies
from proofs_check.formula import exp as exponential
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import lift
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.language.steps import Step
from proofs_check.papers import variables as v
from proofs_check.papers.asymptotics.common import EXAMPLE_P, EXAMPLE_Q, EXAMPLE_WEIGHTS, W
from proofs_check.papers.asymptotics.growing import (
    BELOW_MAX,
    BEYOND,
    FIGURE_1,
    MODEL_B,
    NOT_CONSTANT,
    alignment,
    at_lengths,
    best,
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
        "At m = 10, N = 3, E[t(Y^m)] is remarkably close to φ_Δ; read here as: at least ten times closer to it than to"
        " p, in total variation."
    )
    latex = r"E[t(Y^{10})] \approx \phi_\Delta,\quad Y^{10} \sim \pi_3^{10}"
    flaw = (
        "Not in this reading: it is half way. The total variation distance is 0.0919 to φ_Δ and 0.0975 to p, which"
        " are 0.1894 apart. It cannot lie on the contour: 10 KL(E[t]‖p) ≤ KL(π‖p^m) (as in A-fig1-close-limit, with p"
        " for φ) ≤ log 3 − 2/3 (A-lem6-sharp), so KL(E[t]‖p) < 0.0432, not 0.11."
    )
    corrected = (
        "At m = 10, N = 3, E[t] is slightly nearer to φ_Δ (0.0919) than to p (0.0975) in total variation, with"
        " KL(E[t]‖p) = 0.0350. It is close to the aligned family: KL(E[t]‖T(q,p,2/5)) < 1/5000, distance < 1/100."
    )
    scope = "Figure 1: p = (1/5, 3/10, 1/2), q = (2/3, 1/9, 2/9), δ = 0.11, m = 10, N = 3, exactly"
    expected = "amended"
    weight = "false"
    corrected_expected = "certified"
    as_printed = Variant("ten times closer to φ than to p", closer=10)
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

    closer = 1
    n = 3
    nearest = Fraction(2, 5)
    contour = Fraction(11, 100)

    def holds(self, x: Case) -> Answer:
        mean = _expected_type(x.m, x.N)
        times = "" if self.closer == 1 else f"{self.closer} times the "
        label = f"{times}distance to φ, and the distance to p"
        return at_most(_distance(mean, _tilt(FIGURE_1)) * self.closer, _distance(mean, _law(EXAMPLE_P)), label)

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
            "TV to φ": at_least(_distance(mean, phi), Fraction(919, 10000)),
            "TV to φ, from above": at_most(_distance(mean, phi), Fraction(920, 10000)),
            "TV to p": at_least(_distance(mean, _law(EXAMPLE_P)), Fraction(974, 10000)),
            "TV from p to φ": at_least(_distance(EXAMPLE_P, phi), Fraction(1893, 10000)),
            "KL(E[t]‖p)": at_most(kl_divergence(mean, EXAMPLE_P), spare),
            "the budget": less(spare, self.contour),
            "KL to the tilt by 2/5": at_most(curve.kl_from(mean), Fraction(1, 5000)),  # type: ignore[union-attr]
            "TV to the tilt by 2/5": at_most(_distance(mean, _entries(curve)), Fraction(1, 100)),
        }


class CloseInTheLimit(Claim):
    id = "A-fig1-close-limit"
    place = "Figure 1, Section 4.2"
    title = "The expected type of best-of-N tends to the optimal tilt"
    statement = "E[t(Y^m)] → φ_δ under π_N^m with N = exp(mδ), with KL(E[t]‖φ_δ) ≤ KL(π_N^m‖φ_δ^m)/m."
    latex = r"D_{\mathrm{KL}}(E[t(Y^m)]\,\|\,\phi_\delta) \le \tfrac1m D_{\mathrm{KL}}(\pi_N^m\|\phi_\delta^m) \to 0"
    scope = (
        "every finite K, p > 0, q > 0 not constant, 0 ≤ δ < Δ_max, N = exp(mδ), as an integer N (rounded"
        " down; every tie rule) or real N (uniform ties); the total variation distance is O(√(log m/m))"
    )
    expected = "argued"
    proof_uses = ("A-thm2-rate", "thm:jensen", "thm:gibbs", "thm:pinsker")

    hypotheses = (
        NOT_CONSTANT,
        Hypothesis(
            BELOW_MAX,
            lambda x: AlignedFamily(x.p, x.q).is_constant or LogForm.of(x.delta) < AlignedFamily(x.p, x.q).kl_max,
            untried="then KL = ∞; E[t] → φ_δ still, by A-lem-type",
        ),
    )
    example = FIGURE_1.but(m=20)
    edges = (
        Edge("δ ≥ Δ_max", BEYOND),
        Edge("N = 1", FIGURE_1.but(m=5)),
        Edge("constant reward", Case(p=W, q=COIN, delta=log(2), m=2)),
        Edge("K = 2", MODEL_B.but(m=30)),
        Edge("δ = 0", note="E[t] = p = φ at every m"),
    )
    teeth = (
        Variant("divided by m²", power=2),
        Variant("the tilt by α/2", tilt_by=lambda alpha: alpha / 2),
        Variant("the joint law without its own dependence", dependence=-1),
    )

    power = 1
    dependence = 1

    def tilt_by(self, alpha: Any) -> Any:
        """The exponent of φ."""
        return alpha

    def holds(self, x: Case) -> Answer:
        optimum = alignment(x.p, x.q, x.delta)
        n = sample_size(x.delta, x.m)
        if n == 1:
            return equal(n, 1, "N, where E[t] = p and both sides are KL(p‖φ)")
        policy = best(x.p, x.q, x.m, n)
        mean, alpha = policy.expected_type(), self.tilt_by(EnclosedReal.of(optimum.alpha))
        phi = _entries(AlignedFamily(x.p, x.q).at(alpha))
        value = EnclosedReal.sum([mean[k] * (mean[k] / phi[k]).log() for k in x.p])
        return at_most(value, policy.kl_to_tilt(optimum.alpha) / x.m**self.power, f"KL(E[t]‖φ) at m = {x.m}")

    @proof
    def superadditive(self) -> Iterator[Step]:
        """KL to a product is at least the sum over the marginals."""
        joint, first, second, phi_1, phi_2 = families("P P1 P2 phi1 phi2")
        yield identity(
            "KL(P‖φ⊗φ) = KL(P‖P₁⊗P₂) + KL(P₁‖φ) + KL(P₂‖φ), for a law P of pairs y with marginals P₁, P₂, whose means"
            " are means under P",
            kl(joint[y], phi_1[y] * phi_2[y]),
            self.dependence * kl(joint[y], first[y] * second[y])
            + total(joint[y] * (symbolic_log(first[y]) - symbolic_log(phi_1[y])))
            + total(joint[y] * (symbolic_log(second[y]) - symbolic_log(phi_2[y]))),
        )
        yield theorem("thm:gibbs", "KL(P‖P₁⊗P₂) ≥ 0; letter by letter, KL(π‖φ^m) ≥ Σ_i KL(π_i‖φ), π_i the law of Y_i")
        yield theorem("thm:jensen", "E[t] is the average of the π_i, and KL(·‖φ) is convex: m KL(E[t]‖φ) ≤ KL(π‖φ^m)")
        yield theorem("A-thm2-rate", "KL(π‖φ^m)/m → 0, as O((log m)/m)")
        yield theorem("thm:pinsker", "so the total variation distance tends to 0, at most √(KL(π‖φ^m)/(2m))")

    @instances(
        at_lengths(FIGURE_1, (10, 20, 40)) + at_lengths(MODEL_B, (30, 480)),
        deep=at_lengths(FIGURE_1, (80, 160)) + at_lengths(MODEL_B, (6000,)),
    )
    def growing(self, x: Case) -> Answer:
        """Both sides enclosed at growing m."""
        return self.holds(x)

    @search(lambda: _small_models(), examples=25)
    def small_models(self, x: Case) -> Answer:
        """Exactly, for small models at any N."""
        family = AlignedFamily(x.p, x.q)
        policy = best_of_n(MemorylessSource(x.p, x.m), Reward.log_of(x.q), x.N)
        joint, phi = policy.distribution(), family.at(x.alpha)
        left = kl_divergence(policy.expected_type(), phi)  # type: ignore[arg-type]
        return at_most(left * x.m**self.power, kl_divergence(joint, phi.power(x.m)))  # type: ignore[union-attr]


def _small_models() -> st.SearchStrategy[Case]:
    drawn = models(min_size=2, max_size=3, max_weight=5, m=integers(1, 3), alpha=integers(0, 2), N=integers(1, 4))
    return drawn.map(lambda x: x.but(delta=AlignedFamily(x.p, x.q).kl(x.alpha)))


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
