"""The commands that try cases at random: a little of each is run, and each notices what is wrong."""

import random
from fractions import Fraction

import pytest

from benchmarks import fuzz, hostile
from benchmarks.random_cases import chunks, enclosures, kernel, ties
from exactalign.policies.exact_best_of_n import BestOfN
from proofs_check.kernel import Machine


@pytest.mark.slow
@pytest.mark.parametrize("checks", [enclosures.checks, kernel.checks, ties.checks])
def test_nothing_fails(checks, monkeypatch):
    monkeypatch.setattr(chunks, "DRAWS", 1)
    counts, failures = chunks.run_chunk(checks, "test", 0)
    assert failures == []
    assert counts.total() > 1


def test_a_wrong_probability_is_noticed(monkeypatch):
    right = BestOfN.probability
    monkeypatch.setattr(BestOfN, "probability", lambda self, y: right(self, y) * (1 + Fraction(1, 10**30)))
    monkeypatch.setattr(chunks, "DRAWS", 1)
    _, failures = chunks.run_chunk(ties.checks, "test", 0)
    assert failures


def test_a_wrong_logarithm_of_the_kernel_is_noticed(monkeypatch):
    right = Machine._log
    monkeypatch.setattr(Machine, "_log", lambda self, a: tuple(end + (1 << self.w - 30) for end in right(self, a)))
    monkeypatch.setattr(chunks, "DRAWS", 2)
    _, failures = chunks.run_chunk(kernel.checks, "test", 0)
    assert failures


def test_an_exception_is_a_failure():
    def broken(rng):
        yield "fine at 1", lambda: True
        yield "broken at 2", lambda: 1 / 0
        raise ValueError

    counts, failures = chunks.run_chunk(broken, "test", 3)
    assert counts == {"fine": chunks.DRAWS, "broken": chunks.DRAWS, "prepared": chunks.DRAWS}
    assert len(failures) == 2 * chunks.DRAWS
    assert failures[0] == "test/3 draw 0: broken at 2: ZeroDivisionError('division by zero')"


CALL = hostile.Call("exactalign", ("align", "--kl", "1"), "/dev/null", "file", ())


@pytest.mark.parametrize(
    ("result", "found"),
    [
        (fuzz.Result(0, "an answer", "", ()), []),
        (fuzz.Result(1, "no", "", ()), []),
        (fuzz.Result(2, "", "exactalign: no\n", ()), []),
        (fuzz.Result(0, "", "", ()), ["status 0 and no answer"]),
        (fuzz.Result(0, "", "", ("x.csv",)), []),
        (fuzz.Result(2, "", "exactalign: no\nexactalign: no\n", ()), ["bad input told in 2 lines"]),
        (fuzz.Result(2, "", "", ()), ["bad input told in 0 lines"]),
        (fuzz.Result(2, "", "proofs-check: no\n", ()), ["bad input told in another's name"]),
        (fuzz.Result(70, "", "exactalign: a bug\n", ()), ["status 70"]),
        (fuzz.Result(3, "", "", ()), ["status 3"]),
        (fuzz.Result(1, "Traceback (most recent call last)", "", ()), ["a traceback"]),
    ],
)
def test_what_is_wrong_with_an_end(result, found):
    assert fuzz.faults(CALL, result) == found


def test_a_call_is_drawn_from_its_number():
    drawn = [hostile.draw(random.Random(f"0/{number}")) for number in range(200)]
    assert drawn == [hostile.draw(random.Random(f"0/{number}")) for number in range(200)]
    assert len({call.arguments for call in drawn}) > 150
    assert any(call.files for call in drawn)


def test_a_spoilt_file_is_another(tmp_path):
    path = tmp_path / "model.csv"
    spoilt = set()
    for seed in range(200):
        path.write_text("outcome,p,reward\na,1/4,1\nb,3/4,2\n")
        hostile.spoil(path, seed)
        spoilt.add(path.read_bytes())
    assert len(spoilt) > 100
