""""""
# ruff: noqa

from proofs_check import KL, Assertion, E, Statement, law, outcome
from proofs_check.formula import absolutely_continuous, function, log
from proofs_check.language.derivations import equals, identity, sign

p, q, y = law("p"), law("q"), outcome("y")


class Ratio(Assertion):
    id = "R-ratio"
    place = "Remark 1"
    title = "A mean of log ratios, where there is mass"
    asserts = Statement(0 <= E(p, function(y, log(p(y) / q(y)))), given=(absolutely_continuous(p, q),))
    expected = "proved"
    lines = (
        sign(0 <= KL(p, q)),
        identity(KL(p, q) == E(p, function(y, log(p(y) / q(y))))),
        equals(asserts.then, 1, by=2),
    )
