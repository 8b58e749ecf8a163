"""Answers that hold enclosed numbers are compared as things: these need not be told apart to put them into a set."""

from collections.abc import Callable
from typing import Any

import pytest

from exactalign import Distribution
from exactalign.theory import (
    GoldenModel,
    RenyiAlignedFamily,
    RewardLaw,
    compare_tails,
    kl_gap,
    overoptimization_model,
    variance_proxy,
)
from tests.exactalign.known_models import UNIFORM

LAW = RewardLaw.bernoulli("1/5")


def golden() -> GoldenModel:
    return overoptimization_model("1/4")


@pytest.mark.parametrize(
    "make",
    [
        lambda: RewardLaw.bernoulli("1/5"),
        lambda: variance_proxy(LAW),
        lambda: variance_proxy(RewardLaw.bernoulli("1/2")),
        lambda: kl_gap(LAW, "5/2"),
        lambda: kl_gap(LAW, 2),
        lambda: compare_tails(Distribution.uniform(2), LAW, "1/2"),
        lambda: RenyiAlignedFamily(UNIFORM, 3).align("1/10"),
        golden,
        lambda: golden().decompose(golden().tilt("1/2")),
    ],
)
def test_two_answers_are_two_things(make: Callable[[], Any]) -> None:
    one, other = make(), make()
    assert len({one, other, one}) == 2
    assert (one == one, one != other, one == other) == (True, True, False)
