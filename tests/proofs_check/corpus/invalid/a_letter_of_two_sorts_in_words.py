"""x is a real and a positive real: give one sort to a name"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, equal, exact, identity, pmf, proof
from proofs_check.formula import *

x = real("x")


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_letter_of_two_sorts_in_words", "everything"
    statement = "a letter of two sorts in words"
    expected = "argued"
    hypotheses = (Hypothesis("x is positive", lambda x: True, untried="for its gives", gives=(positive("x"),)),)

    @proof
    def steps(self):
        yield identity("root", sqrt(x**2) * log(x**2) == 2 * x * log(x))
