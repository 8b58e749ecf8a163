"""Claims written as terms: what is filled in from the term, and what a class without one is."""

from __future__ import annotations

from typing import Any

import pytest

from proofs_check import Case, Claim, Variant, pmf
from proofs_check.exceptions import ClaimError
from proofs_check.formula import KL, count, for_all, law, limit, outcome, positive_law, real
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import lift
from proofs_check.language.assertions import FROM_TERM, PLAIN, Assertion, Formal, scope
from proofs_check.language.comparisons import settle
from proofs_check.language.derivations import instance, sign

p, q, x, y = law("p"), positive_law("q"), real("x"), real("y")
GIBBS = Statement(KL(p, q) >= 0)


class Stated(Assertion):
    id, place, title, expected = "A-stated", "here", "Gibbs", "tested"
    asserts = GIBBS


def changed(**changes: Any) -> type[Stated]:
    return type("Changed", (Stated,), changes)


def test_a_class_without_a_statement_is_a_base_for_claims() -> None:
    class Shared(Assertion):
        place, expected = "here", "tested"
        latex = "free, as long as there is no term"

    class Claimed(Shared):
        id, title = "A-gibbs", "Gibbs"
        asserts = Statement(KL(p, q) >= 0)

    assert not hasattr(Shared, "term")
    assert Claimed.term is Claimed.asserts
    assert Claimed.statement == Claimed.asserts.words
    assert Claimed.latex == Claimed.asserts.latex
    assert not Claimed.is_amended()


def test_the_words_come_from_the_term_that_they_are_about() -> None:
    mended = Statement(x <= y, (x < y,))
    found = changed(asserts=Statement(x < y, (x <= y,)), mended=mended)
    assert found.term is mended
    assert (found.statement, found.latex) == (found.asserts.words, found.asserts.latex)
    assert (found.corrected, found.corrected_latex) == (mended.words, mended.latex)
    assert mended.words == f"{found.scope}: x ≤ y"
    assert found.as_printed.label == "as printed"
    assert found.under(found.as_printed).term is found.asserts
    assert found.under(None).term is mended
    said = changed(statement="in words of their own")
    assert (said.statement, said.scope) == ("in words of their own", scope(GIBBS))
    assert said.mended is None
    assert (said.corrected, said.corrected_latex, said.as_printed) == ("", "", Claim.as_printed)
    assert f"{said.scope}: 0 ≤ KL(p‖q)" == GIBBS.words


def test_a_claim_made_from_another_has_the_words_of_its_own_term() -> None:
    amended = changed(asserts=Statement(x < y, (x <= y,)), mended=Statement(x <= y, (x < y,)), id="A-amended")
    plain = type("Plain", (amended,), {"mended": None})
    assert (plain.statement, plain.corrected, plain.corrected_latex) == (amended.asserts.words, "", "")
    assert (plain.is_amended(), plain.as_printed) == (False, Claim.as_printed)
    for base in (amended, plain, Stated):
        assert type("Other", (base,), {"asserts": Statement(x <= x)}).statement == Statement(x <= x).words
        written = type("Other", (base,), {"asserts": Statement(x <= x), "statement": base.statement})
        assert written.statement == base.statement  # its author says so
    said = type("Said", (Stated,), {"statement": "Gibbs"})
    assert type("Other", (said,), {"asserts": Statement(x <= x)}).statement == "Gibbs"


def test_how_far_a_statement_reaches() -> None:
    statement = Statement(x <= y, (x < y,))
    assert scope(statement) == statement.words.removesuffix(": x ≤ y")
    assert scope(statement, "made before: x ≤ y: x ≤ y") == "made before: x ≤ y"
    assert scope(Statement(lift(1) <= 2)) == scope(Statement(lift(1) <= 2), "words") == "the given numbers"
    m = count("m")
    assert scope(Statement(for_all(m, m >= 1))) == scope(Statement(limit(m, 1 / m, 0))) == "all that it speaks of"


def test_it_holds_outside_of_its_hypotheses() -> None:
    cls = changed(asserts=Statement(x <= 1, (x <= 5,)))
    assert [settle(cls().holds(Case(x=value))).holds for value in (1, 2, 6)] == [True, False, True]
    assert str(Stated().holds(Case(p=pmf("1/2, 1/2"), q=pmf("1/3, 2/3")))) == "the term: True = True"


def test_what_the_lines_of_a_proof_cite_is_used_by_it() -> None:
    line = instance(Stated, GIBBS.then, p=p, q=q)
    other = instance(changed(id="A-other"), GIBBS.then)
    found = changed(lines=(line, other, sign(GIBBS.then), line), proof_uses=("thm:gibbs", "A-other"))
    assert found.proof_uses == ("thm:gibbs", "A-other", "A-stated")
    assert changed(lines=(sign(GIBBS.then),)).proof_uses == ()


@pytest.mark.parametrize("name", FROM_TERM)
def test_what_follows_from_the_term_is_not_written(name: str) -> None:
    for named, more in (("A-stated", {}), ("A-other", {"id": "A-other"}), ("Changed", {"id": ""})):
        with pytest.raises(ClaimError) as caught:
            changed(**{name: "so", **more})
        assert str(caught.value) == f"claim {named}: {name} is written from the term: leave it out"


@pytest.mark.parametrize("name", PLAIN)
def test_what_is_of_one_class_exactly(name: str) -> None:
    kind = PLAIN[name]
    like = type(kind.__name__, (kind,), {})(*{Statement: (GIBBS.then,)}.get(kind, ()))
    for named, more in (("A-stated", {}), ("Changed", {"id": ""})):
        for wrong in (3, like):
            with pytest.raises(ClaimError) as caught:
                changed(**{name: wrong, **more})
            article = "a" if kind.__name__[0] not in "AEIOU" else "an"
            assert str(caught.value) == f"claim {named}: {name} must be {article} {kind.__name__}, and nothing else"


def test_lines_are_made_by_the_rules() -> None:
    rules = "hypothesis, instance, sign, algebra, identity, equals, linear"
    for named, more in (("A-stated", {}), ("Changed", {"id": ""})):
        with pytest.raises(ClaimError) as caught:
            changed(lines=(sign(GIBBS.then), "so"), **more)
        assert str(caught.value) == f"claim {named}: lines are made by {rules}"


def test_the_theorems_behind_a_claim() -> None:
    """Whether a theorem denies a statement is seen from where it stands, whatever its author says."""
    marked = Formal("a", "exact b.", denies=True, alone=True)
    plain, denied = Formal("a", "exact b."), Formal("a", "exact b.", denies=True)
    assert (Formal("a").denies, Formal("a").alone, Formal("a").script) == (False, False, "")
    none = changed()
    assert (none.formal_proof(), none.formal_refutation(), none.formal_possibility()) == (None, None, None)
    for given, found in ((marked, plain), (plain, plain), ("a", Formal("a"))):
        assert changed(formal=given).formal_proof() == found
    mended = Statement(KL(p, q) >= -1)
    for given in (marked, plain):
        assert changed(refuted_by=given).formal_refutation() == marked
        assert changed(refuted_by=given, mended=mended).formal_refutation() == denied
    named = changed(refuted_by="a", possible="b")
    assert named.formal_refutation() == Formal("a", denies=True, alone=True)
    assert [by for _, by in [named.formal_possibility() or (None, None)]] == [Formal("b", denies=True)]
    said = Statement(1 / x <= y, (p(outcome("o")) <= x,))
    contradiction, by = changed(asserts=said, possible=marked).formal_possibility() or (None, None)
    assert by == denied
    assert contradiction is not None
    assert str(contradiction.then) == "0 = 1"
    assert [str(h) for h in contradiction.given] == [str(h) for h in (*said.given, *said.conditions)]
    assert len(contradiction.given) == 2
    assert set(contradiction.variables) == set(said.variables) == {"p", "o", "x", "y"}  # y stands in the conclusion


class Text(str):
    """A text of another class, which could answer what it likes."""


@pytest.mark.parametrize("script", [3, None, Text("ring.")])
def test_a_script_is_text(script: Any) -> None:
    with pytest.raises(ClaimError, match=r"^the script of a formal proof has neither comments nor strings: tactics on"):
        Formal("a", script)


def test_the_name_of_a_theorem_is_text() -> None:
    with pytest.raises(ClaimError, match=r"^a formal proof names theorems, with single blanks between: not 'a'$"):
        Formal(Text("a"))


def test_a_variant_of_a_term_puts_another_term_in_its_place() -> None:
    other = Statement(KL(p, q) <= 1)
    cls = changed(teeth=(Variant("less", term=other),))
    (variant,) = cls.teeth
    assert cls.under(variant).term is other
    assert cls.under(variant).asserts is GIBBS
