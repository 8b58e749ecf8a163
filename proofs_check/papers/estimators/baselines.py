"""What a baseline does to a policy gradient: n draws w of the policy q, and (1/n) Σ (advantage)·(score) over them.

As in `kl_gradients` the logits move in a direction h, and the score of y is h(y) − E_q h. Advantages are numbers:
they are not differentiated.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from exactalign import Reward
from proofs_check import Case, pmf
from proofs_check.formula import E, Term, either, for_all, function, slope, sqrt, total, when
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.estimators.kl_gradients import moved, score
from proofs_check.papers.variables import n, q_positive, r, t, word, x, y

GRADIENT: Final = slope(t, E(moved, r), 0)
"""The derivative of the mean reward."""
_MEAN: Final = total(r, n)(word) / n
_DEVIATION: Final = sqrt(total(function(y, (r(y) - _MEAN) ** 2), n)(word) / n)
_THETA: Final = E(q_positive, r)
_ZERO_OR_ONE: Final = (for_all(y, either(r(y) == 0, r(y) == 1)), _THETA > 0, _THETA < 1)
_COIN: Final = Case(q=pmf("1/2, 1/2"), r=Reward.values([0, 1]), h=Reward.values([0, 1]), n=2)


def expected(advantage: Callable[[Term], Term]) -> Term:
    """The mean of (1/n) Σ advantage(y)·score(y) over the letters y of n draws."""
    return E(q_positive**n, function(word, total(function(y, advantage(y) * score), n)(word) / n))


class Baseline(Assertion):
    id = "E-baseline"
    place = "folklore; GRPO, arXiv 2402.03300"
    title = "A baseline that does not see the draws"
    statement = "Subtracting a constant from the rewards leaves the expected gradient as it is."
    asserts = Statement(expected(lambda y: r(y) - x) == GRADIENT)
    formal = "constant_baseline_claim"
    expected = "formal"
    statement_uses = ("E-score",)


class GroupMean(Assertion):
    id = "E-grpo-mean"
    place = (
        "GRPO, arXiv 2402.03300; “formula for advantages in GRPO”, "
        "github.com/thinking-machines-lab/tinker-cookbook/issues/579"
    )
    title = "The mean of the group as baseline"
    statement = "Subtracting the mean of the group leaves the expected gradient as it is."
    asserts = Statement(expected(lambda y: r(y) - _MEAN) == GRADIENT)
    flaw = "The mean contains the draw's own reward: the expected gradient is (1 − 1/n) times the gradient."
    weight = "false"
    counterexample = _COIN
    degenerate = Case(q=pmf("1/2, 1/2"), r=Reward.values([0, 1]), h=Reward.values([0, 1]), n=1)
    mended = Statement(expected(lambda y: r(y) - _MEAN) == (1 - 1 / n) * GRADIENT)
    formal = "group_mean_claim"
    expected = "amended"
    corrected_expected = "formal"
    notes = "Its direction is right: a learning rate takes the factor in, one for each size of group."
    statement_uses = ("E-score",)


class LeaveOneOut(Assertion):
    id = "E-grpo-others"
    place = (
        "RLOO, arXiv 2402.14740; “Correct for gradient bias in GRPO style reward centering”, "
        "github.com/thinking-machines-lab/tinker-cookbook/pull/135"
    )
    title = "The mean of the others as baseline"
    statement = "Subtracting the mean of the other draws leaves the expected gradient as it is."
    asserts = Statement(expected(lambda y: r(y) - (total(r, n)(word) - r(y)) / (n - 1)) == GRADIENT, given=(n >= 2,))
    formal = "leave_one_out_claim"
    expected = "formal"
    statement_uses = ("E-score",)


class Standardised(Assertion):
    id = "E-grpo-std"
    place = (
        "“Leave-One-Out Baseline and Advantage Normalization are incompatible”, github.com/NVIDIA-NeMo/RL/issues/1518; "
        "“Understanding R1-Zero-Like Training”, arXiv 2503.20783"
    )
    title = "Dividing by the deviation of the group"
    statement = (
        "With rewards 0 and 1, of mean θ, dividing by the deviation of the group makes the expected gradient that of θ "
        "over √(θ(1−θ))."
    )
    asserts = Statement(
        expected(lambda y: when(_DEVIATION > 0, (r(y) - _MEAN) / _DEVIATION, 0))
        == GRADIENT / sqrt(_THETA * (1 - _THETA)),
        given=_ZERO_OR_ONE,
    )
    flaw = (
        "The factor is E(deviation)/(θ(1−θ)), which is smaller for every size of group. For two draws it is 1: then"
        " nothing is normalised at all."
    )
    weight = "false"
    counterexample = _COIN
    degenerate = Case(q=pmf("1/2, 1/2"), r=Reward.values([0, 1]), h=Reward.values([0, 1]), n=1)
    mended = Statement(
        expected(lambda y: when(_DEVIATION > 0, (r(y) - _MEAN) / _DEVIATION, 0))
        == GRADIENT * E(q_positive**n, function(word, _DEVIATION)) / (_THETA * (1 - _THETA)),
        given=_ZERO_OR_ONE,
    )
    formal = "standardised_claim"
    expected = "amended"
    corrected_expected = "formal"
    notes = (
        "Groups whose rewards are all equal have advantage 0. As the group grows the factor tends to 1/√(θ(1−θ)). For"
        " groups of two: theorem group_of_two."
    )
    statement_uses = ("E-score",)


class DeviationBelow(Assertion):
    id = "E-grpo-std-below"
    place = "“Understanding R1-Zero-Like Training”, arXiv 2503.20783"
    title = "The mean deviation of a group"
    statement = "The deviation of the group estimates √(θ(1−θ))."
    asserts = Statement(E(q_positive**n, function(word, _DEVIATION)) == sqrt(_THETA * (1 - _THETA)), given=_ZERO_OR_ONE)
    flaw = (
        "It is too small on the average: its square has the mean (1 − 1/n)·θ(1−θ), and a mean of roots is less still."
    )
    weight = "false"
    counterexample = _COIN
    mended = Statement(
        E(q_positive**n, function(word, _DEVIATION)) <= sqrt((1 - 1 / n) * (_THETA * (1 - _THETA))),
        given=_ZERO_OR_ONE,
    )
    formal = "deviation_below_claim"
    expected = "amended"
    corrected_expected = "formal"
