"""The judges of single checks, each given answers of every sort: what is found, and in which words."""

import math
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from exactalign.testing.conformance import KINDS
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import Call
from exactalign.testing.conformance.findings import Deviation
from exactalign.testing.conformance.formats import FORMATS
from exactalign.testing.conformance.kinds.sampler import SIZE

HALF = (Fraction(1, 2),) * 2
FLAT, APART = (Fraction(0),) * 2, (Fraction(0), Fraction(1))
ZERO = (Fraction(0), Fraction(1))


class Tensor:
    """A list as arrays give it."""

    def __init__(self, values: Any) -> None:
        self.values = values

    def tolist(self) -> Any:
        return self.values

    def item(self) -> Any:
        return self.values


def judged(
    kind: str, name: str, case: tuple[Any, ...], answer: Any, *, slack: int = 1, dtype: str = "float64",
    batch: bool = False, **options: Any,
) -> Deviation | None:  # fmt: skip
    """What one check finds; an answer that is a function is called, and an exception is raised."""
    chosen = KINDS[kind].chosen(options, batch=batch)

    def function(*arguments: Any) -> Any:
        if isinstance(answer, BaseException):
            raise answer
        return answer(*arguments) if callable(answer) else answer

    subject = Subject(
        function, "f", chosen.parameters, FORMATS[dtype], list, 5, slack=slack, batch=batch, options=options
    )
    (one,) = (one for one in chosen.checks if one.name == name)
    return one.judge(subject, Call(case))


def found(*arguments: Any, **options: Any) -> tuple[str, str, str]:
    deviation = judged(*arguments, **options)
    assert deviation is not None
    return deviation.answer, deviation.exact, deviation.error


def raised_at(line: str) -> str:
    """What is shown of a call that raised, up to its place."""
    return line.partition(" (line ")[0]


# --- probabilities, weights, bounds --------------------------------------------------------------

DISTRIBUTIONS = [
    ("pmf", "probabilities", (HALF, FLAT, 2), "a probability distribution"),
    ("pool-weights", "weights", (APART, 2), "weights ≥ 0 with sum 1"),
]


@pytest.mark.parametrize(("kind", "name", "case", "wanted"), DISTRIBUTIONS)
def test_numbers_that_sum_to_one_are_probabilities(kind: str, name: str, case: Any, wanted: str) -> None:
    for answer in ([0.5, 0.5], [0.0, 1.0], [1.0, 0.0], (0.25, 0.75), Tensor([0.5, 0.5])):
        assert judged(kind, name, case, answer) is None
    for answer in ([1.5, -0.5], [math.nan, 1.0], [math.inf, 0.0], [0.5, 0.5001], [0.5, 0.4999]):
        assert judged(kind, name, case, answer) is not None
    short = "the answer has 1 entries, not 2: [1.0]"
    assert found(kind, name, case, [1.0]) == ("[1.0]", wanted, short)
    shown, exact, error = found(kind, name, case, ValueError("no"))
    assert (raised_at(shown), exact, error) == ("raised ValueError: no", wanted, "no answer")


def test_what_is_no_distribution_is_told() -> None:
    for answer, exact, error in (
        ([1.5, -0.5], "probabilities ≥ 0", "an entry is negative"),
        ([math.nan, 1.0], "finite numbers", "an entry is not finite"),
        ([math.inf, -1.0], "finite numbers", "an entry is not finite"),
        ([0.5, 0.75], "a sum of 1", "the sum is 1.25"),
        ([0.5, 0.25], "a sum of 1", "the sum is 0.75"),
    ):
        assert found("pmf", "probabilities", (HALF, FLAT, 2), answer) == (str(answer), exact, error)
        shown = (str(answer), "weights ≥ 0 with sum 1", "no such weights")
        assert found("pool-weights", "weights", (APART, 2), answer) == shown


@pytest.mark.parametrize(("kind", "name", "case", "_"), DISTRIBUTIONS)
def test_a_sum_is_as_exact_as_its_entries(kind: str, name: str, case: Any, _: str) -> None:
    """What two entries may be off by together, and as much again with each unit of slack."""
    oracle = KINDS[kind].chosen({} if kind == "pmf" else {"replacement": True}).oracle
    assert oracle is not None
    allowed = sum(e.error for e in oracle(Subject(abs, "f", (), FORMATS["float64"], list, 1), Call(case)))
    for slack in (1, 3):
        for sign in (1, -1):
            inside, outside = (Fraction(1, 2) + sign * slack * allowed * part for part in (1, Fraction(21, 20)))
            assert judged(kind, name, case, [inside, Fraction(1, 2)], slack=slack) is None
            assert judged(kind, name, case, [outside, Fraction(1, 2)], slack=slack) is not None


@pytest.mark.parametrize(
    ("kind", "lower", "upper", "words"),
    [
        ("kl", Fraction(0), math.log(2) - 0.5, "between 0 and log N − (N−1)/N"),
        ("win-rate", Fraction(1, 2), 2 / 3, "between 1/2 and N/(N+1)"),
    ],
)
def test_bounds(kind: str, lower: Fraction, upper: float, words: str) -> None:
    case, low, step = (HALF, APART, 2), float(lower), 1e-13
    for answer in (low, low - 1e-17, (low + upper) / 2, upper - step, math.nextafter(upper, 9)):
        assert judged(kind, "bounds", case, answer) is None, answer
    for answer in (low - step, upper + step):
        assert found(kind, "bounds", case, answer) == (repr(answer), words, "out of bounds")
        assert judged(kind, "bounds", case, answer, slack=10**4) is None
    assert found(kind, "bounds", case, -1.0, slack=10**4) == ("-1.0", words, "out of bounds")
    assert found(kind, "bounds", case, math.nan) == ("nan", words, "not finite")
    assert found(kind, "bounds", case, math.inf) == ("inf", words, "not finite")
    assert found(kind, "bounds", case, "a") == ("'a'", words, "the answer is 'a' of type str, not a number")
    shown, exact, error = found(kind, "bounds", case, ValueError())
    assert (raised_at(shown), exact, error) == ("raised ValueError", words, "no answer")


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "name", "case"),
    [
        ("best-at-k", "too-few-samples", (APART, 3)),
        ("best-at-k", "no-draws", (APART, 0)),
        ("pass-at-k", "too-few-samples", (1, 0, 2)),
    ],
)
def test_where_there_is_no_estimate(kind: str, name: str, case: Any) -> None:
    answer: Any
    for answer in (None, math.nan, ValueError()):
        assert judged(kind, name, case, answer) is None
    wanted, error = "none exists: an exception, None or NaN", "a number where there is no estimate"
    for answer in (0.0, math.inf, "a", [1.0]):
        assert found(kind, name, case, answer) == (repr(answer), wanted, error)
    assert found(kind, name, case, SystemExit(2))[0].startswith("raised SystemExit: 2 (line ")


# --- calling twice -------------------------------------------------------------------------------


def in_turn(*answers: Any) -> Callable[..., Any]:
    """A function that gives one answer after the other."""
    left = list(answers)

    def function(*_: Any) -> Any:
        answer = left.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    return function


def sorts(at: int) -> Callable[..., Any]:
    """A function that changes its argument at one of two calls."""
    calls: list[int] = []

    def function(scores: list[float], k: int) -> float:
        calls.append(1)
        if len(calls) == at:
            scores.sort()
        return 1.0

    return function


def test_the_same_call_twice() -> None:
    case = ((Fraction(1), Fraction(0)), 2)

    def twice(*answers: Any) -> Deviation | None:
        return judged("best-at-k", "repeatable", case, in_turn(*answers))

    assert twice(1.0, 1.0) is None
    assert twice(1.0, 1) is None
    assert twice("a", "b") is None  # what the other checks report
    assert twice(math.nan, math.nan) is None
    different = twice(1.0, 2.0)
    assert different == Deviation("1.0, then 2.0", "the same answer twice", "not repeatable")
    second = ValueError("so")
    later = twice(1.0, second)
    assert later is not None
    assert raised_at(later.answer) == "an answer, then raised ValueError: so"
    assert (later.exact, later.error, later.raised) == ("the same answer twice", "not repeatable", second)
    first = twice(ValueError("no"), 1.0)
    assert first is not None
    assert (raised_at(first.answer), first.exact, first.error) == ("raised ValueError: no", "1", "no answer")
    for at in (1, 2):
        assert judged("best-at-k", "repeatable", case, sorts(at)) == Deviation(
            "the arguments were changed", "arguments as they were given", "changed in place"
        )
    assert judged("best-at-k", "repeatable", case, sorts(3)) is None
    vectors = judged("pool-weights", "repeatable", case, in_turn([1.0, 0.0], (1.0, 0.0)))
    assert vectors is None
    moved = judged("pool-weights", "repeatable", case, in_turn([1.0, 0.0], [0.0, 1.0]))
    assert moved is not None
    assert moved.answer == "[1.0, 0.0], then [0.0, 1.0]"
    unlike = judged("pool-weights", "repeatable", case, in_turn(ValueError(), [0.0, 1.0]))
    assert unlike is not None
    assert unlike.exact == "[1, 0]"


def test_what_is_wanted_of_a_solver_that_raised_is_said_in_words() -> None:
    case = (HALF, APART, Fraction(1, 4))
    assert found("alpha-solver", "repeatable", case, ValueError())[1].startswith("1.64263436948740")
    assert found("alpha-solver", "repeatable", case, ValueError(), parameter="beta")[1].startswith("1/1.64263436948740")


# --- batches -------------------------------------------------------------------------------------


def test_the_row_of_a_batch_that_is_wrong_is_told() -> None:
    case = ((Fraction(3), Fraction(5)), 1)  # its mean is 4, and that of the ordinary one 1/2

    def rows(right: Callable[[list[list[float]]], list[Any]]) -> Any:
        return lambda scores, k: right(scores)

    def means(scores: list[list[float]]) -> list[float]:
        return [sum(row) / 2 for row in scores]

    def told(right: Callable[[list[list[float]]], list[Any]]) -> str:
        return found("best-at-k", "batch", case, rows(right), batch=True)[2]

    assert judged("best-at-k", "batch", case, rows(means), batch=True) is None
    assert told(lambda s: [9.0] * len(s)).startswith("row 0 of a batch of 1: ")
    assert told(lambda s: [4.0] * len(s)).startswith("row 1 of a batch of 2: ")
    assert told(lambda s: means(s)[::-1]).startswith("row 0 of a batch of 2: ")
    assert told(lambda s: means(s)[:2] + [9.0] * (len(s) - 2)).startswith("row 2 of a batch of 3: ")
    assert told(lambda s: means(s) if len(s) < 3 else [0.5, 9.0, 0.5]).startswith("row 1 of a batch of 3: ")
    assert told(lambda s: [4.0]) == "row 0 of a batch of 2: the answer has 1 rows, not 2: [4.0]"
    assert judged("best-at-k", "batch", case, rows(lambda s: [x + 1e-14 for x in means(s)]), batch=True) is not None
    loose = judged("best-at-k", "batch", case, rows(lambda s: [x + 1e-14 for x in means(s)]), batch=True, slack=100)
    assert loose is None


# --- what an answer is instead -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "case", "answer", "options", "words"),
    [
        ("advantage", ((Fraction(0), Fraction(1), Fraction(5)),), [-3.0, -1.5, 4.5], {}, "r − mean of the others"),
        ("advantage", (APART,), [-0.5, 0.5], {"baseline": "leave-one-out"}, "r − mean"),
        ("advantage", (APART,), [0.0, 1.0], {}, "r"),
        ("advantage", (APART,), [-1.0, 1.0], {"baseline": "standardised", "ddof": 1}, "r − mean of the others"),
        ("advantage", ((Fraction(0), Fraction(2)),), [-1.0, 1.0], {"baseline": "standardised", "ddof": 1}, "r − mean"),
        ("advantage", ((Fraction(0), Fraction(2), Fraction(4)),), [-1.0, 0.0, 1.0], {}, "standardised with ddof=1"),
        ("advantage", (FLAT[:1] * 2 + HALF,), [-1.0, -1.0, 1.0, 1.0], {}, "standardised with ddof=0"),
        (
            "advantage", ((Fraction(0), Fraction(2), Fraction(4)),), [-0.5, 0.0, 0.5],
            {"baseline": "standardised", "eps": 2}, "standardised with ddof=1",
        ),
        ("kl-estimate", (Fraction(-1), Fraction(-2)), math.e - 2, {}, "k3 with p and q exchanged"),
        ("kl-estimate", (Fraction(-1), Fraction(-2)), math.exp(-1), {}, "k3"),
        ("kl-estimate", (Fraction(-1), Fraction(-2)), 0.5, {}, "k2"),
        ("kl-estimate", (Fraction(-1), Fraction(-2)), -1.0, {}, "k1 with p and q exchanged"),
        ("kl-estimate", (Fraction(-1), Fraction(-2)), 1.0, {"estimator": "k3"}, "k1"),
        ("pass-at-k", (4, 1, 2), 1 - 0.75**2, {}, "1 − (1 − c/n)^k, which is biased"),
        ("pass-at-k", (5, 1, 2), 0.6, {}, "the probability that all k fail"),
    ],
)  # fmt: skip
def test_an_answer_that_is_another_quantity_says_so(
    kind: str, case: Any, answer: Any, options: Any, words: str
) -> None:
    error = found(kind, "formula", case, answer, **options)[2]
    assert error.endswith(f" ulps; it is {words}")
    assert "it is" not in found(kind, "formula", case, [9.0] * 9, **options)[2]
    assert "it is" not in found(kind, "formula", case, ValueError("it"), **options)[2]


LOGS = (math.log(1 / 4), math.log(3 / 4))
GRADIENT = (FLAT, tuple(Fraction(x) for x in LOGS))
REVERSE = [0.5 * (math.log(0.5) - x - (math.log(0.5) - sum(LOGS) / 2)) for x in LOGS]


@pytest.mark.parametrize(
    ("answer", "divergence", "words"),
    [
        ([0.0, 0.0], "reverse", "zero: this loss has no gradient on average"),
        ([0.25, -0.25], "reverse", "the gradient of KL(p‖q), the forward one"),
        ([-0.25, 0.25], "reverse", "minus the gradient of KL(p‖q)"),
        ([-x for x in REVERSE], "reverse", "minus the gradient of KL(q‖p)"),
        (REVERSE, "forward", "the gradient of KL(q‖p), the reverse one"),
    ],
)
def test_which_gradient_it_is_instead(answer: Any, divergence: str, words: str) -> None:
    assert found("kl-gradient", "formula", GRADIENT, answer, divergence=divergence)[2].endswith(f"; it is {words}")
    right = REVERSE if divergence == "reverse" else [0.25, -0.25]
    for given in (right, tuple(right), Tensor(right), (0.3, right), [0.3, Tensor(right)]):
        assert judged("kl-gradient", "formula", GRADIENT, given, divergence=divergence) is None


def test_the_value_of_a_pair() -> None:
    reverse, forward = (
        math.log(0.5) - sum(LOGS) / 2,
        sum(p * (x - math.log(0.5)) for p, x in zip((0.25, 0.75), LOGS, strict=True)),
    )
    for divergence, right, other, words in (
        ("reverse", reverse, forward, "KL(p‖q), the forward one"),
        ("forward", forward, reverse, "KL(q‖p), the reverse one"),
    ):
        options: dict[str, Any] = {"divergence": divergence, "value": True}
        assert judged("kl-gradient", "value", GRADIENT, (right, [0.0, 0.0]), **options) is None
        assert judged("kl-gradient", "value", GRADIENT, [Tensor(right), Tensor([0.0, 0.0])], **options) is None
        assert found("kl-gradient", "value", GRADIENT, (other, [0.0, 0.0]), **options)[2].endswith(f"; it is {words}")
        for answer in (right, [right, 0.0], (right, [0.0]), (right, [0.0] * 3), (right, [0.0, 0.0], 1)):
            error = found("kl-gradient", "value", GRADIENT, answer, **options)[2]
            assert error == "the answer is no pair of a value and a gradient"
        assert found("kl-gradient", "value", GRADIENT, ValueError(), **options)[2] == "no answer"


def test_entries_of_a_gradient_sum_to_nothing() -> None:
    wanted = "entries that sum to 0"
    for answer in ([0.5, -0.5], [0.0, 0.0], (3.0, [0.5, -0.5])):
        assert judged("kl-gradient", "sum", GRADIENT, answer) is None
    error = "a constant added to all logits would matter"
    assert found("kl-gradient", "sum", GRADIENT, [0.5, 0.5]) == ("[0.5, 0.5]", wanted, error)
    assert found("kl-gradient", "sum", GRADIENT, [math.inf, 0.0]) == ("[inf, 0.0]", wanted, error)
    assert found("kl-gradient", "sum", GRADIENT, [math.nan, 0.0]) == ("[nan, 0.0]", wanted, error)
    assert found("kl-gradient", "sum", GRADIENT, [0.5]) == ("[0.5]", wanted, "the answer has 1 entries, not 2: [0.5]")
    shown, exact, error = found("kl-gradient", "sum", GRADIENT, ValueError())
    assert (raised_at(shown), exact, error) == ("raised ValueError", wanted, "no answer")


def test_how_far_from_nothing_the_sum_may_be() -> None:
    """Twice 8(K + 8)·reach·u for two outcomes, the reach being 1 + 2·max |logit| + 2·max |log p|."""
    reach = 1 + 2 * (0 + max(-x for x in GRADIENT[1]))
    allowed = 2 * 8 * (2 + 8) * reach * Fraction(1, 2**53)
    for slack in (1, 2):
        for sign in (1, -1):
            edge = sign * slack * allowed
            assert judged("kl-gradient", "sum", GRADIENT, [edge, Fraction(0)], slack=slack) is None
            assert judged("kl-gradient", "sum", GRADIENT, [edge * 21 / 20, Fraction(0)], slack=slack) is not None


# --- solvers -------------------------------------------------------------------------------------

QUARTER = (HALF, APART, Fraction(1, 4))


def kl_of_coin(alpha: float) -> float:
    """KL of the tilt of a fair coin."""
    t = 1 / (1 + math.exp(-alpha))
    return math.log(2) + t * math.log(t) + (1 - t) * math.log(1 - t)


def solved() -> float:
    """The α of `QUARTER`, by bisection."""
    low, high = 0.0, 10.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if kl_of_coin(middle) < 0.25 else (low, middle)
    return low


ALPHA = solved()


@pytest.mark.parametrize(
    ("options", "relative"),
    [
        ({}, 2.0**-26),
        ({"dtype": "float32"}, 2.0**-12),
        ({"slack": 5}, 5 * 2.0**-26),
        ({"rtol": "1e-4"}, 1e-4),
        ({"rtol": "0"}, 0.0),
    ],
)
def test_a_solver_may_stop_at_half_of_the_digits(options: dict[str, Any], relative: float) -> None:
    """A relative change of α moves KL by α²·Var of it: more than a tenth beyond that is found, on either side."""
    for sign in (1, -1):
        for name in ("formula", "shift"):
            assert judged("alpha-solver", name, QUARTER, ALPHA * (1 + sign * relative * 0.98), **options) is None
            far = ALPHA * (1 + sign * max(relative * 1.1, 1e-13))
            assert judged("alpha-solver", name, QUARTER, far, **options) is not None
            if options.get("slack", 1) == 1:
                beta = 1 / (ALPHA * (1 + sign * relative * 0.98))
                assert judged("alpha-solver", name, QUARTER, beta, parameter="beta", **options) is None
                assert judged("alpha-solver", name, QUARTER, 1 / far, parameter="beta", **options) is not None


def test_what_is_wrong_with_an_alpha() -> None:
    exact = "1.64263436948740"
    for answer, shown, error in (
        (math.nan, "nan", "not a number, though the kl is feasible"),
        (None, "nan", "not a number, though the kl is feasible"),
        (math.inf, "inf", "an infinite α, though the kl is feasible"),
        (-ALPHA, repr(-ALPHA), "the negative root, which lowers the reward"),
        ("a", "'a'", "the answer is 'a' of type str, not a number"),
        (0.0, "0.0", "KL is 0 there: 0.250 from the kl, 1.00 of it; allowed are 3.77e-15"),
        (1.0, "1.0", "KL is 0.110944 there: 0.139 from the kl, 0.556 of it; allowed are 2.93e-9"),
    ):
        told = found("alpha-solver", "formula", QUARTER, answer)
        assert (told[0], told[2]) == (shown, error)
        assert told[1].startswith(exact)
    answer, exact, error = found("alpha-solver", "formula", QUARTER, ValueError())
    assert (raised_at(answer), exact[:16], error) == ("raised ValueError", "1.64263436948740", "no answer")


def test_what_is_wrong_with_a_beta() -> None:
    for answer, shown, error in (
        (math.nan, "nan", "not a number, though the kl is feasible"),
        (0.0, "0.0", "an infinite α, though the kl is feasible"),
        (-1.0, "-1.0", "the negative root, which lowers the reward"),
        (math.inf, "inf", "KL is 0 there: 0.250 from the kl, 1.00 of it; allowed are 3.77e-15"),
    ):
        told = found("alpha-solver", "formula", QUARTER, answer, parameter="beta")
        assert (told[0], told[2]) == (shown, error)
        assert told[1].startswith("1/1.64263436948740")
    assert found("alpha-solver", "formula", QUARTER, ValueError(), parameter="beta")[2] == "no answer"


def test_the_roundings_that_a_solver_is_allowed() -> None:
    """With rtol 0: 2(K + 8)·reach·u, the reach being 1 + 2·|α|·max |r| + 7/10 for |log 1/2|; and 4u of α²·Var."""
    for alpha, reach in ((1.0, Fraction(37, 10)), (2.0, Fraction(57, 10)), (0.5, Fraction(27, 10))):
        t = 1 / (1 + math.exp(-alpha))
        allowed = (float(20 * reach) + 4 * alpha**2 * t * (1 - t)) * 2.0**-53
        told = found("alpha-solver", "formula", QUARTER, alpha, rtol="0")[2]
        assert float(told.rpartition(" ")[2]) == pytest.approx(allowed, rel=0.005)


def test_no_kl_at_all() -> None:
    answer: Any
    case = (HALF, APART, Fraction(0))
    assert judged("alpha-solver", "zero-kl", case, 0.0) is None
    assert found("alpha-solver", "zero-kl", case, 1.0) == (
        "1.0", "0", "KL is 0.110944 there: 0.111 from the kl; allowed are 2.93e-9",
    )  # fmt: skip
    for answer in (math.nan, ValueError(), math.inf):
        assert judged("alpha-solver", "zero-kl", case, answer) is not None
    for answer in (math.nan, None, ValueError(), math.inf):  # β = 1/0 is no number
        assert judged("alpha-solver", "zero-kl", case, answer, parameter="beta") is None
    assert found("alpha-solver", "zero-kl", case, SystemExit(), parameter="beta")[1:] == ("oo", "no answer")
    assert found("alpha-solver", "zero-kl", case, 0.0, parameter="beta")[1] == "oo"


NONE = "none exists: an exception, None or NaN"


@pytest.mark.parametrize(
    ("name", "case", "why", "limit"),
    [
        ("infeasible-kl", (HALF, APART, Fraction(1)), "the kl is above Δ_max = log(2) = 0.69314718055994531…", True),
        ("constant-reward", (HALF, FLAT, Fraction(1)), "the reward is constant, so KL is 0 for every α", False),
        ("negative-kl", (HALF, APART, Fraction(-1)), "a kl below 0", False),
        ("negative-kl", (HALF, FLAT, Fraction(-1)), "a kl below 0", False),
    ],
)
def test_what_no_alpha_reaches(name: str, case: Any, why: str, limit: bool) -> None:
    answer: Any
    for answer in (None, math.nan, ValueError()):
        assert judged("alpha-solver", name, case, answer) is None
        assert judged("alpha-solver", name, case, answer, parameter="beta") is None
    assert (judged("alpha-solver", name, case, math.inf) is None) is limit
    assert (judged("alpha-solver", name, case, 0.0, parameter="beta") is None) is limit
    for answer in (0.0, -math.inf, 7.5, "a"):
        assert found("alpha-solver", name, case, answer) == (repr(answer), NONE, f"an answer, though {why}")
    for answer in (math.inf, 7.5, "a"):
        told = found("alpha-solver", name, case, answer, parameter="beta")
        assert told == (repr(answer), NONE, f"an answer, though {why}")
    assert found("alpha-solver", name, case, SystemExit(1))[0].startswith("raised SystemExit: 1 (line ")


# --- samplers ------------------------------------------------------------------------------------


def binomial_tail(count: int, size: int, p: Fraction) -> Fraction:
    """2·min(P(X ≤ count), P(X ≥ count)), summed."""
    chance = [
        math.comb(size, k) * p.numerator**k * (p.denominator - p.numerator) ** (size - k) for k in range(size + 1)
    ]
    return Fraction(2 * min(sum(chance[: count + 1]), sum(chance[count:])), p.denominator**size)


def sample(kind_of_check: str, case: Any, drawn: Any, alarm: Any = Fraction(1, 10**6)) -> Deviation | None:
    return judged("sampler", kind_of_check, case, drawn, false_alarm=alarm)


@pytest.mark.parametrize(
    ("drawn", "answer", "error"),
    [
        ([0, 1, 1], "the answer has 3 entries, not 4: [0, 1, 1]", "not a list of positions"),
        (7, "the answer is 7, not a sequence of numbers", "not a list of positions"),
        ([0, 0.5, 1, 1], "an entry 1/2", "no position of an outcome"),
        ([0, 3, 1, 1], "an entry 3", "no position of an outcome"),
        ([0, -1, 1, 1], "an entry -1", "no position of an outcome"),
        ([0, math.nan, 1, 1], "an entry None", "no position of an outcome"),
        ([0, math.inf, 1, 1], "an entry oo", "no position of an outcome"),
        ([0, 2, 1, 1], "outcome 2", "an outcome of probability 0 was drawn"),
    ],
)
def test_what_is_no_sample(drawn: Any, answer: str, error: str) -> None:
    case = ((*HALF, Fraction(0)), (*FLAT, Fraction(9)), 2, 4, 1)
    for name in ("frequencies", "zero-probabilities", "independence", "spread", "seeds"):
        assert found("sampler", name, case, drawn) == (answer, "4 positions from 0 to 2", error)
    for good in ([0, 1, 1, 0], [0.0, 1.0, 1, 0], Tensor([0, 0, 1, 1])):
        assert sample("frequencies", case, good) is None


def test_a_sampler_that_raises() -> None:
    case = (HALF, FLAT, 2, 4, 1)
    for name in ("frequencies", "independence", "spread", "seeds"):
        answer, exact, error = found("sampler", name, case, ValueError())
        assert (raised_at(answer), exact, error) == ("raised ValueError", "4 positions from 0 to 1", "no answer")


@pytest.mark.parametrize(
    ("name", "cases"), [("frequencies", 4), ("unsorted", 3), ("constant-reward", 2), ("many-draws", 2)]
)
def test_the_alarm_is_shared_among_cases_and_outcomes_and_checks(name: str, cases: int) -> None:
    """A count is told when its tail is below the alarm over 16 outcomes of each case, and over 12 checks."""
    size, count = 60, 11
    case, drawn = (HALF, FLAT, 1, size, 1), [0] * count + [1] * (size - count)
    tail = binomial_tail(count, size, Fraction(1, 2))
    edge = tail * cases * 16 * 12
    assert sample(name, case, drawn, edge * Fraction(999, 1000)) is None
    told = sample(name, case, drawn, edge * Fraction(1001, 1000))
    assert told is not None
    assert told.answer == "counts [11, 49] of 60"
    assert told.exact == "[1/2, 1/2], expected counts [30, 30]"
    words = "outcome 0 was drawn 11 times instead of about 30: a tail of 7.6e-7, alarm below 7.6e-7"
    assert (told.error, round(tail * 10**8)) == (words, 76)


def test_far_too_many_are_told_as_far_too_few_are() -> None:
    case = ((Fraction(1, 4), Fraction(3, 4)), FLAT, 1, SIZE, 1)
    told = sample("frequencies", case, [1] * SIZE)
    assert told == Deviation(
        "counts [0, 4000] of 4000",
        "[1/4, 3/4], expected counts [1000, 3000]",
        "outcome 0 was drawn 0 times instead of about 1000: a tail of less than 10^-300, alarm below 1.3e-9",
    )
    assert sample("frequencies", case, [0] * 1000 + [1] * 3000) is None
    few = sample("frequencies", ((Fraction(1, 4), Fraction(3, 4)), FLAT, 1, 400, 1), [0] * 40 + [1] * 360)
    assert few is not None
    assert few.error.startswith("outcome 0 was drawn 40 times instead of about 100: a tail of 5.1e-14, ")
    assert round(binomial_tail(40, 400, Fraction(1, 4)) * 10**15) == 51


def test_draws_that_agree_too_often() -> None:
    case = (HALF, FLAT, 1, 400, 1)
    assert sample("independence", case, [0] * 400) == Deviation(
        "200 of 200 pairs that are neighbouring agree",
        "about 100",
        "draws are not independent: a tail of 1.2e-60",
    )
    three = ((Fraction(1, 4), Fraction(3, 4)), FLAT, 1, 400, 1)
    rarely = sample("independence", three, [0, 1] * 200)
    assert rarely is not None
    assert (rarely.answer, rarely.exact) == ("0 of 200 pairs that are neighbouring agree", "about 125")


def test_the_alarm_is_shared_among_pairings() -> None:
    """Twelve checks, of this one two cases with six pairings each: the first pairing is that of neighbours."""
    size, agree, generator = 80, 33, random.Random(5)
    firsts = [generator.randrange(2) for _ in range(size // 2)]
    drawn = [x for k, one in enumerate(firsts) for x in (one, one if k < agree else 1 - one)]
    edge = binomial_tail(agree, size // 2, Fraction(1, 2)) * 12 * 2 * 6
    told = sample("independence", (HALF, FLAT, 1, size, 1), drawn, edge * Fraction(1001, 1000))
    assert told is not None
    assert told.answer == "33 of 40 pairs that are neighbouring agree"
    assert sample("independence", (HALF, FLAT, 1, size, 1), drawn, edge * Fraction(999, 1000)) is None


def spread(near: int, *, inside: int = 25, outside: int = 26) -> Callable[..., list[int]]:
    """A sampler whose count of the last outcome is 5 off its mean of 20 with some seeds, and 6 with others."""

    def function(p: Any, r: Any, n: int, size: int, seed: int) -> list[int]:
        count = inside if seed <= near else outside
        return [1] * count + [0] * (size - count)

    return function


def test_counts_vary_from_seed_to_seed_as_binomial_ones_do() -> None:
    case = (HALF, FLAT, 1, 40, 1)
    share = Fraction(sum(math.comb(40, k) for k in range(15, 26)), 2**40)
    about = round(share * 100)
    for near, words in ((75, "much"), (100, "little")):
        edge = binomial_tail(near, 100, share) * 12
        told = sample("spread", case, spread(near), edge * Fraction(1001, 1000))
        assert told is not None
        assert told.answer == f"{near} of 100 counts lie within 5 of 20"
        assert told.exact == f"about {about}"
        assert told.error.startswith(f"counts vary too {words} from seed to seed: a tail of ")
        assert sample("spread", case, spread(near), edge * Fraction(999, 1000)) is None
        below = sample("spread", case, spread(near, inside=15, outside=14), edge * Fraction(1001, 1000))
        assert below is not None
        assert below.answer == told.answer


def test_seeds() -> None:
    case = (HALF, FLAT, 1, 4, 1)

    def by(seeds: dict[int, list[int]]) -> Callable[..., list[int]]:
        return lambda p, r, n, size, seed: seeds[seed]

    one, other = [0, 1, 1, 0], [1, 1, 0, 0]
    assert judged("sampler", "seeds", case, by({1: one, 2: other})) is None
    assert judged("sampler", "seeds", case, by({1: one, 2: one})) == Deviation(
        "two equal samples", "different samples", "different seeds give the same draws"
    )
    assert judged("sampler", "seeds", case, in_turn(one, other, one)) == Deviation(
        "two different samples", "the same sample", "the same seed gives different draws"
    )
    for place in range(3):
        answers: list[Any] = [one, one, other]
        answers[place] = [0, 1, 1, 7]
        bad = judged("sampler", "seeds", case, in_turn(*answers))
        assert bad is not None
        assert bad.error == "no position of an outcome"

    def sorting(p: list[float], r: list[float], n: int, size: int, seed: int) -> list[int]:
        r.append(0.0)
        return one

    assert judged("sampler", "seeds", case, sorting) == Deviation(
        "the arguments were changed", "arguments as they were given", "changed in place"
    )
