"""The operators of every kind of number, and the place where `arithmetic` says what they do.

The result of an operation can be of a kind that its operands do not know: a quotient of log forms is an enclosed
real, a product of them a log polynomial. So the kinds inherit their operators from here, and one module,
`arithmetic`, which knows all kinds, fills in the rules when the package is loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from exactalign.text.displayed import Displayed

Rule = Callable[[Any, Any], Any]


class Rules(NamedTuple):
    """What two numbers of any kinds make; a rule answers `NotImplemented` for what is no number."""

    add: Rule
    subtract: Rule
    multiply: Rule
    divide: Rule
    power: Rule
    compare: Rule
    """−1, 0 or 1; raises `Undecided` where enclosing does not separate."""


_installed: list[Rules] = []


def install(rules: Rules) -> None:
    """Set the rules that all operators follow."""
    _installed[:] = [rules]


class Operators(Displayed):
    """A number: + − × ÷ ** and the comparisons with numbers of every kind."""

    __slots__ = ()

    def __add__(self, other: Any) -> Any:
        return _installed[0].add(self, other)

    def __radd__(self, other: Any) -> Any:
        return _installed[0].add(other, self)

    def __sub__(self, other: Any) -> Any:
        return _installed[0].subtract(self, other)

    def __rsub__(self, other: Any) -> Any:
        return _installed[0].subtract(other, self)

    def __mul__(self, other: Any) -> Any:
        return _installed[0].multiply(self, other)

    def __rmul__(self, other: Any) -> Any:
        return _installed[0].multiply(other, self)

    def __truediv__(self, other: Any) -> Any:
        return _installed[0].divide(self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _installed[0].divide(other, self)

    def __pow__(self, other: Any) -> Any:
        return _installed[0].power(self, other)

    def __rpow__(self, other: Any) -> Any:
        return _installed[0].power(other, self)

    def __eq__(self, other: object) -> bool:
        order = _installed[0].compare(self, other)
        return NotImplemented if order is NotImplemented else bool(order == 0)

    def __lt__(self, other: Any) -> bool:
        order = _installed[0].compare(self, other)
        return NotImplemented if order is NotImplemented else bool(order < 0)

    def __le__(self, other: Any) -> bool:
        order = _installed[0].compare(self, other)
        return NotImplemented if order is NotImplemented else bool(order <= 0)

    def __gt__(self, other: Any) -> bool:
        order = _installed[0].compare(self, other)
        return NotImplemented if order is NotImplemented else bool(order > 0)

    def __ge__(self, other: Any) -> bool:
        order = _installed[0].compare(self, other)
        return NotImplemented if order is NotImplemented else bool(order >= 0)

    __hash__ = object.__hash__
