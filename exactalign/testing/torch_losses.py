"""Losses written in PyTorch as functions that `kl-gradient` can test. Needs torch, which no extra brings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from exactalign.exceptions import ParameterError

Loss = Callable[[Any, Any], Any]
"""From tensors of log-probabilities, under the policy and under the reference, to a tensor of losses, one a sample."""


def expected_gradient(loss: Loss, *, place: Literal["loss", "reward"] = "loss") -> Callable[[Any, Any], Any]:
    """Return a function of (logits, log_reference) that gives the expected value of a loss and its gradient.

    The policy is softmax(logits). Its outcomes are all taken, each weighted by its probability, through which no
    gradient flows: what sampling gives on average. In the `loss`, the gradient flows through the loss itself; in the
    `reward`, the loss is a number and weighs ∇ log q, as policy gradients do.

    >>> expected_gradient(lambda log_q, log_p: log_q - log_p, place="word")
    Traceback (most recent call last):
    exactalign.exceptions.ParameterError: place is 'word': give loss or reward
    """
    if place not in ("loss", "reward"):
        raise ParameterError(f"place is {place!r}: give loss or reward")

    def gradient(logits: Any, log_reference: Any) -> tuple[float, list[float]]:
        import torch

        start = torch.as_tensor(logits).detach().clone().requires_grad_(True)
        log_q = torch.log_softmax(start, dim=-1)
        weights = log_q.detach().exp()
        losses = loss(log_q, torch.as_tensor(log_reference, dtype=start.dtype))
        value = (weights * losses).sum()
        target = value if place == "loss" else (weights * losses.detach() * log_q).sum()
        (found,) = torch.autograd.grad(target, start)
        return float(value), found.tolist()

    gradient.__name__ = getattr(loss, "__name__", "loss")
    return gradient
