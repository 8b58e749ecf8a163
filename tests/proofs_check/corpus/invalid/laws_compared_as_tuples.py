"""of a sequence only = and ≠ are said: compare number by number"""
# ruff: noqa

from exactalign import kl_divergence
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, at_most, decision, equal, greater, pmf, search
from proofs_check.engine.searches import models


class Masses(Claim):
    id = "W-masses"
    place = "Remark 1"
    title = "Masses"
    statement = "Each mass of (0, 1) is at most that of (1/2, 1/2)."
    scope = "here"
    expected = "certified"
    teeth = (Variant("twice", times=2),)
    times = 1

    @decision
    def masses(self):
        """As tuples, by their first letter."""
        return at_most(tuple(self.times * m for m in pmf("0, 1").probabilities), pmf("1/2, 1/2").probabilities)
