"""A search in a process of its own finds the same, can be stopped, and outlives nobody."""

from __future__ import annotations

import os
from multiprocessing import Pipe

import pytest

from facilitator import child_process
from facilitator.breakouts.allocation import Effort, Infeasible, SearchProgress, allocate
from facilitator.breakouts.allocation import process as apart
from facilitator.breakouts.allocation.process import allocate_apart
from tests.breakouts.allocation.cases import brussels, mixer

pytestmark = pytest.mark.slow

SHORT, LONG = Effort(moves=3000, restarts=1), Effort(moves=20_000_000, restarts=1)


def test_a_process_of_its_own_finds_the_same_plan_and_says_how_far_it_is() -> None:
    told: list[SearchProgress] = []
    found = allocate_apart(brussels(), 7, SHORT, lambda progress: bool(told.append(progress)))
    assert (found.plan, found.report) == ((same := allocate(brussels(), 7, SHORT)).plan, same.report)
    assert [progress.share for progress in told] == sorted(progress.share for progress in told) != []


def test_what_cannot_be_is_said_with_its_reasons() -> None:
    with pytest.raises(Infeasible, match=r"People: 13\. Seats: 12"):
        allocate_apart(mixer(13, 3, 4, 1), 1, SHORT, lambda _: False)


def test_a_search_that_takes_too_long_is_asked_for_the_best_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LONGEST", 0.5)
    assert len(allocate_apart(brussels(), 1, LONG, lambda _: False).plan) == 3


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system can't be told")
def test_a_search_leaves_its_processor_to_a_server_that_keeps_to_one() -> None:
    free = os.sched_getaffinity(0)
    server, its_end = Pipe()
    os.sched_setaffinity(0, {min(free)})
    try:
        process = child_process._begin(apart.__name__, its_end)  # noqa: SLF001 - what a server does
    finally:
        os.sched_setaffinity(0, free)
    its_end.close()
    server.send((brussels(), 1, LONG))
    assert isinstance(server.recv(), SearchProgress)
    assert os.sched_getaffinity(process.pid) >= free
    server.close()
    assert process.wait(120) == 0


def test_a_search_ends_when_the_server_that_began_it_is_gone() -> None:
    server, its_end = Pipe()
    # What a server does, up to the moment at which it dies.
    process = child_process._begin(apart.__name__, its_end)  # noqa: SLF001
    its_end.close()
    server.send((brussels(), 1, LONG))
    assert isinstance(server.recv(), SearchProgress)
    server.close()
    assert process.wait(120) == 0
