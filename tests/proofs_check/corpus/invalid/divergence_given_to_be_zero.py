"""gives KL(p‖q) = 0, and no identity takes an equation as known"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, equal, exact, identity, pmf, proof
from proofs_check.formula import *

p, q = law("p"), law("q")


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "divergence_given_to_be_zero", "everything"
    statement = "divergence given to be zero"
    expected = "argued"
    hypotheses = (
        Hypothesis(
            "as given",
            lambda x: True,
            untried="for its gives",
            gives=(
                both(absolutely_continuous(p, q), KL(p, q) == 0),
                p,
                q,
            ),
        ),
    )

    @proof
    def steps(self):
        yield identity("KL is 0", KL(p, q) + KL(q, p) == 0)
