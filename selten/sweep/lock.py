"""One sweep at a time in a folder of parts: a lock that the system lets go when its process ends, however it ends."""

import contextlib
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selten.games.errors import InputError

_HELD: set[str] = set()


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file, which then says which process holds it.

    A file that a killed process left behind is no obstacle: the lock is the system's, the file only names its holder.

    Raises
    ------
    InputError
        If another sweep holds it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, locked(Path(folder, "lock")):
    ...     json.loads(Path(folder, "lock").read_text())["pid"] == os.getpid()
    True
    """
    key = str(path.resolve())
    file = path.open("a+", encoding="utf-8")
    try:
        if key in _HELD or not _taken(file):
            raise InputError(f"{path.parent}: {_holder(path)} works there; allowed: one sweep at a time")
        _HELD.add(key)
        try:
            file.truncate(0)
            file.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname()}))
            file.flush()
            yield
        finally:
            _HELD.discard(key)
    finally:
        file.close()


def _taken(file: Any) -> bool:
    """Ask the system for the lock; it belongs to the process, so that children do not inherit it."""
    try:
        if os.name == "posix":
            import fcntl

            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            file.seek(1 << 20)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True


def _holder(path: Path) -> str:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return f"the sweep with process id {found['pid']} on {found['host']}"
    except (OSError, ValueError, TypeError, KeyError):
        return "another sweep"
