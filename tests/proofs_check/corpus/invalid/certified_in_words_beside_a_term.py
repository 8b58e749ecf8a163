"""there are only checks in words, which nothing ties to the term"""

from proofs_check import KL, Assertion, Statement, count, decision, equal, law, limit, positive_law

p, q, m = law("p"), positive_law("q"), count("m")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a false limit, certified by something else", "certified"
    asserts = Statement(limit(m, KL(p, q), 0))

    @decision
    def one_is_one(self):
        return equal(1, 1)
