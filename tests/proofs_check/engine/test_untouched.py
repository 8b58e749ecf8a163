"""What a file of claims changes is seen and put back, also where most of a snapshot is taken over from the last one."""

import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from proofs_check.engine import trials, untouched
from proofs_check.engine.untouched import changes, snapshot


class Part:
    """A class of the module below."""

    def method(self, x: int = 1, *, y: int = 2) -> int:
        return x + y

    @property
    def shown(self) -> int:
        return 3


def double(x: int = 1) -> int:
    return 2 * x


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A module of ours with something of every kind, looked at twice before."""
    module: Any = ModuleType("proofs_check.made_for_a_test")
    part = type("Part", (), {**vars(Part), "__module__": module.__name__})
    module.Part, module.double, module.NUMBER, module.TABLE = part, double, 3, {"a": 1, "b": 2}
    monkeypatch.setitem(sys.modules, module.__name__, module)
    for _ in range(2):
        assert changes(snapshot()) == []
    yield module
    untouched._kept.clear()


CHANGES: dict[str, Callable[[Any], object]] = {
    "double": lambda m: setattr(m, "double", abs),
    "NUMBER": lambda m: setattr(m, "NUMBER", 4),
    "Part.method": lambda m: setattr(m.Part, "method", abs),
    "Part.shown": lambda m: setattr(m.Part, "shown", 3),
    "Part.more": lambda m: setattr(m.Part, "more", 3),
    "TABLE[a]": lambda m: m.TABLE.update(a=2),
    "TABLE": lambda m: m.TABLE.update(c=2),
    "sum": lambda m: setattr(m, "sum", abs),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_told_and_put_back(ours: Any, name: str) -> None:
    before, table, part = dict(vars(ours)), dict(ours.TABLE), dict(vars(ours.Part))
    seen = snapshot()
    CHANGES[name](ours)
    assert changes(seen) == [f"{ours.__name__}.{name}"]
    assert (dict(vars(ours)), ours.TABLE, dict(vars(ours.Part))) == (before, table, part)
    assert changes(snapshot()) == []


@pytest.mark.parametrize("attribute", ["__code__", "__defaults__", "__kwdefaults__"])
def test_a_function_that_does_something_else_is_told_and_put_back(ours: Any, attribute: str) -> None:
    method = ours.Part.method
    before = getattr(method, attribute)
    other: Any = {"__code__": double.__code__, "__defaults__": (7,), "__kwdefaults__": {"y": 7}}
    seen = snapshot()
    setattr(method, attribute, other[attribute])
    assert changes(seen) == [f"{ours.__name__}.Part.method"]
    assert getattr(method, attribute) == before


def test_what_was_changed_before_is_no_change(ours: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot is of what stands there when it is taken, whatever the last one was of."""
    for change in CHANGES.values():
        change(ours)
    ours.Part.method = Part.method
    monkeypatch.setattr(trials, "OUTCOMES", ())
    assert changes(snapshot()) == []
    assert (ours.NUMBER, ours.TABLE, ours.double, trials.OUTCOMES) == (4, {"a": 2, "b": 2, "c": 2}, abs, ())


def test_while_a_file_runs_nothing_leads_to_what_it_is_compared_with(ours: Any) -> None:
    seen = snapshot()
    assert untouched._kept == []
    untouched._kept.append({ours.__name__: []})
    ours.NUMBER = 4
    assert changes(seen) == [f"{ours.__name__}.NUMBER"]
    assert untouched._kept == [seen.modules]


def test_a_snapshot_takes_over_what_did_not_change(ours: Any) -> None:
    first = snapshot()
    assert changes(first) == []
    ours.NUMBER = 4
    second = snapshot()
    assert second.modules["fractions"] is first.modules["fractions"]
    assert second.modules[ours.__name__] is not first.modules[ours.__name__]


def test_a_module_in_the_place_of_another_is_the_one_that_is_compared(
    ours: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    other: Any = ModuleType(ours.__name__)
    vars(other).update(vars(ours))
    monkeypatch.setitem(sys.modules, ours.__name__, other)
    seen = snapshot()
    other.NUMBER = 4
    assert changes(seen) == [f"{ours.__name__}.NUMBER"]
    assert other.NUMBER == 3
