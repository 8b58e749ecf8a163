"""Steps of proofs in words: what each kind counts for, and what is told of several."""

from __future__ import annotations

from typing import Any

import pytest

from proofs_check import argument, equal, exact, identity, less, theorem
from proofs_check.exceptions import ClaimError
from proofs_check.formula import real
from proofs_check.formula.terms import same
from proofs_check.language.comparisons import settle
from proofs_check.language.records import one_call
from proofs_check.language.steps import (
    Step,
    illustration,
    made_here,
    nothing_checked,
    steps_of,
    summary,
)

u, v = real("u"), real("v")


def of(*kinds: str) -> list[Step]:
    return [Step(kind, f"a {kind}", open=("u > 0",) if kind == "conditional" else ()) for kind in kinds]


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (["identity"], ""),
        (["exact", "argument"], ""),
        (["theorem"], ""),
        (["argument", "conditional"], ""),
        (["argument"], "an argument in words only"),
        (["argument", "definition"], "an argument in words only"),
        (["conditional"], "nothing discharges u > 0 (a conditional)"),
        (["identity", "conditional"], "nothing discharges u > 0 (a conditional)"),
        (["theorem", "conditional", "exact"], "nothing discharges u > 0 (a conditional)"),
        (["identity", "conditional", "argument"], ""),
        (["definition", "conditional"], "nothing discharges u > 0 (a conditional)"),
        (["definition", "illustration"], "its steps are definitions and illustrations only"),
        (["definition", "identity"], ""),
    ],
)
def test_what_shows_nothing(kinds: list[str], said: str) -> None:
    assert nothing_checked(of(*kinds)) == said


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (["identity"], "1 step: 1 machine-checked"),
        (["identity", "exact"], "2 steps: 2 machine-checked"),
        (["argument"], "1 step: 0 machine-checked, 1 written argument"),
        (["argument", "argument"], "2 steps: 0 machine-checked, 2 written arguments"),
        (["theorem", "theorem"], "2 steps: 0 machine-checked, 2 by a named theorem or claim"),
        (["conditional", "conditional"], "2 steps: 0 machine-checked, 2 identities under conditions"),
        (["definition", "illustration", "exact"], "3 steps: 1 machine-checked, 2 shown but not counted"),
    ],
)
def test_what_is_told_of_several(kinds: list[str], said: str) -> None:
    assert summary(of(*kinds)) == said


def test_what_steps_are_made_of() -> None:
    step = exact("one is less", less(1, 2))
    assert (step.kind, step.holds, step.detail) == ("exact", True, "1 < 2")
    assert not exact("two is less", less(2, 1)).holds
    step = theorem("thm:gibbs", "so")
    assert (step.kind, step.rests_on, step.detail) == (
        "theorem", "thm:gibbs", "KL(ψ‖φ) ≥ 0, with equality exactly when ψ = φ",
    )  # fmt: skip
    step = theorem("A-lem9", "so")
    assert (step.kind, step.words, step.rests_on, step.detail) == ("theorem", "so", "A-lem9", "by A-lem9")
    with pytest.raises(ClaimError, match="no theorem 'thm:fermat': the known ones are thm:gibbs, thm:jensen"):
        theorem("thm:fermat", "so")
    step = argument("clearly", "tried")
    assert (step.kind, step.words, step.holds, step.tested_by) == ("argument", "clearly", True, ("tried",))
    assert argument("clearly", ["one", "two"]).tested_by == ("one", "two")
    with pytest.raises(ClaimError, match=r"^an argument must name the checks that test it: x{60}$"):
        argument("x" * 61, ())


@pytest.mark.parametrize(
    ("said", "found"),
    [(True, "a bool"), ("u = v", "a str"), (None, "a NoneType"), (u + v, "“u + v”"), (u < v, "“u < v”")],
)
def test_an_identity_is_an_equation_of_terms(said: Any, found: str) -> None:
    with pytest.raises(ClaimError) as caught:
        identity("words", said)
    wanted = "an identity is an equation of terms, as in identity(…, KL(p, q) == H(p, q) - H(p, p)), and not "
    assert str(caught.value) == wanted + found
    step = identity("words", u + v == v + u)
    assert (step.kind, step.words, step.holds, step.conditions) == ("identity", "words", None, ())
    assert same(step.equation, u + v == v + u)


def test_an_identity_is_no_answer_of_a_check() -> None:
    """What it needs nobody gives there."""
    for said in (identity("square", (u + v) ** 2 == u**2 + 2 * u * v + v**2), identity("other", u + v == u)):
        with pytest.raises(ClaimError, match=r" not with a Step: that stands in a @proof$"):
            settle([equal(1, 1), said])


def test_a_step_that_a_check_makes_and_nobody_takes_is_refused() -> None:
    one = equal(1, 1)
    with one_call(), pytest.raises(ClaimError, match=r"^“one” is a step, of a proof or a refutation: a check answers"):
        exact("one", one)
    with one_call(), made_here() as made:
        assert made == [exact("one", equal(1, 1))]


def test_what_stands_in_a_proof_of_something_general() -> None:
    assert illustration(exact("one", equal(1, 1))).kind == "illustration"
    step = identity("square", (u + v) ** 2 == u**2 + 2 * u * v + v**2)
    assert illustration(step) is step


def test_steps_are_made_and_not_put_together() -> None:
    step = exact("one", equal(1, 1))
    assert steps_of(iter([step])) == (step,)
    for answer in ([], [step, 3], [None]):
        with pytest.raises(ClaimError, match=r"^a proof must yield at least one step, and nothing else$"):
            steps_of(answer)
    with pytest.raises(ClaimError, match=r"^“by hand” was checked by nothing: identity, exact, theorem and argument"):
        steps_of([step, Step("exact", "by hand")])


def test_what_is_written_as_data() -> None:
    step = exact("one is less", less(1, 2))
    assert step.to_json() == {"kind": "exact", "words": "one is less", "holds": True, "detail": "1 < 2"}
    unknown = {"kind": "identity", "words": "so", "holds": None}
    assert identity("so", u == v).to_json() == unknown
    assert argument("so", "tried").to_json()["tested_by"] == ["tried"]
