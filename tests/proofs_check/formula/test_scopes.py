"""What a formula says of what its letters range over: the same as the words."""

from itertools import product

import pytest

from exactalign import Distribution
from proofs_check.formula import (
    KL,
    E,
    Sum,
    T,
    Term,
    both,
    constant,
    count,
    counts,
    either,
    exists,
    for_all,
    iff,
    implies,
    kept,
    law,
    laws,
    natural,
    no,
    nonnegative,
    outcome,
    positive,
    positive_law,
    positive_laws,
    real,
    real_function,
    reward,
    rule,
    rules,
    size,
)
from proofs_check.formula.mathematics import mathml
from proofs_check.formula.scopes import KINDS, domain_of
from proofs_check.formula.sorts import law_on, letters, outcome_of
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import variable

m = count("m")
DOMAINS = {
    r"\in \mathcal{P}(\mathcal{A})": law("p"),
    r"\in \mathcal{P}(\mathcal{B}^{m})": law("p", "B", m),
    r"\in \mathcal{P}_{>0}(\mathit{two\_words})": positive_law("p", "two_words"),
    r"\in \mathcal{P}(\{0, \dots, 2\})": variable("p", law_on(letters(3))),
    r"\in \mathcal{P}(\{0\})": variable("p", law_on(letters(1))),
    r": \mathcal{B} \to \mathcal{P}(\mathcal{A})": laws("f", "B"),
    r": \mathcal{B} \to \mathcal{P}_{>0}(\mathcal{A})": positive_laws("f", "B"),
    r": \mathcal{A} \to \mathbb{R}": reward("r"),
    r"\in \mathcal{A}": outcome("y"),
    r"\in \mathcal{A}^{m}": outcome("w", length=m),
    r": \mathbb{R} \to \mathbb{R}": real_function("f"),
    r": \mathbb{N} \to \mathbb{N}_{\ge 1}": counts("N"),
    r"\in \mathbb{N}_{\ge 1}": m,
    r"\in \mathbb{N}_{\ge 0}": natural("k"),
    r"\in \mathbb{R}_{> 0}": positive("x"),
    r"\in \mathbb{R}_{\ge 0}": nonnegative("x"),
    r"\in \mathbb{R}": real("x"),
    r"\text{ a rule that keeps one of the draws from } \mathcal{A}": rule("s"),
    r"\text{ a sequence of rules, for words over } \mathcal{A} \text{ of each length}": rules("s"),
}


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_sort_is_shown(domain: str) -> None:
    assert domain_of(DOMAINS[domain]) == domain
    assert "<merror" not in mathml(f"x {domain}")


def test_every_kind_has_a_domain() -> None:
    assert {v.sort.kind for v in DOMAINS.values()} == set(KINDS)


def shown(said: Term) -> str:
    return Statement(said).latex


def test_what_varies_is_shown_before_the_formula() -> None:
    p, q, r = law("p"), law("q"), reward("r")
    assert shown(E(p, r) <= m).startswith(r"p \in \mathcal{P}(\mathcal{A}),\ r : \mathcal{A} \to \mathbb{R},\ m \in ")
    assert shown(KL(p, q) <= 1).startswith(r"p, q \in \mathcal{P}(\mathcal{A}):\quad p \ll q \ \Rightarrow\ ")
    assert shown(size(constant(Distribution.uniform(2))) <= 2).startswith(r"\#")


def test_the_arrow_after_the_hypotheses_is_under_no_quantifier_and_in_no_equivalence() -> None:
    r, y, x = reward("r"), outcome("y"), real("x")
    tied = for_all(y, r(y) <= x)
    said = Statement(iff(x <= 1, x <= 0), given=(tied, x <= 2, implies(x <= 3, x <= 4), either(x <= 5, x <= 6)))
    assert said.latex.partition(r":\quad ")[2] == (
        r"\left(\forall y:\ r(y) \le x\right),\ x \le 2,\ \left(x \le 3 \Rightarrow x \le 4\right),\ "
        r"x \le 5 \vee x \le 6 \ \Rightarrow\ \left(x \le 1 \iff x \le 0\right)"
    )
    assert Statement(tied, given=(x <= 2,)).latex.endswith(r"x \le 2 \ \Rightarrow\ \forall y:\ r(y) \le x")
    assert shown(iff(x <= 1, x <= 0)).endswith(r":\quad x \le 1 \iff x \le 0")


def test_what_is_bound_is_shown_where_nothing_else_shows_it() -> None:
    p, x, y_b = law("p"), positive("x"), outcome("y", "B")
    assert shown(exists(x, x <= m)).endswith(r"x \le m\quad (x \in \mathbb{R}_{> 0})")
    assert shown(Sum(y_b, 1) <= size(p)).endswith(r"\quad (y \in \mathcal{B})")
    assert shown(for_all(real("t"), real("t") <= m)).endswith(r"t \le m")
    y = outcome("y")
    assert shown(Sum(y, p(y)) <= size(p)).endswith(r"\text{outcomes of } p")
    other = law("b", "B")
    tilted = Sum(y, T(positive_law("q"), p, x)(y)) <= size(other)
    assert shown(tilted).endswith(r"\text{outcomes of } b")  # beside p, which stands within the tilt
    given = constant(Distribution.uniform(2))
    letter = variable("y", outcome_of(given.space))
    assert shown(Sum(letter, given(letter)) <= size(other)).endswith(
        r"\text{outcomes of } b"
    )  # beside a law that is given
    two = Statement(Sum(y_b, 1) <= Sum(outcome("y", "C"), 1), also=(p,))
    assert two.latex.endswith(r"\quad (y \text{ in turn } \in \mathcal{B},\ \in \mathcal{C})")


def test_statements_that_bind_one_name_over_two_alphabets_are_told_apart() -> None:
    said = set()
    for first, second, third in product("AB", repeat=3):
        inner = Sum(outcome("y", third), 1) ** 2
        of_three = Statement(Sum(outcome("y", first), Sum(outcome("y", second), inner)) <= 1, also=(law("p"),))
        said |= {of_three.words, of_three.latex}
    assert len(said) == 16
    y_a, y_b = outcome("y"), outcome("y", "B")
    p = law("p")
    assert Statement(Sum(y_a, Sum(y_b, Sum(y_a, p(y_a)))) <= 1).words.endswith(
        "; y is in turn an outcome, an outcome over B, an outcome"
    )
    last = Statement(Sum(y_a, Sum(y_a, Sum(y_b, 1) ** 2)) <= 1)
    assert last.words.endswith("; y is in turn an outcome, an outcome, an outcome over B")
    assert last.latex.endswith(r"(y \text{ in turn } \in \mathcal{A},\ \in \mathcal{A},\ \in \mathcal{B})")


def told(said: Term, *also: Term) -> str:
    """What the words say of what is bound, in the end."""
    return Statement(said, also=also).words.partition("; ")[2]


def test_when_the_body_shows_what_a_letter_is() -> None:
    """Beside two alphabets a letter is told, but where it stands at a law, a reward or a family over its own."""
    p, b, r_b, family = law("p"), law("b", "B"), reward("r", "B"), laws("F", "B")
    y, z, x = outcome("y", "B"), outcome("z", "B"), positive("x")
    over_b = "y is an outcome over B"
    for body, shown_ in (
        (b(y), ""),
        (r_b(y), ""),
        (E(family(y), reward("g")), ""),
        (b(z), over_b),  # another letter stands there
        (b(z) * size(p), over_b),
        (Sum(y, b(y)), over_b),  # inside, y is another one
        (b(y) + Sum(y, b(y)), ""),
        (b(z) + Sum(z, b(z)) + b(y), ""),
        (T(positive_law("q", "B"), b, x)(y), ""),
        (T(b, b, x)(z), over_b),
    ):
        assert told(Sum(y, body) <= size(p), p, b, z) == shown_, body
    for said in (exists(y, y == z), for_all(y, y == z), exists(y, either(y == z, x <= 1))):
        assert told(said, p, b, z) == over_b
    assert told(for_all(y, either(y == z, b(y) <= 1)), p, b, z) == ""
    assert told(Sum(outcome("y", "letters 2"), 1) <= 2) == "y is an outcome over letters 2"
    inner = law("p", "B")  # a law of the same name is known, over other letters: it shows nothing of this one
    assert told(for_all(y, exists(inner, inner(y) <= 1)), p, b) == f"{over_b}; p where it is bound is a law over B"


def test_what_a_bound_number_a_law_or_a_reward_is() -> None:
    n, k, p, g, x = count("n"), natural("k"), law("p"), reward("g"), real("x")
    for said, expected in (
        (for_all(n, x <= n), "n is a whole number ≥ 1"),
        (exists(k, x <= k), "k is a whole number ≥ 0"),
        (for_all(x, x <= m), ""),
        (for_all(p, KL(p, positive_law("q")) <= m), ""),
        (for_all(p, p == law("u")), "p is a law"),
        (exists(g, E(law("u"), g) <= m), ""),
        (exists(g, g(outcome("o")) <= m), "g is a reward"),
        (for_all(positive_law("p"), KL(positive_law("p"), positive_law("q")) <= m), "p is a positive law"),
        (for_all(rule("s"), E(kept(law("u"), m, rule("s")), g) <= 1), "s is a rule that keeps one of the draws"),
        (for_all(n, exists(k, n <= k)), "n is a whole number ≥ 1; k is a whole number ≥ 0"),
    ):
        assert told(said) == expected, said


REAL_X, REWARD = real("x"), reward("r")


@pytest.mark.parametrize(
    ("said", "told_", "latex"),
    [
        (
            both(no(for_all(REAL_X, REAL_X > 0)), for_all(positive("x"), positive("x") > 0)),
            "not (for all x: 0 < x) and (for all x: 0 < x); x is in turn a real number, a real number > 0",
            r"(x \text{ in turn } \in \mathbb{R},\ \in \mathbb{R}_{> 0})",
        ),
        (
            both(positive("x") >= 0, no(for_all(REAL_X, REAL_X > 0))),
            "For every real number > 0 x: 0 ≤ x and not (for all x: 0 < x); x where it is bound is a real number",
            r"(\text{bound } x \in \mathbb{R})",
        ),
        (
            both(REAL_X > 1, for_all(REAL_X, REAL_X > 0)),
            "For every real number x: 1 < x and (for all x: 0 < x)",
            "0 < x\\right)",
        ),
        (
            no(
                both(
                    for_all(law("g"), E(law("g"), REWARD) > 0),
                    for_all(positive_law("g"), E(positive_law("g"), REWARD) > 0),
                )
            ),
            "; g is in turn a law, a positive law",
            r"(g \text{ in turn } \in \mathcal{P}(\mathcal{A}),\ \in \mathcal{P}_{>0}(\mathcal{A}))",
        ),
    ],
)
def test_a_name_of_two_sorts_is_told_wherever_it_is_bound(said: Term, told_: str, latex: str) -> None:
    """Else both would be read as of one sort, and a true statement as a contradiction."""
    statement = Statement(said)
    assert statement.words.endswith(told_)
    assert statement.latex.endswith(latex)
