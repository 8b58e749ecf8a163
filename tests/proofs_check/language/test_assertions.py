"""Claims written as terms: what is filled in from the term, and what a class without one is."""

from proofs_check.formula import KL, law, positive_law
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion

p, q = law("p"), positive_law("q")


def test_a_class_without_a_statement_is_a_base_for_claims() -> None:
    class Shared(Assertion):
        place, expected = "here", "tested"

    class Claimed(Shared):
        id, title = "A-gibbs", "Gibbs"
        asserts = Statement(KL(p, q) >= 0)

    assert not hasattr(Shared, "term")
    assert Claimed.term is Claimed.asserts
    assert Claimed.statement == Claimed.asserts.words
