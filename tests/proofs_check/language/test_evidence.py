"""How checks are marked and listed, and what a check found, as data."""

from __future__ import annotations

from typing import Any

import pytest

from proofs_check import Claim, Refutation, decision, instances, proof, search, witness
from proofs_check.exceptions import ClaimError
from proofs_check.language.cases import Case
from proofs_check.language.comparisons import less
from proofs_check.language.evidence import FAILED, PASSED, CheckResult, take_declared
from proofs_check.language.steps import exact


def test_what_a_check_found_as_data() -> None:
    bare = {"kind": "search", "check": "found", "status": PASSED, "reason": "so"}
    assert CheckResult("search", "found", PASSED, "so").to_json() == bare
    step, case = exact("one is less", less(1, 2)), Case(n=2)
    result = CheckResult("search", "found", FAILED, "so", (step,), case, {"kept": 3}, doc="not written", seconds=2.0)
    told = result.to_json()
    assert told == bare | {
        "status": FAILED,
        "steps": [step.to_json()],
        "counts": {"kept": 3},
        "case": case.to_json(),
    }
    assert told["counts"] is not result.counts  # who changes what was written does not change what was found
    assert (result.passed, CheckResult("search", "found", PASSED, "so").passed) == (False, True)


def test_what_a_mark_says() -> None:
    one, two, three = Case(n=1), Case(n=2), Case(n=3)

    def drawn() -> None:
        """A strategy, made when it is asked for."""

    def named(self: Any, x: Case) -> bool:
        """What it
        tries."""
        return True

    def bare(self: Any) -> bool:
        return True

    named.__module__ = bare.__module__ = "marked_for_a_test"
    nothing: tuple[Any, ...] = ((), (), None, 0, True)
    for mark, kind, rest in (
        (instances([one, two], [three]), "instances", ((one, two), (three,), None, 0, True)),
        (instances([one]), "instances", ((one,), (), None, 0, True)),
        (search(drawn), "search", ((), (), drawn, 100, True)),
        (search("drawn", examples=7), "search", ((), (), "drawn", 7, True)),
        (proof, "proof", nothing),
        (decision, "decision", nothing),
        (witness, "witness", nothing),
    ):
        for method, doc in ((named, "What it tries."), (bare, "")):
            assert mark(method) is method
            kept: Any = type("Kept", (), {"method": method})
            (check,) = Claim.checks.__func__(kept)  # type: ignore[attr-defined]
            assert (check.kind, check.name, check.doc, check.function) == (kind, method.__name__, doc, method)
            assert (check.cases, check.deep, check.strategy, check.examples, not check.variant) == rest
    assert Refutation(one) == Refutation(one, None, (), "")


ABOVE = "above def name(self): "


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        (lambda: proof(3), f"@proof marks a method, not an int: write @proof {ABOVE}…"),
        (lambda: decision([1]), f"@decision marks a method, not a list: write @decision {ABOVE}…"),
        (lambda: witness(Case(n=1)), f"@witness marks a method, not a Case: write @witness {ABOVE}return Case(…)"),
        (lambda: search(1)(2), f"@search marks a method, not an int: write @search(…) {ABOVE}…"),
        (lambda: instances([])(2), f"@instances marks a method, not an int: write @instances(…) {ABOVE}…"),
        (
            lambda: instances(lambda self, x: True),
            "@instances has no cases: write @instances([Case(…), …]) above def <lambda>(self, x)",
        ),
        (
            lambda: search(lambda self, x: True),
            "@search has no strategy: write @search(strategy) above def <lambda>(self, x)",
        ),
    ],
)
def test_what_is_marked_wrongly(mark: Any, said: str) -> None:
    with pytest.raises(ClaimError) as caught:
        mark()
    assert str(caught.value) == said


def test_checks_are_listed_as_they_are_written_each_once() -> None:
    def made(name: str, owner: str = "Listed") -> Any:
        def method(self: Any) -> bool:
            return True

        method.__name__, method.__qualname__, method.__module__ = name, f"{owner}.{name}", "listed_for_a_test"
        return method

    def listed(**methods: Any) -> Any:
        return type("Listed", (), {"__module__": "listed_for_a_test", **methods})

    two, one = decision(made("two")), decision(made("one"))
    foreign = decision(made("foreign", "Other"))
    plain = made("plain")
    assert take_declared(listed(one=one, plain=plain, foreign=foreign, two=two)) == ("two", "one", "foreign")
    assert take_declared(listed(one=one)) == ("one",)  # what was marked is taken once
    assert take_declared(listed(plain=plain)) == ()
    decision(made("one"))
    with pytest.raises(ClaimError) as caught:
        take_declared(listed(one=decision(made("one"))))
    assert str(caught.value) == "Listed has two checks named one: one would replace the other"
