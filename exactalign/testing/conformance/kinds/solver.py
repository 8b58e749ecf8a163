"""The checks of solvers for a KL kl, called with (probabilities, rewards, kl); they return α, or β = 1/α.

An α is judged by what it achieves: |KL(T_α‖p) − Δ|, exactly enclosed at the α that was returned, against the
rounding errors of any evaluation of KL there, plus what the solver's own stopping tolerance moves it by,
α·KL'(α)·rtol = α²·Var·rtol. The default rtol is 2^−(p/2), half of the format's digits; a solver that
promises more is judged by `rtol=`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from exactalign.exceptions import ParameterError, Undecided
from exactalign.laws.rewards import Reward
from exactalign.numbers.decimals import decimal_text
from exactalign.numbers.enclosed import Refinable
from exactalign.numbers.infinity import Infinity
from exactalign.policies.tilting import AlignedFamily
from exactalign.testing import strategies
from exactalign.testing.conformance.answers import Entry, Returned, Subject, Unreadable, is_refusal, number
from exactalign.testing.conformance.cases import Call, Vector, model, models, reference, rounded, with_zero
from exactalign.testing.conformance.checks import Check, Judge, Kind
from exactalign.testing.conformance.error_bounds import residual_error
from exactalign.testing.conformance.findings import Deviation, answer_text, bounds, exact_text, middle, within
from exactalign.testing.conformance.formats import Format


def _parts(case: Call) -> tuple[Vector, Vector, Fraction, AlignedFamily]:
    p, r, kl = case.arguments
    assert isinstance(p, tuple)
    assert isinstance(r, tuple)
    assert isinstance(kl, Fraction)
    return p, r, kl, AlignedFamily(reference(p), Reward.values(r))


def _is_beta(subject: Subject) -> bool:
    parameter = subject.options.get("parameter", "alpha")
    if parameter not in ("alpha", "beta"):
        raise ParameterError(f"parameter is {parameter!r}: give alpha or beta (= 1/alpha)")
    return bool(parameter == "beta")


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
        return Deviation(answer.error, exact, "no answer", raised=True)
    try:
        found = number(answer.value)
    except Unreadable as problem:
        return Deviation(repr(answer.value)[:200], exact, str(problem))
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
    stated = subject.options.get("rtol")
    rtol = Fraction(1, 1 << (subject.form.precision // 2)) if stated is None else Fraction(stated)
    total = residual_error(subject.form, p, r, alpha)
    if alpha:
        variance = bounds(family.reward_variance(alpha), 256)
        if variance is None:
            raise Undecided("the variance could not be enclosed")
        total += alpha * alpha * variance.upper * (rtol + 4 * subject.form.unit_roundoff)
    return total * subject.slack


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
    shown = answer.error or repr(answer.value)[:200]
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


def _with_kl(
    models: SearchStrategy[tuple[Vector, Vector]], form: Format, shares: SearchStrategy[Fraction]
) -> SearchStrategy[Call]:
    drawn = models.filter(lambda drawn: _varies(drawn))
    pairs = st.tuples(drawn, shares)
    return pairs.map(lambda pair: Call((*pair[0], form.round(_limit(form, pair[0]) * pair[1]))))


def _varies(drawn: tuple[Vector, Vector]) -> bool:
    return len({r for p, r in zip(*drawn, strict=True) if p}) > 1


_INSIDE = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(lambda x: Fraction(x[0], x[0] + x[1]))
_BEYOND = st.integers(1, 24).map(lambda k: 1 + Fraction(k, 8))


def _corners(*written: tuple[str, str, str]) -> Callable[[Format], Sequence[Call]]:
    return lambda form: [Call((*model(form, p, r), form.round(Fraction(kl)))) for p, r, kl in written]


def whole_number(form: Format) -> SearchStrategy[tuple[Vector, Vector]]:
    """Whole rewards far from 0."""
    moved = st.tuples(strategies.distributions(min_size=2, max_size=2, zeros=False), st.sampled_from([1000, -1000]))
    return moved.map(lambda x: (rounded(form, x[0].probabilities), (Fraction(x[1]), Fraction(x[1] + 1))))


def _checks(solved: Judge, refused: Judge) -> tuple[Check, ...]:
    return (
        Check(
            "formula",
            "KL(T_α‖p) = Δ for the returned α, 0 < Δ < Δ_max",
            _corners(("1/2 1/2", "0 1", "1/4"), ("1/4 3/4", "1 0", "1/2"), ("1/4 1/4 1/2", "0 1 2", "1/8")),
            lambda form: _with_kl(models(form, constant=False, zeros=False, ties=False), form, _INSIDE),
            solved,
        ),
        Check(
            "ties",
            "the same with tied rewards",
            _corners(("1/4 1/4 1/2", "1 1 0", "1/4"), ("1/4 1/2 1/4", "1 0 1", "1/8")),
            lambda form: _with_kl(models(form, min_size=3, constant=False, zeros=False, ties=True), form, _INSIDE),
            solved,
        ),
        Check(
            "zero-probabilities",
            "outcomes of probability 0 play no part, also when their reward is the highest",
            _corners(("0 1/2 1/2", "9 0 1", "1/4"), ("1/2 0 1/2", "0 -9 1", "1/2")),
            lambda form: _with_kl(with_zero(models(form, constant=False, max_size=3)), form, _INSIDE),
            solved,
        ),
        Check(
            "zero-kl",
            "Δ = 0 is reached by α = 0 alone",
            _corners(("1/2 1/2", "0 1", "0"), ("1/4 3/4", "1 0", "0")),
            lambda form: _with_kl(models(form, constant=False), form, st.just(Fraction(0))),
            solved,
        ),
        Check(
            "shift",
            "a constant added to every reward changes nothing",
            _corners(("1/2 1/2", "1000 1001", "1/4"), ("1/2 1/2", "-1000 -1001", "1/4")),
            lambda form: _with_kl(whole_number(form), form, _INSIDE),
            solved,
        ),
        Check(
            "small-and-large-kl",
            "the same near both ends of the range: 0 < Δ ≪ 1, and Δ just below Δ_max",
            lambda form: [
                Call((*model(form, p, r), form.round(_limit(form, model(form, p, r)) * share)))
                for p, r in (("1/2 1/2", "0 1"), ("1/4 1/4 1/2", "0 1 2"))
                for share in (Fraction(1, 100), Fraction(1, 10_000), 1 - Fraction(1, 100), 1 - Fraction(1, 1000))
            ],
            None,
            solved,
        ),
        Check(
            "infeasible-kl",
            "Δ > Δ_max = −log p(best) is reached by no α: refuse, or return the limit, never a finite α",
            _corners(("1/2 1/2", "0 1", "1"), ("1/4 3/4", "1 0", "3"), ("1/2 1/2", "0 1", "1000")),
            lambda form: _with_kl(models(form, constant=False), form, _BEYOND),
            refused,
        ),
        Check(
            "constant-reward",
            "a constant reward reaches no Δ > 0: refuse",
            _corners(("1/2 1/2", "0 0", "1/4"), ("1", "3", "1/2"), ("0 1", "5 0", "1/4")),
            lambda form: st.tuples(models(form, constant=True), st.sampled_from([Fraction(1, 4), Fraction(1)])).map(
                lambda x: Call((*x[0], x[1]))
            ),
            refused,
        ),
        Check(
            "negative-kl",
            "a KL divergence is never negative: refuse",
            _corners(("1/2 1/2", "0 1", "-1/4"), ("1/4 3/4", "1 0", "-1")),
            None,
            refused,
        ),
    )


ALPHA_SOLVER = Kind(
    "alpha-solver",
    "(probabilities, rewards, kl)",
    "the α ≥ 0 with KL(T_α‖p) = kl, T_α = p·e^(αr)/Z; or β = 1/α with parameter='beta'",
    _checks(_solved, _refused),
    ("parameter", "rtol"),
)
