"""Careful implementations pass every check of each kind; classic mistakes are caught on small cases."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign import Distribution, Reward, best_of_n
from exactalign.exceptions import NotRationalError, ParameterError
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.logforms import log
from exactalign.testing.conformance import KINDS, Row, Status, check, parametrize_with_checks, pytest_params, reference
from exactalign.testing.conformance.findings import within
from exactalign.testing.conformance.formats import FORMATS, binary_exponent, log_bound
from exactalign.testing.conformance.kinds.best_at_k import weights
from exactalign.testing.conformance.kinds.sampler import two_sided_tail
from tests.exactalign.testing.conformance import wrong
from tests.exactalign.testing.conformance.mistakes import MISTAKES, Mistake

CHECKS = {
    "pmf": 14, "sampler": 12, "kl": 15, "win-rate": 14, "best-at-k": 11, "alpha-solver": 13, "tilt": 11,
    "kl-divergence": 7, "pass-at-k": 10, "pool-weights": 10, "expected-best": 10, "golden-under-proxy": 10,
    "advantage": 9, "kl-estimate": 8, "kl-gradient": 7,
}  # fmt: skip


@dataclass(frozen=True)
class Right:
    """A careful implementation of a kind, as some options make it."""

    kind: str
    function: Callable[..., Any]
    options: dict[str, Any] = field(default_factory=dict)
    checks: int = 0

    def __str__(self) -> str:
        return "-".join([self.kind, *map(str, self.options.values())])


RIGHT = (
    Right("pmf", reference.best_of_n),
    Right("sampler", reference.sample_best_of_n),
    Right("kl", reference.best_of_n_kl),
    Right("win-rate", reference.best_of_n_win_rate),
    Right("best-at-k", reference.expected_best),
    Right("alpha-solver", reference.alpha_for_kl),
    Right("tilt", reference.tilt),
    Right("tilt", lambda p, r, beta: reference.tilt(p, r, 1 / beta), {"parameter": "beta"}, 10),
    Right("kl-divergence", reference.kl_divergence),
    Right("pass-at-k", reference.pass_at_k),
    Right("pool-weights", reference.pool_weights),
    Right("pool-weights", wrong.weights_with_replacement, {"replacement": True}, 9),
    Right("expected-best", reference.model_expected_best),
    Right("expected-best", reference.pool_expected_best, {"of": "pool"}, 9),
    Right("golden-under-proxy", reference.golden_under_proxy),
    Right("advantage", reference.advantage),
    Right("advantage", reference.leave_one_out_advantage, {"baseline": "leave-one-out"}),
    Right("advantage", reference.standardised_advantage, {"baseline": "standardised"}),
    Right("advantage", wrong.sample_deviation, {"baseline": "standardised", "ddof": "1"}),
    Right("kl-estimate", reference.k1),
    Right("kl-estimate", reference.k2, {"estimator": "k2"}),
    Right("kl-estimate", reference.k3, {"estimator": "k3"}),
    Right("kl-gradient", reference.kl_gradient, {"value": "yes"}, 8),
    Right("kl-gradient", lambda q, p: wrong.k3_in_the_loss(q, p)[1], {"divergence": "forward"}),
)


def test_every_kind_has_the_checks_that_are_declared_here() -> None:
    assert {name: len(kind.checks) for name, kind in KINDS.items()} == CHECKS
    for kind in KINDS.values():
        assert len({one.name for one in kind.checks}) == len(kind.checks)
        assert all(one.law and one.corners(FORMATS["float32"]) for one in kind.checks)


def test_every_kind_has_a_careful_implementation() -> None:
    assert {right.kind for right in RIGHT} == set(KINDS)


@pytest.mark.slow
@pytest.mark.parametrize("dtype", FORMATS)
@pytest.mark.parametrize("right", RIGHT, ids=str)
def test_a_careful_implementation_passes(right: Right, dtype: str) -> None:
    report = check(right.function, right.kind, dtype=dtype, examples=30 if dtype == "float64" else 15, **right.options)
    declared = right.checks or CHECKS[right.kind]
    assert report.ok, str(report)
    assert report.ran == len(report.rows) == declared
    assert report.counts == {Status.PASSED: declared}
    assert report.causes == ()


@pytest.mark.slow
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake.kind}-{mistake.function.__name__}")
def test_a_classic_mistake_is_caught_on_a_small_case(mistake: Mistake) -> None:
    wanted = {*mistake.breaks, *mistake.keeps}
    names = [one.name for one in KINDS[mistake.kind].chosen(mistake.options).checks]
    skip = {name: "not about this mistake" for name in names if name not in wanted}
    options: dict[str, Any] = dict(mistake.options)
    report = check(mistake.function, mistake.kind, dtype=mistake.dtype, examples=25, skip=skip, **options)
    assert not report.ok
    assert report.complete
    for name in mistake.breaks:
        row = report[name]
        assert row.status in (Status.FAILED, Status.ERROR), row
        assert row.counterexample is not None
        assert row.counterexample.case.size <= max(3, mistake.outcomes)
        assert mistake.function.__name__ in row.counterexample.call
        assert all((row.counterexample.answer, row.counterexample.exact, row.counterexample.error, row.law))
    assert min(_size(report[name]) for name in mistake.breaks) <= mistake.outcomes
    assert mistake.says in str(report)
    assert [name for name in mistake.keeps if report[name].status is not Status.PASSED] == []


def _size(row: Row) -> int:
    assert row.counterexample is not None
    return row.counterexample.case.size


def _mistake(name: str) -> Mistake:
    return next(mistake for mistake in MISTAKES if mistake.function.__name__ == name)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "law", "call", "exact"),
    [
        ("cumulative_sum_of_unsorted", "unsorted", "([0.5, 0.5], [1.0, 0.0], 2)", "[3/4, 1/4]"),
        ("ties_by_index", "ties", "([0.5, 0.5], [0.0, 0.0], 2)", "[1/2, 1/2]"),
        ("analytic_kl", "finite-model", "([0.5, 0.5], [0.0, 1.0], 2)", "-log(2) + 3/4*log(3) = 0.1308120359411369"),
        ("single_precision_kl", "many-draws", "([0.5, 0.5], [0.0, 1.0], 150)", "0.69314718055994531"),
        ("plug_in_best_of_n", "too-few-samples", "([0.0], 2)", "none exists"),
        ("bracket_end", "infeasible-kl", "([0.5, 0.5], [0.0, 1.0], 1.0)", "none exists"),
        ("reward_divided_by_largest", "shift", "([0.5, 0.5], [1000.0, 1001.0], 2)", "[1/4, 3/4]"),
    ],
)
def test_the_counterexample_is_the_smallest(name: str, law: str, call: str, exact: str) -> None:
    """2^-150 is the first power of 1/2 below the smallest float32: there F^N underflows to 0."""
    mistake = _mistake(name)
    skip = _only(mistake.kind, law)
    found = check(mistake.function, mistake.kind, dtype=mistake.dtype, examples=40, skip=skip)[law].counterexample
    assert found is not None
    assert found.call == name + call
    assert found.exact.startswith(exact)


@pytest.mark.slow
def test_hypothesis_shrinks_what_no_corner_shows() -> None:
    """Wrong only when some reward exceeds 3: no corner of `ties` has one."""

    def wrong(p: list[float], r: list[float], n: int) -> list[float]:
        return [0.0] * len(p) if max(r) > 3 else reference.best_of_n(p, r, n)

    row = check(wrong, "pmf", skip=_only("pmf", "ties"), examples=100)["ties"]
    assert row.counterexample is not None
    probabilities, rewards, n = row.counterexample.case.arguments
    assert isinstance(probabilities, tuple)
    assert isinstance(rewards, tuple)
    assert len(probabilities) <= 3
    assert len(set(probabilities)) == 1
    assert 3 < max(rewards) <= 4
    assert n == 2


def _names(kind: str) -> list[str]:
    return [one.name for one in KINDS[kind].checks]


def _only(kind: str, name: str) -> dict[str, str]:
    return {other: "not wanted" for other in _names(kind) if other != name}


def test_a_function_that_raises_is_an_error_row() -> None:
    def broken(p: list[float], r: list[float], n: int) -> list[float]:
        raise RuntimeError("no such luck")

    row = check(broken, "pmf", skip=_only("pmf", "formula"))["formula"]
    assert row.status is Status.ERROR
    assert row.counterexample is not None
    assert "raised RuntimeError: no such luck (line " in row.counterexample.answer
    assert row.counterexample.error == "no plain case is answered"


def test_sys_exit_is_an_error_row_too() -> None:
    def leaves(p: list[float], r: list[float], n: int) -> list[float]:
        raise SystemExit(3)

    assert check(leaves, "pmf", skip=_only("pmf", "formula"))["formula"].status is Status.ERROR


def test_printing_is_kept_out_of_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    def chatty(p: list[float], q: list[float]) -> float:
        print("thinking")  # noqa: T201
        return reference.kl_divergence(p, q)

    report = check(chatty, "kl-divergence", examples=1)
    assert report.ok
    assert "printed" in report.notes[0]
    assert capsys.readouterr() == ("", "")


def test_a_function_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exactalign.testing.conformance.time_limits.WAITING", 0.2)
    calls = []

    def hangs(p: list[float], q: list[float]) -> float:
        calls.append(1)
        if len(calls) > 3:  # the plain cases are answered
            time.sleep(60)
        return 0.0

    row = check(hangs, "kl-divergence", seconds=1, skip=_only("kl-divergence", "formula"))["formula"]
    assert row.status is Status.ERROR
    assert row.counterexample is not None
    assert "no answer after 1 s" in row.counterexample.answer


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("0.5", "not a sequence of numbers"),
        ([0.5], "the answer has 1 entries, not 2"),
        (0.5, "not a sequence"),
        (["a", "b"], "not a number"),
        ([math.nan, 1.0], "not a number"),
        ([math.inf, 1.0], "infinite instead of finite"),
        (None, "not a sequence"),
        ([1j, 0], "not a number"),
    ],
)
def test_answers_that_are_no_distribution(answer: Any, error: str) -> None:
    row = check(lambda p, r, n: answer, "pmf", name="f", skip=_only("pmf", "formula"))["formula"]
    assert row.status is Status.FAILED
    assert row.counterexample is not None
    assert error in row.counterexample.error


def test_expected_failures_and_passes() -> None:
    mistake = _mistake("clipped_order_statistic")
    reasons = {"too-few-samples": "the caller checks"}
    report = check(mistake.function, mistake.kind, examples=5, expected_failures=reasons | {"no-draws": "so too"})
    assert report.ok
    assert report["too-few-samples"].status is Status.EXPECTED_FAILURE
    assert report["too-few-samples"].counterexample is not None
    passes = check(reference.expected_best, mistake.kind, examples=5, expected_failures=reasons)
    assert not passes.ok
    assert passes["too-few-samples"].status is Status.UNEXPECTED_PASS
    assert passes["too-few-samples"].reason == "expected to fail: the caller checks"


def test_skipping_everything_is_no_pass() -> None:
    report = check(reference.tilt, "tilt", skip=dict.fromkeys(_names("tilt"), "no time"))
    assert report.counts == {Status.SKIPPED: CHECKS["tilt"]}
    assert report.ran == 0
    assert not report.ok
    assert report.summary().startswith("DOES NOT CONFORM")


def test_a_report_that_misses_a_row_is_not_ok() -> None:
    from attrs import evolve

    report = check(reference.kl_divergence, "kl-divergence", examples=1)
    assert report.ok
    assert not evolve(report, rows=report.rows[1:]).ok
    assert not evolve(report, rows=(evolve(report.rows[0], tried=0), *report.rows[1:])).ok


@pytest.mark.slow
def test_slack_is_reported_and_needed() -> None:
    mistake = _mistake("in_single_precision")
    assert not check(mistake.function, "pmf", skip=_only("pmf", "formula")).ok
    report = check(mistake.function, "pmf", slack=2**30, skip=_only("pmf", "formula"))
    assert report["formula"].status is Status.PASSED
    assert "multiplied by 1073741824" in report.notes[0]


def test_beta_is_one_over_alpha() -> None:
    def beta(p: list[float], r: list[float], kl: float) -> float:
        alpha = reference.alpha_for_kl(p, r, kl)
        return 1 / alpha if alpha else math.inf

    assert check(beta, "alpha-solver", parameter="beta", examples=5).ok
    assert not check(beta, "alpha-solver", examples=5).ok


def test_a_solver_may_be_held_to_more() -> None:
    def coarse(p: list[float], r: list[float], kl: float) -> float:
        return reference.alpha_for_kl(p, r, kl) * (1 + 1e-9)

    only = _only("alpha-solver", "formula")
    assert check(coarse, "alpha-solver", skip=only)["formula"].status is Status.PASSED
    assert check(coarse, "alpha-solver", skip=only, rtol="1e-12")["formula"].status is Status.FAILED


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kind": "pdf"}, "kind is 'pdf': the kinds are pmf, "),
        ({"dtype": "float16"}, "dtype is 'float16'"),
        ({"array": "jax"}, "array is 'jax'"),
        ({"examples": 0}, "examples is 0"),
        ({"slack": 0}, "slack is 0"),
        ({"rtol": 1}, "pmf has no option 'rtol'"),
        ({"kind": "alpha-solver", "rtol": 1}, "rtol is 1: a relative error is at least 0, and below 1"),
        ({"kind": "alpha-solver", "rtol": "-1/9"}, "rtol is -1/9: a relative error"),
        ({"kind": "alpha-solver", "parameter": "gamma"}, "parameter is 'gamma'"),
        ({"kind": "sampler", "false_alarm": "1"}, "false_alarm is 1: give a probability"),
        ({"expected_failures": {"tie": "x"}}, "expected_failures names 'tie'"),
        ({"expected_failures": {"ties": " "}}, "no reason for ties"),
        ({"skip": {"ties": ""}}, "no reason for ties"),
        ({"skip": {"ties": "a"}, "expected_failures": {"ties": "b"}}, "ties is both"),
    ],
)
def test_bad_options_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ParameterError, match=message) as caught:
        check(reference.best_of_n, **({"kind": "pmf"} | options))
    assert "\n" not in str(caught.value)


def test_the_heading_says_what_was_asked_for() -> None:
    report = check(reference.k3, "kl-estimate", estimator="k3", examples=1)
    assert report.heading == "k3 as kl-estimate (estimator=k3) in float64"
    found = check(reference.alpha_for_kl, "alpha-solver", rtol="1/2", examples=1, skip=_only("alpha-solver", "formula"))
    assert str(found).startswith("alpha_for_kl as alpha-solver (rtol=1/2) in float64\n")


def test_an_option_that_is_no_number_is_refused_before_anything_is_called() -> None:
    calls: list[object] = []
    with pytest.raises(NotRationalError, match="rtol is 'abc', which is no rational number"):
        check(lambda p, r, kl: calls.append(kl), "alpha-solver", rtol="abc")
    assert calls == []


def test_what_is_no_function_is_refused() -> None:
    with pytest.raises(ParameterError, match="a function is needed, not an int"):
        check(3, "pmf")  # type: ignore[arg-type]


@pytest.mark.parametrize("array", ["numpy", "tuple"])
def test_other_containers(array: Any) -> None:
    pytest.importorskip("numpy") if array == "numpy" else None
    assert check(reference.tilt, "tilt", array=array, examples=2).ok


def test_torch_like_answers_are_read() -> None:
    class Tensor:
        def __init__(self, values: list[float]) -> None:
            self.values = values

        def tolist(self) -> list[float]:
            return self.values

    assert check(lambda p, r, n: Tensor(reference.best_of_n(p, r, n)), "pmf", name="f", examples=2).ok


def test_a_numpy_implementation_in_float32() -> None:
    np = pytest.importorskip("numpy")

    def softmax(p: Any, r: Any, alpha: float) -> Any:
        exponents = np.where(p > 0, np.float32(alpha) * r, -np.inf)
        w = p * np.exp(exponents - exponents.max())
        return w / w.sum()

    assert check(softmax, "tilt", dtype="float32", array="numpy", examples=10).ok


@parametrize_with_checks(reference.kl_divergence, "kl-divergence", examples=5)
def test_as_pytest_tests(conformance_check: Callable[[], None]) -> None:
    conformance_check()


@pytest.mark.parametrize(
    "conformance_check",
    pytest_params(
        _mistake("clipped_order_statistic").function,
        "best-at-k",
        examples=5,
        expected_failures={"too-few-samples": "known", "no-draws": "known"},
        skip={"many-samples": "slow"},
    ),
)
def test_known_failures_are_strict_xfails(conformance_check: Callable[[], None]) -> None:
    conformance_check()


def test_params_carry_names_and_marks() -> None:
    params = pytest_params(reference.tilt, "tilt", expected_failures={"ties": "x"}, skip={"shift": "y"})
    assert [param.id for param in params] == [f"tilt-{name}" for name in _names("tilt")]
    marks = {param.id: [mark.name for mark in param.marks] for param in params}
    assert (marks["tilt-ties"], marks["tilt-shift"], marks["tilt-formula"]) == (["xfail"], ["skip"], [])


# --- the instruments themselves -----------------------------------------------------------------


@given(st.fractions(Fraction(1, 10**6), 10**6))
def test_log_bounds(x: Fraction) -> None:
    assert log(x) <= log_bound(x)
    assert -log_bound(x) <= log(x)
    assert Fraction(2) ** binary_exponent(x) <= x < Fraction(2) ** (binary_exponent(x) + 1)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_ulps_are_those_of_the_machine(x: float) -> None:
    assert FORMATS["float64"].ulp(Fraction(x)) == Fraction(math.ulp(x))


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=6), st.data())
def test_the_coefficients_are_a_mean_over_subsets(scores: list[int], data: st.DataObject) -> None:
    n = data.draw(st.integers(1, len(scores)))
    best = [max(subset) for subset in combinations(scores, n)]
    estimate = sum(w * s for w, s in zip(weights(len(scores), n), sorted(scores), strict=True))
    assert estimate == Fraction(sum(best), len(best))


@given(st.integers(0, 12), st.integers(0, 6))
def test_binomial_tails(count: int, eighths: int) -> None:
    p, size = Fraction(eighths, 8), 12
    pmf = [math.comb(size, k) * p**k * (1 - p) ** (size - k) for k in range(size + 1)]
    exact = 2 * min(sum(pmf[: count + 1]), sum(pmf[count:]))
    tail = two_sided_tail(count, size, p)
    assert abs(float(tail.mid()) - float(exact)) < 1e-12


def test_within_is_decided_on_both_sides() -> None:
    third = EnclosedReal.of(Fraction(1, 3))
    near = Fraction(1, 3) + Fraction(1, 2**60)
    assert within(near, third, Fraction(1, 2**59))
    assert not within(near, third, Fraction(1, 2**61))


def test_the_exact_package_conforms_to_its_own_suite() -> None:
    """The oracle in another dress: exact rationals as answers, judged with the same error bounds."""

    def exact(p: list[float], r: list[float], n: int) -> list[Fraction]:
        policy = best_of_n(Distribution.from_floats(p, normalize=True), Reward.values([Fraction(x) for x in r]), n)
        return list(policy.probabilities)

    skip = {"many-draws": "exact powers of N = 1,000,000 are too large", "one-outcome": "shown elsewhere"}
    assert check(exact, "pmf", examples=10, skip=skip).ok
