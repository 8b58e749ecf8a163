"""The derivative of a term in a number that it has, as a term, by the rules of calculus.

A law moved by t·h, p·e^{t h}/Σ p·e^{t h}, changes at y by itself times h(y) less its mean. Divergences and cross
entropies are the sums that they stand for. The tests compare with the dual numbers by which `values` reads a slope.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from proofs_check.exceptions import ClaimError
from proofs_check.formula.notation import E, Sum, function, log, outcome, total
from proofs_check.formula.sorts import POSITIVE, is_a
from proofs_check.formula.terms import LEAVES, Term, apply, lift, substitute, unused, written

_ZERO: Final = lift(0)

SMOOTH: Final = frozenset(
    {"+", "-", "neg", "*", "/", "^", "real", "log", "exp", "at", "sum", "sum to", "function", "D", "H", "Z", "T"}
    | {"tilt by", "power", "total", "E", "Pr", "Var", "χ²", "Rényi", "H_t", "integral", "type"}
)
"""What has a derivative wherever it is defined near a point, when what it is made of has one."""
CONTINUOUS: Final = SMOOTH | {"sqrt", "x log x", "abs", "min", "max", "of", "TV", "Hellinger"}
"""What is continuous wherever it is defined, when what it is made of is; a function (of) where that is given."""


_SMOOTH_INSIDE: Final = frozenset({"sqrt", "x log x"})
"""What has a derivative at numbers > 0."""


def kinked(t: Term, body: Term) -> Term | None:
    """A part of a body that may have no derivative in t, where it is defined, or None."""
    for part in body.subterms():
        rough = part.op not in SMOOTH and not (part.op in _SMOOTH_INSIDE and is_a(part.args[0].sort, POSITIVE))
        if rough and t.name in part.free and part.op not in LEAVES:
            return part
    return None


def broken(u: Term, body: Term) -> Term | None:
    """A part of a body that may jump in u, so that there may be no integral, or None."""
    rough = (p for p in body.subterms() if p.op not in CONTINUOUS and p.op not in LEAVES and u.name in p.free)
    return next(rough, None)


def derivative(body: Term, t: Term) -> Term:
    """The derivative of a real term in the variable t; raises `ClaimError` where there is no rule for it."""
    if t.name not in body.free:
        return _ZERO
    if body.op == "variable":
        return lift(1)
    if body.op not in _RULES:
        raise ClaimError(f"there is no rule for the derivative of “{written(body)}”")
    return _RULES[body.op](body, t)


def slope_of(t: Term, body: Term, point: Term) -> Term:
    """The derivative of the body in t, at a point."""
    return substitute(derivative(body, t), {t.name: point})


def _plus(a: Term, b: Term) -> Term:
    return b if a is _ZERO else a if b is _ZERO else a + b


def _times(a: Term, b: Term) -> Term:
    return _ZERO if a is _ZERO or b is _ZERO else a * b


def _in_sum(y: Term, body: Term, t: Term) -> Term:
    return Sum(y, derivative(body, t))


def _product(body: Term, t: Term) -> Term:
    a, b = body.args
    return _plus(_times(derivative(a, t), b), _times(a, derivative(b, t)))


def _quotient(body: Term, t: Term) -> Term:
    a, b = body.args
    return (_times(derivative(a, t), b) - _times(a, derivative(b, t))) / (b * b)


def _power(body: Term, t: Term) -> Term:
    a, b = body.args
    if t.name in b.free:
        raise ClaimError(f"there is no rule for the derivative of “{written(body)}”, whose exponent moves")
    return b * a ** (b - 1) * derivative(a, t)


def _mean(body: Term, t: Term) -> Term:
    law, f = body.args
    y = outcome(unused("y_d", law, f, t), over=law.space.alphabet, length=law.space.length)
    value = f.args[1] if f.op == "function" else None
    inside = f(y) if value is None else substitute(value, {f.args[0].name: y})
    return _in_sum(y, law(y) * inside, t)


def _divergence(body: Term, t: Term) -> Term:
    p, q = body.args
    if p.sort.kind != "positive law":
        raise ClaimError(f"there is no rule for the derivative of “{written(body)}”, where {written(p)} may be 0")
    y = outcome(unused("y_d", p, q, t), over=p.space.alphabet, length=p.space.length)
    return _in_sum(y, p(y) * (log(p(y)) - log(q(y))), t)


def _cross_entropy(body: Term, t: Term) -> Term:
    p, q = body.args
    y = outcome(unused("y_d", p, q, t), over=p.space.alphabet, length=p.space.length)
    return -_in_sum(y, p(y) * log(q(y)), t)


def _entry(body: Term, t: Term) -> Term:
    law, y = body.args
    if law.op == "tilt by" and t.name not in (*law.args[0].free, *law.args[1].free):
        r, _, by = law.args
        return derivative(by, t) * (body * (r(y) - E(law, r)))
    if law.op == "function":
        return derivative(substitute(law.args[1], {law.args[0].name: y}), t)
    if law.op == "total" and law.args[0].op == "function":
        z, value = law.args[0].args
        return total(function(z, derivative(value, t)), law.args[1])(y)
    raise ClaimError(f"there is no rule for the derivative of “{written(body)}”")


def _if(f: Term, t: Term) -> Term:
    condition, a, b = f.args
    if t.name in condition.free:
        raise ClaimError(f"there is no rule for the derivative of “{written(f)}”, whose condition moves")
    return apply("if", condition, derivative(a, t), derivative(b, t))


_RULES: Final[dict[str, Callable[[Term, Term], Term]]] = {
    "real": lambda f, t: derivative(f.args[0], t),
    "+": lambda f, t: _plus(derivative(f.args[0], t), derivative(f.args[1], t)),
    "-": lambda f, t: derivative(f.args[0], t) - derivative(f.args[1], t),
    "neg": lambda f, t: -derivative(f.args[0], t),
    "*": _product,
    "/": _quotient,
    "^": _power,
    "log": lambda f, t: derivative(f.args[0], t) / f.args[0],
    "exp": lambda f, t: f * derivative(f.args[0], t),
    "sum": lambda f, t: _in_sum(f.args[0], f.args[1], t),
    "E": _mean,
    "D": _divergence,
    "H": _cross_entropy,
    "at": _entry,
    "if": _if,
}
