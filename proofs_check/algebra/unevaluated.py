"""SymPy as it is written: x/x stays x/x, since with what cancels goes what it needs (x ≠ 0).

Its functions are not made for that (sums and derivatives come out wrong, or not at all): only what is written with
operators is to be relied on. What is asked for before SymPy is imported is done when `symbolic` has imported it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_asked = False


@contextmanager
def as_written() -> Iterator[None]:
    """Within this SymPy evaluates nothing, once it is imported.

    >>> from proofs_check.algebra.symbolic import symbols
    >>> (x,) = symbols("x")
    >>> with as_written():
    ...     print(x / x)
    x/x
    >>> print(x / x)
    1
    """
    global _asked
    before, _asked = _asked, True
    found = _set(evaluate=False)
    try:
        yield
    finally:
        _asked = before
        _set(evaluate=not before if found is None else found)


def when_imported() -> None:
    """What is asked for by then."""
    if _asked:
        _set(evaluate=False)


def _set(*, evaluate: bool) -> bool | None:
    """Whether SymPy evaluates, and what it did; None where it is not imported."""
    parameters = sys.modules.get("sympy.core.parameters")
    if parameters is None:
        return None
    found: bool = parameters.global_parameters.evaluate
    parameters.global_parameters.evaluate = evaluate
    return found
