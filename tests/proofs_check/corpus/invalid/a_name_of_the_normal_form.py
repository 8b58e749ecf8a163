"""'ι1' is no name for a variable"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, equal, exact, identity, pmf, proof
from proofs_check.formula import *


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_name_of_the_normal_form", "everything"
    statement = "a name of the normal form"
    expected = "argued"

    @proof
    def steps(self):
        yield identity("bound", real("ι1") - real("ι1") == 0)
