"""One call: what is passed, what is left behind, what is picked, and the adapter of a signature."""

import math
import sys
import warnings
from collections.abc import Callable
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from exactalign import oo
from exactalign.exceptions import ParameterError
from exactalign.testing.conformance import KINDS
from exactalign.testing.conformance.adapters import adapter
from exactalign.testing.conformance.answers import Returned, Unreadable
from exactalign.testing.conformance.calling import Subject, array_maker, companion, picked
from exactalign.testing.conformance.cases import Call, Parameter, Role
from exactalign.testing.conformance.formats import FORMATS
from exactalign.testing.conformance.time_limits import TookTooLong


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


def test_tensors_have_the_format_of_the_function(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told by a stand-in for PyTorch, whose `tensor` copies, as `asarray` does not."""
    torch = SimpleNamespace(float32="32", float64="64", int64="whole", tensor=lambda values, dtype: (values, dtype))
    monkeypatch.setitem(sys.modules, "torch", torch)
    for name, form in FORMATS.items():
        made = array_maker("torch", form)
        for values in ([0.5, 1.0], [[1.0], [2.0]], [1, 2.0]):
            assert made(values) == (values, name.removeprefix("float"))
        assert made([1, 2]) == ([1, 2], "whole")


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
