"""Arguments of the wrong kind, refused by name: what was given, to what, and what would be right.

The kinds are read from the annotations of a function on its first call, so that they are written once.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from types import NoneType, UnionType
from typing import Any, TypeGuard, TypeVar, Union, get_args, get_origin, get_type_hints

from attrs import frozen

from exactalign.exceptions import WrongKind
from exactalign.text.articles import with_article

F = TypeVar("F", bound=Callable[..., Any])

_SUCH_AS = {
    "AlignedFamily": "AlignedFamily(p, r)",
    "Distribution": 'Distribution.from_probabilities(["1/2", "1/2"])',
    "MarkovSource": 'MarkovSource.from_rows(["1/2, 1/2", "1/4, 3/4"], length=10)',
    "MemorylessSource": "p**10 of a Distribution p",
    "Reward": 'Reward.values([0, "1/2", 1])',
    "RewardLaw": "RewardLaw(p, r)",
}
"""How the common nouns are had."""


@frozen
class _Kind:
    """What an argument may be, in words and as classes; of lists and tuples also what their entries may be."""

    words: str
    classes: tuple[type, ...]
    entries: tuple[type, ...] = ()

    def refused(self, value: Any) -> str:
        """What is wrong with a value, or nothing."""
        if not isinstance(value, self.classes):
            return f"is {_told(value)}"
        if self.entries and _can_be_looked_through(value):
            for place, entry in enumerate(value):
                if not isinstance(entry, self.entries):
                    return f"has {_told(entry)} at place {place}"
        return ""


def checked(function: F) -> F:
    """Decorate a function or a class: arguments whose kinds are annotated, and are not so, are refused by name.

    Classes, containers and functions are checked, and the entries of lists where their class is known. Numbers are
    not: each reader of numbers has its own words. Raises `WrongKind`, which is a `TypeError`.

    >>> @checked
    ... def total(values: Sequence[int]) -> int:
    ...     return sum(values)
    >>> total([1, 2])
    3
    >>> total(3)
    Traceback (most recent call last):
    exactalign.exceptions.WrongKind: values of total is 3, an int: give a list or tuple
    """
    if inspect.isclass(function):
        kind: Any = function
        kind.__init__ = _wrapped(kind.__init__, kind.__name__, kind.__module__)
        return function
    wrapped: F = _wrapped(function, function.__qualname__.removesuffix(".__init__"), function.__module__)
    return wrapped


def tuples(values: Iterable[Any], size: int, name: str) -> Iterator[tuple[Any, ...]]:
    """Iterate over what has to be tuples of one size; raise `WrongKind` at the first that is none.

    >>> list(tuples([(1, 2)], 2, "terms"))
    [(1, 2)]
    """
    for place, value in enumerate(values):
        if not isinstance(value, (tuple, list)) or len(value) != size:
            raise WrongKind(f"{name} has {_told(value)} at place {place}: give tuples of {size}")
        yield tuple(value)


def _wrapped(function: Any, name: str, module: str) -> Any:
    kinds: list[tuple[int, str, _Kind]] | None = None

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        nonlocal kinds
        if kinds is None:
            kinds = list(_kinds(function, module))
        given = len(args)
        for position, argument, kind in kinds:
            if position < given:
                value = args[position]
            elif argument in kwargs:
                value = kwargs[argument]
            else:
                continue
            if isinstance(value, kind.classes) and not kind.entries:
                continue  # as nearly always: a call of its own would cost as much as the question
            wrong = kind.refused(value)
            if wrong:
                raise WrongKind(f"{argument} of {name} {wrong}: give {kind.words}")
        return function(*args, **kwargs)

    return call


def _kinds(function: Any, module: str) -> Iterable[tuple[int, str, _Kind]]:
    for position, parameter in enumerate(inspect.signature(function).parameters.values()):
        kind = _kind(_hint(parameter.annotation, module))
        if kind is not None:
            place = sys.maxsize if parameter.kind is parameter.KEYWORD_ONLY else position
            yield place, parameter.name, kind


def _hint(annotation: Any, module: str) -> Any:
    """What an annotation says; Any where its names are known to type checkers alone."""
    written = type("Written", (), {"__annotations__": {"it": annotation}})
    try:
        return get_type_hints(written, vars(sys.modules[module]))["it"]
    except NameError:
        return Any


def _kind(hint: Any) -> _Kind | None:
    """The kind that an annotation tells, or None where any value is read or numbers are meant."""
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    words: list[str] = []
    classes: list[type] = []
    entries: tuple[type, ...] = ()
    for part in parts:
        origin = get_origin(part) or part
        if origin is NoneType:
            classes.append(NoneType)
        elif origin in _CONTAINERS:
            words.append(_CONTAINERS[origin][0])
            classes += _CONTAINERS[origin][1]
            inner = get_args(part)[:1]
            if inner and origin is not Mapping and _is_noun(inner[0]):
                entries = inner
                words[-1] += f" of {inner[0].__name__}s"
        elif _is_noun(origin):
            words.append(_a(origin))
            classes.append(origin)
        else:
            return None
    return _Kind(" or ".join(words), tuple(classes), entries) if words else None


_CONTAINERS: dict[Any, tuple[str, tuple[Any, ...]]] = {
    # A NumPy array is no Sequence, and welcome: what can be gone through is enough. What is usual is asked for first:
    # Python takes ten times as long to tell that a list is iterable as that it is a list.
    Sequence: ("a list or tuple", (list, tuple, Iterable)),
    Iterable: ("a list or tuple", (list, tuple, Iterable)),
    Mapping: ("a mapping", (dict, Mapping)),
    Callable: ("a function", (Callable,)),
}


def _can_be_looked_through(value: object) -> TypeGuard[Iterable[object]]:
    """Whether its entries can be asked for without using it up."""
    return isinstance(value, (list, tuple)) or (isinstance(value, Iterable) and not isinstance(value, Iterator))


def _is_noun(part: Any) -> bool:
    """Whether a part of an annotation is a class that a value must belong to, and no number."""
    return inspect.isclass(part) and (part.__module__.startswith("exactalign.") or part.__name__ in ("str", "Path"))


def _a(noun: type) -> str:
    example = _SUCH_AS.get(noun.__name__)
    return with_article(noun.__name__) + (f", such as {example}" if example else "")


def _told(value: Any) -> str:
    if inspect.isclass(value):
        return f"the class {value.__name__} itself"
    shown = repr(value)
    kind = _a(type(value)).partition(",")[0]
    return f"{shown}, {kind}" if len(shown) <= 40 and "<" not in shown else kind
