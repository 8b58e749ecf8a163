"""is no law"""
# ruff: noqa

from fractions import Fraction

from exactalign import AlignedFamily, Reward
from exactalign.policies.tilt_sums import TiltSums
from exactalign.policies.tilting import TiltedDistribution
from proofs_check import Assertion, Case, Statement, Sum, law, outcome, pmf

p, q, y = law("p"), law("q"), outcome("y")


class Own(AlignedFamily):
    def __init__(self, *given):
        super().__init__(*given)
        self.sums = TiltSums(self.values[:1], self.masses[:1], 3)


class Claimed(Assertion):
    id, place, title, expected, weight = "C-claim", "here", "a law has sum 1", "refuted", "false"
    asserts = Statement(Sum(y, p(y) + q(y)) < 3)
    counterexample = Case(
        p=TiltedDistribution(Own(pmf("1/3, 2/3"), Reward.values([1, 2])), Fraction(1, 2)), q=pmf("1/2, 1/2")
    )
