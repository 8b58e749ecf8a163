"""Losses in PyTorch, with a stand-in for what is used of it: numbers that carry their derivatives in the logits."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from exactalign.testing.torch_losses import expected_gradient

LOGITS, LOGS = [0.5, -1.0, 0.25], [math.log(0.2), math.log(0.3), math.log(0.5)]


class Tensor:
    """A vector of numbers with their gradients, or one number; of no dtype that matters, but kept."""

    def __init__(self, values: list[float], slopes: list[list[float]] | None = None, dtype: str = "double") -> None:
        self.values = values
        self.slopes = [[0.0] * len(values) for _ in values] if slopes is None else slopes
        self.dtype = dtype

    def detach(self) -> Tensor:
        return Tensor(self.values, [[0.0] * len(row) for row in self.slopes], self.dtype)

    def clone(self) -> Tensor:
        return Tensor([*self.values], [[*row] for row in self.slopes], self.dtype)

    def requires_grad_(self, on: bool) -> Tensor:
        assert not any(map(any, self.slopes)), "only of what depends on nothing else"
        self.slopes = [[float(on and i == k) for k in range(len(self.values))] for i in range(len(self.values))]
        return self

    def _each(self, other: Any, value: Callable[[float, float], float], slope: Callable[..., float]) -> Tensor:
        pairs = other if isinstance(other, Tensor) else Tensor([other] * len(self.values))
        values = [value(a, b) for a, b in zip(self.values, pairs.values, strict=True)]
        slopes = [
            [slope(a, b, x, y) for x, y in zip(s, t, strict=True)]
            for a, b, s, t in zip(self.values, pairs.values, self.slopes, pairs.slopes, strict=True)
        ]
        return Tensor(values, slopes, self.dtype)

    def __sub__(self, other: Any) -> Tensor:
        return self._each(other, lambda a, b: a - b, lambda a, b, x, y: x - y)

    def __mul__(self, other: Any) -> Tensor:
        return self._each(other, lambda a, b: a * b, lambda a, b, x, y: x * b + a * y)

    def exp(self) -> Tensor:
        return self._each(0.0, lambda a, _: math.exp(a), lambda a, b, x, y: math.exp(a) * x)

    def sum(self) -> Tensor:
        return Tensor([sum(self.values)], [[sum(column) for column in zip(*self.slopes, strict=True)]], self.dtype)

    def __float__(self) -> float:
        (value,) = self.values
        return value

    def tolist(self) -> list[float]:
        return [*self.values]


def log_softmax(logits: Tensor, *, dim: int) -> Tensor:
    assert dim == -1
    total = logits.exp().sum()
    row, (value,) = total.slopes[0], total.values
    slopes = [[x - y / value for x, y in zip(slope, row, strict=True)] for slope in logits.slopes]
    return Tensor([x - math.log(value) for x in logits.values], slopes, logits.dtype)


@pytest.fixture(autouse=True)
def torch(monkeypatch: pytest.MonkeyPatch) -> None:
    def as_tensor(values: Any, dtype: str = "double") -> Tensor:
        return values if isinstance(values, Tensor) else Tensor([*values], dtype=dtype)

    def grad(target: Tensor, start: Tensor) -> tuple[Tensor, ...]:
        assert len(target.slopes[0]) == len(start.values)
        return (Tensor(target.slopes[0]),)

    stand_in = SimpleNamespace(as_tensor=as_tensor, log_softmax=log_softmax, autograd=SimpleNamespace(grad=grad))
    monkeypatch.setitem(sys.modules, "torch", stand_in)


def expected() -> tuple[float, list[float], list[float]]:
    """KL(q‖p), and the gradients of KL(q‖p) and of KL(p‖q) in the logits of q."""
    weights = [math.exp(x) for x in LOGITS]
    q, p = [w / sum(weights) for w in weights], [math.exp(x) for x in LOGS]
    logs = [math.log(a / b) for a, b in zip(q, p, strict=True)]
    kl = sum(a * x for a, x in zip(q, logs, strict=True))
    return kl, [a * (x - kl) for a, x in zip(q, logs, strict=True)], [a - b for a, b in zip(q, p, strict=True)]


def k1(log_q: Any, log_p: Any) -> Any:
    return log_q - log_p


def k2(log_q: Any, log_p: Any) -> Any:
    return (log_q - log_p) * (log_q - log_p) * 0.5


def k3(log_q: Any, log_p: Any) -> Any:
    ratio = log_p - log_q
    return ratio.exp() - ratio - 1.0


KL, REVERSE, FORWARD = expected()
ZERO = [0.0] * 3


@pytest.mark.parametrize(
    ("loss", "place", "gradient"),
    [
        (k1, "loss", ZERO),  # ∇ log q has the mean 0
        (k1, "reward", REVERSE),
        (k2, "loss", REVERSE),
        (k3, "loss", FORWARD),
        (
            k3,
            "reward",
            [a - b for a, b in zip(REVERSE, FORWARD, strict=True)],
        ),  # the mean of (p/q − 1)·∇ log q is p − q
    ],
)
def test_the_gradient_on_average(loss: Any, place: Any, gradient: list[float]) -> None:
    value, found = expected_gradient(loss, place=place)(LOGITS, LOGS)
    assert type(value) is float
    assert found == pytest.approx(gradient, abs=1e-12)
    if loss is not k2:
        assert value == pytest.approx(KL, abs=1e-12)


def test_tensors_are_taken_as_they_are_and_left_alone() -> None:
    seen: list[Tensor] = []

    def loss(log_q: Tensor, log_p: Tensor) -> Tensor:
        seen.append(log_p)
        return log_q - log_p

    start = Tensor([*LOGITS], dtype="half").requires_grad_(True)
    slopes = [[*row] for row in start.slopes]
    function = expected_gradient(loss)
    assert function(start, LOGS)[1] == pytest.approx(ZERO, abs=1e-12)
    assert (start.values, start.slopes) == (LOGITS, slopes)
    assert seen[0].dtype == "half"
    assert function.__name__ == "loss"
    assert expected_gradient(k3).__name__ == "k3"
