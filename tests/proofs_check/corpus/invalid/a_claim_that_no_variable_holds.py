"""the claim C-claim-1 is the value of no variable of the file"""
# ruff: noqa

from proofs_check import Assertion, Claim, Statement, Variant, decision, equal, real
from proofs_check.language.derivations import algebra, instance

a, b = real("a"), real("b")

for k in (1, 2):

    class Claimed(Assertion):
        id, place, title, expected = f"C-claim-{k}", "here", "a claim that no variable holds", "tested"
        asserts = Statement(a == b) if k == 1 else Statement(0 <= a * a)
