"""Certificates in a directory: those of an earlier run are taken away, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exactalign import Distribution, Reward
from proofs_check import Case, Claim, decision, equal, instances, kernel, pmf, proof
from proofs_check.engine import certify
from proofs_check.engine.certify import evidence_of, is_finished, relation, write_certificates
from proofs_check.engine.examining import Examined
from proofs_check.exceptions import ClaimError
from proofs_check.formal.record import Standing
from proofs_check.formula import (
    KL,
    E,
    absolute,
    best,
    ceiling,
    count,
    exists,
    exp,
    law,
    limit,
    log,
    positive_law,
    real,
    reward,
    total,
)
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, lift
from proofs_check.language.assertions import Assertion

p, q, r, n, x = law("p"), positive_law("q"), reward("r"), count("N"), real("x")


class First(Assertion):
    id, place, title, expected, weight = "T-first", "here", "No divergence", "refuted", "false"
    asserts = Statement(KL(p, q) <= 0)
    counterexample = Case(p=Distribution.from_weights([1, 3]), q=Distribution.uniform(2))


class Second(First):
    id = "T-second"


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.json"))


def test_certificates_of_an_earlier_run_are_taken_away(tmp_path: Path) -> None:
    write_certificates([("t", First)], tmp_path)
    assert files(tmp_path) == ["T-first-1.json", "manifest.json"]
    (tmp_path / "t" / "mine.json").write_text("{}")
    write_certificates([("t", Second)], tmp_path)
    assert files(tmp_path) == ["T-second-1.json", "manifest.json", "mine.json"]


def test_what_was_changed_since_is_left(tmp_path: Path) -> None:
    write_certificates([("t", First)], tmp_path)
    (tmp_path / "t" / "T-first-1.json").write_text("{}")
    write_certificates([("t", Second)], tmp_path)
    assert files(tmp_path) == ["T-first-1.json", "T-second-1.json", "manifest.json"]


@pytest.mark.parametrize(
    ("statement", "finished"),
    [
        (relation("1/4", "<=", "1/3"), True),
        (relation(["+", "1", ["log", "2"]], "<=", ["/", "1", ["exp", "3"]]), True),
        (relation("1", "<=", ["kl", ["vec", "1"], ["vec", "1"]]), False),
        (relation(["kl", ["vec", "1"], ["vec", "1"]], "<=", "1"), False),
        (relation(["+", "1", ["kl", ["vec", "1"], ["vec", "1"]]], "=", "0"), False),
        (relation("a", "<=", "1", [("a", "1/2")]), True),  # a number under another name
        (relation(["*", "a", "2"], "<=", "1", [("a", "1/2")]), False),
        (relation("1", "<=", ["*", "a", "2"], [("a", "1/2")]), False),
        (relation("a", "<=", "1", [("a", ["vec", "1"])]), False),
        (relation("a", "<=", "1", [("b", "1"), ("a", ["vec", "1"])]), False),
        (relation("a", "<=", "1", [("b", ["vec", "1"]), ("a", ["sum", "b"])]), False),
        (relation("a", "<=", "1", [("c", ["vec", "1"]), ("b", ["sum", "c"]), ("a", "b")]), False),
        (relation("1/4", "<=", "1/3", [("p", ["vec", "1"])]), True),  # a model that nothing uses
        (relation(["+", "1/4", "0"], "<=", "a", [("p", ["vec", "1"]), ("a", "1/3")]), True),
        ({**relation("1/4", "<=", "1/3"), "let": [["p"], 1, [["p"], "1"]]}, True),
        ({"kind": "logform-sign", "sign": "1", "form": ["-", ["log", "2"], "1/2"]}, True),
        ({"kind": "logform-sign", "sign": "1", "form": ["kl", "a", "b"]}, False),
        ({"kind": "another", "left": "1", "right": "1"}, False),
        ({"kind": "relation", "left": "1", "relation": "=", "right": "1"}, True),
        (relation([], "=", "1"), False),
        (relation(1, "=", "1"), False),
    ],
)
def test_finished_numbers_that_stand_side_by_side(statement: dict[str, object], finished: bool) -> None:
    assert is_finished(statement) is finished


class InWords(Claim):
    """A claim in words."""

    id, place, title, statement, scope, expected = "T-words", "here", "In words", "so", "all", "certified"
    stated: Any = ()

    def certificates(self) -> Any:
        """What the test gives."""
        return self.stated() if callable(self.stated) else self.stated

    @decision
    def counted(self) -> bool:
        """Compare nothing."""
        return True


KEPT = (relation(["kl", ["vec", "1/2", "1/2"], ["vec", "1/4", "3/4"]], ">", "0"), {"precision": "64"})
OTHER = (relation(["kl", ["vec", "1/2", "1/2"], ["vec", "1/4", "3/4"]], "<", "1"), {"precision": "64"})
NUMBERS = (relation("1/4", "<=", "1/3"), {"precision": "64"})
FALSE = (relation(["kl", ["vec", "1/2", "1/2"], ["vec", "1/4", "3/4"]], "<", "0"), {"precision": "64"})
NOTHING_TIES = "so that nothing ties its numbers to a model"


def words(*stated: Any, **more: Any) -> type[Claim]:
    return type("Changed", (InWords,), {"stated": stated, **more})


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (relation("3", "<", "2"), "< is not shown at 64 bits: left - right = 1"),
        (relation(["^", "0", "-1"], "<", "2"), "division by zero"),
        ({"kind": "logform-sign", "sign": "1", "form": ["log", "1/2"]}, "> is not shown at 64 bits: left - right = ["),
    ],
)
def test_finished_numbers_that_the_kernel_rejects_are_a_failure(statement: Any, told: str, tmp_path: Path) -> None:
    """Beside others that are true, and left out."""
    claim = words((statement, {"precision": "64"}), NUMBERS, id="T-one")
    found = write_certificates([("t", claim)], tmp_path)
    (failure,) = found.failures
    assert failure.startswith(f"T-one: invalid: {told}")
    assert found.files == []
    assert [why.partition(":")[0] for why in found.left_out["T-one"]] == [
        "finished numbers, tied to no model", "decision",
    ]  # fmt: skip


def test_what_is_left_out_is_told_with_the_reason() -> None:
    assert evidence_of(words()) == ([], [f"decision: compared in words, {NOTHING_TIES}"])
    assert evidence_of(words(KEPT)) == ([KEPT], [f"decision: compared in words beside that, {NOTHING_TIES}"])
    assert evidence_of(words(FALSE)) == ([FALSE], [f"decision: compared in words, {NOTHING_TIES}"])  # none is there
    kept, left_out = evidence_of(words(NUMBERS))
    assert kept == []
    assert left_out == [
        f"finished numbers, tied to no model: {kernel.render_statement(NUMBERS[0])}",
        f"decision: compared in words, {NOTHING_TIES}",
    ]
    assert evidence_of(words(counted=None)) == ([], ["its evidence is not about one finite case"])
    assert evidence_of(words(KEPT, counted=None)) == ([KEPT], [])

    def shown(self: Any) -> Any:
        return ()

    assert evidence_of(words(counted=proof(shown))).left_out == ["its evidence is not about one finite case"]


def test_what_a_term_says_beyond_the_kernel_is_left_out_and_no_failure(tmp_path: Path) -> None:
    """The kernel has rejected nothing: it is never asked."""
    tall = real("x")
    for _ in range(70):
        tall = absolute(tall) + 1
    for number, (said, reason) in enumerate(
        (
            (Statement(tall <= 0), "over the limit: nested more than 64 deep"),
            (Statement(exp(1) * exp(-lift(1)) == 1), "could not be decided"),
        )
    ):
        claim = type("Beyond", (Assertion,), {"id": f"T-{number}", "asserts": said, "expected": "undecided"})
        found = write_certificates([("t", claim)], tmp_path)
        assert (found.files, found.failures) == ([], [])
        assert reason in found.left_out[f"T-{number}"][0]
    name = "a_name_of_more_than_thirty_two_characters"
    claim = type("Long", (Assertion,), {"id": "T-long", "asserts": Statement(real(name) <= real(f"{name}_too"))})
    kept, left_out = evidence_of(claim)
    assert (len(kept), left_out) == (1, [])


def test_where_one_statement_of_a_term_is_not_decided_none_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each that is not written is told; what else the term says, apart from them, is written."""
    one, other, third = relation("1", "<", "2"), FALSE[0], relation("2", "<", "3")
    evidence = {"precision": "64"}
    monkeypatch.setattr(certify, "_from_term", lambda cls: iter([[one, other], [third]]))
    monkeypatch.setattr(certify, "_stated", lambda cls: [KEPT])
    monkeypatch.setattr(certify, "_enough", lambda name, found: evidence)
    assert evidence_of(First) == ([KEPT, (one, evidence), (other, evidence), (third, evidence)], [])
    monkeypatch.setattr(certify, "_enough", lambda name, found: "why" if found is other else evidence)
    alone = f"stands only with what is left out: {kernel.render_statement(one)}"
    assert evidence_of(First) == ([KEPT, (third, evidence)], [alone, "why"])
    monkeypatch.setattr(certify, "_from_term", lambda cls: iter([[one, other], [other, third], [one]]))
    together = f"stands only with what is left out: {kernel.render_statement(third)}"
    assert evidence_of(First) == ([KEPT, (one, evidence)], ["why", together])


def test_what_has_no_words_for_the_kernel_takes_nothing_away_from_the_counterexample() -> None:
    """The correction says of no finite fact that it is true; that the printed statement is false stays written."""

    class Mended(First):
        id, expected, mended = "T-mended", "amended", Statement(limit(n, lift(1) / n, 0))

    kept, left_out = evidence_of(Mended)
    assert [one["relation"] for one, _ in kept] == [">"]
    assert left_out == ["“1/N → 0 as N → ∞” cannot be evaluated at a case"]


def test_what_is_written_out_is_not_recomputed() -> None:
    """It is one finite case, and nothing else."""
    written_out = type("Plain", (Assertion,), {"id": "T-plain", "asserts": Statement(lift(1) <= 3)})
    why = "it comes to numbers that are written out: nothing is there to be recomputed"
    assert evidence_of(written_out) == ([], [why])


def test_what_an_example_says_to_exist_is_written() -> None:
    exists_root = type("Root", (Assertion,), {"id": "T-root", "asserts": Statement(exists(x, x * x == 4))})
    assert "speaks of every real" in evidence_of(exists_root).left_out[0]
    exists_root.example = Case(**{"some x": 2})
    ((fact, _),) = evidence_of(exists_root).statements
    assert (fact["left"], fact["relation"], fact["right"]) == (["*", "2", "2"], "=", "4")
    exists_root.example = Case(**{"some x": pmf("1")})
    with pytest.raises(ClaimError, match=r"^the example is no case: "):
        evidence_of(exists_root)


def test_a_statement_is_written_once() -> None:
    """A closed one is false at its counterexample, and false."""

    class Closed(First):
        id, counterexample, asserts = "T-closed", Case(), Statement(log(lift(2)) >= 1)

    assert len(evidence_of(Closed).statements) == 1


@pytest.mark.parametrize(
    ("said", "case", "reason"),
    [
        (
            E(p**n, total(r, n)) <= 0,
            Case(p=pmf("1/2, 1/2"), N=12, r=Reward.values([0, 1])),
            "over the limit: more than 2000000 characters",
        ),
        (
            KL(best(p, n, r), p) <= 0,
            Case(p=pmf("1/2, 1/2"), N=2, r=Reward.values([0, 20_000])),
            "a number of more than 4000 digits, which no certificate holds",
        ),
        (
            ceiling(x**n) <= 3,
            Case(x=2, N=20_000),
            "a number of more than 4000 digits, which no certificate holds",
        ),
    ],
)
def test_what_is_over_a_limit_is_left_out_with_the_limit(said: Term, case: Case, reason: str) -> None:
    class Large(First):
        id, counterexample = "T-large", case
        asserts = Statement(said)

    assert evidence_of(Large) == ([], [reason])


def test_the_lowest_precision_that_decides_is_written() -> None:
    near = relation(["log", "2"], "<", "9/10")
    assert certify._enough("T", near) == {"precision": "64"}
    for power, precision in (("100", "256"), ("300", "1024"), ("1100", "4096")):
        near = relation(["log", ["+", "1", ["^", "1/2", power]]], ">", "0")
        assert certify._enough("T", near) == {"precision": precision}
    enclosed = ["best_of_n", ["vec", ["exp", "0"], "0"], ["vec", "1", "2"], ["exp", "1"]]
    for open_, why in (
        (relation(["log", "2"], ">", "9/10"), "not decided at 4096 bits"),
        (
            relation(["exp", ["log", "2"]], "=", "2"),
            "not decided at 4096 bits (no enclosures show that two numbers are equal)",
        ),
        (
            relation(["^", "9", "1/2"], "<=", "3"),
            "not decided at 4096 bits (no enclosures show that two numbers are equal)",
        ),
        (
            relation(["^", "9", "1/2"], ">=", "3"),
            "not decided at 4096 bits (no enclosures show that two numbers are equal)",
        ),
        (
            relation(["log", ["-", ["^", "9", "1/2"], "3"]], "<=", "3"),
            "at 4096 bits the argument of a logarithm is not shown to be positive",
        ),
        (relation(["sum", enclosed], "=", "1"), "a rational number is needed"),
    ):
        assert certify._enough("T", open_) == f"{why}: {kernel.render_statement(open_)}"
    assert certify._enough("T", relation(["kl"], "=", "0")) == "an operation is not a list of 2 to 20000 entries"


def test_what_goes_wrong_behind_the_first_certificate_is_told_in_the_same_way() -> None:
    def broken() -> Any:
        yield KEPT
        raise KeyError("x")

    def losing() -> Any:
        equal(1, 2)
        yield KEPT

    for function, said in ((broken, "KeyError: 'x' .test_certify.py"), (losing, "LostAnswer: “1 = 2”, which")):
        with pytest.raises(ClaimError, match=rf"^certificates: {said}.* line \d+"):
            evidence_of(type("Broken", (InWords,), {"stated": staticmethod(function), "id": "T-two"}))


def test_how_a_certificate_is_written(tmp_path: Path) -> None:
    """As a person can read it, each on lines of its own."""
    (file,) = write_certificates([("t", First)], tmp_path).files
    for path in (file, tmp_path / "manifest.json"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith('{\n "format"')
        assert text.endswith("}\n")


def test_what_is_written_is_within_the_limit_that_was_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines of their own make a file longer than what was looked at."""
    (whole,) = write_certificates([("t", First)], tmp_path).files
    compact = json.dumps(json.loads(whole.read_text(encoding="utf-8")))
    assert len(compact) < len(whole.read_text(encoding="utf-8"))
    pretty = whole.read_text(encoding="utf-8")
    monkeypatch.setattr(kernel, "MAX_TEXT", len(pretty))
    write_certificates([("t", First)], tmp_path)
    assert whole.read_text(encoding="utf-8") == pretty
    monkeypatch.setattr(kernel, "MAX_TEXT", len(compact))
    assert write_certificates([("t", First)], tmp_path).files == [whole]
    assert whole.read_text(encoding="utf-8") == compact


def test_a_reason_is_not_longer_than_a_page() -> None:
    long = relation(["+", *map(str, range(10_000_000, 10_000_400))], "=", "0")
    told = certify._told("so", long)
    assert len(told) < 2_010
    assert told.endswith(" …")
    assert kernel.render_statement(long).startswith(told.removeprefix("so: ").removesuffix(" …"))
    whole = {"+", "(10000000", *map(str, range(10_000_000, 10_000_400))}  # no number is cut
    assert set(told.removesuffix(" …").partition(":= ")[2].split()) <= whole


def test_what_goes_wrong_with_a_certificate_is_a_failure(tmp_path: Path) -> None:
    def broken() -> Any:
        raise KeyError("x")

    malformed = (relation(["kl"], "=", "0"), {"precision": "64"})
    claims = [
        ("t", words(KEPT, FALSE, KEPT, OTHER, id="T-one")),
        ("t", type("Broken", (InWords,), {"stated": staticmethod(broken), "id": "T-two"})),
        ("u", words(malformed, id="T-three")),
        ("u", words(counted=None, id="T-four")),
    ]
    done: list[str] = []
    found = write_certificates(claims, tmp_path / "deep" / "out", lambda cls: done.append(cls.id))
    assert done == ["T-one", "T-two", "T-three", "T-four"]
    root = tmp_path / "deep" / "out"
    assert found.files == [root / "t" / "T-one-1.json", root / "t" / "T-one-2.json"]
    assert [failure.partition(":")[0] for failure in found.failures] == ["T-one", "T-two", "T-three"]
    assert found.failures[0].startswith("T-one: invalid: ")
    assert found.failures[1].startswith("T-two: certificates: KeyError: 'x' (test_certify.py, line ")
    assert found.failures[2].startswith("T-three: malformed: ")
    assert found.left_out["T-four"] == ["its evidence is not about one finite case"]
    manifest = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    certificate = json.loads((root / "t" / "T-one-2.json").read_text(encoding="utf-8"))
    assert manifest["files"]["t/T-one-2.json"] == ["T-one", certificate["digest"]]
    assert list(manifest["files"]) == ["t/T-one-1.json", "t/T-one-2.json"]
    assert list(manifest["left_out"]) == done
    assert manifest["claims"] == done
    assert (manifest["format"], manifest["version"]) == (f"{kernel.FORMAT}s", 1)
    assert kernel.check(certificate).status == "valid"


def test_every_kind_of_check_in_words_is_told_once() -> None:
    def made(name: str) -> Any:
        def method(self: Any, *_: Case) -> bool:
            return True

        method.__name__ = name
        return method

    checks = {
        "one": decision(made("one")), "two": instances([Case(n=1)])(made("two")), "three": decision(made("three")),
        "four": proof(made("four")),
    }  # fmt: skip
    assert evidence_of(words(**checks)).left_out == [
        f"{kind}: compared in words, {NOTHING_TIES}" for kind in ("decision", "instances")
    ]


def stating(said: Statement, **more: Any) -> type[Assertion]:
    return type("Changed", (Assertion,), {"id": "T-stated", "asserts": said, "expected": "tested", **more})


def test_what_is_certified_of_a_term(monkeypatch: pytest.MonkeyPatch) -> None:
    """A counterexample, given or found, or what is closed; what a search finds is asked for only where nothing else is
    there to be shown."""
    asked: list[str] = []
    false = [Case(x=7), Case(x=5)]

    def examined(cls: type[Assertion], *, variants: bool) -> Examined:
        assert variants is False
        asked.append(cls.id)
        return Examined(false_at=false)

    monkeypatch.setattr(certify, "examine", examined)
    x = real("x")

    def relations(cls: type[Assertion]) -> list[tuple[Any, Any, Any]]:
        found = evidence_of(cls)
        assert all(kernel.check(certify.seal("T", *pair)).status == "valid" for pair in found.statements)
        told = [(said["left"], said["relation"], said["right"], said["let"]) for said, _ in found.statements]
        assert not told or found.left_out == []
        return [(*sides[:3], dict(let).get("x")) for *sides, let in told]  # type: ignore[misc]

    below = Statement(x <= 3)
    (found,) = relations(stating(below))
    assert (asked, found[3]) == (["T-stated"], "5")  # the smaller of the two
    asked.clear()
    (found,) = relations(stating(below, counterexample=Case(x=9)))
    assert (asked, found[3]) == ([], "9")
    (found,) = relations(stating(below, formal="a_theorem"))  # a proof that is only named
    assert (asked, found[3]) == (["T-stated"], "5")
    asked.clear()
    accepted = Standing(accepted=True, reason="theorem a_theorem")
    monkeypatch.setattr(certify, "standing", lambda *_: accepted)
    assert evidence_of(stating(below, formal="a_theorem")) == ([], ["its evidence is not about one finite case"])
    assert asked == []
    false.clear()
    assert evidence_of(stating(below)) == ([], ["its evidence is not about one finite case"])
    assert asked == ["T-stated"]
    asked.clear()
    true, wrong = log(lift(2)) <= 1, log(lift(2)) >= 1
    assert [sign for _, sign, _, _ in relations(stating(Statement(true)))] == ["<="]
    assert [sign for _, sign, _, _ in relations(stating(Statement(wrong)))] == [">"]  # 1 > log 2
    nothing = ([], ["nothing is said: a hypothesis is false, or a term has no value"])
    assert evidence_of(stating(Statement(true, (lift(2) <= 1,)))) == nothing
    assert evidence_of(stating(Statement(1 / (lift(1) - 1) <= 3))) == nothing
    assert asked == []


def test_which_operations_recompute_nothing_is_compared_while_a_file_runs() -> None:
    """Of a module's constants only what nobody can add to is."""
    assert isinstance(certify._FINISHED, frozenset)


def test_a_counterexample_is_to_be_one() -> None:
    for case, said in (
        (Case(x=1), "the statement is not false at the counterexample (x = 1)"),
        (Case(y=1), "the counterexample is no case: it gives no value to x"),
    ):
        with pytest.raises(ClaimError) as caught:
            evidence_of(stating(Statement(real("x") <= 3), counterexample=case))
        assert str(caught.value) == said


def test_what_a_claim_certifies_comes_in_pairs() -> None:
    def certificates(_self: object) -> Any:
        yield 5

    with pytest.raises(
        ClaimError, match=r"^certificates: ClaimError: it yields pairs, each of a statement and its evidence$"
    ):
        evidence_of(type("Pairs", (Claim,), {"id": "T-pairs", "certificates": certificates}))


ODD = [({"kind": "relation"}, {}), ("a", "b"), ({}, {}), ({"kind": "relation", "let": 3}, None)]


@pytest.mark.parametrize("pair", ODD)
def test_what_is_no_statement_of_the_kernel_is_told_of_the_claim(pair: Any, tmp_path: Path) -> None:
    kind = type("Odd", (Claim,), {"id": "T-odd", "certificates": lambda _: [pair]})
    written = write_certificates([("paper", kind)], tmp_path)
    assert [failure.startswith("T-odd: malformed: ") for failure in written.failures] == [True]
