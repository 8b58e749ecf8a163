"""What the text of a file says of it: its statements and the names that it uses, of the text as it is now."""

from __future__ import annotations

import os
from pathlib import Path

from proofs_check.language.texts import names_used, statement_at

TEXT = """def f(x):
    for k in x:
        a = [
            k,
            g(k)]
    return a.b
"""


def test_the_shortest_statement_of_a_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(TEXT, encoding="utf-8")
    name = str(file)
    assert [statement_at(name, line)[1:] for line in range(1, 8)] == [
        (1, 6), (2, 5), (3, 5), (3, 5), (3, 5), (6, 6), (7, 7),
    ]  # fmt: skip
    assert names_used(name) == {"x", "k", "g", "a", "b"}
    file.write_text("y\n" + TEXT, encoding="utf-8")
    os.utime(file, (0, 0))
    assert statement_at(name, 5)[1:] == (4, 6)
    assert "y" in names_used(name)


def test_a_text_that_is_not_to_be_had_has_lines_alone(tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("def (", encoding="utf-8")
    for name in (str(broken), str(tmp_path / "none.py"), "<stdin>"):
        assert statement_at(name, 3) == (name, 3, 3)
        assert names_used(name) == set()
