"""Section 4.2: how close best-of-N with N = exp(mδ) is to the optimum on whole sequences, not per letter.

For 0 < δ < Δ_max, every rule for ties, and N_m = exp(mδ) up to a factor.
"""

from __future__ import annotations

from fractions import Fraction

from exactalign import EnclosedReal
from exactalign import log as log_form
from proofs_check import Answer, Case, Comparison, Variant, at_least, at_most, instances, less
from proofs_check.formula import (
    KL,
    TV,
    E,
    H,
    T,
    Z,
    absolute,
    absolutely_continuous,
    both,
    diverges,
    eventually,
    exists,
    exp,
    for_all,
    function,
    implies,
    limit,
    log,
    positive,
    sqrt,
    type_of,
    varies,
)
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics.growing import MODEL_B, alignment, at_lengths, divergence, enclosed
from proofs_check.papers.asymptotics.limits import BELOW, OPTIMUM, can_hold, distinct, draws, policy, reward
from proofs_check.papers.variables import alpha, delta, m, p, phi, t, w, y
from proofs_check.papers.variables import q_positive as q

_RATE = positive("k")
_GIVEN = (OPTIMUM, *BELOW, *draws())
_TILT = T(q, p, alpha)
_CUMULANT = log(E(policy(m), function(w, exp(t * reward(m)(w))))) / m


class DivergenceGrows(Assertion):
    id = "A-vanish-infinite"
    place = "after Lemma 6, what is true"
    title = "KL(best-of-N‖optimum) tends to infinity"
    statement = "For 0 < δ < Δ_max and N = exp(mδ), KL(π_N^m‖φ_δ^m) is finite at every m, and tends to ∞."
    asserts = Statement(
        both(for_all(m, absolutely_continuous(policy(m), phi**m)), diverges(m, KL(policy(m), phi**m))), given=_GIVEN
    )
    formal = "divergence_grows"
    possible = can_hold(asserts)
    expected = "formal"
    statement_uses = ("A-lem1",)
    notes = "In every model with 0 < δ < Δ_max, where the reward cannot be constant."
    teeth = (Variant("divided by m (Theorem 2)", scale=lambda m: m),)

    def scale(self, m: int) -> int:
        """What the divergence is divided by."""
        return m // m

    @instances(at_lengths(MODEL_B, (3, 30, 300)))
    def growing(self, x: Case) -> Answer:
        """p = (1/3, 2/3), q = (2/3, 1/3), δ = (log 2)/3: at ten times the length the divergence is greater."""
        longer = x.but(m=10 * x.m)
        value, greater = (divergence(z) / self.scale(z.m) for z in (x, longer))
        return less(value, greater, f"KL at m = {x.m} and {longer.m}")


class DivergenceOfOrderLog(Assertion):
    id = "A-vanish-log"
    place = "after Lemma 6, what is true"
    title = "KL(best-of-N‖optimum) is at most of the order log m"
    statement = "For 0 < δ < Δ_max and N = exp(mδ) there is a C with KL(π_N^m‖φ_δ^m) ≤ C (1 + log m) at every m ≥ 1."
    asserts = Statement(
        both(
            for_all(m, absolutely_continuous(policy(m), phi**m)),
            exists(_RATE, for_all(m, KL(policy(m), phi**m) <= _RATE * (1 + log(m)))),
        ),
        given=_GIVEN,
    )
    formal = "divergence_of_order_log"
    possible = can_hold(asserts)
    expected = "formal"
    statement_uses = ("A-lem1",)
    notes = (
        "C depends on the model, and is explicit in the library (divergence_log). The constant of log m is ½"
        " (A-vanish-half)."
    )


class DivergenceIsHalfALogarithm(Assertion):
    id = "A-vanish-half"
    place = "after Lemma 6, what is true"
    title = "KL(best-of-N‖optimum) is ½ log m up to a constant"
    statement = "For 0 < δ < Δ_max and N = exp(mδ) there is a C with |KL(π_N^m‖φ_δ^m) − ½ log m| ≤ C at every m ≥ 1."
    asserts = Statement(
        both(
            for_all(m, absolutely_continuous(policy(m), phi**m)),
            exists(_RATE, for_all(m, absolute(KL(policy(m), phi**m) - log(m) / 2) <= _RATE)),
        ),
        given=_GIVEN,
    )
    formal = "divergence_is_half_log"
    possible = can_hold(asserts)
    expected = "formal"
    statement_uses = ("A-lem1",)
    notes = (
        "For every rule for ties and every N up to a factor. Two letters of different rewards are split off as fair"
        " coins: so the mass of the total reward near any point is O(1/√m) under φ^m, and in windows of a fixed length"
        " within O(√m) of its mean at least a multiple of that (mass_small and mass_large in the library). Explicit"
        " constants are argued (A-vanish-growth). What the constant is, off a lattice and on one, with the error at"
        " each m, no term can say (A-vanish-constant, A-vanish-lattice)."
    )
    teeth = (
        Variant("a logarithm, not half of one", order=1),
        Variant("bounded", order=0),
    )

    order = Fraction(1, 2)

    @instances(at_lengths(MODEL_B, (3, 30, 300, 3000)))
    def growing(self, x: Case) -> Answer:
        """p = (1/3, 2/3), q = (2/3, 1/3), δ = (log 2)/3: the difference stays within 5/4 at m = 3, 30, 300, 3000."""
        return at_most(abs(divergence(x) - log_form(x.m) * self.order), Fraction(5, 4), f"at m = {x.m}")


class BudgetIsSpent(Assertion):
    id = "A-budget-spent"
    place = "after Lemma 6, what is true"
    title = "Best-of-N spends its budget up to a constant"
    statement = "For 0 < δ < Δ_max and N = exp(mδ) there is a C with |KL(π_N^m‖p^m) − mδ| ≤ C at every m ≥ 1."
    asserts = Statement(
        exists(_RATE, for_all(m, absolute(KL(policy(m), p**m) - m * delta) <= _RATE)),
        given=_GIVEN,
    )
    formal = "budget_spent"
    possible = can_hold(asserts)
    expected = "formal"
    statement_uses = ("A-lem1",)
    notes = (
        "So the two policies spend the same of the budget, and the ½ log m between them (A-vanish-half) is all reward:"
        " α times what the total reward lacks (A-close-reward-half). That KL is at most mδ is A-budget. What the"
        " constant is, off a lattice and on one, is argued (A-vanish-constant, A-vanish-lattice)."
    )
    teeth = (Variant("½ log m is left over", left_over=Fraction(1, 2)),)

    left_over = Fraction(0)

    @instances(at_lengths(MODEL_B, (3, 30, 300, 3000)))
    def growing(self, x: Case) -> Answer:
        """p = (1/3, 2/3), q = (2/3, 1/3), δ = (log 2)/3: the difference stays within 5/4 at m = 3, 30, 300, 3000."""
        excess = enclosed(x.p, x.q, x.delta, x.m).excess_kl
        return at_most(abs(excess + log_form(x.m) * self.left_over), Fraction(5, 4), f"at m = {x.m}")


class VariationTendsToOne(Assertion):
    id = "A-tv"
    place = "after Lemma 6, what is true"
    title = "The total variation between best-of-N and the optimum tends to 1"
    statement = "For 0 < δ < Δ_max and N = exp(mδ), TV(π_N^m, φ_δ^m) → 1."
    asserts = Statement(limit(m, TV(policy(m), phi**m), 1), given=_GIVEN)
    formal = "variation_tends_to_one"
    possible = can_hold(asserts)
    expected = "formal"
    statement_uses = ("A-lem1",)
    notes = "On whole sequences the two policies become as different as can be, while their types agree (A-lem-type)."


_OVERLAP = (1 - TV(policy(m), phi**m)) * sqrt(m)


class OverlapOrder(Assertion):
    id = "A-tv-order"
    place = "after Lemma 6, what is true"
    title = "1 − TV(best-of-N, optimum) is of the order (log m)/√m"
    statement = (
        "For 0 < δ < Δ_max and N = exp(mδ) there is a C with (1 + log m)/(C√m) ≤ 1 − TV(π_N^m, φ_δ^m) ≤"
        " C (1 + log m)/√m at every m ≥ 1."
    )
    asserts = Statement(
        exists(_RATE, for_all(m, both(_RATE * (1 + log(m)) >= _OVERLAP, 1 + log(m) <= _RATE * _OVERLAP))),
        given=_GIVEN,
    )
    formal = "overlap_order"
    possible = can_hold(asserts)
    expected = "formal"
    statement_uses = ("A-lem1",)
    notes = (
        "For every rule for ties and every N up to a factor. Best-of-N has its mass where the optimum has O((log m)/√m)"
        " of its own; and on each of about log m windows above the level that the best of N draws reaches, the smaller"
        " of the two has a multiple of 1/√m. The constant is argued (A-tv-overlap)."
    )
    teeth = (
        Variant("1/√m, without a logarithm", logarithm=False),
        Variant("(log m)/m", power=Fraction(1)),
    )

    logarithm = True
    power = Fraction(1, 2)

    @instances(at_lengths(MODEL_B, (3, 30, 300, 3000)))
    def growing(self, x: Case) -> list[Comparison]:
        """p = (1/3, 2/3), q = (2/3, 1/3), δ = (log 2)/3: from 1/2 to 2/3 of (1 + log m)/√m at m = 3, 30, 300, 3000."""
        order = 1 + log_form(x.m) if self.logarithm else 1
        share = enclosed(x.p, x.q, x.delta, x.m).overlap * EnclosedReal.of(x.m) ** self.power / order
        label = f"at m = {x.m}"
        return [at_least(share, Fraction(1, 2), label), at_most(share, Fraction(2, 3), label)]


class ReverseDivergence(Assertion):
    id = "A-reverse"
    place = "after Lemma 6, the other direction"
    title = "KL(optimum‖best-of-N) grows exponentially"
    statement = (
        "For 0 < δ < Δ_max and N = exp(mδ), KL(φ_δ^m‖π_N^m) is finite at every m, and at least e^{km} from some"
        " m on, for a"
        " k > 0."
    )
    asserts = Statement(
        both(
            for_all(m, absolutely_continuous(phi**m, policy(m))),
            exists(_RATE, eventually(m, exp(m * _RATE) <= KL(phi**m, policy(m)))),
        ),
        given=_GIVEN,
    )
    formal = "reverse_divergence_grows"
    possible = can_hold(asserts)
    expected = "formal"
    statement_uses = ("A-lem1",)
    notes = "So divided by m it tends to ∞ as well: of Theorem 2 nothing is left in this direction."


class TotalReward(Assertion):
    id = "A-close-reward"
    place = "Introduction, contribution 4"
    title = "The expected rewards of best-of-N and the optimum differ by O(log m)"
    statement = (
        "For 0 < δ < Δ_max and N = exp(mδ) the expected rewards of a sequence under π_N^m and φ_δ^m differ by at most"
        " C (1 + log m), at every m ≥ 1."
    )
    asserts = Statement(
        exists(
            _RATE,
            for_all(m, absolute(E(policy(m), reward(m)) - E(phi**m, reward(m))) <= _RATE * (1 + log(m))),
        ),
        given=_GIVEN,
    )
    formal = "total_rewards_close"
    possible = can_hold(asserts)
    expected = "formal"
    statement_uses = ("A-lem1", "A-lem7")
    notes = (
        "The text says that the expected rewards are close; of a sequence of length m the reward is a total. Per"
        " letter the"
        " difference is O((log m)/m) (A-lem7)."
    )


class TotalRewardGap(Assertion):
    id = "A-close-reward-half"
    place = "Introduction, contribution 4"
    title = "The expected reward of best-of-N is (½ log m)/α below the optimum's, up to a constant"
    statement = (
        "For α > 0, δ = KL(T(q, p, α)‖p) and N = exp(mδ) there is a C such that the expected reward of a sequence under"
        " π_N^m is within C of (log m)/(2α) below that under φ_δ^m, at every m ≥ 1."
    )
    asserts = Statement(
        exists(
            _RATE,
            for_all(
                m,
                absolute(E(_TILT**m, reward(m)) - E(policy(m), reward(m)) - log(m) / (2 * alpha)) <= _RATE,
            ),
        ),
        given=(varies(p, q), alpha > 0, *draws(KL(_TILT, p))),
    )
    formal = "total_reward_half_log"
    possible = can_hold(asserts)
    expected = "formal"
    statement_uses = ("A-lem1",)
    notes = (
        "So the total rewards are not close: they drift apart like (½ log m)/α in every model. What the constant is,"
        " off a lattice, is argued (A-gumbel)."
    )
    teeth = (
        Variant("a logarithm, not half of one", order=1),
        Variant("bounded", order=0),
    )

    order = Fraction(1, 2)

    @instances(at_lengths(MODEL_B, (3, 30, 300, 3000)))
    def growing(self, x: Case) -> Answer:
        """p = (1/3, 2/3), q = (2/3, 1/3), δ = (log 2)/3: the difference stays within 1/4 at m = 3, 30, 300, 3000."""
        gap = enclosed(x.p, x.q, x.delta, x.m).reward_deficit
        alpha = EnclosedReal.of(alignment(x.p, x.q, x.delta).alpha)
        return at_most(abs(gap - log_form(x.m) * self.order / alpha), Fraction(1, 4), f"at m = {x.m}")


class Cumulants(Assertion):
    id = "A-cor1-bon"
    place = "Corollary 1, for best-of-N"
    title = "The scaled cumulants of the reward under best-of-N"
    statement = (
        "For α > 0, δ = KL(T(q, p, α)‖p) and N = exp(mδ), (1/m) log E e^{t r(Y^m)}, Y^m ~ π_N^m, tends to −t"
        " H(φ_δ‖q) for"
        " every real t ≤ α, and to δ + log Σ p q^t for t > α."
    )
    asserts = Statement(
        both(
            implies(t <= alpha, limit(m, _CUMULANT, t * -H(_TILT, q))),
            implies(alpha < t, limit(m, _CUMULANT, log(Z(q, p, t)) + KL(_TILT, p))),
        ),
        given=(varies(p, q), alpha > 0, *draws(KL(_TILT, p))),
    )
    formal = "cumulants_of_best_of_N"
    possible = can_hold(asserts)
    expected = "formal"
    statement_uses = ("A-cor1",)
    notes = (
        "Corollary 1 has log Σ φ_δ q^t for φ_δ^m: the two agree at t = 0 only. For t ≤ α best-of-N's reward is"
        " near its mean as"
        " far as cumulants see; beyond α they are those of N draws."
    )


class MeanType(Assertion):
    id = "A-fig1-limit"
    place = "Figure 1, Section 4.2"
    title = "The mean type of best-of-N tends to the optimum"
    statement = "For every δ ≥ 0 and N = exp(mδ), E[t(Y^m)], Y^m ~ π_N^m, tends to φ_δ at every letter."
    asserts = Statement(
        limit(m, E(policy(m), function(w, type_of(w)(y))), phi(y)),
        given=(distinct(q), delta >= 0, OPTIMUM, *draws()),
    )
    formal = "mean_types_converge"
    possible = can_hold(asserts, y="0%nat")
    expected = "formal"
    statement_uses = ("A-lem1", "A-lem-type")
    notes = (
        "The brown point of Figure 1 tends to φ_Δ, where the green and the blue curve meet. How fast is in the notes of"
        " A-fig1-close-limit, and seen at the figure's m."
    )
