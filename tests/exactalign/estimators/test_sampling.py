"""Samples as draws without their order; how many types are listed at most."""

from fractions import Fraction

import pytest

from exactalign import Distribution, TooLarge
from exactalign.estimators import Sample, sampling
from exactalign.estimators.sampling import samples
from exactalign.exceptions import ParameterError


def test_samples() -> None:
    sample = Sample({"a": 2, "b": 0, "c": 1})
    assert sample.size == 3
    assert list(sample.draws()) == ["a", "a", "c"]
    assert sample.total({"a": 5, "c": Fraction(1, 2)}) == Fraction(21, 2)
    assert sample.mean({"a": 5, "c": Fraction(1, 2)}) == Fraction(7, 2)
    assert sample.total(len) == 3
    assert sample.without("a") == {"a": 1, "b": 0, "c": 1}
    assert sample.without("c") == {"a": 2, "b": 0, "c": 0}
    assert isinstance(sample.without("a"), Sample)
    assert sample == {"a": 2, "b": 0, "c": 1}


def test_what_has_no_chance_is_not_drawn_but_listed() -> None:
    law = Distribution.from_weights([0, 1, 2])
    found = list(samples(law, 2))
    assert {(sample[0], sample[1], sample[2]): chance for sample, chance in found} == {
        (0, 2, 0): Fraction(1, 9), (0, 1, 1): Fraction(4, 9), (0, 0, 2): Fraction(4, 9),
    }  # fmt: skip
    assert all(list(sample) == [0, 1, 2] for sample, _ in found)
    ((only, chance),) = samples(Distribution.from_weights([0, 1]), 3)
    assert (dict(only), chance) == ({0: 0, 1: 3}, Fraction(1))


def test_as_many_types_as_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sampling.MAX_TYPES == 200_000
    monkeypatch.setattr(sampling, "MAX_TYPES", 6)
    assert len(list(samples(Distribution.uniform(3), 2))) == 6
    assert len(list(samples(Distribution.uniform(2), 5))) == 6
    assert len(list(samples(Distribution.from_weights([1, 0, 1]), 5))) == 6
    with pytest.raises(TooLarge) as caught:
        next(samples(Distribution.from_weights([1, 0, 1]), 6))
    assert str(caught.value) == (
        "6 draws of 2 outcomes have 7 types, over 6: take fewer draws, or merge outcomes that the estimator does not "
        "tell apart"
    )
    with pytest.raises(TooLarge, match=r"^3 draws of 3 outcomes have 10 types, over 6: "):
        next(samples(Distribution.uniform(3), 3))
    with pytest.raises(ParameterError, match="n is 0"):
        next(samples(Distribution.uniform(3), 0))
