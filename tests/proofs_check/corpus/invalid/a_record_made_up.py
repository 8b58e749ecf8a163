"""does not support item assignment"""
# ruff: noqa

from proofs_check import Assertion, Claim, Statement, Variant, decision, equal, real
from proofs_check.language.derivations import algebra, instance

a, b = real("a"), real("b")

from proofs_check import Formal, count, limit
from proofs_check.formal import record

m = count("m")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a record made up", "formal"
    asserts = Statement(limit(m, 1 / m, 1))
    formal = "KL_nonneg"


entry = {"fingerprint": record.fingerprint("C-claim", Claimed.term, Formal("KL_nonneg")), "axioms": []}
record._kept(record._entries).claims["C-claim"] = entry
