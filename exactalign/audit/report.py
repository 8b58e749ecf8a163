"""The rows of an audit: every prompt for every N, and all prompts together.

`audit_prompt` makes plain data of known digits, so that other processes can do it; `overall` puts rows
together. Together, best-of-N is compared with one tilt φ ∝ p·exp(α·r) with the same α for all prompts: the
policy of the largest mean reward among all of the same mean KL divergence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, Final

import attrs
from flint import arb, ctx

from exactalign.audit.matching import CertifiedTilt, added, increasing_guess
from exactalign.audit.prompts import PromptModel, guarded
from exactalign.audit.samples import PromptSamples
from exactalign.audit.slopes import one_tilt
from exactalign.exceptions import ParameterError, Undecided
from exactalign.numbers.arguments import checked
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.enclosures import Enclosure
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.reading import Number

_OF_THE_TILT: Final = frozenset({"alpha", "tilt_reward", "left_on_table", "kl_to_tilt", "tilt_golden"})

ALL: Final = "all prompts"
"""The name of the rows for all prompts together."""

MAX_N = 10**9
"""Largest N of an audit."""

_GUARD_DIGITS, _TILT_GUARD_DIGITS, _FEWEST_DIGITS = 12, 5, 6
_BITS_OF_ROWS = 192
_NUMBERS: Final = (
    "total", "kl", "kl_bound", "win_rate", "reference_reward", "reward", "alpha", "tilt_reward", "left_on_table",
    "kl_to_tilt", "reference_golden", "golden", "tilt_golden",
)  # fmt: skip


@attrs.frozen
class AuditRow:
    """One prompt (or all) at one N; numbers are exact or enclosed, None where there is none.

    `total` is the sum of the listed probabilities; with a `problem` there is nothing else. `kl` is KL(π_N‖p),
    `alpha` the tilt φ of the same KL, `left_on_table` its expected reward less that of best-of-N.
    """

    prompt: str
    n: int | None
    outputs: int
    total: Any
    kl: Any = None
    kl_bound: Any = None
    win_rate: Any = None
    reference_reward: Any = None
    reward: Any = None
    alpha: Any = None
    tilt_reward: Any = None
    left_on_table: Any = None
    kl_to_tilt: Any = None
    reference_golden: Any = None
    golden: Any = None
    tilt_golden: Any = None
    problem: str = ""

    @property
    def excess(self) -> Number | None:
        """The sum of the listed probabilities less 1: what is wrong with it, to its own digits."""
        return None if self.total is None else self.total - 1

    def known(self, digits: int) -> AuditRow:
        """Return the row with enclosed numbers replaced by bounds of so many digits, which other processes can read.

        A number that cannot be had at the working precisions is None, and the row's `problem` says so.
        """
        least = max(digits, _FEWEST_DIGITS)
        changes: dict[str, Any] = {}
        for name in _NUMBERS:
            value = getattr(self, name)
            if isinstance(value, EnclosedReal):
                guard = _TILT_GUARD_DIGITS if name in _OF_THE_TILT else _GUARD_DIGITS
                try:
                    if name == "total":  # near 1: the digits that count are those of its excess
                        excess = (value - 1).enclose(least + guard)
                        changes[name] = Enclosure(1 + excess.lower, 1 + excess.upper)
                    else:
                        changes[name] = value.enclose(least + guard)
                except Undecided as error:
                    changes |= {name: None, "problem": f"{name} is undecided: {error}"}
        return attrs.evolve(self, **changes)

    def opened(self) -> AuditRow:
        """Return the row with bounds turned back into enclosed numbers (which cannot be refined further)."""
        changes: dict[str, Any] = {
            name: _between(value) for name in _NUMBERS if isinstance(value := getattr(self, name), Enclosure)
        }
        return attrs.evolve(self, **changes)


@checked
def audit_prompt(
    samples: PromptSamples, n: Sequence[int], *, normalize: bool = False, exact: bool = False
) -> list[AuditRow]:
    """Return the rows of one prompt, one for each N; a single row with the problem when there is one.

    With `exact`, KL, win rate and expected rewards of the policy are a log form and fractions.

    >>> samples = PromptSamples.of("?", [3, 1, 2], probabilities=["1/5", "3/10", "1/2"])
    >>> (row,) = audit_prompt(samples, [2], exact=True)
    >>> row.win_rate, row.reward, row.kl < row.kl_bound, row.left_on_table > 0
    (Fraction(16, 25), Fraction(227, 100), True, True)
    """
    return rows_of(PromptModel(samples, normalize=normalize), n, exact=exact)


@checked
def rows_of(model: PromptModel, n: Sequence[int], *, exact: bool = False) -> list[AuditRow]:
    """Return the rows of a model that has been made already (see `audit_prompt`)."""
    start = AuditRow(model.samples.prompt, None, len(model.samples.masses), model.total, problem=model.problem)
    if model.problem:
        return [start]
    rows = []
    for size in map(_size, n):
        found = attrs.evolve(
            start,
            n=size,
            kl=model.kl(size),
            kl_bound=model.kl_bound(size),
            win_rate=model.win_rate(size),
            reference_reward=model.reward(1),
            reward=model.reward(size),
            alpha=model.alpha(size),
            tilt_reward=model.tilt_reward(size),
            left_on_table=model.left_on_table(size),
            kl_to_tilt=model.kl_to_tilt(size),
            reference_golden=model.golden(1),
            golden=model.golden(size),
            tilt_golden=model.tilt_golden(size),
        )
        if exact:
            answer = model.exact(size)
            base = answer.reward if size == 1 else model.exact(1).reward
            if model.is_tilt(size):  # then α is the logarithm of a rational over one, and the rest is best-of-N's own
                found = attrs.evolve(found, alpha=model.exact_alpha(size), tilt_reward=answer.reward)
            found = attrs.evolve(
                found, kl=answer.kl, win_rate=answer.win_rate, reward=answer.reward, reference_reward=base
            )
        rows.append(found)
    return rows


@checked
def overall(
    models: Sequence[PromptModel],
    rows: Sequence[AuditRow],
    n: Sequence[int],
    on_tilt: Callable[[], object] = lambda: None,
) -> list[AuditRow]:
    """Return a row for each N with the means over the prompts that have no problem, and their common tilt.

    Empty when all have one. `on_tilt` hears of every row that is done.
    """
    usable = [model for model in models if not model.problem]
    if not usable:
        return []
    common = CommonTilt(usable)
    outputs = sum(len(model.samples.masses) for model in usable)
    found = []
    for size in n:
        mine = [row for row in rows if row.n == size]
        base = AuditRow(ALL, size, outputs, None, kl_bound=log(size) - Fraction(size - 1, size))
        means: dict[str, Any] = {
            name: _mean([getattr(row, name) for row in mine], partial(_answers, usable, name, size))
            for name in ("kl", "win_rate", "reference_reward", "reward", "reference_golden", "golden")
        }
        found.append(attrs.evolve(base, **means, **common.at(size, means)))
        on_tilt()
    return found


class CommonTilt:
    """The tilts of many prompts with one α: it maximises mean E r − (mean KL)/α, each prompt weighing the same."""

    @checked
    def __init__(self, models: Sequence[PromptModel]) -> None:
        self.models = models
        self._varied = [model for model in models if not model.is_constant]
        self._floats = [model.floats() for model in self._varied]

    def at(self, n: int, means: dict[str, Any]) -> dict[str, Any]:
        """Return alpha and what belongs to the tilt at the mean KL and mean reward of best-of-n."""
        if not self._varied or n == 1:
            same = {"tilt_reward": means["reward"], "tilt_golden": means["golden"]}
            none = Fraction(0) if self._varied else None
            return {"alpha": none, "left_on_table": Fraction(0), "kl_to_tilt": Fraction(0), **same}
        if len(self.models) == 1:
            (model,) = self.models
            names = ("alpha", "tilt_reward", "left_on_table", "kl_to_tilt", "tilt_golden")
            return {name: getattr(model, name)(n) for name in names}
        if one_tilt(self._varied, n):  # best-of-N is that tilt
            same = {"tilt_reward": means["reward"], "tilt_golden": means["golden"]}
            return {
                "alpha": self._varied[0].alpha(n), "left_on_table": Fraction(0), "kl_to_tilt": Fraction(0), **same
            }  # fmt: skip
        target, count = means["kl"], len(self.models)
        guess = increasing_guess(self._floats, float(ball_of(target).mid()) * count)
        widest = max(model.values[-1] - model.values[0] for model in self._varied)
        alpha = CertifiedTilt(
            lambda x: added(m.tilt_kl(x) for m in self._varied) / count - ball_of(target),
            lambda x: added(m.tilt_kl_slope(x) for m in self._varied) / count,
            guess,
            1 / widest,
        )
        top = sum((model.values[-1] for model in self.models), Fraction(0)) / count
        kept: dict[int, tuple[arb, arb]] = {}

        def sums() -> tuple[arb, arb]:
            """Mean reward and mean golden reward of the tilt, at the precision in force."""
            if ctx.prec not in kept:
                x = ball_of(alpha)
                found = [model.tilt_sums(x) for model in self.models]
                below = added(first / zeroth for zeroth, first, _ in found)
                golden = added(score / zeroth for zeroth, _, score in found)
                kept[ctx.prec] = ball_of(top) + below / count, golden / count
            return kept[ctx.prec]

        def reward() -> arb:
            quick = alpha.most(
                lambda: ball_of(target), lambda x: added(m.log_partition(x) for m in self._varied) / count
            )
            return sums()[0] if quick is None else ball_of(top) + quick

        tilt = guarded(reward)
        left = tilt - means["reward"]
        golden = None if means["golden"] is None else guarded(lambda: sums()[1])
        return {
            "alpha": alpha, "tilt_reward": tilt, "tilt_golden": golden,
            "left_on_table": left, "kl_to_tilt": left * alpha,
        }  # fmt: skip


def _mean(values: Sequence[Any], again: Callable[[], Sequence[Number | None]]) -> Number | None:
    """The mean of exact or enclosed numbers, exact when all are fractions.

    Rows that came from other processes have bounds of few digits; what needs more asks the models, by `again`.
    """
    if any(value is None for value in values):
        return None
    if all(isinstance(value, Fraction) for value in values):
        return sum(values, Fraction(0)) / len(values)
    if len(values) == 1 and isinstance(values[0], LogForm):
        return values[0]

    def evaluate() -> arb:
        numbers = values if ctx.prec <= _BITS_OF_ROWS else again()
        return added(map(ball_of, numbers)) / len(numbers)

    return guarded(evaluate)


def _answers(models: Sequence[PromptModel], name: str, n: int) -> list[Number | None]:
    """What the models say in the column of this name."""
    if name.startswith("reference_"):
        n = 1
    return [getattr(model, name.removeprefix("reference_"))(n) for model in models]


def _between(bounds: Enclosure) -> EnclosedReal:
    def evaluate() -> arb:
        ball: arb = ball_of(bounds.lower).union(ball_of(bounds.upper))
        return ball

    return EnclosedReal(evaluate)


def _size(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_N:
        raise ParameterError(f"n is {value!r}: give whole numbers from 1 to {MAX_N}")
    return value
