"""A formula is a term: written once, and read as a value, words, LaTeX, a certificate or a proposition of Coq.

A leaf is a variable, a number or a given object (a constant law, reward or outcome); every other term is an operator
(`operators`) with its arguments. Where an operator binds a variable (a sum, "for all", a limit), the variable is its
first argument. `==`, `<=`, … build propositions; `same` compares terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from itertools import chain, count
from typing import Any, Final

import attrs

from exactalign import Distribution, Reward
from exactalign.numbers.rationals import format_integer, format_rational
from proofs_check.exceptions import ClaimError
from proofs_check.formula import brackets
from proofs_check.formula.names import shown_constant, shown_name
from proofs_check.formula.operators import OPERATORS, Operator, least_value
from proofs_check.formula.sorts import COUNT, NATURAL, NONNEGATIVE, POSITIVE, REAL, Sort, Space, is_a

LEAVES = frozenset({"variable", "number", "constant"})
BINDERS = frozenset(
    {"sum", "sum to", "function", "event", "for all", "exists", "limit", "limit at", "diverges", "eventually", "LDP"}
    | {"slope", "integral", "primitive"}
)
"""The operators whose first argument is a variable that they bind."""
_OUTSIDE: Final = {
    "sum to": (1,), "integral": (1, 2), "slope": (2,), "limit": (2,), "limit at": (2, 3), "LDP": (3,),
    "primitive": (1,),
}  # fmt: skip
"""Of those, the arguments in which the variable is not the bound one."""
LIMITS = frozenset({"limit", "limit at", "diverges", "eventually", "LDP"})
"""Those that speak of what a variable tends to."""

MOST_DIGITS: Final = 4_000
"""The digits of a number in a term, as in a certificate."""

TOO_LONG: Final = 10**MOST_DIGITS
_TOKENS: dict[tuple[object, ...], int] = {}


class SortError(ClaimError):
    """An operator is given what it is not defined for: a tilt by a q with zeros, say."""


@attrs.frozen(eq=False, repr=False, slots=False)
class Term:
    """An operator and its arguments, with the sort of what they give."""

    op: str
    args: tuple[Term, ...]
    sort: Sort
    leaf: Any = None

    @cached_property
    def key(self) -> tuple[object, ...]:
        """What makes two terms the same: the same operators at the same places, and the same leaves."""
        leaf = _whole(self.leaf) if self.op == "constant" else self.leaf
        return (
            self.op,
            leaf,
            self.sort.key if self.op in ("variable", "constant") else None,
            *(a.key for a in self.args),
        )

    @cached_property
    def token(self) -> int:
        """A number that two terms share exactly when they are the same: their key, kept once."""
        leaf = _whole(self.leaf) if self.op == "constant" else self.leaf
        sort = self.sort.key if self.op in ("variable", "constant") else None
        return _TOKENS.setdefault((self.op, leaf, sort, *(a.token for a in self.args)), len(_TOKENS))

    @cached_property
    def free(self) -> tuple[str, ...]:
        """The names of the free variables, each once."""
        names: dict[str, None] = {}
        if self.op == "variable":
            names[self.name] = None
        parts = self.args[1:] if self.op in BINDERS else self.args
        holder = self if self.op == "variable" else self.args[0] if self.op in BINDERS else None
        if holder is not None and holder.sort.space is not None and holder.sort.space.length is not None:
            parts = (holder.sort.space.length, *parts)
        for part in parts:
            names.update(dict.fromkeys(part.free))
        if self.op in BINDERS:
            names.pop(self.args[0].name, None)
        return tuple(names)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all variables in it, bound ones and those in lengths of words included, each once."""
        own = (self.name,) if self.op == "variable" else ()
        return tuple(dict.fromkeys(chain(own, *(part.names for part in self._parts))))

    @cached_property
    def alphabets(self) -> frozenset[str]:
        """The alphabets that vary, of everything in it."""
        own = {s.alphabet for s in (self.sort.space, self.sort.index) if s is not None and s.size is None}
        return frozenset(own.union(*(part.alphabets for part in self._parts)))

    @property
    def _parts(self) -> tuple[Term, ...]:
        length = None if self.sort.space is None else self.sort.space.length
        return self.args if length is None else (*self.args, length)

    @property
    def name(self) -> str:
        """The name of a variable."""
        if not isinstance(self.leaf, str):
            raise ClaimError(f"{self} is no variable")
        return self.leaf

    @property
    def value(self) -> Fraction:
        """The value of a number."""
        if not isinstance(self.leaf, Fraction):
            raise ClaimError(f"{self} is no number")
        return self.leaf

    @property
    def space(self) -> Space:
        """The space that a law, a reward, an outcome or a rule is over."""
        if self.sort.space is None:
            raise SortError(f"{self.sort.told} is over no space")
        return self.sort.space

    def __add__(self, o: Any) -> Term:
        return apply("+", self, o)

    def __radd__(self, o: Any) -> Term:
        return apply("+", o, self)

    def __sub__(self, o: Any) -> Term:
        return apply("-", self, o)

    def __rsub__(self, o: Any) -> Term:
        return apply("-", o, self)

    def __mul__(self, o: Any) -> Term:
        return apply("*", self, o)

    def __rmul__(self, o: Any) -> Term:
        return apply("*", o, self)

    def __truediv__(self, o: Any) -> Term:
        return apply("/", self, o)

    def __rtruediv__(self, o: Any) -> Term:
        return apply("/", o, self)

    def __pow__(self, o: Any) -> Term:
        if self.sort.kind in ("law", "positive law"):
            return apply("power", self, o)
        if isinstance(o, (int, Fraction)) and o < 0 and o == int(o):  # 1/x^2, which needs x ≠ 0, as no real power does
            return lift(1) / (self if o == -1 else apply("^", self, int(-o)))
        return apply("^", self, o)

    def __rpow__(self, o: Any) -> Term:
        return apply("^", o, self)

    def __neg__(self) -> Term:
        return apply("neg", self)

    def __call__(self, argument: Any) -> Term:
        op = {"real function": "of", "counts": "term", "rules": "term"}.get(self.sort.kind, "at")
        return apply(op, self, argument)

    def __eq__(self, o: object) -> Term:  # type: ignore[override]
        if self.sort.kind == "outcome":
            return apply("is", self, o)
        return apply("≡" if self.sort.kind in ("law", "positive law") else "=", self, o)

    def __ne__(self, o: object) -> Term:  # type: ignore[override]
        if self.sort.kind == "outcome":
            return apply("not", apply("is", self, o))
        return apply("≠", self, o)

    def __le__(self, o: Any) -> Term:
        return apply("≤", self, o)

    def __lt__(self, o: Any) -> Term:
        return apply("<", self, o)

    def __ge__(self, o: Any) -> Term:
        return apply("≤", o, self)

    def __gt__(self, o: Any) -> Term:
        return apply("<", o, self)

    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        raise ClaimError(f"“{self}” is a term, neither true nor false: evaluate it at a case, or compare with same()")

    def __repr__(self) -> str:
        return written(self)

    def subterms(self) -> Iterator[Term]:
        """The term and everything in it, bound variables included."""
        left = [self]
        while left:
            term = left.pop()
            yield term
            if (space := term.sort.space) is not None and space.length is not None:
                left.append(space.length)
            left += reversed(term.args)


def _whole(leaf: Any) -> tuple[object, ...]:
    """A given object with everything in it: what is shown of a long law or reward leaves entries out."""
    if isinstance(leaf, Distribution):
        return ("law", *leaf.items())
    if isinstance(leaf, Reward):
        return ("reward", *leaf.items())
    return (type(leaf).__name__, leaf)


def same(a: Term, b: Term) -> bool:
    """Whether two terms are written alike."""
    return a.key == b.key


_FUNCTIONS: Final = frozenset(
    ["log", "ln", "exp", "sqrt", "abs", "max", "min", "sup", "inf", "lim", "KL", "TV", "Pr", "Var"]
)


def variable(name: str, sort: Sort) -> Term:
    """A variable of a sort."""
    if not (name.isidentifier() and name.isascii()):  # letters of other scripts look like one another
        raise ClaimError(f"{name!r} is no name for a variable: give letters from a to z, digits and _")
    length = None if sort.space is None else sort.space.length
    if length is not None and not (isinstance(length, Term) and is_a(length.sort, NATURAL)):
        raise SortError(f"the length of the words of {name} is {length}: give a natural number, such as count('m')")
    number = is_a(sort, REAL) or is_a(sort, NATURAL)
    if (head := name if number else name.partition("_")[0]) in _FUNCTIONS:  # the function log_2, too
        raise ClaimError(f"{name!r} is no name for a variable: formulas would show it as the function {head}")
    if sort.space is not None and not re.fullmatch(r"[A-Za-z]\w*|letters [1-9][0-9]*", sort.space.alphabet):
        raise ClaimError(f"{sort.space.alphabet!r} is no name for an alphabet: give letters and digits")
    if length is not None and name in length.free:
        raise ClaimError(f"{name} is a name in the length of its own words: rename one")
    return Term("variable", (), sort, name)


def unused(name: str, *terms: Term) -> str:
    """The name, or the first of name1, name2, … that is free in none of the terms: what binds it captures nothing."""
    taken = {found for term in terms for found in term.free}
    return next(new for k in count() if (new := f"{name}{k or ''}") not in taken)


def lift(value: Any) -> Term:
    """A term as it is; an integer or a rational as a number. A float is refused."""
    if isinstance(value, Term):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, Fraction)):
        raise SortError(f"{value!r} is neither a term nor an exact number: write Fraction(1, 3) for a third")
    if max(abs(value.numerator), value.denominator) >= TOO_LONG:
        raise SortError(f"a number in a term has at most {MOST_DIGITS} digits: write a power or a product")
    sort = POSITIVE if value > 0 else NONNEGATIVE if value == 0 else REAL
    return Term("number", (), sort, Fraction(value))


def as_sort(term: Term, wanted: Sort, op: str, place: int) -> Term:
    """The term, made real when it is a natural number and a real is wanted; raises `SortError` when it does not fit."""
    if is_a(term.sort, wanted):
        return term
    if is_a(wanted, REAL) and is_a(term.sort, NATURAL):
        return Term("real", (term,), POSITIVE if is_a(term.sort, COUNT) else NONNEGATIVE)
    if wanted in (COUNT, NATURAL) and _is_whole(term) and (wanted == NATURAL or term.value >= 1):
        return Term("number", (), wanted, term.value)
    needed, given = wanted.told, term.sort.told + (_whole_form(term) if is_a(wanted, NATURAL) else "")
    if wanted.space is not None and term.sort.space is not None and wanted.space.key != term.sort.space.key:
        needed, given = f"{needed} over {_told_space(wanted.space)}", f"{given} over {_told_space(term.sort.space)}"
    raise SortError(f"argument {place + 1} of {op} must be {needed}, but {term} is {given}")


def _whole_form(term: Term) -> str:
    """How a sum of whole numbers, which is a real, is written as one; "" for another term."""
    parts = [part.args[0] if part.op == "real" else part for part in term.args if term.op == "+"]
    whole = parts and all(is_a(part.sort, NATURAL) or _is_whole(part) for part in parts)
    return f": as a whole number it is more({', '.join(map(written, parts))})" if whole else ""


def _told_space(space: Space) -> str:
    return space.alphabet if space.length is None else f"words of length {written(space.length)} over {space.alphabet}"


def apply(op: str, *values: Any) -> Term:
    """An operator applied to terms or exact numbers; raises `SortError` when their sorts do not fit."""
    row = OPERATORS[op]
    given = [lift(v) for v in values]
    takes, _ = row.typed(*given)
    if len(takes) != len(given):
        raise SortError(f"{op} takes {len(takes)} arguments, not {len(given)}")
    args = tuple(as_sort(a, s, op, k) for k, (a, s) in enumerate(zip(given, takes, strict=True)))
    for k in _OUTSIDE.get(op, ()):
        if args[0].op == "variable" and args[0].name in args[k].free:
            found = Term(op, args, row.typed(*args)[1])
            raise ClaimError(f"{args[0]} is bound in “{found}”, and is another one in {args[k]}: rename one")
    return Term(op, args, row.typed(*args)[1])


def free_variables(term: Term) -> dict[str, Term]:
    """The free variables, by name, in the order in which they occur; raises `ClaimError` when a name has two sorts."""
    found: dict[str, Term] = {}

    def visit(t: Term, bound: frozenset[str]) -> None:
        if t.op == "variable":
            if t.name not in bound:
                if t.name in found and found[t.name].sort != t.sort:
                    raise ClaimError(
                        f"{t.name} is {found[t.name].sort.told} and {t.sort.told}: give one sort to a name"
                    )
                found.setdefault(t.name, t)
            if t.sort.space is not None and t.sort.space.length is not None:
                visit(t.sort.space.length, bound)
            return
        if t.op in BINDERS:
            bound = bound | {t.args[0].name}
            visit_space(t.args[0], bound)
            for a in t.args[1:]:
                visit(a, bound)
            return
        for a in t.args:
            visit(a, bound)

    def visit_space(t: Term, bound: frozenset[str]) -> None:
        if t.sort.space is not None and t.sort.space.length is not None:
            visit(t.sort.space.length, bound)

    visit(term, frozenset())
    return found


def substitute(term: Term, values: dict[str, Term]) -> Term:
    """The term with free variables replaced, in the lengths of words too; raises `ClaimError` on a capture."""
    if not values:
        return term
    if term.op == "variable":
        replaced = values.get(term.name)
        return resorted(term, values) if replaced is None else replaced
    if term.op == "number":
        return term
    if term.op == "constant":
        return resorted(term, values)
    if term.op in BINDERS:
        bound = term.args[0].name
        inner = {name: value for name, value in values.items() if name != bound}
        if any(bound in free_variables(value) for name, value in inner.items() if name in free_variables(term)):
            raise ClaimError(f"{bound} is bound in “{term}”: rename it before substituting")
        # What stands for the bound variable inside is the variable with its new sort.
        variable_ = resorted(term.args[0], values)
        if variable_ is not term.args[0]:
            inner[bound] = variable_
        return rebuilt(term, (variable_, *(substitute(a, inner) for a in term.args[1:])))
    return rebuilt(term, tuple(substitute(a, values) for a in term.args))


def opened(f: Term, beside: Term) -> tuple[Term, Term]:
    """The variable of a function, under another name where its own is free in a term beside it; and the body."""
    bound, body = f.args
    new = variable(unused(bound.name, beside, f), bound.sort)
    return (bound, body) if new.name == bound.name else (new, substitute(body, {bound.name: new}))


def resorted(leaf: Term, values: dict[str, Term]) -> Term:
    """A leaf over words whose length is replaced; the leaf itself when its sort mentions nothing that is."""
    space = leaf.sort.space
    if space is None or space.length is None or not any(name in values for name in free_variables(space.length)):
        return leaf
    length = substitute(space.length, values)
    return Term(leaf.op, (), Sort(leaf.sort.kind, Space(space.alphabet, length), leaf.sort.index), leaf.leaf)


def rebuilt(term: Term, args: tuple[Term, ...]) -> Term:
    """The same operator on other arguments, its sorts checked anew; a number is real where it is wanted."""
    if term.op == "real" and args[0].op == "number":
        return lift(args[0].value)
    return apply(term.op, *args)


def written(term: Term, latex: bool = False, above: int = -9) -> str:
    """The formula for people, with as few brackets as arithmetic allows; as LaTeX if asked."""
    if term.op == "number":
        value = term.value
        if latex and value.denominator != 1:
            shown = rf"\tfrac{{{format_integer(value.numerator)}}}{{{format_integer(value.denominator)}}}"
            return shown if above <= brackets.POWER else rf"\left({shown}\right)"
        text = format_rational(value)
        return f"({text})" if (value < 0 or value.denominator != 1) and above > 0 else text
    if term.op == "variable":
        return shown_name(term.name, latex)
    if term.op == "constant":
        return shown_constant(term.leaf)
    if term.op == "real":  # not shown: what is under it is bracketed as if it stood there itself
        return written(term.args[0], latex, above)
    if (q := logarithm_of(term)) is not None:
        text = (r"\log " if latex else "log ") + written(q, latex, 3)
        return text if above < 9 else rf"\left({text}\right)" if latex else f"({text})"
    row = OPERATORS[term.op]
    if (of_zero := _stops_at_zero(term)) is not None:
        row = of_zero
    fraction = latex and term.op == "/" and above <= brackets.POWER  # its line brackets it, but not against an exponent
    inner = -9 if row.binds == 9 or (latex and term.op == "/") else row.binds
    tight = brackets.TIGHT.get(term.op, ())
    args = [written(a, latex, inner + (k in tight)) for k, a in enumerate(term.args)]
    if latex and term.op == "E":
        args[0] = written(term.args[0], latex)
    elif term.op == "x log x":
        args[0] = written(term.args[0], latex, brackets.POWER + 1)  # else log x·y could be meant as (log x)·y
    elif (at := brackets.WITHIN.get(term.op)) is not None:
        args[at[0]] = written(term.args[at[0]], latex, at[1])
    elif term.op in brackets.CHAINS and not fraction and _open_sums(term.args[0]) & set(term.args[1].free):
        args[0] = written(term.args[0], latex, brackets.POWER)  # else the right one would be read as under the sum
    elif (k := brackets.BEFORE_A_FACTOR.get(term.op)) is not None and not fraction and _goes_on(term, k, latex):
        args[k] = written(term.args[k], latex, 4)  # else as under the logarithm, or as what varies
    elif latex and term.op in brackets.LIMITS:
        args[1] = written(term.args[1], latex, 2)  # as under a sum
    if not latex and term.op in ("/", "^") and _is_mean(term.args[1]):
        args[1] = written(term.args[1], above=4)  # else a factor behind it as under the mean
    if term.op == "ranked":
        args[2] = written(_after(term.args[2]), latex)  # the lowest has the index 0 here, and 1 in books
    if not latex and term.op in ("term", "ranked", "about") and "_" in args[0]:
        args[0] = f"({args[0]})"  # N_1_m
    if not latex and (k := brackets.INDEXED_BY.get(term.op)) is not None and not _is_whole(term.args[k]):
        args[k] = written(term.args[k], above=9)
    length = written(term.args[1].space.length, latex) if term.op == "info" else ""
    text = (row.latex if latex else row.words).format(*args, length=length)
    if latex and term.op == "*" and _needs_a_sign(term.args[0], args[1]):
        text = rf"{args[0]} \cdot {args[1]}"
    barred = latex and term.op == "slope" and above <= brackets.POWER
    if row.binds < above and not fraction and not barred:
        return rf"\left({text}\right)" if latex else f"({text})"
    return text


def _needs_a_sign(left: Term, right: str) -> bool:
    """Whether a product in LaTeX would be read otherwise: as one number, or as a mean of what is in the bracket."""
    return brackets.BEGINS_WITH_A_NUMBER.match(right) is not None or (
        _is_mean(left) and right.startswith((r"\left(", "("))
    )


def _is_whole(term: Term) -> bool:
    return term.op == "number" and term.value.denominator == 1 and term.value >= 0


def _after(i: Term) -> Term:
    """The next whole number."""
    if i.op == "monus" and is_a(i.args[0].sort, COUNT) and i.args[1].op == "number" and i.args[1].value == 1:
        return i.args[0]
    return lift(i.value + 1) if i.op == "number" else apply("plus", i, 1)


def _is_mean(term: Term) -> bool:
    return _is_mean(term.args[0]) if term.op == "real" else term.op in ("E", "Var")


def _goes_on(whole: Term, k: int, latex: bool) -> bool:
    """Whether a factor behind an argument could be read as under its logarithm, or as a factor of what varies."""
    closed, term = ("/", "^") if latex else (), whole.args[k]
    if whole.op == "tilt by":  # that factor is a reward, which a mean in front would take in
        return term.op not in closed and any(t.op in brackets.TAKES_IN for t in term.subterms())
    while term.op in brackets.ENDS_AS_ITS_LAST and term.op not in closed:
        term = term.args[-1]
    return term.op in ("x log x", "Var") or (term.op == "E" and logarithm_of(term.args[1]) is not None)


def _open_sums(term: Term) -> set[str]:
    """What is bound by sums that nothing closes at the right: in Σ_y p(y)·2 the sum may be read to go on."""
    if term.op in brackets.CHAINS or term.op == "neg":
        return set().union(*map(_open_sums, term.args))
    if term.op in ("sum", "sum to"):
        return {term.args[0].name} | _open_sums(term.args[-1])
    return set()


def _stops_at_zero(term: Term) -> Operator | None:
    if term.op not in brackets.STOPPED:
        return None
    least = least_value(term.args[0])
    most = lift(0) if term.op != "monus" else term.args[1]
    return None if least is not None and most.op == "number" and least >= most.value else brackets.STOPPED[term.op]


def logarithm_of(term: Term) -> Term | None:
    """The law q when the term is the reward y ↦ log q(y), else None."""
    if term.op == "function" and term.args[1].op == "log":
        entry = term.args[1].args[0]
        if entry.op == "at" and entry.args[1].op == "variable" and entry.args[1].name == term.args[0].name:
            law = entry.args[0]
            return None if term.args[0].name in free_variables(law) else law
    return None
