"""Copies of what can change: what is done to a list afterwards is done to that list alone."""

from __future__ import annotations

from typing import Any, Final

FIXED: Final = (tuple, frozenset)
CHANGING: Final = (list, set, dict)


def copied(value: Any, memo: dict[int, Any]) -> Any:
    """A value with lists, sets and mappings of its own; `memo` has those that were copied before, by their identity.

    >>> shared = [1]
    >>> one, other = copied((shared, shared), {})
    >>> one is other, one is shared
    (True, False)
    """
    if type(value) not in (*FIXED, *CHANGING) or id(value) in memo:
        return memo.get(id(value), value)
    if type(value) is dict:
        memo[id(value)] = by_key = {key: copied(item, memo) for key, item in value.items()}
        return by_key
    parts = [copied(item, memo) for item in value]
    changed = type(value) in CHANGING or any(new is not old for new, old in zip(parts, value, strict=True))
    memo[id(value)] = found = type(value)(parts) if changed else value
    return found
