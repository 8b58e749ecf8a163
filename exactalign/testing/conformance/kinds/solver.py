"""The checks of solvers for a KL kl, called with (probabilities, rewards, kl); they return α, or β = 1/α.

An α is judged by what it achieves: |KL(T_α‖p) − Δ|, exactly enclosed at the α that was returned, against the
rounding errors of any evaluation of KL there, plus what the solver's own stopping tolerance moves it by,
α·KL'(α)·rtol = α²·Var·rtol. The default rtol is 2^−(p/2), half of the format's digits; a solver that
promises more is judged by `rtol=`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from exactalign.exceptions import ParameterError, Undecided
from exactalign.laws.rewards import Reward
from exactalign.numbers.decimals import decimal_text
from exactalign.numbers.enclosed import Refinable
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.rationals import rational
from exactalign.policies.tilting import AlignedFamily
from exactalign.testing.conformance.answers import Entry, Returned, Unreadable, is_refusal, number, short_text
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import (
    Call,
    Parameter,
    Role,
    Vector,
    corners,
    model,
    numbers,
    probabilities,
    reference,
    with_zero,
)
from exactalign.testing.conformance.checks import Check, Judge, Kind, repeatable
from exactalign.testing.conformance.draws import Draws
from exactalign.testing.conformance.error_bounds import residual_error
from exactalign.testing.conformance.findings import (
    Deviation,
    answer_text,
    bounds,
    exact_text,
    middle,
    no_answer,
    within,
)
from exactalign.testing.conformance.formats import Format
from exactalign.testing.conformance.kinds.tilt import is_beta


def _parts(case: Call) -> tuple[Vector, Vector, Fraction, AlignedFamily]:
    p, r, kl = case.vector(0), case.vector(1), case.real(2)
    return p, r, kl, AlignedFamily(reference(p), Reward.values(r))


def _is_beta(subject: Subject) -> bool:
    return is_beta(subject.options)


def _wanted(subject: Subject, case: Call) -> str:
    _, _, kl, family = _parts(case)
    return _exact_alpha(subject, family, kl)


def _alpha(subject: Subject, found: Entry) -> Fraction | None:
    """The α that was returned, None when it is infinite."""
    if _is_beta(subject):
        if isinstance(found, Infinity):
            return Fraction(0)
        return None if not found else 1 / found
    return found if isinstance(found, Fraction) else None


def _exact_alpha(subject: Subject, family: AlignedFamily, kl: Fraction) -> str:
    alpha = family.align(kl).alpha
    if alpha is None:
        return "none exists: an exception, None or NaN"
    if _is_beta(subject):
        return "oo" if alpha == 0 else f"1/{exact_text([alpha], True)}"
    return exact_text([alpha], True)


def _solved(subject: Subject, case: Call) -> Deviation | None:
    p, r, kl, family = _parts(case)
    answer = subject.call(case)
    exact = _exact_alpha(subject, family, kl)
    if answer.raised is not None:
        if not kl and _is_beta(subject) and is_refusal(answer):
            return None  # β = 1/0 is no number
        return no_answer(answer, exact)
    try:
        found = number(answer.value)
    except Unreadable as problem:
        return Deviation(short_text(answer.value), exact, str(problem))
    if found is None:
        if not kl and _is_beta(subject):
            return None
        return Deviation("nan", exact, "not a number, though the kl is feasible")
    alpha = _alpha(subject, found)
    shown = answer_text([found], True)
    if alpha is None:
        return Deviation(shown, exact, "an infinite α, though the kl is feasible")
    if alpha < 0:
        return Deviation(shown, exact, "the negative root, which lowers the reward")
    reached = family.kl(alpha)
    allowed = _allowed(subject, p, r, alpha, family)
    if within(kl, reached, allowed):
        return None
    return Deviation(shown, exact, _residual_text(reached, kl, allowed))


def _allowed(subject: Subject, p: Vector, r: Vector, alpha: Fraction, family: AlignedFamily) -> Fraction:
    rtol = _rtol(subject.options)
    if rtol is None:
        rtol = Fraction(1, 1 << (subject.form.precision // 2))
    total = residual_error(subject.form, p, r, alpha)
    if alpha:
        variance = bounds(family.reward_variance(alpha), 256)
        if variance is None:
            raise Undecided("the variance could not be enclosed")
        total += alpha * alpha * variance.upper * (rtol + 4 * subject.form.unit_roundoff)
    return total * subject.slack


def _rtol(options: Mapping[str, Any]) -> Fraction | None:
    if "rtol" not in options:
        return None
    found = rational(options["rtol"], "rtol")
    if not 0 <= found < 1:
        raise ParameterError(f"rtol is {options['rtol']}: a relative error is at least 0, and below 1")
    return found


def _residual_text(reached: Refinable, kl: Fraction, allowed: Fraction) -> str:
    near = middle(reached)
    shown = "0" if not near else decimal_text(near, digits=6)
    missed = decimal_text(abs(near - kl), digits=3)
    relative = f", {decimal_text(abs(near - kl) / kl, digits=3)} of it" if kl else ""
    return f"KL is {shown} there: {missed} from the kl{relative}; allowed are {decimal_text(allowed, digits=3)}"


def _refused(subject: Subject, case: Call) -> Deviation | None:
    """An infeasible kl: a refusal, or the limit itself (α = ∞ above Δ_max, β = 0)."""
    _, _, kl, family = _parts(case)
    answer = subject.call(case)
    if is_refusal(answer) or (kl > 0 and not family.is_constant and _is_limit(subject, answer)):
        return None
    if kl < 0:
        why = "a kl below 0"
    elif family.is_constant:
        why = "the reward is constant, so KL is 0 for every α"
    else:
        why = f"the kl is above Δ_max = {exact_text([family.kl_max], True)}"
    shown = answer.error or short_text(answer.value)
    return Deviation(shown, "none exists: an exception, None or NaN", f"an answer, though {why}")


def _is_limit(subject: Subject, answer: Returned) -> bool:
    try:
        found = number(answer.value)
    except Unreadable:
        return False
    if _is_beta(subject):
        return isinstance(found, Fraction) and not found
    return isinstance(found, Infinity) and found.sign > 0


def _limit(form: Format, drawn: tuple[Vector, Vector]) -> Fraction:
    """Δ_max of the rounded model, rounded."""
    p, r = drawn
    return form.round(AlignedFamily(reference(p), Reward.values(r)).kl_max)


def _inside(draws: Draws) -> Fraction:
    part = draws.whole(1, 12)
    return Fraction(part, part + draws.whole(1, 12))


def _beyond(draws: Draws) -> Fraction:
    return 1 + Fraction(draws.whole(1, 24), 8)


def _drawn(
    share: Callable[[Draws], Fraction] = _inside, *, zero: bool = False, **options: Any
) -> Callable[[Draws, Format], Call]:
    """Models whose reward varies on the support, with a share of Δ_max."""

    def build(draws: Draws, form: Format) -> Call:
        parts = model(draws, form, **({"min_size": 2} | options))
        parts = _varied(with_zero(draws, parts) if zero else parts)
        return Call((*parts, form.round(_limit(form, parts) * share(draws))))

    return build


def _varied(parts: tuple[Vector, Vector]) -> tuple[Vector, Vector]:
    """Raise the last reward of the support where all are equal there."""
    p, r = parts
    support = [i for i, x in enumerate(p) if x]
    if len({r[i] for i in support}) > 1:
        return parts
    if len(support) == 1:
        return (Fraction(1, 2), Fraction(1, 2)), (r[0], r[0] + 1)
    return p, tuple(x + 1 if i == support[-1] else x for i, x in enumerate(r))


def _shifted(draws: Draws, form: Format) -> Call:
    """Whole rewards far from 0."""
    p, shift = probabilities(draws, form, 2), draws.one_of((1000, -1000))
    parts = p, (Fraction(shift), Fraction(shift + 1))
    return Call((*parts, form.round(_limit(form, parts) * _inside(draws))))


def _scaled(draws: Draws, form: Format) -> Call:
    """Rewards times a power of two: exact, and α the more or the less."""
    p, r, kl = _drawn(max_size=3)(draws, form).arguments
    power = draws.whole(0, 40)
    factor = Fraction(2) ** (power // 2 if power % 2 == 0 else -(power + 1) // 2)
    assert isinstance(r, tuple)
    return Call((p, tuple(x * factor for x in r), kl))


def _constant(draws: Draws, form: Format) -> Call:
    parts = model(draws, form, constant=True, zeros=True)
    return Call((*parts, draws.one_of((Fraction(1, 4), Fraction(1)))))


def _near_the_ends(form: Format) -> Sequence[Call]:
    found = []
    for p, r in (("1/2 1/2", "0 1"), ("1/4 1/4 1/2", "0 1 2")):
        parts = numbers(form, p), numbers(form, r)
        shares = (Fraction(1, 100), Fraction(1, 10_000), 1 - Fraction(1, 100), 1 - Fraction(1, 1000))
        found += [Call((*parts, form.round(_limit(form, parts) * share))) for share in shares]
    return found


def _checks(solved: Judge, refused: Judge) -> tuple[Check, ...]:
    return (
        Check(
            "formula",
            "KL(T_α‖p) = Δ for the returned α, 0 < Δ < Δ_max",
            corners(("1/2 1/2", "0 1", "=1/4"), ("1/4 3/4", "1 0", "=1/2"), ("1/4 1/4 1/2", "0 1 2", "=1/8")),
            _drawn(ties=False),
            solved,
        ),
        Check(
            "ties",
            "the same with tied rewards",
            corners(("1/4 1/4 1/2", "1 1 0", "=1/4"), ("1/4 1/2 1/4", "1 0 1", "=1/8")),
            _drawn(min_size=3, ties=True),
            solved,
        ),
        Check(
            "zero-probabilities",
            "outcomes of probability 0 play no part, also when their reward is the highest",
            corners(("0 1/2 1/2", "9 0 1", "=1/4"), ("1/2 0 1/2", "0 -9 1", "=1/2")),
            _drawn(zero=True, max_size=3),
            solved,
        ),
        Check(
            "zero-kl",
            "Δ = 0 is reached by α = 0 alone",
            corners(("1/2 1/2", "0 1", "=0"), ("1/4 3/4", "1 0", "=0")),
            _drawn(lambda _: Fraction(0), zeros=True),
            solved,
        ),
        Check(
            "shift",
            "a constant added to every reward changes nothing",
            corners(("1/2 1/2", "1000 1001", "=1/4"), ("1/2 1/2", "-1000 -1001", "=1/4")),
            _shifted,
            solved,
        ),
        Check(
            "scale",
            "rewards times a factor divide α by it, however large it is or small",
            corners(("1/2 1/2", "0 1/1048576", "=1/4"), ("1/2 1/2", "0 1048576", "=1/4")),
            _scaled,
            solved,
        ),
        Check(
            "near-degenerate",
            "a best outcome of very small probability: Δ_max is far, and α with it",
            corners(("1/1000000000000000000000 1", "1 0", "=4"), ("1/1000000000000000000000 1", "1 0", "=40")),
            None,
            solved,
        ),
        Check(
            "many-outcomes",
            "the same with up to 24 outcomes",
            corners((" ".join(["1/16"] * 16), " ".join(str(5 * k % 16) for k in range(16)), "=1/2")),
            _drawn(min_size=5, max_size=24),
            solved,
        ),
        Check(
            "small-and-large-kl",
            "the same near both ends of the range: 0 < Δ ≪ 1, and Δ just below Δ_max",
            _near_the_ends,
            None,
            solved,
        ),
        Check(
            "infeasible-kl",
            "Δ > Δ_max = −log p(best) is reached by no α: refuse, or return the limit, never a finite α",
            corners(("1/2 1/2", "0 1", "=1"), ("1/4 3/4", "1 0", "=3"), ("1/2 1/2", "0 1", "=1000")),
            _drawn(_beyond, zeros=True),
            refused,
        ),
        Check(
            "constant-reward",
            "a constant reward reaches no Δ > 0: refuse",
            corners(("1/2 1/2", "0 0", "=1/4"), ("1", "3", "=1/2"), ("0 1", "5 0", "=1/4")),
            _constant,
            refused,
        ),
        Check(
            "negative-kl",
            "a KL divergence is never negative: refuse",
            corners(("1/2 1/2", "0 1", "=-1/4"), ("1/4 3/4", "1 0", "=-1")),
            None,
            refused,
        ),
        Check(
            "repeatable",
            "a call leaves its arguments alone, and the same call gives the same answer",
            corners(("1/4 3/4", "1 0", "=1/2"), ("1/4 1/2 1/4", "2 0 1", "=1/4")),
            _drawn(),
            repeatable(_wanted, scalar=True),
        ),
    )


def _variant(options: Mapping[str, Any]) -> Kind:
    """Refuse options before anything is called."""
    is_beta(options)
    _rtol(options)
    return ALPHA_SOLVER


ALPHA_SOLVER = Kind(
    "alpha-solver",
    (
        Parameter("probabilities", Role.PROBABILITIES, batched=True),
        Parameter("rewards", Role.REWARDS, batched=True),
        Parameter("kl", Role.REAL),
    ),
    "the α ≥ 0 with KL(T_α‖p) = kl, T_α = p·e^(αr)/Z; or β = 1/α with parameter='beta'",
    _checks(_solved, _refused),
    options={
        "parameter": "it returns alpha, or beta = 1/alpha",
        "rtol": "the relative error of the answer that the solver stops at: half of the digits if not said",
    },
    variant=_variant,
)
