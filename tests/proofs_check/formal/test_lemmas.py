"""Certificates as lemmas for Coq: what is true is accepted, and its negation is not."""

import json
import operator
import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from proofs_check import kernel
from proofs_check.engine.certificates import seal
from proofs_check.formal import assistant, export
from proofs_check.formal.building import compile_files
from proofs_check.formal.lemmas import PRELUDE, NotTranslated, lemma
from tests.proofs_check.formal.coq_words import holds, parts

needs_coq = pytest.mark.skipif(
    not assistant.version() and "EXACTALIGN_SKIP_NOTHING" not in os.environ, reason="there is no Coq here"
)

THIRDS, HALVES = ["vec", "1/3", "2/3"], ["vec", "1/2", "1/2"]


def relation(left: Any, sign: str, right: Any, *let: tuple[str, Any]) -> dict[str, Any]:
    return {"kind": "relation", "relation": sign, "let": [list(pair) for pair in let], "left": left, "right": right}


TRUE: dict[str, dict[str, Any]] = {
    "kl": relation(["kl", "p", HALVES], "<", "1/10", ("p", THIRDS)),
    "kl_of_zero": relation(["kl", ["vec", "0", "1"], THIRDS], "=", ["log", "3/2"]),
    "cross": relation(["cross_entropy", HALVES, THIRDS], ">", ["log", "2"]),
    "tilt": relation(["tilt", THIRDS, HALVES, "2"], "=", ["vec", "1/5", "4/5"]),
    "tilt_back": relation(["tilt", THIRDS, HALVES, "-1"], "=", ["vec", "2/3", "1/3"]),
    "tilt_real": relation(["kl", ["tilt", THIRDS, HALVES, "1/2"], HALVES], "<=", "1/50"),
    "tilt_of_tilt": relation(["kl", ["tilt", THIRDS, ["tilt", THIRDS, HALVES, "1/2"], "1/2"], HALVES], "<=", "3/50"),
    "power": relation(["^", "2", "1/2"], "!=", "7/5"),
    "power_of_zero": relation(["sum", ["^", ["vec", "0", "1/4"], "1/2"]], "<", "3/5"),
    "root_of_zero": relation(["^", ["-", "1", "1"], "1/2"], ">=", "0"),
    "product": relation(["sum", ["*", ["product", THIRDS, "2"], ["vec", "1", "0", "0", "1"]]], "=", "5/9"),
    "best": relation(["best_of_n", HALVES, ["vec", "1", "2"], "3"], "=", ["vec", "1/8", "7/8"]),
    "ties": relation(["best_of_n", ["vec", "1/4", "1/4", "1/2"], ["vec", "1", "2", "2"], "2"], ">=",
                     ["vec", "1/16", "1/16", "1/16"]),
    "logs": relation(["-", ["log", "12"], ["log", "4/9"]], "=", ["*", "3", ["log", "3"]]),
    "reals": relation(["exp", ["abs", ["log", "1/2"]]], ">", "1"),
    "tail": {
        "kind": "tail", "side": "at_least", "p": THIRDS, "weights": ["vec", "2", "1"], "length": "4", "n": "3",
        "level": ["*", "1/2", ["log", "2"]], "lower": "1/2", "upper": "9/10",
    },
    "identity": {
        "kind": "identity", "variables": ["x", "y"], "given": [[["*", "x", "y"], "1"]],
        "left": ["*", "x", ["*", "y", ["+", "x", "1/2"]]], "right": ["+", "x", "1/2"],
    },
}  # fmt: skip
EVIDENCE = {"identity": {"cofactors": [["+", "x", "1/2"]]}}


def sealed(name: str) -> dict[str, Any]:
    return seal("X-" + name, TRUE[name], EVIDENCE.get(name, {"precision": "64"}))


@pytest.mark.parametrize("name", TRUE)
def test_every_operation_is_written(name: str) -> None:
    found = lemma(name, sealed(name))
    assert found.statement != lemma(name, sealed(name), negated=True).statement
    assert "1/3" not in found.statement  # no number is left as the certificate has it


def test_positivity_is_a_goal_of_its_own() -> None:
    assert "above [(1#2)%Q] = true" in lemma("reals", sealed("reals")).statement


def test_what_a_level_is_the_logarithm_of_is_a_goal_of_its_own() -> None:
    total = ["at_least", HALVES, ["vec", "1", "2"], "2", ["*", "1/2", ["log", "2"]]]
    assert " = lnQ (2#1)%Q /\\" in lemma("x", certificate(total, ">", "1/2")).statement
    assert "forallb (Qle_bool 0) [(2#1)%Q] = true" in lemma("power", sealed("power")).statement
    assert "supported" in lemma("kl", sealed("kl")).statement


SIX = ["vec", "1/6", "1/3", "1/2"]
ROOTS, ROOT = ["tilt", THIRDS, HALVES, "1/2"], ["log", "3"]
TWO = ["sum", ["vec", "1/2", "3/2"]]  # a rational that is not written out
VALUES: list[Any] = [
    ["+", "1/2", "1/3", "-1/4"], ["-", "1/2", "1/3"], ["*", "1/2", "1/3", "5"], ["/", "1/2", "-3"], ["^", "-1/2", "3"],
    ["^", "2/3", "-2"], ["abs", "-1/2"], ["abs", "2"], ["sum", SIX], ["^", "2", "0"],
    ["^", "2", ["-", "1", "3"]], ["^", "2", ["/", "6", "2"]],
    ["*", TWO, "3"], ["-", "1", TWO], ["-", TWO, "1"], ["/", TWO, "3"], ["/", "3", TWO], ["+", TWO, TWO],
    ["^", TWO, "3"], ["^", TWO, "-3"], ["abs", ["-", "1", TWO]], ["^", TWO, "1/2"], ["^", TWO, "-1/2"],
    ["+", THIRDS, HALVES], ["-", THIRDS, "1/2"], ["-", "1/2", THIRDS], ["*", THIRDS, HALVES, TWO],
    ["/", THIRDS, ["vec", "2", "5"]], ["/", "2", THIRDS], ["/", THIRDS, "2"], ["-", TWO, THIRDS], ["/", THIRDS, TWO],
    ["^", THIRDS, "3"], ["^", THIRDS, "-1"], ["^", THIRDS, "0"], ["^", THIRDS, "1/3"], ["^", THIRDS, "-1/3"],
    ["^", ["vec", "0", "1"], "0"], ["+", "1", "0"], ["-", "1", "0"], ["*", "2", "0"],
    ["abs", ["-", THIRDS, "1/2"]], ["sum", ["*", THIRDS, ["vec", "2", "5"]]],
    ROOT, ["log", THIRDS], ["log", TWO], ["exp", "-1/2"], ["exp", THIRDS], ["exp", ROOT], ["exp", ["log", THIRDS]],
    ["abs", ["log", "1/2"]], ["abs", ["log", THIRDS]], ["sum", ["log", THIRDS]], ["log", ["log", ["vec", "3", "4"]]],
    ["^", ["exp", "1"], "2"], ["^", ["exp", "1"], "-3"], ["^", ["exp", THIRDS], "2"], ["^", ["exp", THIRDS], "-1"],
    ["^", ROOT, "1/2"], ["^", ["exp", THIRDS], "-1/2"], ["^", "2", ROOT], ["^", THIRDS, ROOT], ["^", ROOT, THIRDS],
    ["+", ["log", THIRDS], "1"], ["+", "1", ["log", THIRDS]], ["-", THIRDS, ["log", THIRDS]], ["/", ROOT, THIRDS],
    ["/", THIRDS, ROOT], ["/", "1", ["log", ["vec", "2", "3"]]], ["*", ROOT, THIRDS, ["log", "2"]], ["-", "1", ROOT],
    ["vec", ROOT, "1"], ["kl", HALVES, THIRDS], ["kl", THIRDS, HALVES], ["kl", ["vec", "0", "1"], THIRDS],
    ["cross_entropy", HALVES, THIRDS], ["cross_entropy", ["vec", "0", "1"], THIRDS], ["kl", ROOTS, HALVES],
    ["kl", HALVES, ROOTS], ["cross_entropy", ROOTS, THIRDS], ["cross_entropy", THIRDS, ROOTS], ["kl", ROOTS, ROOTS],
    ["cross_entropy", ["tilt", THIRDS, ["vec", "0", "1"], "1/2"], ROOTS],
    ["tilt", THIRDS, HALVES, "2"], ["tilt", THIRDS, ["vec", "1/4", "3/4"], "-2"], ["tilt", THIRDS, HALVES, "0"],
    ["tilt", SIX, ["vec", "1/2", "0", "1/2"], "3"], ROOTS, ["tilt", THIRDS, ["vec", "1/4", "3/4"], "-1/2"],
    ["tilt", THIRDS, HALVES, ROOT], ["tilt", THIRDS, ROOTS, "2"], ["tilt", ROOTS, ["vec", "1/4", "3/4"], "-1"],
    ["tilt", ["vec", "1", "4"], THIRDS, "1/2"], ["product", THIRDS, "1"], ["product", THIRDS, "3"],
    ["best_of_n", SIX, ["vec", "3", "1", "2"], "2"], ["best_of_n", SIX, ["vec", "2", "1", "2"], "3"],
    ["best_of_n", SIX, ["vec", "1", "1", "1"], "2"],
    *(["at_least", THIRDS, ["vec", "1", "2"], m, level] for m, level in [
        ("1", "0"), ("1", ["log", "1/2"]),
        ("1", ["log", "2"]), ("2", ["*", "1/2", ["log", "2"]]), ("3", ["*", "2/3", ["log", "2"]]),
        ("2", ["+", ["*", "1/2", ["log", "6"]], ["*", "-1/2", ["log", "3"]]]), ("2", ["*", "1/2", ["log", "4"]]),
        ("2", ["-", ["log", "2"], ["*", "1/2", ["log", "2"]]]), ("1", ["*", "400", ["log", "101/100"]]),
    ]),
]  # fmt: skip
"""Every operation of certificates, of rationals and of real numbers, of numbers and of vectors."""

COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "!=": operator.ne}


def around(e: Any) -> tuple[Any, Any]:
    """A little below the value of an expression as the kernel works it out, and a little above."""
    machine = kernel.Machine(80, [])

    def near(x: Any, aside: Fraction) -> Any:
        if isinstance(x, list):
            return ["vec", *(near(entry, aside) for entry in x)]
        return str(Fraction(machine.enclose(x)[0], 1 << machine.w).limit_denominator(10**8) + aside)

    value = machine.value(e, {})
    return near(value, Fraction(-1, 10**5)), near(value, Fraction(1, 10**5))


def certificate(e: Any, sign: str, bound: Any) -> dict[str, Any]:
    return seal("X-x", relation(e, sign, bound), {"precision": "64"})


def shown(e: Any) -> str:
    return str(e)[:90]


@pytest.mark.parametrize("e", VALUES, ids=shown)
def test_a_lemma_says_what_the_kernel_decides(e: Any) -> None:
    """The text in Coq's words, worked out here, is true exactly where the certificate is valid; and so its denial."""
    for bound, aside in zip(around(e), (1, -1), strict=True):
        for sign, compare in COMPARE.items():
            truth = compare(aside, 0)
            given = certificate(e, sign, bound)
            assert (kernel.check(given).status == "valid") is truth
            assert holds(lemma("x", given).statement) is truth, lemma("x", given).statement
            assert holds(lemma("x", given, negated=True).statement) is (not truth and sign != "!=")
            turned = seal("X-x", relation(bound, sign, e), {"precision": "64"})
            assert holds(lemma("x", turned).statement) is compare(-aside, 0)


@pytest.mark.parametrize("name", [name for name in TRUE if name != "identity"])
def test_what_is_true_is_so_in_coq_s_words_and_its_negation_is_not(name: str) -> None:
    assert holds(lemma(name, sealed(name)).statement)
    assert not holds(lemma(name, sealed(name), negated=True).statement)


ZERO, LESS = ["sum", ["vec", "1", "-1"]], ["vec", "1/2", "1/3"]
UNDEFINED: list[Any] = [
    ["log", "0"], ["log", "-1"], ["log", ["vec", "1", "0"]], ["log", ["log", "1/2"]],
    ["log", ["log", ["vec", "2", "1"]]],
    ["/", "1", ZERO], ["/", "1", ["vec", "1", "0"]], ["/", "1", ["log", "1"]], ["/", "1", ["log", ["vec", "1", "2"]]],
    ["^", ZERO, "-1"], ["^", ["vec", "0", "1"], "-1"], ["^", ["log", "1"], "-1"], ["^", ["vec", "-1", "1"], "1/2"],
    ["^", ["vec", "0", "1"], "-1/2"], ["^", ["log", "1/2"], "1/2"],
    ["kl", LESS, HALVES], ["kl", HALVES, LESS], ["kl", ["vec", "-1/2", "3/2"], HALVES],
    ["kl", HALVES, ["vec", "0", "1"]],
    ["kl", ROOTS, LESS], ["kl", LESS, ROOTS], ["kl", ROOTS, ["vec", "0", "1"]], ["cross_entropy", LESS, HALVES],
    ["cross_entropy", HALVES, LESS], ["cross_entropy", HALVES, ["vec", "0", "1"]], ["cross_entropy", LESS, ROOTS],
    ["cross_entropy", ROOTS, ["vec", "1", "0"]],
    ["tilt", THIRDS, LESS, "2"], ["tilt", ["vec", "0", "1"], HALVES, "2"], ["tilt", ["vec", "0", "1"], HALVES, "1/2"],
    ["tilt", THIRDS, LESS, "1/2"], ["tilt", ["vec", "0", "1"], ROOTS, "-1"],
    ["best_of_n", LESS, ["vec", "1", "2"], "2"], ["best_of_n", HALVES, ["vec", "1", "0"], "2"],
    ["at_least", LESS, ["vec", "1", "2"], "2", "0"], ["at_least", HALVES, ["vec", "0", "2"], "2", "0"],
]  # fmt: skip


@pytest.mark.parametrize("e", UNDEFINED, ids=shown)
def test_where_an_operation_is_not_defined_the_lemma_is_false(e: Any) -> None:
    given = certificate(e, "=", e)
    assert kernel.check(given).status != "valid"
    assert not all(parts(lemma("x", given).statement)[:-1])


def test_a_divergence_of_real_numbers_is_written_where_all_of_them_are_positive() -> None:
    """The kernel knows that 0 log 0 is 0; of real numbers a lemma does not say it, and asks for more."""
    zero = ["tilt", THIRDS, ["vec", "0", "1"], "1/2"]
    given = certificate(["kl", zero, THIRDS], ">", "0")
    assert kernel.check(given).status == "valid"
    assert parts(lemma("x", given).statement).count(False) == 1


def test_an_identity_is_its_difference_by_cofactors() -> None:
    statement = {
        "kind": "identity", "variables": ["x", "y"], "given": [["y", ["*", "2", "x"]], [["^", "x", "2"], "-3/2"]],
        "left": ["*", "x", "y"], "right": "-3",
    }  # fmt: skip
    given = seal("X-x", statement, {"cofactors": ["x", "2"]})
    assert kernel.check(given).status == "valid"
    found = lemma("two", given)
    assert found.statement == "forall x_ y_ : R,\n  y_ = ((2) * x_) ->\n  (x_ ^ 2) = (-3 / 2) ->\n  (x_ * y_) = (-3)"
    assert lemma("two", given, negated=True).statement == found.statement.replace("(x_ * y_) =", "(x_ * y_) <>")
    start, parts_, end = found.proof.partition("(x_ * (y_ - ((2) * x_)) + (2) * ((x_ ^ 2) - (-3 / 2)))")
    assert parts_
    assert start == "intros x_ y_ E0 E1. apply Rminus_diag_uniq. transitivity "
    assert end == "; [field | rewrite (Rminus_diag_eq _ _ E0); rewrite (Rminus_diag_eq _ _ E1); ring]."
    plain = {**statement, "given": [], "left": ["-", "x", "x"], "right": "0"}
    found = lemma("none", seal("X-x", plain, {"cofactors": []}))
    assert found.text == (
        "Lemma none :\n  forall x_ y_ : R,\n  (x_ - x_) = (0).\n"
        "Proof. intros x_ y_ . apply Rminus_diag_uniq. transitivity (0); [field | ring]. Qed.\n"
    )


def test_a_lemma_is_proved_with_some_bits_more() -> None:
    assert lemma("kl", sealed("kl")).proof == "certified 80%positive."


def test_rational_vectors_have_a_name_and_numbers_that_are_written_out_have_none() -> None:
    e = ["sum", ["*", "a", "b"]]
    given = seal("X-x", relation(e, "=", "c", ("a", THIRDS), ("b", ["+", "1", "1"]), ("c", "2")), {"precision": "64"})
    assert lemma("x", given).statement == (
        "let v1 := [(1#3); (2#3)]%Q in\n  let a_ := v1 in\n  let v3 := (map (fun x => (timesQ x (2#1)%Q)) a_) in\n"
        "  let v4 := (sumQ v3) in\n  let left_ := v4 in\n  Qeq left_ (2#1)%Q"
    )


def vector(length: int, entry: str = "1") -> list[str]:
    return ["vec", *[entry] * length]


@pytest.mark.parametrize(
    ("e", "why"),
    [
        (["best_of_n", HALVES, ["vec", "1", "2"], "5/2"], "best-of-N with an N that is not a whole number"),
        (["best_of_n", HALVES, ["vec", "1", "2"], "0"], "best-of-N with an N that is not a whole number"),
        (["best_of_n", HALVES, ["vec", "1", "2"], TWO], "best-of-N with an N that is not a whole number"),
        (["best_of_n", HALVES, ["vec", "1", "2"], "401"], "best-of-N with N = 401, over 400"),
        (["best_of_n", HALVES, ["vec", "1", "2"], "400"], ""),
        (["best_of_n", ROOTS, ["vec", "1", "2"], "2"], "best-of-N of real numbers"),
        (["best_of_n", HALVES, ROOTS, "2"], "best-of-N of real numbers"),
        (["best_of_n", HALVES, ["vec", "1", "2", "3"], "2"], "vectors of one length are needed"),
        (["best_of_n", "1", "2", "2"], "vectors of one length are needed"),
        (["product", HALVES, "20"], "a product of 1048576 words, over 5000"),
        (["product", vector(5000), "1"], ""),
        (["product", vector(5001), "1"], "a product of 5001 words, over 5000"),
        (["product", ROOTS, "2"], "a product of real numbers"),
        (["product", HALVES, "1/2"], "a length that is not a whole number"),
        (["+", THIRDS, SIX], "vectors of one length are needed"),
        (["kl", THIRDS, SIX], "vectors of one length are needed"),
        (["tilt", THIRDS, SIX, "1"], "vectors of one length are needed"),
        (["vec", THIRDS, "1"], "a vector of vectors"),
        (["/", "1", ["-", "1", "1"]], "a division by zero"),
        (["at_least", HALVES, ["vec", "1", "2"], "3", "1/2"],
         "a level whose exponential at this length is not shown to be rational"),
        *((["at_least", HALVES, ["vec", "1", "2"], "2", level],
           "a level whose exponential at this length is not shown to be rational") for level in [
            ["*", "1/3", ["log", "2"]], ["*", ["log", "2"], "1/2"], ["log", "-2"], ["log", "0"],
            ["log", ["+", "1", "1"]],
            ["exp", "0"], ["/", "1", ["log", "2"]],
            ["+", ["log", "2"], "1"], ["-", "1", ["log", "2"]], ["*", "1", "2", ["log", "2"]],
            ["*", "1/2", ["log", "2"], ["log", "3"]],
            ["-", ["log", "2"], ["exp", "0"]], ["*", "401/2", ["log", "2"]], ["*", "-401/2", ["log", "2"]],
        ]),
        (["at_least", HALVES, ["vec", "1", "2"], "2", ["*", "-200", ["log", "2"]]], ""),
        (["at_least", HALVES, ROOTS, "2", "0"], "the law of a total of real numbers"),
        (["at_least", HALVES, SIX, "2", "0"], "vectors of one length are needed"),
        (["at_least", HALVES, ["vec", "1", "2"], "13", "0"], "a product of 8192 words, over 5000"),
        (["log", vector(256)], ""),
        (["log", vector(257)], "257 real numbers to be enclosed one by one, over 256"),
        (vector(257), ""),
        (["rank", "1"], "the operation rank"),
    ],
    ids=shown,
)  # fmt: skip
def test_what_is_no_lemma_has_a_reason(e: Any, why: str) -> None:
    given = {"statement": relation(e, ">", e), "evidence": {"precision": "64"}}
    if not why:
        assert lemma("x", given)
        return
    with pytest.raises(NotTranslated) as caught:
        lemma("x", given)
    assert str(caught.value) == why


@pytest.mark.parametrize(
    ("left", "right"), [(THIRDS, SIX), (THIRDS, "0"), ("0", THIRDS), ("0", ["log", THIRDS]), (["log", THIRDS], "0")]
)
def test_what_is_compared_has_one_length_as_the_kernel_says(left: Any, right: Any) -> None:
    given = seal("X-x", relation(left, "!=", right), {"precision": "64"})
    assert kernel.check(given).status == "invalid"
    with pytest.raises(NotTranslated, match=r"^what is compared has no one length$"):
        lemma("x", given)


def test_powers_are_multiplied_out_up_to_a_limit() -> None:
    for base, power, word in (
        ("2", "400", "powQ 400"), ("2", "-400", "powQ 400"), ("2", "401", "exp ((Q2R (401#1)%Q) * lnQ"),
        ("2", "-401", "exp ((Q2R ((-401)#1)%Q) * (lnQ"), (["exp", "1"], "401", "x ^ 401"),
    ):  # fmt: skip
        text = lemma("x", certificate(["^", base, power], ">", "0")).statement
        assert word in text, text
        assert text.count("powQ") + text.count(" ^ ") == (word[:3] != "exp")
    for power, word in (("400", "tiltQ"), ("-400", "tiltQ"), ("401", "tiltR"), ("-401", "tiltR"), ("1/2", "tiltR")):
        assert f"({word} v" in lemma("x", certificate(["sum", ["tilt", THIRDS, HALVES, power]], ">", "0")).statement
    assert "inverseQ" not in lemma("x", certificate(["sum", ["tilt", THIRDS, HALVES, "0"]], ">", "0")).statement


def test_a_root_of_a_real_0_is_no_lemma() -> None:
    """0^b is 0, which exp(b log 0) does not say: Coq would refuse what is true."""
    nothing = ["-", ["log", "2"], ["log", "2"]]
    for base in (nothing, ["vec", ["log", "2"], nothing], ["sum", ["vec", nothing, "0"]], "x"):
        for power in ("1/2", ["log", "2"]):
            given = seal("X-x", relation(["^", base, power], ">=", "0", ("x", nothing)), {"precision": "64"})
            with pytest.raises(NotTranslated, match=r"^a root of a real number that is 0$"):
                lemma("x", given)
    assert lemma("x", certificate(["^", nothing, "2"], ">=", "0"))
    assert lemma("x", certificate(["^", ["log", "2"], "1/2"], ">", "0"))
    assert lemma("x", certificate(["sum", ["^", ["vec", "0", "1"], "1/2"]], ">=", "0"))


def test_an_identity_has_no_other_operations() -> None:
    statement = {"kind": "identity", "variables": ["x"], "given": [], "left": ["/", "x", "2"], "right": "x"}
    with pytest.raises(NotTranslated, match=r"^the operation / in an identity$"):
        lemma("x", {"statement": statement, "evidence": {"cofactors": []}})


@needs_coq
@pytest.mark.slow
def test_coq_accepts_each_and_refuses_each_negation() -> None:
    text = PRELUDE + "".join(f"\n{lemma(name, sealed(name)).text}" for name in TRUE)
    for name in TRUE:
        denied = lemma(name, sealed(name), negated=True)
        tactic = denied.proof.rstrip(".").replace(". ", "; ")
        text += f"Goal {denied.statement}.\nProof. tryif solve [ {tactic} ] then "
        text += f'idtac "PROVED {name}" else idtac "OPEN". Abort.\n'
    found = compile_files({"lemmas": text})["lemmas"]
    assert found.error == ""
    assert found.said.split() == ["OPEN"] * len(TRUE)


@needs_coq
@pytest.mark.slow
def test_a_refused_lemma_is_named_and_left_out(tmp_path: Path) -> None:
    false = seal("X-false", relation(["kl", THIRDS, HALVES], ">", "1"), {"precision": "64"})
    entries = [("one", "X-kl-1", sealed("kl")), ("two", "X-best-1", sealed("best")), ("one", "X-false-1", false)]
    found = export.export(entries, tmp_path)
    assert found.lemmas == ["X-kl-1", "X-best-1"]
    assert list(found.refused) == ["X-false-1"]
    assert found.coq == assistant.version()
    assert "X_false_1" not in (tmp_path / "One_1.v").read_text()
    assert (tmp_path / "_CoqProject").read_text().split()[-3:] == ["Certificates.v", "One_1.v", "Two_1.v"]
    json.dumps(found.to_json())


def test_without_coq_they_are_written_and_not_called_accepted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(export, "version", lambda: "")
    found = export.export([("one", "X-kl-1", sealed("kl"))], tmp_path)
    assert (found.lemmas, found.coq) == (["X-kl-1"], "")
    assert "Lemma X_kl_1 :" in (tmp_path / "One_1.v").read_text()
