"""Public names that are imported on their first use, so that a command which needs none of them starts at once."""

import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any


def names_of(
    package: str, homes: Mapping[str, str], rooms: Iterable[str] = ()
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the `__getattr__` and `__dir__` of a package: module → its public names, separated by spaces.

    `rooms` are subpackages that are there without being imported by name.
    """
    found = {name: f"{package}.{module}" for module, names in homes.items() for name in names.split()}
    packages = frozenset(rooms)

    def attribute(name: str) -> Any:
        if name in packages:
            return import_module(f"{package}.{name}")
        if name not in found:
            raise AttributeError(f"module {package!r} has no attribute {name!r}", name=name, obj=sys.modules[package])
        value = getattr(import_module(found[name]), name)
        setattr(sys.modules[package], name, value)
        return value

    def listed() -> list[str]:
        return sorted({*vars(sys.modules[package]), *found, *packages})

    return attribute, listed
