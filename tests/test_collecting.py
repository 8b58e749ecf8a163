"""Any files of tests in any order are collected: a module of ours is there once, also when its doctests come first."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_a_module_with_doctests_before_the_tests_that_use_it() -> None:
    files = ["exactalign/numbers/logforms.py", "tests/exactalign/numbers/test_arithmetic.py"]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "--collect-only", "-p", "no:cacheprovider", *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
