"""Every code block of the README and of docs/ runs, and every output that a page shows is what is printed."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

import exactalign
from tests.documents import PAGES, ROOT, BlockError, Runner, blocks_of, matches, ours, stand_ins, updated

INSTALLS = "installs into a new environment: the gate does that, in a fresh clone, with the README's command"
NOT_RUN = {
    (
        "README.md",
        "python3 -m venv .venv && .venv/bin/pip install -q '.[claims]' && .venv/bin/proofs-check run",
    ): INSTALLS,
    ("README.md", ".venv/bin/pip install -q '.[test]' && .venv/bin/pytest -q -n 2"): "it runs this very test",
    ("docs/index.md", "python3 -m venv .venv && .venv/bin/pip install -q '.[claims]'"): INSTALLS,
    ("docs/contributing.md", ".ci/run"): "the gate, which runs this very test",
    (
        "docs/mutants.md",
        "python -m mutants --sample 300 --seed 1 --jobs 2 --output mutants.json    # over everything",
    ): "takes an hour",
    ("docs/contributing.md", "ruff check ."): "parts of the gate, over the whole repository",
}
"""The blocks that are not run, by page and first line, each with the reason."""

MODULES = {"docs/sweeps.md": "distributed"}
PROGRAMS = {"docs/formal.md": "coqc", "docs/report.md": "pdflatex"}
"""What a page needs that may not be there."""


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_every_block_runs(page: str, tmp_path: Path) -> None:
    if page in MODULES:
        pytest.importorskip(MODULES[page], reason=f"the page needs {MODULES[page]}, of the extra that it names")
    if page in PROGRAMS and shutil.which(PROGRAMS[page]) is None:
        pytest.skip(f"the page needs {PROGRAMS[page]}, which is not on the path")
    directory = tmp_path / "page"
    directory.mkdir()
    runner = Runner(directory, tuple(NOT_RUN), stand_ins(tmp_path))
    for block in blocks_of(ROOT / page):
        runner.run(block)
    # Counted in another way, so that a reader of blocks that finds nothing does not pass.
    fences = (ROOT / page).read_text(encoding="utf-8").count("```")
    assert 2 * (runner.ran.total() + len(runner.skipped)) == fences
    assert Counter(runner.skipped) == Counter(key for key in NOT_RUN if key[0] == page)


def test_few_blocks_are_not_run_and_the_rest_is_not_nothing() -> None:
    blocks = [block for page in PAGES for block in blocks_of(ROOT / page)]
    code = Counter(block.language for block in blocks)
    assert code["python"] > 70
    assert code["sh"] + code["bash"] + code["console"] > 20
    assert len(NOT_RUN) <= 6
    assert all((ROOT / page).exists() for page, _ in NOT_RUN)


def test_the_ways_to_install_are_the_readmes() -> None:
    """The README's command is run in a fresh clone; the pages may only show a part of it."""
    (readme,) = (block.text for block in blocks_of(ROOT / "README.md") if "pip install -q '.[claims]' " in block.text)
    for page, first in NOT_RUN:
        if NOT_RUN[page, first] is INSTALLS:
            assert readme.startswith(first)


def test_no_code_stands_outside_fences() -> None:
    """A paragraph indented by four spaces would be code that nothing runs."""
    for page in PAGES:
        text = re.sub(r"```.*?```", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"^(?![ *\d]).*\n\n {4}\S", text, re.MULTILINE), page


def page_of(tmp_path: Path, text: str) -> list[str]:
    """Run a page; return the languages of the blocks that ran."""
    path = tmp_path / "page.md"
    path.write_text(text)
    (tmp_path / "run").mkdir()
    runner = Runner(tmp_path / "run", [("page.md", "rm -rf /")])
    for block in blocks_of(path):
        runner.run(block)
    return list(runner.ran)


@pytest.mark.parametrize(
    "text",
    [
        "```sh\nfalse\n```",
        "```sh\nfalse | true\n```",
        "```sh\necho $not_set\n```",
        "```sh\necho 1\n```\n\n```text\n2\n```",
        "```sh\necho 1; echo 2\n```\n\n```text\n1\n```",
        "```console\n$ echo 1\n2\n```",
        "```console\n$ false\n```",
        "```sh\nexactalign nonsense\n```",
        "```sh\nexactalign nonsense\nexactalign --version\n```",
        "```console\n$ exactalign guarantees --n 4 --columns n\nn\n5\n```",
        "```console\n$ exactalign check-table data.csv --n 2\n```",
        "```console\n$ false\n$ echo 1\n1\n```",
        "```console\necho 1\n```",
        "```python\n1 / 0\n```",
        "```python\n>>> 1 + 1\n3\n\n```",
        "```python\nprint(1)\n```\n\n```text\n2\n```",
        "```text\nout of nowhere\n```",
        "```json\n{}\n```",
        "```\nwhat is this?\n```",
        "```python\nx = 1\n",
    ],
)
def test_what_is_wrong_fails(text: str, tmp_path: Path) -> None:
    with pytest.raises((BlockError, ZeroDivisionError)):
        page_of(tmp_path, text)


def test_what_is_right_passes(tmp_path: Path) -> None:
    text = """
```python title="mine.py"
print(open("data.csv").read().strip(), "in 0.17 s")
```

```csv title="data.csv"
a,b
```

```sh
python mine.py
```

```text
a,b in 9.31 s
```

```console
$ cat data.csv \\
  data.csv
a,…
a,b
$ grep c data.csv
$ echo $?
1
```

```python
x = 2
```

```python
>>> x
2

```

```sh
rm -rf /
```

```text
not looked at
```

1.  In a list:

    ```python
    assert x == 2
    ```
"""
    assert page_of(tmp_path, text) == ["python", "csv", "sh", "text", "console"]


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb", "a  \nb\n\n", True),
        ("a\n…\nd", "a\nb\nc\nd", True),
        ("a\n...\nd", "a\nd", True),
        ("0.69…", "0.6931", True),
        ("0.69…", "0.6931\n2", False),
        ("a", "a\nb", False),
        ("  a", "a", False),
        ("took 1.50 s", "took 0.2 s", True),
        ("id  time\n--  ------\na   1.50 s", "id  time\n--  -------\na   11.50 s", True),
        ("id  time\n--  ------\na   1.50 s", "id   time\n---  -------\na    11.50 s", False),
        ("id\n--\na", "id\n---\na", False),
        ("a.c", "abc", False),
    ],
)
def test_output_is_compared_line_by_line(shown: str, printed: str, same: bool) -> None:
    assert matches(shown, printed) is same


@pytest.mark.parametrize(
    ("script", "lines"),
    [
        (
            "exactalign best-of-n --reward 'log 6, 0' \\\n  --n 2\n",
            [["exactalign", "best-of-n", "--reward", "log 6, 0", "--n", "2"]],
        ),
        ("exactalign a\nproofs-check b", [["exactalign", "a"], ["proofs-check", "b"]]),
        ("exactalign a\necho b", None),
        ("exactalign a || echo b", None),
        ("exactalign a > b", None),
        ("exactalign $a", None),
        ("exactalign *.csv", None),
        ("X=1 exactalign a", None),
        ("exactalign conformance mine:f --kind pmf", None),
        ("", None),
    ],
)
def test_what_is_for_a_shell_is_left_to_it(script: str, lines: list[list[str]] | None) -> None:
    assert ours(script) == lines


def test_our_commands_are_run_where_the_page_is(tmp_path: Path) -> None:
    """With its directory, its environment, both streams in one, the status, and nothing on stdin."""
    text = """
```csv title="data.csv"
outcome,p,reward
a,1/4,1
b,3/4,2
```

```console
$ exactalign best-of-n --input data.csv --n 2 --format csv --no-summary
outcome,probability
a,1/16
b,15/16
$ exactalign best-of-n --input - --n 2
exactalign: …
$ echo $?
2
```
"""
    before = Path.cwd()
    assert page_of(tmp_path, text) == ["csv", "console"]
    assert Path.cwd() == before


def test_a_stale_page_is_brought_up_to_date(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    right = """```console
$ echo 1
1
$ echo 1; echo 2
1
2
$ echo 3…
3…
```

```sh
echo a; echo b
```

```text
a
b
```
"""
    page.write_text(right)
    assert updated(page) == right
    page.write_text(right.replace("\n1\n2\n", "\n7\n").replace("a\nb\n```", "x\n```"))
    assert updated(page) == right


def test_the_documented_names_are_public() -> None:
    assert set(exactalign.__all__) <= set(dir(exactalign))
