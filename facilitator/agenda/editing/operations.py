"""Change, move and remove sessions, with the starts of what comes after them; change and remove rooms."""

from collections.abc import Callable, Sequence
from datetime import time

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.agenda import ordering
from facilitator.agenda.arranging import (
    day_of,
    in_order,
    let_follow,
    number,
    order_of,
    planned_sessions,
    workshop_days,
)
from facilitator.agenda.draft import SessionPlan, place_by_start
from facilitator.agenda.editing import queries, rules
from facilitator.agenda.editing.pasted import PastedSession
from facilitator.agenda.models import Room, Session, SessionKind
from facilitator.agenda.operations import plan_sessions
from facilitator.agenda.ordering import AgendaPlace, Order
from facilitator.agenda.queries import capture_sessions_of, count_of, names_of_rooms
from facilitator.agenda.rules import ROOM_IS_THERE, check_another_round, check_plan
from facilitator.agenda.timing import check_is_shown
from facilitator.database import db, limits_of
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.workshops.models import Measure, Workshop
from facilitator.workshops.rules import check_name_is_new

Moving = Callable[[Order], list[AgendaPlace] | None]


def change_session(
    workshop: Workshop,
    session: Session,
    *,
    kind: SessionKind,
    day: int,
    title: str,
    starts_at: time | None,
    minutes: int,
    measure: Measure | None,
    room: Room | None,
    track: int | None,
    by: Actor,
) -> None:
    """Say otherwise what a session is, and when; without a start it follows what comes before it.

    On another day it becomes the last, and with another start it goes before the first that starts later.
    """
    check_plan(kind, day, workshop_days(workshop), minutes, has_measure=measure is not None)
    measure_id = measure.id if measure else None
    _check_may_change(
        workshop, session, kind=kind, day=day, starts_at=starts_at, minutes=minutes, measure=measure_id
    )
    sessions = planned_sessions(workshop)
    days = [day_of(workshop, each, sessions) for each in {session.day, day}]
    if starts_at is not None:
        on = day_of(workshop, day, sessions)
        check_is_shown(on.on, starts_at, on.zone)
    if session.day != day or starts_at not in (None, session.starts_at):
        sessions = _placed(sessions, session, day, starts_at)
    session.kind, session.title, session.minutes, session.track = kind, title, minutes, track
    session.measure_id, session.room_id = measure_id, room.id if room else None
    session.is_fixed = starts_at is not None
    session.starts_at = starts_at or session.starts_at
    number(sessions)
    let_follow(days, sessions)
    record(Event.SESSION_CHANGED, session, by=by)


def _check_may_change(
    workshop: Workshop,
    session: Session,
    *,
    kind: SessionKind,
    day: int,
    starts_at: time | None,
    minutes: int,
    measure: int | None,
) -> None:
    fixed_at = session.starts_at if session.is_fixed else None
    changes = {
        "kind": kind is not session.kind,
        "measure": measure != session.measure_id,
        "day": day != session.day,
        "starts_at": starts_at != fixed_at,
        "minutes": minutes != session.minutes,
    }
    changed = [name for name, differs in changes.items() if differs]
    rules.check_may_change(changed, has_begun=session.has_begun)
    if "kind" in changed and kind is SessionKind.BREAKOUT:
        check_another_round(count_of(workshop, kind))
    if {"kind", "measure"} & set(changed):
        rules.check_nothing_hangs_on_kind(changed[0], queries.hanging_on_session(session))


def _placed(sessions: list[Session], session: Session, day: int, starts_at: time | None) -> list[Session]:
    """All sessions, with one on the day and in the place to which its start takes it."""
    others = [each for each in sessions if each is not session]
    session.day = day
    before = [each for each in others if each.day < day]
    on_day = [each for each in others if each.day == day]
    at = len(before) + place_by_start([each.starts_at for each in on_day], starts_at)
    return [*others[:at], session, *others[at:]]


def follow_title(measure: Measure, before: str, *, by: Actor) -> None:
    """Let sessions that are named after a measure, by its title as it was `before`, have the present one."""
    for session in capture_sessions_of([measure]):
        title = _titled(rules.title_that_follows(session.title, before, measure.title))
        if title != session.title:
            session.title = title
            db.session.flush()
            record(Event.SESSION_CHANGED, session, by=by)


def share_time(
    workshop: Workshop, sessions: Sequence[Session], added: Sequence[Measure], *, minutes: int, by: Actor
) -> None:
    """Let sessions that follow one another share so many minutes with one more for each measure added."""
    planned, last = planned_sessions(workshop), sessions[-1]
    day = day_of(workshop, last.day, planned)
    length = rules.shared(minutes, len(sessions) + len(added))
    for session in sessions:
        session.minutes = length
        record(Event.SESSION_CHANGED, session, by=by)
    let_follow([day], planned)
    before = next((each for each in planned if each.day == last.day and each.position > last.position), None)
    for session in plan_sessions(workshop, [_like(last, each, length) for each in added], by=by):
        if before:
            move_before(workshop, session, before, by=by)


def _like(session: Session, measure: Measure, minutes: int) -> SessionPlan:
    """A session as another one is, for a measure of its own."""
    named_after = session.measure.title if session.measure else session.title
    title = _titled(rules.title_that_follows(session.title, named_after, measure.title))
    return SessionPlan(
        session.kind,
        session.day,
        title,
        starts_at=None,
        minutes=minutes,
        measure_id=measure.id,
        room_id=session.room_id,
        track=session.track,
        is_blind=session.is_blind,
        authors=session.authors,
    )


def _titled(title: str) -> str:
    return title[: limits_of(Session.title).most].rstrip()


def move_earlier(workshop: Workshop, session: Session, *, by: Actor) -> None:
    """Move a session one step up on its track, at the top of a day to the end of the day before."""
    _move(workshop, session, lambda order: ordering.earlier(order, session.id), by)


def move_later(workshop: Workshop, session: Session, *, by: Actor) -> None:
    """Move a session one step down on its track, at the end of a day to the beginning of the next day."""
    days = workshop_days(workshop)
    _move(workshop, session, lambda order: ordering.later(order, session.id, days=days), by)


def move_before(workshop: Workshop, session: Session, other: Session, *, by: Actor) -> None:
    """Move a session right before another one, on the day of that."""
    _move(workshop, session, lambda order: ordering.before(order, session.id, other.id), by)


def move_to_end(workshop: Workshop, session: Session, day: int, *, by: Actor) -> None:
    """Make a session the last of a day."""
    rules.check_is_a_day(day, workshop_days(workshop))
    _move(workshop, session, lambda order: ordering.at_end(order, session.id, day), by)


def _move(workshop: Workshop, session: Session, moving: Moving, by: Actor) -> None:
    """Give a session another place; its start then follows, also where it was fixed."""
    sessions = planned_sessions(workshop)
    old = order_of(sessions)
    new = moving(old)
    rules.check_may_move(session.title, has_begun=session.has_begun, has_room=new is not None)
    if new is None or new == old:
        return
    passed = ordering.passed(old, new, session.id)
    rules.check_passes_none_begun([each.title for each in sessions if each.has_begun and each.id in passed])
    going_to = next(place.day for place in new if place.session_id == session.id)
    days = [day_of(workshop, each, sessions) for each in {session.day, going_to}]
    ordered = in_order(sessions, new)
    session.is_fixed = False
    number(ordered)
    let_follow(days, ordered)
    record(Event.SESSION_MOVED, session, by=by)


def remove_session(workshop: Workshop, session: Session, *, by: Actor) -> None:
    """Take a session that has not begun, and that nothing belongs to, out of the agenda."""
    rules.check_may_remove(has_begun=session.has_begun, hanging=queries.hanging_on_session(session))
    sessions = planned_sessions(workshop)
    day = day_of(workshop, session.day, sessions)
    record(Event.SESSION_REMOVED, session, by=by, name=session.title)
    for table in queries.goes_with_session():
        db.session.execute(sa.delete(table).where(table.c.round_id == session.id))
    db.session.delete(session)
    db.session.flush()
    left = [each for each in sessions if each is not session]
    number(left)
    let_follow([day], left)


def plan_pasted(workshop: Workshop, sessions: Sequence[PastedSession], *, by: Actor) -> int:
    """Add all sessions of a pasted table, or none where something is wrong with one; returns how many."""
    rules.check_nothing_is_wrong(sum(bool(each.problems) for each in sessions))
    return len(plan_sessions(workshop, [each.plan for each in sessions if each.plan], by=by))


def change_room(
    workshop: Workshop, room: Room, *, name: str, seats: int, accessible: bool, by: Actor
) -> None:
    """Say otherwise what a room is called, how many it seats, and whether it is reached without steps."""
    check_name_is_new(name, names_of_rooms(workshop, besides=room), ROOM_IS_THERE)
    room.name, room.seats, room.accessible = name, seats, accessible
    db.session.flush()
    record(Event.ROOM_CHANGED, room, by=by)


def remove_room(room: Room, *, by: Actor) -> None:
    """Take a room in which nothing takes place out of the workshop."""
    rules.check_may_remove_room(room.name, queries.hanging_on_room(room))
    record(Event.ROOM_REMOVED, room, by=by, room=room.name)
    db.session.delete(room)
    db.session.flush()
