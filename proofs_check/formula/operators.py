"""The operators of formulas: one row each, with its sorts, its signs for people and its words in Coq.

What an operator is worth at a case stands in `values`, what it is for the certificate kernel in `certificates`; the
tests hold every table to the same names. In the templates `{0}`, `{1}`, … are the arguments; in Coq `{A}` is the list
of outcomes of the space, `{dec}` its decision of equality.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final

import attrs

from proofs_check.exceptions import ClaimError
from proofs_check.formula import bound_numbers as bound
from proofs_check.formula import on_words
from proofs_check.formula.sorts import (
    COUNT,
    COUNTS,
    NATURAL,
    NONNEGATIVE,
    POSITIVE,
    PROPOSITION,
    REAL,
    REAL_FUNCTION,
    Sort,
    Space,
    is_a,
    law_on,
    outcome_of,
    positive_law_on,
    rate_on,
    reward_on,
    rule_on,
)

Typed = tuple[Sequence[Sort], Sort]
"""The sorts that an operator takes, and the sort that it gives."""


@attrs.frozen(slots=False)
class Operator:
    """How an operator is typed and written; `binds` says how strongly it holds its arguments (9: without brackets)."""

    typed: Callable[..., Typed]
    words: str
    latex: str
    coq: str
    binds: int = 9


def _fixed(takes: Sequence[Sort], gives: Sort) -> Callable[..., Typed]:
    return lambda *_: (takes, gives)


def _least(*terms: Any) -> Sort:
    """The narrowest of positive, nonnegative and real that all terms have; natural numbers count as what they are."""
    found = POSITIVE
    for t in terms:
        if is_a(t.sort, POSITIVE) or is_a(t.sort, COUNT):
            continue
        found = NONNEGATIVE if (is_a(t.sort, NONNEGATIVE) or is_a(t.sort, NATURAL)) and found != REAL else REAL
    return found


def least_value(t: Any) -> Fraction | None:
    """A number that a term is at least, seen from sorts and numbers alone; None when none is seen."""
    if t.op == "number":
        return Fraction(t.value)
    if t.op == "real":
        return least_value(t.args[0])
    if t.op == "+":
        low = [least_value(a) for a in t.args]
        return None if low[0] is None or low[1] is None else low[0] + low[1]
    if t.op == "*":
        low = [least_value(a) for a in t.args]
        return None if low[0] is None or low[1] is None or min(low[0], low[1]) < 0 else low[0] * low[1]
    if t.op == "-" and t.args[1].op == "number":
        low = [least_value(t.args[0])]
        return None if low[0] is None else low[0] - t.args[1].value
    if is_a(t.sort, COUNT):
        return Fraction(1)
    return Fraction(0) if is_a(t.sort, NATURAL) or is_a(t.sort, NONNEGATIVE) else None


def _difference(a: Any, b: Any) -> Typed:
    low = least_value(a)
    if low is None or b.op != "number" or low < b.value:
        return _PAIR, REAL
    return _PAIR, POSITIVE if low > b.value else NONNEGATIVE


def _sum(a: Any, b: Any) -> Typed:
    both = _least(a, b)
    some = POSITIVE in (_least(a), _least(b))
    return (REAL, REAL), POSITIVE if both == NONNEGATIVE and some else both


def _whole_sum(a: Any, b: Any) -> Typed:
    some = is_a(a.sort, COUNT) or is_a(b.sort, COUNT)
    return (NATURAL, NATURAL), COUNT if some else NATURAL


def _quotient(a: Any, b: Any) -> Typed:
    return (REAL, REAL), _least(a) if _least(b) == POSITIVE else REAL


def _to_the(a: Any, b: Any) -> Typed:
    if is_a(b.sort, NATURAL) or (b.op == "number" and b.value.denominator == 1 and b.value >= 0):
        even = b.op == "number" and b.value % 2 == 0
        return (REAL, NATURAL), NONNEGATIVE if even and _least(a) == REAL else _least(a)
    return (REAL, REAL), POSITIVE if _least(a) == POSITIVE else REAL


def _at(f: Any, _y: Any) -> Typed:
    if f.sort.kind in ("family of laws", "family of positive laws"):
        law_of_it = law_on if f.sort.kind == "family of laws" else positive_law_on
        return (f.sort, outcome_of(f.sort.index)), law_of_it(f.sort.space)
    gives = {"law": NONNEGATIVE, "positive law": POSITIVE, "reward": REAL}
    if f.op == "total" and f.args[0].op == "function" and _least(f.args[0].args[1]) != REAL:
        return (f.sort, outcome_of(f.sort.space)), NONNEGATIVE  # of the empty word it is 0
    if f.sort.kind not in gives:
        return (reward_on(), outcome_of()), REAL
    return (f.sort, outcome_of(f.sort.space)), gives[f.sort.kind]


def _term_of(f: Any, m: Any) -> Typed:
    """The m-th term of a sequence: a count, or a rule for words of length m."""
    return (f.sort, NATURAL), COUNT if f.sort == COUNTS else rule_on(_words_over(f, m))


def _principle(m: Any, source: Any, _q: Any, _rate: Any) -> Typed:
    letters = _on(source).letters
    return (m.sort, law_on(Space(letters.alphabet, m)), law_on(letters), rate_on(letters)), PROPOSITION


def _rate(q: Any, _p: Any, _s: Any) -> Typed:
    return (law_on(_on(q)),) * 3, rate_on(_on(q))


def _best_rate(q: Any, _p: Any, _a: Any) -> Typed:
    return (law_on(_on(q)), law_on(_on(q)), REAL), rate_on(_on(q))


def _on(f: Any) -> Space:
    return f.sort.space if f.sort.space is not None else Space()


def _positive(*laws: Any) -> bool:
    return all(t.sort.kind == "positive law" for t in laws)


def _like(law: Any) -> Sort:
    return positive_law_on(_on(law)) if _positive(law) else law_on(_on(law))


def _words_over(term: Any, length: Any) -> Space:
    """The words over the letters that a law, a reward or a rule is over: (p^2)^3 would be over words of words."""
    if _on(term).length is not None:
        raise ClaimError(f"“{term}” is over words already, and words of words are no space here: take it over letters")
    return Space(_on(term).alphabet, length)


def _two_laws(gives: Sort) -> Callable[..., Typed]:
    return lambda p, _q: ((law_on(_on(p)), law_on(_on(p))), gives)


def _mean(p: Any, f: Any) -> Typed:
    """A mean of a positive function is positive: a law has mass somewhere."""
    return (law_on(_on(p)), reward_on(_on(p))), _least(f.args[1]) if f.op == "function" else REAL


def _binder(kind: str) -> Callable[..., Typed]:
    def typed(y: Any, body: Any) -> Typed:
        if kind == "sum":
            return (outcome_of(_on(y)), REAL), NONNEGATIVE if _least(body) != REAL else REAL
        if kind == "function":
            return (outcome_of(_on(y)), REAL), reward_on(_on(y))
        if kind == "event":
            return (outcome_of(_on(y)), PROPOSITION), Sort("event", _on(y))
        return (y.sort, PROPOSITION), PROPOSITION

    return typed


def _apart_from(names: Sequence[str], typed: Callable[..., Typed]) -> Callable[..., Typed]:
    """Sorts for what is shown with letters of its own: a variable of such a name would be read as one of them."""

    def of_others(*terms: Any) -> Typed:
        for name in (name for t in terms for name in t.free if name in names):
            raise ClaimError(f"{name} stands for something else where this is shown: give the variable another name")
        return typed(*terms)

    return of_others


def _sum_to(i: Any, _n: Any, body: Any) -> Typed:
    """The index begins at 0: it is no count."""
    if i.sort == COUNT:
        raise ClaimError(f"a sum begins at 0: its index {i} must be a natural number, not a count")
    return (NATURAL, NATURAL, REAL), NONNEGATIVE if _least(body) != REAL else REAL


_PAIR: Final = (REAL, REAL)
_RELATION: Final = _fixed(_PAIR, PROPOSITION)
_CONNECTIVE: Final = _fixed((PROPOSITION, PROPOSITION), PROPOSITION)

OPERATORS: Final[dict[str, Operator]] = {
    # arithmetic
    "+": Operator(_sum, "{0} + {1}", "{0} + {1}", "({0} + {1})", 1),
    "-": Operator(_difference, "{0} − {1}", "{0} - {1}", "({0} - {1})", 1),
    "neg": Operator(_fixed((REAL,), REAL), "−{0}", "-{0}", "(- {0})", 1),
    "*": Operator(lambda a, b: (_PAIR, _least(a, b)), "{0}·{1}", r"{0}\,{1}", "({0} * {1})", 2),
    "/": Operator(_quotient, "{0}/{1}", r"\frac{{{0}}}{{{1}}}", "({0} / {1})", 2),
    "^": Operator(_to_the, "{0}^{1}", "{{{0}}}^{{{1}}}", "(Rpower {0} {1})", 3),
    "real": Operator(lambda n: ((NATURAL,), _least(n)), "{0}", "{0}", "(INR {0})"),
    "log": Operator(_fixed((REAL,), REAL), "log({0})", r"\log({0})", "(ln {0})"),
    "exp": Operator(_fixed((REAL,), POSITIVE), "exp({0})", r"\exp({0})", "(exp {0})"),
    "sqrt": Operator(lambda x: ((REAL,), _least(x) if _least(x) != REAL else NONNEGATIVE),
                     "√({0})", r"\sqrt{{{0}}}", "(sqrt {0})"),
    "abs": Operator(_fixed((REAL,), NONNEGATIVE), "|{0}|", r"\left|{0}\right|", "(Rabs {0})"),
    "min": Operator(lambda a, b: (_PAIR, _least(a, b)), "min({0}, {1})", r"\min({0}, {1})", "(Rmin {0} {1})"),
    "max": Operator(lambda a, b: (_PAIR, _least(a, b)), "max({0}, {1})", r"\max({0}, {1})", "(Rmax {0} {1})"),
    "choose": Operator(
        _fixed((NATURAL, NATURAL), NONNEGATIVE), "C({0}, {1})", r"\binom{{{0}}}{{{1}}}", "(INR (choose {0} {1}))"
    ),
    "plus": Operator(_whole_sum, "{0} + {1}", "{0} + {1}", "({0} + {1})%nat", 1),
    "monus": Operator(_fixed((NATURAL, NATURAL), NATURAL), "{0} − {1}", "{0} - {1}", "({0} - {1})%nat", 1),
    "ceiling": Operator(_fixed((REAL,), NATURAL), "⌈{0}⌉", r"\lceil {0} \rceil", ""),
    "floor": Operator(_fixed((REAL,), NATURAL), "⌊{0}⌋", r"\lfloor {0} \rfloor", ""),
    "if": Operator(
        lambda _c, a, b: ((PROPOSITION, REAL, REAL), _least(a, b)),
        "({1} if {0}, else {2})",
        r"\left({1} \text{{ if }} {0} \text{{, else }} {2}\right)",
        "(if {0} then {1} else {2})",
    ),
    "slope": Operator(
        bound.slope,
        "d/d{0} [{1}] at {0} = {2}",
        r"\left.\tfrac{{d}}{{d{0}}}\left[{1}\right]\right|_{{{0}={2}}}",
        "(Derive (fun {0} => {1}) {2})",
        -1,
    ),
    # laws and rewards
    "at": Operator(_at, "{0}({1})", "{0}({1})", "({0} {1})"),
    "sum": Operator(_binder("sum"), "Σ_{0} {1}", r"\sum_{{{0}}} {1}", "(Sum {A} (fun {0} => {1}))", 2),
    "sum to": Operator(_sum_to, "Σ_{{0 ≤ {0} < {1}}} {2}", r"\sum_{{0 \le {0} < {1}}} {2}",
                       "(Sum (seq 0 {1}) (fun {0} => {2}))", 2),
    "function": Operator(_binder("function"), "({0} ↦ {1})", r"({0} \mapsto {1})", "(fun {0} => {1})"),
    "D": Operator(_two_laws(NONNEGATIVE), "KL({0}‖{1})", r"D({0}\,\|\,{1})", "(KL {A} {0} {1})"),
    "H": Operator(_two_laws(NONNEGATIVE), "H({0}‖{1})", r"H({0}\,\|\,{1})", "(H {A} {0} {1})"),
    "Z": Operator(lambda q, _p, _a: ((law_on(_on(q)), law_on(_on(q)), REAL), POSITIVE),
                  "Z({0}, {1}, {2})", "Z({0}, {1}, {2})", "(Z {A} {0} {1} {2})"),
    "T": Operator(lambda q, p, _a: ((law_on(_on(q)), law_on(_on(q)), REAL), _like(p)),
                  "T({0}, {1}, {2})", "T({0}, {1}, {2})", "(T {A} {0} {1} {2})"),
    "tilt by": Operator(
        lambda _r, p, _a: ((reward_on(_on(p)), law_on(_on(p)), REAL), _like(p)),
        "{1} tilted by exp({2}·{0})",
        r"{1} \text{{ tilted by }} \exp({2}\,{0})",
        "(T {A} (fun y_ => exp ({0} y_)) {1} {2})",
        2,
    ),
    "power": Operator(lambda p, m: ((_like(p), NATURAL), Sort(_like(p).kind, _words_over(p, m))),
                      "{0}^{1}", "{{{0}}}^{{{1}}}", "(power {0})", 3),
    "total": Operator(lambda r, m: ((reward_on(_on(r)), NATURAL), reward_on(_words_over(r, m))),
                      "total({0})", r"\mathrm{{total}}({0})", "(total {0})"),
    "best": Operator(lambda p, _n, _r: ((_like(p), COUNT, reward_on(_on(p))), _like(p)),
                     "best of {1}({0}, {2})", r"\mathrm{{best}}_{{{1}}}({0}, {2})", "(best_of {dec} {A} {1} {0} {2})"),
    "kept": Operator(lambda p, _n, _s: ((law_on(_on(p)), COUNT, rule_on(_on(p))), law_on(_on(p))),
                     "kept of {1}({0}, {2})", r"\mathrm{{kept}}_{{{1}}}({0}, {2})", "(kept {A} {1} {0} {2})"),
    "soft best": Operator(
        lambda p, _n, _r: ((_like(p), COUNT, reward_on(_on(p))), _like(p)),
        "soft best of {1}({0}, {2})",
        r"\mathrm{{soft}}_{{{1}}}({0}, {2})",
        "(kept {A} {1} {0} (soft {dec} {2}))",
    ),
    "ranked": Operator(
        lambda _r, w, _i: ((reward_on(on_words.letters_of(w)), w.sort, NATURAL), REAL),
        "{0}_({2})({1})",
        r"{{{0}}}_{{({2})}}({1})",
        "(nth {2} (sort (map {0} {1})) 0)",
    ),
    "hits": Operator(
        lambda _e, w: ((Sort("event", on_words.letters_of(w)), w.sort), NATURAL),
        "#({0} in {1})",
        r"\#_{{{1}}}({0})",
        "(hits {0} {1})",
    ),
    "E": Operator(_mean,
                  "E_{0} {1}", r"E_{{{0}}} {1}", "(Ex {A} {0} {1})", 3),
    "Pr": Operator(lambda p, _e: ((law_on(_on(p)), Sort("event", _on(p))), NONNEGATIVE),
                   "{0}({1})", "{0}({1})", "(Pr {A} {0} {1})"),
    "event": Operator(_binder("event"), "{0}: {1}", "{0}: {1}", "(fun {0} => {1})"),
    "Var": Operator(
        lambda p, _f: ((law_on(_on(p)), reward_on(_on(p))), NONNEGATIVE),
        "Var_{0} {1}",
        r"\mathrm{{Var}}_{{{0}}} {1}",
        "(Var {A} {0} {1})",
        3,
    ),
    "TV": Operator(_two_laws(NONNEGATIVE), "TV({0}, {1})", r"\mathrm{{TV}}({0}, {1})", "(TV {A} {0} {1})"),
    "χ²": Operator(_two_laws(NONNEGATIVE), "χ²({0}‖{1})", r"\chi^2({0}\,\|\,{1})", "(chi2 {A} {0} {1})"),
    "Hellinger": Operator(
        _two_laws(NONNEGATIVE), "Σ(√{0} − √{1})²", r"\sum(\sqrt{{{0}}} - \sqrt{{{1}}})^2", "(Hellinger {A} {0} {1})", 3
    ),
    "Rényi": Operator(
        lambda _a, p, _q: ((REAL, law_on(_on(p)), law_on(_on(p))), REAL),
        "D_{0}({1}‖{2})",
        r"D_{{{0}}}({1}\,\|\,{2})",
        "(Renyi {A} {0} {1} {2})",
    ),
    "H_t": Operator(
        lambda _t, p, _q: ((REAL, law_on(_on(p)), law_on(_on(p))), REAL),
        "H_({0})({1}‖{2})",
        r"H_{{{0}}}({1}\,\|\,{2})",
        "(Ht {A} {0} {1} {2})",
    ),
    "D_f": Operator(
        lambda _f, p, _q: ((REAL_FUNCTION, law_on(_on(p)), law_on(_on(p))), REAL),
        "D_{0}({1}‖{2})",
        r"D_{{{0}}}({1}\,\|\,{2})",
        "(Df {A} {0} {1} {2})",
    ),
    "x log x": Operator(
        _fixed((REAL,), REAL), "{0} log {0}", r"{0} \log {0}", "({0} * ln {0})", 2
    ),
    "primitive": Operator(
        lambda u, _f, _of: ((bound.over_reals("a primitive", u), REAL_FUNCTION, REAL), PROPOSITION),
        "{1} is a primitive of {0} ↦ {2} on (0, 1), continuous at every point of [0, 1]",
        r"{1}' = ({0} \mapsto {2}) \text{{ on }} (0, 1),\ {1} \text{{ is continuous at every point of }} [0, 1]",
        "((forall {0}, 0 < {0} < 1 -> is_derive {1} {0} {2}) /\\ (forall {0}, 0 <= {0} <= 1 -> continuity_pt {1} {0}))",
        0,
    ),
    "spacings": Operator(
        _apart_from(("i", "P", "E"), _fixed((NATURAL, REAL), NONNEGATIVE)),
        "P(E_1/{0} + E_2/({0} − 1) + … + E_{0} ≤ {1})",
        r"P\Big(\sum_{{i=1}}^{{{0}}} \tfrac{{E_i}}{{{0}-i+1}} \le {1}\Big)",
        "(spacings {0} {1})",
    ),
    "size": Operator(
        lambda p: ((law_on(_on(p)),), COUNT),
        "the number of outcomes of {0}",
        r"\#\text{{outcomes of }} {0}",
        "(length {A})",
        0,
    ),
    "of": Operator(_fixed((REAL_FUNCTION, REAL), REAL), "{0}({1})", "{0}({1})", "({0} {1})"),
    "integral": Operator(
        bound.integral,
        "∫_{{{1}}}^{{{2}}} {3} d{0}",
        r"\int_{{{1}}}^{{{2}}} {3}\,d{0}",
        "(RInt (fun {0} => {3}) {1} {2})",
        2,
    ),
    "Δ_max": Operator(_two_laws(NONNEGATIVE), "Δ_max({0}, {1})", r"\Delta_{{\max}}({0}, {1})", "(Dmax {A} {0} {1})"),
    "type": Operator(
        lambda w: ((w.sort,), law_on(on_words.letters_of(w))),
        "type({0})",
        r"\mathrm{{type}}({0})",
        "(freq {letter} {0})",
    ),
    "info": Operator(
        lambda _q, w: ((law_on(on_words.letters_of(w)), w.sort), REAL),
        "information of {1} under {0} per letter",
        r"-\tfrac{{1}}{{{length}}} \log {{{0}}}^{{{length}}}({1})",
        "(info {0} {length} {1})",
        0,
    ),
    # propositions
    "=": Operator(_RELATION, "{0} = {1}", "{0} = {1}", "({0} = {1})", 0),
    "≠": Operator(_RELATION, "{0} ≠ {1}", r"{0} \ne {1}", "({0} <> {1})", 0),
    "≤": Operator(_RELATION, "{0} ≤ {1}", r"{0} \le {1}", "({0} <= {1})", 0),
    "<": Operator(_RELATION, "{0} < {1}", "{0} < {1}", "({0} < {1})", 0),
    "≡": Operator(_two_laws(PROPOSITION), "{0} = {1}", "{0} = {1}", "(forall x_, In x_ {A} -> {0} x_ = {1} x_)", 0),
    "≪": Operator(_two_laws(PROPOSITION), "{0} ≪ {1}", r"{0} \ll {1}", "(ac {A} {0} {1})", 0),
    "supports": Operator(_two_laws(PROPOSITION), "{0} > 0 on the support of {1}", r"{0} > 0 \text{{ where }} {1} > 0",
                         "(forall x_, In x_ {A} -> 0 < {1} x_ -> 0 < {0} x_)", 0),
    "permuted": Operator(
        on_words.permuted,
        "{1} has the letters of {0}, in some order",
        r"{1} \text{{ is a permutation of }} {0}",
        "(Permutation {0} {1})",
        0,
    ),
    "is": Operator(lambda y, _z: ((y.sort, y.sort), PROPOSITION), "{0} = {1}", "{0} = {1}", "({0} = {1})", 0),
    "convex": Operator(
        _fixed((REAL_FUNCTION,), PROPOSITION),
        "{0} is convex on (0, ∞)",
        r"{0} \text{{ is convex on }} (0, \infty)",
        "(convex {0})",
        0,
    ),
    "strictly convex": Operator(
        _fixed((REAL_FUNCTION,), PROPOSITION),
        "{0} is strictly convex on (0, ∞)",
        r"{0} \text{{ is strictly convex on }} (0, \infty)",
        "(strictly_convex {0})",
        0,
    ),
    "continuous": Operator(
        _fixed((REAL_FUNCTION,), PROPOSITION),
        "{0} is continuous at every point of [0, ∞)",
        r"{0} \text{{ is continuous at every point of }} [0, \infty)",
        "(forall v_, 0 <= v_ -> continuous {0} v_)",
        0,
    ),
    "keeps best": Operator(
        lambda _s, _n, r: ((rule_on(_on(r)), COUNT, reward_on(_on(r))), PROPOSITION),
        "{0} keeps one of the draws of highest {2}, of {1}",
        r"{0} \text{{ keeps one of the draws of highest }} {2} \text{{ of }} {1}",
        "(keeps_best {A} {1} {2} {0})",
        -3,
    ),
    "sub-Gaussian": Operator(
        lambda p, _r, _s: ((law_on(_on(p)), reward_on(_on(p)), REAL), PROPOSITION),
        "{1} is sub-Gaussian under {0} with proxy {2}",
        r"{1} \text{{ is sub-Gaussian under }} {0} \text{{ with proxy }} {2}",
        "(subgaussian {A} {0} {1} {2})",
        0,
    ),
    "varies": Operator(
        _two_laws(PROPOSITION),
        "{1} is not constant on the support of {0}",
        r"{1} \text{{ is not constant where }} {0} > 0",
        "(varies {A} {0} {1})",
        0,
    ),
    "optimal": Operator(
        lambda phi, _q, _p, _d: ((law_on(_on(phi)), law_on(_on(phi)), law_on(_on(phi)), REAL), PROPOSITION),
        "{0} minimises H(·‖{1}) over KL(·‖{2}) ≤ {3}",
        r"{0} \in \arg\min_{{D(\cdot\|{2}) \le {3}}} H(\cdot\,\|\,{1})",
        "(optimal {A} {2} {1} {3} {0})",
        -3,
    ),
    # growing length
    "term": Operator(_term_of, "{0}_{1}", "{{{0}}}_{{{1}}}", "({0} {1})"),
    "about": Operator(
        _apart_from(("m", "e"), _fixed((COUNTS, REAL, POSITIVE), PROPOSITION)),
        "{0}_m is exp(m·{1}) up to a factor {2} at every m",
        r"{{{0}}}_m = e^{{m {1}}} \text{{ up to a factor }} {2} \text{{ at every }} m",
        "(about {2} {1} {0})",
        0,
    ),
    "eventually": Operator(bound.growing(PROPOSITION),
                           "from some {0} on: {1}", r"\text{{from some }} {0} \text{{ on: }} {1}",
                           "(exists M_ : nat, forall {0} : nat, (M_ <= {0})%nat -> {1})", -4),
    "rate": Operator(
        _apart_from(("beta", "J"), _rate),
        "KL(T({0}, {1}, β)‖{2}) at the level H(T({0}, {1}, β)‖{0}), −log {2}(the letters of that level) at both ends of"
        " the range, ∞ elsewhere",
        r"J(H(T({0},{1},\beta)\|{0})) = D(T({0},{1},\beta)\,\|\,{2}),\ "
        r"J = -\log {2}(\cdot) \text{{ at the ends}},\ J = \infty \text{{ elsewhere}}",
        "(rate {A} {0} {1} {2})",
    ),
    "rate of tilts": Operator(
        _apart_from(("beta", "J"), _rate),
        "KL(T({0}, {1}, β)‖{2}) at the level H(T({0}, {1}, β)‖{0}), ∞ where no tilt has the level",
        r"J(H(T({0},{1},\beta)\|{0})) = D(T({0},{1},\beta)\,\|\,{2}),\ J = \infty \text{{ elsewhere}}",
        "(fun t_ j_ => exists b_, H {A} (T {A} {0} {1} b_) {0} = t_ /\\ j_ = KL {A} (T {A} {0} {1} b_) {2})",
    ),
    "rate of the best": Operator(
        _apart_from(("phi", "J", "t", "beta"), _best_rate),
        "J − KL(φ‖{1}) up to the level H(φ‖{0}), ∞ beyond it, where φ = T({0}, {1}, {2}) and J is the rate for {1}",
        r"J_0(t) - D(\phi\,\|\,{1}) \text{{ for }} t \le H(\phi\,\|\,{0}),\ \infty \text{{ beyond}},\ "
        r"\phi = T({0},{1},{2})",
        "(best_rate {A} {0} {1} {2})",
    ),
    "LDP": Operator(
        _apart_from(("Y",), _principle),
        "−(1/{0}) log {2}^{0}(Y), Y ~ {1}, obeys a large deviation principle as {0} → ∞, with the rate {3}",
        r"-\tfrac{{1}}{{{0}}} \log {{{2}}}^{{{0}}}(Y),\ Y \sim {1}:\ {3}",
        "(LDP (fun {0} B_ => Pr {A} {1} (fun w_ => B_ (info {2} {0} w_))) {3})",
        0,
    ),
    "and": Operator(_CONNECTIVE, "{0} and {1}", r"{0} \wedge {1}", "({0} /\\ {1})", -1),
    "or": Operator(_CONNECTIVE, "{0} or {1}", r"{0} \vee {1}", "({0} \\/ {1})", -2),
    "implies": Operator(_CONNECTIVE, "if {0} then {1}", r"{0} \Rightarrow {1}", "({0} -> {1})", -3),
    "iff": Operator(_CONNECTIVE, "{0} exactly when {1}", r"{0} \iff {1}", "({0} <-> {1})", -3),
    "not": Operator(_fixed((PROPOSITION,), PROPOSITION), "not ({0})", r"\neg ({0})", "(~ {0})"),
    "for all": Operator(_binder("for all"), "for all {0}: {1}", r"\forall {0}:\ {1}", "", -4),
    "exists": Operator(_binder("exists"), "there is {0} with {1}", r"\exists {0}:\ {1}", "", -4),
    "limit": Operator(bound.growing(REAL, REAL),
                      "{1} → {2} as {0} → ∞", r"\lim_{{{0} \to \infty}} {1} = {2}",
                      "(is_lim_seq (fun {0} => {1}) {2})", 0),
    "limit at": Operator(
        bound.limit_at,
        "{1} → {3} as {0} → {2}",
        r"\lim_{{{0} \to {2}}} {1} = {3}",
        "(is_lim (fun {0} => {1}) {2} {3})",
        0,
    ),
    "diverges": Operator(bound.growing(REAL),
                         "{1} → ∞ as {0} → ∞", r"\lim_{{{0} \to \infty}} {1} = \infty",
                         "(is_lim_seq (fun {0} => {1}) p_infty)", 0),
}  # fmt: skip

RELATIONS: Final = ("=", "≠", "≤", "<")
"""The relations between reals."""
