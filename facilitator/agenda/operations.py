"""Plan sessions, open and close them."""

from collections.abc import Iterable
from datetime import time

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.agenda import queries, rules
from facilitator.agenda.models import Authors, Room, Session, SessionKind, SessionOpening, SessionReveal
from facilitator.database import db, now
from facilitator.live.activity import add, record
from facilitator.live.happenings import Happening
from facilitator.workshops.models import Measure, Workshop


def add_room(workshop: Workshop, *, name: str, seats: int, accessible: bool, by: Actor) -> Room:
    """A room of the venue."""
    room = Room(workshop_id=workshop.id, name=name, seats=seats, accessible=accessible)
    return add(room, Happening.ROOM_ADDED, by=by)


def plan_session(
    workshop: Workshop,
    *,
    kind: SessionKind,
    day: int,
    title: str,
    starts_at: time,
    minutes: int,
    measure: Measure | None,
    room: Room | None,
    by: Actor,
) -> Session:
    """A block of the agenda, placed after those there are."""
    sessions = sa.select(sa.func.count()).where(Session.workshop_id == workshop.id)
    session = Session(
        workshop_id=workshop.id,
        position=db.session.execute(sessions).scalar_one() + 1,
        kind=kind,
        day=day,
        title=title,
        starts_at=starts_at,
        minutes=minutes,
        measure_id=measure.id if measure else None,
        room_id=room.id if room else None,
    )
    return add(session, Happening.SESSION_PLANNED, by=by)


def open_session(workshop: Workshop, session: Session, *, closing: Iterable[Session] = (), by: Actor) -> None:
    """Let the session take in what it is for; what it takes the place of is closed first."""
    rules.check_may_open(session.kind, workshop.phase, is_open=queries.is_open(session))
    for replaced in closing:
        close_session(replaced, by=by)
    session.has_begun = True
    db.session.flush()
    db.session.add(SessionOpening(workshop_id=workshop.id, session_id=session.id, opened_by=by.account_id))
    db.session.flush()
    record(Happening.SESSION_OPENED, session, by=by)


def close_session(session: Session, *, by: Actor) -> None:
    """Take in no more."""
    opening = queries.current_opening(session)
    rules.check_may_close(is_open=opening is not None)
    if opening is not None:
        opening.closed_at, opening.closed_by = now(), by.account_id
    record(Happening.SESSION_CLOSED, session, by=by)


def undo_closing(workshop: Workshop, session: Session, *, by: Actor) -> None:
    """Let the session go on as if nobody had closed it: its clock, and all that hangs on its opening."""
    opening = queries.last_opening(session)
    closed_at = opening.closed_at if opening else None
    rules.check_may_undo_closing(is_open=queries.is_open(session), closed_at=closed_at, at=now())
    rules.check_may_open(session.kind, workshop.phase, is_open=False)
    if opening is not None:
        opening.closed_at, opening.closed_by = None, None
        db.session.flush()
    record(Happening.SESSION_CLOSING_UNDONE, session, by=by)


def settle_session(session: Session, *, is_blind: bool, authors: Authors, by: Actor) -> None:
    """Say whether a capture session is blind first, and how others see its authors."""
    rules.check_collects(session.kind)
    if (session.is_blind, session.authors) == (is_blind, authors):
        return
    was_blind, authors_before = session.is_blind, session.authors
    session.is_blind, session.authors = is_blind, authors
    record(Happening.SESSION_SETTLED, session, by=by, was_blind=was_blind, authors_before=authors_before)


def reveal_session(session: Session, *, by: Actor) -> None:
    """Show everybody in the room what a blind session has collected, and what it collects from now on."""
    is_revealed = queries.current_reveal(session) is not None
    rules.check_may_reveal(session.kind, is_blind=session.is_blind, is_revealed=is_revealed)
    db.session.add(
        SessionReveal(workshop_id=session.workshop_id, session_id=session.id, revealed_by=by.account_id)
    )
    db.session.flush()
    record(Happening.SESSION_REVEALED, session, by=by)


def cover_session(session: Session, *, by: Actor) -> None:
    """Take a reveal back; who saw it has seen it, and both moments stay on record."""
    reveal = queries.current_reveal(session)
    rules.check_may_cover(is_revealed=reveal is not None)
    if reveal is not None:
        reveal.covered_at, reveal.covered_by = now(), by.account_id
    record(Happening.SESSION_COVERED, session, by=by)


def reveal_what_is_blind(workshop: Workshop, *, by: Actor) -> None:
    """Reveal every session that is still blind, as a handover does: day two reads what day one found."""
    for session in queries.blind_sessions(workshop):
        reveal_session(session, by=by)
