"""Processes that work side by side: their answers, their errors, their death."""

import math
import multiprocessing
import os
import threading
import time
from concurrent.futures import as_completed

import pytest

from exactalign.exceptions import ExactBudgetExceeded
from exactalign.workers import executor_of

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
        with pytest.raises(RuntimeError, match="cannot pickle"):
            executor.submit(threading.Lock).result()
        assert executor.submit(math.comb, 4, 2).result() == 6
    assert not multiprocessing.active_children()


def test_a_worker_that_dies() -> None:
    with pytest.raises(ExactBudgetExceeded, match="a worker process has died"), executor_of(2) as executor:
        assert executor is not None
        executor.submit(os._exit, 9).result()
    assert not multiprocessing.active_children()


def test_an_interruption_waits_for_nobody() -> None:
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt), executor_of(2) as executor:
        assert executor is not None
        waiting = [executor.submit(time.sleep, 60) for _ in range(4)]
        waiting.append(executor.submit(bytes, 10**9))
        time.sleep(0.5)
        raise KeyboardInterrupt
    assert time.monotonic() - start < 20
    assert not multiprocessing.active_children()
