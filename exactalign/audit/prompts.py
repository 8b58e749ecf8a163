"""One prompt: the best-of-N policy on its listed outputs, beside the optimal tilt of the same KL divergence.

Outputs are grouped by reward into levels v₁ < … < v_L of masses m_l, with F_l = m₁ + … + m_l. Best-of-N gives
level l the mass F_l^N − F_{l−1}^N, and everything here is a sum over levels. Numbers are enclosed, by
balls that are refined on demand; `PromptModel.exact` gives the fractions and log forms.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from flint import arb, ctx, fmpz

from exactalign.audit.matching import certified_tilt, decreasing_guess, increasing_guess, missing, tilt_missing
from exactalign.audit.samples import PromptSamples
from exactalign.exceptions import ParameterError
from exactalign.laws.distributions import Distribution
from exactalign.laws.divergences import kl_divergence, win_rate
from exactalign.laws.rewards import Reward
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.memory import DEFAULT_MEMORY
from exactalign.numbers.precision import working_precision
from exactalign.numbers.reading import Number
from exactalign.policies.best_of_n import best_of_n

_GUARD_BITS = 64
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

    def __init__(self, samples: PromptSamples, *, normalize: bool = False) -> None:
        self.samples = samples
        support = [i for i, mass in enumerate(samples.masses) if (mass is not None if samples.logarithmic else mass)]
        levels: dict[Fraction, list[int]] = {}
        for i in support:
            levels.setdefault(samples.rewards[i], []).append(i)
        self.values: list[Fraction] = sorted(levels)
        self._members = [levels[value] for value in self.values]
        self._weights, self._total = self._common_weights()
        self.total: Number = self._total_mass(support)
        self.problem = self._problem(normalize)
        self._cached: _Balls | None = None
        self._gained: dict[int, tuple[int, list[arb]]] = {}
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
        return self._kept("kl", n, lambda: _sum(g * (g / m).log() for g, m in zip(*self._pair(n), strict=True)))

    def kl_bound(self, n: int) -> LogForm:
        """Return log N − (N−1)/N, which KL(π_N‖p) never exceeds."""
        return log(n) - Fraction(n - 1, n)

    def win_rate(self, n: int) -> Number:
        """Return P(r(Y) > r(X)) + ½·P(r(Y) = r(X)) for Y ~ π_N and X ~ p."""
        if n == 1 or self.is_constant:
            return Fraction(1, 2)

        def evaluate() -> arb:
            balls = self._balls()
            return _sum(g * (u - m / 2) for g, u, m in zip(self._gains(n), balls.upto, balls.mass, strict=True))

        return self._kept("win", n, evaluate)

    def reward(self, n: int) -> Number:
        """Return the expected reward under π_N (N = 1: under the reference)."""
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
        if ("alpha", n) not in self._answers:
            self._answers["alpha", n] = self._two_levels(n) if len(self.values) == 2 else self._root(n)
        found: EnclosedReal = self._answers["alpha", n]
        return found

    def tilt_reward(self, n: int) -> Number:
        """Return the expected reward of the optimal tilt at KL(π_N‖p): the most that any policy there can have."""
        return self._tilted("tilt", n, lambda balls: balls.gap, self.values[-1], self.reward)

    def tilt_golden(self, n: int) -> Number | None:
        """Return the expected golden reward of the optimal tilt (of the reward that is optimised)."""
        if self.samples.golden is None:
            return None
        return self._tilted("tilt golden", n, lambda balls: balls.golden, Fraction(0), lambda k: self.golden(k))

    def left_on_table(self, n: int) -> Number:
        """Return how much more reward the optimal tilt has at the same KL; exactly 0 for one or two levels."""
        if n == 1 or len(self.values) <= 2:
            return Fraction(0)
        alpha = self.alpha(n)

        def evaluate() -> arb:
            (zeroth, first), _ = self.tilt_sums(ball_of(alpha))
            return first / zeroth - _sum(g * v for g, v in zip(self._gains(n), self._balls().gap, strict=True))

        return self._kept("left", n, evaluate)

    def kl_to_tilt(self, n: int) -> Number:
        """Return KL(π_N‖φ) = α·(E_φ r − E_π r), since both have the same divergence from the reference."""
        left, alpha = self.left_on_table(n), self.alpha(n)
        if not isinstance(left, EnclosedReal):
            return Fraction(0)
        return self._kept("to tilt", n, lambda: ball_of(alpha) * ball_of(left))

    def exact(self, n: int, memory: int = DEFAULT_MEMORY) -> ExactAnswer:
        """Return KL, win rate and expected reward exactly; raises `ParameterError` for log-probabilities."""
        if self._weights is None:
            raise ParameterError(
                f"prompt {self.samples.prompt!r} has log-probabilities, whose exponentials are not rational: "
                "its numbers are enclosed, never exact"
            )
        reference = Distribution.from_weights([int(w) for w in self._weights])
        ranks = Reward.values(range(len(self.values)))
        policy = best_of_n(reference, ranks, n, memory=memory)
        kl = LogForm.of(kl_divergence(policy, reference))
        reward = sum((policy[i] * value for i, value in enumerate(self.values)), Fraction(0))
        return ExactAnswer(kl, win_rate(policy, reference, ranks), reward)

    def tilt_sums(self, alpha: arb, order: int = 1) -> tuple[list[arb], arb]:
        """Return Σ m·e^(α·gap)·gap^k for k = 0..order, and Σ m·e^(α·gap)·golden, at the precision in force."""
        balls = self._balls()
        sums, golden = [arb(0)] * (order + 1), arb(0)
        for index, (mass, gap) in enumerate(zip(balls.mass, balls.gap, strict=True)):
            weight = mass * (alpha * gap).exp()
            if balls.golden:
                golden += weight * balls.golden[index]
            sums[0] += weight
            for k in range(1, order + 1):
                weight *= gap
                sums[k] += weight
        return sums, golden

    def tilt_kl(self, alpha: arb) -> arb:
        """KL(φ_α‖p) at the precision in force."""
        (zeroth, first), _ = self.tilt_sums(alpha)
        return alpha * first / zeroth - zeroth.log()

    def tilt_kl_slope(self, alpha: arb) -> arb:
        """The derivative α·Var(r) of KL(φ_α‖p), the variance as a sum of squares."""
        balls = self._balls()
        weights = [m * (alpha * gap).exp() for m, gap in zip(balls.mass, balls.gap, strict=True)]
        total = _sum(weights)
        mean = _sum(w * gap for w, gap in zip(weights, balls.gap, strict=True)) / total
        return alpha * _sum(w * (gap - mean) * (gap - mean) for w, gap in zip(weights, balls.gap, strict=True)) / total

    def floats(self) -> tuple[list[float], list[float]]:
        """Masses and gaps as floats, for guesses only."""
        with working_precision(64):
            balls = self._balls()
            return [float(m.mid()) for m in balls.mass], [float(g.mid()) for g in balls.gap]

    def _common_weights(self) -> tuple[list[fmpz] | None, Fraction]:
        """Level masses as integers in lowest terms, and what they were divided by; None for log-probabilities."""
        if self.samples.logarithmic:
            return None, Fraction(1)
        masses = [sum((self.samples.masses[i] or Fraction(0) for i in group), Fraction(0)) for group in self._members]
        common = fmpz(1)
        for mass in masses:
            common = common.lcm(fmpz(mass.denominator))
        weights = [fmpz(mass.numerator) * (common // mass.denominator) for mass in masses]
        return weights, Fraction(int(sum(weights, fmpz(0))), int(common))

    def _total_mass(self, support: list[int]) -> Number:
        if self._weights is not None:
            return self._total
        logs = [self.samples.masses[i] for i in support]
        if all(value == 0 for value in logs):  # the only rational log-probabilities with a rational sum
            return Fraction(len(logs))
        return EnclosedReal(lambda: _sum(ball_of(value).exp() for value in logs))

    def _problem(self, normalize: bool) -> str:
        if self.samples.repeated:
            count = self.samples.repeated
            return f"{count} output{'s are' if count > 1 else ' is'} listed more than once: merge these rows first"
        if not self.values:
            return "the probabilities sum to 0"
        return "" if normalize or self.is_normalised else "the probabilities do not sum to 1"

    def _balls(self) -> _Balls:
        if self._cached is None or self._cached.bits < ctx.prec:
            if self._weights is not None:
                total = arb(sum(self._weights, fmpz(0)))
                mass = [arb(weight) / total for weight in self._weights]
                golden = self._golden_means(lambda i: ball_of(self.samples.masses[i]))
            else:
                logs = self.samples.masses
                top = max(value for value in logs if value is not None)
                single = [arb(0) if v is None else (ball_of(v - top)).exp() for v in logs]
                whole = _sum(single)
                mass = [_sum(single[i] for i in group) / whole for group in self._members]
                golden = self._golden_means(lambda i: single[i])
            upto, running = [], arb(0)
            for m in mass:
                running += m
                upto.append(running)
            upto[-1] = arb(1)
            gap = [ball_of(value - self.values[-1]) for value in self.values]
            self._cached = _Balls(ctx.prec, mass, upto, gap, golden)
        return self._cached

    def _golden_means(self, mass: Callable[[int], arb]) -> list[arb]:
        """The mean golden reward of every level: inside a level best-of-N keeps the proportions of the reference."""
        scores = self.samples.golden
        if scores is None:
            return []
        means = []
        for group in self._members:
            share = [mass(i) for i in group]
            means.append(_sum(s * ball_of(scores[i]) for s, i in zip(share, group, strict=True)) / _sum(share))
        return means

    def _pair(self, n: int) -> tuple[list[arb], list[arb]]:
        return self._gains(n), self._balls().mass

    def _gains(self, n: int) -> list[arb]:
        """F_l^N − F_{l−1}^N = exp(N·log F_l)·(1 − (F_{l−1}/F_l)^N), without cancellation."""
        kept = self._gained.get(n)
        if kept is None or kept[0] < ctx.prec:
            balls, gains = self._balls(), []
            before: arb | None = None
            for mass, upto in zip(balls.mass, balls.upto, strict=True):
                power = (n * upto.log()).exp()
                if before is not None:
                    share = mass / upto
                    ratio = (-share).log1p() if share < 0.5 else (before / upto).log()
                    power = power * -(n * ratio).expm1()
                gains.append(power)
                before = upto
            self._gained[n] = kept = (ctx.prec, gains)
        return kept[1]

    def _mean(self, name: str, n: int, values: Callable[[_Balls], list[arb]], shift: Fraction) -> Number:
        def evaluate() -> arb:
            weights = self._balls().mass if n == 1 or self.is_constant else self._gains(n)
            return ball_of(shift) + _sum(w * v for w, v in zip(weights, values(self._balls()), strict=True))

        if name == "reward" and self.is_constant:
            return self.values[0]
        return self._kept(name, n, evaluate)

    def _tilted(
        self, name: str, n: int, values: Callable[[_Balls], list[arb]], shift: Fraction, same: Callable[[int], Any]
    ) -> Number:
        alpha = self.alpha(n)
        if n == 1 or len(self.values) <= 2:  # the tilt is the best-of-N policy itself
            found: Number = same(n)
            return found

        def evaluate() -> arb:
            x, balls = ball_of(alpha), self._balls()
            weights = [m * (x * gap).exp() for m, gap in zip(balls.mass, balls.gap, strict=True)]
            mean = _sum(w * v for w, v in zip(weights, values(balls), strict=True)) / _sum(weights)
            return ball_of(shift) + mean

        return self._kept(name, n, evaluate)

    def _two_levels(self, n: int) -> EnclosedReal:
        """With two levels best-of-N is a tilt: α·(v₂ − v₁) = log(π₂/m₂) − log(π₁/m₁)."""

        def evaluate() -> arb:
            (low, high), (m_low, m_high) = self._pair(n)
            return ((high / m_high).log() - (low / m_low).log()) / -self._balls().gap[0]

        return _guarded(evaluate)

    def _root(self, n: int) -> EnclosedReal:
        unit = 1 / (self.values[-1] - self.values[0])
        masses, gaps = self.floats()
        with working_precision(_GUARD_BITS):
            near = bool((n * self._balls().upto[-2].log()).exp() < _NEAR)
        if near:  # what is missing to the largest divergence can be tiny: it is compared without cancellation
            target = self._kept("missing", n, lambda: missing(*self._pair(n)))
            guess = decreasing_guess(masses, gaps, float(ball_of(target).mid()))

            def function(x: arb) -> arb:
                balls = self._balls()
                return ball_of(target) - tilt_missing(balls.mass, balls.gap, x)

            return certified_tilt(function, self.tilt_kl_slope, guess, unit)
        divergence = self.kl(n)
        guess = increasing_guess([(masses, gaps)], float(ball_of(divergence).mid()))
        return certified_tilt(lambda x: self.tilt_kl(x) - ball_of(divergence), self.tilt_kl_slope, guess, unit)

    def _kept(self, name: str, n: int, evaluate: Callable[[], arb]) -> EnclosedReal:
        found: EnclosedReal | None = self._answers.get((name, n))
        if found is None:
            found = self._answers[name, n] = _guarded(evaluate)
        return found


def _guarded(evaluate: Callable[[], arb]) -> EnclosedReal:
    """An enclosed real whose sums run with guard bits for their rounding errors."""

    def guarded() -> arb:
        with working_precision(ctx.prec + _GUARD_BITS):
            return evaluate()

    return EnclosedReal(guarded)


def _sum(values: Any) -> arb:
    return sum(values, arb(0))
