"""Generic rewards, where every type is a level of its own: the source of Table 1."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from benchmarks import peers
from benchmarks.models import PAPER_P, PAPER_REWARD
from benchmarks.record import Goal, Row, Section, Size, raced, timed
from exactalign import MemorylessSource
from exactalign.laws.levels import LevelLaw
from exactalign.policies.best_of_n import best_of_n

WEIGHTS, BASES = [2, 3, 5], [6, 1, 2]  # p and e^r of Table 1

SIZES: dict[Size, tuple[int, int, int]] = {"tiny": (4, 5, 6), "quick": (30, 60, 200), "full": (100, 200, 1000)}


def run(size: Size) -> Section:
    """The law on types at one length, the expected type at a second, and the level law alone at a third."""
    length, longer, longest = SIZES[size]
    section = Section(
        "generic-rewards",
        "Generic rewards: levels are types",
        "p = (1/5, 3/10, 1/2) with rewards log 6, 0, log 2, N = 3. icepool sums dice whose faces are unit vectors; "
        "dyce does so with the counts packed by hand into one integer; *by hand* are multinomial coefficients in "
        "Python integers. All rank types by the integer 6^a·2^c.",
    )
    source = MemorylessSource(PAPER_P, length)
    race: dict[str, Any] = {"ours": lambda: best_of_n(source, PAPER_REWARD, 3)}
    race["by hand"] = lambda: peers.counted_types(WEIGHTS, BASES, length, 3)
    if peers.installed("dyce"):
        race["dyce, packed"] = lambda: peers.packed_types(WEIGHTS, BASES, length, 3)
    times, answers = raced(race, 5)
    if peers.installed("icepool"):
        times["icepool"], answers["icepool"] = timed(lambda: peers.icepool_types(WEIGHTS, BASES, length, 3), 2)
    exact = dict(answers["ours"].by_type())
    for name in [name for name in ("icepool", "dyce, packed", "by hand") if name in times]:
        law, total = answers[name]
        same = all(Fraction(law[kind], total) == probability for kind, probability in exact.items())
        section.agree(same and len(law) == len(exact), f"the law on types differs from that of {name}")
        goal = Goal(faster=100) if name == "icepool" else None
        case = f"law on {len(exact):,} types, m = {length}"
        section.rows.append(Row(case, times["ours"], name, times[name], goal))
    _expected_type(section, longer)
    seconds, law = timed(lambda: LevelLaw(MemorylessSource(PAPER_P, longest), PAPER_REWARD), 2)
    section.agree(sum(law.weights) == law.total, "the level masses do not sum to 1")
    section.agree(len(law) == (longest + 1) * (longest + 2) // 2, "some types share a level")
    section.rows.append(Row(f"level law alone, m = {longest}: {len(law):,} levels", seconds, goal=Goal(seconds=10)))
    return section


def _expected_type(section: Section, length: int) -> None:
    source = MemorylessSource(PAPER_P, length)

    def by_hand() -> list[Fraction]:
        law, total = peers.counted_types(WEIGHTS, BASES, length, 3)
        return [Fraction(sum(kind[i] * weight for kind, weight in law.items()), total * length) for i in range(3)]

    times, answers = raced({"ours": lambda: best_of_n(source, PAPER_REWARD, 3).expected_type(), "hand": by_hand}, 3)
    section.agree(list(answers["ours"].probabilities) == answers["hand"], "the expected types differ")
    case = f"expected type, m = {length}: {(length + 1) * (length + 2) // 2:,} levels"
    section.rows.append(Row(case, times["ours"], "by hand", times["hand"], Goal(seconds=2)))
