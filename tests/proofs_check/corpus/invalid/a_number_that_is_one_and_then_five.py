"""x = 1.00000000000000… in its counterexample is only enclosed: give exact values"""
# ruff: noqa

from fractions import Fraction

from flint import arb, ctx

from exactalign import EnclosedReal
from exactalign.exceptions import Undecided
from proofs_check import Assertion, Case, Statement, both, no, real

x, asked = real("x"), []


def one_or_five():
    """1, or 5 where more bits are asked for; and no number the first time that it is compared."""
    asked.append(ctx.prec)
    if len(asked) == 2:
        raise Undecided("not now")
    return arb(1 if ctx.prec < 1000 else 5)


class Claimed(Assertion):
    id, place, title, expected, weight = "C-claim", "here", "what is below 2 is not above 4", "refuted", "false"
    asserts = Statement(no(both(x < 2, 1 + Fraction(1, 10**400) < x, 4 < x)))
    counterexample = Case(x=EnclosedReal(one_or_five))
