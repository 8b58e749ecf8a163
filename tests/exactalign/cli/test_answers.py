"""What is known about one best-of-N policy: against the listing of all sequences, and what is too much to list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from fractions import Fraction
from itertools import product
from math import comb
from typing import Any

import pytest

from exactalign import Distribution, LogForm, Reward, log
from exactalign.cli import answers
from exactalign.cli.answers import ModelAnswer
from exactalign.cli.models import Model
from exactalign.cli.options import By
from exactalign.exceptions import TooLarge
from exactalign.numbers.memory import power_bits
from exactalign.policies.sequence_policies import MAX_ROWS

P = (Fraction(1, 6), Fraction(1, 2), Fraction(1, 3))
R = (2, 0, 2)
GB = 10**9


def model(p: Any = P, reward: Any = R, labels: Any = None) -> Model:
    labels = range(len(p)) if labels is None else labels
    return Model(Distribution.from_probabilities(list(p), labels), Reward.values(list(reward), labels))


def of(length: int | None, n: int = 3, **how: Any) -> ModelAnswer:
    return ModelAnswer.of(model(**how), length, n, GB)


def listed(length: int, n: int) -> tuple[dict[tuple[int, ...], Fraction], dict[tuple[int, ...], Fraction]]:
    """Best of n and the reference over all sequences, by listing them."""
    base = {y: Fraction(1) for y in product(range(3), repeat=length)}
    for y in base:
        for k in y:
            base[y] *= P[k]
    total = {y: sum(R[k] for k in y) for y in base}
    best = {}
    for y in base:
        below = sum((base[z] for z in base if total[z] < total[y]), Fraction(0))
        equal = sum((base[z] for z in base if total[z] == total[y]), Fraction(0))
        best[y] = ((below + equal) ** n - below**n) * base[y] / equal
    return best, base


def merged(law: dict[Any, Fraction], key: Any) -> dict[Hashable, Fraction]:
    found: dict[Hashable, Fraction] = defaultdict(Fraction)
    for y, mass in law.items():
        found[key(y)] += mass
    return dict(found)


@pytest.mark.parametrize("length", [None, 1, 2, 3])
def test_every_answer_by_listing_all_sequences(length: int | None) -> None:
    m, n = 1 if length is None else length, 3
    best, base = listed(m, n)
    answer = of(length, n)
    assert (answer.length, answer.n, answer.memory) == (m, n, GB)
    assert dict(answer.rows(By.SEQUENCE)) == best
    assert dict(answer.rows(By.TYPE)) == merged(best, lambda y: tuple(y.count(k) for k in range(3)))
    by_level = merged(best, lambda y: LogForm(sum(R[k] for k in y)))
    assert dict(answer.rows(By.LEVEL)) == by_level
    first = tuple(merged(best, lambda y: y[0])[k] for k in range(3))
    assert dict(answer.rows(By.OUTCOME)) == dict(enumerate(first))
    assert answer.expected_probabilities == first
    assert answer.expected_type == Distribution.from_probabilities(list(first))
    mean = sum(sum(R[k] for k in y) * mass for y, mass in best.items())
    assert answer.expected_reward == mean
    assert isinstance(answer.expected_reward, LogForm)
    assert answer.kl == LogForm.sum(log(mass / base[y]) * mass for y, mass in best.items())
    assert answer.kl_bound == log(3) - Fraction(2, 3)
    total = {y: sum(R[k] for k in y) for y in base}
    wins = sum(
        mass * base[z] * (Fraction(1) if total[y] > total[z] else Fraction(1, 2) if total[y] == total[z] else 0)
        for y, mass in best.items()
        for z in base
    )
    assert answer.win_rate == wins
    look = answer.lookup()
    assert {y: look(y) for y in best} == best


def test_levels_of_no_mass_are_none() -> None:
    answer = of(1, p=(Fraction(1, 2), 0, Fraction(1, 2), 0), reward=(1, 2, 3, 3))
    assert answer.rows(By.LEVEL) == [(LogForm(1), Fraction(1, 8)), (LogForm(3), Fraction(7, 8))]


def test_no_symbols() -> None:
    answer = of(0)
    assert (answer.expected_type, answer.expected_probabilities, answer.length) == (None, None, 0)
    assert answer.rows(By.SEQUENCE) == [((), Fraction(1))]


@pytest.mark.parametrize(
    ("outcomes", "length", "by"),
    [
        (1, 1, By.OUTCOME), (1, 100, By.SEQUENCE), (1, 101, By.OUTCOME), (10, 2, By.SEQUENCE), (11, 2, By.OUTCOME),
        (3, 4, By.SEQUENCE), (3, 5, By.OUTCOME), (3, 1, By.OUTCOME), (3, 0, By.SEQUENCE), (200, 1, By.OUTCOME),
    ],
)  # fmt: skip
def test_up_to_a_hundred_sequences_are_listed(outcomes: int, length: int, by: By) -> None:
    assert of(length, 1, p=[Fraction(1, outcomes)] * outcomes, reward=[0] * outcomes).default_by() is by


def test_tables_say_what_they_are_of() -> None:
    for length, title in ((1, "single outcomes"), (2, "sequences of length 2"), (0, "sequences of length 0")):
        assert of(length, 3).title == f"Best of 3 over {title}"
    for by, column in ((By.TYPE, "type"), (By.LEVEL, "reward"), (By.OUTCOME, "outcome"), (By.SEQUENCE, "outcome")):
        table = of(2).table(by, ["note"])
        assert table.columns == (column, "probability")
        assert table.rows == tuple(of(2).rows(by))
        assert (table.title, table.notes) == ("Best of 3 over sequences of length 2", ("note",))
    assert of(2).table(By.SEQUENCE).caption is None
    assert of(2).table(By.LEVEL).caption is None
    assert of(1).table(By.OUTCOME).caption is None
    assert of(2).table(By.OUTCOME).caption == (
        "Outcomes are single symbols: the law of any one position, which is the expected type."
    )
    assert of(1, labels="abc").table(By.TYPE).caption == "Types are the counts of a, b, c."
    for count, more in ((12, ""), (13, ", …")):
        wide = of(1, p=[Fraction(1, count)] * count, reward=[0] * count)
        assert wide.table(By.TYPE).caption == f"Types are the counts of {', '.join(map(str, range(12)))}{more}."


def refused(answer: ModelAnswer, by: By) -> str:
    with pytest.raises(TooLarge) as caught:
        answer.rows(by)
    return str(caught.value)


def test_rows_are_counted_before_they_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_ROWS == 1_000_000
    for answer, by, count in (
        (of(1), By.OUTCOME, 3), (of(3), By.OUTCOME, 3), (of(1), By.LEVEL, 3), (of(3), By.LEVEL, 4),
        (of(3), By.SEQUENCE, 27), (of(1), By.SEQUENCE, 3), (of(4), By.TYPE, comb(6, 2)), (of(1), By.TYPE, 3),
    ):  # fmt: skip
        monkeypatch.setattr(answers, "MAX_ROWS", count)
        assert answer.rows(by)
        monkeypatch.setattr(answers, "MAX_ROWS", count - 1)
        assert refused(answer, by) == (
            f"there are {count} {by.value}s, over the limit of {count - 1} rows: use --by outcome"
        )


def test_numbers_that_nobody_would_read_are_far_too_many() -> None:
    """10^15 is told, 10^16 is not; of ever so many types it is not even counted how many."""
    ten = {"p": [Fraction(1, 10)] * 10, "reward": [0] * 10}
    over = "over the limit of 1000000 rows: use --by outcome"
    assert refused(of(15, 1, **ten), By.SEQUENCE) == f"there are {10**15} sequences, {over}"
    assert refused(of(16, 1, **ten), By.SEQUENCE) == f"there are far too many sequences, {over}"
    two = {"p": [Fraction(1, 2)] * 2, "reward": [0] * 2}
    assert refused(of(2_000_000, 1, **two), By.TYPE) == f"there are 2000001 types, {over}"
    many = {"p": [Fraction(1, 10_002)] * 10_002, "reward": [0] * 10_002}
    assert refused(of(10_001, 1, **many), By.TYPE) == f"there are far too many types, {over}"


def test_what_is_asked_of_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred bytes a cell, and two numbers of the size of p^(m·n) a row, in as many copies as are made of them."""
    asked: list[Any] = []
    monkeypatch.setattr(answers, "require", lambda *given, **named: asked.append((given, named)))
    for answer, by, rows, cells in (
        (of(3), By.SEQUENCE, 27, 81), (of(0), By.SEQUENCE, 1, 1), (of(3), By.TYPE, 10, 30), (of(3), By.OUTCOME, 3, 3),
        (of(3), By.LEVEL, 4, 4), (of(1), By.TYPE, 3, 9), (of(1), By.SEQUENCE, 3, 3),
    ):  # fmt: skip
        for whole, copies in ((False, 2), (True, 8)):
            asked.clear()
            answer.rows(by, printed_whole=whole)
            what, instead = f"listing {rows} {by.value}s", "use --by outcome, or a larger --memory"
            bits = 2 * power_bits(6, answer.length * 3)
            assert asked == [
                ((800, cells, what, instead, GB), {"copies": 1}),
                ((bits, rows, what, instead, GB), {"copies": copies}),
            ]
    asked.clear()
    of(3).table(By.LEVEL)
    assert [named["copies"] for _, named in asked] == [1, 8]
