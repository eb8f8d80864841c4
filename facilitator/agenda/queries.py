"""What is on: the sessions, and which of them are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.agenda.models import Room, Session, SessionKind, SessionOpening
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.workshops.models import Workshop


@dataclass(frozen=True)
class AgendaEntry:
    """A session, and since when it is open or that it has been."""

    session: Session
    opened_at: datetime | None
    was_open: bool

    @property
    def is_open(self) -> bool:
        """Whether it takes part in what goes on now."""
        return self.opened_at is not None

    @property
    def until(self) -> datetime | None:
        """When it is planned to end, counted from when it was really opened."""
        return self.opened_at and self.opened_at + timedelta(minutes=self.session.minutes)

    @property
    def state(self) -> str:
        """now · done · next, as the agenda shows it."""
        if self.is_open:
            return "now"
        return "done" if self.was_open else "next"


def agenda(workshop: Workshop) -> list[AgendaEntry]:
    """All sessions in their order, with their state, in two statements."""
    sessions = db.session.scalars(
        sa.select(Session)
        .filter_by(workshop_id=workshop.id)
        .options(joinedload(Session.measure), joinedload(Session.room))
        .order_by(Session.day, Session.starts_at, Session.position)
    ).all()
    openings: dict[int, datetime | None] = {}
    for session_id, opened_at, closed_at in db.session.execute(
        sa.select(SessionOpening.session_id, SessionOpening.opened_at, SessionOpening.closed_at)
        .filter_by(workshop_id=workshop.id)
        .order_by(SessionOpening.opened_at)
    ):
        openings[session_id] = None if closed_at else opened_at
    return [AgendaEntry(session, openings.get(session.id), session.id in openings) for session in sessions]


def open_sessions(workshop: Workshop, kind: SessionKind | None = None) -> Sequence[Session]:
    """The sessions that are open now, of one kind if it is given."""
    opened = (
        sa.select(Session)
        .join(SessionOpening, SessionOpening.session_id == Session.id)
        .where(Session.workshop_id == workshop.id, SessionOpening.closed_at.is_(None))
        .options(joinedload(Session.measure), joinedload(Session.room))
        .order_by(Session.position)
    )
    return db.session.scalars(opened.where(Session.kind == kind) if kind else opened).all()


def session_of(workshop: Workshop, session_id: int) -> Session:
    """The session with this id in this workshop."""
    session = db.session.scalars(
        sa.select(Session)
        .filter_by(workshop_id=workshop.id, id=session_id)
        .options(joinedload(Session.measure))
    ).one_or_none()
    if session is None:
        raise NotFound(N_("There is no such session in this workshop."))
    return session


def current_opening(session: Session) -> SessionOpening | None:
    """The opening that has not ended, if the session is open."""
    return db.session.scalars(
        sa.select(SessionOpening).filter_by(session_id=session.id, closed_at=None)
    ).one_or_none()


def is_open(session: Session) -> bool:
    """Whether the session is open now."""
    return current_opening(session) is not None


def rooms(workshop: Workshop) -> Sequence[Room]:
    """The rooms of the venue by name."""
    return db.session.scalars(sa.select(Room).filter_by(workshop_id=workshop.id).order_by(Room.name)).all()
