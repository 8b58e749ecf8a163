"""“P = NP” was checked by nothing"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, decision, differ, equal, proof, witness

from proofs_check.language.steps import Step


class Claimed(Claim):
    id, place, title, statement = "C-claim", "here", "a step put together by hand", "P = NP"
    scope, expected = "everything", "argued"
    example = Case(n=1)
    edges = (Edge("n = 1", Case(n=1)),)
    right = True
    teeth = (Variant("wrong", right=False),)

    def holds(self, x):
        return equal(x.n, int(self.right))

    @proof
    def shown(self):
        yield Step("identity", "P = NP", holds=self.right, detail="0 = 0")
