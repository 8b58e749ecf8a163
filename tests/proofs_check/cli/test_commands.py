"""Each command with stand-ins for the work: what it asks for, what it prints and where, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from proofs_check.cli import catalogue, certify, claims, formal, listing, report, show, verify
from proofs_check.cli import run as run_module
from proofs_check.cli.app import COMMANDS
from proofs_check.cli.app import run as run_cli
from proofs_check.cli.catalogue import Listed
from proofs_check.cli.formal import formal_lines
from proofs_check.engine import asserting, registry, runner
from proofs_check.engine import certify as certifying
from proofs_check.engine.certify import Written
from proofs_check.formal import assistant, building, checking, examining, export, models, sources
from proofs_check.formal import record as records
from proofs_check.formal.checking import Checked
from proofs_check.formal.export import Exported
from proofs_check.report import ledger

CLAIM = SimpleNamespace(id="X-1")
OTHER = SimpleNamespace(id="X-2", example="a model")


class Library:
    """What the commands ask of a library."""

    papers = ([CLAIM], [OTHER])

    def paper_of(self, identifier: str) -> Any:
        return SimpleNamespace(id=f"paper of {identifier}")

    def claim(self, identifier: str) -> Any:
        return {"X-1": CLAIM, "X-2": OTHER}[identifier]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The names that the library was asked for."""
    names: list[Any] = []

    def library_of(wanted: Any) -> Any:
        names.append(wanted)
        return Library(), [CLAIM, OTHER]

    for module in (certify, formal, report, run_module, show, catalogue):
        monkeypatch.setattr(module, "library_of", library_of)
    return names


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run_cli(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_every_command_is_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys)
    assert code == 0
    assert all(f"{name} " in out and entry.words in out for name, entry in COMMANDS.items())
    assert said(capsys, "--help") == (code, out, "")


def fake_report(name: str, as_expected: bool = True) -> Any:
    return SimpleNamespace(id=name, as_expected=as_expected, verdict="decided", to_json=lambda: {"id": name, "é": 1})


@pytest.mark.parametrize("fine", [True, False])
def test_run(
    fine: bool, asked: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    calls: list[Any] = []
    found = [fake_report("X-1"), fake_report("X-2", fine)]
    monkeypatch.setattr(run_module, "reports_of", lambda library, claims, *rest: calls.append((claims, *rest)) or found)
    monkeypatch.setattr(ledger, "render_reports", lambda reports, *rest, width: f"{len(reports)} {rest} {width}")
    status = 0 if fine else 1
    assert said(capsys, "run", "X-1", "X-2") == (status, "2 ('table', False) 160\n", "")
    assert said(capsys, "run", "--teeth", "--format", "json", "--deep", "--jobs", "3") == (
        status,
        "2 ('json', True) 160\n",
        "",
    )
    path = tmp_path / "out.md"
    assert said(capsys, "run", "-o", str(path)) == (status, "", "")
    assert path.read_text() == "2 ('markdown', False) 160\n"
    assert asked == [["X-1", "X-2"], None, None]
    assert calls == [([CLAIM, OTHER], False, None), ([CLAIM, OTHER], True, "3"), ([CLAIM, OTHER], False, None)]
    for wrong in (["--jobs", "0"], ["-o", str(tmp_path)], ["-o", "x.doc"]):
        assert said(capsys, "run", *wrong)[0] == 2
    assert len(asked) == 3  # refused before the claims are read


@pytest.mark.parametrize("fine", [True, False])
def test_show(
    fine: bool, asked: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls: list[Any] = []
    monkeypatch.setattr(show, "reports_of", lambda library, *rest: calls.append(rest) or [fake_report("X-2", fine)])
    monkeypatch.setattr(ledger, "story", lambda claim, report, width: f"{claim.id} {report.id} {width}")
    status = 0 if fine else 1
    assert said(capsys, "show", "X-2") == (status, "X-2 X-2 160\n", "")
    code, out, err = said(capsys, "show", "X-1", "mine.py", "--deep", "--format", "json")
    assert (code, json.loads(out), err) == (status, {"id": "X-2", "é": 1}, "")
    assert '"é"' in out
    assert asked == [None, ["mine.py"]]
    assert calls == [([OTHER], False, "1"), ([CLAIM], True, "1")]


def test_list(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    entries = [Listed("X-1", "Lemma 1", "Title é", "a = b", "all", "decided", 3)]
    calls: list[Any] = []
    monkeypatch.setattr(catalogue, "listed", lambda names: calls.append(names) or entries)
    code, out, _ = said(capsys, "list", "X-1", "--format", "json")
    assert (code, json.loads(out)) == (0, [entries[0]._asdict()])
    assert "é" in out
    assert said(capsys, "list", "--format", "csv") == (0, "id,place,title,expected\nX-1,Lemma 1,Title é,decided\n", "")
    table = said(capsys, "list")[1]
    assert next(line.split() for line in table.splitlines()[::2]) == ["id", "place", "title", "expected"]
    assert calls == [["X-1"], None, None]
    assert listing.app is not None


def test_certify(
    asked: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "out"
    file = tmp_path / "paper" / "X-1-1.json"
    file.parent.mkdir()
    file.write_text('{"format": "é"}', encoding="utf-8")
    answers = {"failures": [], "files": [file]}
    exported = Exported(["X-1-1"], {"a": "no term"}, {}, "8.18")
    calls: list[Any] = []

    def write(pairs: Any, directory: Path, on_claim: Any) -> Written:
        calls.append((pairs, directory))
        on_claim(CLAIM)
        return Written(answers["files"], answers["failures"], {"X-1": ["too large"], "X-2": ["too large", "enclosed"]})

    def send(texts: Any, directory: Path, jobs: int, watch: Any) -> Exported:
        watch.begin(1)
        watch.done("x")
        calls.append((list(texts), directory, jobs))
        return exported

    monkeypatch.setattr(certifying, "write_certificates", write)
    monkeypatch.setattr(export, "export", send)
    left = "left out, too large: X-1, X-2\nleft out, enclosed: X-2\n"
    assert said(capsys, "certify", str(target), "X-1") == (0, f"1 certificate of 2 claims in {target}\n{left}", "")
    pairs = [("paper of X-1", CLAIM), ("paper of X-2", OTHER)]
    assert calls == [(pairs, target)]
    assert asked == [["X-1"]]
    calls.clear()
    coq = f"1 lemma in {target}/coq, accepted by Coq 8.18\nno lemma: a: no term\n"
    assert said(capsys, "certify", "--coq", str(target)) == (
        0,
        f"1 certificate of 2 claims in {target}\n{left}{coq}",
        "",
    )
    assert calls[1] == ([("paper", "X-1-1", {"format": "é"})], target / "coq", 1)
    answers |= {"files": [], "failures": ["X-1: é is not b"]}
    told = f"0 certificates of 2 claims in {target}\n{left}NOT VALID: X-1: é is not b\n"
    assert said(capsys, "certify", str(target)) == (1, told, "")
    code, out, _ = said(capsys, "certify", str(target), "--format", "json")
    assert code == 1
    assert json.loads(out) == {
        "directory": str(target),
        "claims": 2,
        "files": [],
        "left_out": {"X-1": ["too large"], "X-2": ["too large", "enclosed"]},
        "failures": ["X-1: é is not b"],
        "coq": None,
    }
    assert "é" in out
    answers["failures"] = []
    exported = Exported([], {}, {"b": "wrong"}, "")
    coq = f"0 lemmas in {target}/coq, not compiled here: there is no coqc on the path\nREFUSED b: wrong\n"
    assert said(capsys, "certify", "--coq", str(target)) == (
        1,
        f"0 certificates of 2 claims in {target}\n{left}{coq}",
        "",
    )
    code, out, _ = said(capsys, "certify", "--coq", str(target), "--format", "json")
    assert (code, json.loads(out)["coq"]) == (1, exported.to_json())
    assert said(capsys, "certify", str(file))[0] == 2  # no directory
    assert asked[3:] == [None, None, None]


def test_one_claim_and_many_certificates_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = certify._certified("d", 1, Written([Path("a"), Path("b")], [], {}))
    assert lines == ["2 certificates of 1 claim in d"]
    assert list(certify._lemmas("d", Exported(["a", "b"], {}, {}, "9"))) == ["2 lemmas in d/coq, accepted by Coq 9"]
    assert list(certify._lemmas("d", None)) == []


def test_verify(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from proofs_check import kernel

    rulings = {
        "a": kernel.Ruling("valid", "x ≤ 1", ["one", "twö"]),
        "b": kernel.Ruling("invalid", "no", []),
        "c": kernel.Ruling("malformed", "empty", []),
    }
    unmet: list[str] = []
    monkeypatch.setattr(kernel, "check", lambda file: rulings[file.stem])
    monkeypatch.setattr(kernel, "manifest_problems", lambda directory: unmet)
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.json").write_text("{}")

    def alone(*names: str) -> str:
        for name in ("a", "b", "c"):
            path = tmp_path / f"{name}.json"
            path.unlink(missing_ok=True)
            if name in names:
                path.write_text("{}")
        return str(tmp_path)

    valid = f"valid     {tmp_path}/a.json: x \\u2264 1\n"
    assert said(capsys, "verify", alone("a")) == (0, f"{valid}1 valid, 0 invalid, 0 malformed\n", "")
    steps = "    one\n    tw\\xf6\n"
    assert said(capsys, "verify", "--trace", alone("a"))[1] == f"{valid}{steps}1 valid, 0 invalid, 0 malformed\n"
    invalid = f"invalid   {tmp_path}/b.json: no\n"
    assert said(capsys, "verify", alone("a", "b")) == (1, f"{valid}{invalid}1 valid, 1 invalid, 0 malformed\n", "")
    code, out, _ = said(capsys, "verify", alone("a", "b", "c"))
    assert (code, out.splitlines()[-1]) == (2, "1 valid, 1 invalid, 1 malformed")
    unmet.append("missing: é.json")
    assert said(capsys, "verify", alone("a")) == (
        2, f"{valid}malformed missing: \\xe9.json\n1 valid, 0 invalid, 0 malformed\n", "",
    )  # fmt: skip
    # Of a single file there is no manifest.
    single = str(tmp_path / "a.json")
    assert said(capsys, "verify", single)[0] == 0
    code, out, _ = said(capsys, "verify", alone("a", "b"), "--format", "json")
    assert code == 2
    assert json.loads(out) == {
        "counts": {"valid": 1, "invalid": 1, "malformed": 0},
        "certificates": [
            {"file": f"{tmp_path}/a.json", "status": "valid", "reason": "x ≤ 1", "steps": []},
            {"file": f"{tmp_path}/b.json", "status": "invalid", "reason": "no", "steps": []},
        ],
        "manifest": ["missing: é.json"],
    }
    assert "≤" in out
    traced = json.loads(said(capsys, "verify", single, "--format", "json", "--trace")[1])
    assert [entry["steps"] for entry in traced["certificates"]] == [["one", "twö"]]
    for wrong, message in ((alone(), "holds no certificates (*.json)"), (str(tmp_path / "x"), "does not exist")):
        code, out, err = said(capsys, "verify", wrong)
        assert (code, out) == (2, "")
        assert f"{wrong} {message}" in err
    assert verify.app is not None


def checked(name: str, status: str = "accepted", **changes: Any) -> Checked:
    given: dict[str, Any] = {"refused": 0, "variants": 0, "seconds": 1.0}
    given |= dict.fromkeys(("axioms", "hypotheses", "proved_variants", "stopped_variants"), ())
    given |= {"id": name, "theorem": f"t_{name}", "status": status}
    return Checked(**(given | changes))


def test_lines_of_formal_statements() -> None:
    found = [
        checked(
            "a", axioms=("y", "x"), refused=2, variants=3, proved_variants=("v",), stopped_variants=("w",), kept=True
        ),
        checked("b", "refused", axioms=("z",)),
        checked("c", axioms=("x",), kept=True),
    ]
    assert list(formal_lines(found, ["a note"], ["b: why"], 7)) == [
        "a: accepted: t_a; 2 of 3 variants refused",
        "  also proved: v",
        "  stopped after 7 seconds, neither proved nor refused: w",
        "b: refused: t_b",
        "c: accepted: t_c",
        "",
        "2 of 3 statements accepted by Coq.",
        "Answered in an earlier run, on the same files: 2 (--again asks anew).",
        "Axioms: x, y.",
        "a note.",
        "REFUSED b: why",
    ]
    assert list(formal_lines([checked("c")], [], [], 7))[1:] == [
        "",
        "1 of 1 statements accepted by Coq.",
        "Axioms: none.",
    ]
    assert list(formal_lines([checked("c", "refused")], [], [], 7))[1:] == ["", "0 of 1 statements accepted by Coq."]


class Coq:
    """Stand-ins for the proof assistant, and what was asked of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[Any] = []
        self.lacking = ""
        self.problem = False
        self.entries = {
            "X-1": [("X-1", "one", SimpleNamespace(denies=False))],
            "X-2": [("X-2", "two", SimpleNamespace(denies=True))],
        }
        monkeypatch.setattr(asserting, "formal_of", lambda claim: self.entries[claim.id])
        monkeypatch.setattr(assistant, "missing", lambda: self.lacking)
        monkeypatch.setattr(sources, "sources", lambda: ["s1", "s2"])
        monkeypatch.setattr(checking, "check", self.check)
        monkeypatch.setattr(examining, "examine", self.examine)
        monkeypatch.setattr(models, "together", lambda stated: ("together", [(n, s, e) for n, s, e in stated]))
        monkeypatch.setattr(
            building,
            "ask",
            lambda jobs, workers, watch, again: self.calls.append(("ask", jobs, workers, again)) or "met",
        )
        monkeypatch.setattr(examining, "with_theorems", lambda met, found: f"{met} {len(found)}")
        monkeypatch.setattr(models, "told", lambda together: [f"told {together}"])
        monkeypatch.setattr(checking, "report", lambda found, together: {"found": len(found), "together": together})
        monkeypatch.setattr(records, "written", lambda joined, known, together: (joined, known, together))
        monkeypatch.setattr(records, "save", lambda content, path: self.calls.append(("save", content, path)))

    def found(self) -> list[Checked]:
        return [checked("X-1"), checked("X-2", "refused" if self.problem else "accepted", reason="because")]

    def check(self, wanted: Any, workers: int, watch: Any, *, again: bool, teeth: bool) -> list[Checked]:
        watch.begin(1)
        watch.done("file")
        self.calls.append(("check", [entry[0] for entry in wanted], workers, again, teeth))
        return self.found()

    def examine(self, wanted: Any, stated: Any, workers: int, watch: Any, teeth: bool) -> Any:
        self.calls.append(("examine", [entry[0] for entry in wanted], stated, workers, teeth))
        return self.found(), "all", ["another"], ["the record differs"] if self.problem else []


def test_formal(asked: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    coq = Coq(monkeypatch)
    body = "X-1: accepted: t_X-1\nX-2: accepted: t_X-2\n\n2 of 2 statements accepted by Coq.\nAxioms: none.\n"
    assert said(capsys, "formal", "X-1", "--jobs", "9") == (0, f"{body}told met 2.\n", "")
    stated = [("X-1", "one", None)]  # a denial is not examined
    assert asked == [["X-1"]]
    assert coq.calls == [
        ("check", ["X-1", "X-2"], 4, False, True),  # two statements and two sources: at most four at once
        ("ask", ("together", stated), 4, False),
    ]
    coq.calls.clear()
    said(capsys, "formal", "--jobs", "1", "--again", "--statements")
    assert coq.calls == [("check", ["X-1", "X-2"], 1, True, False), ("ask", ("together", stated), 1, True)]
    coq.calls.clear()
    assert said(capsys, "formal", "--check", "--jobs", "2") == (0, f"{body}told all.\nanother.\n", "")
    assert coq.calls == [("examine", ["X-1", "X-2"], stated, 2, True)]
    coq.entries["X-2"] = [("X-2", "two", SimpleNamespace(denies=False))]
    coq.calls.clear()
    said(capsys, "formal", "--check", "--statements", "--jobs", "2")
    assert coq.calls == [("examine", ["X-1", "X-2"], [*stated, ("X-2", "two", "a model")], 2, False)]


def test_formal_refused(asked: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    coq = Coq(monkeypatch)
    coq.problem = True
    code, out, err = said(capsys, "formal", "--jobs", "1")
    assert (code, err) == (1, "")
    assert out.endswith("1 of 2 statements accepted by Coq.\nAxioms: none.\ntold met 2.\nREFUSED X-2: because\n")
    code, out, err = said(capsys, "formal", "--jobs", "1", "--format", "json")
    assert (code, json.loads(out)) == (1, {"found": 2, "together": "met 2"})
    assert err == "proofs-check: refused: X-2: because\n"
    code, out, _ = said(capsys, "formal", "--check", "--jobs", "1")
    assert (code, out.splitlines()[-2:]) == (1, ["another.", "REFUSED the record differs"])


def test_formal_records_beside_itself(
    asked: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    coq = Coq(monkeypatch)
    said(capsys, "formal", "--record", "--jobs", "1")
    ((_, (joined, known, together), path),) = [call for call in coq.calls if call[0] == "save"]
    assert path == Path(records.__file__).parent / "accepted.json"
    assert path.exists()
    assert known == ["X-1", "X-2"]
    assert together == "met 2"
    assert [(entry.id, statement) for entry, statement, _ in joined] == [("X-1", "one"), ("X-2", "two")]
    wrong = said(capsys, "formal", "--record", "--statements")
    assert wrong == (2, "", "proofs-check: --record needs the wrong variants: leave --statements out\n")


def test_formal_without_coq_or_statements(
    asked: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    coq = Coq(monkeypatch)
    coq.lacking = "there is no coqc"
    told = "proofs-check: there is no coqc; {} not re-checked here\n"
    assert said(capsys, "formal") == (2, "", told.format("2 formal proofs are present, and were"))
    coq.entries["X-2"] = []
    assert said(capsys, "formal") == (2, "", told.format("1 formal proof is present, and was"))
    coq.entries["X-1"] = []
    assert said(capsys, "formal") == (2, "", "proofs-check: none of these claims has a formal statement\n")
    assert coq.calls == []


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, asked: list[Any]) -> Any:
    """The report with stand-ins for its content; what was asked of them."""
    import exactalign.extras
    from proofs_check import report as reporting

    state = SimpleNamespace(pictures=True, fine=True, needed=[], extras=[], calls=[], asked=asked)
    monkeypatch.setattr(exactalign.extras, "require_extra", state.extras.append)
    monkeypatch.setattr(reporting, "needs_figures", lambda library, claims: state.pictures)
    monkeypatch.setattr(
        reporting, "collect", lambda library, reports, day: SimpleNamespace(day=day, has_illustrations=state.pictures)
    )
    monkeypatch.setattr(reporting, "render", lambda content, form, folder: f"{form} in {folder!r}")
    monkeypatch.setattr(reporting, "picture_files", lambda form: {"a.x": form.encode()})
    monkeypatch.setattr(
        report,
        "reports_of",
        lambda library, claims, *rest: state.calls.append(rest) or [fake_report("a"), fake_report("b", state.fine)],
    )
    monkeypatch.chdir(tmp_path)
    return state


def test_report_on_one_page(page: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "report") == (0, "", "")
    assert Path("report.html").read_text() == "html in ''\n"
    assert sorted(path.name for path in Path().iterdir()) == ["report.html"]
    assert page.extras == ["claims", "figures"]
    page.pictures = False
    assert said(capsys, "report", "X-1", "-o", "-", "--deep", "--jobs", "2") == (0, "html in ''\n", "")
    assert page.extras[2:] == ["claims"]
    assert page.calls == [(False, None), (True, "2")]
    assert page.asked == [None, ["X-1"]]
    page.fine = False
    assert said(capsys, "report", "-o", "-")[0] == 1


@pytest.mark.parametrize(("form", "suffix"), [("latex", "tex"), ("markdown", "md")])
def test_report_with_its_figures_beside_it(
    form: str, suffix: str, page: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, name in ((["-o", f"mine.{suffix}"], "mine"), (["--format", form], "report")):
        assert said(capsys, "report", *arguments) == (0, "", "")
        assert Path(f"{name}.{suffix}").read_text() == f"{form} in '{name}-figures'\n"
        assert Path(f"{name}-figures/a.x").read_bytes() == form.encode()
    assert page.extras == ["claims", "figures"] * 2
    said(capsys, "report", "-o", f"mine.{suffix}")  # the folder is there already
    # To a stream there is no place beside it.
    page.extras.clear()
    assert said(capsys, "report", "-o", "-", "--format", form) == (0, f"{form} in ''\n", "")
    assert page.extras == ["claims"]
    page.pictures = False
    assert said(capsys, "report", "-o", f"plain.{suffix}")[0] == 0
    assert not Path("plain-figures").exists()
    Path("taken-figures").write_text("")
    code, _, err = said(capsys, "report", "-o", f"taken.{suffix}")
    assert (code, "--output needs the folder taken-figures" in err) == (2, True)


def test_the_place_of_figures(tmp_path: Path) -> None:
    assert report._beside("-") is report._beside("/dev/stdout") is report._beside(str(tmp_path)) is None
    assert report._beside("a/b.tex") == Path("a/b-figures")
    file = tmp_path / "x.md"
    file.write_text("")
    assert report._beside(str(file)) == tmp_path / "x-figures"


def test_new(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    assert said(capsys, "new", str(path)) == (0, f"{path} is written; now: proofs-check run {path}\n", "")
    assert "class " in path.read_text()
    assert said(capsys, "new", str(path))[0] == 2


def test_the_width_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal's own where it goes to one, and wide enough for a file."""
    monkeypatch.setattr(claims.shutil, "get_terminal_size", lambda fallback: SimpleNamespace(columns=77))
    for is_terminal in (True, False):
        monkeypatch.setattr(claims.sys, "stdout", SimpleNamespace(isatty=lambda value=is_terminal: value))
        assert claims.page_width("file.txt") == 160
        assert {claims.page_width(standard) for standard in (None, "-")} == {77 if is_terminal else 160}
    monkeypatch.setattr(claims.sys, "stdout", None)
    assert claims.page_width(None) == 160


def test_running_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processes for more than eight claims, counted with what they rest on; progress as they are done."""
    calls: list[Any] = []
    shown: list[Any] = []
    needed = 8
    monkeypatch.setattr(runner, "needed", lambda library, claims: [None] * needed)
    monkeypatch.setattr(runner, "run", lambda library, claims, **how: calls.append((claims, how)) or "reports")
    monkeypatch.setattr(claims.PROGRESS, "begin", lambda *what: shown.append(what))
    monkeypatch.setattr(claims.PROGRESS, "advance", lambda **what: shown.append(what))
    import os

    monkeypatch.setattr(os, "cpu_count", lambda: 5)
    for needed, jobs, several in ((8, None, 1), (9, None, 5), (3, "7", 3), (20, "7", 7)):  # noqa: B007 (it is asked for)
        calls.clear()
        assert claims.reports_of(Library(), [CLAIM], True, jobs) == "reports"  # type: ignore[arg-type,list-item]
        ((chosen, how),) = calls
        assert (chosen, how["deep"], how["jobs"]) == ([CLAIM], True, several)
        assert how["starting"] == claims.PROGRESS.still
        shown.clear()
        how["progress"](fake_report("X-1"))
        assert shown == [{"last": "X-1: decided"}]


def test_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[Any] = []
    library = SimpleNamespace(select=lambda names: chosen.append(names) or "claims")
    monkeypatch.setattr(registry.Library, "shipped", lambda: library)
    assert claims.library_of(None) == (library, "claims")
    assert claims.library_of(["a"]) == (library, "claims")
    assert chosen == [(), ["a"]]
