"""What TAB completes of a claim's name: papers, ids, Python files; read as text, so that nothing is run."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import typer

_ID = re.compile(r"""^[ \t]+id(?:, [a-z_, ]+)? = ["']([^"'\n]+)["']""", re.MULTILINE)
_PAPERS = Path(__file__).parents[1] / "papers"
_MOST_FILES, _MOST_BYTES = 200, 1_000_000


def ids_in(text: str) -> list[str]:
    """The ids of the claims in the text of a Python file.

    >>> ids_in('class A(Claim):\\n    id = "MY-a"\\n\\nclass B(Claim):\\n    id, place = "MY-b", "here"')
    ['MY-a', 'MY-b']
    """
    return _ID.findall(text)


def names_completed(ctx: typer.Context, incomplete: str) -> list[str]:
    """Papers, ids and Python files that begin with what is typed; the ids of a file that is named, if one is."""
    words = chain.from_iterable([v] if isinstance(v, str) else v or () for v in ctx.params.values() if _is_words(v))
    named = [path for word in words if word.endswith(".py") and (path := Path(word)).is_file()]
    return [*_ids(named, incomplete), *_python_files(incomplete)]


def id_completed(ctx: typer.Context, incomplete: str) -> list[str]:
    """Ids alone."""
    return [name for name in names_completed(ctx, incomplete) if not name.endswith(".py")]


def _is_words(value: object) -> bool:
    return isinstance(value, (str, list, tuple))


def _ids(named: list[Path], incomplete: str) -> list[str]:
    if named:
        found = chain.from_iterable(map(_ids_of, named))
    else:
        papers = sorted(path.parent.name for path in _PAPERS.glob("*/__init__.py"))
        own = (path for path in sorted(Path().glob("*.py"))[:_MOST_FILES])
        found = chain(papers, chain.from_iterable(map(_ids_of, chain(sorted(_PAPERS.glob("*/*.py")), own))))
    return _beginning(incomplete, found)


def _ids_of(path: Path) -> Iterator[str]:
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    if "proofs_check" in text:
        yield from ids_in(text)


def _python_files(incomplete: str) -> list[str]:
    folder, _, _ = incomplete.rpartition("/")
    inside = Path(folder + "/" if "/" in incomplete else "")
    try:
        names = [path.name for path in inside.iterdir() if path.suffix == ".py"]
    except OSError:
        return []
    before = incomplete[: len(folder) + 1] if "/" in incomplete else ""
    return sorted(_beginning(incomplete, (before + name for name in names)))


def _beginning(incomplete: str, names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name.startswith(incomplete)]
