"""Work in a process of its own: whoever shares the caller's interpreter does not feel it.

The caller begins a module (`python -m` its name, with the number of its pipe) and talks to it by the pipe.
The other end stands back behind those who answer pages, has so much memory and no more, and ends at once
when the pipe closes, so that none outlives the process that began it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any

MOST_BYTES = 2**30
"""Memory that such a process may have."""

KINDNESS = 5
"""How far it stands back behind the process that began it."""

_FOLDER = Path(__file__).parents[1]


@contextmanager
def child(module: str) -> Iterator[Connection]:
    """The caller's end of a process that runs this module; with the block it is over, whatever it was at.

    To read from one that has ended, or to write to it, raises EOFError or OSError.
    """
    here, there = Pipe()
    with here:
        with there:
            process = _begin(module, there)
        try:
            yield here
        finally:
            process.kill()
            process.wait()


def _begin(module: str, end: Connection) -> subprocess.Popen[bytes]:
    """The process, away from the terminal's Ctrl-C: it is told by its pipe."""
    return subprocess.Popen(  # noqa: S603 - ourselves, with a number
        [sys.executable, "-m", module, str(end.fileno())],
        pass_fds=[end.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(_FOLDER)},
    )


def caller_of_this_process() -> Connection:
    """The other end's pipe to whoever began it, once it has stood back and is bound."""
    os.nice(KINDNESS)
    with suppress(AttributeError, OSError):  # the caller may keep to one processor, and needs it
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
    with suppress(ImportError, OSError, ValueError):  # where memory can't be bound, what is asked is
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    return Connection(int(sys.argv[1]))


def end_with(caller: Connection, hear: Callable[[Any], None] = lambda _: None) -> None:
    """From now on let `hear` have what the caller says; once it is gone nobody wants the answer."""

    def listen() -> None:
        with suppress(EOFError, OSError):
            while True:
                hear(caller.recv())
        os._exit(0)

    Thread(target=listen, daemon=True).start()
