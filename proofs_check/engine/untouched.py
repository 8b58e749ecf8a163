"""Whether a file of claims changed the program that judges it: a function replaced, a table rewritten.

A file of claims is a Python program, and nothing here is a sandbox. But what it claims must be judged by the engine as
it is: a replaced method or operator is found by comparing what stands in our modules before and after, and put back.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final, NamedTuple

_OURS: Final = ("proofs_check", "exactalign")
_ALSO: Final = ("fractions", "operator", "math")
"""Modules whose arithmetic ours is built on, and which Python lets anybody change."""
_PLAIN: Final = (str, int, tuple, frozenset)
"""What a constant of a module is, which has its name in capitals."""


class Place(NamedTuple):
    """Where something stands (a module, a class or a table), under which name, and what stands there."""

    holder: Any
    name: str
    value: Any
    code: CodeType | None

    @property
    def now(self) -> Any:
        """What stands there now; None when nothing does."""
        if isinstance(self.holder, dict):
            return self.holder.get(self.name)
        return vars(self.holder).get(self.name)

    @property
    def changed(self) -> bool:
        """Whether something else stands there, or the same function with other code."""
        return self.now is not self.value or _code(self.now) is not self.code

    def put_back(self) -> None:
        """Let stand there what did."""
        if (function := _function(self.value)) is not None and self.code is not None:
            function.__code__ = self.code
        if isinstance(self.holder, dict):
            self.holder[self.name] = self.value
        elif self.now is not self.value:
            setattr(self.holder, self.name, self.value)


class Names(NamedTuple):
    """A table, and the names that it has."""

    table: dict[str, Any]
    names: frozenset[str]

    @property
    def changed(self) -> bool:
        """Whether it has a name that it did not have."""
        return not self.table.keys() <= self.names

    def put_back(self) -> None:
        """Take away what was added."""
        for name in self.table.keys() - self.names:
            del self.table[name]


Snapshot = dict[str, Place | Names]


def snapshot() -> Snapshot:
    """What stands in the modules that judge claims: every function, class, method, constant and entry of a table."""
    found: Snapshot = {}
    for name, module in list(sys.modules.items()):
        ours = name.partition(".")[0] in _OURS and not name.startswith("proofs_check.papers.")
        if ours or name in _ALSO:
            found.update((place, what) for place, what in _of_module(name, module))
    return found


def changes(before: Snapshot) -> list[str]:
    """The names of what was there before and is something else now; everything is put back."""
    changed = [(name, place) for name, place in before.items() if place.changed]
    for _, place in changed:
        place.put_back()
    # A function that other modules import has several names: the one of its own module comes first.
    return [name for name, _ in sorted(changed, key=lambda found: not _is_home(*found))]


def _is_home(name: str, place: Place | Names) -> bool:
    home = getattr(place.value, "__module__", None) if isinstance(place, Place) else None
    return name.rpartition(".")[0] == home


def _of_module(name: str, module: ModuleType) -> Iterator[tuple[str, Place | Names]]:
    for key, value in list(vars(module).items()):
        if isinstance(value, type):
            yield f"{name}.{key}", Place(module, key, value, None)
            if value.__module__ == name:
                for attribute, part in list(vars(value).items()):
                    if attribute not in ("__dict__", "__weakref__", "__doc__") and not attribute.startswith("_abc_"):
                        yield f"{name}.{key}.{attribute}", Place(value, attribute, part, _code(part))
        elif callable(value):
            yield f"{name}.{key}", Place(module, key, value, _code(value))
        elif isinstance(value, dict) and not key.startswith("__"):
            if value and key.isupper() and all(isinstance(entry, str) for entry in value):
                yield f"{name}.{key}", Names(value, frozenset(value))
            for entry, part in list(value.items()):
                plain = isinstance(part, _PLAIN) and key.isupper()
                if isinstance(entry, str) and (plain or callable(part) or hasattr(type(part), "__attrs_attrs__")):
                    yield f"{name}.{key}[{entry}]", Place(value, entry, part, _code(part))
        elif isinstance(value, _PLAIN) and key.isupper():
            yield f"{name}.{key}", Place(module, key, value, None)


def _function(value: Any) -> FunctionType | None:
    function = getattr(value, "__func__", value)
    return function if isinstance(function, FunctionType) else None


def _code(value: Any) -> CodeType | None:
    function = _function(value)
    return None if function is None else function.__code__
