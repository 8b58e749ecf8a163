"""What a check asks of the claim itself: at which cases `holds` has an answer, and whether it is false there.

A check may make cases of its own, and look at a part of an answer alone: what it leaves is looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any

import attrs

from exactalign.exceptions import TooLarge, Undecided
from proofs_check import Answer
from proofs_check.language.cases import Case, token
from proofs_check.language.claims import Claim
from proofs_check.language.comparisons import MOST_ANSWERS, settle, yielded


@attrs.define
class Heard:
    """At which different cases a claim has said whether it holds, and why not where it has no answer."""

    cases: dict[str, Case] = attrs.field(factory=dict)
    silent: list[str] = attrs.field(factory=list)

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

    def heard(x: Case) -> Answer:
        answer = to_be_read_again(holds(x))
        if not (isinstance(answer, _Read) and answer.fails):  # of that the check hears
            note(x, answer)
        again: Answer = read_again(answer)
        return again

    def note(x: Case, answer: Any) -> None:
        if not is_inside(x):
            asked.outside.append(x)
            return
        asked.inside.append(x)
        with suppress(Exception):  # nothing is known of the answer
            if x is not case and not settle(answer, told=False).holds:
                asked.false.append(x)

    def is_inside(x: Case) -> bool:
        with suppress(Exception):  # a hypothesis reads what is not there
            return not claim.broken_hypothesis(x, printed)
        return False

    vars(claim)["holds"] = heard
    try:
        yield asked
    finally:
        vars(claim).pop("holds", None)


def to_be_read_again(answer: Any) -> Any:
    """An answer of which nothing is used up: generators are read to their ends, or to an error, raised again there."""
    if isinstance(answer, Iterator):
        return _Read(yielded(answer))
    if type(answer) in (list, tuple):
        return type(answer)(map(to_be_read_again, answer))
    return {key: to_be_read_again(item) for key, item in answer.items()} if type(answer) is dict else answer


def read_again(answer: Any) -> Any:
    """The same, with generators in it that are at their beginning."""
    if isinstance(answer, _Read):
        return map(read_again, answer)
    if type(answer) in (list, tuple):
        return type(answer)(map(read_again, answer))
    return {key: read_again(item) for key, item in answer.items()} if type(answer) is dict else answer


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

    @property
    def fails(self) -> bool:
        """Whether it is no answer: what is not decided at its end is one, as what is false before is."""
        return self.error is not None and not isinstance(self.error, (Undecided, TooLarge))

    def __iter__(self) -> Iterator[Answer]:
        yield from self.items
        if self.error is not None:
            raise self.error
