"""Sorts: what a variable of a claim ranges over. A sort is part of what is claimed: a positive law has no zeros."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import attrs

from exactalign.text.articles import with_article

_GIVEN: Final = "letters "
_SEQUENCES: Final = ("counts", "rules")


@attrs.frozen(eq=False, slots=False)
class Space:
    """A finite space: the letters of a named alphabet, or with a length (a term) the words over it."""

    alphabet: str = "A"
    length: Any = None

    @property
    def size(self) -> int | None:
        """How many letters an alphabet of given size has; None for one that varies."""
        return int(self.alphabet.removeprefix(_GIVEN)) if self.alphabet.startswith(_GIVEN) else None

    @cached_property
    def key(self) -> tuple[object, ...]:
        """What makes two spaces the same."""
        return (self.alphabet, None if self.length is None else self.length.key)

    @property
    def letters(self) -> Space:
        """The space of single letters."""
        return Space(self.alphabet)


LETTERS: Final = Space()


def letters(size: int) -> Space:
    """The alphabet 0, …, size − 1."""
    return Space(f"{_GIVEN}{size}")


@attrs.frozen(eq=False, slots=False)
class Sort:
    """A kind of value, over a space where the kind has one; a family has a law for each outcome of its `index`."""

    kind: str
    space: Space | None = None
    index: Space | None = None

    @cached_property
    def key(self) -> tuple[object, ...]:
        """What makes two sorts the same."""
        return (self.kind, *(None if space is None else space.key for space in (self.space, self.index)))

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Sort) and self.key == other.key)

    def __hash__(self) -> int:
        return hash(self.key)

    def __str__(self) -> str:
        return self.kind

    @property
    def told(self) -> str:
        """What a value of the sort is, in a sentence: an outcome, a sequence of rules."""
        return with_article(f"sequence of {self.kind}" if self.kind in _SEQUENCES else self.kind)


WIDER: Final = {
    "positive law": "law",
    "family of positive laws": "family of laws",
    "positive real": "nonnegative real",
    "nonnegative real": "real",
    "count": "natural number",
    "event": "proposition",
}
"""The next wider kind of each kind; counts and natural numbers enter arithmetic through the operator `real`."""

REAL: Final = Sort("real")
NONNEGATIVE: Final = Sort("nonnegative real")
POSITIVE: Final = Sort("positive real")
COUNT: Final = Sort("count")
NATURAL: Final = Sort("natural number")
PROPOSITION: Final = Sort("proposition")
REAL_FUNCTION: Final = Sort("real function")
"""Functions of a real number, such as the f of an f-divergence."""
COUNTS: Final = Sort("counts")
"""Sequences of whole numbers N_1, N_2, … ≥ 1."""


def law_on(space: Space = LETTERS) -> Sort:
    """Laws on a space, zeros allowed."""
    return Sort("law", space)


def positive_law_on(space: Space = LETTERS) -> Sort:
    """Laws that are positive at every outcome of the space."""
    return Sort("positive law", space)


def reward_on(space: Space = LETTERS) -> Sort:
    """Real functions of an outcome."""
    return Sort("reward", space)


def outcome_of(space: Space = LETTERS) -> Sort:
    """Outcomes of a space."""
    return Sort("outcome", space)


def rule_on(space: Space = LETTERS) -> Sort:
    """Rules that keep one of N draws from a space, possibly by chance."""
    return Sort("rule", space)


def laws_on(index: Space, space: Space = LETTERS) -> Sort:
    """Families of laws: one on the space for each outcome of the index, as a policy has one for each prompt."""
    return Sort("family of laws", space, index)


def positive_laws_on(index: Space, space: Space = LETTERS) -> Sort:
    """Families of laws that are positive at every outcome."""
    return Sort("family of positive laws", space, index)


def rules_on(space: Space = LETTERS) -> Sort:
    """Sequences of rules: the m-th keeps one of N_m words of length m over the letters."""
    return Sort("rules", space)


def rate_on(space: Space = LETTERS) -> Sort:
    """Rate functions of large deviation principles, given by laws on the letters."""
    return Sort("rate", space)


def is_a(sort: Sort, wanted: Sort) -> bool:
    """Whether every value of a sort is one of the wanted sort."""
    kinds = _WIDENED.get(sort.kind)
    return sort == wanted if kinds is None else wanted.kind in kinds and sort.key[1:] == wanted.key[1:]


def _kinds_above(kind: str) -> frozenset[str]:
    """A kind and all wider ones."""
    return frozenset({kind}) | (_kinds_above(WIDER[kind]) if kind in WIDER else frozenset())


_WIDENED: Final = {kind: _kinds_above(kind) for kind in WIDER}


def wider(sort: Sort) -> Sort | None:
    """The next wider sort, or None."""
    kind = WIDER.get(sort.kind)
    return None if kind is None else Sort(kind, sort.space, sort.index)
