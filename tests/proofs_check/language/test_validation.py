"""What every claim must have, each refusal word for word; and what is let through."""

from __future__ import annotations

from typing import Any

import pytest
import sympy

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, decision, search
from proofs_check.engine.searches import cases, integers
from proofs_check.exceptions import ClaimError
from proofs_check.formula import KL, both, for_all, law, outcome, positive_law, real
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import lift
from proofs_check.language.assertions import PLAIN, Assertion, Formal
from proofs_check.language.claims import VERDICTS, WEIGHTS
from proofs_check.language.derivations import sign
from proofs_check.language.evidence import witness
from proofs_check.language.validation import validate

WORDS = ", ".join(VERDICTS)


class InWords(Claim):
    """A claim in words that lacks nothing."""

    id, place, title, statement, scope, expected = "T-words", "here", "A title", "so", "all", "tested"
    most = 5


class Stated(Assertion):
    """A claim that is a term."""

    id, place, title, expected = "T-term", "here", "A title", "tested"
    asserts = Statement(KL(law("p"), positive_law("q")) >= 0)


def refusal(base: type[Claim], **changes: Any) -> str:
    with pytest.raises(ClaimError) as caught:
        validate(type("Changed", (base,), changes))
    return str(caught.value)


def test_what_a_hypothesis_gives_is_a_letter_or_what_holds_of_letters() -> None:
    def giving(*gives: Any) -> str:
        return refusal(InWords, hypotheses=(Hypothesis("q is positive", lambda _: True, untried="x", gives=gives),))

    q, u, y = positive_law("q"), real("u"), outcome("y")
    begin = "claim T-words: what “q is positive” gives is a letter, or what holds of letters, as in"
    for given in ("q(y) > 0", True, sympy.Symbol("u") > 0, u + 1, KL(q, q), lift(0)):
        assert giving(u > 0, given) == f"{begin} gives=(p, 0 < m, absolutely_continuous(p, q)), and not {given!r}"
    end = ", and no identity takes an equation as known: write one side for the other"
    for equation, shown in ((u == 2, "u = 2"), (both(u > 0, KL(q, q) == 0), "KL(q‖q) = 0"), (q == q, "q = q")):
        assert giving(equation) == f"claim T-words: “q is positive” gives {shown}{end}"
    alone = (Hypothesis("q is positive", lambda _: True, untried="x", gives=q),)  # type: ignore[arg-type]
    wanted = "claim T-words: gives must be a tuple: one entry needs a comma, (gives[0],)"
    assert refusal(InWords, hypotheses=alone) == wanted
    sound = (q, u, u > 0, u != 1, for_all(y, q(y) > 0), both(u > 0, u < 3))
    validate(type("Changed", (InWords,), {"hypotheses": (Hypothesis("q", lambda _: True, untried="x", gives=sound),)}))


@pytest.mark.parametrize("said", [{"weight": "slip"}, {"flaw": "A sign."}])
def test_nothing_is_wrong_with_what_is_expected_to_stand(said: dict[str, str]) -> None:
    expected = "claim T-words says what is wrong with a statement that is expected to be tested"
    assert refusal(InWords, **said) == expected


def test_an_assertion_has_a_term() -> None:
    assert refusal(Assertion, id="T-none") == "claim T-none asserts nothing: give asserts = Statement(…)"
    assert refusal(Assertion) == "claim Changed asserts nothing: give asserts = Statement(…)"


def test_what_lacks_nothing_is_let_through() -> None:
    validate(InWords)
    validate(Stated)
    for weight in WEIGHTS:
        word = "amended" if weight == "gap" else "refuted"  # what is only not proved there is true
        validate(type("Changed", (InWords,), {"expected": word, "weight": weight, "flaw": "A sign."}))
    for word in VERDICTS:
        if word != "error":
            weight = "slip" if word in ("refuted", "amended", "undecided") else ""
            validate(type("Changed", (InWords,), {"expected": word, "corrected_expected": word, "weight": weight}))
    added = (Hypothesis("n > 0", bool, added=True),)
    validate(type("Changed", (InWords,), {"corrected": "n ≤ 5 for n > 0", "hypotheses": added}))
    validate(type("Changed", (Stated,), {"lines": (sign(Stated.asserts.then),)}))
    for name in ("A", "A-b.c_d9", "A" * 64):
        validate(type("Changed", (InWords,), {"id": name}))
    validate(type("Changed", (InWords,), {"holds": lambda self, x: True, "certificates": lambda self: ()}))


@pytest.mark.parametrize("name", ["id", "place", "title", "statement", "scope", "expected"])
def test_what_every_claim_says(name: str) -> None:
    shown = "Changed" if name == "id" else "T-words"
    assert refusal(InWords, **{name: ""}) == f"claim {shown} has no {name}"
    if name != "id":
        assert refusal(InWords, **{name: "  "}) == f"claim T-words has no {name}"
        assert refusal(InWords, **{name: 3}) == f"claim T-words: {name} must be text, not an int"


@pytest.mark.parametrize("name", ["latex", "flaw", "corrected", "corrected_latex", "not_checkable", "notes", "weight"])
def test_what_is_text_where_it_is_given(name: str) -> None:
    assert refusal(InWords, **{name: None}) == f"claim T-words: {name} must be text, not a NoneType"


@pytest.mark.parametrize(
    "name", ["statement_uses", "proof_uses", "printed_proof_uses", "hypotheses", "conditions", "teeth", "edges"]
)
def test_what_is_a_tuple(name: str) -> None:
    said = f"claim T-words: {name} must be a tuple: one entry needs a comma, ({name}[0],)"
    assert refusal(InWords, **{name: ["x"]}) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": "9a"}, "claim 9a: an id is a letter, then letters, digits, . _ or -, at most 64 in all"),
        ({"id": "a b"}, "claim a b: an id is a letter, then letters, digits, . _ or -, at most 64 in all"),
        ({"id": "a" * 65}, f"claim {'a' * 65}: an id is a letter, then letters, digits, . _ or -, at most 64 in all"),
        ({"expected": "true"}, f"claim T-words: expected is 'true': give one of {WORDS}"),
        ({"corrected_expected": "so"}, f"claim T-words: corrected_expected is 'so': give one of {WORDS}"),
        ({"expected": "error"}, "claim T-words: expected is 'error': what cannot be run is mended, not expected"),
        ({"weight": "much"}, f"claim T-words: weight is 'much': give one of {', '.join(WEIGHTS)}"),
        (
            {"expected": "refuted"},
            f"claim T-words is refuted: say how much that matters, weight = {' or '.join(WEIGHTS)}",
        ),
        (
            {"expected": "amended"},
            f"claim T-words is amended: say how much that matters, weight = {' or '.join(WEIGHTS)}",
        ),
        (
            {"conditions": (Hypothesis("n", bool),), "corrected": "it is"},
            "claim T-words has a corrected statement and conditions to look for one: give one of them",
        ),
        (
            {"conditions": (Hypothesis("n", bool),)},
            "claim T-words has conditions but no search that could try them",
        ),
        (
            {"hypotheses": (Hypothesis("n > 0", bool), Hypothesis("n > 1", bool, added=True))},
            "claim T-words: “n > 1” is added to the printed statement, and no corrected one is given",
        ),
        ({"teeth": (Variant("a"), Variant("a"))}, "claim T-words: two wrong variants have the same label"),
        (
            {"teeth": (Variant("a", least=1),)},
            "T-words: the variant Variant('a') changes 'least', which the claim does not have",
        ),
        (
            {"as_printed": Variant("b", least=1)},
            "T-words: the variant Variant('b') changes 'least', which the claim does not have",
        ),
        ({"declared_checks": ("one",)}, "claim T-words declares 1 checks but has 0"),
    ],
)
def test_what_contradicts_itself(changes: dict[str, Any], said: str) -> None:
    if "declared_checks" in changes:
        changed = type("Changed", (InWords,), {})
        changed.declared_checks = changes["declared_checks"]
        with pytest.raises(ClaimError, match=f"^{said}$"):
            validate(changed)
        return
    assert refusal(InWords, **changes) == said


def test_conditions_with_a_search_are_let_through() -> None:
    def tried(self: Any, x: Case) -> Any:
        return x.n < 5

    validate(
        type(
            "Changed",
            (InWords,),
            {"conditions": (Hypothesis("n", bool),), "tried": search(cases(n=integers(0, 9)))(tried)},
        )
    )

    def decided(self: Any) -> Any:
        return True

    said = refusal(InWords, conditions=(Hypothesis("n", bool),), decided=decision(decided))
    assert said == "claim T-words has conditions but no search that could try them"


@pytest.mark.parametrize(
    "name",
    ["checks", "under", "in_force", "is_amended", "broken_hypothesis", "_shown", "__repr__", "__init__", "__new__"],
)
def test_what_belongs_to_the_engine(name: str) -> None:
    for base, shown in ((InWords, "T-words"), (Stated, "T-term")):
        for given in (lambda *_: None, None):
            said = refusal(base, **{name: given}, teeth=(Variant("more", title="so"),))
            assert said == f"claim {shown} overrides {name}, which belongs to the engine"


def test_the_first_of_several_by_its_name_is_told() -> None:
    for names in (("under", "checks", "is_amended", "in_force"), ("in_force", "is_amended", "checks", "under")):
        said = refusal(InWords, **dict.fromkeys(names))
        assert said == "claim T-words overrides checks, which belongs to the engine"


@pytest.mark.parametrize("name", ["formal_proof", "formal_refutation", "formal_possibility", "under"])
def test_what_belongs_to_the_engine_in_a_term(name: str) -> None:
    validate(type("Changed", (InWords,), {name: lambda *_: None} if name != "under" else {}))
    for given in (lambda *_: None, classmethod(lambda *_: None), None):
        said = refusal(Stated, **{name: given})
        assert said == f"claim T-term overrides {name}, which belongs to the engine"


@pytest.mark.parametrize("name", ["__getattribute__", "__init_subclass__"])
def test_what_makes_and_reads_a_claim_is_not_its_own(name: str) -> None:
    own: Any = {"__getattribute__": lambda self, name: 1, "__init_subclass__": classmethod(lambda cls, **_: None)}
    assert refusal(InWords, **{name: own[name]}) == f"claim T-words overrides {name}, which belongs to the engine"


def test_a_term_says_itself_what_holds() -> None:
    said = refusal(Stated, holds=lambda self, x: True)
    assert said == "claim T-term overrides holds, which belongs to the engine"
    assert refusal(InWords, __getattr__=lambda *_: 1) == (
        "claim T-words overrides __getattr__, which belongs to the engine"
    )


def test_a_claim_is_a_plain_class() -> None:
    class Meta(type):
        pass

    class Odd(InWords, metaclass=Meta):
        pass

    with pytest.raises(ClaimError, match=r"^claim T-words has the metaclass Meta: a claim is a plain class$"):
        validate(Odd)


class Again(Statement):
    """A statement of another class."""


def shown(self: Any) -> Case:
    return Case(x=1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"formal": 3}, "formal is the name of a theorem, or a Formal"),
        ({"refuted_by": 3}, "refuted_by is the name of a theorem, or a Formal"),
        ({"possible": ["a"]}, "possible is the name of a theorem, or a Formal"),
        ({"lines": (3,)}, "lines are made by hypothesis, instance, sign, algebra, identity, equals, linear"),
        ({"lines": [sign(real("x") <= 1)]}, "lines must be a tuple, and nothing else"),
        ({"counterexample": {"x": 1}}, "counterexample must be a Case, and nothing else"),
        ({"degenerate": {"x": 1}}, "degenerate must be a Case, and nothing else"),
        ({"example": {"x": 1}}, "example must be a Case, and nothing else"),
        ({"mended": real("x") <= 1}, "mended must be a Statement, and nothing else"),
        ({"asserts": Again(real("x") <= 1)}, "asserts must be a Statement, and nothing else"),
        ({"latex": "x"}, "latex is written from the term: leave it out"),
        ({"scope": "x"}, "scope is written from the term: leave it out"),
        ({"hypotheses": ()}, "hypotheses is written from the term: leave it out"),
        ({"conditions": ()}, "conditions is written from the term: leave it out"),
        (
            {"one": witness(shown)},
            "a term is refuted where it is false: give counterexample = Case(…), and no witness",
        ),
    ],
)
def test_what_a_term_does_not_have(changes: dict[str, Any], said: str) -> None:
    assert refusal(Stated, **changes) == f"claim {'Changed' if 'id' in changes else 'T-term'}: {said}"


def test_what_is_false_and_true_at_once() -> None:
    mended = Statement(KL(law("p"), positive_law("q")) >= -1)
    assert refusal(Stated, mended=mended) == (
        "claim T-term has a mended statement, but nothing that refutes the printed one"
    )
    for false in ({"counterexample": Case(x=1)}, {"refuted_by": "theorem"}):
        validate(type("Changed", (Stated,), {"mended": mended, **false}))
        validate(type("Changed", (Stated,), {"mended": mended, "formal": "theorem", **false}))
        validate(type("Changed", (Stated,), false))
        assert refusal(Stated, formal="theorem", **false) == (
            "claim T-term has a counterexample and a formal proof of the same statement"
        )
    validate(type("Changed", (Stated,), {"formal": "theorem"}))


@pytest.mark.parametrize("name", ["latex", "scope", "corrected", "corrected_latex"])
def test_what_the_term_says_is_not_changed_afterwards(name: str) -> None:
    mended = Statement(KL(law("p"), positive_law("q")) >= -1)
    changed = type("Changed", (Stated,), {"mended": mended, "counterexample": Case(x=1)})
    validate(changed)
    setattr(changed, name, "something else")
    with pytest.raises(ClaimError, match=f"^claim T-term: {name} is not what the term says$"):
        validate(changed)


def test_the_term_that_is_judged_is_the_one_that_is_asserted() -> None:
    changed = type("Changed", (Stated,), {})
    changed.term = Statement(KL(law("p"), positive_law("q")) >= -1)
    with pytest.raises(ClaimError, match=r"^claim T-term: the term that is judged is not the one that is asserted$"):
        validate(changed)


@pytest.mark.parametrize("name", PLAIN)
def test_what_is_judged_is_of_our_classes_also_when_it_is_put_there_later(name: str) -> None:
    kind = PLAIN[name]
    article = "an" if kind.__name__[0] in "AEIOU" else "a"
    for wrong in (3, type(kind.__name__, (kind,), {})(*((Stated.asserts.then,) if kind is Statement else ()))):
        changed = type("Changed", (Stated,), {})
        setattr(changed, name, wrong)
        with pytest.raises(ClaimError) as caught:
            validate(changed)
        assert str(caught.value) == f"claim T-term: {name} must be {article} {kind.__name__}, and nothing else"


def test_lines_and_conditions_that_are_put_there_later() -> None:
    changed = type("Changed", (Stated,), {})
    changed.lines = (sign(real("x") <= 1), "so")
    with pytest.raises(ClaimError, match=r"^claim T-term: lines are made by hypothesis, instance, sign, algebra, id"):
        validate(changed)

    def tried(self: Any, x: Case) -> Any:
        return x.n < 5

    conditional = type("Changed", (Stated,), {"tried": search(cases(n=integers(0, 9)))(tried)})
    validate(conditional)
    conditional.conditions = (Hypothesis("n", bool),)
    with pytest.raises(ClaimError) as caught:
        validate(conditional)
    assert str(caught.value) == (
        "claim T-term: conditions are for claims in words: what saves a term is its mended = Statement(…)"
    )


def test_what_stands_in_the_place_of_a_false_statement_says_as_much() -> None:
    x, closed, false = real("x"), Statement(lift(1) <= 2), {"refuted_by": "theorem"}
    given = "claim T-term: the mended statement says nothing, its conclusion is among its hypotheses"
    assert refusal(Stated, mended=Statement(x <= 1, (x <= 1,)), **false) == given
    said = "claim T-term: the mended statement is about given numbers only, and the printed one is not"
    assert refusal(Stated, mended=closed, **false) == said
    validate(type("Changed", (Stated,), {"asserts": Statement(lift(2) <= 1), "mended": closed, **false}))
    validate(type("Changed", (Stated,), {"asserts": Statement(lift(2) <= 1), "mended": Statement(x <= x + 1), **false}))


def test_a_claim_without_an_id_is_told_by_its_name() -> None:
    assert refusal(InWords, id="", title=3) == "claim Changed: title must be text, not an int"
    assert refusal(InWords, title=3) == "claim T-words: title must be text, not an int"


@pytest.mark.parametrize(
    ("theorem", "script", "said"),
    [
        ("", "", "a formal proof names theorems, with single blanks between: not ''"),
        ("a  b", "", "a formal proof names theorems, with single blanks between: not 'a  b'"),
        ("a.", "", "a formal proof names theorems, with single blanks between: not 'a.'"),
        (3, "", "a formal proof names theorems, with single blanks between: not 3"),
        ("a", 'idtac "x".', "the script of a formal proof has neither comments nor strings: tactics only"),
        ("a", "(* x *)", "the script of a formal proof has neither comments nor strings: tactics only"),
        ("a", "#[local] x.", "the script of a formal proof has neither comments nor strings: tactics only"),
        ("a", "intros. Qed.", "the script of a formal proof has tactics only, and not “Qed”"),
        ("a", "- x. { Axiom y.", "the script of a formal proof has tactics only, and not “Axiom”"),
        ("a", "x.\n[goal]: { Axiom y.", "the script of a formal proof has tactics only, and not “[goal]:”"),
    ],
)
def test_formal_proofs_name_theorems_and_use_tactics(theorem: Any, script: str, said: str) -> None:
    with pytest.raises(ClaimError) as caught:
        Formal(theorem, script)
    assert str(caught.value) == said


def test_formal_proofs_that_are_some() -> None:
    assert Formal("a b' c_2").proof == "claim (a b' c_2)."
    assert Formal("a", "- intros x. { ring. } now apply y.").proof == "- intros x. { ring. } now apply y."
    assert Formal("a", "(intros; ring).").script == "(intros; ring)."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"edges": (Case(n=0),)}, "edges holds a Case, where an Edge stands"),
        ({"hypotheses": ("n is natural",)}, "hypotheses holds a str, where a Hypothesis stands"),
        ({"conditions": (lambda x: x.n > 0,)}, "conditions holds a function, where a Hypothesis stands"),
        ({"teeth": ("3 for 2",)}, "teeth holds a str, where a Variant stands"),
        ({"proof_uses": (Claim,)}, "proof_uses holds a type, where the id of a claim or a theorem stands"),
        (
            {"expected": "refuted", "weight": "gap"},
            "is refuted: weight = 'gap' is for what is true and not proved there",
        ),
    ],
)
def test_what_stands_in_a_claim_is_of_its_class(changes: dict[str, Any], said: str) -> None:
    assert refusal(InWords, **changes).removeprefix("claim T-words").lstrip(": ") == said


@pytest.mark.parametrize("name", ["formal", "refuted_by", "possible"])
def test_a_theorem_is_named_as_one(name: str) -> None:
    said = f"claim T-term: {name}: a formal proof names theorems, with single blanks between: not "
    for wrong in ("", "two  blanks", "KL. Admitted."):
        assert refusal(Stated, **{name: wrong}) == f"{said}{wrong!r}"


def test_a_name_that_is_almost_one_that_is_read() -> None:
    for base, changes, meant in (
        (InWords, {"hypothesis": ()}, "hypotheses"),
        (InWords, {"hold": lambda self, x: True}, "holds"),
        (InWords, {"edge": (Edge("0", note="so"),)}, "edges"),
        (InWords, {"examples": Case(n=1)}, "example"),
        (Stated, {"counter_example": Case(p=1)}, "counterexample"),
        (Stated, {"line": ()}, "lines"),
    ):
        (name,) = changes
        assert refusal(base, **changes) == f"claim {base.id} has {name!r}, which nothing reads: {meant!r} is meant"
    of_terms = "which is read of a claim that is a term: of an Assertion"
    assert refusal(InWords, counterexample=Case(n=1)) == f"claim T-words has 'counterexample', {of_terms}"
    own: dict[str, Any] = {"examples": 5, "weights": (1, 2), "case": 1, "lines": (1, 2), "titled": Case()}
    changed = {"scopes": "a", "teeth": (Variant("another", scopes="b"),)}
    for fine in (own, changed):
        validate(type("Changed", (InWords,), fine))


def test_what_is_told_is_text() -> None:
    for changes, said in (
        ({"title": 5}, "title must be text, not an int"),
        ({"title": "a\ud800"}, "title has half of a character in it, 'a\\ud800'"),
        ({"edges": (Edge("a", note=5),)}, "the note of an Edge must be text, not an int"),  # type: ignore[arg-type]
        ({"teeth": (Variant(None, most=6),)}, "the label of a Variant must be text, not a NoneType"),  # type: ignore[arg-type]
        ({"hypotheses": (Hypothesis(5, bool),)}, "the text of a Hypothesis must be text, not an int"),  # type: ignore[arg-type]
        ({"as_printed": None}, "as_printed must be a Variant(…)"),
    ):
        assert refusal(InWords, **changes) == f"claim T-words: {said}"


@pytest.mark.parametrize("used_up", [iter([1]), filter(None, [1]), (n for n in (1, 2))])
def test_what_is_empty_once_it_is_read(used_up: Any) -> None:
    said = "claim T-words: most is used up where it is read: give a tuple"
    assert refusal(InWords, most=used_up) == said
    assert refusal(InWords, teeth=(Variant("more", most=used_up),)) == said
    validate(type("Changed", (InWords,), {"most": range(3)}))
