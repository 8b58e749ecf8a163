"""What a file of claims does while it runs stays its own: no end of the program, no words in the answer, no certificate
for a counterexample that is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from proofs_check.cli.app import run as run_cli

FIRST = "from proofs_check import Assertion, Case, Claim, Statement, Variant, count, decision, equal, real\n"
WORDS = """
class Claimed(Claim):
    id, place, title, statement, scope = "C-claim", "here", "a claim", "2 + 2 = 4", "the given numbers"
    expected = "certified"
    example = Case()
    factor = 2
    teeth = (Variant("another factor", factor=3),)

    def holds(self, x):
        return equal(4, 2 * self.factor)

    @decision
    def counted(self):
        {done}
        return self.holds(Case())

    def certificates(self):
        {certified}
        return ()
"""


def status(command: str, text: str, where: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> int:
    monkeypatch.chdir(where)
    Path("mine.py").write_text(FIRST + text, encoding="utf-8")
    return run_cli([command, *(["out"] if command == "certify" else []), "mine.py", *options])


@pytest.mark.parametrize("end", ["raise SystemExit(0)", "raise GeneratorExit", "import pytest; pytest.skip()"])
def test_a_check_that_ends_the_program_is_an_error(
    end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status("run", WORDS.format(done=end, certified="pass"), tmp_path, monkeypatch, "--format", "json") == 1
    (report,) = json.loads(capsys.readouterr().out)
    assert (report["verdict"], "(mine.py, line " in report["reason"]) == ("error", True)


@pytest.mark.parametrize("end", ["raise SystemExit(0)", "import typer; raise typer.Exit(0)", "raise KeyError('x')"])
def test_certificates_that_end_the_program_are_a_failure(
    end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status("certify", WORDS.format(done="pass", certified=end), tmp_path, monkeypatch) == 1
    assert "NOT VALID: C-claim: certificates: " in capsys.readouterr().out


def test_what_a_file_prints_is_no_part_of_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "print('loaded')\n" + WORDS.format(done="print('tried')", certified="pass")
    assert status("run", text, tmp_path, monkeypatch, "--format", "json") == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)[0]["verdict"] == "certified"
    assert {"loaded", "tried"} <= set(captured.err.split())


@pytest.mark.parametrize(
    ("asserts", "case", "said"),
    [
        ('1 <= count("N")', "N=-1", "the counterexample is no case: N = -1 is no whole number"),
        ('1 <= real("x"), given=(2 <= real("x"),)', "x=0", "the statement is not false at the counterexample (x = 0)"),
        ('0 <= real("x") ** 2', "x=1", "the statement is not false at the counterexample (x = 1)"),
    ],
)
def test_a_counterexample_that_is_none_has_no_certificate(
    asserts: str, case: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    text = f"""
class Claimed(Assertion):
    id, place, title, expected, weight, flaw = "C-claim", "here", "a claim", "refuted", "false", "none"
    asserts = Statement({asserts})
    counterexample = Case({case})
"""
    assert status("certify", text, tmp_path, monkeypatch) == 1
    assert f"NOT VALID: C-claim: {said}" in capsys.readouterr().out
    assert not list((tmp_path / "out").rglob("C-claim*.json"))
    assert status("report", text, tmp_path, monkeypatch, "-o", "report.md", "--format", "markdown") == 1
    assert "Certificates" not in Path("report.md").read_text(encoding="utf-8")


def test_a_file_that_is_another_in_each_process_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = """
from multiprocessing import parent_process
for k in range(9):
    globals()[f"Claim{k}"] = type(f"Claim{k}", (Assertion,), {
        "id": f"C-{k}", "place": "here", "title": "a claim", "expected": "tested", "__module__": __name__,
        "asserts": Statement(real("a") == 1) if parent_process() is None else Statement(0 <= real("a") ** 2),
    })
"""
    assert status("run", text, tmp_path, monkeypatch, "--jobs", "2") == 2
    assert "is another claim each time that its file is loaded" in capsys.readouterr().err
