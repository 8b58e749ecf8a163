"""The judges of single checks, each given answers of every sort: what is found, and in which words."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from exactalign.testing.conformance import KINDS
from exactalign.testing.conformance.answers import Returned, Unreadable
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import Call
from exactalign.testing.conformance.findings import Deviation
from exactalign.testing.conformance.formats import FORMATS
from exactalign.testing.conformance.kinds import kl_gradient
from tests.exactalign.testing.conformance.judging import APART, FLAT, HALF, Tensor, found, in_turn, judged, raised_at

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
    for options in ({}, {"estimator": "k2"}):
        logs = (Fraction(-1), Fraction(-2))
        assert judged("kl-estimate", "repeatable", logs, in_turn(1.0, 2.0), **options) is not None
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


def test_of_an_answer_that_cannot_be_read_no_part_is_taken() -> None:
    pair = ([0.5], [1.0, 2.0])
    unread = Returned(pair, Unreadable("it is another's"))
    for place in (0, 1):
        part = kl_gradient._part(place)
        assert part(Returned(pair), Call((HALF, HALF))) == Returned(pair[place])
        assert part(unread, Call((HALF, HALF))) is unread
