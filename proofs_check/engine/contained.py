"""What a file of claims does while it runs, kept to itself: neither does it end the program, nor write into its answer.

A check may call a program of its author's, which ends with `SystemExit(0)`: that is no success of ours. And what a file
prints goes to standard error, so that a table or JSON on standard output is ours alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

from proofs_check.exceptions import ClaimError


@contextmanager
def contained() -> Iterator[None]:
    """Run what belongs to a file of claims; an end of the program that it asks for is raised as a `ClaimError`.

    >>> with contained():
    ...     raise SystemExit(0)
    Traceback (most recent call last):
    ...
    proofs_check.exceptions.ClaimError: it ends the program (SystemExit)
    """
    try:
        with redirect_stdout(sys.stderr):
            yield
    except (Exception, KeyboardInterrupt):
        raise
    except BaseException as error:  # noqa: BLE001 (it is raised again, as what does not end the program)
        raise ClaimError(f"it ends the program ({type(error).__name__})").with_traceback(error.__traceback__) from None
