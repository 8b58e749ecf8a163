"""±oo as an answer: a divergence can be infinite. What it makes with other numbers is said in `arithmetic`."""

from __future__ import annotations

from exactalign.numbers.operators import Operators


class Infinity(Operators):
    """+∞ or −∞; `oo` is the one to use.

    oo − oo, 0·oo and oo/oo have no value and are refused; everything else that has one is answered.

    >>> oo > 10**100, -oo < oo, oo + 1, 1 / oo
    (True, True, oo, Fraction(0, 1))
    """

    __slots__ = ("sign",)

    sign: int

    def __init__(self, sign: int = 1) -> None:
        object.__setattr__(self, "sign", 1 if sign > 0 else -1)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("oo is immutable")

    def __reduce__(self) -> tuple[type[Infinity], tuple[int]]:
        return (Infinity, (self.sign,))

    def __neg__(self) -> Infinity:
        return Infinity(-self.sign)

    def __pos__(self) -> Infinity:
        return self

    def __abs__(self) -> Infinity:
        return Infinity(1)

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Infinity) and other.sign == self.sign

    def __hash__(self) -> int:
        return hash(("oo", self.sign))

    def __float__(self) -> float:
        return float("inf") if self.sign > 0 else float("-inf")

    def __repr__(self) -> str:
        return "oo" if self.sign > 0 else "-oo"


oo = Infinity()
