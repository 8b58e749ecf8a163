"""What running a claim showed, as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import attrs

from exactalign.text.displayed import Displayed
from exactalign.text.rows import Formula, Rows
from proofs_check.engine.trials import OUTCOMES


@attrs.frozen(repr=False)
class Report(Displayed):
    """Everything that running a claim showed, as plain data."""

    id: str
    paper: str
    place: str
    title: str
    verdict: str
    expected: str
    reason: str
    scope: str
    statement: str
    latex: str
    witness: dict[str, Any] | None
    corrected: dict[str, Any] | None
    evidence: list[dict[str, Any]]
    teeth: list[dict[str, Any]]
    sanity: list[dict[str, Any]]
    problems: list[str]
    checks: dict[str, int]
    seconds: float
    weight: str = ""
    term: str = ""
    status: str = ""
    given: list[str] = attrs.field(factory=list)

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is the expected one and nothing is wrong with the checks."""
        return self.verdict == self.expected and not self.problems

    @property
    def effective(self) -> str:
        """The verdict on the statement that others may rest on: the corrected one of an amended claim."""
        return str(self.corrected["verdict"]) if self.verdict == "amended" and self.corrected else self.verdict

    def _shown(self) -> Rows:
        from proofs_check.formula.mathematics import mathml  # shown in notebooks only

        corrected = self.corrected or {}
        parts = (
            ("verdict", self.status or self.verdict),
            ("statement", self.statement),
            ("as a term", self.term if self.term != self.statement else ""),
            ("", Formula(mathml(self.latex), self.latex) if self.latex else None),
            ("witness", self.witness and self.witness["words"]),
            ("corrected", corrected and f"{corrected['statement']} [{corrected['verdict']}]"),
            ("", Formula(mathml(corrected["latex"]), corrected["latex"]) if corrected.get("latex") else None),
            ("scope", self.scope),
            ("checks", f"{self.checks['ran']} of {self.checks['declared']} ran"),
            ("wrong variants", variants_told(self.teeth)),
            *(("problem", problem) for problem in self.problems),
        )  # fmt: skip
        rows = [(name, said) for name, said in parts if said]
        return Rows(("", self.place), rows, len(rows), f"{self.id}: {self.title}", characters=2000)

    def __repr__(self) -> str:
        said = "as expected" if self.as_expected else f"expected {self.expected}, {len(self.problems)} problems"
        return f"<Report {self.id}: {self.status or self.verdict}; {said}>"

    def to_json(self) -> dict[str, object]:
        """Return the report as one JSON object."""
        return {
            "id": self.id, "verdict": self.verdict, "expected": self.expected, "as_expected": self.as_expected,
            "scope": self.scope, "statement": self.statement, "witness": self.witness, "corrected": self.corrected,
            "evidence": self.evidence, "teeth": self.teeth, "seconds": round(self.seconds, 3), "paper": self.paper,
            "place": self.place, "title": self.title, "latex": self.latex, "reason": self.reason, "weight": self.weight,
            "term": self.term,
            "status": self.status, "given": self.given, "sanity": self.sanity, "checks": self.checks,
            "problems": self.problems,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Report:
        """Return the report that `to_json` wrote (its time to the millisecond)."""
        return cls(**{entry.name: data[entry.name] for entry in attrs.fields(cls)})


def variants_told(teeth: Sequence[dict[str, Any]]) -> str:
    """How many wrong variants there are, and what became of them.

    >>> variants_told([{"outcome": "refuted"}, {"outcome": "open"}, {"outcome": "refuted"}])
    '3 wrong variants: 2 rejected, by a case or a check; 1 left open'
    """
    found = Counter(bite["outcome"] for bite in teeth)
    said = "; ".join(f"{found[word]} {OUTCOMES[word]}" for word in OUTCOMES if found[word])
    return f"{len(teeth)} wrong variant{'s' * (len(teeth) != 1)}{': ' * bool(teeth)}{said}"


def every_step_checked(report: Report) -> bool:
    """Whether a machine checked every step: the proof assistant, or the lines, with no theorem that is only named."""
    passed = {result["kind"] for result in report.evidence if result["status"] == "passed"}
    return "formal" in passed or ("derivation" in passed and not report.given)
