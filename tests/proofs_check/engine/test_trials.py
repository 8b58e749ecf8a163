"""Which checks are tried on which wrong variants, and what is seen of hypotheses and edge cases."""

from __future__ import annotations

from typing import Any

import pytest

from exactalign.exceptions import DistributionError, TooLarge, Undecided
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    at_most,
    decision,
    instances,
    less,
    pmf,
    proof,
    search,
    witness,
)  # fmt: skip
from proofs_check.engine import trials
from proofs_check.engine.searches import cases, integers
from proofs_check.engine.trials import CORRECTED, Bite, SanityLine, left_alone, try_sanity, try_teeth
from proofs_check.formula import absolutely_continuous, count, law, positive, positive_law, real
from proofs_check.language.evidence import ERROR, FAILED, PASSED, UNDECIDED, Check, CheckResult
from tests.proofs_check.engine.test_claims import Amended


def test_only_a_claim_with_a_witness_has_it_tried_on_the_corrected_statement() -> None:
    def tried_on(**changes: Any) -> list[str]:
        return [bite.variant for bite in try_teeth(type("Changed", (Amended,), changes))[0]]

    def by_hand(self: Any, x: Case) -> Any:
        return self.holds(x)

    assert tried_on() == ["as printed", CORRECTED.label]
    assert tried_on(tried=None, by_hand=instances([Case(n=2)])(by_hand)) == ["as printed", CORRECTED.label]
    assert tried_on(one=None) == ["as printed"]


class Below(Claim):
    id, place, title, expected, statement, scope = "T-below", "here", "n ≤ 5", "tested", "n ≤ 5", "n from −5 to 5"
    example = Case(n=2)
    edges = (Edge("n = 0", Case(n=0)),)
    teeth = (Variant("less", most=4),)
    most = 5

    def holds(self, x: Case) -> Any:
        if x.n == 7:
            raise Undecided("too close")
        if x.n == 12:
            raise TooLarge("too\n large")
        if x.n == 10:
            raise DistributionError("no\n whole  number")
        if x.n == 11:
            raise KeyError("a name")
        return at_most(x.n + 0 * (1 / (x.n - 9)), self.most) if x.n in (8, 9) else at_most(x.n, self.most)

    @search(cases(n=integers(-5, 5)))
    def tried(self, x: Case) -> Any:
        return self.holds(x)


def seen(refuted: bool = False, **attributes: Any) -> list[tuple[str, str, bool, str]]:
    lines, problems = try_sanity(type("Changed", (Below,), attributes), refuted)
    assert problems == [f"sanity: {line.text}: {line.seen}" for line in lines if not line.ok]
    return [(line.kind, line.text, line.ok, line.seen) for line in lines]


EDGE = ("edge", "n = 0", True, "holds (0 ≤ 5)")
EXAMPLE = ("satisfiable", "n = 2", True, "holds (2 ≤ 5)")


def test_an_example_satisfies_every_hypothesis_and_the_claim() -> None:
    assert seen() == seen(refuted=True) == [EXAMPLE, EDGE]
    assert SanityLine(*EXAMPLE).to_json() == dict(zip(("kind", "text", "ok", "seen"), EXAMPLE, strict=True))
    false = ("satisfiable", "n = 6", False, "fails (6 ≤ 5 is false)")
    assert seen(example=Case(n=6))[0][:3] == false[:3]
    assert seen(True, example=Case(n=6))[0][2] is True  # of what is refuted it only says what is seen
    outside = Hypothesis("n > 3", lambda x: x.n > 3, untried="no time")
    for refuted in (False, True):
        assert seen(refuted, hypotheses=(outside,))[0] == ("satisfiable", "n = 2", False, "violates: n > 3")
    assert seen(example=None)[0] == ("satisfiable", "an example", False, "no example is given")
    assert seen(True, example=None) == [EDGE]


def test_a_closed_statement_assumes_nothing() -> None:
    def two(self: Any) -> Any:
        return at_most(2, self.most)

    closed: dict[str, Any] = {"tried": None, "two": decision(two), "edges": ()}
    assert seen(**closed, example=None) == [
        ("satisfiable", "decisions only", True, "there is no hypothesis and no case to try")
    ]
    assert seen(**closed) == [EXAMPLE]
    none = ("edge", "edge cases", False, "none is listed")
    assert seen(edges=()) == [EXAMPLE, none]
    assert seen(True, edges=()) == [EXAMPLE]
    some = Hypothesis("n < 9", lambda x: x.n < 9, untried="no time")
    assert seen(**closed, hypotheses=(some,))[-1] == none
    searched = {name: value for name, value in closed.items() if name != "tried"}
    assert seen(**searched) == [EXAMPLE, none]


@pytest.mark.parametrize(
    ("number", "ok", "refuted_ok", "said"),
    [
        (0, True, True, "holds (0 ≤ 5)"),
        (6, False, True, "fails ("),
        (7, False, False, "undecided: too close"),
        (9, False, True, "has no meaning (a division by 0)"),
        (10, False, True, "has no meaning (no whole number)"),
        (11, False, False, "KeyError: 'a name'"),
    ],
)
def test_edges_are_tried(number: int, ok: bool, refuted_ok: bool, said: str) -> None:
    for note, refuted, good in (("", False, ok), ("it is small", False, ok), ("", True, refuted_ok)):
        _, (kind, text, found, words) = seen(refuted, edges=(Edge("edge", Case(n=number), note),))
        assert (kind, text, found) == ("edge", "edge", good)
        assert words.startswith(said)
        assert words.endswith(f"; {note}" if note else words[-1])


def test_an_edge_without_an_instance_has_a_note_and_one_outside_says_of_what() -> None:
    assert seen(edges=(Edge("none", note="nothing happens"),))[1] == ("edge", "none", True, "nothing happens")
    assert seen(edges=(Edge("none"),))[1] == ("edge", "none", False, "neither an instance nor a note")
    outside = Hypothesis("n < 4", lambda x: x.n < 4, untried="no time")
    for note in ("", "; so it is"):
        edge = Edge("five", Case(n=6), note.removeprefix("; "))
        assert seen(edges=(edge,), hypotheses=(outside,))[-2] == ("edge", "five", True, f"outside: n < 4{note}")


def test_an_edge_outside_the_hypotheses_is_none_that_was_tried() -> None:
    outside = Hypothesis("n < 4", lambda x: x.n < 4, untried="no time")
    far, near = Edge("six", Case(n=6)), Edge("three", Case(n=3))
    said = "all that are listed are outside the hypotheses"
    assert seen(edges=(far,), hypotheses=(outside,))[-1] == ("edge", "edge cases", False, said)
    assert all(ok for _, _, ok, _ in seen(edges=(far, near), hypotheses=(outside,)))


def test_an_error_of_a_hypothesis_is_shown() -> None:
    broken = Hypothesis("n is small", lambda x: x.size > 0, without=Case(n=1))
    said = "NoSuchValue: this case has no 'size': it has n"
    assert [line[2:] for line in seen(hypotheses=(broken,), edges=())][:2] == [(False, said)] * 2


def test_without_a_hypothesis_the_claim_fails_or_has_no_meaning() -> None:
    def without(case: Case, *others: Hypothesis, **more: Any) -> tuple[bool, str]:
        tried = Hypothesis("n < 5", lambda x: x.n < 5, without=case, **more)
        (_, text, ok, said), *_ = [line for line in seen(hypotheses=(tried, *others)) if line[0] == "hypothesis"]
        assert text == "without “n < 5”"
        return ok, said

    assert without(Case(n=6))[0] is True
    assert without(Case(n=6))[1].endswith(" at (n = 6)")
    assert without(Case(n=9))[0] is True
    assert without(Case(n=5)) == (False, "holds (5 ≤ 5) at (n = 5)")
    assert without(Case(n=11)) == (False, "KeyError: 'a name' at (n = 11)")
    assert without(Case(n=7)) == (False, "undecided: too close at (n = 7)")
    assert without(Case(n=12)) == (False, "undecided: too large at (n = 12)")  # it may hold there
    assert without(Case(n=5), unused="it holds there")[0] is True
    assert without(Case(n=5), unused="it holds there")[1] == "unused: it holds there; holds (5 ≤ 5) at (n = 5)"
    assert without(Case(n=6), unused="it holds there")[0] is False
    assert without(Case(n=9), unused="it holds there")[0] is False
    other = Hypothesis("n < 6", lambda x: x.n < 6, untried="no time")
    assert without(Case(n=6), other) == (False, "(n = 6) also violates: n < 6")
    aside = Hypothesis("n < 6", lambda x: x.n < 6, unused="it is not needed")
    assert without(Case(n=6), aside)[0] is True


def test_what_a_hypothesis_gives_is_so_wherever_it_holds() -> None:
    """At cases with the names of its letters, of their widest sorts."""

    def told(test: Any, *gives: Any, **more: Any) -> str:
        hypothesis = Hypothesis("so", test, untried="no time", gives=gives)
        lines = seen(hypotheses=(hypothesis,), **more)
        return next((said for _, text, _, said in lines if text == "what “so” gives"), "")

    n, p, q = real("n"), positive_law("p"), law("q")
    laws = {"example": Case(n=2, p=pmf("1/3, 2/3"), q=pmf("1/2, 1/2")), "edges": ()}
    false = "where the hypothesis holds: "
    assert told(lambda x: x.n > 0, n > 0) == told(lambda x: x.n > 1, n > 0, positive("n")) == ""
    assert told(lambda x: x.n >= 0, n > 0, n > -1) == f"not so at (n = 0), {false}0 < n is false"
    assert told(lambda x: x.n >= 17, n > 17, example=Case(n=18)) == f"not so at (n = 17), {false}17 < n is false"
    assert told(lambda x: True, positive("n")).endswith(" is no real number > 0")
    assert told(lambda x: sum(x.p.probabilities) == 1, p, **laws).endswith(" has a zero, and is no positive law")
    assert told(lambda x: 0 not in x.p.probabilities, p, **laws) == ""
    assert told(lambda x: True, absolutely_continuous(q, law("p")), **laws).endswith("q ≪ p is false")
    at_none = "compared with it at no case"
    assert told(lambda x: x.m > 0, n > 0) == at_none  # it reads other names
    more = {"example": Case(n=1, m=2), "edges": ()}
    assert told(lambda x: x.m > 0, n > 0, **more).startswith("not so at (m = 2, n = ")  # which an example may give
    derived = told(lambda x: x.n > 0, n > 0, positive("z"), example=Case(n=1), edges=())
    assert derived == ""  # z is no name of a case: it stands for something
    count_of = Hypothesis("n is a count", lambda x: x.n >= 1, untried="no time", gives=(count("n"),))
    below = Hypothesis("m < n", lambda x: x.m < x.n, untried="no time", gives=(real("m") < count("n"),))
    assert all(ok for kind, _, ok, _ in seen(hypotheses=(count_of, below), example=Case(n=2, m=1)) if kind != "edge")
    assert told(lambda x: True, n > 0, example=Case(n=(1, 2)), edges=()) == at_none  # or another kind under this one
    assert told(lambda x: x.n >= 2, n > 3, example=Case(n=2), edges=()) != ""


def test_what_a_hypothesis_gives_is_compared_at_other_values_of_the_names_beside_it() -> None:
    def told(test: Any, *gives: Any, others: tuple[Hypothesis, ...] = (), **more: Any) -> str:
        hypothesis = Hypothesis("so", test, untried="no time", gives=gives)
        lines = seen(hypotheses=(hypothesis, *others), **more)
        return next((said for _, text, _, said in lines if text == "what “so” gives"), "")

    n, p, false = real("n"), law("p"), "where the hypothesis holds: 0 < n is false"
    positive_m = {"example": Case(n=2, m=1), "edges": (Edge("0", Case(n=1, m=0)),)}
    assert told(lambda x: x.m < x.n, n > 0, **positive_m) == f"not so at (m = -1, n = -1/2), {false}"
    above = Hypothesis("m ≥ 0", lambda x: x.m >= 0, untried="no time")
    assert told(lambda x: x.m < x.n, n > 0, others=(above,), **positive_m) == ""
    far = {"example": Case(n=50), "edges": ()}
    assert told(lambda x: x.n**2 > 2000, n > 0, **far) == f"not so at (n = -50), {false}"
    assert told(lambda x: x.n > 10**6, n > 0, example=Case(n=10**7), edges=()) == (
        "compared with it at the claim's own cases alone"
    )
    laws = {"example": Case(n=1, p=pmf("1/3, 2/3"), q=pmf("1/2, 1/2")), "edges": ()}
    sizes = []
    assert told(lambda x: sizes.append((len(x.p), len(x.q))) or True, p, **laws) == ""
    assert set(sizes) == {(2, 2)}  # the laws of the example have one alphabet


def test_what_rejects_a_wrong_variant_and_what_rejects_none() -> None:
    def teeth(**attributes: Any) -> tuple[list[dict[str, object]], list[str]]:
        bites, problems = try_teeth(type("Changed", (Below,), attributes))
        return [bite.to_json() for bite in bites], problems

    ((bite,), problems) = teeth()
    assert (bite["variant"], bite["rejected"], bite["by"], bite["outcome"]) == ("less", True, "tried", "refuted")
    assert str(bite["how"]).startswith("false at ")
    assert problems == []
    assert teeth(teeth=())[1] == ["no deliberately wrong variant is listed", "the check tried rejects no wrong variant"]
    ((bite,), problems) = teeth(teeth=(Variant("more", most=6),))
    assert (bite["rejected"], bite["by"], bite["outcome"]) == (False, "", "open")
    assert str(bite["how"]).startswith("tried passed (")
    assert problems == [
        f"the wrong variant “more” is not rejected: {bite['how']}", "the check tried rejects no wrong variant"
    ]  # fmt: skip


def test_of_a_refuted_claim_the_variants_are_repaired_ones() -> None:
    """What refutes it must leave a repaired one alone."""

    def teeth(most: int) -> tuple[str, str, list[str]]:
        changes = {"expected": "refuted", "most": 4, "teeth": (Variant("repaired", most=most),)}
        (bite,), problems = try_teeth(type("Changed", (Below,), changes))
        return bite.rejected_by, bite.how, problems

    by, how, problems = teeth(5)
    assert (by, problems) == ("tried", [])
    assert how.endswith(" kept, 0 discarded")
    by, how, problems = teeth(3)
    assert by == ""
    assert how.startswith("tried failed (false at ")
    assert problems[0].startswith("the repaired variant “repaired” is not left alone: tried failed (false at ")
    assert len(problems) == 2


@pytest.mark.parametrize("kind", ["witness", "search", "proof"])
def test_what_repairs_a_refuted_claim_is_left_alone_by_what_refutes_it(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    claim, _ = scripted(monkeypatch, "refuted", kind, **{kind: PASSED if kind == "search" else FAILED})
    assert [bite.became for bite in try_teeth(claim)[0]] == ["refuted" if kind == "proof" else "repaired"]


def test_a_second_check_is_tried_where_it_has_rejected_nothing_yet() -> None:
    def first(self: Any, x: Case) -> Any:
        return at_most(x.n, self.most)

    def second(self: Any, x: Case) -> Any:
        return at_most(x.n - 1, self.most)

    at_five = {"tried": None, **{f.__name__: instances([Case(n=2), Case(n=5)])(f) for f in (first, second)}}

    def teeth(*mosts: int) -> tuple[list[str], list[str]]:
        variants = tuple(Variant(f"at most {most}", most=most) for most in mosts)
        bites, problems = try_teeth(type("Changed", (Below,), {**at_five, "teeth": variants}))
        return [bite.rejected_by for bite in bites], problems

    assert teeth(4) == (["first"], ["the check second rejects no wrong variant"])
    assert teeth(4, 3) == (["first", "first"], [])
    by, problems = teeth(6)
    assert by == [""]
    assert problems[1:] == [f"the check {name} rejects no wrong variant" for name in ("first", "second")]
    assert problems[0].startswith("the wrong variant “at most 6” is not rejected: first passed (2 instances, ")
    assert "; second passed (" in problems[0]


def test_a_witness_speaks_of_the_corrected_statement_alone() -> None:
    bites, problems = try_teeth(Amended)
    witnesses = {check.name for check in Amended.checks() if check.kind == "witness"}
    assert [bite.rejected_by in witnesses for bite in bites] == [False, True]
    assert [bite.variant for bite in bites] == ["as printed", CORRECTED.label]
    assert problems == []


def test_the_corrected_statement_is_told_apart_from_wrong_variants() -> None:
    for bite, ok, said in (
        (Bite(CORRECTED.label, "one", "holds"), True, "left alone by one: holds"),
        (Bite(CORRECTED.label, "", "one passed (false)"), False, "one passed (false)"),
    ):
        assert left_alone(bite) == SanityLine("correction", "the corrected statement", ok, said)

    _, problems = try_teeth(type("Same", (Amended,), {"relation": staticmethod(less)}))
    said = "the witness does not leave the corrected statement alone: one passed (false at (n = 1): 1 < 1)"
    assert said in problems


KINDS = ("proof", "decision", "instances", "search", "witness")
STANDINGS: dict[str, dict[str, str]] = {
    "true": {"expected": "tested"},
    "refuted": {"expected": "refuted"},
    "amended": {"expected": "amended", "corrected": "n ≤ 6"},
    "amended, though refuted is expected": {"expected": "refuted", "corrected": "n ≤ 6"},
}


class Scripted:
    """Stands for running checks: what each answers, and on what it was run."""

    def __init__(self, **statuses: str) -> None:
        self.statuses = statuses
        self.ran: list[tuple[str, int, bool, bool]] = []

    def __call__(self, check: Check, claim: Any, printed: bool, *, variant: bool) -> CheckResult:
        assert variant  # any counterexample rejects a variant
        self.ran.append((check.name, claim.most, printed, claim.deep))
        return CheckResult(check.kind, check.name, self.statuses[check.name], f"as {check.name} says")


def scripted(monkeypatch: pytest.MonkeyPatch, standing: str, *kinds: str, **statuses: str) -> tuple[Any, Scripted]:
    """A claim with one check of each kind, named for it, of which what they answer is given."""

    def method(name: str) -> Any:
        def answer(self: Any, *_: Case) -> None: ...

        answer.__name__ = name
        return answer

    marks = {
        "proof": proof, "decision": decision, "instances": instances([Case(n=1)]),
        "search": search(cases(n=integers(0, 1))), "witness": witness,
    }  # fmt: skip
    checks = {kind: marks[kind](method(kind)) for kind in kinds}
    running = Scripted(**statuses)
    monkeypatch.setattr(trials, "run_check", running)
    return type("Changed", (Below,), {"tried": None, **checks, **STANDINGS[standing]}), running


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("kind", KINDS)
def test_which_answer_of_which_check_rejects_which_variant(
    kind: str, standing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    amended, of_the_printed = "amended" in standing, kind == "witness"
    for status in (PASSED, FAILED, UNDECIDED, ERROR):
        claim, running = scripted(monkeypatch, standing, kind, **{kind: status})
        bites, problems = try_teeth(claim, deep=True)
        tried = ["less"] * (not (amended and of_the_printed)) + [CORRECTED.label] * (amended and of_the_printed)
        most = {"less": 4, CORRECTED.label: 5}
        assert running.ran == [(kind, most[label], of_the_printed and not amended, True) for label in tried]
        wanted = PASSED if standing == "refuted" and kind in ("decision", "instances", "search") else FAILED
        rejected = [label for label in tried if status == wanted]
        assert [bite.variant for bite in bites] == ["less", CORRECTED.label][: 1 + (amended and of_the_printed)]
        assert [bite.variant for bite in bites if bite.rejected_by == kind] == rejected
        assert [bite.rejected_by for bite in bites if bite.variant not in rejected] == [""] * (
            len(bites) - len(rejected)
        )
        said = {True: f"as {kind} says", False: f"{kind} {status} (as {kind} says)"}
        assert [bite.how for bite in bites if bite.variant in tried] == [said[status == wanted]]
        assert (f"the check {kind} rejects no wrong variant" in problems) is (status != wanted)


def test_a_check_is_run_only_while_that_can_tell_something_new(monkeypatch: pytest.MonkeyPatch) -> None:
    claim, running = scripted(monkeypatch, "true", "decision", "search", decision=FAILED, search=PASSED)
    claim.teeth = (Variant("less", most=4), Variant("least", most=3))
    bites, problems = try_teeth(claim)
    assert [(bite.rejected_by, bite.how) for bite in bites] == [("decision", "as decision says")] * 2
    assert running.ran == [(name, most, False, False) for most in (4, 3) for name in ("decision", "search")]
    assert problems == ["the check search rejects no wrong variant"]
    claim, running = scripted(monkeypatch, "true", "decision", "search", decision=FAILED, search=FAILED)
    claim.teeth = (Variant("less", most=4), Variant("least", most=3))
    bites, problems = try_teeth(claim)
    assert running.ran == [("decision", 4, False, False), ("search", 4, False, False), ("decision", 3, False, False)]
    assert ([bite.rejected_by for bite in bites], problems) == (["decision"] * 2, [])


def test_which_claims_need_wrong_variants_and_which_have_another_beside_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for standing, with_witness in (("true", False), ("refuted", False), ("amended", True)):
        claim, _ = scripted(monkeypatch, standing, "search", "witness", search=FAILED, witness=FAILED)
        assert [bite.variant for bite in try_teeth(claim)[0]] == ["less", CORRECTED.label][: 1 + with_witness]
    claim, running = scripted(monkeypatch, "amended", teeth="")
    claim.teeth = ()
    assert try_teeth(claim) == ([], [])  # nothing is checked, and nothing can be rejected
    assert running.ran == []


def test_what_became_of_a_variant_as_data() -> None:
    for bite, became in (
        (Bite("x", "tried", "so"), "refuted"),
        (Bite("x", "", "so"), "open"),
        (Bite("x", "", "so", "true"), "true"),
        (Bite("x", "the sorts", "so", "no formula"), "no formula"),
    ):
        assert bite.became == became
        assert bite.to_json() == {
            "variant": "x", "rejected": bite.rejected_by != "", "by": bite.rejected_by, "how": "so", "outcome": became,
        }  # fmt: skip


def test_only_decisions_and_witnesses_are_evidence_of_a_closed_statement() -> None:
    def two(self: Any) -> Any:
        return at_most(2, self.most)

    def shown(self: Any) -> Any:
        return Case()

    nothing = [("satisfiable", "decisions only", True, "there is no hypothesis and no case to try")]
    unclosed = [
        ("satisfiable", "an example", False, "no example is given"),
        ("edge", "edge cases", False, "none is listed"),
    ]
    bare: dict[str, Any] = {"tried": None, "edges": (), "example": None}
    assert seen(**bare, two=decision(two)) == nothing
    assert seen(**bare, two=decision(two), shown=witness(shown)) == nothing
    assert seen(**bare, shown=witness(shown)) == seen(**bare) == unclosed
    assert seen(**bare, two=decision(two), shown=proof(shown)) == unclosed
