"""JSON objects as they are read: what names a key twice says two things, and is refused."""

from __future__ import annotations

from typing import Any

from exactalign.exceptions import InputError


def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return what a JSON object holds, for `json.loads(…, object_pairs_hook=members)`; which is silent, and keeps the
    last, where a key is there twice.

    >>> members([("p", 1), ("p", 2)])
    Traceback (most recent call last):
    exactalign.exceptions.InputError: an object gives the same key twice
    """
    built = dict(pairs)
    if len(built) != len(pairs):
        raise InputError("an object gives the same key twice")
    return built
