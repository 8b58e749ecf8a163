"""JSON objects as they are read: what names a key twice says two things, and is refused."""

from __future__ import annotations

import json
from typing import Any

from exactalign.exceptions import InputError

_SHORT = 60  # of a key, in a message


def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return what a JSON object holds, for `json.loads(…, object_pairs_hook=members)`; which is silent, and keeps the
    last, where a key is there twice.

    >>> members([("p", 1), ("p", 2)])
    Traceback (most recent call last):
    exactalign.exceptions.InputError: an object gives the key "p" twice
    """
    built: dict[str, Any] = {}
    for key, value in pairs:
        if key in built:
            raise InputError(f"an object gives the key {json.dumps(key[:_SHORT])} twice")
        built[key] = value
    return built
