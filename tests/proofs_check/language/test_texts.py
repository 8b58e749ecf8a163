"""What the text of a file says of it: what its classes call, and the names that it uses, of the text as it is now."""

from __future__ import annotations

import os
from pathlib import Path

from proofs_check.language.texts import calls_in, names_used

TEXT = """def f(x):
    for k in x:
        a = [
            k,
            g(k)]
    return a.b

class C:
    other = f
    def one(self, x):
        yield f(x)
        return g(
            x, f(2))
    def other_name(self, f):
        return f(3)
    def handed(self):
        return f(4)
    given = handed
    def certificates(self):
        return f(5)
"""
OF = frozenset({"f"})


def test_what_a_class_calls_and_what_a_file_reads(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(TEXT, encoding="utf-8")
    name = str(file)
    assert sorted(calls_in(name, "C", OF)) == [(11, 14, "f(x)"), (13, 15, "f(2)")]
    assert list(calls_in(name, "D", OF)) == []
    assert names_used(name) == {"x", "k", "g", "a", "b", "f", "handed"}
    file.write_text("y\n" + TEXT, encoding="utf-8")
    os.utime(file, (0, 0))
    assert (12, 14, "f(x)") in calls_in(name, "C", OF)
    assert "y" in names_used(name)
    file.write_text(TEXT + "    deep = ()\n", encoding="utf-8")
    os.utime(file, (1, 1))
    assert list(calls_in(name, "C", OF)) == []


def test_a_text_that_is_not_to_be_had_says_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("def (", encoding="utf-8")
    for name in (str(broken), str(tmp_path / "none.py"), "<stdin>"):
        assert list(calls_in(name, "C", OF)) == []
        assert names_used(name) == set()
