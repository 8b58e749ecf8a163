"""Files that appear whole or not at all."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from exactalign.exceptions import ParameterError
from exactalign.runs.interrupts import postponed


def write_file(path: str, content: bytes, name: str = "--output") -> None:
    """Write a file that appears whole or not at all, also when Ctrl-C comes meanwhile.

    A symbolic link stays one, and what is no plain file (a device, a pipe) is written to as it is. Raises
    `ParameterError`, which blames `name`, when it cannot be written.
    """
    target = Path(os.path.realpath(path))
    try:
        mode = target.stat().st_mode if target.exists() else None
        if (mode is not None and not stat.S_ISREG(mode)) or path.startswith(("/dev/", "/proc/")):
            target.write_bytes(content)
            return
        with postponed():
            _replace(target, content, mode)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ParameterError(f"{name} {path} cannot be written: {error.strerror or error}") from None


def _replace(target: Path, content: bytes, mode: int | None) -> None:
    from tempfile import mkstemp  # most answers go to standard output

    handle, part = mkstemp(prefix=f".{target.name[:100]}.", suffix=".part", dir=target.parent)
    temporary = Path(part)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
