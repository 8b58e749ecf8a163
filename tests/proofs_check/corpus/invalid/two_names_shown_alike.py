"""are both shown as ε"""
# ruff: noqa

from proofs_check import *
from proofs_check.language.derivations import hypothesis, linear

eps, epsilon = real("eps"), real("epsilon")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "for all ε there is ε with ε < ε", "formal"
    asserts = Statement(for_all(eps, exists(epsilon, eps < epsilon)))
    formal = Formal("lemma9", "intro x; exists (x + 1); lra. ")
