"""Certified roots of strictly monotone functions: mpmath finds them, interval Newton proves them.

The caller shows that the function is strictly increasing and brackets the root; a ball that one interval
Newton step maps into its own interior contains exactly one root, and every further step doubles its digits.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING

from flint import arb, ctx

from exactalign.numbers.brackets import bracket
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.enclosures import sign_of_ball
from exactalign.numbers.precision import first_told, refine, working_precision

if TYPE_CHECKING:
    import mpmath

NEAR_BITS = 256
"""Working precision at which a root near a guess is proved; for some 60 digits no other is needed afterwards."""

_START_BITS = 128
_STEP_BITS = 40
_MARGIN = 8  # bits that a step may fall short of what its order promises
_GUESS_SHIFTS = (48, 20)
_NARROW = 1 << 16
_MAX_EXPONENT = 1 << 40
_MAX_BITS = 1 << 16  # where locating a root gives up: it would lie within 10^-19000 of a wall


Jet = Callable[[arb], tuple[arb, arb, arb, arb]]
"""A function and its first three derivatives at a point."""


class _NewtonRefined(EnclosedReal, ABC):
    """A root known to lie in a ball that interval Newton steps shrink; subclasses say what a step is."""

    __slots__ = ("_known",)

    _known: arb
    _order = 2  # how many times the digits a step leaves

    def __init__(self) -> None:
        self._cached = None  # no procedure: a method of its own would be a circle, freed by garbage collection alone

    @abstractmethod
    def _newton(self, ball: arb, bits: int) -> arb | None:
        """The part of a ball around the root in which one interval Newton step leaves it; None where it fails."""

    def ball(self, bits: int) -> arb:
        """What is known of the root, where that is enough."""
        return self._known if self._known.rel_accuracy_bits() >= bits else super().ball(bits)

    def _prepare(self, bits: int) -> None:
        """Compute what every step needs once, at the precision of the last one."""

    def _evaluate(self) -> arb:
        """The root to the precision in force, by interval Newton steps of growing precision."""
        wanted, ball = ctx.prec, self._known
        if ball.rel_accuracy_bits() < wanted:
            self._prepare(wanted + _STEP_BITS)
        while ball.rel_accuracy_bits() < wanted:
            before = ball.rel_accuracy_bits()
            # Planned from the end, so that the last and dearest step just reaches what is wanted.
            goal = wanted
            while goal > self._order * max(before, 32) - _MARGIN:
                goal = goal // self._order + _MARGIN
            ball = self._newton(ball, goal + _STEP_BITS) or ball
            if ball.rel_accuracy_bits() <= before + 4:
                # The function lost digits to cancellation: work with more.
                ball = self._newton(ball, 2 * wanted + 200) or ball
                if ball.rel_accuracy_bits() <= before + 4:
                    break
        self._known = ball
        return ball


class CertifiedRoot(_NewtonRefined):
    """The only root of a strictly increasing function between `low` and `high`, as an enclosed real.

    `function` and `derivative` map balls to balls at the precision in force; `low` and `high` are exact
    balls where the function is negative and positive (checked).

    >>> root = CertifiedRoot(lambda x: x * x - 2, lambda x: 2 * x, arb(1), arb(2))
    >>> root
    EnclosedReal(1.41421356237309…)
    """

    __slots__ = ("_derivative", "_function")

    def __init__(self, function: Callable[[arb], arb], derivative: Callable[[arb], arb], low: arb, high: arb) -> None:
        super().__init__()
        self._function = function
        self._derivative = derivative
        self._known = self._located(low, high)

    def _newton(self, ball: arb, bits: int) -> arb | None:
        """One interval Newton step: the root in `ball` lies in mid − f(mid)/f′(ball) as well."""
        # f(mid) is small, so half of the digits are enough for the slope.
        with working_precision(bits // 2 + 64):
            slope = self._derivative(ball)
        if not slope > 0:
            return None
        with working_precision(bits):
            middle = ball.mid()
            step = middle - self._function(middle) / slope
            if not step.is_finite():
                return None
            return step.intersection(ball) if step.overlaps(ball) else None

    def _located(self, low: arb, high: arb) -> arb:
        """A ball proved to contain the root, small enough for Newton steps to shrink it."""
        return refine(
            lambda bits: self._locate_at(low, high, bits),
            "the root could not be located: it lies too close to the end of its range",
            start=_START_BITS,
            limit=_MAX_BITS,
        )

    def _locate_at(self, low: arb, high: arb, bits: int) -> arb | None:
        with working_precision(bits):
            if not (self._function(low) < 0 and self._function(high) > 0):
                return None
            if (high - low) * _NARROW < low:  # nothing to look for: Newton steps shrink what is given
                step = self._contracted(low.union(high))
                if step is not None:
                    return step
            candidate = self._candidate(low, high)
            for shift in (bits // 2, bits // 4, bits // 8, 16, 8, 4):
                ball = arb(candidate, _radius(candidate, shift))
                step = self._contracted(ball)
                if step is not None:
                    return step
            # Bisection with decided signs, until a Newton step contracts.
            for count in range(4 * bits):
                middle = ((low + high) / 2).mid()
                sign = sign_of_ball(self._function(middle))
                if sign is None:
                    return None
                if sign == 0:
                    return middle
                low, high = (middle, high) if sign < 0 else (low, middle)
                if count % 8 == 7:
                    step = self._contracted(low.union(high))
                    if step is not None:
                        return step
        return None

    def _contracted(self, ball: arb) -> arb | None:
        """N(ball) if it lies in the interior of the ball, which proves a root there."""
        slope = self._derivative(ball)
        if not slope > 0:
            return None
        middle = ball.mid()
        step = middle - self._function(middle) / slope
        return step if ball.contains_interior(step) else None

    def _candidate(self, low: arb, high: arb) -> arb:
        """mpmath's root between low and high (only a guess: it is certified afterwards)."""
        import mpmath  # here, so that commands which solve nothing start faster

        def value(x: mpmath.mpf) -> mpmath.mpf:
            return _to_mpf(self._function(_to_arb(x)).mid())

        middle = ((low + high) / 2).mid()
        with mpmath.workprec(ctx.prec):
            try:
                root = mpmath.findroot(
                    value,
                    (_to_mpf(low), _to_mpf(high)),
                    solver="anderson",
                    tol=mpmath.mpf(2) ** -ctx.prec,
                    maxsteps=60,
                    verify=False,
                )
                guess = _to_arb(root)
            except (ValueError, ZeroDivisionError):
                return middle
        return guess if low <= guess <= high else middle


class RootNearGuess(_NewtonRefined):
    """The only root of a function that increases strictly where it is looked for, found from a guess close to it.

    `evaluate` maps an exact ball to balls around the function and its first three derivatives there; `fourth` maps a
    ball to a bound on the size of the fourth derivative over it, and `prepare` computes, at the precision in force,
    what later evaluations keep. So a step needs the function at one point only, and leaves four times the digits.
    Made by `near`, which proves that there is a root.

    >>> def cube(x: arb) -> tuple[arb, arb, arb, arb]:
    ...     return x * x * x - 2, 3 * x * x, 6 * x, arb(6)
    >>> RootNearGuess.near(cube, lambda ball: arb(0), 1.2599210498)
    EnclosedReal(1.25992104989487…)
    >>> RootNearGuess.near(cube, lambda ball: arb(0), 1.3) is None
    True
    """

    __slots__ = ("_evaluate_at", "_fourth", "_prepare_all")

    _order = 4

    def __init__(self, evaluate: Jet, fourth: arb, ball: arb, prepare: Callable[[], object]) -> None:
        super().__init__()
        self._evaluate_at = evaluate
        self._fourth = fourth
        self._prepare_all = prepare
        self._known = ball

    def _prepare(self, bits: int) -> None:
        with working_precision(bits):
            self._prepare_all()

    @classmethod
    def near(
        cls, evaluate: Jet, fourth: Callable[[arb], arb], guess: float, prepare: Callable[[], object] = lambda: None
    ) -> RootNearGuess | None:
        """Return the root within a relative distance of 2^−20 of a positive guess, None when none is proved there."""
        with working_precision(NEAR_BITS):
            for shift in _GUESS_SHIFTS:
                ball = arb(guess, guess * 2.0**-shift)
                # The bound over this ball holds in every smaller one.
                root = cls(evaluate, fourth(ball).upper(), ball, prepare)
                steps = root._steps(ball)
                if steps is not None and ball.contains_interior(steps[0]):
                    root._known = steps[1]
                    return root
        return None

    def _steps(self, ball: arb) -> tuple[arb, arb] | None:
        """Where an interval Newton step leaves the root, and where the terms of the series after it do."""
        middle, radius = ball.mid(), ball.rad()
        value, slope, bend, third = self._evaluate_at(middle)
        slopes = slope + arb(0, radius * (abs(bend) + radius * (abs(third) + radius * self._fourth)))
        if not slopes > 0:
            return None
        step = -value / slopes
        if not step.is_finite():
            return None
        # 0 = 6f + 6h·f′ + 3h²·f″ + h³·f‴ + rest, with h in the step; h is read off, and again as it is known closer.
        square, finer = step * step, step
        value, slope, bend = 6 * value + arb(0, square * square * self._fourth), 6 * slope, 3 * bend
        for _ in range(self._order - 2):
            finer = -(value + finer * finer * (bend + finer * third)) / slope
        return middle + step, middle + finer

    def _newton(self, ball: arb, bits: int) -> arb | None:
        with working_precision(bits):
            steps = self._steps(ball)
            return steps[1].intersection(ball) if steps is not None and steps[1].overlaps(ball) else None


def increasing_root(function: Callable[[arb], arb], derivative: Callable[[arb], arb], guess: arb) -> CertifiedRoot:
    """Return the root of a strictly increasing function on (0, ∞), from a positive guess.

    The caller has proved that the root exists. It is bracketed from `guess` by squaring the step, then
    by bisecting exponents, so that roots of any size are found in few evaluations.

    >>> increasing_root(lambda x: x - arb(10) ** 30, lambda x: arb(1), arb(1)).enclose(5).width
    Fraction(0, 1)
    """

    guess = guess.mid()

    def scaled(exponent: int) -> arb:
        """guess·2^exponent, exactly."""
        with working_precision(_START_BITS + guess.bits()):
            power = 1 << abs(exponent)
            return guess * power if exponent >= 0 else guess / power

    def sign_at(exponent: int) -> int | None:
        """None where x is the root, or too close to it or to a wall: the certified root looks on both sides."""
        x = scaled(exponent)

        def told(bits: int) -> int | None:
            with working_precision(bits):
                return sign_of_ball(function(x))

        return first_told(told, _START_BITS, _MAX_BITS)

    found = bracket(sign_at, _MAX_EXPONENT)
    return CertifiedRoot(function, derivative, scaled(found.below), scaled(found.above))


def _radius(center: arb, shift: int) -> arb:
    return (abs(center) / (1 << shift)).upper()


def _to_mpf(exact: arb) -> mpmath.mpf:
    import mpmath

    mantissa, exponent = exact.man_exp()
    return mpmath.ldexp(mpmath.mpf(int(mantissa)), int(exponent))


def _to_arb(value: mpmath.mpf) -> arb:
    sign, mantissa, exponent, _ = value._mpf_
    size: arb = arb(int(mantissa))
    size = size * (1 << exponent) if exponent >= 0 else size / (1 << -exponent)
    return -size if sign else size
