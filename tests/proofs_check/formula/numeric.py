"""A second reading of terms that shares nothing with the first: numbers of mpmath, laws as lists, everything summed."""

from __future__ import annotations

import itertools
from typing import Any

import mpmath

from proofs_check.formula.terms import Term


def number(x: Any) -> Any:
    if hasattr(x, "enclose"):
        x = x.enclose(45).midpoint
    return mpmath.mpf(x.numerator) / x.denominator if hasattr(x, "numerator") else mpmath.mpf(x)


def evaluate(t: Term, case: dict[str, Any], size: int) -> Any:
    """The value, by the plainest definition; letters are 0, …, size − 1."""
    if t.op == "number":
        return number(t.value)
    if t.op == "variable":
        found = case[t.name]
        if t.sort.kind in ("law", "positive law"):
            return {k: number(v) for k, v in enumerate(found.probabilities)}
        if t.sort.kind == "reward":
            return {k: number(v) for k, v in found.items()}
        return found if t.sort.kind in ("outcome", "rule") else number(found)
    if t.op == "function":
        return {k: evaluate(t.args[1], case | {t.args[0].name: k}, size) for k in _space(t.args[0], case, size)}
    if t.op == "event":
        return {k for k in _space(t.args[0], case, size) if evaluate(t.args[1], case | {t.args[0].name: k}, size)}
    if t.op == "sum":
        return sum(evaluate(t.args[1], case | {t.args[0].name: k}, size) for k in _space(t.args[0], case, size))
    if t.op == "if":
        return evaluate(t.args[1 if evaluate(t.args[0], case, size) else 2], case, size)
    if t.op == "slope":  # a central difference
        with mpmath.workdps(90):
            point, h = evaluate(t.args[2], case, size), mpmath.mpf(10) ** -25
            up, down = (evaluate(t.args[1], case | {t.args[0].name: point + d}, size) for d in (h, -h))
            return (up - down) / (2 * h)
    a = [evaluate(x, case, size) for x in t.args]
    return _OPERATORS[t.op](*a)


def _space(y: Term, case: dict[str, Any], size: int) -> list[Any]:
    if y.space.length is None:
        return list(range(size))
    return list(itertools.product(range(size), repeat=int(evaluate(y.space.length, case, size))))


def _xlog(a: Any, b: Any) -> Any:
    return mpmath.mpf(0) if a == 0 else a * mpmath.log(a / b)


def _tilt(q: Any, p: Any, alpha: Any) -> Any:
    weights = {k: p[k] * q[k] ** alpha if p[k] else mpmath.mpf(0) for k in p}
    return {k: w / sum(weights.values()) for k, w in weights.items()}


def _power(p: Any, m: Any) -> Any:
    return {w: mpmath.fprod(p[y] for y in w) for w in itertools.product(p, repeat=int(m))}


def _best(p: Any, n: Any, r: Any) -> Any:
    law = dict.fromkeys(p, mpmath.mpf(0))
    for draws in itertools.product(p, repeat=int(n)):
        top = max(r[d] for d in draws)
        places = [d for d in draws if r[d] == top]
        for d in places:
            law[d] += mpmath.fprod(p[x] for x in draws) / len(places)
    return law


def _kept(p: Any, n: Any, s: Any) -> Any:
    law = dict.fromkeys(p, mpmath.mpf(0))
    for draws in itertools.product(p, repeat=int(n)):
        for letter, share in s[draws].items():
            law[letter] += mpmath.fprod(p[x] for x in draws) * number(share)
    return law


def _soft(p: Any, n: Any, r: Any) -> Any:
    law = dict.fromkeys(p, mpmath.mpf(0))
    for draws in itertools.product(p, repeat=int(n)):
        whole = mpmath.fsum(mpmath.exp(r[d]) for d in draws)
        for d in draws:
            law[d] += mpmath.fprod(p[x] for x in draws) * mpmath.exp(r[d]) / whole
    return law


def _mean(p: Any, f: Any) -> Any:
    return sum(p[k] * f[k] for k in p)


_OPERATORS: dict[str, Any] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "neg": lambda a: -a, "*": lambda a, b: a * b,
    "/": lambda a, b: a / b, "^": lambda a, b: a**b, "real": lambda n: n, "log": mpmath.log, "exp": mpmath.exp,
    "sqrt": mpmath.sqrt, "abs": abs, "min": min, "max": max, "at": lambda f, y: f[y],
    "choose": lambda n, k: mpmath.binomial(n, k),
    "D": lambda p, q: sum(_xlog(p[k], q[k]) for k in p),
    "H": lambda p, q: -sum(p[k] * mpmath.log(q[k]) for k in p if p[k]),
    "Z": lambda q, p, a: sum(p[k] * q[k] ** a for k in p if p[k]),
    "T": _tilt, "tilt by": lambda r, p, a: _tilt({k: mpmath.exp(r[k]) for k in r}, p, a),
    "power": _power, "best": _best, "kept": _kept, "soft best": _soft,
    "ranked": lambda r, w, i: sorted(r[y] for y in w)[int(i)],
    "hits": lambda e, w: mpmath.mpf(sum(y in e for y in w)),
    "total": lambda r, m: {w: sum(r[y] for y in w) for w in itertools.product(r, repeat=int(m))},
    "E": _mean, "Pr": lambda p, e: sum(p[k] for k in e),
    "Var": lambda p, f: _mean(p, {k: (f[k] - _mean(p, f)) ** 2 for k in p}),
    "TV": lambda p, q: sum(abs(p[k] - q[k]) for k in p) / 2,
    "χ²": lambda p, q: sum((p[k] - q[k]) ** 2 / q[k] for k in p),
    "Hellinger": lambda p, q: sum((mpmath.sqrt(p[k]) - mpmath.sqrt(q[k])) ** 2 for k in p),
    "Rényi": lambda a, p, q: mpmath.log(sum(p[k] ** a * q[k] ** (1 - a) for k in p if p[k])) / (a - 1),
    "H_t": lambda t, p, q: mpmath.log(sum(p[k] * q[k] ** (t - 1) for k in p if p[k])) / (1 - t),
    "Δ_max": lambda p, q: -mpmath.log(sum(p[k] for k in p if p[k] and q[k] == max(q[j] for j in p if p[j]))),
    "≤": lambda a, b: a <= b, "<": lambda a, b: a < b, "and": lambda a, b: a and b, "or": lambda a, b: a or b,
    "not": lambda a: not a,
}  # fmt: skip
