"""The statement for the proof assistant, written from the term.

Everything that a variable's sort says becomes a hypothesis (a law sums to 1, a count is at least 1), and so does what
the operators need to be defined: Coq's functions are total, and mean something else where ours are not defined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from exactalign import Distribution, LogForm, Reward
from proofs_check.exceptions import ClaimError
from proofs_check.formula.derivatives import broken, kinked
from proofs_check.formula.operators import OPERATORS
from proofs_check.formula.sorts import COUNT, NATURAL, Space, is_a
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import BINDERS, Term, free_variables, same, written

# All that is written here of Coq and of the library: a variable of such a name gets "_v", else it would hide it.
_RESERVED: Final = """
A C D E H I KL O R S T TV Z X Var Ex Pr Sum ac at best best_of ceiling chi2 cofix dec else end exists exp fix floor
forall fun given if in kept law let letters ln match nat optimal positive power return rule sqrt support then total
type varies LDP rate best_rate about keeps_best closure interior with words x_ B_ M_ b_ j_ t_ v_ w_ INR Rabs Rmax Rmin
Rpower choose floor sort length nth map seq letter hits freq info soft spacings
m_ true false negb andb orb forallb existsb Rleb Rltb Req_EM_T NoDup In nil list Nat list_eq_dec law_of same_type
"""
RESERVED: Final = frozenset(_RESERVED.split()).union(
    *(re.findall(r"[A-Za-z]\w*", row.coq) for row in OPERATORS.values())
) - {"y_"}  # of this one a tilt refuses a second meaning


@lru_cache(maxsize=256)  # asked whether each variant can be written, and then for it
def coq(statement: Statement, lettered: bool = False) -> str:
    """The proposition: ∀ variables, what their sorts assume → hypotheses → conditions → conclusion.

    What holds for every list of letters holds for those that are not empty. What is denied must fail at one that is
    not, and is written `lettered`.

    >>> from proofs_check.formula import KL, law, positive_law
    >>> print(coq(Statement(0 <= KL(law("p"), positive_law("q")))))
    forall (X : Type) (dec : forall x y : X, {x = y} + {x <> y}) (A : list X) (q : X -> R) (p : X -> R),
      NoDup A -> law A q -> positive A q -> law A p ->
      (0 <= (KL A p q))
    """
    found = parts(statement, lettered)
    binders = [
        f"({_type(s)} : Type) ({_dec(s)} : forall x y : {_type(s)}, {{x = y}} + {{x <> y}}) ({s} : list {_type(s)})"
        for s in found.spaces
    ]
    binders += [f"({name} : {kind})" for name, kind in found.variables.values()]
    lines = [*found.premises, found.conclusion]
    head = f"forall {' '.join(binders)},\n  " if binders else ""
    first = " -> ".join(found.sorts) + " ->\n  " if found.sorts else ""
    return head + first + " ->\n  ".join(lines)


class Parts(NamedTuple):
    """A statement for Coq in its parts: the alphabets that vary; each variable's name and type there; what the sorts
    say; hypotheses and conditions; the conclusion."""

    spaces: list[str]
    variables: dict[str, tuple[str, str]]
    sorts: list[str]
    premises: list[str]
    conclusion: str


def parts(statement: Statement, lettered: bool = False) -> Parts:
    """The parts of a statement, over the definitions of the library; `lettered` says that no alphabet is empty."""
    spaces = _spaces(statement)
    _refuse_shared_names(statement, spaces)
    sorts = [f"NoDup {s}" for s in spaces]
    sorts += [f"{s} <> nil" for s in spaces if lettered and not _has_a_letter(s, statement)]
    variables = {}
    for name, v in statement.variables.items():
        variables[name] = (_name(v), _kind(v))
        sorts += _assumptions(v, _name(v), statement)
    premises = [proposition(h) for h in (*statement.given, *statement.conditions)]
    return Parts(spaces, variables, sorts, premises, proposition(statement.then))


def _has_a_letter(alphabet: str, statement: Statement) -> bool:
    """Whether a variable says already that there is a letter: a law has mass somewhere."""
    for v in statement.variables.values():
        space, index = v.sort.space, v.sort.index
        if space is None or space.alphabet != alphabet or v.sort.kind in ("reward", "rule", "rules"):
            continue
        if index is not None and (index.alphabet == alphabet or not _has_a_letter(index.alphabet, statement)):
            continue
        if space.length is None or is_a(space.length.sort, COUNT):
            return True
    return False


def _refuse_shared_names(statement: Statement, spaces: list[str]) -> None:
    """Raise `ClaimError` where one name would stand for two things in Coq, and the later one would hide the other."""
    terms = (*statement.also, *statement.given, *statement.conditions, statement.then)
    said = {name for term in terms for name in term.names}
    names = {_name_of(name) for name in said} | RESERVED
    for s in spaces:
        if s != "A" and not names.isdisjoint({s, _type(s), _dec(s)}):
            raise ClaimError(f"the alphabet {s} has the name of a variable or of a definition: give it another")
    for part in (part for term in terms if "y_" in term.names for part in term.subterms()):
        if part.op == "tilt by" and "y_" in free_variables(part.args[0]):
            raise ClaimError("y_ stands for the outcomes of a tilt in Coq: give the variable another name")


def proposition(term: Term) -> str:
    """A term, over the definitions of the library; kept beside the term, which most variants of a statement share."""
    kept: str | None = vars(term).get(_KEPT)
    if kept is None:
        kept = vars(term)[_KEPT] = _proposition(term)
    return kept


_KEPT: Final = "proposition"


def _proposition(term: Term) -> str:
    if term.op == "number":
        return _number(term)
    if term.op == "variable":
        return _name(term)
    if term.op == "constant":
        return _constant(term.leaf)
    if term.op in ("for all", "exists"):
        return _quantified(term)
    if term.op == "event":
        return f"(fun {_name(term.args[0])} => {_decided(term.args[1])})"
    if term.op == "^" and is_a(term.args[1].sort, NATURAL):
        return f"({proposition(term.args[0])} ^ {proposition(term.args[1])})"
    if term.op == "if":
        return OPERATORS[term.op].coq.format(_decided(term.args[0]), *map(proposition, term.args[1:]))
    if not OPERATORS[term.op].coq:
        raise ClaimError(f"“{written(term)}” is not written for the proof assistant: its library rounds no numbers")
    if term.op == "slope":
        _refuse_kinks(*term.args[:2])
    if term.op == "integral":
        _refuse_jumps(term.args[0], term.args[3])
    space = _space_of(term)
    names = {"A": _list(space), "dec": _decision(space)} if space is not None else {"A": "", "dec": ""}
    word = next((a.sort.space for a in term.args if a.sort.kind == "outcome" and a.sort.space is not None), None)
    if term.op in ("type", "info") and word is not None and word.length is not None:
        names |= {"letter": _dec(word.alphabet), "length": proposition(word.length)}
    return OPERATORS[term.op].coq.format(*(proposition(a) for a in term.args), **names)


def _refuse_kinks(t: Term, body: Term) -> None:
    """Raise `ClaimError` where there may be no derivative: Coq's `Derive` is total, and is some number there too."""
    if (part := kinked(t, body)) is not None:
        raise ClaimError(
            f"the derivative of “{written(body)}” is not written for the proof assistant: “{written(part)}”"
            " may have none"
        )


def _refuse_jumps(u: Term, body: Term) -> None:
    """Raise `ClaimError` where there may be no integral: Coq's `RInt` is total, and is some number there too."""
    if (part := broken(u, body)) is not None:
        raise ClaimError(
            f"the integral of “{written(body)}” is not written for the proof assistant: “{written(part)}” may jump"
        )


def _number(term: Term) -> str:
    value = term.value
    if is_a(term.sort, NATURAL):
        return f"{value.numerator}%nat"
    text = str(value.numerator) if value.denominator == 1 else f"{value.numerator} / {value.denominator}"
    return f"({text})" if value < 0 or value.denominator != 1 else text


def _constant(value: Any) -> str:
    if isinstance(value, Distribution):
        return f"(law_of [{'; '.join(map(str, value.probabilities))}])"
    if isinstance(value, Reward):
        return f"(law_of [{'; '.join(form(x) for _, x in value.items())}])"
    return f"[{'; '.join(map(str, value))}]%nat" if isinstance(value, tuple) else f"{value}%nat"


def form(found: LogForm) -> str:
    """A log form, as a sum of logarithms."""
    return " + ".join([f"({found.constant})", *(f"({c}) * ln ({a})" for c, a in found.terms)])


def _name(variable: Term) -> str:
    return _name_of(variable.name)


def _name_of(name: str) -> str:
    return name + "_v" if name in RESERVED or name.endswith("_v") else name


def _space_of(term: Term) -> Space | None:
    """The space that an operator works on: that of its first argument with one."""
    for argument in term.args:
        if argument.sort.space is not None:
            return argument.sort.space
    return None


def _type(alphabet: str) -> str:
    return "nat" if Space(alphabet).size is not None else "X" if alphabet == "A" else f"X_{alphabet}"


def _dec(alphabet: str) -> str:
    return "Nat.eq_dec" if Space(alphabet).size is not None else "dec" if alphabet == "A" else f"dec_{alphabet}"


def _list(space: Space) -> str:
    letters = space.alphabet if space.size is None else f"(letters {space.size})"
    return letters if space.length is None else f"(words {letters} {proposition(space.length)})"


def _decision(space: Space) -> str:
    return _dec(space.alphabet) if space.length is None else f"(list_eq_dec {_dec(space.alphabet)})"


def _outcome_type(space: Space) -> str:
    return _type(space.alphabet) if space.length is None else f"list {_type(space.alphabet)}"


def _spaces(statement: Statement) -> list[str]:
    terms = (*statement.also, *statement.given, *statement.conditions, statement.then)
    return sorted({alphabet for term in terms for alphabet in term.alphabets})


def _kind(v: Term) -> str:
    kind, space = v.sort.kind, v.sort.space
    if space is None:
        whole = "nat -> nat" if kind == "counts" else "nat"
        return whole if is_a(v.sort, NATURAL) or kind == "counts" else "R -> R" if kind == "real function" else "R"
    on = _outcome_type(space)
    if v.sort.index is not None:
        return f"{_bracketed(_outcome_type(v.sort.index))} -> {_bracketed(on)} -> R"
    if kind == "rules":
        return f"nat -> list (list {on}) -> list {on} -> R"
    return {"outcome": on, "rule": f"list {_bracketed(on)} -> {_bracketed(on)} -> R"}.get(
        kind, f"{_bracketed(on)} -> R"
    )


def _bracketed(text: str) -> str:
    return f"({text})" if " " in text else text


def _assumptions(v: Term, name: str, statement: Statement) -> list[str]:
    kind = v.sort.kind
    on = _list(v.space) if v.sort.space is not None else ""
    if kind == "rule":
        counts = {proposition(t.args[1]) for t in _draws_of(v, statement) if t.op == "kept"}
        if len(counts) != 1:
            raise ClaimError(f"the rule {written(v)} keeps one of {len(counts)} numbers of draws: give it one")
        return [f"rule {on} {counts.pop()} {name}"]
    if v.sort.index is not None:
        each = f"forall x_, In x_ {_list(v.sort.index)} ->"
        positive = [f"{each} positive {on} ({name} x_)"] if kind == "family of positive laws" else []
        return [f"({each} law {on} ({name} x_))", *(f"({part})" for part in positive)]
    if kind == "rules":
        counts = set()
        for t in _draws_of(v, statement):
            number, by = t.args[1], t.args[_KEEPING[t.op]]
            if number.op != "term" or not same(number.args[1], by.args[1]):
                raise ClaimError(f"the rule {written(by)} keeps one of another number of draws in “{written(t)}”")
            counts |= {proposition(number.args[0])}
        if len(counts) != 1:
            raise ClaimError(f"the rules {written(v)} keep one of {len(counts)} numbers of draws: give them one")
        return [f"(forall m_ : nat, rule (words {on} m_) ({counts.pop()} m_) ({name} m_))"]
    return {
        "counts": [f"(forall m_ : nat, (1 <= {name} m_)%nat)"],
        "law": [f"law {on} {name}"],
        "positive law": [f"law {on} {name}", f"positive {on} {name}"],
        "outcome": [f"In {name} {on}"],
        "count": [f"(1 <= {name})%nat"],
        "positive real": [f"0 < {name}"],
        "nonnegative real": [f"0 <= {name}"],
    }.get(kind, [])


_KEEPING: Final = {"kept": 2, "keeps best": 0}
"""Where a rule stands in what says of how many draws it keeps one."""


def _draws_of(v: Term, statement: Statement) -> Iterator[Term]:
    """All that says of how many draws a rule, or a sequence of them, keeps one; what the number depends on must not be
    bound where the rule is not."""

    def within(t: Term, bound: frozenset[str]) -> Iterator[Term]:
        if t.op in _KEEPING:
            rule, number = t.args[_KEEPING[t.op]], t.args[1]
            keeper, draws = (rule.args[0], number.args[0]) if rule.op == number.op == "term" else (rule, number)
            if v.name in keeper.free:
                if not bound.isdisjoint(draws.free):
                    raise ClaimError(f"{written(draws)} is bound, and the rule {written(v)} is not: bind both")
                yield t
        for a in t.args:
            yield from within(a, bound | {t.args[0].name} if t.op in BINDERS else bound)

    for part in (*statement.given, statement.then):
        yield from within(part, frozenset())


def _quantified(term: Term) -> str:
    bound, body = term.args
    name, inner = _name(bound), proposition(body)
    quantifier, joint = ("forall", " -> ") if term.op == "for all" else ("exists", " /\\ ")
    return f"({quantifier} {name} : {_kind(bound)}, {joint.join([*_assumptions(bound, name, Statement(body)), inner])})"


def _of_one_length(types: Term) -> bool:
    """Whether words have the same type exactly when they have the same counts: aa and a have one type."""
    one, other = (a.args[0].space.key for a in types.args)
    return one == other


_BOOLEAN: Final = {"≤": "Rleb", "<": "Rltb"}
_CONNECTED: Final = {"and": "andb", "or": "orb"}


def _decided(term: Term) -> str:
    """A proposition about an outcome as a boolean, for events."""
    if term.op in _BOOLEAN:
        left, right = (proposition(a) for a in term.args)
        return f"({_BOOLEAN[term.op]} {left} {right})"
    if term.op == "is":
        return f"(if {_decision(term.args[0].space)} {' '.join(map(proposition, term.args))} then true else false)"
    if term.op in ("=", "≠"):
        left, right = (proposition(a) for a in term.args)
        equal = f"(if Req_EM_T {left} {right} then true else false)"
        return equal if term.op == "=" else f"(negb {equal})"
    if term.op == "≡" and all(a.op == "type" for a in term.args) and _of_one_length(term):
        space = term.args[0].args[0].space
        one, other = (proposition(a.args[0]) for a in term.args)
        return f"(same_type {_dec(space.alphabet)} {_list(space.letters)} {other} {one})"
    if term.op in _CONNECTED:
        left, right = (_decided(a) for a in term.args)
        return f"({_CONNECTED[term.op]} {left} {right})"
    if term.op == "not":
        return f"(negb {_decided(term.args[0])})"
    if term.op in ("for all", "exists") and term.args[0].sort.kind == "outcome":
        bound, body = term.args
        word = "forallb" if term.op == "for all" else "existsb"
        return f"({word} (fun {_name(bound)} => {_decided(body)}) {_list(bound.space)})"
    raise ClaimError(f"“{written(term)}” is no event that can be written for the proof assistant")
