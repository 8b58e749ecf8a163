"""What Coq did before, kept: compiled files and answers, each under a digest of all that they rest on.

That is the text of the file, every text of the library that it requires, and the installed Coq. So a change recompiles
what depends on it, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from exactalign.runs.files import write_file
from proofs_check.formal.assistant import Compiled, toolchain
from proofs_check.formal.sources import fingerprint

_KEPT_FOR: Final = 30 * 24 * 3600
"""Seconds without use after which a kept file goes."""


class Cache:
    """Compiled files and answers in the user's cache; several processes may use it at once."""

    def __init__(self) -> None:
        root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        self.folder = root / "exactalign" / "formal"
        self.folder.mkdir(parents=True, exist_ok=True)
        self._toolchain = toolchain()

    def take(self, text: str, target: Path) -> bool:
        """Bring the compiled file of a text to a place; False when none is kept."""
        kept = self._place(text, ".vo")
        try:
            os.utime(kept)
            target.unlink(missing_ok=True)
            _link(kept, target)
        except FileNotFoundError:
            return False
        return True

    def keep(self, text: str, compiled: Path) -> None:
        """Keep a compiled file. If another process was faster, its file takes the place of this one: what was compiled
        against it fits no other."""
        try:
            _link(compiled, self._place(text, ".vo"))
        except FileExistsError:
            self.take(text, compiled)

    def forget(self, text: str) -> None:
        """Take away the compiled file of a text."""
        self._place(text, ".vo").unlink(missing_ok=True)

    def answer(self, text: str) -> Compiled | None:
        """What Coq answered to this text, over these texts of the library; None when that is not kept."""
        kept = self._place(text, ".json")
        try:
            found = json.loads(kept.read_text(encoding="utf-8"))
            os.utime(kept)
            if type(found["said"]) is not str:
                return None
            return Compiled(found["said"], "", float(found["seconds"]), kept=True)
        except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return None

    def remember(self, text: str, answer: Compiled) -> None:
        """Keep an answer without an error, whole or not at all."""
        content = json.dumps({"said": answer.said, "seconds": answer.seconds})
        write_file(str(self._place(text, ".json")), content.encode(), "the cache")

    def tidy(self) -> None:
        """Take away what was not used for thirty days."""
        oldest = time.time() - _KEPT_FOR
        for kept in self.folder.iterdir():
            with suppress(OSError):
                if kept.stat().st_mtime < oldest:
                    kept.unlink()

    def _place(self, text: str, suffix: str) -> Path:
        key = hashlib.sha256(f"{self._toolchain}\n{fingerprint(text)}".encode()).hexdigest()
        return self.folder / f"{key[:40]}{suffix}"


def _link(source: Path, target: Path) -> None:
    """The same file at another place; a copy where the file system has no links. Raises `FileExistsError`."""
    try:
        os.link(source, target)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:
        if target.exists():
            raise FileExistsError(target) from None
        shutil.copy2(source, target)
