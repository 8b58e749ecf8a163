"""is refuted, expected tested"""

from proofs_check import TV, Assertion, Statement, law

p, q, s = law("p"), law("q"), law("s")


class EqualDistances(Assertion):
    id = "X-1"
    place = "1"
    title = "Laws at one distance from a third are equal"
    asserts = Statement(q == s, (TV(p, q) == TV(p, s),))
    expected = "tested"
