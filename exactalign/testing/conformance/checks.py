"""What a kind of function is: how it is called, what its answer is, and which checks it has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis.strategies import SearchStrategy

from exactalign.testing.conformance.answers import Subject, Unreadable, number, vector
from exactalign.testing.conformance.cases import Call
from exactalign.testing.conformance.findings import Deviation, Expected, compare
from exactalign.testing.conformance.formats import Format

Judge = Callable[[Subject, Call], Deviation | None]
Oracle = Callable[[Subject, Call], Sequence[Expected]]


@dataclass(frozen=True, slots=True)
class Check:
    """One law with the inputs it is tried on.

    `corners` are always tried, in order of size, and then what `strategy` draws; without a strategy the
    corners are all there is.
    """

    name: str
    law: str
    corners: Callable[[Format], Sequence[Call]]
    strategy: Callable[[Format], SearchStrategy[Call]] | None
    judge: Judge
    any_n: bool = False
    """Whether the law also holds for every smaller last argument, so that a failing case may lower it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of function: its signature, and its checks."""

    name: str
    signature: str
    meaning: str
    checks: tuple[Check, ...]
    options: tuple[str, ...] = ()


def value_judge(oracle: Oracle, *, scalar: bool) -> Judge:
    """Return the judge that compares an answer with the oracle's, within its error bound times the slack."""

    def judge(subject: Subject, case: Call) -> Deviation | None:
        answer = subject.call(case)
        expected = [Expected(e.value, e.error * subject.slack) for e in oracle(subject, case)]
        return compare(answer, expected, subject.form, scalar=scalar)

    return judge


def repeatable(oracle: Oracle, *, scalar: bool) -> Judge:
    """Return the judge that calls twice: the answers agree, and the arguments are left as they were."""

    def judge(subject: Subject, case: Call) -> Deviation | None:
        first, second = subject.call(case), subject.call(case)
        if subject.mutated:
            return Deviation("the arguments were changed", "arguments as they were given", "changed in place")
        problem = compare(first, oracle(subject, case), subject.form, scalar=scalar)
        if problem is not None and problem.raised:
            return problem
        if second.raised is not None:
            return Deviation(f"an answer, then {second.error}", "the same answer twice", "not repeatable", raised=True)
        try:
            answers = [number(a.value) if scalar else vector(a.value) for a in (first, second)]
        except Unreadable:
            return None  # what the other checks report
        if answers[0] != answers[1]:
            return Deviation(f"{first.value!r}, then {second.value!r}", "the same answer twice", "not repeatable")
        return None

    return judge
