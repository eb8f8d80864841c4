"""Search behind the request, on a snapshot: no transaction and no lock is held while it thinks.

Three short transactions go with a search: one that waits for the request which began it and takes the
snapshot, one every second or so that says how far it is and hears whether it should stop, and one that
keeps what was found. A thread of the server has them; the thinking is done by a process of its own, so
that pages are answered meanwhile. A server that dies takes that along and leaves a search without a sign of
life; the plan's page says so, and it can be begun anew. One seed, one budget and one snapshot give one plan.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Thread
from time import monotonic

import sqlalchemy as sa
from flask import Flask

from facilitator.access.actor import Actor
from facilitator.breakouts.allocation import Allocation, Effort, Infeasible, SearchProgress, allocate
from facilitator.breakouts.allocation.allocate import usual_effort
from facilitator.breakouts.allocation.process import BrokenOff, allocate_apart
from facilitator.breakouts.planning.models import Outcome, Plan, Search
from facilitator.breakouts.planning.plans import keep_found, keep_reasons, show_life
from facilitator.breakouts.planning.snapshot import Snapshot, take_snapshot
from facilitator.database import db
from facilitator.transactions import transaction
from facilitator.workshops.models import Workshop

EVERY = 1.0
"""Seconds between two signs of life."""

_running: set["Searcher"] = set()


def effort_for(people: int, moves: int) -> Effort:
    """The budget that was asked for, but no more than keeps a search among so many people to seconds."""
    usual = usual_effort(people)
    return replace(usual, moves=min(moves, usual.moves))


@dataclass(frozen=True)
class Task:
    """What a search needs of its plan once its rows are out of reach."""

    search_id: int
    workshop_id: int
    seed: int
    moves: int


class Searcher(Thread):
    """One search, from the commit of the request that began it to the row that keeps its end."""

    def __init__(self, app: Flask, task: Task, by: Actor) -> None:
        super().__init__(name=f"search-{task.search_id}", daemon=True)
        self.app, self.task, self.by = app, task, by
        self.told = monotonic()

    def run(self) -> None:
        """Search and keep what is found, or why nothing is."""
        try:
            self._search()
        finally:
            _running.discard(self)

    def _search(self) -> None:
        snapshot = self._begin()
        if snapshot is None:
            return
        try:
            effort = effort_for(len(snapshot.people), self.task.moves)
            found = allocate_apart(snapshot.problem, self.task.seed, effort, self._watch)
        except Infeasible as infeasible:
            self._end(snapshot, infeasible)
        except BrokenOff:
            self._end(snapshot, None)
        else:
            self._end(snapshot, found)

    def _begin(self) -> Snapshot | None:
        """The snapshot, once the request that began the search has committed; none if it was refused."""
        with self.app.app_context(), transaction(writing=True):
            search = self._locked()
            if search is None or search.ended_at is not None:
                return None
            show_life(search, 0.0)
            return take_snapshot(db.session.get_one(Workshop, self.task.workshop_id))

    def _watch(self, progress: SearchProgress) -> bool:
        if monotonic() - self.told < EVERY:
            return False
        self.told = monotonic()
        with self.app.app_context(), transaction(writing=True):
            search = self._locked()
            return search is None or show_life(search, progress.share)

    def _end(self, snapshot: Snapshot, found: Allocation | Infeasible | None) -> None:
        with self.app.app_context(), transaction(writing=True):
            search = self._locked()
            if search is None:
                return
            if isinstance(found, Allocation):
                keep_found(search, snapshot, found, by=self.by)
            elif found is None:
                keep_reasons(search, Outcome.BROKEN_OFF, (), by=self.by)
            else:
                keep_reasons(search, Outcome.IMPOSSIBLE, found.reasons, by=self.by)

    def _locked(self) -> Search | None:
        """The search, under the lock of its workshop: whoever holds that has written all they will."""
        db.session.execute(sa.select(Workshop.id).filter_by(id=self.task.workshop_id).with_for_update())
        return db.session.scalars(sa.select(Search).filter_by(id=self.task.search_id)).one_or_none()


def search_in_background(app: Flask, search: Search, *, by: Actor) -> Searcher:
    """Begin to search as soon as the transaction of the caller is over."""
    plan = db.session.get_one(Plan, search.plan_id)
    searcher = Searcher(app, Task(search.id, plan.workshop_id, plan.seed, plan.moves), by)
    _running.add(searcher)
    searcher.start()
    return searcher


def search_at_once(snapshot: Snapshot, search: Search, *, by: Actor) -> None:
    """Search in the transaction of the caller: for the command line, where nobody waits behind it."""
    plan = db.session.get_one(Plan, search.plan_id)
    effort = effort_for(len(snapshot.people), plan.moves)
    keep_found(search, snapshot, allocate(snapshot.problem, plan.seed, effort), by=by)


def wait_for_searches(seconds: float) -> None:
    """Come back when no search of this process runs, or after so many seconds."""
    for searcher in list(_running):
        with suppress(RuntimeError):
            searcher.join(seconds)
