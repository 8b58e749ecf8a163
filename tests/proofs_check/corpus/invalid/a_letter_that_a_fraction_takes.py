"""it needs"""
# ruff: noqa

from proofs_check import Assertion, Statement
from proofs_check.formula import Sum, for_all, outcome, positive_law, reward, sqrt
from proofs_check.language.derivations import identity, linear, sign

p, u = positive_law("p"), reward("u")
y, z = outcome("y"), outcome("z")
S = Sum(z, u(z) / (1 + p(z) * p(z)))


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "1/(1 + p(z) p(z)) is no 1/(1 + p(z) p(y))", "proved"
    asserts = Statement(0 <= S, given=(for_all(y, 0 <= Sum(z, u(z) / (1 + p(z) * p(y)))),))
    lines = (identity(sqrt(S**2) == S), sign(0 <= sqrt(S**2)), linear(0 <= S, {1: 1, 2: 1}))
