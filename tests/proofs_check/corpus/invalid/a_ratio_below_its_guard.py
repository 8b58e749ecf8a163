"""cases of the sorts: false at"""
# ruff: noqa

from proofs_check import Assertion, Statement, law, outcome, positive_law
from proofs_check.formula import for_all, implies, log, size

p, q, y = law("p"), positive_law("q"), outcome("y")


class Below(Assertion):
    id = "W-guard"
    place = "Remark 1"
    title = "A log ratio, where there is mass"
    # false where all mass is at one letter; asked of all letters, p(y)/q(y) > 0 would make every mass positive
    asserts = Statement(for_all(y, implies(0 < p(y), log(p(y) / q(y)) < -log(q(y)))), given=(size(p) >= 2,))
    expected = "tested"
