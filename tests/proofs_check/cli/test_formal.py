"""`proofs-check formal` with a stand-in for the proof assistant: what it is asked, and what is said of its answers."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from exactalign.cli.progress import PROGRESS
from proofs_check.cli.formal import formal_lines
from proofs_check.engine import asserting
from proofs_check.formal import assistant, building, checking, examining, models, sources
from proofs_check.formal import record as records
from proofs_check.formal.checking import Checked
from tests.proofs_check.cli.stand_ins import as_json, said


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
        monkeypatch.setattr(
            checking, "report", lambda found, together: {"found": len(found), "together": together, "é": 1}
        )
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
    shown: list[Any] = []
    monkeypatch.setattr(PROGRESS, "begin", lambda *what: shown.append(what))
    monkeypatch.setattr(PROGRESS, "advance", lambda **what: shown.append(what))
    said(capsys, "formal", "--jobs", "1")
    assert shown == [("files", 1), {"last": "file"}]


def test_formal_refused(asked: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    coq = Coq(monkeypatch)
    coq.problem = True
    code, out, err = said(capsys, "formal", "--jobs", "1")
    assert (code, err) == (1, "")
    assert out.endswith("1 of 2 statements accepted by Coq.\nAxioms: none.\ntold met 2.\nREFUSED X-2: because\n")
    code, out, err = said(capsys, "formal", "--jobs", "1", "--format", "json")
    assert (code, out) == (1, as_json({"found": 2, "together": "met 2", "é": 1}))
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
