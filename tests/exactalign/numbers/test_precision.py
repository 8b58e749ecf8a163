"""One precision for the whole process: doubling, digits against bits, threads and forks."""

import subprocess
import sys

import pytest
from flint import ctx

from exactalign import Undecided
from exactalign.numbers.precision import (
    bits_for,
    bits_of_digits,
    bits_of_nats,
    digits_of_bits,
    first_told,
    precisions,
    refine,
    working_precision,
)


def test_precisions_and_bits() -> None:
    assert list(precisions(64, 256)) == [64, 128, 256]
    assert list(precisions(64, 65)) == [64, 128]
    assert bits_for(100) > 332
    for digits in range(1, 400):
        assert 2 ** bits_of_digits(digits) <= 10**digits < 2 ** (bits_of_digits(digits) + 1)
        assert 10 ** digits_of_bits(digits) <= 2**digits < 10 ** (digits_of_bits(digits) + 1)
    assert digits_of_bits(-1) == -1
    assert 2 ** bits_of_nats(10) > 22026


def test_refining_asks_until_it_is_told() -> None:
    asked: list[int] = []

    def attempt(bits: int) -> int | None:
        asked.append(bits)
        return 0 if bits >= 256 else None  # 0 is an answer

    assert refine(attempt, "open") == 0
    assert asked == [64, 128, 256]
    assert first_told(lambda bits: None, 64, 128) is None
    with pytest.raises(Undecided, match=r"^it stayed open$"):
        refine(lambda bits: None, "it stayed open", limit=128)


def test_blocks_nest_and_restore_also_after_an_error() -> None:
    before = ctx.prec
    with working_precision(200):
        with working_precision(50):
            assert ctx.prec == 50
        assert ctx.prec == 200
        with pytest.raises(RuntimeError), working_precision(60):
            raise RuntimeError
        assert ctx.prec == 200
    assert ctx.prec == before


FORKS = """
import os, signal, sys, threading, time
from fractions import Fraction
from flint import ctx
from exactalign import EnclosedReal, log
from exactalign.numbers.precision import working_precision

before = ctx.prec
signal.alarm(60)  # a child or parent that hangs ends with an error

def status(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def works():
    low, high = (EnclosedReal.of(2).sqrt() + log(3)).enclose(30)
    return 0 < (high - low) * 10**30 <= low

for _ in range(10):
    inside, leave = threading.Event(), threading.Event()

    def hold():
        with working_precision(777), working_precision(999):
            inside.set()
            leave.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait()
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        os._exit(0 if ctx.prec == before and works() and ctx.prec == before else 3)
    assert status(child) == 0, "the child of a fork beside a holder"
    leave.set()
    holder.join()
    assert ctx.prec == before and works()

with working_precision(321):  # this thread itself holds the precision when it forks
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        good = ctx.prec == 321 and works() and ctx.prec == 321
if child == 0:
    os._exit(0 if good and ctx.prec == before and works() else 3)
assert status(child) == 0, "the child of a fork inside a block"
print("forks are right")
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(sys, "getswitchinterval") or sys.platform == "win32", reason="no fork here")
def test_a_fork_beside_a_thread_that_holds_the_precision() -> None:
    found = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORKS], capture_output=True, text=True, timeout=120, check=False
    )
    assert found.stdout == "forks are right\n", found.stderr
