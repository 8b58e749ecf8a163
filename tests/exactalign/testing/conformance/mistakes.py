"""The classic mistakes (`wrong`), each with the checks that must catch it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from exactalign.testing.conformance import reference
from tests.exactalign.testing.conformance import wrong


class Mistake(NamedTuple):
    """A wrong function, what it breaks, and the size of the counterexample that must be found."""

    function: Callable[..., Any]
    kind: str
    breaks: tuple[str, ...]
    keeps: tuple[str, ...]
    outcomes: int
    dtype: str = "float64"
    options: Mapping[str, Any] = {}
    says: str = ""
    """What some counterexample says that it is."""


MISTAKES = (
    Mistake(
        wrong.cumulative_sum_of_unsorted, "pmf", ("unsorted", "ties", "constant-reward"), ("formula", "one-draw"), 2
    ),
    Mistake(wrong.ties_by_index, "pmf", ("ties", "constant-reward"), ("formula", "unsorted", "one-draw"), 2),
    Mistake(wrong.ties_twice, "pmf", ("ties", "constant-reward", "probabilities"), ("formula", "unsorted"), 2),
    Mistake(wrong.literal_formula, "pmf", ("zero-probabilities",), ("formula", "unsorted", "ties", "many-outcomes"), 2),
    Mistake(wrong.reward_weights, "pmf", ("shift", "formula", "scale"), ("one-draw", "one-outcome"), 2),
    Mistake(wrong.reward_divided_by_largest, "pmf", ("shift",), ("one-draw", "ties"), 2),
    Mistake(wrong.tolerance_in_ties, "pmf", ("scale", "shift"), ("one-draw", "ties", "formula"), 2),
    Mistake(wrong.in_single_precision, "pmf", ("formula",), ("one-outcome",), 2),
    Mistake(wrong.sorts_in_place, "pmf", ("repeatable",), ("formula", "unsorted", "ties"), 2),
    Mistake(wrong.analytic_kl, "kl", ("finite-model", "formula", "constant-reward"), ("one-draw", "bounds"), 2),
    Mistake(wrong.kl_in_bits, "kl", ("formula",), ("one-draw",), 2),
    Mistake(wrong.single_precision_kl, "kl", ("many-draws",), ("formula", "unsorted", "ties"), 2, "float32"),
    Mistake(wrong.ties_as_wins, "win-rate", ("formula", "one-draw", "bounds"), (), 1),
    Mistake(wrong.continuous_win_rate, "win-rate", ("formula", "ties", "constant-reward"), ("bounds",), 2),
    Mistake(wrong.plug_in_best_of_n, "best-at-k", ("formula", "too-few-samples", "maximum"), ("mean",), 2),
    Mistake(wrong.clipped_order_statistic, "best-at-k", ("too-few-samples",), ("formula", "maximum"), 1),
    Mistake(wrong.overflowing_order_statistic, "best-at-k", ("many-samples",), ("formula", "ties"), 2000),
    Mistake(wrong.bracket_end, "alpha-solver", ("infeasible-kl", "constant-reward"), ("formula",), 2),
    Mistake(wrong.quadratic_alpha, "alpha-solver", ("formula", "ties"), ("infeasible-kl",), 2),
    Mistake(wrong.naive_softmax, "tilt", ("shift", "large-alpha"), ("formula", "ties", "zero-alpha"), 2),
    Mistake(wrong.swapped_kl, "kl-divergence", ("formula", "missing-support"), ("self",), 2),
    Mistake(wrong.smoothed_kl, "kl-divergence", ("formula", "missing-support"), (), 2),
    Mistake(wrong.first_tie_sampler, "sampler", ("ties", "constant-reward"), ("frequencies", "unsorted"), 2),
    Mistake(wrong.unseeded_sampler, "sampler", ("seeds",), ("frequencies", "ties"), 2),
    Mistake(wrong.repeating_sampler, "sampler", ("independence",), ("frequencies", "seeds"), 2),
    Mistake(wrong.sample_four_times, "sampler", ("independence", "spread"), ("frequencies", "seeds"), 2),
    Mistake(wrong.sample_twice, "sampler", ("independence",), ("frequencies", "seeds"), 2),
    Mistake(wrong.there_and_back, "sampler", ("independence",), ("frequencies", "seeds"), 2),
    Mistake(wrong.pairs_twice, "sampler", ("independence",), ("frequencies", "seeds"), 2),
    Mistake(wrong.chained_sampler, "sampler", ("independence",), ("frequencies", "seeds"), 2),
    Mistake(wrong.antithetic_sampler, "sampler", ("independence",), ("frequencies", "seeds"), 2),
    Mistake(wrong.systematic_sampler, "sampler", ("spread",), ("frequencies", "independence", "seeds"), 2),
    Mistake(wrong.sampler_that_sorts, "sampler", ("seeds",), ("frequencies", "independence"), 2),
    Mistake(wrong.rounding_sampler, "sampler", ("scale", "shift"), ("frequencies", "ties"), 2),
    Mistake(wrong.rewards_in_single, "pmf", ("shift",), ("formula", "ties", "scale"), 2),
    Mistake(wrong.proxy_in_single, "golden-under-proxy", ("proxy-shift",), ("formula", "proxy-ties", "proxy-scale"), 2),
    Mistake(wrong.proxy_to_nine_digits, "golden-under-proxy", ("proxy-scale",), ("formula", "proxy-ties"), 2),
    Mistake(wrong.fixed_bracket, "alpha-solver", ("scale",), ("formula", "ties", "small-and-large-kl"), 2),
    Mistake(wrong.solver_that_sorts, "alpha-solver", ("repeatable",), ("formula", "ties"), 2),
    Mistake(
        wrong.exponent_clipped_at_60,
        "kl-estimate",
        ("far",),
        ("formula", "missing-support"),
        1,
        options={"estimator": "k3"},
    ),
    Mistake(wrong.right_if_k_are, "pass-at-k", ("formula", "one-try"), ("few-right", "few-wrong", "none-right"), 1),
    Mistake(wrong.pass_with_replacement, "pass-at-k", ("formula", "too-few-samples"), ("one-try", "none-right"), 1),
    Mistake(wrong.certain_without_a_try, "pass-at-k", ("no-tries",), ("all-right", "too-few-samples"), 1),
    Mistake(wrong.certain_past_n, "pass-at-k", ("too-few-samples",), ("formula", "few-right", "few-wrong"), 1),
    Mistake(wrong.float_binomials, "pass-at-k", ("many-samples",), ("formula", "few-right", "one-try"), 1),
    Mistake(wrong.all_right_only, "pass-at-k", ("few-right", "formula"), ("all-right", "none-right", "one-try"), 1),
    Mistake(wrong.weights_by_position, "pool-weights", ("ties", "constant-reward"), ("formula", "weights"), 2),
    Mistake(wrong.weights_by_rank, "pool-weights", ("unsorted",), ("formula", "constant-reward", "weights"), 2),
    Mistake(wrong.weights_with_replacement, "pool-weights", ("formula", "too-few-samples"), ("weights", "one-draw"), 2),
    Mistake(wrong.best_of_reference, "expected-best", ("many-draws",), ("formula", "zero-probabilities", "ties"), 2),
    Mistake(wrong.mean_of_ties_once, "expected-best", ("ties",), ("formula", "unsorted"), 3),
    Mistake(
        reference.expected_best,
        "expected-best",
        ("formula", "more-draws-than-scores"),
        ("mean",),
        2,
        options={"of": "pool"},
    ),
    Mistake(
        wrong.chosen_by_golden, "golden-under-proxy", ("formula", "constant-proxy"), ("same-reward", "one-draw"), 2
    ),
    Mistake(
        wrong.golden_breaks_ties, "golden-under-proxy", ("proxy-ties", "constant-proxy"), ("formula", "one-draw"), 2
    ),
    Mistake(
        wrong.biased_leave_one_out,
        "advantage",
        ("formula", "two"),
        ("constant-group",),
        2,
        options={"baseline": "leave-one-out"},
        says="it is r − mean",
    ),
    Mistake(
        wrong.unguarded_standardised,
        "advantage",
        ("constant-group", "two"),
        ("formula",),
        2,
        options={"baseline": "standardised"},
    ),
    Mistake(
        wrong.sample_deviation,
        "advantage",
        ("formula", "two", "right-or-wrong"),
        ("constant-group",),
        2,
        options={"baseline": "standardised"},
        says="it is standardised with ddof=1",
    ),
    Mistake(
        wrong.one_pass_deviation,
        "advantage",
        ("shift",),
        ("formula", "right-or-wrong"),
        3,
        options={"baseline": "standardised"},
    ),
    Mistake(wrong.sorted_advantage, "advantage", ("unsorted",), ("formula", "constant-group"), 2),
    Mistake(wrong.median_baseline, "advantage", ("formula", "two"), ("constant-group",), 2),
    Mistake(wrong.k1_exchanged, "kl-estimate", ("formula", "more-likely", "missing-support"), ("equal",), 1),
    Mistake(wrong.absolute_k1, "kl-estimate", ("more-likely",), ("formula", "equal", "missing-support"), 1),
    Mistake(
        wrong.k3_exchanged,
        "kl-estimate",
        ("formula", "far"),
        ("equal",),
        1,
        options={"estimator": "k3"},
        says="it is k3 with p and q exchanged",
    ),
    Mistake(
        reference.k3,
        "kl-estimate",
        ("formula", "near"),
        ("equal", "missing-support"),
        1,
        says="it is k3",
    ),
    Mistake(
        wrong.clamped_k3, "kl-estimate", ("far", "missing-support"), ("formula", "near"), 1, options={"estimator": "k3"}
    ),
    Mistake(
        wrong.k3_of_probabilities,
        "kl-estimate",
        ("long-texts",),
        ("formula", "more-likely"),
        1,
        options={"estimator": "k3"},
    ),
    Mistake(wrong.k2_without_half, "kl-estimate", ("formula", "near"), ("equal",), 1, options={"estimator": "k2"}),
    Mistake(
        wrong.k3_in_the_loss,
        "kl-gradient",
        ("formula", "shift"),
        ("at-reference", "sum", "value"),
        2,
        options={"value": "yes"},
        says="it is the gradient of KL(p‖q), the forward one",
    ),
    Mistake(
        wrong.k1_in_the_loss,
        "kl-gradient",
        ("formula", "far"),
        ("at-reference", "sum"),
        2,
        says="it is zero: this loss has no gradient on average",
    ),
    Mistake(wrong.without_the_mean, "kl-gradient", ("formula", "sum"), ("at-reference",), 2),
    Mistake(wrong.overflowing_softmax, "kl-gradient", ("shift",), ("formula", "sum"), 2),
    Mistake(wrong.k2_in_the_loss, "kl-gradient", ("value",), ("formula", "sum"), 2, options={"value": "yes"}),
)
