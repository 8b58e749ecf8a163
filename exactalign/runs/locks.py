"""Locks that end with the process that holds them, however it ends."""


def take_lock(descriptor: int) -> bool:
    """Take the lock of an open file or directory, to be held until it is closed; False when another has it.

    Where the system or the file system has no advisory locks, nothing is taken, and nobody kept off.
    """
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True
