"""Searches for counterexamples: what they count, keep and shrink; and the cases that strategies draw."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture import providers

from exactalign import Undecided
from exactalign.exceptions import TooLarge
from proofs_check import Case
from proofs_check.engine.searches import cases, find_counterexample, fractions, integers, models, pmfs
from proofs_check.exceptions import ClaimError, LostAnswer
from proofs_check.language.comparisons import Settled


def at_most(most: int) -> Any:
    return lambda x: Settled(x.n <= most, "", ())


def everywhere(_: Case) -> str:
    return ""


def test_what_is_counted() -> None:
    found = find_counterexample(at_most(5), lambda x: "odd" * (x.n % 2), cases(n=integers(-3, 5)), 200)
    assert (found.case, found.kept, found.discarded, found.undecided) == (None, 4, 5, "")
    assert find_counterexample(at_most(5), everywhere, cases(n=integers(0, 9999)), 37).case is not None
    found = find_counterexample(at_most(9999), everywhere, cases(n=integers(0, 9999)), 37)
    assert (found.kept, found.discarded) == (37, 0)


def test_what_a_strategy_throws_away_is_discarded() -> None:
    few = cases(n=integers(0, 10**6)).filter(lambda x: x.n < 9)
    found = find_counterexample(at_most(10), everywhere, few, 100)
    assert found.kept <= 9
    assert found.discarded > 500
    with pytest.raises(ClaimError, match=r"^the search strategy generates no case at all$"):
        find_counterexample(at_most(1), everywhere, cases(n=integers(0, 9)).filter(lambda x: x.n > 9), 100)

    def assuming(x: Case) -> Settled:
        assume(x.n < 3)
        return Settled(True, "", ())

    with pytest.raises(ClaimError, match=r"^a check throws its case away \(assume\): say so by a hypothesis"):
        find_counterexample(assuming, everywhere, cases(n=integers(0, 10)), 100)


def test_an_answer_that_is_lost_once_alone_is_told() -> None:
    lost: list[Case] = []

    def losing(x: Case) -> Settled:
        if not lost:
            lost.append(x)
            raise LostAnswer("“1 = 2” is lost")
        return Settled(True, "", ())

    with pytest.raises(LostAnswer, match=r"^“1 = 2” is lost$"):
        find_counterexample(losing, everywhere, cases(n=integers(0, 10)), 100)


def test_cases_are_counted_once() -> None:
    same = integers(0, 10**6).map(lambda n: Case(n=n % 2))
    found = find_counterexample(at_most(1), everywhere, same, 100)
    assert (found.kept, found.more) == (2, True)
    found = find_counterexample(at_most(1), everywhere, integers(0, 9).map(lambda n: Case(n=n % 2)), 100)
    assert (found.kept, found.more) == (2, False)


def test_the_smallest_counterexample_or_the_first() -> None:
    shown = find_counterexample(at_most(5), everywhere, cases(n=integers(-50, 5000)), 100)
    assert shown.case == Case(n=6)
    first = find_counterexample(at_most(5), everywhere, cases(n=integers(-50, 5000)), 100, smallest=False)
    assert first.case is not None
    assert first.case.n > 6
    assert first.kept < shown.kept
    inside = find_counterexample(at_most(5), lambda x: "even" * (x.n % 2 == 0), cases(n=integers(-50, 5000)), 100)
    assert inside.case == Case(n=7)


@pytest.mark.parametrize("error", [Undecided, TooLarge])
def test_what_is_not_decided_is_told_and_not_kept(error: type[Exception]) -> None:
    def decided(x: Case) -> Settled:
        if x.n == 2:
            raise error("not\n told")
        return Settled(True, "", ())

    found = find_counterexample(decided, everywhere, cases(n=integers(0, 4)), 100)
    assert (found.kept, found.undecided) == (4, "(n = 2): not told")

    def never(_: Case) -> Settled:
        raise error("nothing is")

    found = find_counterexample(never, everywhere, cases(n=integers(0, 4)), 100)
    assert (found.kept, found.case) == (0, None)
    assert found.undecided.endswith("): nothing is")


def test_a_strategy_may_draw_names_and_values_and_must_draw_something() -> None:
    pairs = st.fixed_dictionaries({"n": st.integers(0, 3)})
    assert find_counterexample(at_most(1), everywhere, pairs, 100).case == Case(n=2)
    nothing = find_counterexample(at_most(1), lambda _: "outside", pairs, 100)
    assert (nothing.case, nothing.kept, nothing.undecided) == (None, 0, "")
    assert nothing.discarded >= 4
    with pytest.raises(ClaimError, match=r"^the search strategy generates no case at all$"):
        find_counterexample(at_most(1), everywhere, cases(n=st.nothing()), 100)
    with pytest.raises(ZeroDivisionError):
        find_counterexample(lambda x: Settled(1 / (x.n - x.n) > 0, "", ()), everywhere, pairs, 100)


def seen(strategy: Any, examples: int = 150) -> list[Any]:
    drawn: list[Any] = []

    @settings(max_examples=examples, derandomize=True, database=None)
    @given(strategy)
    def kept(value: Any) -> None:
        drawn.append(value)

    kept()
    return drawn


def test_no_case_depends_on_what_code_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hypothesis reads the modules that are loaded for numbers to draw: one in twenty, where it may."""
    monkeypatch.setattr(providers, "_get_local_constants", lambda: pytest.fail("the loaded modules are read"))
    before = providers.HypothesisProvider._maybe_draw_constant
    found = find_counterexample(at_most(10**6), everywhere, cases(n=integers(-(10**6), 10**6)), 200)
    assert found.kept == 200
    assert providers.HypothesisProvider._maybe_draw_constant is before  # what others draw stays as it is


def test_numbers_within_their_bounds() -> None:
    assert set(seen(integers(-2, 3))) == set(range(-2, 4))
    found = seen(fractions("-1/2", "3/4"))
    assert (min(found), max(found)) == (Fraction(-1, 2), Fraction(3, 4))
    assert 6 < max(x.denominator for x in found) <= 12
    assert max(x.denominator for x in seen(fractions(0, 1, 3))) == 3
    for bounds in ((None, 1), (0, None)):  # Hypothesis would take it for no bound at all
        with pytest.raises(TypeError):
            fractions(*bounds)


def test_laws_with_small_weights() -> None:
    drawn = seen(pmfs())
    assert {len(p) for p in drawn} == {1, 2, 3, 4}
    assert all(x > 0 for p in drawn for x in p.probabilities)
    assert {len(p) for p in seen(pmfs(max_size=2))} == {1, 2}
    assert {len(p) for p in seen(pmfs(3))} == {3}
    zeros = seen(pmfs(2, zeros=True, max_weight=1))
    assert {tuple(p.probabilities) for p in zeros} == {(0, 1), (1, 0), (Fraction(1, 2), Fraction(1, 2))}
    largest = {x for p in seen(pmfs(2, max_weight=2)) for x in p.probabilities}
    assert largest == {Fraction(1, 3), Fraction(1, 2), Fraction(2, 3)}
    assert max(x for p in seen(pmfs(2)) for x in p.probabilities) == Fraction(9, 10)


def test_models_are_over_one_alphabet_and_only_what_may_has_zeros() -> None:
    drawn = seen(models(also={"psi": "pmf", "phi": "positive"}, alpha=integers(-1, 1)))
    assert {name for x in drawn for name in dict(x)} == {"p", "q", "psi", "phi", "alpha"}
    assert all(len(x.p) == len(x.q) == len(x.psi) == len(x.phi) for x in drawn)
    assert {len(x.p) for x in drawn} == {1, 2, 3, 4}
    assert {x.alpha for x in drawn} == {-1, 0, 1}

    def has_zeros(name: str, among: list[Any]) -> bool:
        return any(0 in dict(x)[name].probabilities for x in among)

    assert [has_zeros(name, drawn) for name in ("p", "q", "psi", "phi")] == [False, False, True, False]
    some = seen(models(zeros=True, min_size=2, max_size=3, max_weight=2))
    assert [has_zeros(name, some) for name in ("p", "q")] == [True, False]
    assert {len(x.p) for x in some} == {2, 3}
    assert max(p for x in some for p in x.q.probabilities) == Fraction(2, 3)
