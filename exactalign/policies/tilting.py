"""The mismatched tilt T(q, p, α) ∝ p·q^α, its aligned family, and the tilt of a KL divergence or a reward.

Everything depends on α through Z(α) = Σ p·e^(αr) and its derivatives, with r the reward (r = log q for an
alignment distribution q). A constant added to r changes Z but not the tilt.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from itertools import islice
from typing import Any, Literal

import attrs
from flint import arb, ctx, fmpz

from exactalign.exceptions import DistributionError, LogFormError, ParameterError
from exactalign.laws.distributions import Distribution
from exactalign.laws.divergences import kl_divergence
from exactalign.laws.entries import shown_probability
from exactalign.laws.outcomes import Outcome
from exactalign.laws.rewards import Reward, groups_by_reward, matched
from exactalign.numbers.arguments import checked
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.infinity import Infinity, oo
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.precision import working_precision
from exactalign.numbers.rationals import fraction
from exactalign.numbers.reading import Number, decided_real, exact_real, whole_number
from exactalign.numbers.roots import increasing_root
from exactalign.policies.tilt_sums import TiltSums
from exactalign.text.articles import with_article
from exactalign.text.displayed import Displayed
from exactalign.text.rows import Rows

Feasibility = Literal["tilt", "boundary", "beyond", "constant-reward"]
"""Which case of the optimum holds: an α exists, Δ is Δ_max, it is past it, or there is nothing to choose."""

MAX_EXACT_TILT = 10_000
"""Largest |α| at which a tilt by an integer is written out exactly."""

_GUESS_BITS = 64
_GUESS_DIGITS = 6
_SHOWN_OUTCOMES = 20
_INTEGER_BITS = 64
_INTEGER_SEARCH = 64  # certified roots this small are compared, exactly, with the nearest integer


def tilt(p: Distribution, q: Distribution | Reward, alpha: Any) -> Distribution | TiltedDistribution:
    """Return the mismatched tilt T(q, p, α), proportional to p·q^α (equation (1) of asymptotics).

    q is an alignment distribution, or a reward r standing for q ∝ e^r; α is any real: rational-like,
    `LogForm` or `EnclosedReal`. The result is an exact `Distribution` for an integer α when q is rational, and p itself
    for every α when the reward is constant on its support; otherwise a `TiltedDistribution`, whose probabilities are
    enclosed.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> q = Distribution.from_probabilities(["2/3", "1/9", "2/9"])
    >>> tilt(p, q, 1)
    Distribution.from_probabilities(['12/25', '3/25', '2/5'])
    """
    return AlignedFamily(p, q).at(alpha)


class AlignedFamily(Displayed):
    """The tilts T(q, p, α) of a reference p, for all real α (Definition 4 of asymptotics).

    Built from p and an alignment distribution q or a `Reward`. Verbs take α as a rational-like, `LogForm`
    or `EnclosedReal`; their results are exact at integer α when q is rational, and where the reward is constant, else
    enclosed.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> family = AlignedFamily(p, Distribution.from_probabilities(["2/3", "1/9", "2/9"]))
    >>> family.align("11/100").alpha
    EnclosedReal(0.709138084545623…)
    >>> family.kl_max
    LogForm('log(5)')
    """

    def __init__(self, reference: Distribution, q: Distribution | Reward) -> None:
        if not isinstance(reference, Distribution):
            raise DistributionError(
                f"the reference must be a Distribution, not {with_article(type(reference).__name__)}"
            )
        if not isinstance(q, (Distribution, Reward)):
            raise DistributionError(f"q must be a Distribution or a Reward, not {with_article(type(q).__name__)}")
        reward = q if isinstance(q, Reward) else Reward.log_of(q.aligned_to(reference))
        self.reference = reference
        self.reward = matched(reward, reference)
        self.groups, masses = groups_by_reward(self.reward, reference)
        self.values: tuple[LogForm, ...] = tuple([self.reward[group[0]] for group in self.groups])
        self.masses = tuple(masses)
        self.sums = TiltSums(self.values, self.masses, reference._total)

    @property
    def is_constant(self) -> bool:
        """Whether the reward is constant on the support of the reference: then every tilt is the reference."""
        return len(self.groups) == 1

    @cached_property
    def kl_max(self) -> LogForm:
        """Δ_max = −log p(argmax of the reward on the support): the KL divergence of the tilt as α → ∞."""
        return log(fraction(self.reference._total, self.masses[-1]))

    @cached_property
    def kl_min_end(self) -> LogForm:
        """−log p(argmin of the reward on the support): the KL divergence of the tilt as α → −∞."""
        return log(fraction(self.reference._total, self.masses[0]))

    @cached_property
    def alignment(self) -> Distribution | None:
        """The alignment distribution q ∝ e^r on the support when it is rational, else None."""
        try:
            return self.reward.restricted(self.reference.support).alignment()
        except LogFormError:
            return None

    @property
    def best(self) -> Distribution:
        """The reference given its best outcomes: the limit of the tilt as α → ∞."""
        return self.reference.condition(self.groups[-1])

    @property
    def worst(self) -> Distribution:
        """The reference given its worst outcomes: the limit of the tilt as α → −∞."""
        return self.reference.condition(self.groups[0])

    def at(self, alpha: Any) -> Distribution | TiltedDistribution:
        """Return T(q, p, α); at ±`oo` the limit."""
        if isinstance(alpha, Infinity):
            return self.best if alpha.sign > 0 else self.worst
        value = exact_real(alpha, "alpha")
        exact = self._exact_tilt(value)
        return TiltedDistribution(self, value) if exact is None else exact

    def log_partition(self, alpha: Any) -> LogForm | EnclosedReal:
        """Return log Z(α) = log Σ p·e^(αr), a log form when α is an integer and every e^r is rational."""
        value = exact_real(alpha, "alpha")
        if isinstance(value, Fraction) and value.denominator == 1 and abs(value) <= MAX_EXACT_TILT:
            # Σ p·e^(α(r − r₀)) is rational when the differences are logarithms of rationals.
            exact = self._exact_log_partition(int(value))
            if exact is not None:
                return exact
        return EnclosedReal(lambda: self.sums.log_partition(ball_of(value)))

    @checked
    def cumulant(self, order: int, alpha: Any = 0) -> LogForm | EnclosedReal:
        """Return the cumulant of the reward under T(q, p, α): 1 is the mean, 2 the variance, up to 4.

        They are the derivatives of log Z(α). The mean is a log form when the tilt is exact.

        >>> family = AlignedFamily(Distribution.uniform(2), Reward.values([0, 2]))
        >>> family.cumulant(1), family.cumulant(2).enclose(9).midpoint
        (LogForm('1'), Fraction(1, 1))
        """
        if not 1 <= whole_number(order, "order", 0) <= 4:
            raise ParameterError(f"order is {order}: cumulants of order 1 to 4 are known")
        value = exact_real(alpha, "alpha")
        if order == 1:
            exact = self._exact_tilt(value)
            if exact is not None:
                mean = exact.expectation(self.reward)
                return LogForm.of(mean)
        return EnclosedReal(lambda: self.sums.cumulants(ball_of(value))[order - 1])

    def expected_reward(self, alpha: Any) -> LogForm | EnclosedReal:
        """Return E r under T(q, p, α), strictly increasing in α unless the reward is constant."""
        if isinstance(alpha, Infinity):
            return self.values[-1] if alpha.sign > 0 else self.values[0]
        return self.cumulant(1, alpha)

    def reward_variance(self, alpha: Any) -> EnclosedReal:
        """Return the variance of the reward under T(q, p, α)."""
        return EnclosedReal.of(self.cumulant(2, alpha))

    def kl(self, alpha: Any) -> LogForm | EnclosedReal:
        """Return KL(T(q, p, α)‖p) = α·E r − log Z(α): a log form where the tilt is exact, else enclosed.

        >>> p = Distribution.from_probabilities(["1/3", "2/3"])
        >>> AlignedFamily(p, Distribution.from_probabilities(["2/3", "1/3"])).kl(2)
        LogForm('1/3*log(2)')
        """
        if isinstance(alpha, Infinity):
            return self.kl_max if alpha.sign > 0 else self.kl_min_end
        value = exact_real(alpha, "alpha")
        exact = self._exact_tilt(value)
        if exact is not None:
            divergence = kl_divergence(exact, self.reference)
            assert isinstance(divergence, LogForm)
            return divergence
        return EnclosedReal(lambda: self.sums.kl(ball_of(value)))

    def align(self, kl: Any) -> Alignment:
        """Return the optimum within a KL divergence Δ = `kl` ≥ 0 (Lemma 1 of asymptotics, in its true scope).

        Δ is rational-like or a `LogForm` (also as text, `"1/2*log(9/8)"`). Which case holds is decided
        exactly: `tilt` (α exists and is unique: 0 ≤ Δ < Δ_max), `boundary` (Δ = Δ_max), `beyond`, or
        `constant-reward`. No α is returned that does not exist.

        Raises `ParameterError` for a negative Δ.
        """
        delta = decided_real(kl, "kl")
        sign = delta.sign()
        if sign < 0:
            raise ParameterError(f"kl is {delta}: it must not be negative")
        if self.is_constant:
            return Alignment("constant-reward", None, self.reference, not sign or len(self.groups[0]) == 1, self)
        if not sign:
            return Alignment("tilt", Fraction(0), self.reference, True, self)
        # A root that is proved shows that Δ < Δ_max, the limit that KL never reaches: then nothing else is decided.
        near = self.sums.kl_root_near_guess(delta)
        if near is None and delta >= self.kl_max:
            case: Feasibility = "boundary" if delta == self.kl_max else "beyond"
            unique = case == "boundary" or len(self.groups[-1]) == 1
            return Alignment(case, None, self.best, unique, self)
        alpha = self._alpha(delta, near)
        return Alignment("tilt", alpha, self.at(alpha), True, self)

    def negative_alpha(self, kl: Any) -> Fraction | EnclosedReal | None:
        """Return the negative second root of KL(T(q, p, α)‖p) = Δ, or None when there is none.

        It exists exactly when the reward is not constant and 0 < Δ < −log p(argmin of the reward); it makes
        the reward worse, and is never what α(Δ) means.
        """
        delta = decided_real(kl, "kl")
        if self.is_constant or not 0 < delta < self.kl_min_end:
            return None
        mirrored = AlignedFamily(self.reference, Reward({o: -v for o, v in self.reward.items()}))
        return -mirrored.alpha_for_kl(delta)

    def alpha_for_reward(self, target: Any) -> Fraction | EnclosedReal:
        """Return the α ∈ R with E r = target under T(q, p, α).

        It exists, and is unique, exactly for min r < target < max r on the support; raises `ParameterError`
        outside, with the reachable range.
        """
        goal = decided_real(target, "target")
        low, high = self.values[0], self.values[-1]
        if not low < goal < high:
            raise ParameterError(
                f"an expected reward of {goal} is reached by no tilt: it must lie strictly between {low} and {high}"
            )

        def function(x: arb) -> arb:
            return self.sums.cumulants(x, 1)[0] - ball_of(goal)

        def derivative(x: arb) -> arb:
            return self.sums.cumulants(x, 2)[1]

        mean = LogForm.of(self.reference.expectation(self.reward))
        if mean == goal:
            return Fraction(0)
        with working_precision(_GUESS_BITS):
            scale = 1 / ball_of((high - low).enclose(_GUESS_DIGITS).midpoint)
        sign = 1 if goal > mean else -1
        # Look from 0 to the side where the target lies, in units of 1/(range of the reward).
        root = increasing_root(lambda x: sign * function(sign * x), lambda x: derivative(sign * x), scale)
        return self._integer_root(root if sign > 0 else -root, lambda k: self.expected_reward(k) == goal)

    def beta(self, t: Any) -> Fraction | EnclosedReal:
        """Return β(t), the β ∈ R with H(T(q, p, β)‖q) = t (Theorem 1 of asymptotics), for r = log q.

        Exists exactly for min(−r) < t < max(−r) on the support; raises `ParameterError` outside.
        """
        return self.alpha_for_reward(-decided_real(t, "t"))

    @checked
    def alpha_for_kl(self, delta: LogForm | EnclosedReal) -> Fraction | EnclosedReal:
        """The only α > 0 with KL = Δ, for 0 < Δ < Δ_max: KL increases from 0 to Δ_max on (0, ∞)."""
        return self._alpha(delta, self.sums.kl_root_near_guess(delta))

    def _alpha(self, delta: LogForm | EnclosedReal, near: EnclosedReal | None) -> Fraction | EnclosedReal:
        root = self.sums.kl_root_in_bracket(delta) if near is None else near
        return self._integer_root(root, lambda k: self.kl(k) == delta)

    def _integer_root(self, root: EnclosedReal, holds: Any) -> Fraction | EnclosedReal:
        """The root as an exact integer when it is one, which is decided when q is rational."""
        candidate = root.ball(_INTEGER_BITS).unique_fmpz()
        if candidate is not None and abs(candidate) <= _INTEGER_SEARCH and self.alignment is not None:
            k = int(candidate)
            if holds(k):
                return Fraction(k)
        return root

    def _exact_tilt(self, alpha: Number) -> Distribution | None:
        if self.is_constant:
            return self.reference
        if not isinstance(alpha, Fraction) or alpha.denominator != 1 or abs(alpha) > MAX_EXACT_TILT:
            return None
        if alpha == 0:
            return self.reference
        q = self.alignment
        if q is None:
            return None
        power = int(alpha)
        weights = list(q._weights)
        if power < 0:
            common = fmpz(1)
            for weight in weights:
                common = common.lcm(weight)
            weights = [common // w for w in weights]
        tilted = dict(zip(q.outcomes, (w ** abs(power) for w in weights), strict=True))
        return Distribution._from_integers(
            self.reference.outcomes,
            [w * tilted[o] if w else fmpz(0) for o, w in self.reference._pairs()],
        )

    def _exact_log_partition(self, alpha: int) -> LogForm | None:
        try:
            ratios = [(value - self.values[0]).exp() for value in self.values]
        except LogFormError:
            return None
        total = sum((ratio**alpha * int(mass) for ratio, mass in zip(ratios, self.masses, strict=True)), Fraction(0))
        return log(total / int(self.reference._total)) + self.values[0] * alpha

    def _shown(self) -> Rows:
        reference = self.reference
        rows = ((o, shown_probability(w, reference._total), self.reward[o]) for o, w in reference._pairs())
        said = (
            "the reward is constant: every tilt is the reference"
            if self.is_constant
            else (f"α(Δ) exists for 0 ≤ Δ < {self.kl_max.short_text()}")
        )
        return Rows(("outcome", "reference", "reward"), rows, len(reference), "Tilts of the reference", (said,))

    def __repr__(self) -> str:
        return f"AlignedFamily({self.reference!r}, {self.reward!r})"


class TiltedDistribution(Displayed):
    """A mismatched tilt whose probabilities are enclosed reals; made by `tilt` and `AlignedFamily`.

    >>> p = Distribution.from_probabilities(["1/2", "1/2"])
    >>> t = tilt(p, Distribution.from_weights([1, 4]), "1/2")
    >>> t.probability(1).enclose(10).width < Fraction(1, 10**10), Fraction(2, 3) in t.probability(1).enclose(10)
    (True, True)
    """

    def __init__(self, family: AlignedFamily, alpha: Number) -> None:
        self.family = family
        self.alpha = alpha
        self._cached: tuple[int, tuple[arb, arb, arb]] | None = None

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All outcomes, in the order of the reference."""
        return self.family.reference.outcomes

    def probability(self, outcome: Any) -> Fraction | EnclosedReal:
        """Return the probability of an outcome, enclosed (exactly 0 where the reference is 0)."""
        family = self.family
        weight = family.reference._weights[family.reference.index(outcome)]
        if not weight:
            return Fraction(0)
        value = family.reward[outcome]

        def enclosed() -> arb:
            alpha, top, total = self._normaliser()
            return arb(weight) * (alpha * (ball_of(value) - top)).exp() / total

        return EnclosedReal(enclosed)

    __getitem__ = probability

    def items(self) -> Iterator[tuple[Outcome, Fraction | EnclosedReal]]:
        """Iterate over (outcome, probability)."""
        return ((outcome, self.probability(outcome)) for outcome in self.outcomes)

    def _normaliser(self) -> tuple[arb, arb, arb]:
        """α, the dominating value, and Σ mass·e^(α·gap): kept, since every probability needs them."""
        if self._cached is None or self._cached[0] < ctx.prec:
            alpha, family = ball_of(self.alpha), self.family
            (total,) = family.sums.sums(alpha, 0)
            top = family.sums.dominating(alpha)
            self._cached = (ctx.prec, (alpha, top, total))
        return self._cached[1]

    def kl(self) -> LogForm | EnclosedReal:
        """Return KL(T‖p)."""
        return self.family.kl(self.alpha)

    def expected_reward(self) -> LogForm | EnclosedReal:
        """Return the expected reward."""
        return self.family.expected_reward(self.alpha)

    def kl_from(self, policy: Distribution) -> EnclosedReal | LogForm | Infinity:
        """Return KL(policy‖T) = KL(policy‖p) − α·E_policy r + log Z(α), the identity of Lemma 2 of asymptotics.

        >>> p = Distribution.uniform(2)
        >>> t = tilt(p, Distribution.from_weights([1, 4]), "1/2")
        >>> float(t.kl_from(Distribution.from_weights([1, 2]))) < 1e-15
        True
        """
        family = self.family
        policy = policy.aligned_to(family.reference)
        base = kl_divergence(policy, family.reference)
        if isinstance(base, Infinity):
            return oo
        mean = LogForm.of(policy.expectation(family.reward))
        return EnclosedReal(
            lambda: ball_of(base) - ball_of(self.alpha) * ball_of(mean) + family.sums.log_partition(ball_of(self.alpha))
        )

    def tilted(self, beta: Any) -> Distribution | TiltedDistribution:
        """Return the tilt of this tilt, T(q, T(q, p, α), β) = T(q, p, α + β) (Lemma 9 of asymptotics)."""
        shift = exact_real(beta, "alpha")
        return self.family.at(self.alpha + shift)

    def __len__(self) -> int:
        return len(self.outcomes)

    def _shown(self) -> Rows:
        title = f"The reference tilted with α = {_alpha_text(self.alpha)}"
        return Rows(("outcome", "probability"), self.items(), len(self), title)

    def __repr__(self) -> str:
        shown = ", ".join(f"{o!r}: {p}" for o, p in islice(self.items(), 10))
        return f"TiltedDistribution(α = {_alpha_text(self.alpha)}: {{{shown}{', …' if len(self) > 10 else ''}}})"


@attrs.frozen(repr=False, slots=False)
class Alignment(Displayed):
    """The answer of `AlignedFamily.align`: which case holds, and the optimal policy.

    `alpha` is None unless the case is `tilt`. `policy` is an optimum; it is the only one when `unique`.
    """

    case: Feasibility
    alpha: Fraction | EnclosedReal | None
    policy: Distribution | TiltedDistribution
    unique: bool
    family: AlignedFamily

    @property
    def kl_max(self) -> LogForm:
        """Δ_max of the family."""
        return self.family.kl_max

    def kl(self) -> LogForm | EnclosedReal:
        """Return KL(policy‖p): Δ in case `tilt`, Δ_max at and beyond it, 0 for a constant reward."""
        if self.alpha is not None:
            return self.family.kl(self.alpha)
        return LogForm() if self.case == "constant-reward" else self.family.kl_max

    def expected_reward(self) -> LogForm | EnclosedReal:
        """Return the largest expected reward within Δ."""
        return self.family.expected_reward(oo if self.alpha is None else self.alpha)

    def log_partition(self) -> LogForm | EnclosedReal | None:
        """Return log Z(α), None when there is no α."""
        return None if self.alpha is None else self.family.log_partition(self.alpha)

    def _shown(self) -> Rows:
        rows = (
            ("case", self.case),
            ("α", "none exists" if self.alpha is None and not self.family.is_constant else self.alpha),
            ("KL from the reference", self.kl()),
            ("expected reward", self.expected_reward()),
            ("Δ_max", self.kl_max),
            ("the only optimum", "yes" if self.unique else "no"),
            *((f"φ({outcome})", mass) for outcome, mass in islice(self.policy.items(), _SHOWN_OUTCOMES)),
        )
        left = len(self.policy) - _SHOWN_OUTCOMES
        notes = (f"… {left:,} more outcomes: see the policy",) if left > 0 else ()
        return Rows(("optimum", "value"), rows, len(rows), notes=notes)

    def __repr__(self) -> str:
        alpha = "" if self.alpha is None else f", α = {_alpha_text(self.alpha)}"
        return f"<Alignment: {self.case}{alpha}, {'unique' if self.unique else 'not unique'}, {self.policy!r}>"


def _alpha_text(alpha: Number) -> str:
    return alpha.short_text() if isinstance(alpha, LogForm) else str(alpha)
