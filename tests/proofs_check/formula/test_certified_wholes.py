"""Certificates show what a number of parts rests on, and leave to the claim the names that it gives."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from exactalign import Distribution, EnclosedReal, Reward
from exactalign import log as log_number
from proofs_check import kernel, pmf
from proofs_check.engine.certificates import seal
from proofs_check.formula import (
    KL,
    TV,
    E,
    H,
    Pr,
    Sum,
    T,
    Var,
    best,
    ceiling,
    chi_squared,
    choose,
    constant,
    count,
    event,
    exp,
    floor,
    for_all,
    function,
    implies,
    information,
    keeps_best,
    kept,
    law,
    laws,
    log,
    log_of,
    more,
    natural,
    no,
    nonnegative,
    optimal,
    outcome,
    real,
    reward,
    rule,
    soft_best,
    sum_to,
    total,
    type_of,
    values,
    varies,
)
from proofs_check.formula.certificates import confirmation, refutation
from proofs_check.formula.expressions import Expressions
from proofs_check.formula.model_data import NoCertificate
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, apply, lift
from proofs_check.formula.values import value

n, N, i = count("n"), count("N"), natural("i")
p, q, phi = law("p"), law("q"), law("phi")


def shown(statement: Statement, case: dict[str, Any]) -> list[str]:
    """What each certificate compares; all are valid."""
    found = refutation(statement, case)
    assert {kernel.check(seal("X", fact, {"precision": "128"})).status for fact in found} == {"valid"}
    return [_compared(fact, {name for name, _ in fact["let"]}) for fact in found]


def _compared(fact: dict[str, Any], names: set[str]) -> str:
    left, right = (kernel._words(fact[side], names) for side in ("left", "right"))
    return f"{left} {fact['relation']} {right}"


@pytest.mark.parametrize(
    ("statement", "bounds"),
    [
        (Statement(sum_to(i, ceiling(log(n)), i) <= 1), ["3 < log(n)", "log(n) <= 4"]),
        (Statement(n <= 3, given=(for_all(i, implies(i < log(n), i <= 3)),)), ["log(n) <= 4"]),
        (Statement(n <= 3, given=(for_all(i, implies(i < n, i <= 30)),)), []),
        (Statement(choose(5, floor(log(n))) <= 1), ["3 <= log(n)", "log(n) < 4"]),
    ],
)
def test_how_many_parts_there_are_is_shown(statement: Statement, bounds: list[str]) -> None:
    assert shown(statement, {"n": 30})[:-1] == bounds


def test_that_words_have_no_letter_is_shown() -> None:
    words = p ** floor(log(n))
    assert shown(Statement(H(words, words) >= 1), {"n": 2, "p": pmf("1/2, 1/2")})[0] == "log(n) < 1"


def test_what_the_claim_names_keeps_its_name() -> None:
    half = pmf("1/2, 1/2")
    budget = nonnegative("Delta")
    spent = log_number(2) * Fraction(4, 5) + log_number(3) - log_number(5)
    tilted = {"p": pmf("1/3, 2/3"), "q": pmf("1/3, 2/3"), "phi": pmf("1/5, 4/5"), "Delta": spent, "alpha": 7}
    statement = Statement(KL(phi, T(q, p, real("alpha"))) <= 0, given=(optimal(phi, q, p, budget),))
    assert "phi = tilt(q, p, exponent)" in (said := shown(statement, tilted))
    assert said[-1] == "kl(phi, tilt(q, p, alpha)) > 0"
    fixed = constant(Distribution.from_probabilities(["1/2", "1/2"]))
    assert shown(Statement(H(fixed, fixed) <= real("given")), {"given": 0}) == [
        "cross_entropy(given_law, given_law) > given"
    ]
    word = {"p": half, "w": (0, 1), "N": 2, "w_1": 0}
    assert shown(Statement(information(p, outcome("w", length=N)) <= real("w_1")), word)[-1] == (
        "cross_entropy(((w_at_1 + w_2) / 2), p) > w_1"
    )
    family, first, y = laws("K", "A"), real("K_0"), outcome("y")
    kinds = {"K": {0: half, 1: half}, "K_0": 1, "p": half}
    assert shown(Statement(for_all(y, first <= KL(family(y), p))), kinds)[-1] == "K_0 > kl(K_at_0, p)"


ZEROS = {"p": pmf("1/3, 0, 2/3"), "q": pmf("1/4, 0, 3/4"), "N": 2}


@pytest.mark.parametrize(
    "term",
    [
        E(p, log_of(q)),
        Var(p, log_of(q)),
        Var(p, log_of(p)),
        Var(p, function(outcome("y"), 3 * log(q(outcome("y"))))),
        E(p**N, total(log_of(q), N)),
        Var(p**N, total(log_of(q), N)),
        Var(laws("F", "A")(outcome("y")), log_of(laws("F", "A")(outcome("y")))),  # an outcome of another name is bound
    ],
    ids=str,
)
def test_a_logarithm_is_read_where_there_is_mass_alone(term: Term) -> None:
    """log 0 under mass 0 is nothing: the zeros are shown beside what is written on the support."""
    case = ZEROS | {"F": dict.fromkeys(range(3), ZEROS["p"]), "y": 0}
    bounds = EnclosedReal.of(value(term, case)).enclose(12)
    for statement in (Statement(term < bounds.lower), Statement(bounds.upper < term)):
        assert any(" = 0" in words for words in shown(statement, case))


def test_best_of_n_by_a_reward_that_is_no_number_has_no_certificate() -> None:
    """Where log q is no number of a letter, not even of one without mass, nothing is said of best-of-N by it."""
    statement = Statement(KL(best(p, N, log_of(q)), p) < 0)
    assert [str(condition) for condition in statement.conditions] == ["for all y_: 0 < q(y_)"]
    assert statement.holds(ZEROS) is None


def test_no_name_that_is_made_can_be_read_as_anothers() -> None:
    """With a rule s_2 beside it, the shares that s gives to the letter 2 are not s_2 and a number."""
    half, certain = pmf("1/2, 1/2"), {(0,): {0: Fraction(1)}, (1,): {1: Fraction(1)}}
    s, s_1, u = rule("s"), rule("s_1"), rule("u")
    given = {"p": half, "s": certain, "s_1": certain, "u": certain, "N": 1, "r": Reward.values([0, 1])}
    r = reward("r")
    kept_by = [kept(p, N, rule_) for rule_ in (s, s_1, u)]
    said = shown(Statement(E(kept_by[0], r) + E(kept_by[1], r) + E(kept_by[2], r) <= 1), given)[-1]
    assert ("s_at_1" in said, "s_0" in said, "s_1_0" in said, "s_1_1" in said, "u_1" in said) == (True,) * 5
    mixed = constant(Distribution.from_probabilities(["1/2", "1/2"])), constant(Reward.values([0, 1]))
    assert shown(Statement(E(*mixed) <= 0), {})[-1] == "sum((given * given_reward)) > 0"


def test_names_of_data_are_short_and_each_its_own() -> None:
    writer = Expressions({})
    assert writer.bind("one", "Delta", "1") == "Delta"
    assert writer.bind("small", "delta", "2") == "delta"
    assert writer.bind("other", "delta", "2") == "delta__2"
    assert writer.bind("one", "elsewhere", "3") == "Delta"
    assert writer.bind("third", "ψ", "4") == "given"
    assert writer.bind("fourth", "_x", "5") == "v_x__4"
    long = "a_number_whose_name_is_long_1"
    assert writer.bind("fifth", long, "6") == (cut := "a_number_who__me_is_long_1")
    assert writer.bind("sixth", "a" * 26, "7") == "a" * 26
    long, cut_ = "b" * 30, f"{'b' * 12}__{'b' * 12}"
    both_named = Expressions({long: 1, cut_: 2})  # what a long name is cut to is another's name
    assert both_named.bind(long, long, "1") == f"{cut_}__0"
    assert both_named.bind(cut_, cut_, "2") == cut_
    assert writer.let == {
        "Delta": "1",
        "delta": "2",
        "delta__2": "2",
        "given": "4",
        "v_x__4": "5",
        cut: "6",
        "a" * 26: "7",
    }


@pytest.mark.parametrize("name", ["weights", "odds"])
def test_a_family_named_as_what_is_made_of_a_reward_keeps_its_data(name: str) -> None:
    """Its entries were known by its name and their place, and the weights of a reward by theirs and a number."""
    family, d, r, s = laws(name, "X"), outcome("d", "X"), reward("r"), reward("s")
    masses = {k: pmf(f"1/{k + 3}, {k + 2}/{k + 3}") for k in range(12)}
    case = {"p": pmf("1/2, 1/2"), "r": Reward.values([0, log_number(2)]), "s": Reward.values([5, 0]), name: masses}
    for k in range(12):
        mean = Sum(outcome("y"), family(d)(outcome("y")) * s(outcome("y")))
        for policy in (best(p, 2, r), soft_best(p, 2, r)):
            statement = Statement(E(policy, r) + mean <= 0).anew()  # whose terms are numbered from 0
            let = dict(refutation(statement, case | {"d": k})[-1]["let"])
            assert let[f"{name}_{k}"] == ["vec", f"1/{k + 3}", f"{k + 2}/{k + 3}"]


@pytest.mark.parametrize(
    ("letters", "names"),
    [((1, 2), ("K_1", "K_2")), (("a", "b"), ("K_a", "K_b")), (((0,), "x y"), ("K_place_0", "K_place_1"))],
)
def test_a_law_of_a_family_is_named_by_its_letter(letters: tuple[Any, ...], names: tuple[str, str]) -> None:
    """With letters 1 and 2 the law at 2 was K_1, as it is the one at place 1."""
    family, d = laws("K", "X"), outcome("d", "X")
    case: dict[str, Any] = {"p": pmf("1/3, 2/3"), "K": dict.fromkeys(letters, pmf("1/2, 1/2"))}
    for letter, name in zip(letters, names, strict=True):
        assert shown(Statement(KL(family(d), p) <= 0), case | {"d": letter})[-1] == f"kl({name}, p) > 0"
    kept_of = {(y,): {y: Fraction(1)} for y in (1, 2)}
    ruled = {"p": Distribution({1: "1/3", 2: "2/3"}), "s": kept_of, "N": 1, "r": Reward({1: 1, 2: 2})}
    said = shown(Statement(E(kept(p, N, rule("s")), reward("r")) <= 1), ruled)[-1]
    assert ("s_1" in said, "s_2" in said, "s_0" in said) == (True, True, False)


def test_a_law_of_enclosed_numbers_varies_where_two_of_them_differ() -> None:
    """No enclosed number is compared with itself, which no precision decides."""
    case = {"p": pmf("1/3, 2/3"), "q": pmf("1/4, 3/4")}
    found = refutation(Statement(no(varies(p, T(q, p, Fraction(1, 2))))), case)
    assert found[-1]["relation"] == "!="
    assert {kernel.check(seal("X", fact, {"precision": "64"})).status for fact in found} == {"valid"}


def test_a_number_that_may_be_0_stays_beside_an_exponential() -> None:
    """Var r is 0 here, and is only enclosed: whether it has a logarithm is not known."""
    half, x = T(q, p, Fraction(1, 2)), real("x")
    case = {"p": pmf("1/3, 2/3"), "q": pmf("1/4, 3/4")}
    found = refutation(Statement(exp(x) <= Var(half, reward("r"))), {**case, "r": Reward.values([1, 1]), "x": 1})
    assert (found[-1]["relation"], found[-1]["left"][0]) == (">", "exp")
    assert {kernel.check(seal("X", fact, {"precision": "64"})).status for fact in found} == {"valid"}


def test_how_long_words_are_is_shown_where_a_length_is_rounded() -> None:
    """Nothing else in the relation says that a word of ⌈log(n + 5)⌉ letters has two of them."""
    length = ceiling(log(n + 5))
    word, pair = outcome("v", length=length), law("g", length=length)
    case: dict[str, Any] = {"n": 2, "v": (1, 1), "q": pmf("1/3, 2/3")}
    assert shown(Statement(KL(type_of(word), q) <= 0), case)[:2] == ["1 < log((n + 5))", "log((n + 5)) <= 2"]
    uniform = Distribution.uniform(product(range(2), repeat=2))
    assert shown(Statement(TV(pair, pair) >= 1), {"n": 2, "g": uniform})[:2] == [
        "1 < log((n + 5))",
        "log((n + 5)) <= 2",
    ]


def test_the_mean_of_logarithms_of_a_reward_over_words_is_written() -> None:
    """What is no law has no law of words: its products are written as they are."""
    y = outcome("y")
    logs = total(function(y, log(reward("r")(y))), n)
    case: dict[str, Any] = {"p": pmf("1/3, 2/3"), "r": Reward.values([2, 3]), "n": 2}
    products = "log(product(r, n))"
    assert shown(Statement(E(p**n, logs) <= 0), case)[-1] == f"sum((product(p, n) * {products})) > 0"
    spread = f"({products} - sum((product(p, n) * {products})))"
    assert shown(Statement(Var(p**n, logs) <= 0), case)[-1] == f"sum((product(p, n) * {spread} * {spread})) > 0"


def test_soft_best_of_n_draws_from_the_support() -> None:
    """2^9 draws, of 6^9; that p is 0 elsewhere is shown beside them."""
    case = {"p": pmf("1/3, 2/3, 0, 0, 0, 0"), "n": 9, "r": Reward.values([0, 1, 0, 0, 1, 1])}
    found = refutation(Statement(KL(soft_best(p, n, reward("r")), p) <= 0), case)
    assert [fact["relation"] for fact in found] == ["=", "=", "=", "=", ">"]
    assert {kernel.check(seal("X", fact, {"precision": "64"})).status for fact in found} == {"valid"}


@pytest.mark.parametrize(
    ("said", "many"),
    [
        (E(soft_best(p, N, reward("r")), reward("r")) <= 1, "2^15 draws"),
        (E(kept(p, N, rule("s")), reward("r")) <= 1, "2^15 draws"),
        (E(p**N, total(reward("r"), N)) <= 1, "2^15 words"),
        (keeps_best(rule("s"), N, reward("r")), "2^15 draws"),
    ],
    ids=["soft best", "kept", "total", "keeps best"],
)
def test_what_is_too_long_to_be_listed_is_refused_before_it_is(said: Any, many: str) -> None:
    """Of 2^100 nothing else would end; 2^14 entries are within the limits of the kernel."""
    case = {"p": pmf("1/2, 1/2"), "r": Reward.values([0, 1]), "s": {}}
    for length in (15, 100):
        with pytest.raises(NoCertificate) as caught:
            confirmation(Statement(said), case | {"N": length})
        shown = many.replace("15", str(length))
        assert str(caught.value) == f"{shown} are more than the 20000 that a certificate lists"
    assert len(Expressions.listed("ab", 14, "words")) == 2**14
    for letters, most in (("ab", 8), ("a", 3)):
        assert len(Expressions.listed(letters, 3, "words", most)) == len(letters) ** 3
        with pytest.raises(NoCertificate):
            Expressions.listed(letters, 4, "words", most)


def test_the_length_of_a_word_may_have_roundings_under_an_index() -> None:
    """Each is shown where the index stands for a number."""
    length = apply("plus", ceiling(sum_to(i, n, 1 * ceiling(log(more(i))))), n)
    case: dict[str, Any] = {"n": 2, "v": (1, 1, 1), "q": pmf("1/3, 2/3")}
    said = shown(Statement(KL(type_of(outcome("v", length=length)), q) <= 0), case)
    assert [line for line in said if "log" in line] == [
        "log((0 + 1)) <= 0",
        "0 < log((1 + 1))",
        "log((1 + 1)) <= 1",
    ]


def test_the_bounds_of_a_rounded_number_stay_where_it_is_written_out() -> None:
    found = confirmation(Statement(floor(lift(Fraction(7, 2))) * 1 == 3), {})
    assert [(f["left"], f["relation"], f["right"]) for f in found][:2] == [("3", "<=", "7/2"), ("7/2", "<", "4")]
    assert confirmation(Statement(lift(Fraction(1, 4)) <= Fraction(1, 3)), {}) == []


def test_a_law_of_words_in_an_event_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not anew for each of its words."""
    asked: list[Any] = []
    power_of = values._VALUES["power"]
    monkeypatch.setitem(values._VALUES, "power", lambda p, m: asked.append(m) or power_of(p, m))
    word = outcome("w", length=n)
    case: dict[str, Any] = {"n": 5, "p": pmf("1/3, 2/3"), "q": pmf("1/2, 1/2")}
    said = shown(Statement(Pr(p**n, event(word, (q**n)(word) <= (p**n)(word))) <= Fraction(1, 2)), case)
    assert said[-1].endswith("> 1/2")
    assert asked == [5, 5]


def test_where_a_divergence_leaves_out_letters_both_laws_are_shown_to_have_none() -> None:
    """χ²(q‖p) at p = q = (1, 0): without q(2) = 0 and p(2) = 0 the relation would not be the definition."""
    case = {"p": pmf("1, 0"), "q": pmf("1, 0")}
    (*beside, _) = refutation(Statement(chi_squared(q, p) == 2), case)
    assert {str(fact["left"]) for fact in beside if fact["relation"] == "=" and fact["right"] == "0"} >= {
        "['sum', ['*', 'q', ['vec', '0', '1']]]", "['sum', ['*', 'p', ['vec', '0', '1']]]",
    }  # fmt: skip
