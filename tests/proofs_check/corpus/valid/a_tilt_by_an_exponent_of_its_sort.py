"""True for a ≥ 0, and false at a = −2: no case of its sorts refutes it, though 2 stands in it."""
# ruff: noqa

from proofs_check import Assertion, H, Statement, T, law, nonnegative, positive_law

p, q, a = law("p"), positive_law("q"), nonnegative("a")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "tilting towards q costs no cross entropy", "tested"
    asserts = Statement(2 * H(T(q, p, a), q) <= 2 * H(p, q))
