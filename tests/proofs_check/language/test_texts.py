"""Where the classes of a file compare, and the names that it uses, of the text as it is now."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from proofs_check.language.comparisons import equal, is_comparing, less
from proofs_check.language.texts import Comparing, names_used

TEXT = """def f(x):
    for k in x:
        a = [
            k,
            g(k)]
    return a.b

class C:
    other = f
    def one(self, x):
        yield eq(x)
        return g(
            x, eq(2))
    def other_name(self, eq):
        return eq(3)
    def handed(self):
        return eq(4)
    given = handed
    def certificates(self):
        return eq(5)
"""
KNOWN: dict[str, Any] = {"eq": equal, "pc": SimpleNamespace(less=less), "g": len}


def calls(file: Path, text: str = "", name: str = "C") -> list[str]:
    if text:
        file.write_text(text, encoding="utf-8")
    return [said for _, said in sorted((min(p), s) for p, s in Comparing(str(file), name, KNOWN, is_comparing).calls())]


def test_where_a_class_compares_and_what_a_file_reads(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(TEXT, encoding="utf-8")
    found = Comparing(str(file), "C", KNOWN, is_comparing)
    assert sorted((min(places), said) for places, said in found.calls()) == [((11, 14), "eq(x)"), ((13, 15), "eq(2)")]
    assert calls(file, name="D") == []
    assert names_used(str(file)) == {"x", "k", "g", "a", "b", "f", "eq", "handed"}
    file.write_text("y\n" + TEXT, encoding="utf-8")
    os.utime(file, (0, 0))
    assert ({(12, 14)}, "eq(x)") in Comparing(str(file), "C", KNOWN, is_comparing).calls()
    assert "y" in names_used(str(file))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("    def h(self):\n        return pc.less(1, 2)\n", ["pc.less(1, 2)"]),
        ("    def h(self):\n        return pc.more(1, 2) + len(1).less(2)\n", []),
        ("    h = lambda self, x: eq(x, 1)\n", ["eq(x, 1)"]),
        ("    def h(self):\n        return [eq(x, 1) for x in y]\n", ["eq(x, 1)"]),
        ("    class Part:\n        def h(self):\n            return eq(1, 1)\n", ["eq(1, 1)"]),
        ("    rel = staticmethod(eq)\n    def h(self):\n        return self.rel(1, 2)\n", ["self.rel(1, 2)"]),
        ("    rel = pc.less\n    def h(self):\n        return C.rel(1, 2)\n", ["C.rel(1, 2)"]),
        (
            "    def of(self, a, b):\n        return eq(a, b)\n    def h(self):\n        return self.of(1, 2)\n",
            ["eq(a, b)", "self.of(1, 2)"],
        ),
        ("    def h(self):\n        return helper(1)\ndef helper(x):\n    return further(x)\n", []),
        (
            "    @twice\n    def of(self):\n        return eq(1, 1)\n    def h(self):\n        return self.of()\n",
            ["eq(1, 1)"],
        ),
        (
            "    def h(self):\n        return f(1)\ndef f(x):\n    return g(x)\ndef g(x):\n    return [eq(x, 1)]\n",
            ["f(1)"],
        ),
        ("    def h(self):\n        return later(1)\ndef later(x):\n    yield eq(x, 1)\n", []),
        ("    def h(self):\n        return later(1)\ndef later(x):\n    return (eq(k, 1) for k in x)\n", []),
        ("    def h(self, helper):\n        return helper(1)\ndef helper(x):\n    return eq(x, 1)\n", []),
        (
            "    def holds(self, x):\n        return eq(x, 1)\n    def h(self):\n        return self.holds(1)\n",
            ["eq(x, 1)"],
        ),
        ('    """How deep it goes."""\n    def h(self):\n        return eq(1, 1)\n', ["eq(1, 1)"]),
        ("    def h(self):\n        return eq(1, 1) if self.deep else eq(2, 2)\n", []),
        ("    @instances([1])\n    def h(self, x):\n        return eq(1, 1)\n", ["eq(1, 1)"]),
        ("    @instances([1])\n    def h(self, x):\n        return eq(1, 1) if self.deep else eq(2, 2)\n", []),
        (
            "    def h(self):\n        return eq(1, 1)\n    class Part:\n        def h(self):\n            return 1\n",
            ["eq(1, 1)"],
        ),
        ("    @instances([1], deep=[2])\n    def h(self, x):\n        return eq(1, 1)\n", []),
        ("    @instances([1], [2])\n    def h(self, x):\n        return eq(1, 1)\n", []),
    ],
)
def test_how_a_comparison_may_be_written(tmp_path: Path, body: str, said: list[str]) -> None:
    assert calls(tmp_path / "mine.py", f"class C:\n{body}") == said


def test_where_a_call_over_several_lines_is(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    text = "class C:\n    def h(self):\n        return (pc\n            .less(1, 2))\n"
    file.write_text(text, encoding="utf-8")
    ((places, said),) = Comparing(str(file), "C", KNOWN, is_comparing).calls()
    assert (places, said) == ({(3, 16), (4, 13)}, "pc.less(1, 2)")


def test_a_text_that_is_not_to_be_had_says_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("def (", encoding="utf-8")
    for name in (str(broken), str(tmp_path / "none.py"), "<stdin>"):
        assert list(Comparing(name, "C", KNOWN, is_comparing).calls()) == []
        assert names_used(name) == set()
