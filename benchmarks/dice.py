"""Best-of-N of the sum of m dice: number for number against the dice packages."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from benchmarks import peers
from benchmarks.models import DICE_WEIGHTS
from benchmarks.record import Goal, Row, Section, Size, brief, raced, timed
from exactalign import Distribution, LogForm, MemorylessSource, Reward
from exactalign.policies.best_of_n import best_of_n

SIZES: dict[Size, list[tuple[int, int]]] = {
    "tiny": [(1, 1), (3, 4)],
    "quick": [(1, 1), (2, 2), (3, 3), (5, 5), (10, 10), (20, 50), (50, 200)],
    "full": [(1, 1), (2, 2), (3, 3), (5, 5), (10, 10), (20, 50), (50, 200), (100, 1000)],
}
LARGE: dict[Size, tuple[int, int] | None] = {"tiny": None, "quick": None, "full": (1000, 10)}
IN_FRACTIONS: dict[Size, tuple[int, int]] = {"tiny": (3, 4), "quick": (20, 50), "full": (50, 200)}
LEA_UP_TO = 20  # lea multiplies out pairs of outcomes


def run(size: Size) -> Section:
    """Six outcomes with rewards 0..5."""
    section = Section(
        "dice",
        "Sums of dice",
        "Six outcomes with rewards 0..5 and weights 5, 1, 3, 2, 4, 6: the law of the best of N sums of m, in integers "
        "over one common total as the dice packages hold it, from a model (or die) made before. The laws are equal "
        "number for number. Goals: never slower, and at least 5× faster at m = 100, N = 1000. A model that was made "
        "before knows the order of its rewards and what integers they are over one denominator, as a die knows its "
        "outcomes. The first policy finds the lattice of the totals and the level law, and sees that they fit the "
        "memory: a fixed cost, which is more than all that dyce does for the best of one draw of one die. They are "
        "kept, so a further N costs the powers only ('next N'). 'From lists' makes the model, or the die, as well: "
        "rewards are read as exact numbers of any kind, outcomes of dyce are plain integers.",
    )
    packages = [name for name in ("icepool", "dyce", "lea") if peers.installed(name)]
    dice = {name: peers.Dice(name, DICE_WEIGHTS) for name in packages}
    p, r = Distribution.from_weights(DICE_WEIGHTS), Reward.values(range(len(DICE_WEIGHTS)))
    for length, n in SIZES[size]:
        case, source = f"m = {length}, N = {n}", MemorylessSource(p, length)
        often = 100 if length * n < 200 and size != "tiny" else 1
        race = {"ours": brief(lambda s=source, n=n: best_of_n(s, _fresh(r), n), often)}
        race["ours, next N"] = brief(lambda s=source, n=n: best_of_n(s, r, n), often)
        if length <= 3:
            race["ours, from lists"] = brief(lambda m=length, n=n: _from_lists(m, n), often)
            if "dyce" in dice:
                race["dyce, from lists"] = brief(lambda m=length, n=n: dice["dyce"].best(m, n, anew=True), often)
        for name, die in dice.items():
            if name == "lea" and length > LEA_UP_TO:
                continue
            race[name] = brief(lambda d=die, m=length, n=n: d.best(m, n), often if name != "lea" else 1)
        times, answers = raced(race, 5 if length < 100 else 2)
        exact = _weights(answers["ours"])
        for name in race.keys() & dice.keys():
            theirs = (
                _over_one_total(dice[name].fractions(answers[name]), sum(exact.values()))
                if name == "lea"
                else dice[name].integers(answers[name])[0]
            )
            section.agree(theirs == exact, f"the law at {case} differs from {name}'s")
        for name in [name for name in packages if name in times]:
            goal = Goal(faster=5 if (length, n) == (100, 1000) else 1) if name != "lea" else None
            ours, theirs = times["ours"] / often, times[name] / (often if name != "lea" else 1)
            section.rows.append(Row(case, ours, name, theirs, goal))
            if name == "dyce" and length <= 3:
                again = times["ours, next N"] / often
                section.rows.append(Row(f"{case}, next N", again, name, theirs, Goal(faster=1)))
                both = (times[f"{which}, from lists"] / often for which in ("ours", name))
                section.rows.append(Row(f"{case}, from lists", next(both), name, next(both)))
    _in_fractions(section, size, dice, p, r)
    if LARGE[size]:
        _large(section, *LARGE[size], dice, p, r)
    return section


def _from_lists(length: int, n: int) -> Any:
    """The policy with its model made anew."""
    p, r = Distribution.from_weights(DICE_WEIGHTS), Reward.values(range(len(DICE_WEIGHTS)))
    return best_of_n(MemorylessSource(p, length), r, n)


def _fresh(reward: Reward) -> Reward:
    """The same reward without the level law it keeps."""
    reward._recent_law = None
    return reward


def _weights(policy: Any) -> dict[int, int]:
    """Our law as {sum: integer weight over total^N}; levels are sums here."""
    return {vector[0]: int(gained) for vector, gained in zip(policy.levels.vectors, policy._gained, strict=True)}


def _over_one_total(law: dict[Any, Fraction], total: int) -> dict[Any, int]:
    return {outcome: int(probability * total) for outcome, probability in law.items()}


def _in_fractions(section: Section, size: Size, dice: dict[str, peers.Dice], p: Distribution, r: Reward) -> None:
    """The same with every probability taken as a fraction in lowest terms."""
    length, n = IN_FRACTIONS[size]
    source = MemorylessSource(p, length)
    race: dict[str, Any] = {"ours": lambda: dict(best_of_n(source, r, n).by_level())}
    for name in dice.keys() & {"icepool", "dyce"}:
        race[name] = lambda d=dice[name]: d.fractions(d.best(length, n))
    times, answers = raced(race, 2)
    exact = {int(level.as_rational()): probability for level, probability in answers["ours"].items()}
    for name in race.keys() - {"ours"}:
        section.agree(answers[name] == exact, f"the fractions at m = {length}, N = {n} differ from {name}'s")
    for name in [name for name in dice if name in times]:
        section.rows.append(
            Row(f"m = {length}, N = {n}, in lowest terms", times["ours"], name, times[name], Goal(faster=1))
        )


def _large(section: Section, length: int, n: int, dice: dict[str, peers.Dice], p: Distribution, r: Reward) -> None:
    """A length at which icepool's recursion ends."""
    seconds, policy = timed(lambda: best_of_n(MemorylessSource(p, length), r, n), 2)
    section.agree(len(policy.levels) == 5 * length + 1, "the number of levels is wrong")
    section.agree(policy.levels.level_reward(0) == LogForm(0), "the lowest level is wrong")
    case = f"m = {length}, N = {n}"
    for name in dice.keys() & {"icepool", "dyce"}:
        try:
            theirs, law = timed(lambda d=dice[name]: d.best(length, n), 1)
        except RecursionError:
            section.skip(case, seconds, name, "stops with a RecursionError")
        else:
            section.agree(dice[name].integers(law)[0] == _weights(policy), f"the law at {case} differs from {name}'s")
            section.rows.append(Row(case, seconds, name, theirs, Goal(faster=1)))
