"""The framework against claims that are wrong in every way: none of them may pass."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from exactalign import EnclosedReal, Undecided, log
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Refutation,
    Variant,
    argument,
    at_most,
    decision,
    equal,
    exact,
    identity,
    instances,
    less,
    pmf,
    proof,
    search,
    theorem,
    witness,
)
from proofs_check.engine.gathering import run_check
from proofs_check.engine.registry import Library, Paper
from proofs_check.engine.reports import Report
from proofs_check.engine.runner import run, run_claim
from proofs_check.engine.searches import cases, integers
from proofs_check.exceptions import ClaimError
from proofs_check.formula import real
from proofs_check.language.steps import Step
from proofs_check.language.validation import validate


class Square(Claim):
    """n² ≥ n for integers: true; the factor and the shift are what variants change."""

    id = "T-square"
    place = "here"
    title = "Squares of integers"
    statement = "n² ≥ n"
    scope = "all integers n"
    expected = "tested"
    example = Case(n=2)
    edges = (Edge("n = 0", Case(n=0)),)
    teeth = (Variant("a shift", shift=1),)
    shift = 0

    def holds(self, x: Case) -> Any:
        return at_most(x.n + self.shift, x.n * x.n)

    @search(cases(n=integers(-5, 5)))
    def tried(self, x: Case) -> Any:
        return self.holds(x)


def report_of(**attributes: Any) -> Report:
    """The report of `Square` with some attributes replaced."""
    return run_claim(type("Changed", (Square,), attributes))


def test_a_sound_claim_is_as_expected() -> None:
    report = run_claim(Square)
    assert (report.verdict, report.problems, report.as_expected) == ("tested", [], True)
    assert report.checks == {"declared": 1, "ran": 1}
    (bite,) = report.teeth
    assert (bite["rejected"], bite["by"]) == (True, "tried")
    assert report.evidence[0]["counts"] == {"kept": 11, "discarded": 0}


def test_a_wrong_expected_verdict_is_not_as_expected() -> None:
    report = report_of(expected="proved")
    assert (report.verdict, report.as_expected) == ("tested", False)


def test_a_counterexample_refutes_and_is_the_smallest() -> None:
    report = report_of(holds=lambda _, x: less(x.n, x.n * x.n), expected="tested")
    assert (report.verdict, report.as_expected) == ("refuted", False)
    assert report.witness is not None
    assert report.witness["case"] == {"n": 0}


def test_hypotheses_discard_and_are_counted() -> None:
    even = Hypothesis("n is even", lambda x: x.n % 2 == 0, without=Case(n=1), unused="it holds for odd n as well")
    report = report_of(hypotheses=(even,))
    assert report.evidence[0]["counts"] == {"kept": 11, "discarded": 0}  # unused: not in force
    added = Hypothesis("n > 1", lambda x: x.n > 1, without=Case(n=1))
    one = (Edge("n = 1", Case(n=1)), Edge("n = 2", Case(n=2)))
    strict = report_of(hypotheses=(added,), holds=lambda self, x: less(x.n + 2 * self.shift, x.n**2), edges=one)
    assert (strict.verdict, strict.problems) == ("tested", [])
    assert strict.evidence[0]["counts"] == {"kept": 4, "discarded": 7}
    assert strict.sanity[2]["seen"].startswith("outside")


def test_a_search_that_keeps_too_little_is_undecided() -> None:
    never = Hypothesis("n > 9", lambda x: x.n > 9, without=Case(n=1))
    report = report_of(hypotheses=(never,), example=Case(n=10))
    assert report.verdict == "undecided"


def test_a_toothless_check_is_a_problem() -> None:
    class Toothless(Square):
        @instances([Case(n=3)])
        def blind(self, x: Case) -> Any:
            return equal(x.n, 3)

    report = run_claim(Toothless)
    assert report.verdict == "certified"
    assert report.problems == ["the check blind rejects no wrong variant"]
    assert not report.as_expected


def test_a_wrong_variant_that_survives_is_a_problem() -> None:
    report = report_of(teeth=(Variant("true as well", shift=-1),))
    assert [p for p in report.problems if "is not rejected" in p]
    assert not report_of(teeth=()).as_expected


def test_an_exception_is_no_rejection() -> None:
    report = report_of(teeth=(Variant("crashes", shift="x"),))
    assert "error" in report.teeth[0]["how"]
    assert not report.teeth[0]["rejected"]


def test_an_error_in_a_check_is_an_error_and_hides_nothing() -> None:
    class Crashing(Square):
        @decision
        def crash(self) -> Any:
            return 1 / (self.shift - self.shift)

    report = run_claim(Crashing)
    assert (report.verdict, report.as_expected) == ("error", False)
    assert "ZeroDivisionError" in report.reason


@pytest.mark.parametrize("answer", [None, 1, 0.5, "yes", [], {}, equal, Case(n=1), [None], {"x": 1}])
def test_answers_without_a_truth_value_are_errors(answer: Any) -> None:
    assert report_of(holds=lambda *_: answer).verdict == "error"


def test_floats_are_refused() -> None:
    assert report_of(holds=lambda *_: at_most(0.1, 1)).verdict == "error"
    with pytest.raises(ValueError, match="float"):
        Case(n=0.5)


def test_what_cannot_be_told_apart_is_undecided() -> None:
    def never(self: Any, x: Case) -> Any:
        raise Undecided("equal to all digits")

    report = report_of(holds=never)
    assert report.verdict == "undecided"
    assert "equal to all digits" in report.reason


def test_equal_enclosed_reals_are_undecided_not_true() -> None:
    class Enclosed(Square):
        @decision
        def same(self) -> Any:
            a = EnclosedReal.of(log(2))
            return at_most(a, a + 0 * self.shift)

    assert run_claim(Enclosed).verdict == "undecided"


def test_no_evidence_is_undecided_or_not_checkable() -> None:
    class Nothing(Claim):
        id, place, title, statement, scope, expected = "T-n", "p", "t", "s", "sc", "not checkable"

    assert run_claim(Nothing).verdict == "undecided"

    class Opinion(Nothing):
        id = "T-o"
        not_checkable = "a matter of taste"

    assert run_claim(Opinion).verdict == "not checkable"
    assert not run_claim(Nothing).as_expected


# Witnesses


class Amended(Claim):
    """Printed: n² > n; true: n² ≥ n."""

    id = "T-amended"
    place = "here"
    title = "Strict"
    statement = "n² > n"
    corrected = "n² ≥ n"
    corrected_expected = "tested"
    scope = "all integers n"
    expected = "amended"
    weight = "slip"
    example = Case(n=2)
    edges = (Edge("n = 0", Case(n=0)),)
    as_printed = Variant("as printed", relation=less)
    teeth = (Variant("as printed", relation=less),)
    relation = staticmethod(at_most)

    def holds(self, x: Case) -> Any:
        return self.relation(x.n, x.n * x.n)

    @search(cases(n=integers(-5, 5)))
    def tried(self, x: Case) -> Any:
        return self.holds(x)

    @witness
    def one(self) -> Case:
        return Case(n=1)


def test_amended() -> None:
    report = run_claim(Amended)
    assert (report.verdict, report.effective, report.problems) == ("amended", "tested", [])
    assert report.witness == {"case": {"n": 1}, "words": "false at (n = 1): 1 < 1", "by": "one"}
    assert [bite["variant"] for bite in report.teeth] == [tooth.label for tooth in Amended.teeth]
    assert report.sanity[-1]["seen"].startswith("left alone by one: holds at (n = 1)")
    assert report.to_json()["corrected"]["verdict"] == "tested"


def test_a_witness_that_does_not_refute_is_undecided() -> None:
    def two(self: Any) -> Case:
        return Case(n=2)

    report = run_claim(type("True_", (Amended,), {"one": witness(two), "__qualname__": "True_"}))
    assert report.verdict == "undecided"
    assert "does not refute" in report.reason


def test_a_printed_statement_that_is_true_cannot_be_amended() -> None:
    report = run_claim(type("Same", (Amended,), {"as_printed": Variant("as printed"), "teeth": ()}))
    assert report.verdict == "undecided"
    assert not report.as_expected


def test_a_witness_outside_the_hypotheses_does_not_refute() -> None:
    above = Hypothesis("n > 1", lambda x: x.n > 1, without=Case(n=1))
    report = run_claim(type("Outside", (Amended,), {"hypotheses": (above,)}))
    assert report.verdict == "undecided"
    added = Hypothesis("n > 1", lambda x: x.n > 1, without=Case(n=1), added=True)
    edges = (*Amended.edges, Edge("n = 2", Case(n=2)))
    teeth = (Variant("≥", relation=equal),)
    relaxed = {"hypotheses": (added,), "relation": staticmethod(less), "teeth": teeth, "edges": edges}
    report = run_claim(type("Added", (Amended,), relaxed))
    assert (report.verdict, report.problems) == ("amended", [])


def test_a_corrected_statement_that_fails_is_no_correction() -> None:
    report = run_claim(type("Wrong", (Amended,), {"relation": staticmethod(less)}))
    assert report.verdict == "refuted"
    assert not report.as_expected


def test_a_corrected_statement_needs_a_witness_against_the_printed_one() -> None:
    report = run_claim(type("NoWitness", (Square,), {"corrected": "n² ≥ n"}))
    assert report.verdict == "undecided"


def test_a_witness_that_accepts_everything_is_toothless() -> None:
    def shown(self: Any) -> Refutation:
        return Refutation(Case(n=1), fails=less(1, 1))

    def tried(self: Any, x: Case) -> Any:
        return self.relation(x.n, x.n * x.n)

    own = {"one": witness(shown), "tried": search(cases(n=integers(-5, 5)))(tried), "holds": Claim.holds}
    report = run_claim(type("Constant", (Amended,), own))
    assert any("the corrected statement" in problem for problem in report.problems)


def test_a_refuted_claim_and_its_repaired_variant() -> None:
    class Refuted(Claim):
        id, place, title, statement, scope, expected = "T-r", "p", "t", "N ≤ 1", "all N", "refuted"
        weight = "false"
        teeth = (Variant("two", bound=2),)
        bound = 1

        def holds(self, x: Case) -> Any:
            return at_most(x.N, self.bound)

        @witness
        def two(self) -> Case:
            return Case(N=2)

    report = run_claim(Refuted)
    assert (report.verdict, report.problems, report.as_expected) == ("refuted", [], True)


# Proofs


class Proved(Claim):
    id = "T-proved"
    place = "here"
    title = "A binomial formula"
    statement = "(a + b)² = a² + 2ab + b²"
    scope = "all real a and b"
    expected = "argued"
    example = Case(a=1, b=2)
    edges = (Edge("a = 0", Case(a=0, b=1)),)
    teeth = (Variant("one for two", two=1),)
    two = 2

    def holds(self, x: Case) -> Any:
        return equal((x.a + x.b) ** 2, x.a**2 + self.two * x.a * x.b + x.b**2)

    @proof
    def expanded(self) -> Iterator[Step]:
        a, b = real("a"), real("b")
        yield identity("expand", (a + b) ** 2 == a**2 + self.two * a * b + b**2)

    @search(cases(a=integers(-3, 3), b=integers(-3, 3)))
    def tried(self, x: Case) -> Any:
        return self.holds(x)


def proved_with(*steps: Any, **attributes: Any) -> Report:
    def expanded(self: Any) -> Iterator[Step]:
        yield from (step(self) if callable(step) else step for step in steps)

    return run_claim(type("Changed", (Proved,), {"expanded": proof(expanded), **attributes}))


def test_proved() -> None:
    report = run_claim(Proved)
    assert (report.verdict, report.problems) == ("argued", [])
    assert report.evidence[0]["steps"][0]["kind"] == "identity"
    assert report.reason == "1 step: 1 machine-checked"


def test_a_broken_proof_is_no_proof_and_no_refutation() -> None:
    report = proved_with(identity("wrong", real("a") + real("b") == real("a")))
    assert report.verdict == "undecided"
    assert "the proof is broken" in report.reason


def test_words_alone_prove_nothing() -> None:
    report = proved_with(argument("clearly", tested_by="tried"))
    assert report.verdict == "tested"
    assert "no proof: an argument in words only" in report.reason


def test_an_argument_must_name_a_check_that_tries_it() -> None:
    with pytest.raises(ClaimError):
        argument("clearly", tested_by=())
    good = lambda self: exact("two is two", equal(self.two, 2))  # noqa: E731
    assert proved_with(good, argument("clearly", tested_by="tried")).problems == []
    assert proved_with(good, argument("clearly", tested_by="nothing")).problems
    assert proved_with(good, argument("clearly", tested_by="expanded")).problems


def test_theorems_must_be_listed_and_listed_ones_used() -> None:
    good = lambda self: exact("two is two", equal(self.two, 2))  # noqa: E731
    step = theorem("thm:gibbs", "so it is")
    assert "proof_uses does not list" in proved_with(good, step).problems[0]
    assert proved_with(good, step, proof_uses=("thm:gibbs",)).problems == []
    assert "no step uses" in proved_with(good, proof_uses=("thm:gibbs",)).problems[0]
    assert proved_with(lambda _: theorem("thm:fermat", "so it is")).verdict == "error"
    assert proved_with(lambda _: "not a step").verdict == "error"
    assert proved_with().verdict == "error"


def test_sanity_problems() -> None:
    assert "no example" in report_of(example=None).problems[0]
    assert "none is listed" in report_of(edges=()).problems[0]
    assert report_of(example=Case(n=2), edges=(Edge("half", Case(n=Fraction(1, 2))),)).problems  # fails there
    needed = Hypothesis("n is not 3", lambda x: x.n != 3, without=Case(n=3))
    assert "without “n is not 3”" in report_of(hypotheses=(needed,)).problems[0]
    first = Hypothesis("n ≥ 0", lambda x: x.n >= 0, without=Case(n=-1))
    second = Hypothesis("n ≠ −1", lambda x: x.n != -1, untried="it is an example")
    assert "also violates" in report_of(hypotheses=(first, second)).problems[0]
    crashing = Hypothesis("n is small", lambda x: x.size > 0, without=Case(n=1))
    assert report_of(hypotheses=(crashing,)).verdict == "error"
    assert report_of(hypotheses=(Hypothesis("n > 0", lambda x: x.n > 0),), edges=()).problems


# Declaration


def test_two_checks_of_one_name_are_refused() -> None:
    with pytest.raises(ClaimError, match="two checks named tried"):

        class Twice(Claim):
            @decision
            def tried(self) -> Any:
                return True

            @decision
            def tried(self) -> Any:  # type: ignore[no-redef]  # noqa: F811
                return True


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ({"scope": " "}, "no scope"),
        ({"expected": "true"}, "expected is 'true'"),
        ({"teeth": Variant("x", shift=1)}, "must be a tuple"),
        ({"teeth": (Variant("x", nothing=1),)}, "changes 'nothing'"),
        ({"teeth": (Variant("x", shift=1), Variant("x", shift=2))}, "same label"),
    ],
)
def test_badly_declared_claims_are_refused(attributes: dict[str, Any], message: str) -> None:
    with pytest.raises(ClaimError, match=message):
        validate(type("Changed", (Square,), attributes))


# Ancestors


def library_of(*claims: type[Claim]) -> Library:
    return Library([Paper("test", "Test", "test", claims)])


def test_ancestors_are_run_and_shown() -> None:
    lemma, main = (
        type("Changed", (Proved,), {"id": identifier, "proof_uses": (name,), "expanded": proof(_by(name))})
        for identifier, name in (("T-lemma", "thm:gibbs"), ("T-main", "T-lemma"))
    )
    library = library_of(lemma, main)
    (report,) = run(library, [main])
    assert report.status == "argued, given Gibbs, resting on T-lemma (argued)"
    assert (report.given, report.as_expected) == (["Gibbs"], True)

    broken = type("Broken", (lemma,), {"id": "T-lemma", "two": 1})
    (report,) = run(library_of(broken, main), [main])
    assert not report.as_expected
    assert "rests on T-lemma, which is refuted" in report.status
    weak = type("Weak", (Square,), {"id": "T-lemma"})
    (report,) = run(library_of(weak, main), [main])
    assert report.status == "argued, resting on T-lemma (tested)"


def _by(name: str) -> Any:
    def expanded(self: Any) -> Iterator[Step]:
        yield exact("two is two", equal(self.two, 2))
        yield theorem(name, "so it is")

    return expanded


def test_unknown_and_circular_ancestors_are_refused() -> None:
    a = type("A", (Square,), {"id": "T-a", "proof_uses": ("T-b",)})
    b = type("B", (Square,), {"id": "T-b", "statement_uses": ("T-a",)})
    with pytest.raises(ClaimError, match="circle"):
        run(library_of(a, b), [a])
    with pytest.raises(ClaimError, match="no claim in view"):
        run(library_of(a), [a])
    with pytest.raises(ClaimError, match="T-a is in two papers"):
        Library([Paper("x", "x", "x", (a,)), Paper("z", "z", "z", (a,))])


def test_what_a_printed_proof_rests_on_is_neither_run_nor_given_but_must_exist() -> None:
    step = type("Step", (Square,), {"id": "T-step", "printed_proof_uses": ("thm:gibbs",)})
    result = type("Result", (Proved,), {"id": "T-result", "printed_proof_uses": ("T-step",)})
    library = library_of(step, result)
    assert library.printed_ancestors("T-result") == ["T-step", "thm:gibbs"]
    assert library.ancestors("T-result") == []
    (report,) = run(library, [result])
    assert (report.status, report.as_expected) == ("argued", True)
    with pytest.raises(ClaimError, match="T-result uses 'T-step', which is no claim in view"):
        run(library_of(result), [result])
    circular = type("Step", (Square,), {"id": "T-step", "printed_proof_uses": ("T-result",)})
    with pytest.raises(ClaimError, match="circle: T-result → T-step → T-result"):
        run(library_of(circular, result), [result])


def test_deep_goes_further() -> None:
    wide = search(cases(n=integers(0, 10**6)), examples=20)(_tried)
    report = run_claim(type("Deep", (Square,), {"tried": wide}), deep=True)
    assert report.evidence[0]["counts"]["kept"] == 200


def _tried(self: Any, x: Case) -> Any:
    return self.holds(x)


def test_a_report_is_read_back() -> None:
    report = run_claim(Proved)
    again = Report.from_json(json.loads(json.dumps(report.to_json())))
    assert again.to_json() == report.to_json()


def test_running_a_check_twice_gives_the_same() -> None:
    (check,) = Square.checks()
    first, second = (run_check(check, Square.under(Variant("a shift", shift=1))()) for _ in range(2))
    assert (first.case, first.reason) == (second.case, second.reason)
    assert first.case is not None
    assert pmf("1").total == 1
