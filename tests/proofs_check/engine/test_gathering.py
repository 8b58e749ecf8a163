"""What one check finds, in full: its status, its reason, what it counts, and the case that it shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import count
from typing import Any

import pytest

from exactalign import Undecided
from exactalign.exceptions import TooLarge
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Refutation,
    any_of,
    at_most,
    decision,
    equal,
    exact,
    identity,
    instances,
    less,
    proof,
    search,
    witness,
)
from proofs_check.engine import gathering
from proofs_check.engine.gathering import run_check
from proofs_check.engine.searches import SearchResult, cases, integers
from proofs_check.exceptions import ClaimError
from proofs_check.formula import absolute, real, sqrt
from proofs_check.language import comparisons
from proofs_check.language.evidence import ERROR, FAILED, PASSED, UNDECIDED, CheckResult
from proofs_check.language.steps import Step


class Numbers(Claim):
    """n ≤ 5."""

    id, place, title, expected = "T-numbers", "here", "Numbers", "tested"
    hypotheses: Any = ()
    most = 5

    def holds(self, x: Case) -> Any:
        return at_most(x.n, self.most)


ADDED = Hypothesis("n > 2", lambda x: x.n > 2, added=True)
NEEDED = Hypothesis("n > 0", lambda x: x.n > 0)


def found(
    mark: Callable[[Any], Any], answer: Any, *hypotheses: Hypothesis, printed: bool = False, **more: Any
) -> CheckResult:
    """What the check `tried` finds."""

    def tried(self: Any, *given: Case) -> Any:
        """Try
        it."""
        return answer(self, *given) if callable(answer) else answer

    deep = more.pop("deep", False)
    claim = type("Changed", (Numbers,), {"tried": mark(tried), "hypotheses": hypotheses, **more})
    (check,) = claim.checks()
    result = run_check(check, claim(deep=deep), printed)
    assert (result.name, result.doc) == ("tried", "Try it.")
    assert 0 < result.seconds < 100
    return result


def holds(self: Any, x: Case) -> Any:
    return self.holds(x)


@pytest.mark.parametrize("error", [Undecided, TooLarge, KeyError, ZeroDivisionError])
def test_an_exception_becomes_a_status(error: type[Exception]) -> None:
    def raising(self: Any) -> Any:
        raise error("so\n it " + "x" * 400)

    result = found(decision, raising)
    assert result.status == (UNDECIDED if error in (Undecided, TooLarge) else ERROR)
    said = " ".join(str(error("so\n it " + "x" * 400)).split())[:300]
    if result.status == UNDECIDED:
        assert result.reason == said
    else:
        assert result.reason.startswith(f"{error.__name__}: {said} (test_gathering.py, line ")


def test_a_decision() -> None:
    result = found(decision, lambda self: [equal(1, 1), less(1, 2)])
    assert (result.status, result.counts, len(result.comparisons)) == (PASSED, {"comparisons": 2}, 2)
    assert found(decision, lambda self: iter([equal(1, 1), less(1, 2)])).counts == {"comparisons": 2}
    result = found(decision, lambda self: [equal(1, 1), less(3, 2)], holds=Claim.holds)
    assert (result.status, result.reason) == (FAILED, "3 < 2")
    result = found(decision, lambda self: [equal(1, 1), less(3, 2)])
    said = "the check finds 3 < 2, but `holds` is false nowhere that it asks"
    assert (result.status, result.reason) == (UNDECIDED, said)
    result = found(decision, lambda self: [self.holds(Case(n=n)) for n in (4, 6)])
    assert (result.status, result.reason[:5]) == (FAILED, "6 ≤ 5")
    positive = Hypothesis("n > 0", lambda x: x.n > 0)
    result = found(decision, lambda self: [self.holds(Case(n=n)) for n in (4, 0)], positive)
    assert result.reason.startswith("ClaimError: `holds` is asked at (n = 0), where the hypotheses do not hold")
    assert found(decision, lambda self: any_of(less(3, 2), less(1, 2))).counts == {"comparisons": 1}
    assert found(decision, lambda self: True).reason.startswith("LostAnswer: a check must answer with a comparison")


def test_instances_of_a_deep_run_come_on_top() -> None:
    mark = instances([Case(n=1), Case(n=3)], [Case(n=4), Case(n=9)])
    result = found(mark, holds)
    assert (result.status, result.reason) == (PASSED, "2 instances, from (n = 1) to (n = 3)")
    result = found(mark, holds, deep=True)
    assert (result.status, result.reason, result.case) == (FAILED, "false at n = 9: 9 ≤ 5", Case(n=9))
    result = found(instances([Case(n=1)], [Case(n=4)]), lambda self, x: [holds(self, x)] * x.n, deep=True)
    assert result.counts == {"instances": 2, "comparisons": 5}
    assert list(map(str, result.comparisons)) == ["1 ≤ 5"] + ["4 ≤ 5"] * 4


def test_what_is_undecided_hides_no_counterexample_behind_it() -> None:
    def looked_at(self: Any, x: Case) -> Any:
        if x.n == 3:
            raise Undecided("too close")
        return self.holds(x)

    for listed, status in (([3, 9, 1], FAILED), ([9, 3], FAILED), ([1, 3, 2], UNDECIDED), ([1, 2], PASSED)):
        result = found(instances([Case(n=n) for n in listed]), looked_at)
        assert result.status == status
    assert found(instances([Case(n=3), Case(n=1)]), looked_at).reason == "undecided at (n = 3): too close"


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ([], "no instances are listed"),
        ([3], "instances are listed that are no Case"),
        ([Case(n=1), 3], "instances are listed that are no Case"),
        ([Case(n=1), Case(n=-1)], "the instance n = -1 is outside the hypothesis: n > 0"),
    ],
)
def test_instances_that_are_none(listed: list[Any], said: str) -> None:
    result = found(instances(listed), holds, NEEDED)
    assert result.status == ERROR
    assert result.reason.startswith(f"ClaimError: {said}")


def test_a_check_reads_its_cases_or_has_none_to_read() -> None:
    blind = "ClaimError: it reads nothing of its cases"
    assert found(instances([Case(n=1)]), lambda self, x: equal(1, 1)).reason.startswith(blind)
    assert found(search(cases(n=integers(0, 5))), lambda self, x: equal(1, 1)).reason.startswith(blind)
    assert found(instances([Case()]), lambda self, x: equal(1, 1)).status == PASSED
    for listed in ([Case(), Case(n=1)], [Case(n=1), Case()]):
        assert found(instances(listed), lambda self, x: equal(1, 1)).reason.startswith(blind)
    assert found(search(cases(n=integers(0, 5))), lambda self, x: [less(0, n + 1) for _, n in x]).status == PASSED


def test_a_search() -> None:
    strategy = cases(n=integers(-4, 5))
    result = found(search(strategy), holds, NEEDED)
    assert (result.status, result.reason) == (PASSED, "5 examples kept, 5 discarded")
    assert result.counts == {"kept": 5, "discarded": 5}
    assert found(search(lambda: strategy), holds, NEEDED).counts == result.counts
    result = found(search(cases(n=integers(0, 500))), holds)
    assert (result.status, result.reason, result.case) == (FAILED, "false at n = 6: 6 ≤ 5", Case(n=6))
    assert (result.counts, [str(c) for c in result.comparisons]) == ({}, ["6 ≤ 5"])
    for printed in (False, True):
        result = found(search(cases(n=integers(-9, 50))), holds, NEEDED, ADDED, printed=printed)
        assert (result.status, result.case) == (FAILED, Case(n=6))
    wide = cases(n=integers(0, 10**6))
    assert found(search(wide, examples=7), holds, most=10**6).counts["kept"] == 7
    assert found(search(wide, examples=7), holds, most=10**6, deep=True).counts["kept"] == 70


def test_a_search_that_keeps_less_than_a_tenth_says_nothing() -> None:
    for values, status in ((10, PASSED), (11, PASSED), (12, UNDECIDED)):
        one = Hypothesis("n = 1", lambda x: x.n == 1)
        result = found(search(cases(n=integers(1, values)), examples=200), holds, one)
        assert result.counts == {"kept": 1, "discarded": values - 1}
        assert result.status == status
    assert result.reason == "too few: 1 example kept, 11 discarded"
    never = Hypothesis("n > 9", lambda x: x.n > 9)
    assert found(search(cases(n=integers(1, 1))), holds, never).status == UNDECIDED


def test_a_search_that_leaves_a_case_undecided_is_undecided() -> None:
    def open_at_2(self: Any, x: Case) -> Any:
        if x.n == 2:
            raise Undecided("who knows")
        return self.holds(x)

    result = found(search(cases(n=integers(0, 5))), open_at_2)
    assert (result.status, result.reason) == (UNDECIDED, "undecided at (n = 2): who knows")
    assert result.counts["kept"] == 5


def test_hypotheses_of_the_corrected_statement_are_not_those_of_the_printed_one() -> None:
    mark = search(cases(n=integers(-2, 5)))
    assert found(mark, holds, NEEDED, ADDED).counts == {"kept": 3, "discarded": 5}
    assert found(mark, holds, NEEDED, ADDED, printed=True).counts == {"kept": 5, "discarded": 3}

    def tried(self: Any, x: Case) -> Any:
        return self.holds(x)

    claim = type("Changed", (Numbers,), {"tried": mark(tried), "hypotheses": (NEEDED, ADDED)})
    (check,) = claim.checks()
    assert run_check(check, claim()).counts == {"kept": 3, "discarded": 5}


@pytest.mark.parametrize("mark", [instances([Case(n=1), Case(n=6)]), search(cases(n=integers(1, 9)))])
def test_what_holds_loses_is_told_though_a_check_passes(mark: Callable[[Any], Any]) -> None:
    def losing(self: Any, x: Case) -> Any:
        answers = [at_most(x.n, 5), at_most(1, x.n)]
        return answers[1]

    result = found(mark, lambda self, x: at_most(0, x.n), holds=losing)
    assert result.status == ERROR
    assert "≤ 5”, which line " in result.reason


MARKS: list[Any] = [decision, instances([Case(n=1)]), search(cases(n=integers(0, 5))), witness]


@pytest.mark.parametrize("mark", MARKS, ids=["decision", "instances", "search", "witness"])
def test_all_that_a_check_compares_is_asked_for(mark: Any) -> None:
    """What goes wrong behind a comparison that fails is an error, and no counterexample."""

    def comparing(self: Any, *_: Case) -> Any:
        yield less(3, 2)
        raise KeyError("so")

    if mark is witness:
        result = found(mark, lambda self: Case(n=6), holds=comparing)
        other = found(mark, lambda self: Refutation(Case(n=6), fails=comparing(self)), holds=Claim.holds)
        assert other.reason.startswith("KeyError: 'so' (test_gathering.py, line ")
    else:
        result = found(mark, comparing)
    assert (result.status, result.case) == (ERROR, None)
    assert result.reason.startswith("KeyError: 'so' (test_gathering.py, line ")


def test_a_counterexample_is_decided_again_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    def comparing(self: Any, x: Case) -> Any:
        yield less(x.n, 2)
        raise KeyError("so")

    monkeypatch.setattr(gathering, "find_counterexample", lambda *_, **__: SearchResult(Case(n=6)))
    result = found(search(cases(n=integers(0, 5))), comparing)
    assert (result.status, result.case) == (ERROR, None)
    result = found(search(cases(n=integers(0, 5))), lambda self, x: less(x.n, 7), most=9)
    assert result.reason.startswith("ClaimError: the counterexample n = 6 is not confirmed when it is decided again")
    monkeypatch.setattr(gathering, "find_counterexample", lambda *_, **__: SearchResult(Case(n=-6)))
    result = found(search(cases(n=integers(0, 5))), holds, NEEDED, most=-9)
    assert result.reason.startswith("ClaimError: the counterexample n = -6 is not confirmed when it is decided again")


def test_a_search_that_kept_nothing_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    for kept, status in ((0, UNDECIDED), (1, PASSED)):

        def looked(decide: Any, *_: Any, kept: int = kept, **__: Any) -> SearchResult:
            if kept:
                decide(Case(n=2))
            return SearchResult(kept=kept)

        monkeypatch.setattr(gathering, "find_counterexample", looked)
        assert found(search(cases(n=integers(0, 5))), holds).status == status


def test_nothing_is_put_into_words_at_cases_where_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparisons, "show", lambda value: pytest.fail("nobody reads it"))
    for mark in MARKS[1:3]:
        assert found(mark, lambda self, x: [equal(x.n, x.n), self.holds(x)]).status == PASSED


def test_any_counterexample_will_do_where_the_smallest_is_not_asked_for() -> None:
    def tried(self: Any, x: Case) -> Any:
        return self.holds(x)

    claim = type("Changed", (Numbers,), {"tried": search(cases(n=integers(0, 5000)))(tried)})
    (check,) = claim.checks()
    first, least = (run_check(check, claim(), variant=variant).case for variant in (True, False))
    assert least == run_check(check, claim()).case == Case(n=6)
    assert first is not None
    assert first.n > 6
    assert not check.variant


def test_a_proof_is_made_of_steps_that_were_checked() -> None:
    for answer, said in (
        ([Step("identity", "by hand")], "ClaimError: “by hand” was checked by nothing: "),
        ([exact("one is one", equal(1, 1)), 3], "ClaimError: a proof must yield at least one step, and nothing else"),
        ([], "ClaimError: a proof must yield at least one step, and nothing else"),
    ):
        for mark, given in (
            (proof, lambda self, answer=answer: iter(answer)),
            (witness, lambda self, answer=answer: Refutation(Case(n=6), because=answer)),
        ):
            result = found(mark, given)
            if answer or mark is proof:  # no steps at all are no proof of a refutation, but `holds` may be one
                assert (result.status, result.reason[: len(said)]) == (ERROR, said)
            else:
                assert (result.status, result.reason) == (PASSED, "false at (n = 6): 6 ≤ 5")


def test_a_step_that_fails_is_named_with_its_place() -> None:
    steps = [exact("one is one", equal(1, 1)), exact("two is three", equal(2, 3)), exact("3 is 4", equal(3, 4))]
    result = found(proof, lambda self: steps)
    assert (result.status, result.reason) == (FAILED, "step 2 fails (two is three): 2 = 3")
    assert result.counts == {"steps": 3, "machine-checked": 0}  # what is said of given numbers illustrates
    assert [step.kind for step in result.steps] == ["illustration"] * 3
    result = found(proof, lambda self: steps[:1])
    assert (result.status, result.reason) == (UNDECIDED, "its steps are definitions and illustrations only")


def test_a_generator_that_has_failed_is_false_whatever_comes_then() -> None:
    def answers(first: Any, then: Any) -> Any:
        for n in first:
            yield n and at_most(n, 1)
        raise then

    near = Undecided("too close")
    for first, then, status in (
        ([2], near, FAILED), ([1, 2], near, FAILED), ([1], near, UNDECIDED),
        ([], near, UNDECIDED), ([2], KeyError("x"), ERROR), ([2, None], near, ERROR),
    ):  # fmt: skip
        assert found(decision, lambda self, a=first, e=then: answers(a, e), holds=Claim.holds).status == status


def test_a_step_that_fails_does_not_hide_behind_one_that_is_not_shown() -> None:
    x = real("x")
    open_, wrong = identity("open", absolute(x) ** 2 == x**2), identity("wrong", (x + 1) ** 2 == x**2 + 1)
    for steps, place in (([open_, wrong], 2), ([wrong, open_], 1)):
        result = found(proof, lambda self, steps=steps: steps)
        assert (result.status, result.reason[:20]) == (FAILED, f"step {place} fails (wrong)")
    result = found(proof, lambda self: [open_])
    assert (result.status, result.reason[:24]) == (UNDECIDED, "step 1 is not shown (ope")


def test_an_identity_is_not_refuted_outside_of_the_claim() -> None:
    """Where a hypothesis reads its letters by their names, it gives nothing or not."""
    root = [identity("root", sqrt(real("n") ** 2) == real("n"))]
    assert found(proof, lambda self: root).status == FAILED
    assert found(proof, lambda self: root, NEEDED).status == UNDECIDED
    listed = {"example": Case(n=(1, 2))}  # there the names are those of something else
    assert found(proof, lambda self: root, NEEDED, **listed).status == FAILED
    other = Hypothesis("k > 0", lambda x: x.k > 0)
    assert found(proof, lambda self: root, other).status == FAILED
    beside = Hypothesis("|k| < n", lambda x: abs(x.k) < x.n)  # which reads more names: as in the claim's own cases
    edges = (Edge("outside", Case(k=1, n=-3)),)
    assert found(proof, lambda self: root, beside, example=Case(k=1, n=2), edges=edges).status == UNDECIDED
    assert found(proof, lambda self: root, beside, example=Case(n=2)).status == FAILED


@pytest.mark.parametrize("mark", [instances([Case(n=1), Case(n=2)]), search(cases(n=integers(1, 4)))])
def test_where_holds_has_an_answer_nowhere_that_is_told(mark: Callable[[Any], Any]) -> None:
    def named(self: Any, x: Case) -> Any:
        return at_most(x.N, self.most)

    def large(self: Any, x: Case) -> Any:
        return at_most(Fraction(4, x.n - 1), 4)

    for itself, silent in ((named, "NoSuchValue: this case has no 'N'"), (large, ""), (Claim.holds, "")):
        result = found(mark, lambda self, x: less(x.n, 9), holds=itself)
        assert (result.status, result.silent[: len(silent) or None]) == (PASSED, silent)


def test_holds_has_an_answer_at_the_cases_that_a_check_makes_within_the_hypotheses() -> None:
    def named(self: Any, x: Case) -> Any:
        if x.N == 4:
            raise ZeroDivisionError
        return at_most(x.N, self.most)

    def one_by_one(self: Any, x: Case) -> Any:
        yield named(self, x)

    def making(self: Any, x: Case) -> Any:
        return self.holds(Case(N=x.n % 3))

    def passing_over(self: Any, x: Case) -> Any:
        try:
            return list(self.holds(Case(N=x.n - x.n + 4)))
        except ZeroDivisionError:
            return equal(1, 1)

    listed = instances([Case(n=1), Case(n=2), Case(n=4)])
    small = Hypothesis("N < 1", lambda x: x.N < 1 if hasattr(x, "N") else True)
    for itself in (named, one_by_one):
        result = found(listed, making, holds=itself)
        assert (result.status, result.silent, result.counts["instances"]) == (PASSED, "", 2)  # N = 1 and 2
        assert found(listed, making, small, holds=itself).silent.startswith("NoSuchValue")
        assert found(listed, passing_over, holds=itself).silent.startswith("NoSuchValue")
    once = found(search(cases(n=integers(0, 40))), lambda self, x: self.holds(Case(N=1)), holds=named)
    assert (once.status, once.reason) == (UNDECIDED, "too few: 1 example kept, 0 discarded")


@pytest.mark.parametrize("mark", [instances([Case(n=n) for n in range(11)]), search(cases(n=integers(0, 10)))])
def test_what_a_check_finds_is_false_where_the_claim_is(mark: Callable[[Any], Any]) -> None:
    """The claim is n ≤ 5, or n ≤ 10; the cases are from 0 to 10."""
    wrong_lemma = found(mark, lambda self, x: less(x.n, 6), most=10)
    assert wrong_lemma.status == UNDECIDED
    said = r"^undecided at \(n = \d+\): the check finds \d+ < 6 there, but the claim itself holds$"
    assert re.search(said, wrong_lemma.reason)
    weaker = found(mark, lambda self, x: at_most(x.n, 10))
    assert (weaker.status, weaker.case, weaker.reason) == (FAILED, Case(n=6), "false at n = 6: 6 ≤ 5")
    both = found(mark, lambda self, x: less(x.n, 6))
    assert (both.status, both.reason) == (FAILED, "false at n = 6: 6 < 6")

    def silent(self: Any, x: Case) -> Any:
        raise KeyError("m")

    assert found(mark, lambda self, x: at_most(x.n, 10), holds=silent).status == PASSED
    without = found(mark, lambda self, x: less(x.n, 6), holds=silent)
    assert without.status == UNDECIDED
    assert re.search(r"finds \d+ < 6 there, but `holds` has no answer there \(KeyError: 'm'\)$", without.reason)
    assert found(mark, lambda self, x: less(x.n, 6), holds=Claim.holds).status == FAILED


def test_a_variant_is_rejected_by_the_check_alone() -> None:
    def weaker(self: Any, x: Case) -> Any:
        return at_most(x.n, 10)

    def stronger(self: Any, x: Case) -> Any:
        return at_most(x.n, 3)

    for tried, least, status in ((weaker, 5, PASSED), (stronger, 9, FAILED)):
        claim = type("Changed", (Numbers,), {"tried": search(cases(n=integers(0, 9)))(tried), "most": least})
        (check,) = claim.checks()
        assert run_check(check, claim(), variant=True).status == status


def test_few_cases_are_too_few_where_there_may_be_more() -> None:
    def kept(strategy: Any) -> CheckResult:
        return found(search(strategy), holds)

    wide = kept(integers(0, 10**6).map(lambda n: Case(n=n % 3)))
    assert (wide.status, wide.reason) == (UNDECIDED, "too few: 3 examples kept, 0 discarded")
    assert kept(integers(0, 10**6).map(lambda n: Case(n=-(n % 10)))).status == PASSED
    all_of_them = kept(integers(0, 80).map(lambda n: Case(n=n % 3)))
    assert (all_of_them.status, all_of_them.reason) == (PASSED, "3 examples kept, 0 discarded")
    one = kept(cases(n=integers(1, 1)))
    assert (one.status, one.reason) == (PASSED, "1 example kept, 0 discarded")


def test_an_instance_that_is_listed_twice_is_one() -> None:
    result = found(instances([Case(n=1), Case(n=2), Case(n=1)]), holds)
    assert (result.reason, result.counts["instances"]) == ("2 instances, from (n = 1) to (n = 2)", 2)


def test_what_goes_on_answering_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparisons, "MOST_ANSWERS", 100)
    result = found(decision, lambda _: (at_most(1, 2) for _ in count()))
    assert result.status == ERROR
    assert result.reason.startswith("ClaimError: it goes on answering: more than 100 times")
    with pytest.raises(ClaimError, match="it goes on answering"):  # nor does an example or a hypothesis
        comparisons.settle({"all": (at_most(1, 2) for _ in count())})
