"""What the report says before it is written: made from reports that are given, of claims that are not run."""

from __future__ import annotations

import platform
from fractions import Fraction
from importlib.metadata import PackageNotFoundError
from typing import Any

import pytest
from attrs import evolve, fields

import exactalign
from exactalign.exceptions import ParameterError
from proofs_check import Claim, Headline, decision, equal
from proofs_check.engine.certify import relation
from proofs_check.engine.registry import Library, Paper
from proofs_check.language.claims import VERDICTS
from proofs_check.report import Content, collect, needs_figures
from proofs_check.report import content as module
from proofs_check.report.content import MARKS, MEANINGS, OUTCOMES, CertificateFiles, Entry
from proofs_check.report.formal import FormalStatement
from tests.proofs_check.expected import expected_report

ONE = ["sum", ["vec", "1/2", "1/2"]]


def claim(name: str, verdict: str = "tested", **parts: Any) -> type[Claim]:
    """A claim of which an author expects a verdict."""
    parts = {"id": name, "title": f"Title of {name}", "expected": verdict, "scope": "all", **parts}
    return type(name.replace("-", "_"), (Claim,), {"statement": f"{name} says this", "place": "Section 1", **parts})


# A is false; B rests on it, C on B, D on both of them. E is false, and nothing rests on it.
A = claim("X-a", "refuted", weight="slip", flaw="A sign.")
B = claim("X-b", "proved", statement_uses=("X-a", "thm:gibbs"), printed_proof_uses=("X-a", "thm:jensen"))
C = claim("X-c", "argued", proof_uses=("X-b", "thm:markov"), printed_proof_uses=("X-b", "X-out", "thm:gibbs"))
D = claim("X-d", proof_uses=("X-c", "X-a"), statement_uses=("X-a",), printed_proof_uses=("X-out",))
E = claim("X-e", "amended", corrected="E holds.", corrected_expected="formal", weight="condition", flaw="As it is.")
OUT = claim("X-out", "proved")
MINE = Paper(
    "mine", "A paper.", "folder/my paper.py", (A, B, C, D, E, OUT),
    (Headline("All stands.", ("X-a", "X-out", "X-b")), Headline("Elsewhere.", ("X-out",))),
)  # fmt: skip
LIBRARY = Library([MINE])


def collected(*claims: type[Claim], library: Library = LIBRARY) -> Content:
    reports = [expected_report(one, library.paper_of(one.id).id) for one in claims]
    return collect(library, [evolve(report, seconds=1.5) for report in reports], "the day")


CONTENT = collected(A, B, C, D, E)


def entry(name: str, content: Content = CONTENT) -> Entry:
    (found,) = (one for one in content.entries if one.claim.id == name)
    return found


def test_every_verdict_has_a_mark_of_its_own_and_a_meaning() -> None:
    assert list(MARKS) == list(VERDICTS)
    assert len(set(MARKS.values())) == len(MARKS)
    assert [word for words in MEANINGS for word in words.split(", ")] == list(VERDICTS)


def test_the_legend_says_that_a_theorem_can_refute() -> None:
    """Of the shipped claims that are false some have no witness."""
    claims = [one for paper in Library.shipped().papers for one in paper]
    denied = [one for one in claims if getattr(one, "refuted_by", None) and one.counterexample is None]
    words = {one.expected for one in denied}
    assert words == {"refuted", "amended"}
    assert all("a theorem that denies it" in MEANINGS[word] for word in words)


def test_what_rests_on_what() -> None:
    assert {name: entry(name).used_by for name in ("X-a", "X-b", "X-c", "X-d", "X-e")} == {
        "X-a": ("X-b", "X-d"), "X-b": ("X-c",), "X-c": ("X-d",), "X-d": (), "X-e": (),
    }  # fmt: skip
    (broken,) = CONTENT.broken  # nothing rests on X-e
    assert broken.entry.claim is A
    assert broken.dependents == (("X-b", "proved"), ("X-d", "tested"), ("X-c", "argued"))  # the nearest first, once
    proofs = {(edge.source, edge.target): edge.kind for edge in CONTENT.graph.edges}
    assert proofs == {
        ("X-a", "X-b"): "statement", ("thm:gibbs", "X-b"): "statement", ("X-b", "X-c"): "proof",
        ("thm:markov", "X-c"): "proof", ("X-c", "X-d"): "proof", ("X-a", "X-d"): "proof",  # of both, the proof
    }  # fmt: skip
    assert CONTENT.graph.alone == ("X-e",)


def test_what_printed_proofs_rest_on() -> None:
    kinds = {(edge.source, edge.target): edge.kind for edge in CONTENT.printed.edges}
    assert kinds == {
        ("X-a", "X-b"): "broken", ("thm:jensen", "X-b"): "printed", ("X-b", "X-c"): "printed",
        ("thm:gibbs", "X-c"): "printed",
    }  # fmt: skip
    assert [theorem.id for theorem in CONTENT.theorems] == ["thm:gibbs", "thm:markov", "thm:jensen"]
    assert CONTENT.unseen == ("X-out",)  # of two proofs, said once
    assert (
        CONTENT.nothing_broken
        == "As far as it is in this report, no printed proof rests on something false as printed."
    )
    assert [(one.result.claim, one.broken, one.parts, one.outcome) for one in CONTENT.survivals] == [
        (B, (entry("X-a"),), 1, "true as printed"),
        (C, (entry("X-a"),), 2, "argued as printed"),  # through the printed proof of X-b
    ]
    assert CONTENT.outcomes == (("true as printed", 1), ("argued as printed", 1))
    assert list(OUTCOMES).index("true as printed") < list(OUTCOMES).index("argued as printed")
    whole = collected(A, B, C, D, E, OUT)
    assert whole.unseen == ()
    assert whole.nothing_broken == "No printed proof in this report rests on something false as printed."
    assert collected(OUT).nothing_broken == "What printed proofs rest on is not told here."


def test_what_is_in_a_report() -> None:
    assert [one.claim.id for one in CONTENT.entries] == ["X-a", "X-b", "X-c", "X-d", "X-e"]
    assert CONTENT.counts == (("proved", 1), ("argued", 1), ("tested", 1), ("refuted", 1), ("amended", 1))
    assert CONTENT.parts[0].counts == CONTENT.counts
    assert [one.claim for one in CONTENT.parts[0].false_as_printed] == [A, E]
    assert (CONTENT.seconds, CONTENT.date) == (7.5, "the day")
    assert CONTENT.titles["X-a"] == "Title of X-a"
    assert CONTENT.verdicts == {"X-a": "refuted", "X-b": "proved", "X-c": "argued", "X-d": "tested", "X-e": "amended"}
    assert CONTENT.summary[0].startswith("5 claims: 1 proved, 1 argued, 1 tested, 1 refuted, 1 amended; 5 as expected.")
    (finding,) = CONTENT.parts[0].findings  # not the one of which no claim is here
    assert (finding.text, [one.claim for one in finding.entries], finding.missing) == (
        "All stands.",
        [A, B],
        ("X-out",),
    )
    assert collected(A).parts[0].findings[0].missing == ("X-out", "X-b")
    whole = collected(A, B, OUT).parts[0].findings[0]
    other = evolve(whole.entries[0], report=evolve(whole.entries[0].report, expected="proved"))
    assert (whole.stands, evolve(whole, entries=(*whole.entries[1:], other)).stands, finding.stands) == (
        True,
        False,
        False,
    )
    assert [part.id for part in collected(A, library=Library([Paper("no", "No", "no.py", ()), MINE])).parts] == ["mine"]


def test_nothing_in_a_report_can_be_added_to() -> None:
    shown = (CONTENT, *CONTENT.parts, *CONTENT.entries, *CONTENT.survivals, *CONTENT.broken, *CONTENT.parts[0].findings)
    for one in (*shown, CONTENT.graph, CONTENT.entries[0].certificates):
        for field in fields(type(one)):  # type: ignore[arg-type]
            assert isinstance(getattr(one, field.name), tuple) == str(field.type).startswith("tuple"), field


def test_what_is_said_where_nothing_is_false() -> None:
    part = collected(B, C).parts[0]
    assert part.nothing_false == "None is false as printed."
    assert collected(B, D).parts[0].nothing_false == "No counterexample was found."
    for verdict in VERDICTS:
        report = evolve(part.entries[0].report, verdict=verdict)
        said = evolve(part, entries=(part.entries[1], evolve(part.entries[0], report=report))).nothing_false
        assert said.startswith("None") == (verdict in ("formal", "proved", "decided", "argued"))


def test_the_words_of_a_verdict() -> None:
    assert [entry(name).found for name in ("X-a", "X-b", "X-e")] == ["refuted (slip)", "proved", "amended (condition)"]
    assert evolve(entry("X-a"), claim=claim("X-f", "refuted")).found == "refuted"
    found = evolve(entry("X-a"), report=evolve(entry("X-a").report, verdict="not checkable"))
    assert (found.slug, found.found) == ("not-checkable", "not checkable")  # a weight is of what is false


FORMAL = FormalStatement("proves the statement", "True", "I", (), (), "", accepted=True, together="")


def test_the_commands_that_show_it_again() -> None:
    own, shipped = entry("X-b"), evolve(entry("X-b"), origin="")
    certified = CertificateFiles(1, 1, ())
    assert own.commands == ("proofs-check show X-b 'folder/my paper.py'",)
    assert shipped.commands == ("proofs-check show X-b",)
    assert evolve(shipped, formal=(FORMAL,)).commands == ("proofs-check show X-b", "proofs-check formal X-b")
    assert evolve(shipped, certificates=certified).commands == (
        "proofs-check show X-b", "proofs-check certify certificates X-b", "proofs-check verify certificates",
    )  # fmt: skip
    assert evolve(own, certificates=certified, formal=(FORMAL,)).commands == (
        "proofs-check show X-b 'folder/my paper.py'", "proofs-check certify certificates 'folder/my paper.py'",
        "proofs-check verify certificates", "proofs-check formal X-b 'folder/my paper.py'",
    )  # fmt: skip


def paper(name: str, origin: str, *claims: type[Claim], title: str = "") -> Paper:
    return Paper(name, title or f"Title of {name}...", origin, claims)


def test_the_title_is_that_of_one_paper_of_one_s_own() -> None:
    usual = "What holds, and what does not"
    assert CONTENT.title == "A paper"
    assert collected(OUT, library=Library([paper("guarantees", "guarantees", OUT)])).title == usual
    two = Library([paper("mine", "mine.py", A), paper("other", "other.py", OUT)])
    assert collected(A, OUT, library=two).title == usual
    assert collected(OUT, library=two).title == "Title of other"
    assert collected(OUT, library=Library([paper("mine", "mine.py", OUT, title=".")])).title == usual


def test_figures_are_about_the_shipped_paper() -> None:
    first, copy = paper("asymptotics", "asymptotics", OUT), paper("asymptotics", "asymptotics.py", OUT)
    other = paper("guarantees", "guarantees", A)
    for papers, claims, told in (
        ([first, other], [OUT], True), ([first, other], [A], False), ([first, other], [A, OUT], True),
        ([copy, other], [A, OUT], False),
    ):  # fmt: skip
        library = Library(papers)
        assert needs_figures(library, claims) is told
        assert collected(*claims, library=library).has_illustrations is told


class Certified(Claim):
    id = "X-certified"
    place = "Section 1"
    title = "One"
    statement = "1/2 + 1/2 = 1"
    scope = "closed"
    expected = "certified"

    @decision
    def adds(self) -> Any:
        return equal(Fraction(1), Fraction(1))

    def certificates(self) -> Any:
        for value in ("=1", "=7", "<2", "<3", "<4"):  # the second is not valid
            yield relation(ONE, value[0], value[1]), {"precision": "64"}


def test_certificates_are_counted_and_the_first_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    found = CertificateFiles.of(Certified)
    assert (found.count, found.valid) == (5, 4)
    assert len(found.texts) == 3
    assert [text.count('"7"') for text in found.texts] == [0, 1, 0]
    for longest, shown in ((len(found.texts[0]), 3), (len(found.texts[0]) - 1, 0), (4000, 3)):
        monkeypatch.setattr(module, "_LONGEST", longest)
        assert len(CertificateFiles.of(Certified).texts) == shown
    assert (
        entry("X-certified", collected(Certified, library=Library([paper("p", "p.py", Certified)]))).certificates
        == found
    )


def test_a_claim_whose_certificates_cannot_be_made_has_none() -> None:
    def certificates(self: Claim) -> Any:
        raise ParameterError("this is none")

    assert CertificateFiles.of(claim("X-none", certificates=certificates)) == CertificateFiles(0, 0, ())


def test_a_certificate_that_the_kernel_cannot_read_is_counted_and_not_valid() -> None:
    def certificates(self: Claim) -> Any:
        for name in ("α", "a"):
            yield relation(ONE, "=", "1", let=[(name, "1")]), {"precision": "64"}

    found = CertificateFiles.of(claim("X-half", certificates=certificates))
    assert (found.count, found.valid, len(found.texts)) == (2, 1, 1)


def test_the_versions_of_what_was_used(monkeypatch: pytest.MonkeyPatch) -> None:
    found = dict(CONTENT.versions)
    assert list(found) == ["Python", "exactalign", "python-flint", "mpmath", "hypothesis"]
    assert found["Python"] == platform.python_version()
    assert found["exactalign"] == exactalign.__version__

    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(module, "version", missing)
    known = {"Python": platform.python_version(), "exactalign": exactalign.__version__}
    assert dict(module._versions()) == dict.fromkeys(found, "not installed") | known
