"""Arguments of the wrong kind: what is refused, in which words, and what is let through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from exactalign import Distribution, LogForm, Reward, log
from exactalign.exceptions import WrongKind
from exactalign.numbers.arguments import checked, tuples
from exactalign.numbers.enclosures import Enclosure

if TYPE_CHECKING:
    from decimal import Decimal

P = Distribution.uniform(2)
R = Reward.values([0, 1])


@checked
def taking(
    source: Distribution | None,
    forms: Sequence[LogForm] = (),
    file: str | Path = "",
    whole: int = 1,
    *,
    table: Mapping[LogForm, LogForm] | None = None,
    rule: Callable[[int], int] = abs,
    names: Iterable[str] = (),
    hidden: Decimal | None = None,
) -> tuple[Any, ...]:
    """Return what it is given."""
    return source, forms, file, whole, table, rule, names, hidden


GIVE_SOURCE = 'give a Distribution, such as Distribution.from_probabilities(["1/2", "1/2"])'


@pytest.mark.parametrize(
    ("arguments", "named", "said"),
    [
        ((3,), {}, f"source of taking is 3, an int: {GIVE_SOURCE}"),
        ((), {"source": "a"}, f"source of taking is 'a', a str: {GIVE_SOURCE}"),
        ((Distribution,), {}, f"source of taking is the class Distribution itself: {GIVE_SOURCE}"),
        ((R,), {}, f"source of taking is Reward.parse('0, 1'), a Reward: {GIVE_SOURCE}"),
        (("x" * 38,), {}, f"source of taking is '{'x' * 38}', a str: {GIVE_SOURCE}"),  # 40 characters as written
        (("x" * 39,), {}, f"source of taking is a str: {GIVE_SOURCE}"),
        (("<x>",), {}, f"source of taking is a str: {GIVE_SOURCE}"),
        ((P, 3), {}, "forms of taking is 3, an int: give a list or tuple of LogForms"),
        ((P, [log(2), 1]), {}, "forms of taking has 1, an int at place 1: give a list or tuple of LogForms"),
        ((P, [P]), {}, "forms of taking has a Distribution at place 0: give a list or tuple of LogForms"),
        ((P, (), 1), {}, "file of taking is 1, an int: give a str or a Path"),
        ((P, (), "", 1.5), {"table": 3}, "table of taking is 3, an int: give a mapping"),
        ((P,), {"rule": 3}, "rule of taking is 3, an int: give a function"),
        ((P,), {"rule": None}, "rule of taking is None, a NoneType: give a function"),
        ((P,), {"names": 3}, "names of taking is 3, an int: give a list or tuple of strs"),
        ((P,), {"names": ["a", None]}, "names of taking has None, a NoneType at place 1: give a list or tuple of strs"),
        ((P,), {"names": {None: 1}}, "names of taking has None, a NoneType at place 0: give a list or tuple of strs"),
        ((P,), {"names": 3, "table": 3}, "table of taking is 3, an int: give a mapping"),
    ],
)
def test_what_is_refused_by_name(arguments: tuple[Any, ...], named: dict[str, Any], said: str) -> None:
    with pytest.raises(WrongKind) as caught:
        taking(*arguments, **named)
    assert str(caught.value) == said
    assert isinstance(caught.value, TypeError)


def test_what_is_let_through() -> None:
    """None where it is said, any number, any mapping, and what only type checkers know the name of."""
    assert taking(None) == (None, (), "", 1, None, abs, (), None)
    for whole in (Fraction(1, 2), 0.5, "x", None):
        assert taking(P, [log(2)], Path("a"), whole, table={1: 2}, rule=len, hidden=3)[3] is whole
    assert taking(source=P, forms={log(2): 1})[0] is P


def test_what_can_be_gone_through_once_is_not_gone_through() -> None:
    left = iter([log(2), 3])
    assert taking(P, left)[1] is left
    assert list(left) == [log(2), 3]


@checked
class Held:
    """A class whose making is checked."""

    def __init__(self, bounds: Enclosure, later: Held | None = None) -> None:
        """Take bounds."""
        self.bounds = bounds


def test_a_class_is_checked_under_its_name() -> None:
    bounds = Enclosure(Fraction(0), Fraction(1))
    assert Held(bounds).bounds is bounds
    with pytest.raises(WrongKind, match=r"^bounds of Held is 1, an int: give an Enclosure$"):
        Held(1)  # type: ignore[arg-type]
    assert Held(bounds, 3).bounds is bounds  # type: ignore[arg-type]  # a class of another package is not looked for


class Making:
    """A class of which one function is checked."""

    @checked
    def __init__(self, values: Sequence[int]) -> None:
        """Take numbers, into which nobody looks."""
        self.values = values

    @checked
    def named(self, name: str) -> str:
        """Take a name."""
        return name


def test_a_function_of_a_class_is_named_with_it() -> None:
    made = Making(["a", None])  # type: ignore[list-item]
    with pytest.raises(WrongKind, match=r"^values of Making is 1, an int: give a list or tuple$"):
        Making(1)  # type: ignore[arg-type]
    with pytest.raises(WrongKind, match=r"^name of Making\.named is 1, an int: give a str$"):
        made.named(1)  # type: ignore[arg-type]
    assert made.named(name="a") == "a"


def test_tuples_of_one_size() -> None:
    def pairs() -> Iterator[Any]:
        yield [1, 2]
        yield (3, 4)
        yield from ((5, 6, 7), (8,))

    found = tuples(pairs(), 2, "terms")
    assert [next(found), next(found)] == [(1, 2), (3, 4)]
    with pytest.raises(WrongKind, match=r"^terms has \(5, 6, 7\), a tuple at place 2: give tuples of 2$"):
        next(found)
    for wrong, told in ((("a",), "('a',), a tuple"), ("ab", "'ab', a str"), ({1, 2}, "{1, 2}, a set")):
        with pytest.raises(WrongKind) as caught:
            list(tuples([wrong], 2, "rows"))
        assert str(caught.value) == f"rows has {told} at place 0: give tuples of 2"
