"""A claim whose assertion is a term: what a paper says, written once.

    class Lemma9(Assertion):
        id = "A-lem9"
        place = "Lemma 9"
        title = "Tilting twice is tilting once"
        asserts = Statement(T(q, T(q, p, alpha), beta) == T(q, p, alpha + beta))
        formal = "lemma9"
        expected = "formal"

The words, the formula, the scope, the cases that are tried and the wrong variants come from the term. A statement that
is false as printed has a `counterexample`, at which the term itself is evaluated, and in `mended` the strongest true
statement in its place.
"""

from __future__ import annotations

import re
from inspect import getattr_static
from typing import Any, ClassVar, Final

import attrs

from exactalign.text.articles import with_article
from proofs_check.exceptions import ClaimError
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import BINDERS, lift, written
from proofs_check.language.cases import Case
from proofs_check.language.claims import Claim, Variant
from proofs_check.language.comparisons import Answer, equal
from proofs_check.language.derivations import RULES, Line


@attrs.frozen
class Formal:
    """The theorem of the formal library that a claim is an instance of.

    `theorem` is one name, or several of which the proof makes use; `script` is a proof of its own where an instance is
    not enough. With `denies` what is proved is that the statement is false; `alone` says that the claim has no true
    statement beside it, so that wrong variants are tried on the denial. A claim sets both by where it has the theorem.
    """

    theorem: str
    script: str = ""
    denies: bool = False
    alone: bool = False

    def __attrs_post_init__(self) -> None:
        """A script is made of tactics: a command could end the proof, and prove or print something else."""
        if type(self.theorem) is not str or not re.fullmatch(r"[\w']+(?: [\w']+)*", self.theorem):
            raise ClaimError(f"a formal proof names theorems, with single blanks between: not {self.theorem!r}")
        if type(self.script) is not str or re.search(r'"|\(\*|\*\)|#\[', self.script):
            raise ClaimError("the script of a formal proof has neither comments nor strings: tactics only")
        for part in re.split(r"\.(?:\s|$)", self.script):
            sentence = re.sub(r"^(?:[-+*{}\s]|\w+\s*:)*", "", part)
            if sentence and not re.match(r"[a-z(]|\[>", sentence):  # not [goal]: { Axiom …
                raise ClaimError(f"the script of a formal proof has tactics only, and not “{sentence.split()[0]}”")

    @property
    def proof(self) -> str:
        """The proof of the claim's statement, for the proof assistant."""
        return self.script or f"claim ({self.theorem})."


class Assertion(Claim):
    """A claim that is a term. `asserts` says what the source says, `mended` what is true instead."""

    asserts: ClassVar[Statement]
    """The statement as printed, in its strongest sensible reading."""
    mended: ClassVar[Statement | None] = None
    """The strongest true statement in place of one that is false as printed."""
    counterexample: ClassVar[Case | None] = None
    """A case at which the statement as printed is false: small, and not degenerate where such a case exists."""
    degenerate: ClassVar[Case | None] = None
    """A smaller, degenerate case at which it is false as well, if there is one."""
    formal: ClassVar[Formal | str | None] = None
    """The theorem that the true statement is an instance of: its name, or a `Formal`."""
    refuted_by: ClassVar[Formal | str | None] = None
    """A theorem that refutes the statement as printed where no finite case can be evaluated."""
    possible: ClassVar[Formal | str | None] = None
    """A theorem that the hypotheses of the true statement can hold together, where no case can be evaluated."""
    lines: ClassVar[tuple[Line, ...]] = ()
    """A proof of the true statement, line by line (see `derivations`)."""
    term: ClassVar[Statement]
    """The statement that the verdict is about: the mended one where there is one."""

    def __init_subclass__(cls, variant: bool = False, **options: Any) -> None:
        super().__init_subclass__(variant, **options)
        if variant or not hasattr(cls, "asserts"):
            return
        for name in FROM_TERM:
            if name in vars(cls):
                raise ClaimError(f"claim {cls.id or cls.__name__}: {name} is written from the term: leave it out")
        for name, kind in PLAIN.items():
            missing = name != "asserts" and getattr(cls, name) is None
            if not missing and type(getattr_static(cls, name)) is not kind:
                raise ClaimError(
                    f"claim {cls.id or cls.__name__}: {name} must be {with_article(kind.__name__)}, and nothing else"
                )
        if not all(type(line) is Line for line in cls.lines):
            raise ClaimError(f"claim {cls.id or cls.__name__}: lines are made by {', '.join(RULES)}")
        cls.term = cls.mended if cls.mended is not None else cls.asserts
        cited = (line.claim.id for line in cls.lines if line.claim is not None)
        cls.proof_uses = tuple(dict.fromkeys((*cls.proof_uses, *cited)))
        words = cls.term.words
        if not cls.statement or _is_of_another_term(cls):
            cls.statement = words if cls.mended is None else cls.asserts.words
        cls.latex = cls.asserts.latex
        cls.scope = scope(cls.term, words)
        amended = cls.mended is not None  # if it is not, what a base has in its place is not of this claim
        cls.corrected = words if amended else ""
        cls.corrected_latex = cls.term.latex if amended else ""
        cls.as_printed = Variant("as printed", term=cls.asserts) if amended else Claim.as_printed

    @classmethod
    def formal_proof(cls) -> Formal | None:
        """The theorem behind the true statement, if there is one."""
        return None if cls.formal is None else attrs.evolve(_theorem(cls.formal), denies=False, alone=False)

    @classmethod
    def formal_refutation(cls) -> Formal | None:
        """The theorem that denies the printed statement, if there is one."""
        if cls.refuted_by is None:
            return None
        return attrs.evolve(_theorem(cls.refuted_by), denies=True, alone=cls.mended is None)

    @classmethod
    def formal_possibility(cls) -> tuple[Statement, Formal] | None:
        """That the hypotheses contradict each other, and the theorem that denies it, if there is one."""
        if cls.possible is None:
            return None
        contradiction = Statement(lift(0) == lift(1), (*cls.term.given, *cls.term.conditions))
        contradiction = attrs.evolve(contradiction, also=tuple(cls.term.variables.values()))
        return contradiction, attrs.evolve(_theorem(cls.possible), denies=True, alone=False)

    def holds(self, x: Case) -> Answer:
        """That the term is true at a case; outside its hypotheses it says nothing, and is."""
        return equal(self.term.holds(dict(x)) is not False, True, "the term")


FROM_TERM: Final = ("term", "latex", "scope", "corrected", "corrected_latex", "as_printed", "hypotheses", "conditions")
"""What a claim that is a term does not write: it follows from the term."""
PLAIN: Final = {
    "asserts": Statement, "mended": Statement, "counterexample": Case, "degenerate": Case, "example": Case,
    "lines": tuple,
}  # fmt: skip
"""Of which class the parts of an assertion are, exactly: a subclass could answer what it likes."""


def _is_of_another_term(cls: type[Assertion]) -> bool:
    """Whether the words of a claim are those of the term of a base, and not its author's."""
    terms = [kind.asserts for kind in cls.__mro__ if hasattr(kind, "asserts")]
    return "statement" not in vars(cls) and any(cls.statement == term.words for term in terms)


def _theorem(named: Formal | str) -> Formal:
    return Formal(named) if isinstance(named, str) else named


def scope(statement: Statement, words: str = "") -> str:
    """How far a statement reaches, in words: those of the statement, if they have been made, up to what follows."""
    if statement.is_closed:
        bound = any(t.op in BINDERS for part in (*statement.given, statement.then) for t in part.subterms())
        return "all that it speaks of" if bound else "the given numbers"
    words = words or statement.words
    return words[: words.rindex(": " + written(statement.then))]
