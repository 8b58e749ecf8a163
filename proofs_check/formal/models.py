"""That the hypotheses of a formal statement hold together, as a lemma: ∃ a model, all that the statement assumes.

The model is a case with exact values. Coq computes each hypothesis there; where the statement cannot be evaluated at a
case, or Coq does not get through, that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import prod
from typing import Any, Final, NamedTuple

from exactalign import Distribution, LogForm, Reward
from exactalign.exceptions import ExactAlignError
from proofs_check.exceptions import ClaimError
from proofs_check.formal import sources
from proofs_check.formal.assistant import Compiled
from proofs_check.formal.building import Asked
from proofs_check.formula.cases import cases
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.propositions import form, parts, proposition
from proofs_check.formula.shapes import Shape
from proofs_check.formula.sorts import NATURAL, is_a
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, free_variables
from proofs_check.formula.values import NoReading, NotDefined, value

_PRELUDE: Final = """From Coq Require Import Reals Lra Lia List Permutation Arith.
From Coquelicot Require Import Coquelicot.
From ExactAlign Require Import Definitions BestOfN Models Examples.
Import ListNotations.
Open Scope R_scope.
"""
_CASES: Final = 240
_LETTERS: Final = 2
"""Of an alphabet of which no variable shows its size."""
_IN_A_FILE: Final = 12
_SECONDS: Final = 60


class NoModel(Exception):
    """Why no model is written."""


class Together(NamedTuple):
    """Whether Coq proves that the hypotheses of a statement hold together: the model, each variable in Coq's words, or
    the theorem that says so, or why neither is had."""

    model: Mapping[str, str] | None = None
    theorem: str = ""
    reason: str = ""

    def to_json(self) -> dict[str, object]:
        """Return the one that there is, for JSON."""
        if self.model is not None:
            return {"model": dict(self.model)}
        return {"theorem": self.theorem} if self.theorem else {"reason": self.reason}


def model(statement: Statement, example: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Spaces and variables, each with its value in Coq's words; Coq says whether all hypotheses hold there. Raises
    `NoModel`."""
    found = parts(statement)
    case, sizes = _case(statement, example)
    bound = _bound(statement)
    values = {space: f"letters {sizes.get(space, _LETTERS)}" for space in found.spaces}
    ordered = [n for n in found.variables if n not in bound] + [n for n in found.variables if n in bound]
    for variable in ordered:
        text = proposition(bound[variable]) if variable in bound else _written(case[variable], statement, variable)
        values[found.variables[variable][0]] = text
    return values


def lemma(identifier: str, statement: Statement, values: Mapping[str, str]) -> str:
    """The lemma that all hypotheses hold at a model, with its proof."""
    name = re.sub(r"\W", "_", identifier)
    found = parts(statement)
    others = [f"_{space}" for space in found.spaces if space != "A"]
    types = [f"X{other}" for other in ("", *others)]
    kinds = dict.fromkeys(found.spaces, "list nat")
    for coq_name, kind in found.variables.values():
        for word in types:
            kind = re.sub(rf"\b{word}\b", "nat", kind)
        kinds[coq_name] = kind
    witnesses = [(coq_name, kinds[coq_name], text) for coq_name, text in values.items()]
    lets = " ".join(f"let {word} := nat in" for word in types)
    decisions = " ".join(f"let dec{other} := Nat.eq_dec in" for other in ("", *others))
    facts = [*found.sorts, *found.premises] or ["True"]
    binders = " ".join(f"({n} : {kind})" for n, kind, _ in witnesses)
    exists = f"exists {binders},\n  " if binders else ""
    poses = "".join(f"pose ({n} := ({text}) : {kind}); " for n, kind, text in witnesses)
    gives = "".join(f"exists {n}; " for n, _, _ in witnesses)
    unfolds = "".join(f"subst {n}; " for n, _, _ in reversed(witnesses))
    together = " /\\ ".join(f"({fact})" for fact in facts)
    tactic = f"set (dec := Nat.eq_dec); {poses}{gives}{unfolds}subst dec; satisfied"
    return (
        f"\nLemma model_{name} : ({lets} {decisions}\n  {exists}{together}) \\/ True.\n"
        f"Proof. tryif (left; cbv zeta; timeout {_SECONDS} ({tactic})) "
        f'then idtac "{_sign(name)}" else (right; exact I). Qed.\n'
    )


def fingerprint(identifier: str, statement: Statement, values: Mapping[str, str]) -> str:
    """A digest of the lemma and of every file of the library that it rests on; "" where the model does not fit the
    variables of the statement."""
    found = parts(statement)
    if values.keys() != {*found.spaces, *(name for name, _ in found.variables.values())}:
        return ""
    return sources.fingerprint(_PRELUDE + lemma(identifier, statement, values))


def _sign(name: str) -> str:
    return f"MODEL {name} PROVED"


def _case(statement: Statement, example: Mapping[str, Any] | None) -> tuple[Mapping[str, Any], dict[str, int]]:
    """A case at which every hypothesis holds, as far as this can be evaluated, with the number of letters of each
    alphabet: the claim's example if it is one; more than one letter, no inequality an equality, numbers that Coq
    computes with easily, and no two laws the same, if there is such a case."""
    best: tuple[tuple[bool, ...], Mapping[str, Any], dict[str, int]] | None = None
    own = [] if example is None else [dict(example)]
    for number, drawn in enumerate((*own, *cases(statement, most=_CASES))):
        sizes = _sizes(statement, drawn)
        if sizes is None or any(isinstance(x, Shape) for x in drawn.values()) or not _is_numbered(drawn):
            continue
        known = statement.with_letters(drawn)
        strict = True
        try:
            if not all(value(h, known) for h in (*statement.given, *statement.conditions)):
                continue
            strict = all(value(h.args[0], known) != value(h.args[1], known) for h in statement.given if h.op == "≤")
        except NoReading:
            pass  # Coq will say
        except (NotDefined, ExactAlignError, ClaimError):
            continue
        is_own = number < len(own)
        letters = min(sizes.values(), default=_LETTERS)
        rank = (letters > 1, strict, is_own or _is_easy(drawn), is_own or _is_varied(drawn))
        if best is None or rank > best[0]:
            best = (rank, drawn, sizes)
        if all(rank):
            break
    if best is not None:
        return best[1], best[2]
    raise NoModel("no case with exact values and one size for each alphabet satisfies the hypotheses")


def _sizes(statement: Statement, drawn: Mapping[str, Any]) -> dict[str, int] | None:
    """The number of letters of each alphabet, as far as the case shows it; None where two are shown for one."""
    seen: set[tuple[str, int]] = set()
    for name, variable in statement.variables.items():
        found, space, index = drawn.get(name), variable.sort.space, variable.sort.index
        if index is not None and isinstance(found, dict):
            seen |= {(index.alphabet, len(found))}
            seen |= {(variable.space.alphabet, len(law)) for law in found.values()}
        elif space is not None and space.length is None and isinstance(found, Distribution | Reward):
            seen.add((space.alphabet, len(found)))
    sizes = dict(seen)
    return sizes if len(sizes) == len(seen) else None


def _is_numbered(drawn: Mapping[str, Any]) -> bool:
    """Whether all letters are numbers, as Coq's are: a text could say more there than which letter it is."""
    shown = [y for x in drawn.values() for y in (x if isinstance(x, Distribution | Reward | dict) else [x])]
    return not any(isinstance(letter, str) for y in shown for letter in (y if isinstance(y, tuple) else [y]))


def _is_varied(drawn: Mapping[str, Any]) -> bool:
    """Whether no two laws are the same, every outcome has a chance, and no reward is constant."""
    families = [x.values() if isinstance(x, dict) else [x] for x in drawn.values()]
    laws = [x.probabilities for family in families for x in family if isinstance(x, Distribution)]
    rewards = [{value for _, value in x.items()} for x in drawn.values() if isinstance(x, Reward)]
    return len({*laws}) == len(laws) and all(all(law) for law in laws) and all(len(values) > 1 for values in rewards)


def _is_easy(drawn: Mapping[str, Any]) -> bool:
    """Whether all numbers are whole and above 0, and no reward is below: exponents and tails at 0 need more steps."""
    numbers = [x for x in drawn.values() if isinstance(x, int | Fraction)]
    rewards = [value for x in drawn.values() if isinstance(x, Reward) for _, value in x.items()]
    return all(x > 0 and Fraction(x).denominator == 1 for x in numbers) and all(value >= 0 for value in rewards)


def _bound(statement: Statement) -> dict[str, Term]:
    """Real variables that a hypothesis sets equal to a term: the term itself is their value."""
    found: dict[str, Term] = {}
    for hypothesis in statement.given:
        if hypothesis.op != "=":
            continue
        for one, other in (hypothesis.args, reversed(hypothesis.args)):
            is_real = one.op == "variable" and "real" in one.sort.kind and one.name not in found
            if is_real and not {one.name, *found} & free_variables(other).keys():
                found[one.name] = other
                break
    return found


def _written(found: Any, statement: Statement, name: str) -> str:
    variable = statement.variables[name]
    if variable.sort.index is not None:
        if found.keys() != {*range(len(found))}:
            raise NoModel(f"{name} has laws for letters other than 0, 1, …")
        laws = "; ".join(_law(found[k]) for k in range(len(found)))
        return f"fun x => nth x [{laws}] (law_of [])"
    if isinstance(found, Distribution):
        return _law(found) if variable.space.length is None else _law_of_words(found)
    if isinstance(found, Reward):
        return f"law_of [{'; '.join(form(x) for _, x in found.items())}]"
    if isinstance(found, Polynomial):
        return "fun x => " + (" + ".join(f"({c}) * x ^ {k}" for k, c in enumerate(found.coefficients)) or "0")
    if variable.sort.kind == "rule":
        by = next((h.args[2] for h in statement.given if h.op == "keeps best" and h.args[0].name == name), None)
        decision = "dec" if variable.space.length is None else "(list_eq_dec dec)"
        return f"best {decision} ({proposition(by) if by is not None else 'fun _ => 0'})"
    if isinstance(found, tuple):
        return f"[{'; '.join(map(str, found))}]%nat"
    if variable.sort.kind == "outcome" or is_a(variable.sort, NATURAL):
        return f"{found}%nat"
    if isinstance(found, LogForm):
        return form(found)
    if isinstance(found, int | Fraction):
        return f"({found})"
    raise NoModel(f"{name} has no value in closed form at the case")


def _law(found: Distribution) -> str:
    return f"law_of [{'; '.join(map(str, found.probabilities))}]"


def _law_of_words(found: Distribution) -> str:
    """A law on words: a memoryless source as one, any other word by word."""
    words = [(word, weight) for word, weight in found.items() if isinstance(word, tuple)]
    first: dict[int, Fraction] = {}
    for word, weight in words:
        for letter in word[:1]:
            first[letter] = first.get(letter, Fraction(0)) + weight
    if first and all(prod(first.get(k, 0) for k in word) == weight for word, weight in words):
        return f"power ({_law(Distribution.from_probabilities([first.get(k, 0) for k in range(max(first) + 1)]))})"
    lines = [f"if list_eq_dec Nat.eq_dec w [{'; '.join(map(str, w))}]%nat then {x} else" for w, x in words]
    return f"fun w => {' '.join(lines)} 0"


def together(claims: Sequence[tuple[str, Statement, Mapping[str, Any] | None]]) -> Asked[dict[str, Together]]:
    """Ask Coq whether the hypotheses of claims hold together, each (identifier, statement, the claim's example)."""
    found: dict[str, Together] = {}
    written: list[tuple[str, str]] = []
    for identifier, statement, example in claims:
        try:
            values = model(statement, example)
            written.append((identifier, lemma(identifier, statement, values)))
            found[identifier] = Together(values)
        except (NoModel, ClaimError) as reason:
            found[identifier] = Together(reason=str(reason))
    parts_of = _in_files(written)
    texts = {f"Models{k}": _PRELUDE + "".join(part.values()) for k, part in enumerate(parts_of)}

    def read(answers: Mapping[str, Compiled]) -> dict[str, Together]:
        read = dict(found)
        for k, identifier in ((k, identifier) for k, part in enumerate(parts_of) for identifier in part):
            answer = answers[f"Models{k}"]
            if answer.error:
                read[identifier] = Together(reason=answer.error[:200])
            elif _sign(re.sub(r"\W", "_", identifier)) not in answer.said.splitlines():
                read[identifier] = Together(reason="Coq's computation does not end in a proof")
        return read

    return Asked(texts, read)


def _in_files(written: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Lemmas in files, by identifier: some in each, and none beside one whose name reads alike in Coq."""
    files: list[dict[str, str]] = []
    names: set[str] = set()
    for identifier, text in written:
        name = re.sub(r"\W", "_", identifier)
        if not files or len(files[-1]) == _IN_A_FILE or name in names:
            files.append({})
            names.clear()
        files[-1][identifier] = text
        names.add(name)
    return files


def told(found: Mapping[str, Together]) -> Iterator[str]:
    """How many statements have hypotheses that hold together, and those for which this is not proved, with the
    reason."""
    if not found:
        return
    at_a_model = sum(entry.model is not None for entry in found.values())
    by_a_theorem = sum(bool(entry.theorem) for entry in found.values())
    yield (
        f"for {at_a_model + by_a_theorem} of {len(found)} statements Coq proves that all hypotheses hold together: "
        f"for {at_a_model} at a model, for {by_a_theorem} by a theorem"
    )
    yield from (f"not proved to hold together: {name}: {entry.reason}" for name, entry in found.items() if entry.reason)
