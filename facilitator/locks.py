"""Locks between the processes that work on one SQLite file; the system lets go of them when one dies."""

import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # on Windows, where nothing is served
    fcntl = None  # type: ignore[assignment]

from facilitator.private import OWNER_ONLY, keep_private


class FileLock:
    """A lock that stands beside a file, under a name of its own; one process has it at a time."""

    def __init__(self, file: str, name: str) -> None:
        self._path = Path(f"{file}-{name}")
        self._opened: int | None = None
        keep_private(self._path)  # whoever may read it could hold it

    def take(self, *, wait: bool = True) -> None:
        """Wait until it is free, or raise `BlockingIOError` if it is not."""
        if self._opened is None:
            self._opened = os.open(self._path, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
        if fcntl:
            fcntl.flock(self._opened, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))

    def release(self) -> None:
        """Let the next one have it."""
        if fcntl and self._opened is not None:
            fcntl.flock(self._opened, fcntl.LOCK_UN)

    def give_up(self) -> None:
        """Let go of it, but not for the processes that were begun meanwhile: they have it until they end."""
        if self._opened is not None:
            os.close(self._opened)
            self._opened = None
