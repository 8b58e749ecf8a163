"""What a report tells: domains, causes, and failures as pytest shows them."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

import exactalign
from exactalign.exceptions import ParameterError
from exactalign.testing.conformance import KINDS, Status, check, pytest_params, reference
from exactalign.testing.conformance.answers import Unreadable
from exactalign.testing.conformance.cases import Call, Parameter, Role
from exactalign.testing.conformance.causes import Trial, causes, common_features
from exactalign.testing.conformance.domains import Domain
from exactalign.testing.conformance.pytest_support import ConformanceFailure
from tests.exactalign.testing.conformance.wrong import ties_by_index

HALF = (Fraction(1, 2), Fraction(1, 2))
ZERO = (Fraction(0), Fraction(1))
TIED, APART, FALLING = (Fraction(1), Fraction(1)), (Fraction(0), Fraction(1)), (Fraction(1), Fraction(0))


# --- domains -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("clause", "inside", "outside"), [
    ("distinct rewards", (HALF, APART, 2), (HALF, TIED, 2)),
    ("increasing rewards", (HALF, APART, 2), (HALF, FALLING, 2)),
    ("p > 0", (HALF, TIED, 2), (ZERO, TIED, 2)),
    ("probabilities > 0", (HALF, TIED, 2), (ZERO, TIED, 2)),
    ("n <= 3", (HALF, TIED, 3), (HALF, TIED, 4)),
    ("n ≤ 3", (HALF, TIED, 3), (HALF, TIED, 4)),
    ("n < 3", (HALF, TIED, 2), (HALF, TIED, 3)),
    ("n >= 3", (HALF, TIED, 3), (HALF, TIED, 2)),
    ("n>5/2", (HALF, TIED, 3), (HALF, TIED, 2)),
    ("distinct rewards,  n <= 3", (HALF, APART, 3), (HALF, APART, 4)),
])  # fmt: skip
def test_clauses(clause: str, inside: Any, outside: Any) -> None:
    domain = Domain.read(clause, KINDS["pmf"].parameters)
    assert Call(inside) in domain
    assert Call(outside) not in domain


def test_a_clause_of_rewards_is_of_all_of_them() -> None:
    two = [Parameter(name, Role.REWARDS) for name in ("proxy", "golden")]
    for word, not_so in (("distinct", TIED), ("increasing", FALLING)):
        for name in ("proxy", "golden", "rewards"):
            domain = Domain.read(f"{word} {name}", two)
            assert Call((APART, APART)) in domain
            assert Call((not_so, APART)) not in domain
            assert Call((APART, not_so)) not in domain


def test_a_domain_without_clauses_is_everything() -> None:
    for given in (None, "", [], " , "):
        domain = Domain.read(given, KINDS["pmf"].parameters)
        assert Call((ZERO, TIED, 99)) in domain
        assert str(domain) == ""


@pytest.mark.parametrize(("clause", "kind"), [
    ("no ties", "pmf"), ("m <= 3", "pmf"), ("n <=", "pmf"), ("n <= x", "pmf"), ("p > 0", "best-at-k"),
    ("distinct rewards", "pass-at-k"), ("rewards <= 3", "pmf"),
])  # fmt: skip
def test_other_clauses_are_refused(clause: str, kind: str) -> None:
    with pytest.raises(ParameterError):
        Domain.read(clause, KINDS[kind].parameters)


def test_the_error_says_what_can_be_said() -> None:
    with pytest.raises(ParameterError, match=r"domain has 'no ties': give 'distinct rewards', .*, 'p > 0', .*'n <= 8'"):
        Domain.read("no ties", KINDS["pmf"].parameters)


def test_what_can_be_said_depends_on_the_arguments() -> None:
    scores = "'distinct scores', 'increasing scores', 'distinct rewards', 'increasing rewards'"
    for kind, can in (
        ("pmf", "'distinct rewards', 'increasing rewards', 'p > 0', 'probabilities > 0', a bound such as 'n <= 8'"),
        ("pool-weights", f"{scores}, a bound such as 'k <= 8'"),
        ("kl-estimate", "a bound such as 'log_q <= 8', a bound such as 'log_p <= 8'"),
        ("kl-divergence", "'p > 0', 'probabilities > 0'"),
    ):  # fmt: skip
        with pytest.raises(ParameterError) as caught:
            Domain.read("  what   is this", KINDS[kind].parameters)
        assert str(caught.value) == f"domain has 'what is this': give {can}"
    both = Domain.read("p > 0", KINDS["kl-divergence"].parameters)
    assert Call((HALF, HALF)) in both
    assert Call((ZERO, HALF)) not in both
    assert Call((HALF, ZERO)) not in both
    assert str(Domain.read(["n <= 3 ", "distinct  rewards"], KINDS["pmf"].parameters)) == "n <= 3, distinct rewards"


def test_only_the_domain_is_tried() -> None:
    seen = []

    def records(p: list[float], r: list[float], n: int) -> list[float]:
        seen.append((tuple(p), tuple(r), n))
        return reference.best_of_n(p, r, n)

    report = check(records, "pmf", domain=["distinct rewards", "p > 0", "n <= 5"], examples=10)
    assert report.ok, str(report)
    assert all(len(set(r)) == len(r) and min(p) > 0 and n <= 5 for p, r, n in seen)
    assert report["ties"].status is Status.SKIPPED
    assert report["ties"].reason == "no case of it is in the domain: distinct rewards, p > 0, n <= 5"
    assert str(report).startswith("records as pmf in float64, where distinct rewards, p > 0, n <= 5\n")
    assert report.as_dict()["domain"] == "distinct rewards, p > 0, n <= 5"
    assert report["formula"].tried > 10  # the corners, and as many drawn as elsewhere


def test_the_companion_of_a_batch_is_in_the_domain_too() -> None:
    """Where the ordinary one is not, the case stands twice in the batch."""
    seen: list[tuple[float, float]] = []

    def records(log_q: list[float], log_p: list[float]) -> list[float]:
        seen.extend(zip(log_q, log_p, strict=True))
        return [reference.k1(q, p) for q, p in zip(log_q, log_p, strict=True)]

    assert check(records, "kl-estimate", batch=True, domain="log_q <= -3", examples=5).ok
    assert max(q for q, _ in seen) <= -3


def test_bounds_of_what_may_be_infinite() -> None:
    report = check(reference.k1, "kl-estimate", domain="log_p <= -1", examples=2)
    assert report.ok
    assert report["missing-support"].status is Status.PASSED
    bounded = check(reference.k1, "kl-estimate", domain="log_p >= -50", examples=2)
    assert bounded["missing-support"].status is Status.SKIPPED


def test_failures_stay_in_the_domain() -> None:
    report = check(lambda p, r, n: [0.0] * len(p), "pmf", name="f", domain="n >= 4", examples=10)
    cases = [row.counterexample.case for row in report.rows if row.counterexample is not None]
    assert cases
    assert all(case.whole(2) >= 4 for case in cases)


# --- causes --------------------------------------------------------------------------------------


def trials(check_name: str, failing: list[Any], passing: list[Any]) -> list[Trial]:
    return [Trial(check_name, Call(x), True) for x in failing] + [Trial(check_name, Call(x), False) for x in passing]


PASSING = [(HALF, APART, 2), (HALF, FALLING, 3), (ZERO, APART, 2)]


def test_a_cause_is_what_all_failures_have_and_no_pass_is_needed_with_it() -> None:
    tried = trials("a", [(HALF, TIED, 2)], PASSING) + trials("b", [(HALF, TIED, 3)], [])
    (found,) = causes(KINDS["pmf"], ["a", "b"], tried)
    assert found.checks == ("a", "b")
    assert found.text == "both failures have tied rewards (3 cases without were tried: none failed)"
    assert str(found) == f"{found.text}: a, b"


def test_ties_of_what_is_never_drawn_are_none() -> None:
    """The tie is between an outcome and one of probability 0: the zero is what they share."""
    tried = trials("a", [(ZERO, TIED, 2)], [(HALF, TIED, 2), *PASSING[:2], (HALF, APART, 9)])
    tried += trials("b", [(ZERO, FALLING, 3)], [])
    (found,) = causes(KINDS["pmf"], ["a", "b"], tried)
    assert found.text.startswith("both failures have a 0 in probabilities (4 cases without")


def test_a_failure_without_the_feature_refutes_the_cause() -> None:
    tried = trials("a", [(HALF, TIED, 2), (HALF, APART, 1)], PASSING) + trials("b", [(HALF, TIED, 3)], PASSING)
    assert causes(KINDS["pmf"], ["a", "b"], tried) == ()


def test_a_cause_needs_cases_without_it() -> None:
    tried = trials("a", [(HALF, TIED, 2)], PASSING[:2]) + trials("b", [(HALF, TIED, 3)], [])
    assert causes(KINDS["pmf"], ["a", "b"], tried) == ()


def test_one_failure_has_no_cause_to_be_told() -> None:
    assert causes(KINDS["pmf"], ["a"], trials("a", [(HALF, TIED, 2)], PASSING)) == ()


def test_two_causes_are_told_apart() -> None:
    tried = trials("a", [(HALF, TIED, 2)], PASSING) + trials("b", [(HALF, TIED, 3)], PASSING)
    tried += trials("c", [(HALF, TIED, 2)], []) + trials("d", [(HALF, FALLING, 500)], PASSING)
    tried += trials("e", [(HALF, FALLING, 400)], PASSING)
    ties, many = causes(KINDS["pmf"], list("abcde"), tried)
    assert (ties.checks, many.checks) == (("a", "b", "c"), ("d", "e"))
    assert ties.text.startswith("3 of the 5 failures have tied rewards (6 cases without were tried: none failed in ")
    assert many.text.startswith("2 of the 5 failures have n ≥ 100")


def test_what_most_cases_have_is_told_last() -> None:
    """All three have n > 1, two of them ties: the ties are the cause that is told."""
    tried = trials("a", [(HALF, TIED, 2)], [*PASSING, *[(HALF, APART, 1)] * 3])
    tried += trials("b", [(HALF, TIED, 3)], []) + trials("c", [(HALF, APART, 2)], [])
    (found,) = causes(KINDS["pmf"], list("abc"), tried)
    assert found.text.startswith("2 of the 3 failures have tied rewards")
    tried = trials("a", [(HALF, TIED, 2)], [*PASSING, *[(HALF, APART, 1)] * 3]) + trials("c", [(HALF, APART, 2)], [])
    (found,) = causes(KINDS["pmf"], list("ac"), tried)
    assert found.text.startswith("both failures have n > 1")


def test_failures_of_other_checks_do_not_tell_against_a_feature() -> None:
    """Of those that passed one has ties and two have n ≥ 100; three failures of another check have ties."""
    tried = trials("a", [(HALF, TIED, 500)], [*PASSING, (HALF, TIED, 2), *[(HALF, APART, 500)] * 2])
    tried += trials("b", [(HALF, TIED, 500)], []) + trials("c", [*[(HALF, TIED, 2)] * 3, (HALF, APART, 1)], [])
    (found,) = causes(KINDS["pmf"], list("abc"), tried)
    assert found.text.startswith("2 of the 3 failures have tied rewards")


def raised(line: int) -> ValueError:
    try:
        exec(compile("\n" * (line - 1) + "raise ValueError", "user.py", "exec"))
    except ValueError as error:
        return error
    raise AssertionError


def test_the_same_exception_at_the_same_line_is_one_cause() -> None:
    one, other = raised(3), raised(7)
    tried = [Trial("a", Call((HALF, APART, 2)), True, one), Trial("b", Call((HALF, TIED, 2)), True, one)]
    (found,) = causes(KINDS["pmf"], ["a", "b"], tried)
    assert found.text == "both failures raised ValueError at line 3 of <module>"
    tried.append(Trial("c", Call((HALF, TIED, 2)), True, other))
    (found,) = causes(KINDS["pmf"], ["a", "b", "c"], tried)
    assert found.text == "2 of the 3 failures raised ValueError at line 3 of <module>"


@pytest.mark.parametrize(("case", "has"), [
    ((HALF, TIED, 1), {"tied rewards"}),
    (((*ZERO[:1], *HALF), (Fraction(-100), *APART), 2), {"a 0 in probabilities", "large rewards (|x| ≥ 100)", "n > 1"}),
    ((HALF, FALLING, 100), {"rewards out of increasing order", "n ≥ 100", "n > 1"}),
    ((HALF, (Fraction(-99), Fraction(99)), 99), {"n > 1"}),
])  # fmt: skip
def test_features(case: Any, has: set[str]) -> None:
    features = common_features(KINDS["pmf"].parameters)
    assert {word for word, test in features.items() if test(Call(case))} == has | {"more than one entry"}


def test_the_features_of_kinds() -> None:
    def of(kind: str, *case: Any, **options: Any) -> set[str]:
        return {word for word, test in KINDS[kind].chosen(options).features.items() if test(Call(case))}

    assert of("pass-at-k", 9, 2, 3) == {"0 < c < k"}
    assert of("pass-at-k", 4, 2, 2) == {"c ≥ k and n − c ≥ k"}
    assert of("pass-at-k", 4, 3, 2) == {"n − c < k ≤ n"}
    assert of("pass-at-k", 3, 0, 4) == {"k > n", "c = 0"}
    assert of("pass-at-k", 3, 3, 3) == {"n − c < k ≤ n"}
    assert of("pass-at-k", 3, 3, 1) == {"n − c < k ≤ n"}
    assert of("expected-best", APART, 3, of="pool") == {"more draws than scores"}
    assert of("expected-best", APART, 2, of="pool") == set()
    assert of("kl-estimate", Fraction(-1), Fraction(-1)) == set()
    assert of("kl-estimate", Fraction(-701), Fraction(-700)) == {
        "a sample more likely under p", "log-probabilities below −700", "p ≠ q",
    }  # fmt: skip
    assert of("kl-estimate", Fraction(-1), Fraction(-6)) == {"p ≠ q"}
    assert of("kl-estimate", Fraction(-6), Fraction(-1)) == {"a sample more likely under p", "p ≠ q"}
    assert "|log p − log q| > 5" in of("kl-estimate", Fraction(-7), Fraction(-1))
    assert of("kl-estimate", Fraction(-1), Fraction(-7)) == {"|log p − log q| > 5", "p ≠ q"}
    assert of("kl-estimate", Fraction(-1), -exactalign.oo) == {"log p = −∞", "|log p − log q| > 5", "p ≠ q"}


def test_a_report_folds_what_has_one_cause() -> None:
    report = check(ties_by_index, "pmf", examples=20)
    text = str(report)
    assert text.count("  call    ") == 1
    assert "call    ties_by_index([0.5, 0.5], [0.0, 0.0], 2)" in text
    assert report.causes[0].text.startswith(f"all {len(report.failures)} failures have tied rewards (")
    told = report.as_dict()["causes"]
    assert told == [{"cause": report.causes[0].text, "checks": [row.check for row in report.failures]}]
    assert all(row.counterexample is not None for row in report.failures)
    assert text.index("\n\nall ") < text.index("\n\nDOES NOT CONFORM")
    assert "\n\n  the same in " in text


def test_two_causes_and_a_lonely_failure_are_all_shown() -> None:
    def wrong(p: list[float], q: list[float]) -> float:
        if 0.0 in p:
            raise ZeroDivisionError
        return reference.kl_divergence(p, q) if len(p) < 5 else 0.0

    report = check(wrong, "kl-divergence", examples=5)
    assert len(report.causes) == 1
    assert str(report).count("  call    ") == 2
    assert "many-outcomes: failed" in str(report)


def test_shrinking_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def wrong(p: list[float], r: list[float], n: int) -> list[float]:
        calls.append(1)
        return [0.0] * len(p) if max(r) > 2.5 else reference.best_of_n(p, r, n)

    check(wrong, "pmf")
    many = len(calls)
    monkeypatch.setattr("exactalign.testing.conformance.runner.ALL_SMALLER", 0)
    calls.clear()
    check(wrong, "pmf")
    assert len(calls) < many <= len(calls) + 400


def test_the_exception_of_most_failures_is_told_first() -> None:
    one, other = raised(3), raised(7)
    tried = [
        Trial(name, Call((HALF, APART, 2)), True, error)
        for name, error in zip("abcdef", (one, other, one, other, other, None), strict=True)
    ]
    found = causes(KINDS["pmf"], list("abcdef"), tried)
    assert [cause.checks for cause in found] == [("b", "d", "e"), ("a", "c")]
    assert found[0].text == "3 of the 6 failures raised ValueError at line 7 of <module>"


def test_exceptions_without_a_place_and_answers_that_cannot_be_read() -> None:
    for error, words in ((ValueError(), "raised ValueError"), (Unreadable("no"), "are answers that cannot be read")):
        tried = [Trial(name, Call((HALF, APART, 2)), True, error) for name in "ab"]
        (found,) = causes(KINDS["pmf"], ["a", "b"], tried)
        assert found.text == f"both failures {words}"


def test_a_check_that_failed_in_two_ways_has_neither_as_its_cause() -> None:
    one = raised(3)
    tried = [Trial("a", Call((HALF, APART, 2)), True, one), Trial("b", Call((HALF, APART, 2)), True, one)]
    assert len(causes(KINDS["pmf"], ["a", "b"], tried)) == 1
    assert causes(KINDS["pmf"], ["a", "b"], [*tried, Trial("b", Call((HALF, APART, 3)), True, raised(7))]) == ()
    assert causes(KINDS["pmf"], ["a", "b"], [*tried, Trial("b", Call((HALF, APART, 3)), True)]) == ()
    passed = Trial("b", Call((HALF, APART, 3)), False)
    assert len(causes(KINDS["pmf"], ["a", "b"], [*tried, passed])) == 1


def test_of_two_features_that_is_told_which_fewer_passed_cases_have() -> None:
    """All failures are out of order and large; of those that passed one is large, and two are out of order."""
    far = (Fraction(500), Fraction(0))
    tried = trials("a", [(HALF, far, 1)], [(HALF, (Fraction(0), Fraction(500)), 1), *[(HALF, FALLING, 1)] * 2])
    tried += trials("b", [(HALF, far, 1)], [(HALF, APART, 1)] * 3)
    (found,) = causes(KINDS["pmf"], ["a", "b"], tried)
    assert found.text == "both failures have large rewards (|x| ≥ 100) (5 cases without were tried: none failed)"
    tried += trials("b", [], [(HALF, (Fraction(0), Fraction(500)), 1)] * 2)
    (found,) = causes(KINDS["pmf"], ["a", "b"], tried)
    assert found.text == "both failures have rewards out of increasing order (6 cases without were tried: none failed)"


def test_where_others_failed_without_only_the_checks_of_the_cause_are_counted() -> None:
    tried = trials("a", [(HALF, TIED, 1)], [(HALF, APART, 1)] * 2) + trials("b", [(HALF, TIED, 1)], [])
    tried += trials("c", [(HALF, APART, 1)], [(HALF, APART, 1)] * 4)
    (found,) = causes(KINDS["pmf"], list("abc"), tried)
    assert found.checks == ("a", "b")
    assert found.text == (
        "2 of the 3 failures have tied rewards (2 cases without were tried: none failed in these checks)"
    )
    tried = [one for one in tried if one.failed or one.check == "c"]
    (found,) = causes(KINDS["pmf"], list("abc"), tried)
    assert found.text == "2 of the 3 failures have tied rewards"


def test_the_features_of_every_argument() -> None:
    def of(kind: str) -> list[str]:
        return list(common_features(KINDS[kind].parameters))

    assert of("pmf") == [
        "tied rewards", "a 0 in probabilities", "rewards out of increasing order", "large rewards (|x| ≥ 100)",
        "n ≥ 100", "n > 1", "more than one entry",
    ]  # fmt: skip
    assert of("kl-divergence") == ["a 0 in p", "a 0 in q", "more than one entry"]
    assert of("pass-at-k") == ["n ≥ 100", "c ≥ 100", "k ≥ 100", "n > 1", "c > 1", "k > 1"]
    assert of("kl-estimate") == []
    assert of("kl-gradient") == ["more than one entry"]
    features = common_features(KINDS["kl-divergence"].parameters)
    assert features["a 0 in q"](Call((HALF, ZERO)))
    assert not features["a 0 in p"](Call((HALF, ZERO)))
    counted = common_features(KINDS["pass-at-k"].parameters)
    assert [word for word, test in counted.items() if test(Call((100, 99, 1)))] == ["n ≥ 100", "n > 1", "c > 1"]


# --- as tests of pytest --------------------------------------------------------------------------


def params(function: Callable[..., Any], kind: str, **options: Any) -> dict[str, Any]:
    return {one.id.partition("-")[2]: one.values[0] for one in pytest_params(function, kind, **options)}


def test_a_check_that_is_called_passes_or_tells_its_counterexample() -> None:
    found = params(ties_by_index, "pmf", examples=5)
    found["formula"]()
    with pytest.raises(ConformanceFailure) as caught:
        found["ties"]()
    first = ties_by_index.__code__
    assert str(caught.value) == (
        f"{first.co_filename}:{first.co_firstlineno}: ties_by_index: ties: failed\n"
        "  law     outcomes of equal reward share F≤^N − F<^N in proportion to p\n"
        "  call    ties_by_index([0.5, 0.5], [0.0, 0.0], 2)\n"
        "  answer  [0.25, 0.75]\n  exact   [1/2, 1/2]\n"
        "  error   at outcome 0: 2.25e+15 ulps off (relative error 0.500); allowed are 22.0 ulps"
    )
    assert caught.value.__cause__ is None
    with pytest.raises(ConformanceFailure) as again:
        found["constant-reward"]()
    assert ": constant-reward fails as ties does: both failures have tied rewards (" in str(again.value)
    assert str(again.value).endswith("\n  call    ties_by_index([0.5, 0.5], [0.0, 0.0], 3)")
    assert repr(found["ties"]) == "ties_by_index-ties"
    assert ConformanceFailure.__module__ == "exactalign.testing.conformance"


def test_what_raised_is_the_cause_of_the_failure_from_the_users_line_on() -> None:
    def wrong(p: list[float], q: list[float]) -> float:
        raise ValueError("so")

    with pytest.raises(ConformanceFailure) as caught:
        params(wrong, "kl-divergence")["formula"]()
    cause = caught.value.__cause__
    assert isinstance(cause, ValueError)
    assert cause.__traceback__ is not None
    assert cause.__traceback__.tb_frame.f_code is wrong.__code__


def test_what_is_expected_or_skipped_or_outside_of_the_domain() -> None:
    known = params(ties_by_index, "pmf", examples=2, expected_failures={"ties": "known"})
    with pytest.raises(ConformanceFailure, match=r"ties: expected-failure \(known\)"):
        known["ties"]()
    passes = params(
        reference.best_of_n, "pmf", examples=2, expected_failures={"ties": "known"}, domain="distinct rewards"
    )
    with pytest.raises(pytest.skip.Exception, match="no case of it is in the domain: distinct rewards"):
        passes["ties"]()
    params(reference.best_of_n, "pmf", examples=2, expected_failures={"ties": "known"})[
        "ties"
    ]()  # xfail, strict, tells
    marks = {
        one.id: one.marks
        for one in pytest_params(ties_by_index, "pmf", expected_failures={"ties": "x"}, skip={"shift": "y"})
    }
    (xfail,) = marks["ties_by_index-ties"]
    assert xfail.kwargs == {"reason": "x", "strict": True, "raises": ConformanceFailure}
    (skip,) = marks["ties_by_index-shift"]
    assert skip.kwargs == {"reason": "y"}

    class Callable_:
        def __call__(self, p: Any, q: Any) -> float:
            return 0.0

    with pytest.raises(ConformanceFailure, match=r"^Callable_: formula: failed"):
        params(Callable_(), "kl-divergence")["formula"]()
