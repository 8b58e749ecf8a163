"""Doctests in docstrings as code blocks: in Markdown `>>>` would be three quotations."""

import re
from typing import Any

from griffe import Extension, Object

_EXAMPLE = re.compile(r"^( *)>>> .*(?:\n(?! *$).*)*", re.MULTILINE)


def fenced(text: str) -> str:
    """Return a docstring with every doctest in a fence of its own."""

    def block(found: re.Match[str]) -> str:
        lines = [line.removeprefix(found[1]) for line in found[0].splitlines()]
        return "\n".join(["", "```pycon", *lines, "```", ""])

    return _EXAMPLE.sub(block, text)


class Doctests(Extension):
    """Rewrites every docstring as it is collected."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Fence the doctests of one object."""
        if obj.docstring:
            obj.docstring.value = fenced(obj.docstring.value)
