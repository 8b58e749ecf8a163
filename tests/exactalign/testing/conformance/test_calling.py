"""How a function is called: batches, logarithms, pickers, containers, time limits; and what cannot be called at all."""

import math
import sys
import threading
import time
import types
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from exactalign.exceptions import ParameterError
from exactalign.testing.conformance import KINDS, Status, check, pytest_params, reference, time_limits
from exactalign.testing.conformance.adapters import adapter
from exactalign.testing.conformance.calling import Subject, array_maker, companion
from exactalign.testing.conformance.cases import Call, Parameter, Role
from exactalign.testing.conformance.formats import FORMATS
from exactalign.testing.conformance.time_limits import TookTooLong, time_limit


def only(kind: str, *names: str, **options: Any) -> dict[str, str]:
    checks = KINDS[kind].chosen(options, batch=True).checks
    return {one.name: "not wanted" for one in checks if one.name not in names}


def logs_only(*names: str) -> dict[str, str]:
    return {one.name: "not wanted" for one in KINDS["pmf"].chosen({}, logs=True).checks if one.name not in names}


def rows(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of batches that calls one of single models, by rows."""

    def batched(p: list[list[float]], r: list[list[float]], *rest: Any) -> list[Any]:
        return [function(a, b, *rest) for a, b in zip(p, r, strict=True)]

    return batched


def in_logs(p: list[float], r: list[float], n: int) -> list[float]:
    policy = reference.best_of_n([math.exp(x) for x in p], r, n)
    return [math.log(x) if x else -math.inf for x in policy]


@pytest.mark.parametrize("array", ["list", "tuple"])
@pytest.mark.parametrize("batch", [False, True])
def test_what_is_changed_is_told_whatever_it_is_passed_as(array: Any, batch: bool) -> None:
    case, form = Call(((Fraction(1, 2),) * 2, (Fraction(1), Fraction(0)), 2)), FORMATS["float64"]
    given: list[Any] = []
    subject = Subject(
        lambda *values: given.extend(values), "f", KINDS["pmf"].parameters, form, array_maker(array, form), 5,
        batch=batch,
    )  # fmt: skip
    subject.call(case)
    assert not subject.mutated
    assert isinstance(given[0][0] if batch else given[0], tuple if array == "tuple" else list)
    subject.function = lambda p, r, n: (r[-1] if batch else r).sort()
    subject.call(case)
    assert subject.mutated is (array == "list")


# --- batches -------------------------------------------------------------------------------------


def test_a_batch_is_judged_by_rows() -> None:
    report = check(rows(reference.best_of_n), "pmf", batch=True, examples=3, name="f")
    assert report.ok, str(report)
    assert report["batch"].status is Status.PASSED
    assert report.settings["batch"] == "yes"
    assert report.declared == len(KINDS["pmf"].checks) + 1


@pytest.mark.parametrize("wrong", [
    lambda p, r, n: [reference.best_of_n(p[0], r[0], n)] * len(p),  # the first row for all
    lambda p, r, n: [reference.best_of_n(p[-1], r[-1], n)] * len(p),  # the last row for all
    lambda p, r, n: [reference.best_of_n(a, b, n) for a, b in zip(p, r, strict=True)][::-1],
])  # fmt: skip
def test_a_mixed_up_batch_fails(wrong: Callable[..., Any]) -> None:
    row = check(wrong, "pmf", batch=True, examples=3, name="f", skip=only("pmf", "batch"))["batch"]
    assert row.status is Status.FAILED
    assert row.counterexample is not None
    assert row.counterexample.error.startswith("row ")
    assert " of a batch of " in row.counterexample.error


def test_every_check_looks_at_the_last_row() -> None:
    """Only the first row is right: each check calls on a batch whose last row is the case."""

    def first_only(p: list[list[float]], r: list[list[float]], n: int) -> list[list[float]]:
        return [reference.best_of_n(p[0], r[0], n), *[[0.0] * len(p[0])] * (len(p) - 1)]

    row = check(first_only, "pmf", batch=True, examples=3, skip=only("pmf", "formula"))["formula"]
    assert row.counterexample is not None
    assert row.counterexample.call == "first_only([[0.5, 0.5], [0.5, 0.5]], [[0.0, 1.0], [0.0, 1.0]], 2)"
    assert row.counterexample.answer == "[0.0, 0.0]"


@pytest.mark.parametrize(("answer", "error"), [
    ([[0.5, 0.5]], "the answer has 1 rows, not 2"),
    (0.5, "not a sequence"),
    (None, "not a sequence"),
])  # fmt: skip
def test_batches_of_another_shape(answer: Any, error: str) -> None:
    row = check(lambda p, r, n: answer, "pmf", batch=True, name="f", skip=only("pmf", "formula"))["formula"]
    assert row.counterexample is not None
    assert error in row.counterexample.answer + row.counterexample.error


def test_scalars_with_a_batch_axis() -> None:
    def pass_at_k(n: list[int], c: list[int], k: int) -> list[float]:
        return [reference.pass_at_k(a, b, k) for a, b in zip(n, c, strict=True)]

    assert check(pass_at_k, "pass-at-k", batch=True, examples=3).ok
    assert not check(pass_at_k, "pass-at-k", examples=3).ok
    estimate = check(
        lambda q, p: [reference.k1(*x) for x in zip(q, p, strict=True)], "kl-estimate", batch=True, examples=3
    )
    assert estimate.ok, str(estimate)


def test_a_companion_has_the_same_sizes() -> None:
    parameters = KINDS["pmf"].parameters
    half = (Fraction(1, 4), Fraction(3, 4))
    found = companion(Call((half, half, 7)), parameters, FORMATS["float64"])
    assert found == Call(((Fraction(1, 2),) * 2, (Fraction(0), Fraction(1)), 7))
    scalars = (Parameter("n", Role.WHOLE, batched=True), Parameter("c", Role.WHOLE, batched=True, plain=1))
    assert companion(Call((9, 4)), scalars, FORMATS["float64"]) == Call((9, 1))


# --- logarithms ----------------------------------------------------------------------------------


def test_logarithms_in_and_out() -> None:
    report = check(in_logs, "pmf", log_in=True, log_out=True, examples=10, domain="n <= 100")
    assert report.ok, str(report)
    assert "probabilities" not in [row.check for row in report.rows]


@pytest.mark.parametrize("dtype", FORMATS)
def test_logarithms_in(dtype: str) -> None:
    def kl(p: list[float], q: list[float]) -> float:
        return reference.kl_divergence([math.exp(x) for x in p], [math.exp(x) for x in q])

    assert check(kl, "kl-divergence", log_in=True, dtype=dtype, examples=10).ok
    assert not check(kl, "kl-divergence", dtype=dtype, examples=1).ok


def test_a_lost_logarithm_is_seen() -> None:
    """As a probability 2^-1100 may underflow, as a logarithm it may not."""
    row = check(in_logs, "pmf", log_in=True, log_out=True, examples=1, skip=logs_only("many-draws"))["many-draws"]
    assert row.status is Status.FAILED
    assert row.counterexample is not None
    assert row.counterexample.error.startswith("at outcome 1: ")
    assert " off -727." in row.counterexample.error  # below the smallest normal number, at the fewest draws
    assert row.counterexample.exact.startswith("the logarithms of [")


@pytest.mark.parametrize(("shift", "ok"), [(0.0, True), (1e-9, False), (math.nan, False), (math.inf, False)])
def test_logarithms_are_judged_at_their_values(shift: float, ok: bool) -> None:
    def moved(p: list[float], r: list[float], n: int) -> list[float]:
        return [x + shift for x in in_logs(p, r, n)]

    skip = logs_only("formula")
    row = check(moved, "pmf", log_in=True, log_out=True, examples=5, skip=skip)["formula"]
    assert (row.status is Status.PASSED) is ok


def test_minus_infinity_is_the_logarithm_of_0_alone() -> None:
    skip = logs_only("zero-probabilities", "formula")

    def masked(p: list[float], r: list[float], n: int) -> list[float]:
        return [max(x, -1e9) for x in in_logs(p, r, n)]

    report = check(masked, "pmf", log_in=True, log_out=True, examples=5, skip=skip)
    found = report["zero-probabilities"].counterexample
    assert found is not None
    assert "-1000000000.0 instead of -inf" in found.error
    assert report["formula"].status is Status.PASSED

    def nothing(p: list[float], r: list[float], n: int) -> list[float]:
        return [-math.inf for _ in p]

    lost = check(nothing, "pmf", log_in=True, log_out=True, examples=1, skip=skip)["formula"].counterexample
    assert lost is not None
    assert "-inf instead of -1.38629436111" in lost.error


@pytest.mark.parametrize(("kind", "options", "message"), [
    ("kl", {"log_out": True}, "log_out: the answer of kl is no list of probabilities"),
    ("advantage", {"log_in": True}, "log_in: advantage takes no probabilities, it takes (rewards)"),
    ("sampler", {"batch": True}, "batch: sampler is not tested with a batch axis"),
    ("kl-gradient", {"batch": True}, "batch: kl-gradient is not tested with a batch axis"),
    ("kl-estimate", {"estimator": "k4"}, "estimator is 'k4'"),
    ("tilt", {"parameter": "gamma"}, "parameter is 'gamma'"),
    ("expected-best", {"of": "bag"}, "of is 'bag'"),
    ("pool-weights", {"replacement": "maybe"}, "replacement is 'maybe'"),
    ("advantage", {"baseline": "median"}, "baseline is 'median'"),
    ("advantage", {"eps": "1e-4"}, "eps is for baseline=standardised, not mean"),
    ("advantage", {"baseline": "standardised", "ddof": 2}, "ddof is 2"),
    ("advantage", {"baseline": "standardised", "eps": -1}, "eps is -1"),
    ("kl-gradient", {"divergence": "sideways"}, "divergence is 'sideways'"),
    ("kl-gradient", {"value": "maybe"}, "value is 'maybe'"),
])  # fmt: skip
def test_what_does_not_go_together_is_refused(kind: str, options: dict[str, Any], message: str) -> None:
    function: Any = {"kl": reference.best_of_n_kl, "advantage": reference.advantage}.get(kind, lambda *_: 0)
    with pytest.raises(ParameterError) as caught:
        check(function, kind, **options)
    assert message in str(caught.value)


# --- pickers and containers ----------------------------------------------------------------------


@pytest.mark.parametrize(("wrap", "pick"), [
    (lambda x: (x, 3), 0),
    (lambda x: {"policy": x}, "policy"),
    (lambda x: types.SimpleNamespace(policy=x), "policy"),
    (lambda x: [[x]], lambda answer: answer[0][0]),
])  # fmt: skip
def test_pickers(wrap: Callable[[Any], Any], pick: Any) -> None:
    def function(p: list[float], r: list[float], n: int) -> Any:
        return wrap(reference.best_of_n(p, r, n))

    assert check(function, "pmf", pick=pick, examples=2).ok


def test_a_picker_that_finds_nothing_is_told() -> None:
    row = check(reference.k1, "kl-estimate", pick="kl", examples=1).rows[0]
    assert row.status is Status.ERROR
    assert row.counterexample is not None
    assert "pick='kl' finds nothing in 1.0" in row.counterexample.answer + row.counterexample.error


def test_containers() -> None:
    form = FORMATS["float32"]
    assert array_maker("list", form)([[1.0], [2.0]]) == [[1.0], [2.0]]
    assert array_maker("tuple", form)([[1.0], [2.0]]) == ((1.0,), (2.0,))
    numpy = pytest.importorskip("numpy")
    assert array_maker("numpy", form)([[0.5], [1.0]]).dtype == numpy.float32
    assert array_maker("numpy", form)([3, 4]).dtype == numpy.int64


def test_changes_of_a_batch_are_noticed() -> None:
    def sorts(p: list[list[float]], r: list[list[float]], n: int) -> list[Any]:
        found = rows(reference.best_of_n)(p, r, n)
        r[0].sort(reverse=True)
        return found  # type: ignore[no-any-return]

    row = check(sorts, "pmf", batch=True, examples=1, skip=only("pmf", "repeatable"))["repeatable"]
    assert row.counterexample is not None
    assert row.counterexample.error == "changed in place"


# --- what cannot be called -----------------------------------------------------------------------


def test_a_wrong_signature_is_one_error_with_an_adapter() -> None:
    def best(scores: list[float], n: int, extra: int) -> float:
        return 0.0

    for call in (check, pytest_params):
        with pytest.raises(ParameterError) as caught:
            call(best, "best-at-k")  # type: ignore[operator]
        assert str(caught.value).endswith(
            "cannot be called as best-at-k is, with (scores, k): "
            "give lambda scores, k: best(scores=scores, n=k, extra=...)"
        )


def test_adapters() -> None:
    import inspect

    names = ["probabilities", "rewards", "n"]

    def f(n: int, ref: Any, *, score: Any, verbose: bool = False) -> None: ...

    assert adapter("f", inspect.signature(f), names) == (
        "lambda probabilities, rewards, n: f(n=n, ref=probabilities, score=rewards)"
    )

    def g(a: Any, b: Any, /) -> None: ...

    assert adapter("g", inspect.signature(g), ["p", "q"]) == "lambda p, q: g(p, q)"
    assert adapter("h", inspect.signature(lambda: 0), ["p"]) == "lambda p: h()"


def test_a_function_that_answers_nothing_passes_no_check() -> None:
    def never(scores: list[float], k: int) -> float:
        raise TypeError("no")

    report = check(never, "best-at-k")
    assert report.counts == {Status.ERROR: 11}
    assert len(report.causes) == 1
    assert report.causes[0].text.startswith("all 11 failures raised TypeError at line ")
    assert str(report).count("raised TypeError: no") == 1
    assert report.rows[0].counterexample is not None
    assert report.rows[0].counterexample.error == "no plain case is answered"


def test_numbers_where_arrays_are_meant_are_hinted_at() -> None:
    report = check(lambda q, p: q.mean(), "kl-estimate", name="f")
    assert report.rows[0].counterexample is not None
    assert "with a batch axis it is given arrays" in report.rows[0].counterexample.error


@pytest.mark.parametrize(("nothing", "ok"), [([math.nan] * 3, True), ([math.nan, 0.5], False), ([], False)])
def test_a_vector_of_nans_is_a_refusal(nothing: list[float], ok: bool) -> None:
    def weights(scores: list[float], k: int) -> list[float]:
        return nothing if k > len(scores) else reference.pool_weights(scores, k)

    assert check(weights, "pool-weights", examples=3).ok == ok


def test_a_refusal_counts_where_something_is_answered() -> None:
    assert check(reference.pass_at_k, "pass-at-k", examples=1)["too-few-samples"].status is Status.PASSED


# --- time ----------------------------------------------------------------------------------------


def spin(seconds: float) -> None:
    start = time.process_time()
    while time.process_time() - start < seconds:
        pass


def test_the_first_call_is_exempt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limits, "FIRST_CALL", 60)
    calls = []

    def slow_start(log_q: float, log_p: float) -> float:
        calls.append(1)
        if len(calls) == 1:
            spin(1.2)
        return log_q - log_p

    assert check(slow_start, "kl-estimate", seconds=1, examples=1).ok


def test_after_two_stopped_calls_nothing_more_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exactalign.testing.conformance.calling.time_limit", _stops_at_once)
    calls = []

    def hangs(log_q: float, log_p: float) -> float:
        calls.append(1)
        return 0.0 if len(calls) > 3 else log_q - log_p

    report = check(hangs, "kl-estimate", examples=1)
    assert [row.status for row in report.rows].count(Status.ERROR) >= 6
    assert "not run: 2 calls took too long already" in str(report)
    assert not report.ok


def _stops_at_once(seconds: int, *, first: bool) -> Any:
    from contextlib import contextmanager

    @contextmanager
    def limit() -> Any:
        _stops_at_once.calls += 1  # type: ignore[attr-defined]
        yield
        if _stops_at_once.calls > 4:  # type: ignore[attr-defined]
            raise TookTooLong("no answer after 0 s")

    return limit()


_stops_at_once.calls = 0  # type: ignore[attr-defined]


def test_cpu_time_is_limited() -> None:
    with pytest.raises(TookTooLong, match="no answer after 1 s"), time_limit(1, first=False):
        spin(30)


def test_waiting_is_limited_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limits, "WAITING", 0.05)
    with pytest.raises(TookTooLong), time_limit(1, first=False):
        time.sleep(30)


def test_no_import_is_left_half_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """While modules are being added the call gets its time once more."""
    monkeypatch.setattr(time_limits, "WAITING", 0.2)
    monkeypatch.delitem(sys.modules, "half_way", raising=False)
    with time_limit(1, first=False):
        sys.modules["half_way"] = types.ModuleType("half_way")
        time.sleep(0.3)
        sys.modules["half_way"].whole = True  # type: ignore[attr-defined]
    assert sys.modules.pop("half_way").whole


def test_a_real_import_is_not_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    (tmp_path / "slow_module_of_a_test.py").write_text("import time\ntime.sleep(0.5)\nwhole = True\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(time_limits, "WAITING", 0.2)
    with time_limit(1, first=False):
        import slow_module_of_a_test  # type: ignore[import-not-found]
    assert slow_module_of_a_test.whole
    del sys.modules["slow_module_of_a_test"]


def test_other_threads_are_not_limited() -> None:
    found = []

    def work() -> None:
        with time_limit(1, first=False):
            found.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [1]


def test_where_there_are_no_timers_nothing_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("signal.setitimer")  # Windows has none
    entered = False
    with time_limit(1, first=False):
        entered = True
    assert entered


def test_the_timers_are_put_back() -> None:
    import signal

    handler = signal.getsignal(signal.SIGPROF), signal.getsignal(signal.SIGALRM)
    with time_limit(1, first=False):
        assert signal.getitimer(signal.ITIMER_PROF)[0] > 0
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0
    assert (signal.getsignal(signal.SIGPROF), signal.getsignal(signal.SIGALRM)) == handler


def test_how_long_a_call_may_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """By CPU time; by the clock six times as long; the first call two minutes at least."""
    import signal

    assert (time_limits.FIRST_CALL, time_limits.WAITING) == (120, 6)
    for seconds, first, allowed in ((7, False, 7), (7, True, 120), (500, True, 500)):
        with time_limit(seconds, first=first):
            assert abs(signal.getitimer(signal.ITIMER_PROF)[0] - allowed) < 0.5  # a tick more, or what has passed
            assert abs(signal.getitimer(signal.ITIMER_REAL)[0] - 6 * allowed) < 5
    monkeypatch.setattr(time_limits, "FIRST_CALL", 0.05)
    monkeypatch.setattr(time_limits, "WAITING", 1)
    with pytest.raises(TookTooLong, match=r"^no answer after 0.05 s$"), time_limit(0, first=True):
        time.sleep(10)


def test_a_timer_of_somebody_else_runs_on() -> None:
    import signal

    signal.setitimer(signal.ITIMER_REAL, 500)
    try:
        with time_limit(7, first=False):
            assert signal.getitimer(signal.ITIMER_REAL)[0] < 43
        assert 400 < signal.getitimer(signal.ITIMER_REAL)[0] < 501
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
