"""Whether the library's definitions mean what the exact instrument computes, on closed instances.

A theorem about `KL` says nothing of a paper if `KL` were defined with its arguments exchanged, and no proof would
notice. So terms are evaluated exactly at a case, and that the same term, over the library's definitions, lies within
10⁻⁹ of that value is proved by interval arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from exactalign import Distribution, Reward
from proofs_check.exceptions import ClaimError
from proofs_check.formal.building import SILENT, Watch, compile_files
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
    event,
    function,
    hits,
    largest_budget,
    law,
    log_of,
    outcome,
    positive_law,
    ranked,
    real,
    renyi,
    renyi_cross_entropy,
    reward,
    soft_best,
    squared_hellinger,
    total,
    written,
)
from proofs_check.formula.notation import lift_count
from proofs_check.formula.propositions import proposition
from proofs_check.formula.sorts import NATURAL, is_a
from proofs_check.formula.terms import free_variables
from proofs_check.formula.values import value

_PRELUDE: Final = """From Coq Require Import Reals Lra Lia List Arith.
From Interval Require Import Tactic.
From ExactAlign Require Import Definitions.
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
  end.
Ltac computed := reduced; repeat (decided; reduced); unfold Rpower; interval with (i_prec 80).
"""

_p, _q, _psi, _a = law("p"), positive_law("q"), law("psi"), real("alpha")
_r, _y, _w = reward("r"), outcome("y"), outcome("w", length=lift_count(2))
_P: Final = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
_Q: Final = Distribution.from_probabilities(["2/3", "1/9", "2/9"])
_COIN: Final = Distribution.from_probabilities(["1/3", "2/3"])
_EVEN: Final = Distribution.uniform(2)
_TIED: Final = Reward.values([0, 2, 2])

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
)
"""At least one instance of every definition that statements use."""


def goal(term: Term, case: Mapping[str, Any]) -> str:
    """The proposition that the term, over the library's definitions, is within 10⁻⁹ of its exact value."""
    found = value(term, case)
    near = found if isinstance(found, Fraction) else found.enclose(20).midpoint
    size = next(len(v) for v in case.values() if isinstance(v, Distribution))
    lets = [f"let A := letters {size} in"]
    lets += [f"let {name} := {_written(case[name], v)} in" for name, v in free_variables(term).items()]
    return f"{' '.join(lets)} Rabs ({proposition(term)} - ({near})) <= 1 / 10 ^ 9"


def _written(found: Any, variable: Term) -> str:
    if isinstance(found, Distribution):
        return f"law_of [{'; '.join(map(str, found.probabilities))}]"
    if isinstance(found, Reward):
        return f"law_of [{'; '.join(str(form.as_rational()) for _, form in found.items())}]"
    if variable.sort.kind == "outcome" or is_a(variable.sort, NATURAL):
        return f"{found}%nat"
    return f"({found})"


def compare(
    instances: Sequence[tuple[Term, Mapping[str, Any]]] = INSTANCES,
    jobs: int = 2,
    watch: Watch = SILENT,
    again: bool = False,
) -> int:
    """Prove that every instance has its exact value in Coq; return how many; raises `ClaimError` for the first that
    has another."""
    texts = {
        f"Instance{k}": f"{_PRELUDE}\nGoal {goal(term, case)}.\nProof. computed. Qed.\n"
        for k, (term, case) in enumerate(instances)
    }
    for (term, _), found in zip(instances, compile_files(texts, jobs, watch, again).values(), strict=True):
        if found.error:
            raise ClaimError(f"{written(term)} has another value over the library's definitions: {found.error}")
    return len(instances)
