"""The library built, and files of ours compiled with it: side by side, each after what it requires."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Final, Generic, NamedTuple, TypeVar

from proofs_check.exceptions import ClaimError
from proofs_check.formal.assistant import USUAL_AXIOMS, Assistant, Compiled, axioms_in
from proofs_check.formal.batches import is_joined
from proofs_check.formal.cache import Cache
from proofs_check.formal.sources import LOGICAL, needs, rests_on, sources


class Watch(NamedTuple):
    """Who hears how far a build is: how many files there are, and each that is done."""

    begin: Callable[[int], object] = lambda _: None
    done: Callable[[str], object] = lambda _: None


SILENT = Watch()

CHECKER: Final = "coqchk"
"""A file of this name is not compiled: Coq's independent checker goes through the files that it requires."""


Answer = TypeVar("Answer")


class Asked(NamedTuple, Generic[Answer]):
    """Files for Coq, and how its answers to them are read: several may be asked in one build."""

    texts: Mapping[str, str]
    read: Callable[[Mapping[str, Compiled]], Answer]


def ask(asked: Asked[Answer], jobs: int = 2, watch: Watch = SILENT, again: bool = False) -> Answer:
    """Compile the files that are asked, and read the answers."""
    return asked.read(compile_files(asked.texts, jobs, watch, again))


def compile_files(
    texts: Mapping[str, str], jobs: int = 2, watch: Watch = SILENT, again: bool = False
) -> dict[str, Compiled]:
    """Compile files over the library, by name, which may require each other; `again` asks Coq also where its answer is
    kept.

    Raises `ClaimError` when a file of the library is not accepted.
    """
    cache = Cache()
    # An answer is kept under what the file requires of the library, which says nothing of what else it requires.
    alone = {name for name, text in texts.items() if not needs(text) & texts.keys()}
    asked = alone.difference(*map(needs, texts.values()))  # what another file requires must be there, compiled
    known = {} if again else {name: answer for name in texts if name in asked and (answer := cache.answer(texts[name]))}
    open_ = {name: text for name, text in texts.items() if name not in known}
    if not open_:
        watch.begin(len(known))
        for name in known:
            watch.done(name)
        return known
    with tempfile.TemporaryDirectory(prefix="exactalign-") as folder:
        found = _build(Assistant(Path(folder)), cache, open_, jobs, watch, len(known))
    for name in open_.keys() & alone:
        if not found[name].error:
            cache.remember(texts[name], found[name])
    return {name: known.get(name) or found[name] for name in texts}


def _build(
    assistant: Assistant, cache: Cache, ours: Mapping[str, str], jobs: int, watch: Watch, known: int
) -> dict[str, Compiled]:
    needed = {name for text in ours.values() for name in rests_on(text)} - ours.keys()
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
        if name == CHECKER:
            return assistant.recheck(sorted(needs(text)))
        found = assistant.compile(name, text, timed=is_joined(text))
        if name in of_library and not found.error:
            cache.keep(text, assistant.folder / f"{name}.vo")
        return found

    waiting |= ours
    cache.tidy()
    return _compile_all(assistant, waiting, of_library, run, jobs, watch)


def _compile_all(
    assistant: Assistant, texts: dict[str, str], of_library: Collection[str], run: Callable[[str, str], Compiled],
    jobs: int, watch: Watch,
) -> dict[str, Compiled]:  # fmt: skip
    """Run every file after what it requires, that first which most work waits for; a file of the library must be
    accepted."""
    done: dict[str, Compiled] = {}
    ahead = _ahead(texts)
    waiting = {name: texts[name] for name in sorted(texts, key=lambda name: -ahead[name])}
    running: dict[Future[Compiled], str] = {}
    with ThreadPoolExecutor(jobs) as pool:
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
                    if not found.error:
                        continue
                    if name in of_library:
                        raise ClaimError(f"the library's {name}.v is not accepted: {found.error}")
                    for other in [other for other, text in waiting.items() if name in needs(text)]:
                        del waiting[other]
                        done[other] = Compiled("", f"not tried, since {name} is not accepted", 0.0)
                        watch.done(other)
        except BaseException:
            assistant.stop()
            raise
    return done


_LOADING: Final = 10_000
"""What loading the libraries weighs, in characters of a file to compile."""


def _ahead(texts: Mapping[str, str]) -> dict[str, int]:
    """How much work is in each file and in the longest chain of files that wait for it, guessed by their lengths."""
    found: dict[str, int] = {}

    def work(name: str) -> int:
        if name not in found:
            after = max((work(other) for other, text in texts.items() if name in needs(text)), default=0)
            found[name] = len(texts[name]) + _LOADING + after
        return found[name]

    return {name: work(name) for name in texts}


_THEOREM: Final = re.compile(r"^(?:Theorem|Lemma|Corollary|Proposition|Fact|Remark) ([\w']+)", re.M)
_TOGETHER: Final = 100


def theorems() -> list[str]:
    """Every theorem of the library, by its full name."""
    return [f"{name}.{theorem}" for name, text in sources() for theorem in _THEOREM.findall(text)]


def axioms() -> Asked[str]:
    """Print what all theorems of the library assume: one line; reading raises `ClaimError` for an unusual axiom."""
    found = theorems()
    text = f"From {LOGICAL} Require {' '.join(name for name, _ in sources())}.\n"
    parts = [found[k : k + _TOGETHER] for k in range(0, len(found), _TOGETHER)]
    for k, part in enumerate(parts):
        text += f"Definition part{k} := {together(part)}.\n"
    text += f"Definition all := {together(f'part{k}' for k in range(len(parts)))}.\nPrint Assumptions all.\n"

    def read(answers: Mapping[str, Compiled]) -> str:
        answer = answers["All"]
        assumed = axioms_in(answer.said)
        if answer.error or assumed is None:
            raise ClaimError(f"what the library assumes was not printed: {answer.error[-300:]}")
        if strange := assumed - USUAL_AXIOMS:
            raise ClaimError(f"the library assumes {', '.join(sorted(strange))}")
        return f"the {len(found)} theorems of the library assume {len(assumed)} of the {len(USUAL_AXIOMS)} usual axioms"

    return Asked({"All": text}, read)


def together(names: Iterable[str]) -> str:
    """One term with all of these, which assumes what any of them does."""
    return f"(tt, {', '.join(f'@{name}' for name in names)})"


def recheck() -> Asked[str]:
    """Let Coq's independent checker go through the compiled library: one line; reading raises `ClaimError`."""
    names = [name for name, _ in sources()]

    def read(answers: Mapping[str, Compiled]) -> str:
        answer = answers[CHECKER]
        if answer.error:
            raise ClaimError(f"coqchk does not accept the library: {answer.error}")
        for bad in ("relying on type-in-type", "relying on unsafe (co)fixpoints", "whose positivity is assumed"):
            if not re.search(rf"{re.escape(bad)}: <none>", answer.said):
                raise ClaimError(f"coqchk: the library has something {bad}")
        if own := re.findall(rf"^ +({LOGICAL}\.\S+)", answer.said, re.M):
            raise ClaimError(f"coqchk: the library assumes {', '.join(own)}")
        return f"coqchk accepts {len(names)} files of the library, which add no axiom"

    return Asked({CHECKER: f"From {LOGICAL} Require {' '.join(names)}.\n"}, read)
