"""What one check finds in an answer, for the tests of judges."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from exactalign.testing.conformance import KINDS
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import Call
from exactalign.testing.conformance.findings import Deviation
from exactalign.testing.conformance.formats import FORMATS

HALF = (Fraction(1, 2),) * 2
FLAT, APART = (Fraction(0),) * 2, (Fraction(0), Fraction(1))
ZERO = (Fraction(0), Fraction(1))


class Tensor:
    """A list as arrays give it."""

    def __init__(self, values: Any) -> None:
        self.values = values

    def tolist(self) -> Any:
        return self.values

    def item(self) -> Any:
        return self.values


def judged(
    kind: str, name: str, case: tuple[Any, ...], answer: Any, *, slack: int = 1, dtype: str = "float64",
    batch: bool = False, **options: Any,
) -> Deviation | None:  # fmt: skip
    """What one check finds; an answer that is a function is called, and an exception is raised."""
    chosen = KINDS[kind].chosen(options, batch=batch)

    def function(*arguments: Any) -> Any:
        if isinstance(answer, BaseException):
            raise answer
        return answer(*arguments) if callable(answer) else answer

    subject = Subject(
        function, "f", chosen.parameters, FORMATS[dtype], list, 5, slack=slack, batch=batch, options=options
    )
    (one,) = (one for one in chosen.checks if one.name == name)
    return one.judge(subject, Call(case))


def found(*arguments: Any, **options: Any) -> tuple[str, str, str]:
    deviation = judged(*arguments, **options)
    assert deviation is not None
    return deviation.answer, deviation.exact, deviation.error


def raised_at(line: str) -> str:
    """What is shown of a call that raised, up to its place."""
    return line.partition(" (line ")[0]


def in_turn(*answers: Any) -> Callable[..., Any]:
    """A function that gives one answer after the other."""
    left = list(answers)

    def function(*_: Any) -> Any:
        answer = left.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    return function
