"""One instance of a claim: named exact values, shown the way a paper would write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from exactalign import Distribution, LogForm, Reward
from exactalign.numbers.rationals import exact_text
from exactalign.policies.tilting import TiltedDistribution
from exactalign.tables.table import to_json_value
from proofs_check.exceptions import ClaimError, NoSuchValue
from proofs_check.formula.names import shown_name
from proofs_check.language.comparisons import in_order, show
from proofs_check.language.copies import copied
from proofs_check.language.data import demand_data


class Case:
    """An instance: `Case(p=pmf("1/3, 2/3"), alpha=2)`; values are read as attributes. Immutable.

    >>> x = Case(p=pmf("1/3, 2/3"), alpha=2)
    >>> x, x.alpha, x.but(alpha=3).alpha
    (p = (1/3, 2/3), α = 2, 2, 3)
    """

    __slots__ = ("_given", "_memo", "_read", "_values")
    _values: dict[str, Any]
    _given: dict[str, Any]
    _memo: dict[int, Any]
    """What has been read of it: the same each time, and a copy where it can be changed."""
    _read: dict[str, list[set[str]]]
    """For each name where it is noted that it is read: here, and where the value is from."""

    def __init__(self, **values: Any) -> None:
        for name, value in values.items():
            if name.startswith("_") or hasattr(Case, name):
                raise ClaimError(f"case value {name} has the name of what a case does, or a _ before it: rename it")
            demand_data(value, f"case value {name}")
        memo: dict[int, Any] = {}  # what two values share they share in the copy as well
        object.__setattr__(self, "_values", {name: copied(value, memo) for name, value in values.items()})
        object.__setattr__(self, "_given", {})
        object.__setattr__(self, "_memo", {})
        read: set[str] = set()
        object.__setattr__(self, "_read", {name: [read] for name in values})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._values:
            raise NoSuchValue(f"this case has no {name!r}: it has {', '.join(self._values) or 'nothing'}")
        self._note(name)
        if name not in self._given:
            self._given[name] = copied(self._values[name], self._memo)
        return self._given[name]

    def _note(self, *names: str) -> None:
        for name in names:
            for read in self._read[name]:
                read.add(name)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a case is immutable: use case.but({name}=…)")

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        memo: dict[int, Any] = {}
        self._note(*self._values)
        return ((name, copied(value, memo)) for name, value in self._values.items())

    def but(self, **changes: Any) -> Case:
        """Return the case with some values replaced or added."""
        made = Case(**{**self._values, **changes})
        for name in self._values.keys() - changes.keys():  # what is read of these is read here
            made._read[name] += self._read[name]
        return made

    def apart(self) -> Case:
        """Return the case anew: what is changed or read of it is changed and read nowhere else."""
        return Case(**self._values)

    def names(self) -> set[str]:
        """Return the names of its values."""
        return set(self._values)

    def names_read(self) -> set[str]:
        """Return the names of what has been read of it, and of the cases that are made of it."""
        return {name for name, (read, *_) in self._read.items() if name in read}

    def to_json(self) -> dict[str, object]:
        """Return the values as JSON, exactly: laws and rewards as lists, or by letter where these are not 0, 1, …."""
        self._note(*self._values)
        return {name: _plain(value) for name, value in self._values.items()}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Case):
            return NotImplemented
        for case in (self, other):
            case._note(*case._values)
        return self._values == other._values

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))  # as they are equal in any order

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (self._values,)

    def __repr__(self) -> str:
        names = [shown_name(name) for name in self._values]
        told = names if len(set(names)) == len(names) else list(self._values)  # eps beside epsilon
        values = zip(told, self._values.values(), strict=True)
        return ", ".join(f"{name} = {show(value)}" for name, value in values) or "(no parameters)"


def pmf(*probabilities: Any) -> Distribution:
    """Return a distribution on 0, 1, … from its probabilities, or from one string of them.

    >>> pmf("1/3, 2/3") == pmf("1/3", "2/3")
    True
    """
    if len(probabilities) == 1 and isinstance(probabilities[0], str):
        return Distribution.from_probabilities([part.strip() for part in probabilities[0].split(",")])
    return Distribution.from_probabilities(probabilities)


def proportional(*weights: Any) -> Distribution:
    """Return the distribution on 0, 1, … proportional to the weights.

    >>> proportional(1, 2)
    Distribution.from_probabilities(['1/3', '2/3'])
    """
    if not weights:
        raise ClaimError("proportional() needs at least one weight")
    return Distribution.from_weights(weights)


def told(case: Case | None) -> str:
    """What is told of a case, with exact numbers: the same for what need not be comparable, or is only enclosed.

    >>> told(Case(n=10**16)) == told(Case(n=10**16 + 1))
    False
    """
    return re.sub(r" at 0x[0-9a-fA-F]+", "", token(case)) if case is not None else ""


def token(case: Case) -> str:
    """A text that tells a case from others, with exact numbers.

    >>> token(Case(n=1)) == token(Case(n=Fraction(1))), token(Case(n=1)) == token(Case(n="1"))
    (True, False)
    """
    return _token(case._values)


def _token(value: Any) -> str:
    """What is equal has one text, in whatever order it stands."""
    if type(value) in (int, Fraction):
        return exact_text(Fraction(value))
    if isinstance(value, (Distribution, Reward, dict)):
        return f"{type(value).__name__}{sorted((_token(key), _token(item)) for key, item in value.items())}"
    if type(value) in (set, frozenset):
        return f"set{sorted(map(_token, value))}"
    if type(value) in (tuple, list):
        return f"{type(value).__name__}{list(map(_token, value))}"
    if is_dataclass(value):
        shown = [f"{field.name}={_token(getattr(value, field.name, None))}" for field in fields(value)]
        return f"{type(value).__qualname__}{shown}"
    return repr(value) if type(value) in (str, bool) else str(_plain(value))


def _rebuilt(values: dict[str, Any]) -> Case:
    return Case(**values)


def _by_key(entries: Sequence[tuple[Any, object]]) -> object:
    """An object, by what is shown of each key; pairs where two are shown alike, as 1 and "1" are."""
    shown = {show(key): item for key, item in entries}
    return shown if len(shown) == len(entries) else [[_plain(key), item] for key, item in entries]


def _plain(value: Any) -> object:
    if isinstance(value, (Distribution, Reward)):
        entries = [(letter, exact_text(number)) for letter, number in value.items()]
        return [number for _, number in entries] if in_order([letter for letter, _ in entries]) else _by_key(entries)
    if isinstance(value, TiltedDistribution):  # p·e^(α·r), over its sum
        family = value.family
        return {"p": _plain(family.reference), "r": _plain(family.reward), "alpha": _plain(value.alpha)}
    if isinstance(value, LogForm):
        return str(value)
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):  # a family of laws, or a rule
        return _by_key([(key, _plain(item)) for key, item in value.items()])
    try:
        return to_json_value(value)
    except (ValueError, TypeError):
        return str(value)
