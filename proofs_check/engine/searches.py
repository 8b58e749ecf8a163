"""Searching for counterexamples with Hypothesis: exact cases, shrunk, counted, deterministic.

Strategies for cases live here too. They shrink to few outcomes, small integer weights and small parameters.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyFailure, HypothesisWarning, Unsatisfiable, UnsatisfiedAssumption
from hypothesis.internal.conjecture.providers import HypothesisProvider

from exactalign import Distribution
from exactalign.exceptions import TooLarge, Undecided
from proofs_check.exceptions import ClaimError, LostAnswer
from proofs_check.language.cases import Case, token
from proofs_check.language.comparisons import Settled

__all__ = ["cases", "fractions", "integers", "models", "pmfs", "st"]


@dataclass
class SearchResult:
    """What a search found: a counterexample (or None), how many different cases it kept, how many draws it discarded.

    `undecided` is a case that was not decided, with the reason; `more` says whether it ended with as many draws as were
    asked for, so that there may be more cases.
    """

    case: Case | None = None
    kept: int = 0
    discarded: int = 0
    undecided: str = ""
    more: bool = False


def _counting(decide: Callable[[Case], Settled], kept: set[str], lost: list[LostAnswer]) -> Callable[[Case], Settled]:
    """The decision, which notes the cases that are decided, and the answers that are none."""

    def counted(case: Case) -> Settled:
        try:
            finding = decide(case)
        except UnsatisfiedAssumption:
            raise ClaimError(
                "a check throws its case away (assume): say so by a hypothesis, or in the strategy"
            ) from None
        except LostAnswer as error:
            lost.append(error)
            raise
        kept.add(token(case))
        return finding

    return counted


class _Falsified(Exception):
    """Tells Hypothesis that a case is a counterexample, so that it shrinks it."""


def find_counterexample(
    decide: Callable[[Case], Settled],
    excluded: Callable[[Case], str],
    strategy: Any,
    examples: int,
    *,
    smallest: bool = True,
) -> SearchResult:
    """Look for a case that is not excluded and where `decide` finds a falsehood; return the smallest one found.

    Without `smallest` it is the first one.
    """
    outcome, kept, lost, begun, drawn = SearchResult(), set[str](), list[LostAnswer](), 0, 0
    decide = _counting(decide, kept, lost)

    @st.composite
    def counted(draw: Any) -> Any:  # a draw that a filter ends is discarded as well
        nonlocal begun, drawn
        begun += 1
        found = draw(strategy)
        drawn += 1
        return found

    # What is drawn depends on the text of this function, of which Hypothesis makes its seed.
    def trial(drawn: Any) -> None:
        case = drawn if type(drawn) is Case else Case(**dict(drawn))
        if excluded(case):
            outcome.discarded += 1
            reject()
        try:
            finding = decide(case)
        except (Undecided, TooLarge) as error:
            outcome.undecided = f"({case}): {' '.join(str(error).split())}"
            reject()
        outcome.kept += 1
        if not finding.holds:
            outcome.case = case
            raise _Falsified

    configured = settings(
        max_examples=examples, derandomize=True, database=None, deadline=None, report_multiple_bugs=False,
        phases=(Phase.generate, Phase.shrink) if smallest else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    with warnings.catch_warnings(), _drawn_alike_everywhere():
        warnings.simplefilter("ignore", HypothesisWarning)
        try:
            decorate: Any = given(counted())
            configured(decorate(trial))()
        except _Falsified:
            pass
        except Unsatisfiable:
            if not drawn:
                raise ClaimError("the search strategy generates no case at all") from None
        except FlakyFailure:  # what loses an answer once may keep one for the next time
            if lost:
                raise lost[0] from None
            raise
    more, discarded = outcome.kept >= examples, outcome.discarded + begun - drawn
    return replace(outcome, kept=len(kept), discarded=discarded, more=more)


_FROM_CODE: Final = "_maybe_draw_constant"


@contextmanager
def _drawn_alike_everywhere() -> Iterator[None]:
    """Leave out the numbers that Hypothesis takes from code; a version that takes none is left as it is.

    It reads all modules that are loaded and do not stand among installed packages, keeps what it found in a folder
    of the project, and draws one in twenty numbers from there: a claim would be tried at other cases alone than
    among others, and from a clone than from a wheel.
    """
    before = getattr(HypothesisProvider, _FROM_CODE, None)
    if before is None:
        yield
        return
    setattr(HypothesisProvider, _FROM_CODE, lambda *_, **__: None)
    try:
        yield
    finally:
        setattr(HypothesisProvider, _FROM_CODE, before)


def integers(min_value: int, max_value: int) -> st.SearchStrategy[int]:
    """Integers in a closed range; they shrink towards 0."""
    return st.integers(min_value, max_value)


def fractions(min_value: Any, max_value: Any, max_denominator: int = 12) -> st.SearchStrategy[Fraction]:
    """Rationals in a closed range with small denominators."""
    return st.fractions(Fraction(min_value), Fraction(max_value), max_denominator=max_denominator)


@st.composite
def pmfs(
    draw: Any, /, size: int | None = None, *, max_size: int = 4, max_weight: int = 9, zeros: bool = False
) -> Distribution:
    """Distributions on 0, …, size − 1 with small integer weights; with `zeros`, some may be 0."""
    count = size if size is not None else draw(st.integers(1, max_size))
    weights = draw(st.lists(st.integers(0 if zeros else 1, max_weight), min_size=count, max_size=count))
    if not any(weights):
        weights = [1] * count
    return Distribution.from_weights(weights)


@st.composite
def models(
    draw: Any, /, *, min_size: int = 1, max_size: int = 4, max_weight: int = 9, zeros: bool = False,
    also: dict[str, str] | None = None, **more: Any,
) -> Case:  # fmt: skip
    """Cases with a reference p and an alignment q > 0 on one alphabet, and more values.

    `also={"psi": "pmf"}` adds further distributions of the same size (`"pmf"`: zeros allowed, `"positive"`: none);
    `more` gives other strategies by name: `models(alpha=integers(-3, 3))`.
    """
    size = draw(st.integers(min_size, max_size))
    values: dict[str, Any] = {
        "p": draw(pmfs(size, max_weight=max_weight, zeros=zeros)),
        "q": draw(pmfs(size, max_weight=max_weight)),
    }
    for name, kind in (also or {}).items():
        values[name] = draw(pmfs(size, max_weight=max_weight, zeros=kind == "pmf"))
    for name, strategy in more.items():
        values[name] = draw(strategy)
    return Case(**values)


def cases(**strategies: Any) -> st.SearchStrategy[Case]:
    """Cases with independent values: `cases(n=integers(1, 5), p=pmfs())`."""
    return st.fixed_dictionaries(strategies).map(lambda values: Case(**values))
