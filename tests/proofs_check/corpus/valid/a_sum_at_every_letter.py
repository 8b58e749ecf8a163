"""a sum that is ≥ 0 at every letter, summed over them"""
# ruff: noqa

from proofs_check import Assertion, Statement
from proofs_check.formula import E, Sum, exp, for_all, function, law, outcome, reward, sqrt
from proofs_check.language.derivations import identity, linear, sign

p, r, u = law("p"), reward("r"), reward("u")
y, z = outcome("y"), outcome("z")
S = Sum(z, u(z) * exp(r(z) * r(y)))
MEAN = E(p, function(y, S))


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a mean of what is at least 0", "proved"
    asserts = Statement(0 <= MEAN, given=(for_all(y, 0 <= S),))
    lines = (
        identity(sqrt(MEAN**2) == MEAN),
        sign(0 <= sqrt(MEAN**2)),
        linear(0 <= MEAN, {1: 1, 2: 1}),
    )
