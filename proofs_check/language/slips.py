"""Slips of an author's pen that leave a claim without what was meant: a name that nothing reads, and what is read once.

They are seen in what a claim is made of, before anything of it is run.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from difflib import get_close_matches
from dis import get_instructions
from functools import cache, cached_property, partial
from inspect import isgeneratorfunction
from itertools import count, cycle, repeat
from types import CodeType, FunctionType
from typing import Any, Final

from proofs_check.exceptions import ClaimError
from proofs_check.language.assertions import PLAIN, Assertion
from proofs_check.language.claims import Claim, Hypothesis
from proofs_check.language.comparisons import is_comparing
from proofs_check.language.records import NO_COLUMN, Spot
from proofs_check.language.texts import Comparing, names_used

_ALIKE: Final = 0.85


def demand_no_slips(cls: type[Claim], read: dict[str, type]) -> None:
    """Raise `ClaimError` for a name that is almost one of those that are `read`, and for what is empty the second time.

    `read` says of each name of which class that is which stands under it.
    """
    own = {name: value for kind in reversed(cls.__mro__) if not _is_ours(kind) for name, value in vars(kind).items()}
    _refuse_misspelled(cls, own, read)
    changes = {name: value for variant in (*cls.teeth, cls.as_printed) for name, value in variant.changes.items()}
    for name, value in (*own.items(), *changes.items()):
        for found in _used_up(value, name, cls.__module__):
            raise ClaimError(f"claim {cls.id}: {found} is used up where it is read: give a tuple")


def never_made(cls: type[Claim], reached: set[Spot]) -> list[str]:
    """That a comparison which stands in a claim is made at none of the cases that are tried, in words."""
    file = getattr(sys.modules.get(cls.__module__), "__file__", None) or ""
    known = vars(sys.modules[cls.__module__]) if file else {}
    calls = Comparing(file, cls.__name__, known, is_comparing).calls() if file else ()
    there = {(line, column) for name, line, column in reached if name == file}
    lines = {line for line, column in there if column == NO_COLUMN}
    missed = sorted((min(places), said) for places, said in calls if not places & there and min(places)[0] not in lines)
    told = "no case that is tried makes the comparison in line"
    return [f"{told} {line}, {said[:_LONGEST]}" for (line, _), said in missed[:1]]


_LONGEST: Final = 80


def _is_ours(kind: type) -> bool:
    return (
        kind is object
        or kind.__module__.partition(".")[0] in ("exactalign", "typing", "abc")
        or kind in (Claim, Assertion)
    )


def _refuse_misspelled(cls: type[Claim], own: dict[str, Any], read: dict[str, type]) -> None:
    in_words = not issubclass(cls, Assertion)
    of_terms = PLAIN.keys() - read.keys() if in_words else set()
    for name in sorted(own.keys() & of_terms):
        if type(own[name]) is PLAIN[name] is not tuple:
            raise ClaimError(f"claim {cls.id} has {name!r}, which is read of a claim that is a term: of an Assertion")
    wanted = read if in_words else read | PLAIN
    changed = {name for variant in (*cls.teeth, cls.as_printed) for name in variant.changes}
    unread = own.keys() - {*dir(Assertion), *wanted, *changed}
    for name in sorted(name for name in unread if name.strip("_") == name):  # others are of the class's body alone
        for meant in get_close_matches(name, wanted, cutoff=_ALIKE):
            if type(own[name]) is wanted[meant] and name not in _read_somewhere(cls, own):
                raise ClaimError(f"claim {cls.id} has {name!r}, which nothing reads: {meant!r} is meant")


def _read_somewhere(cls: type[Claim], own: dict[str, Any]) -> set[str]:
    """The names that the functions of a claim read, or anything else in its file."""
    file = getattr(sys.modules.get(cls.__module__), "__file__", None) or ""
    return {name for value in own.values() for code in _codes(value) for name in code.co_names} | names_used(file)


def _codes(value: Any) -> Iterator[CodeType]:
    """The code of a function, or of a method of any kind, and what is written within it."""
    for _ in range(2):  # a method of some kind, of what is kept
        value = next(iter(_inner(value)), value)
    left = [value.__code__] if isinstance(value, FunctionType) else []
    while left:
        code = left.pop()
        yield code
        left += [constant for constant in code.co_consts if isinstance(constant, CodeType)]


def globals_read(function: Any) -> set[str]:
    """The names of its file that a function reads."""
    asked = (i for code in _codes(function) for i in get_instructions(code) if i.opname == "LOAD_GLOBAL")
    return {i.argval for i in asked}


def _used_up(value: Any, name: str, module: str) -> Iterator[str]:
    """The names under which something is found in a value that is empty once it has been read."""
    left, seen = [(name, value)], set[int]()
    while left:
        name, value = left.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if _ends(value) or (isinstance(value, _KEPT) and any(map(isgeneratorfunction, _inner(value)))):
            yield name
        left += _parts(value, name, module)


def _ends(value: Any) -> bool:
    """Whether something is empty once it has been read; what goes on for ever is not."""
    return isinstance(value, Iterator) and not isinstance(value, (count, cycle, repeat)) and not callable(value)


_KEPT: Final = (cached_property, type(cache(len)))
"""What keeps the answer of a function, and gives it again."""
_METHODS: Final = (staticmethod, classmethod, property)


def _inner(value: Any) -> list[Any]:
    """The function in a method of some kind, or in a cache."""
    names = ("func", "fget", "__wrapped__", "__func__") if isinstance(value, (*_KEPT, *_METHODS)) else ()
    return [found for name in names if (found := getattr(value, name, None)) is not None]


def _parts(value: Any, name: str, module: str) -> Iterator[tuple[str, Any]]:
    """What a value has in it: entries, what a function is given and what it reads of its file."""
    if type(value) in (list, tuple, set, frozenset):
        yield from ((name, item) for item in value)
    elif type(value) is dict:
        yield from ((name, item) for item in value.values())
    elif isinstance(value, Hypothesis):
        yield name, value.test
    elif isinstance(value, partial):
        yield from ((name, part) for part in (value.func, value.args, value.keywords))
    elif isinstance(value, FunctionType) and value.__module__ == module:
        yield from ((name, part) for part in (value.__defaults__, value.__kwdefaults__))
        cells = (cell for cell in value.__closure__ or () if not _is_empty(cell))
        yield from ((name, cell.cell_contents) for cell in cells)
        yield from ((word, value.__globals__[word]) for word in globals_read(value) if word in value.__globals__)
    else:
        yield from ((name, part) for part in _inner(value))


def _is_empty(cell: Any) -> bool:
    try:
        cell.cell_contents  # noqa: B018 (asked for whether there is one)
    except ValueError:
        return True
    return False
