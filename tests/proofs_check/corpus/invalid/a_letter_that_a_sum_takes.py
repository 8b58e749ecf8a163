"""it needs"""
# ruff: noqa

from proofs_check import Assertion, Statement
from proofs_check.formula import Sum, exp, for_all, outcome, reward, sqrt
from proofs_check.language.derivations import identity, linear, sign

r, u = reward("r"), reward("u")
y, z = outcome("y"), outcome("z")
S = Sum(z, u(z) * exp(r(z) * r(z)))


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "r(z) r(z) is no r(z) r(y)", "proved"
    asserts = Statement(0 <= S, given=(for_all(y, 0 <= Sum(z, u(z) * exp(r(z) * r(y)))),))
    lines = (identity(sqrt(S**2) == S), sign(0 <= sqrt(S**2)), linear(0 <= S, {1: 1, 2: 1}))
