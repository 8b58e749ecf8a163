"""The audit of one's own samples, against exact best-of-N, the aligned family and plain fractions."""

from __future__ import annotations

import re
from fractions import Fraction
from math import comb
from pathlib import Path
from typing import Any

import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import AlignedFamily, Distribution, EnclosedReal, Reward, best_of_n, kl_divergence, log, win_rate
from exactalign.audit import (
    PromptDraws,
    PromptModel,
    PromptSamples,
    audit,
    audit_prompt,
    parse_samples,
    read_samples,
    unbiased,
)
from exactalign.audit.report import AuditRow
from exactalign.exceptions import ExactAlignError, InputError, OutcomeError, ParameterError

THREE = PromptSamples.of("?", [3, 1, 2], probabilities=["1/5", "3/10", "1/2"], golden=[0, 5, "1/2"])

weights = st.lists(st.tuples(st.integers(0, 9), st.integers(-3, 3), st.integers(-3, 3)), min_size=1, max_size=6)


def samples_of(rows: list[tuple[int, int, int]]) -> PromptSamples:
    total = sum(row[0] for row in rows)
    return PromptSamples.of(
        "?",
        [row[1] for row in rows],
        probabilities=[Fraction(row[0], total) for row in rows],
        golden=[row[2] for row in rows],
    )


def contains(found: Any, exact: Any, digits: int = 30) -> bool:
    """Whether an enclosure of so many digits meets the exact value; exact numbers must be equal."""
    if not isinstance(found, EnclosedReal):
        return bool(found == exact)
    low, high = found.enclose(digits)
    other = exact.enclose(digits + 10) if hasattr(exact, "enclose") else (exact, exact)
    return bool(low <= other[1] and other[0] <= high)


@given(weights.filter(lambda rows: any(row[0] for row in rows)), st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_against_the_exact_policy(rows: list[tuple[int, int, int]], n: int) -> None:
    samples = samples_of(rows)
    model = PromptModel(samples)
    reference = Distribution.from_weights([row[0] for row in rows])
    reward = Reward.values([row[1] for row in rows])
    policy = best_of_n(reference, reward, n)
    golden = {i: Fraction(row[2]) for i, row in enumerate(rows)}
    scores = {i: Fraction(row[1]) for i, row in enumerate(rows)}
    assert model.is_normalised
    assert contains(model.kl(n), kl_divergence(policy, reference))
    assert contains(model.win_rate(n), win_rate(policy, reference, reward))
    assert contains(model.reward(n), policy.expectation(scores))
    assert contains(model.golden(n), policy.expectation(golden))
    exact = model.exact(n)
    assert exact == (kl_divergence(policy, reference), win_rate(policy, reference, reward), policy.expectation(scores))
    assert model.kl_bound(n) == log(n) - Fraction(n - 1, n)


@given(weights.filter(lambda rows: any(row[0] for row in rows)), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_the_tilt_is_that_of_the_aligned_family(rows: list[tuple[int, int, int]], n: int) -> None:
    model = PromptModel(samples_of(rows))
    reference = Distribution.from_weights([row[0] for row in rows])
    family = AlignedFamily(reference, Reward.values([row[1] for row in rows]))
    alpha = model.alpha(n)
    assert (alpha is None) == family.is_constant
    if alpha is None:
        assert (model.left_on_table(n), model.kl_to_tilt(n), model.tilt_reward(n)) == (0, 0, model.values[0])
        return
    if n == 1:
        assert alpha == 0
        return
    assert contains(EnclosedReal.of(family.kl(alpha)), model.kl(n))
    assert contains(EnclosedReal.of(family.expected_reward(alpha)), model.tilt_reward(n))
    policy = best_of_n(reference, family.reward, n)
    assert contains(family.at(alpha).kl_from(policy), EnclosedReal.of(model.kl_to_tilt(n)), 12)
    left = model.left_on_table(n)
    assert left == 0 if len(model.values) <= 2 else EnclosedReal.of(left).enclose(12).upper >= 0
    scores = [Fraction(row[2]) for row in rows]
    mean = EnclosedReal.sum(family.at(alpha).probability(i) * score for i, score in enumerate(scores) if score)
    assert contains(model.tilt_golden(n), mean, 12)


def test_log_probabilities_are_enclosed() -> None:
    model = PromptModel(PromptSamples.of("?", [1, 0, 2], logprobs=["-1/2", 0, "-1"]), normalize=True)
    weight = [EnclosedReal.of(Fraction(x)).exp() for x in ("-1/2", "0", "-1")]
    total = EnclosedReal.sum(weight)
    masses = [weight[1] / total, weight[0] / total, weight[2] / total]  # from the lowest reward up
    below, win, mean = EnclosedReal.of(0), EnclosedReal.of(0), EnclosedReal.of(0)
    for value, mass in enumerate(masses):
        upto = below + mass
        gain = upto * upto * upto - below * below * below
        win, mean, below = win + gain * (upto - mass / 2), mean + gain * value, upto
    assert contains(model.win_rate(3), win)
    assert contains(model.reward(3), mean)
    assert contains(model.total, total)
    with pytest.raises(ParameterError, match="never exact"):
        model.exact(3)


def test_a_large_n_needs_no_large_integers() -> None:
    model = PromptModel(THREE)
    low, high = EnclosedReal.of(model.reward(10**6)).enclose(20)
    assert low <= 3 <= high + Fraction(1, 10**20)
    far = EnclosedReal.of(model.alpha(100) or 0)
    assert far > 10
    assert EnclosedReal.of(model.left_on_table(100)) > 0


@pytest.mark.parametrize(("top", "n"), [(3, 64), (6, 1000), (1, 10**6)])
def test_peaked_prompts_and_large_n_lose_no_digits(top: int, n: int) -> None:
    rest = Fraction(1, 2 * 10**top)
    samples = PromptSamples.of("?", [0, 1, 2], probabilities=[rest, rest, 1 - 2 * rest])
    (row,) = audit_prompt(samples, [n])
    known = row.known(6)
    assert known.problem == ""
    assert bool(known.left_on_table.upper > 0)
    assert bool(known.left_on_table.width < Fraction(1, 10**60))
    assert bool(known.alpha.width < known.alpha.lower / 10**10)
    family = AlignedFamily(Distribution.from_probabilities(list(samples.masses)), Reward.values([0, 1, 2]))
    if n == 64:
        assert contains(EnclosedReal.of(family.kl(row.alpha)), row.kl, 250)


def test_what_cannot_be_had_is_a_problem_of_its_row() -> None:
    def never() -> arb:
        return arb(0, 1)

    known = AuditRow("?", 2, 1, Fraction(1), kl=Fraction(0), alpha=EnclosedReal(never)).known(6)
    assert (known.kl, known.alpha) == (0, None)
    assert known.problem.startswith("alpha is undecided")


def test_tiny_masses_lose_no_digits() -> None:
    tiny = Fraction(1, 10**60)
    rows = PromptSamples.of("?", [0, 1, 2], probabilities=[1 - 2 * tiny, tiny, tiny])
    model, exact = PromptModel(rows), PromptModel(rows).exact(3)
    assert contains(model.kl(3), exact.kl, 40)
    assert contains(model.win_rate(3), exact.win_rate, 40)
    assert model.kl(3).enclose(40).lower > 0  # type: ignore[union-attr]


def test_nothing_is_normalised_in_silence() -> None:
    rows = PromptSamples.of("?", [1, 2], probabilities=[0.1, 0.9])
    assert rows.masses[0] == Fraction(0.1) != Fraction(1, 10)
    model = PromptModel(rows)
    assert not model.is_normalised
    assert model.problem == "the probabilities do not sum to 1"
    (row,) = audit_prompt(rows, [2])
    assert (row.n, row.kl, row.excess) == (None, None, Fraction(0.1) + Fraction(0.9) - 1)
    (row,) = audit_prompt(rows, [2], normalize=True)
    assert row.problem == ""
    assert row.excess != 0
    half = PromptSamples.of("?", [1, 2], probabilities=["1/4", "1/4"])
    assert PromptModel(half, normalize=True).exact(2).win_rate == Fraction(5, 8)


def test_what_cannot_be_audited_is_a_problem() -> None:
    assert PromptModel(PromptSamples.of("?", [1], probabilities=[0]), normalize=True).problem.endswith("sum to 0")
    (twice,) = parse_samples("prompt,output,probability,reward\nq,a,1/2,1\nq,a,1/2,2\n").prompts
    assert "more than once with other numbers" in PromptModel(twice, normalize=True).problem


def test_an_output_listed_twice_with_the_same_numbers_counts_once() -> None:
    (found,) = parse_samples("prompt,output,probability,reward\nq,a,1/2,1\nq,b,1/2,2\nq,a,0.50,1.0\n").prompts
    assert (found.masses, found.merged) == ((Fraction(1, 2), Fraction(1, 2)), 1)
    assert PromptModel(found).problem == ""


def test_all_prompts_together() -> None:
    other = PromptSamples.of("!", [0, 4, 9], probabilities=["1/2", "1/3", "1/6"], golden=[1, 2, 3])
    constant = PromptSamples.of("=", [7, 7], probabilities=["1/2", "1/2"], golden=[1, 2])
    broken = PromptSamples.of("x", [1], probabilities=["1/2"], golden=[0])
    items = [THREE, other, constant, broken]
    rows = audit(items, [1, 3])
    assert [(row.prompt, row.n) for row in rows[-3:]] == [("x", None), ("all prompts", 1), ("all prompts", 3)]
    one, three = rows[-2:]
    assert (one.kl, one.alpha, one.left_on_table) == (0, 0, 0)
    models = [PromptModel(item) for item in items[:3]]
    exact = [model.exact(3) for model in models]
    assert contains(three.reward, sum(answer.reward for answer in exact) / 3)
    assert contains(three.kl, EnclosedReal.sum(EnclosedReal.of(answer.kl) for answer in exact) / 3)
    families = [
        AlignedFamily(Distribution.from_probabilities(list(item.masses)), Reward.values(item.rewards))
        for item in items[:3]
    ]
    same = EnclosedReal.sum(EnclosedReal.of(family.kl(three.alpha)) for family in families) / 3
    assert contains(same, three.kl, 25)
    reward = EnclosedReal.sum(EnclosedReal.of(family.expected_reward(three.alpha)) for family in families) / 3
    assert contains(reward, three.tilt_reward, 25)
    # One α for all is at least as good as the best α for each prompt at that prompt's own KL.
    apart = EnclosedReal.sum(EnclosedReal.of(model.left_on_table(3)) for model in models) / 3
    assert three.left_on_table > apart
    assert contains(three.kl_to_tilt, three.left_on_table * three.alpha)


def test_rows_travel_as_bounds() -> None:
    import pickle

    (row,) = audit_prompt(THREE, [4])
    known: AuditRow = pickle.loads(pickle.dumps(row.known(8)))
    opened = known.opened()
    for name in ("kl", "win_rate", "alpha", "left_on_table", "kl_to_tilt", "tilt_golden"):
        low, high = getattr(opened, name).enclose(8)
        other = getattr(row, name).enclose(20)
        assert low <= other.lower
        assert other.upper <= high


CSV = "prompt,output,probability,reward,golden_reward\nq,a,0.1,1e-1,2\nq,b,9/10,-1,3\nr,a,1,0,0\n"


def test_csv_is_taken_as_written(tmp_path: Path) -> None:
    path = tmp_path / "samples.csv"
    path.write_text("\ufeff" + CSV, encoding="utf-8")
    q, r = read_samples(path).prompts
    assert (q.prompt, q.masses, q.rewards) == ("q", (Fraction(1, 10), Fraction(9, 10)), (Fraction(1, 10), Fraction(-1)))
    assert (r.golden, r.logarithmic) == ((Fraction(0),), False)
    assert parse_samples(CSV.replace(",", ";")).prompts == (q, r)
    renamed = parse_samples(CSV.replace("golden_reward", "x"), columns={"reward": "x"}).prompts
    assert renamed[0].rewards == (Fraction(2), Fraction(3))


def test_json_lines_are_taken_as_written() -> None:
    text = '{"prompt": 1, "logprob": -0.1, "reward": "1/3"}\n\n{"prompt": "1", "logprob": -Infinity, "reward": 2}\n'
    (only,) = parse_samples(text).prompts
    assert (only.prompt, only.masses, only.rewards) == ("1", (Fraction(-1, 10), None), (Fraction(1, 3), Fraction(2)))
    assert only.logarithmic


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no rows"),
        ("prompt,probability\n", "no column 'reward'"),
        ("reward,probability\n1,1\n", "no column 'prompt'"),
        ('{"prompt": "q", "reward": 1, "rewards": [1]}', "columns 'reward' and 'rewards'"),
        ("prompt,probability,logprob,reward\n", "both columns"),
        ("prompt,probability,reward\n", "no rows"),
        ("prompt,prompt,probability,reward\n", "twice"),
        ("prompt,probability,reward\nq,1\n", "line 2: 2 cells, but the header has 3"),
        ("prompt,probability,reward\nq,,1\n", "line 2: probability is empty"),
        ("prompt,probability,reward\nq,1,nan\n", "line 2: reward is NaN, which is no number"),
        ("prompt,probability,reward\nq,1,1\nq,-1/2,0\n", "line 3: probability is -1/2: it must not be negative"),
        ("prompt,probability,reward\nq,-inf,1\n", "line 2: probability is -inf"),
        ('prompt,probability,reward\nq,1,"1\n', "malformed CSV"),
        ("{", "line 1, column 2: malformed JSON"),
        (
            '{"prompt": "q", "probability": 1, "reward": 1, "reward": 2}',
            'line 1: an object gives the key "reward" twice',
        ),
        ('{"prompt": "q", "probability": 1, "reward": 1}\n{"prompt": "r", "prompt": "q"}', "line 2: an object gives"),
        ('{"prompt": "q", "probability": 1, "reward": 1}\n[]', "line 2: give one JSON object a line"),
        ('{"prompt": "q", "probability": 1, "reward": 1}\n{"prompt": "q"}', "line 2: there is no key 'probability'"),
        ('{"prompt": null, "probability": 1, "reward": 1}', "line 1: prompt is null"),
        ('{"prompt": "q", "probability": true, "reward": 1}', "truth value"),
    ],
)
def test_what_cannot_be_read(text: str, message: str) -> None:
    with pytest.raises(ExactAlignError) as error:
        parse_samples(text, "the file")
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_bad_rows_are_told_together_or_left_out() -> None:
    rows = ["prompt,probability,reward", "q,1/2,1", "q,,2", "q,1/2,NaN", "q,1/2", "q,1/2,0"]
    with pytest.raises(InputError) as error:
        parse_samples("\n".join(rows), "the file")
    told = str(error.value)
    assert told.startswith("the file: 3 rows cannot be read (--skip-bad leaves them out): line 3: probability is empty")
    assert "line 4: reward is NaN" in told
    assert "line 5: 2 cells" in told
    found = parse_samples("\n".join(rows), skip_bad=True)
    assert (found.prompts[0].rewards, len(found.bad)) == ((1, 0), 3)
    many = "\n".join(["prompt,reward", *["q,null"] * 30])
    with pytest.raises(InputError, match=r"line 21: .*; and 10 more$"):
        parse_samples(many)
    with pytest.raises(InputError, match="no rows that can be read: line 2"):
        parse_samples(many, skip_bad=True)


def test_lists_messages_truth_values_and_tokens() -> None:
    text = (
        '{"prompt": [{"role": "user", "content": "2+2?"}], "outputs": ["4", "5"], "rewards": [true, false], '
        '"logprobs": [[-0.5, "-1/2"], -2]}'
    )
    (found,) = parse_samples(text).prompts
    assert (found.prompt, found.masses, found.rewards) == ("user: 2+2?", (-1, -2), (1, 0))
    (drawn,) = parse_samples('[{"prompt": "q", "rewards": [0.5, 0.25], "golden": [1, 0]}]').draws
    assert (drawn.rewards, drawn.golden) == ((Fraction(1, 2), Fraction(1, 4)), (1, 0))
    for wrong, message in (
        (
            '{"prompt": "q", "rewards": [1, 2], "outputs": ["a"]}',
            "line 1: output is a list of 1 but reward is a list of 2",
        ),
        ('{"prompt": "q", "rewards": []}', "reward is an empty list"),
        ('{"prompt": "q", "rewards": [1, null]}', "line 1, output 2: reward is null"),
        ('{"prompt": "q", "reward": 1, "logprob": []}', "logprob is an empty list"),
    ):
        with pytest.raises(InputError, match=re.escape(message)):
            parse_samples(wrong)


def test_json_as_programs_write_it() -> None:
    """One object around the list, an object for every output, lists without a prompt; a likely column is offered."""
    for text, prompt in (
        ('{"model": "m", "results": [\n{"prompt": "q", "reward": 1}, {"prompt": "q", "reward": 0}]}', "q"),
        ('{"prompt": "q", "outputs": [{"text": "a", "reward": 1}, {"text": "b", "reward": 0}]}', "q"),
        ('{"reward": [1, 0]}', "line 1"),
        ('[{"reward": [1, 0]}]', "entry 1"),
    ):
        (found,) = parse_samples(text).draws
        assert (found.prompt, found.rewards) == (prompt, (1, 0))
    for wrong, message in (
        ('{"task_id": "q", "passed": true}', '--columns "reward=passed"'),
        ('{"task_id": "q", "reward": 1}', '--columns "prompt=task_id"'),
        ('{"a": [{"x": 1}],\n"b": [{"x": 2}]}', "is one JSON object"),
        ("[1, 2]", "entry 1: give one JSON object"),
        ("[{]", "malformed JSON"),
        ('[{"prompt": "q", "reward": 1, "reward": 2}]', 'an object gives the key "reward" twice'),
        ("[{}]", "no column 'reward': it has none;"),
    ):
        with pytest.raises(InputError, match=re.escape(message)):
            parse_samples(wrong)


def test_pass_at_k_is_the_unbiased_estimate() -> None:
    passes, runs = 3, 10
    draws = PromptDraws.of("?", [1] * passes + [0] * (runs - passes))
    for k in range(1, runs + 1):
        assert unbiased(draws, k).value == 1 - Fraction(comb(runs - passes, k), comb(runs, k))


def test_draws_are_what_lists_no_probabilities() -> None:
    text = "prompt,output,reward\nq,a,1\nq,a,1\nq,b,True\nr,c,0\n"
    found = parse_samples(text)
    assert [(item.prompt, item.rewards) for item in found.draws] == [("q", (1, 1, 1)), ("r", (0,))]
    assert found.prompts == ()
    assert parse_samples(CSV, draws=True).draws[0].golden == (2, 3)


def test_bad_columns_and_lists() -> None:
    for columns in ({"nothing": "reward"}, {"reward": "nothing"}):
        with pytest.raises(InputError, match="column 'nothing'"):
            parse_samples(CSV, columns=columns)
    with pytest.raises(OutcomeError):
        PromptSamples.of("?", [1, 2], probabilities=[1])
    with pytest.raises(InputError):
        PromptSamples.of("?", [1])
    with pytest.raises(ParameterError):
        audit_prompt(THREE, [0])
