"""The words of formulas, as a claim's file writes them: one function for each operator and each sort of variable."""

from __future__ import annotations

from functools import reduce
from typing import Any

from exactalign import Distribution, Reward
from proofs_check.formula.sorts import (
    COUNT,
    COUNTS,
    NATURAL,
    NONNEGATIVE,
    POSITIVE,
    REAL,
    REAL_FUNCTION,
    Space,
    law_on,
    laws_on,
    letters,
    outcome_of,
    positive_law_on,
    positive_laws_on,
    reward_on,
    rule_on,
    rules_on,
)
from proofs_check.formula.terms import Term, apply, as_sort, lift, unused, variable


def law(name: str, over: str = "A", length: Term | None = None) -> Term:
    """A law on the letters of an alphabet, or with a length on its words; it may have zeros."""
    return variable(name, law_on(Space(over, length)))


def positive_law(name: str, over: str = "A") -> Term:
    """A law that is positive at every letter."""
    return variable(name, positive_law_on(Space(over)))


def reward(name: str, over: str = "A") -> Term:
    """A real function of a letter."""
    return variable(name, reward_on(Space(over)))


def laws(name: str, index: str, over: str = "A") -> Term:
    """A family of laws: a law on letters for each letter of the alphabet `index` (its prompts, say)."""
    return variable(name, laws_on(Space(index), Space(over)))


def positive_laws(name: str, index: str, over: str = "A") -> Term:
    """A family of laws that are positive at every letter."""
    return variable(name, positive_laws_on(Space(index), Space(over)))


def real_function(name: str) -> Term:
    """A function of a real number."""
    return variable(name, REAL_FUNCTION)


def outcome(name: str, over: str = "A", length: Term | None = None) -> Term:
    """A letter, or with a length a word."""
    return variable(name, outcome_of(Space(over, length)))


def rule(name: str, over: str = "A") -> Term:
    """A rule that keeps one of N draws, possibly by chance."""
    return variable(name, rule_on(Space(over)))


def counts(name: str) -> Term:
    """A sequence of whole numbers ≥ 1: N(m) is its m-th term."""
    return variable(name, COUNTS)


def rules(name: str, over: str = "A") -> Term:
    """A sequence of rules: s(m) keeps one of a number of words of length m."""
    return variable(name, rules_on(Space(over)))


def real(name: str) -> Term:
    """A real number."""
    return variable(name, REAL)


def nonnegative(name: str) -> Term:
    """A real number ≥ 0."""
    return variable(name, NONNEGATIVE)


def positive(name: str) -> Term:
    """A real number > 0."""
    return variable(name, POSITIVE)


def count(name: str) -> Term:
    """A whole number ≥ 1."""
    return variable(name, COUNT)


def natural(name: str) -> Term:
    """A whole number ≥ 0."""
    return variable(name, NATURAL)


def constant(value: Any, size: int = 0, length: Any = None) -> Term:
    """A given law or reward on the letters 0, 1, …; or a given outcome of an alphabet with `size` letters.

    A word is a tuple of letters, and has its `length`.
    """
    if isinstance(value, Distribution):
        space = letters(len(value))
        sort = positive_law_on(space) if 0 not in value.probabilities else law_on(space)
    elif isinstance(value, Reward):
        sort = reward_on(letters(len(value)))
    else:
        sort = outcome_of(Space(letters(size).alphabet, None if length is None else lift_count(length)))
    return Term("constant", (), sort, value)


def lift_count(value: Any) -> Term:
    """A whole number ≥ 1 as a term."""
    return as_sort(lift(value), COUNT, "length", 0)


def KL(p: Term, q: Term) -> Term:  # noqa: N802 (the name that papers use)
    """The KL divergence KL(p‖q) = Σ p log(p/q); defined here where p ≪ q."""
    return apply("D", p, q)


def H(p: Term, q: Term) -> Term:  # noqa: N802
    """The cross entropy H(p‖q) = −Σ p log q."""
    return apply("H", p, q)


def T(q: Term, p: Term, alpha: Any) -> Term:  # noqa: N802
    """The mismatched tilt T(q, p, α) ∝ p·q^α, for q > 0 on the support of p."""
    return apply("T", q, p, alpha)


def Z(q: Term, p: Term, alpha: Any) -> Term:  # noqa: N802
    """The partition function Σ p·q^α."""
    return apply("Z", q, p, alpha)


def best(p: Term, n: Any, r: Term) -> Term:
    """Best-of-N by sampling: the law of a draw of highest reward among N, ties uniform."""
    return apply("best", p, n, r)


def kept(p: Term, n: Any, s: Term) -> Term:
    """The law of the draw that the rule s keeps, of N."""
    return apply("kept", p, n, s)


def total(r: Term, m: Any) -> Term:
    """The reward of a word of length m: the total of the rewards of its letters."""
    return apply("total", r, m)


def E(p: Term, f: Term) -> Term:  # noqa: N802
    """The expectation of f under p."""
    return apply("E", p, f)


def Pr(p: Term, happening: Term) -> Term:  # noqa: N802
    """The probability of an event under p."""
    return apply("Pr", p, happening)


def event(y: Term, proposition: Term) -> Term:
    """The event that a proposition about the outcome y holds."""
    return apply("event", y, proposition)


def function(y: Term, body: Any) -> Term:
    """The reward y ↦ body."""
    return apply("function", y, body)


def log_of(q: Term) -> Term:
    """The reward log q."""
    y = variable(unused("y_", q), outcome_of(q.space))
    return function(y, log(q(y)))


def ranked(r: Term, word: Term, i: Any) -> Term:
    """The reward of rank i among the letters of the word, in ascending order: i = 0 is the lowest."""
    return apply("ranked", r, word, i)


def hits(happening: Term, word: Term) -> Term:
    """How many letters of the word are in the event, as a whole number."""
    return apply("hits", happening, word)


def when(condition: Term, value: Any, otherwise: Any) -> Term:
    """One number where the condition holds, another elsewhere."""
    return apply("if", condition, value, otherwise)


def slope(t: Term, body: Any, point: Any) -> Term:
    """The derivative of the body in t at a point."""
    return apply("slope", t, body, point)


def soft_best(p: Term, n: Any, r: Term) -> Term:
    """Soft best-of-N: of N draws one is kept, each with odds e^(its reward)."""
    return apply("soft best", p, n, r)


def Sum(y: Term, body: Any) -> Term:  # noqa: N802
    """The sum over all outcomes y of its space."""
    return apply("sum", y, body)


def sum_to(i: Term, n: Any, body: Any) -> Term:
    """The sum over i = 0, …, n − 1."""
    return apply("sum to", i, n, body)


def log(x: Any) -> Term:
    """The natural logarithm, of a number > 0."""
    return apply("log", x)


def exp(x: Any) -> Term:
    """The exponential."""
    return apply("exp", x)


def sqrt(x: Any) -> Term:
    """The square root, of a number ≥ 0."""
    return apply("sqrt", x)


def absolute(x: Any) -> Term:
    """The absolute value."""
    return apply("abs", x)


def minimum(a: Any, b: Any) -> Term:
    """The smaller of two numbers."""
    return apply("min", a, b)


def maximum(a: Any, b: Any) -> Term:
    """The larger of two numbers."""
    return apply("max", a, b)


def more(n: Any, k: Any = 1) -> Term:
    """n + k as a whole number."""
    return apply("plus", n, k)


def less_one(n: Term) -> Term:
    """n − 1 as a whole number (0 for n = 0)."""
    return apply("monus", n, 1)


def choose(n: Any, k: Any) -> Term:
    """The binomial coefficient."""
    return apply("choose", n, k)


def ceiling(x: Any) -> Term:
    """The smallest whole number ≥ x (0 for negative x)."""
    return apply("ceiling", x)


def floor(x: Any) -> Term:
    """The largest whole number ≤ x (0 for negative x)."""
    return apply("floor", x)


def absolutely_continuous(p: Term, q: Term) -> Term:
    """p ≪ q: p is 0 where q is 0."""
    return apply("≪", p, q)


def supports(q: Term, p: Term) -> Term:
    """q > 0 wherever p > 0."""
    return apply("supports", q, p)


def both(*propositions: Term) -> Term:
    """All of the propositions."""
    return reduce(lambda a, b: apply("and", a, b), propositions)


def either(*propositions: Term) -> Term:
    """At least one of the propositions."""
    return reduce(lambda a, b: apply("or", a, b), propositions)


def implies(a: Term, b: Term) -> Term:
    """If a then b."""
    return apply("implies", a, b)


def iff(a: Term, b: Term) -> Term:
    """a exactly when b."""
    return apply("iff", a, b)


def no(a: Term) -> Term:
    """Not a."""
    return apply("not", a)


def for_all(v: Term, proposition: Term) -> Term:
    """The proposition for every value of the variable."""
    return apply("for all", v, proposition)


def exists(v: Term, proposition: Term) -> Term:
    """The proposition for some value of the variable."""
    return apply("exists", v, proposition)


def limit(m: Term, body: Any, value: Any) -> Term:
    """The body tends to the value as the whole number m grows."""
    return apply("limit", m, body, value)


def limit_at(t: Term, body: Any, point: Any, value: Any) -> Term:
    """The body tends to the value as the real t tends to the point."""
    return apply("limit at", t, body, point, value)


def diverges(m: Term, body: Any) -> Term:
    """The body tends to +∞ as the whole number m grows."""
    return apply("diverges", m, body)


def integral(u: Term, low: Any, high: Any, body: Any) -> Term:
    """The integral of the body over u between two numbers."""
    return apply("integral", u, low, high, body)


def f_divergence(f: Term, p: Term, q: Term) -> Term:
    """The f-divergence D_f(p‖q) = Σ q f(p/q), for p ≪ q."""
    return apply("D_f", f, p, q)


def x_log_x(x: Any) -> Term:
    """x log x, which is 0 at 0."""
    return apply("x log x", x)


def primitive(big: Term, u: Term, body: Any) -> Term:
    """`big` is a primitive of u ↦ body on (0, 1), continuous on [0, 1]: its rise is the (improper) integral."""
    return apply("primitive", u, big, body)


def spacings(n: Any, x: Any) -> Term:
    """The probability that E₁/n + E₂/(n − 1) + … + E_n, of independent Exp(1) variables, is at most x ≥ 0."""
    return apply("spacings", n, x)


def size(p: Term) -> Term:
    """How many outcomes the space of a law has."""
    return apply("size", p)


def convex(f: Term, strictly: bool = False) -> Term:
    """f is convex, or strictly convex, on the positive numbers."""
    return apply("strictly convex" if strictly else "convex", f)


def continuous(f: Term) -> Term:
    """f is continuous from 0 on."""
    return apply("continuous", f)


def keeps_best(s: Term, n: Any, r: Term) -> Term:
    """The rule s keeps one of the draws of highest reward r, of n, however it breaks ties."""
    return apply("keeps best", s, n, r)


def eventually(m: Term, proposition: Term) -> Term:
    """The proposition for all large whole numbers m."""
    return apply("eventually", m, proposition)


def about(n: Term, rate: Any, factor: Any) -> Term:
    """N_m = exp(m·rate) up to a factor, at every m: as when exp(m·rate) is rounded to a whole number."""
    return apply("about", n, rate, factor)


def Var(p: Term, f: Term) -> Term:  # noqa: N802
    """The variance of f under p."""
    return apply("Var", p, f)


def TV(p: Term, q: Term) -> Term:  # noqa: N802
    """The total variation ½ Σ |p − q|."""
    return apply("TV", p, q)


def chi_squared(p: Term, q: Term) -> Term:
    """The χ² divergence Σ (p − q)²/q."""
    return apply("χ²", p, q)


def squared_hellinger(p: Term, q: Term) -> Term:
    """The squared Hellinger distance Σ (√p − √q)²."""
    return apply("Hellinger", p, q)


def renyi(a: Any, p: Term, q: Term) -> Term:
    """The Rényi divergence of order a ≥ 0, a ≠ 1: (1/(a − 1)) log Σ p (p/q)^(a−1)."""
    return apply("Rényi", a, p, q)


def renyi_cross_entropy(t: Any, p: Term, q: Term) -> Term:
    """The Rényi cross entropy of order t ≠ 1: (1/(1 − t)) log Σ p q^(t−1)."""
    return apply("H_t", t, p, q)


def largest_budget(p: Term, q: Term) -> Term:
    """Δ_max = −log p(outcomes where q is largest on the support of p)."""
    return apply("Δ_max", p, q)


def varies(p: Term, q: Term) -> Term:
    """q is not constant on the support of p."""
    return apply("varies", p, q)


def optimal(phi: Term, q: Term, p: Term, budget: Any) -> Term:
    """φ minimises H(·‖q) among the laws ψ with KL(ψ‖p) ≤ budget (Definition 2)."""
    return apply("optimal", phi, q, p, budget)


def permuted(v: Term, w: Term) -> Term:
    """w has the letters of v, in some order."""
    return apply("permuted", v, w)


def type_of(word: Term) -> Term:
    """The type of a word: the law of a letter at a position chosen at random."""
    return apply("type", word)


def information(q: Term, word: Term) -> Term:
    """−(1/m) log q^m(word): the information per letter, where q is positive at its letters."""
    return apply("info", q, word)


def sub_gaussian(p: Term, r: Term, proxy: Any) -> Term:
    """E_p e^{t (r − E_p r)} ≤ e^{t² proxy/2} for every real t."""
    return apply("sub-Gaussian", p, r, proxy)


def tilt_by(r: Term, p: Term, a: Any) -> Term:
    """The tilt of p by a reward: ∝ p e^{a r}."""
    return apply("tilt by", r, p, a)


def principle(m: Term, source: Term, q: Term, rate: Term) -> Term:
    """The large deviation principle of −(1/m) log q^m(Y), Y ~ source, a law on words of length m, as m grows."""
    return apply("LDP", m, source, q, rate)


def rate(q: Term, p: Term, source: Term, ends: bool = True) -> Term:
    """The rate KL(T(q, p, β)‖source) at the level H(T(q, p, β)‖q), and −log source(the letters there) at the ends.

    Without `ends` it is ∞ at the ends of the range, where no tilt has the level.
    """
    return apply("rate" if ends else "rate of tilts", q, p, source)


def best_rate(q: Term, p: Term, alpha: Any) -> Term:
    """The rate of p less KL(φ‖p) up to the level H(φ‖q), ∞ beyond it; φ = T(q, p, α)."""
    return apply("rate of the best", q, p, alpha)


def large_deviations(source: Term, q: Term, p: Term, ends: bool = True) -> Term:
    """The large deviation principle of −(1/m) log q^m(Y^m), Y^m ~ source^m, its rate by the tilts T(q, p, ·)."""
    m = natural("m")
    return principle(m, source**m, q, rate(q, p, source, ends))
