"""What a claim is made of: its hypotheses in force, its wrong variants, its checks in their order, how it is shown."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from exactalign.exceptions import DistributionError, NotExactError, TooLarge, Undecided, WrongKind
from exactalign.text.rows import Formula
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, decision, greater, instances, pmf
from proofs_check.exceptions import ClaimError
from proofs_check.language.claims import ITSELF, meaningless, take_made


class Small(Claim):
    """A claim in words."""

    id, place, title, statement, scope = "T-small", "Lemma 3", "Small numbers", "n ≤ 5", "all n"
    latex, expected = r"n \le 5", "certified"
    as_printed = Variant("as printed", most=4)
    teeth = (Variant("another relation", compared=lambda n, most: n < most), Variant("more", most=6, extra=1))
    most, extra = 5, 0

    @staticmethod
    def compared(n: int, most: int) -> bool:
        return n <= most

    @decision
    def first(self) -> bool:
        return True

    @instances([Case(n=1)])
    def second(self, x: Case) -> bool:
        return self.compared(x.n + self.extra, self.most)


def test_which_hypotheses_are_in_force() -> None:
    plain, added, unused = (
        Hypothesis("n > 0", lambda x: x.n > 0),
        Hypothesis("n > 2", lambda x: x.n > 2, added=True),
        Hypothesis("n > 4", lambda x: x.n > 4, unused="it is not needed"),
    )
    claim = type("Changed", (Small,), {"hypotheses": (plain, added, unused)})
    assert claim.in_force() == (plain, added)
    assert claim.in_force(printed=True) == (plain, unused)
    for n, broken, printed in ((0, "n > 0", "n > 0"), (1, "n > 2", "n > 4"), (3, "", "n > 4"), (5, "", "")):
        assert claim.broken_hypothesis(Case(n=n)) == broken
        assert claim.broken_hypothesis(Case(n=n), printed=True) == printed
    assert repr(plain) == ("Hypothesis(text='n > 0', without=None, unused='', added=False, untried='', gives=())")
    assert (Edge("zero").case, Edge("zero").note) == (None, "")


def test_a_variant_is_the_claim_with_its_changes_and_nothing_tells_which_it_is() -> None:
    assert Small.under(None) is Small
    itself, printed, relation, more = (Small.under(v) for v in (ITSELF, Small.as_printed, *Small.teeth))
    assert [kind().second(Case(n=5)) for kind in (itself, printed, relation, more)] == [True, False, False, True]
    assert [(kind.most, kind.extra) for kind in (itself, printed, relation, more)] == [(5, 0), (4, 0), (5, 0), (6, 1)]
    for kind in (itself, printed, relation, more):
        assert (kind.__name__, kind.__qualname__, kind.__module__) == ("Small", "Small", __name__)
        assert kind.__mro__[1] is Small
        assert set(vars(kind)) == set(vars(itself)) >= {"most", "extra", "compared"}
        assert [check.name for check in kind.checks()] == list(kind.declared_checks) == ["first", "second"]
    with pytest.raises(ClaimError, match=r"^T-small: the variant Variant\('x'\) changes 'least', which the claim does"):
        Small.under(Variant("x", most=1, least=1))


def test_checks_stand_in_the_order_in_which_they_are_written_last() -> None:
    def again(self: Any) -> bool:
        return False

    again.__name__ = "first"
    again.__qualname__ = "Changed.first"
    changed = type("Changed", (Small,), {"first": decision(again)})
    assert [check.name for check in changed.checks()] == list(changed.declared_checks) == ["second", "first"]
    assert changed.checks()[-1].function is again
    less = type("Less", (Small,), {"first": None})
    assert [check.name for check in less.checks()] == list(less.declared_checks) == ["second"]
    both = type("Both", (less,), {})
    assert both.declared_checks == ("second",)


def test_what_is_made_of_a_claim_is_told_once_and_by_module() -> None:
    take_made(__name__)
    assert take_made(__name__) == []
    one = type("One", (Small,), {"id": "T-one"})
    other = type("Other", (Small,), {"id": "T-other", "__module__": "elsewhere_for_a_test"})
    type("Shared", (Small,), {})  # has no id of its own
    one.under(ITSELF)
    assert take_made(__name__) == [one]
    assert take_made(__name__) == []
    assert take_made("elsewhere_for_a_test") == [other]


def test_a_claim_takes_no_options_but_those_of_its_bases() -> None:
    with pytest.raises(TypeError):
        type("Odd", (Small,), {}, unknown=1)


def test_what_a_claim_does_not_say_is_told() -> None:
    with pytest.raises(ClaimError) as caught:
        Small().holds(Case(n=1))
    assert str(caught.value) == "T-small does not say what it asserts at an instance: define holds(self, x)"
    assert Small().certificates() == ()
    assert (Small().deep, Small(deep=True).deep) == (False, True)
    assert (Small.is_amended(), type("Changed", (Small,), {"corrected": "n ≤ 4"}).is_amended()) == (False, True)
    assert (repr(Small()), repr(Variant("x", most=1))) == ("<claim T-small>", "Variant('x')")


def test_how_a_claim_is_shown() -> None:
    rows = Small()._shown()
    expected = "certified (run it for the verdict: proofs_check.engine.runner.run_claim)"
    ((_, formula),) = [row for row in rows.rows if row[0] == ""]
    assert isinstance(formula, Formula)
    assert (formula.latex, "<math" in formula.html) == (r"n \le 5", True)
    assert [row for row in rows.rows if row[0]] == [
        ("statement", "n ≤ 5"), ("scope", "all n"), ("checks", "first, second"), ("expected", expected)
    ]  # fmt: skip
    assert (rows.columns, rows.title, rows.total, rows.characters) == (
        ("", "Lemma 3"), "T-small: Small numbers", 5, 2000,
    )  # fmt: skip
    some = (Hypothesis("n > 0", bool), Hypothesis("n > 1", bool))
    bare = type("Bare", (Small,), {"latex": "", "scope": "", "hypotheses": some})()._shown()
    assert list(bare.rows) == [
        ("statement", "n ≤ 5"), ("hypothesis", "n > 0"), ("hypothesis", "n > 1"), ("checks", "first, second"),
        ("expected", expected),
    ]  # fmt: skip
    assert bare.total == 5


@pytest.mark.parametrize(
    ("error", "without_meaning"),
    [
        (ZeroDivisionError(), True),
        (NotExactError("a float"), False),
        (TooLarge("so large"), False),
        (DistributionError("no law"), True),
        (Undecided("too close"), False),
        (WrongKind("a text"), False),
        (ClaimError("no truth value"), False),
        (KeyError("x"), False),
        (RuntimeError(), False),
    ],
)
def test_what_has_no_meaning_and_what_is_wrong(error: BaseException, without_meaning: bool) -> None:
    assert meaningless(error) is without_meaning


def test_a_claim_is_made_in_a_module_that_is_loaded() -> None:
    assert sys.modules[Small.__module__].Small is Small


def test_a_hypothesis_answers_with_a_truth_value() -> None:
    """Where somebody else has found the instance, what goes wrong is told of the hypothesis."""
    listed = Hypothesis("q is positive", lambda x: [greater(m, 0) for m in x.q.probabilities])
    assert listed.met(Case(q=pmf("1/2, 1/2")))
    assert not listed.met(Case(q=pmf("0, 1")))
    for answer in (None, 1, "yes"):
        with pytest.raises(ClaimError, match=r"^a check must answer with a comparison, or several"):
            Hypothesis("so", lambda _, answer=answer: answer).met(Case())  # type: ignore[misc]
    with pytest.raises(AttributeError):
        listed.met(Case(p=1))
    with pytest.raises(ClaimError) as caught:
        listed.met_there(Case(p=1))
    assert (
        str(caught.value) == "“q is positive” cannot be tried at (p = 1): NoSuchValue: this case has no 'q': it has p"
    )
