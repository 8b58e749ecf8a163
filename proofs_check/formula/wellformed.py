"""A formula built anew from its leaves: what a claim's file may have put together by hand is not trusted.

Python lets anybody make a `Term` with any sort, or a class that only looks like one. What is judged is the copy made
here, in which every operator has checked the sorts of its arguments.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from exactalign import Distribution, Reward
from exactalign.text.articles import with_article
from proofs_check.formula.names import shown_constant
from proofs_check.formula.operators import OPERATORS
from proofs_check.formula.sorts import COUNT, NATURAL, Sort, Space, is_a
from proofs_check.formula.terms import (
    BINDERS,
    LEAVES,
    SortError,
    Term,
    apply,
    free_variables,
    lift,
    variable,
    written,
)

_LEAF_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "variable": (str,), "number": (Fraction,), "constant": (Distribution, Reward, int, tuple),
}  # fmt: skip

_KINDS: Final[dict[type, tuple[str, ...]]] = {
    Distribution: ("law", "positive law"), Reward: ("reward",), int: ("outcome",), tuple: ("outcome",),
}  # fmt: skip
"""Of which kinds a given object may be: a reward that is called a law has entries below 0, or of another sum."""

_VERIFIED: dict[int, Term] = {}
"""Terms that were built here, by identity: what a variant of a statement keeps need not be built again."""
_MOST_KEPT: Final = 200_000


def verified(term: Any, anew: bool = False) -> Term:
    """The term built anew from its leaves, so that nothing stands in it that its operators and sorts do not allow.

    Raises `SortError` for what was put together by hand: another class, a sort that the arguments do not give, a leaf
    that is no plain value. With `anew` nothing is taken over from before, not even what was built here.
    """
    if (
        type(term) is not Term
        or type(term.op) is not str
        or type(term.args) is not tuple
        or type(term.sort) is not Sort
    ):
        raise SortError(f"a formula is made of terms, not of {with_article(type(term).__name__)}")
    if not anew and _VERIFIED.get(id(term)) is term:
        return term
    if len(_VERIFIED) > _MOST_KEPT:
        _VERIFIED.clear()
    found = _built(term, anew)
    _VERIFIED[id(found)] = found
    return found


def _built(term: Term, anew: bool) -> Term:
    if term.op in LEAVES:
        return _verified_leaf(term, anew)
    if term.op not in OPERATORS:
        raise SortError(f"{term.op!r} is no operator")
    try:
        args = tuple(verified(a, anew) for a in term.args)
    except RecursionError:
        raise SortError(
            "a formula of so many steps, one inside another, is not read: a long sum is written with sum_to"
        ) from None
    if term.op in BINDERS and args[0].op != "variable":
        raise SortError(f"“{written(term)}” binds what is no variable")
    if term.op in BINDERS:
        _refuse_another_sort(args[0], args[1:])
    found = apply(term.op, *args)
    if found.sort != term.sort or found.key != Term(term.op, args, term.sort, None).key:
        raise SortError(f"“{written(found)}” is {found.sort.told}, not {term.sort.told}")
    return found


def _refuse_another_sort(bound: Term, within: tuple[Term, ...]) -> None:
    """Raise `SortError` where the name of a bound variable is that of a variable of another sort in what it binds, or
    stands in the length of words that are not bound with it."""
    for part in within:
        free = free_variables(part) if bound.name in part.free else {}
        if (found := free.get(bound.name)) is not None and found.sort != bound.sort:
            raise SortError(
                f"{written(bound)} is bound, of the sort {bound.sort}, and of the sort {found.sort} in"
                f" “{written(part)}”: give one sort to a name"
            )
        for v in free.values():
            length = None if v.sort.space is None else v.sort.space.length
            if length is not None and bound.name in length.free and v.name != bound.name:
                raise SortError(
                    f"{written(v)} is over words of length {written(length)}, and does not vary with the"
                    f" {written(bound)} that is bound in front of “{written(part)}”: rename one, or bind both"
                )


def _verified_leaf(term: Term, anew: bool) -> Term:
    if type(term.leaf) not in _LEAF_TYPES[term.op] or term.args:
        raise SortError(f"{with_article(term.op)} cannot hold {with_article(type(term.leaf).__name__)}")
    space, index = (_verified_space(part, anew) for part in (term.sort.space, term.sort.index))
    if term.op == "number" and not is_a(lift(term.leaf).sort, term.sort):
        whole = term.sort in (COUNT, NATURAL) and term.leaf.denominator == 1
        if not whole or term.leaf < (1 if term.sort == COUNT else 0):
            raise SortError(f"{term.leaf} is no {term.sort}")
    if term.op == "variable":
        if type(term.sort.kind) is not str:
            raise SortError(f"a sort is no {type(term.sort.kind).__name__}")
        variable(term.leaf, Sort(term.sort.kind, space, index))  # its names are names
    if term.op == "number" and not type(term.leaf.numerator) is type(term.leaf.denominator) is int:
        raise SortError("a number is a fraction of two integers")
    if term.op == "constant" and term.sort.kind not in _KINDS[type(term.leaf)]:
        raise SortError(f"{shown_constant(term.leaf)} is no {term.sort.kind}")
    law = isinstance(term.leaf, Distribution)
    if law and term.sort.kind == "positive law" and 0 in term.leaf.probabilities:
        raise SortError(f"{shown_constant(term.leaf)} has a zero: it is no positive law")
    if term.op == "constant" and not _is_over(term.leaf, space):
        raise SortError(f"{shown_constant(term.leaf)} is not over the letters 0, …, n − 1 of its space")
    return Term(term.op, (), Sort(term.sort.kind, space, index), term.leaf)


def _verified_space(space: Any, anew: bool) -> Space | None:
    """The space made anew: what was kept in it, as its key, could say that it is another one."""
    if space is None:
        return None
    if type(space) is not Space or type(space.alphabet) is not str:
        raise SortError(f"a space is a Space of letters, not {with_article(type(space).__name__)}")
    return Space(space.alphabet, None if space.length is None else verified(space.length, anew))


def _is_over(leaf: Distribution | Reward | int | tuple[object, ...], space: Space | None) -> bool:
    """Whether a given object is over the letters of its space: a law or reward has each of them, a word is of them."""
    if space is None or space.size is None:
        return False
    if isinstance(leaf, (Distribution, Reward)):
        return space.length is None and [o for o, _ in leaf.items()] == list(range(space.size))
    word = leaf if isinstance(leaf, tuple) else (leaf,)
    if space.length is not None and space.length.op != "number":
        return False
    length = 1 if space.length is None else space.length.value
    inside = all(type(letter) is int and 0 <= letter < space.size for letter in word)
    return inside and len(word) == length and isinstance(leaf, tuple) == (space.length is not None)
