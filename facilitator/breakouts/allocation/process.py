"""A search in a process of its own: the caller hears how far it is, and may ask it to stop.

The caller's end passes on that it should stop and ends it when it takes too long; the other end searches.
"""

from __future__ import annotations

from multiprocessing.connection import Connection
from threading import Event
from time import monotonic

from facilitator.breakouts.allocation.allocate import Allocation, Effort, SearchProgress, Watch, allocate
from facilitator.breakouts.allocation.infeasible import Infeasible
from facilitator.breakouts.allocation.problem import Problem
from facilitator.child_process import caller_of_this_process, child, end_with

LOOKS_UP = 1.0
"""Seconds after which the caller is told how far the search is, whether there is news or not."""

LONGEST = 60.0
"""Seconds after which a search is asked to stop with the best so far."""

GRACE = 60.0
"""Seconds that it then has, before it is ended without an answer."""


class BrokenOff(Exception):  # noqa: N818 - what became of a search, named as the plan's page names it
    """The search process ended without a result."""


def allocate_apart(problem: Problem, seed: int, effort: Effort, watch: Watch) -> Allocation:
    """What `allocate` does, in another process; `watch` is asked at least once in `LOOKS_UP` seconds."""
    with child(__name__) as search:
        try:
            search.send((problem, seed, effort))
            return _follow(search, watch)
        except (EOFError, OSError) as end:
            raise BrokenOff("The search process ended without a result.") from end


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
    end_with(caller, lambda _: asked.set())

    def watch(progress: SearchProgress) -> bool:
        caller.send(progress)
        return asked.is_set()

    try:
        caller.send(allocate(problem, seed, effort, watch))
    except Infeasible as infeasible:
        caller.send(infeasible.reasons)


if __name__ == "__main__":
    search_for(caller_of_this_process())
