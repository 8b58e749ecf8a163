"""What a file of claims changes is seen and put back, also where most of a snapshot is taken over from the last one."""

import sys
from collections.abc import Callable
from functools import cached_property, lru_cache, wraps
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from proofs_check.engine import runner, trials, untouched
from proofs_check.engine.registry import Library, load_paper
from proofs_check.engine.untouched import changes, snapshot
from proofs_check.exceptions import ClaimError, PaperError
from proofs_check.language import claims


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
def ours(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module of ours with something of every kind, looked at twice before."""
    module: Any = ModuleType("proofs_check.made_for_a_test")
    part = type("Part", (), {**vars(Part), "__module__": module.__name__})
    module.Part, module.double, module.NUMBER, module.TABLE = part, double, 3, {"a": 1, "b": 2}
    monkeypatch.setitem(sys.modules, module.__name__, module)
    for _ in range(2):
        assert changes(snapshot()) == []
    return module


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


def test_an_entry_under_another_key_is_told_and_put_back(ours: Any) -> None:
    """As many entries, with the same values in the same order."""
    seen = snapshot()
    ours.TABLE["c"] = ours.TABLE.pop("b")
    assert changes(seen)
    assert ours.TABLE == {"a": 1, "b": 2}
    assert changes(snapshot()) == []


@pytest.mark.parametrize("name", ["VERDICTS", "FALSE_AS_PRINTED", "NEVER_A_PASS", "WEIGHTS"])
def test_the_words_of_verdicts_stay_as_they_are(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is of a kind which is not compared could be changed by a file, in its place or within."""
    words = getattr(claims, name)
    seen = snapshot()
    if isinstance(words, dict):
        monkeypatch.delitem(words, "gap")
        assert f"{claims.__name__}.{name}[gap]" in changes(seen)
        assert list(words) == ["slip", "condition", "gap", "false"]
    else:
        monkeypatch.setattr(claims, name, ())
        assert changes(seen) == [f"{claims.__name__}.{name}"]
        assert getattr(claims, name) is words


@pytest.mark.parametrize("attribute", ["__code__", "__defaults__", "__kwdefaults__"])
def test_a_function_that_does_something_else_is_told_and_put_back(ours: Any, attribute: str) -> None:
    method = ours.Part.method
    before = getattr(method, attribute)
    other: Any = {"__code__": double.__code__, "__defaults__": (7,), "__kwdefaults__": {"y": 7}}
    seen = snapshot()
    setattr(method, attribute, other[attribute])
    assert changes(seen) == [f"{ours.__name__}.Part.method"]
    assert getattr(method, attribute) == before


def test_a_default_that_is_changed_in_its_place_is_put_back_as_often(ours: Any) -> None:
    seen = snapshot()
    for _ in range(2):
        ours.Part.method.__kwdefaults__["y"] = 7
        assert changes(seen) == [f"{ours.__name__}.Part.method"]
        assert ours.Part.method.__kwdefaults__ == {"y": 2}


QUIET: dict[str, Callable[[Any], object]] = {
    "what a module counts": lambda m: setattr(m, "counter", 2),
    "what it lists": lambda m: setattr(m, "LISTED", [1]),
    "a new name": lambda m: setattr(m, "new", 2),
    "what it keeps by name": lambda m: m.kept.update(a=2, c=3),
    "an entry of a table whose names are not all words": lambda m: m.MIXED.update({"c": 3, 1: 2}),
    "an entry of a table that was empty": lambda m: m.EMPTY.update(c=3),
    "what a class of another module is": lambda m: setattr(m.Other, "more", 3),
    "what a registry of classes holds": lambda m: [setattr(m.Part, name, 3) for name in ("_abc_cache", "_abc_kept")],
    "what Python has of a class": lambda m: (m.Part.__annotations__, setattr(m.Part, "__doc__", "so")),
    "what Python has of a module": lambda m: m.__kept__.update(f=abs),
    "what a paper has": lambda m: setattr(sys.modules["proofs_check.papers.made_for_a_test"], "NUMBER", 4),
}
LOUD: dict[str, Callable[[Any], object]] = {
    "kept[f]": lambda m: m.kept.update(f=abs, a=m.kept.pop("a")),
    "rows[a]": lambda m: m.rows.update(a=trials.Bite("x", "y", "another")),
    "MIXED[b]": lambda m: m.MIXED.update(b=3),
    "Other": lambda m: setattr(m, "Other", int),
    "Part.static": lambda m: setattr(vars(m.Part)["static"].__func__, "__code__", double.__code__),
    "Part.of_class": lambda m: setattr(vars(m.Part)["of_class"].__func__, "__code__", double.__code__),
    "Part.once": lambda m: setattr(vars(m.Part)["once"].func, "__code__", double.__code__),
    "Part.held": lambda m: setattr(vars(m.Part)["held"].fset, "__code__", double.__code__),
    "answered": lambda m: setattr(m.answered.__wrapped__, "__code__", double.__code__),
    "wrapped": lambda m: setattr(m.wrapped.__wrapped__, "__code__", double.__code__),
    "kept[answered]": lambda m: setattr(m.kept["answered"].__wrapped__, "__code__", double.__code__),
    "settled": lambda m: setattr(m.settled, "__defaults__", (1,)),
}


def made(x: int = 1) -> Callable[..., int]:
    """A function that nothing else has."""

    def found(self: Any = x) -> int:
        return 5

    return found


@pytest.fixture
def more(ours: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The same with what it keeps for itself, and functions behind others."""
    ours.counter, ours.LISTED, ours.EMPTY, ours.MIXED = 1, [], {}, {1: 1, "b": 2}
    ours.Other = type("Other", (), {"__module__": "elsewhere"})
    ours.answered, ours.settled = lru_cache(made()), made()
    ours.wrapped = wraps(made())(made())
    ours.kept = {"a": 1, "f": double, "answered": lru_cache(made())}
    ours.Part.static, ours.Part.of_class = staticmethod(made()), classmethod(made())  # type: ignore[arg-type]
    ours.Part.once, ours.Part.held = cached_property(made()), property(made(), made())
    ours.Part._abc_kept, ours.__kept__, ours.rows = 1, {"f": double}, {"a": trials.Bite("x", "y", "so")}
    paper: Any = ModuleType("proofs_check.papers.made_for_a_test")
    paper.NUMBER = 3
    monkeypatch.setitem(sys.modules, paper.__name__, paper)
    return ours


@pytest.mark.parametrize("name", QUIET)
def test_what_a_module_keeps_for_itself_may_change(more: Any, name: str) -> None:
    seen = snapshot()
    QUIET[name](more)
    assert changes(seen) == []


@pytest.mark.parametrize("name", LOUD)
def test_what_stands_behind_another_name_is_told_and_put_back(more: Any, name: str) -> None:
    seen = snapshot()
    LOUD[name](more)
    assert changes(seen) == [f"{more.__name__}.{name}"]
    assert changes(seen) == []


def test_what_is_gone_from_a_table_and_not_compared_stays_away(more: Any) -> None:
    seen = snapshot()
    del more.kept["a"]
    more.kept["f"] = abs
    assert changes(seen) == [f"{more.__name__}.kept[f]"]
    assert list(more.kept) == ["f", "answered"]


def test_claims_are_looked_at_by_their_ids() -> None:
    claim = type("Mine", (), {"id": "M-1", "shown": made()})
    plain = type("Plain", (), {"shown": made()})
    seen = snapshot([claim, plain])
    claim.shown, plain.more = abs, 3  # type: ignore[attr-defined]
    assert changes(seen) == ["M-1.shown", "Plain.more"]
    assert not hasattr(plain, "more")
    assert changes(seen) == []


def test_the_name_in_its_own_module_is_told_first(ours: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    function = made()
    function.__module__ = ours.__name__
    other: Any = ModuleType("proofs_check.another_for_a_test")
    ours.shared, other.shared = function, function
    monkeypatch.delitem(sys.modules, ours.__name__)
    monkeypatch.setitem(sys.modules, other.__name__, other)
    monkeypatch.setitem(sys.modules, ours.__name__, ours)  # the other one comes first there
    seen = snapshot()
    function.__defaults__ = (9,)
    assert changes(seen) == [f"{module.__name__}.shared" for module in (ours, other)]


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


def test_a_table_or_a_class_that_changed_in_between_is_compared_as_it_is_now(ours: Any) -> None:
    """Of a module that did not change itself: these blocks alone are made again."""
    ours.TABLE["c"], ours.Part.more = 3, 5
    assert changes(snapshot()) == []
    seen = snapshot()
    ours.TABLE["c"], ours.Part.more = 4, 6
    assert changes(seen) == [f"{ours.__name__}.{name}" for name in ("Part.more", "TABLE[c]")]
    assert (ours.TABLE["c"], ours.Part.more) == (3, 5)


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


def test_what_a_file_changes_that_fails_is_put_back(ours: Any, tmp_path: Path) -> None:
    """The next file is judged in the same process."""
    path = tmp_path / "failing.py"
    path.write_text(f"import {ours.__name__} as ours\n\nours.NUMBER = 4\n1 / 0\n", encoding="utf-8")
    with pytest.raises(PaperError, match="line 4: ZeroDivisionError"):
        load_paper(str(path))
    assert ours.NUMBER == 3


def test_what_a_claim_changes_that_is_another_then_is_put_back(ours: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> None:
        ours.NUMBER = 4
        raise ClaimError("claim X-1 is another")

    monkeypatch.setattr(runner, "run_claim", failing)
    paper = load_paper(str(Path(__file__).parents[3] / "examples" / "my_claims.py"))
    with pytest.raises(ClaimError, match="is another"):
        runner.run(Library([paper]), paper.claims[:1])
    assert ours.NUMBER == 3


def test_which_modules_are_compared_is_compared_too() -> None:
    """Of a module's constants only what nobody can add to is."""
    assert isinstance(untouched._ALSO, frozenset)
