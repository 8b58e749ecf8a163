"""The line that says what is going on: it keeps no thread while copies of the process are made."""

import threading
import time
from typing import Any
from unittest.mock import MagicMock

import pytest

from exactalign.cli import progress
from exactalign.cli.progress import Progress


@pytest.mark.parametrize(("after", "shown"), [(0.01, True), (30.0, False)])
def test_the_line_rests_while_copies_are_made_and_goes_on(
    after: float, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "is_terminal", lambda _: True)
    monkeypatch.setattr(progress, "_AFTER", after)
    before = set(threading.enumerate())
    line = Progress()
    with line:
        end = time.monotonic() + 20
        while shown and line._bar is None and time.monotonic() < end:
            time.sleep(0.01)
        line.begin("claims", 3)
        line.advance()
        with line.still():
            assert before.issuperset(threading.enumerate())
            assert line._bar is None
        assert not before.issuperset(threading.enumerate())
        bar: Any = line._bar
        assert [task.completed for task in bar.tasks] == [1] if shown else bar is None
    assert line._bar is None


def test_a_line_that_no_terminal_shows_has_nothing_to_rest_from() -> None:
    line = Progress()
    with line:
        before = set(threading.enumerate())
        with line.still():
            assert before.issuperset(threading.enumerate())
        assert before.issuperset(threading.enumerate())


def shown(monkeypatch: pytest.MonkeyPatch, *, total: int | None) -> tuple[Progress, Any, list[Any]]:
    """A line that is shown, the bar of rich that it holds, and the columns it was made of."""
    from rich import progress as rich

    made: list[Any] = []

    class Bar(rich.Progress):
        def __init__(self, *columns: Any, **how: Any) -> None:
            made.append((columns, how))
            super().__init__(*columns, **{**how, "disable": True})

    monkeypatch.setattr(rich, "Progress", Bar)
    monkeypatch.setattr(progress, "is_terminal", lambda _: True)
    line = Progress()
    monkeypatch.setattr(line, "_wait", lambda: setattr(line, "_timer", MagicMock()))
    line.__enter__()
    line.begin("claims", total)
    line._show()
    return line, line._bar, made


@pytest.mark.parametrize("total", [None, 3])
def test_a_line_counts_what_is_done_where_the_number_is_known(
    total: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, bar, made = shown(monkeypatch, total=total)
    ((columns, how),) = made
    names = [type(column).__name__ for column in columns]
    assert names == [
        "TimeElapsedColumn",
        *(["BarColumn", "MofNCompleteColumn", "TimeRemainingColumn"] if total else []),
        "Words",
    ]
    assert (how["transient"], how["redirect_stdout"], how["redirect_stderr"]) == (True, False, False)
    assert how["console"].stderr
    assert total is None or columns[1].bar_width == 20
    (task,) = bar.tasks
    assert (task.description, task.total, task.completed) == ("claims", total, 0)
    assert task.start_time == line._started
    line.advance(last="[red]x")
    assert (task.description, task.completed) == ("claims ([red]x)", 1)
    assert columns[-1].render(task).plain == "claims ([red]x)"  # no markup
    line.advance(2)
    assert (task.description, task.completed) == ("claims", 3)
    line._show()  # it is there already
    assert line._bar is bar
    line.begin("files", 7)
    assert line._bar is not bar
    (task,) = line._bar.tasks
    assert (task.description, task.total, task.completed) == ("files", 7, 0)
    line.__exit__()
    assert line._bar is None
    line._show()  # it is over
    assert line._bar is None


def test_a_line_that_is_hidden_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    line, bar, _ = shown(monkeypatch, total=3)
    calls: list[str] = []
    monkeypatch.setattr(bar, "stop", lambda: calls.append("stop"))
    monkeypatch.setattr(bar, "start", lambda: calls.append("start"))
    with line.hidden():
        assert calls == ["stop"]
    assert calls == ["stop", "start"]
    with pytest.raises(KeyError), line.hidden():
        raise KeyError
    assert calls == ["stop", "start"] * 2
    line.__exit__()
    assert calls[4:] == ["stop"]
    with line.hidden():  # nothing to hide
        pass
    assert calls[4:] == ["stop"]


def test_a_terminal_that_is_gone_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (OSError, ValueError):
        line, bar, _ = shown(monkeypatch, total=3)

        def gone(error: type[Exception] = error) -> None:
            raise error

        monkeypatch.setattr(bar, "stop", gone)
        line.__exit__()
        assert line._bar is None


def test_each_command_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "is_terminal", lambda _: False)
    line = Progress()
    with line:
        line.begin("claims", 5)
        line.advance(2, "x")
        assert (line._words(), line._done, line._total) == ("claims (x)", 2, 5)
        assert line._timer is None
    with line:
        assert (line._words(), line._done, line._total) == ("working", 0, None)


def test_no_thread_of_an_earlier_line_is_left_while_copies_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that was told to end takes its time, as on a busy machine."""
    line, bar, _ = shown(monkeypatch, total=3)
    told = threading.Event()

    def draw() -> None:
        told.wait()
        time.sleep(0.05)

    drawing = threading.Thread(target=draw, daemon=True)
    drawing.start()
    monkeypatch.setattr(bar.live, "_refresh_thread", drawing)
    monkeypatch.setattr(bar, "stop", told.set)
    line.begin("files", 7)
    assert line._bar is not bar
    assert drawing.is_alive()
    with line.still():
        assert not drawing.is_alive()
        assert line._bar is None
    assert line._bar is not None
    line.__exit__()
