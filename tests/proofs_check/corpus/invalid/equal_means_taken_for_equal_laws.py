"""is refuted, expected tested"""

from proofs_check import Assertion, E, Statement, Var, positive_law, reward

p, q, r = positive_law("p"), positive_law("q"), reward("r")


class EqualMeans(Assertion):
    id = "X-1"
    place = "1"
    title = "Laws that give a reward one mean are equal, where it varies"
    asserts = Statement(p == q, (E(p, r) == E(q, r), Var(p, r) > 0))
    expected = "tested"
