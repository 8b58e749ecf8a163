"""The line that says what is going on: it keeps no thread while copies of the process are made."""

import threading
import time
from typing import Any

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
