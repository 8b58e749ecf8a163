"""One precision for the whole process: doubling, digits against bits, threads and forks."""

import subprocess
import sys
import threading

import mpmath
import pytest
from flint import ctx

from exactalign import Undecided
from exactalign.exceptions import ParameterError
from exactalign.limits import MAX_DIGITS
from exactalign.numbers.precision import (
    bits_for,
    bits_of_digits,
    bits_of_nats,
    digits_of_bits,
    first_told,
    is_in_force,
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


def test_a_precision_is_in_force_for_the_thread_that_set_it() -> None:
    seen = []
    with working_precision(80):
        assert is_in_force(80)
        assert not is_in_force(81)
        other = threading.Thread(target=lambda: seen.append(is_in_force(80)))
        other.start()
        other.join()
    assert seen == [False]
    assert not is_in_force(ctx.prec)  # outside a block nobody holds the lock


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


def test_bits_of_exponentials_and_digits() -> None:
    with mpmath.workdps(60):
        for nats in range(1, 130):
            assert bits_of_nats(nats) == int(mpmath.floor(mpmath.exp(nats))).bit_length()
    for digits in (1, 2, 15, 1000):
        assert bits_for(digits) == (10**digits).bit_length() - 1 + 16
    assert bits_for(MAX_DIGITS) == bits_of_digits(MAX_DIGITS) + 16


@pytest.mark.parametrize("digits", [0, -1, MAX_DIGITS + 1])
def test_how_many_digits_may_be_asked_for(digits: int) -> None:
    with pytest.raises(ParameterError) as caught:
        bits_for(digits)
    assert str(caught.value) == f"digits is {digits}: give a whole number from 1 to 1000000"
    for value in (True, 2.0, "3"):
        with pytest.raises(ParameterError, match=r"^digits is .*: give a whole number$"):
            bits_for(value)  # type: ignore[arg-type]


def test_the_last_precision_is_the_first_at_or_past_the_limit() -> None:
    assert list(precisions(100, 100)) == [100]
    assert list(precisions(100, 399)) == [100, 200, 400]
    assert list(precisions(100, 400)) == [100, 200, 400]
    assert list(precisions(100, 401)) == [100, 200, 400, 800]
    asked: list[int] = []
    assert first_told(lambda bits: asked.append(bits), 50, 199) is None
    assert asked == [50, 100, 200]
    asked.clear()
    with pytest.raises(Undecided):
        refine(lambda bits: asked.append(bits), "open")
    assert asked == [64 << k for k in range(9)]  # up to 2^14, where comparing gives up


def test_a_precision_that_is_none_leaves_everything_as_it_was() -> None:
    before = ctx.prec
    with pytest.raises(ValueError, match="prec must be"), working_precision(-5):
        pytest.fail("nothing runs at it")  # pragma: no cover
    assert ctx.prec == before
    entered: list[int] = []

    def other() -> None:
        with working_precision(77):
            entered.append(ctx.prec)

    thread = threading.Thread(target=other, daemon=True)
    thread.start()
    thread.join(timeout=20)
    assert entered == [77]  # nobody holds the lock any more
