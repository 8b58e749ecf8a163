"""What a check asks of the claim itself: at which cases `holds` has an answer, and whether it is false there.

A check may make cases of its own, and look at a part of an answer alone: what it leaves is looked at here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, KeysView, Mapping, MutableMapping, ValuesView
from contextlib import contextmanager, suppress
from copy import copy
from itertools import islice
from typing import Any

import attrs

from exactalign.exceptions import Undecided
from proofs_check import Answer
from proofs_check.exceptions import NoSuchValue
from proofs_check.language.cases import Case, token
from proofs_check.language.claims import Claim
from proofs_check.language.comparisons import MOST_ANSWERS, settle, yielded
from proofs_check.language.records import one_call


@attrs.define
class Heard:
    """At which different cases a claim has said whether it holds, and why not where it has no answer."""

    cases: dict[str, Case] = attrs.field(factory=dict)
    silent: list[str] = attrs.field(factory=list)
    names: set[str] = attrs.field(factory=set)
    read: set[str] = attrs.field(factory=set)
    by_check: set[str] = attrs.field(factory=set)
    """What values the cases have, which of them are read, and which by the check itself."""

    def note(self, case: Case, *, by_check: bool = False) -> None:
        """Note what has been read of a case."""
        self.names |= case.names()
        self.read |= case.names_read()
        self.by_check |= case.names_read() if by_check else set()

    def add(self, *cases: Case) -> None:
        """Note cases at which it has been looked."""
        self.cases |= {token(case): case for case in cases}

    @property
    def number(self) -> int:
        """How many cases are looked at: a check that makes them may make one again and again."""
        return len(self.cases)

    @property
    def never(self) -> str:
        """Why `holds` has no answer, if it has none anywhere."""
        return self.silent[0] if self.silent and all(self.silent) else ""


@attrs.define
class Asked:
    """At which cases a check has an answer of `holds` itself, as it may make them; and where that is false."""

    inside: list[Case] = attrs.field(factory=list)
    outside: list[Case] = attrs.field(factory=list)
    false: list[Case] = attrs.field(factory=list)

    def demand_none_false(self) -> None:
        """Raise `Undecided` where the claim is false within the hypotheses, for a check that passes all the same."""
        if self.false:
            raise Undecided(f"the check passes, but it asks `holds` at ({self.false[0]}), where that is false")


@contextmanager
def hearing(claim: Claim, printed: bool, case: Case | None = None) -> Iterator[Asked]:
    """What a check asks of `holds` itself; of the `case` that it is given the engine asks."""
    asked = Asked()
    holds = claim.holds

    def heard(*given: Any, **named: Any) -> Answer:
        answer = to_be_read_again(holds(*given, **named))
        for x in [x for x in (*given, *named.values()) if type(x) is Case][:1]:
            note(x, answer)
        return read_again(answer)

    def note(x: Case, answer: Any) -> None:
        if not is_inside(x):
            asked.outside.append(x)
        elif x is case:
            asked.inside.append(x)
        else:
            with suppress(Exception), one_call(strict=False):  # it has no answer there, or none that is known
                true = settle(answer, told=False).holds
                asked.inside.append(x)
                asked.false.extend([] if true else [x])

    def is_inside(x: Case) -> bool:
        with suppress(NoSuchValue):  # it is about something else
            return not claim.broken_hypothesis(x.apart(), printed)
        return False

    vars(claim)["holds"] = heard
    try:
        yield asked
    finally:
        vars(claim).pop("holds", None)


def to_be_read_again(answer: Any) -> Any:
    """An answer of which nothing is used up: generators are read to their ends, or to an error, raised again there."""
    return _Read(yielded(answer)) if isinstance(answer, Iterator) else _in_each(to_be_read_again, answer)


def read_again(answer: Any) -> Answer:
    """The same, with generators in it that are at their beginning."""
    again: Answer = _from_the_beginning(answer) if isinstance(answer, _Read) else _in_each(read_again, answer)
    return again


def _from_the_beginning(answers: _Read) -> Iterator[Answer]:
    for answer in answers:
        yield read_again(answer)


def _in_each(change: Callable[[Any], Any], answer: Any) -> Any:
    """An answer with each part of it changed."""
    if isinstance(answer, Mapping):
        changed = copy(answer) if isinstance(answer, MutableMapping) else {}
        for key, item in answer.items():
            changed[key] = change(item)
        return changed
    if isinstance(answer, tuple) and type(answer) is not tuple:  # one with names
        return type(answer)(*map(change, answer)) if hasattr(answer, "_fields") else answer
    if type(answer) in (list, tuple, deque):
        return type(answer)(map(change, answer))
    return list(map(change, answer)) if isinstance(answer, (KeysView, ValuesView)) else answer


class _Read:
    """What a generator has yielded, as often as it is asked for."""

    def __init__(self, answers: Iterator[Answer]) -> None:
        self.items: list[Answer] = []
        self.error: Exception | None = None
        try:
            for answer in islice(answers, MOST_ANSWERS + 1):
                self.items.append(to_be_read_again(answer))
        except Exception as error:  # noqa: BLE001 (whatever it is, it is raised again)
            self.error = error

    def __iter__(self) -> Iterator[Answer]:
        yield from self.items
        if self.error is not None:
            raise self.error
