"""Which statements say nothing, however they are written, and which say something."""

from __future__ import annotations

import pytest

from proofs_check.engine.derivations import says_nothing
from proofs_check.formula import both, either, exp, implies, law, no, real, supports
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, lift

x, z, u = real("x"), real("z"), real("u")
p, q = law("p"), law("q")
zero = lift(0)
SMALL = x * z <= 0


@pytest.mark.parametrize(
    ("then", "given"),
    [
        (SMALL, (SMALL,)),
        (x * z <= x - x, (SMALL,)),
        (z * x <= 0, (both(u > 1, SMALL),)),
        (both(SMALL, u > 1), (u > 1, SMALL)),
        (x * z <= z * x, ()),
        ((x + z) ** 2 <= x**2 + 2 * x * z + z**2, ()),
        (x == x, ()),
        (SMALL, (no(x * z > 0),)),
        (no(x * z > 0), (SMALL,)),
        (x * z < 0, (no(x * z >= 0),)),
        (x == z, (z == x,)),
        (x - z == 0, (z == x,)),
        (no(x == z), (no(x == z),)),
        (supports(p, q), (supports(p, q),)),
        (implies(SMALL, SMALL), ()),
        (implies(u > 1, implies(SMALL, both(x * z <= 0, u > 1))), ()),
        (zero <= exp(x), (exp(x) >= 0,)),
        (2 * x * z <= 0, (SMALL,)),
        (x - z <= u / 2, (2 * x - u <= 2 * z,)),
        (2 * x < 2 * z, (no(x / 3 >= z / 3),)),
        (2 * x == 2 * z, (z == x,)),
        (z - x == 0, (3 * x - 3 * z == 0,)),
    ],
)
def test_what_says_nothing(then: Term, given: tuple[Term, ...]) -> None:
    assert says_nothing(Statement(then, given))


@pytest.mark.parametrize(
    ("then", "given"),
    [
        (SMALL, ()),
        (SMALL, (x * z >= 0,)),
        (SMALL, (x * z < 0,)),
        (x * z < 0, (SMALL,)),
        (x * z < z * x, ()),
        (x * (x + 1) == x**2 + x, ()),  # it has to be worked out
        (both(SMALL, u > 1), (SMALL,)),
        (SMALL, (either(SMALL, u > 1),)),
        (SMALL, (no(x * z >= 0),)),
        (x * z < 0, (no(x * z > 0),)),
        (x == z, (no(x == z),)),
        (no(x == z), (x == z,)),
        (x <= z, (z <= x,)),
        (x == z, (x == 2 * z,)),
        (x <= z, (2 * x <= z,)),
        (x <= z, (-2 * x <= -2 * z,)),
        (x * z <= 2, (2 * x * z <= 2,)),
        (2 * x <= 2 * z, (x < z,)),
        (x <= x + 1, ()),
        (supports(p, q), (supports(q, p),)),
        (implies(SMALL, u > 1), ()),
        (implies(u > 1, SMALL), ()),
        (no(SMALL), (no(no(SMALL)),)),
    ],
)
def test_what_says_something(then: Term, given: tuple[Term, ...]) -> None:
    assert not says_nothing(Statement(then, given))
