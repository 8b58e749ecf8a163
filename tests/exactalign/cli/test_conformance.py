"""`exactalign conformance`: a module in the current directory, both formats, exit codes, refusals."""

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from exactalign.cli import colours, output
from exactalign.cli.progress import PROGRESS
from exactalign.testing import conformance as suite
from tests.exactalign.cli.command import Command

KIND = ("--kind", "kl-divergence", "--examples", "2")
MODULE = """
import math

print("loading")

def right(p, q):
    print("working")
    if any(x > 0 and y == 0 for x, y in zip(p, q)):
        return math.inf
    return math.fsum(x * math.log(x / y) for x, y in zip(p, q) if x > 0)

def forgets_zeros(p, q):
    return math.fsum(x * math.log(x / y) for x, y in zip(p, q))

constant = 3
"""


@pytest.fixture(autouse=True)
def _module(exactalign: Command) -> Iterator[None]:
    """Two modules in the current directory, which the fixture `exactalign` has made a temporary one."""
    path = list(sys.path)
    Path("my_divergence.py").write_text(MODULE, encoding="utf-8")
    Path("broken_module.py").write_text("1 / 0", encoding="utf-8")
    yield
    sys.path[:] = path
    sys.modules.pop("my_divergence", None)


def test_right(exactalign: Command) -> None:
    out = exactalign.ok("conformance", "my_divergence:right", *KIND)
    assert out.startswith("right as kl-divergence in float64\n")
    assert out.endswith("conforms: 7 passed (7 of 7 checks ran)\n")
    assert "characters, which are not shown" in out
    assert "working" not in out


def test_wrong(exactalign: Command) -> None:
    result = exactalign("conformance", "my_divergence:forgets_zeros", *KIND)
    assert (result.code, result.err) == (1, "")
    assert "call    forgets_zeros([0.0, 1.0], [0.0, 1.0])" in result.out
    assert "raised " in result.out
    assert "DOES NOT CONFORM" in result.out


def test_json_and_expected_failures(exactalign: Command) -> None:
    reasons = [f"--expect-failure={name}=no zeros here" for name in ("zero-probabilities", "missing-support", "self")]
    out = exactalign.ok("conformance", "my_divergence:forgets_zeros", *KIND, *reasons, "--format", "json")
    report = json.loads(out)
    assert report["ok"]
    assert report["counts"] == {"passed": 4, "expected-failure": 3}
    assert report["rows"][1]["reason"] == "no zeros here"
    assert report["rows"][1]["counterexample"]["call"].startswith("forgets_zeros(")
    assert (report["declared"], report["ran"]) == (7, 7)


def test_an_unexpected_pass_fails(exactalign: Command) -> None:
    result = exactalign("conformance", "my_divergence:right", *KIND, "--expect-failure", "self=old bug")
    assert result.code == 1
    assert "unexpected-pass (expected to fail: old bug)" in result.out


def test_a_report_to_a_file(exactalign: Command) -> None:
    assert exactalign("conformance", "my_divergence:right", *KIND, "-o", "r.json", "--format", "json") == (0, "", "")
    assert json.loads(Path("r.json").read_text(encoding="utf-8"))["ok"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("my_divergence", *KIND), "write module:function"),
        ((":my_divergence", *KIND), "write module:function"),
        (("my_divergence:", *KIND), "write module:function"),
        (("mine.py:my_divergence", *KIND), "name its module, as in mine:my_divergence"),
        (("no_such_module:f", *KIND), "no_such_module cannot be imported: ModuleNotFoundError"),
        (("broken_module:f", *KIND), "broken_module cannot be imported: ZeroDivisionError"),
        (("my_divergence:f", *KIND), "my_divergence has no 'f'"),
        (("my_divergence:constant", *KIND), "is an int, not a function"),
        (("my_divergence:right", "--kind", "kld"), "the kinds are pmf, "),
        (("my_divergence:right", *KIND, "--skip", "self"), "write CHECK=REASON"),
        (("my_divergence:right", *KIND, "--skip", "selves=x"), "skip names 'selves'"),
        (("my_divergence:right", *KIND, "--option", "parameter=beta"), "kl-divergence has no option 'parameter'"),
        (("my_divergence:right", *KIND, "--option", "beta"), "write NAME=VALUE"),
        (("my_divergence:right", *KIND, "--option", "a=1", "--option", "a=2"), "gives a twice"),
        (("my_divergence:right", *KIND, "--domain", "ties"), "domain has 'ties': give 'p > 0'"),
        (("my_divergence:right", *KIND, "--log-out"), "log_out: the answer of kl-divergence is no list"),
        (("my_divergence:right", "--kind", "pmf"), "give lambda probabilities, rewards, n: right(p=probabilities, q="),
        (("my_divergence:right", *KIND, "--seconds", "0"), "--seconds is '0'"),
        (("my_divergence:right", *KIND, "--dtype", "half"), "dtype is 'half'"),
        (("my_divergence:right", *KIND, "--seed", "x"), "--seed is 'x'"),
    ],
)
def test_refusals(exactalign: Command, arguments: tuple[str, ...], message: str) -> None:
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    try:
        assert message in exactalign.refused("conformance", *arguments)
    finally:
        sys.dont_write_bytecode = before


class Report:
    """In place of a report: whether it is fine, and its two forms."""

    ok = True

    def as_dict(self) -> dict[str, object]:
        return {"ok": self.ok, "é": [1]}

    def __str__(self) -> str:
        return "conforms: 1 passed\nx: passed\n  y passed (z)"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the suite is asked for, in place of asking it."""
    found: list[Any] = []

    def check(*given: Any, on_row: Any, **how: Any) -> Report:
        on_row(SimpleNamespace(check="first"))
        found.append((given, how))
        return Report()

    monkeypatch.setattr(suite, "check", check)
    return found


DEFAULTS = {
    "dtype": "float64", "array": "list", "batch": False, "log_in": False, "log_out": False, "pick": None, "domain": "",
    "examples": 60, "seed": 0, "slack": 1, "seconds": 10, "name": "right", "expected_failures": {}, "skip": {},
}  # fmt: skip
WIRES: list[tuple[tuple[str, ...], dict[str, object]]] = [
    ((), {}),
    (("--dtype", "float32", "--array", "tuple"), {"dtype": "float32", "array": "tuple"}),
    (("--batch",), {"batch": True}),
    (("--log-in",), {"log_in": True}),
    (("--log-out",), {"log_out": True}),
    (("--pick", "0"), {"pick": 0}),
    (("--pick", "12"), {"pick": 12}),
    (("--pick", "-1"), {"pick": "-1"}),
    (("--pick", "kl"), {"pick": "kl"}),
    (("--domain", "p > 0", "--domain", "n <= 64"), {"domain": "p > 0,n <= 64"}),
    (("--examples", "7", "--seed", "3", "--slack", "2", "--seconds", "5"),
     {"examples": 7, "seed": 3, "slack": 2, "seconds": 5}),
    (("--expect-failure", " self = a = b ", "--expect-failure", "zero=c"),
     {"expected_failures": {"self": "a = b", "zero": "c"}}),
    (("--skip", "self=old", "--skip", "zero=new"), {"skip": {"self": "old", "zero": "new"}}),
    (("--option", "parameter= beta ", "--option", "rtol=1=2"), {"parameter": "beta", "rtol": "1=2"}),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "changed"), WIRES)
def test_what_is_typed_reaches_the_suite(
    exactalign: Command, asked: list[Any], monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...],
    changed: dict[str, object],
) -> None:  # fmt: skip
    begun: list[Any] = []
    done: list[str] = []
    monkeypatch.setattr(PROGRESS, "begin", lambda what, total=None: begun.append((what, total)))
    monkeypatch.setattr(PROGRESS, "advance", lambda count=1, last="": done.append(last))
    exactalign.ok("conformance", "my_divergence:right", "--kind", "kl-divergence", *arguments)
    (((function, kind), how),) = asked
    assert (function.__module__, function.__name__, kind) == ("my_divergence", "right", "kl-divergence")
    assert how == DEFAULTS | changed
    assert (begun, done) == ([("checks", 7)], ["first"])


def test_a_function_within_another_thing(exactalign: Command, asked: list[Any]) -> None:
    """It is called by the whole path, and its module is looked for here once, before all else."""
    before = list(sys.path)
    for _ in range(2):
        exactalign.ok("conformance", "my_divergence:math.fsum", *KIND[:2])
    assert asked[0][0][0] is math.fsum
    assert asked[0][1]["name"] == "math.fsum"
    here = str(exactalign.directory)
    assert sys.path == (before if here in before else [here, *before])


def test_where_a_report_goes(exactalign: Command, asked: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    call = ("conformance", "my_divergence:right", *KIND[:2])
    text, document = f"{Report()}\n", '{\n  "ok": true,\n  "é": [1]\n}\n'
    assert exactalign.ok(*call) == exactalign.ok(*call, "--format", "table") == text
    assert exactalign.ok(*call, "--format", "json") == document
    for name, content in (("r.json", document), ("r.txt", text), ("r", text)):
        assert exactalign.ok(*call, "-o", name) == ""
        assert Path(name).read_text(encoding="utf-8") == content
    monkeypatch.setattr(output, "coloured", lambda _: True)
    green = [colours.painted(word) for word in ("conforms", "passed")]
    assert exactalign.ok(*call) == f"{green[0]}: 1 passed\nx: {green[1]}\n  y {green[1]} (z)\n"
    assert exactalign.ok(*call, "--format", "json") == document
    monkeypatch.setattr(Report, "ok", False)
    assert exactalign(*call).code == 1
    asked.clear()
    assert exactalign.refused(*call, "-o", "no/r.json") == "--output no/r.json: there is no directory no"
    assert asked == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("my_divergence",), "'my_divergence' names no function: write module:function"),
        ((":f",), "':f' names no function: write module:function"),
        (("my_divergence:",), "'my_divergence:' names no function: write module:function"),
        (("a/b.py:f",), "a/b.py is a file: name its module, as in a.b:f"),
        (("broken_module:f",), "broken_module cannot be imported: ZeroDivisionError: division by zero"),
        (("ends:f",), "ends cannot be imported: SystemExit: 3"),
        (("my_divergence:math.none",), "my_divergence has no 'math.none'"),
        (("my_divergence:constant",), "my_divergence:constant is an int, not a function"),
        (("my_divergence:right", "--skip", "self"), "--skip 'self' gives no reason: write CHECK=REASON"),
        (("my_divergence:right", "--skip", "self= "), "--skip 'self= ' gives no reason: write CHECK=REASON"),
        (("my_divergence:right", "--expect-failure", "a"), "--expect-failure 'a' gives no reason: write CHECK=REASON"),
        (("my_divergence:right", "--option", "a"), "--option 'a' gives no value: write NAME=VALUE"),
        (("my_divergence:right", "--option", "a= "), "--option 'a= ' gives no value: write NAME=VALUE"),
        (("my_divergence:right", "--option", "a=1", "--option", " a=2"), "--option gives a twice"),
    ],
)
def test_refusals_word_for_word(
    exactalign: Command, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], message: str
) -> None:
    Path("ends.py").write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert exactalign.refused("conformance", *arguments, "--kind", "kl-divergence") == message


def test_a_module_that_is_interrupted(exactalign: Command) -> None:
    Path("interrupted_module.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
    assert exactalign("conformance", "interrupted_module:f", *KIND) == (130, "", "exactalign: interrupted\n")


def test_the_module_that_is_tried_is_not_replaced(exactalign: Command) -> None:
    result = exactalign("conformance", "my_divergence:right", *KIND, "-o", "my_divergence.py", "--format", "table")
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith("--output my_divergence.py is what is read: give another file\n")
    assert Path("my_divergence.py").read_text(encoding="utf-8") == MODULE


@pytest.mark.parametrize("name", ["handed_on", "bound"])
@pytest.mark.parametrize("file", ["my_divergence.py", "handing_on.py"])
def test_nor_one_that_hands_on_a_function_of_another(exactalign: Command, name: str, file: str) -> None:
    """The module that was named, and that in which the function is."""
    text = "from functools import partial\nfrom my_divergence import right as handed_on\nbound = partial(handed_on)\n"
    Path("handing_on.py").write_text(text, encoding="utf-8")
    result = exactalign("conformance", f"handing_on:{name}", *KIND, "-o", file, "--format", "table")
    sys.modules.pop("handing_on", None)
    assert (result.code, result.out) == (2, "")
    assert Path("handing_on.py").read_text(encoding="utf-8") == text
    assert Path("my_divergence.py").read_text(encoding="utf-8") == MODULE
