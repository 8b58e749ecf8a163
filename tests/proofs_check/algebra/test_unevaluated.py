"""SymPy evaluates nothing while a file of claims runs: what cancels would take with it what it needs."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from proofs_check.algebra.symbolic import decide_identity, evaluated, exp, families, log, sqrt, symbols, total, y
from proofs_check.algebra.unevaluated import as_written
from proofs_check.exceptions import ClaimError

(p,), (u, x) = families("p"), symbols("u x")


@pytest.mark.parametrize(
    ("write", "needed"),
    [
        (lambda: x / x, "x ≠ 0"),
        (lambda: exp(log(u)) * (x + 1), "u > 0"),
        (lambda: sqrt(u) ** 2, "u ≥ 0"),
        (lambda: total(p[y] * (1 / p[y])), "p[y] ≠ 0"),
        (lambda: total(u**2 / u), "u ≠ 0"),
    ],
)
def test_what_cancels_is_still_needed(write: Any, needed: str) -> None:
    with as_written():
        written = write()
        conditions = decide_identity(written, evaluated(written) + 1 - 1).conditions
    assert [str(condition) for condition in conditions] == [needed]
    assert decide_identity(write(), 1).conditions == ()  # evaluated, nothing of it is left


def test_it_ends_with_what_it_is_within() -> None:
    def failing() -> None:
        with as_written():
            with as_written():
                assert x / x != 1
            assert x / x != 1
            raise ClaimError("it fails")

    with pytest.raises(ClaimError, match="it fails"):
        failing()
    assert x / x == 1


def test_sympy_is_imported_by_nobody_for_it_and_does_as_asked_when_it_is() -> None:
    program = """
import sys
from proofs_check.algebra.unevaluated import as_written
from proofs_check.exceptions import ClaimError
with as_written():
    assert "sympy" not in sys.modules
    from proofs_check.algebra.symbolic import symbols
    (x,) = symbols("x")
    assert str(x / x) == "x/x"
assert x / x == 1
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_is_the_same_once_it_is_evaluated_is_no_work() -> None:
    with as_written():
        assert decide_identity(x + x, 2 * x).trivial
        assert decide_identity(1 + u, u + 1).trivial
        assert not decide_identity((x + u) ** 2, x**2 + 2 * x * u + u**2).trivial
