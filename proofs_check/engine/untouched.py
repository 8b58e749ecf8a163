"""Whether a file of claims changed the program that judges it: a function replaced, a table rewritten.

A file of claims is a Python program, and nothing here is a sandbox. But what it claims must be judged by the engine as
it is: a replaced method or operator is found by comparing what stands in our modules before and after, and put back.
So is a claim that changes while it runs.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache, partial
from itertools import chain
from operator import attrgetter, is_
from types import FunctionType, ModuleType
from typing import Any, Final, NamedTuple

_OURS: Final = ("proofs_check", "exactalign")
_ALSO: Final = frozenset({
    "attr", "attrs", "builtins", "collections", "contextlib", "flint", "fractions", "functools", "hashlib", "itertools",
    "math", "operator", "random", "re",
})  # fmt: skip
"""Modules that ours are built on, and which Python lets anybody change."""
_PLAIN: Final = (str, int, tuple, frozenset)
"""What a constant of a module is, which has its name in capitals."""
_RELIED_ON: Final = ("builtins", __name__)
"""Modules with whose functions the others are compared: these are compared first, place by place, and put back."""
_OF_PYTHON: Final = ("__dict__", "__weakref__", "__doc__", "__annotations__")
"""What a class has for Python's own sake, or gets when it is looked at."""
_NAMES: Final = " (names)"
_CACHED: Final = type(lru_cache(_OF_PYTHON.count))
_CODE, _DEFAULTS, _BY_NAME = map(attrgetter, ("__code__", "__defaults__", "__kwdefaults__"))


class Made(NamedTuple):
    """What a function does, as far as it can be given something else: its code, and what is taken where nothing is
    given."""

    function: Any  # a FunctionType, which a type checker takes for a method of this class
    code: Any
    defaults: tuple[Any, ...] | None
    by_name: dict[str, Any] | None

    @property
    def changed(self) -> bool:
        """Whether the function does something else now."""
        f = self.function
        return f.__code__ is not self.code or f.__defaults__ is not self.defaults or f.__kwdefaults__ != self.by_name

    def put_back(self) -> None:
        """Let the function do what it did."""
        self.function.__code__ = self.code
        self.function.__defaults__ = self.defaults
        self.function.__kwdefaults__ = None if self.by_name is None else dict(self.by_name)


class Place(NamedTuple):
    """Where something stands (a module, a class or a table), under which name, and what stands there."""

    holder: Any
    name: str
    value: Any
    functions: tuple[Made, ...]

    @property
    def now(self) -> Any:
        """What stands there now; None when nothing does."""
        if isinstance(self.holder, dict):
            return self.holder.get(self.name)
        return vars(self.holder).get(self.name)

    @property
    def changed(self) -> bool:
        """Whether something else stands there, or the same function that does something else."""
        return self.now is not self.value or any(made.changed for made in self.functions)

    def put_back(self) -> None:
        """Let stand there what did."""
        for made in self.functions:
            made.put_back()
        if isinstance(self.holder, dict):
            self.holder[self.name] = self.value
        elif self.now is not self.value:
            setattr(self.holder, self.name, self.value)


class Names(NamedTuple):
    """A table, a class or a module, and the names that it has."""

    holder: Any
    names: frozenset[str]

    @property
    def added(self) -> list[str]:
        """Names that it did not have; of a module those of Python's own functions, which ours would call then."""
        if isinstance(self.holder, ModuleType):
            return [name for name in vars(builtins) if name in vars(self.holder) and name not in self.names]
        table = self.holder if isinstance(self.holder, dict) else vars(self.holder)
        return [n for n in table if n not in self.names and n not in _OF_PYTHON and not n.startswith("_abc_")]

    @property
    def changed(self) -> bool:
        """Whether it has a name that it did not have."""
        return bool(self.added)

    def put_back(self) -> None:
        """Take away what was added."""
        for name in self.added:
            if isinstance(self.holder, dict):
                del self.holder[name]
            else:
                delattr(self.holder, name)


class Block(NamedTuple):
    """A module, a class or a table: all that it held, and what of that is compared."""

    holder: Any
    look: Callable[[], Iterable[tuple[str, Place | Names]]]
    keys: list[Any]
    values: list[Any]
    places: dict[str, Place | Names]
    functions: list[Any]
    codes: list[Any]
    defaults: list[Any]
    by_name: list[Any]

    @property
    def changed(self) -> bool:
        """Whether any of it is something else now, also of what is not compared: then it is looked at place by place.

        Few places ever change, and to see that nothing at all did is quicker than looking at each.
        """
        table = self.holder if isinstance(self.holder, dict) else vars(self.holder)
        return (
            len(table) != len(self.keys)
            or not all(map(is_, table, self.keys))
            or not all(map(is_, table.values(), self.values))
            or not all(map(is_, map(_CODE, self.functions), self.codes))
            or not all(map(is_, map(_DEFAULTS, self.functions), self.defaults))
            or list(map(_BY_NAME, self.functions)) != self.by_name
        )

    def put_in_order(self) -> None:
        """Let the entries of a table stand in the order in which they did: messages list them."""
        table = self.holder
        if isinstance(table, dict) and list(table) != self.keys:
            found = {key: table[key] for key in (*self.keys, *table) if key in table}
            table.clear()
            table.update(found)


class Snapshot(NamedTuple):
    """What stands in the modules that judge claims, by the names of these, and in the classes of claims."""

    modules: dict[str, list[Block]]
    claims: list[Block]


_kept: list[dict[str, list[Block]]] = []
"""The blocks of the last snapshot, which the next one takes over where nothing changed. Empty while a file of claims
runs: what it is compared with is nowhere that it could reach by a name."""


def snapshot(claims: Iterable[type] = ()) -> Snapshot:
    """What stands in the modules that judge claims, every function, class, method, constant and entry of a table; and
    in the classes of claims."""
    found = {}
    kept = _kept.pop() if _kept else {}
    for name, module in list(sys.modules.items()):
        ours = name.partition(".")[0] in _OURS and not name.startswith("proofs_check.papers.")
        if ours or name in _ALSO:
            blocks = kept.get(name, [])
            found[name] = _taken_over(blocks, module) or list(_of_module(name, module))
    return Snapshot(found, [_of_class(getattr(claim, "id", "") or claim.__name__, claim) for claim in claims])


def _taken_over(blocks: list[Block], module: ModuleType) -> list[Block]:
    """The blocks of a module, of which only those are made again that changed: a table that keeps answers grows with
    every file. None of them where the module itself changed: it may have another class, or another table."""
    if not blocks or blocks[0].holder is not module or blocks[0].changed:
        return []
    changed = [block.changed for block in blocks]
    if not any(changed):
        return blocks
    return [_block(b.holder, b.look) if again else b for b, again in zip(blocks, changed, strict=True)]


def changes(before: Snapshot) -> list[str]:
    """The names of what was there before and is something else now; everything is put back."""
    relied = [before.modules.get(name, []) for name in _RELIED_ON]
    others = [blocks for name, blocks in before.modules.items() if name not in _RELIED_ON]
    told = _put_back(chain(*relied)) + _put_back(block for block in chain(*others, before.claims) if block.changed)
    _kept[:] = [before.modules]  # whatever a file has put there
    # A function that other modules import has several names: the one of its own module comes first.
    return [name for name, _ in sorted(told, key=lambda found: not found[1])]


def _put_back(blocks: Iterable[Block]) -> list[tuple[str, bool]]:
    """Look at the blocks place by place: what was changed, by its name, and whether that is its own module's."""
    places = [(block, name, place) for block in blocks for name, place in block.places.items() if place.changed]
    told = [(_named(name, place), _is_home(name, place)) for _, name, place in places]
    for _, _, place in places:
        place.put_back()
    for block, _, _ in places:
        block.put_in_order()
    return told


def _named(name: str, place: Place | Names) -> str:
    if isinstance(place, Place) or isinstance(place.holder, dict):
        return name
    return f"{name.removesuffix(_NAMES)}.{place.added[0]}"


def _is_home(name: str, place: Place | Names) -> bool:
    home = getattr(place.value, "__module__", None) if isinstance(place, Place) else None
    return name.rpartition(".")[0] == home


def _block(holder: Any, look: Callable[[], Iterable[tuple[str, Place | Names]]]) -> Block:
    table = holder if isinstance(holder, dict) else vars(holder)
    found = dict(look())
    made = [made for place in found.values() if isinstance(place, Place) for made in place.functions]
    return Block(
        holder, look, list(table), list(table.values()), found, [m.function for m in made], [m.code for m in made],
        [m.defaults for m in made], [m.by_name for m in made],
    )  # fmt: skip


def _of_module(name: str, module: ModuleType) -> Iterator[Block]:
    """The module, and each class and each table in it."""
    yield _block(module, partial(_in_module, name, module))
    for key, value in list(vars(module).items()):
        if isinstance(value, type) and value.__module__ == name and name != "builtins":  # whose nobody can change
            yield _of_class(f"{name}.{key}", value)
        elif isinstance(value, dict) and not key.startswith("__"):
            yield _block(value, partial(_in_table, f"{name}.{key}", value, constant=key.isupper()))


def _in_module(name: str, module: ModuleType) -> Iterator[tuple[str, Place | Names]]:
    yield f"{name}{_NAMES}", Names(module, frozenset(vars(builtins).keys() & vars(module).keys()))
    for key, value in list(vars(module).items()):
        if isinstance(value, type):
            yield f"{name}.{key}", Place(module, key, value, ())
        elif callable(value):
            yield f"{name}.{key}", Place(module, key, value, tuple(_made(value)))
        elif isinstance(value, _PLAIN) and key.isupper():
            yield f"{name}.{key}", Place(module, key, value, ())


def _in_table(name: str, table: dict[Any, Any], *, constant: bool) -> Iterator[tuple[str, Place | Names]]:
    if table and constant and all(isinstance(entry, str) for entry in table):
        yield name, Names(table, frozenset(table))
    for entry, part in list(table.items()):
        if not isinstance(entry, str):
            continue
        plain = isinstance(part, _PLAIN) and constant
        if plain or callable(part) or hasattr(type(part), "__attrs_attrs__"):
            yield f"{name}[{entry}]", Place(table, entry, part, tuple(_made(part)))


def _of_class(name: str, kind: type) -> Block:
    return _block(kind, partial(_in_class, name, kind))


def _in_class(name: str, kind: type) -> Iterator[tuple[str, Place | Names]]:
    yield f"{name}{_NAMES}", Names(kind, frozenset(vars(kind)))
    for attribute, part in list(vars(kind).items()):
        if attribute not in _OF_PYTHON and not attribute.startswith("_abc_"):
            yield f"{name}.{attribute}", Place(kind, attribute, part, tuple(_made(part)))


def _made(value: Any) -> Iterator[Made]:
    """The functions behind a method, a property, or a function that keeps its answers."""
    if isinstance(value, property):
        for part in (value.fget, value.fset):
            yield from _made(part)
    elif isinstance(value, cached_property):
        yield from _made(value.func)
    elif isinstance(value, (staticmethod, classmethod)):
        yield from _made(value.__func__)
    elif isinstance(value, (FunctionType, _CACHED)):
        if isinstance(value, FunctionType):
            by_name = None if value.__kwdefaults__ is None else dict(value.__kwdefaults__)
            yield Made(value, value.__code__, value.__defaults__, by_name)
        yield from _made(vars(value).get("__wrapped__"))
