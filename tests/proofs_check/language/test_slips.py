# mypy: disable-error-code="no-untyped-call, no-untyped-def"
"""Slips of an author's pen: names that nothing reads, and what is empty once it has been read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property, partial
from typing import Any

import pytest

from proofs_check import Case, Claim, Hypothesis
from proofs_check.exceptions import ClaimError
from proofs_check.language.slips import demand_no_slips
from proofs_check.language.validation import READ

KS = filter(None, [1, 2])
FINE = (1, 2)


def helper(x: Any) -> bool:
    return all(x.n != k for k in KS)


def given(k: int = 1, ks: Any = iter(FINE)) -> bool:  # noqa: B008 (what is tested)
    return k in ks


def refused(*kinds: type, **body: Any) -> str:
    cls = type("Changed", (*kinds, Claim), {"__module__": __name__, "id": "T", **body})
    try:
        demand_no_slips(cls, READ)
    except ClaimError as error:
        return str(error)
    return ""


def _closed_over() -> Any:
    ks = iter(FINE)
    return lambda x: x.n in ks


class Mixin:
    ks = iter(FINE)


def _yields(self: Any) -> Iterator[int]:
    yield from FINE


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"holds": lambda self, x: helper(x)}, "KS"),
        ({"holds": lambda self, x: [x.n in KS for _ in FINE]}, "KS"),
        ({"holds": given}, "holds"),
        ({"holds": _closed_over()}, "holds"),
        ({"hypotheses": (Hypothesis("so", _closed_over()),)}, "hypotheses"),
        ({"grids": {"a": [iter(FINE)]}}, "grids"),
        ({"part": partial(given, ks=zip(FINE, FINE, strict=True))}, "part"),
        ({"ks": cached_property(_yields)}, "ks"),
        ({"ks": staticmethod(_closed_over())}, "ks"),
        ({"ks": property(_closed_over())}, "ks"),
        ({"ks": cache(_yields)}, "ks"),
    ],
)
def test_what_is_empty_once_it_is_read_is_found_where_it_is(body: dict[str, Any], name: str) -> None:
    assert refused(**body) == f"claim T: {name} is used up where it is read: give a tuple"


def test_what_can_be_read_again_is_left() -> None:
    assert refused(Mixin) == "claim T: ks is used up where it is read: give a tuple"
    fine = {
        "holds": lambda self, x: [x.n in FINE for _ in range(2)], "ks": range(3), "each": _yields, "case": Case(n=1),
        "kept": cache(lambda: FINE), "itself": (cycle := []),
    }  # fmt: skip
    cycle.append(cycle)  # type: ignore[has-type]
    assert refused(**fine) == ""


def test_a_name_that_the_claim_itself_reads_is_no_slip() -> None:
    assert refused(holdsx=lambda self, x: True) == "claim T has 'holdsx', which nothing reads: 'holds' is meant"
    assert refused(hold=lambda self, x: True, holds=lambda self, x: self.hold(x)) == ""
    assert refused(hypothesis=(), tried=property(lambda self: list(self.hypothesis))) == ""
    assert refused(hypothesis=(), tried=classmethod(lambda cls: (lambda: cls.hypothesis)())) == ""
    assert refused(_edges=(1,)) == refused(holds_=lambda self: 1) == ""  # of the body of the class alone
