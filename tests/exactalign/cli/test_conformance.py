"""`exactalign conformance`: a module in the current directory, both formats, exit codes, refusals."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

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
        (("my_divergence:constant", *KIND), "is a int, not a function"),
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
