"""Section 2: Definition 1, the reward and its normalisation."""

from __future__ import annotations

from exactalign import Reward
from proofs_check import Case
from proofs_check.formula import E, Sum, best, both, exp, for_all, function, log, tilt_by
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers.asymptotics.common import W
from proofs_check.papers.variables import N, alpha, p, phi, psi, q_positive, r, y

_LOG_R = log(Sum(y, exp(r(y))))
_NORMALISED = function(y, r(y) - _LOG_R)


class PartitionOne(Assertion):
    id = "A-def1-norm"
    place = "Definition 1"
    title = "Taking the partition function R = 1 loses no generality"
    statement = "Replacing r by r − log R, with R = Σ e^r, changes no aligned model and no best-of-N policy."
    asserts = Statement(
        both(
            Sum(y, exp(r(y) - _LOG_R)) == 1,
            tilt_by(_NORMALISED, p, alpha) == tilt_by(r, p, alpha),
            E(phi, _NORMALISED) - E(psi, _NORMALISED) == E(phi, r) - E(psi, r),
            best(p, N, _NORMALISED) == best(p, N, r),
        )
    )
    formal = Formal(
        "normalised",
        "intros; edestruct (normalised dec A p phi psi r alpha N) as (a & b & c & d);"
        " [ assumption | assumption | assumption | exact (conj (conj (conj a b) c) d) ]. ",
    )
    expected = "formal"
    notes = (
        "Differences of expected rewards decide which of two laws is better, so the optima are the same within every"
        " budget. With R = 1 the displays read H(φ‖q) = −E_φ r; in general it is log R − E_φ r (A-eq1-equiv): the"
        " policies do not change with R, but these values do."
    )


class RewardSign(Assertion):
    id = "A-def1-sign"
    place = "Definition 1, Assumption 2"
    title = "The reward as a log-likelihood"
    statement = "The reward is the negative log-likelihood of a distribution q."
    asserts = Statement(for_all(y, r(y) == -log(q_positive(y))), given=(for_all(y, q_positive(y) == exp(r(y))),))
    flaw = (
        "With R = Σ e^r = 1 the reward is the log-likelihood of q = e^r itself, ≤ 0. With the printed sign Σ 1/q = 1"
        " would be needed, possible for one outcome only; and the alignment would prefer the outcomes unlikely under q."
    )
    weight = "slip"
    counterexample = Case(q=W, r=Reward.log_of(W))
    mended = Statement(
        for_all(y, both(r(y) == log(q_positive(y)), r(y) <= 0)), given=(for_all(y, q_positive(y) == exp(r(y))),)
    )
    formal = "reward_is_log"
    expected = "amended"
    corrected_expected = "formal"
    statement_uses = ("A-def1-norm",)
    example = Case(q=W, r=Reward.log_of(W))
