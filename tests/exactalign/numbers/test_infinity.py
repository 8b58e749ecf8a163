"""±oo by itself; what it makes with other numbers is asked in `test_arithmetic`."""

import copy
import pickle

import pytest

from exactalign import log, oo
from exactalign.numbers.infinity import Infinity


def test_two_infinities_and_no_more() -> None:
    assert [Infinity(sign).sign for sign in (5, 1, 0, -1, -7)] == [1, 1, -1, -1, -1]
    assert (Infinity(), Infinity(-1)) == (oo, -oo)
    assert oo != -oo
    assert oo not in (1, 10**400, float("inf"), "oo", None)
    assert (hash(oo), hash(-oo)) == (hash(Infinity(3)), hash(Infinity(-3)))
    assert len({oo, -oo, Infinity()}) == 2


def test_signs_floats_and_text() -> None:
    for value, sign in ((oo, 1), (-oo, -1)):
        assert value.sign == sign
        assert float(value) == sign * float("inf")
        assert repr(value) == str(value) == ("oo" if sign > 0 else "-oo")
        assert abs(value) == oo
        assert +value is value
        negated = -value
        assert negated.sign == -sign
        assert bool(value)
        for again in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):
            assert again == value


def test_it_is_immutable() -> None:
    with pytest.raises(AttributeError, match=r"^oo is immutable$"):
        oo.sign = -1
    with pytest.raises(AttributeError, match=r"^oo is immutable$"):
        oo.other = 1


def test_order() -> None:
    assert (oo <= oo, oo >= oo, oo < oo, oo > oo) == (True, True, False, False)
    assert (-oo < oo, oo < -oo, -oo <= oo, oo <= -oo) == (True, False, True, False)
    assert (log(2) < oo, log(2) > oo, log(2) < -oo, log(2) > -oo) == (True, False, False, True)
