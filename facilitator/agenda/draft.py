"""An agenda to which sessions are added one by one: where each goes, and when all of its day then start.

Decided on plain values, so that a whole list is known to fit before any of it is written, and that a long one
is placed about as fast as it is read: of a day, only what comes after a new session is worked out anew.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, tzinfo
from typing import NamedTuple

from facilitator.agenda.models import Authors, SessionKind
from facilitator.agenda.rules import check_another_round, check_another_session, check_plan
from facilitator.agenda.timing import (
    OPENS,
    DayTaken,
    TimedBlock,
    check_is_shown,
    clock_at_end,
    date_of,
    day_opens,
    followed,
    moment_at,
)


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """A session that is to be planned; room and measure by their ids.

    Without a start it follows what comes before it on its track. With one, the start is fixed, and stays
    whatever changes before it; where `is_fixed` is left open, only if it would not follow at that time.
    """

    kind: SessionKind
    day: int
    title: str
    starts_at: time | None
    minutes: int
    measure_id: int | None = None
    room_id: int | None = None
    track: int | None = None
    is_fixed: bool | None = None
    is_blind: bool = True
    authors: Authors = Authors.CITY


class PlannedBlock(NamedTuple):
    """A session that is planned already: what its times hang on, and when it starts."""

    day: int
    kind: SessionKind
    block: TimedBlock
    starts_at: time


class PlacedSession(NamedTuple):
    """A session in its place: its number, when it starts, and whether that is fixed.

    Numbers count from 0: first what was planned already, then what was added, each in the order in which
    it was given.
    """

    number: int
    starts_at: time
    is_fixed: bool


class AgendaDraft:
    """The sessions of a workshop of so many days, and those that are added to them."""

    def __init__(self, starts_on: date, days: int, zone: tzinfo, planned: Sequence[PlannedBlock]) -> None:
        self.starts_on, self.number_of_days, self.zone = starts_on, days, zone
        self.sessions = len(planned)
        self.rounds = sum(each.kind is SessionKind.BREAKOUT for each in planned)
        self.days: dict[int, _DraftDay] = {}
        by_day = defaultdict[int, list[tuple[int, PlannedBlock]]](list)
        for number, each in enumerate(planned):
            by_day[each.day].append((number, each))
        for day, there in by_day.items():
            self.days[day] = _DraftDay(date_of(starts_on, day), zone, there)

    def add(self, plan: SessionPlan) -> PlacedSession:
        """Another session: the last of its day, or (with a start) before the first that starts later.

        What comes after it on its track moves on. Raises `RuleBroken`, and stays as it was, where the
        agenda has no place for it.
        """
        check_plan(
            plan.kind,
            plan.day,
            self.number_of_days,
            plan.minutes,
            has_measure=plan.measure_id is not None,
        )
        check_another_session(self.sessions)
        if plan.kind is SessionKind.BREAKOUT:
            check_another_round(self.rounds)
        placed = self._day(plan.day).add(self.sessions, plan)
        self.sessions += 1
        self.rounds += plan.kind is SessionKind.BREAKOUT
        return placed

    def ends_at(self, plan: SessionPlan, starts_at: time) -> time | None:
        """What the clocks show when a session ends that starts so; none if that is on another day."""
        return clock_at_end(date_of(self.starts_on, plan.day), starts_at, plan.minutes, self.zone)

    def in_order(self) -> Iterator[PlacedSession]:
        """All sessions, day by day."""
        for _, day in sorted(self.days.items()):
            yield from day.placed()

    def _day(self, number: int) -> "_DraftDay":
        if number not in self.days:
            self.days[number] = _DraftDay(date_of(self.starts_on, number), self.zone, [])
        return self.days[number]


class _DraftDay:
    """A day: its sessions in their order, and until when it is taken before each of them and at the end."""

    def __init__(self, on: date, zone: tzinfo, planned: Sequence[tuple[int, PlannedBlock]]) -> None:
        self.on, self.zone = on, zone
        self.numbers = [number for number, _ in planned]
        self.blocks = [each.block for _, each in planned]
        self.starts = [each.starts_at for _, each in planned]
        self.taken = [day_opens(min(self.starts, default=OPENS), on, zone)]
        for _, each in planned:
            self.taken.append(self.taken[-1].by(each.block, moment_at(on, each.starts_at, zone)))

    def add(self, number: int, plan: SessionPlan) -> PlacedSession:
        """Another session in its place; see `AgendaDraft.add`."""
        at = place_by_start(self.starts, plan.starts_at)
        before = self.taken[at]
        block = TimedBlock(plan.title, plan.minutes, plan.track)
        if plan.starts_at is not None:
            check_is_shown(self.on, plan.starts_at, self.zone)
            if at == 0:
                before = day_opens(plan.starts_at, self.on, self.zone)
            if self._is_fixed(plan, before, is_first=at == 0):
                block = replace(block, pinned=plan.starts_at)
        rest = [*followed([block, *self.blocks[at:]], before, self.on, self.zone)]
        self.numbers.insert(at, number)
        self.blocks.insert(at, block)
        self.starts[at:] = [start for start, _ in rest]
        self.taken[at + 1 :] = [taken for _, taken in rest]
        return PlacedSession(number, self.starts[at], block.pinned is not None)

    def _is_fixed(self, plan: SessionPlan, before: DayTaken, *, is_first: bool) -> bool:
        if plan.is_fixed is not None or plan.starts_at is None:
            return bool(plan.is_fixed)
        return is_first or before.free(plan.track) != moment_at(self.on, plan.starts_at, self.zone)

    def placed(self) -> Iterator[PlacedSession]:
        """The sessions in their order."""
        for number, block, start in zip(self.numbers, self.blocks, self.starts, strict=True):
            yield PlacedSession(number, start, block.pinned is not None)


def place_by_start(starts: Sequence[time], starts_at: time | None) -> int:
    """Where a session goes among those that start so: before the first that starts later, or at the end."""
    if starts_at is None:
        return len(starts)
    return next((at for at, each in enumerate(starts) if each > starts_at), len(starts))
