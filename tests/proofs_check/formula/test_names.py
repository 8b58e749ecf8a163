"""Names of a claim stay apart in what is written for the proof assistant, and given objects in what is compared."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from exactalign import Distribution, Reward
from exactalign import log as log_of_numbers
from proofs_check.exceptions import ClaimError
from proofs_check.formula import (
    KL,
    E,
    SortError,
    absolute,
    both,
    ceiling,
    constant,
    count,
    diverges,
    either,
    exists,
    for_all,
    law,
    laws,
    less_one,
    limit,
    log,
    natural,
    nonnegative,
    outcome,
    positive,
    positive_law,
    positive_laws,
    ranked,
    real,
    real_function,
    reward,
    sub_gaussian,
    total,
    type_of,
    when,
)
from proofs_check.formula import spacings as chance
from proofs_check.formula.notation import counts, keeps_best, kept, no, permuted, rule, rules
from proofs_check.formula.propositions import RESERVED, coq
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import same


def test_a_reserved_name_is_written_as_no_other_variable() -> None:
    text = coq(Statement(real("C") <= real("C_v")))
    assert "(C_v : R) (C_v_v : R)" in text


def test_a_function_with_the_name_of_one_of_the_library_is_renamed() -> None:
    f, x = real_function("Rabs"), real("x")
    assert "(Rabs x)" in coq(Statement(absolute(x) >= 0))
    assert "(Rabs_v x)" in coq(Statement(f(x) == 0))


def test_what_the_proof_assistant_calls_infinite_is_no_variable() -> None:
    m = natural("m")
    text = coq(Statement(diverges(m, m), given=(limit(m, m, real("p_infty")),)))
    assert "(p_infty_v : R)" in text
    assert "(INR m)) p_infty_v)" in text
    assert text.endswith("(INR m)) p_infty)")


def test_every_word_that_is_written_of_coq_is_no_name_of_a_variable() -> None:
    """Two numbers called true and false would decide the conditions of an “if”, and change what is proved."""
    y, z, w = outcome("zz_y"), outcome("zz_z"), outcome("zz_w", "zz_B", length=count("zz_m"))
    v, p, q, x = outcome("zz_v", "zz_B", length=count("zz_m")), law("zz_p"), positive_law("zz_q"), real("zz_x")
    given, word = law("zz_B_law", "zz_B"), constant((0, 1), size=2, length=2)
    m, sequence, keepers, one = natural("zz_n"), counts("zz_N"), rules("zz_s"), rule("zz_rule")
    decided = [
        y == z, p(y) <= x, p(y) < x, no(p(y) == x), p(y) != x, either(both(y == z, p(y) <= x), q(z) < x),
        for_all(y, p(y) <= x), exists(y, p(y) <= x), type_of(v) == type_of(w), given(outcome("zz_b", "zz_B")) == 1,
    ]  # fmt: skip
    said = [when(c, 1, x) == Fraction(-1, 2) for c in decided]
    said += [
        keeps_best(keepers(m), sequence(m), total(reward("zz_r"), m)),
        permuted(word, word),
        x == nonnegative("zz_a"),
    ]
    said += [KL(kept(p**m, sequence(m), keepers(m)), q**m) <= x, KL(kept(p, 2, one), q) <= positive("zz_c")]
    said += [KL(constant(Distribution.from_weights([1, 2])), constant(Distribution.from_weights([1, 1]))) == log(2)]
    b = outcome("zz_b", "zz_B")
    said += [laws("zz_f", "zz_B")(b)(y) == positive_laws("zz_g", "zz_B")(b)(y)]
    said += [E(constant(Distribution.from_weights([1, 2])), constant(Reward.values([log_of_numbers(2), 1]))) <= x]
    text = " ".join(coq(Statement(term), lettered=True) for term in said)
    own = {"x", "y", "Type"}  # of the type of a decision, and a word that Coq keeps
    assert {word for word in re.findall(r"[A-Za-z_]\w*", text) if "zz_" not in word} - own <= RESERVED


def test_long_laws_and_rewards_that_are_shown_alike_are_told_apart() -> None:
    first, second = (Distribution.from_weights([1] * 60 + end) for end in ([1, 2], [2, 1]))
    assert repr(first) == repr(second)
    assert not same(constant(first), constant(second))
    assert constant(first).token != constant(second).token
    assert not same(KL(constant(first), constant(first)), KL(constant(first), constant(second)))
    assert not same(constant(Reward.values([0] * 60 + [1])), constant(Reward.values([0] * 61)))


def test_a_proxy_between_proved_bounds_decides_nothing_false() -> None:
    said = Statement(sub_gaussian(constant(Distribution.uniform(2)), constant(Reward.values([0, 1])), 1))
    assert said.holds({}) is True


def test_what_stops_at_zero_is_shown_to() -> None:
    shown = {str(less_one(natural("n"))): "max(n − 1, 0)", str(less_one(count("N"))): "N − 1"}
    shown[str(ceiling(real("x")))] = "max(⌈x⌉, 0)"
    assert list(shown) == list(shown.values())
    assert Statement(ceiling(real("x")) >= 0).holds({"x": -3}) is True


def test_where_a_probability_and_a_rank_have_no_meaning_is_a_condition() -> None:
    n, x = natural("n"), real("x")
    assert [str(c) for c in Statement(chance(n, x) >= 0).conditions] == ["0 ≤ x"]
    assert [str(c) for c in Statement(ranked(reward("r"), outcome("w", length=n), 2) >= 0).conditions] == ["2 < n"]


@pytest.mark.parametrize("name", ["log", "exp", "max", "KL", "Var"])
def test_no_variable_is_named_like_a_function_that_formulas_show(name: str) -> None:
    for made in (real, real_function, reward):
        with pytest.raises(ClaimError, match=f"would show it as the function {name}"):
            made(name)
    assert real(name + "_1").name == name + "_1"
    with pytest.raises(ClaimError, match=f"would show it as the function {name}"):
        real_function(name + "_2")


def test_the_names_and_alphabets_kept_beside_a_term_are_those_of_its_parts() -> None:
    m, y = natural("m"), outcome("y", "B")
    v = outcome("v", length=m)
    said = for_all(y, positive_law("p", "B")(y) <= law("q")(outcome("x")) + total(reward("r"), m)(v))
    inside = [part for part in said.subterms() if part.op == "variable"]
    assert said.names == tuple(dict.fromkeys(part.name for part in inside))
    assert {"y", "m", "v"} <= set(said.names)
    assert said.alphabets == {"A", "B"}


def test_the_length_of_words_is_a_term() -> None:
    for make in (law, outcome):
        with pytest.raises(SortError, match=r"^the length of the words of p is 2: give a natural number, such as"):
            make("p", length=2)  # type: ignore[arg-type]
