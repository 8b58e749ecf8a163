"""step 1 is not shown (KL is 0)"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, equal, exact, identity, pmf, proof
from proofs_check.formula import *

p, q = law("p"), law("q")


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "the_conclusion_was_given", "everything"
    statement = "the conclusion was given"
    expected = "argued"
    hypotheses = (
        Hypothesis(
            "KL ≤ 0",
            lambda x: True,
            untried="for its gives",
            gives=(
                p,
                q,
                absolutely_continuous(p, q),
                KL(p, q) <= 0,
            ),
        ),
    )

    @proof
    def steps(self):
        yield identity("KL is 0", KL(p, q) == 0)
