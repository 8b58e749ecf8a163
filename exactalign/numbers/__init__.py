"""Exact and enclosed numbers, and the arithmetic that is closed over them.

Importing any module of this room loads the rules of arithmetic, which the operators of every number follow, and how
numbers are shown.
"""

from exactalign.numbers import arithmetic, display

__all__ = ["arithmetic", "display"]
