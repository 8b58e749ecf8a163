"""What a newcomer types first, refused: the message holds a call or a value that works, and here it is made."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

import exactalign
from exactalign import Distribution, ExactAlignError, Reward, best_of_n, from_float, rational

P = Distribution.from_probabilities(["1/2", "1/2"])
R = Reward.values([0, 1])


def message(call: Callable[[], object]) -> str:
    with pytest.raises(ExactAlignError) as caught:
        call()
    text = str(caught.value)
    assert "\n" not in text
    assert len(text) < 260
    return text


def made(text: str, pattern: str, **values: Any) -> Any:
    """Evaluate the call that a message names."""
    found = re.search(pattern, text)
    assert found is not None, text
    return eval(found[0], {**vars(exactalign), "exactalign": exactalign, "Distribution": Distribution, **values})


FLOATS = [0.1, 0.2, 0.7]
ARRAYS: list[Any] = [FLOATS, tuple(FLOATS)]


def arrays() -> list[Any]:
    numpy = pytest.importorskip("numpy")
    return [*ARRAYS, numpy.array(FLOATS), numpy.array(FLOATS, dtype=numpy.float32)]


def test_floats_where_probabilities_are_meant() -> None:
    for values in arrays():
        for build in (Distribution.from_probabilities, Distribution.from_weights):
            text = message(lambda b=build, v=values: b(v))  # type: ignore[misc]
            law = made(text, r"Distribution\.from_floats\(values, normalize=True\)", values=values)
            assert law == Distribution.from_weights([from_float(value) for value in values])


def test_from_floats_without_normalize_names_both_ways() -> None:
    text = message(lambda: Distribution.from_floats(FLOATS))
    assert sum(made(text, r"Distribution\.from_floats\(.*?\)", values=FLOATS).probabilities) == 1
    assert "normalize=False refuses any other sum" in text
    assert Distribution.from_floats([0.25, 0.75], normalize=False) == Distribution({0: "1/4", 1: "3/4"})


def test_floats_where_rewards_are_meant() -> None:
    for values in arrays():
        text = message(lambda v=values: Reward.values(v))  # type: ignore[misc]
        reward = made(text, r"Reward\.from_floats\(values\)", values=values, Reward=Reward)
        assert [reward[place] for place in range(3)] == [from_float(value) for value in values]


def test_a_float_names_the_two_exact_ways() -> None:
    text = message(lambda: rational(0.1))
    (decimal,) = re.findall(r"the string ('0\.1')", text)
    assert rational(decimal.strip("'")) == Fraction(1, 10)
    assert made(text, r"exactalign\.from_float\(0\.1\)") == Fraction(0.1)


def test_an_n_that_is_not_whole() -> None:
    assert "write 2 to mean it exactly" in message(lambda: best_of_n(P, R, 2.0))
    text = message(lambda: best_of_n(P, R, 2.5))
    (decimal,) = re.findall(r"the string '([^']*)'", text)
    assert "3/5" not in str(best_of_n(P, R, decimal).kl())
    assert "at least 1" in message(lambda: best_of_n(P, R, 0))
    large = message(lambda: best_of_n(P, R, 10**10))
    assert "best_of_n(…, enclosed=True)" in large
    assert best_of_n(P, R, 10**10, enclosed=True).win_rate() > Fraction(1, 2)
