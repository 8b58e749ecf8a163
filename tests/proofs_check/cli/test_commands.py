"""Each command with stand-ins for the work: what it asks for, what it prints and where, and its exit status."""

from __future__ import annotations

import ast
import json
import os
import shlex
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from proofs_check.cli import catalogue, certify, claims, listing, report, show, verify
from proofs_check.cli import run as run_module
from proofs_check.cli.app import COMMANDS
from proofs_check.cli.catalogue import Listed
from proofs_check.engine import certify as certifying
from proofs_check.engine import registry, runner
from proofs_check.engine.certify import Written
from proofs_check.formal import export
from proofs_check.formal.export import Exported
from proofs_check.report import ledger
from tests.proofs_check.cli.stand_ins import CLAIM, OTHER, Library, as_json, said


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
    written = as_json({"id": "X-2", "é": 1})
    assert said(capsys, "show", "X-1", "mine.py", "--deep", "--format", "json") == (status, written, "")
    assert asked == [None, ["mine.py"]]
    assert calls == [([OTHER], False, "1"), ([CLAIM], True, "1")]


def test_list(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    entries = [Listed("X-1", "Lemma 1", "Title é", "a = b", "all", "decided", 3)]
    calls: list[Any] = []
    monkeypatch.setattr(catalogue, "listed", lambda names: calls.append(names) or entries)
    assert said(capsys, "list", "X-1", "--format", "json") == (0, as_json([entries[0]._asdict()]), "")
    assert said(capsys, "list", "--format", "csv") == (0, "id,place,title,expected\nX-1,Lemma 1,Title é,decided\n", "")
    table = said(capsys, "list")[1]
    assert next(line.split() for line in table.splitlines()[::2]) == ["id", "place", "title", "expected"]
    assert calls == [["X-1"], None, None]
    assert said(capsys, "list", "-o", str(tmp_path))[0] == 2
    assert len(calls) == 3  # refused before the claims are read
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
    content = {
        "directory": str(target),
        "claims": 2,
        "files": [],
        "left_out": {"X-1": ["too large"], "X-2": ["too large", "enclosed"]},
        "failures": ["X-1: é is not b"],
        "coq": None,
    }
    assert said(capsys, "certify", str(target), "--format", "json") == (1, as_json(content), "")
    answers |= {"files": [file], "failures": []}
    content |= {"files": [str(file)], "failures": []}
    assert said(capsys, "certify", str(target), "--format", "json") == (0, as_json(content), "")
    answers["files"] = []
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
    assert asked[3:] == [None, None, None, None]


@pytest.mark.parametrize(
    ("output", "refused"),
    [("d/manifest.json", True), ("d/paper/X-1-1.JSON", True), ("d/../d/x.json", True), ("d/x.txt", False),
     ("d.json", False), ("e/x.json", False)],
)  # fmt: skip
def test_a_report_does_not_become_one_of_the_certificates(
    output: str, refused: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("d/paper", "e"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "d/paper/X-1-1.json").write_text("{}")
    monkeypatch.chdir(tmp_path)
    told = f"--output {output} is in DIR, where each .json is a certificate: give another directory"
    for arguments in (("certify", "d", "A-lem9"), ("verify", "d")):
        before = sorted(Path().rglob("*"))
        code, _, err = said(capsys, *arguments, "--output", output)
        assert (told in err) == refused
        if refused:
            assert (code, sorted(Path().rglob("*"))) == (2, before)


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
        2, f"{valid}malformed missing: \\xe9.json\n1 valid, 0 invalid, 1 malformed\n", "",
    )  # fmt: skip
    # Of a single file there is no manifest.
    single = str(tmp_path / "a.json")
    assert said(capsys, "verify", single)[0] == 0
    content = {
        "counts": {"valid": 1, "invalid": 1, "malformed": 0},
        "certificates": [
            {"file": f"{tmp_path}/a.json", "status": "valid", "reason": "x ≤ 1", "steps": []},
            {"file": f"{tmp_path}/b.json", "status": "invalid", "reason": "no", "steps": []},
        ],
        "manifest": ["missing: é.json"],
        "left_out": {},
    }
    assert said(capsys, "verify", alone("a", "b"), "--format", "json") == (2, as_json(content), "")
    traced = json.loads(said(capsys, "verify", single, "--format", "json", "--trace")[1])
    assert [entry["steps"] for entry in traced["certificates"]] == [["one", "twö"]]
    for wrong, message in ((alone(), "holds no certificates (*.json)"), (str(tmp_path / "x"), "does not exist")):
        code, out, err = said(capsys, "verify", wrong)
        assert (code, out) == (2, "")
        assert f"{wrong} {message}" in err
    monkeypatch.setattr(kernel, "check", None)  # refused before anything is checked
    assert said(capsys, "verify", single, "-o", str(tmp_path))[0] == 2
    assert verify.app is not None


def test_what_was_left_out_is_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from proofs_check import kernel
    from proofs_check.engine import manifests

    (tmp_path / "a.json").write_text("{}")
    monkeypatch.setattr(kernel, "check", lambda file: kernel.Ruling("valid", "so", []))
    monkeypatch.setattr(kernel, "manifest_problems", {tmp_path: ["missing: b.json"]}.__getitem__)
    left = {tmp_path: ({"too lärge": 3, "enclosed": 1}, ["wrong"])}
    monkeypatch.setattr(manifests, "what_was_left_out", left.__getitem__)
    code, out, err = said(capsys, "verify", str(tmp_path))
    assert (code, err) == (2, "")
    assert out.splitlines() == [
        f"valid     {tmp_path}/a.json: so",
        "malformed missing: b.json",
        "malformed wrong",
        r"left out  3: too l\xe4rge",
        "left out  1: enclosed",
        "1 valid, 0 invalid, 2 malformed; 4 left out",
    ]
    content = json.loads(said(capsys, "verify", str(tmp_path), "--format", "json")[1])
    assert (content["manifest"], content["left_out"]) == (
        ["missing: b.json", "wrong"],
        {"too lärge": 3, "enclosed": 1},
    )
    half = "\ud800"  # no character: in JSON it can be escaped, and nowhere else
    left[tmp_path] = ({half: 1}, [f"missing: {half}.json"])
    monkeypatch.setattr(kernel, "manifest_problems", lambda _: [])
    file = tmp_path / "o" / "verified"
    file.parent.mkdir()
    assert said(capsys, "verify", str(tmp_path), "--format", "json", "-o", str(file)) == (2, "", "")
    written = json.loads(file.read_text(encoding="utf-8"))
    assert (written["manifest"], written["left_out"]) == ([f"missing: {half}.json"], {half: 1})


def test_how_far_it_is(
    asked: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """What a command counts, and the last one of it."""
    from proofs_check import kernel

    shown: list[Any] = []
    monkeypatch.setattr(claims.PROGRESS, "begin", lambda *what: shown.append(what))
    monkeypatch.setattr(claims.PROGRESS, "advance", lambda **what: shown.append(what))
    monkeypatch.setattr(kernel, "check", lambda file: kernel.Ruling("valid", "so", []))
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text("{}")
    said(capsys, "verify", str(tmp_path))
    assert shown == [("certificates", 2), {"last": "a"}, {"last": "b"}]
    shown.clear()

    def write(pairs: Any, directory: Path, on_claim: Any) -> Written:
        on_claim(OTHER)
        return Written([], [], {})

    def send(texts: Any, directory: Path, jobs: int, watch: Any) -> Exported:
        watch.begin(3)
        watch.done("file")
        return Exported([], {}, {}, "9")

    monkeypatch.setattr(certifying, "write_certificates", write)
    monkeypatch.setattr(export, "export", send)
    assert said(capsys, "certify", "--coq", str(tmp_path / "out"))[0] == 0
    assert shown == [("claims", 2), {"last": "X-2"}, ("files", 3), {"last": "file"}]


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


def test_a_number_of_processes_is_read_before_the_claims(page: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "report", "--jobs", "0")[0] == 2
    assert page.asked == page.calls == []


def test_what_comes_after_the_claims_is_told(
    page: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun: list[Any] = []
    monkeypatch.setattr(claims.PROGRESS, "begin", lambda *what: begun.append((what, len(page.calls))))
    assert said(capsys, "report")[0] == 0
    assert begun == [(("writing the report",), 1)]  # once they have been run


@pytest.mark.parametrize(("form", "suffix"), [("latex", "tex"), ("markdown", "md")])
def test_report_with_its_figures_beside_it(
    form: str, suffix: str, page: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, name in ((["-o", f"mine.{suffix}"], "mine"), (["--format", form], "report")):
        assert said(capsys, "report", *arguments) == (0, "", "")
        assert Path(f"{name}.{suffix}").read_text() == f"{form} in '{name}-figures'\n"
        assert Path(f"{name}-figures/a.x").read_bytes() == form.encode()
    assert page.extras == ["claims", "figures"] * 2
    assert said(capsys, "report", "-o", f"mine.{suffix}") == (0, "", "")  # the folder is there already
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


@pytest.mark.parametrize("name", ["two words.py", r"C:\Users\N.py", 'a"""b.py', "it's.py", "$x;y.py"])
def test_what_a_new_file_says_can_be_pasted_whatever_it_is_called(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The name stands in a text of the file too, where backslashes and quotes mean something."""
    monkeypatch.chdir(tmp_path)
    code, out, _ = said(capsys, "new", name)
    assert code == 0
    assert shlex.split(out.partition("now: ")[2]) == ["proofs-check", "run", name]
    told = ast.get_docstring(ast.parse(Path(name).read_text(encoding="utf-8")))
    assert told is not None
    (line,) = (line for line in told.splitlines() if "proofs-check show" in line)
    assert shlex.split(line) == ["proofs-check", "show", "MY-kl-bound", name]


def test_the_width_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal's own where it goes to one, and wide enough for a file."""
    monkeypatch.setattr(claims.shutil, "get_terminal_size", lambda fallback: os.terminal_size((77, 24)))
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
    for needed, jobs, several in ((8, None, 1), (9, None, 5), (3, "7", 3), (20, "7", 7)):
        calls.clear()
        shown.clear()
        assert claims.reports_of(Library(), [CLAIM], True, jobs) == "reports"  # type: ignore[arg-type,list-item]
        ((chosen, how),) = calls
        assert (chosen, how["deep"], how["jobs"]) == ([CLAIM], True, several)
        assert how["starting"] == claims.PROGRESS.still
        assert shown == [("claims", needed)]
        shown.clear()
        how["progress"](fake_report("X-1"))
        assert shown == [{"last": "X-1: decided"}]


def test_what_is_imported_and_not_run_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(runner, "needed", lambda *_: [])
    monkeypatch.setattr(runner, "run", lambda *_, **__: "reports")
    library = Library()
    assert claims.reports_of(library, [CLAIM], False, None) == "reports"  # type: ignore[arg-type,list-item]
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(library.papers[1], "imported", (CLAIM, OTHER), raising=False)
    claims.reports_of(library, [CLAIM], False, None)  # type: ignore[arg-type,list-item]
    assert capsys.readouterr().err == "proofs-check: mine.py: imported from another file, and not run: X-1, X-2\n"


def test_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[Any] = []
    library = SimpleNamespace(select=lambda names: chosen.append(names) or "claims")
    monkeypatch.setattr(registry.Library, "shipped", lambda: library)
    assert claims.library_of(None) == (library, "claims")
    assert claims.library_of(["a"]) == (library, "claims")
    assert chosen == [(), ["a"]]


@pytest.mark.parametrize("arguments", [["certify", "d"], ["formal"], ["run"], ["report"], ["show", "X-1"]])
def test_an_output_that_cannot_be_written_is_refused_before_the_claims_are_read(
    arguments: list[str],
    asked: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    for target, message in (("there", "is a directory: give a file name"), ("no/x", "there is no directory no")):
        (tmp_path / "there").mkdir(exist_ok=True)
        code, out, err = said(
            capsys, *arguments, "-o", target, *(["--format", "html"] if arguments == ["report"] else [])
        )
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert message in err
    assert asked == []
