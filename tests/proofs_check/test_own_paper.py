"""A paper of one's own: the starting file, the three claims of the example, found conditions, broken files."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import proofs_check
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, exact, less, search
from proofs_check.cli.app import run as run_cli
from proofs_check.cli.claims import reports_of
from proofs_check.cli.completion import ids_in
from proofs_check.engine.certify import evidence_of
from proofs_check.engine.registry import Library, Paper, load_paper
from proofs_check.engine.reports import Report
from proofs_check.engine.runner import run
from proofs_check.engine.searches import cases, integers
from proofs_check.exceptions import ClaimError, PaperError
from proofs_check.language.comparisons import settle
from proofs_check.language.validation import validate
from proofs_check.starting_file import write_starting_file

ROOT = Path(proofs_check.__file__).parents[1]
EXAMPLE = Path(__file__).parents[2] / "examples" / "my_claims.py"


def reports(paper: Paper) -> list[Report]:
    return run(Library([paper]), paper)


def alone(claim: type[Claim]) -> Report:
    return reports(Paper("mine", "mine", "mine", (claim,)))[0]


@pytest.fixture(scope="module")
def example() -> list[Report]:
    return reports(load_paper(str(EXAMPLE)))


@pytest.mark.slow
def test_the_three_verdicts_of_the_example(example: list[Report]) -> None:
    assert [(r.verdict, r.as_expected, r.problems) for r in example] == [
        ("argued", True, []),
        ("refuted", True, []),
        ("amended", True, []),
    ]


@pytest.mark.slow
def test_the_false_claim_is_shrunk_to_its_smallest_witness(example: list[Report]) -> None:
    assert example[1].witness is not None
    assert example[1].witness["case"] == {"p": ["1/2", "1/2"], "n": 2}


@pytest.mark.slow
def test_the_search_finds_the_condition(example: list[Report]) -> None:
    golden = example[2]
    assert golden.witness is not None
    assert golden.witness["case"] == {"p": ["1/2", "1/2"], "r": [0, 1], "g": [1, 0], "n": 2}
    assert golden.corrected is not None
    assert golden.corrected["statement"].endswith("provided that g is a non-decreasing function of r.")
    assert golden.corrected["verdict"] == "tested"
    tried = [line["seen"].split()[0] for line in golden.sanity if line["kind"] == "condition"]
    assert tried == ["false", "false", "no"]


@pytest.mark.slow
def test_the_starting_file_runs_at_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The page on papers of one's own runs it as well, as a table, and certifies it."""
    path = tmp_path / "my_claims.py"
    assert run_cli(["new", str(path)]) == 0
    assert f"proofs-check run {path}" in capfd.readouterr().out
    assert run_cli(["run", str(path), "--format", "json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert [(r["verdict"], r["as_expected"]) for r in found] == [("tested", True), ("refuted", True)]
    assert found[1]["witness"]["case"]["p"] == ["1/2", "1/2"]
    assert run_cli(["run", str(path), "--teeth"]) == 0
    assert "twice the left side" in capfd.readouterr().out


def test_the_starting_file_names_itself_as_one_types_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, shown in (("mine.py", "mine.py"), ("my claims.py", "'my claims.py'"), ("-x.py", "./-x.py")):
        write_starting_file(Path(name))
        doc = ast.get_docstring(ast.parse(Path(name).read_text(encoding="utf-8")))
        assert doc is not None
        assert [line.strip() for line in doc.splitlines() if "proofs-check" in line] == [
            f"proofs-check run {shown}",
            f"proofs-check show MY-kl-bound {shown}",
            f"proofs-check certify certificates {shown} && proofs-check verify certificates",
        ]


@pytest.mark.slow
def test_a_report_of_ones_own_file_is_about_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its title, a place for each claim; no figures (nor what draws them), no graph of claims that stand alone."""
    monkeypatch.chdir(tmp_path)
    found: list[list[Report]] = []  # the claims are run once, and told in three formats

    def run_once(*asked: Any) -> list[Report]:
        found[:] = found or [reports_of(*asked)]
        return found[0]

    monkeypatch.setattr("proofs_check.cli.report.reports_of", run_once)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert run_cli(["new", "mine.py"]) == 0
    pages = {}
    for name in ("mine.html", "mine.md", "mine.tex"):
        assert run_cli(["report", "mine.py", "-o", name]) == 0
        pages[name] = Path(name).read_text(encoding="utf-8")
        assert "My claims about best-of-N" in pages[name]
        assert "proofs-check show MY-kl-bound mine.py" in pages[name]
        assert "None is false" not in pages[name]
    assert "<title>My claims about best-of-N</title>" in pages["mine.html"]
    for word in ("figure", "Figure", 'id="_graph"', "Example 1", "All 1"):
        assert word not in re.sub("<(style|script)>.*?</(style|script)>", "", pages["mine.html"], flags=re.DOTALL)
    for claim in ("MY-kl-bound", "MY-kl-equality"):
        for mark in (f'id="{claim}"', f'href="#{claim}"'):
            assert mark in pages["mine.html"]
        assert f'<a id="{claim}"></a>' in pages["mine.md"]
        assert f"[{claim}](#{claim})" in pages["mine.md"]
        assert f"\\label{{{claim}}}" in pages["mine.tex"]
        assert f"\\hyperref[{claim}]" in pages["mine.tex"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.html", "mine.md", "mine.py", "mine.tex"]


FALSE_CLAIMS = """
from proofs_check import KL, Assertion, Case, Claim, Statement, T, at_most, best, count, law, log, positive_law, real
from proofs_check import reward, search
from proofs_check.engine.searches import cases, integers

p, q, r, n, a = law("p"), positive_law("q"), reward("r"), count("n"), real("a")


class Value(Assertion):
    id, place, title, expected = "X-1", "here", "The bound taken for the value", "tested"
    asserts = Statement(KL(best(p, n, r), p) == log(n))


class Linear(Assertion):
    id, place, title, expected = "X-2", "here", "A bound by the exponent", "tested"
    asserts = Statement(KL(T(q, p, a), p) <= a)


class Raises(Claim):
    id = "X-3"
    place = title = statement = scope = "here"
    expected = "tested"
    example = Case(n=3)

    def holds(self, x):
        return at_most(1 / (x.n - x.n), 1, "x")  # line 26

    @search(cases(n=integers(0, 30)))
    def numbers(self, x):
        return self.holds(x)
"""


def test_what_is_false_or_raises_in_ones_own_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The smallest case that is not degenerate, a degenerate one beside it; the place of an exception, once."""
    monkeypatch.chdir(tmp_path)
    Path("odd.py").write_text(FALSE_CLAIMS, encoding="utf-8")
    assert run_cli(["run", "odd.py"]) == 1
    printed = capsys.readouterr()
    text = printed.out + printed.err
    assert "false at n = 2, p = (1/2, 1/2), r = (0, 1): KL" in text
    assert "and, degenerate, at (n = 2, p = (1), r = (0))" in text
    assert "false at q = (1/3, 2/3), p = (1/2, 1/2), a = -1: KL" in text
    assert "2 without one" in text
    (line,) = (line for line in text.splitlines() if line.startswith("X-3 is error"))
    assert line.endswith("ZeroDivisionError: division by zero (odd.py, line 26)")
    assert line.count("odd.py") == 1
    assert run_cli(["run", "odd.py", "X-2"]) == 1
    assert "X-1" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("run A-lem9", ["A-lem9", "A-lem9-proof"]),
        ("run od", ["odd.py"]),
        ("run odd.py X", ["X-1", "X-2", "X-3"]),
        ("show X-", ["X-1", "X-2", "X-3"]),
        ("certify out T-gibbs", ["T-gibbs", "T-gibbs-equality"]),
    ],
)
def test_ids_and_files_are_completed(
    words: str, found: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As bash asks for it, in the shell's own words."""
    monkeypatch.chdir(tmp_path)
    Path("odd.py").write_text(FALSE_CLAIMS, encoding="utf-8")
    Path("other.py").write_text("class A:\n    id = 'X-9'\n", encoding="utf-8")
    environment = {
        "_PROOFS_CHECK_COMPLETE": "complete_bash",
        "COMP_WORDS": f"proofs-check {words}",
        "COMP_CWORD": str(len(words.split())),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "proofs_check"]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.stderr) == (found, "")


def test_every_shipped_id_is_completed() -> None:
    """They are read from the text of the files, and compared with the claims themselves."""
    shipped = {claim.id for paper in Library.shipped().papers for claim in paper}
    files = Path(proofs_check.__file__).parent.glob("papers/*/*.py")
    assert {name for file in files for name in ids_in(file.read_text(encoding="utf-8"))} == shipped


@pytest.mark.parametrize(
    ("name", "message"), [("there.py", "is there already"), ("a.txt", ".py"), ("no/a.py", "No such")]
)
def test_new_writes_over_nothing(name: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "there.py").write_text("mine", encoding="utf-8")
    assert run_cli(["new", str(tmp_path / name)]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert message in captured.err
    assert (tmp_path / "there.py").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import nothing_here_at_all", "line 1: ModuleNotFoundError"),
        ("\n\nraise SystemExit(0)", "line 3: it ends the program"),
        ("def f():\n    return f()\nf()", "line 2: RecursionError"),
        ("x = '\x00'", "null bytes"),
        ("from proofs_check import KL, law\n\nKL(law('p'), 3)", "line 3: argument 2 of D must be a law"),
    ],
)
def test_a_broken_file_is_one_line_with_its_place(
    text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.py").write_text(text, encoding="utf-8")
    assert run_cli(["run", "bad.py"]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert captured.err.startswith("proofs-check: bad.py")
    assert message in captured.err


class Base(Claim):
    """n² > 2n, which is false for n ≤ 2 and true above."""

    place = title = statement = scope = "n² > 2n"
    expected = "amended"
    weight = "false"
    corrected_expected = "tested"
    example = Case(n=3)
    edges = (Edge("n = 0", note="the sides are equal"),)
    strict = True

    def holds(self, x: Case) -> object:
        return less(2 * x.n, x.n * x.n) if self.strict else less(x.n * x.n, 2 * x.n)

    teeth = (Variant("the other way", strict=False),)

    @search(cases(n=integers(0, 30)))
    def numbers(self, x: Case) -> object:
        return self.holds(x)


def test_no_condition_is_enough() -> None:
    class Unsaved(Base):
        id = "U"
        expected = "refuted"
        weight = "false"
        teeth = ()
        conditions = (Hypothesis("n is even", lambda x: x.n % 2 == 0), Hypothesis("n ≥ 1", lambda x: x.n >= 1))

    report = alone(Unsaved)
    assert (report.verdict, report.corrected) == ("refuted", None)
    seen = [line["seen"] for line in report.sanity if line["kind"] == "condition"]
    assert seen[0].startswith("does not exclude the counterexample (n = 0)")
    assert seen[1].startswith("false at n = 1")


def test_a_true_claim_needs_no_condition() -> None:
    class True_(Base):
        id = "T"
        expected = "tested"
        weight = ""
        hypotheses = (Hypothesis("n ≥ 3", lambda x: x.n >= 3, without=Case(n=0)),)
        conditions = (Hypothesis("n ≥ 9", lambda x: x.n >= 9),)

    report = alone(True_)
    assert (report.verdict, report.corrected) == ("tested", None)
    assert not [line for line in report.sanity if line["kind"] == "condition"]


def test_the_first_sufficient_condition_is_taken_and_certified() -> None:
    class Saved(Base):
        id = "S"
        conditions = (Hypothesis("n ≥ 3", lambda x: x.n >= 3), Hypothesis("n ≥ 9", lambda x: x.n >= 9))

    report = alone(Saved)
    assert report.verdict == "amended"
    assert report.corrected is not None
    assert report.corrected["statement"] == "n² > 2n, provided that n ≥ 3."
    assert [bite["rejected"] for bite in report.teeth] == [True]
    found = evidence_of(Saved)
    assert (found.statements, len(found.left_out)) == ([], 1)  # 0² > 0 alone says nothing of a model


def test_a_written_correction_takes_its_witness_from_the_search() -> None:
    class Written(Base):
        id = "W"
        corrected = "n² > 2n for n ≥ 3"
        hypotheses = (Hypothesis("n ≥ 3", lambda x: x.n >= 3, without=Case(n=2), added=True),)

    report = alone(Written)
    assert (report.verdict, report.witness and report.witness["case"]) == ("amended", {"n": 0})


def test_a_false_variant_is_no_repair() -> None:
    class False_(Base):
        id = "F"
        expected = "refuted"
        weight = "false"

    assert "the repaired variant “the other way” is not left alone" in " ".join(alone(False_).problems)


def test_conditions_need_a_search_and_no_correction() -> None:
    class Both(Base):
        id = "B"
        corrected = "x"
        conditions = (Hypothesis("n ≥ 3", lambda x: x.n >= 3),)

    class Neither(Claim):
        id = "N"
        place = title = statement = scope = "s"
        expected = "argued"
        conditions = (Hypothesis("n ≥ 3", lambda x: x.n >= 3),)

    for claim, message in ((Both, "give one of them"), (Neither, "no search")):
        with pytest.raises(ClaimError, match=message):
            validate(claim)


def test_no_step_is_an_answer() -> None:
    assert settle(settle(less(1, 2))).holds
    for step in (argument("clearly", "numbers"), exact("order", less(1, 2))):
        with pytest.raises(ClaimError):
            settle([True, step])


def test_a_file_beside_an_id_runs_that_claim() -> None:
    for names in ([str(EXAMPLE), "MY-equality"], ["MY-equality", str(EXAMPLE)]):
        library = Library([])
        assert [claim.id for claim in library.select(names)] == ["MY-equality"]
    assert len(Library([]).select([str(EXAMPLE)])) == 3
    with pytest.raises(PaperError, match="no paper, claim or file"):
        Library([]).select([str(EXAMPLE), "MY-nothing"])
