"""The plugins of pytest and Hypothesis: marks, what is shown of failures, and a check that is not called."""

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

import exactalign

ROOT = Path(exactalign.__file__).parents[1]

MODULE = """
def ties_by_index(p, r, n):
    order = sorted(range(len(p)), key=lambda i: r[i])
    out, below = [0.0] * len(p), 0.0
    for i in order:
        out[i] = (below + p[i]) ** n - below**n
        below += p[i]
    return out


def no_zeros(p, q):
    from math import log
    return sum(a * log(a / b) for a, b in zip(p, q))


def right(log_q, log_p):
    return log_q - log_p
"""

TESTS = """
import pytest
import mine


@pytest.mark.conformance(mine.{function}, "{kind}", examples=3)
def test_mine({argument}):
    {argument}()
"""


FORGOTTEN = """
import pytest
from exactalign.testing.conformance import parametrize_with_checks, pytest_params
from mine import right


@pytest.mark.conformance(right, "kl-estimate", examples=1)
def test_marked(conformance_check):
    pass


@parametrize_with_checks(right, "kl-estimate", examples=1)
def test_decorated(conformance_check):
    conformance_check  # no parentheses


@pytest.mark.parametrize("law", pytest_params(right, "kl-estimate", examples=1))
def test_given(law):
    assert law


@pytest.mark.conformance(right, "kl-estimate", examples=1)
class TestClass:
    def test_in_a_class(self, conformance_check):
        assert conformance_check
"""


def run_pytest(
    path: Path, *, argument: str = "conformance_check", file: str = "test_mine.py", **names: str
) -> subprocess.CompletedProcess[str]:
    """Run tests in a process of its own, with the plugin as an installation would load it, and warnings as errors."""
    (path / "mine.py").write_text(MODULE, encoding="utf-8")
    (path / "test_mine.py").write_text(TESTS.format(argument=argument, **names), encoding="utf-8")
    installed = any(point.name == "exactalign" for point in entry_points(group="pytest11"))
    plugin = [] if installed else ["-p", "exactalign.testing.pytest_plugin"]
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", *plugin, file]
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{path}", "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("PYTEST_ADDOPTS", None)
    return subprocess.run(command, cwd=path, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_mark_needs_no_import(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, function="right", kind="kl-estimate")
    assert (done.returncode, done.stderr) == (0, "")
    assert "8 passed" in done.stdout


@pytest.mark.slow
def test_failures_show_the_lines_of_the_user(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, function="no_zeros", kind="kl-divergence")
    assert done.returncode == 1
    assert ">       conformance_check()" in done.stdout
    assert ">       return sum(a * log(a / b) for a, b in zip(p, q))" in done.stdout
    assert f"mine.py:{1 + MODULE[: MODULE.index('return sum')].count(chr(10))}: ZeroDivisionError" in done.stdout
    assert f"mine.py:{MODULE.splitlines().index('def no_zeros(p, q):') + 1}: no_zeros: self: error" in done.stdout
    assert "calling.py" not in done.stdout
    assert "pytest_support.py:" not in done.stdout


@pytest.mark.slow
def test_one_cause_is_told_once_at_the_end(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, function="ties_by_index", kind="pmf")
    assert done.returncode == 1
    assert done.stdout.count("E         exact ") == 1
    assert "constant-reward fails as ties does: both failures have tied rewards" in done.stdout
    end = done.stdout.partition("conformance: one cause for several failures")[2]
    assert "ties_by_index: all " in end
    assert "failures have tied rewards" in end


@pytest.mark.slow
@pytest.mark.parametrize(("names", "message"), [
    ({"function": "right", "kind": "pmf"}, "test_mine: right(log_q, log_p) cannot be called as pmf is"),
    ({"function": "right", "kind": "k1"}, "test_mine: kind is 'k1': the kinds are pmf, "),
    ({"function": "right", "kind": "kl-estimate", "argument": "request"}, "test_mine must take conformance_check"),
])  # fmt: skip
def test_a_wrong_mark_is_one_error(tmp_path: Path, names: dict[str, str], message: str) -> None:
    done = run_pytest(tmp_path, **names)
    assert done.returncode == 2
    assert message in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.slow
def test_a_check_that_is_not_called_fails(tmp_path: Path) -> None:
    """Whatever gave it to the test, and whether or not it would pass, or is expected to fail."""
    (tmp_path / "test_forgotten.py").write_text(FORGOTTEN, encoding="utf-8")
    done = run_pytest(tmp_path, function="right", kind="kl-estimate", file="test_forgotten.py")
    assert done.returncode == 1
    assert "32 failed" in done.stdout
    for test in ("test_marked has not called conformance_check", "test_given has not called law: nothing was tested"):
        assert test in done.stdout


def test_entry_points_are_declared_and_load() -> None:
    import tomllib
    from importlib import import_module

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    points = {group: points["exactalign"] for group, points in project["entry-points"].items()}
    assert set(points) == {"pytest11", "hypothesis"}
    for target in points.values():
        module, _, name = target.partition(":")
        found: Callable[..., Any] | Any = import_module(module)
        assert not name or callable(getattr(found, name))
