"""holds the numpy int64"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, instances
import numpy as np


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "numbers of numpy"
    statement = "numbers of numpy"
    scope = "all"
    expected = "certified"

    top = 2**62

    def holds(self, x):
        return all(2**k <= self.top for k in x.ks)

    example = Case(ks=(1, 2))
    edges = (Edge("two", Case(ks=(2,))),)
    teeth = (Variant("low", top=1),)

    @instances([Case(ks=tuple(np.arange(1, 100)))])
    def s(self, x):
        return self.holds(x)
