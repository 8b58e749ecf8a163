"""One prompt: the best-of-N policy on its listed outputs, beside the optimal tilt of the same KL divergence.

Outputs are grouped by reward into levels v₁ < … < v_L of masses m_l, with F_l = m₁ + … + m_l. Best-of-N gives
level l the mass F_l^N − F_{l−1}^N, and everything here is a sum over levels. Numbers are enclosed, by
balls that are refined on demand; `PromptModel.exact` gives the fractions and log forms.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import accumulate
from operator import mul
from typing import Any, NamedTuple

from flint import arb, ctx, fmpz

from exactalign.audit.matching import CertifiedTilt, added, decreasing_guess, increasing_guess, missing, tilt_missing
from exactalign.audit.samples import PromptSamples
from exactalign.audit.slopes import Slope, one_tilt
from exactalign.exceptions import ParameterError
from exactalign.laws.distributions import Distribution
from exactalign.laws.divergences import kl_divergence, win_rate
from exactalign.laws.rewards import Reward
from exactalign.numbers.arguments import checked
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.memory import DEFAULT_MEMORY
from exactalign.numbers.precision import working_precision
from exactalign.numbers.rationals import fraction
from exactalign.numbers.reading import Number
from exactalign.policies.best_of_n import best_of_n

_GUARD_BITS = 64
_LEAST_BITS = 192  # nothing is computed with less: most questions ask for a little more than the one before
_NEAR = 0.25  # best-of-N misses the best outputs with less than this probability


class ExactAnswer(NamedTuple):
    """What is exact for rational probabilities: a log form and two rationals."""

    kl: LogForm
    win_rate: Fraction
    reward: Fraction


class _Balls(NamedTuple):
    """The levels at one precision: masses (of sum 1), cumulative masses, reward gaps to the top (≤ 0), golden means."""

    bits: int
    mass: list[arb]
    upto: list[arb]
    gap: list[arb]
    golden: list[arb]


class PromptModel:
    """The reference of a prompt with its reward levels; answers about best-of-N and the optimal tilt.

    With `normalize` the masses are divided by their total; without, a total other than 1 is a `problem`, and
    the model answers nothing else.

    >>> model = PromptModel(PromptSamples.of("?", [3, 1, 2], probabilities=["1/5", "3/10", "1/2"]))
    >>> model.win_rate(2), model.kl(2), model.exact(2).win_rate
    (EnclosedReal(0.640000000000000±1e-15), EnclosedReal(0.155666245867807…), Fraction(16, 25))
    """

    @checked
    def __init__(self, samples: PromptSamples, *, normalize: bool = False) -> None:
        self.samples = samples
        support = [i for i, mass in enumerate(samples.masses) if (mass is not None if samples.logarithmic else mass)]
        levels: dict[Fraction, list[int]] = {}
        for i in support:
            levels.setdefault(samples.rewards[i], []).append(i)
        self.values: list[Fraction] = sorted(levels)
        self._gaps = [value - self.values[-1] for value in self.values]
        self._members = [levels[value] for value in self.values]
        self.weights, self._total = self._common_weights()
        self.total: Number = self._total_mass(support)
        self.problem = self._problem(normalize)
        self._cached: _Balls | None = None
        self._ratio_balls: dict[int, tuple[int, list[arb]]] = {}
        self._answers: dict[tuple[str, int], Any] = {}

    @property
    def is_normalised(self) -> bool:
        """Whether the listed probabilities sum to exactly 1."""
        return not isinstance(self.total, EnclosedReal) and self.total == 1

    @property
    def is_constant(self) -> bool:
        """Whether all outputs have the same reward."""
        return len(self.values) == 1

    def kl(self, n: int) -> Number:
        """Return KL(π_N‖p); it is exactly 0 for N = 1 and for a constant reward."""
        if n == 1 or self.is_constant:
            return Fraction(0)
        return self._kept(
            ("kl", n), lambda: added(m * r * r.log() for m, r in zip(self._balls().mass, self._ratios(n), strict=True))
        )

    def kl_bound(self, n: int) -> LogForm:
        """Return log N − (N−1)/N, which KL(π_N‖p) never exceeds."""
        return log(n) - Fraction(n - 1, n)

    def win_rate(self, n: int) -> Number:
        """Return P(r(Y) > r(X)) + ½·P(r(Y) = r(X)) for Y ~ π_N and X ~ p."""
        if n == 1 or self.is_constant:
            return Fraction(1, 2)

        def evaluate() -> arb:
            balls = self._balls()
            return added(g * (u - m / 2) for g, u, m in zip(self._gains(n), balls.upto, balls.mass, strict=True))

        return self._kept(("win", n), evaluate)

    def reward(self, n: int) -> Number:
        """Return the expected reward under π_N (N = 1: under the reference)."""
        if self.is_constant:
            return self.values[0]
        return self._mean("reward", n, lambda balls: balls.gap, self.values[-1])

    def golden(self, n: int) -> Number | None:
        """Return the expected golden reward under π_N, None when there is no golden reward."""
        return None if self.samples.golden is None else self._mean("golden", n, lambda balls: balls.golden, Fraction(0))

    def alpha(self, n: int) -> Number | None:
        """Return the α ≥ 0 with KL(φ‖p) = KL(π_N‖p) for φ ∝ p·exp(α·r); None when the reward is constant.

        It always exists and is unique otherwise: π_N/p increases with the reward, so that KL(π_N‖p) is
        below −log p(argmax of the reward).
        """
        if self.is_constant:
            return None
        if n == 1:
            return Fraction(0)
        found: EnclosedReal | None = self._answers.get(("alpha", n))
        if found is None:
            found = self._answers["alpha", n] = self._first_slope(n) if self.is_tilt(n) else self._root(n)
        return found

    def is_tilt(self, n: int) -> bool:
        """Whether best-of-N is a tilt of the reference, as it always is with one level or two."""
        if ("is tilt", n) not in self._answers:
            self._answers["is tilt", n] = one_tilt([self], n)
        return self._answers["is tilt", n] is True

    def exact_alpha(self, n: int) -> Number | None:
        """Return α as a log form when best-of-N is a tilt, and as `alpha` does otherwise."""
        if n > 1 and not self.is_constant and self.is_tilt(n):
            slope = Slope(self, n, 0)
            if slope.ratio is not None:
                return log(fraction(slope.ratio.p, slope.ratio.q)) / slope.gap
        return self.alpha(n)

    def tilt_reward(self, n: int) -> Number:
        """Return the expected reward of the optimal tilt at KL(π_N‖p): the most that any policy there can have."""
        if self.is_tilt(n):
            return self.reward(n)
        return self._kept(("tilt", n), lambda: ball_of(self.values[-1]) + self._tilt_gap(n))

    def tilt_golden(self, n: int) -> Number | None:
        """Return the expected golden reward of the optimal tilt (of the reward that is optimised)."""
        if self.samples.golden is None:
            return None
        if self.is_tilt(n):
            return self.golden(n)

        def evaluate() -> arb:
            zeroth, _, golden = self.tilt_sums(ball_of(self.alpha(n)))
            return golden / zeroth

        return self._kept(("tilt golden", n), evaluate)

    def left_on_table(self, n: int) -> Number:
        """Return how much more reward the optimal tilt has at the same KL; exactly 0 when best-of-N is a tilt."""
        if self.is_tilt(n):
            return Fraction(0)

        def evaluate() -> arb:
            return self._tilt_gap(n) - added(map(mul, self._gains(n), self._balls().gap))

        return self._kept(("left", n), evaluate)

    def kl_to_tilt(self, n: int) -> Number:
        """Return KL(π_N‖φ) = α·(E_φ r − E_π r), since both have the same divergence from the reference."""
        left, alpha = self.left_on_table(n), self.alpha(n)
        if not isinstance(left, EnclosedReal):
            return Fraction(0)
        return self._kept(("to tilt", n), lambda: ball_of(alpha) * _inner(left))

    def exact(self, n: int, memory: int = DEFAULT_MEMORY) -> ExactAnswer:
        """Return KL, win rate and expected reward exactly; raises `ParameterError` for log-probabilities."""
        if self.weights is None:
            raise ParameterError(
                f"prompt {self.samples.prompt!r} has log-probabilities, whose exponentials are not rational: "
                "its numbers are enclosed, never exact"
            )
        reference = Distribution.from_weights([int(w) for w in self.weights])
        ranks = Reward.values(range(len(self.values)))
        policy = best_of_n(reference, ranks, n, memory=memory)
        kl = LogForm.of(kl_divergence(policy, reference))
        reward = sum((policy[i] * value for i, value in enumerate(self.values)), Fraction(0))
        return ExactAnswer(kl, win_rate(policy, reference, ranks), reward)

    def tilt_sums(self, alpha: arb) -> tuple[arb, arb, arb]:
        """Return Σ w, Σ w·gap and Σ w·golden with w = m·e^(α·gap), at the precision in force."""
        balls, weights = self._balls(), self._tilted(alpha)
        return added(weights), added(map(mul, weights, balls.gap)), added(map(mul, weights, balls.golden))

    def log_partition(self, alpha: arb) -> arb:
        """log Σ m·e^(α·gap) at the precision in force."""
        return added(self._tilted(alpha)).log()

    def log_ratios(self, n: int, start: int, stop: int) -> list[arb]:
        """log(π_N/p) for the levels from `start` to before `stop`, at the precision in force."""
        return [ratio.log() for ratio in self._ratios(n)[start:stop]]

    def level_logs(self) -> list[list[Fraction]]:
        """The log-probabilities of every level (for samples with log-probabilities)."""
        masses = self.samples.masses
        return [[value for i in group if (value := masses[i]) is not None] for group in self._members]

    def tilt_kl(self, alpha: arb) -> arb:
        """KL(φ_α‖p) at the precision in force."""
        zeroth, first, _ = self.tilt_sums(alpha)
        return alpha * first / zeroth - zeroth.log()

    def tilt_kl_slope(self, alpha: arb) -> arb:
        """The derivative α·Var(r) of KL(φ_α‖p), the variance as a sum of squares."""
        gaps, weights = self._balls().gap, self._tilted(alpha)
        total = added(weights)
        mean = added(map(mul, weights, gaps)) / total
        return alpha * added(w * (gap - mean) ** 2 for w, gap in zip(weights, gaps, strict=True)) / total

    def floats(self) -> tuple[list[float], list[float]]:
        """Masses and gaps as floats, for guesses only."""
        with working_precision(_LEAST_BITS):
            balls = self._balls()
            return [float(m.mid()) for m in balls.mass], [float(g.mid()) for g in balls.gap]

    def _tilted(self, alpha: arb) -> list[arb]:
        """m·e^(α·gap) of every level, at the precision in force."""
        balls = self._balls()
        return [mass * (alpha * gap).exp() for mass, gap in zip(balls.mass, balls.gap, strict=True)]

    def _common_weights(self) -> tuple[list[fmpz] | None, Fraction]:
        """Level masses as integers in lowest terms, and what they were divided by; None for log-probabilities."""
        if self.samples.logarithmic:
            logs = {self.samples.masses[i] for group in self._members for i in group}
            # Equal log-probabilities are equal masses, whatever they sum to.
            return ([fmpz(len(group)) for group in self._members] if len(logs) == 1 else None), Fraction(1)
        masses = [sum((self.samples.masses[i] or Fraction(0) for i in group), Fraction(0)) for group in self._members]
        common = fmpz(1)
        for mass in masses:
            common = common.lcm(mass.denominator)
        weights = [mass.numerator * (common // mass.denominator) for mass in masses]
        return weights, Fraction(int(sum(weights)), int(common))

    def _total_mass(self, support: list[int]) -> Number:
        if not self.samples.logarithmic:
            return self._total
        logs = [self.samples.masses[i] for i in support]
        if all(value == 0 for value in logs):  # the only rational log-probabilities with a rational sum
            return Fraction(len(logs))
        return EnclosedReal(lambda: added(ball_of(value).exp() for value in logs))

    def _problem(self, normalize: bool) -> str:
        if self.samples.repeated:
            count = self.samples.repeated
            return f"{count} output{'s are' if count > 1 else ' is'} listed more than once with other numbers"
        if not self.values:
            return "the probabilities sum to 0"
        return "" if normalize or self.is_normalised else "the probabilities do not sum to 1"

    def _balls(self) -> _Balls:
        if self._cached is None or self._cached.bits < ctx.prec:
            with working_precision(max(ctx.prec, _LEAST_BITS)):
                self._cached = self._computed_balls()
        return self._cached

    def _computed_balls(self) -> _Balls:
        if self.weights is not None:
            total = arb(sum(self.weights))
            mass = [arb(weight) / total for weight in self.weights]
            same = self.samples.logarithmic
            golden = self._golden_means(lambda i: ball_of(1 if same else self.samples.masses[i]))
        else:
            logs = self.samples.masses
            top = max(value for value in logs if value is not None)
            single = {i: ball_of(value - top).exp() for i, value in enumerate(logs) if value is not None}
            whole = added(single.values())
            mass = [added(single[i] for i in group) / whole for group in self._members]
            golden = self._golden_means(single.__getitem__)
        upto = [*accumulate(mass[:-1]), arb(1)]
        return _Balls(ctx.prec, mass, upto, [ball_of(gap) for gap in self._gaps], golden)

    def _golden_means(self, mass: Callable[[int], arb]) -> list[arb]:
        """The mean golden reward of every level: inside a level best-of-N keeps the proportions of the reference."""
        scores = self.samples.golden
        if scores is None:
            return []
        means = []
        for group in self._members:
            share = [mass(i) for i in group]
            means.append(added(s * ball_of(scores[i]) for s, i in zip(share, group, strict=True)) / added(share))
        return means

    def _gains(self, n: int) -> list[arb]:
        """F_l^N − F_{l−1}^N = m_l·R_l."""
        return list(map(mul, self._balls().mass, self._ratios(n)))

    def _ratios(self, n: int) -> list[arb]:
        """R_l = π_N(l)/m_l = Σ_{j<N} F_l^j·F_{l−1}^{N−1−j}: a sum of positive terms, by doubling."""
        kept = self._ratio_balls.get(n)
        if kept is None or kept[0] < ctx.prec:
            with working_precision(max(ctx.prec, _LEAST_BITS)):
                upto = self._balls().upto
                ratios = [_geometric(high, low, n) for high, low in zip(upto, [arb(0), *upto], strict=False)]
                self._ratio_balls[n] = kept = (ctx.prec, ratios)
        return kept[1]

    def _mean(self, name: str, n: int, values: Callable[[_Balls], list[arb]], shift: Fraction) -> Number:
        def evaluate() -> arb:
            return ball_of(shift) + added(map(mul, self._gains(n), values(self._balls())))

        return self._kept((name, n), evaluate)

    def _tilt_gap(self, n: int) -> arb:
        """The expected reward of the tilt less the largest reward."""
        alpha = self.alpha(n)
        assert isinstance(alpha, CertifiedTilt)
        quick = alpha.most(lambda: _inner(self.kl(n)), self.log_partition)
        if quick is not None:
            return quick
        zeroth, first, _ = self.tilt_sums(ball_of(alpha))
        return first / zeroth

    def _first_slope(self, n: int) -> EnclosedReal:
        """The α of best-of-N that is a tilt: α·(v₂ − v₁) = log(π₂/m₂) − log(π₁/m₁)."""

        def evaluate() -> arb:
            low, high = self.log_ratios(n, 0, 2)
            return (high - low) / ball_of(self.values[1] - self.values[0])

        return guarded(evaluate)

    def _root(self, n: int) -> EnclosedReal:
        unit = 1 / (self.values[-1] - self.values[0])
        masses, gaps = self.floats()
        with working_precision(_LEAST_BITS):
            near = bool((n * self._balls().upto[-2].log()).exp() < _NEAR)
        if near:  # what is missing to the largest divergence can be tiny: it is compared without cancellation
            target = self._kept(("missing", n), lambda: missing(self._gains(n), self._balls().mass))
            guess = decreasing_guess(masses, gaps, float(ball_of(target).mid()))

            def function(x: arb) -> arb:
                balls = self._balls()
                return ball_of(target) - tilt_missing(balls.mass, balls.gap, x)

            return CertifiedTilt(function, self.tilt_kl_slope, guess, unit)
        divergence = self.kl(n)
        guess = increasing_guess([(masses, gaps)], float(ball_of(divergence).mid()))
        return CertifiedTilt(lambda x: self.tilt_kl(x) - ball_of(divergence), self.tilt_kl_slope, guess, unit)

    def _kept(self, key: tuple[str, int], evaluate: Callable[[], arb]) -> EnclosedReal:
        found: EnclosedReal | None = self._answers.get(key)
        if found is None:
            found = self._answers[key] = guarded(evaluate)
        return found


def guarded(evaluate: Callable[[], arb]) -> EnclosedReal:
    """An enclosed real whose sums run with guard bits for their rounding errors."""
    kept: tuple[int, arb] | None = None

    def enclosed() -> arb:
        nonlocal kept
        bits = ctx.prec + _GUARD_BITS
        if kept is None or kept[0] < bits:
            with working_precision(max(bits, _LEAST_BITS)):
                kept = (ctx.prec, evaluate())
        return kept[1]

    return EnclosedReal(enclosed)


def _inner(value: Number) -> arb:
    """A guarded number inside another one: its guard bits are those that are there already."""
    return value.ball(ctx.prec - _GUARD_BITS) if isinstance(value, EnclosedReal) else ball_of(value)


def _geometric(high: arb, low: arb, n: int) -> arb:
    """Σ_{j<n} high^j·low^{n−1−j}, from the sum of k terms to those of 2k and 2k + 1."""
    total, upper, lower = arb(1), high, low  # of k = 1 terms, and the k-th powers
    for bit in bin(n)[3:]:
        total, upper, lower = total * (upper + lower), upper * upper, lower * lower
        if bit == "1":
            total, upper, lower = high * total + lower, upper * high, lower * low
    return total
