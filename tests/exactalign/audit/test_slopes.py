"""When best-of-N is one tilt for several prompts: against known solutions and against the exact optimum."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any, ClassVar

import mpmath
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import EnclosedReal, log
from exactalign.audit import PromptModel, PromptSamples, audit, overall, rows_of, slopes
from exactalign.audit.slopes import Slope, agree, one_tilt
from exactalign.numbers.precision import working_precision

Rows = list[tuple[Any, Any]]


def model(rows: Rows) -> PromptModel:
    """A prompt of (probability, reward)."""
    return PromptModel(PromptSamples.of("?", [r for _, r in rows], probabilities=[p for p, _ in rows]))


def logs(rows: Rows) -> PromptModel:
    """A prompt of (log-probability, reward)."""
    samples = PromptSamples.of("?", [r for _, r in rows], logprobs=[p for p, _ in rows])
    return PromptModel(samples, normalize=True)


def two(low: Any, gap: Any) -> PromptModel:
    return model([(Fraction(low), 0), (1 - Fraction(low), gap)])


@pytest.mark.parametrize(
    ("prompts", "n", "expected"),
    [
        ([two("1/3", 1)], 4, True),
        ([two("1/3", 1), two("1/3", 1)], 10**9, True),
        ([two("1/3", 1), two("1/4", 1)], 2, False),
        ([two("1/3", 1), two("1/3", 2)], 2, False),
        # 1 + 8 = (1 + 2)² and 1 + 18 + 18² = (1 + 2 + 4)³: different prompts, the same α.
        ([two("1/2", 1), two("1/8", 2)], 2, True),
        ([two("1/8", "2/7"), two("1/2", "1/7")], 2, True),
        ([two("1/2", 1), two("1/8", 2)], 3, False),
        ([two("1/2", 1), two("1/18", 3)], 3, True),
        ([two("1/2", 1), two("1/18", 3), two("1/2", 1), two("1/17", 3)], 3, False),
        # Masses 1/7, 1/7, 5/7 have the ratios 1/7, 3/7, 9/7.
        ([model([("1/7", 0), ("1/7", 1), ("5/7", 2)])], 2, True),
        ([model([("1/7", 0), ("1/7", 1), ("5/7", 3)])], 2, False),
        ([model([("1/7", 0), ("1/7", 1), ("5/7", 2)])], 3, False),
        ([model([("1/7", 0), ("1/7", 1), ("5/7", 2)]), two("1/2", 1)], 2, True),  # log 3 again
        # Closer than 128 bits tell, and N too large for powers to be written out.
        ([two("1/3", 1), two(Fraction(1, 3) + Fraction(1, 10**60), 1)], 5, False),
        ([two("1/3", 1), two(Fraction(1, 3) + Fraction(1, 10**90), 1)], 10**8, False),
        ([two("1/2", 1), two("1/2", Fraction(10**60 + 1, 10**60))], 3, False),
    ],
)
def test_known_cases(prompts: list[PromptModel], n: int, expected: bool) -> None:
    assert one_tilt(prompts, n) is expected


def test_log_probabilities() -> None:
    same = logs([(-1, 1), (-1, 0), (-1, 0)])  # equal ones are rational masses: 2/3 and 1/3
    assert one_tilt([same, two("2/3", 1)], 7) is True
    first, shifted = logs([("-1/2", 1), (-1, 0)]), logs([("-5/2", 3), (-3, 2)])
    assert one_tilt([first, shifted], 3) is True
    assert one_tilt([first, logs([("-1/2", 1), (-2, 0)])], 3) is False
    assert one_tilt([first, logs([("-1/2", 1), (-2, 0)])], 1) is True  # α = 0, whatever the masses
    # (1 + t)/(1 + t)² is 1/(1 + t): the same masses written with other exponentials.
    square = logs([(0, 0), (-1, 0), (-1, 1), (-2, 1)])
    assert one_tilt([square, logs([(0, 0), (-1, 1)])], 4) is True


weights = st.lists(st.integers(1, 6), min_size=2, max_size=3)
prompts = st.tuples(weights, st.lists(st.integers(1, 3), min_size=2, max_size=2))


@given(st.lists(prompts, min_size=1, max_size=3), st.integers(1, 4))
@settings(deadline=None)
def test_against_the_powers_themselves(items: list[tuple[list[int], list[int]]], n: int) -> None:
    """log(S₁)/g₁ = log(S₂)/g₂ just when S₁^g₂ = S₂^g₁, with S from the policy's own masses."""
    models, numbers = [], []
    for masses, gaps in items:
        values = [0, gaps[0], gaps[0] + gaps[1]][: len(masses)]
        total = sum(masses)
        models.append(model([(Fraction(m, total), v) for m, v in zip(masses, values, strict=True)]))
        below, ratios = 0, []
        for m in masses:
            ratios.append(Fraction((below + m) ** n - below**n, m))
            below += m
        numbers += [(b / a, gap) for (a, b), gap in zip(pairwise(ratios), gaps, strict=False)]
    (first, gap), *rest = numbers
    assert one_tilt(models, n) is all(first**g == s**gap for s, g in rest)


@given(prompts, prompts, st.integers(2, 4))
@settings(deadline=None, max_examples=30)
def test_nothing_is_left_just_for_one_tilt(one: Any, other: Any, n: int) -> None:
    """The row for all prompts has 0 exactly for one tilt; otherwise what is left is enclosed, and above 0."""
    items = []
    for masses, gaps in (one, other):
        values = [0, gaps[0], gaps[0] + gaps[1]][: len(masses)]
        items.append(PromptSamples.of("?", values, probabilities=[Fraction(m, sum(masses)) for m in masses]))
    row = audit(items, [n])[-1]
    if one_tilt([PromptModel(item) for item in items], n):
        assert (row.left_on_table, row.kl_to_tilt) == (0, 0)
        assert row.tilt_reward is row.reward
    else:
        assert EnclosedReal.of(row.left_on_table) > 0


def test_the_tilt_of_three_levels_is_found() -> None:
    found = model([("1/7", 0), ("1/7", 1), ("5/7", 2)])
    assert found.left_on_table(2) == 0
    assert abs(EnclosedReal.of(found.alpha(2)) - log(3)).enclose(30).upper < Fraction(1, 10**30)


def test_nearly_equal_prompts_are_told_apart() -> None:
    near = [
        PromptSamples.of("?", [0, 1], probabilities=[p, 1 - p])
        for p in (Fraction(1, 3), Fraction(1, 3) + Fraction(1, 10**25))
    ]
    row = audit(near, [2])[-1].known(6)
    assert row.problem == ""
    assert 0 < row.left_on_table.lower < Fraction(1, 10**48)
    # The same from rows of few digits, as they come from other processes.
    models = [PromptModel(item) for item in near]
    rows = [row.known(6).opened() for model in models for row in rows_of(model, [2])]
    (again,) = overall(models, rows, [2])
    known = again.known(6)
    assert (known.problem, known.left_on_table.lower > 0) == ("", True)


def test_exponents_of_more_than_a_machine_word() -> None:
    """Ratios (2 − 3e)/(1 − 2e) and (2 − e)/(2 − 3e): log 2 to e·log(2)/e, told apart by their powers only."""
    e = Fraction(1, 2**120)
    with mpmath.workdps(60):
        gap = int(mpmath.log(2) * 2**120)
    assert one_tilt([model([(1 - 2 * e, 0), (e, gap), (e, gap + 1)])], 2) is False


def test_a_slope_is_the_quotient_of_two_ratios() -> None:
    """Masses 1, 2, 3, 4 of 10: cumulative shares, and R = ((F_l)^n − (F_{l−1})^n)/m_l, from the law itself."""
    found = model([(Fraction(k, 10), k * k) for k in range(1, 5)])
    ends = [Fraction(k * (k + 1) // 2, 10) for k in range(5)]
    for n in (1, 2, 5):
        ratios = [(high**n - low**n) / (high - low) for low, high in pairwise(ends)]
        for level in range(3):
            slope = Slope(found, n, level)
            assert slope.gap == 2 * level + 3
            assert slope.shares == tuple(ends[level : level + 3])
            wanted = ratios[level + 1] / ratios[level]
            assert slope.ratio is not None
            assert (slope.ratio.p, slope.ratio.q) == (wanted.numerator, wanted.denominator)
            with working_precision(128):
                ball = slope.ball()
                exact = (log(wanted) / slope.gap).ball(200)
                assert ball.overlaps(exact)
                assert ball.rad() < 1e-30


def test_a_slope_of_log_probabilities_has_no_fractions() -> None:
    slope = Slope(logs([("-1/2", 1), (-1, 0)]), 3, 0)
    assert (slope.shares, slope.ratio) == (None, None)


def test_no_prompts_and_one_draw_are_one_tilt() -> None:
    assert one_tilt([], 5) is True
    assert one_tilt([two("1/3", 1), two("1/4", 7)], 1) is True


def test_powers_are_written_out_up_to_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of weights that sum to 8, four bits a power."""
    for bits, is_there in ((19, False), (20, True)):
        monkeypatch.setattr(slopes, "_LARGEST_BITS", bits)
        assert (Slope(two("1/8", 2), 5, 0).ratio is not None) is is_there
    monkeypatch.setattr(slopes, "_LARGEST_BITS", 3)
    monkeypatch.setattr(slopes, "COMPARISON_BITS", 512)
    assert agree(Slope(two("1/2", 1), 2, 0), Slope(two("1/8", 2), 2, 0)) is None
    assert one_tilt([two("1/2", 1), two("1/8", 2)], 2) is None
    # The same shares need no powers, other numbers are told apart without them.
    assert one_tilt([two("1/2", 1), two("1/2", 1)], 2) is True
    assert one_tilt([two("1/2", 1), two(Fraction(1, 8) + Fraction(1, 2**190), 2)], 2) is False


def test_sums_of_exponentials_are_multiplied_up_to_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slopes, "COMPARISON_BITS", 512)
    square, single = logs([(0, 0), (-1, 0), (-1, 1), (-2, 1)]), logs([(0, 0), (-1, 1)])
    for most, answer in ((5, None), (6, True)):  # three different terms by two
        monkeypatch.setattr(slopes, "_LARGEST_PRODUCT", most)
        assert one_tilt([square, single], 4) is answer
        assert one_tilt([single, square], 4) is answer


def test_shares_decide_only_with_the_same_gaps() -> None:
    first, second = Slope(two("1/3", 1), 2, 0), Slope(two("1/3", 1), 2, 0)
    assert first.same_shares(second) is True
    assert first.same_shares(Slope(two("1/4", 1), 2, 0)) is False
    lower, upper = (Slope(model([("1/4", 0), ("1/4", 1), ("1/2", 2)]), 2, level) for level in (0, 1))
    assert lower.same_shares(upper) is False
    apart = Slope(logs([("-1/2", 1), (-1, 0)]), 2, 0)
    assert apart.same_shares(Slope(logs([("-3/2", 9), (-2, 7)]), 2, 0)) is True
    assert apart.same_shares(Slope(logs([("-3/2", 9), (-3, 7)]), 2, 0)) is False


def test_slopes_that_are_known_are_not_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, Any]] = []

    def counted(first: Slope, second: Slope) -> bool | None:
        asked.append((second.shares, second.gap))
        return agree(first, second)

    monkeypatch.setattr(slopes, "agree", counted)
    prompts = [two("1/2", 1), *[two("1/8", 2), two("1/2", 1)] * 20]
    assert one_tilt(prompts, 2) is True
    assert len(asked) == len(set(asked)) == 2


@given(st.integers(2, 12), st.integers(1, 5), st.integers(1, 5), st.integers(0, 3))
@settings(deadline=None, max_examples=60)
def test_powers_agree_as_the_powers_do(root: int, u: int, v: int, off: int) -> None:
    first, second = fmpq(root**v, 3**v), fmpq(root**u + off, 3**u)
    for exponents in (Fraction(u, v), Fraction(u + 1, v), Fraction(1, 70), Fraction(70)):
        a, b = (Fraction(int(x.p), int(x.q)) for x in (first, second))
        wanted = a**exponents.numerator == b**exponents.denominator
        assert slopes._powers_agree(first, exponents, second) is wanted


def test_probabilities_and_log_probabilities_are_compared_as_what_they_are() -> None:
    """One of each: a share of e^0 + e^−1 among twice that is 1/2, and a probability is no logarithm of one."""
    half = logs([(0, 0), (-1, 0), (0, 1), (-1, 1)])
    for n in (2, 3):
        for pair in ([two("1/2", 1), half], [half, two("1/2", 1)]):
            assert one_tilt(pair, n) is True
    thirds = [("1/6", 0), ("1/6", 0), ("1/3", 1), ("1/3", 1)]
    rational, exponential = Slope(model(thirds), 2, 0), Slope(logs(thirds), 2, 0)
    for first, second in ((rational, exponential), (exponential, rational)):
        assert first.same_shares(second) is False  # e^(1/6) among e^(1/6) and e^(1/3) is no third
    assert Slope(model(thirds), 2, 0).same_shares(rational) is True


class ManyTerms:
    """Two levels of so many different log-probabilities each."""

    weights = None
    values: ClassVar = [Fraction(0), Fraction(1)]

    def __init__(self, count: int) -> None:
        self.logs = [[Fraction(k) for k in range(first, 2 * count, 2)] for first in (0, 1)]

    def level_logs(self) -> list[list[Fraction]]:
        return self.logs

    def log_ratios(self, n: int, start: int, stop: int) -> list[arb]:
        raise AssertionError("nobody asks for them")


def test_how_much_is_written_out() -> None:
    """A million terms of a product, four million bits of a power: more is not begun."""
    slope = Slope(ManyTerms(512), 2, 0)  # 1,024 terms in all
    more = Slope(ManyTerms(513), 2, 0)
    assert slope.same_shares(more) is None
    assert more.same_shares(slope) is None
    eighths = two("1/8", 2)  # four bits a power
    assert Slope(eighths, (1 << 20) + 1, 0).ratio is None


def test_one_ratio_that_is_not_written_out_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of weights 1 and 1 two bits a power, of 1 and 7 four."""
    monkeypatch.setattr(slopes, "_LARGEST_BITS", 5)
    monkeypatch.setattr(slopes, "COMPARISON_BITS", 512)
    small, large = (lambda: Slope(two("1/2", 1), 2, 0)), (lambda: Slope(two("1/8", 2), 2, 0))
    assert (small().ratio is None, large().ratio is None) == (False, True)
    assert agree(small(), large()) is agree(large(), small()) is None


def test_no_power_of_such_an_exponent_is_written_out() -> None:
    """e^log 2 = 2 to sixty digits: to the power of 2^200 it would fill the memory."""
    e = Fraction(1, 2**120)
    with mpmath.workdps(60):
        gap = int(mpmath.log(2) * 2**120)
    found = model([(1 - 2 * e, 0), (e, gap), (e, gap + 1)])
    for order in ((0, 1), (1, 0)):
        assert agree(*(Slope(found, 2, level) for level in order)) is False
    assert slopes._powers_agree(fmpq(9, 4), Fraction(2**200), fmpq(81, 16)) is False
    assert slopes._powers_agree(fmpq(9, 4), Fraction(2**200, 2**199 + 1), fmpq(81, 16)) is False


def test_whole_numbers_have_powers() -> None:
    """The denominators are both 1, or one of them is."""
    for a, b, wanted in ((4, 16, True), (4, 15, False)):
        assert slopes._powers_agree(fmpq(a), Fraction(2), fmpq(b)) is wanted
        assert slopes._powers_agree(fmpq(b), Fraction(1, 2), fmpq(a)) is wanted
    for exponents in (Fraction(2), Fraction(1, 2), Fraction(1)):
        assert slopes._powers_agree(fmpq(4), exponents, fmpq(16, 3)) is False
        assert slopes._powers_agree(fmpq(16, 3), exponents, fmpq(4)) is False
