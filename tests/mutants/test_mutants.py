"""The sampler of changes: what it changes, which tests it runs, what it counts, and a whole run on a tiny tree."""

import builtins
import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mutants import entering, results, trees, trying
from mutants.__main__ import HERE, confirmed, main, told
from mutants.changes import changes_of, is_readable

SOURCE = b'''"""A module."""

from functools import cache

LIMIT = 3  # letters of more than one byte: \xc3\xa4


@cache
def f(x: int, y: int = 1) -> int:
    """Not to be changed: x < y."""
    if x < y and not y:
        raise ValueError(f"{x + y}")
    z = [0]
    z.append(max(x, pow(x, y)))
    return -x if x else sorted(z)[0]


class A:
    def g(self, v):
        for k in v:
            if k:
                continue
            def inner():
                yield k
        return self.low * 2
'''


def test_every_change_is_of_one_place_and_a_program() -> None:
    found = changes_of("exactalign/numbers/a.py", SOURCE)
    assert all(is_readable(one, SOURCE) and one.applied(SOURCE) != SOURCE for one in found)
    assert len({one.applied(SOURCE) for one in found}) == len(found)
    shown = {(one.function, one.operator, one.old, one.new) for one in found}
    assert {
        ("module", "constant", "3", "(4)"),
        ("f", "comparison", "x < y", "(x <= y)"),
        ("f", "boolean", "x < y and (not y)", "(x < y or not y)"),
        ("f", "boolean", "x < y and (not y)", "(not y)"),
        ("f", "boolean", "not y", "(y)"),
        ("f", "dropped", "raise ValueError(f'{x + y}')", "pass"),
        ("f", "dropped", "z.append(max(x, pow(x, y)))", "pass"),
        ("f", "swapped", "pow(x, y)", "(pow(y, x))"),
        ("f", "name", "max", "(min)"),
        ("f", "branches", "-x if x else sorted(z)[0]", "(sorted(z)[0] if x else -x)"),
        ("f", "sign", "-x", "(x)"),
        ("f", "dropped", "sorted(z)", "(z)"),
        ("A.g", "dropped", "continue", "pass"),
        ("A.g", "sign", "self.low * 2", "(self.low / 2)"),
        ("A.g", "name", "self.low", "(self.high)"),
        ("A.g", "return", "return self.low * 2", "return None"),
    } <= shown
    assert not any("x + y" in one.old and one.operator == "sign" for one in found)  # words of a message
    assert not any(one.old.startswith("max(") and one.operator == "swapped" for one in found)  # it is the same
    lines = {one.line: one.entry for one in found}
    assert lines[5] == 0
    assert lines[11] == 8  # the line of the decorator, as the code object has it


def test_a_marked_module_does_what_it_did_and_says_what_is_entered(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(builtins, entering.MARK, seen.append, raising=False)
    names: dict[str, Any] = {"__name__": "a"}
    exec(compile(entering.marked("a.py", SOURCE), "a.py", "exec"), names)
    assert seen == []
    assert names["f"](2, 1) == -2
    assert names["A"]().g.__code__.co_firstlineno == 19
    with pytest.raises(AttributeError):
        names["A"]().g([0])
    assert seen == [("a.py", 8), ("a.py", 19)]
    monkeypatch.delattr(builtins, entering.MARK)
    exec(compile(entering.marked("a.py", SOURCE), "a.py", "exec"), names)
    assert names["f"](2, 1) == -2


def test_what_was_seen_of_the_tests_counts_while_nothing_has_changed(tmp_path: Path) -> None:
    test = entering.Test("t.py::a", "t.py", 0.5, frozenset({("a.py", 3), ("b.py", 1)}), True)
    kept = entering.Kept(tmp_path / "seen.json", {"t.py": "1"})
    assert kept.of("t.py") is None
    broken = entering.Test("t.py::b", "t.py", 0.5, frozenset(), False, passes=False)
    kept.keep("t.py", [test, broken])
    assert entering.Kept(tmp_path / "seen.json", {"t.py": "1"}).of("t.py") == [test, broken]
    assert entering.Kept(tmp_path / "seen.json", {"t.py": "2"}).of("t.py") is None


def test_the_tests_of_a_change_are_those_that_enter_its_function_the_quick_ones_first() -> None:
    (change, *_) = (one for one in changes_of("exactalign/numbers/a.py", SOURCE) if one.entry == 8)
    there, elsewhere = frozenset({(change.path, 8)}), frozenset({(change.path, 19)})
    near = [change.path, "tests/exactalign/numbers/test_a.py", "tests/exactalign/numbers/test_b.py"]
    tests = [
        entering.Test("slow", near[2], 5, there, False),
        entering.Test("quick", near[2], 1, there, False),
        entering.Test("beside", near[2], 1, elsewhere, False),
        entering.Test("broken", near[2], 1, there, False, passes=False),
        entering.Test("own", near[1], 2, frozenset(), False),
        entering.Test("a process", near[2], 1, frozenset(), True),
        entering.Test("of another room", "tests/exactalign/laws/test_a.py", 1, there, False),
    ]
    chosen, left = trying.chosen_tests(change, tests, near, 100)
    assert ([test.name for test in chosen], left) == (["quick", "own", "slow", "a process"], 0)
    chosen, left = trying.chosen_tests(change, tests, near, 3)
    assert ([test.name for test in chosen], left) == (["quick", "own"], 2)


def test_tests_of_rooms_that_are_built_on_it_come_in_a_second_stage() -> None:
    (change, *_) = (one for one in changes_of("exactalign/numbers/a.py", SOURCE) if one.entry == 8)
    there = frozenset({(change.path, 8)})
    near = [change.path, "tests/exactalign/numbers/test_a.py", "tests/exactalign/laws/test_b.py"]
    tests = [
        entering.Test("far", near[2], 1, there, False),
        entering.Test("far, in a process", near[2], 1, frozenset(), True),
        entering.Test("own", near[1], 3, there, False),
    ]
    chosen, left = trying.chosen_tests(change, tests, near, 100)
    assert [[test.name for test in stage] for stage in trying.stages(change, chosen)] == [["own"], ["far"]]
    assert trying.stages(change, tests[:1]) == [tests[:1]]
    chosen, left = trying.chosen_tests(change, tests, near, 3)
    assert ([test.name for test in chosen], left) == (["own"], 1)
    assert trees.is_wider("proofs_check/formula/terms.py", "tests/proofs_check/test_ledger.py")
    assert not trees.is_wider("proofs_check/engine/runner.py", "tests/proofs_check/engine/test_claims.py")


def test_only_what_went_unnoticed_is_tried_again(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other, *_ = changes_of("a.py", SOURCE)
    outcomes = [
        trying.Outcome(one, trying.UNNOTICED, "", 1, 0, 0.0),
        trying.Outcome(other, trying.NOTICED, "", 1, 0, 0),
    ]
    assert results.keys_of_unnoticed(results.data(outcomes, [], {})) == {one.key}
    with pytest.raises(ValueError, match="not what --output writes"):
        results.keys_of_unnoticed("[]")
    earlier = tmp_path / "earlier.json"
    earlier.write_text(results.data(outcomes, [], {}), encoding="utf-8")
    assert main(["--root", str(tiny), "--again", str(earlier)]) == 0
    assert capsys.readouterr().out.startswith("no change that went unnoticed in ")
    assert main(["--root", str(tiny), "--again", str(tmp_path / "nothing")]) == 2


def test_rooms_and_their_tests() -> None:
    assert trees.room_of("exactalign/testing/conformance/kinds/sampler.py") == "exactalign/testing"
    assert trees.room_of("proofs_check/kernel.py") == "proofs_check/kernel"
    assert trees.room_of("exactalign/lazy.py") == "exactalign"
    names = trees.modules(HERE)
    assert {"proofs_check/kernel.py", "proofs_check/language/cases.py", "exactalign/numbers/roots.py"} <= set(names)
    assert not any("papers" in name for name in names)
    assert trees.by_nearness(HERE, "exactalign/numbers/roots.py")[:2] == [
        "exactalign/numbers/roots.py",
        "tests/exactalign/numbers/test_roots.py",
    ]
    assert trees.only_rooms(names, ["kernel"]) == ["proofs_check/kernel.py"]
    with pytest.raises(ValueError, match="no room 'kernels'"):
        trees.only_rooms(names, ["kernels"])


def test_what_changes_nothing_is_still_there_and_has_a_reason() -> None:
    listed = results.equivalents()
    found = {path: changes_of(path, (HERE / path).read_bytes()) for path in {one.path for one in listed}}
    for entry in listed:
        assert any(map(entry.is_of, found[entry.path])), f"take it out, or write it anew: there is no more {entry}"
        assert len(entry.reason) > 10
    assert len({(one.path, one.function, one.old, one.new, one.within) for one in listed}) == len(listed)


def test_what_stands_around_a_change_tells_it_from_others_like_it() -> None:
    one, other = (change for change in changes_of("a.py", b"f(1)\ng(1)\n") if change.old == "1")
    assert (one.around, other.around) == ("f(1)", "g(1)")
    entry = results.Equivalent("a.py", "module", "1", "(0)", "a reason", within="g(")
    assert [results.reason_for(change, [entry]) for change in (one, other)] == ["", "a reason"]
    assert not results.Equivalent("a.py", "f", "1", "(0)", "another function").is_of(one)


def test_counts_leave_out_what_is_equivalent_and_round_down() -> None:
    first, second, third, *_ = changes_of("exactalign/numbers/a.py", SOURCE)
    verdicts = [(first, trying.NOTICED), (second, trying.UNNOTICED), (third, trying.NOT_ENTERED)]
    outcomes = [trying.Outcome(change, verdict, "", 1, 0, 0.0) for change, verdict in verdicts]
    room, total = results.counts(outcomes, [results.Equivalent(*second.key, "a reason")])
    assert (room.room, total.room) == ("exactalign/numbers", "all")
    assert (total.tried, total.equivalent, total.noticed, total.share, total.met) == (3, 1, 1, "50 %", False)
    assert [one.change for one in results.unnoticed(outcomes, [results.Equivalent(*second.key, "a reason")])] == [third]
    assert results.table([room]).splitlines()[2] == "| exactalign/numbers | 3 | 1 | 1 | 0 | 50 % | 95 % (missed) |"
    text = results.page(
        "a\n<!-- result -->\nold\n<!-- end of the result -->\nb\n",
        [room],
        {"commit": "c", "seed": 1, "tried": 3, "test seconds": 30},
    )
    assert text.startswith("a\n<!-- result -->\n")
    assert "old" not in text
    assert text.endswith("<!-- end of the result -->\nb\n")
    with pytest.raises(ValueError, match="no place for the result"):
        results.page("a", [], {})


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree with one function, of which a test sees one half."""
    root = tmp_path_factory.mktemp("tree")
    code = '''
    def larger(x, y):
        """The larger of two numbers, doubled."""
        return (x if x > y else y) * 2


    def unseen():
        return 7
    '''
    test = """
    from exactalign.numbers.a import larger

    def test_larger():
        assert larger(3, 2) == 6

    def test_that_fails_whatever_the_code_is():
        assert larger(3, 2) == 7
    """
    for name, text in {
        "exactalign/__init__.py": "",
        "exactalign/testing/__init__.py": "",
        "exactalign/testing/hypothesis_plugin.py": "def register():\n    pass\n",
        "exactalign/testing/pytest_plugin.py": "",
        "exactalign/numbers/__init__.py": "",
        "exactalign/numbers/a.py": code,
        "proofs_check/__init__.py": "",
        "tests/exactalign/numbers/test_a.py": test,
        "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--doctest-modules --import-mode=importlib'\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "all"]):
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *arguments], cwd=root, check=True)
    return root


def run(tiny: Path, *arguments: str, **options: Any) -> Any:
    environment = os.environ | {"PYTHONPATH": str(HERE), "TMPDIR": str(tiny.parent)}
    command = [sys.executable, "-m", "mutants", "--root", str(tiny), *arguments]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )


@pytest.mark.slow
def test_a_whole_run_which_is_interrupted_before_its_end(tiny: Path) -> None:
    output = tiny.parent / "result.json"
    before = {path: path.read_bytes() for path in tiny.rglob("*.py")}
    environment = os.environ | {"PYTHONPATH": str(HERE), "TMPDIR": str(tiny.parent)}
    command = [sys.executable, "-m", "mutants", "--root", str(tiny), "--at-least", "100", "--output", str(output)]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stderr is not None
    told_first = ""
    for line in process.stderr:
        told_first += line
        if line.startswith("[5/7]"):
            process.send_signal(signal.SIGINT)
            break
    out, err = process.communicate(timeout=300)
    assert process.returncode == 130, err
    assert {path: path.read_bytes() for path in tiny.rglob("*.py")} == before
    assert list(tiny.parent.glob("mutants-*")) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    rows = json.loads(output.read_text(encoding="utf-8"))["changes"]
    verdicts = {(row["old"], row["new"]): row["verdict"] for row in rows}
    assert 5 <= len(rows) < 7
    assert f"{7 - len(rows)} of 7 changes were not tried" in out
    assert "fewer than 100 % were noticed, of fewer than 10 changes: too few to judge by" in out
    expected = {
        ("x > y", "(x >= y)"): "not noticed",
        ("x if x > y else y", "(y if x > y else x)"): "noticed",
        ("(x if x > y else y) * 2", "((x if x > y else y) / 2)"): "noticed",
        ("2", "(3)"): "noticed",
        ("return (x if x > y else y) * 2", "return None"): "noticed",
        ("7", "(8)"): "not noticed",  # entered by no test: those of its own file are run
        ("return 7", "return None"): "not noticed",
    }
    assert "is left out: tests/exactalign/numbers/test_a.py::test_that_fails_whatever_the_code_is" in told_first
    assert verdicts.items() <= expected.items()
    assert {"noticed", "not noticed"} == set(verdicts.values())


@pytest.mark.slow
def test_a_test_that_fails_without_a_change_notices_none(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = "tests/exactalign/numbers/test_a.py"
    drawn = changes_of("exactalign/numbers/a.py", (tiny / "exactalign/numbers/a.py").read_bytes())
    by = [
        f"{file}::test_larger",
        f"{file}::test_that_fails_whatever_the_code_is",
        f"{file}::test_new",
        file,
        "",
        "none",
    ]
    outcomes = [trying.Outcome(one, trying.NOTICED, name, 1, 0, 0.0) for one, name in zip(drawn, by, strict=False)]
    slot = trees.copied(tiny, tiny.parent / "slot")
    found = confirmed([slot], outcomes, frozenset(by))
    assert [one.verdict == trying.NOTICED for one in found] == [True, False, True, True, True, True]
    assert capsys.readouterr().err == f"fails without a change, too, and notices nothing: {by[1]}\n"


def test_only_lines_that_are_new_are_changed(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(tiny), "--changed-since", "HEAD"]) == 0
    assert capsys.readouterr().out.startswith("no line of the code that could be changed is new since HEAD")
    path = tiny / "exactalign/numbers/a.py"
    text = path.read_text(encoding="utf-8")
    try:
        path.write_text(text.replace("return 7", "x = 1\n    return 7 + x"), encoding="utf-8")
        (tiny / "exactalign/numbers/b.py").write_text("A = 1\n", encoding="utf-8")
        assert trees.changed_lines(tiny, "HEAD") == {
            "exactalign/numbers/a.py": {7, 8},
            "exactalign/numbers/b.py": {1, 2},
        }
    finally:
        path.write_text(text, encoding="utf-8")
        (tiny / "exactalign/numbers/b.py").unlink(missing_ok=True)
    assert main(["--root", str(tiny), "--changed-since", "nothing"]) == 2
    assert "git: " in capsys.readouterr().err


@pytest.mark.parametrize(("unnoticed", "asked", "status"), [(3, 70, 0), (4, 70, 1), (4, 60, 0), (0, 100, 0)])
def test_too_few_noticed_fail_a_run(unnoticed: int, asked: int, status: int, tmp_path: Path) -> None:
    drawn = changes_of("exactalign/numbers/a.py", SOURCE)[:10]
    outcomes = [
        trying.Outcome(one, trying.NOTICED if index >= unnoticed else trying.UNNOTICED, "", 1, 0, 0.0)
        for index, one in enumerate(drawn)
    ]
    options = SimpleNamespace(root=HERE, output=None, page=None, at_least=asked, seed=0, rooms="", test_seconds=30)
    assert told(outcomes, drawn, [], options) == status  # type: ignore[arg-type]


def test_what_cannot_be_done_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rooms", "nowhere"]) == 2
    assert "there is no room 'nowhere': the rooms are exactalign, " in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["--sample", "0"])


def test_a_failing_test_is_kept_by_name_and_the_rest_is_left_out() -> None:
    chooser = entering.Chooser(["b", "a"], frozenset({"a", "b", "c"}))
    items = [SimpleNamespace(nodeid=name) for name in ("a", "b", "c", "new")]
    chooser.pytest_collection_modifyitems(items)  # type: ignore[arg-type]
    assert [item.nodeid for item in items] == ["b", "a", "new"]
    assert chooser.failed == []
    for name, failed in (("b", False), ("a", True), ("new", True)):
        chooser.pytest_runtest_logreport(SimpleNamespace(nodeid=name, failed=failed))  # type: ignore[arg-type]
    assert chooser.failed == ["a", "new"]


def test_all_code_is_changed_but_for_the_claims_of_papers() -> None:
    every = {path.relative_to(HERE).as_posix() for name in trees.PACKAGES for path in (HERE / name).rglob("*.py")}
    assert {trees.room_of(name) for name in every.difference(trees.modules(HERE))} == {"proofs_check/papers"}
    tests = [f"tests/proofs_check/test_{name}.py" for name in ("catalogue", "cli", "own_paper")]
    own = sorted(path.relative_to(HERE).as_posix() for path in (HERE / "tests/proofs_check/cli").glob("test_*.py"))
    assert own
    assert trees.tests_of(HERE, "proofs_check/cli") == [*own, *tests]
