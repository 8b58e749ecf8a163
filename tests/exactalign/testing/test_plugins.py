"""What Hypothesis knows by type, and losses in PyTorch (where it is installed)."""

import subprocess
import sys
from importlib.util import find_spec

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from exactalign import Distribution, Reward
from exactalign.exceptions import ParameterError
from exactalign.numbers.logforms import LogForm
from exactalign.testing.conformance import check
from exactalign.testing.hypothesis_plugin import register
from exactalign.testing.strategies import Problem
from exactalign.testing.torch_losses import expected_gradient

register()


@settings(max_examples=20, deadline=None)
@given(...)
def test_arguments_are_inferred(p: Distribution, r: Reward, x: LogForm, problem: Problem) -> None:
    assert sum(p.probabilities) == 1
    assert len(r) >= 1
    assert isinstance(x, LogForm)
    assert set(problem.reference.outcomes) == set(problem.reward)


def test_they_are_drawn_from_the_strategies_of_the_package() -> None:
    phases = [Phase.generate, Phase.shrink]
    quiet = settings(max_examples=100, database=None, deadline=None, derandomize=True, phases=phases)
    assert find(st.from_type(Distribution), lambda p: len(p.support) == 2, settings=quiet) == Distribution.uniform(2)
    assert find(st.from_type(Problem), lambda _: True, settings=quiet).reference == Distribution.uniform(1)


@pytest.mark.slow
@pytest.mark.parametrize("first", ["hypothesis", "exactalign.testing.strategies", "exactalign.testing.pytest_plugin"])
def test_any_import_may_come_first(first: str) -> None:
    """Hypothesis calls the entry point at the end of its import, which may be in the middle of one of ours."""
    program = (
        f"import {first}, hypothesis.entry_points as e\n"
        "from exactalign.testing.hypothesis_plugin import register\nregister()\n"
        "from hypothesis import strategies as st\nfrom exactalign import Distribution\n"
        "from exactalign.testing.strategies import Problem\n"
        "assert 'exactalign' not in repr(st.from_type(Problem).validate())\nst.from_type(Distribution).validate()\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_place_of_a_loss() -> None:
    with pytest.raises(ParameterError, match="place is 'both'"):
        expected_gradient(lambda q, p: q - p, place="both")  # type: ignore[arg-type]


# Half a gigabyte, and as much again for CUDA: not for the gate. `pip install torch` and this runs.
with_torch = (
    pytest.mark.slow if find_spec("torch") else pytest.mark.skip(reason="needs PyTorch, which the gate has not")
)


@with_torch
@pytest.mark.slow
@pytest.mark.parametrize(
    ("loss", "place", "says"),
    [
        (lambda q, p: q - p, "loss", "it is zero"),
        (lambda q, p: q - p, "reward", ""),
        (lambda q, p: (q - p) ** 2 / 2, "loss", ""),
        (lambda q, p: (p - q).exp() - 1 - (p - q), "loss", "it is the gradient of KL(p‖q), the forward one"),
        (lambda q, p: (q - q.detach()).exp() * ((p - q).exp() - 1 - (p - q)), "loss", ""),
        (lambda q, p: (q - q.detach()).exp() * ((p - q).exp() - 1 - (p - q)).detach(), "loss", "allowed are"),
    ],
    ids=["k1-loss", "k1-reward", "k2-loss", "k3-loss", "k3-attached-ratio", "k3-detached-ratio"],
)
def test_losses_in_torch(loss: object, place: str, says: str) -> None:
    report = check(expected_gradient(loss, place=place), "kl-gradient", array="torch", examples=5)  # type: ignore[arg-type]
    assert report.ok is (not says)
    assert says in str(report)
