"""Plan sessions, open and close them."""

from collections.abc import Iterable, Sequence
from datetime import time

from facilitator.access.actor import Actor
from facilitator.agenda import queries, rules
from facilitator.agenda.arranging import draft_of, number, planned_sessions
from facilitator.agenda.draft import SessionPlan
from facilitator.agenda.models import Authors, Room, Session, SessionKind, SessionOpening, SessionReveal
from facilitator.database import db, now
from facilitator.errors import of_entry
from facilitator.live.activity import add_all, record
from facilitator.live.events import Event
from facilitator.workshops.models import Measure, Workshop
from facilitator.workshops.rules import check_names_are_new


def add_room(workshop: Workshop, *, name: str, seats: int, accessible: bool, by: Actor) -> Room:
    """A room of the venue."""
    return add_rooms(workshop, [Room(name=name, seats=seats, accessible=accessible)], by=by)[0]


def add_rooms(workshop: Workshop, rooms: Sequence[Room], *, by: Actor) -> Sequence[Room]:
    """Rooms, as rows that no workshop has yet; raises `EntryBroken` for one that is there already."""
    known = queries.names_of_rooms(workshop)
    check_names_are_new([room.name for room in rooms], known, rules.ROOM_IS_THERE)
    for room in rooms:
        room.workshop_id = workshop.id
    return add_all(rooms, Event.ROOM_ADDED, by=by)


def plan_session(
    workshop: Workshop,
    *,
    kind: SessionKind,
    day: int,
    title: str,
    starts_at: time | None,
    minutes: int,
    measure: Measure | None,
    room: Room | None,
    track: int | None = None,
    is_fixed: bool | None = None,
    by: Actor,
) -> Session:
    """One more session; see `AgendaDraft.add` for where it goes, and `SessionPlan` for its start."""
    plan = SessionPlan(
        kind=kind,
        day=day,
        title=title,
        starts_at=starts_at,
        minutes=minutes,
        measure_id=measure.id if measure else None,
        room_id=room.id if room else None,
        track=track,
        is_fixed=is_fixed,
    )
    (planned,) = plan_sessions(workshop, [plan], by=by)
    return planned


def plan_sessions(workshop: Workshop, plans: Sequence[SessionPlan], *, by: Actor) -> Sequence[Session]:
    """Sessions to be added in this order, all of them or none; raises `EntryBroken` for one with no place."""
    planned = planned_sessions(workshop)
    draft = draft_of(workshop, planned)
    for entry, plan in enumerate(plans):
        with of_entry(entry):
            draft.add(plan)
    added = [_session(workshop, plan) for plan in plans]
    sessions = [*planned, *added]
    for place in draft.in_order():
        sessions[place.number].starts_at = place.starts_at
        if place.number >= len(planned):
            sessions[place.number].is_fixed = place.is_fixed
    number([sessions[place.number] for place in draft.in_order()])
    return add_all(added, Event.SESSION_PLANNED, by=by)


def _session(workshop: Workshop, plan: SessionPlan) -> Session:
    return Session(
        workshop_id=workshop.id,
        kind=plan.kind,
        day=plan.day,
        title=plan.title,
        has_begun=False,
        minutes=plan.minutes,
        track=plan.track,
        measure_id=plan.measure_id,
        room_id=plan.room_id,
        is_blind=plan.is_blind,
        authors=plan.authors,
    )


def open_session(workshop: Workshop, session: Session, *, closing: Iterable[Session] = (), by: Actor) -> None:
    """Let the session take in what it is for; what it takes the place of is closed first."""
    rules.check_may_open(
        session.kind,
        workshop.phase,
        is_open=queries.is_open(session),
        is_offered=session.measure is None or session.measure.is_offered,
    )
    for replaced in closing:
        close_session(replaced, by=by)
    session.has_begun = True
    db.session.flush()
    db.session.add(SessionOpening(workshop_id=workshop.id, session_id=session.id, opened_by=by.account_id))
    db.session.flush()
    record(Event.SESSION_OPENED, session, by=by)


def close_session(session: Session, *, by: Actor) -> None:
    """Take in no more."""
    opening = queries.current_opening(session)
    rules.check_may_close(is_open=opening is not None)
    if opening is not None:
        opening.closed_at, opening.closed_by = now(), by.account_id
    record(Event.SESSION_CLOSED, session, by=by)


def undo_closing(workshop: Workshop, session: Session, *, by: Actor) -> None:
    """Let the session go on as if nobody had closed it: its clock, and all that hangs on its opening."""
    opening = queries.last_opening(session)
    closed_at = opening.closed_at if opening else None
    rules.check_may_undo_closing(is_open=queries.is_open(session), closed_at=closed_at, at=now())
    rules.check_may_open(session.kind, workshop.phase, is_open=False)
    if opening is not None:
        opening.closed_at, opening.closed_by = None, None
        db.session.flush()
    record(Event.SESSION_CLOSING_UNDONE, session, by=by)


def settle_session(session: Session, *, is_blind: bool, authors: Authors, by: Actor) -> None:
    """Say whether a capture session is blind first, and how others see its authors."""
    rules.check_collects(session.kind)
    if (session.is_blind, session.authors) == (is_blind, authors):
        return
    was_blind, authors_before = session.is_blind, session.authors
    session.is_blind, session.authors = is_blind, authors
    record(Event.SESSION_SETTLED, session, by=by, was_blind=was_blind, authors_before=authors_before)


def reveal_session(session: Session, *, by: Actor) -> None:
    """Show everybody in the room what a blind session has collected, and what it collects from now on."""
    is_revealed = queries.current_reveal(session) is not None
    rules.check_may_reveal(session.kind, is_blind=session.is_blind, is_revealed=is_revealed)
    db.session.add(
        SessionReveal(workshop_id=session.workshop_id, session_id=session.id, revealed_by=by.account_id)
    )
    db.session.flush()
    record(Event.SESSION_REVEALED, session, by=by)


def cover_session(session: Session, *, by: Actor) -> None:
    """Take a reveal back; who saw it has seen it, and both moments stay on record."""
    reveal = queries.current_reveal(session)
    rules.check_may_cover(is_revealed=reveal is not None)
    if reveal is not None:
        reveal.covered_at, reveal.covered_by = now(), by.account_id
    record(Event.SESSION_COVERED, session, by=by)


def reveal_what_is_blind(workshop: Workshop, *, by: Actor) -> None:
    """Reveal every session that is still blind, as a handover does: day two reads what day one found."""
    for session in queries.blind_sessions(workshop):
        reveal_session(session, by=by)
