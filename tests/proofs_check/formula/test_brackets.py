"""Formulas for people: brackets where they are needed, none where they are not, and no two formulas written alike."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from proofs_check.formula import (
    KL,
    E,
    Pr,
    Sum,
    Var,
    absolute,
    absolutely_continuous,
    best,
    both,
    ceiling,
    constant,
    count,
    diverges,
    either,
    event,
    eventually,
    exists,
    floor,
    for_all,
    function,
    implies,
    information,
    integral,
    kept,
    law,
    laws,
    less_one,
    limit,
    log,
    log_of,
    more,
    natural,
    optimal,
    outcome,
    positive_law,
    ranked,
    real,
    renyi,
    reward,
    rule,
    size,
    slope,
    soft_best,
    spacings,
    squared_hellinger,
    sub_gaussian,
    supports,
    tilt_by,
    total,
    when,
    written,
)
from proofs_check.formula.notation import (
    about,
    counts,
    iff,
    limit_at,
    maximum,
    no,
    primitive,
    real_function,
    sum_to,
    x_log_x,
)
from proofs_check.formula.terms import Term, apply, lift
from proofs_check.formula.values import NotDefined, value

x, y, z, n, k, m = real("x"), real("y"), real("z"), count("n"), natural("k"), count("m")
p, q, r, o = law("p"), law("q"), reward("r"), outcome("o")
w, t = outcome("w", length=n), real("t")

NEITHER: list[tuple[Term, str, str]] = [
    (
        limit(n, 1 + x / n, 1 + x),
        "1 + x/n → 1 + x as n → ∞",
        r"\lim_{n \to \infty} \left(1 + \frac{x}{n}\right) = 1 + x",
    ),
    (limit_at(t, t + x, y + 1, x + z), "t + x → x + z as t → y + 1", r"\lim_{t \to y + 1} \left(t + x\right) = x + z"),
    (diverges(n, n + x), "n + x → ∞ as n → ∞", r"\lim_{n \to \infty} \left(n + x\right) = \infty"),
    (x + y == y + z, "x + y = y + z", "x + y = y + z"),
    (x + y != y + z, "x + y ≠ y + z", r"x + y \ne y + z"),
    (x + y <= y + z, "x + y ≤ y + z", r"x + y \le y + z"),
    (x + y < y + z, "x + y < y + z", "x + y < y + z"),
    (o == outcome("w"), "o = w", "o = w"),
    (p == q, "p = q", "p = q"),
    (absolutely_continuous(p, q), "p ≪ q", r"p \ll q"),
    (supports(p, q), "p > 0 on the support of q", r"p > 0 \text{ where } q > 0"),
]


@pytest.mark.parametrize(("term", "words", "latex"), NEITHER, ids=[words for _, words, _ in NEITHER])
def test_what_is_said_of_numbers_has_no_brackets_around_them_and_some_under_a_not(
    term: Term, words: str, latex: str
) -> None:
    assert (written(term), written(term, latex=True)) == (words, latex)
    assert (written(no(term)), written(no(term), latex=True)) == (f"not ({words})", rf"\neg ({latex})")
    second = x < y
    assert written(both(second, term)) == f"x < y and {words}"
    assert written(implies(term, second)) == f"if {words} then x < y"


loose, loosely = information(positive_law("g"), w), "information of w under g per letter"
AROUND_IT: list[tuple[Term, str]] = [
    (loose == x, f"{loosely} = x"),
    (loose != x, f"{loosely} ≠ x"),
    (loose <= x, f"{loosely} ≤ x"),
    (loose < x, f"{loosely} < x"),
    (limit(k, loose, x), f"{loosely} → x as k → ∞"),
    (limit(k, x, loose), f"x → {loosely} as k → ∞"),
    (limit_at(t, x, loose, y), f"x → y as t → {loosely}"),
    (diverges(k, loose), f"{loosely} → ∞ as k → ∞"),
    (sub_gaussian(p, r, loose), f"r is sub-Gaussian under p with proxy {loosely}"),
    (optimal(p, q, p, loose), f"p minimises H(·‖q) over KL(·‖p) ≤ {loosely}"),
    (slope(t, loose, x) < y, f"(d/dt [{loosely}] at t = x) < y"),
    (loose + 1 < x, f"({loosely}) + 1 < x"),
]


@pytest.mark.parametrize(("term", "words"), AROUND_IT, ids=[words for _, words in AROUND_IT])
def test_what_is_said_in_words_has_brackets_in_sums_and_none_in_what_is_said_of_it(term: Term, words: str) -> None:
    assert written(term) == words


WRITTEN: list[tuple[Term, str]] = [
    (x + (y + z), "x + y + z"),
    (x - (y + z), "x − (y + z)"),
    (x - (y - z), "x − (y − z)"),
    (x + (y - z), "x + y − z"),
    (x - y - z, "x − y − z"),
    ((x + y) * z, "(x + y)·z"),
    (x * (y * z), "x·y·z"),
    (x * (y / z), "x·y/z"),
    (x / (y * z), "x/(y·z)"),
    (x / (y / z), "x/(y/z)"),
    (x * y / z, "x·y/z"),
    (x / y / z, "x/y/z"),
    (x / (y + z), "x/(y + z)"),
    ((x + y) / z, "(x + y)/z"),
    ((x**2) ** 2, "(x^2)^2"),
    (x ** (y**2), "x^y^2"),
    ((x * y) ** 2, "(x·y)^2"),
    (x * y**2, "x·y^2"),
    (lift(2) ** (x + y), "2^(x + y)"),
    (2**x, "2^x"),
    (-x + y, "−x + y"),
    (x - (-y), "x − (−y)"),
    (-(x + y), "−(x + y)"),
    (apply("neg", -x), "−(−x)"),
    (-(x * y), "−x·y"),
    ((-x) * y, "(−x)·y"),
    (lift(Fraction(1, 2)) * x, "(1/2)·x"),
    (x + Fraction(1, 2), "x + (1/2)"),
    (x + (-2), "x + (-2)"),
    (lift(-2) + x, "(-2) + x"),
    (lift(-2) < x, "-2 < x"),
    (log(x + y), "log(x + y)"),
    (log(x) * y, "log(x)·y"),
    (Sum(o, p(o) + q(o)), "Σ_o (p(o) + q(o))"),
    (Sum(o, p(o) * q(o)), "Σ_o p(o)·q(o)"),
    (Sum(o, p(o)) + x, "Σ_o p(o) + x"),
    (x * Sum(o, p(o)), "x·Σ_o p(o)"),
    (Sum(o, p(o)) * q(o), "(Σ_o p(o))·q(o)"),
    (Sum(o, p(o)) * 2 * q(o), "(Σ_o p(o)·2)·q(o)"),
    (Sum(o, p(o)) / q(o), "(Σ_o p(o))/q(o)"),
    (Sum(o, p(o)) - q(o), "(Σ_o p(o)) − q(o)"),
    (sum_to(k, n, k) * k, "(Σ_{0 ≤ k < n} k)·k"),
    (sum_to(k, n, Sum(o, p(o))) * q(o), "(Σ_{0 ≤ k < n} Σ_o p(o))·q(o)"),
    (Sum(o, sum_to(k, n, p(o))) + k, "(Σ_o Σ_{0 ≤ k < n} p(o)) + k"),
    (-Sum(o, p(o)) - q(o), "(−Σ_o p(o)) − q(o)"),
    (E(q**n, log_of(q**n)), "E_(q^n) log q^n"),
    (E(p, function(o, log(q(o)) + 0)), "E_p (o ↦ log(q(o)) + 0)"),
    (E(p, function(o, log(q(outcome("b"))))), "E_p (o ↦ log(q(b)))"),
    (E(p, function(o, log(positive_law("u", "letters 2")(constant(0, 2))))), "E_p (o ↦ log(u(0)))"),
    (E(p, function(o, log(laws("F", "A")(o)(o)))), "E_p (o ↦ log(F(o)(o)))"),
    (E(p, function(o, log(x))), "E_p (o ↦ log(x))"),
    (E(p, log_of(tilt_by(r, q, x))), "E_p log (q tilted by exp(x·r))"),
    (Sum(o, p(o)) * x, "Σ_o p(o)·x"),
    (Sum(o, p(o)) ** 2, "(Σ_o p(o))^2"),
    (sum_to(k, n, x + y), "Σ_{0 ≤ k < n} (x + y)"),
    (ranked(r, w, 0) + x, "r_(1)(w) + x"),  # the lowest, as books count
    (ranked(r, w, less_one(n)), "r_(n)(w)"),
    (ranked(r, w, less_one(k)), "r_(max(k − 1, 0) + 1)(w)"),
    (ranked(r, w, k), "r_(k + 1)(w)"),
    (ranked(log_of(q), w, 0) * x, "(log q)_(1)(w)·x"),
    (size(p) * x, "(the number of outcomes of p)·x"),
    (size(p) <= n, "the number of outcomes of p ≤ n"),
    (x ** size(p), "x^(the number of outcomes of p)"),
    (sum_to(k, n, x) ** 2, "(Σ_{0 ≤ k < n} x)^2"),
    (E(p, r) ** 2, "(E_p r)^2"),
    (E(p, r) * x, "E_p r·x"),
    (y / E(p, r) * x, "y/(E_p r)·x"),
    (y ** E(p, r) / x, "y^(E_p r)/x"),
    (E(p**n, total(r, n)), "E_(p^n) total(r)"),
    (Var(p**n, total(r, n)), "Var_(p^n) total(r)"),
    (E(tilt_by(r, p, x), r), "E_(p tilted by exp(x·r)) r"),
    (tilt_by(r, tilt_by(r, p, x), y), "(p tilted by exp(x·r)) tilted by exp(y·r)"),
    (renyi(lift(-1), p, q), "D_(-1)(p‖q)"),
    (renyi(lift(2), p, q), "D_2(p‖q)"),
    (squared_hellinger(p, q) ** 2, "(Σ(√p − √q)²)^2"),
    (squared_hellinger(p**n, q**n), "Σ(√(p^n) − √(q^n))²"),
    (3 * squared_hellinger(p, q), "3·Σ(√p − √q)²"),
    (Var(p, r) ** 2, "(Var_p r)^2"),
    (E(p, log_of(q)), "E_p log q"),
    (more(n), "n + 1"),
    (less_one(n), "n − 1"),
    (x - more(n), "x − (n + 1)"),
    (more(n) * x, "(n + 1)·x"),
    (x - less_one(n), "x − (n − 1)"),
    (x / more(n), "x/(n + 1)"),
    (x + more(n), "x + n + 1"),
    (counts("N")(more(n)) + x, "N_(n + 1) + x"),
    (more(counts("N")(n)) + x, "N_n + 1 + x"),
    (renyi(x + 1, p, q), "D_(x + 1)(p‖q)"),
    (renyi(2, p, q), "D_2(p‖q)"),
    (best(p, more(n), r)(o), "best of (n + 1)(p, r)(o)"),
    (soft_best(p, more(n), r)(o), "soft best of (n + 1)(p, r)(o)"),
    (kept(p, more(n), rule("s"))(o), "kept of (n + 1)(p, s)(o)"),
    (spacings(more(n), x), "P(E_1/(n + 1) + E_2/((n + 1) − 1) + … + E_(n + 1) ≤ x)"),
    (less_one(k), "max(k − 1, 0)"),
    (less_one(less_one(n)), "max(n − 1 − 1, 0)"),
    (ceiling(x), "max(⌈x⌉, 0)"),
    (floor(apply("abs", x)), "⌊|x|⌋"),
    (apply("monus", more(n), k), "max(n + 1 − k, 0)"),
    (x_log_x(x + y), "(x + y) log (x + y)"),
    (x_log_x(x * y), "(x·y) log (x·y)"),
    (x_log_x(x / y), "(x/y) log (x/y)"),
    (x_log_x(Sum(o, p(o))), "(Σ_o p(o)) log (Σ_o p(o))"),
    (x_log_x(x**2), "(x^2) log (x^2)"),
    (E(tilt_by(r, p, x), r), "E_(p tilted by exp(x·r)) r"),
    (Var(tilt_by(r, p, x), r), "Var_(p tilted by exp(x·r)) r"),
    (x_log_x(x) ** 2, "(x log x)^2"),
    (x_log_x(x) + y, "x log x + y"),
    (x_log_x(x) * y, "(x log x)·y"),
    (x_log_x(x) / y, "(x log x)/y"),
    (y * x_log_x(x), "y·x log x"),
    (tilt_by(r, p, x + y)(o), "(p tilted by exp((x + y)·r))(o)"),
    (information(q, w) * x, "(information of w under q per letter)·x"),
    (integral(x, 0, 1, x + y), "∫_{0}^{1} (x + y) dx"),
    (integral(x, 0, 1, x) ** 2, "(∫_{0}^{1} x dx)^2"),
    (slope(x, x**2, 1) + y, "(d/dx [x^2] at x = 1) + y"),
    (information(q, w) <= x, "information of w under q per letter ≤ x"),
    (slope(x, x, 1) < y, "(d/dx [x] at x = 1) < y"),
    (y <= slope(x, x, 1), "y ≤ (d/dx [x] at x = 1)"),
    (log(slope(x, x, 1)), "log(d/dx [x] at x = 1)"),
    (Var(p, r) * x, "(Var_p r)·x"),
    (Var(p, r) / n, "(Var_p r)/n"),
    (y * Var(p, r) * x, "(y·Var_p r)·x"),
    (Sum(o, x_log_x(p(o))) * x, "(Σ_o p(o) log p(o))·x"),
    (Sum(o, x_log_x(p(o))) / log(2), "(Σ_o p(o) log p(o))/log(2)"),
    (sum_to(k, n, Var(p, r)) * x, "(Σ_{0 ≤ k < n} Var_p r)·x"),
    (x ** Var(p, r) * y, "(x^(Var_p r))·y"),
    (-E(p, log_of(q)) * x, "(−E_p log q)·x"),
    (x_log_x((x + y) ** 2), "((x + y)^2) log ((x + y)^2)"),
    (x_log_x(Var(p, r)), "(Var_p r) log (Var_p r)"),
    (tilt_by(r, p, x_log_x(x)), "p tilted by exp((x log x)·r)"),
    (tilt_by(r, p, E(p, r)), "p tilted by exp((E_p r)·r)"),
    (tilt_by(r, p, E(p, r) / 2), "p tilted by exp((E_p r/2)·r)"),
    (tilt_by(r, p, KL(p, q)), "p tilted by exp(KL(p‖q)·r)"),
    (counts("N_1")(n), "(N_1)_n"),
    (ranked(reward("r_1"), w, 1), "(r_1)_(2)(w)"),
    (x * Var(p, r), "x·Var_p r"),
    (E(p, r) * x, "E_p r·x"),
    (y / E(p, r) * x, "y/(E_p r)·x"),
    (y ** E(p, r) / x, "y^(E_p r)/x"),
    (E(p, log_of(q)) * x, "(E_p log q)·x"),
    (both(x < y, y < z), "x < y and y < z"),
    (both(x < y, either(y < z, x < z)), "x < y and (y < z or x < z)"),
    (either(both(x < y, y < z), x < z), "x < y and y < z or x < z"),
    (either(x < y, both(y < z, x < z)), "x < y or y < z and x < z"),
    (both(either(x < y, y < z), x < z), "(x < y or y < z) and x < z"),
    (no(both(x < y, y < z)), "not (x < y and y < z)"),
    (implies(both(x < y, y < z), x < z), "if x < y and y < z then x < z"),
    (both(implies(x < y, y < z), x < z), "(if x < y then y < z) and x < z"),
    (both(iff(x < y, y < z), x < z), "(x < y exactly when y < z) and x < z"),
    (implies(x < y, implies(y < z, x < z)), "if x < y then (if y < z then x < z)"),
    (implies(implies(x < y, y < z), x < z), "if (if x < y then y < z) then x < z"),
    (iff(x < y, iff(y < z, x < z)), "x < y exactly when (y < z exactly when x < z)"),
    (iff(iff(x < y, y < z), x < z), "(x < y exactly when y < z) exactly when x < z"),
    (iff(x < y, implies(y < z, x < z)), "x < y exactly when (if y < z then x < z)"),
    (implies(x < y, iff(y < z, x < z)), "if x < y then (y < z exactly when x < z)"),
    (both(x < y, both(y < z, x < z)), "x < y and y < z and x < z"),
    (implies(either(x < y, y < z), either(x < z, y < z)), "if x < y or y < z then x < z or y < z"),
    (iff(both(x < y, y < z), either(x < z, y < z)), "x < y and y < z exactly when x < z or y < z"),
    (either(x < y, implies(y < z, x < z)), "x < y or (if y < z then x < z)"),
    (either(for_all(o, x < p(o)), x < z), "(for all o: x < p(o)) or x < z"),
    (for_all(o, implies(x < p(o), x < q(o))), "for all o: if x < p(o) then x < q(o)"),
    (exists(x, iff(x < y, y < z)), "there is x with x < y exactly when y < z"),
    (eventually(m, eventually(n, x < m)), "from some m on: from some n on: x < m"),
    (either(x < y, either(y < z, x < z)), "x < y or y < z or x < z"),
    (both(for_all(o, x < p(o)), x < z), "(for all o: x < p(o)) and x < z"),
    (implies(exists(x, x < y), y < z), "if (there is x with x < y) then y < z"),
    (for_all(o, both(x < p(o), x < q(o))), "for all o: x < p(o) and x < q(o)"),
    (implies(eventually(m, x < m), x < z), "if (from some m on: x < m) then x < z"),
    (both(limit(m, x / m, 0), x < z), "x/m → 0 as m → ∞ and x < z"),
    (when(x < y, x + y, z) * x, "(x + y if x < y, else z)·x"),
    (maximum(x, y) * z, "max(x, y)·z"),
    (total(r, n)(w), "total(r)(w)"),
    (both(sub_gaussian(p, r, x), x < z), "r is sub-Gaussian under p with proxy x and x < z"),
    (about(counts("N"), x + y, 2), "N_m is exp(m·(x + y)) up to a factor 2 at every m"),
    (Pr(tilt_by(r, p, x), event(o, x < p(o))), "(p tilted by exp(x·r))(o: x < p(o))"),
    (both(about(counts("N"), x, 2), x < z), "N_m is exp(m·x) up to a factor 2 at every m and x < z"),
    (apply("event", o, x < y), "o: x < y"),
]


def test_how_a_formula_is_written() -> None:
    assert [(written(term), words) for term, words in WRITTEN if written(term) != words] == []


@pytest.mark.parametrize(
    ("term", "latex"),
    [
        ((x / y) ** 2, r"{\left(\frac{x}{y}\right)}^{2}"),
        (x ** (y / z), r"{x}^{\frac{y}{z}}"),
        (lift(Fraction(1, 2)) ** x, r"{\left(\tfrac{1}{2}\right)}^{x}"),
        (x ** Fraction(1, 2), r"{x}^{\tfrac{1}{2}}"),
        (x / y * z, r"\frac{x}{y}\,z"),
        ((x + y) / (z - x), r"\frac{x + y}{z - x}"),
        (x - y / z, r"x - \frac{y}{z}"),
        ((x + y) * z, r"\left(x + y\right)\,z"),
        (lift(Fraction(1, 2)) * x, r"\tfrac{1}{2}\,x"),
        (x * (-2), r"x\,(-2)"),
        (sum_to(k, n, x), r"\sum_{0 \le k < n} x"),
        (ranked(r, w, k), r"{r}_{(k + 1)}(w)"),
        (
            tilt_by(r, tilt_by(r, p, x), y),
            r"\left(p \text{ tilted by } \exp(x\,r)\right) \text{ tilted by } \exp(y\,r)",
        ),
        (squared_hellinger(p, q), r"\sum(\sqrt{p} - \sqrt{q})^2"),
        (size(p) * x, r"\left(\#\text{outcomes of } p\right)\,x"),
        (lift(10) * Fraction(11, 100), r"10 \cdot \tfrac{11}{100}"),  # 10 11/100 would be a mixed number
        (lift(2) * 3 * x, r"2 \cdot 3\,x"),
        (x * lift(3) ** 2, r"x \cdot {3}^{2}"),
        (lift(2) * (x + 3), r"2\,\left(x + 3\right)"),
        (
            slope(x, x, 1) ** 2 < y,
            r"{\left(\left.\tfrac{d}{dx}\left[x\right]\right|_{x=1}\right)}^{2} < y",
        ),
        (slope(x, x, 1) * 2 < y, r"\left.\tfrac{d}{dx}\left[x\right]\right|_{x=1} \cdot 2 < y"),
        (Sum(o, x_log_x(p(o))) * x, r"\left(\sum_{o} p(o) \log p(o)\right)\,x"),
        (Sum(o, x_log_x(p(o))) / x, r"\frac{\sum_{o} p(o) \log p(o)}{x}"),
        (x ** Var(p, r) * y, r"{x}^{\mathrm{Var}_{p} r}\,y"),
        (absolute(x * absolute(y) * z), r"\left|x\,\left|y\right|\,z\right|"),
        (counts("N_1")(n), r"{N_{1}}_{n}"),
        (ranked(reward("r_1"), w, 1), r"{r_{1}}_{(2)}(w)"),
        (E(p, r) * (x + y), r"E_{p} r \cdot \left(x + y\right)"),
        (E(p, r) * x, r"E_{p} r\,x"),
        (real("kappa") - real("nu_1"), r"\kappa - \nu_{1}"),
        (real("ab") - real("a") * real("x2"), r"\mathit{ab} - a\,\mathit{x2}"),
        (real("x_") + real("low_1"), r"\mathit{x\_} + \mathit{low}_{1}"),
        (Var(p, r) * x, r"\left(\mathrm{Var}_{p} r\right)\,x"),
        (Var(p, r) / x, r"\frac{\mathrm{Var}_{p} r}{x}"),
        (less_one(k), r"\max\left(k - 1, 0\right)"),
        (E(p, log_of(q)), r"E_{p} \log q"),
        (E(q**n, log_of(q**n)), r"E_{{q}^{n}} \log {q}^{n}"),
        (E(p, log_of(tilt_by(r, q, x))), r"E_{p} \log \left(q \text{ tilted by } \exp(x\,r)\right)"),
        (information(q, w), r"-\tfrac{1}{n} \log {q}^{n}(w)"),
        (
            about(counts("N"), x + y, 2),
            r"{N}_m = e^{m \left(x + y\right)} \text{ up to a factor } 2 \text{ at every } m",
        ),
        (x - more(n), r"x - \left(n + 1\right)"),
        (x / more(n), r"\frac{x}{n + 1}"),
        (Sum(o, p(o)) * q(o), r"\left(\sum_{o} p(o)\right)\,q(o)"),
        (Sum(o, p(o)) / q(o), r"\frac{\sum_{o} p(o)}{q(o)}"),
        (x_log_x(x) / y, r"\frac{x \log x}{y}"),
        (x_log_x(x) * y, r"\left(x \log x\right)\,y"),
        (renyi(x / y + 1, p, q), r"D_{\frac{x}{y} + 1}(p\,\|\,q)"),
        (counts("N")(more(n)) + x, r"{N}_{n + 1} + x"),
        (best(p, more(n), r)(o), r"\mathrm{best}_{n + 1}(p, r)(o)"),
        (spacings(more(n), x), r"P\Big(\sum_{i=1}^{n + 1} \tfrac{E_i}{n + 1-i+1} \le x\Big)"),
    ],
    ids=str,
)
def test_a_fraction_is_bracketed_against_an_exponent_alone(term: Term, latex: str) -> None:
    assert written(term, latex=True) == latex


ARITHMETIC: list[Callable[[Any, Any], Term]] = [
    lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a / b, lambda a, b: a - (-b),
    lambda a, b: (-a) * b, lambda a, b: -(a + b), lambda a, b: a * b**2, lambda a, b: (a + b) ** 2,
]  # fmt: skip
VALUES = {"x": Fraction(7), "y": Fraction(3), "z": Fraction(-5)}


def arithmetic() -> list[Term]:
    pairs = itertools.product(ARITHMETIC, repeat=2)
    return [term for f, g in pairs for term in (f(g(x, y), z), f(x, g(y, z)), f(g(x, y), g(y, z)))]


def test_arithmetic_reads_as_it_is_meant() -> None:
    """Python reads the same signs by the same rules; only the minus of a power would be another, and is bracketed."""
    for term in arithmetic():
        text = written(term).replace("−", "-").replace("·", "*").replace("^", "**")
        try:
            meant = value(term, VALUES)
        except NotDefined:
            continue
        assert eval(text, dict(VALUES)) == meant, text


def meaning(term: Term) -> tuple[bool, ...]:
    """The truth of a proposition for every truth of x < y, y < z and z < x."""
    orders = itertools.product((False, True), repeat=3)
    return tuple(truth(term, {"x": known[0], "y": known[1], "z": known[2]}) for known in orders)


def truth(term: Term, known: dict[str, bool]) -> bool:
    if term.op == "<":
        return known[term.args[0].name]
    if term.op == "not":
        return not truth(term.args[0], known)
    one, other = (truth(part, known) for part in term.args)
    return {"and": one and other, "or": one or other, "implies": not one or other, "iff": one == other}[term.op]


@pytest.mark.parametrize("latex", [False, True], ids=["words", "LaTeX"])
def test_two_propositions_that_are_written_alike_mean_the_same(latex: bool) -> None:
    a, b, c = x < y, y < z, z < x
    logic = [both, either, implies, iff, lambda f, g: no(both(f, g)), lambda f, g: implies(no(f), g)]
    terms = [t for f, g in itertools.product(logic, repeat=2) for t in (f(g(a, b), c), f(a, g(b, c)))]
    found: dict[str, Term] = {}
    for term in terms:
        other = found.setdefault(written(term, latex), term)
        assert meaning(other) == meaning(term), written(term, latex)
    assert len(found) > 60


HALF, FUNCTION = Fraction(1, 2), real_function("f")


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (x == HALF, "x = 1/2"),
        (x != HALF, "x ≠ 1/2"),
        (x <= -HALF, "x ≤ -1/2"),
        (x > HALF, "1/2 < x"),
        (limit(n, x / n, HALF), "x/n → 1/2 as n → ∞"),
        (limit(n, lift(HALF), x), "1/2 → x as n → ∞"),
        (limit_at(t, t * t, HALF, -HALF), "t·t → -1/2 as t → 1/2"),
        (diverges(n, lift(HALF)), "1/2 → ∞ as n → ∞"),
        (sub_gaussian(p, r, HALF), "r is sub-Gaussian under p with proxy 1/2"),
        (optimal(p, q, p, HALF), "p minimises H(·‖q) over KL(·‖p) ≤ 1/2"),
        (primitive(FUNCTION, t, HALF),
         "f is a primitive of t ↦ 1/2 on (0, 1), continuous at every point of [0, 1]"),
        (slope(t, HALF, -HALF), "d/dt [1/2] at t = -1/2"),
        (maximum(HALF, x), "max(1/2, x)"),
        (log(lift(HALF)), "log(1/2)"),
        (FUNCTION(HALF), "f(1/2)"),
        (when(x < HALF, HALF, -HALF), "(1/2 if x < 1/2, else -1/2)"),
        (spacings(n, HALF), "P(E_1/n + E_2/(n − 1) + … + E_n ≤ 1/2)"),
        (integral(t, HALF, 1, HALF), "∫_{(1/2)}^{1} (1/2) dt"),
        (Sum(o, HALF), "Σ_o (1/2)"),
        (x**HALF, "x^(1/2)"),
        (x - HALF, "x − (1/2)"),
        (x * HALF, "x·(1/2)"),
        (-lift(HALF), "−(1/2)"),
        (renyi(HALF, p, q), "D_(1/2)(p‖q)"),
    ],
    ids=str,
)  # fmt: skip
def test_a_fraction_is_bracketed_in_arithmetic_alone(term: Term, words: str) -> None:
    assert written(term) == words
