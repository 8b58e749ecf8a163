"""Certificates as lemmas for Coq: the same lines, in the words of the library's `Certificates.v`.

Nothing is computed here, but whether a root is one of 0: a lemma defines the vectors of the model, states where the
operations are defined (what a logarithm is taken of is positive, what is called a law is one), and then the relation.
Coq computes the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final, NamedTuple

from proofs_check import kernel

Json = Any

PRELUDE: Final = """From Coq Require Import QArith Qreals List Reals Lra.
From ExactAlign Require Import Certificates.
Import ListNotations.
Open Scope R_scope.
"""
_MOST_WORDS: Final = 5000
_MOST_POWER: Final = 400
_MOST_ENTRIES: Final = 256
_OPPOSITE: Final = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "=": "!=", "!=": "="}
_REAL: Final = {"<": "Rlt", ">": "Rgt", "<=": "Rle", ">=": "Rge", "=": "@eq R", "!=": "(fun x y => ~ x = y)"}
_RATIONAL: Final = {
    "<": "Qlt", ">": "(fun x y => Qlt y x)", "<=": "Qle", ">=": "(fun x y => Qle y x)", "=": "Qeq",
    "!=": "(fun x y => ~ Qeq x y)",
}  # fmt: skip


class NotTranslated(Exception):
    """Why a certificate is not written as a lemma."""


class Lemma(NamedTuple):
    """A statement for Coq with its proof."""

    name: str
    statement: str
    proof: str

    @property
    def text(self) -> str:
        """The lemma as it stands in a file."""
        return f"Lemma {self.name} :\n  {self.statement}.\nProof. {self.proof} Qed.\n"


class _Value(NamedTuple):
    """A number (`length` None) or a vector in Coq, rational or real; the number itself where it is a rational known."""

    text: str
    real: bool = False
    length: int | None = None
    number: Fraction | None = None


def lemma(name: str, certificate: Mapping[str, Json], negated: bool = False) -> Lemma:
    """The lemma that a certificate states; `negated` denies its last relation, which no proof must show.

    Raises `NotTranslated`, with the reason, for what has no such form.

    >>> statement = {"kind": "relation", "relation": "<", "let": [["q", ["vec", "1/3", "2/3"]]],
    ...     "left": ["kl", "q", ["vec", "1/2", "1/2"]], "right": "1/2"}
    >>> print(lemma("small", {"statement": statement, "evidence": {"precision": "64"}}).statement)
    let v1 := [(1#3); (2#3)]%Q in
      let q_ := v1 in
      let v3 := [(1#2); (1#2)]%Q in
      let left_ := (klQ q_ v3) in
      lawQ q_ = true /\\
      lawQ v3 = true /\\
      supported q_ v3 = true /\\
      Rlt left_ (Q2R (1#2)%Q)
    """
    statement = certificate["statement"]
    _, variables, lines = kernel.meaning(statement)
    if negated:
        left, relation, right = lines[-1]
        lines = [*lines[:-1], (left, _OPPOSITE[relation], right)]
    if variables:
        return _identity(name, variables, lines, certificate["evidence"]["cofactors"])
    precision = int(certificate["evidence"]["precision"])
    writer = _Writer(precision)
    shown = [found for line in lines if (found := writer.line(*line))]
    parts = [*dict.fromkeys(writer.conditions), *shown]
    lets = [f"let {bound} := {text} in" for bound, text in (*writer.rationals, *writer.reals)]
    body = " /\\\n  ".join(parts)
    return Lemma(name, "\n  ".join([*lets, body]), f"certified {precision + 16}%positive.")


def _literal(number: Fraction) -> str:
    sign = f"(-{-number.numerator})" if number < 0 else str(number.numerator)
    return f"({sign}#{number.denominator})"


class _Writer:
    """Writes the lines of one certificate, in order."""

    def __init__(self, precision: int) -> None:
        self.precision = precision
        self.names: dict[str, _Value] = {}
        self.rationals: list[tuple[str, str]] = []
        self.reals: list[tuple[str, str]] = []
        self.conditions: list[str] = []
        self.definitions: dict[str, Json] = {}

    def line(self, left: Json, relation: str, right: Json) -> str:
        """A relation between expressions; "" for the definition of a name."""
        if relation == ":=":
            self.definitions[left] = self._unfolded(right)
            self.names[left] = self._bound(self.value(right), f"{left}_")
            return ""
        one, other = self.value(left), self.value(right)
        real = one.real or other.real
        one, other = (self._real(x) if real else x for x in (one, other))
        word = (_REAL if real else _RATIONAL)[relation]
        if one.length != other.length:
            raise NotTranslated("what is compared has no one length")
        if one.length is None:
            return f"{word} {one.text} {other.text}"
        if real and one.length > _MOST_ENTRIES:
            raise NotTranslated(f"{one.length} real numbers to be enclosed one by one, over {_MOST_ENTRIES}")
        return f"entries ({word}) {one.text} {other.text}"

    def value(self, e: Json) -> _Value:
        """An expression."""
        if isinstance(e, str):
            if e in self.names:
                return self.names[e]
            number = Fraction(e)
            return _Value(f"{_literal(number)}%Q", number=number)
        op, *args = e
        if op == "at_least":
            return self._at_least(*args)
        found = [self.value(arg) for arg in args]
        if op in ("+", "*"):
            result = found[0]
            for other in found[1:]:
                result = self._entrywise(op, result, other)
            return result
        if op in ("-", "/"):
            return self._entrywise(op, *found)
        if op == "^" and found[0].real and self._is_root(found[1]) and self._has_zero(args[0]):
            raise NotTranslated("a root of a real number that is 0")
        operation: Callable[..., _Value] | None = getattr(self, "_" + {"^": "power"}.get(op, op), None)
        if operation is None:
            raise NotTranslated(f"the operation {op}")
        return operation(*found)

    # Names: every rational vector has one, so that Coq computes it once.

    def _bound(self, x: _Value, name: str) -> _Value:
        if x.number is not None and not x.real:
            return x
        if re.fullmatch(r"\w+", x.text) and not name.endswith("_"):
            return x
        (self.reals if x.real else self.rationals).append((name, x.text))
        return x._replace(text=name)

    def _named(self, x: _Value) -> _Value:
        return x if x.real else self._bound(x, f"v{len(self.rationals) + 1}")

    def _demand(self, condition: str) -> None:
        self.conditions.append(condition)

    def _real(self, x: _Value) -> _Value:
        if x.real:
            return x
        text = f"(Q2R {x.text})" if x.length is None else f"(map Q2R {self._named(x).text})"
        return x._replace(text=text, real=True)

    # Arithmetic, entry by entry.

    def _entrywise(self, op: str, a: _Value, b: _Value) -> _Value:
        if op == "/":
            self._not_zero(b)
        if a.real or b.real:
            a, b = self._real(a), self._real(b)
            return self._zipped(lambda x, y: f"({x} {op} {y})", a, b)._replace(real=True)
        word = {"+": "plusQ", "-": "minusQ", "*": "timesQ", "/": "overQ"}[op]
        found = self._zipped(lambda x, y: f"({word} {x} {y})", a, b)
        if a.number is not None and b.number is not None:
            if op == "/" and b.number == 0:
                raise NotTranslated("a division by zero")
            exact = {"+": Fraction.__add__, "-": Fraction.__sub__, "*": Fraction.__mul__, "/": Fraction.__truediv__}
            return _Value(f"{_literal(exact[op](a.number, b.number))}%Q", number=exact[op](a.number, b.number))
        return self._named(found)

    def _zipped(self, write: Callable[[str, str], str], a: _Value, b: _Value) -> _Value:
        if a.length is None and b.length is None:
            return _Value(write(a.text, b.text))
        if a.length is None:
            return _Value(f"(map (fun y => {write(a.text, 'y')}) {b.text})", length=b.length)
        if b.length is None:
            return _Value(f"(map (fun x => {write('x', b.text)}) {a.text})", length=a.length)
        self._same_length(a, b)
        return _Value(f"(zip (fun x y => {write('x', 'y')}) {a.text} {b.text})", length=a.length)

    def _mapped(self, function: str, x: _Value, real: bool) -> _Value:
        text = f"({function} {x.text})" if x.length is None else f"(map {function} {x.text})"
        return _Value(text, real, x.length)

    def _same_length(self, *vectors: _Value) -> None:
        if len({v.length for v in vectors}) != 1 or vectors[0].length is None:
            raise NotTranslated("vectors of one length are needed")

    def _not_zero(self, x: _Value) -> None:
        if not x.real:
            self._demand(f"nonzero {self._as_vector(x)} = true")
        else:
            self._demand(f"~ {x.text} = 0" if x.length is None else f"each (fun x => ~ x = 0) {x.text}")

    def _positive(self, x: _Value) -> None:
        if not x.real:
            self._demand(f"above {self._as_vector(x)} = true")
        else:
            self._demand(f"0 < {x.text}" if x.length is None else f"each (Rlt 0) {x.text}")

    def _as_vector(self, x: _Value) -> str:
        return f"[{x.text}]" if x.length is None else self._named(x).text

    def _log(self, x: _Value) -> _Value:
        x = self._named(x)
        self._positive(x)
        return self._mapped("ln" if x.real else "lnQ", x, real=True)

    def _exp(self, x: _Value) -> _Value:
        return self._mapped("exp", self._real(x), real=True)

    def _abs(self, x: _Value) -> _Value:
        return self._named(self._mapped("Rabs" if x.real else "absQ", x, x.real))

    def _power(self, a: _Value, b: _Value) -> _Value:
        if b.number is not None and b.number.denominator == 1 and (a.real or abs(b.number) <= _MOST_POWER):
            n = abs(b.number.numerator)
            if b.number < 0:
                self._not_zero(a)
            word = f"(fun x => x ^ {n})" if a.real else f"(powQ {n})"
            raised = self._named(self._mapped(word, a, a.real))
            return (
                raised if b.number >= 0 else self._named(self._mapped("Rinv" if a.real else "inverseQ", raised, a.real))
            )
        if not a.real and b.number is not None and b.number > 0:  # 0^b = 0, which no logarithm says
            a = self._named(a)
            self._demand(f"forallb (Qle_bool 0) {self._as_vector(a)} = true")
            exponent = self._real(b).text
            return self._mapped(f"(fun x => if Qeq_bool x 0 then 0 else exp ({exponent} * lnQ x))", a, real=True)
        logarithm = self._log(a)
        return self._exp(self._entrywise("*", self._real(b), logarithm))

    # Vectors.

    def _vec(self, *entries: _Value) -> _Value:
        if any(x.length is not None for x in entries):
            raise NotTranslated("a vector of vectors")
        if any(x.real for x in entries):
            return _Value(f"[{'; '.join(self._real(x).text for x in entries)}]", True, len(entries))
        inside = "; ".join(x.text.removesuffix("%Q") for x in entries)
        return self._named(_Value(f"[{inside}]%Q", length=len(entries)))

    def _sum(self, v: _Value) -> _Value:
        return self._named(_Value(f"({'sumR' if v.real else 'sumQ'} {v.text})", v.real))

    def _law(self, *vectors: _Value) -> None:
        for v in vectors:
            if not v.real:
                self._demand(f"lawQ {v.text} = true")

    def _pair(self, word: str, v: _Value, w: _Value) -> _Value:
        self._same_length(v, w)
        v, w = self._named(v), self._named(w)
        self._law(v, w)
        if not v.real and not w.real:
            self._demand(f"supported {v.text} {w.text} = true")
            return _Value(f"({word}Q {v.text} {w.text})", True)
        for x in (v, w) if word == "kl" else (w,):
            self._positive(x)
        return _Value(f"({word}R {self._real(v).text} {self._real(w).text})", True)

    def _kl(self, v: _Value, w: _Value) -> _Value:
        return self._pair("kl", v, w)

    def _cross_entropy(self, v: _Value, w: _Value) -> _Value:
        return self._pair("cross", v, w)

    def _tilt(self, q: _Value, p: _Value, alpha: _Value) -> _Value:
        self._same_length(q, p)
        q, p = self._named(q), self._named(p)
        if p.real or q.real:
            return self._tilt_of_reals(q, p, alpha)
        self._law(p)
        self._positive(q)
        n = alpha.number
        if n is not None and n.denominator == 1 and abs(n) <= _MOST_POWER:
            if n < 0:
                q = self._named(self._mapped("inverseQ", q, real=False))
            return self._named(_Value(f"(tiltQ {q.text} {p.text} {abs(n.numerator)})", length=p.length))
        return _Value(f"(tiltR {q.text} {p.text} {self._real(alpha).text})", True, p.length)

    def _tilt_of_reals(self, q: _Value, p: _Value, alpha: _Value) -> _Value:
        weights = self._entrywise("*", self._real(p), self._real(self._power(q, alpha)))
        return self._entrywise("/", weights, self._sum(weights))

    def _rational(self, what: str, *values: _Value) -> None:
        if any(x.real for x in values):
            raise NotTranslated(f"{what} of real numbers")

    def _whole(self, what: str, x: _Value) -> int:
        if x.number is None or x.number.denominator != 1 or x.number < 1:
            raise NotTranslated(f"{what} that is not a whole number")
        return x.number.numerator

    def _words(self, v: _Value, m: int) -> int:
        words = int((v.length or 0) ** m)
        if words > _MOST_WORDS:
            raise NotTranslated(f"a product of {words} words, over {_MOST_WORDS}")
        return words

    def _product(self, v: _Value, m: _Value) -> _Value:
        self._rational("a product", v)
        length = self._whole("a length", m)
        return self._named(_Value(f"(productQ {length} {v.text})", length=self._words(v, length)))

    def _best_of_n(self, p: _Value, weights: _Value, n: _Value) -> _Value:
        self._rational("best-of-N", p, weights)
        self._same_length(p, weights)
        self._law(p)
        self._positive(weights)
        number = self._whole("best-of-N with an N", n)
        if number > _MOST_POWER:
            raise NotTranslated(f"best-of-N with N = {number}, over {_MOST_POWER}")
        return self._named(_Value(f"(bestQ {number} {p.text} {weights.text})", length=p.length))

    def _at_least(self, p: Json, weights: Json, m: Json, level: Json) -> _Value:
        """The level is (1/m) log x: the product of the weights is compared with x."""
        law, ranks, length, t = (self.value(e) for e in (p, weights, m, level))
        self._rational("the law of a total", law, ranks)
        self._same_length(law, ranks)
        self._law(law)
        self._positive(ranks)
        number = self._whole("a length", length)
        self._words(law, number)
        total = self._rational_exponential(level, Fraction(number))
        if total is None:
            raise NotTranslated("a level whose exponential at this length is not shown to be rational")
        threshold = _literal(total) + "%Q"
        self._demand(f"{self._real(length).text} * {self._real(t).text} = lnQ {threshold}")
        return self._named(_Value(f"(at_leastQ {law.text} {ranks.text} {number} {threshold})"))

    def _rational_exponential(self, e: Json, factor: Fraction) -> Fraction | None:
        """exp(factor · e), where e is a sum of rational multiples of logarithms and this is a rational."""
        exponents: dict[Fraction, Fraction] = {}
        if not _log_form(self._unfolded(e), factor, exponents):
            return None
        found = Fraction(1)
        for base, exponent in exponents.items():
            if exponent.denominator != 1 or abs(exponent) > _MOST_POWER:
                return None
            found *= base**exponent.numerator
        return found

    @staticmethod
    def _is_root(exponent: _Value) -> bool:
        return exponent.number is None or exponent.number.denominator != 1

    def _has_zero(self, e: Json) -> bool:
        """Whether the kernel finds a number, or an entry, to be exactly 0."""
        found = kernel.Machine(self.precision, []).value(self._unfolded(e), {})
        return not all(found) if isinstance(found, list) else not found

    def _unfolded(self, e: Json) -> Json:
        return self.definitions.get(e, e) if isinstance(e, str) else [e[0], *(self._unfolded(x) for x in e[1:])]


def _log_form(e: Json, factor: Fraction, exponents: dict[Fraction, Fraction]) -> bool:
    """Add factor · e to the exponents of bases; False when e is no sum of rational multiples of logarithms."""
    if isinstance(e, str):
        return re.fullmatch(kernel.RATIONAL, e) is not None and Fraction(e) * factor == 0
    op, *args = e
    if op == "log" and isinstance(args[0], str) and re.fullmatch(kernel.RATIONAL, args[0]):
        base = Fraction(args[0])
        exponents[base] = exponents.get(base, Fraction(0)) + factor
        return base > 0
    if op == "+":
        return all(_log_form(x, factor, exponents) for x in args)
    if op == "-":
        return _log_form(args[0], factor, exponents) and _log_form(args[1], -factor, exponents)
    if op == "*" and len(args) == 2 and isinstance(args[0], str) and re.fullmatch(kernel.RATIONAL, args[0]):
        return _log_form(args[1], factor * Fraction(args[0]), exponents)
    return False


def _identity(name: str, variables: list[str], lines: list[Any], cofactors: list[Json]) -> Lemma:
    """An identity of polynomials where others are equal: the difference is the sum of cofactor · (a − b)."""
    *given, (left, relation, right) = lines
    hypotheses = "".join(f"{_polynomial(a)} = {_polynomial(b)} ->\n  " for a, _, b in given)
    pairs = zip(cofactors, given, strict=True)
    parts = [f"{_polynomial(c)} * ({_polynomial(a)} - {_polynomial(b)})" for c, (a, _, b) in pairs]
    conclusion = f"{_polynomial(left)} {'=' if relation == '=' else '<>'} {_polynomial(right)}"
    bound = " ".join(f"{v}_" for v in variables)
    names = [f"E{k}" for k in range(len(given))]
    differences = "".join(f"rewrite (Rminus_diag_eq _ _ {name}); " for name in names)
    proof = (
        f"intros {bound} {' '.join(names)}. apply Rminus_diag_uniq. "
        f"transitivity ({' + '.join(parts or ['0'])}); [field | {differences}ring]."
    )
    return Lemma(name, f"forall {bound} : R,\n  {hypotheses}{conclusion}", proof)


def _polynomial(e: Json) -> str:
    if isinstance(e, str):
        if not re.fullmatch(kernel.RATIONAL, e):
            return f"{e}_"
        number = Fraction(e)
        return f"({number.numerator} / {number.denominator})" if number.denominator > 1 else f"({number.numerator})"
    op, *args = e
    if op == "^":
        return f"({_polynomial(args[0])} ^ {args[1]})"
    if op not in ("+", "-", "*"):
        raise NotTranslated(f"the operation {op} in an identity")
    return "(" + f" {op} ".join(_polynomial(x) for x in args) + ")"
