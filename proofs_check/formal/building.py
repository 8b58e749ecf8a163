"""The library built, and files of ours compiled with it: side by side, each after what it requires."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from proofs_check.exceptions import ClaimError
from proofs_check.formal.assistant import USUAL_AXIOMS, Assistant, Compiled, axioms_in
from proofs_check.formal.cache import Cache
from proofs_check.formal.sources import LOGICAL, needs, rests_on, sources


class Watch(NamedTuple):
    """Who hears how far a build is: how many files there are, and each that is done."""

    begin: Callable[[int], object] = lambda _: None
    done: Callable[[str], object] = lambda _: None


SILENT = Watch()


def compile_files(
    texts: Mapping[str, str], jobs: int = 2, watch: Watch = SILENT, again: bool = False
) -> dict[str, Compiled]:
    """Compile files over the library, by name; `again` asks Coq also where its answer is kept.

    Raises `ClaimError` when a file of the library is not accepted.
    """
    cache = Cache()
    known = {} if again else {name: answer for name, text in texts.items() if (answer := cache.answer(text))}
    open_ = {name: text for name, text in texts.items() if name not in known}
    with _workshop() as assistant:
        found = _build(assistant, cache, open_, jobs, watch, len(known))
    for name, text in open_.items():
        if not found[name].error:
            cache.remember(text, found[name])
    return {name: known.get(name) or found[name] for name in texts}


@contextmanager
def library(jobs: int = 2, watch: Watch = SILENT) -> Iterator[Assistant]:
    """Coq in a folder with the whole library, compiled; raises `ClaimError` when a file is not accepted."""
    with _workshop() as assistant:
        everything = f"From {LOGICAL} Require {' '.join(name for name, _ in sources())}."
        _build(assistant, Cache(), {"everything": everything}, jobs, watch, 0)
        yield assistant


@contextmanager
def _workshop() -> Iterator[Assistant]:
    with tempfile.TemporaryDirectory(prefix="exactalign-") as folder:
        yield Assistant(Path(folder))


def _build(
    assistant: Assistant, cache: Cache, ours: Mapping[str, str], jobs: int, watch: Watch, known: int
) -> dict[str, Compiled]:
    needed = {name for text in ours.values() for name in rests_on(text)}
    of_library = {name: text for name, text in sources() if name in needed}
    if unknown := needed - of_library.keys():
        raise ClaimError(f"the library has no {', '.join(sorted(unknown))}")
    waiting: dict[str, str] = {}
    for name, text in of_library.items():
        if needs(text) & waiting.keys():
            cache.forget(text)  # it was compiled against a file that is gone
            waiting[name] = text
        elif not cache.take(text, assistant.folder / f"{name}.vo"):
            waiting[name] = text
    watch.begin(len(of_library) + len(ours) + known)
    for name in (*(name for name in of_library if name not in waiting), *("" for _ in range(known))):
        watch.done(name)

    def run(name: str, text: str) -> Compiled:
        found = assistant.compile(name, text)
        if name in of_library and not found.error:
            cache.keep(text, assistant.folder / f"{name}.vo")
        return found

    waiting |= ours
    if waiting:
        cache.tidy()
    return _compile_all(assistant, waiting, run, jobs, watch)


def _compile_all(
    assistant: Assistant, texts: dict[str, str], run: Callable[[str, str], Compiled], jobs: int, watch: Watch
) -> dict[str, Compiled]:
    """Run every file after what it requires; a file that others need must be accepted."""
    done: dict[str, Compiled] = {}
    waiting = dict(texts)
    running: dict[Future[Compiled], str] = {}
    with ThreadPoolExecutor(max(1, jobs)) as pool:
        try:
            while waiting or running:
                open_ = {*waiting, *running.values()}
                ready = [name for name, text in waiting.items() if not needs(text) & open_]
                for name in ready[: jobs - len(running)]:
                    running[pool.submit(run, name, waiting.pop(name))] = name
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    name = running.pop(future)
                    done[name] = found = future.result()
                    watch.done(name)
                    if found.error and any(name in needs(text) for text in waiting.values()):
                        raise ClaimError(f"the library's {name}.v is not accepted: {found.error}")
        except BaseException:
            assistant.stop()
            raise
    return done


_THEOREM: Final = re.compile(r"^(?:Theorem|Lemma|Corollary|Proposition|Fact|Remark) ([\w']+)", re.M)
_TOGETHER: Final = 100


def theorems() -> list[str]:
    """Every theorem of the library, by its full name."""
    return [f"{name}.{theorem}" for name, text in sources() for theorem in _THEOREM.findall(text)]


def axioms(jobs: int = 2, watch: Watch = SILENT) -> str:
    """Print what all theorems of the library assume; return one line; raises `ClaimError` for an unusual axiom."""
    found = theorems()
    text = f"From {LOGICAL} Require {' '.join(name for name, _ in sources())}.\n"
    parts = [found[k : k + _TOGETHER] for k in range(0, len(found), _TOGETHER)]
    for k, part in enumerate(parts):
        text += f"Definition part{k} := (tt, {', '.join(f'@{name}' for name in part)}).\n"
    text += f"Definition all := (tt, {', '.join(f'part{k}' for k in range(len(parts)))}).\nPrint Assumptions all.\n"
    answer = compile_files({"All": text}, jobs, watch, again=True)["All"]
    assumed = axioms_in(answer.said)
    if answer.error or assumed is None:
        raise ClaimError(f"what the library assumes was not printed: {answer.error[-300:]}")
    if strange := assumed - USUAL_AXIOMS:
        raise ClaimError(f"the library assumes {', '.join(sorted(strange))}")
    return f"the {len(found)} theorems of the library assume {len(assumed)} of the {len(USUAL_AXIOMS)} usual axioms"


def recheck(jobs: int = 2) -> str:
    """Let Coq's independent checker go through the compiled library; return one line; raises `ClaimError`."""
    names = [name for name, _ in sources()]
    with library(jobs) as assistant:
        code, said, trouble = assistant.recheck(names)
    if code:
        raise ClaimError(f"coqchk does not accept the library: {' '.join(trouble.split())[-300:]}")
    said += trouble
    for bad in ("relying on type-in-type", "relying on unsafe (co)fixpoints", "whose positivity is assumed"):
        if not re.search(rf"{re.escape(bad)}: <none>", said):
            raise ClaimError(f"coqchk: the library has something {bad}")
    if own := re.findall(rf"^ +({LOGICAL}\.\S+)", said, re.M):
        raise ClaimError(f"coqchk: the library assumes {', '.join(own)}")
    return f"coqchk accepts {len(names)} files of the library, which add no axiom"
