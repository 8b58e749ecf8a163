"""How functions of every kind are called: names, roles, batch axes; and what their options are said to be."""

import pytest

from exactalign.testing.conformance import KINDS
from exactalign.testing.conformance.cases import Role

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
