"""Statements for the proof assistant: events are booleans, or refused."""

from __future__ import annotations

import pytest

from proofs_check.exceptions import ClaimError
from proofs_check.formula import Pr, count, event, exists, for_all, law, outcome, real, reward, type_of
from proofs_check.formula.propositions import coq
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term

p, r, x = law("p"), reward("r"), real("x")
y, z = outcome("y"), outcome("z")


def of_event(body: Term) -> str:
    return coq(Statement(Pr(p, event(y, body)) <= 1))


def test_outcomes_are_gone_through_in_an_event() -> None:
    some, every = of_event(exists(z, r(z) < r(y))), of_event(for_all(z, r(z) < r(y)))
    assert "(existsb (fun z => (Rltb (r z) (r y)))" in some
    assert "(forallb (fun z => (Rltb (r z) (r y)))" in every
    assert some.replace("existsb", "forallb") == every


def test_an_event_that_no_boolean_says_is_refused() -> None:
    for body in (exists(x, r(y) < x), for_all(x, r(y) < x)):
        with pytest.raises(ClaimError, match="no event that can be written"):
            of_event(body)


def test_types_of_words_of_two_lengths_are_no_event_of_counts() -> None:
    """aa and a are of one type, and have other counts."""
    m = count("m")
    v, w, longer = outcome("v", length=m), outcome("w", length=m), outcome("w", length=count("n"))
    assert "(same_type dec A v w)" in coq(Statement(Pr(p**m, event(w, type_of(w) == type_of(v))) <= 1))
    with pytest.raises(ClaimError, match="no event that can be written"):
        coq(Statement(Pr(p ** count("n"), event(longer, type_of(longer) == type_of(v))) <= 1))
