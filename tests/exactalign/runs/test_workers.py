"""Processes that work side by side: their answers, their errors, their death."""

import math
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import as_completed
from pathlib import Path

import pytest

from exactalign.exceptions import WorkersFailed
from exactalign.runs.workers import Workers, executor_of

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


def test_the_pipe_to_a_worker_is_closed_after_the_last_task() -> None:
    pool = Workers(0)
    mine, theirs = multiprocessing.Pipe()
    with theirs:
        pool._tasks.put(None)
        pool._serve(mine)  # type: ignore[arg-type]
        assert mine.closed
        with pytest.raises(EOFError):
            theirs.recv_bytes()


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


_ALONE = """
import gc, os, signal, sys, threading, time
from exactalign.runs.workers import can_be_copied, executor_of
"""


def _run(script: str) -> str:
    """What a script says in a process of its own: this one has the threads of the tests."""
    done = subprocess.run([sys.executable, "-c", _ALONE + script], capture_output=True, text=True, check=True)
    assert not done.stderr
    return done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
def test_a_worker_is_a_copy_with_all_that_was_loaded() -> None:
    said = _run(
        "import fractions, flint, mpmath\n"
        "fractions.left_behind = 7\n"
        "print('said once', end='')\n"  # and kept: a copy must not say it again
        "with executor_of(2) as pool:\n"
        "    print(pool.submit(eval, \"__import__('fractions').left_behind\").result())\n"
        "    print(pool.submit(gc.get_freeze_count).result() > 1000, gc.get_freeze_count())\n"
    )
    assert said == "said once7\nTrue 0\n"


@pytest.mark.parametrize(
    "held",
    [
        "threading.Thread(target=threading.Event().wait, daemon=True).start()",
        "import flint; flint.ctx.prec = 54",
        "import mpmath; mpmath.mp.dps = 30",
        "import decimal; decimal.getcontext().prec = 29",
        "os.listdir = lambda _: ['1', '2']",  # a thread that Python does not know
        "sys.platform = 'darwin'",
    ],
)
def test_what_a_copy_must_not_have_makes_workers_start_from_nothing(held: str) -> None:
    script = (
        f"{held}\n"
        "import fractions, flint, decimal\n"
        "fractions.left_behind = 7\n"
        "print(can_be_copied())\n"
        "with executor_of(2) as pool:\n"
        "    print(pool.submit(eval, \"hasattr(__import__('fractions'), 'left_behind')\").result())\n"
        "    print(pool.submit(eval, \"__import__('flint').ctx.prec\").result())\n"
    )
    assert _run(script) == "False\nFalse\n53\n"


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
def test_a_copy_answers_to_signals_as_a_new_process_does() -> None:
    said = _run(
        "signal.signal(signal.SIGTERM, lambda *_: None)\n"
        "with executor_of(2) as pool:\n"
        "    print(can_be_copied(), *(pool.submit(signal.getsignal, n).result() for n in (15, 2)))\n"
        "end = time.monotonic() + 20\n"  # a thread that has ended is among those of the process for a moment more
        "while not can_be_copied() and time.monotonic() < end:\n"
        "    time.sleep(0.01)\n"
        "print(can_be_copied())\n"
    )
    assert said == f"False {signal.SIG_DFL} {signal.SIG_IGN}\nTrue\n"  # the threads that hand out tasks are gone, too


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
def test_no_worker_outlives_the_process_that_started_it(tmp_path: Path) -> None:
    script = (
        "with executor_of(3) as pool:\n"
        "    print(*(process.pid for process in pool._processes), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    told = tmp_path / "processes"
    with told.open("w") as file:  # a pipe would be waited for as long as a worker holds it
        done = subprocess.run([sys.executable, "-c", _ALONE + script], stdout=file, check=False)
    assert done.returncode == -signal.SIGKILL
    left = [int(number) for number in told.read_text().split()]
    assert len(left) == 3
    end = time.monotonic() + 20
    while any(map(_is_alive, left)) and time.monotonic() < end:
        time.sleep(0.01)
    outlived = [number for number in left if _is_alive(number)]
    for number in outlived:
        os.kill(number, signal.SIGKILL)
    assert not outlived


def _is_alive(number: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
