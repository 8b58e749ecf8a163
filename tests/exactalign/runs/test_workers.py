"""Processes that work side by side: their answers, their errors, their death."""

import math
import multiprocessing
import os
import signal
import threading
from concurrent.futures import as_completed

import pytest

from exactalign.exceptions import WorkersFailed
from exactalign.runs.workers import executor_of

pytestmark = pytest.mark.slow


def test_one_process_is_this_one() -> None:
    with executor_of(1) as executor:
        assert executor is None


def test_answers_and_errors() -> None:
    with executor_of(2) as executor:
        assert executor is not None
        wanted = {executor.submit(math.factorial, n): n for n in range(40)}
        assert {wanted[future]: future.result() for future in as_completed(wanted)} == {
            n: math.factorial(n) for n in range(40)
        }
        assert len(executor.submit(bytes, 10**7).result()) == 10**7
        with pytest.raises(FileNotFoundError):
            executor.submit(open, "/no/such/file").result()
        with pytest.raises(TypeError, match="cannot pickle"):
            executor.submit(threading.Lock).result()
        assert executor.submit(math.comb, 4, 2).result() == 6
    assert not multiprocessing.active_children()


def test_a_worker_that_dies() -> None:
    def work() -> None:
        with executor_of(2) as executor:
            assert executor is not None
            executor.submit(os._exit, 9).result()

    with pytest.raises(WorkersFailed, match="a worker process has died"):
        work()
    assert not multiprocessing.active_children()


def test_an_interruption_waits_for_nobody() -> None:
    def work() -> None:
        with executor_of(2) as executor:
            assert executor is not None
            executor.submit(bytes, 3).result()
            executor.submit(signal.pause)  # it never ends
            executor.submit(bytes, 10**9)  # an answer that takes a while to send
            executor.submit(signal.pause)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert not multiprocessing.active_children()
