"""Against bare python-flint: the same work written down as shortly as it can be, without a model and without proofs."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import accumulate, pairwise
from math import log as float_log

from flint import arb, fmpq, fmpz

from benchmarks import peers
from benchmarks.models import PAPER_P, PAPER_REWARD, many_outcomes
from benchmarks.record import Goal, Growth, Row, Section, Size, raced, timed
from exactalign import Distribution, LogForm, Reward, kl_divergence, log
from exactalign.laws.levels import LevelLaw
from exactalign.numbers.enclosures import bounds_of
from exactalign.numbers.precision import working_precision
from exactalign.policies.best_of_n import best_of_n

TYPES: dict[Size, tuple[int, int]] = {"tiny": (6, 5), "quick": (40, 100), "full": (100, 1000)}
LENGTHS: dict[Size, int] = {"tiny": 8, "quick": 200, "full": 1000}
OUTCOMES: dict[Size, tuple[int, int]] = {"tiny": (9, 7), "quick": (200, 200), "full": (1000, 1000)}
TERMS: dict[Size, list[int]] = {"tiny": [30], "quick": [300, 900], "full": [1000, 3000, 10_000]}
WRITTEN: dict[Size, int] = {"tiny": 50, "quick": 400, "full": 1600}
PACKED: dict[Size, tuple[int, int]] = {"tiny": (5, 3), "quick": (30, 20), "full": (100, 81)}
_GAP_DIGITS = 3000
_SCALE = 2**42  # integer keys of a total reward: gaps of 1e-9 are told apart, which is checked by the law itself


def run(size: Size) -> Section:
    """Laws on types, a KL divergence, and log forms, each against its bare prototype."""
    section = Section(
        "bare",
        "Against bare python-flint",
        "The same work in as few lines of python-flint as it takes: rows of types with integer keys, one pass of "
        "logarithms, one gcd. The prototypes know the model already, check nothing and prove nothing.",
    )
    _types(section, *TYPES[size])
    _level_law(section, LENGTHS[size])
    _kl(section, *OUTCOMES[size])
    _log_forms(section, size)
    _packed(section, *PACKED[size])
    return section


def rows_of_types(length: int) -> tuple[list[tuple[int, int]], list[fmpz]]:
    """Types (count of log 6, count of log 2) of the paper's source, weights 2, 5 and 3, from the lowest total up."""
    six, two = (round(float_log(x) * _SCALE) for x in (6, 2))
    keys, kinds, weights, factor = [], [], [], fmpz(1)
    for a in range(length + 1):
        left = length - a
        term = factor * fmpz(3) ** left
        for b in range(left + 1):
            keys.append(a * six + b * two)
            kinds.append((a, b))
            weights.append(term)
            term = term * (5 * (left - b)) // (3 * (b + 1))
        factor = factor * (2 * left) // (a + 1)
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return [kinds[i] for i in order], [weights[i] for i in order]


def expected_type(length: int, n: int) -> list[Fraction]:
    """The expected type of best-of-n over the paper's source."""
    kinds, weights = rows_of_types(length)
    powers = [fmpz(0), *(upto**n for upto in accumulate(weights))]
    first, second = fmpz(0), fmpz(0)
    for (a, b), (below, power) in zip(kinds, pairwise(powers), strict=True):
        gained = power - below
        first += gained * a
        second += gained * b
    whole = powers[-1] * length
    shares = [fmpq(count, whole) for count in (first, whole - first - second, second)]
    return [Fraction(int(share.p), int(share.q)) for share in shares]


def _types(section: Section, length: int, n: int) -> None:
    race = {
        "ours": lambda: list(best_of_n(PAPER_P**length, _fresh(), n).expected_type().probabilities),
        "bare": lambda: expected_type(length, n),
    }
    times, answers = raced(race, 3)
    section.agree(answers["ours"] == answers["bare"], "the expected types differ")
    case = f"expected type, m = {length}, N = {n}"
    section.rows.append(Row(case, times["ours"], "rows, powers, sums", times["bare"], Goal(faster=1 / 1.5)))


def _fresh() -> Reward:
    """A reward that keeps no law."""
    return Reward(dict(PAPER_REWARD.items()))


def _level_law(section: Section, length: int) -> None:
    reward = _fresh()
    times, answers = raced(
        {"ours": lambda: LevelLaw(PAPER_P**length, reward), "bare": lambda: rows_of_types(length)}, 3
    )
    kinds, weights = answers["bare"]
    law = answers["ours"]
    section.agree(law.weights == weights, "the weights differ")
    # Our coordinates are the counts of the groups past the lowest: log 2, then log 6.
    section.agree(all(v == (b, a) for v, (a, b) in zip(law.vectors, kinds, strict=True)), "the order differs")
    case = f"level law, m = {length}: {len(kinds):,} levels"
    section.rows.append(Row(case, times["ours"], "rows of types", times["bare"], Goal(faster=1 / 1.5)))


def _kl(section: Section, count: int, n: int) -> None:
    weights, values = many_outcomes(count)
    reference = Distribution.from_weights(weights)
    policy = best_of_n(reference, Reward.values(values), n)

    def bare() -> arb:
        with working_precision(260):
            total = arb(0)
            for a, b in zip(policy._weights, reference._weights, strict=True):
                x = arb(a)
                total += x * (x / arb(b)).log()
            return total / arb(policy._total) + (arb(reference._total) / arb(policy._total)).log()

    times, answers = raced({"ours": lambda: kl_divergence(policy, reference).enclose(50), "bare": bare}, 5)
    low, high = bounds_of(answers["bare"])
    section.agree(low <= answers["ours"].upper and answers["ours"].lower <= high, "the divergences differ")
    case = f"KL(π‖p) to 50 digits, K = {count}, N = {n}"
    section.rows.append(Row(case, times["ours"], "one pass of logarithms", times["bare"], Goal(faster=1 / 2)))


def _log_forms(section: Section, size: Size) -> None:
    large = fmpz(10) ** _GAP_DIGITS
    one, other = log(large + 1), LogForm.sum((log(2) * _GAP_DIGITS, log(5) * _GAP_DIGITS))
    times, answers = raced({"ours": lambda: one == other, "bare": lambda: (large + 1).gcd(large) == 1}, 9)
    section.agree(answers == {"ours": False, "bare": True}, "a gap of 1e-3000 is taken for 0")
    section.rows.append(Row("log form ==, gap 1e-3000", times["ours"], "one gcd", times["bare"], Goal(faster=1 / 2)))
    points = []
    for count in TERMS[size]:
        terms = _vanishing(count)
        seconds, zero = timed(lambda t=terms: LogForm.from_integers(t) == 0, 2)
        section.agree(zero, "a log form that is 0 is not found to be")
        terms[0] = (terms[0][0] + 1, terms[0][1])
        section.agree(LogForm.from_integers(terms) != 0, "a log form that is not 0 is found to be")
        points.append((count, count, seconds))
    section.growth.append(Growth("Log form = 0, arguments of 60 and 120 bits", "terms", "terms", points))
    count = WRITTEN[size]
    form = LogForm.sum(log(k) * Fraction(k % 7 + 1, 3) for k in range(2, count + 2))
    for name, write in (("str", lambda: str(form)), ("latex", form.latex)):
        seconds, text = timed(write, 3)
        section.agree("log" in text, "the form is not written out")
        section.rows.append(Row(f"{name} of {count:,} terms", seconds, goal=Goal(seconds=0.1)))


def _vanishing(count: int) -> list[tuple[fmpz, fmpz]]:
    """Σ log(xy) − log x − log y over pairs of random integers of 60 bits."""
    rng = random.Random(7)
    terms = []
    for _ in range(count // 3):
        x, y = (fmpz(rng.getrandbits(60) | 1) for _ in range(2))
        terms += [(fmpz(1), x * y), (fmpz(-1), x), (fmpz(-1), y)]
    return terms


def _packed(section: Section, length: int, n: int) -> None:
    """Log rewards against the dice packages in their best form: the counts packed into one integer."""
    reached = list(accumulate(rows_of_types(length)[1]))
    race = {"ours": lambda: best_of_n(PAPER_P**length, _fresh(), n)}
    race["powers"] = lambda: [upto**n for upto in reached]  # without the law they are taken of
    for package in ("icepool", "dyce"):
        if peers.installed(package):
            race[package] = lambda name=package: peers.packed_types([2, 3, 5], [6, 1, 2], length, n, name)
    times, answers = raced(race, 3)
    exact = None
    case = f"log rewards, m = {length}, N = {n}"
    for name in race.keys() & {"icepool", "dyce"}:
        exact = exact or dict(answers["ours"].by_type())
        law, total = answers[name]
        same = len(law) == len(exact) and all(Fraction(law[kind], total) == mass for kind, mass in exact.items())
        section.agree(same, f"the law on types differs from that of {name}")
        goal = Goal(faster=20) if name == "icepool" else None
        section.rows.append(Row(case, times["ours"], f"{name}, packed", times[name], goal))
    note = f"{len(reached):,} powers, which any exact answer in python-flint takes"
    section.rows.append(Row(case, times["ours"], "the powers alone", times["powers"], note=note))
