"""How a command line ends: every failure as one line, every exit status, and what Ctrl-C comes to."""

from __future__ import annotations

import atexit
import gc
import io
import os
import signal
import sys
import threading
from _thread import interrupt_main
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any, ClassVar

import pytest
import typer

from exactalign import __version__
from exactalign.cli import program
from exactalign.cli.manual import COMMAND, HELP_OPTIONS, Entry, Group
from exactalign.cli.program import EXIT_STATUS, Interrupted, Program, note, quiet_pipe, say
from exactalign.exceptions import InputError


class Commands(Group):
    """Two commands that nobody asks for."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self.modules = {"one": Entry("one", "Does one."), "two": Entry("two", "Does two.")}


RAISED: list[BaseException] = []


def _app() -> typer.Typer:
    app = typer.Typer(rich_markup_mode=None, add_completion=False)

    @app.command("fails", **COMMAND)
    def fails(number: Annotated[int, typer.Option("--number")] = 0) -> None:
        """Raise what it is told to."""
        assert number == 0
        if RAISED:
            raise RAISED[0]

    return app


SMALL = Program("small", _app())


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.delenv("EXACTALIGN_TRACEBACK", raising=False)

    def run(error: BaseException | None = None, *arguments: str) -> tuple[int, str]:
        RAISED[:] = [] if error is None else [error]
        code = SMALL.run(arguments)
        return code, capsys.readouterr().err

    return run


def chained(cause: BaseException | None, context: BaseException | None) -> BaseException:
    error = ValueError("other")
    error.__cause__, error.__context__ = cause, context
    return error


HERE = FileNotFoundError(2, "No such file or directory", "here")
BUG = "this is a bug, please report it ({}); EXACTALIGN_TRACEBACK=1 shows more"


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (None, 0, None),
        (typer.Exit(), 0, None),
        (typer.Exit(1), 1, None),
        (typer.Exit(130), 130, "interrupted"),
        (InputError("no file"), 2, "no file"),
        (typer.BadParameter("Not so. "), 2, "invalid value: Not so (see 'small --help')"),
        (Interrupted(), 130, "interrupted"),
        (Interrupted("3 of 4 rows"), 130, "interrupted: 3 of 4 rows"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (KeyboardInterrupt("3 of 4"), 130, "interrupted: 3 of 4"),
        (typer.Abort(), 130, "interrupted"),
        (BrokenPipeError(), 141, None),
        (HERE, 2, "here: No such file or directory"),
        (OSError(28, "No space left on device"), 2, "No space left on device"),
        (OSError("the disk is full"), 2, "the disk is full"),
        (MemoryError(), 2, "out of memory: ask for a smaller N, length or table"),
        (ZeroDivisionError("oops"), 70, BUG.format("ZeroDivisionError: oops")),
        (chained(KeyboardInterrupt(), None), 130, "interrupted"),
        (chained(None, KeyboardInterrupt()), 130, "interrupted"),
        (chained(chained(None, KeyboardInterrupt()), None), 130, "interrupted"),
        (chained(TypeError(), None), 70, BUG.format("ValueError: other")),
        (ModuleNotFoundError("No module named 'x'", name="x"), 70,
         BUG.format("ModuleNotFoundError: No module named 'x'")),
    ],
)  # fmt: skip
def test_every_end_has_its_status_and_its_line(
    ran: Any, monkeypatch: pytest.MonkeyPatch, error: BaseException | None, code: int, said: str | None
) -> None:
    monkeypatch.setattr(os, "dup2", lambda *_: None)
    assert code in EXIT_STATUS
    assert ran(error) == (code, "" if said is None else f"small: {said}\n")


def test_the_statuses() -> None:
    assert list(EXIT_STATUS) == [0, 1, 2, 70, 130, 141]


def test_a_library_that_is_not_there_is_named_with_its_extra(ran: Any) -> None:
    code, said = ran(ModuleNotFoundError("No module named 'matplotlib'", name="matplotlib"))
    assert code == 2
    assert "bug" not in said
    assert "matplotlib" in said
    assert "pip install" in said


def test_a_bug_shows_its_traceback_where_that_is_wanted(ran: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXACTALIGN_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        ran(ZeroDivisionError("oops"))
    monkeypatch.setenv("EXACTALIGN_TRACEBACK", "")
    assert ran(ZeroDivisionError("oops"))[0] == 70


def test_usage_is_told_in_one_line_with_the_way_to_the_help(ran: Any) -> None:
    see = "(see 'small --help')"
    assert ran(None, "--number") == (2, "small: option '--number' requires an argument\n")
    assert ran(None, "--nothing") == (2, f"small: no such option: --nothing {see}\n")
    code, said = ran(None, "--number", "x")
    assert (code, said.startswith("small: invalid value for '--number': "), said.endswith(f"{see}\n")) == (
        2,
        True,
        True,
    )
    assert said.count("\n") == 1
    error = typer.BadParameter("Value error, too small.\n Give more.. ")
    error.ctx = None
    assert SMALL._usage_message(error) == "invalid value: too small. Give more"


def test_an_unknown_command_is_told_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    app = typer.Typer(cls=Commands, rich_markup_mode=None, add_completion=False, context_settings=HELP_OPTIONS)
    app.callback()(lambda: None)
    assert Program("group", app).run(["three"]) == 2
    assert capsys.readouterr().err == (
        "group: no such command 'three': the commands are one, two (see 'group --help')\n"
    )


@pytest.mark.parametrize(("word", "shown"), [("a\0b", "'a\\x00b'"), ("a\ud800", "'a\\ud800'")])
def test_an_argument_that_no_text_has(ran: Any, word: str, shown: str) -> None:
    told = f"small: argument 2, {shown}, holds a character that no text has: leave it out\n"
    assert ran(None, "--number", word) == (2, told)
    assert ran(None, "--number", "\udcff")[1].startswith("small: invalid value")  # a byte of the file system


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    option = SMALL.version_option()
    assert option.param_decls == ("--version",) or "--version" in (option.default, *option.param_decls)
    assert option.is_eager
    option.callback(False)
    assert capsys.readouterr().out == ""
    with pytest.raises(typer.Exit):
        option.callback(True)
    assert capsys.readouterr().out == f"small {__version__}\n"


class Stream(io.StringIO):
    """A stream that counts writes, with an encoding, and perhaps a failure."""

    def __init__(self, encoding: str | None = "utf-8", failing: Exception | None = None) -> None:
        super().__init__()
        self._encoding, self.failing, self.writes, self.flushed = encoding, failing, 0, False

    @property
    def encoding(self) -> Any:  # type: ignore[override]
        return self._encoding

    def write(self, text: str) -> int:
        if self.failing is not None:
            raise self.failing
        self.writes += 1
        return super().write(text)

    def flush(self) -> None:
        self.flushed = True


def errors(monkeypatch: pytest.MonkeyPatch, *how: Any) -> Stream:
    """Standard error, for the rest of a test."""
    found = Stream(*how)
    monkeypatch.setattr(sys, "stderr", found)
    return found


@pytest.mark.parametrize("length", [599, 600, 601, 2000])
def test_a_line_is_cut_past_six_hundred_characters(monkeypatch: pytest.MonkeyPatch, length: int) -> None:
    stream = errors(monkeypatch)
    text = "".join(chr(ord("a") + i % 26) for i in range(length))
    say("small", text)
    cut = f"{text[:300]} … {text[-300:]}" if length > 600 else text
    assert (stream.getvalue(), stream.writes, stream.flushed) == (f"small: {cut}\n", 1, True)


def test_a_line_has_nothing_that_a_terminal_obeys(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = errors(monkeypatch)
    say("small", "a\n\tb  c\x1b[31m\u202ed")
    assert stream.getvalue() == "small: a b c [31m d\n"
    monkeypatch.setattr(program, "coloured", lambda where: where is stream)
    say("small", "x")
    assert stream.getvalue().endswith("\x1b[1;31msmall:\x1b[0m x\n")


def test_lines_are_written_as_well_as_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    for encoding, shown in (("ascii", "\\u2026 x\n"), ("utf-8", "… x\n"), (None, "… x\n")):
        stream = errors(monkeypatch, encoding)
        note("… x")
        assert stream.getvalue() == shown
    for error in (OSError(), ValueError()):
        errors(monkeypatch, "utf-8", error)
        note("x")
    monkeypatch.setattr(sys, "stderr", None)
    note("x")
    say("small", "x")


def test_the_reader_of_a_pipe_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    led: list[Any] = []
    monkeypatch.setattr(os, "open", lambda *given: given)
    monkeypatch.setattr(os, "dup2", lambda *given: led.append(given))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(fileno=lambda: 7))
    assert quiet_pipe() == 141
    assert led == [((os.devnull, os.O_WRONLY), 7)]
    monkeypatch.setattr(sys, "stdout", io.StringIO())  # has no number
    assert quiet_pipe() == 141


class Timer:
    """A timer that keeps what it is to do."""

    made: ClassVar[list[Timer]] = []

    def __init__(self, seconds: float, task: Any) -> None:
        self.seconds, self.task, self.daemon, self.started = seconds, task, False, False
        Timer.made.append(self)

    def start(self) -> None:
        assert self.daemon  # else Python would wait for it at its end
        self.started = True


def test_ctrl_c_that_python_drops_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    dropped: list[Any] = []
    Timer.made.clear()
    monkeypatch.setattr(threading, "Timer", Timer)
    monkeypatch.setattr(sys, "__unraisablehook__", dropped.append)
    other = SimpleNamespace(exc_type=ValueError)
    program._once_more(other)
    assert (dropped, Timer.made) == ([other], [])
    program._once_more(SimpleNamespace(exc_type=KeyboardInterrupt))
    (timer,) = Timer.made
    assert (timer.seconds, timer.task, timer.started, dropped) == (0.05, interrupt_main, True, [other])


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is done to the process at the end of a program, in place of doing it."""
    done: list[Any] = []
    monkeypatch.setattr(atexit, "register", lambda task: done.append(("at exit", task)))
    monkeypatch.setattr(signal, "signal", lambda *given: done.append(("signal", *given)))
    monkeypatch.setattr(gc, "freeze", lambda: done.append(("freeze",)))
    monkeypatch.setattr(os, "_exit", lambda code: done.append(("exit", code)))
    monkeypatch.setattr(sys, "unraisablehook", None)
    monkeypatch.setenv("HYPOTHESIS_STORAGE_DIRECTORY", "")
    monkeypatch.delenv("HYPOTHESIS_STORAGE_DIRECTORY")
    return done


@pytest.mark.parametrize(("error", "code"), [(None, 0), (InputError("no"), 2), (KeyboardInterrupt(), 130)])
def test_the_console_script(
    process: list[Any], monkeypatch: pytest.MonkeyPatch, error: BaseException | None, code: int
) -> None:
    RAISED[:] = [] if error is None else [error]
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    small = Program("small", _app())
    small._end_at_once()
    assert process == []
    with pytest.raises(SystemExit) as ended:
        small.main([])
    assert ended.value.code == code
    (first, *rest) = process
    assert first == ("at exit", small._end_at_once)
    assert rest == [("signal", signal.SIGINT, signal.SIG_IGN), ("freeze",)]
    assert sys.unraisablehook is program._once_more
    assert os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] == "/caches/small"
    process.clear()
    flushed = errors(monkeypatch)
    monkeypatch.setattr(sys, "stdout", None)
    small._end_at_once()
    assert (process, flushed.flushed) == (([("exit", 130)], True) if code == 130 else ([], False))


def test_where_caches_are(process: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    RAISED.clear()
    for given, where in (("", Path.home() / ".cache/small"), ("/x", Path("/x/small"))):
        monkeypatch.delenv("HYPOTHESIS_STORAGE_DIRECTORY", raising=False)
        monkeypatch.setenv("XDG_CACHE_HOME", given)
        with pytest.raises(SystemExit):
            Program("small", _app()).main([])
        assert os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] == str(where)
    monkeypatch.setenv("HYPOTHESIS_STORAGE_DIRECTORY", "mine")
    with pytest.raises(SystemExit):
        Program("small", _app()).main([])
    assert os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] == "mine"
    assert process
