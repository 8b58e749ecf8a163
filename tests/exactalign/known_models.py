"""The models and numbers that many tests are about, each written once: the source papers' example, a coin, Table 1."""

from fractions import Fraction
from itertools import product

from flint import arb

from exactalign import AlignedFamily, Distribution, EnclosedReal, Reward
from exactalign.testing.strategies import rationals
from exactalign.theory import RewardLaw

P = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
R = Reward.parse("log 6, 0, log 2")
Q = Distribution.from_probabilities(["2/3", "1/9", "2/9"])
"""The reference of Example 2 and Figure 1, its reward, and the law proportional to exp(reward)."""
SPACED = Reward.values([2, 0, 1])
UNIFORM = RewardLaw.of([0, 1, 2], ["1/3"] * 3)

COIN = Distribution.from_probabilities(["1/3", "2/3"])
COIN_FAMILY = AlignedFamily(COIN, Distribution.from_probabilities(["2/3", "1/3"]))

TABLE_1 = (("49/625", "21/250", "43/250"), ("21/250", "81/10000", "9/125"), ("43/250", "9/125", "103/400"))
"""Best of two sequences of two letters of the example: rows and columns are the two letters."""
PMF = {(i, j): Fraction(TABLE_1[j][i]) for i, j in product(range(3), repeat=2)}

PI = EnclosedReal(lambda: arb.pi())
TWO = EnclosedReal(lambda: arb(2).log().exp())
"""2, and only enclosed."""
values = rationals(min_value=-1000, max_value=1000, max_denominator=10**4)
