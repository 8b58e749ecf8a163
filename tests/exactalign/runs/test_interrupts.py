"""Ctrl-C that waits: it comes once the block has ended, and everything about it is as before."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from exactalign.runs.interrupts import postponed


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """What has happened, Ctrl-C among it."""
    found: list[str] = []
    before = signal.signal(signal.SIGINT, lambda number, _: found.append(signal.Signals(number).name))
    yield found
    signal.signal(signal.SIGINT, before)


def test_it_comes_after_the_block(heard: list[str]) -> None:
    handler = signal.getsignal(signal.SIGINT)
    with postponed():
        os.kill(os.getpid(), signal.SIGINT)
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())
        heard.append("done")
    assert heard == ["done", "SIGINT"]
    assert signal.getsignal(signal.SIGINT) is handler
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with postponed():
        pass
    assert heard == ["done", "SIGINT"]


def test_it_comes_after_an_exception_too(heard: list[str]) -> None:
    def fails() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), postponed():
        fails()
    assert heard == ["SIGINT"]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_where_it_is_ignored_it_stays_so(heard: list[str]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with postponed():
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_in_another_thread_nothing_is_changed(heard: list[str]) -> None:
    handler = signal.getsignal(signal.SIGINT)
    seen: list[bool] = []

    def work() -> None:
        with postponed():
            seen.append(signal.getsignal(signal.SIGINT) is handler)
            seen.append(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [True, False]


def test_where_signals_cannot_be_blocked_nothing_is_changed(heard: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    handler = signal.getsignal(signal.SIGINT)
    with monkeypatch.context() as patch:
        patch.delattr(signal, "pthread_sigmask")
        with postponed():
            assert signal.getsignal(signal.SIGINT) is handler
            os.kill(os.getpid(), signal.SIGINT)
            assert heard == ["SIGINT"]
