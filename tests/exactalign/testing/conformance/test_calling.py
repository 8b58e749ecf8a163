"""How a function is called: batches, logarithms, pickers, containers, time limits; and what cannot be called at all."""

import math
import sys
import threading
import time
import types
import warnings
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from exactalign import oo
from exactalign.exceptions import ParameterError
from exactalign.testing.conformance import KINDS, Status, check, pytest_params, reference, time_limits
from exactalign.testing.conformance.adapters import adapter
from exactalign.testing.conformance.answers import Returned, Unreadable
from exactalign.testing.conformance.calling import Subject, array_maker, companion, picked
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


# --- one call ------------------------------------------------------------------------------------


def subject(function: Callable[..., Any], kind: str = "pmf", form: Any = FORMATS["float64"], **options: Any) -> Subject:
    array = array_maker(options.pop("array", "list"), form)
    return Subject(function, "f", KINDS[kind].parameters, form, array, 5, **options)


CASE = Call(((Fraction(0), Fraction(1, 2)), (Fraction(3), Fraction(-1)), 2))


def test_what_is_passed() -> None:
    seen: list[Any] = []
    one = subject(lambda *given: seen.append(given))
    one.call(CASE)
    assert seen == [([0.0, 0.5], [3.0, -1.0], 2)]
    assert one.text(CASE) == "f([0.0, 0.5], [3.0, -1.0], 2)"
    assert [type(x) for x in (*seen[0][0], seen[0][2])] == [float, float, int]
    logs = subject(abs, form=FORMATS["float64"].with_logs(inputs=True, outputs=False))
    assert logs.values([CASE]) == [[-math.inf, math.log(0.5)], [3.0, -1.0], 2]
    assert logs.text(CASE) == f"f([float('-inf'), {math.log(0.5)!r}], [3.0, -1.0], 2)"
    single = subject(abs, form=FORMATS["float32"].with_logs(inputs=True, outputs=False))
    assert single.values([CASE])[0][1] == -0.6931471824645996  # the float32 next to log 1/2
    missing = subject(abs, "kl-estimate")
    assert missing.values([Call((Fraction(-1), -oo))]) == [-1.0, -math.inf]


def test_what_is_passed_for_a_batch() -> None:
    seen: list[Any] = []
    one = subject(lambda *given: seen.append(given) or [[1.0], [2.0]], batch=True, array="tuple")
    assert one.call(CASE) == Returned([2.0])
    assert seen == [(((0.5, 0.5), (0.0, 0.5)), ((0.0, 1.0), (3.0, -1.0)), 2)]
    assert one.text(CASE) == "f([[0.5, 0.5], [0.0, 0.5]], [[0.0, 1.0], [3.0, -1.0]], 2)"
    three = one.rows([CASE, CASE, CASE])
    assert isinstance(three, Returned)
    assert str(three.raised) == "the answer has 2 rows, not 3: [[1.0], [2.0]]"
    assert subject(lambda *_: 7, batch=True).call(CASE) == Returned(7)


def test_what_a_call_leaves_behind(capsys: pytest.CaptureFixture[str]) -> None:
    def loud(p: list[float], r: list[float], n: int) -> float:
        print("abc")  # noqa: T201
        print("de", end="", file=sys.stderr)  # noqa: T201
        warnings.warn("f", stacklevel=1)
        if n == 3:
            raise SystemExit(4)
        if n == 4:
            raise TookTooLong("now")
        if n == 5:
            raise KeyboardInterrupt
        if n == 6:
            r[0] = 9.0
        return 1.5

    one = subject(loud)

    def called(n: int) -> Returned:
        return one.call(Call((*CASE.arguments[:2], n)))

    assert called(2) == Returned(1.5)
    assert (one.printed, one.stopped, one.mutated) == (6, 0, False)
    assert isinstance(called(3).raised, SystemExit)
    assert (one.printed, one.stopped) == (12, 0)
    assert isinstance(called(4).raised, TookTooLong)
    assert (one.printed, one.stopped) == (18, 1)
    assert called(6) == Returned(1.5)
    assert one.mutated
    called(2)
    assert not one.mutated
    with pytest.raises(KeyboardInterrupt):  # whoever waits for the run wants to end it
        called(5)
    assert capsys.readouterr() == ("", "")


def test_only_the_first_call_is_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, bool]] = []

    def limit(seconds: int, *, first: bool) -> Any:
        from contextlib import nullcontext

        asked.append((seconds, first))
        return nullcontext()

    monkeypatch.setattr("exactalign.testing.conformance.calling.time_limit", limit)
    one = subject(lambda *_: 1)
    for _ in range(3):
        one.call(CASE)
    assert asked == [(5, True), (5, False), (5, False)]


class Thing:
    kl = 3


@pytest.mark.parametrize(
    ("value", "pick", "found"),
    [
        ([5, 6], 1, 6),
        ({"kl": 7}, "kl", 7),
        ({2: 8}, 2, 8),
        (Thing(), "kl", 3),
        ([5, 6], sum, 11),
        ([5], 1, "pick=1 finds nothing in [5] (list index out of range)"),
        ({"kl": 7}, "k", "pick='k' finds nothing in {'kl': 7} ('k')"),
        (5, 0, "pick=0 finds nothing in 5 ('int' object is not subscriptable)"),
        (5, "kl", "pick='kl' finds nothing in 5 ('int' object has no attribute 'kl')"),
    ],
)
def test_what_is_picked(value: Any, pick: Any, found: Any) -> None:
    if isinstance(found, int):
        assert picked(value, pick) == found
        return
    with pytest.raises(Unreadable) as caught:
        picked(value, pick)
    assert str(caught.value) == found
    told = subject(lambda *_: value, pick=pick).call(CASE)
    assert (str(told.raised), told.value) == (found, value)


def test_companions_by_the_roles_of_arguments() -> None:
    form = FORMATS["float32"]
    third = (Fraction(1, 9),) * 3
    kinds = (("p", Role.PROBABILITIES), ("r", Role.REWARDS), ("g", Role.REALS))
    vectors = tuple(Parameter(name, role, batched=True) for name, role in kinds)
    counted = (0, 1, 2)
    assert companion(Call((third, third, third)), vectors, form) == Call(
        ((form.round(Fraction(1, 3)),) * 3, counted, counted)
    )
    kept = (Parameter("r", Role.REWARDS), Parameter("x", Role.REAL, plain=-2), Parameter("k", Role.WHOLE, batched=True))
    assert companion(Call((third, Fraction(7), 5)), kept, form) == Call((third, Fraction(7), 5))
    filled = (Parameter("x", Role.REAL, batched=True, plain=-2), Parameter("c", Role.WHOLE, batched=True, plain=1))
    found = companion(Call((Fraction(7), 5)), filled, form)
    assert found == Call((Fraction(-2), 1))
    assert [type(x) for x in found.arguments] == [Fraction, int]
    assert companion(Call((-oo, 5)), filled, form) == Call((Fraction(-2), 1))


def test_containers_are_new_ones() -> None:
    form = FORMATS["float64"]
    for given in ([1.0, 2.0], [[1.0], [2.0]]):
        made = array_maker("list", form)(given)
        assert made == given
        assert made is not given
        assert all(not isinstance(one, list) or one is not other for one, other in zip(made, given, strict=True))
    assert array_maker("tuple", form)([1.0, 2.0]) == (1.0, 2.0)
    assert array_maker(sum, form) is sum
    with pytest.raises(ParameterError) as caught:
        array_maker("jax", form)  # type: ignore[arg-type]
    assert str(caught.value) == "array is 'jax': give list, tuple, numpy, torch, or a function of a list of floats"


def test_a_library_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ParameterError, match=r"^array is 'torch', but torch is not installed$"):
        array_maker("torch", FORMATS["float64"])


def test_arrays_have_the_format_of_the_function() -> None:
    numpy = pytest.importorskip("numpy")
    for name, form in FORMATS.items():
        made = array_maker("numpy", form)
        assert made([0.5, 1.0]).dtype == made([[1.0], [2.0]]).dtype == numpy.dtype(name)
        assert made([1, 2]).dtype == numpy.int64


# --- adapters ------------------------------------------------------------------------------------


def adapted(function: Callable[..., Any], *names: str) -> str:
    import inspect

    return adapter("f", inspect.signature(function), names).partition(": ")[2]


def test_arguments_are_found_by_what_they_are_called() -> None:
    for group in (
        ("probabilities", "probs", "prob", "pi", "ref", "reference", "weights", "logp", "log_p", "logprobs"),
        ("rewards", "r", "reward", "score", "values", "proxy"),
        ("n", "num_draws", "n_draws", "best_of", "num_samples"),
        ("alpha", "beta", "temperature", "lam"),
        ("kl", "delta", "budget", "target", "target_kl"),
    ):
        for word in group[1:]:
            scope: dict[str, Any] = {}
            exec(f"def f(other, {word}): pass", scope)
            assert adapted(scope["f"], group[0], "x") == f"f(other=x, {word}={group[0]})"
    assert adapted(lambda k, n: 0, "k") == "f(k=k, n=...)"
    assert adapted(lambda k: 0, "n") == "f(k=n)"


def test_what_is_left_is_given_in_its_order() -> None:
    assert adapted(lambda a, b: 0, "p", "r") == "f(a=p, b=r)"
    assert adapted(lambda a, b, c: 0, "p", "r") == "f(a=p, b=..., c=...)"
    assert adapted(lambda a: 0, "p", "r") == "f(a=p)"
    assert adapted(lambda *a, **b: 0, "p") == "f()"
    assert adapted(lambda a, verbose=True, r=0: 0, "p", "r") == "f(a=p, r=r)"
    assert adapted(lambda r, a, s: 0, "p", "r", "n") == "f(r=r, a=p, s=n)"
