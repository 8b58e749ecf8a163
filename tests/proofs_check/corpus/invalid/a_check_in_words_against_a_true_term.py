"""guard: false at p = (1), q = (1): 0 < 0; but the term is not seen to be false there"""
# ruff: noqa

from exactalign import kl_divergence
from proofs_check import KL, Assertion, Statement, Variant, law, less, search
from proofs_check.engine.searches import models

p, q = law("p"), law("q")


class Gibbs(Assertion):
    id = "Z-gibbs"
    place = "Lemma 1"
    title = "A KL divergence is not negative"
    asserts = Statement(0 <= KL(p, q))
    expected = "refuted"
    weight = "false"
    flaw = "said to be"
    teeth = (Variant("repaired", least=lambda: -1),)

    def least(self):
        return 0

    @search(models())
    def guard(self, x):
        """Written with < for ≤."""
        return less(self.least(), kl_divergence(x.p, x.q))
