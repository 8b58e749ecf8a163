"""What a kind of function is: how it is called, what its answer is, and which checks it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from exactalign.testing.conformance.answers import Returned, Unreadable, number, vector
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import Call, Parameter
from exactalign.testing.conformance.draws import Draws
from exactalign.testing.conformance.findings import Deviation, Expected, compare, no_answer
from exactalign.testing.conformance.formats import Format

Judge = Callable[[Subject, Call], Deviation | None]
Oracle = Callable[[Subject, Call], Sequence[Expected]]
Feature = Callable[[Call], bool]
Part = Callable[[Returned, Call], Returned]
"""Takes what is judged out of an answer."""


@attrs.frozen
class Check:
    """One law with the inputs it is tried on.

    `corners` are always tried, in order of size, and then what `draw` makes; without it the corners are all there is.
    """

    name: str
    law: str
    corners: Callable[[Format], Sequence[Call]]
    draw: Callable[[Draws, Format], Call] | None
    judge: Judge
    any_n: bool = False
    """Whether the law also holds for every smaller last argument, so that a failing case may lower it."""
    of_logs: bool = True
    """Whether it can be tried where the answer holds logarithms."""


@attrs.frozen
class Kind:
    """A kind of function: its parameters, what it must return, its checks, and the options that are its own.

    `options` says what each option means. `variant` returns the kind that some options make of it. `features` are what
    cases of this kind may have in common, beside what is looked for in all kinds.
    """

    name: str
    parameters: tuple[Parameter, ...]
    meaning: str
    checks: tuple[Check, ...]
    oracle: Oracle | None = None
    """The exact answer to a case, where the answer can be compared by value."""
    scalar: bool = False
    gives_probabilities: bool = False
    options: Mapping[str, str] = attrs.field(factory=dict)
    variant: Callable[[Mapping[str, Any]], Kind] | None = None
    features: Mapping[str, Feature] = attrs.field(factory=dict)

    @property
    def signature(self) -> str:
        """How it is called."""
        return f"({', '.join(parameter.name for parameter in self.parameters)})"

    def chosen(self, options: Mapping[str, Any], *, batch: bool = False, logs: bool = False) -> Kind:
        """Return the kind as options make it, with the check of whole batches where there is a batch axis."""
        kind = self if self.variant is None else self.variant(options)
        if logs:
            kind = attrs.evolve(kind, checks=tuple(one for one in kind.checks if one.of_logs))
        if batch and kind.oracle is not None:
            kind = attrs.evolve(kind, checks=(*kind.checks, _batch_check(kind)))
        return kind


def _whole(answer: Returned, _: Call) -> Returned:
    return answer


def judged(subject: Subject, expected: Sequence[Expected]) -> list[Expected]:
    """Return expected values with their error bounds times the slack."""
    return [Expected(e.value, e.error * subject.slack) for e in expected]


def value_judge(
    oracle: Oracle, *, scalar: bool, known: Mapping[str, Oracle] | None = None, part: Part = _whole
) -> Judge:
    """Return the judge that compares an answer with the oracle's, within its error bound times the slack.

    `known` has other quantities that functions of this kind compute by mistake: an answer that is one of them says so.
    """

    def judge(subject: Subject, case: Call) -> Deviation | None:
        answer = part(subject.call(case), case)
        form, logs = subject.form, subject.log_out
        found = compare(answer, judged(subject, oracle(subject, case)), form, scalar=scalar, logs=logs)
        if found is None or found.raised is not None:
            return found
        for words, other in (known or {}).items():
            if compare(answer, judged(subject, other(subject, case)), form, scalar=scalar, logs=logs) is None:
                return attrs.evolve(found, error=f"{found.error}; it is {words}")
        return found

    return judge


def repeatable(
    oracle: Callable[[Subject, Call], Sequence[Expected] | str], *, scalar: bool, part: Part = _whole
) -> Judge:
    """Return the judge that calls twice: the answers agree, and the arguments are left as they were.

    `oracle` tells what was wanted of a call that raised, in words if need be.
    """

    def judge(subject: Subject, case: Call) -> Deviation | None:
        first = part(subject.call(case), case)
        mutated = subject.mutated
        second = part(subject.call(case), case)
        if mutated or subject.mutated:
            return Deviation("the arguments were changed", "arguments as they were given", "changed in place")
        if first.raised is not None:
            return no_answer(first, oracle(subject, case), scalar=scalar)
        if second.raised is not None:
            return Deviation(
                f"an answer, then {second.error}", "the same answer twice", "not repeatable", second.raised
            )
        try:
            answers = [number(a.value) if scalar else vector(a.value) for a in (first, second)]
        except Unreadable:
            return None  # what the other checks report
        if answers[0] != answers[1]:
            return Deviation(f"{first.value!r}, then {second.value!r}", "the same answer twice", "not repeatable")
        return None

    return judge


def _batch_check(kind: Kind) -> Check:
    """Every row of a batch gets the answer that it gets alone, wherever it stands."""
    oracle = kind.oracle
    assert oracle is not None

    def judge(subject: Subject, case: Call) -> Deviation | None:
        other = subject.companion(case)
        for cases in ([case], [case, other], [other, case, other]):
            rows = subject.rows(cases)
            for place, row in enumerate(cases):
                answer = rows if not isinstance(rows, list) else rows[place]
                expected = judged(subject, oracle(subject, row))
                found = compare(answer, expected, subject.form, scalar=kind.scalar, logs=subject.log_out)
                if found is not None:
                    return attrs.evolve(found, error=f"row {place} of a batch of {len(cases)}: {found.error}")
        return None

    first = kind.checks[0]
    law = "every row of a batch gets the answer that it gets alone: one row, two, three"
    return Check("batch", law, first.corners, first.draw, judge)
