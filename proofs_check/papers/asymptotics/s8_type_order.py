"""Section 8, the proof of the type lemma: rewards and types."""

from __future__ import annotations

from proofs_check import Case
from proofs_check.formula import H, iff, log_of, total, type_of
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics.common import W
from proofs_check.papers.variables import m, q_positive, v, w

_REWARD = total(log_of(q_positive), m)
_ORDER = _REWARD(w) <= _REWARD(v)


class OrderOfTypes(Assertion):
    id = "A-type-order"
    place = "after (9)"
    title = "Rewards in terms of the cross entropy of types"
    statement = "r(X) ≤ r(λ) if and only if H(t(X)‖q) ≤ H(λ‖q), for a sequence X with type t(X) and a type λ."
    asserts = Statement(iff(_ORDER, H(type_of(w), q_positive) <= H(type_of(v), q_positive)))
    flaw = "The sign: the total reward of a sequence is −m H(t‖q), so the order is reversed."
    weight = "slip"
    counterexample = Case(q=W, m=1, w=(0,), v=(1,))
    mended = Statement(iff(_ORDER, H(type_of(v), q_positive) <= H(type_of(w), q_positive)))
    formal = "order_of_types"
    expected = "amended"
    corrected_expected = "formal"
