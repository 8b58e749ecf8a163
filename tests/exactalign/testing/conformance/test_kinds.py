"""How functions of every kind are called: names, roles, batch axes; and what their options are said to be."""

import math
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import pytest

from exactalign import oo
from exactalign.testing.conformance import KINDS, Status, check
from exactalign.testing.conformance.cases import Role
from exactalign.testing.conformance.formats import FORMATS
from tests.exactalign.testing.conformance.test_conformance import RIGHT, Right

ROLES = {
    Role.PROBABILITIES: {"probabilities", "p", "q"},
    Role.REWARDS: {"rewards", "scores", "proxy"},
    Role.REALS: {"golden", "logits", "log_reference"},
    Role.REAL: {"alpha", "beta", "kl", "log_q", "log_p"},
    Role.WHOLE: {"n", "c", "k", "size", "seed"},
}

SIGNATURES = [
    ("pmf", {}, "(probabilities, rewards, n)", "probabilities rewards"),
    ("sampler", {}, "(probabilities, rewards, n, size, seed)", ""),
    ("kl", {}, "(probabilities, rewards, n)", "probabilities rewards"),
    ("win-rate", {}, "(probabilities, rewards, n)", "probabilities rewards"),
    ("expected-best", {}, "(probabilities, rewards, n)", "probabilities rewards"),
    ("expected-best", {"of": "model"}, "(probabilities, rewards, n)", "probabilities rewards"),
    ("expected-best", {"of": "pool"}, "(scores, n)", "scores"),
    ("golden-under-proxy", {}, "(probabilities, proxy, golden, n)", "probabilities proxy golden"),
    ("tilt", {}, "(probabilities, rewards, alpha)", "probabilities rewards"),
    ("tilt", {"parameter": "beta"}, "(probabilities, rewards, beta)", "probabilities rewards"),
    ("alpha-solver", {}, "(probabilities, rewards, kl)", "probabilities rewards"),
    ("alpha-solver", {"parameter": "beta"}, "(probabilities, rewards, kl)", "probabilities rewards"),
    ("kl-divergence", {}, "(p, q)", "p q"),
    ("pass-at-k", {}, "(n, c, k)", "n c"),
    ("best-at-k", {}, "(scores, k)", "scores"),
    ("pool-weights", {}, "(scores, k)", "scores"),
    ("pool-weights", {"replacement": "yes"}, "(scores, k)", "scores"),
    ("advantage", {}, "(rewards)", "rewards"),
    ("advantage", {"baseline": "standardised"}, "(rewards)", "rewards"),
    ("kl-estimate", {}, "(log_q, log_p)", "log_q log_p"),
    ("kl-estimate", {"estimator": "k3"}, "(log_q, log_p)", "log_q log_p"),
    ("kl-gradient", {}, "(logits, log_reference)", ""),
]


@pytest.mark.parametrize(("kind", "options", "signature", "batched"), SIGNATURES)
def test_how_a_kind_is_called(kind: str, options: dict[str, str], signature: str, batched: str) -> None:
    chosen = KINDS[kind].chosen(options)
    assert (chosen.name, chosen.signature) == (kind, signature)
    assert [parameter.name for parameter in chosen.parameters if parameter.batched] == batched.split()
    for parameter in chosen.parameters:
        assert parameter.name in ROLES[parameter.role]


def test_every_kind_is_called_here() -> None:
    assert {kind for kind, *_ in SIGNATURES} == set(KINDS)
    plain = {
        (kind, x.name): x.plain for kind, chosen in KINDS.items() for x in chosen.parameters if x.plain is not None
    }
    assert plain == {("pass-at-k", "c"): 1, ("kl-estimate", "log_q"): -1, ("kl-estimate", "log_p"): -2}


def test_which_answers_are_numbers_and_which_are_probabilities() -> None:
    assert {name for name, kind in KINDS.items() if kind.gives_probabilities} == {"pmf", "tilt", "pool-weights"}
    vectors = {"pmf", "tilt", "pool-weights", "sampler", "alpha-solver", "advantage", "kl-gradient"}
    assert {name for name, kind in KINDS.items() if not kind.scalar} == vectors
    assert {name for name, kind in KINDS.items() if kind.oracle is None} == {"sampler", "alpha-solver", "kl-gradient"}


@pytest.mark.parametrize(("kind", "options", "signature", "batched"), SIGNATURES)
def test_the_checks_that_logarithms_and_batches_leave_and_add(
    kind: str, options: dict[str, str], signature: str, batched: str
) -> None:
    chosen = KINDS[kind].chosen(options)
    names = [one.name for one in chosen.checks]
    assert len(set(names)) == len(names)
    without = [name for name in names if name not in ("probabilities", "weights")]
    assert [one.name for one in KINDS[kind].chosen(options, logs=True).checks] == without
    batch = KINDS[kind].chosen(options, batch=True).checks
    assert [one.name for one in batch] == [*names, *(["batch"] if chosen.oracle is not None else [])]
    if chosen.oracle is not None:
        assert batch[-1].law == "every row of a batch gets the answer that it gets alone: one row, two, three"
        assert (batch[-1].corners, batch[-1].draw) == (chosen.checks[0].corners, chosen.checks[0].draw)
    lowered = [name for name in names if name == "many-draws" and kind != "sampler"]
    assert [one.name for one in chosen.checks if one.any_n] == lowered
    for one, form in product((one for one in chosen.checks if one.any_n), FORMATS.values()):
        assert all(1 <= case.whole(-1) <= form.most_draws for case in one.corners(form))


@pytest.mark.parametrize(
    ("kind", "same"),
    [
        ("expected-best", [{"of": "model"}]),
        ("tilt", [{"parameter": "alpha"}]),
        ("alpha-solver", [{"parameter": "beta"}, {"rtol": "1/8"}]),
        ("sampler", [{"false_alarm": "1/8"}]),
        ("pool-weights", [{"replacement": "no"}, {"replacement": False}]),
    ],
)
def test_options_that_make_no_other_kind(kind: str, same: list[dict[str, object]]) -> None:
    assert all(KINDS[kind].chosen(options) is KINDS[kind] for options in same)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("pool-weights", {"replacement": True}, {"replacement": "yes"}),
        ("advantage", {}, {"baseline": "mean"}),
        ("advantage", {"baseline": "standardised"}, {"baseline": "standardised", "ddof": "0", "eps": "0"}),
        ("kl-estimate", {}, {"estimator": "k1"}),
        ("kl-gradient", {}, {"divergence": "reverse", "value": "no"}),
        ("kl-gradient", {"value": True}, {"value": "yes"}),
    ],
)
def test_what_is_meant_where_nothing_is_said(kind: str, one: dict[str, object], other: dict[str, object]) -> None:
    assert KINDS[kind].chosen(one) is KINDS[kind].chosen(other)


# --- every check finds something -----------------------------------------------------------------

CHECKS = [(right, one.name) for right in RIGHT for one in KINDS[right.kind].chosen(right.options).checks]


def wrong(answer: Any) -> Any:
    """A number or a list, plainly off; a pair of a value and a gradient in both parts."""
    if isinstance(answer, tuple):
        return wrong(answer[0]), wrong(answer[1])
    return [x + 0.01 for x in answer] if isinstance(answer, list) else -1.0 - min(abs(answer), 9.0)


def test_of_cases_that_are_equally_long_the_one_with_smaller_numbers_is_tried_first() -> None:
    """So far as one whole number alone tells them apart: the first that fails is shown."""
    seen = 0
    for right, name in CHECKS:
        (one,) = (one for one in KINDS[right.kind].chosen(right.options).checks if one.name == name)
        for first, second in combinations(one.corners(FORMATS["float64"]), 2):
            pairs: list[Any] = [(a, b) for a, b in zip(first.arguments, second.arguments, strict=True) if a != b]
            if first.measure == second.measure and len(pairs) == 1 and isinstance(pairs[0][0], int):
                seen += 1
                assert pairs[0][0] < pairs[0][1]
    assert seen > 5


@pytest.mark.parametrize(("right", "name"), CHECKS, ids=lambda value: str(value))
def test_every_check_finds_what_is_wrong_on_its_own_cases(right: Right, name: str) -> None:
    """Right elsewhere; here off by a little, answering what has no answer, giving two answers, or one outcome only."""
    kind = KINDS[right.kind].chosen(right.options)
    (one,) = (one for one in kind.checks if one.name == name)
    own = {tuple(-math.inf if x == -oo else x for x in case.arguments) for case in one.corners(FORMATS["float64"])}
    calls: list[Any] = []

    def function(*arguments: Any) -> Any:
        exact = tuple(tuple(map(Fraction, x)) if isinstance(x, list) else x for x in arguments)
        calls.append(exact)
        if name == "repeatable":
            answer = right.function(*arguments)
            return answer if len(calls) % 2 else wrong(answer)
        if right.kind == "sampler":
            return [len(arguments[0]) - 1] * arguments[3]
        try:
            answer = right.function(*arguments)
        except ValueError:
            answer = 0.5
        return wrong(answer) if exact in own else answer

    skip = {other.name: "not now" for other in kind.checks if other is not one}
    row = check(function, right.kind, name="f", examples=1, skip=skip, **right.options)[name]
    assert row.status is Status.FAILED, row
    assert row.counterexample is not None
    if right.kind != "sampler" and name != "repeatable":
        assert row.tried == 1 or one.any_n or row.counterexample.case.size > 2
