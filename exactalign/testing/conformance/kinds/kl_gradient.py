"""The checks of gradients of a KL penalty, called with (logits, log_reference) of a small softmax policy.

The policy is q = softmax(logits); the answer is the expected gradient of a loss with respect to the logits, or a pair
of its value and that gradient. Which divergence a loss differentiates shows in the gradient alone: its value may be
that of another. `divergence="reverse"` asks for KL(q‖p), what a penalty means to add, `"forward"` for KL(p‖q).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import attrs
from flint import arb

from exactalign.exceptions import ParameterError
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.testing.conformance.answers import Returned, Unreadable, listed, short_text, vector
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import Call, Parameter, Role, Vector, numbers
from exactalign.testing.conformance.checks import Check, Kind, Oracle, Part, repeatable, value_judge
from exactalign.testing.conformance.draws import Draws
from exactalign.testing.conformance.findings import Deviation, Expected, answer_text, no_answer
from exactalign.testing.conformance.formats import Format

_DIVERGENCES = ("reverse", "forward")


@attrs.frozen
class _Pair:
    """The policy q and the reference p of a case, enclosed: probabilities and their logarithms."""

    q: list[arb]
    log_q: list[arb]
    p: list[arb]
    log_p: list[arb]

    @classmethod
    def of(cls, case: Call) -> _Pair:
        return cls(*_softmax(case.vector(0)), *_softmax(case.vector(1)))

    @property
    def reverse(self) -> arb:
        """KL(q‖p)."""
        return sum((a * (b - c) for a, b, c in zip(self.q, self.log_q, self.log_p, strict=True)), arb(0))

    @property
    def forward(self) -> arb:
        """KL(p‖q)."""
        return _Pair(self.p, self.log_p, self.q, self.log_q).reverse


Formula = Callable[[_Pair, int], arb]


def _softmax(logits: Vector) -> tuple[list[arb], list[arb]]:
    """Probabilities and their logarithms."""
    top = max(logits)
    weights = [ball_of(x - top).exp() for x in logits]
    total = sum(weights, arb(0))
    return [w / total for w in weights], [ball_of(x - top) - total.log() for x in logits]


def _enclosed(case: Call, formula: Formula, i: int) -> EnclosedReal:
    return EnclosedReal(lambda: formula(_Pair.of(case), i))


def _reverse(pair: _Pair, i: int) -> arb:
    """∂KL(q‖p)/∂logit_i = q_i (log(q_i/p_i) − KL(q‖p))."""
    return pair.q[i] * (pair.log_q[i] - pair.log_p[i] - pair.reverse)


def _forward(pair: _Pair, i: int) -> arb:
    """∂KL(p‖q)/∂logit_i = q_i − p_i."""
    return pair.q[i] - pair.p[i]


def _minus(formula: Formula) -> Formula:
    return lambda pair, i: -formula(pair, i)


def _error(form: Format, case: Call) -> Fraction:
    """Softmax and log-probabilities are off by some (K + c)·u·(1 + reach), reach being that of the log-ratios."""
    reach = 1 + 2 * (max(map(abs, case.vector(0))) + max(map(abs, case.vector(1))))
    return 8 * (case.size + 8) * reach * form.unit_roundoff


def _gradient(formula: Formula) -> Oracle:
    def oracle(subject: Subject, case: Call) -> list[Expected]:
        error = _error(subject.form, case)
        return [Expected(_enclosed(case, formula, i), error) for i in range(case.size)]

    return oracle


def gradient_oracle(divergence: str) -> Oracle:
    """The gradient of KL(q‖p) (`reverse`) or KL(p‖q) (`forward`) in the logits of q."""
    return _gradient(_reverse if divergence == "reverse" else _forward)


def _zero(subject: Subject, case: Call) -> list[Expected]:
    return [Expected(Fraction(0), _error(subject.form, case))] * case.size


_NAMED: Mapping[str, Oracle] = {
    "zero: this loss has no gradient on average": _zero,
    "the gradient of KL(q‖p), the reverse one": _gradient(_reverse),
    "the gradient of KL(p‖q), the forward one": _gradient(_forward),
    "minus the gradient of KL(q‖p)": _gradient(_minus(_reverse)),
    "minus the gradient of KL(p‖q)": _gradient(_minus(_forward)),
}


def _part(place: int) -> Part:
    """Return what reads the value (0) or the gradient (1) of a pair; an answer that is no pair is the gradient."""

    def read(answer: Returned, case: Call) -> Returned:
        pair = answer.value
        if answer.raised is None and isinstance(pair, (tuple, list)) and len(pair) == 2:
            second = listed(pair[1])
            if isinstance(second, Sequence) and len(second) == case.size:
                return Returned((pair[0], second)[place])
        if place or answer.raised is not None:
            return answer
        return Returned(pair, Unreadable("the answer is no pair of a value and a gradient"))

    return read


def _value(divergence: str) -> Oracle:
    """The divergence itself."""

    def oracle(subject: Subject, case: Call) -> list[Expected]:
        value = _enclosed(case, lambda pair, _: pair.reverse if divergence == "reverse" else pair.forward, 0)
        return [Expected(value, _error(subject.form, case))]

    return oracle


def _sum_judge(subject: Subject, case: Call) -> Deviation | None:
    """Entries that sum to 0, without looking at the right answer."""
    answer = _part(1)(subject.call(case), case)
    if answer.raised is not None:
        return no_answer(answer, "entries that sum to 0")
    try:
        found = vector(answer.value, case.size)
    except Unreadable as problem:
        return Deviation(short_text(answer.value), "entries that sum to 0", str(problem))
    entries = [x for x in found if isinstance(x, Fraction)]
    total = sum(entries, Fraction(0))
    if len(entries) == len(found) and abs(total) <= case.size * _error(subject.form, case) * subject.slack:
        return None
    return Deviation(answer_text(found, False), "entries that sum to 0", "a constant added to all logits would matter")


def _logits(draws: Draws, form: Format, count: int, top: int = 24) -> Vector:
    return tuple(form.round(Fraction(draws.whole(0, top), 8)) for _ in range(count))


def _drawn(low: int = 2, high: int = 4, shift: int = 0, top: int = 24) -> Callable[[Draws, Format], Call]:
    def build(draws: Draws, form: Format) -> Call:
        count = draws.whole(low, high)
        logits = tuple(x + shift for x in _logits(draws, form, count, top))
        return Call((logits, _log_probabilities(form, _logits(draws, form, count, top))))

    return build


def _log_probabilities(form: Format, logits: Vector) -> Vector:
    """Logits moved so that they are, but for a rounding, logarithms of probabilities."""
    _, logs = _softmax(logits)
    return tuple(form.round(float(x)) for x in logs)


def _at_reference(draws: Draws, form: Format) -> Call:
    p = _log_probabilities(form, _logits(draws, form, draws.whole(2, 4)))
    return Call((p, p))


def _cases(*written: tuple[str, str]) -> Callable[[Format], Sequence[Call]]:
    """Logits, and the logits of the reference."""

    def build(form: Format) -> Sequence[Call]:
        return [Call((numbers(form, q), _log_probabilities(form, numbers(form, p)))) for q, p in written]

    return build


def _equal(form: Format) -> Sequence[Call]:
    return [Call((call.vector(1), call.vector(1))) for call in _cases(("0 0", "0 0"), ("0 0", "0 1"))(form)]


_LAWS = {
    "reverse": "∂/∂logit_i = q_i·(log(q_i/p_i) − KL(q‖p)): the gradient of KL(q‖p)",
    "forward": "∂/∂logit_i = q_i − p_i: the gradient of KL(p‖q)",
}


def _checks(divergence: str, *, value: bool) -> tuple[Check, ...]:
    oracle = gradient_oracle(divergence)
    judge = value_judge(oracle, scalar=False, known=_NAMED, part=_part(1))
    found: tuple[Check, ...] = (
        Check(
            "formula",
            _LAWS[divergence],
            _cases(("0 1", "0 0"), ("0 0", "0 1"), ("0 1 2", "1 0 0")),
            _drawn(),
            judge,
        ),
        Check("at-reference", "q = p is the minimum: the gradient is 0", _equal, _at_reference, judge),
        Check(
            "sum",
            "the entries sum to 0, as a constant added to all logits changes nothing",
            _cases(("0 1", "0 0")),
            _drawn(),
            _sum_judge,
        ),
        Check(
            "shift",
            "a constant added to all logits changes nothing",
            _cases(("1000 1001", "0 0"), ("-1000 -1001", "0 0")),
            _drawn(shift=100),
            judge,
        ),
        Check(
            "far", "policies that are nearly certain", _cases(("0 20", "0 0"), ("0 0", "0 20")), _drawn(top=160), judge
        ),
        Check(
            "many-outcomes",
            "the same for up to 24 outcomes",
            _cases((" ".join("0123" * 4), " ".join("3021" * 4))),
            _drawn(5, 24),
            judge,
        ),
        Check(
            "repeatable",
            "a call leaves its arguments alone, and the same call gives the same answer",
            _cases(("0 1", "1 0")),
            _drawn(),
            repeatable(oracle, scalar=False, part=_part(1)),
        ),
    )
    if not value:
        return found
    law = "the value of the loss is that divergence"
    known = {"KL(q‖p), the reverse one": _value("reverse"), "KL(p‖q), the forward one": _value("forward")}
    judge = value_judge(_value(divergence), scalar=True, known=known, part=_part(0))
    return (*found, Check("value", law, _cases(("0 1", "0 0"), ("0 0", "0 1")), _drawn(), judge))


@cache
def _kind(divergence: str, value: bool) -> Kind:
    return attrs.evolve(KL_GRADIENT, checks=_checks(divergence, value=value))


def _variant(options: Mapping[str, Any]) -> Kind:
    divergence, value = options.get("divergence", "reverse"), options.get("value", "no")
    if divergence not in _DIVERGENCES:
        raise ParameterError(f"divergence is {divergence!r}: give reverse (KL(q‖p)) or forward (KL(p‖q))")
    if value not in (True, False, "yes", "no"):
        raise ParameterError(f"value is {value!r}: give yes or no")
    return _kind(divergence, value in (True, "yes"))


KL_GRADIENT = Kind(
    "kl-gradient",
    (Parameter("logits", Role.REALS), Parameter("log_reference", Role.REALS)),
    "the expected gradient of a KL loss in the logits of a softmax policy q, or a pair (value, gradient)",
    _checks("reverse", value=False),
    options={
        "divergence": "reverse, KL(q‖p), if not said; or forward, KL(p‖q)",
        "value": "yes to test the value of a pair (value, gradient) too",
    },
    variant=_variant,
)
