"""The order in which files are compiled, and what becomes of answers. A Coq of Python stands in the place of Coq."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from proofs_check.exceptions import ClaimError
from proofs_check.formal import assistant, building, sources
from proofs_check.formal import cache as cache_module
from proofs_check.formal.assistant import USUAL_AXIOMS, Compiled
from proofs_check.formal.building import CHECKER, Watch, compile_files

NEEDS = "From ExactAlign Require Import {}.\n"
LIBRARY = (
    ("One", "Lemma one : True.\nTheorem one' : True.\n"),
    ("Two", NEEDS.format("One") + "Remark two : True.\n"),
    ("Other", "Definition three := 3.\n"),
)


class Coq:
    """What is asked of Coq, in order, and the errors that it answers with."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.errors: dict[str, str] = {}
        self.timed: list[str] = []
        self.at_once = self.most = self.made = 0
        self.lock = threading.Lock()

    def compile(self, folder: Path, name: str, timed: bool) -> Compiled:
        with self.lock:
            self.asked.append(name)
            self.at_once += 1
            self.most = max(self.most, self.at_once)
            self.timed += [name] * timed
            self.made += 1
            (folder / f"{name}.vo").write_text(f"{name} {self.made}")
        threading.Event().wait(0.01)
        with self.lock:
            self.at_once -= 1
        return Compiled(f"{name} said", self.errors.get(name, ""), 1.0)


@pytest.fixture
def coq(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Coq:
    found = Coq()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(cache_module, "toolchain", lambda: "Coq")
    for module in (sources, building):
        monkeypatch.setattr(module, "sources", lambda: LIBRARY)
    kind = assistant.Assistant
    monkeypatch.setattr(kind, "compile", lambda self, name, text, timed=False: found.compile(self.folder, name, timed))
    monkeypatch.setattr(kind, "recheck", lambda self, names: Compiled(" ".join(names), "", 2.0))
    return found


def watched() -> tuple[Watch, list[int | str]]:
    said: list[int | str] = []
    return Watch(said.append, said.append), said


def test_only_what_is_needed_is_compiled_and_each_after_what_it_requires(coq: Coq) -> None:
    watch, said = watched()
    texts = {"mine": NEEDS.format("Two"), "later": NEEDS.format("mine")}
    found = compile_files(texts, 2, watch)
    assert coq.asked == ["One", "Two", "mine", "later"]
    assert found == {name: Compiled(f"{name} said", "", 1.0) for name in texts}
    assert said == [4, "One", "Two", "mine", "later"]


def test_an_answer_is_kept_where_all_that_it_rests_on_is_the_library_s(coq: Coq) -> None:
    texts = {"mine": NEEDS.format("Two"), "later": NEEDS.format("mine")}
    compile_files(texts)
    coq.asked.clear()
    compile_files(texts)
    assert coq.asked == ["mine", "later"]  # of the library the compiled files are there; the other requires mine
    coq.asked.clear()
    watch, said = watched()
    alone = {"mine": texts["mine"]}
    assert compile_files(alone, 2, watch) == {"mine": Compiled("mine said", "", 1.0, kept=True)}
    assert said == [1, "mine"]
    watch, said = watched()
    found = compile_files({"mine": texts["mine"], "more": NEEDS.format("One")}, 2, watch)
    assert (found["mine"].kept, found["more"].kept) == (True, False)
    assert said == [3, "One", "", "more"]
    assert coq.asked == ["more"]
    assert not compile_files(alone, again=True)["mine"].kept
    assert coq.asked == ["more", "mine"]


def test_what_is_refused_is_not_kept_and_nothing_that_requires_it_is_tried(coq: Coq) -> None:
    coq.errors["mine"] = "no"
    watch, said = watched()
    beside = NEEDS.format("One") + "(* not of mine *)\n"
    texts = {"mine": NEEDS.format("One"), "later": NEEDS.format("mine"), "beside": beside}
    found = compile_files(texts, 1, watch)
    assert found["mine"] == Compiled("mine said", "no", 1.0)
    assert found["later"] == Compiled("", "not tried, since mine is not accepted", 0.0)
    assert found["beside"].error == ""
    assert (said[0], sorted(map(str, said[1:]))) == (4, ["One", "beside", "later", "mine"])
    assert sorted(coq.asked) == ["One", "beside", "mine"]
    assert compile_files(texts)["mine"].error == "no"
    assert "mine" in coq.asked[3:]


def test_a_library_that_is_refused_or_has_no_such_file_is_an_error(coq: Coq) -> None:
    with pytest.raises(ClaimError, match=r"^the library has no Missing, None$"):
        compile_files({"mine": NEEDS.format("None Missing One")})
    coq.errors["One"] = "no"
    with pytest.raises(ClaimError, match=r"^the library's One\.v is not accepted: no$"):
        compile_files({"mine": NEEDS.format("Two")})
    assert coq.asked == ["One"]
    coq.errors.clear()
    compile_files({"mine": NEEDS.format("Two")})
    assert coq.asked == ["One", "One", "Two", "mine"]  # what was refused is not kept


def test_a_compiled_file_that_is_gone_takes_along_what_was_compiled_against_it(coq: Coq) -> None:
    compile_files({"mine": NEEDS.format("Two Other")})
    cache_module.Cache().forget(LIBRARY[0][1])
    coq.asked.clear()
    watch, said = watched()
    compile_files({"mine": NEEDS.format("Two Other")}, 1, watch, again=True)
    assert coq.asked == ["One", "Two", "mine"]
    assert said == [4, "Other", "One", "Two", "mine"]
    kept = {path.read_text() for path in cache_module.Cache().folder.glob("*.vo")}
    assert kept == {"One 5", "Two 6", next(text for text in kept if text.startswith("Other "))}


def test_compiled_files_of_the_library_alone_are_kept_and_for_a_month(coq: Coq) -> None:
    folder = cache_module.Cache().folder
    old = folder / "old.vo"
    old.touch()
    os.utime(old, (0, 0))
    compile_files({"mine": NEEDS.format("Two")})
    assert {path.read_text() for path in folder.glob("*.vo")} == {"One 1", "Two 2"}


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_as_many_side_by_side_as_are_asked(coq: Coq, jobs: int) -> None:
    compile_files({f"mine{k}": NEEDS.format("One") for k in range(9)}, jobs)
    assert coq.most == jobs
    assert len(coq.asked) == 10


def test_that_for_which_most_waits_comes_first() -> None:
    texts = {"small": "x", "long": "x" * 50_000, "first": "y", "chain": NEEDS.format("first") + "x" * 45_000}
    texts["brief"] = NEEDS.format("first")
    texts["small"] = "brief"  # which it does not require
    ahead = building._ahead(texts)
    assert ahead["long"] == 60_000
    assert ahead["chain"] == len(texts["chain"]) + 10_000
    assert ahead["first"] == 10_001 + ahead["chain"]
    assert ahead["brief"] == len(texts["brief"]) + 10_000
    order: list[str] = []

    def run(name: str, text: str) -> Compiled:
        order.append(name)
        return Compiled("", "", 0.0)

    building._compile_all(assistant.Assistant(Path()), texts, set(), run, 1, building.SILENT)
    assert order == ["first", "long", "chain", "brief", "small"]


def test_the_checker_is_given_what_its_file_requires(coq: Coq) -> None:
    found = compile_files({CHECKER: NEEDS.format("Two One")}, again=True)
    assert found[CHECKER].said == "One Two"
    assert coq.asked == ["One", "Two"]


def test_only_many_in_one_are_timed(coq: Coq) -> None:
    compile_files({"mine": "(* Many files in one, each in a module. *)\n", "other": ""})
    assert coq.timed == ["mine"]


def test_an_exception_ends_what_is_running(coq: Coq, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: list[object] = []
    monkeypatch.setattr(assistant.Assistant, "stop", lambda self: stopped.append(self))

    def interrupted(name: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compile_files({"mine": NEEDS.format("One")}, 1, Watch(done=interrupted))
    assert len(stopped) == 1


def answer(said: str, error: str = "") -> Mapping[str, Compiled]:
    return {"All": Compiled(said, error, 1.0), CHECKER: Compiled(said, error, 1.0)}


def test_what_all_theorems_assume(coq: Coq, monkeypatch: pytest.MonkeyPatch) -> None:
    assert building.theorems() == ["One.one", "One.one'", "Two.two"]
    monkeypatch.setattr(building, "_TOGETHER", 2)
    asked = building.axioms()
    assert asked.texts["All"].splitlines() == [
        "From ExactAlign Require One Two Other.",
        "Definition part0 := (tt, @One.one, @One.one').",
        "Definition part1 := (tt, @Two.two).",
        "Definition all := (tt, @part0, @part1).",
        "Print Assumptions all.",
    ]
    usual = sorted(USUAL_AXIOMS)[:2]
    said = "Axioms:\n" + "".join(f"{name} : Prop\n" for name in usual)
    assert asked.read(answer(said)) == "the 3 theorems of the library assume 2 of the 4 usual axioms"
    with pytest.raises(ClaimError, match=r"^the library assumes mine, yours$"):
        asked.read(answer(said + "yours : False\nmine : False\n"))
    for printed, error in (("", ""), (said, "no")):
        with pytest.raises(ClaimError, match=f"^what the library assumes was not printed: {error}$"):
            asked.read(answer(printed, error))
    with pytest.raises(ClaimError, match=r"printed: y{300}$"):
        asked.read(answer("", "x" + "y" * 300))


def test_what_the_checker_must_say(coq: Coq) -> None:
    asked = building.recheck()
    assert asked.texts == {CHECKER: "From ExactAlign Require One Two Other.\n"}
    bad = ("relying on type-in-type", "relying on unsafe (co)fixpoints", "whose positivity is assumed")
    fine = "".join(f"* Constants {words}: <none>\n" for words in bad) + "  Coq.axiom\n"
    assert asked.read(answer(fine)) == "coqchk accepts 3 files of the library, which add no axiom"
    for words in bad:
        with pytest.raises(ClaimError) as caught:
            asked.read(answer(fine.replace(f"{words}: <none>", f"{words}: mine")))
        assert str(caught.value) == f"coqchk: the library has something {words}"
    with pytest.raises(ClaimError, match=r"^coqchk: the library assumes ExactAlign\.One\.a, ExactAlign\.Two\.b$"):
        asked.read(answer(fine + "  ExactAlign.One.a\n ExactAlign.Two.b\n"))
    with pytest.raises(ClaimError, match=r"^coqchk does not accept the library: no$"):
        asked.read(answer(fine, "no"))


def test_what_is_asked_is_read_from_the_answers(coq: Coq) -> None:
    watch, said = watched()
    asked = building.Asked({"mine": NEEDS.format("One")}, lambda answers: {name: x.said for name, x in answers.items()})
    assert building.ask(asked, 1, watch) == {"mine": "mine said"}
    assert said == [2, "One", "mine"]
    building.ask(asked, 1, watch)
    assert coq.asked == ["One", "mine"]
    building.ask(asked, 1, watch, True)
    assert coq.asked == ["One", "mine", "mine"]
