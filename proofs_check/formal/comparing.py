"""Whether the library's definitions mean what the exact instrument computes, on closed instances.

A theorem about `KL` says nothing of a paper if `KL` were defined with its arguments exchanged, and no proof would
notice. So terms are evaluated exactly at a case, and that the same term, over the library's definitions, lies within
10⁻⁹ of that value is proved by interval arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import comb
from typing import Any, Final, NamedTuple

from exactalign import Distribution, Reward, best_of_n
from proofs_check.exceptions import ClaimError
from proofs_check.formal.assistant import Compiled
from proofs_check.formal.building import Asked
from proofs_check.formula import (
    KL,
    TV,
    E,
    H,
    Pr,
    T,
    Term,
    Var,
    Z,
    best,
    chi_squared,
    choose,
    count,
    event,
    f_divergence,
    function,
    hits,
    information,
    largest_budget,
    law,
    log_of,
    outcome,
    positive_law,
    ranked,
    real,
    real_function,
    renyi,
    renyi_cross_entropy,
    reward,
    size,
    soft_best,
    squared_hellinger,
    tilt_by,
    total,
    type_of,
    written,
)
from proofs_check.formula.notation import lift_count
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.propositions import proposition
from proofs_check.formula.sorts import NATURAL, is_a
from proofs_check.formula.terms import free_variables
from proofs_check.formula.values import value

_PRELUDE: Final = """From Coq Require Import Reals Lra Lia List Arith.
From Interval Require Import Tactic.
From ExactAlign Require Definitions Table1.
Import Definitions.
Import ListNotations.
Open Scope R_scope.
Definition X := nat.
Definition dec := Nat.eq_dec.
Ltac reduced := cbv -[Rplus Rmult Ropp Rinv Rminus Rdiv Rle_dec Rlt_dec Req_EM_T ln exp Rpower sqrt Rabs IZR Rle Rlt].
Ltac near := first [ lra | interval ].
Ltac decided := match goal with
  | |- context [Rle_dec ?a ?b] => first
      [ destruct (Rle_dec a b) as [_ | no]; [| exfalso; apply no; near]
      | destruct (Rle_dec a b) as [yes | _]; [exfalso; revert yes; apply Rlt_not_le; near |] ]
  | |- context [Rlt_dec ?a ?b] => first
      [ destruct (Rlt_dec a b) as [_ | no]; [| exfalso; apply no; near]
      | destruct (Rlt_dec a b) as [yes | _]; [exfalso; revert yes; apply Rle_not_lt; near |] ]
  | |- context [Req_EM_T ?a ?b] => first
      [ destruct (Req_EM_T a b) as [_ | no]; [| exfalso; apply no; near]
      | destruct (Req_EM_T a b) as [yes | _];
        [exfalso; revert yes; first [apply Rlt_not_eq; near | apply Rgt_not_eq; near] |] ]
  end.
Lemma near_equal (a b : R) : a = b -> Rabs (a - b) <= 1 / 10 ^ 9.
Proof. intros ->. replace (b - b) with 0 by ring. rewrite Rabs_R0. lra. Qed.
Ltac computed := reduced; repeat (decided; reduced); unfold Rpower; interval with (i_prec 80).
"""

_IN_A_FILE: Final = 8
_NOTHING: Final = Fraction(0)
_f = real_function("f")
_p, _q, _psi, _a = law("p"), positive_law("q"), law("psi"), real("alpha")
_r, _y, _w = reward("r"), outcome("y"), outcome("w", length=lift_count(2))
_P: Final = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
_Q: Final = Distribution.from_probabilities(["2/3", "1/9", "2/9"])
_COIN: Final = Distribution.from_probabilities(["1/3", "2/3"])
_EVEN: Final = Distribution.uniform(2)
_TIED: Final = Reward.values([0, 2, 2])
_WORD: Final = outcome("w", length=count("m"))

INSTANCES: Final[tuple[tuple[Term, dict[str, Any]], ...]] = (
    (KL(_p, _q), {"p": _P, "q": _Q}),
    (H(_p, _q), {"p": _P, "q": _Q}),
    (Z(_q, _p, _a), {"p": _P, "q": _Q, "alpha": Fraction(2)}),
    (T(_q, _p, _a)(_y), {"p": _P, "q": _Q, "alpha": Fraction(-1), "y": 1}),
    (KL(_psi, T(_q, _p, _a)), {"psi": _Q, "p": _P, "q": _Q, "alpha": Fraction(2)}),
    (TV(_p, _q), {"p": _P, "q": _Q}),
    (chi_squared(_p, _q), {"p": _P, "q": _Q}),
    (squared_hellinger(_p, _q), {"p": _P, "q": _Q}),
    (renyi(_a, _p, _q), {"p": _P, "q": _Q, "alpha": Fraction(3)}),
    (renyi_cross_entropy(_a, _p, _q), {"p": _P, "q": _Q, "alpha": Fraction(3)}),
    (E(_p, _r), {"p": _P, "r": _TIED}),
    (Var(_p, _r), {"p": _P, "r": _TIED}),
    (Pr(_p, event(_y, _r(_y) <= 1)), {"p": _P, "r": _TIED}),
    (KL(_p**2, _q**2), {"p": _COIN, "q": _EVEN}),
    (E(_p**2, total(log_of(_q), 2)), {"p": _COIN, "q": _EVEN}),
    (best(_p, 2, _r)(_y), {"p": _P, "r": _TIED, "y": 1}),
    (best(_p, 3, _r)(_y), {"p": _COIN, "r": Reward.values([1, 0]), "y": 0}),
    (KL(best(_p, 2, _r), _p), {"p": _P, "r": _TIED}),
    (largest_budget(_p, _q), {"p": _P, "q": _Q}),
    (soft_best(_p, 2, _r)(_y), {"p": _COIN, "r": Reward.values([1, 0]), "y": 0}),
    (E(_p**2, function(_w, ranked(_r, _w, 1))), {"p": _COIN, "r": Reward.values([1, 0])}),
    (E(_p**2, function(_w, 0 + hits(event(_y, _r(_y) > 0), _w))), {"p": _COIN, "r": Reward.values([1, 0])}),
    (
        f_divergence(_f, _p, _q),
        {"f": Polynomial((Fraction(2), Fraction(-1), Fraction(0), Fraction(1))), "p": _P, "q": _Q},
    ),
    (renyi(_a, _q, _p), {"p": _P, "q": _Q, "alpha": Fraction(1, 2)}),
    (tilt_by(_r, _p, _a)(_y), {"p": _P, "r": _TIED, "alpha": Fraction(-1), "y": 0}),
    (type_of(_WORD)(_y) + 0 * _p(_y), {"w": (1, 0, 1), "m": 3, "y": 1, "p": _EVEN}),
    (information(_q, _WORD), {"q": Distribution.from_probabilities(["1/3", "2/3"]), "w": (1, 0, 1), "m": 3}),
    (choose(count("n"), count("k")), {"n": 7, "k": 3}),
    (size(_p) / 1, {"p": _P}),
)
"""At least one instance of every number, law or word that a term has from the page of definitions. (`spacings` stands
elsewhere: that it is what is evaluated is Rényi's representation, a theorem of the library.)"""


class Closed(NamedTuple):
    """A number over the library's definitions that no term has, and its value, found here from what it means."""

    coq: str
    value: Fraction
    proof: str = "computed"


def _chance(draws: int, size: int, happens: Callable[[tuple[int, ...]], bool]) -> Fraction:
    """The share of the words of so many letters at which something happens."""
    words = list(product(range(size), repeat=draws))
    return Fraction(sum(happens(word) for word in words), len(words))


def _table1() -> Iterator[Closed]:
    """Table 1, from sampling in Coq and from exactalign."""
    p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    law = best_of_n(p**2, Reward.parse("log 6, 0, log 2"), 2)
    for word in product(range(3), repeat=2):
        yield Closed(f"Table1.pi [{word[0]}; {word[1]}]%nat", law.probability(word), "apply near_equal; Table1.entry")


CLOSED: Final[tuple[Closed, ...]] = (
    Closed("k1 (law_of [1]) (law_of [1]) 0%nat", Fraction(0)),
    Closed(
        "k3 (law_of [1/2; 1/2]) (law_of [1/4; 3/4]) 1%nat - k1 (law_of [1/2; 1/2]) (law_of [1/4; 3/4]) 1%nat",
        Fraction(3, 4) / Fraction(1, 2) - 1,
    ),
    Closed(
        "k2 (law_of [1/2; 1/2]) (law_of [1/4; 3/4]) 0%nat / (k1 (law_of [1/2; 1/2]) (law_of [1/4; 3/4]) 0%nat) ^ 2",
        Fraction(1, 2),
    ),
    Closed("binomial 4 (1/3) 3", Fraction(4) * Fraction(1, 27) * Fraction(2, 3)),
    Closed("passk 5 2 2", 1 - Fraction(comb(3, 2), comb(5, 2))),
    Closed("published_passk 5 4 2", Fraction(1)),
    Closed(
        "boot (fun x => Nat.eqb x 1) 3 [0; 1; 0; 1]%nat", _chance(3, 4, lambda draws: any(x in (1, 3) for x in draws))
    ),
    Closed("maxk 2 [3; 1; 2]", Fraction(sum(max(a, b) for a, b in combinations((3, 1, 2), 2)), comb(3, 2))),
    Closed("maximum [3; 1; 5; 2]", Fraction(5)),
    Closed("nth 1 (sort [3; 1; 2]) 0", Fraction(sorted((3, 1, 2))[1])),
    Closed("INR (hits (fun x => Nat.ltb x 2) [0; 2; 1; 0]%nat)", Fraction(3)),
    Closed(
        "given (letters 3) (law_of [1/5; 3/10; 1/2]) (fun x => Nat.ltb 0 x) 1%nat", Fraction(3, 10) / Fraction(4, 5)
    ),
    Closed("INR (length (support (law_of [1/5; 0; 4/5]) (letters 3)))", Fraction(2)),
    Closed("ind (best_in (law_of [1; 3; 3]) [0; 2]%nat 2%nat)", Fraction(1)),
    Closed("ind (best_in (law_of [1; 3; 3]) [0; 2]%nat 0%nat)", Fraction(0)),
    Closed("soft Nat.eq_dec (fun _ => 0) [0; 1; 1]%nat 1%nat", Fraction(2, 3)),
    Closed("kept (letters 2) 3 (law_of [1/3; 2/3]) (fun l y => ind (Nat.eqb (hd 0%nat l) y)) 1%nat", Fraction(2, 3)),
    Closed("INR (nth 1 (type_of Nat.eq_dec (letters 2) [1; 0; 1]%nat) 0%nat)", Fraction(2)),
    Closed("ind (same_type Nat.eq_dec (letters 2) [1; 0; 1]%nat [0; 1; 1]%nat)", Fraction(1)),
    Closed("ind (same_type Nat.eq_dec (letters 2) [1; 0; 1]%nat [0; 0; 1]%nat)", Fraction(0)),
    Closed("ind (top (letters 3) (law_of [1/2; 1/2; 0]) (law_of [1/5; 3/10; 1/2]) 1%nat)", Fraction(1)),
    *_table1(),
)
"""Definitions of the estimators, of rules and of types; and Table 1."""


def goal(term: Term, case: Mapping[str, Any], off: Fraction = _NOTHING) -> str:
    """The proposition that the term, over the library's definitions, is within 10⁻⁹ of its exact value; `off` makes
    the value another."""
    found = value(term, case)
    near = (found if isinstance(found, Fraction) else found.enclose(20).midpoint) + off
    size = next((len(v) for v in case.values() if isinstance(v, Distribution)), 2)
    lets = [f"let A := letters {size} in"]
    lets += [f"let {name} := {_written(case[name], v)} in" for name, v in free_variables(term).items()]
    return f"{' '.join(lets)} Rabs ({proposition(term)} - ({near})) <= 1 / 10 ^ 9"


def _written(found: Any, variable: Term) -> str:
    if isinstance(found, Distribution):
        return f"law_of [{'; '.join(map(str, found.probabilities))}]"
    if isinstance(found, Reward):
        return f"law_of [{'; '.join(str(form.as_rational()) for _, form in found.items())}]"
    if isinstance(found, tuple):
        return f"[{'; '.join(map(str, found))}]%nat"
    if isinstance(found, Polynomial):
        return f"(fun x => {' + '.join(f'({c}) * x ^ {k}' for k, c in enumerate(found.coefficients))})"
    if variable.sort.kind == "outcome" or is_a(variable.sort, NATURAL):
        return f"{found}%nat"
    return f"({found})"


def compared(
    instances: Sequence[tuple[Term, Mapping[str, Any]]] = INSTANCES,
    closed: Sequence[Closed] = CLOSED,
    off: Fraction = _NOTHING,
) -> Asked[list[tuple[str, bool]]]:
    """Every instance, and whether Coq proves that it has its exact value, or one that is `off`; reading raises
    `ClaimError` when it does not answer."""
    goals = [(written(term), goal(term, case, off), "computed") for term, case in instances]
    goals += [(x.coq, f"Rabs ({x.coq} - ({x.value + off})) <= 1 / 10 ^ 9", x.proof) for x in closed]
    chunks = [goals[k : k + _IN_A_FILE] for k in range(0, len(goals), _IN_A_FILE)]
    texts = {f"Instances{k}": _PRELUDE + "".join(map(_lemma, chunk)) for k, chunk in enumerate(chunks)}

    def read(answers: Mapping[str, Compiled]) -> list[tuple[str, bool]]:
        found: list[tuple[str, bool]] = []
        for name, chunk in zip(texts, chunks, strict=True):
            said = answers[name].said.split()
            if answers[name].error or len(said) != len(chunk):
                raise ClaimError(f"the definitions could not be compared: {answers[name].error}")
            found += [(shown, word == "SAME") for (shown, _, _), word in zip(chunk, said, strict=True)]
        return found

    return Asked(texts, read)


def _lemma(wanted: tuple[str, str, str]) -> str:
    """A lemma that Coq accepts in any case, and what it says when it is by the proof."""
    _, said, proof = wanted
    return (
        f"\nGoal ({said}) \\/ True.\nProof. tryif (left; solve [ {proof} ]) "
        'then idtac "SAME" else (idtac "OTHER"; right; exact I). Qed.\n'
    )


def compare() -> Asked[str]:
    """Prove that every instance has its exact value in Coq: one line; reading raises `ClaimError` for the first that
    is not shown to."""
    asked = compared()

    def read(answers: Mapping[str, Compiled]) -> str:
        found = asked.read(answers)
        for name, same in found:
            if not same:
                raise ClaimError(f"{name} is not shown to have its exact value over the library's definitions")
        return f"{len(found)} definitions have the values that exactalign computes"

    return Asked(asked.texts, read)
