"""Limits that are shown where no number has been computed yet (in help, say): this module imports nothing."""

MAX_DIGITS = 1_000_000
"""Most digits of an enclosure or a decimal."""
