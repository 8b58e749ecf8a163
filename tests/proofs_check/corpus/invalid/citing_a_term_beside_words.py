"""C-words is no claim that is a term"""
# ruff: noqa

from fractions import Fraction

from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.cases import Case
from proofs_check.language.claims import Claim, Edge, Variant
from proofs_check.language.derivations import instance, linear
from proofs_check.language.evidence import instances

x, z = real("x"), real("z")
far = (x - Fraction(1737, 211) - Fraction(5, 13) * z) ** 2 + (z - Fraction(5, 7) - Fraction(1, 19)) ** 2


class Words(Claim):
    id, place, title, expected = "C-words", "here", "n (n + 1) is even", "certified"
    statement, scope, latex = "n (n + 1) is even", "n from 0 to 9", "2 \\mid n (n + 1)"
    factor = 1
    teeth = (Variant("half of it", factor=Fraction(1, 2)),)
    example, edges = Case(n=3), (Edge("zero", Case(n=0)),)
    term, counterexample, refuted_by, mended = Statement(Fraction(1, 10**12) <= far), None, None, None

    def holds(self, case):
        return self.factor * case.n * (case.n + 1) % 2 == 0

    @instances([Case(n=n) for n in range(10)])
    def small(self, case):
        return self.holds(case)


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a term that a claim in words bears and does not say", "argued"
    asserts = Statement(0 < far)
    lines = (instance(Words, Words.term.then), linear(asserts.then, {1: 1}))
