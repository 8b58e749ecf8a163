"""What the text of a file of claims may not hold: what is refused, and what is let through."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofs_check.engine.look_through import look_through
from proofs_check.exceptions import ClaimError, PaperError


def refusal(tmp_path: Path, text: str) -> str:
    file = tmp_path / "mine.py"
    file.write_text(text, encoding="utf-8")
    try:
        look_through(file)
    except (ClaimError, PaperError) as error:
        return str(error).removeprefix(f"{file}")
    return ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("class A:\n    holds = 1\n    holds = 2\n", ", line 3: a second holds, in place of that in line 2"),
        ("class A:\n    b: int = 1\n    b: int = 2\n", ", line 3: a second b, in place of that in line 2"),
        ("def f():\n    pass\n\ndef f():\n    pass\n", ", line 4: a second f, in place of that in line 1"),
        ("x = {(0, 1): 1, (0, 1): 2}\n", ", line 1: a second (0, 1), in place of that in line 1"),
        ("x = {-1: 1, A.b: 1, -1: 2}\n", ", line 1: a second -1, in place of that in line 1"),
        ("def f(x):\n    x <= 1\n", ", line 2: nothing looks at x <= 1: yield it, or return it"),
        ("def f(x):\n    not g(x)\n", ", line 2: nothing looks at not g(x): yield it, or return it"),
        ("def f(x):\n    g(x) and x < 1\n", ", line 2: nothing looks at g(x) and x < 1: yield it, or return it"),
        (
            "def f(x):\n    g(x) if x else x < 1\n",
            ", line 2: nothing looks at g(x) if x else x < 1: yield it, or return it",
        ),
        ("def f(x):\n    a + [g(x)]\n", ", line 2: nothing looks at a + [g(x)]: yield it, or return it"),
        ("def f(x):\n    a = x < 1\n    return 1\n", ", line 2: nothing reads a: yield it, or return it"),
        ("def f(x):\n    a = g and x < 1\n", ", line 2: nothing reads a: yield it, or return it"),
        ("def f(x):\n    a = not g(x)\n", ", line 2: nothing reads a: yield it, or return it"),
        ("def f(x):\n    a: bool = x < 1\n", ", line 2: nothing reads a: yield it, or return it"),
        ("def f(x):\n    a = x < 1 if x else True\n", ", line 2: nothing reads a: yield it, or return it"),
        ("def f(x):\n    a = (x < 1) & (x < 2)\n", ", line 2: nothing reads a: yield it, or return it"),
        ("def f(x):\n    a = x < 1\n    a\n", ", line 3: nothing looks at a: yield it, or return it"),
        ("def f(x):\n    x[0]\n", ", line 2: nothing looks at x[0]: yield it, or return it"),
        (
            "def f(x):\n    a = x < 1\n    a = x < 2\n    return a\n",
            ", line 3: a second answer a, in place of that in line 2, which nothing reads",
        ),
        (
            "def f(x):\n    a = (k for k in x)\n    yield max(a)\n    yield all(a)\n",
            ", line 2: a is used up where it is read first: give a tuple",
        ),
        (
            "def f(x):\n    any(x < 1 for _ in x)\n",
            ", line 2: nothing looks at any((x < 1 for _ in x)): yield it, or return it",
        ),
        (
            "def f(x):\n    for k in x:\n        return [less(k, 1)]\n",
            ", line 3: the first turn of a loop returns its answer: yield each of them",
        ),
        ("x = {f'{y}': 1, f'{y}': 2}\n", ", line 1: a second f'{y}', in place of that in line 1"),
        ("x = {k + 1: 1, k + 1: 2}\n", ", line 1: a second k + 1, in place of that in line 1"),
        ("x = {log(2): 1, log(2): 2}\n", ", line 1: a second log(2), in place of that in line 1"),
    ],
)
def test_what_is_lost_where_it_stands(tmp_path: Path, text: str, said: str) -> None:
    assert refusal(tmp_path, text) == said


@pytest.mark.parametrize(
    "text",
    [
        "class A:\n    edges = (1,)\n    edges = (*edges, 2)\n",
        "class A:\n    case = 1\n    first = case\n    case = 2\n",
        "class A:\n    b = 1\n    def f(self, c=b):\n        pass\n    b = 2\n",
        "class A:\n    @property\n    def f(self):\n        pass\n    @f.setter\n    def f(self, x):\n        pass\n",
        "x = 1\nx = 2\n",
        "class A:\n    b = 1\n    @f(b)\n    def g(self):\n        pass\n    b = 2\n",
        "class A:\n    b = 1\n    def g(self) -> b:\n        pass\n    b = 2\n",
        "def f(x):\n    pass\n\ny = f(1)\n\ndef f(x):\n    pass\n",
        "def f(x):\n    check.equal(x, 1)\n    x and g(x)\n    return 1\n",
        "def f(x):\n    return\n    yield\n",
        "def f(x):\n    a = map(g, x)\n    return all(a)\n",
        "def f(x):\n    a = iter(x)\n    yield next(a)\n    yield list(a)\n",
        "def f(x):\n    any(map(g, x))\n",
        "def f(x):\n    a = zip(x, x)\n    if x:\n        return list(a)\n    else:\n        return tuple(a)\n",
        "def f(x):\n    a = iter(x)\n    return list(zip(a, a))\n",
        "def f(x):\n    for k in x:\n        if k:\n            continue\n        return less(k, 1)\n",
        "def f(x):\n    a = False\n    while not a:\n        a = g(x) > 1\n    return a\n",
        "def less(x):\n    pass\n\ndef f(x):\n    less(x)\n",
        "def f(x):\n    class C:\n        a = x < 1\n    return C\n",
        "def f(x):\n    a = x < 1\n    a = a and x < 2\n    return a\n",
        "def f(x):\n    a = x < 1\n    if x:\n        a = x < 2\n    return a\n",
        "def f(x):\n    for k in x:\n        a = less(k, 1)\n        if a:\n            return a\n    return a\n",
        "def f(x):\n    for k in x:\n        if k:\n            a = less(k, 1)\n            break\n    return a\n",
        "def f(x):\n    for k in x:\n        return k\n",
        "def f(x):\n    for k in x:\n        if k > 1:\n            return less(k, 2)\n        g(k)\n",
        "def f(x):\n    _a, b = x < 1, x\n    _c = x < 2\n    return 1\n",
        "def f(x):\n    a = x < 1\n    return lambda: a\n",
        "def f(x):\n    nonlocal a\n    a = x < 1\n",
        "def f(x):\n    a = g(x)\n    return 1\n",
        "def f(x):\n    try:\n        x < 1\n    except E:\n        return 1\n",
        "def f(x):\n    raise E\n    return 1\n",
        "def f(x):\n    g(x) if x else g(1)\n",
        "1 / 1\n",
        "x = {next(y): 1, next(y): 2}\n",
        "x = {'a': 1, **y, 'b': 2, f(): 1, f(): 2}\n",
        "def f(x):\n    y = at_most(x, 2)\n    yield at_most(x, 1)\n    yield y\n",
    ],
)
def test_what_is_read_before_is_not_lost(tmp_path: Path, text: str) -> None:
    assert refusal(tmp_path, text) == ""


def test_what_is_nested_too_deeply_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path, "x = " + "-" * 200_000 + "1\n") == ": it is nested too deeply to be read"
