"""another order"""
# ruff: noqa

from exactalign import Distribution
from proofs_check import Assertion, Case, Statement, pmf
from proofs_check.formula import *

p, q, g, h = law("p"), law("q"), law("g"), law("h")
r, y = reward("r"), outcome("y")


class Claimed(Assertion):
    id, place, title, expected = (
        "C-claim",
        "here",
        "Its witness gives the letter 0 the mass 4/5, and is shown as (1/5, 4/5)",
        "refuted",
    )
    asserts = Statement(no(exists(q, both(absolutely_continuous(q, p), 1 - q(y) > q(y), KL(q, p) > 0))))
    counterexample = Case(p=pmf("1/4, 3/4"), y=1, **{"some q": Distribution({1: "1/5", 0: "4/5"})})
    weight, flaw = "false", "none"
