"""A search in a process of its own: whoever shares the caller's interpreter does not feel it.

The caller's end begins the process, hears how far it is, passes on that it should stop and ends it when it
takes too long; the other end (`python -m` this module, with the number of its pipe) searches. It ends at
once when its pipe closes, so none outlives the process that began it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from facilitator.breakouts.allocation.allocate import Allocation, Effort, SearchProgress, Watch, allocate
from facilitator.breakouts.allocation.infeasible import Infeasible
from facilitator.breakouts.allocation.problem import Problem

LOOKS_UP = 1.0
"""Seconds after which the caller is told how far the search is, whether there is news or not."""

LONGEST = 60.0
"""Seconds after which a search is asked to stop with the best so far."""

GRACE = 60.0
"""Seconds that it then has, before it is ended without an answer."""

MOST_BYTES = 2**30
"""Memory that a search may have; a thousand people need less than a third."""

KINDNESS = 5
"""How far a search stands back behind the process that began it."""

FOLDER = Path(__file__).parents[3]


class BrokenOff(Exception):  # noqa: N818 - what became of a search, named as the plan's page names it
    """The search process ended without a result."""


def allocate_apart(problem: Problem, seed: int, effort: Effort, watch: Watch) -> Allocation:
    """What `allocate` does, in another process; `watch` is asked at least once in `LOOKS_UP` seconds."""
    here, there = Pipe()
    with here:
        with there:
            process = _begin(there)
        try:
            here.send((problem, seed, effort))
            return _follow(here, watch)
        except (EOFError, OSError) as end:
            raise BrokenOff("The search process ended without a result.") from end
        finally:
            process.kill()
            process.wait()


def _begin(end: Connection) -> subprocess.Popen[bytes]:
    """The process, away from the terminal's Ctrl-C: it is told by its pipe."""
    return subprocess.Popen(  # noqa: S603 - ourselves, with a number
        [sys.executable, "-m", __name__, str(end.fileno())],
        pass_fds=[end.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(FOLDER)},
    )


def _follow(search: Connection, watch: Watch) -> Allocation:
    begun, heard, asked = monotonic(), SearchProgress(0.0, ()), False
    while True:
        if search.poll(LOOKS_UP):
            answer = search.recv()
            if isinstance(answer, Allocation):
                return answer
            if not isinstance(answer, SearchProgress):
                raise Infeasible(answer)
            heard = answer
        spent = monotonic() - begun
        if (watch(heard) or spent > LONGEST) and not asked:
            search.send("stop")
            asked = True
        if spent > LONGEST + GRACE:
            raise BrokenOff("The search did not stop when it was asked to.")


def search_for(caller: Connection) -> None:
    """The other end: hear the problem, search, and answer with a plan or with the reasons for none."""
    problem, seed, effort = caller.recv()
    asked = Event()
    Thread(target=_listen, args=(caller, asked), daemon=True).start()

    def watch(progress: SearchProgress) -> bool:
        caller.send(progress)
        return asked.is_set()

    try:
        caller.send(allocate(problem, seed, effort, watch))
    except Infeasible as infeasible:
        caller.send(infeasible.reasons)


def _listen(caller: Connection, asked: Event) -> None:
    """Wait to be asked to stop; once the caller is gone nobody wants the answer."""
    try:
        caller.recv()
        asked.set()
        caller.recv()
    except (EOFError, OSError):
        os._exit(0)


def _bound() -> None:
    os.nice(KINDNESS)
    with suppress(AttributeError, OSError):  # the caller may keep to one processor, and needs it
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
    with suppress(ImportError, OSError, ValueError):  # where memory can't be bound, the moves are
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


if __name__ == "__main__":
    _bound()
    search_for(Connection(int(sys.argv[1])))
